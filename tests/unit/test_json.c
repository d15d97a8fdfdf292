// The JSON reader against a second one (support/json_oracle.h), its bounds and its sentences.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/json.h"

#include "support/json_oracle.h"
#include "support/random.h"

static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(1 << 26);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static WritStatus parse(WritText text, WritJson *json, WritError *error)
{
    writ_arena_reset(arena);
    WritStatus status = writ_json_parse(json, arena, text, "t.json", error);
    assert_true(writ_arena_used(arena) <= WRIT_JSON_ARENA_BYTES * text.length + 1024);
    return status;
}

static void assert_same_as_oracle(WritText text)
{
    WritJson json;
    WritError error;
    WritBuffer expected = {0};
    WritBuffer found = {0};
    bool valid = json_oracle_read(&expected, text);
    WritStatus status = parse(text, &json, &error);
    if ((status == WRIT_OK) != valid) {
        fail_msg("%s: %.*s", status == WRIT_OK ? "accepted" : error.text, WRIT_TEXT_ARGS(text));
    }
    if (valid) {
        json_oracle_dump(&found, &json);
        assert_true(writ_text_equal(writ_buffer_text(&expected), writ_buffer_text(&found)));
    } else {
        assert_int_equal(strncmp(error.text, "t.json:", 7), 0);
    }
    writ_buffer_dispose(&expected);
    writ_buffer_dispose(&found);
}

static const char *const TEXTS[] = {
    "null",
    "true",
    "false",
    " [] ",
    "{}",
    "\"\"",
    "0",
    "-0",
    "1.5e-10",
    "1E400",
    "[[[[]]]]",
    "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
    "\r\n\t [ 1 , 2 ]\n",
    "\"\\u00e9\\ud834\\udd1e\\/\"",
    "\"\\\"\\\\\\b\\f\\n\\r\\t\"",
    "\"Ștefan, 12 €, 𝄞\"",
    "\"\x7f\"",
    "\"\\uFFFF\\uffff\"",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{1:1}",
    "",
    " ",
    "nul",
    "nulll",
    "True",
    "[1",
    "{\"a\":1",
    "]",
    "}",
    "[}",
    "{]",
    "1 2",
    "\"a\" \"b\"",
    "{} x",
    "[]]",
    "01",
    "-",
    "+1",
    ".5",
    "5.",
    "1e",
    "1e+",
    "1.e5",
    "0x10",
    "1_0",
    "Infinity",
    "-Infinity",
    "NaN",
    "-NaN",
    "'a'",
    "\"a",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\",
    "\"\\ud834\"",
    "\"\\udd1e\"",
    "\"\\ud834\\u0041\"",
    "\"\\ud800\"",
    "\"\\udfff\"",
    "\"\\ue000\\ud7ff\"",
    "\"\\ud834x\"",
    "\"\\ud834\\ud834\"",
    "\"\\u0000\"",
    "\"\t\"",
    "\"\n\"",
    "\"\x01\"",
    "\"\xff\"",
    "\"\xc0\x80\"",
    "\"\xed\xa0\x80\"",
    "\"\xf4\x90\x80\x80\"",
    "\"\xe2\x82\"",
    "\xef\xbb\xbf{}",
    "// x\n1",
    "1 # x",
    "\f1",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}",
    "{\"\":1,\"\":2}",
    "{\"a\":1,\"A\":2}",
    "[\"a\":1]",
    "{\"a\",1}",
    "\xc2\xa0[]",
    "[1]\xe2\x80\xa8",
};

static void values_are_read_as_the_standard_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        assert_same_as_oracle(writ_text(TEXTS[i]));
    }
    assert_same_as_oracle((WritText){"[1\0]", 4});
    assert_same_as_oracle((WritText){"1\0", 2});
    assert_same_as_oracle((WritText){"\"a\0b\"", 5});
    assert_same_as_oracle((WritText){"\0", 1});
}

