// decision: a table of 20 rows and four inputs, beside the same rows as an if-chain in Lua on
// binary floats. expression: four operators on exact decimals, beside the same in Lua.
#include "bench/bench.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "writ/compile.h"
#include "writ/eval.h"

enum { INPUTS = 1024, BANDS = 5 };

static const char *const BAND_LOW[BANDS] = {NULL, "5", "10", "20", "30"};
static const char *const BAND_HIGH[BANDS] = {"5", "10", "20", "30", NULL};
static const char *const CLASSES[] = {"standard", "key_account", "distributor"};

static const char BOOK[] =
    "writ 2026\n"
    "module bench.decisions version 1.0\n"
    "process approve \"Approve a discount\"\n"
    "  process owner desk\n"
    "  starts on request by desk\n"
    "  starts with request : Request\n"
    "  ends as done\n"
    "  no deadline because \"Nothing waits\"\n"
    "  stage work \"Find the level\"\n"
    "    step find \"Look it up\"\n"
    "      decide request.level using level with depth = request.depth, value = request.value, "
    "days = request.days, class = request.class\n"
    "    end the case as done\n"
    "role desk \"Desk\"\n"
    "  filled from \"directory:desk\"\n"
    "choice CustomerClass is standard, key_account, distributor\n"
    "record Request\n"
    "  depth : Percent\n"
    "  value : Money in EUR\n"
    "  days : Number\n"
    "  class : CustomerClass\n"
    "  level : Number\n"
    "  sum : Sum\n"
    "record Sum\n"
    "  price : Money in EUR\n"
    "  quantity : Number\n"
    "  discount : Percent\n"
    "  freight : Money in EUR\n"
    "  total : Money in EUR computed as price * quantity - price * discount + freight\n"
    "decision level \"Who must agree\"\n"
    "  given depth : Percent, value : Money in EUR, days : Number, class : CustomerClass\n"
    "  gives level : Number\n"
    "  exactly one row must match\n"
    "  | if | depth | value | days | class || then level |\n";

typedef struct Work {
    WritArena *arena;
    const WritPlan *plan;
    WritScope scope;
    lua_State *lua;
    const WritTables *tables;
    uint32_t total; // Expression.
    uint32_t sums;  // Record type that has it.
    WritRecord *asked[INPUTS];
    WritRecord *summed[INPUTS];
    double numbers[INPUTS][4];
    int classes[INPUTS];
    uint64_t levels[INPUTS]; // As both sides must give them.
} Work;

static _Noreturn void give_up(const char *why)
{
    (void)fprintf(stderr, "bench: %s\n", why);
    exit(1);
}

// --- The table, twice -----------------------------------------------------------------------

static void add_depth(WritBuffer *book, WritBuffer *lua, int band)
{
    if (BAND_LOW[band] == NULL) {
        writ_buffer_format(book, "up to %s%%", BAND_HIGH[band]);
        writ_buffer_format(lua, "depth <= 0.01 * %s", BAND_HIGH[band]);
    } else if (BAND_HIGH[band] == NULL) {
        writ_buffer_format(book, "above %s%%", BAND_LOW[band]);
        writ_buffer_format(lua, "depth > 0.01 * %s", BAND_LOW[band]);
    } else {
        writ_buffer_format(book, "above %s%% up to %s%%", BAND_LOW[band], BAND_HIGH[band]);
        writ_buffer_format(lua, "depth > 0.01 * %s and depth <= 0.01 * %s", BAND_LOW[band],
                           BAND_HIGH[band]);
    }
}

static void add_rows(WritBuffer *book, WritBuffer *lua)
{
    static const char *const cells[4][2] = {
        {"up to 50 000 EUR | up to 30 | any", "value <= 50000 and days <= 30"},
        {"up to 50 000 EUR | above 30 | not distributor",
         "value <= 50000 and days > 30 and class ~= 'distributor'"},
        {"up to 50 000 EUR | above 30 | distributor",
         "value <= 50000 and days > 30 and class == 'distributor'"},
        {"above 50 000 EUR | any | any", "value > 50000"},
    };
    writ_buffer_add_string(lua, "return function(depth, value, days, class)\n");
    for (int row = 0; row < BANDS * 4; row++) {
        writ_buffer_format(book, "  | R%d | ", row);
        writ_buffer_add_string(lua, row == 0 ? "if " : "elseif ");
        add_depth(book, lua, row / 4);
        writ_buffer_format(book, " | %s || %d |\n", cells[row % 4][0], row);
        writ_buffer_format(lua, " and %s then return %d\n", cells[row % 4][1], row);
    }
    writ_buffer_add_string(lua, "end end, function(price, quantity, discount, freight)\n"
                                "return price * quantity - price * discount + freight end");
}

