# A process in which 257 rules hold: one more than may.
cat <<'END'
writ 2026
module test.too_many_rules version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
  ends as done
  no deadline because "The desk watches the orders"

  stage work "Work on the order"
    step ship "Note that it has left"
      mark shipped
    step tell "Tell the customer"
      notify order.contact with received
    end the case as done

role desk "Order desk"
  filled from "directory:desk"

message received
  subject "We have your order"
  text "Somebody looks after it."

record Order
  number : Text
  contact : Person

milestone shipped "The goods have left"
END
i=1
while [ "$i" -le 257 ]; do
    printf '\nrule once_%s\n  applies to every process\n  shipped at most 1 time\n  on breach block\n' "$i"
    i=$((i + 1))
done
