#include "support/rule_oracle.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

enum { LIST_MOST = 4096, RULES_MOST = 16, DUES_MOST = 64 };

enum { PASSES_MOST = 64 };

// A rule that was overridden for a frame, as long as that stands where it stood.
typedef struct Pass {
    uint32_t rule, frame, item;
} Pass;

// One thing that happened, or began.
typedef struct Entry {
    WritOccurrenceKind kind;
    uint32_t index;
    bool begun, done;
    CaseActor actor;
} Entry;

typedef struct Oracle {
    const WritPlan *plan;
    WritProgram *program;
    WritCase *state; // Replayed as far as the events before this one.
    WritArena *arena;
    Entry list[LIST_MOST];
    uint32_t count;
    uint32_t expected[RULES_MOST]; // Breaches that must be told next.
    uint32_t obliged[RULES_MOST];  // Obligations that must be told next.
    int64_t open[RULES_MOST][DUES_MOST];
    uint32_t open_count[RULES_MOST];
    bool told_at_end[RULES_MOST];
    uint32_t fills_left;   // Of the answer at hand.
    bool held[RULES_MOST]; // Whether `always` held before its first one.
    int64_t at;
    Pass passes[PASSES_MOST];
    uint32_t pass_count;
} Oracle;

// --- Groups ---------------------------------------------------------------------------------

static bool is_in(const Oracle *o, const WritRule *rule, uint32_t group, const Entry *entry)
{
    for (uint32_t i = 0; i < rule->occurrence_count; i++) {
        const WritRuleOccurrence *one = &o->plan->occurrences[rule->occurrences_start + i];
        if (one->group == group && one->kind == entry->kind && one->index == entry->index) {
            return true;
        }
    }
    return false;
}

static uint32_t group_count(const Oracle *o, const WritRule *rule)
{
    return rule->occurrence_count == 0
               ? 0
               : o->plan->occurrences[rule->occurrences_start + rule->occurrence_count - 1].group +
                     1;
}

static uint32_t count_begun(const Oracle *o, const WritRule *rule, uint32_t group)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < o->count; i++) {
        count += o->list[i].begun && is_in(o, rule, group, &o->list[i]) ? 1 : 0;
    }
    return count;
}

static uint32_t count_done(const Oracle *o, const WritRule *rule, uint32_t group)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < o->count; i++) {
        count += o->list[i].done && is_in(o, rule, group, &o->list[i]) ? 1 : 0;
    }
    return count;
}

// --- People ---------------------------------------------------------------------------------

static bool is_same(WritText a, WritText b)
{
    return a.length > 0 && writ_text_equal(a, b);
}

static bool share_somebody(CaseActor a, CaseActor b)
{
    return is_same(a.person, b.person) || is_same(a.person, b.on_behalf) ||
           is_same(a.on_behalf, b.person) || is_same(a.on_behalf, b.on_behalf);
}

