# Prints its input, which is too long to keep.
printf 'writ 2026\nmodule sales.returns version 1.0\nformula deep\n  is '
printf '(%.0s' $(seq 201)
printf '1'
printf ')%.0s' $(seq 201)
printf '\n'
