// What rules have seen: counted from the events alone, so that a replay needs nothing else.
#include "engine/apply.h"

#include <assert.h>
#include <string.h>

// --- Keeping -----------------------------------------------------------------------------------

static RuleState *touch(WritCase *instance, uint32_t rule)
{
    RuleState *state = &instance->rules[rule];
    state->touched = true;
    state->dirty = true;
    return state;
}

// The timer of the process follows what rules ask for.
static void change_timer(WritCase *instance)
{
    Frame *root = case_root(instance);
    if (root != NULL) {
        change_duties(instance, root);
    }
}

static bool is_of_people(WritRuleKind kind)
{
    return kind == WRIT_RULE_NEVER_DOES || kind == WRIT_RULE_DIFFERENT_PEOPLE ||
           kind == WRIT_RULE_SAME_PERSON;
}

bool rules_know_doer(const RuleState *state, uint32_t group, WritText person)
{
    for (uint32_t i = 0; i < state->doer_count; i++) {
        if (state->doers[i].group == group && writ_text_equal(state->doers[i].person, person)) {
            return true;
        }
    }
    return false;
}

void rules_add_doer(WritCase *instance, RuleState *state, uint32_t group, WritText person)
{
    if (rules_know_doer(state, group, person)) {
        return;
    }
    // Grows at powers of two.
    if ((state->doer_count & (state->doer_count - 1)) == 0) {
        uint32_t capacity = state->doer_count == 0 ? 1 : 2 * state->doer_count;
        RuleDoer *doers = writ_arena_array(instance->arena, capacity, sizeof *doers);
        if (state->doer_count > 0) {
            memcpy(doers, state->doers, state->doer_count * sizeof *doers);
        }
        state->doers = doers;
    }
    state->doers[state->doer_count++] = (RuleDoer){group, writ_arena_text(instance->arena, person)};
}

void rules_add_due(WritCase *instance, RuleState *state, int64_t due)
{
    if ((state->due_count & (state->due_count - 1)) == 0) {
        uint32_t capacity = state->due_count == 0 ? 1 : 2 * state->due_count;
        int64_t *dues = writ_arena_array(instance->arena, capacity, sizeof *dues);
        if (state->due_count > 0) {
            memcpy(dues, state->dues, state->due_count * sizeof *dues);
        }
        state->dues = dues;
    }
    uint32_t at = state->due_count++;
    for (; at > 0 && state->dues[at - 1] > due; at--) {
        state->dues[at] = state->dues[at - 1];
    }
    state->dues[at] = due;
}

// --- Counting ----------------------------------------------------------------------------------

typedef enum Phase {
    PHASE_BEGUN = 1,
    PHASE_DONE = 2,
    PHASE_BOTH = 3,
} Phase;

static void count(WritCase *instance, WritOccurrenceKind kind, uint32_t index, Phase phase)
{
    const WritPlan *plan = instance->program->plan;
    uint32_t watch_count = 0;
    const Watch *watches = program_watches(instance->program, kind, index, &watch_count);
    for (uint32_t i = 0; i < watch_count; i++) {
        WritRuleKind rule = plan->rules[watches[i].rule].kind;
        if (is_of_people(rule)) {
            continue;
        }
        assert(watches[i].group < RULE_PAIR);
        RuleState *state = touch(instance, watches[i].rule);
        state->begun[watches[i].group] += (phase & PHASE_BEGUN) != 0 ? 1 : 0;
        state->done[watches[i].group] += (phase & PHASE_DONE) != 0 ? 1 : 0;
        bool settles = rule == WRIT_RULE_AFTER_ALWAYS && watches[i].group == 1;
        if (settles && (phase & PHASE_DONE) != 0 && state->due_count > 0) {
            state->due_count = 0;
            change_timer(instance);
        }
    }
}

// --- Events ------------------------------------------------------------------------------------

static uint32_t node_of(const WritCase *instance, uint32_t id)
{
    const Frame *frame = id == 0 ? NULL : case_frame(instance, id);
    return frame == NULL || frame->effect != 0 ? WRIT_NONE : frame->node;
}

// Or a second one, which joins the case.
static void note_start(WritCase *instance, const WritEvent *event)
{
    (void)event;
    const WritPlan *plan = instance->program->plan;
    if (plan->start == WRIT_START_ON_EVENT) {
        count(instance, WRIT_OCCURS_EVENT, plan->start_event, PHASE_BOTH);
    }
}

static void note_answer(WritCase *instance, const WritEvent *event)
{
    count(instance, WRIT_OCCURS_STEP, node_of(instance, event->frame), PHASE_BOTH);
}

static void note_beginning(WritCase *instance, const WritEvent *event)
{
    count(instance, WRIT_OCCURS_STEP, event->node, PHASE_BEGUN);
}

static void note_result(WritCase *instance, const WritEvent *event)
{
    const Call *call = case_call(instance, event->number);
    count(instance, WRIT_OCCURS_STEP, node_of(instance, call->frame), PHASE_DONE);
}

