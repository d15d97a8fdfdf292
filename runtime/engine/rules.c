// Rules before something happens: would it break one?
//
// A judgement counts from what has happened so far (rule_state.c) and, within one act, from what
// comes before in the same act: an answer that marks two milestones is judged as it will go.
#include "engine/decide.h"

#include <assert.h>

// Something that rules may speak of.
typedef struct Happening {
    WritOccurrenceKind kind;
    uint32_t index;
} Happening;

typedef struct Judging {
    Deciding *d;
    Doer doer;
    Happening *assumed; // They come before in the same act.
    uint32_t assumed_count;
    bool blocks_only;                 // What passes is told when it happens.
    uint32_t marks_start, mark_count; // Of the step: at the end of each way through its lines.
    Judgement found;
} Judging;

// --- Counting ----------------------------------------------------------------------------------

static bool is_watched(const Deciding *d, Happening what, uint32_t rule, uint32_t group)
{
    uint32_t count = 0;
    const Watch *watches = program_watches(d->program, what.kind, what.index, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (watches[i].rule == rule && watches[i].group == group) {
            return true;
        }
    }
    return false;
}

static uint32_t count_assumed(const Judging *j, uint32_t rule, uint32_t group)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < j->assumed_count; i++) {
        count += is_watched(j->d, j->assumed[i], rule, group) ? 1 : 0;
    }
    return count;
}

static uint32_t count_begun(const Judging *j, uint32_t rule, uint32_t group)
{
    return j->d->instance->rules[rule].begun[group] + count_assumed(j, rule, group);
}

static uint32_t count_done(const Judging *j, uint32_t rule, uint32_t group)
{
    return j->d->instance->rules[rule].done[group] + count_assumed(j, rule, group);
}

// --- People ------------------------------------------------------------------------------------

static bool is_doer(const RuleDoer *known, Doer doer)
{
    return writ_text_equal(known->person, doer.person) ||
           (doer.on_behalf.length > 0 && writ_text_equal(known->person, doer.on_behalf));
}

// Whoever acts for somebody counts as both.
static bool did(const RuleState *state, Doer doer, uint32_t group, bool same_group)
{
    for (uint32_t i = 0; i < state->doer_count; i++) {
        if ((state->doers[i].group == group) == same_group && is_doer(&state->doers[i], doer)) {
            return true;
        }
    }
    return false;
}

static bool is_somebody_else(const RuleState *state, Doer doer)
{
    for (uint32_t i = 0; i < state->doer_count; i++) {
        if (is_doer(&state->doers[i], doer)) {
            return false;
        }
    }
    return state->doer_count > 0;
}

// --- Breaking ----------------------------------------------------------------------------------

static bool breaks(const Judging *j, Happening what, Watch watch)
{
    const WritRule *rule = &j->d->plan->rules[watch.rule];
    const RuleState *state = &j->d->instance->rules[watch.rule];
    switch (rule->kind) {
    case WRIT_RULE_BLOCKED_UNTIL:
    case WRIT_RULE_BEFORE:
        return watch.group == 0 && count_done(j, watch.rule, 1) == 0 &&
               !is_watched(j->d, what, watch.rule, 1);
    case WRIT_RULE_NEVER_AFTER:
        return watch.group == 0 && count_begun(j, watch.rule, 1) > 0;
    case WRIT_RULE_NEVER_BOTH:
        return count_begun(j, watch.rule, 1 - watch.group) > 0;
    case WRIT_RULE_AT_MOST:
        return count_begun(j, watch.rule, 0) >= rule->count;
    case WRIT_RULE_NEVER_DOES:
        return watch.group == 1 && did(state, j->doer, 0, true);
    case WRIT_RULE_DIFFERENT_PEOPLE:
        return did(state, j->doer, watch.group, false);
    case WRIT_RULE_SAME_PERSON:
        return is_somebody_else(state, j->doer);
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_AT_LEAST:
    case WRIT_RULE_ALWAYS:
        return false;
    }
    WRIT_UNREACHABLE();
}

// A condition that cannot be worked out does not excuse.
static bool applies(Deciding *d, uint32_t rule)
{
    bool truth = true;
    Place place = place_in(case_root(d->instance));
    uint32_t when = d->plan->rules[rule].when;
    return when == WRIT_NONE || !evaluate_truth(d, &place, when, &truth) || truth;
}

static bool is_let_pass(const Deciding *d, uint32_t rule)
{
    for (uint32_t i = 0; i < d->passing_count; i++) {
        if (d->passing[i] == rule) {
            return true;
        }
    }
    return false;
}

static void add_broken(Judging *j, uint32_t rule)
{
    Judgement *found = &j->found;
    bool blocks = j->d->plan->rules[rule].blocks && !is_let_pass(j->d, rule);
    if (blocks && found->blocked_by == WRIT_NONE) {
        found->blocked_by = rule;
    }
    for (uint32_t i = 0; i < found->broken_count; i++) {
        if (found->broken[i] == rule) {
            return;
        }
    }
    if (j->blocks_only) {
        return;
    }
    if (found->broken == NULL) {
        found->broken =
            writ_arena_array(j->d->moment->arena, j->d->plan->rule_count, sizeof(uint32_t));
    }
    found->broken[found->broken_count++] = rule;
}

