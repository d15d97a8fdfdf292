// The run to each step of processes made at random is as short as one found by trying: distances
// over the tree are lowered by every line, again and again, until nothing changes. The scenarios of
// what is told of them are read without a mistake.
//
// WRIT_SEEDS=N takes N texts instead, from seed WRIT_FIRST_SEED on; a failure prints its seed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "check/check.h"
#include "check/checker.h"
#include "check/flow.h"
#include "support/process_random.h"
#include "syntax/parse.h"
#include "writ/compile.h"

enum { TEXTS = 200, NODES_MAX = 4000, FAR = 1000000 };

// --- Distances --------------------------------------------------------------------------------

typedef struct Slow {
    const Process *process;
    const Node *nodes[NODES_MAX];
    uint32_t before[NODES_MAX];
    uint32_t after[NODES_MAX];
    uint32_t skipped[NODES_MAX];
    uint32_t count;
    uint32_t waits; // Of the stage at hand.
    bool changed;
    bool rough; // Some line comes only after others were gone through again: a lower bound.
} Slow;

static uint32_t number_of(const Slow *slow, const Node *node)
{
    for (uint32_t i = 0; i < slow->count; i++) {
        if (slow->nodes[i] == node) {
            return i;
        }
    }
    fail();
    return 0;
}

static void list_nodes(Slow *slow, const Node *node)
{
    assert_true(slow->count < NODES_MAX);
    slow->before[slow->count] = FAR;
    slow->after[slow->count] = FAR;
    slow->skipped[slow->count] = FAR;
    slow->nodes[slow->count++] = node;
    for (const Node *child = node->children; child != NULL; child = child->next) {
        list_nodes(slow, child);
    }
}

static void lower(Slow *slow, uint32_t *distance, uint32_t to)
{
    if (to < *distance) {
        *distance = to;
        slow->changed = true;
    }
}

static void lower_stage(Slow *slow, const Node *stage, uint32_t to)
{
    lower(slow, &slow->before[number_of(slow, stage)], to);
}

static void through(Slow *slow, uint32_t at, uint32_t *next, const Actions *actions)
{
    const Action *last = actions == NULL ? NULL : actions->last;
    if (actions == NULL || at >= FAR) {
        return;
    }
    switch (last == NULL ? WRIT_ACTION_NEXT : last->kind) {
    case WRIT_ACTION_NEXT:
    case WRIT_ACTION_NOTIFY:
    case WRIT_ACTION_SET:
    case WRIT_ACTION_MARK:
    case WRIT_ACTION_REASSIGN:
    case WRIT_ACTION_UNDO:
        if (next != NULL) {
            lower(slow, next, at);
        }
        return;
    case WRIT_ACTION_EXTEND:
        through(slow, at + last->at_most, next, last->after);
        return;
    case WRIT_ACTION_GO_BACK:
        slow->rough = true;
        lower_stage(slow, last->node, at);
        through(slow, at, next, last->after);
        return;
    case WRIT_ACTION_GO_TO:
        lower_stage(slow, last->node, at);
        return;
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        lower(slow, &slow->skipped[number_of(slow, last->node)], at);
        return;
    case WRIT_ACTION_END_CASE:
        return;
    }
}

static void rungs(Slow *slow, uint32_t at, const Node *node)
{
    for (uint32_t i = 0; i < node->deadline.rung_count; i++) {
        through(slow, at + 1, NULL, node->deadline.rungs[i].actions);
    }
}

static void step(Slow *slow, const Node *node, uint32_t n)
{
    const Step *of = node->step;
    uint32_t at = slow->before[n];
    uint32_t *out = &slow->after[n];
    bool person = of->act == WRIT_ACT_DO || of->act == WRIT_ACT_APPROVE;
    if (of->only_if != NULL) {
        lower(slow, out, at);
    }
    if (person || of->act == WRIT_ACT_WAIT) {
        slow->waits = at < slow->waits ? at : slow->waits;
    }
    rungs(slow, at, node);
    for (uint32_t i = 0; i < of->handler_count; i++) {
        through(slow, at + 1, out, of->handlers[i].actions);
    }
    if (of->act == WRIT_ACT_ACTIONS) {
        through(slow, at, out, of->then);
    } else if (of->act == WRIT_ACT_WAIT) {
        lower(slow, out, at + 1);
    } else if (of->act == WRIT_ACT_DECIDE && of->handler_count == 0) {
        lower(slow, out, at);
    }
    for (uint32_t i = 0; i < slow->process->binding_count; i++) {
        if (slow->process->bindings[i].step == of) {
            through(slow, at + 1, NULL, slow->process->bindings[i].actions);
        }
    }
    through(slow, at + 1, out, of->on_no_answer);
    through(slow, at + 1, out, of->on_nobody);
    through(slow, at + 1, out, node->deadline.on_overdue);
}

