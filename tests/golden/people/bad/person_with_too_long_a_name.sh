# A name of 1 001 bytes.
printf 'writ 2026\ndirectory "People"\n\nperson ada "'
printf 'a%.0s' $(seq 1001)
printf '"\n'
