// The sandbox in this process, under whatever sanitizers the build has: values both ways, the
// decimal library, what a hook can reach, and that nothing is carried over.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "hook/child/internal.h"

// What the last run said: "returned done {…}", "raised …" or "limit N …", and its log.
typedef struct World {
    Sandbox *sandbox;
    WritBuffer line;
    WritBuffer log;
    AnswerMessage answer; // To every host call.
    uint32_t asked;
    char asked_for[300];
} World;

static bool answer_host(void *state, const HostCallMessage *request, AnswerMessage *answer)
{
    World *world = state;
    world->asked++;
    (void)snprintf(world->asked_for, sizeof world->asked_for, "%u %.*s(%.*s)", request->capability,
                   WRIT_TEXT_ARGS(request->operation),
                   request->argument_count > 0 ? (int)request->arguments[0].length : 0,
                   request->argument_count > 0 ? request->arguments[0].data : "");
    *answer = world->answer;
    return true;
}

static int open_world(void **state)
{
    World *world = calloc(1, sizeof *world);
    WritError error;
    assert_int_equal(sandbox_new(&world->sandbox, (SandboxHost){answer_host, world}, &error),
                     WRIT_OK);
    // Under a sanitizer everything takes longer: CPU time is tried in real children.
    limits_stop(&world->sandbox->limits);
    KindMessage kind = {.name = writ_text("files"),
                        .operations = {writ_text("read"), writ_text("write")},
                        .operation_count = 2};
    assert_true(sandbox_keep_kind(world->sandbox, &kind));
    *state = world;
    return 0;
}

static int close_world(void **state)
{
    World *world = *state;
    sandbox_free(world->sandbox);
    writ_buffer_dispose(&world->line);
    writ_buffer_dispose(&world->log);
    free(world);
    return 0;
}

static void run_slot(World *world, uint32_t slot, const char *inputs, const char *uses)
{
    CallMessage call = {
        .number = 1,
        .slot = slot,
        .attempt = 2,
        .call_id = writ_text("case-1/step-1"),
        .function = writ_text("hook"),
        .inputs = writ_text(inputs),
        .capabilities = {writ_text(uses)},
        .capability_count = uses[0] != '\0' ? 1 : 0,
    };
    ResultMessage result;
    sandbox_run(world->sandbox, &call, &result);
    static const char *const kinds[] = {"returned", "raised", "limit"};
    writ_buffer_clear(&world->line);
    writ_buffer_add_string(&world->line, kinds[result.kind]);
    const WritText parts[] = {result.outcome, result.outputs, result.message};
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].length > 0) {
            writ_buffer_add_byte(&world->line, ' ');
            writ_buffer_add(&world->line, parts[i]);
        }
    }
    writ_buffer_clear(&world->log);
    writ_buffer_add(&world->log, result.log);
    (void)writ_buffer_string(&world->log);
}

static const char *run(World *world, const char *source, const char *inputs)
{
    SourceMessage message = {0, writ_text("hook.lua"), writ_text(source)};
    sandbox_keep_source(world->sandbox, &message);
    run_slot(world, 0, inputs, "");
    return writ_buffer_string(&world->line);
}

// Runs the body of a function hook(input, call).
static const char *run_body(World *world, const char *body, const char *inputs)
{
    WritBuffer source = {0};
    writ_buffer_format(&source, "function hook(input, call) %s end", body);
    const char *line = run(world, writ_buffer_string(&source), inputs);
    writ_buffer_dispose(&source);
    return line;
}

// --- Compiling alone ----------------------------------------------------------------------------

// "returned", or the line and why Lua refuses the file.
static const char *compile(World *world, WritText source)
{
    SourceMessage message = {0, writ_text("hook.lua"), source};
    CallMessage call = {.number = 1, .purpose = CALL_COMPILE, .slot = 0};
    ResultMessage result;
    sandbox_keep_source(world->sandbox, &message);
    sandbox_run(world->sandbox, &call, &result);
    writ_buffer_clear(&world->line);
    if (result.kind == RESULT_RETURNED) {
        writ_buffer_add_string(&world->line, "returned");
        writ_buffer_add(&world->line, result.outcome);
        writ_buffer_add(&world->line, result.outputs);
    } else {
        writ_buffer_format(&world->line, "%u %.*s", result.line, WRIT_TEXT_ARGS(result.message));
    }
    return writ_buffer_string(&world->line);
}

