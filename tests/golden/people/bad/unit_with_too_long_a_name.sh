# A title of 1 001 bytes.
printf 'writ 2026\ndirectory "People"\n\nunit north "'
printf 'a%.0s' $(seq 1001)
printf '"\n  uses calendar office\n'
