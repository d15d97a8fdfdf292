// Random well-typed expressions over random values, against the oracle. Each plan is validated too:
// what is well typed must pass.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/eval_fixture.h"
#include "support/eval_oracle.h"
#include "support/random.h"

enum { ROUNDS = 400, EXPRS_A_ROUND = 24, DEPTH_MAX = 5, VARIABLES_MAX = 3 };

typedef enum Kind {
    TRUTH,
    NUMBER,
    PERCENT,
    EUROS,
    MONEY, // In the currency of a sibling.
    PIECES,
    DATE,
    TEXT,
    LEVEL,
    MAYBE, // A number that may be missing.
    KINDS,
} Kind;

typedef struct Generator {
    PlanBuilder *b;
    Random random;
    uint32_t item, case_record;
    WritTypeId types[KINDS];
    WritTypeId duration;
    uint32_t variables; // In scope, all of type item.
} Generator;

static uint32_t below(Generator *g, uint32_t count)
{
    return random_below(&g->random, count);
}

// --- Types and values -----------------------------------------------------------------------

static void add_item(Generator *g)
{
    PlanBuilder *b = g->b;
    g->item = build_record(b, "Item");
    (void)build_field(b, g->item, "number", g->types[NUMBER]);
    (void)build_field(b, g->item, "maybe", g->types[MAYBE]);
    (void)build_field(b, g->item, "euros", g->types[EUROS]);
    uint32_t currency = build_field(b, g->item, "currency", build_plain(b, WRIT_TYPE_CURRENCY));
    g->types[MONEY] = build_money_in(b, currency);
    (void)build_field(b, g->item, "money", g->types[MONEY]);
    (void)build_field(b, g->item, "pieces", g->types[PIECES]);
    (void)build_field(b, g->item, "date", g->types[DATE]);
    (void)build_field(b, g->item, "level", g->types[LEVEL]);
    (void)build_field(b, g->item, "text", g->types[TEXT]);
    uint32_t twice = build_field(b, g->item, "twice", g->types[PIECES]);
    build_computed(b, g->item, twice,
                   build_two(b, WRIT_OP_ADD, build_self(b, g->item, "pieces"),
                             build_self(b, g->item, "pieces")));
}

static void add_case(Generator *g)
{
    PlanBuilder *b = g->b;
    WritTypeId item = build_record_type(b, g->item);
    g->case_record = build_record(b, "Case");
    (void)build_field(b, g->case_record, "items", build_list(b, item));
    (void)build_field(b, g->case_record, "numbers", build_list(b, g->types[NUMBER]));
    uint32_t currency =
        build_field(b, g->case_record, "currency", build_plain(b, WRIT_TYPE_CURRENCY));
    (void)build_field(b, g->case_record, "limit", build_money_in(b, currency));
    uint32_t total = build_field(b, g->case_record, "total", build_money_in(b, currency));
    build_computed(b, g->case_record, total,
                   build_sum(b, build_self(b, g->case_record, "items"), WRIT_NONE, 0,
                             build_local(b, 0, item, "money")));
    (void)build_parameter(b, "case", build_record_type(b, g->case_record));
    (void)build_parameter(b, "it", item);
}

static void add_types(Generator *g)
{
    PlanBuilder *b = g->b;
    g->types[TRUTH] = build_plain(b, WRIT_TYPE_BOOLEAN);
    g->types[NUMBER] = build_plain(b, WRIT_TYPE_NUMBER);
    g->types[PERCENT] = build_plain(b, WRIT_TYPE_PERCENT);
    g->types[EUROS] = build_money(b, "EUR");
    g->types[PIECES] = build_quantity(b, "pcs");
    g->types[DATE] = build_plain(b, WRIT_TYPE_DATE);
    g->types[TEXT] = build_plain(b, WRIT_TYPE_TEXT);
    g->types[LEVEL] = build_ordered_choice(b, "Level", "low, normal, high");
    g->types[MAYBE] = build_optional(b, g->types[NUMBER]);
    g->duration = build_plain(b, WRIT_TYPE_DURATION);
}