static void a_file_that_is_compiled_alone_does_not_run(void **state)
{
    World *world = *state;
    assert_string_equal(run_body(world, "return 'done', {a = 'b'}", "{}"),
                        "returned done {\"a\":\"b\"}");
    assert_string_equal(compile(world, writ_text("files.read('x') error('it ran')")), "returned");
    assert_string_equal(compile(world, writ_text("while true do end")), "returned");
    assert_string_equal(compile(world, writ_text("")), "returned");
    assert_int_equal(world->asked, 0);
    // Nor is it there for the next call.
    assert_string_equal(run(world, "function hook() return 'done' end", "{}"), "returned done {}");
}

static void what_lua_refuses_has_its_line(void **state)
{
    World *world = *state;
    static const struct {
        const char *source;
        const char *said;
    } files[] = {
        {"function f(\n  return\nend", "2 <name> or '...' expected near 'return'"},
        {"function f()\n\n", "3 'end' expected (to close 'function' at line 1) near <eof>"},
        {"x = 'a\x01\nb'", "1 unfinished string near ''a\\x01'"},
        {"x = 1\r\ny = = 2", "2 unexpected symbol near '='"},
        {"file:7: = 1", "1 <name> expected near '7'"},
        {"x = 1 \xff", "1 unexpected symbol near '<\\255>'"},
        {"goto nowhere", "1 no visible label 'nowhere' for <goto> at line 1"},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_string_equal(compile(world, writ_text(files[i].source)), files[i].said);
    }
}

static void what_lua_cannot_place_has_no_line(void **state)
{
    World *world = *state;
    assert_string_equal(compile(world, (WritText){"\x1bLua\x54\0", 6}),
                        "0 it is compiled already, and only text is taken");
    WritBuffer deep = {0};
    writ_buffer_add_string(&deep, "x = ");
    for (int i = 0; i < 10000; i++) {
        writ_buffer_add_byte(&deep, '(');
    }
    assert_string_equal(compile(world, writ_buffer_text(&deep)),
                        "0 its blocks or brackets are nested too deeply");
    writ_buffer_dispose(&deep);
}

// --- Values -------------------------------------------------------------------------------------

static void values_cross_and_come_back(void **state)
{
    World *world = *state;
    static const char *const objects[] = {
        "{}",
        "{\"a\":\"12.50 EUR\",\"b\":true,\"c\":false,\"d\":\"\"}",
        "{\"lines\":[{\"item\":\"A\",\"n\":\"3 pcs\"},{\"item\":\"B\",\"n\":\"1 pcs\"}]}",
        "{\"l\":[\"a\",\"b\",[\"c\",[]]]}",
        "{\"n\":[-1,0,9223372036854775807,-9223372036854775808]}",
        "{\"text\":\"\\\"\\\\\\u0001\\n\xe2\x82\xac\"}",
        "{\"a\":{\"b\":{\"c\":{\"d\":\"deep\"}}}}",
    };
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        char expected[300];
        (void)snprintf(expected, sizeof expected, "returned done %s", objects[i]);
        assert_string_equal(run_body(world, "return 'done', input", objects[i]), expected);
    }
}

static void inputs_become_texts_integers_and_truths(void **state)
{
    World *world = *state;
    assert_string_equal(
        run_body(world,
                 "return 'done', {t = math.type(input.i) .. ' ' .. type(input.d) .. ' ' .. "
                 "input.d .. ' ' .. type(input.b) .. ' ' .. tostring(input.gone)}",
                 "{\"i\": 12, \"d\": 12.50, \"b\": true, \"gone\": null}"),
        "returned done {\"t\":\"integer string 12.50 boolean nil\"}");
    assert_string_equal(run_body(world, "return 'done', {t = type(input.n)}",
                                 "{\"n\": 123456789012345678901234567890}"),
                        "returned done {\"t\":\"string\"}");
}

