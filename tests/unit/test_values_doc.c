// The examples of docs/values.md are true: each fenced table is read and tried, line by line.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "writ/json.h"
#include "writ/rates.h"
#include "writ/value.h"

#include "support/value_types.h"

// Where the second and the third column of a table begin.
enum { SECOND = 25, THIRD = 52, LIMIT = 41, LINE_BYTES = 256 };

typedef struct Page {
    WritArena *arena;
    WritTypes *types;
    FILE *file;
    char line[LINE_BYTES];
    WritBuffer out;
} Page;

static int open_page(void **state)
{
    static Page page;
    page = (Page){.arena = writ_arena_new(1 << 22), .file = fopen(WRIT_VALUES_PAGE, "r")};
    page.types = test_types_new(page.arena);
    *state = &page;
    return page.file == NULL ? -1 : 0;
}

static int close_page(void **state)
{
    Page *page = *state;
    (void)fclose(page->file);
    writ_arena_free(page->arena);
    writ_buffer_dispose(&page->out);
    return 0;
}

static bool next_line(Page *page)
{
    if (fgets(page->line, sizeof page->line, page->file) == NULL) {
        return false;
    }
    page->line[strcspn(page->line, "\n")] = '\0';
    return true;
}

// Moves to the first line of the table that is fenced as `name`; there is exactly one.
static void open_table(Page *page, const char *name)
{
    char fence[LINE_BYTES];
    (void)snprintf(fence, sizeof fence, "```%s", name);
    rewind(page->file);
    do {
        assert_true(next_line(page));
    } while (strcmp(page->line, fence) != 0);
}

static bool next_row(Page *page)
{
    assert_true(next_line(page));
    return strcmp(page->line, "```") != 0;
}

// The text between two columns, in place; blanks at its end are layout.
static const char *column(Page *page, size_t from, size_t to)
{
    size_t length = strlen(page->line);
    static char columns[3][LINE_BYTES];
    static int next;
    char *text = columns[next];
    next = (next + 1) % 3;
    if (length < from) {
        fail_msg("too short: %s", page->line);
    }
    size_t end = to < length ? to : length;
    while (end > from && page->line[end - 1] == ' ') {
        end--;
    }
    memcpy(text, page->line + from, end - from);
    text[end - from] = '\0';
    return text;
}

static WritTypeId type_named(Page *page, const char *name)
{
    for (WritTypeId type = 0; type < page->types->type_count; type++) {
        writ_buffer_clear(&page->out);
        writ_types_print(&page->out, page->types, type);
        if (strcmp(writ_buffer_string(&page->out), name) == 0) {
            return type;
        }
    }
    fail_msg("there is no type %s", name);
    return 0;
}

static void assert_prints(Page *page, WritValue value, const char *expected)
{
    writ_buffer_clear(&page->out);
    writ_value_print(&page->out, page->types, value);
    assert_string_equal(writ_buffer_string(&page->out), expected);
}

static WritValue from_json(Page *page, WritTypeId type, const char *text)
{
    WritJson json;
    WritValue value = {.kind = WRIT_VALUE_MISSING};
    WritError error;
    if (writ_json_parse(&json, page->arena, writ_text(text), "page", &error) != WRIT_OK ||
        writ_value_from_json(&value, page->arena, page->types, type, &json, "page", "", &error) !=
            WRIT_OK) {
        fail_msg("%s: %s", text, error.text);
    }
    return value;
}

static WritValue from_text(Page *page, WritTypeId type, const char *text)
{
    WritValue value = {.kind = WRIT_VALUE_MISSING};
    WritError error;
    if (writ_value_parse(&value, page->arena, page->types, type, writ_text(text), &error) !=
        WRIT_OK) {
        fail_msg("%s: %s", text, error.text);
    }
    return value;
}

static void each_kind_is_written_as_the_page_says(void **state)
{
    Page *page = *state;
    bool seen[WRIT_TYPE_CALENDAR + 1] = {false};
    open_table(page, "values");
    assert_true(next_row(page)); // The names of the columns.
    while (next_row(page)) {
        WritTypeId type = type_named(page, column(page, 0, SECOND));
        const char *text = column(page, SECOND, THIRD);
        const char *json = column(page, THIRD, LINE_BYTES);
        WritValue value = from_text(page, type, text);
        assert_true(writ_value_equal(value, from_json(page, type, json)));
        assert_prints(page, value, text);
        writ_buffer_clear(&page->out);
        writ_value_to_json(&page->out, page->types, value);
        assert_string_equal(writ_buffer_string(&page->out), json);
        seen[page->types->types[type].kind] = true;
    }
    for (int kind = 0; kind <= WRIT_TYPE_CALENDAR; kind++) {
        bool scalar =
            kind != WRIT_TYPE_DOCUMENT && kind != WRIT_TYPE_LIST && kind != WRIT_TYPE_RECORD;
        assert_int_equal(seen[kind], scalar);
    }
}

static void other_forms_are_read_as_the_page_says(void **state)
{
    Page *page = *state;
    open_table(page, "reads");
    assert_true(next_row(page));
    while (next_row(page)) {
        WritTypeId type = type_named(page, column(page, 0, SECOND));
        WritValue value = from_text(page, type, column(page, SECOND, THIRD));
        assert_prints(page, value, column(page, THIRD, LINE_BYTES));
    }
}

