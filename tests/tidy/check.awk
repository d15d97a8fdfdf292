# Checks the texts of a tree against `rules` and prints a line for each finding.
#
# awk -f check.awk TABLES=tests/tidy LIST FILE...: LIST names every file of the tree, a line each;
# the FILEs are those of them that are text. Meant for LC_ALL=C: a character is a byte.

function report(rule, path, line, detail)
{
    printf "%s:%d: %s%s (%s)\n", path, line, sentence[rule], detail == "" ? "" : ": " detail, rule
}

# --- Tables --------------------------------------------------------------------------------------

function read_rules(path, line, name)
{
    while ((getline line <path) > 0) {
        if (line !~ /^#/ && match(line, /^[a-z-]+/)) {
            name = substr(line, 1, RLENGTH)
            sub(/^[a-z-]+ +/, "", line)
            sentence[name] = line
        }
    }
    close(path)
}

function read_words(path, line)
{
    while ((getline line <path) > 0) {
        if (line !~ /^#/ && line != "") {
            unfinished[++unfinished_count] = line
        }
    }
    close(path)
}

function read_arrows(path, line, part, count, folder, i)
{
    while ((getline line <path) > 0) {
        count = split(line, part, /[: ]+/)
        if (line ~ /^#/ || count < 2) {
            continue
        }
        folder = part[2]
        if (part[1] == "folder") {
            known[folder] = 1
        }
        for (i = 3; i <= count; i++) {
            if (part[i] == "") {
                continue
            }
            if (part[1] == "folder") {
                uses[folder, part[i]] = 1
                close_over(folder, part[i])
            } else if (part[1] == "headers") {
                owner[part[i]] = folder
            } else if (part[1] == "library") {
                library[part[i]] = folder
            }
        }
    }
    close(path)
}

# A folder may use what the folders that it uses may use; they stand above it in the table.
function close_over(folder, used, pair, part)
{
    for (pair in uses) {
        split(pair, part, SUBSEP)
        if (part[1] == used) {
            added[part[2]] = 1
        }
    }
    for (pair in added) {
        uses[folder, pair] = 1
        delete added[pair]
    }
}

