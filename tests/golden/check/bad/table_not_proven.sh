# Five columns at the end say which of the 32 before them decides: no row is missing and none too
# many, but walking from left to right there are 2^32 ways before the first of the five.
bits="16 8 4 2 1"
names=$(for i in $(seq 0 31); do printf 'd%d ' "$i"; done; for b in $bits; do printf 'a%d ' "$b"; done)
given=$(for n in $names; do printf ', %s : Boolean' "$n"; done)
with=$(for n in $names; do printf ', %s = order.urgent' "$n"; done)
cat <<TEXT
writ 2026
module test.table_not_proven version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
  ends as done
  no deadline because "The desk watches the orders"

  stage work "Work on the order"
    step route "Find out who looks at it"
      decide order.checked using route with ${with#, }
    step tell "Tell the customer"
      notify order.contact with received
    end the case as done

role desk "Order desk"
  filled from "directory:desk"

message received
  subject "We have your order"
  text "Somebody looks after it."

record Order
  contact : Person
  urgent : Boolean
  checked : Boolean

decision route "Who looks at it?"
  given ${given#, }
  gives checked : Boolean
  exactly one row must match

TEXT
printf '  | if |'; for n in $names; do printf ' %s |' "$n"; done; printf '| then checked |\n'
for address in $(seq 0 31); do
    for value in yes no; do
        printf '  | R%d%s |' "$address" "$([[ $value == yes ]] && echo Y || echo N)"
        for i in $(seq 0 31); do printf ' %s |' "$([[ $i == "$address" ]] && echo $value || echo any)"; done
        for b in $bits; do printf ' %s |' "$([[ $((address & b)) != 0 ]] && echo yes || echo no)"; done
        printf '| %s |\n' "$value"
    done
done
