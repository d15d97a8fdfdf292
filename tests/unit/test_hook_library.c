// Our versions of library functions beside those of stock Lua, which are the oracle: the same
// answers for the same arguments, wherever ours mean to be the same. Both live in one state, and a
// Lua program with a fixed seed makes the arguments.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <lualib.h>

#include "hook/child/internal.h"

typedef struct Bench {
    Sandbox sandbox; // Only its limits are used.
    lua_State *L;
} Bench;

static const luaL_Reg format_only[] = {{"format", library_format}, {NULL, NULL}};

static int open_bench(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    bench->sandbox.limits.memory_bytes_max = (size_t)1 << 30;
    lua_State *L = lua_newstate(limits_allocate, &bench->sandbox.limits);
    assert_non_null(L);
    *(Limits **)lua_getextraspace(L) = &bench->sandbox.limits;
    bench->L = L;
    luaL_openlibs(L);
    lua_newtable(L);
    luaL_setfuncs(L, library_string_functions, 0);
    luaL_setfuncs(L, format_only, 0);
    lua_setglobal(L, "our_string");
    lua_newtable(L);
    luaL_setfuncs(L, library_table_functions, 0);
    lua_setglobal(L, "our_table");
    *state = bench;
    return 0;
}

static int close_bench(void **state)
{
    Bench *bench = *state;
    lua_close(bench->L);
    free(bench);
    return 0;
}

// Functions that the programs share.
static const char prelude[] = "math.randomseed(7)\n"
                              "local random = math.random\n"
                              "function pick(list) return list[random(#list)] end\n"
                              "function text(alphabet, longest)\n"
                              "    local t = {}\n"
                              "    for i = 1, random(0, longest) do t[i] = pick(alphabet) end\n"
                              "    return table.concat(t)\n"
                              "end\n"
                              "function show(v)\n"
                              "    if type(v) == 'string' then return string.format('%q', v) end\n"
                              "    return tostring(v)\n"
                              "end\n"
                              "function pack(...)\n"
                              "    local t = table.pack(...)\n"
                              "    for i = 1, t.n do t[i] = show(t[i]) end\n"
                              "    return table.concat(t, ', ')\n"
                              "end\n"
                              "function same(what, stock, ours)\n"
                              "    if stock ~= ours then error(what .. '\\n  stock: ' .. stock .. "
                              "'\\n  ours:  ' .. ours, 0) end\n"
                              "end\n";

static void run_program(void **state, const char *program)
{
    Bench *bench = *state;
    lua_State *L = bench->L;
    bench->sandbox.limits.steps_left = INT64_MAX / 2;
    if (luaL_dostring(L, prelude) != LUA_OK || luaL_dostring(L, program) != LUA_OK) {
        fail_msg("%s", lua_tostring(L, -1));
    }
    lua_settop(L, 0);
}

static void patterns_match_what_stock_patterns_match(void **state)
{
    // A malformed pattern is always an error here; stock Lua may fail to match before it sees that.
    run_program(
        state,
        "local parts = {'a', 'b', 'c', '.', '%a', '%d', '%s', '%w', '%A', '%.', '%%', '[abc]',\n"
        "    '[^a]', '[a-c1-3]', '[%d_]', '[]a]', '[^]a]', '[a-]', '[%a-]', '*', '+', '-', '?', "
        "'(', ')',\n"
        "    '()', '%1', '%2', '%b()', '%bxx', '%f[%w]', '%f[^a]', '$', '^', '1', '-', ' ', '[', "
        "']', '%'}\n"
        "local letters = {'a', 'b', 'c', '1', '2', ' ', '(', ')', 'x', '.', '-', '%', '\\0', "
        "'\\xe4', ']', '_'}\n"
        "local tried, matched = 0, 0\n"
        "for i = 1, 60000 do\n"
        "    local p, s, at = text(parts, 6), text(letters, 12), math.random(-14, 14)\n"
        "    local what = show(s) .. ' ' .. show(p) .. ' from ' .. at\n"
        "    for _, f in ipairs({'find', 'match'}) do\n"
        "        local stock = pack(pcall(string[f], s, p, at))\n"
        "        local ours = pack(pcall(our_string[f], s, p, at))\n"
        "        local refused = ours:sub(1, 5) == 'false'\n"
        "        local nothing = stock == 'true, nil' or stock:sub(1, 5) == 'false'\n"
        "        if not (refused and nothing) then same(f .. ' ' .. what, stock, ours) end\n"
        "        tried = tried + 1\n"
        "        if not nothing then matched = matched + 1 end\n"
        "    end\n"
        "end\n"
        "assert(matched > tried / 10, matched)\n");
}

