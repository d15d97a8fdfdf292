// Lines of a rate file, and what is wrong in them.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rates/rates.h"
#include "writ/value.h"

enum { COLUMNS = 3, FIELDS_MAX = 4, SHOWN_BYTES_MAX = 60 };

typedef struct Csv {
    WritRateFile *read;
    WritArena *arena;
    WritCode base;
    uint32_t *lines; // One a rate.
    uint32_t line;
    char separator; // 0 before the first line that says something.
} Csv;

// --- Problems ----------------------------------------------------------------------------------

static bool is_full(const Csv *csv)
{
    return csv->read->problem_count == WRIT_RATE_FILE_PROBLEMS_MAX;
}

static void tell(Csv *csv, uint32_t line, const WritError *error)
{
    if (!is_full(csv)) {
        csv->read->problems[csv->read->problem_count++] = (WritRateProblem){
            .line = line,
            .text = writ_arena_text(csv->arena, writ_text(error->text)),
            .hint = writ_arena_text(csv->arena, writ_text(error->hint)),
        };
    }
}

static void tell_words(Csv *csv, const char *text, const char *hint)
{
    WritError error;
    (void)writ_fail(&error, WRIT_INVALID, "%s", text);
    (void)writ_hint(&error, "%s", hint);
    tell(csv, csv->line, &error);
}

// What is no plain text is not shown.
static void tell_field(Csv *csv, WritText field, const char *what, const char *hint)
{
    WritText cut = writ_text_cut(field, SHOWN_BYTES_MAX);
    bool plain = true;
    for (size_t i = 0; i < cut.length; i++) {
        plain = plain && cut.data[i] > ' ' && cut.data[i] < 0x7f;
    }
    WritError error;
    if (plain && cut.length > 0) {
        (void)writ_fail(&error, WRIT_INVALID, "\"%.*s\" is %s", WRIT_TEXT_ARGS(cut), what);
    } else {
        (void)writ_fail(&error, WRIT_INVALID, "what stands here is %s", what);
    }
    (void)writ_hint(&error, "%s", hint);
    tell(csv, csv->line, &error);
}

// --- Fields ------------------------------------------------------------------------------------

static bool is_blank(char byte, char separator)
{
    return byte == ' ' || (byte == '\t' && separator != '\t');
}

static WritText trim(WritText text, char separator)
{
    while (text.length > 0 && is_blank(text.data[0], separator)) {
        text = (WritText){text.data + 1, text.length - 1};
    }
    while (text.length > 0 && is_blank(text.data[text.length - 1], separator)) {
        text.length--;
    }
    return text;
}

// The first of a line that says something: the others keep to it.
static char separator_of(WritText line)
{
    static const char known[] = {';', '\t', ','};
    for (size_t i = 0; i < sizeof known; i++) {
        if (memchr(line.data, known[i], line.length) != NULL) {
            return known[i];
        }
    }
    return ',';
}

// Returns how many there are; FIELDS_MAX for that many or more.
static uint32_t split(const Csv *csv, WritText line, WritText fields[FIELDS_MAX])
{
    uint32_t count = 0;
    size_t start = 0;
    for (size_t i = 0; i <= line.length && count < FIELDS_MAX; i++) {
        if (i == line.length || line.data[i] == csv->separator) {
            fields[count++] = trim((WritText){line.data + start, i - start}, csv->separator);
            start = i + 1;
        }
    }
    return count;
}

// --- What a line says --------------------------------------------------------------------------

static bool read_day(Csv *csv, WritText field, int64_t *day)
{
    bool read = writ_date_parse(day, field, NULL) == WRIT_OK;
    if (!read) {
        tell_field(csv, field, "no date", "Write the day as in \"2026-03-02,RON,5.0850\".");
    }
    return read;
}

static bool read_currency(Csv *csv, WritText field, WritCode *currency)
{
    if (!rates_is_currency(field)) {
        tell_field(csv, field, "no currency",
                   "Write three capital letters, as in \"2026-03-02,RON,5.0850\".");
        return false;
    }
    *currency = writ_code(field);
    if (*currency == csv->base) {
        tell_field(csv, field, "the currency that the rates are against",
                   "Leave the line out: one unit of it costs one.");
        return false;
    }
    return true;
}

// Digits and one point: neither sign nor exponent.
static bool is_plain_number(WritText field)
{
    bool plain = field.length > 0;
    for (size_t i = 0; plain && i < field.length; i++) {
        plain = (field.data[i] >= '0' && field.data[i] <= '9') || field.data[i] == '.';
    }
    return plain;
}

static bool read_price(Csv *csv, WritText field, WritDecimal *price)
{
    bool number = is_plain_number(field) && writ_decimal_parse(price, field, NULL) == WRIT_OK;
    if (!number) {
        tell_field(csv, field, "no rate",
                   "Write what one unit of the base costs, with a decimal point: \"5.0850\".");
    } else if (!rates_is_price(*price)) {
        tell_field(csv, field, "no rate that counts",
                   "A rate is above zero and has at most 15 digits.");
    }
    return number && rates_is_price(*price);
}

