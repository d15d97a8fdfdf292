# Adds up the lines of count_tests.awk. A name that stands there several times, from several
# builds, counts once: as failed if it failed anywhere, as skipped if it passed nowhere.
BEGIN {
    FS = "\t"
}

function larger(a, b)
{
    return a > b ? a : b
}

{
    names[$1] = 1
    all[$1] = larger(all[$1] + 0, $2 + $3 + $4)
    passed[$1] = larger(passed[$1] + 0, $2)
    failed[$1] = larger(failed[$1] + 0, $3)
}

END {
    for (name in names) {
        good = all[name] - failed[name]
        if (passed[name] < good) {
            skipped_sum += good - passed[name]
            good = passed[name]
        }
        passed_sum += good
        failed_sum += failed[name]
    }
    printf "%d passed, %d failed", passed_sum, failed_sum
    if (skipped_sum > 0) {
        printf ", %d skipped", skipped_sum
    }
    printf "\n"
}