static const char *pick(Generator *g, const char *const *texts, uint32_t count)
{
    return texts[below(g, count)];
}

static const char *number_text(Generator *g)
{
    static const char *const texts[] = {"0",   "1",     "2", "4",    "5",   "-3",
                                        "0.5", "12.50", "7", "1.00", "100", "-0.25"};
    return pick(g, texts, sizeof texts / sizeof texts[0]);
}

static const char *text_of(Generator *g, Kind kind, char text[64])
{
    static const char *const levels[] = {"low", "normal", "high"};
    static const char *const words[] = {"", "nut", "bolt", "Ștefan"};
    switch (kind) {
    case TRUTH:
        return below(g, 2) == 0 ? "yes" : "no";
    case NUMBER:
        return number_text(g);
    case PERCENT:
        (void)snprintf(text, 64, "%s%%", number_text(g));
        return text;
    case EUROS:
        (void)snprintf(text, 64, "%s EUR", number_text(g));
        return text;
    case PIECES:
        (void)snprintf(text, 64, "%s pcs", number_text(g));
        return text;
    case DATE:
        (void)snprintf(text, 64, "20%02u-%02u-%02u", 10 + below(g, 15), 1 + below(g, 12),
                       1 + below(g, 28));
        return text;
    case TEXT:
        return pick(g, words, 4);
    case LEVEL:
        return pick(g, levels, 3);
    case MONEY:
    case MAYBE:
    case KINDS:
        break;
    }
    fail_msg("no constant of this kind");
    return "";
}

static void add_item_json(Generator *g, WritBuffer *json)
{
    char text[64];
    const char *currency = below(g, 8) == 0 ? "USD" : "EUR";
    writ_buffer_format(json, "{\"number\": \"%s\", \"currency\": \"%s\", \"money\": \"%s %s\"",
                       number_text(g), currency, number_text(g), currency);
    if (below(g, 2) == 0) {
        writ_buffer_format(json, ", \"maybe\": \"%s\"", number_text(g));
    }
    static const char *const names[] = {"euros", "pieces", "date", "level", "text"};
    static const Kind kinds[] = {EUROS, PIECES, DATE, LEVEL, TEXT};
    for (int i = 0; i < 5; i++) {
        writ_buffer_format(json, ", \"%s\": \"%s\"", names[i], text_of(g, kinds[i], text));
    }
    writ_buffer_add_byte(json, '}');
}

static void set_values(Generator *g, EvalFixture *f)
{
    WritBuffer json = {0};
    add_item_json(g, &json);
    fixture_set(f, "it", writ_buffer_string(&json));
    writ_buffer_clear(&json);
    writ_buffer_format(&json, "{\"currency\": \"EUR\", \"limit\": \"%s EUR\", \"items\": [",
                       number_text(g));
    for (uint32_t i = below(g, 4); i > 0; i--) {
        add_item_json(g, &json);
        writ_buffer_add_string(&json, i > 1 ? ", " : "");
    }
    writ_buffer_add_string(&json, "], \"numbers\": [");
    for (uint32_t i = below(g, 4); i > 0; i--) {
        writ_buffer_format(&json, "\"%s\"%s", number_text(g), i > 1 ? ", " : "");
    }
    writ_buffer_add_string(&json, "]}");
    fixture_set(f, "case", writ_buffer_string(&json));
    writ_buffer_dispose(&json);
}

// --- Expressions ----------------------------------------------------------------------------

static uint32_t make(Generator *g, Kind kind, int depth);

static uint32_t constant(Generator *g, Kind kind)
{
    char text[64];
    return build_constant(g->b, g->types[kind], text_of(g, kind, text));
}

static uint32_t field(Generator *g, const char *name)
{
    char path[32];
    WritTypeId item = build_record_type(g->b, g->item);
    if (g->variables > 0 && below(g, 3) > 0) {
        return build_local(g->b, below(g, g->variables), item, name);
    }
    (void)snprintf(path, sizeof path, "it.%s", name);
    return build_read(g->b, path);
}

