// Holiday files in CSV: lines, then fields, then what a line says.
//
// Every line that is wrong is told, up to a bound: a holiday file is written once a year, by hand.
// Days are computed when all lines are read, because substitute days look at the whole file.
#include <assert.h>
#include <string.h>

#include "calendar/holiday_text.h"
#include "calendar/holiday_when.h"
#include "writ/calendar_feasts.h"
#include "writ/holidays.h"
#include "writ/nearest.h"
#include "writ/value.h"

enum {
    FIELDS_MAX = 8,
    YEARS_AROUND = 2, // As far as offsets and substitutes of other years reach.
    SHOWN_BYTES_MAX = 60,
};

typedef enum Column {
    COLUMN_WHEN,
    COLUMN_NAME,
    COLUMN_SUBSTITUTE,
    COLUMN_YEARS,
    COLUMN_COUNT,
} Column;

static const char *const column_names[COLUMN_COUNT] = {"when", "name", "substitute", "years"};

// What headers call the columns beside that.
static const struct {
    const char *name;
    Column column;
} other_names[] = {
    {"date", COLUMN_WHEN},  {"day", COLUMN_WHEN},   {"holiday", COLUMN_NAME},
    {"title", COLUMN_NAME}, {"year", COLUMN_YEARS},
};

typedef struct Csv {
    WritHolidays *read;
    WritArena *arena;
    const WritHolidayFile *file;
    int32_t first_year; // Lines of other years are only checked.
    int32_t last_year;
    uint32_t line;
    char separator;             // 0 before the first line that says something.
    Column columns[FIELDS_MAX]; // Which field is which.
    uint32_t column_count;
    bool has_rows;
    WritFeast *feasts;
    uint32_t feast_count;
    bool too_many; // Feasts: told when all lines are read.
} Csv;

typedef struct Fields {
    WritText fields[FIELDS_MAX];
    uint32_t count;
} Fields;

// --- Problems ----------------------------------------------------------------------------------

static bool is_full(const Csv *csv)
{
    return csv->read->problem_count == WRIT_HOLIDAY_PROBLEMS_MAX;
}

static void tell(Csv *csv, const WritError *error)
{
    assert(!is_full(csv));
    csv->read->problems[csv->read->problem_count++] = (WritHolidayProblem){
        .path = csv->file->path,
        .line = csv->line,
        .text = writ_arena_text(csv->arena, writ_text(error->text)),
        .hint = writ_arena_text(csv->arena, writ_text(error->hint)),
    };
}

static void tell_words(Csv *csv, const char *text, const char *hint)
{
    WritError error;
    (void)writ_fail(&error, WRIT_INVALID, "%s", text);
    (void)writ_hint(&error, "%s", hint);
    tell(csv, &error);
}

static WritText shown(WritText text)
{
    return writ_text_cut(text, SHOWN_BYTES_MAX);
}

// --- Fields ------------------------------------------------------------------------------------

// Both quotes of a field that holds them doubled become one.
static WritText unquote(Csv *csv, WritText inside)
{
    char *text = writ_arena_alloc(csv->arena, inside.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < inside.length; i++) {
        text[length++] = inside.data[i];
        i += inside.data[i] == '"' ? 1 : 0;
    }
    return (WritText){text, length};
}

// Tabs are blanks unless they separate: then only other blanks are trimmed before a field.
static WritText skip_blanks(const Csv *csv, WritText rest)
{
    while (rest.length > 0 &&
           (rest.data[0] == ' ' || (rest.data[0] == '\t' && csv->separator != '\t'))) {
        rest = (WritText){rest.data + 1, rest.length - 1};
    }
    return rest;
}

// The quoted field at the start of `rest`; what stands behind it stays in `rest`.
static bool take_quoted(WritText *field, Csv *csv, WritText *rest)
{
    size_t end = 1;
    while (end < rest->length &&
           !(rest->data[end] == '"' && (end + 1 == rest->length || rest->data[end + 1] != '"'))) {
        end += rest->data[end] == '"' ? 2 : 1;
    }
    if (end >= rest->length) {
        tell_words(csv, "a quote is opened and not closed in its line",
                   "Close it with \" before the line ends; write a quote inside as \"\".");
        return false;
    }
    *field = unquote(csv, (WritText){rest->data + 1, end - 1});
    *rest = skip_blanks(csv, (WritText){rest->data + end + 1, rest->length - end - 1});
    return true;
}