static void judge(Judging *j, Happening what)
{
    uint32_t count = 0;
    const Watch *watches = program_watches(j->d->program, what.kind, what.index, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (breaks(j, what, watches[i]) && applies(j->d, watches[i].rule)) {
            add_broken(j, watches[i].rule);
        }
    }
}

// --- Acts --------------------------------------------------------------------------------------

static Judging judging(Deciding *d)
{
    return (Judging){.d = d, .found = {.blocked_by = WRIT_NONE}};
}

static void assume(Judging *j, Happening what)
{
    if (j->assumed == NULL) {
        // Each milestone once, and the step.
        j->assumed = writ_arena_array(j->d->moment->arena, (size_t)j->d->plan->milestone_count + 1,
                                      sizeof *j->assumed);
    }
    if (j->assumed_count <= j->d->plan->milestone_count) {
        j->assumed[j->assumed_count++] = what;
    }
}

static void judge_mark(Judging *j, uint32_t milestone)
{
    Happening mark = {WRIT_OCCURS_MILESTONE, milestone};
    judge(j, mark);
    assume(j, mark);
}

static void judge_milestones(Judging *j, uint32_t start, uint32_t count)
{
    uint32_t before = j->assumed_count;
    for (uint32_t i = 0; i < count; i++) {
        judge_mark(j, j->d->plan->operands[start + i]);
    }
    j->assumed_count = before;
}

// True when the actions come to the end of the step: its own marks follow.
static bool ends_step(const WritAction *last)
{
    return last == NULL || last->kind <= WRIT_ACTION_UNDO || last->kind == WRIT_ACTION_NEXT;
}

// Nothing else counts this way back, so that it is as often when the answer comes as it is now.
static bool leads_back(const Judging *j, const WritAction *action)
{
    uint32_t number = (uint32_t)(action - j->d->plan->actions);
    return action->kind == WRIT_ACTION_GO_BACK &&
           frame_count_of(case_root(j->d->instance), number) < action->at_most;
}

static void judge_way(Judging *j, uint32_t list)
{
    const WritPlan *plan = j->d->plan;
    uint32_t before = j->assumed_count;
    const WritAction *action = NULL;
    for (uint32_t i = 0; list != WRIT_NONE && i < plan->lists[list].count; i++) {
        action = &plan->actions[plan->lists[list].start + i];
        if (action->kind == WRIT_ACTION_MARK) {
            judge_mark(j, action->milestone);
        } else if ((action->kind == WRIT_ACTION_GO_BACK && !leads_back(j, action)) ||
                   action->kind == WRIT_ACTION_EXTEND) {
            judge_way(j, action->after);
        }
    }
    if (ends_step(action)) {
        judge_milestones(j, j->marks_start, j->mark_count);
    }
    j->assumed_count = before;
}

static void judge_outcomes(Judging *j, const WritStep *step)
{
    for (uint32_t i = 0; i < step->handler_count; i++) {
        judge_way(j, j->d->plan->handlers[step->handlers_start + i].actions);
    }
    judge_way(j, step->on_no_answer);
}

Judgement judge_step(Deciding *d, uint32_t node, uint32_t list, Doer doer)
{
    Judging j = judging(d);
    if (!d->program->has_rules) {
        return j.found;
    }
    const WritStep *step = program_step(d->program, node);
    Happening what = {WRIT_OCCURS_STEP, node};
    j.doer = doer;
    judge(&j, what);
    assume(&j, what);
    j.blocks_only = true;
    j.marks_start = step->marks_start;
    j.mark_count = step->mark_count;
    if (step->act == WRIT_ACT_CALL) {
        judge_outcomes(&j, step);
    } else {
        judge_way(&j, list);
    }
    return j.found;
}

Judgement judge_cancellation(Deciding *d)
{
    const WritCancellation *cancellation = &d->plan->cancellation;
    Judging j = judging(d);
    j.blocks_only = true;
    if (!d->program->has_rules) {
        return j.found;
    }
    for (uint32_t i = 0; i < cancellation->mark_count; i++) {
        judge_mark(&j, d->plan->operands[cancellation->marks_start + i]);
    }
    judge_way(&j, cancellation->actions);
    return j.found;
}

Judgement judge_marks(Deciding *d, uint32_t start, uint32_t count)
{
    Judging j = judging(d);
    j.blocks_only = true;
    if (d->program->has_rules) {
        judge_milestones(&j, start, count);
    }
    return j.found;
}

Judgement judge_occurrence(Deciding *d, WritOccurrenceKind kind, uint32_t index)
{
    Judging j = judging(d);
    if (d->program->has_rules) {
        judge(&j, (Happening){kind, index});
    }
    return j.found;
}

// --- Data --------------------------------------------------------------------------------------

