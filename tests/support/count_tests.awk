# Reads what `ctest -V` printed and writes one line a test: name, passed, failed, skipped, with tabs
# between. The tests inside a cmocka program count one by one; another program counts as its last
# line "N passed, N failed" says, or else as one test.
#
# -v failures=FILE gets the output of the programs that failed, at most `shown_max` lines of each;
# `kind` names the build, for the line that says how to run one of them again.

function put(name, passed, failed, skipped)
{
    printf "%s\t%d\t%d\t%d\n", name, passed, failed, skipped
}

function after_bracket(text)
{
    sub(/^.*\] /, "", text)
    return text
}

# The number before a word of "12 passed, 0 failed, 1 skipped", or 0.
function number_before(word, text)
{
    if (!match(text, "[0-9]+ " word)) {
        return 0
    }
    return substr(text, RSTART, RLENGTH) + 0
}

function note_line(test, text, name)
{
    if (text ~ /\[ RUN      \] /) {
        name = after_bracket(text)
        order[test, ++begun[test]] = name
        return
    }
    if (text ~ /\[       OK \] /) {
        passed[test, after_bracket(text)]++
        return
    }
    if (text ~ /\[  SKIPPED \] / && text !~ /test\(s\)/) {
        skipped[test, after_bracket(text)] = 1
    }
    if (text ~ /^([a-z]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/) {
        summary[test] = text
    }
    line[test, ++lines[test]] = text
}

function show(test, name, first, i)
{
    printf "--- %s failed (%s)%s\n", name, verdict[test], broken[test] >failures
    first = lines[test] > shown_max ? lines[test] - shown_max + 1 : 1
    for (i = first; i <= lines[test]; i++) {
        print line[test, i] >failures
    }
    if (kind == "release") {
        printf "--- again: ./dev test %s\n", name >failures
    } else {
        printf "--- again: ctest --test-dir build-%s --output-on-failure -R '^%s$'\n", kind,
            name >failures
    }
}

# A test function that began and neither passed nor was skipped has failed, also in a crash.
function count_functions(test, name, i, function_name, all)
{
    for (i = 1; i <= begun[test]; i++) {
        function_name = order[test, i]
        if (passed[test, function_name] > 0) {
            passed[test, function_name]--
            put(name "/" function_name, 1, 0, 0)
        } else if (skipped[test, function_name]) {
            put(name "/" function_name, 0, 0, 1)
        } else {
            put(name "/" function_name, 0, 1, 0)
            broken[test] = broken[test] (all++ ? ", " : ": ") function_name
        }
    }
    return all + 0
}

function count_program(test, name, good, failed)
{
    if (begun[test] > 0) {
        failed = count_functions(test, name)
    } else if (test in summary) {
        failed = number_before("failed", summary[test])
        put(name, number_before("passed", summary[test]), failed,
            number_before("skipped", summary[test]))
    } else if (good) {
        put(name, 1, 0, 0)
    } else if (verdict[test] ~ /Skipped/) {
        put(name, 0, 0, 1)
        return
    }
    if (!good && failed == 0) {
        put(name " (the program)", 0, 1, 0)
    }
    if (!good || failed > 0) {
        show(test, name)
    }
}

/^ *[0-9]+: / {
    test = $1 + 0
    text = $0
    sub(/^ *[0-9]+: /, "", text)
    if (text !~ /^(Test command|Working Directory|Environment variables|Test timeout)/) {
        note_line(test, text)
    }
    next
}

/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
    match($0, /#[0-9]+/)
    test = substr($0, RSTART + 1, RLENGTH - 1) + 0
    text = $0
    sub(/^.*#[0-9]+: /, "", text)
    names[test] = text
    sub(/ .*$/, "", names[test])
    verdict[test] = text
    sub(/^[^ ]+ [ .]*/, "", verdict[test])
    gsub(/\*\*\*| +$/, " ", verdict[test])
    gsub(/ +/, " ", verdict[test])
    sub(/^ /, "", verdict[test])
    if (!(test in seen)) {
        seen[test] = ++programs
        at[programs] = test
    }
}

END {
    for (i = 1; i <= programs; i++) {
        count_program(at[i], names[at[i]], verdict[at[i]] ~ /^Passed/)
    }
}
