// The table that a hook returns, as JSON. A table is a list when its keys are 1 to n, a record when
// they are texts, and nothing else; every refusal says where.
#include "hook/child/internal.h"

#include <math.h>
#include <string.h>

#include "hook/child/order.h"

typedef struct Encoder Encoder;

// One step of the way from the outputs to the value that is being written.
typedef struct Step {
    WritText field;    // Of a record; data is NULL in a list.
    lua_Integer place; // In a list.
    const void *table; // What the step leads into, to see a table within itself.
} Step;

struct Encoder {
    lua_State *L;
    WritBuffer *out;
    Step path[WRIT_HOOK_DEPTH_MAX + 1];
    uint32_t depth;
};

static void encode(Encoder *encoder, int index);

static void print_path(const Encoder *encoder, WritBuffer *text)
{
    writ_buffer_add_string(text, "outputs");
    for (uint32_t i = 0; i < encoder->depth; i++) {
        const Step *step = &encoder->path[i];
        if (step->field.data != NULL) {
            writ_buffer_add_byte(text, '.');
            visible_add(text, step->field, 60);
        } else {
            writ_buffer_format(text, "[%lld]", (long long)step->place);
        }
    }
}

// Raises "outputs.lines[2].price: …". The sentence is built in the message buffer of the sandbox,
// which an error cannot leak.
static _Noreturn void refuse(const Encoder *encoder, const char *why)
{
    WritBuffer *text = &sandbox_of(encoder->L)->message;
    writ_buffer_clear(text);
    print_path(encoder, text);
    (void)luaL_error(encoder->L, "%s: %s", writ_buffer_string(text), why);
    __builtin_unreachable();
}

static void check_size(const Encoder *encoder)
{
    if (encoder->out->length > WRIT_HOOK_RESULT_BYTES_MAX) {
        limits_reach(encoder->L, WRIT_HOOK_LIMIT_RESULT_BYTES);
    }
}

static void encode_text(Encoder *encoder, WritText text)
{
    if (text.length > WRIT_HOOK_RESULT_BYTES_MAX) {
        limits_reach(encoder->L, WRIT_HOOK_LIMIT_RESULT_BYTES);
    }
    if (!writ_text_is_utf8(text)) {
        refuse(encoder, "the text is not UTF-8");
    }
    if (text.length > 0 && memchr(text.data, '\0', text.length) != NULL) {
        refuse(encoder, "the text has a zero byte");
    }
    writ_buffer_add_byte(encoder->out, '"');
    writ_buffer_add_json(encoder->out, text);
    writ_buffer_add_byte(encoder->out, '"');
    check_size(encoder);
}

static void encode_number(Encoder *encoder, int index)
{
    if (lua_isinteger(encoder->L, index) == 0) {
        refuse(encoder,
               isfinite(lua_tonumber(encoder->L, index))
                   ? "a binary number cannot cross; return a text such as \"12.50\", or an "
                     "integer (// divides without a fraction)"
                   : "this is not a number");
    }
    writ_buffer_format(encoder->out, "%lld", (long long)lua_tointeger(encoder->L, index));
    check_size(encoder);
}

static void push_step(Encoder *encoder, Step step)
{
    if (encoder->depth == WRIT_HOOK_DEPTH_MAX) {
        limits_reach(encoder->L, WRIT_HOOK_LIMIT_RESULT_DEPTH);
    }
    encoder->path[encoder->depth++] = step;
}

static void encode_list(Encoder *encoder, int index, lua_Integer count)
{
    const void *table = lua_topointer(encoder->L, index);
    writ_buffer_add_byte(encoder->out, '[');
    for (lua_Integer i = 1; i <= count; i++) {
        writ_buffer_add_string(encoder->out, i > 1 ? "," : "");
        push_step(encoder, (Step){.place = i, .table = table});
        (void)lua_rawgeti(encoder->L, index, i);
        encode(encoder, lua_gettop(encoder->L));
        lua_pop(encoder->L, 1);
        encoder->depth--;
    }
    writ_buffer_add_byte(encoder->out, ']');
    check_size(encoder);
}

