# More stored values without a start than a process may read.
cat <<'TEXT'
writ 2026
module test.too_many_facts version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
TEXT
for i in $(seq 1 4100); do printf '  stores note%d : Text\n' "$i"; done
cat <<'TEXT'
  ends as done
  no deadline because "The desk watches the orders"

  stage work "Work on the order"
TEXT
for i in $(seq 1 4100); do
    printf '    step note%d "Note it"\n      set note%d to "noted"\n' "$i" "$i"
    printf '    step copy%d "Copy it"\n      set order.note to note%d\n' "$i" "$i"
done
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
  note : Text
TEXT