static void compile_book(Work *work, WritText text)
{
    WritError error;
    WritCompilation *compilation = writ_compile_new(work->arena);
    if (writ_compile_add(compilation, writ_text("bench.writ"), text, &error) != WRIT_OK) {
        give_up(error.text);
    }
    writ_compile_run(compilation);
    if (writ_compile_plan_count(compilation) != 1) {
        WritBuffer told = {0};
        writ_diags_render_text(writ_compile_diags(compilation), WRIT_COLOUR_NONE, &told);
        give_up(writ_buffer_string(&told));
    }
    work->plan = writ_compile_plan(compilation, 0);
    work->tables = writ_tables_new(work->arena, work->plan);
}

// Leaves both functions on the stack: the table at 1, the sum at 2.
static void compile_lua(Work *work, WritText text)
{
    work->lua = luaL_newstate();
    if (luaL_loadbuffer(work->lua, text.data, text.length, "bench") != LUA_OK ||
        lua_pcall(work->lua, 0, 2, 0) != LUA_OK) {
        give_up(lua_tostring(work->lua, -1));
    }
}

static void compile(Work *work)
{
    WritBuffer book = {0};
    WritBuffer lua = {0};
    writ_buffer_add_string(&book, BOOK);
    add_rows(&book, &lua);
    compile_book(work, writ_buffer_text(&book));
    compile_lua(work, writ_buffer_text(&lua));
    writ_buffer_dispose(&book);
    writ_buffer_dispose(&lua);
    for (uint32_t i = 0; i < work->plan->types.record_count; i++) {
        const WritRecordType *record = &work->plan->types.records[i];
        if (writ_text_is(record->name, "Sum")) {
            work->sums = i;
            work->total = record->fields[record->field_count - 1].computed;
        }
    }
}

// --- What both are asked --------------------------------------------------------------------

static WritValue decimal(WritValueKind kind, int64_t digits, int places, uint32_t tag)
{
    WritValue value = {.kind = kind, .tag = tag};
    if (writ_decimal_shift(&value.number, writ_decimal_from_int(digits), -places, NULL) !=
        WRIT_OK) {
        give_up("a number does not fit");
    }
    return value;
}

static void make_inputs(Work *work)
{
    Random random = {7};
    WritCode eur = writ_code(writ_text("EUR"));
    for (int i = 0; i < INPUTS; i++) {
        int64_t depth = random_between(&random, 0, 400); // Tenths of a percent.
        int64_t cents = random_between(&random, 100, 10000000);
        int64_t days = random_between(&random, 0, 90);
        work->classes[i] = (int)random_below(&random, 3);
        WritRecord *asked = writ_record_new(work->arena, 4);
        asked->fields[0] = decimal(WRIT_VALUE_PERCENT, depth, 3, 0);
        asked->fields[1] = decimal(WRIT_VALUE_MONEY, cents, 2, eur);
        asked->fields[2] = decimal(WRIT_VALUE_NUMBER, days, 0, 0);
        asked->fields[3] = (WritValue){.kind = WRIT_VALUE_CHOICE, .integer = work->classes[i]};
        work->asked[i] = asked;
        WritRecord *summed = writ_record_new(work->arena, 5);
        summed->fields[0] = decimal(WRIT_VALUE_MONEY, cents, 2, eur);
        summed->fields[1] = decimal(WRIT_VALUE_NUMBER, days, 0, 0);
        summed->fields[2] = decimal(WRIT_VALUE_PERCENT, depth, 3, 0);
        summed->fields[3] = decimal(WRIT_VALUE_MONEY, 1250, 2, eur);
        work->summed[i] = summed;
        work->numbers[i][0] = (double)depth / 1000;
        work->numbers[i][1] = (double)cents / 100;
        work->numbers[i][2] = (double)days;
        work->numbers[i][3] = 12.5;
    }
}

// --- Rounds ---------------------------------------------------------------------------------

typedef uint64_t Round(Work *work);

static uint64_t decide(Work *work, int input)
{
    WritValue value = {.kind = WRIT_VALUE_RECORD,
                       .tag = work->plan->decisions[0].input,
                       .record = work->asked[input]};
    WritVerdict verdict;
    work->scope.steps = 0;
    if (writ_eval_decision(&work->scope, 0, value, &verdict, NULL) != WRIT_OK) {
        give_up("no row matches");
    }
    return verdict.value.number.words[0];
}