static void take_plain(WritText *field, const Csv *csv, WritText *rest)
{
    const char *end = rest->length == 0 ? NULL : memchr(rest->data, csv->separator, rest->length);
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->data);
    *field = holiday_text_trim((WritText){rest->data, length});
    *rest = (WritText){rest->data + length, rest->length - length};
}

static bool split(Fields *fields, Csv *csv, WritText line)
{
    *fields = (Fields){0};
    for (bool more = true; more;) {
        WritText field;
        line = skip_blanks(csv, line);
        if (line.length > 0 && line.data[0] == '"') {
            if (!take_quoted(&field, csv, &line)) {
                return false;
            }
            if (line.length > 0 && line.data[0] != csv->separator) {
                tell_words(csv, "text stands behind a closed quote",
                           "Put the whole field into quotes, and a quote inside as \"\".");
                return false;
            }
        } else {
            take_plain(&field, csv, &line);
        }
        more = line.length > 0;
        line = more ? (WritText){line.data + 1, line.length - 1} : line;
        if (fields->count == FIELDS_MAX && field.length > 0) {
            tell_words(csv, "the line has more fields than a holiday has",
                       "Put a name with commas into quotes: 2026-05-01, \"May Day, national\".");
            return false;
        }
        if (fields->count < FIELDS_MAX) {
            fields->fields[fields->count++] = field;
        }
    }
    while (fields->count > 0 && fields->fields[fields->count - 1].length == 0) {
        fields->count--; // Spreadsheets fill lines up to the same number.
    }
    return true;
}

// The first comma, semicolon or tab outside quotes: none of them can stand in a first field.
static char find_separator(WritText line)
{
    bool quoted = false;
    for (size_t i = 0; i < line.length; i++) {
        char byte = line.data[i];
        quoted = byte == '"' ? !quoted : quoted;
        if (!quoted && (byte == ',' || byte == ';' || byte == '\t')) {
            return byte;
        }
    }
    return ',';
}

// --- The header --------------------------------------------------------------------------------

static bool same_letters(WritText text, const char *word)
{
    if (text.length != strlen(word)) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        byte = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        if (byte != word[i]) {
            return false;
        }
    }
    return true;
}

static Column find_column(WritText name)
{
    for (Column column = COLUMN_WHEN; column < COLUMN_COUNT; column++) {
        if (same_letters(name, column_names[column])) {
            return column;
        }
    }
    for (size_t i = 0; i < sizeof other_names / sizeof other_names[0]; i++) {
        if (same_letters(name, other_names[i].name)) {
            return other_names[i].column;
        }
    }
    return COLUMN_COUNT;
}

static void refuse_column(Csv *csv, WritText name)
{
    WritError error;
    WritNearest nearest = writ_nearest(name);
    for (Column column = COLUMN_WHEN; column < COLUMN_COUNT; column++) {
        writ_nearest_offer(&nearest, writ_text(column_names[column]));
    }
    (void)writ_fail(&error, WRIT_INVALID, "no holiday file has a column \"%.*s\"",
                    WRIT_TEXT_ARGS(shown(name)));
    if (nearest.best.length > 0) {
        (void)writ_hint(&error, "Did you mean \"%.*s\"?", WRIT_TEXT_ARGS(nearest.best));
    } else {
        (void)writ_hint(&error, "The columns are when, name, substitute and years. Whatever else a "
                                "table holds must be taken out, so that no line of it closes a "
                                "day by mistake.");
    }
    tell(csv, &error);
}

// A first line that names columns says where each is.
static bool read_header(Csv *csv, const Fields *fields)
{
    bool seen[COLUMN_COUNT] = {false};
    if (find_column(fields->fields[0]) == COLUMN_COUNT) {
        return false;
    }
    csv->column_count = fields->count;
    for (uint32_t i = 0; i < fields->count && !is_full(csv); i++) {
        Column column = find_column(fields->fields[i]);
        csv->columns[i] = column;
        if (column == COLUMN_COUNT) {
            refuse_column(csv, fields->fields[i]);
        } else if (seen[column]) {
            tell_words(csv, "the header names a column twice", "Name each column once.");
        } else {
            seen[column] = true;
        }
    }
    if (!(seen[COLUMN_WHEN] && seen[COLUMN_NAME]) && !is_full(csv)) {
        tell_words(csv, "the header lacks a column: a holiday has a day and a name",
                   "Write \"when, name\".");
    }
    return true;
}

// --- Lines -------------------------------------------------------------------------------------

