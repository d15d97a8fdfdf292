# Prints its input, which is too long to keep.
printf 'writ 2026\nmodule sales.returns version 1.0\ndecision wide\n  exactly one row must match\n  | if'
printf ' | a%.0s' $(seq 100)
printf ' || then b |\n  | D1 | any || 1 |\n'
