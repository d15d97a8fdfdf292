// What an expression sees: slots of the frames around it, the message at hand, people's names,
// and the words task, stage and case in messages.
#include "engine/decide.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "writ/eval.h"

typedef struct View {
    Deciding *d;
    const Place *place;
    WritExchange exchange;
} View;

const WritValue *message_at_hand(const Frame *frame)
{
    for (; frame != NULL; frame = frame->parent) {
        if (frame->kind == FRAME_ACTIONS && frame->snapshot.kind == WRIT_VALUE_RECORD) {
            return &frame->snapshot;
        }
    }
    return NULL;
}

static WritValue read_slot(const void *self, uint32_t slot)
{
    const View *view = self;
    if (slot == view->place->element_slot) {
        return view->place->element;
    }
    if (view->d->starting != NULL) {
        return view->d->starting[slot];
    }
    return data_slot(view->d->instance, view->place->frame, slot);
}

static WritText read_name(const void *self, WritText person)
{
    const View *view = self;
    const WritPeople *people = view->d->moment->people;
    return people->name(people->self, person);
}

static const Frame *find_frame(const Frame *frame, bool stage)
{
    for (; frame != NULL; frame = frame->parent) {
        bool is_stage = frame->kind == FRAME_STAGE;
        bool is_step =
            frame->kind == FRAME_TASK || frame->kind == FRAME_CALL || frame->kind == FRAME_WAIT;
        if (stage ? is_stage : is_step) {
            return frame;
        }
    }
    return NULL;
}

static WritValue instant_or_missing(int64_t instant)
{
    if (instant == WRIT_NEVER) {
        return (WritValue){0};
    }
    return (WritValue){.kind = WRIT_VALUE_INSTANT, .integer = instant};
}

static WritText assignee_name(const View *view, const Frame *task)
{
    const WritPeople *people = view->d->moment->people;
    if (task == NULL || task->kind != FRAME_TASK || task->asked_count == 0) {
        return (WritText){0};
    }
    const WritAsked *asked = &task->asked[0];
    if (asked->role == WRIT_NONE) {
        return people->name(people->self, asked->person);
    }
    return view->d->plan->roles[asked->role].title;
}

static WritText title_of(const View *view, const Frame *frame)
{
    if (frame == NULL || frame->node == WRIT_NONE) {
        return view->d->plan->title;
    }
    return program_node(view->d->program, frame->node)->title;
}

static WritValue case_number(const View *view)
{
    char digits[24];
    int length =
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)view->d->instance->number);
    WritText text = {digits, (size_t)length};
    return writ_value_text(writ_arena_text(view->d->moment->arena, text));
}

// Empty where no rule was broken: such words stand only where one is.
static WritValue read_breach(const View *view, WritContextWord word, const Frame *stage)
{
    const Breach *breach = view->d->breach;
    if (breach == NULL) {
        return writ_value_text((WritText){0});
    }
    const WritRule *rule = &view->d->plan->rules[breach->rule];
    if (word == WRIT_CONTEXT_BREACH_CASE) {
        return case_number(view);
    }
    if (word == WRIT_CONTEXT_BREACH_STEP) {
        bool none = breach->node == WRIT_NONE;
        const WritNode *node = none ? NULL : program_node(view->d->program, breach->node);
        return writ_value_text(none                     ? title_of(view, stage)
                               : node->title.length > 0 ? node->title
                                                        : node->name);
    }
    return writ_value_text(word == WRIT_CONTEXT_BREACH_RULE       ? writ_text_last_name(rule->name)
                           : word == WRIT_CONTEXT_BREACH_SENTENCE ? rule->sentence
                                                                  : view->d->plan->title);
}

