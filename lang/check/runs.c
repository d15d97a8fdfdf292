// The search for a run: stages in the order of what it takes to come to them, as Dijkstra has it.
#include "check/runs.h"

#include <string.h>

#include "check/process.h"
#include "check/run_search.h"

void check_run_ask(Checker *checker, Process *process, DiagCode code, WritSpan span,
                   RunTarget target)
{
    if (process->run_count < WRIT_DIAGS_KEPT_MAX) {
        process->runs = check_grow(checker->arena, process->runs, process->run_count,
                                   &process->run_capacity, sizeof(RunAsk));
        process->runs[process->run_count++] = (RunAsk){code, span, target};
    }
}

bool check_run_work(RunSearch *search, uint32_t work)
{
    Checker *checker = search->checker;
    search->spent = search->spent || work > CHECK_RUN_WORK_MAX - checker->run_work;
    checker->run_work += search->spent ? 0 : work;
    return !search->spent;
}

// --- Stages -----------------------------------------------------------------------------------

void check_run_enter(RunSearch *search, const Node *stage, RunWays ways)
{
    if (stage != NULL && check_run_reached(ways) && check_run_meet(&stage->flow->run_entry, ways)) {
        search->dirty[stage->index] = true;
    }
}

static Node *stage_after(const Node *stage)
{
    Node *next = stage->kind == WRIT_NODE_DETOUR ? NULL : stage->next;
    while (next != NULL && next->kind == WRIT_NODE_DETOUR) {
        next = next->next;
    }
    return next;
}

static bool is_in_stages(const Happens *happens, const Node *stage)
{
    for (uint32_t i = 0; i < happens->stage_count; i++) {
        if (happens->stages[i] == stage) {
            return true;
        }
    }
    return happens->stage_count == 0;
}

static void happen(RunSearch *search, const Happens *happens)
{
    if (is_in_stages(happens, search->stage)) {
        RunItem item = {.kind = RUN_HAPPENS, .happens = happens};
        RunWays ways = check_run_extend(search, search->waits, item);
        check_run_see(search, ways, happens->where);
        check_run_actions(search, ways, NULL, happens->actions);
    }
}

// Whether `stage` can be where the cancellation is still allowed: what is marked is not looked at.
static bool may_cancel(const Process *process, const Node *stage)
{
    const Cancellation *cancellation = &process->cancellation;
    return cancellation->allowed && (cancellation->only_before == NULL || stage->index == 0);
}

// What can happen while the case stays anywhere in the stage: its own lines and those of the
// process.
static void any_time(RunSearch *search, const Node *stage)
{
    const Process *process = search->process;
    const Node *around[] = {stage, process->root};
    for (uint32_t i = 0; i < 2; i++) {
        check_run_rungs(search, search->waits, NULL, around[i]);
        RunItem item = {.kind = RUN_OVERDUE, .node = around[i]};
        check_run_actions(search, check_run_extend(search, search->waits, item), NULL,
                          around[i]->deadline.on_overdue);
    }
    for (uint32_t i = 0; i < process->happens_count; i++) {
        happen(search, &process->happens[i]);
    }
    if (may_cancel(process, stage)) {
        RunItem item = {.kind = RUN_CANCELLED, .node = process->root};
        RunWays ways = check_run_extend(search, search->waits, item);
        check_run_see_parties(search, ways, &process->cancellation.performer.parties);
        check_run_actions(search, ways, NULL, process->cancellation.actions);
    }
}

static void walk_stage(RunSearch *search, Node *stage)
{
    search->stage = stage;
    search->waits = (RunWays){{NULL, NULL}};
    stage->flow->run_skipped = search->waits;
    RunWalk walk = {search, stage->flow->run_entry, NULL};
    walk.now = check_run_extend(search, walk.now, (RunItem){.kind = RUN_STAGE, .node = stage});
    walk.now = check_run_begin(search, walk.now, stage);
    check_run_see_deadline(search, walk.now, stage);
    check_run_items(&walk, stage);
    (void)check_run_meet(&walk.now, stage->flow->run_skipped);
    if (search->target->place == RUN_PAST_NODE && search->target->node == stage) {
        check_run_arrive(search, walk.now);
    }
    check_run_enter(search, stage_after(stage), walk.now);
    any_time(search, stage);
}

