// How fast expressions and decision tables are evaluated: one JSON line a workload, best of five.
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "support/plan_example.h"
#include "writ/eval.h"
#include "writ/json.h"

enum { ROUNDS = 5, LINES = 10 };

typedef struct Bench {
    PlanBuilder *b;
    WritArena *arena;
    WritValue order;
    WritScope scope;
    WritValue input;
    uint32_t expr;
    long sink; // Keeps results alive.
} Bench;

static WritValue read_slot(const void *self, uint32_t slot)
{
    const Bench *bench = self;
    return slot == 0 ? bench->order : (WritValue){0};
}

static WritValue read_json(Bench *bench, WritTypeId type, const char *text)
{
    WritJson json;
    WritValue value;
    WritError error;
    const WritTypes *types = &build_plan(bench->b)->types;
    if (writ_json_parse(&json, bench->arena, writ_text(text), "bench", &error) != WRIT_OK ||
        writ_value_from_json(&value, bench->arena, types, type, &json, "bench", "", &error) !=
            WRIT_OK ||
        writ_eval_complete(&bench->scope, &value, &error) != WRIT_OK) {
        (void)fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return value;
}

static void set_order(Bench *bench)
{
    WritBuffer json = {0};
    writ_buffer_add_string(&json,
                           "{\"number\": \"A-17\", \"contact\": \"anna\", \"class\": \"standard\", "
                           "\"currency\": \"EUR\", \"limit\": \"1000 EUR\", \"lines\": [");
    for (int i = 0; i < LINES; i++) {
        writ_buffer_format(
            &json,
            "%s{\"item\": \"bolt\", \"ordered\": \"1%d pcs\", \"shipped\": \"4 pcs\", "
            "\"currency\": \"EUR\", \"net\": \"100.5%d EUR\"}",
            i > 0 ? ", " : "", i, i);
    }
    writ_buffer_add_string(&json, "]}");
    bench->order = read_json(bench, build_plan(bench->b)->slots[0].type, writ_buffer_string(&json));
    writ_buffer_dispose(&json);
}

static void evaluate(Bench *bench)
{
    WritValue value;
    bench->scope.steps = 0;
    if (writ_eval(&bench->scope, bench->expr, &value, NULL) == WRIT_OK) {
        bench->sink += value.kind;
    }
}

static void decide(Bench *bench)
{
    WritVerdict verdict;
    bench->scope.steps = 0;
    if (writ_eval_decision(&bench->scope, 0, bench->input, &verdict, NULL) == WRIT_OK) {
        bench->sink += verdict.row;
    }
}

static double now_ns(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void report(Bench *bench, const char *workload, void (*work)(Bench *bench), int count)
{
    double best = 1e18;
    for (int round = 0; round < ROUNDS; round++) {
        writ_arena_reset(bench->scope.arena);
        double start = now_ns();
        for (int i = 0; i < count; i++) {
            work(bench);
        }
        double each = (now_ns() - start) / count;
        best = each < best ? each : best;
    }
    (void)printf("{\"workload\": \"%s\", \"value\": %.1f, \"unit\": \"ns\"}\n", workload, best);
}

static void report_expr(Bench *bench, const char *workload, uint32_t expr)
{
    bench->expr = expr;
    report(bench, workload, evaluate, 200000);
}

static void report_exprs(Bench *bench)
{
    PlanBuilder *b = bench->b;
    WritTypeId line = build_record_type(b, 0);
    uint32_t lines = build_read(b, "order.lines");
    WritTypeId class = build_plan(b)->types.records[1].fields[2].type;
    report_expr(bench, "eval_field", build_read(b, "order.number"));
    report_expr(bench, "eval_field_equals_constant",
                build_two(b, WRIT_OP_EQUAL, build_read(b, "order.class"),
                          build_constant(b, class, "distributor")));
    report_expr(bench, "eval_amount_above_constant",
                build_two(b, WRIT_OP_GREATER, build_read(b, "order.limit"),
                          build_constant(b, build_money(b, "EUR"), "500 EUR")));
    report_expr(bench, "eval_share_above_percent",
                build_two(b, WRIT_OP_GREATER,
                          build_share(b, build_read(b, "order.limit"),
                                      build_constant(b, build_money(b, "EUR"), "7000 EUR")),
                          build_constant(b, build_plain(b, WRIT_TYPE_PERCENT), "80%")));
    report_expr(bench, "eval_sum_of_10_computed",
                build_sum(b, lines, WRIT_NONE, 0, build_local(b, 0, line, "outstanding")));
    report_expr(bench, "eval_total_of_10_lines", build_read(b, "order.total"));
}

int main(void)
{
    Bench bench = {.b = plan_example_new()};
    bench.arena = writ_arena_new(1 << 28);
    bench.scope = (WritScope){
        .plan = build_plan(bench.b),
        .arena = writ_arena_new(1 << 28),
        .self = &bench,
        .slot = read_slot,
    };
    set_order(&bench);
    report_exprs(&bench);
    uint32_t input = build_plan(bench.b)->decisions[0].input;
    bench.input = read_json(&bench, build_record_type(bench.b, input),
                            "{\"use_of_limit\": \"110%\", \"overdue_days\": \"40\", "
                            "\"class\": \"distributor\"}");
    report(&bench, "eval_decision_6_rows_3_columns", decide, 200000);
    writ_arena_free(bench.scope.arena);
    writ_arena_free(bench.arena);
    build_free(bench.b);
    return bench.sink == 0 ? 1 : 0;
}