static WritValue read_context(const void *self, WritContextWord word)
{
    const View *view = self;
    const Frame *task = find_frame(view->place->frame, false);
    const Frame *stage = find_frame(view->place->frame, true);
    if (stage == NULL) {
        stage = case_stage_frame(view->d->instance);
    }
    switch (word) {
    case WRIT_CONTEXT_CASE_NUMBER:
        return case_number(view);
    case WRIT_CONTEXT_TASK_TITLE:
        return writ_value_text(title_of(view, task == NULL ? view->place->frame : task));
    case WRIT_CONTEXT_TASK_SINCE:
        return instant_or_missing(task == NULL ? view->d->moment->now : task->began);
    case WRIT_CONTEXT_TASK_DUE:
        return instant_or_missing(task == NULL ? WRIT_NEVER : task->due);
    case WRIT_CONTEXT_TASK_ASSIGNEE_NAME:
        return writ_value_text(assignee_name(view, task));
    case WRIT_CONTEXT_STAGE_TITLE:
        return writ_value_text(title_of(view, stage));
    case WRIT_CONTEXT_STAGE_SINCE:
        return instant_or_missing(stage == NULL ? view->d->instance->began : stage->began);
    case WRIT_CONTEXT_BREACH_RULE:
    case WRIT_CONTEXT_BREACH_SENTENCE:
    case WRIT_CONTEXT_BREACH_PROCESS:
    case WRIT_CONTEXT_BREACH_CASE:
    case WRIT_CONTEXT_BREACH_STEP:
        return read_breach(view, word, stage);
    case WRIT_CONTEXT_OWED_CALENDAR:
        assert(view->place->owner != NULL);
        return (WritValue){.kind = WRIT_VALUE_CALENDAR, .text = view->place->owner->calendar};
    }
    WRIT_UNREACHABLE();
}

static void note_used(void *self, const WritRateTable *table, const WritRate *rate)
{
    const View *view = self;
    const Frame *frame = view->place->frame;
    note_rate(view->d, frame == NULL ? 0 : frame->id, table, rate);
}

static void open_scope(WritScope *scope, Deciding *d, View *view)
{
    const Place *place = view->place;
    // One by one: a literal would empty the locals too, and this is done for every expression.
    scope->plan = d->plan;
    scope->arena = d->moment->arena;
    scope->self = view;
    scope->slot = read_slot;
    scope->person_name = read_name;
    scope->context = read_context;
    scope->clockwork = d->moment->clockwork;
    view->exchange = (WritExchange){d->moment->rates, note_used, view};
    scope->exchange = d->moment->rates == NULL ? NULL : &view->exchange;
    scope->tables = d->program->tables;
    scope->effective = d->moment->effective;
    scope->event = place->event;
    scope->record = NULL;
    scope->record_type = 0;
    scope->steps = 0;
    scope->way = NULL;
    assert(place->local_count <= WRIT_LOCALS_MAX);
    if (place->local_count > 0) {
        memcpy(scope->locals, place->locals, place->local_count * sizeof(WritValue));
    }
}