static void item(Slow *slow, const Node *node);

// The distance behind the items of a block that begins at `at`.
static uint32_t items(Slow *slow, const Node *parent, uint32_t at)
{
    for (const Node *node = parent->children; node != NULL; node = node->next) {
        uint32_t n = number_of(slow, node);
        lower(slow, &slow->before[n], at);
        item(slow, node);
        at = slow->after[n];
    }
    uint32_t skipped = slow->skipped[number_of(slow, parent)];
    return skipped < at ? skipped : at;
}

static void branches(Slow *slow, const Node *node, uint32_t n)
{
    uint32_t at = slow->before[n];
    uint32_t sum = at;
    for (const Node *branch = node->children; branch != NULL; branch = branch->next) {
        uint32_t end = items(slow, branch, at);
        if (node->join == WRIT_JOIN_FIRST) {
            lower(slow, &slow->after[n], end);
        }
        sum = end >= FAR || sum >= FAR ? FAR : sum + end - at;
    }
    if (node->join == WRIT_JOIN_ALL) {
        lower(slow, &slow->after[n], sum);
    }
}

static void item(Slow *slow, const Node *node)
{
    uint32_t n = number_of(slow, node);
    uint32_t at = slow->before[n];
    if (at >= FAR) {
        return;
    }
    if (node->kind == WRIT_NODE_STEP) {
        step(slow, node, n);
    } else if (node->kind == WRIT_NODE_SAME_TIME) {
        branches(slow, node, n);
    } else if (node->kind == WRIT_NODE_FOR_EACH) {
        lower(slow, &slow->after[n], at);
        (void)items(slow, node, at);
    } else if (node->kind == WRIT_NODE_IF) {
        bool otherwise = false;
        for (const Node *arm = node->children; arm != NULL; arm = arm->next) {
            otherwise = otherwise || arm->condition == NULL;
            lower(slow, &slow->after[n], items(slow, arm, at));
        }
        lower(slow, &slow->after[n], otherwise ? FAR : at);
    } else if (node->kind == WRIT_NODE_REPEAT) {
        uint32_t end = items(slow, node, at);
        lower(slow, &slow->after[n], end);
        through(slow, end >= FAR ? FAR : at + (end - at) * node->at_most, &slow->after[n],
                node->actions);
    } else {
        through(slow, at, &slow->after[n], node->actions);
    }
}

static bool is_in(const Happens *happens, const Node *stage)
{
    bool in = happens->stage_count == 0;
    for (uint32_t i = 0; i < happens->stage_count; i++) {
        in = in || happens->stages[i] == stage;
    }
    return in;
}

static void stage(Slow *slow, const Node *node)
{
    const Process *process = slow->process;
    slow->waits = FAR;
    uint32_t end = items(slow, node, slow->before[number_of(slow, node)]);
    const Node *next = node->kind == WRIT_NODE_DETOUR ? NULL : node->next;
    while (next != NULL && next->kind == WRIT_NODE_DETOUR) {
        next = next->next;
    }
    if (next != NULL) {
        lower_stage(slow, next, end);
    }
    uint32_t waits = slow->waits;
    rungs(slow, waits, node);
    rungs(slow, waits, process->root);
    through(slow, waits + 1, NULL, node->deadline.on_overdue);
    through(slow, waits + 1, NULL, process->root->deadline.on_overdue);
    for (uint32_t i = 0; i < process->happens_count; i++) {
        if (is_in(&process->happens[i], node)) {
            through(slow, waits + 1, NULL, process->happens[i].actions);
        }
    }
    if (process->cancellation.allowed &&
        (process->cancellation.only_before == NULL || node->index == 0)) {
        through(slow, waits + 1, NULL, process->cancellation.actions);
    }
}

static void measure(Slow *slow, const Process *process)
{
    *slow = (Slow){.process = process};
    list_nodes(slow, process->root);
    const Node *first = process->root->children;
    while (first->kind == WRIT_NODE_DETOUR) {
        first = first->next;
    }
    lower_stage(slow, first, 0);
    while (slow->changed) {
        slow->changed = false;
        for (const Node *node = process->root->children; node != NULL; node = node->next) {
            stage(slow, node);
        }
    }
}

// --- Comparing --------------------------------------------------------------------------------

typedef struct Counts {
    uint32_t steps, exact, none;
} Counts;

static uint32_t acts_of(const Run *run)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        count += check_run_acts(&run->items[i]);
    }
    return count;
}

