// Typed values from JSON and back.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/json.h"

#include "support/value_random.h"
#include "support/value_types.h"

typedef struct Fixture {
    WritArena *types_arena;
    WritArena *json_arena;
    WritArena *arena;
    WritTypes *types;
    WritBuffer out;
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){.types_arena = writ_arena_new(1 << 20),
                        .json_arena = writ_arena_new(1 << 26),
                        .arena = writ_arena_new(1 << 26)};
    fixture.types = test_types_new(fixture.types_arena);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    writ_arena_free(fixture->types_arena);
    writ_arena_free(fixture->json_arena);
    writ_arena_free(fixture->arena);
    writ_buffer_dispose(&fixture->out);
    return 0;
}

// Both arenas are emptied; that of the JSON also afterwards, because nothing may point into it.
static WritStatus read_value(Fixture *fixture, WritTypeId type, WritText text, WritValue *value,
                             WritError *error)
{
    WritJson json;
    writ_arena_reset(fixture->json_arena);
    writ_arena_reset(fixture->arena);
    WritStatus status = writ_json_parse(&json, fixture->json_arena, text, "order.json", error);
    assert_int_equal(status, WRIT_OK);
    status = writ_value_from_json(value, fixture->arena, fixture->types, type, &json, "order.json",
                                  "order", error);
    writ_arena_reset(fixture->json_arena);
    return status;
}

#define HASH "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""
#define DOCUMENT(name, size, hash) "{\"name\": " name ", \"size\": " size ", \"hash\": " hash "}"
#define DOCUMENT_HINT                                                                              \
    "write {\"file\": \"minutes.pdf\"}, or a document of the case as it was given out: its name, " \
    "size "                                                                                        \
    "and hash"
#define LINE_HEAD "{\"position\": 1, \"item\": \"A\", \"ordered\": \"12 pcs\", "
#define LINE LINE_HEAD "\"net\": \"12.50 EUR\", \"currency\": \"EUR\"}"
#define ORDER_HEAD "{\"number\": \"A-1\", \"entered_by\": \"anna\", "

