# Prints its input, which is too long to keep.
printf 'writ 2026\nmodule sales.returns version 1.0\n'
for ((choice = 0; choice < 201; choice++)); do
    printf 'choice Letter is z'
    printf ", a${choice}_%d" $(seq 100)
    printf '\n'
done