static uint32_t leaf(Generator *g, Kind kind)
{
    static const char *const names[] = {
        [NUMBER] = "number", [EUROS] = "euros", [MONEY] = "money", [PIECES] = "pieces",
        [DATE] = "date",     [LEVEL] = "level", [TEXT] = "text",   [MAYBE] = "maybe",
    };
    if (kind == TRUTH || kind == PERCENT || (kind != MONEY && kind != MAYBE && below(g, 2) == 0)) {
        return constant(g, kind);
    }
    if (kind == PIECES && below(g, 3) == 0) {
        return field(g, "twice");
    }
    if (kind == MONEY && below(g, 3) == 0) {
        return build_read(g->b, below(g, 2) == 0 ? "case.total" : "case.limit");
    }
    return field(g, names[kind]);
}

static uint32_t condition_over(Generator *g, int depth)
{
    g->variables++;
    uint32_t condition = make(g, TRUTH, depth);
    g->variables--;
    return condition;
}

static uint32_t total(Generator *g, Kind kind, int depth)
{
    uint32_t list = build_read(g->b, "case.items");
    uint32_t local = g->variables;
    uint32_t condition = below(g, 2) == 0 ? WRIT_NONE : condition_over(g, depth);
    g->variables++;
    uint32_t summed = make(g, kind, depth);
    g->variables--;
    return build_sum(g->b, list, condition, local, summed);
}

static uint32_t comparison(Generator *g, int depth)
{
    static const Kind kinds[] = {NUMBER, PERCENT, EUROS, MONEY, PIECES, DATE, LEVEL, TEXT};
    Kind kind = kinds[below(g, 8)];
    uint32_t operations = kind == TEXT ? 2 : 6;
    uint32_t a = make(g, kind, depth);
    return build_two(g->b, (WritOperation)(WRIT_OP_EQUAL + below(g, operations)), a,
                     make(g, kind, depth));
}

static uint32_t durations(Generator *g)
{
    static const char *const texts[] = {"1 day",   "7 days",  "1 week",    "48 hours",
                                        "1 month", "30 days", "12 months", "1 year"};
    uint32_t a = build_constant(g->b, g->duration, pick(g, texts, 8));
    return build_two(g->b, (WritOperation)(WRIT_OP_EQUAL + below(g, 6)), a,
                     build_constant(g->b, g->duration, pick(g, texts, 8)));
}

static uint32_t quantified(Generator *g, int depth)
{
    uint32_t list = build_read(g->b, "case.items");
    uint32_t local = g->variables;
    uint32_t condition = condition_over(g, depth);
    return build_over(g->b, (WritOperation)(WRIT_OP_EVERY + below(g, 3)), list, condition, local);
}

static uint32_t membership(Generator *g, int depth)
{
    Kind kind = below(g, 2) == 0 ? NUMBER : EUROS;
    uint32_t value = make(g, kind, depth);
    uint32_t members[3];
    for (int i = 0; i < 3; i++) {
        members[i] = make(g, kind, depth - 1);
    }
    return build_in_set(g->b, value, members, below(g, 4));
}

static uint32_t range(Generator *g, int depth)
{
    Kind kind = below(g, 2) == 0 ? PIECES : DATE;
    uint32_t value = make(g, kind, depth);
    uint32_t low = make(g, kind, depth);
    return build_range(g->b, below(g, 2) == 0 ? WRIT_OP_IN_RANGE : WRIT_OP_IN_RANGE_BELOW, value,
                       low, make(g, kind, depth));
}