static void add_feast(Csv *csv, const WritFeast *feast)
{
    bool over = feast->last_year != 0 && feast->last_year < csv->first_year;
    if (over || feast->first_year > csv->last_year) {
        return;
    }
    if (csv->feast_count == WRIT_FEASTS_MAX) {
        csv->too_many = true;
        return;
    }
    csv->feasts[csv->feast_count++] = *feast;
}

static void add_dates(Csv *csv, const When *when, const WritFeast *common)
{
    if (when->last_day - when->first_day >= WRIT_HOLIDAY_RANGE_DAYS_MAX) {
        tell_words(csv, "the line closes more than 366 days", "Check the years of both dates.");
        return;
    }
    for (int64_t day = when->first_day; day <= when->last_day; day++) {
        WritDate date = writ_date_from_days(day);
        WritFeast feast = *common;
        feast.kind = WRIT_FEAST_DATE;
        feast.month = date.month;
        feast.day_of_month = date.day;
        feast.first_year = date.year;
        feast.last_year = date.year;
        add_feast(csv, &feast);
    }
}

static bool read_substitute(WritFeast *feast, WritText text, WritError *error)
{
    static const struct {
        const char *word;
        WritSubstitute substitute;
    } words[] = {
        {"", WRIT_SUBSTITUTE_NONE},
        {"no", WRIT_SUBSTITUTE_NONE},
        {"none", WRIT_SUBSTITUTE_NONE},
        {"yes", WRIT_SUBSTITUTE_NEXT_FREE},
        {"next free day", WRIT_SUBSTITUTE_NEXT_FREE},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (same_letters(text, words[i].word)) {
            feast->substitute = words[i].substitute;
            return true;
        }
    }
    (void)writ_fail(error, WRIT_INVALID, "\"%.*s\" does not say what happens on a weekend",
                    WRIT_TEXT_ARGS(shown(text)));
    (void)writ_hint(error,
                    "Write \"next free day\" for a substitute day, or leave the field empty. "
                    "A name with a comma belongs into quotes.");
    return false;
}

static bool check_name(Csv *csv, WritText name)
{
    if (name.length == 0) {
        tell_words(csv, "the holiday has no name",
                   "Write it behind the day: 2026-12-25, Christmas Day.");
    } else if (name.length > WRIT_HOLIDAY_NAME_BYTES_MAX) {
        tell_words(csv, "the name of the holiday is longer than 200 bytes", "Shorten it.");
    }
    return name.length > 0 && name.length <= WRIT_HOLIDAY_NAME_BYTES_MAX;
}

// The fields of a line by column, empty where it has none.
static bool arrange(WritText columns[COLUMN_COUNT], Csv *csv, const Fields *fields)
{
    for (uint32_t i = 0; i < fields->count; i++) {
        if (i >= csv->column_count) {
            if (fields->fields[i].length == 0) {
                continue;
            }
            tell_words(csv, "the line has more fields than the file has columns",
                       "Put a name with commas into quotes: 2026-05-01, \"May Day, national\".");
            return false;
        }
        if (csv->columns[i] != COLUMN_COUNT) {
            columns[csv->columns[i]] = fields->fields[i];
        }
    }
    return true;
}

static void read_row(Csv *csv, const Fields *fields)
{
    WritText columns[COLUMN_COUNT] = {{0}};
    WritError error;
    When when;
    csv->has_rows = true;
    if (!arrange(columns, csv, fields)) {
        return;
    }
    if (when_read(&when, columns[COLUMN_WHEN], &error) != WRIT_OK) {
        tell(csv, &error);
        return;
    }
    if (!check_name(csv, columns[COLUMN_NAME])) {
        return;
    }
    WritFeast *feast = &when.feast;
    feast->name = writ_arena_text(csv->arena, columns[COLUMN_NAME]);
    if (!read_substitute(feast, columns[COLUMN_SUBSTITUTE], &error)) {
        tell(csv, &error);
        return;
    }
    WritText years = columns[COLUMN_YEARS];
    switch (when.kind) {
    case WHEN_DATES:
        if (years.length > 0) {
            tell_words(csv, "the line says its years twice",
                       "A full date has its year: leave the last field empty, or write \"every\" "
                       "and no year.");
            return;
        }
        add_dates(csv, &when, feast);
        break;
    case WHEN_FEAST:
        if (years.length > 0 && when_read_years(feast, years, &error) != WRIT_OK) {
            tell(csv, &error);
            return;
        }
        add_feast(csv, feast);
        break;
    }
}

