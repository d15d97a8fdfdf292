// decimal.add, subtract, multiply, compare, round: exact arithmetic on texts such as "12.50",
// "12 pcs", "12.50 EUR" and "7.5%", as they cross the border of a hook. Integers of Lua are taken
// too; its binary numbers never.
#include "hook/child/internal.h"

#include <stdio.h>
#include <string.h>

#include "writ/decimal.h"

enum { UNIT_BYTES_MAX = 40 };

typedef struct Amount {
    WritDecimal number;            // Of "7.5%" it is 7.5.
    char unit[UNIT_BYTES_MAX + 1]; // "pcs", "EUR", "%" or empty.
} Amount;

static _Noreturn void refuse(lua_State *L, const char *function, const char *why)
{
    (void)luaL_error(L, "decimal.%s: %s", function, why);
    __builtin_unreachable();
}

static bool is_unit(WritText unit)
{
    if (unit.length == 0 || unit.length > UNIT_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < unit.length; i++) {
        char byte = unit.data[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && (i == 0 || (byte != '_' && (byte < '0' || byte > '9')))) {
            return false;
        }
    }
    return true;
}

// Cuts the unit off the end of `text`; false when what stands there is none.
static bool take_unit(WritText *text, Amount *amount)
{
    const char *space = text->length == 0 ? NULL : memchr(text->data, ' ', text->length);
    WritText unit = {"", 0};
    if (space != NULL) {
        unit = (WritText){space + 1, text->length - (size_t)(space - text->data) - 1};
        text->length = (size_t)(space - text->data);
        if (!is_unit(unit)) {
            return false;
        }
    } else if (text->length > 0 && text->data[text->length - 1] == '%') {
        unit = (WritText){"%", 1};
        text->length--;
    }
    memcpy(amount->unit, unit.data, unit.length);
    amount->unit[unit.length] = '\0';
    return true;
}

static Amount check_amount(lua_State *L, int index, const char *function)
{
    Amount amount = {.unit = ""};
    int type = lua_type(L, index);
    if (lua_isinteger(L, index) != 0 && type == LUA_TNUMBER) {
        amount.number = writ_decimal_from_int(lua_tointeger(L, index));
        return amount;
    }
    if (type != LUA_TSTRING) {
        (void)luaL_error(L,
                         "decimal.%s: argument %d is a %s; write a text such as \"12.50\", "
                         "\"12 pcs\" or \"12.50 EUR\"",
                         function, index,
                         type == LUA_TNUMBER ? "binary number" : lua_typename(L, type));
    }
    WritText text = {NULL, 0};
    text.data = lua_tolstring(L, index, &text.length);
    WritError error;
    if (!take_unit(&text, &amount)) {
        (void)luaL_error(L,
                         "decimal.%s: argument %d is not an amount: write digits without spaces "
                         "between them, then one space and a unit or a currency",
                         function, index);
    }
    if (writ_decimal_parse(&amount.number, text, &error) != WRIT_OK) {
        (void)luaL_error(L, "decimal.%s: argument %d: %s", function, index, error.text);
    }
    return amount;
}

static int push_amount(lua_State *L, WritDecimal number, const char *unit)
{
    char digits[WRIT_DECIMAL_TEXT_BYTES];
    (void)writ_decimal_print(number, digits);
    if (unit[0] == '\0') {
        (void)lua_pushstring(L, digits);
    } else {
        (void)lua_pushfstring(L, strcmp(unit, "%") == 0 ? "%s%s" : "%s %s", digits, unit);
    }
    return 1;
}

static void check_same_unit(lua_State *L, const char *function, const Amount *a, const Amount *b)
{
    if (strcmp(a->unit, b->unit) != 0) {
        (void)luaL_error(L, "decimal.%s: %s and %s do not go together", function,
                         a->unit[0] == '\0' ? "a plain number" : a->unit,
                         b->unit[0] == '\0' ? "a plain number" : b->unit);
    }
}

static int decimal_add(lua_State *L)
{
    Amount a = check_amount(L, 1, "add");
    Amount b = check_amount(L, 2, "add");
    WritDecimal sum;
    WritError error;
    check_same_unit(L, "add", &a, &b);
    if (writ_decimal_add(&sum, a.number, b.number, &error) != WRIT_OK) {
        refuse(L, "add", error.text);
    }
    return push_amount(L, sum, a.unit);
}

static int decimal_subtract(lua_State *L)
{
    Amount a = check_amount(L, 1, "subtract");
    Amount b = check_amount(L, 2, "subtract");
    WritDecimal difference;
    WritError error;
    check_same_unit(L, "subtract", &a, &b);
    if (writ_decimal_subtract(&difference, a.number, b.number, &error) != WRIT_OK) {
        refuse(L, "subtract", error.text);
    }
    return push_amount(L, difference, a.unit);
}

// A percentage multiplies as the part that it is: 200 EUR times 7.5% is 15.000 EUR.
static void make_ratio(lua_State *L, Amount *amount)
{
    WritError error;
    if (strcmp(amount->unit, "%") != 0) {
        return;
    }
    if (writ_decimal_shift(&amount->number, amount->number, -2, &error) != WRIT_OK) {
        refuse(L, "multiply", error.text);
    }
    amount->unit[0] = '\0';
}

static int decimal_multiply(lua_State *L)
{
    Amount a = check_amount(L, 1, "multiply");
    Amount b = check_amount(L, 2, "multiply");
    WritDecimal product;
    WritError error;
    make_ratio(L, &a);
    make_ratio(L, &b);
    if (a.unit[0] != '\0' && b.unit[0] != '\0') {
        return luaL_error(L, "decimal.multiply: one of %s and %s must be a plain number", a.unit,
                          b.unit);
    }
    if (writ_decimal_multiply(&product, a.number, b.number, &error) != WRIT_OK) {
        refuse(L, "multiply", error.text);
    }
    return push_amount(L, product, a.unit[0] != '\0' ? a.unit : b.unit);
}

// decimal.compare(a, b): -1, 0 or 1
static int decimal_compare(lua_State *L)
{
    Amount a = check_amount(L, 1, "compare");
    Amount b = check_amount(L, 2, "compare");
    check_same_unit(L, "compare", &a, &b);
    int order = writ_decimal_compare(a.number, b.number);
    lua_pushinteger(L, order < 0 ? -1 : order > 0);
    return 1;
}

// decimal.round(amount, places [, rounding])
static int decimal_round(lua_State *L)
{
    static const char *const names[] = {"half_even", "half_up", "down", "floor", "ceiling", NULL};
    static const WritRounding roundings[] = {WRIT_ROUND_HALF_EVEN, WRIT_ROUND_HALF_UP,
                                             WRIT_ROUND_DOWN, WRIT_ROUND_FLOOR, WRIT_ROUND_CEILING};
    Amount amount = check_amount(L, 1, "round");
    lua_Integer places = luaL_checkinteger(L, 2);
    int rounding = luaL_checkoption(L, 3, "half_up", names);
    WritDecimal rounded;
    WritError error;
    luaL_argcheck(L, places >= 0 && places <= WRIT_DECIMAL_DIGITS_MAX, 2, "0 to 34 places");
    if (writ_decimal_round(&rounded, amount.number, (int)places, roundings[rounding], &error) !=
        WRIT_OK) {
        refuse(L, "round", error.text);
    }
    return push_amount(L, rounded, amount.unit);
}

const luaL_Reg library_decimal_functions[] = {
    {"add", decimal_add},     {"compare", decimal_compare},   {"multiply", decimal_multiply},
    {"round", decimal_round}, {"subtract", decimal_subtract}, {NULL, NULL},
};