static void add_random_json(Random *random, WritBuffer *out, int depth)
{
    static const char *const scalars[] = {
        "null",        "true",     "false",
        "0",           "-1",       "12.50",
        "1e5",         "\"\"",     "\"a\"",
        "\"\\n\"",     "\"€\"",    "\"\\ud834\\udd1e\"",
        "\"\\u0000\"", "\"\\\"\"", "12345678901234567890",
        "\"a\\\\b\"",
    };
    static const char *const spaces[] = {"", "", "", " ", "\n", "\t", "\r\n"};
    uint32_t kind = depth > 4 ? 0 : random_below(random, 5);
    writ_buffer_add_string(out, spaces[random_below(random, 7)]);
    if (kind < 3) {
        writ_buffer_add_string(out,
                               scalars[random_below(random, sizeof scalars / sizeof scalars[0])]);
    } else {
        writ_buffer_add_byte(out, kind == 3 ? '[' : '{');
        uint32_t count = random_below(random, 12);
        for (uint32_t i = 0; i < count; i++) {
            writ_buffer_add_string(out, i > 0 ? "," : "");
            if (kind == 4) {
                writ_buffer_format(out, "\"%c%u\":", 'a' + (int)random_below(random, 26),
                                   random_below(random, 5));
            }
            add_random_json(random, out, depth + 1);
        }
        writ_buffer_add_byte(out, kind == 3 ? ']' : '}');
    }
    writ_buffer_add_string(out, spaces[random_below(random, 7)]);
}

static void spoil(Random *random, WritBuffer *text)
{
    static const char bytes[] = "\"\\{}[]:,0129eE.-+ \n\tu\x80\xc3\xe2\xed\xf0\x01zntf";
    for (uint32_t changes = random_below(random, 4); changes > 0 && text->length > 0; changes--) {
        size_t at = random_below(random, (uint32_t)text->length);
        char byte = bytes[random_below(random, sizeof bytes)]; // The NUL behind them included.
        if (random_below(random, 3) == 0) {
            memmove(text->data + at, text->data + at + 1, text->length - at - 1);
            text->length--;
        } else {
            text->data[at] = byte;
        }
    }
}