static void an_order_is_read_field_by_field(void **state)
{
    Fixture *fixture = *state;
    WritValue order;
    WritError error;
    const char *text = "{\"lines\": [" LINE ", " LINE_HEAD
                       "\"currency\": \"RON\", \"shipped\": \"3 pcs\", \"net\": \"50 000 RON\"}], "
                       "\"entered_by\": \"anna\", \"number\": \"A-1\", \"wanted_on\": null}";
    if (read_value(fixture, TEST_ORDER, writ_text(text), &order, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    const WritValue *fields = order.record->fields;
    assert_int_equal(order.record->id, 0);
    assert_true(writ_text_is(fields[0].text, "A-1"));
    assert_int_equal(fields[1].kind, WRIT_VALUE_PERSON);
    assert_int_equal(fields[2].kind, WRIT_VALUE_MISSING); // Has an `at start` value.
    assert_int_equal(fields[3].kind, WRIT_VALUE_MISSING); // Optional.
    assert_int_equal(fields[5].kind, WRIT_VALUE_MISSING); // Computed.
    const WritList *lines = fields[4].list;
    assert_int_equal(lines->count, 2);
    assert_int_equal(lines->last_id, 2);
    assert_int_equal(lines->items[0].record->id, 1);
    assert_int_equal(lines->items[1].record->id, 2);
    writ_buffer_clear(&fixture->out);
    writ_value_print(&fixture->out, fixture->types, lines->items[1].record->fields[5]);
    assert_string_equal(writ_buffer_string(&fixture->out), "50 000 RON");
}

static void numbers_stand_bare_or_in_quotes(void **state)
{
    Fixture *fixture = *state;
    static const char *const texts[] = {"1250.50", "\"1250.50\"", "\"1 250.50\"", "125050e-2"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        WritValue value;
        char printed[WRIT_DECIMAL_TEXT_BYTES];
        assert_int_equal(read_value(fixture, TEST_NUMBER, writ_text(texts[i]), &value, NULL),
                         WRIT_OK);
        (void)writ_decimal_print(value.number, printed);
        assert_string_equal(printed, "1250.50");
    }
}

static const struct {
    WritTypeId type;
    const char *text;
    const char *said;
    const char *hint;
} REFUSALS[] = {
    {TEST_ORDER, "12", "order.json:1:1: order: found the number \"12\" where there must be Order",
     "write { … }"},
    {TEST_ORDER,
     ORDER_HEAD "\"lines\": [" LINE ",\n" LINE_HEAD "\"net\": \"12.50\", "
                "\"currency\": \"USD\"}]}",
     "order.json:2:58: order.lines[2].net: \"12.50\" is no Money in currency: it has no currency",
     "write 12.50 USD"},
    {TEST_LINE, LINE_HEAD "\"net\": \"9 EUR\", \"currency\": \"RON\"}",
     "order.json:1:58: order.net: \"9 EUR\" is no Money in currency: its currency is EUR, it "
     "must be RON",
     "give the amount in RON"},
    {TEST_LINE, LINE_HEAD "\"net\": 9.5, \"currency\": \"RON\"}",
     "order.json:1:58: order.net: found the number \"9.5\" where there must be Money in currency",
     "write \"9.5 RON\""},
    {TEST_LINE, "{\"position\": 1, \"item\": \"A\", \"ordered\": 12}",
     "order.json:1:41: order.ordered: found the number \"12\" where there must be Quantity in pcs",
     "write \"12 pcs\""},
    {TEST_LINE, LINE_HEAD "\"net\": \"9 EUR\"}",
     "order.json:1:1: order: the field \"currency\" is missing", "add \"currency\": \"EUR\""},
    {TEST_LINE, "{\"positoin\": 1}", "order.json:1:14: order: OrderLine has no field \"positoin\"",
     "did you mean \"position\"?"},
    {TEST_LINE, "{\"colour\": 1}", "order.json:1:12: order: OrderLine has no field \"colour\"",
     "remove it, or declare it in the record"},
    {TEST_LINE, "{\"outstanding\": \"1 pcs\"}",
     "order.json:1:17: order.outstanding: this field is computed and cannot be given",
     "leave it out"},
    {TEST_LINE, "{\"item\": \"A\"}", "order.json:1:1: order: the field \"position\" is missing",
     "add \"position\": 12.5"},
    {TEST_LINE, "{\"position\": null}", "order.json:1:14: order.position: null is no value",
     "leave the field out, or give it a value"},
    {TEST_LINES, "[" LINE ", null]", "order.json:1:92: order[2]: null is no value", "leave it out"},
    {TEST_LINES, LINE,
     "order.json:1:1: order: found an object where there must be list of "
     "OrderLine",
     "write [ … ]"},
    {TEST_TEXTS, "[\"a\", 7]",
     "order.json:1:7: order[2]: found the number \"7\" where there must be Text",
     "write \"a text\""},
    {TEST_BOOLEAN, "\"yes\"",
     "order.json:1:1: order: found the text \"yes\" where there must be Boolean", "write true"},
    {TEST_NUMBER, "true", "order.json:1:1: order: found true where there must be Number",
     "write 12.5"},
    {TEST_DATE, "[]", "order.json:1:1: order: found a list where there must be Date",
     "write \"2026-03-02\""},
    {TEST_PERCENT, "7.5",
     "order.json:1:1: order: found the number \"7.5\" where there must be "
     "Percent",
     "write \"7.5%\""},
    {TEST_PRIORITY, "\"hgih\"", "order.json:1:1: order: \"hgih\" is no Priority",
     "did you mean high? It can be: low, normal, high, critical"},
    {TEST_DOCUMENT, "\"x\"",
     "order.json:1:1: order: found the text \"x\" where there must be Document",
     "write {\"file\": \"minutes.pdf\"}"},
    {TEST_DOCUMENT, "{\"file\": \"a.pdf\"}",
     "order.json:1:1: order: there is no file \"a.pdf\" with the data",
     "put it beside the data, or give it with --attach; a hook gives back documents that it got"},
    {TEST_DOCUMENT, "{\"file\": 1}",
     "order.json:1:1: order: a document is a file, or has a name, a size and a hash",
     DOCUMENT_HINT},
    {TEST_DOCUMENT, DOCUMENT("\"a/b\"", "\"1\"", HASH),
     "order.json:1:1: order: the name \"a/b\" has a slash in it: it is the name of a file without "
     "its folders",
     ""},
    {TEST_DOCUMENT, DOCUMENT("\"..\"", "\"1\"", HASH),
     "order.json:1:1: order: the name \"..\" is that of a folder", ""},
    {TEST_DOCUMENT, DOCUMENT("\"\"", "\"1\"", HASH),
     "order.json:1:1: order: the name of a document is missing", ""},
    {TEST_DOCUMENT, DOCUMENT("7", "\"1\"", HASH),
     "order.json:1:1: order: the name of a document is a text", DOCUMENT_HINT},
    {TEST_DOCUMENT, DOCUMENT("\"a\"", "\"01\"", HASH),
     "order.json:1:1: order: the size of a document is a count of bytes", DOCUMENT_HINT},
    {TEST_DOCUMENT, DOCUMENT("\"a\"", "\"8388609\"", HASH),
     "order.json:1:1: order: the size of a document is a count of bytes", DOCUMENT_HINT},
    {TEST_DOCUMENT, DOCUMENT("\"a\"", "-1", HASH),
     "order.json:1:1: order: the size of a document is a count of bytes", DOCUMENT_HINT},
    {TEST_DOCUMENT, DOCUMENT("\"a\"", "1", "\"00\""),
     "order.json:1:1: order: the hash of a document is 64 hexadecimal digits", DOCUMENT_HINT},
    {TEST_EVERYTHING,
     "{\"currency\": \"EUR\", \"yes_no\": true, \"number\": 1, \"percent\": "
     "\"1%\", \"net\": \"1 EUR\", \"nets\": [\"1 EUR\", \"2 USD\"]}",
     "order.json:1:101: order.nets[2]: \"2 USD\" is no Money in currency: its currency is USD, "
     "it must be EUR",
     "give the amount in EUR"},
};

static void refusals_name_place_path_and_remedy(void **state)
{
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        WritValue value = writ_value_boolean(true);
        WritError error;
        WritText text = writ_text(REFUSALS[i].text);
        WritStatus status = read_value(fixture, REFUSALS[i].type, text, &value, &error);
        if (status != WRIT_INVALID || strcmp(error.text, REFUSALS[i].said) != 0 ||
            strcmp(error.hint, REFUSALS[i].hint) != 0) {
            fail_msg("%s: %s | %s", REFUSALS[i].text, error.text, error.hint);
        }
        assert_int_equal(value.kind, WRIT_VALUE_BOOLEAN);
        assert_int_equal(read_value(fixture, REFUSALS[i].type, text, &value, NULL), WRIT_INVALID);
    }
}

static void an_empty_path_leaves_no_trace(void **state)
{
    Fixture *fixture = *state;
    WritJson json;
    WritValue value;
    WritError error;
    writ_arena_reset(fixture->arena);
    assert_int_equal(
        writ_json_parse(&json, fixture->arena, writ_text("{\"position\": \"x\"}"), "-", &error),
        WRIT_OK);
    assert_int_equal(writ_value_from_json(&value, fixture->arena, fixture->types, TEST_LINE, &json,
                                          "-", "", &error),
                     WRIT_INVALID);
    assert_string_equal(error.text, "-:1:14: position: \"x\" is no Number");
    assert_int_equal(writ_value_from_json(&value, fixture->arena, fixture->types, TEST_NUMBER,
                                          &json, "-", "", &error),
                     WRIT_INVALID);
    assert_string_equal(error.text, "-:1:1: found an object where there must be Number");
}

static void numbers_too_long_or_too_large_are_a_limit(void **state)
{
    Fixture *fixture = *state;
    static const char *const texts[] = {"12345678901234567890123456789012345", "1e6145",
                                        "1e-999999"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        WritValue value;
        WritError error;
        assert_int_equal(read_value(fixture, TEST_NUMBER, writ_text(texts[i]), &value, &error),
                         WRIT_LIMIT);
        assert_int_equal(strncmp(error.text, "order.json:1:1: order: ", 23), 0);
    }
}

static void depth_is_bounded(void **state)
{
    Fixture *fixture = *state;
    for (int depth = WRIT_VALUE_DEPTH_MAX; depth <= WRIT_VALUE_DEPTH_MAX + 1; depth++) {
        WritValue value;
        WritError error;
        writ_buffer_clear(&fixture->out);
        for (int i = 1; i < depth; i++) {
            writ_buffer_add_string(&fixture->out, "{\"inside\":");
        }
        writ_buffer_add_string(&fixture->out, "{");
        for (int i = 0; i < depth; i++) {
            writ_buffer_add_byte(&fixture->out, '}');
        }
        assert_int_equal(
            read_value(fixture, TEST_BOX, writ_buffer_text(&fixture->out), &value, &error),
            depth <= WRIT_VALUE_DEPTH_MAX ? WRIT_OK : WRIT_LIMIT);
        if (depth > WRIT_VALUE_DEPTH_MAX) {
            assert_non_null(strstr(error.text, "more than 32 values inside each other"));
        }
    }
}

static void a_short_text_cannot_ask_for_endless_records(void **state)
{
    Fixture *fixture = *state;
    WritValue value;
    WritError error;
    writ_buffer_clear(&fixture->out);
    writ_buffer_add_byte(&fixture->out, '[');
    for (int i = 0; i < WRIT_JSON_VALUES_MAX / 3; i++) {
        writ_buffer_add_string(&fixture->out, i > 0 ? ",{}" : "{}");
    }
    writ_buffer_add_byte(&fixture->out, ']');
    WritText all = writ_buffer_text(&fixture->out);
    assert_int_equal(read_value(fixture, TEST_BOXES, all, &value, &error), WRIT_OK);
    fixture->out.length--;
    writ_buffer_add_string(&fixture->out, ",{}]");
    all = writ_buffer_text(&fixture->out);
    assert_int_equal(read_value(fixture, TEST_BOXES, all, &value, &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "more than 200000 values in one text"));
}

static void what_is_written_is_read_back(void **state)
{
    Fixture *fixture = *state;
    WritArena *made = writ_arena_new(1 << 24);
    Random random = {13};
    int read = 0;
    for (int i = 0; i < 3000; i++) {
        writ_arena_reset(made);
        WritTypeId type = random_below(&random, TEST_TYPES);
        WritValue value = random_value(&random, made, fixture->types, type);
        WritValue back;
        WritError error;
        writ_buffer_clear(&fixture->out);
        writ_value_to_json(&fixture->out, fixture->types, value);
        WritText json = writ_buffer_text(&fixture->out);
        WritStatus status = read_value(fixture, type, json, &back, &error);
        if (status == WRIT_LIMIT && strstr(error.text, "%\"") != NULL) {
            continue; // A percentage beyond the largest decimal.
        }
        if (status != WRIT_OK || !writ_value_equal(value, back)) {
            fail_msg("seed 13, round %d: %.*s: %s", i, WRIT_TEXT_ARGS(json), error.text);
        }
        assert_true(writ_value_fits(fixture->types, type, back) || type == TEST_BOX ||
                    type == TEST_BOXES || type == TEST_OPTIONAL_BOX);
        read++;
    }
    assert_true(read > 2990);
    writ_arena_free(made);
}

static void json_of_a_record_leaves_out_what_is_missing(void **state)
{
    Fixture *fixture = *state;
    WritValue value;
    const char *text = "{\"yes_no\": true, \"number\": 10000.50, \"percent\": \"7.50%\", "
                       "\"net\": \"-50 000 RON\", \"nets\": [], \"fee\": \"0 EUR\", "
                       "\"currency\": \"RON\", \"ordered\": \"12000 pcs\", \"weight\": \"1 kg\", "
                       "\"day\": \"2026-03-02\", \"time\": \"09:00\", "
                       "\"instant\": \"2026-03-02T10:00:00+01:00\", \"elapsed\": \"1 day\", "
                       "\"working\": \"2 working days\", \"month\": \"2026-03\", "
                       "\"text\": \"a\\\"\\u0007\", \"incoterm\": \"DAP\", \"priority\": \"high\", "
                       "\"person\": \"anna\", \"role\": \"sales_rep\", \"calendar\": \"office\", "
                       "\"country\": \"NL\", "
                       "\"texts\": [\"x\"], \"numbers\": [1, null], \"lines\": []}";
    assert_int_equal(read_value(fixture, TEST_EVERYTHING, writ_text(text), &value, NULL), WRIT_OK);
    writ_buffer_clear(&fixture->out);
    writ_value_to_json(&fixture->out, fixture->types, value);
    assert_string_equal(
        writ_buffer_string(&fixture->out),
        "{\"yes_no\": true, \"number\": \"10000.50\", \"percent\": \"7.50%\", "
        "\"net\": \"-50000 RON\", \"nets\": [], \"fee\": \"0 EUR\", "
        "\"currency\": \"RON\", \"ordered\": \"12000 pcs\", \"weight\": \"1 kg\", "
        "\"day\": \"2026-03-02\", \"time\": \"09:00\", "
        "\"instant\": \"2026-03-02T09:00:00Z\", \"elapsed\": \"1 day\", "
        "\"working\": \"2 working days\", \"month\": \"2026-03\", "
        "\"text\": \"a\\\"\\u0007\", \"incoterm\": \"DAP\", \"priority\": \"high\", "
        "\"person\": \"anna\", \"role\": \"sales_rep\", \"calendar\": \"office\", \"country\": "
        "\"NL\", "
        "\"texts\": [\"x\"], \"numbers\": [\"1\", null], \"lines\": []}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_is_read_field_by_field),
        cmocka_unit_test(numbers_stand_bare_or_in_quotes),
        cmocka_unit_test(refusals_name_place_path_and_remedy),
        cmocka_unit_test(an_empty_path_leaves_no_trace),
        cmocka_unit_test(numbers_too_long_or_too_large_are_a_limit),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(a_short_text_cannot_ask_for_endless_records),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(json_of_a_record_leaves_out_what_is_missing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
