#include "value/json_refuse.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "value/quote.h"

enum { PHRASE_BYTES = 128 };

static const char *must_stand(JsonExpect expect)
{
    switch (expect) {
    case JSON_EXPECT_VALUE:
        return "a value";
    case JSON_EXPECT_VALUE_OR_CLOSE:
        return "a value or ]";
    case JSON_EXPECT_KEY:
        return "a field name in quotes";
    case JSON_EXPECT_KEY_OR_CLOSE:
        return "a field name in quotes or }";
    case JSON_EXPECT_COLON:
        return "a colon behind the field name";
    case JSON_EXPECT_COMMA_OR_BRACKET:
        return "a comma or ]";
    case JSON_EXPECT_COMMA_OR_BRACE:
        return "a comma or }";
    case JSON_EXPECT_END:
        return "the end, because the value is complete";
    }
    WRIT_UNREACHABLE();
}

// Something that is right in another place.
static WritStatus refuse_misplaced(JsonPlace place, const char *found, JsonExpect expect,
                                   WritError *error)
{
    return writ_fail(error, WRIT_INVALID, "%s:%u:%u: found %s where there must be %s",
                     place.source_name, place.line, place.column, found, must_stand(expect));
}

static WritStatus refuse_quoted(JsonPlace place, WritText text, JsonExpect expect, WritError *error)
{
    return refuse_misplaced(place, quote_text(text).text, expect, error);
}

static WritStatus refuse_bracket(JsonPlace place, const JsonScan *scan, JsonExpect expect,
                                 WritError *error)
{
    (void)refuse_quoted(place, scan->text, expect, error);
    char bracket = scan->text.data[0];
    if ((expect == JSON_EXPECT_VALUE && bracket == ']') ||
        (expect == JSON_EXPECT_KEY && bracket == '}')) {
        (void)writ_hint(error, "remove the comma before it");
    }
    return WRIT_INVALID;
}

static WritStatus refuse_end(JsonPlace place, JsonExpect expect, WritError *error)
{
    if (place.line == 1 && place.column == 1) {
        (void)writ_fail(error, WRIT_INVALID, "%s:1:1: there is nothing to read", place.source_name);
        return writ_hint(error, "write a JSON value, for example { … }");
    }
    (void)refuse_misplaced(place, "the end of the text", expect, error);
    return writ_hint(error, "is the text cut off? Every { needs a }, every [ a ]");
}

static WritStatus refuse_string(JsonPlace place, const JsonScan *scan, JsonExpect expect,
                                WritError *error)
{
    (void)refuse_quoted(place, scan->text, expect, error);
    if (expect == JSON_EXPECT_COMMA_OR_BRACE || expect == JSON_EXPECT_COMMA_OR_BRACKET) {
        (void)writ_hint(error, "write a comma before it");
    }
    return WRIT_INVALID;
}

static WritStatus refuse_word(JsonPlace place, WritText word, JsonExpect expect, WritError *error)
{
    static const char *const known[] = {"true", "false", "null"};
    if (expect == JSON_EXPECT_KEY || expect == JSON_EXPECT_KEY_OR_CLOSE) {
        (void)writ_fail(error, WRIT_INVALID, "%s:%u:%u: the field name %s has no quotes",
                        place.source_name, place.line, place.column, quote_text(word).text);
        return writ_hint(error, "write field names in double quotes: \"number\"");
    }
    (void)refuse_quoted(place, word, expect, error);
    if (expect != JSON_EXPECT_VALUE && expect != JSON_EXPECT_VALUE_OR_CLOSE) {
        return WRIT_INVALID;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (word.length == strlen(known[i]) && strncasecmp(word.data, known[i], word.length) == 0) {
            return writ_hint(error, "write %s, in small letters", known[i]);
        }
    }
    return writ_hint(error, "write texts in double quotes; leave out a field that has no value");
}

static WritStatus refuse_number(JsonPlace place, WritText number, WritError *error)
{
    (void)writ_fail(error, WRIT_INVALID, "%s:%u:%u: %s is no JSON number", place.source_name,
                    place.line, place.column, quote_text(number).text);
    size_t sign = number.data[0] == '-' ? 1 : 0;
    if (number.length > sign + 1 && number.data[sign] == '0' && number.data[sign + 1] >= '0' &&
        number.data[sign + 1] <= '9') {
        return writ_hint(error, "write it without zeros in front, or in quotes if it is a text");
    }
    return writ_hint(error, "write digits, with digits on both sides of a point: 12, 0.5, -3; "
                            "anything else stands in quotes");
}

