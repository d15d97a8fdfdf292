// Rules when something has happened: breaches are noted and told, and what rules ask for from then
// on is counted.
#include "engine/decide.h"
#include "engine/fits.h"

#include <assert.h>
#include <string.h>

static bool is_of_people(WritRuleKind kind)
{
    return kind == WRIT_RULE_NEVER_DOES || kind == WRIT_RULE_DIFFERENT_PEOPLE ||
           kind == WRIT_RULE_SAME_PERSON;
}

// --- Breaches ----------------------------------------------------------------------------------

static void emit_trouble(Deciding *d, uint32_t rule)
{
    WritEvent *event = next_event(d, WRIT_EVENT_RULE_TROUBLE);
    event->index = rule;
    event->text = writ_arena_text(d->moment->arena, writ_text(d->trouble.text));
    emit(d);
}

// The trouble that a refusal or incident speaks of stays what it was.
static void tell_people(Deciding *d, const Frame *frame, Breach breach)
{
    const WritActionList *list = &d->plan->lists[d->plan->rules[breach.rule].actions];
    WritError trouble = d->trouble;
    bool quiet = d->quiet;
    d->breach = &breach;
    d->quiet = false;
    for (uint32_t i = 0; i < list->count; i++) {
        const WritAction *action = &d->plan->actions[list->start + i];
        assert(action->kind == WRIT_ACTION_NOTIFY);
        if (!notify(d, frame, action)) {
            emit_trouble(d, breach.rule);
        }
    }
    d->breach = NULL;
    d->quiet = quiet;
    d->trouble = trouble;
}

static void emit_breach(Deciding *d, const Frame *frame, Breach breach, WritBreach kind,
                        int64_t due)
{
    WritEvent *event = next_event(d, WRIT_EVENT_RULE_BREACHED);
    event->frame = frame->id;
    event->node = breach.node;
    event->number = (uint32_t)kind;
    event->index = breach.rule;
    event->due = due;
    emit(d);
    tell_people(d, frame, breach);
}

void tell_breach(Deciding *d, const Frame *frame, uint32_t node, uint32_t rule, WritBreach kind)
{
    emit_breach(d, frame, (Breach){rule, node}, kind, WRIT_NEVER);
}

void pass_breaches(Deciding *d, const Frame *frame, uint32_t node, const Judgement *judgement)
{
    for (uint32_t i = 0; i < judgement->broken_count; i++) {
        emit_breach(d, frame, (Breach){judgement->broken[i], node}, WRIT_BREACH_PASSED, WRIT_NEVER);
    }
}

// --- People ------------------------------------------------------------------------------------

void note_doer(Deciding *d, const Frame *task, Doer doer)
{
    uint32_t count = 0;
    const Watch *watches = program_watches(d->program, WRIT_OCCURS_STEP, task->node, &count);
    bool asked = false;
    for (uint32_t i = 0; i < count; i++) {
        asked = asked || is_of_people(d->plan->rules[watches[i].rule].kind);
    }
    if (!asked) {
        return;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_DONE_BY);
    event->frame = task->id;
    event->node = task->node;
    event->people = writ_arena_array(d->moment->arena, 2, sizeof(WritText));
    event->people[event->person_count++] = doer.person;
    if (doer.on_behalf.length > 0) {
        event->people[event->person_count++] = doer.on_behalf;
    }
    emit(d);
}

// --- What rules ask for ------------------------------------------------------------------------

static bool applies(Deciding *d, const WritRule *rule)
{
    bool truth = true;
    Place place = place_in(case_root(d->instance));
    return rule->when == WRIT_NONE || !evaluate_truth(d, &place, rule->when, &truth) || truth;
}

static bool count_due(Deciding *d, const WritRule *rule, int64_t *due)
{
    Span span;
    Counting c = {.plan = d->plan, .error = &d->trouble};
    if (rule->calendar != WRIT_NONE) {
        WritValue calendar;
        Place place = place_in(case_root(d->instance));
        if (!evaluate(d, &place, rule->calendar, &calendar) ||
            writ_clockwork_find(d->moment->clockwork, calendar.text, &c.calendar, &d->trouble) !=
                WRIT_OK) {
            return false;
        }
    }
    return clock_span_of(&c, d->plan->constants[rule->within], &span) &&
           clock_span_end(&c, d->moment->effective, span, due);
}

static void oblige(Deciding *d, uint32_t number)
{
    const WritRule *rule = &d->plan->rules[number];
    const RuleState *state = &d->instance->rules[number];
    bool ends_with_case = rule->within == WRIT_NONE;
    if (!applies(d, rule) || (ends_with_case && state->due_count > 0)) {
        return;
    }
    int64_t due = WRIT_NEVER;
    if (!ends_with_case && !count_due(d, rule, &due)) {
        emit_trouble(d, number);
        due = WRIT_NEVER;
    }
    if (state->due_count >= PLACE_DUES_MAX) {
        return; // What it asks for already is due before.
    }
    WritEvent *event = next_event(d, WRIT_EVENT_RULE_OBLIGED);
    event->index = number;
    event->due = due;
    emit(d);
}

void note_happened(Deciding *d, WritOccurrenceKind kind, uint32_t index)
{
    uint32_t count = 0;
    const Watch *watches = program_watches(d->program, kind, index, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (watches[i].group == 0 &&
            d->plan->rules[watches[i].rule].kind == WRIT_RULE_AFTER_ALWAYS) {
            oblige(d, watches[i].rule);
        }
    }
}