function may_use(folder, used)
{
    return folder == used || (folder, used) in uses || \
           ((folder, "public") in uses && used ~ /^lang\//)
}

# --- Paths ---------------------------------------------------------------------------------------

function folder_of(path)
{
    return path ~ /\// ? substr(path, 1, match(path, /\/[^\/]*$/) - 1) : "."
}

function name_of(path)
{
    sub(/^.*\//, "", path)
    return path
}

# Texts that are wrong on purpose: what tests feed to the program and what they expect of it.
function is_test_data(path)
{
    return path ~ /^tests\/(golden|fuzz\/corpus|patterns)\//
}

function is_c(path)
{
    return path ~ /\.(c|h|re|y)$/
}

# The folder of the table that a C file belongs to: public headers to their owner.
function module_of(path, part)
{
    if (path ~ /^(lang|runtime)\/include\/writ\/[^\/]+$/) {
        return owner[name_of(path)]
    }
    if (split(path, part, "/") >= 3 && (part[1] == "lang" || part[1] == "runtime")) {
        return part[1] "/" part[2]
    }
    return ""
}

function check_path(path, name, top)
{
    all_paths[path] = 1
    name = name_of(path)
    if (name ~ /^(util|utils|misc|common|helper|helpers)(\.|$)/) {
        report("file-name", path, 1)
    }
    top = path
    sub(/\/.*$/, "", top)
    if (top !~ /^(CMakeLists\.txt|dev|lang|runtime|stdlib|processes|tests|docs|README\.md|LICENSE|\..*)$/ &&
        !(top in reported_top)) {
        reported_top[top] = 1
        report("top-level", path, 1, top)
    }
    if (path ~ /^(lang|runtime)\/include\/writ\/[^\/]+\.h$/ && !(name in owner)) {
        report("header-owner", path, 1, name)
    }
    if (path ~ /^(lang|runtime)\/.*\.(c|h|re|y|def)$/ && path !~ /\/include\//) {
        sources[path] = 1
    }
}

# Whether a text has a file's name as a whole word.
function names_file(text, name, at, before)
{
    while ((at = index(text, name)) > 0) {
        before = at == 1 ? " " : substr(text, at - 1, 1)
        if (before !~ /[A-Za-z0-9_]/) {
            return 1
        }
        text = substr(text, at + length(name))
    }
    return 0
}

function check_readmes(path, folder, name, pair)
{
    for (path in sources) {
        folder = folder_of(path)
        if (!((folder "/README.md") in all_paths)) {
            if (!(folder in reported_folder)) {
                reported_folder[folder] = 1
                report("readme-missing", folder "/README.md", 1)
            }
            continue
        }
        name = name_of(path)
        pair = name
        sub(/\.[ch]$/, ".[ch]", pair)
        if (!names_file(readme[folder], name) && !names_file(readme[folder], pair)) {
            report("readme-line", folder "/README.md", 1, name)
        }
    }
}

# --- Lines of C ----------------------------------------------------------------------------------

# `line` with strings, character constants and comments emptied; knows comments over many lines.
function without_comments(line, result, token)
{
    result = ""
    while (line != "") {
        if (in_comment) {
            if (!match(line, /\*\//)) {
                return result
            }
            in_comment = 0
            line = substr(line, RSTART + 2)
            continue
        }
        if (!match(line, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\/.*|\/\*/)) {
            return result line
        }
        token = substr(line, RSTART, 2)
        result = result substr(line, 1, RSTART - 1)
        line = substr(line, RSTART + RLENGTH)
        in_comment = token == "/*"
        if (token !~ /^\//) {
            result = result "\"\""
        }
    }
    return result
}

function check_include(line, file, used)
{
    if (line ~ /^ *# *include +["<]\.\.\// || line ~ /^ *# *include +["<].*\/\.\.\//) {
        report("include-parent", path, FNR)
        return
    }
    if (module == "") {
        return
    }
    match(line, /[<"][^>"]*[>"]/)
    file = substr(line, RSTART + 1, RLENGTH - 2)
    if (substr(line, RSTART, 1) == "<") {
        used = file
        sub(/\/.*$/, "", used)
        used = used in library ? used : used ".h"
        if (used in library && library[used] != module) {
            report("library", path, FNR, module " may not include <" file ">")
        }
        return
    }
    if (file ~ /^writ\//) {
        used = owner[name_of(file)]
    } else if (file ~ /\//) {
        used = file
        sub(/\/.*$/, "", used)
        used = (("lang/" used) in known) ? "lang/" used : "runtime/" used
        # A folder of lang/ that the runtime reaches past include/writ.
        if (module ~ /^runtime\// && used ~ /^lang\//) {
            report("arrow", path, FNR, module " may include only lang/include/writ of lang/")
            return
        }
    } else {
        return
    }
    if (used != "" && !may_use(module, used)) {
        report("arrow", path, FNR, module " may not use " used)
    }
}

function check_function(code)
{
    if (code ~ /^[A-Za-z_]/) {
        head = FNR
    }
    if (code ~ /^\{ *$/) {
        body = head
        cases = 0
    }
    if (body && code ~ /^ *case .*:/) {
        cases++
    }
    if (body && code ~ /^\} *$/) {
        if (FNR - body > 70 && !(cases * 3 >= FNR - body && !exhaustive++)) {
            report("function-length", path, body, (FNR - body) " lines")
        }
        body = 0
    }
}

# A switch over characters, numbers or codes of a library cannot list every case.
function check_switch(code)
{
    if (code ~ /(^|[^A-Za-z0-9_])switch \(/) {
        open_set = 0
    }
    if (code ~ /^ *case /) {
        open_set = code ~ /^ *case (""|-?[0-9]|E[A-Z0-9]+:|SIG[A-Z]+:|S_IF[A-Z]+:|(SQLITE|LUA)_)/
    }
    if (code ~ /(^|[^A-Za-z0-9_])default *:/ && !open_set) {
        report("switch-default", path, FNR)
    }
}

function check_c(line, code)
{
    code = without_comments(line)
    if (line ~ /^ *# *include/) {
        check_include(line)
    }
    check_function(code)
    check_switch(code)
    if (path ~ /^lang\// && path !~ /^lang\/base\/(arena|text)\.c$/ &&
        code ~ /(^|[^A-Za-z0-9_])(malloc|calloc|realloc|free) *\(/) {
        report("allocation", path, FNR)
    }
}

# --- Lines of any text ---------------------------------------------------------------------------

function check_width(line)
{
    if (length(line) > 100) {
        gsub(/[\200-\277]/, "", line)
        if (length(line) > 100) {
            report("line-width", path, FNR, length(line) " columns")
        }
    }
}

function check_words(line, low, i, word, at, text)
{
    low = tolower(line)
    for (i = 1; i <= unfinished_count; i++) {
        word = unfinished[i]
        if (word == "XXX" && path ~ /\.writ$/ && line ~ /^ *\| XXX /) {
            continue # The code of ISO 4217 for no currency, in the row of a table.
        }
        text = word ~ /[A-Z]/ ? line : low
        at = index(text, word)
        if (at > 0 && substr(" " text, at, 1) !~ /[A-Za-z0-9_]/ && \
            substr(text " ", at + length(word), 1) !~ /[A-Za-z0-9_]/) {
            report("unfinished", path, FNR, word)
        }
    }
}

function check_machine(line)
{
    if (line ~ /(^|[^A-Za-z0-9_.*$}~-])\/(work|home|root)(\/|[^A-Za-z0-9_\/.-]|$)/ || \
        line ~ /\/tmp\/wt/ || \
        (line ~ /(^|[^A-Za-z0-9_.*$}~-])\/tmp(\/|[^A-Za-z0-9_]|$)/ && path ~ /^(lang|runtime|stdlib)\//)) {
        report("absolute-path", path, FNR)
    }
}

function begin_file()
{
    path = FILENAME
    sub(/^\.\//, "", path)
    c = is_c(path)
    data = is_test_data(path)
    own = path ~ /^tests\/tidy\//
    source = !own && !data && (c || path ~ /\.(def|lua|writ|sh|awk)$|^dev$/ || $0 ~ /^#!/)
    module = c ? module_of(path) : ""
    in_comment = head = body = exhaustive = 0
    open_set = 0
}

BEGIN {
    TABLES = ARGV[1]
    read_rules(TABLES "/rules")
    read_words(TABLES "/words")
    read_arrows(TABLES "/arrows")
    while ((getline line <ARGV[2]) > 0) {
        check_path(line)
    }
    ARGV[1] = ARGV[2] = ""
}

FNR == 1 {
    begin_file()
}

path ~ /^(lang|runtime)\/.*README\.md$/ {
    readme[folder_of(path)] = readme[folder_of(path)] "\n" $0
}

c && FNR == 801 {
    report("file-length", path, FNR)
}

!data && /\t/ {
    report("tab", path, FNR)
}

!data && /[ \t\r]$/ {
    report("trailing-space", path, FNR)
}

!own && /\// {
    check_machine($0)
}

source {
    check_words($0)
}

c && !data {
    check_width($0)
    check_c($0)
}

END {
    check_readmes()
}
