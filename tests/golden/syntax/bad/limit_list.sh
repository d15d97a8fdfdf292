# Prints its input, which is too long to keep.
printf 'writ 2026\nmodule sales.returns version 1.0\nchoice Letter is a'
yes ', a' | head -n 20000 | tr -d '\n'
printf '\n'