static void replacing_and_iterating_do_what_stock_does(void **state)
{
    run_program(
        state,
        "local parts = {'a', 'b', '.', '%w', '[ab]', '(a)', '(.)', '()', '*', '-', '?', '^', '$', "
        "'%f[%w]'}\n"
        "local letters = {'a', 'b', 'c', ' ', '1'}\n"
        "local templates = {'', 'x', '%0', '%1', '<%0>', '%%', '%2', '%', '%x', 'x%1y%0'}\n"
        "for i = 1, 30000 do\n"
        "    local p, s, n = text(parts, 4), text(letters, 10), pick({0, 1, 2, 100, -1})\n"
        "    local by = pick({pick(templates), pick(templates), 42, {a = 'A', b = false, [1] = "
        "'one'},\n"
        "        function(x) if x == 'a' then return 'A' elseif x == 'b' then return nil end "
        "return 7 end})\n"
        "    local what = 'gsub ' .. show(s) .. ' ' .. show(p) .. ' ' .. show(by) .. ' ' .. n\n"
        "    local stock = pack(pcall(string.gsub, s, p, by, n))\n"
        "    local ours = pack(pcall(our_string.gsub, s, p, by, n))\n"
        "    if stock:sub(1, 5) == 'false' or ours:sub(1, 5) == 'false' then\n"
        "        stock, ours = stock:sub(1, 5), ours:sub(1, 5)\n"
        "    end\n"
        "    same(what, stock, ours)\n"
        "    local function all(gmatch)\n"
        "        local t = {}\n"
        "        for x, y in gmatch(s, p, n) do t[#t + 1] = pack(x, y) end\n"
        "        return table.concat(t, ';')\n"
        "    end\n"
        "    local stock_ok, stock = pcall(all, string.gmatch)\n"
        "    local our_ok, ours = pcall(all, our_string.gmatch)\n"
        "    if stock_ok and our_ok then same('gmatch ' .. what, stock, ours) end\n"
        "    assert(our_ok or not stock_ok or stock == '', what)\n"
        "end\n");
}

static void plain_text_functions_do_what_stock_does(void **state)
{
    run_program(
        state,
        "local letters = {'a', 'B', '.', '%', '\\0', '\\xc4', 'Z', '1'}\n"
        "for i = 1, 20000 do\n"
        "    local s, w, n = text(letters, 12), text(letters, 3), math.random(-3, 6)\n"
        "    local what = show(s) .. ' ' .. show(w) .. ' ' .. n\n"
        "    same('find plain ' .. what, pack(string.find(s, w, n, true)), pack(our_string.find(s, "
        "w, n, true)))\n"
        "    same('rep ' .. what, pack(string.rep(s, n)), pack(our_string.rep(s, n)))\n"
        "    same('rep between ' .. what, pack(string.rep(s, n, w)), pack(our_string.rep(s, n, "
        "w)))\n"
        "    for _, f in ipairs({'upper', 'lower', 'reverse'}) do\n"
        "        same(f .. what, pack(string[f](s)), pack(our_string[f](s)))\n"
        "    end\n"
        "end\n"
        "for _, s in ipairs({('x'):rep(511), ('x'):rep(512), ('x'):rep(513), ('xy'):rep(5000)}) "
        "do\n"
        "    same('rep long', pack(string.rep(s, 7, '-')), pack(our_string.rep(s, 7, '-')))\n"
        "    same('gsub long', pack(string.gsub(s, 'x', 'abc')), pack(our_string.gsub(s, 'x', "
        "'abc')))\n"
        "    same('format long', string.format('<%s>', s), our_string.format('<%s>', s))\n"
        "end\n");
}

