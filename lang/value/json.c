// The JSON reader: a loop over tokens with a stack of open brackets, so that depth costs no stack.
//
// Members wait in one growing array until their bracket closes; then they are copied to the arena
// in their final size.
#include "writ/json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "value/json_refuse.h"
#include "value/json_scan.h"
#include "value/quote.h"

// A member of an object, or an element of an array (without a key).
typedef struct Member {
    WritText key;
    uint32_t key_line;
    uint32_t key_column;
    WritJson value;
} Member;

typedef struct Frame {
    WritJsonKind kind;
    size_t slot;  // The waiting member whose value this bracket becomes.
    size_t first; // Its own first member.
} Frame;

typedef struct Parser {
    JsonScan scan;
    JsonExpect expect;
    WritArena *arena;
    const char *source_name;
    WritError *error;
    WritBuffer waiting; // Holds Members.
    Frame frames[WRIT_JSON_DEPTH_MAX];
    int depth;
} Parser;

enum { PAIRWISE_MEMBERS_MAX = 8 };

static size_t member_count(const Parser *parser)
{
    return parser->waiting.length / sizeof(Member);
}

static Member *member_at(Parser *parser, size_t index)
{
    assert(index < member_count(parser));
    return (Member *)(void *)parser->waiting.data + index;
}

static Member *add_member(Parser *parser)
{
    static const Member none;
    writ_buffer_add(&parser->waiting, (WritText){(const char *)&none, sizeof none});
    return member_at(parser, member_count(parser) - 1);
}

static bool in_object(const Parser *parser)
{
    return parser->depth > 0 && parser->frames[parser->depth - 1].kind == WRIT_JSON_OBJECT;
}

static JsonPlace place_at(const Parser *parser, uint32_t line, uint32_t column)
{
    return (JsonPlace){parser->source_name, line, column};
}

static WritStatus refuse_token(Parser *parser, JsonToken token)
{
    JsonPlace place = place_at(parser, parser->scan.token_line, parser->scan.token_column);
    return json_refuse(place, &parser->scan, token, parser->expect, parser->error);
}

static WritStatus refuse_limit(Parser *parser, const char *what, int maximum)
{
    return writ_fail(parser->error, WRIT_LIMIT, "%s:%u:%u: more than %d %s", parser->source_name,
                     parser->scan.token_line, parser->scan.token_column, maximum, what);
}

static WritStatus refuse_duplicate(Parser *parser, const Member *member)
{
    (void)writ_fail(parser->error, WRIT_INVALID, "%s:%u:%u: the field %s stands here a second time",
                    parser->source_name, member->key_line, member->key_column,
                    quote_text(member->key).text);
    return writ_hint(parser->error, "remove one of the two");
}

static int compare_keys(const void *a, const void *b)
{
    const Member *first = *(const Member *const *)a;
    const Member *second = *(const Member *const *)b;
    int order = writ_text_compare(first->key, second->key);
    if (order != 0) {
        return order;
    }
    return first < second ? -1 : first > second;
}

// Sorting bounds the work: a hash table could be filled with keys that collide. Returns the
// second of two members with one key, or NULL.
static const Member *find_duplicate_sorted(Parser *parser, const Member *members, size_t count)
{
    const Member **sorted = writ_arena_array(parser->arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &members[i];
    }
    qsort(sorted, count, sizeof *sorted, compare_keys);
    for (size_t i = 1; i < count; i++) {
        if (writ_text_equal(sorted[i - 1]->key, sorted[i]->key)) {
            return sorted[i];
        }
    }
    return NULL;
}

static const Member *find_duplicate(Parser *parser, const Member *members, size_t count)
{
    if (count > PAIRWISE_MEMBERS_MAX) {
        return find_duplicate_sorted(parser, members, count);
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (writ_text_equal(members[i].key, members[j].key)) {
                return &members[i];
            }
        }
    }
    return NULL;
}

