# A calendar with a title of 1001 bytes.
cat <<'BOOK'
writ 2026
module test.calendar_title_too_long version 1.0

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
printf 'calendar office "%01001d"\n  time zone "UTC"\n  open monday 09:00 to 17:00\n' 0