static void inputs_that_are_no_record_are_refused(void **state)
{
    World *world = *state;
    static const struct {
        const char *inputs;
        const char *expected;
    } bad[] = {
        {"[1]", "raised hook.lua: the inputs are no record"},
        {"{\"l\": [null]}", "raised hook.lua: the inputs have a list with a gap at 1"},
        {"{\"a\": 1, \"a\": 2}", "raised hook.lua: inputs:"},
        {"{", "raised hook.lua: inputs:"},
        {"", "raised hook.lua: inputs:"},
        {"{\"d\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
         "raised hook.lua: the inputs are nested more than 32 deep"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *line = run_body(world, "return 'done'", bad[i].inputs);
        if (strncmp(line, bad[i].expected, strlen(bad[i].expected)) != 0) {
            fail_msg("%s: %s", bad[i].inputs, line);
        }
    }
}

static void outputs_at_their_bounds_cross(void **state)
{
    World *world = *state;
    assert_memory_equal(run_body(world,
                                 "local t = {x = 'end'}\n"
                                 "for i = 1, 31 do t = {x = t} end\n"
                                 "return 'done', t",
                                 "{}"),
                        "returned done {\"x\":{\"x\":", 24);
    assert_non_null(strstr(run_body(world,
                                    "local t = {x = 'end'}\n"
                                    "for i = 1, 32 do t = {x = t} end\n"
                                    "return 'done', t",
                                    "{}"),
                           "nested more than 32 deep"));
    assert_memory_equal(run_body(world, "return 'done', {t = ('x'):rep(262144 - 8)}", "{}"),
                        "returned done", 13);
    assert_non_null(strstr(run_body(world, "return 'done', {t = ('x'):rep(262144 - 7)}", "{}"),
                           "more than 256 KB"));
}

static void the_call_carries_its_id_and_attempt(void **state)
{
    World *world = *state;
    assert_string_equal(run_body(world, "return 'done', call", "{}"),
                        "returned done {\"attempt\":2,\"id\":\"case-1/step-1\"}");
}

// --- Messages -----------------------------------------------------------------------------------

static void a_raised_error_names_its_line(void **state)
{
    World *world = *state;
    static const struct {
        const char *source;
        const char *expected;
    } cases[] = {
        {"function hook()\n  error('no stock')\nend", "raised hook.lua:2: no stock"},
        {"function hook()\n  error('no stock', 0)\nend", "raised hook.lua:2: no stock"},
        {"function hook()\n  local x = nil\n  return x.y\nend",
         "raised hook.lua:3: attempt to index a nil value (local 'x')"},
        {"function hook()\n  assert(false)\nend", "raised hook.lua:2: assertion failed!"},
        {"function hook()\n  assert(nil, 'wanted')\nend", "raised hook.lua:2: wanted"},
        {"function hook()\n  error(42)\nend", "raised hook.lua:2: 42 was raised"},
        {"error('at load')\n", "raised hook.lua:1: at load"},
        {"x = = 1", "raised hook.lua:1: unexpected symbol near '='"},
        {"function hook()\n  return select(-9)\nend",
         "raised hook.lua:2: bad argument #1 to 'select' (index out of range)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(run(world, cases[i].source, "{}"), cases[i].expected);
    }
}

static void bytes_that_cannot_be_shown_are_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        size_t bytes_max;
        const char *expected;
    } cases[] = {
        {"plain", 5, 100, "plain"},
        {"a\tb\n", 4, 100, "a\tb\n"},
        {"\x1b[2J\0\x7f", 6, 100, "\\x1b[2J\\x00\\x7f"},
        {"\xe2\x82\xac \xff\xe2\x82", 7, 100, "\xe2\x82\xac \\xff\\xe2\\x82"},
        {"\xed\xa0\x80", 3, 100, "\\xed\\xa0\\x80"},
        {"12345678", 8, 8, "12345678"},
        {"123456789", 9, 8, "12345..."},
        {"1234\xe2\x82\xac"
         "9",
         8, 8,
         "1234\xe2\x82\xac"
         "9"},
        {"12345\xe2\x82\xac", 8, 8, "12345\xe2\x82\xac"},
        {"123456\xe2\x82\xac", 9, 8, "12345..."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritBuffer out = {0};
        visible_add(&out, (WritText){cases[i].text, cases[i].length}, cases[i].bytes_max);
        assert_string_equal(writ_buffer_string(&out), cases[i].expected);
        writ_buffer_dispose(&out);
    }
}

static void the_log_keeps_what_was_said_before_a_failure(void **state)
{
    World *world = *state;
    assert_string_equal(run_body(world, "log('asking') log(12) log({}) error('gone')", "{}"),
                        "raised hook.lua:1: gone");
    assert_string_equal(world->log.data, "asking\n12\ntable\n");
}

// --- Decimals -----------------------------------------------------------------------------------

static void decimals_compute_on_texts(void **state)
{
    World *world = *state;
    static const struct {
        const char *expression;
        const char *value; // Or the end of the message.
    } cases[] = {
        {"decimal.add('12.50 EUR', '0.50 EUR')", "13.00 EUR"},
        {"decimal.add('12 pcs', '3 pcs')", "15 pcs"},
        {"decimal.add('0.1', '0.2')", "0.3"},
        {"decimal.add('1', 2)", "3"},
        {"decimal.subtract('3 pcs', '5 pcs')", "-2 pcs"},
        {"decimal.subtract('7.5%', '2.5%')", "5.0%"},
        {"decimal.multiply('12.50 EUR', '3')", "37.50 EUR"},
        {"decimal.multiply(3, '12.50 EUR')", "37.50 EUR"},
        {"decimal.multiply('200.00 EUR', '7.5%')", "15.00000 EUR"},
        {"decimal.multiply('50%', '50%')", "0.2500"},
        {"decimal.compare('12.50 EUR', '12.5 EUR')", "0"},
        {"decimal.compare('-1', '1')", "-1"},
        {"decimal.compare('9', '10')", "-1"},
        {"decimal.compare('2 kg', '1.999 kg')", "1"},
        {"decimal.round('12.345 EUR', 2)", "12.35 EUR"},
        {"decimal.round('12.345', 2, 'half_even')", "12.34"},
        {"decimal.round('-12.341', 2, 'floor')", "-12.35"},
        {"decimal.round('12.341', 2, 'ceiling')", "12.35"},
        {"decimal.round('12.349', 2, 'down')", "12.34"},
        {"decimal.round('12', 2)", "12.00"},
        {"decimal.add('12 pcs', '3 kg')", "decimal.add: pcs and kg do not go together"},
        {"decimal.add('12 pcs', '3')", "decimal.add: pcs and a plain number do not go together"},
        {"decimal.add('1 EUR', '1 USD')", "decimal.add: EUR and USD do not go together"},
        {"decimal.compare('1 EUR', 1)",
         "decimal.compare: EUR and a plain number do not go together"},
        {"decimal.multiply('2 EUR', '3 EUR')",
         "decimal.multiply: one of EUR and EUR must be a plain number"},
        {"decimal.add('12', 0.5)", "decimal.add: argument 2 is a binary number; write a text such "
                                   "as \"12.50\", \"12 pcs\" or \"12.50 EUR\""},
        {"decimal.add('12', nil)", "decimal.add: argument 2 is a nil; write a text such as "
                                   "\"12.50\", \"12 pcs\" or \"12.50 EUR\""},
        {"decimal.add('50 000 EUR', '1 EUR')",
         "decimal.add: argument 1 is not an amount: write digits without spaces between them, then "
         "one space and a unit or a currency"},
        {"decimal.round('1', 99)", "bad argument #2 to 'round' (0 to 34 places)"},
        {"decimal.round('1', 2, 'up')", "bad argument #3 to 'round' (invalid option 'up')"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[200];
        char expected[300];
        (void)snprintf(body, sizeof body, "return 'done', {v = tostring(%s)}", cases[i].expression);
        const char *line = run_body(world, body, "{}");
        (void)snprintf(expected, sizeof expected, "returned done {\"v\":\"%s\"}", cases[i].value);
        if (strcmp(line, expected) != 0) {
            (void)snprintf(expected, sizeof expected, "raised hook.lua:1: %s", cases[i].value);
            assert_string_equal(line, expected);
        }
    }
}

static void what_is_no_decimal_is_refused(void **state)
{
    World *world = *state;
    static const char *const bad[] = {
        "rubbish",
        "",
        " 1",
        "1 ",
        "1  EUR",
        "EUR",
        "1 E R",
        "1e99999",
        "0x10",
        "1,5",
        "nan",
        "inf",
        "1 EUR ",
        "%",
        "1 %",
        "1 9a",
        "12345678901234567890123456789012345",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char body[120];
        (void)snprintf(body, sizeof body, "return 'done', {v = decimal.add('%s', '1')}", bad[i]);
        const char *line = run_body(world, body, "{}");
        if (strncmp(line, "raised hook.lua:1: decimal.add: argument 1", 42) != 0) {
            fail_msg("'%s': %s", bad[i], line);
        }
    }
}

// --- What a hook can reach ----------------------------------------------------------------------

static void the_list_of_functions_equals_the_golden_file(void **state)
{
    World *world = *state;
    WritBuffer expected = {0};
    char bytes[4096];
    FILE *file = fopen(HOOK_FUNCTIONS, "rb");
    assert_non_null(file);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        writ_buffer_add(&expected, (WritText){bytes, got});
    }
    (void)fclose(file);
    // Walks all that the environment leads to, and the methods of a text by every name there is.
    (void)run(world,
              "function hook(input, call)\n"
              "    local seen = {}\n"
              "    local function walk(value, path)\n"
              "        if path ~= 'hook' then log(path .. ' ' .. type(value)) end\n"
              "        if type(value) == 'table' and not seen[value] then\n"
              "            seen[value] = true\n"
              "            for k, v in pairs(value) do walk(v, path .. '.' .. k) end\n"
              "            assert(getmetatable(value) == nil)\n"
              "        end\n"
              "    end\n"
              "    for k, v in pairs(_ENV) do walk(v, k) end\n"
              "    for k, v in pairs(string) do\n"
              "        log('text:' .. k .. ' ' .. type((''):len() == 0 and ('')[k]))\n"
              "    end\n"
              "    return 'done'\n"
              "end\n",
              "{}");
    assert_string_equal(writ_buffer_string(&world->line), "returned done {}");
    assert_string_equal(world->log.data, writ_buffer_string(&expected));
    writ_buffer_dispose(&expected);
}

static void a_capability_is_a_table_of_its_operations(void **state)
{
    World *world = *state;
    SourceMessage source = {1, writ_text("hook.lua"),
                            writ_text("function hook()\n"
                                      "    return 'done', {answer = files.erp.read('a.json')}\n"
                                      "end\n")};
    sandbox_keep_source(world->sandbox, &source);
    world->answer = (AnswerMessage){.kind = ANSWER_TEXT, .text = writ_text("content")};
    run_slot(world, 1, "{}", "files.erp");
    assert_string_equal(writ_buffer_string(&world->line), "returned done {\"answer\":\"content\"}");
    assert_string_equal(world->asked_for, "0 read(a.json)");
    world->answer = (AnswerMessage){.kind = ANSWER_NOTHING};
    run_slot(world, 1, "{}", "files.erp");
    assert_string_equal(writ_buffer_string(&world->line), "returned done {}");
    world->answer = (AnswerMessage){.kind = ANSWER_BOOLEAN, .truth = true};
    run_slot(world, 1, "{}", "files.erp");
    assert_string_equal(writ_buffer_string(&world->line), "returned done {\"answer\":true}");
    world->answer =
        (AnswerMessage){.kind = ANSWER_LIST, .item_count = 2, .items = writ_text("\1a\2bc")};
    run_slot(world, 1, "{}", "files.erp");
    assert_string_equal(writ_buffer_string(&world->line),
                        "returned done {\"answer\":[\"a\",\"bc\"]}");
    world->answer = (AnswerMessage){.kind = ANSWER_ERROR, .text = writ_text("disk full")};
    run_slot(world, 1, "{}", "files.erp");
    assert_string_equal(writ_buffer_string(&world->line),
                        "raised hook.lua:2: files.erp.read: disk full");
    run_slot(world, 1, "{}", "ftp.erp");
    assert_non_null(
        strstr(writ_buffer_string(&world->line), "the host offers nothing of the kind"));
}

// --- One call and the next ----------------------------------------------------------------------

static void nothing_is_carried_from_call_to_call(void **state)
{
    World *world = *state;
    SourceMessage source = {
        2, writ_text("hook.lua"),
        writ_text("count = (count or 0) + 1\n"
                  "local kept = {}\n"
                  "string.count = (string.count or 0) + 1\n"
                  "function hook(input)\n"
                  "    kept[#kept + 1] = input\n"
                  "    count = count + 1\n"
                  "    return 'done', {a = count, b = string.count, c = #kept}\n"
                  "end\n")};
    sandbox_keep_source(world->sandbox, &source);
    for (int i = 0; i < 5; i++) {
        run_slot(world, 2, "{}", "");
        assert_string_equal(writ_buffer_string(&world->line),
                            "returned done {\"a\":2,\"b\":1,\"c\":1}");
    }
}

static void an_error_or_a_thousand_calls_make_a_new_state(void **state)
{
    World *world = *state;
    Sandbox *sandbox = world->sandbox;
    (void)run_body(world, "return 'done'", "{}");
    assert_false(sandbox->used_up);
    (void)run_body(world, "error('x')", "{}");
    assert_true(sandbox->used_up);
    sandbox_tidy(sandbox);
    assert_null(sandbox->state);
    assert_int_equal(sandbox->limits.memory_bytes, 0);
    for (int i = 0; i < WRIT_HOOK_CALLS_PER_STATE_MAX; i++) {
        assert_false(sandbox->used_up);
        (void)run_body(world, "return 'done'", "{}");
    }
    assert_true(sandbox->used_up);
    assert_string_equal(run_body(world, "return 'done'", "{}"), "returned done {}");
    (void)run_body(world, "local t = ('x'):rep(20 << 20) return 'done', {n = #t}", "{}");
    assert_true(sandbox->used_up);
}

static void garbage_of_a_call_is_no_lack_of_memory(void **state)
{
    World *world = *state;
    // Each text is dropped before the next is made; together they are far above the limit.
    assert_string_equal(run_body(world,
                                 "local n = 0\n"
                                 "for i = 1, 30 do n = n + #(('x'):rep(3 << 20):upper()) end\n"
                                 "return 'done', {n = n}",
                                 "{}"),
                        "returned done {\"n\":94371840}");
}

static void a_metatable_works_as_it_was_given_and_later_methods_too(void **state)
{
    World *world = *state;
    assert_string_equal(
        run_body(
            world,
            "local Line = {}\n"
            "Line.__index = Line\n"
            "Line.__eq = function(a, b) return a.n == b.n end\n"
            "Line.__add = function(a, b) return a.n + b.n end\n"
            "local function new(n) return setmetatable({n = n}, Line) end\n"
            "function Line.twice(self) return self.n * 2 end\n"
            "local a = new(3)\n"
            "return 'done', {same = getmetatable(a) == Line, eq = new(1) == new(1), add = a + a,\n"
            "    twice = a:twice(), gone = getmetatable(setmetatable(a, nil)) == nil}",
            "{}"),
        "returned done {\"add\":6,\"eq\":true,\"gone\":true,\"same\":true,\"twice\":6}");
}

static void pcall_and_xpcall_answer_as_in_lua(void **state)
{
    World *world = *state;
    assert_string_equal(
        run_body(world,
                 "local t = {}\n"
                 "local function add(...) t[#t + 1] = table.concat({...}, '|') end\n"
                 "local function text(...)\n"
                 "    local p = table.pack(...)\n"
                 "    for i = 1, p.n do p[i] = tostring(p[i]) end\n"
                 "    return table.concat(p, ',')\n"
                 "end\n"
                 "add(text(pcall(function(...) return ... end, 1, nil, 3)))\n"
                 "add(text(pcall(error, 'e', 0)))\n"
                 "add(text(pcall(error)))\n"
                 "add(text(xpcall(function(a, b) return b, a end, error, 1, 2)))\n"
                 "add(text(xpcall(error, function(e) return 'handled ' .. e end, 'e', 0)))\n"
                 "add(text(pcall(pcall, error, 'e', 0)))\n"
                 "return 'done', {t = t}",
                 "{}"),
        "returned done {\"t\":[\"true,1,nil,3\",\"false,e\",\"false,nil\",\"true,2,1\","
        "\"false,handled e\",\"true,false,e\"]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_is_compiled_alone_does_not_run),
        cmocka_unit_test(what_lua_refuses_has_its_line),
        cmocka_unit_test(what_lua_cannot_place_has_no_line),
        cmocka_unit_test(values_cross_and_come_back),
        cmocka_unit_test(inputs_become_texts_integers_and_truths),
        cmocka_unit_test(inputs_that_are_no_record_are_refused),
        cmocka_unit_test(outputs_at_their_bounds_cross),
        cmocka_unit_test(the_call_carries_its_id_and_attempt),
        cmocka_unit_test(a_raised_error_names_its_line),
        cmocka_unit_test(bytes_that_cannot_be_shown_are_escaped),
        cmocka_unit_test(the_log_keeps_what_was_said_before_a_failure),
        cmocka_unit_test(decimals_compute_on_texts),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(the_list_of_functions_equals_the_golden_file),
        cmocka_unit_test(a_capability_is_a_table_of_its_operations),
        cmocka_unit_test(nothing_is_carried_from_call_to_call),
        cmocka_unit_test(an_error_or_a_thousand_calls_make_a_new_state),
        cmocka_unit_test(garbage_of_a_call_is_no_lack_of_memory),
        cmocka_unit_test(a_metatable_works_as_it_was_given_and_later_methods_too),
        cmocka_unit_test(pcall_and_xpcall_answer_as_in_lua),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
