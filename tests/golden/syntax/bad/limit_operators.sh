# Prints its input, which is too long to keep.
printf 'writ 2026\nmodule sales.returns version 1.0\nformula deep\n  is 1'
printf ' + 1%.0s' $(seq 200)
printf '\n'