static void note_message(WritCase *instance, const WritEvent *event)
{
    count(instance, WRIT_OCCURS_STEP, node_of(instance, event->frame), PHASE_DONE);
    count(instance, WRIT_OCCURS_EVENT, event->index, PHASE_BOTH);
}

static void note_happening(WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = instance->program->plan;
    count(instance, WRIT_OCCURS_EVENT, plan->happens[event->index].event, PHASE_BOTH);
}

static void note_decision(WritCase *instance, const WritEvent *event)
{
    count(instance, WRIT_OCCURS_STEP, event->node, PHASE_BOTH);
}

static void note_step(WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = instance->program->plan;
    if (event->node != WRIT_NONE && plan->nodes[event->node].kind == WRIT_NODE_STEP &&
        program_step(instance->program, event->node)->act == WRIT_ACT_ACTIONS) {
        count(instance, WRIT_OCCURS_STEP, event->node, PHASE_BOTH);
    }
}

static void note_milestone(WritCase *instance, const WritEvent *event)
{
    count(instance, WRIT_OCCURS_MILESTONE, event->index, PHASE_BOTH);
}

static void note_doers(WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = instance->program->plan;
    uint32_t watch_count = 0;
    const Watch *watches =
        program_watches(instance->program, WRIT_OCCURS_STEP, event->node, &watch_count);
    for (uint32_t i = 0; i < watch_count; i++) {
        if (!is_of_people(plan->rules[watches[i].rule].kind)) {
            continue;
        }
        RuleState *state = touch(instance, watches[i].rule);
        for (uint32_t j = 0; j < event->person_count; j++) {
            rules_add_doer(instance, state, watches[i].group, event->people[j]);
        }
    }
}

static void note_obligation(WritCase *instance, const WritEvent *event)
{
    rules_add_due(instance, touch(instance, event->index), event->due);
    change_timer(instance);
}

// The earliest ones.
static void drop_dues(WritCase *instance, uint32_t rule, uint32_t dropped)
{
    RuleState *state = &instance->rules[rule];
    assert(dropped <= state->due_count);
    if (dropped == 0) {
        return;
    }
    (void)touch(instance, rule);
    state->due_count -= dropped;
    if (state->due_count > 0) {
        memmove(state->dues, state->dues + dropped, state->due_count * sizeof *state->dues);
    }
    change_timer(instance);
}

static void note_breach(WritCase *instance, const WritEvent *event)
{
    Frame *frame = case_frame(instance, event->frame);
    switch ((WritBreach)event->number) {
    case WRIT_BREACH_PASSED:
    case WRIT_BREACH_REFUSED:
        return;
    case WRIT_BREACH_HELD:
        frame->held_by = event->index + 1;
        change_frame(instance, frame);
        return;
    case WRIT_BREACH_LATE:
        drop_dues(instance, event->index, 1);
        return;
    case WRIT_BREACH_AT_END:
        drop_dues(instance, event->index, instance->rules[event->index].due_count);
        return;
    }
    WRIT_UNREACHABLE();
}

void rules_note(WritCase *instance, const WritEvent *event)
{
    static const struct {
        WritEventKind kind;
        void (*note)(WritCase *instance, const WritEvent *event);
    } NOTES[] = {
        {WRIT_EVENT_CASE_STARTED, note_start},    {WRIT_EVENT_TASK_ANSWERED, note_answer},
        {WRIT_EVENT_CALL_MADE, note_beginning},   {WRIT_EVENT_CALL_ANSWERED, note_result},
        {WRIT_EVENT_WAIT_OPENED, note_beginning}, {WRIT_EVENT_MESSAGE_TAKEN, note_message},
        {WRIT_EVENT_HAPPENED, note_happening},    {WRIT_EVENT_DECIDED, note_decision},
        {WRIT_EVENT_STEP_DONE, note_step},        {WRIT_EVENT_MILESTONE_REACHED, note_milestone},
        {WRIT_EVENT_DONE_BY, note_doers},         {WRIT_EVENT_RULE_OBLIGED, note_obligation},
        {WRIT_EVENT_RULE_BREACHED, note_breach},  {WRIT_EVENT_DECIDED_IN_FORCE, note_decision},
        {WRIT_EVENT_CASE_JOINED, note_start},
    };
    for (size_t i = 0; i < sizeof NOTES / sizeof NOTES[0]; i++) {
        if (NOTES[i].kind == event->kind) {
            NOTES[i].note(instance, event);
            return;
        }
    }
}

// --- Looking -----------------------------------------------------------------------------------

int64_t rules_next_due(const WritCase *instance)
{
    int64_t next = WRIT_NEVER;
    for (uint32_t i = 0; i < instance->program->plan->rule_count; i++) {
        const RuleState *state = &instance->rules[i];
        if (state->due_count > 0 && state->dues[0] < next) {
            next = state->dues[0];
        }
    }
    return next;
}

void writ_case_obligations(const WritCase *instance, void *self, WritObligationVisitor *visit)
{
    for (uint32_t i = 0; i < instance->program->plan->rule_count; i++) {
        for (uint32_t j = 0; j < instance->rules[i].due_count; j++) {
            visit(self, i, instance->rules[i].dues[j]);
        }
    }
}
