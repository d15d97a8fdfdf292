# A calendar with 101 lines of hours.
cat <<'BOOK'
writ 2026
module test.calendar_too_many_hours version 1.0

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
printf 'calendar office "Office"\n  time zone "UTC"\n'
for ((i = 0; i < 101; i++)); do
    printf '  open monday %02d:%02d to %02d:%02d\n' $((i / 10)) $((i % 10 * 6)) $((i / 10)) $((i % 10 * 6 + 5))
done