static void spoilt_texts_are_judged_as_by_the_second_reader(void **state)
{
    (void)state;
    Random random = {11};
    WritBuffer text = {0};
    for (int i = 0; i < 20000; i++) {
        writ_buffer_clear(&text);
        add_random_json(&random, &text, 0);
        spoil(&random, &text);
        assert_same_as_oracle(writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

static const struct {
    const char *text;
    const char *said;
    const char *hint; // The beginning.
} ERRORS[] = {
    {"", "t.json:1:1: there is nothing to read", "write a JSON value"},
    {"{\n  \"a\": 1,\n}", "t.json:3:1: found \"}\" where there must be a field name in quotes",
     "remove the comma before it"},
    {"[1,]", "t.json:1:4: found \"]\" where there must be a value", "remove the comma before it"},
    {"{\"€\": 1 \"b\": 2}", "t.json:1:9: found \"b\" where there must be a comma or }",
     "write a comma before it"},
    {"{\"a\" 1}", "t.json:1:6: found \"1\" where there must be a colon behind the field name", ""},
    {"{\"a\": 1", "t.json:1:8: found the end of the text where there must be a comma or }",
     "is the text cut off?"},
    {"[1] 2", "t.json:1:5: found \"2\" where there must be the end, because the value is complete",
     ""},
    {"{\"a\": True}", "t.json:1:7: found \"True\" where there must be a value",
     "write true, in small letters"},
    {"{\"a\": NaN}", "t.json:1:7: found \"NaN\" where there must be a value",
     "write texts in double quotes"},
    {"{number: 1}", "t.json:1:2: the field name \"number\" has no quotes",
     "write field names in double quotes"},
    {"[012]", "t.json:1:2: \"012\" is no JSON number", "write it without zeros in front"},
    {"[.5]", "t.json:1:2: \".5\" is no JSON number", "write digits, with digits on both sides"},
    {"[2026-03-02]", "t.json:1:2: \"2026-03-02\" is no JSON number", "write digits"},
    {"{'a': 1}", "t.json:1:2: found \"'\" where there must be a field name in quotes or }",
     "texts and field names stand in straight double quotes"},
    {"{“a”: 1}", "t.json:1:2: found \"“\" where there must be a field name in quotes or }",
     "texts and field names stand in straight double quotes"},
    {"1 // x", "t.json:1:3: found \"/\" where there must be the end, because the value is complete",
     "JSON has no comments"},
    {"\xef\xbb\xbf{}", "t.json:1:1: a byte order mark stands here", "save the text as UTF-8"},
    {"[\"M\xfcller\"]", "t.json:1:4: the byte 0xfc is no UTF-8", "save the text as UTF-8"},
    {"[\n\"a\nb\"]", "t.json:2:1: this text is not closed in its line", "write \" at its end"},
    {"[\"ä\tb\"]", "t.json:1:4: the control character U+0009 stands in a text", "write \\t"},
    {"[\"C:\\dir\"]", "t.json:1:5: \"\\d\" is no escape", "write \\\\ for a backslash"},
    {"[\"a\\u0000\"]", "t.json:1:4: the character U+0000 stands in a text", "leave it out"},
    {"[\"\\ud83d\"]", "t.json:1:3: \"\\ud83d\" is half of a pair of surrogates",
     "write both halves"},
    {"{\"a\": 1,\n \"b\": 2, \"\\u0061\": 3}",
     "t.json:2:10: the field \"a\" stands here a second time", "remove one of the two"},
    {"{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"d\":1}",
     "t.json:1:56: the field \"d\" stands here a second time", "remove one of the two"},
};

static void errors_name_place_finding_and_remedy(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++) {
        WritJson json;
        WritError error;
        WritStatus status = parse(writ_text(ERRORS[i].text), &json, &error);
        if (status != WRIT_INVALID || strcmp(error.text, ERRORS[i].said) != 0 ||
            strncmp(error.hint, ERRORS[i].hint, strlen(ERRORS[i].hint)) != 0) {
            fail_msg("%s: %s | %s", ERRORS[i].text, error.text, error.hint);
        }
        assert_int_equal(parse(writ_text(ERRORS[i].text), &json, NULL), WRIT_INVALID);
    }
}

static void places_count_lines_and_code_points(void **state)
{
    (void)state;
    WritJson json;
    assert_int_equal(
        parse(writ_text("{\"ä€𝄞\":\t1,\r\n \"\\u00e9\": [\"x\",\n{}, \"\\ud834\\udd1e\\n\", 0]}"),
              &json, NULL),
        WRIT_OK);
    assert_true(json.line == 1 && json.column == 1);
    assert_true(json.items[0].line == 1 && json.items[0].column == 9);
    assert_true(json.items[1].line == 2 && json.items[1].column == 12);
    assert_true(json.items[1].items[0].line == 2 && json.items[1].items[0].column == 13);
    assert_true(json.items[1].items[1].line == 3 && json.items[1].items[1].column == 1);
    assert_true(json.items[1].items[3].line == 3 && json.items[1].items[3].column == 23);
    assert_true(writ_text_is(json.keys[1], "é"));
    assert_ptr_equal(writ_json_find(&json, "é"), &json.items[1]);
    assert_null(writ_json_find(&json, "x"));
    assert_null(writ_json_find(&json.items[0], "x"));
}

static void the_result_does_not_point_into_the_text(void **state)
{
    (void)state;
    char text[] = "{\"key\": [\"word\", 12.5]}";
    WritJson json;
    assert_int_equal(parse(writ_text(text), &json, NULL), WRIT_OK);
    memset(text, 'x', sizeof text);
    assert_true(writ_text_is(json.keys[0], "key"));
    assert_true(writ_text_is(json.items[0].items[0].text, "word"));
    assert_true(writ_text_is(json.items[0].items[1].text, "12.5"));
}

static void bounds_are_exact_and_named(void **state)
{
    (void)state;
    WritBuffer text = {0};
    WritJson json;
    WritError error;
    for (int depth = WRIT_JSON_DEPTH_MAX; depth <= WRIT_JSON_DEPTH_MAX + 1; depth++) {
        writ_buffer_clear(&text);
        for (int i = 0; i < depth; i++) {
            writ_buffer_add_string(&text, i % 2 > 0 ? "[" : "{\"a\":");
        }
        writ_buffer_add_string(&text, "1");
        for (int i = depth - 1; i >= 0; i--) {
            writ_buffer_add_byte(&text, i % 2 > 0 ? ']' : '}');
        }
        assert_int_equal(parse(writ_buffer_text(&text), &json, &error),
                         depth <= WRIT_JSON_DEPTH_MAX ? WRIT_OK : WRIT_LIMIT);
    }
    assert_string_equal(error.text, "t.json:1:193: more than 64 brackets inside each other");
    for (int count = WRIT_JSON_MEMBERS_MAX; count <= WRIT_JSON_MEMBERS_MAX + 1; count++) {
        writ_buffer_clear(&text);
        for (int i = 0; i < count; i++) {
            writ_buffer_format(&text, "%s\"%d\":0", i > 0 ? "," : "{", i);
        }
        writ_buffer_add_byte(&text, '}');
        assert_int_equal(parse(writ_buffer_text(&text), &json, &error),
                         count <= WRIT_JSON_MEMBERS_MAX ? WRIT_OK : WRIT_LIMIT);
    }
    assert_non_null(strstr(error.text, "more than 10000 fields in one object"));
    writ_buffer_dispose(&text);
}

static void the_length_is_bounded(void **state)
{
    (void)state;
    static char text[WRIT_JSON_BYTES_MAX + 1];
    WritJson json;
    WritError error;
    memset(text, ' ', sizeof text);
    text[0] = '1';
    assert_int_equal(parse((WritText){text, WRIT_JSON_BYTES_MAX}, &json, &error), WRIT_OK);
    assert_int_equal(parse((WritText){text, sizeof text}, &json, &error), WRIT_LIMIT);
    assert_string_equal(error.text, "t.json has 1048577 bytes, at most 1048576 are read");
}

// What makes the most of the fewest bytes: the arena is checked by parse().
static void memory_is_bounded_by_the_length(void **state)
{
    (void)state;
    static const char *const dense[] = {"0,",    "[],",     "{},",      "[0],",
                                        "\"\",", "[[],0],", "{\"\":0},"};
    WritBuffer text = {0};
    for (size_t i = 0; i < sizeof dense / sizeof dense[0]; i++) {
        WritJson json;
        writ_buffer_clear(&text);
        writ_buffer_add_byte(&text, '[');
        while (text.length < WRIT_JSON_BYTES_MAX / 4) {
            writ_buffer_add_string(&text, dense[i]);
        }
        text.data[text.length - 1] = ']';
        assert_int_equal(parse(writ_buffer_text(&text), &json, NULL), WRIT_OK);
    }
    writ_buffer_dispose(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_as_the_standard_says),
        cmocka_unit_test(spoilt_texts_are_judged_as_by_the_second_reader),
        cmocka_unit_test(errors_name_place_finding_and_remedy),
        cmocka_unit_test(places_count_lines_and_code_points),
        cmocka_unit_test(the_result_does_not_point_into_the_text),
        cmocka_unit_test(bounds_are_exact_and_named),
        cmocka_unit_test(the_length_is_bounded),
        cmocka_unit_test(memory_is_bounded_by_the_length),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