static bool did_another(const Oracle *o, const WritRule *rule, const Entry *entry)
{
    for (uint32_t i = 0; i < o->count; i++) {
        for (uint32_t a = 0; a < group_count(o, rule); a++) {
            for (uint32_t b = 0; b < group_count(o, rule); b++) {
                if (a != b && is_in(o, rule, a, entry) && is_in(o, rule, b, &o->list[i]) &&
                    share_somebody(o->list[i].actor, entry->actor)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static bool is_another_person(const Oracle *o, const WritRule *rule, const Entry *entry)
{
    bool anybody = false;
    for (uint32_t i = 0; i < o->count; i++) {
        for (uint32_t group = 0; group < group_count(o, rule); group++) {
            if (is_in(o, rule, group, &o->list[i])) {
                anybody = true;
                if (share_somebody(o->list[i].actor, entry->actor)) {
                    return false;
                }
            }
        }
    }
    return anybody;
}

static bool did_first(const Oracle *o, const WritRule *rule, const Entry *entry)
{
    for (uint32_t i = 0; i < o->count; i++) {
        if (is_in(o, rule, 0, &o->list[i]) && share_somebody(o->list[i].actor, entry->actor)) {
            return true;
        }
    }
    return false;
}

// --- Sentences ------------------------------------------------------------------------------

static bool breaks(const Oracle *o, const WritRule *rule, const Entry *entry)
{
    bool first = is_in(o, rule, 0, entry);
    bool second = is_in(o, rule, 1, entry);
    switch (rule->kind) {
    case WRIT_RULE_BLOCKED_UNTIL:
    case WRIT_RULE_BEFORE:
        return first && !second && count_done(o, rule, 1) == 0;
    case WRIT_RULE_NEVER_AFTER:
        return first && count_begun(o, rule, 1) > 0;
    case WRIT_RULE_NEVER_BOTH:
        return (first && count_begun(o, rule, 1) > 0) || (second && count_begun(o, rule, 0) > 0);
    case WRIT_RULE_AT_MOST:
        return first && count_begun(o, rule, 0) >= rule->count;
    case WRIT_RULE_NEVER_DOES:
        return second && did_first(o, rule, entry);
    case WRIT_RULE_DIFFERENT_PEOPLE:
        return did_another(o, rule, entry);
    case WRIT_RULE_SAME_PERSON: {
        bool any = false;
        for (uint32_t group = 0; group < group_count(o, rule); group++) {
            any = any || is_in(o, rule, group, entry);
        }
        return any && is_another_person(o, rule, entry);
    }
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_AT_LEAST:
    case WRIT_RULE_ALWAYS:
        return false;
    }
    WRIT_UNREACHABLE();
}

// --- Conditions -----------------------------------------------------------------------------

static bool is_true(const Oracle *o, uint32_t expr, bool otherwise)
{
    WritError error;
    WritValue value;
    WritMoment moment = {.now = o->at, .effective = o->at, .arena = o->arena};
    if (expr == WRIT_NONE ||
        writ_case_evaluate(o->state, 1, expr, &moment, &value, &error) != WRIT_OK) {
        return otherwise;
    }
    return value.integer != 0;
}

static bool holds(const Oracle *o, const WritRule *rule)
{
    return !is_true(o, rule->when, true) || is_true(o, rule->expr, false);
}

// --- Things that happen ---------------------------------------------------------------------

static void assert_all_told(const Oracle *o)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        assert_int_equal(o->expected[i], 0);
        assert_int_equal(o->obliged[i], 0);
    }
}

static void settle(Oracle *o, const Entry *entry)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        const WritRule *rule = &o->plan->rules[i];
        if (rule->kind == WRIT_RULE_AFTER_ALWAYS && entry->done && is_in(o, rule, 1, entry)) {
            o->open_count[i] = 0;
            o->obliged[i] = 0;
        }
    }
}

static void forget_passes(Oracle *o)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < o->pass_count; i++) {
        WritPlaceInCase place;
        if (writ_case_place(o->state, o->passes[i].frame, &place) &&
            place.item == o->passes[i].item) {
            o->passes[kept++] = o->passes[i];
        }
    }
    o->pass_count = kept;
}

static void note_pass(Oracle *o, const WritEvent *event)
{
    WritPlaceInCase place;
    assert_true(writ_case_place(o->state, event->frame, &place));
    assert_true(o->pass_count < PASSES_MOST);
    o->passes[o->pass_count++] = (Pass){event->index, event->frame, place.item};
}

static bool may_pass(const Oracle *o, uint32_t rule)
{
    for (uint32_t i = 0; i < o->pass_count; i++) {
        if (o->passes[i].rule == rule) {
            return true;
        }
    }
    return !o->plan->rules[rule].blocks;
}

static void oblige(Oracle *o, const Entry *entry)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        const WritRule *rule = &o->plan->rules[i];
        bool asks = rule->kind == WRIT_RULE_AFTER_ALWAYS && entry->done && is_in(o, rule, 0, entry);
        if (asks && (rule->within != WRIT_NONE || (o->open_count[i] == 0 && o->obliged[i] == 0))) {
            o->obliged[i]++;
        }
    }
}

// What happened could have been refused when it was a person's or had not begun. A milestone and
// the end of a step that acts by itself may come too late for that.
static void judge(Oracle *o, const Entry *entry, bool may_be_late)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        const WritRule *rule = &o->plan->rules[i];
        if (entry->begun && breaks(o, rule, entry) && is_true(o, rule->when, true)) {
            assert_true(may_be_late || may_pass(o, i));
            o->expected[i]++;
        }
    }
}

static void happen(Oracle *o, Entry entry, bool may_be_late)
{
    assert_true(o->count < LIST_MOST);
    judge(o, &entry, may_be_late);
    o->list[o->count++] = entry;
}

// --- Data -----------------------------------------------------------------------------------

static void note_whether_it_holds(Oracle *o)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        if (o->plan->rules[i].kind == WRIT_RULE_ALWAYS) {
            o->held[i] = holds(o, &o->plan->rules[i]);
        }
    }
}

static void judge_data(Oracle *o)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        const WritRule *rule = &o->plan->rules[i];
        if (rule->kind == WRIT_RULE_ALWAYS && o->held[i] && !holds(o, rule)) {
            assert_true(may_pass(o, i));
            o->expected[i]++;
        }
    }
}

// --- Events ---------------------------------------------------------------------------------

