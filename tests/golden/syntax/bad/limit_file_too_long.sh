# Prints its input, which is too long to keep.
# One byte more than 1 MB.
printf 'writ 2026\nmodule sales.returns version 1.0\n'
head -c $((1048576 - 43 + 1)) /dev/zero | tr '\0' '#'
