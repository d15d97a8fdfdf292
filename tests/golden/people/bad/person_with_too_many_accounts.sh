# One account more than a person may have.
printf 'writ 2026\ndirectory "People"\n\nperson ada "Ada Berg"\n'
for number in $(seq 1001); do
    printf '  signs in as "ada%d"\n' "$number"
done