static void add_rate(Csv *csv, const WritRate *rate)
{
    if (csv->read->rate_count == WRIT_RATES_MAX) {
        WritError error;
        (void)writ_fail(&error, WRIT_LIMIT, "the file has more than %d rates", WRIT_RATES_MAX);
        (void)writ_hint(&error, "Leave out the rates of days that no case asks about any more.");
        tell(csv, csv->line, &error);
        return;
    }
    csv->lines[csv->read->rate_count] = csv->line;
    csv->read->rates[csv->read->rate_count++] = *rate;
}

static bool is_header(const WritText fields[FIELDS_MAX])
{
    return writ_text_is(fields[0], "date") && writ_text_is(fields[1], "currency") &&
           writ_text_is(fields[2], "rate");
}

static void read_line(Csv *csv, WritText line)
{
    WritText trimmed = trim(line, 0);
    if (trimmed.length == 0 || trimmed.data[0] == '#') {
        return;
    }
    bool first = csv->separator == 0;
    if (first) {
        csv->separator = separator_of(trimmed);
    }
    WritText fields[FIELDS_MAX];
    WritRate rate;
    if (split(csv, trimmed, fields) != COLUMNS) {
        tell_words(csv, "the line does not have a date, a currency and a rate",
                   "Write three columns, as in \"2026-03-02,RON,5.0850\".");
    } else if (!(first && is_header(fields)) && read_day(csv, fields[0], &rate.day) &&
               read_currency(csv, fields[1], &rate.currency) &&
               read_price(csv, fields[2], &rate.price)) {
        add_rate(csv, &rate);
    }
}

// --- The file ----------------------------------------------------------------------------------

typedef struct Numbered {
    WritRate rate;
    uint32_t line;
} Numbered;

static int compare_numbered(const void *a, const void *b)
{
    const Numbered *x = a;
    const Numbered *y = b;
    int order = rates_compare(&x->rate, &y->rate);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static void tell_twice(Csv *csv, const Numbered *rate, uint32_t before)
{
    char code[5];
    char day[RATES_DAY_BYTES];
    WritError error;
    (void)writ_code_text(rate->rate.currency, code);
    rates_day_text(rate->rate.day, day);
    (void)writ_fail(&error, WRIT_INVALID, "line %u has a rate of %s for %s already",
                    (unsigned)before, day, code);
    (void)writ_hint(&error, "Leave one of the two lines out.");
    tell(csv, rate->line, &error);
}

// Two rates for one day could be read in two ways, even where they are equal.
static void check_twice(Csv *csv)
{
    uint32_t count = csv->read->rate_count;
    Numbered *sorted = writ_arena_array(csv->arena, count, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = (Numbered){csv->read->rates[i], csv->lines[i]};
    }
    if (count > 1) {
        qsort(sorted, count, sizeof *sorted, compare_numbered);
    }
    for (uint32_t i = 1; i < count && !is_full(csv); i++) {
        if (rates_compare(&sorted[i - 1].rate, &sorted[i].rate) == 0) {
            tell_twice(csv, &sorted[i], sorted[i - 1].line);
        }
    }
}

static void read_lines(Csv *csv, WritText bytes)
{
    while (bytes.length > 0 && !is_full(csv)) {
        const char *end = memchr(bytes.data, '\n', bytes.length);
        size_t length = end == NULL ? bytes.length : (size_t)(end - bytes.data);
        bool returns = length > 0 && bytes.data[length - 1] == '\r';
        csv->line++;
        read_line(csv, (WritText){bytes.data, returns ? length - 1 : length});
        length += end == NULL ? 0 : 1;
        bytes = (WritText){bytes.data + length, bytes.length - length};
    }
}

// How many rates there are at most: one a line.
static uint32_t count_lines(WritText bytes)
{
    uint32_t count = 1;
    for (size_t i = 0; i < bytes.length; i++) {
        count += bytes.data[i] == '\n' ? 1 : 0;
    }
    return count < WRIT_RATES_MAX ? count : WRIT_RATES_MAX;
}

void writ_rates_read_csv(WritRateFile *read, WritArena *arena, WritText bytes, WritCode base)
{
    static const char mark[] = "\xef\xbb\xbf"; // What spreadsheets begin UTF-8 with.
    *read = (WritRateFile){
        .problems = writ_arena_array(arena, WRIT_RATE_FILE_PROBLEMS_MAX, sizeof(WritRateProblem)),
    };
    Csv csv = {.read = read, .arena = arena, .base = base};
    if (bytes.length > WRIT_RATE_FILE_BYTES_MAX) {
        tell_words(&csv, "the file is larger than 1 MiB",
                   "Leave out the rates of days that no case asks about any more.");
        return;
    }
    if (bytes.length >= sizeof mark - 1 && memcmp(bytes.data, mark, sizeof mark - 1) == 0) {
        bytes = (WritText){bytes.data + sizeof mark - 1, bytes.length - (sizeof mark - 1)};
    }
    uint32_t capacity = count_lines(bytes);
    read->rates = writ_arena_array(arena, capacity, sizeof *read->rates);
    csv.lines = writ_arena_array(arena, capacity, sizeof *csv.lines);
    read_lines(&csv, bytes);
    check_twice(&csv);
    if (read->rate_count == 0 && read->problem_count == 0) {
        csv.line = 0;
        tell_words(&csv, "the file has no rates", "Write lines such as \"2026-03-02,RON,5.0850\".");
    }
}