static void expect_after_value(Parser *parser)
{
    if (parser->depth == 0) {
        parser->expect = JSON_EXPECT_END;
    } else {
        parser->expect =
            in_object(parser) ? JSON_EXPECT_COMMA_OR_BRACE : JSON_EXPECT_COMMA_OR_BRACKET;
    }
}

static void fill(Parser *parser, WritJson *json, size_t first, size_t count)
{
    const Member *members = count > 0 ? member_at(parser, first) : NULL;
    json->count = (uint32_t)count;
    if (count > 0) {
        json->items = writ_arena_array(parser->arena, count, sizeof *json->items);
        if (json->kind == WRIT_JSON_OBJECT) {
            json->keys = writ_arena_array(parser->arena, count, sizeof *json->keys);
        }
    }
    for (size_t i = 0; i < count; i++) {
        json->items[i] = members[i].value;
        if (json->keys != NULL) {
            json->keys[i] = members[i].key;
        }
    }
}

static WritStatus close_bracket(Parser *parser)
{
    assert(parser->depth > 0);
    const Frame *frame = &parser->frames[parser->depth - 1];
    size_t count = member_count(parser) - frame->first;
    if (frame->kind == WRIT_JSON_OBJECT && count > 1) {
        const Member *duplicate = find_duplicate(parser, member_at(parser, frame->first), count);
        if (duplicate != NULL) {
            return refuse_duplicate(parser, duplicate);
        }
    }
    fill(parser, &member_at(parser, frame->slot)->value, frame->first, count);
    parser->waiting.length = frame->first * sizeof(Member);
    parser->depth--;
    expect_after_value(parser);
    return WRIT_OK;
}

// The member that the value belongs to: its key made it, or in an array the value itself.
static Member *begin_value(Parser *parser, WritJsonKind kind)
{
    Member *member =
        in_object(parser) ? member_at(parser, member_count(parser) - 1) : add_member(parser);
    member->value.kind = kind;
    member->value.line = parser->scan.token_line;
    member->value.column = parser->scan.token_column;
    return member;
}

static WritStatus open_bracket(Parser *parser, WritJsonKind kind)
{
    if (parser->depth == WRIT_JSON_DEPTH_MAX) {
        return refuse_limit(parser, "brackets inside each other", WRIT_JSON_DEPTH_MAX);
    }
    (void)begin_value(parser, kind);
    size_t count = member_count(parser);
    parser->frames[parser->depth++] = (Frame){.kind = kind, .slot = count - 1, .first = count};
    parser->expect =
        kind == WRIT_JSON_OBJECT ? JSON_EXPECT_KEY_OR_CLOSE : JSON_EXPECT_VALUE_OR_CLOSE;
    return WRIT_OK;
}

static WritStatus take_scalar(Parser *parser, WritJsonKind kind, bool boolean)
{
    Member *member = begin_value(parser, kind);
    member->value.boolean = boolean;
    if (kind == WRIT_JSON_STRING || kind == WRIT_JSON_NUMBER) {
        member->value.text = parser->scan.text;
    }
    expect_after_value(parser);
    return WRIT_OK;
}

static WritStatus take_value(Parser *parser, JsonToken token)
{
    if (token == JSON_TOKEN_STRING) {
        return take_scalar(parser, WRIT_JSON_STRING, false);
    }
    if (token == JSON_TOKEN_NUMBER) {
        return take_scalar(parser, WRIT_JSON_NUMBER, false);
    }
    if (token == JSON_TOKEN_TRUE || token == JSON_TOKEN_FALSE) {
        return take_scalar(parser, WRIT_JSON_BOOLEAN, token == JSON_TOKEN_TRUE);
    }
    if (token == JSON_TOKEN_NULL) {
        return take_scalar(parser, WRIT_JSON_NULL, false);
    }
    if (token == JSON_TOKEN_OPEN_OBJECT) {
        return open_bracket(parser, WRIT_JSON_OBJECT);
    }
    if (token == JSON_TOKEN_OPEN_ARRAY) {
        return open_bracket(parser, WRIT_JSON_ARRAY);
    }
    return refuse_token(parser, token);
}

