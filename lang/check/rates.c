// The lines of exchange rates, and the file that they name.
#include "check/rates.h"

#include "check/book_paths.h"
#include "check/data.h"
#include "check/modules.h"
#include "check/outside.h"

// What its lines say; {0, 0} where one is not there.
typedef struct Lines {
    WritSpan against;
    WritSpan from;
    WritSpan age;
    WritSpan rounded;
} Lines;

typedef struct Reading {
    Checker *checker;
    Rates *rates;
    Lines seen;
} Reading;

void check_rates_shell(Checker *checker, Symbol *symbol)
{
    Rates *rates = writ_arena_alloc(checker->arena, sizeof *rates);
    rates->symbol = symbol;
    rates->table.name = symbol->qualified;
    rates->table.title = check_plain_text(checker, symbol->decl->title);
    symbol->rates = rates;
    if (rates->table.name.length > WRIT_RATE_TEXT_BYTES_MAX ||
        rates->table.title.length > WRIT_RATE_TEXT_BYTES_MAX) {
        rates->refused = true;
        WritDiag *diag = diag_error(checker->diags, DIAG_RATES_LIMIT, symbol->span,
                                    "the name or the title of these exchange rates is too long");
        diag_hint(diag, "Write a shorter one.");
    }
    checker->rates_count++;
    if (checker->rates_count == WRIT_RATE_TABLES_MAX + 1) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_RATES_LIMIT, symbol->span,
                       "the book has more than %d exchange rates", (int)WRIT_RATE_TABLES_MAX);
        diag_hint(diag, "Remove those that nothing uses, or divide the book.");
    }
}

// False when a line that says the same stood there before (told).
static bool stands_once(Reading *reading, WritSpan *seen, WritSpan span, const char *words)
{
    if (seen->start == 0) {
        *seen = span;
        return true;
    }
    reading->rates->refused = true;
    check_tell_line_twice(reading->checker, span, *seen, words);
    return false;
}

static WritDiag *tell_line(Reading *reading, WritSpan span, const char *what)
{
    reading->rates->refused = true;
    return diag_error(reading->checker->diags, DIAG_RATES_LINE, span, "%s", what);
}

static void read_against(Reading *reading, const TreeRatesLine *line)
{
    if (!stands_once(reading, &reading->seen.against, line->span, "against")) {
        return;
    }
    WritText code = line->code->text;
    bool letters = code.length == 3;
    for (size_t i = 0; i < code.length; i++) {
        letters = letters && code.data[i] >= 'A' && code.data[i] <= 'Z';
    }
    if (!letters) {
        diag_hint(tell_line(reading, line->code->span, "this is no currency"),
                  "Write three capital letters, for example \"against EUR\".");
        return;
    }
    reading->rates->table.base = writ_code(code);
}

static void read_from(Reading *reading, const TreeRatesLine *line)
{
    static const char hint[] =
        "Write the path from the top of the book, for example \"rates/ecb.csv\".";
    if (!stands_once(reading, &reading->seen.from, line->span, "rates from")) {
        return;
    }
    WritText path = check_plain_text(reading->checker, line->text);
    WritSpan span = line->text->span;
    reading->rates->path = path;
    reading->rates->path_span = span;
    if (!check_is_book_path(path, WRIT_RATE_TEXT_BYTES_MAX)) {
        diag_hint(tell_line(reading, span, "this is no path within the book"), hint);
    } else if (!check_ends_in(path, ".csv")) {
        diag_hint(tell_line(reading, span, "rates stand in a table (.csv)"), hint);
    } else if (!check_is_in_folder(path, "rates")) {
        diag_hint(tell_line(reading, span, "rate files lie in a folder called \"rates\""), hint);
    }
}

static void read_age(Reading *reading, const TreeRatesLine *line)
{
    int64_t days = 0;
    if (!stands_once(reading, &reading->seen.age, line->span, "no older than")) {
        return;
    }
    if (line->duration->unit != TREE_UNIT_DAY) {
        diag_hint(tell_line(reading, line->duration->span,
                            "the age of a rate is counted in days of the calendar year"),
                  "Write for example \"no older than 5 days\".");
    } else if (!check_whole(reading->checker, &line->duration->number, 0, WRIT_RATE_AGE_DAYS_MAX,
                            &days)) {
        reading->rates->refused = true;
    }
    reading->rates->table.days_old_max = (uint32_t)days;
}