static uint64_t decide_all(Work *work)
{
    uint64_t sum = 0;
    for (int i = 0; i < INPUTS; i++) {
        sum += decide(work, i);
    }
    writ_arena_reset(work->scope.arena);
    return sum;
}

static uint64_t ask_lua(Work *work, int function, int input)
{
    lua_State *lua = work->lua;
    const double *numbers = work->numbers[input];
    lua_pushvalue(lua, function);
    if (function == 1) {
        lua_pushnumber(lua, numbers[0]);
        lua_pushnumber(lua, numbers[1]);
        lua_pushnumber(lua, numbers[2]);
        lua_pushstring(lua, CLASSES[work->classes[input]]);
    } else {
        lua_pushnumber(lua, numbers[1]);
        lua_pushnumber(lua, numbers[2]);
        lua_pushnumber(lua, numbers[0]);
        lua_pushnumber(lua, numbers[3]);
    }
    if (lua_pcall(lua, 4, 1, 0) != LUA_OK) {
        give_up(lua_tostring(lua, -1));
    }
    uint64_t result = (uint64_t)lua_tonumber(lua, -1);
    lua_settop(lua, 2);
    return result;
}

static uint64_t decide_by_lua(Work *work)
{
    uint64_t sum = 0;
    for (int i = 0; i < INPUTS; i++) {
        sum += ask_lua(work, 1, i);
    }
    return sum;
}

static uint64_t compute_all(Work *work)
{
    uint64_t sum = 0;
    for (int i = 0; i < INPUTS; i++) {
        WritValue value;
        work->scope.record = work->summed[i];
        work->scope.record_type = work->sums;
        work->scope.steps = 0;
        if (writ_eval(&work->scope, work->total, &value, NULL) != WRIT_OK) {
            give_up("the sum fails");
        }
        sum += value.number.words[0];
    }
    return sum;
}

static uint64_t compute_by_lua(Work *work)
{
    uint64_t sum = 0;
    for (int i = 0; i < INPUTS; i++) {
        sum += ask_lua(work, 2, i);
    }
    return sum;
}

// --- The workloads --------------------------------------------------------------------------

static double rate(const BenchOptions *options, Work *work, Round *round)
{
    volatile uint64_t kept = 0;
    uint64_t rounds = 0;
    double from = bench_now();
    double until = from + options->seconds / BENCH_SLICES / 3;
    do {
        kept = kept ^ round(work);
        rounds++;
    } while (bench_now() < until);
    return (double)rounds * INPUTS / (bench_now() - from);
}

static void open_work(Work *work)
{
    work->arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    compile(work);
    make_inputs(work);
    work->scope =
        (WritScope){.plan = work->plan, .arena = writ_arena_new(1 << 24), .tables = work->tables};
    for (int i = 0; i < INPUTS; i++) {
        if (decide(work, i) != ask_lua(work, 1, i)) {
            give_up("the table and the if-chain differ");
        }
    }
}

static void close_work(Work *work)
{
    lua_close(work->lua);
    writ_arena_free(work->scope.arena);
    writ_arena_free(work->arena);
}

int workload_decision(const BenchOptions *options)
{
    static Work work;
    open_work(&work);
    BenchResult result = bench_result("decision", "decisions/s");
    BenchSlices slices;
    double by_row = 0;
    for (int i = 0; i < BENCH_SLICES; i++) {
        slices.value[i] = rate(options, &work, decide_all);
        slices.limit[i] = rate(options, &work, decide_by_lua);
        work.scope.tables = NULL;
        by_row += rate(options, &work, decide_all) / BENCH_SLICES;
        work.scope.tables = work.tables;
    }
    bench_slices_fill(&slices, &result);
    result.ratio_min = 1;
    char detail[64];
    (void)snprintf(detail, sizeof detail, "\"row_by_row_per_s\":%.0f", by_row);
    result.detail = detail;
    close_work(&work);
    return bench_print(&result);
}

int workload_expression(const BenchOptions *options)
{
    static Work work;
    open_work(&work);
    BenchResult result = bench_result("expression", "expressions/s");
    BenchSlices slices;
    for (int i = 0; i < BENCH_SLICES; i++) {
        slices.value[i] = rate(options, &work, compute_all);
        slices.limit[i] = rate(options, &work, compute_by_lua);
    }
    bench_slices_fill(&slices, &result);
    result.ratio_min = 0.3; // Lua does 16 million a second where 5 million are asked of us.
    close_work(&work);
    return bench_print(&result);
}