// The few characters that people and programs put where JSON has quotes or nothing.
static WritStatus refuse_character(JsonPlace place, WritText character, JsonExpect expect,
                                   WritError *error)
{
    static const char *const quotes[] = {"'", "`", "“", "”", "„", "‘", "’", "«", "»"};
    (void)refuse_quoted(place, character, expect, error);
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        if (writ_text_is(character, quotes[i])) {
            return writ_hint(error, "texts and field names stand in straight double quotes: \"…\"");
        }
    }
    if (writ_text_is(character, "/") || writ_text_is(character, "#")) {
        return writ_hint(error, "JSON has no comments: remove it");
    }
    return WRIT_INVALID;
}

// What is wrong inside a string, as a sentence and what to do.
static WritStatus refuse_content(JsonPlace place, const JsonScan *scan, JsonToken token,
                                 WritError *error)
{
    char claim[PHRASE_BYTES];
    const char *advice = "";
    unsigned byte = scan->text.length > 0 ? (unsigned char)scan->text.data[0] : 0;
    if (token == JSON_TOKEN_BAD_UTF8) {
        (void)snprintf(claim, sizeof claim, "the byte 0x%02x is no UTF-8", byte);
        advice = "save the text as UTF-8";
    } else if (token == JSON_TOKEN_OPEN_STRING) {
        (void)snprintf(claim, sizeof claim, "this text is not closed in its line");
        advice = "write \" at its end; a line break inside a text is \\n";
    } else if (token == JSON_TOKEN_CONTROL) {
        (void)snprintf(claim, sizeof claim, "the control character U+%04X stands in a text", byte);
        advice = byte == '\t' ? "write \\t" : "leave it out, or write it as \\u and four digits";
    } else if (token == JSON_TOKEN_BAD_ESCAPE) {
        (void)snprintf(claim, sizeof claim, "%s is no escape", quote_text(scan->text).text);
        advice =
            "write \\\\ for a backslash; escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u "
            "with four digits";
    } else if (token == JSON_TOKEN_ZERO) {
        (void)snprintf(claim, sizeof claim, "the character U+0000 stands in a text");
        advice = "leave it out";
    } else {
        assert(token == JSON_TOKEN_SURROGATE);
        (void)snprintf(claim, sizeof claim, "%s is half of a pair of surrogates",
                       quote_text(scan->text).text);
        advice = "write both halves, or the character itself";
    }
    (void)writ_fail(error, WRIT_INVALID, "%s:%u:%u: %s", place.source_name, place.line,
                    place.column, claim);
    return writ_hint(error, "%s", advice);
}

WritStatus json_refuse(JsonPlace place, const JsonScan *scan, JsonToken token, JsonExpect expect,
                       WritError *error)
{
    switch (token) {
    case JSON_TOKEN_END:
        return refuse_end(place, expect, error);
    case JSON_TOKEN_CLOSE_OBJECT:
    case JSON_TOKEN_CLOSE_ARRAY:
        return refuse_bracket(place, scan, expect, error);
    case JSON_TOKEN_STRING:
        return refuse_string(place, scan, expect, error);
    case JSON_TOKEN_OPEN_OBJECT:
    case JSON_TOKEN_OPEN_ARRAY:
    case JSON_TOKEN_COLON:
    case JSON_TOKEN_COMMA:
    case JSON_TOKEN_NUMBER:
    case JSON_TOKEN_TRUE:
    case JSON_TOKEN_FALSE:
    case JSON_TOKEN_NULL:
        return refuse_quoted(place, scan->text, expect, error);
    case JSON_TOKEN_WORD:
        return refuse_word(place, scan->text, expect, error);
    case JSON_TOKEN_BAD_NUMBER:
        return refuse_number(place, scan->text, error);
    case JSON_TOKEN_BYTE_ORDER_MARK:
        (void)writ_fail(error, WRIT_INVALID, "%s:%u:%u: a byte order mark stands here",
                        place.source_name, place.line, place.column);
        return writ_hint(error, "save the text as UTF-8 without one");
    case JSON_TOKEN_OTHER:
        return refuse_character(place, scan->text, expect, error);
    case JSON_TOKEN_BAD_UTF8:
    case JSON_TOKEN_OPEN_STRING:
    case JSON_TOKEN_CONTROL:
    case JSON_TOKEN_BAD_ESCAPE:
    case JSON_TOKEN_ZERO:
    case JSON_TOKEN_SURROGATE:
        return refuse_content(place, scan, token, error);
    }
    WRIT_UNREACHABLE();
}