static void what_is_refused_is_refused_for_that_reason(void **state)
{
    Page *page = *state;
    open_table(page, "refuses");
    assert_true(next_row(page));
    while (next_row(page)) {
        WritTypeId type = type_named(page, column(page, 0, SECOND));
        WritValue value;
        WritError error;
        assert_int_equal(writ_value_parse(&value, page->arena, page->types, type,
                                          writ_text(column(page, SECOND, THIRD)), &error),
                         WRIT_INVALID);
        if (strstr(error.text, column(page, THIRD, LINE_BYTES)) == NULL) {
            fail_msg("%s | %s", page->line, error.text);
        }
    }
}

static void rounding_is_half_away_from_zero(void **state)
{
    Page *page = *state;
    open_table(page, "rounded");
    assert_true(next_row(page));
    while (next_row(page)) {
        WritValue number = from_text(page, TEST_NUMBER, column(page, 0, SECOND));
        int places = atoi(column(page, SECOND, THIRD));
        assert_int_equal(
            writ_decimal_round(&number.number, number.number, places, WRIT_ROUND_HALF_UP, NULL),
            WRIT_OK);
        assert_prints(page, number, column(page, THIRD, LINE_BYTES));
    }
}

// "100.00 RON" with the rates that stand above the table.
static WritDecimal converted(Page *page, WritText amount, WritText to)
{
    static const char rates[] =
        "2026-03-02,RON,5.0850\n2026-03-02,GBP,0.8700\n2026-03-02,USD,1.15\n";
    WritText from = {amount.data + amount.length - 3, 3};
    WritRateFile file;
    WritConversion result;
    WritDecimal number;
    assert_int_equal(writ_decimal_parse(&number, (WritText){amount.data, amount.length - 4}, NULL),
                     WRIT_OK);
    if (writ_text_equal(from, to)) {
        return number;
    }
    writ_rates_read_csv(&file, page->arena, writ_text(rates), writ_code(writ_text("EUR")));
    WritRateTable table = {.base = writ_code(writ_text("EUR")),
                           .places = WRIT_RATE_MINOR_UNIT,
                           .rates = file.rates,
                           .rate_count = file.rate_count};
    writ_rate_table_sort(&table);
    assert_int_equal(writ_rates_convert(&result, &table, number, writ_code(from), writ_code(to),
                                        file.rates[0].day, NULL),
                     WRIT_OK);
    return result.amount;
}

static void amounts_are_converted_as_the_page_says(void **state)
{
    Page *page = *state;
    open_table(page, "converted");
    assert_true(next_row(page));
    while (next_row(page)) {
        WritText to = writ_text(column(page, SECOND, THIRD));
        WritValue result = {.kind = WRIT_VALUE_MONEY, .tag = writ_code(to)};
        result.number = converted(page, writ_text(column(page, 0, SECOND)), to);
        assert_prints(page, result, column(page, THIRD, LINE_BYTES));
    }
}

static void the_limits_are_those_of_the_headers(void **state)
{
    Page *page = *state;
    static const struct {
        const char *name;
        long long value;
    } limits[] = {
        {"digits of a number", WRIT_DECIMAL_DIGITS_MAX},
        {"digits of an exchange rate", WRIT_RATE_DIGITS_MAX},
        {"exponent of a number", WRIT_DECIMAL_EXPONENT_MAX},
        {"years", 1},
        {"fractions of a second", 6},
        {"count of a duration", INT64_MAX},
        {"values inside each other", WRIT_VALUE_DEPTH_MAX},
        {"bytes of JSON", WRIT_JSON_BYTES_MAX},
        {"brackets inside each other in JSON", WRIT_JSON_DEPTH_MAX},
        {"fields of one object in JSON", WRIT_JSON_MEMBERS_MAX},
        {"values from one JSON text", WRIT_JSON_VALUES_MAX},
        {"bytes of a document", WRIT_DOCUMENT_BYTES_MAX},
        {"bytes of its name", WRIT_DOCUMENT_NAME_BYTES_MAX},
    };
    open_table(page, "limits");
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        assert_true(next_row(page));
        assert_string_equal(column(page, 0, LIMIT), limits[i].name);
        assert_int_equal(atoll(column(page, LIMIT, LINE_BYTES)), limits[i].value);
    }
    assert_false(next_row(page));
}

static void the_example_of_a_message_is_the_message(void **state)
{
    Page *page = *state;
    WritError error;
    WritValue value;
    assert_int_equal(
        writ_value_parse(&value, page->arena, page->types, TEST_PIECES, writ_text("12"), &error),
        WRIT_INVALID);
    rewind(page->file);
    while (strncmp(page->line, "    order.json:", 15) != 0) {
        assert_true(next_line(page));
    }
    assert_non_null(strstr(page->line, error.text));
    assert_true(next_line(page));
    assert_string_equal(page->line + 4, error.hint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_written_as_the_page_says),
        cmocka_unit_test(other_forms_are_read_as_the_page_says),
        cmocka_unit_test(what_is_refused_is_refused_for_that_reason),
        cmocka_unit_test(rounding_is_half_away_from_zero),
        cmocka_unit_test(amounts_are_converted_as_the_page_says),
        cmocka_unit_test(the_limits_are_those_of_the_headers),
        cmocka_unit_test(the_example_of_a_message_is_the_message),
    };
    return cmocka_run_group_tests(tests, open_page, close_page);
}