static void take_answer(Oracle *o, const WritEvent *event, CaseActor actor)
{
    uint32_t node = writ_case_node(o->state, event->frame);
    if (node == WRIT_NONE) {
        return;
    }
    assert_all_told(o);
    o->fills_left = o->plan->steps[o->plan->nodes[node].step].fill_count;
    note_whether_it_holds(o);
    happen(o, (Entry){WRIT_OCCURS_STEP, node, true, true, actor}, false);
}

static void take_result(Oracle *o, const WritEvent *event)
{
    WritDuty call;
    if (!writ_case_find_call(o->state, event->number, &call) || call.frame == 0) {
        return;
    }
    uint32_t node = writ_case_node(o->state, call.frame);
    assert_all_told(o);
    happen(o, (Entry){.kind = WRIT_OCCURS_STEP, .index = node, .done = true}, false);
}

static void take_message(Oracle *o, const WritEvent *event)
{
    uint32_t node = writ_case_node(o->state, event->frame);
    assert_all_told(o);
    happen(o, (Entry){WRIT_OCCURS_EVENT, event->index, true, true, {{0}, {0}}}, false);
    happen(o, (Entry){.kind = WRIT_OCCURS_STEP, .index = node, .done = true}, false);
}

static void take_step(Oracle *o, const WritEvent *event)
{
    const WritNode *node = event->node == WRIT_NONE ? NULL : &o->plan->nodes[event->node];
    if (node != NULL && node->kind == WRIT_NODE_STEP &&
        o->plan->steps[node->step].act == WRIT_ACT_ACTIONS) {
        assert_all_told(o);
        happen(o, (Entry){WRIT_OCCURS_STEP, event->node, true, true, {{0}, {0}}}, true);
    }
}

static void take_obligation(Oracle *o, const WritEvent *event)
{
    const WritRule *rule = &o->plan->rules[event->index];
    assert_true(o->obliged[event->index] > 0);
    o->obliged[event->index]--;
    if (rule->within == WRIT_NONE) {
        assert_true(event->due == WRIT_NEVER);
    } else {
        assert_true(event->due == o->at + INT64_C(2) * 3600 * 1000000); // "2 hours"
    }
    assert_true(o->open_count[event->index] < DUES_MOST);
    o->open[event->index][o->open_count[event->index]++] = event->due;
}

// The earliest comes first. What a deadline set off counts from its instant, which may lie before
// that of what happened earlier.
static void take_late(Oracle *o, const WritEvent *event)
{
    uint32_t rule = event->index;
    uint32_t first = 0;
    assert_true(o->open_count[rule] > 0);
    for (uint32_t i = 1; i < o->open_count[rule]; i++) {
        first = o->open[rule][i] < o->open[rule][first] ? i : first;
    }
    assert_true(o->open[rule][first] == event->due && o->at == event->due);
    o->open[rule][first] = o->open[rule][--o->open_count[rule]];
}

static bool lacks(const Oracle *o, uint32_t number)
{
    const WritRule *rule = &o->plan->rules[number];
    bool too_few = rule->kind == WRIT_RULE_AT_LEAST && count_done(o, rule, 0) < rule->count &&
                   is_true(o, rule->when, true);
    return too_few || o->open_count[number] > 0;
}

// What was refused would have broken the rule, by itself or by a milestone of its lines.
static void assert_plausible(const Oracle *o, const WritEvent *event, CaseActor actor)
{
    const WritRule *rule = &o->plan->rules[event->index];
    Entry step = {WRIT_OCCURS_STEP, event->node, true, true, actor};
    bool broken = rule->kind == WRIT_RULE_ALWAYS || breaks(o, rule, &step);
    for (uint32_t i = 0; i < o->plan->milestone_count; i++) {
        Entry mark = {WRIT_OCCURS_MILESTONE, i, true, true, actor};
        broken = broken || breaks(o, rule, &mark);
    }
    // Two of the milestones of one act may be too many together.
    bool together = rule->kind == WRIT_RULE_AT_MOST || rule->kind == WRIT_RULE_NEVER_BOTH ||
                    rule->kind == WRIT_RULE_NEVER_AFTER;
    assert_true(rule->blocks && (broken || together));
}

static void take_breach(Oracle *o, const WritEvent *event, CaseActor actor)
{
    switch ((WritBreach)event->number) {
    case WRIT_BREACH_PASSED:
        assert_true(o->expected[event->index] > 0);
        o->expected[event->index]--;
        return;
    case WRIT_BREACH_REFUSED:
    case WRIT_BREACH_HELD:
        assert_plausible(o, event, actor);
        return;
    case WRIT_BREACH_LATE:
        take_late(o, event);
        return;
    case WRIT_BREACH_AT_END:
        assert_true(lacks(o, event->index));
        o->open_count[event->index] = 0;
        o->told_at_end[event->index] = true;
        return;
    }
    WRIT_UNREACHABLE();
}

