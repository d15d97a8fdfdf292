# A chain of computed fields, each in the one before, deeper than an expression may be.
cat <<'TEXT'
writ 2026
module test.expression_too_deep version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
  ends as done
  no deadline because "The desk watches the orders"

  stage work "Work on the order"
    if order.total + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 > 1
      step tell_desk "Tell the desk"
        notify desk with received
    end
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
  first : Number
TEXT
before=first
for i in $(seq 1 29); do
    printf '  field%d : Number computed as %s + 1 + 1 + 1 + 1 + 1 + 1 + 1\n' "$i" "$before"
    before=field$i
done
printf '  total : Number computed as %s\n' "$before"