// The slot of the process or of a call in which what is written at a target stands.
static uint32_t slot_behind(const Deciding *d, const Frame *frame, uint32_t target)
{
    const WritTarget *at = &d->plan->targets[target];
    while (d->plan->slots[at->slot].kind == WRIT_SLOT_ELEMENT) {
        const Frame *element = data_owner(frame, at->slot, d->program);
        uint32_t list = program_node(d->program, element->parent->node)->list;
        if (list == WRIT_NONE) {
            return at->slot;
        }
        frame = element->parent->parent;
        at = &d->plan->targets[list];
    }
    return at->slot;
}

static bool is_touched(const Deciding *d, const Frame *frame, uint32_t rule,
                       const uint32_t *targets, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (d->program->rule_reads[rule][slot_behind(d, frame, targets[i])]) {
            return true;
        }
    }
    return false;
}

// What cannot be worked out does not hold.
static bool holds(Deciding *d, uint32_t rule)
{
    bool truth = false;
    Place place = place_in(case_root(d->instance));
    return !applies(d, rule) ||
           (evaluate_truth(d, &place, d->plan->rules[rule].expr, &truth) && truth);
}

static void swap_values(Deciding *d, const Frame *frame, const uint32_t *targets, WritValue *values,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        WritValue *at = data_at(d->instance, frame, &d->plan->targets[targets[i]]);
        WritValue before = *at;
        *at = values[i];
        values[i] = before;
    }
}

// Put back in the other order: two fills may be of one place.
static void swap_back(Deciding *d, const Frame *frame, const uint32_t *targets, WritValue *values,
                      uint32_t count)
{
    while (count-- > 0) {
        *data_at(d->instance, frame, &d->plan->targets[targets[count]]) = values[count];
    }
}

// A breach is the write with which a rule stops to hold.
static void judge_one_rule(Judging *j, uint32_t rule, const Frame *frame, const uint32_t *targets,
                           WritValue *values, uint32_t count)
{
    Deciding *d = j->d;
    if (!is_touched(d, frame, rule, targets, count) || !holds(d, rule)) {
        return;
    }
    swap_values(d, frame, targets, values, count);
    bool still = holds(d, rule);
    swap_back(d, frame, targets, values, count);
    if (!still) {
        add_broken(j, rule);
    }
}

Judgement judge_writes(Deciding *d, const Frame *frame, const uint32_t *targets,
                       const WritValue *values, uint32_t count)
{
    Judging j = judging(d);
    WritValue *work = NULL;
    for (uint32_t rule = 0; rule < d->plan->rule_count; rule++) {
        if (d->plan->rules[rule].kind != WRIT_RULE_ALWAYS) {
            continue;
        }
        if (d->starting != NULL) {
            if (!holds(d, rule)) {
                add_broken(&j, rule);
            }
            continue;
        }
        work = work == NULL ? writ_arena_array(d->moment->arena, count + 1, sizeof *work) : work;
        for (uint32_t i = 0; i < count; i++) {
            work[i] = values[i];
        }
        judge_one_rule(&j, rule, frame, targets, work, count);
    }
    return j.found;
}

// The data of the process as they will stand, by slot.
static WritValue *joined_slots(const Deciding *d, const WritValue *parameters)
{
    WritValue *slots =
        writ_arena_array(d->moment->arena, (size_t)d->plan->slot_count + 1, sizeof *slots);
    uint32_t given = 0;
    for (uint32_t i = 0; i < d->plan->slot_count; i++) {
        const WritSlot *slot = &d->plan->slots[i];
        if (slot->kind == WRIT_SLOT_PARAMETER) {
            slots[i] = parameters[given++];
        } else if (slot->node == 0) {
            slots[i] = data_slot(d->instance, case_root(d->instance), i);
        }
    }
    return slots;
}

Judgement judge_joining(Deciding *d, const WritValue *parameters)
{
    Judging j = judging(d);
    WritValue *slots = d->program->has_rules ? joined_slots(d, parameters) : NULL;
    for (uint32_t rule = 0; rule < d->plan->rule_count; rule++) {
        if (d->plan->rules[rule].kind != WRIT_RULE_ALWAYS || !holds(d, rule)) {
            continue;
        }
        d->starting = slots;
        bool still = holds(d, rule);
        d->starting = NULL;
        if (!still) {
            add_broken(&j, rule);
        }
    }
    return j.found;
}

// --- Words -------------------------------------------------------------------------------------

bool is_blocked(Deciding *d, const Judgement *judgement)
{
    if (judgement->blocked_by == WRIT_NONE) {
        return false;
    }
    const WritRule *rule = &d->plan->rules[judgement->blocked_by];
    WritText sentence = rule->sentence;
    if (sentence.length > 0 && sentence.data[sentence.length - 1] == '.') {
        sentence.length--;
    }
    WritText name = writ_text_last_name(rule->name);
    (void)writ_fail(&d->trouble, WRIT_DENIED, "the rule \"%.*s\" does not allow it: %.*s",
                    WRIT_TEXT_ARGS(name), WRIT_TEXT_ARGS(sentence));
    if (rule->title.length > 0) {
        (void)writ_hint(&d->trouble, "%.*s.", WRIT_TEXT_ARGS(rule->title));
    }
    return true;
}