bool evaluate(Deciding *d, const Place *place, uint32_t expr, WritValue *value)
{
    View view = {.d = d, .place = place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval(&scope, expr, value, &d->trouble) == WRIT_OK;
}

bool evaluate_truth(Deciding *d, const Place *place, uint32_t expr, bool *truth)
{
    View view = {.d = d, .place = place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval_truth(&scope, expr, truth, &d->trouble) == WRIT_OK;
}

bool evaluate_record(Deciding *d, const Place *place, uint32_t record, const uint32_t *exprs,
                     WritValue *value)
{
    View view = {.d = d, .place = place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval_record(&scope, record, exprs, value, &d->trouble) == WRIT_OK;
}

static int64_t day_of(int64_t instant)
{
    static const int64_t micros_a_day = INT64_C(86400) * 1000000;
    int64_t day = instant / micros_a_day;
    return instant % micros_a_day < 0 ? day - 1 : day;
}

// "R10", or of several rows "R10, R30"; `every row that matches` may have matched none.
static WritText rows_text(Deciding *d, const WritDecision *decision, const WritVerdict *verdict)
{
    if (verdict->row == WRIT_NONE) {
        return (WritText){0};
    }
    if (decision->policy != WRIT_HIT_EVERY || verdict->row_count == 1) {
        return d->plan->rows[verdict->row].label;
    }
    WritBuffer labels = {0};
    for (uint32_t i = 0; i < verdict->row_count; i++) {
        WritText label = d->plan->rows[verdict->rows[i]].label;
        writ_buffer_format(&labels, "%s%.*s", i > 0 ? ", " : "", WRIT_TEXT_ARGS(label));
    }
    WritText text = writ_arena_text(d->moment->arena, writ_buffer_text(&labels));
    writ_buffer_dispose(&labels);
    return text;
}

// The version that is in force on the day that the step names, else on that of the instant.
static bool find_version(Deciding *d, const Place *place, const WritStep *step, uint32_t *version)
{
    const WritDecision *decision = &d->plan->decisions[step->callee];
    *version = step->callee;
    if (decision->version_count == 0) {
        return true;
    }
    WritValue day = {.kind = WRIT_VALUE_DATE, .integer = day_of(d->moment->effective)};
    if (step->as_of != WRIT_NONE && !evaluate(d, place, step->as_of, &day)) {
        return false;
    }
    *version = writ_plan_version(d->plan, step->callee, day.integer);
    if (*version != WRIT_NONE) {
        return true;
    }
    WritBuffer text = {0};
    writ_value_print(&text, &d->plan->types, day);
    (void)writ_fail(&d->trouble, WRIT_INVALID, "no version of %.*s is in force on %s",
                    WRIT_TEXT_ARGS(decision->name), writ_buffer_string(&text));
    (void)writ_hint(&d->trouble, "Add the version that was in force then to the book.");
    writ_buffer_dispose(&text);
    return false;
}

bool decide_table(Deciding *d, const Place *place, const WritStep *step, TableAnswer *answer)
{
    if (!find_version(d, place, step, &answer->version)) {
        return false;
    }
    const WritDecision *decision = &d->plan->decisions[answer->version];
    WritValue input;
    WritVerdict verdict;
    View view = {.d = d, .place = place};
    WritScope scope;
    open_scope(&scope, d, &view);
    if (!evaluate_record(d, place, decision->input, &d->plan->operands[step->args_start], &input) ||
        writ_eval_decision(&scope, answer->version, input, &verdict, &d->trouble) != WRIT_OK) {
        return false;
    }
    answer->rows = rows_text(d, decision, &verdict);
    answer->value = verdict.value;
    return true;
}

bool complete_value(Deciding *d, WritValue *value)
{
    Place place = place_in(NULL);
    View view = {.d = d, .place = &place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval_complete(&scope, value, &d->trouble) == WRIT_OK &&
           writ_eval_invariants(&scope, *value, &d->trouble) == WRIT_OK;
}

bool judge_value(Deciding *d, WritValue value)
{
    Place place = place_in(NULL);
    View view = {.d = d, .place = &place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval_invariants(&scope, value, &d->trouble) == WRIT_OK;
}

bool judge_invariant(Deciding *d, WritRecord *record, uint32_t type, uint32_t field)
{
    Place place = place_in(NULL);
    View view = {.d = d, .place = &place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval_invariant(&scope, type, record, field, &d->trouble) == WRIT_OK;
}

bool judge_computed(Deciding *d, const WritRecord *record, uint32_t type)
{
    Place place = place_in(NULL);
    View view = {.d = d, .place = &place};
    WritScope scope;
    open_scope(&scope, d, &view);
    return writ_eval_computed(&scope, type, record, &d->trouble) == WRIT_OK;
}

WritStatus writ_case_evaluate(const WritCase *instance, uint32_t frame, uint32_t expr,
                              const WritMoment *moment, WritValue *value, WritError *error)
{
    const Frame *found = case_frame(instance, frame);
    if (found == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND, "block %u is not open", frame);
    }
    // Reading only: a decision that emits nothing changes nothing.
    Deciding d = {
        .instance = (WritCase *)instance,
        .program = instance->program,
        .plan = instance->program->plan,
        .moment = moment,
    };
    Place place = place_in(found);
    if (!evaluate(&d, &place, expr, value)) {
        return writ_fail(error, d.trouble.status, "%s", d.trouble.text);
    }
    return WRIT_OK;
}
