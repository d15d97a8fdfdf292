# A calendar of 33 others.
cat <<'BOOK'
writ 2026
module test.calendar_too_many_parts version 1.0

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
parts=part_0
for ((i = 0; i < 33; i++)); do
    printf 'calendar part_%d "Part"\n  time zone "UTC"\n  open monday 09:00 to 17:00\n' "$i"
    [[ $i == 0 ]] || parts+=", part_$i"
done
printf 'calendar all "All"\n  open when all of %s\n' "$parts"
