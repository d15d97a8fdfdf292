// string.rep, find, match, gmatch, gsub and the mappings: the functions that can work for ever in
// one call, or make one text larger than all memory, when they come from the stock library.
#include "hook/child/internal.h"

#include <ctype.h>
#include <string.h>

#include "hook/child/builder.h"
#include "hook/child/pattern.h"

static WritText check_text(lua_State *L, int index)
{
    WritText text = {NULL, 0};
    text.data = luaL_checklstring(L, index, &text.length);
    return text;
}

// string.rep(text, count [, separator])
static int string_rep(lua_State *L)
{
    WritText text = check_text(L, 1);
    lua_Integer count = luaL_checkinteger(L, 2);
    WritText between = {"", 0};
    between.data = luaL_optlstring(L, 3, "", &between.length);
    if (count <= 0 || text.length + between.length == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (text.length + between.length > WRIT_HOOK_MEMORY_BYTES_MAX / (uint64_t)count) {
        limits_reach(L, WRIT_HOOK_LIMIT_MEMORY);
    }
    size_t total = text.length * (size_t)count + between.length * (size_t)(count - 1);
    limits_charge_bytes(L, total);
    Builder builder;
    builder_init(&builder, L);
    char *to = builder_reserve(&builder, total);
    memcpy(to, text.data, text.length);
    size_t unit = text.length + (count > 1 ? between.length : 0);
    memcpy(to + text.length, between.data, unit - text.length);
    // What is there is copied behind itself, twice as much each time.
    for (size_t done = unit; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy(to + done, to, more);
        done += more;
    }
    builder.length = total;
    builder_push(&builder);
    return 1;
}

// string.upper, string.lower
static int map_bytes(lua_State *L, int (*map)(int))
{
    WritText text = check_text(L, 1);
    Builder builder;
    builder_init(&builder, L);
    limits_charge_bytes(L, text.length);
    char *to = builder_reserve(&builder, text.length);
    for (size_t i = 0; i < text.length; i++) {
        to[i] = (char)map((unsigned char)text.data[i]);
    }
    builder.length = text.length;
    builder_push(&builder);
    return 1;
}

static int string_upper(lua_State *L)
{
    return map_bytes(L, toupper);
}

static int string_lower(lua_State *L)
{
    return map_bytes(L, tolower);
}

static int string_reverse(lua_State *L)
{
    WritText text = check_text(L, 1);
    Builder builder;
    builder_init(&builder, L);
    limits_charge_bytes(L, text.length);
    char *to = builder_reserve(&builder, text.length);
    for (size_t i = 0; i < text.length; i++) {
        to[i] = text.data[text.length - 1 - i];
    }
    builder.length = text.length;
    builder_push(&builder);
    return 1;
}

// A start from 1, or from the end when negative, as an offset; past the end is length + 1.
static size_t start_offset(lua_Integer start, size_t length)
{
    if (start > 0) {
        return (uint64_t)start - 1 > length ? length + 1 : (size_t)start - 1;
    }
    if (start == 0 || (uint64_t)0 - (uint64_t)start > length) {
        return 0;
    }
    return length - (size_t)((uint64_t)0 - (uint64_t)start);
}

static int push_span(lua_State *L, size_t start, size_t end)
{
    lua_pushinteger(L, (lua_Integer)start + 1);
    lua_pushinteger(L, (lua_Integer)end);
    return 2;
}

static bool has_specials(WritText text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (memchr("^$*+?.([%-", text.data[i], 10) != NULL) {
            return true;
        }
    }
    return false;
}

// string.find(text, pattern [, start [, plain]])
static int string_find(lua_State *L)
{
    WritText text = check_text(L, 1);
    WritText wanted = check_text(L, 2);
    size_t start = start_offset(luaL_optinteger(L, 3, 1), text.length);
    if (start > text.length) {
        lua_pushnil(L);
        return 1;
    }
    if (lua_toboolean(L, 4) != 0 || !has_specials(wanted)) {
        limits_charge_bytes(L, text.length - start + wanted.length);
        const char *at = memmem(text.data + start, text.length - start, wanted.data, wanted.length);
        if (at == NULL) {
            lua_pushnil(L);
            return 1;
        }
        size_t found = (size_t)(at - text.data);
        return push_span(L, found, found + wanted.length);
    }
    PatternMatch match;
    const Pattern *pattern = pattern_push(L, wanted, PATTERN_MAY_ANCHOR);
    if (!pattern_find(L, pattern, text, start, &match)) {
        lua_pushnil(L);
        return 1;
    }
    int count = push_span(L, match.start, match.end);
    return match.capture_count == 0 ? count : count + pattern_push_captures(L, &match, text);
}

// string.match(text, pattern [, start])
static int string_match(lua_State *L)
{
    WritText text = check_text(L, 1);
    size_t start = start_offset(luaL_optinteger(L, 3, 1), text.length);
    const Pattern *pattern = pattern_push(L, check_text(L, 2), PATTERN_MAY_ANCHOR);
    PatternMatch match;
    if (start > text.length || !pattern_find(L, pattern, text, start, &match)) {
        lua_pushnil(L);
        return 1;
    }
    return pattern_push_captures(L, &match, text);
}

