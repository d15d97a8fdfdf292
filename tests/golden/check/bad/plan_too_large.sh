# More expressions than a plan holds.
cat <<'TEXT'
writ 2026
module test.plan_too_large version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
  ends as done
  no deadline because "The desk watches the orders"

  stage work "Work on the order"
TEXT
sum=$(printf '1+%.0s' $(seq 1 150))1
for i in $(seq 1 1000); do printf '    step count%d "Count"\n      set order.count to %s\n' "$i" "$sum"; done
cat <<'TEXT'
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
  count : Number
TEXT
