# One measure more than a book may have.
sed '/^measure all_done/,$d' "$(dirname "$0")/measure_kind.writ"
for i in $(seq 1001); do
    printf 'measure done_%d\n  over take_order\n  is order.done\n\n' "$i"
done