static void take_end(Oracle *o)
{
    assert_all_told(o);
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        assert_true(o->told_at_end[i] || !lacks(o, i));
    }
}

static bool is_decision(const WritEvent *event)
{
    return event->kind == WRIT_EVENT_DECIDED || event->kind == WRIT_EVENT_DECIDED_IN_FORCE;
}

static void take_before(Oracle *o, const WritEvent *event, CaseActor actor)
{
    forget_passes(o);
    if (event->kind == WRIT_EVENT_RULE_OVERRIDDEN) {
        note_pass(o, event);
    }
    Entry mark = {WRIT_OCCURS_MILESTONE, event->index, true, true, {{0}, {0}}};
    Entry begun = {.kind = WRIT_OCCURS_STEP, .index = event->node, .begun = true};
    if (event->kind == WRIT_EVENT_TASK_ANSWERED) {
        take_answer(o, event, actor);
    } else if (event->kind == WRIT_EVENT_CALL_MADE || event->kind == WRIT_EVENT_WAIT_OPENED) {
        assert_all_told(o);
        happen(o, begun, false);
    } else if (is_decision(event)) {
        assert_all_told(o);
        note_whether_it_holds(o);
        begun.done = true;
        happen(o, begun, false);
    } else if (event->kind == WRIT_EVENT_CALL_ANSWERED) {
        take_result(o, event);
    } else if (event->kind == WRIT_EVENT_MESSAGE_TAKEN) {
        take_message(o, event);
    } else if (event->kind == WRIT_EVENT_HAPPENED) {
        assert_all_told(o);
        Entry came = {
            WRIT_OCCURS_EVENT, o->plan->happens[event->index].event, true, true, {{0}, {0}}};
        happen(o, came, false);
    } else if (event->kind == WRIT_EVENT_STEP_DONE) {
        take_step(o, event);
    } else if (event->kind == WRIT_EVENT_MILESTONE_REACHED) {
        assert_all_told(o);
        happen(o, mark, true);
    } else if (event->kind == WRIT_EVENT_FIELD_SET && o->fills_left == 0) {
        assert_all_told(o);
        note_whether_it_holds(o);
    } else if (event->kind == WRIT_EVENT_RULE_OBLIGED) {
        take_obligation(o, event);
    } else if (event->kind == WRIT_EVENT_RULE_BREACHED) {
        take_breach(o, event, actor);
    } else if (event->kind == WRIT_EVENT_CASE_ENDED || event->kind == WRIT_EVENT_CASE_CLOSING) {
        take_end(o);
    }
}

// What began with the case, and what its data are.
static void take_start(Oracle *o)
{
    for (uint32_t i = 0; i < o->plan->rule_count; i++) {
        o->held[i] = true;
    }
    judge_data(o);
    if (o->plan->start == WRIT_START_ON_EVENT) {
        Entry came = {WRIT_OCCURS_EVENT, o->plan->start_event, true, true, {{0}, {0}}};
        happen(o, came, false);
    }
}

static void take_after(Oracle *o, const WritEvent *event, uint32_t before)
{
    for (uint32_t i = before; i < o->count; i++) {
        settle(o, &o->list[i]);
        oblige(o, &o->list[i]);
    }
    bool fill = event->kind == WRIT_EVENT_FIELD_SET;
    if (fill && o->fills_left > 0) {
        o->fills_left--;
    }
    if (event->kind == WRIT_EVENT_CASE_STARTED) {
        take_start(o);
    } else if ((fill && o->fills_left == 0) || is_decision(event)) {
        judge_data(o);
    }
}

void rule_oracle_check(const CaseRun *run, const WritPlan *plan)
{
    assert_true(plan->rule_count <= RULES_MOST);
    Oracle *o = calloc(1, sizeof *o);
    assert_non_null(o);
    WritHash hash = {{0}};
    WritError error;
    uint32_t count = 0;
    const WritEvent *events = case_run_events(run, &count);
    o->plan = plan;
    o->program = writ_program_new(plan, &hash);
    o->state = writ_case_new(o->program, 7);
    o->arena = writ_arena_new((size_t)1 << 28);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = o->count;
        o->at = case_run_instants(run)[i];
        take_before(o, &events[i], case_run_actors(run)[i]);
        assert_int_equal(writ_case_apply(o->state, &events[i], o->at, &error), WRIT_OK);
        take_after(o, &events[i], before);
    }
    assert_all_told(o);
    writ_case_free(o->state);
    writ_program_free(o->program);
    writ_arena_free(o->arena);
    free(o);
}
