// string.format with the conversions of the reference manual, less %p (an address) and %a (a
// binary number). A conversion is checked whole before it reaches the C library.
#include "hook/child/internal.h"

#include <stdio.h>
#include <string.h>

#include "hook/child/builder.h"

enum {
    SPEC_BYTES = 16,    // "%-+ #099.99lld" and a NUL.
    NUMBER_BYTES = 512, // "%99.99f" of the largest number has 309 + 1 + 99 digits.
};

typedef struct Spec {
    char text[SPEC_BYTES]; // For snprintf, without the conversion's letter.
    size_t length;
    bool is_plain; // "%s" and the like: no flag, width or precision.
    char letter;
} Spec;

// Which flags, and whether a precision, make sense for a conversion; NULL when there is none.
static const char *flags_of(char letter, bool *precision)
{
    static const struct {
        const char *letters;
        const char *flags;
        bool precision;
    } rules[] = {
        {"di", "-+0 ", true}, {"u", "-0", true}, {"xXo", "-#0", true}, {"eEfgG", "-+ #0", true},
        {"c", "-", false},    {"s", "-", true},  {"q", "", false},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (letter != '\0' && strchr(rules[i].letters, letter) != NULL) {
            *precision = rules[i].precision;
            return rules[i].flags;
        }
    }
    return NULL;
}

static size_t count_digits(const char *at, const char *end)
{
    size_t count = 0;
    while (count < 2 && at + count < end && at[count] >= '0' && at[count] <= '9') {
        count++;
    }
    return count;
}

// Reads what follows "%" and returns its end. Raises when it is no conversion.
static const char *read_spec(lua_State *L, const char *at, const char *end, Spec *spec)
{
    const char *start = at;
    while (at < end && *at != '\0' && strchr("-+ #0", *at) != NULL) {
        at++;
    }
    size_t flag_count = (size_t)(at - start);
    at += count_digits(at, end);
    bool has_precision = at < end && *at == '.';
    if (has_precision) {
        at++;
        at += count_digits(at, end);
    }
    spec->letter = at < end ? *at : '\0';
    bool precision = false;
    const char *flags = flags_of(spec->letter, &precision);
    bool good = flags != NULL && (!has_precision || precision) && flag_count <= 5 &&
                (spec->letter != 'q' || at == start);
    for (size_t i = 0; good && i < flag_count; i++) {
        good = strchr(flags, start[i]) != NULL;
    }
    if (!good) {
        if (spec->letter == 'p') {
            (void)luaL_error(L, "string.format: %%p is not available in a hook");
        }
        (void)luaL_error(L, "string.format: \"%%%s\" is no conversion",
                         lua_pushlstring(L, start, (size_t)(at - start) + (at < end ? 1 : 0)));
    }
    spec->is_plain = at == start;
    spec->text[0] = '%';
    memcpy(spec->text + 1, start, (size_t)(at - start));
    spec->length = (size_t)(at - start) + 1;
    return at + 1;
}

// The conversion for snprintf with the C type's length in it.
static const char *complete(Spec *spec, const char *length)
{
    int more = snprintf(spec->text + spec->length, SPEC_BYTES - spec->length, "%s%c", length,
                        spec->letter);
    (void)more;
    return spec->text;
}

static void add_text(lua_State *L, Builder *builder, Spec *spec, int argument)
{
    library_push_text(L, argument);
    size_t length = 0;
    const char *text = lua_tolstring(L, -1, &length);
    limits_charge_bytes(L, length);
    if (spec->is_plain || (strchr(spec->text, '.') == NULL && length >= 100)) {
        builder_add_top(builder);
        return;
    }
    if (memchr(text, '\0', length) != NULL) {
        (void)luaL_argerror(L, argument, "the text contains zeros");
    }
    char formatted[NUMBER_BYTES];
    int written = snprintf(formatted, sizeof formatted, complete(spec, ""), text);
    lua_pop(L, 1);
    builder_add(builder, formatted, (size_t)written);
}

// A text as Lua source.
static void add_quoted_text(Builder *builder, WritText text)
{
    builder_add_byte(builder, '"');
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        bool digit_follows =
            i + 1 < text.length && text.data[i + 1] >= '0' && text.data[i + 1] <= '9';
        if (byte == '"' || byte == '\\' || byte == '\n') {
            builder_add_byte(builder, '\\');
            builder_add_byte(builder, byte);
        } else if ((unsigned char)byte < 0x20 || byte == 0x7f) {
            char escaped[8];
            int length = snprintf(escaped, sizeof escaped, digit_follows ? "\\%03d" : "\\%d",
                                  (unsigned char)byte);
            builder_add(builder, escaped, (size_t)length);
        } else {
            builder_add_byte(builder, byte);
        }
    }
    builder_add_byte(builder, '"');
}

static void add_quoted(lua_State *L, Builder *builder, int argument)
{
    int type = lua_type(L, argument);
    if (type == LUA_TSTRING) {
        WritText text = {NULL, 0};
        text.data = lua_tolstring(L, argument, &text.length);
        limits_charge_bytes(L, text.length);
        add_quoted_text(builder, text);
    } else if (lua_isinteger(L, argument) != 0 && lua_tointeger(L, argument) == LUA_MININTEGER) {
        builder_add(builder, "0x8000000000000000", 18); // Its digits would be read as a float.
    } else if (lua_isinteger(L, argument) != 0 || type == LUA_TNIL || type == LUA_TBOOLEAN) {
        library_push_text(L, argument);
        builder_add_top(builder);
    } else {
        (void)luaL_argerror(L, argument, "only texts, integers, booleans and nil can be quoted");
    }
}

static void add_conversion(lua_State *L, Builder *builder, Spec *spec, int argument)
{
    char formatted[NUMBER_BYTES];
    int written = 0;
    if (spec->letter == 's') {
        add_text(L, builder, spec, argument);
    } else if (spec->letter == 'q') {
        add_quoted(L, builder, argument);
    } else if (spec->letter == 'c') {
        written = snprintf(formatted, sizeof formatted, complete(spec, ""),
                           (int)luaL_checkinteger(L, argument));
    } else if (strchr("diuxXo", spec->letter) != NULL) {
        written = snprintf(formatted, sizeof formatted, complete(spec, "ll"),
                           luaL_checkinteger(L, argument));
    } else {
        written = snprintf(formatted, sizeof formatted, complete(spec, ""),
                           luaL_checknumber(L, argument));
    }
    builder_add(builder, formatted, (size_t)written);
}

int library_format(lua_State *L)
{
    size_t length = 0;
    const char *at = luaL_checklstring(L, 1, &length);
    const char *end = at + length;
    int argument = 1;
    int argument_max = lua_gettop(L);
    limits_charge_bytes(L, length);
    Builder builder;
    builder_init(&builder, L);
    while (at < end) {
        if (*at != '%') {
            builder_add_byte(&builder, *at++);
            continue;
        }
        at++;
        if (at < end && *at == '%') {
            builder_add_byte(&builder, *at++);
            continue;
        }
        Spec spec;
        at = read_spec(L, at, end, &spec);
        if (++argument > argument_max) {
            return luaL_argerror(L, argument, "no value");
        }
        add_conversion(L, &builder, &spec, argument);
        limits_charge(L, 1);
    }
    builder_push(&builder);
    return 1;
}