// Upvalues: the text, the pattern, where to go on, and the end of the last match (or -1): a match
// of nothing at the end of the one before is not another match.
static int next_match(lua_State *L)
{
    WritText text = {NULL, 0};
    text.data = lua_tolstring(L, lua_upvalueindex(1), &text.length);
    const Pattern *pattern = lua_touserdata(L, lua_upvalueindex(2));
    size_t start = (size_t)lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last_end = lua_tointeger(L, lua_upvalueindex(4));
    PatternMatch match;
    for (; start <= text.length; start++) {
        if (pattern_match_at(L, pattern, text, start, &match) &&
            (lua_Integer)match.end != last_end) {
            lua_pushinteger(L, (lua_Integer)match.end);
            lua_copy(L, -1, lua_upvalueindex(3));
            lua_replace(L, lua_upvalueindex(4));
            return pattern_push_captures(L, &match, text);
        }
    }
    return 0;
}

// string.gmatch(text, pattern [, start])
static int string_gmatch(lua_State *L)
{
    WritText text = check_text(L, 1);
    WritText wanted = check_text(L, 2);
    size_t start = start_offset(luaL_optinteger(L, 3, 1), text.length);
    lua_settop(L, 2);
    lua_pushvalue(L, 1);
    (void)pattern_push(L, wanted, PATTERN_NEVER_ANCHOR);
    lua_pushinteger(L, (lua_Integer)start);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}

// Adds the replacement text at stack index 3 with its %0 to %9 filled in.
static void add_template(lua_State *L, Builder *builder, const PatternMatch *match,
                         WritText subject)
{
    WritText template = {NULL, 0};
    template.data = lua_tolstring(L, 3, &template.length);
    limits_charge_bytes(L, template.length);
    for (size_t i = 0; i < template.length; i++) {
        char byte = template.data[i];
        if (byte != '%') {
            builder_add_byte(builder, byte);
            continue;
        }
        i++;
        byte = i < template.length ? template.data[i] : '\0';
        if (byte == '%') {
            builder_add_byte(builder, byte);
        } else if (byte == '0') {
            builder_add(builder, subject.data + match->start, match->end - match->start);
        } else if (byte >= '1' && byte <= '9') {
            pattern_push_capture(L, match, (uint32_t)(byte - '1'), subject);
            builder_add_top(builder);
        } else {
            (void)luaL_error(L, "invalid use of '%%' in replacement text");
        }
    }
}

// Adds what takes the place of `match`, as the third argument of string.gsub says.
static void add_replacement(lua_State *L, Builder *builder, const PatternMatch *match,
                            WritText subject)
{
    int type = lua_type(L, 3);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_template(L, builder, match, subject);
        return;
    }
    if (type == LUA_TTABLE) {
        pattern_push_capture(L, match, 0, subject);
        (void)lua_gettable(L, 3);
    } else {
        lua_pushvalue(L, 3);
        int count = pattern_push_captures(L, match, subject);
        lua_call(L, count, 1);
    }
    if (lua_toboolean(L, -1) == 0) {
        lua_pop(L, 1);
        builder_add(builder, subject.data + match->start, match->end - match->start);
        return;
    }
    if (lua_isstring(L, -1) == 0) {
        (void)luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    builder_add_top(builder);
}

// string.gsub(text, pattern, replacement [, count])
static int string_gsub(lua_State *L)
{
    WritText text = check_text(L, 1);
    WritText wanted = check_text(L, 2);
    int type = lua_type(L, 3);
    luaL_argexpected(L,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION ||
                         type == LUA_TTABLE,
                     3, "string/function/table");
    if (type == LUA_TNUMBER) {
        (void)lua_tolstring(L, 3, NULL);
    }
    lua_Integer count_max = luaL_optinteger(L, 4, (lua_Integer)text.length + 1);
    const Pattern *pattern = pattern_push(L, wanted, PATTERN_MAY_ANCHOR);
    bool anchored = pattern_is_anchored(pattern);
    lua_Integer count = 0;
    size_t last_end = SIZE_MAX;
    Builder builder;
    builder_init(&builder, L);
    size_t at = 0;
    while (count < count_max) {
        PatternMatch match;
        if (pattern_match_at(L, pattern, text, at, &match) && match.end != last_end) {
            count++;
            add_replacement(L, &builder, &match, text);
            at = last_end = match.end;
        } else if (at < text.length) {
            builder_add_byte(&builder, text.data[at++]);
        } else {
            break;
        }
        if (anchored) {
            break;
        }
    }
    builder_add(&builder, text.data + at, text.length - at);
    builder_push(&builder);
    lua_pushinteger(L, count);
    return 2;
}

const luaL_Reg library_string_functions[] = {
    {"find", string_find},       {"gmatch", string_gmatch}, {"gsub", string_gsub},
    {"lower", string_lower},     {"match", string_match},   {"rep", string_rep},
    {"reverse", string_reverse}, {"upper", string_upper},   {NULL, NULL},
};