static uint32_t truth(Generator *g, int depth)
{
    PlanBuilder *b = g->b;
    bool binds = g->variables < VARIABLES_MAX;
    switch (below(g, binds ? 11 : 10)) {
    case 0:
    case 1:
        return comparison(g, depth);
    case 2:
        return build_two(b, WRIT_OP_AND, make(g, TRUTH, depth), make(g, TRUTH, depth));
    case 3:
        return build_two(b, WRIT_OP_OR, make(g, TRUTH, depth), make(g, TRUTH, depth));
    case 4:
        return build_one(b, WRIT_OP_NOT, make(g, TRUTH, depth));
    case 5:
        return build_one(b, below(g, 2) == 0 ? WRIT_OP_IS_MISSING : WRIT_OP_IS_PRESENT,
                         make(g, MAYBE, depth));
    case 6:
        return build_one(b, WRIT_OP_IS_EMPTY,
                         below(g, 2) == 0 ? make(g, TEXT, depth) : build_read(b, "case.items"));
    case 7:
        return membership(g, depth);
    case 8:
        return range(g, depth);
    case 9:
        return below(g, 2) == 0 ? durations(g)
                                : build_two(b, WRIT_OP_IN_LIST, make(g, NUMBER, depth),
                                            build_read(b, "case.numbers"));
    case 10:
        return quantified(g, depth);
    default:
        return leaf(g, TRUTH);
    }
}

static uint32_t counted(Generator *g, int depth)
{
    uint32_t list = build_read(g->b, "case.items");
    uint32_t local = g->variables;
    uint32_t condition = below(g, 2) == 0 ? WRIT_NONE : condition_over(g, depth);
    return build_over(g->b, WRIT_OP_COUNT, list, condition, local);
}

static uint32_t product(Generator *g, Kind kind, int depth)
{
    Kind other = below(g, 2) == 0 ? NUMBER : PERCENT;
    if (kind == NUMBER) {
        other = below(g, 2) == 0 ? NUMBER : PERCENT;
    } else if (kind == PERCENT) {
        other = PERCENT;
    }
    uint32_t a = make(g, kind, depth);
    uint32_t b = make(g, other, depth);
    return below(g, 2) == 0 ? build_two(g->b, WRIT_OP_MULTIPLY, a, b)
                            : build_two(g->b, WRIT_OP_MULTIPLY, b, a);
}

static uint32_t amount(Generator *g, Kind kind, int depth)
{
    PlanBuilder *b = g->b;
    bool binds = g->variables < VARIABLES_MAX;
    switch (below(g, binds ? 8 : 7)) {
    case 0:
        return build_two(b, WRIT_OP_ADD, make(g, kind, depth), make(g, kind, depth));
    case 1:
        return build_two(b, WRIT_OP_SUBTRACT, make(g, kind, depth), make(g, kind, depth));
    case 2:
        return product(g, kind, depth);
    case 3:
        return build_one(b, WRIT_OP_NEGATE, make(g, kind, depth));
    case 4:
        return build_rounded(b, make(g, kind, depth), make(g, NUMBER, 0));
    case 5:
        if (kind == NUMBER) {
            Kind of = below(g, 2) == 0 ? PIECES : MONEY;
            return build_amount(b, make(g, of, depth));
        }
        if (kind == PERCENT) {
            Kind of = below(g, 2) == 0 ? EUROS : NUMBER;
            return build_share(b, make(g, of, depth), make(g, of, depth));
        }
        return leaf(g, kind);
    case 6:
        return kind == NUMBER
                   ? build_two(b, WRIT_OP_OR_ELSE, make(g, MAYBE, depth), make(g, NUMBER, depth))
                   : leaf(g, kind);
    case 7:
        return kind == NUMBER && below(g, 2) == 0 ? counted(g, depth) : total(g, kind, depth);
    default:
        return leaf(g, kind);
    }
}

static uint32_t moved_date(Generator *g, int depth)
{
    static const char *const texts[] = {"1 day",     "30 days", "2 weeks", "1 month",
                                        "18 months", "1 year",  "2 hours"};
    uint32_t from = make(g, DATE, depth);
    return build_two(g->b, below(g, 2) == 0 ? WRIT_OP_ADD : WRIT_OP_SUBTRACT, from,
                     build_constant(g->b, g->duration, pick(g, texts, 7)));
}