static bool check_bytes(Csv *csv, WritText line)
{
    if (!writ_text_is_utf8(line)) {
        tell_words(csv, "the line is not UTF-8", "Save the file as \"CSV UTF-8\".");
        return false;
    }
    if (holiday_text_has_hidden(line)) {
        tell_words(csv, "the line has a character that nobody can see",
                   "Type the line again; it was copied with control characters.");
        return false;
    }
    return true;
}

static void read_line(Csv *csv, WritText line)
{
    if (!check_bytes(csv, line)) {
        return;
    }
    WritText said = holiday_text_trim(line);
    Fields fields;
    if (said.length == 0 || said.data[0] == '#') {
        return;
    }
    bool first = csv->separator == 0;
    if (first) {
        csv->separator = find_separator(line);
    }
    if (!split(&fields, csv, line) || fields.count == 0) {
        return;
    }
    if (!first || !read_header(csv, &fields)) {
        read_row(csv, &fields);
    }
}

// The next line without its end: LF, CRLF or CR.
static WritText take_line(WritText *rest)
{
    size_t length = 0;
    while (length < rest->length && rest->data[length] != '\n' && rest->data[length] != '\r') {
        length++;
    }
    WritText line = {rest->data, length};
    size_t taken = length;
    taken += taken < rest->length && rest->data[taken] == '\r' ? 1 : 0;
    taken += taken < rest->length && rest->data[taken] == '\n' ? 1 : 0;
    *rest = (WritText){rest->data + taken, rest->length - taken};
    return line;
}

static bool starts_with(WritText text, const char *bytes)
{
    size_t length = strlen(bytes);
    return text.length >= length && memcmp(text.data, bytes, length) == 0;
}

static bool check_whole(Csv *csv)
{
    WritText bytes = csv->file->bytes;
    if (bytes.length > WRIT_HOLIDAY_FILE_BYTES_MAX) {
        tell_words(csv, "the file is larger than 1 MiB", "Split it, or take old years out.");
        return false;
    }
    if (starts_with(bytes, "\xff\xfe") || starts_with(bytes, "\xfe\xff")) {
        tell_words(csv, "the file is UTF-16", "Save it as \"CSV UTF-8\".");
        return false;
    }
    if (starts_with(bytes, "BEGIN:VCALENDAR")) {
        tell_words(csv, "the file is an iCalendar file", "Give it a name that ends in \".ics\".");
        return false;
    }
    return true;
}

static void read_lines(Csv *csv)
{
    WritText rest = csv->file->bytes;
    if (starts_with(rest, "\xef\xbb\xbf")) {
        rest = (WritText){rest.data + 3, rest.length - 3};
    }
    while (rest.length > 0 && !is_full(csv)) {
        csv->line++;
        read_line(csv, take_line(&rest));
    }
    csv->line = 0;
    if (csv->too_many && !is_full(csv)) {
        tell_words(csv, "the file has more than 1000 days and rules",
                   "Split it: a calendar may have several `public holidays from` lines.");
    }
    if (!csv->has_rows && csv->read->problem_count == 0) {
        tell_words(csv, "the file has no holiday",
                   "Add lines like \"2026-12-25, Christmas Day\", or take the file out of the "
                   "calendar.");
    }
}

void writ_holidays_read_csv(WritHolidays *read, WritArena *arena, const WritHolidayFile *file,
                            int64_t first_day, int64_t last_day)
{
    assert(first_day >= WRIT_DATE_DAYS_MIN && last_day <= WRIT_DATE_DAYS_MAX);
    *read = (WritHolidays){
        .problems = writ_arena_array(arena, WRIT_HOLIDAY_PROBLEMS_MAX, sizeof *read->problems),
    };
    Csv csv = {
        .read = read,
        .arena = arena,
        .file = file,
        .first_year = writ_date_from_days(first_day).year - YEARS_AROUND,
        .last_year = writ_date_from_days(last_day).year + YEARS_AROUND,
        .columns = {COLUMN_WHEN, COLUMN_NAME, COLUMN_SUBSTITUTE, COLUMN_YEARS},
        .column_count = COLUMN_COUNT,
        .feasts = writ_arena_array(arena, WRIT_FEASTS_MAX, sizeof *csv.feasts),
    };
    if (check_whole(&csv)) {
        read_lines(&csv);
    }
    if (read->problem_count > 0) {
        return;
    }
    WritFeasts feasts = {csv.feasts, csv.feast_count, first_day, last_day};
    WritError error;
    if (writ_feasts_expand(&read->holidays, &read->holiday_count, arena, &feasts, &error) !=
        WRIT_OK) {
        (void)writ_hint(&error, "Split the file, or give the calendar an earlier `valid through`.");
        tell(&csv, &error);
    }
}
