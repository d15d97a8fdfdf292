# A record of 2,000 fields that 2,000 calls take apart.
cat <<'TEXT'
writ 2026
module test.book_too_large version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
  ends as done
  no deadline because "The desk watches the orders"

  stage work "Work on the order"
TEXT
for i in $(seq 1 2000); do
    printf '    step look%d "Look"\n      call desk.look_up with form = order\n' "$i"
    printf '      on found next step\n      on no answer next step\n'
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

TEXT
fields=$(for i in $(seq 1 2000); do printf '  f%d : Text\n' "$i"; done)
params=$(for i in $(seq 1 2000); do printf ', f%d : Text' "$i"; done)
cat <<TEXT
hook desk.look_up "Looks up the order"
  lua look_up in "hooks/desk.lua"
  takes form : record with ${params#, }
  outcomes found
  reads only
  timeout 10 seconds

record Order
  contact : Person
$fields
TEXT