static void compare(Slow *slow, Process *process, uint32_t n, Counts *counts)
{
    Checker *checker = process->flow->checker;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    RunTarget target = {.place = RUN_TO_NODE, .node = slow->nodes[n], .without = FACT_NONE};
    Run run;
    checker->run_work = 0;
    bool found = check_run_find(checker, process, &target, arena, &run);
    counts->steps++;
    if (!found) {
        counts->none++;
    } else if (slow->before[n] != acts_of(&run)) {
        assert_true(slow->rough);
        assert_true(slow->before[n] < acts_of(&run));
    } else {
        counts->exact++;
    }
    writ_arena_free(arena);
}

static Model *read_model(WritArena *arena, WritText text)
{
    WritError error;
    WritSources *sources = writ_sources_new(arena);
    WritNames *names = writ_names_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    const WritSource *source = NULL;
    assert_int_equal(writ_sources_add(sources, writ_text("book.writ"), text, &source, &error),
                     WRIT_OK);
    const TreeFile *tree = tree_parse(source, arena, names, diags);
    LuaFile lua = {.path = writ_text("hooks/shop.lua"), .bytes = writ_text("")};
    CheckInput input = {
        .arena = arena,
        .names = names,
        .sources = sources,
        .diags = diags,
        .files = &tree,
        .file_count = 1,
        .lua_files = &lua,
        .lua_file_count = 1,
    };
    Model *model = check_book(&input);
    assert_int_equal(writ_diags_error_count(diags), 0);
    return model;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static uint64_t under_way;

static int say_which(void **state)
{
    (void)state;
    if (under_way != 0) {
        print_error("WRIT_FIRST_SEED=%llu WRIT_SEEDS=1\n", (unsigned long long)under_way);
    }
    return 0;
}

static void no_run_is_longer_than_it_must_be(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", TEXTS);
    Counts counts = {0};
    Slow *slow = malloc(sizeof *slow);
    for (under_way = first; under_way < first + count; under_way++) {
        Random random = {under_way};
        WritBuffer text = {0};
        process_random_write(&random, &text);
        WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
        Model *model = read_model(arena, writ_buffer_text(&text));
        Process *process = model->processes[0];
        measure(slow, process);
        for (uint32_t i = 0; i < slow->count; i++) {
            if (slow->nodes[i]->kind == WRIT_NODE_STEP && slow->before[i] < FAR) {
                compare(slow, process, i, &counts);
            }
        }
        writ_arena_free(arena);
        writ_buffer_dispose(&text);
    }
    under_way = 0;
    free(slow);
    // Most are known to be as short as can be; few are too long to be listed, or not found.
    print_message("%u steps: %u exact, %u without a run\n", counts.steps, counts.exact,
                  counts.none);
    assert_true(counts.exact * 100 >= counts.steps * 95);
}

// --- What is printed --------------------------------------------------------------------------

static WritCompilation *compile(WritArena *arena, WritText book, WritText runs)
{
    WritError error;
    WritCompilation *compilation = writ_compile_new(arena);
    assert_int_equal(writ_compile_add(compilation, writ_text("book.writ"), book, &error), WRIT_OK);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("hooks/shop.lua"), writ_text(""), &error), WRIT_OK);
    if (runs.length > 0) {
        assert_int_equal(writ_compile_add(compilation, writ_text("check_runs.writ"), runs, &error),
                         WRIT_OK);
    }
    writ_compile_run(compilation);
    return compilation;
}

static bool runs_are_read(WritText book)
{
    WritBuffer runs = {0};
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    writ_compile_runs(compile(arena, book, (WritText){0}), &runs);
    writ_arena_free(arena);
    arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    const WritDiags *diags = writ_compile_diags(compile(arena, book, writ_buffer_text(&runs)));
    if (writ_diags_error_count(diags) > 0) {
        WritBuffer told = {0};
        writ_diags_render_text(diags, WRIT_COLOUR_NONE, &told);
        print_error("%s\n%s\n", writ_buffer_string(&runs), writ_buffer_string(&told));
        writ_buffer_dispose(&told);
        fail();
    }
    bool some = runs.length > 0;
    writ_arena_free(arena);
    writ_buffer_dispose(&runs);
    return some;
}

static void what_is_printed_can_be_kept(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", TEXTS);
    uint32_t some = 0;
    for (under_way = first; under_way < first + count; under_way++) {
        Random random = {under_way};
        WritBuffer text = {0};
        process_random_write(&random, &text);
        some += runs_are_read(writ_buffer_text(&text));
        writ_buffer_dispose(&text);
    }
    under_way = 0;
    print_message("%u books with runs\n", some);
    assert_true(some > 0 || count < TEXTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_is_printed_can_be_kept, say_which),
        cmocka_unit_test_teardown(no_run_is_longer_than_it_must_be, say_which),
    };
    return cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