static void read_places(Reading *reading, const TreeRatesLine *line)
{
    int64_t places = 0;
    if (!stands_once(reading, &reading->seen.rounded, line->span, "rounded to")) {
        return;
    }
    if (line->kind == TREE_RATES_TO_UNIT) {
        reading->rates->table.places = WRIT_RATE_MINOR_UNIT;
    } else if (check_whole(reading->checker, line->number, 0, WRIT_RATE_PLACES_MAX, &places)) {
        reading->rates->table.places = (uint8_t)places;
    } else {
        reading->rates->refused = true;
    }
}

static void read_lines(Reading *reading, const TreeRates *tree)
{
    for (const TreeRatesLine *line = tree->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_RATES_META:
            check_meta(reading->checker, line->meta);
            break;
        case TREE_RATES_AGAINST:
            read_against(reading, line);
            break;
        case TREE_RATES_FROM:
            read_from(reading, line);
            break;
        case TREE_RATES_AGE:
            read_age(reading, line);
            break;
        case TREE_RATES_TO_UNIT:
        case TREE_RATES_TO_PLACES:
            read_places(reading, line);
            break;
        }
    }
}

static void need_line(Reading *reading, WritSpan seen, const char *what, const char *hint)
{
    const Symbol *symbol = reading->rates->symbol;
    if (seen.start != 0) {
        return;
    }
    reading->rates->refused = true;
    WritDiag *diag =
        diag_error(reading->checker->diags, DIAG_RATES_LACK, symbol->span,
                   "the exchange rates \"%.*s\" do not say %s", WRIT_TEXT_ARGS(symbol->text), what);
    diag_hint(diag, "%s", hint);
}

static void need_lines(Reading *reading)
{
    need_line(reading, reading->seen.against, "in which currency they are",
              "Add a line such as \"against EUR\": what one of it costs in the others.");
    need_line(reading, reading->seen.from, "where they stand",
              "Add a line such as \"rates from \"rates/ecb.csv\"\".");
    need_line(reading, reading->seen.age, "how old a rate may be",
              "Add a line such as \"no older than 5 days\": that reaches over Easter.");
    need_line(
        reading, reading->seen.rounded, "how amounts are rounded",
        "Add the line \"rounded to the minor unit\", or for example \"rounded to 4 places\".");
}

// --- The file ---------------------------------------------------------------------------------

static const RateFile *find_file(const Checker *checker, WritText path)
{
    for (uint32_t i = 0; i < checker->rate_file_count; i++) {
        if (writ_text_equal(checker->rate_files[i].path, path)) {
            return &checker->rate_files[i];
        }
    }
    return NULL;
}

static void tell_problem(Reading *reading, const WritRateProblem *problem)
{
    WritBuffer where = {0};
    if (problem->line > 0) {
        writ_buffer_format(&where, ", line %u", (unsigned)problem->line);
    }
    WritDiag *diag =
        diag_error(reading->checker->diags, DIAG_RATES_REFUSED, reading->rates->path_span,
                   "\"%.*s\"%s cannot be used: %.*s", WRIT_TEXT_ARGS(reading->rates->path),
                   writ_buffer_string(&where), WRIT_TEXT_ARGS(problem->text));
    diag_hint(diag, "%.*s", WRIT_TEXT_ARGS(problem->hint));
    writ_buffer_dispose(&where);
}

static void read_file(Reading *reading)
{
    Rates *rates = reading->rates;
    const RateFile *file = find_file(reading->checker, rates->path);
    if (file == NULL) {
        rates->refused = true;
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_RATES_REFUSED, rates->path_span,
                                    "the book has no file \"%.*s\"", WRIT_TEXT_ARGS(rates->path));
        diag_hint(diag, "Put it there, with lines such as \"2026-03-02,RON,5.0850\".");
        return;
    }
    WritRateFile read;
    writ_rates_read_csv(&read, reading->checker->arena, file->bytes, rates->table.base);
    for (uint32_t i = 0; i < read.problem_count; i++) {
        rates->refused = true;
        tell_problem(reading, &read.problems[i]);
    }
    if (!rates->refused) {
        rates->table.rates = read.rates;
        rates->table.rate_count = read.rate_count;
        writ_rate_table_sort(&rates->table);
    }
}

void check_rates_lines(Checker *checker, Symbol *symbol)
{
    Reading reading = {.checker = checker, .rates = symbol->rates};
    read_lines(&reading, &symbol->decl->rates);
    need_lines(&reading);
    if (!symbol->rates->refused) {
        read_file(&reading);
    }
}