// --- The whole --------------------------------------------------------------------------------

static uint64_t cost_of(RunWays ways)
{
    ways = check_run_drop(ways);
    return ways.at[0] == NULL ? UINT64_MAX : ways.at[0]->cost;
}

// The stage to walk next; NULL when what is left leads to no better run.
static Node *cheapest(RunSearch *search)
{
    Node *found = NULL;
    uint64_t least = search->best == NULL ? UINT64_MAX : search->best->cost;
    if (!check_run_work(search, search->process->root->child_count)) {
        return NULL;
    }
    for (Node *stage = search->process->root->children; stage != NULL; stage = stage->next) {
        uint64_t cost = cost_of(stage->flow->run_entry);
        if (search->dirty[stage->index] && cost < least) {
            found = stage;
            least = cost;
        }
    }
    return found;
}

static RunWays begin(RunSearch *search)
{
    RunWay *start = writ_arena_alloc(search->arena, sizeof *start);
    start->item = (RunItem){.kind = RUN_BEGINS, .node = search->process->root};
    RunWays ways = {{start, NULL}};
    const Process *process = search->process;
    for (const Slot *slot = process->root->slots; slot != NULL; slot = slot->next) {
        check_run_see(search, ways, slot->at_start);
    }
    check_run_see(search, ways, process->owner.expr);
    check_run_see(search, ways, process->owner.unit);
    check_run_see_deadline(search, ways, process->root);
    check_run_see_exprs(search, ways, &process->keys);
    return check_run_begin(search, ways, process->root);
}

static void walk(RunSearch *search)
{
    Node *first = search->process->root->children;
    for (Node *stage = first; stage != NULL; stage = stage->next) {
        stage->flow->run_entry = (RunWays){{NULL, NULL}};
    }
    while (first != NULL && first->kind == WRIT_NODE_DETOUR) {
        first = first->next;
    }
    check_run_enter(search, first, begin(search));
    for (Node *stage = cheapest(search); stage != NULL; stage = cheapest(search)) {
        search->dirty[stage->index] = false;
        walk_stage(search, stage);
    }
}

bool check_run_find(Checker *checker, Process *process, const RunTarget *target, WritArena *arena,
                    Run *run)
{
    RunSearch search = {
        .checker = checker,
        .process = process,
        .flow = *process->flow,
        .arena = arena,
        .target = target,
        .dirty = writ_arena_array(arena, process->root->child_count, sizeof(bool)),
    };
    search.flow.scratch = arena;
    search.facts = check_facts_new(&search.flow, arena);
    walk(&search);
    return search.best != NULL && !search.spent && !check_run_is_impossible(search.best) &&
           check_run_list(search.best, arena, run);
}

// --- What was asked for -----------------------------------------------------------------------

static void show(Checker *checker, Process *process, const RunAsk *ask, const Run *run)
{
    DiagRun shown = {
        .sentence = check_run_sentence(checker, run),
        .items = writ_arena_array(checker->arena, run->count, sizeof(DiagRunItem)),
        .scenario = check_run_scenario(checker, process, ask, run),
    };
    for (uint32_t i = 0; i < run->count; i++) {
        if (check_run_acts(&run->items[i])) {
            shown.items[shown.item_count++] = (DiagRunItem){
                .subject = check_run_subject(&run->items[i]),
                .way = check_run_way(checker, &run->items[i]),
            };
        }
    }
    diag_run(checker->diags, ask->code, ask->span, &shown);
}

void check_runs(Checker *checker, Process *process)
{
    for (uint32_t i = 0; process->flow != NULL && i < process->run_count; i++) {
        const RunAsk *ask = &process->runs[i];
        Run run;
        if (diag_is_kept(checker->diags, ask->code, ask->span) &&
            check_run_find(checker, process, &ask->target, checker->flow_scratch, &run)) {
            if (ask->target.around != NULL) {
                check_run_lengthen(&run, &ask->target);
            }
            show(checker, process, ask, &run);
        }
        writ_arena_reset(checker->flow_scratch);
    }
}
