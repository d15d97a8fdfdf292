# A book with 1001 calendars.
cat <<'BOOK'
writ 2026
module test.too_many_calendars version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  ends as done
  no deadline because "The desk watches the orders"
  if no permitted person is available notify desk with received, then reassign to desk

  stage work "Work on the order"
    step tell "Tell the desk"
      notify desk with received
    end the case as done

role desk "Order desk"
  filled from "directory:desk"

message received
  subject "There is an order"
  text "Somebody looks after it."

BOOK
for ((i = 0; i < 1001; i++)); do
    printf 'calendar office_%d "Office"\n  time zone "UTC"\n  open monday 09:00 to 17:00\n' "$i"
done
