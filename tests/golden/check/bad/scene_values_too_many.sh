# Records of ten fields, each of the next record: a million values for what a scenario leaves out.
cat <<'TEXT'
writ 2026
module test.scene_values_too_many version 1.0

process take_order "Take an order"
  process owner desk
  starts on request by desk
  starts with order : Order1
  ends as done
  no deadline because "The desk watches the orders"
  if no permitted person is available notify desk with waiting, then reassign to desk

  stage work "Work on the order"
    step tell "Tell"
      notify desk with waiting
    end the case as done

role desk "Order desk"
  filled from "directory:desk"

message waiting
  subject "An order waits"
  text "Somebody should look after it."

scenario simple "An order is taken"
  clock 2026-03-02 09:00
  person anna as desk
  anna starts take_order
  check the case ended as done

TEXT
for i in $(seq 1 6); do
    printf 'record Order%d\n' "$i"
    for k in $(seq 1 10); do
        printf '  field%d : %s\n' "$k" "$([ "$i" = 6 ] && echo Text || echo "Order$((i + 1))")"
    done
    printf '\n'
done