static uint32_t joined(Generator *g, int depth)
{
    static const Kind kinds[] = {TEXT, LEVEL, TRUTH};
    uint32_t parts[3];
    for (int i = 0; i < 3; i++) {
        parts[i] = make(g, kinds[below(g, 3)], depth);
    }
    return build_join(g->b, parts, below(g, 4));
}

static uint32_t make(Generator *g, Kind kind, int depth)
{
    if (depth <= 0 || below(g, 6) == 0) {
        return leaf(g, kind);
    }
    switch (kind) {
    case TRUTH:
        return truth(g, depth - 1);
    case NUMBER:
    case PERCENT:
    case EUROS:
    case MONEY:
    case PIECES:
        return amount(g, kind, depth - 1);
    case DATE:
        return moved_date(g, depth - 1);
    case TEXT:
        return joined(g, depth - 1);
    case MAYBE:
        return build_two(g->b, WRIT_OP_OR_ELSE, make(g, MAYBE, depth - 1),
                         make(g, MAYBE, depth - 1));
    case LEVEL:
    case KINDS:
        break;
    }
    return leaf(g, kind);
}

// --- The comparison -------------------------------------------------------------------------

typedef struct Tally {
    unsigned values, failures, unknown;
} Tally;

static void compare(EvalFixture *f, uint32_t expr, Tally *tally, uint64_t seed)
{
    Oracle expected;
    WritValue value;
    WritError error = {0};
    OracleAnswer answer = oracle_eval(&f->scope, expr, &expected);
    f->scope.steps = 0;
    WritStatus status = writ_eval(&f->scope, expr, &value, &error);
    bool agree = answer == ORACLE_UNKNOWN ||
                 (answer == ORACLE_FAILS ? status == WRIT_INVALID
                                         : status == WRIT_OK && oracle_equals(&expected, &value));
    if (!agree) {
        WritBuffer text = {0};
        writ_plan_print_expr(&text, build_plan(f->b), expr);
        writ_buffer_format(&text, "\nseed %llu: oracle %d, eval %s ", (unsigned long long)seed,
                           (int)answer, writ_status_name(status));
        if (status == WRIT_OK) {
            writ_value_print(&text, &build_plan(f->b)->types, value);
        }
        fail_msg("%s %s", writ_buffer_string(&text), error.text);
    }
    tally->values += answer == ORACLE_VALUE ? 1 : 0;
    tally->failures += answer == ORACLE_FAILS ? 1 : 0;
    tally->unknown += answer == ORACLE_UNKNOWN ? 1 : 0;
}

static void run_round(uint64_t seed, Tally *tally)
{
    EvalFixture f;
    Generator g = {.b = build_new("random"), .random = {seed}};
    uint32_t exprs[EXPRS_A_ROUND];
    add_types(&g);
    add_item(&g);
    add_case(&g);
    uint32_t stage = build_stage(g.b, "only");
    (void)build_route(g.b, stage, build_nothing(g.b));
    fixture_open(&f, g.b);
    for (uint32_t i = 0; i < EXPRS_A_ROUND; i++) {
        exprs[i] = make(&g, (Kind)below(&g, KINDS), DEPTH_MAX);
    }
    (void)build_finish(g.b);
    for (int values = 0; values < 3; values++) {
        set_values(&g, &f);
        for (uint32_t i = 0; i < EXPRS_A_ROUND; i++) {
            compare(&f, exprs[i], tally, seed);
        }
    }
    fixture_close(&f);
}

static void random_expressions_give_what_the_oracle_gives(void **state)
{
    (void)state;
    Tally tally = {0};
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        run_round(seed, &tally);
    }
    // The oracle must have something to say: most of what it is asked, and failures too.
    assert_true(tally.values > 10 * tally.unknown);
    assert_true(tally.failures > ROUNDS * EXPRS_A_ROUND / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_expressions_give_what_the_oracle_gives),
    };
    return cmocka_run_group_tests_name("eval_random", tests, NULL, NULL);
}