// `index + 1` on the stack has the sorted keys, all of them texts.
static void encode_record(Encoder *encoder, int index, lua_Integer count)
{
    lua_State *L = encoder->L;
    const void *table = lua_topointer(L, index);
    int keys = lua_gettop(L);
    writ_buffer_add_byte(encoder->out, '{');
    for (lua_Integer i = 1; i <= count; i++) {
        writ_buffer_add_string(encoder->out, i > 1 ? "," : "");
        (void)lua_rawgeti(L, keys, i);
        WritText key = {NULL, 0};
        key.data = lua_tolstring(L, -1, &key.length);
        push_step(encoder, (Step){.field = key, .table = table});
        encode_text(encoder, key);
        writ_buffer_add_byte(encoder->out, ':');
        lua_pushvalue(L, -1);
        (void)lua_rawget(L, index);
        encode(encoder, lua_gettop(L));
        lua_pop(L, 2);
        encoder->depth--;
    }
    writ_buffer_add_byte(encoder->out, '}');
    check_size(encoder);
}

static void check_no_cycle(const Encoder *encoder, int index)
{
    const void *table = lua_topointer(encoder->L, index);
    for (uint32_t i = 0; i < encoder->depth; i++) {
        if (encoder->path[i].table == table) {
            refuse(encoder, "this table contains itself");
        }
    }
}

// The keys are sorted, numbers first: whether they are 1 to n shows at the two ends.
static void encode_table(Encoder *encoder, int index)
{
    lua_State *L = encoder->L;
    check_no_cycle(encoder, index);
    luaL_checkstack(L, 8, "the outputs are nested too deep");
    lua_Integer count = order_push_keys(L, index);
    if (count == 0) {
        writ_buffer_add_string(encoder->out, encoder->depth == 0 ? "{}" : "[]");
        lua_pop(L, 1);
        return;
    }
    bool first_is_text = lua_rawgeti(L, -1, 1) == LUA_TSTRING;
    bool first_is_one = lua_isinteger(L, -1) != 0 && lua_tointeger(L, -1) == 1;
    bool last_is_text = lua_rawgeti(L, -2, count) == LUA_TSTRING;
    bool last_is_count = lua_isinteger(L, -1) != 0 && lua_tointeger(L, -1) == count;
    lua_pop(L, 2);
    if (first_is_text && last_is_text) {
        encode_record(encoder, index, count);
    } else if (first_is_one && last_is_count && encoder->depth > 0) {
        encode_list(encoder, index, count);
    } else if (encoder->depth == 0) {
        refuse(encoder, "every field needs a name");
    } else {
        refuse(encoder, "a table is either a list, with the keys 1 to n, or a record, with names");
    }
    lua_pop(L, 1);
}

static void encode(Encoder *encoder, int index)
{
    lua_State *L = encoder->L;
    int type = lua_type(L, index);
    limits_charge(L, 1);
    if (type == LUA_TTABLE) {
        encode_table(encoder, index);
    } else if (type == LUA_TSTRING) {
        WritText text = {NULL, 0};
        text.data = lua_tolstring(L, index, &text.length);
        encode_text(encoder, text);
    } else if (type == LUA_TNUMBER) {
        encode_number(encoder, index);
    } else if (type == LUA_TBOOLEAN) {
        writ_buffer_add_string(encoder->out, lua_toboolean(L, index) != 0 ? "true" : "false");
        check_size(encoder);
    } else {
        refuse(encoder, type == LUA_TFUNCTION ? "a function cannot cross"
                                              : "the list has a gap: a list has the keys 1 to n");
    }
}

void values_take_outputs(lua_State *L, int index)
{
    Encoder encoder = {.L = L, .out = &sandbox_of(L)->outputs};
    writ_buffer_clear(encoder.out);
    if (lua_isnoneornil(L, index)) {
        writ_buffer_add_string(encoder.out, "{}");
        return;
    }
    if (lua_type(L, index) != LUA_TTABLE) {
        (void)luaL_error(L, "outputs: a table is expected beside the outcome, not a %s",
                         luaL_typename(L, index));
    }
    encode_table(&encoder, index);
}
