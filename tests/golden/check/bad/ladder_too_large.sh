# A ladder of 24 rungs, each with 40 long sums, that 60 stages use.
cat <<'TEXT'
writ 2026
module test.ladder_too_large version 1.0

role desk "Order desk"
  filled from "directory:desk"

record Order
  size : Number

message waiting
  subject "An order waits"
  text "Somebody should look after it."

ladder long "Long ladder"
  given order : Order
TEXT
sum=order.size$(for i in $(seq 1 59); do printf ' + order.size'; done)
sets=$(for i in $(seq 1 40); do printf ',\n    then set order.size to %s' "$sum"; done)
for i in $(seq 1 24); do
    printf '  after %d minutes notify desk with waiting%s\n' "$i" "$sets"
done
cat <<'TEXT'

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order
  ends as done
  no deadline because "The desk watches the orders"

TEXT
for i in $(seq 1 60); do
    printf '  stage stage%d "Stage"\n    deadline 3 days\n    escalate using long\n' "$i"
    printf '    on overdue end the case as done\n'
    printf '    step tell "Tell"\n      notify desk with waiting\n\n'
done
printf '    end the case as done\n'