static WritStatus take_key(Parser *parser, JsonToken token)
{
    if (token != JSON_TOKEN_STRING) {
        return refuse_token(parser, token);
    }
    const Frame *frame = &parser->frames[parser->depth - 1];
    if (member_count(parser) - frame->first == WRIT_JSON_MEMBERS_MAX) {
        return refuse_limit(parser, "fields in one object", WRIT_JSON_MEMBERS_MAX);
    }
    Member *member = add_member(parser);
    member->key = parser->scan.text;
    member->key_line = parser->scan.token_line;
    member->key_column = parser->scan.token_column;
    parser->expect = JSON_EXPECT_COLON;
    return WRIT_OK;
}

static WritStatus take_token(Parser *parser, JsonToken token)
{
    JsonToken close = in_object(parser) ? JSON_TOKEN_CLOSE_OBJECT : JSON_TOKEN_CLOSE_ARRAY;
    switch (parser->expect) {
    case JSON_EXPECT_VALUE:
        return take_value(parser, token);
    case JSON_EXPECT_VALUE_OR_CLOSE:
        return token == close ? close_bracket(parser) : take_value(parser, token);
    case JSON_EXPECT_KEY:
        return take_key(parser, token);
    case JSON_EXPECT_KEY_OR_CLOSE:
        return token == close ? close_bracket(parser) : take_key(parser, token);
    case JSON_EXPECT_COLON:
        if (token != JSON_TOKEN_COLON) {
            return refuse_token(parser, token);
        }
        parser->expect = JSON_EXPECT_VALUE;
        return WRIT_OK;
    case JSON_EXPECT_COMMA_OR_BRACKET:
    case JSON_EXPECT_COMMA_OR_BRACE:
        if (token == close) {
            return close_bracket(parser);
        }
        if (token != JSON_TOKEN_COMMA) {
            return refuse_token(parser, token);
        }
        parser->expect = in_object(parser) ? JSON_EXPECT_KEY : JSON_EXPECT_VALUE;
        return WRIT_OK;
    case JSON_EXPECT_END:
        return token == JSON_TOKEN_END ? WRIT_OK : refuse_token(parser, token);
    }
    WRIT_UNREACHABLE();
}

WritStatus writ_json_parse(WritJson *json, WritArena *arena, WritText bytes,
                           const char *source_name, WritError *error)
{
    assert(json != NULL && arena != NULL && source_name != NULL);
    if (bytes.length > WRIT_JSON_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "%s has %zu bytes, at most %d are read", source_name,
                         bytes.length, WRIT_JSON_BYTES_MAX);
    }
    // The scanner needs a NUL behind the text and unescapes in place.
    unsigned char *copy = writ_arena_alloc(arena, bytes.length + 1);
    if (bytes.length > 0) {
        memcpy(copy, bytes.data, bytes.length);
    }
    Parser parser = {
        .scan = {.next = copy, .limit = copy + bytes.length, .line = 1, .column = 1},
        .expect = JSON_EXPECT_VALUE,
        .arena = arena,
        .source_name = source_name,
        .error = error,
    };
    WritStatus status = WRIT_OK;
    JsonToken token = JSON_TOKEN_COMMA;
    while (status == WRIT_OK && token != JSON_TOKEN_END) {
        token = json_scan_next(&parser.scan);
        status = take_token(&parser, token);
    }
    if (status == WRIT_OK) {
        assert(parser.depth == 0 && member_count(&parser) == 1);
        *json = member_at(&parser, 0)->value;
    }
    writ_buffer_dispose(&parser.waiting);
    return status;
}

const WritJson *writ_json_find(const WritJson *object, const char *key)
{
    assert(object != NULL && key != NULL);
    if (object->kind != WRIT_JSON_OBJECT) {
        return NULL;
    }
    for (uint32_t i = 0; i < object->count; i++) {
        if (writ_text_is(object->keys[i], key)) {
            return &object->items[i];
        }
    }
    return NULL;
}