static void formats_do_what_stock_formats_do(void **state)
{
    run_program(state,
                "local letters = {'d', 'i', 'u', 'c', 'x', 'X', 'o', 'e', 'E', 'f', 'F', 'g', 'G', "
                "'s', 'q', '%', 'w'}\n"
                "local flags = {'', '', '', '-', '+', ' ', '#', '0', '-+', '+0', '#0', '--'}\n"
                "local widths = {'', '', '', '1', '9', '12', '99', '100'}\n"
                "local precisions = {'', '', '', '.', '.0', '.3', '.20', '.99', '.100'}\n"
                "local values = {0, 1, -1, 42, math.maxinteger, math.mininteger, 1.5, -0.0, 1e300, "
                "1/0, 0/0, 255,\n"
                "    'text', '', 'a\\0b', '12', '1.5', ('long '):rep(30), '\\n\"\\\\\\r\\0' .. "
                "'1', true, nil}\n"
                "local formatted = 0\n"
                "for i = 1, 60000 do\n"
                "    local f = '<%' .. pick(flags) .. pick(widths) .. pick(precisions) .. "
                "pick(letters) .. '>'\n"
                "    local v = values[math.random(22)]\n"
                "    local stock_ok, stock = pcall(string.format, f, v)\n"
                "    local our_ok, ours = pcall(our_string.format, f, v)\n"
                "    local quoted_float = f:find('q', 1, true) and math.type(v) == 'float'\n"
                "    if not quoted_float then\n"
                "        same(f .. ' of ' .. show(v), tostring(stock_ok), tostring(our_ok))\n"
                "        if stock_ok then same(f .. ' of ' .. show(v), stock, ours); formatted = "
                "formatted + 1 end\n"
                "    end\n"
                "end\n"
                "assert(formatted > 10000, formatted)\n"
                "assert(not pcall(our_string.format, '%p', {}))\n"
                "assert(not pcall(our_string.format, '%a', 1.5))\n");
}

static void lists_do_what_stock_lists_do(void **state)
{
    run_program(
        state,
        "local function list(longest)\n"
        "    local t = {}\n"
        "    for i = 1, math.random(0, longest) do t[i] = math.random(9) end\n"
        "    return t\n"
        "end\n"
        "local function copy(t) return table.move(t, 1, #t, 1, {}) end\n"
        "local function all(t) return table.concat(t, ' ') end\n"
        "local function both(what, f, g, t, ...)\n"
        "    local a, b = copy(t), copy(t)\n"
        "    local stock, ours = pack(pcall(f, a, ...)), pack(pcall(g, b, ...))\n"
        "    if stock:sub(1, 5) == 'false' then stock, ours = 'false', ours:sub(1, 5) end\n"
        "    same(what .. ' of ' .. all(t) .. ' with ' .. pack(...), stock .. ' / ' .. all(a),\n"
        "        ours .. ' / ' .. all(b))\n"
        "end\n"
        "for i = 1, 20000 do\n"
        "    local t, p, q = list(8), math.random(-2, 10), math.random(-2, 10)\n"
        "    both('insert', table.insert, our_table.insert, t, p, 99)\n"
        "    both('append', table.insert, our_table.insert, t, 99)\n"
        "    both('remove', table.remove, our_table.remove, t, p)\n"
        "    both('pop', table.remove, our_table.remove, t)\n"
        "    both('concat', table.concat, our_table.concat, t, '-', p, q)\n"
        "    both('unpack', table.unpack, our_table.unpack, t, p, q)\n"
        "    both('sort', function(x) table.sort(x) end, function(x) our_table.sort(x) end, t)\n"
        "    both('sort down', function(x) table.sort(x, function(a, b) return a > b end) end,\n"
        "        function(x) our_table.sort(x, function(a, b) return a > b end) end, t)\n"
        "    local to = math.random(1, 10)\n"
        "    both('move', function(x) return all(table.move(x, 1, #x, to, {1, 1, 1, 1, 1, 1, 1, 1, "
        "1})) end,\n"
        "        function(x) return all(our_table.move(x, 1, #x, to, {1, 1, 1, 1, 1, 1, 1, 1, 1})) "
        "end, t)\n"
        "    if #t > 2 then\n"
        "        both('move within', function(x) table.move(x, 1, #x - 1, 2) end,\n"
        "            function(x) our_table.move(x, 1, #x - 1, 2) end, t)\n"
        "        both('move back', function(x) table.move(x, 2, #x, 1) end,\n"
        "            function(x) our_table.move(x, 2, #x, 1) end, t)\n"
        "    end\n"
        "end\n");
}

static void sorting_is_stable(void **state)
{
    run_program(state, "for n = 0, 200 do\n"
                       "    local t = {}\n"
                       "    for i = 1, n do t[i] = {key = math.random(5), place = i} end\n"
                       "    our_table.sort(t, function(a, b) return a.key < b.key end)\n"
                       "    for i = 2, n do\n"
                       "        assert(t[i - 1].key < t[i].key or t[i - 1].key == t[i].key and\n"
                       "            t[i - 1].place < t[i].place)\n"
                       "    end\n"
                       "    assert(#t == n)\n"
                       "end\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_match_what_stock_patterns_match),
        cmocka_unit_test(replacing_and_iterating_do_what_stock_does),
        cmocka_unit_test(plain_text_functions_do_what_stock_does),
        cmocka_unit_test(formats_do_what_stock_formats_do),
        cmocka_unit_test(lists_do_what_stock_lists_do),
        cmocka_unit_test(sorting_is_stable),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