static bool settles(const Deciding *d, uint32_t node, uint32_t rule)
{
    uint32_t count = 0;
    const Watch *watches = program_watches(d->program, WRIT_OCCURS_STEP, node, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (watches[i].rule == rule && watches[i].group == 1) {
            return true;
        }
    }
    return false;
}

void note_message(Deciding *d, uint32_t event, uint32_t node)
{
    uint32_t count = 0;
    const Watch *watches = program_watches(d->program, WRIT_OCCURS_EVENT, event, &count);
    for (uint32_t i = 0; i < count; i++) {
        bool asks =
            watches[i].group == 0 && d->plan->rules[watches[i].rule].kind == WRIT_RULE_AFTER_ALWAYS;
        if (asks && !settles(d, node, watches[i].rule)) {
            oblige(d, watches[i].rule);
        }
    }
    note_happened(d, WRIT_OCCURS_STEP, node);
}

void pass_obligations(Deciding *d, int64_t due)
{
    if (d->instance->status != WRIT_CASE_OPEN || due == WRIT_NEVER) {
        return;
    }
    for (uint32_t i = 0; i < d->plan->rule_count; i++) {
        const RuleState *state = &d->instance->rules[i];
        while (state->due_count > 0 && state->dues[0] == due) {
            emit_breach(d, case_root(d->instance), (Breach){i, WRIT_NONE}, WRIT_BREACH_LATE, due);
        }
    }
}

void end_obligations(Deciding *d)
{
    for (uint32_t i = 0; i < d->plan->rule_count; i++) {
        const WritRule *rule = &d->plan->rules[i];
        const RuleState *state = &d->instance->rules[i];
        bool too_few =
            rule->kind == WRIT_RULE_AT_LEAST && state->done[0] < rule->count && applies(d, rule);
        if (too_few || state->due_count > 0) {
            emit_breach(d, case_root(d->instance), (Breach){i, WRIT_NONE}, WRIT_BREACH_AT_END,
                        WRIT_NEVER);
        }
    }
}

// --- What rules hold ---------------------------------------------------------------------------

static uint32_t blocked_write(Deciding *d, const Frame *frame, uint32_t target, WritValue value)
{
    return judge_writes(d, frame, &target, &value, 1).blocked_by;
}

static bool is_action_held(Deciding *d, const Frame *frame)
{
    const WritAction *action = &d->plan->actions[d->plan->lists[frame->list].start + frame->index];
    Place place = place_in(frame);
    WritValue value;
    switch (action->kind) {
    case WRIT_ACTION_MARK:
        return judge_occurrence(d, WRIT_OCCURS_MILESTONE, action->milestone).blocked_by !=
               WRIT_NONE;
    case WRIT_ACTION_SET:
        return evaluate(d, &place, action->expr, &value) &&
               blocked_write(d, frame, action->target, value) != WRIT_NONE;
    case WRIT_ACTION_NOTIFY:
    case WRIT_ACTION_REASSIGN:
    case WRIT_ACTION_UNDO:
    case WRIT_ACTION_EXTEND:
    case WRIT_ACTION_NEXT:
    case WRIT_ACTION_GO_TO:
    case WRIT_ACTION_GO_BACK:
    case WRIT_ACTION_END_CASE:
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        return false;
    }
    WRIT_UNREACHABLE();
}

static bool is_decision_held(Deciding *d, const Frame *frame, const WritStep *step)
{
    TableAnswer answer;
    Place place = place_in(frame);
    return decide_table(d, &place, step, &answer) &&
           blocked_write(d, frame, step->target, answer.value) != WRIT_NONE;
}

// The same questions as when it was held.
static bool holds_again(Deciding *d, const Frame *frame)
{
    if (frame->list != WRIT_NONE) {
        return is_action_held(d, frame);
    }
    if (frame->kind == FRAME_STAGE && frame->position == WRIT_NONE) {
        const WritNode *stage = program_node(d->program, frame->node);
        return judge_marks(d, stage->marks_start, stage->mark_count).blocked_by != WRIT_NONE;
    }
    if (!frame_has_items(frame) || frame->position == WRIT_NONE ||
        program_node(d->program, frame->position)->kind != WRIT_NODE_STEP) {
        return false;
    }
    const WritStep *step = program_step(d->program, frame->position);
    uint32_t list = step->act == WRIT_ACT_ACTIONS ? step->then : WRIT_NONE;
    return judge_step(d, frame->position, list, (Doer){{0}, {0}}).blocked_by != WRIT_NONE ||
           (step->act == WRIT_ACT_DECIDE && is_decision_held(d, frame, step));
}

void begin_passing(Deciding *d, const Frame *frame)
{
    d->passing = frame->let_pass;
    d->passing_count = frame->let_pass_count;
}

void end_passing(Deciding *d)
{
    d->passing_count = 0;
}

static bool is_held(Deciding *d, const Frame *frame)
{
    begin_passing(d, frame);
    bool held = holds_again(d, frame);
    end_passing(d);
    return held;
}

bool release_held(Deciding *d)
{
    const WritCase *instance = d->instance;
    bool any = false;
    for (uint32_t i = 0; d->program->blocks && i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (frame->gone || frame->state != FRAME_STUCK || frame->held_by == 0 ||
            is_held(d, frame)) {
            continue;
        }
        WritEvent *event = next_event(d, WRIT_EVENT_RULE_RELEASED);
        event->frame = frame->id;
        emit(d);
        any = true;
    }
    return any;
}
