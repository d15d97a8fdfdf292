# Prints its input, which is too long to keep.
printf 'writ 2026\nmodule sales.returns version 1.0\ndecision long\n  exactly one row must match\n  | if | a || then b |\n'
yes '  | D1 | 1 || 2 |' | head -n 5001
