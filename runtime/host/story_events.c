#include "host/story_events.h"

#include <assert.h>
#include <string.h>

#include "host/wording.h"

// --- What lines speak of -----------------------------------------------------------------------

static WritText keep(Telling *t, WritBuffer *text)
{
    WritText kept = writ_arena_text(t->arena, writ_buffer_text(text));
    writ_buffer_dispose(text);
    return kept;
}

// The step of a block instance: its own, or the one that runs in it.
static uint32_t node_of(const Telling *t, uint32_t frame)
{
    WritPlaceInCase place;
    if (!writ_case_place(t->state, frame, &place)) {
        return WRIT_NONE;
    }
    return place.item == WRIT_NONE ? place.node : place.item;
}

Line *story_add_line(Telling *t, const char *what, uint32_t frame, uint32_t node)
{
    WritBuffer where = {0};
    word_where(&where, t->state, frame);
    WritText kept = keep(t, &where);
    Line *line = lines_add(&t->lines, what, frame, node);
    line->where = kept;
    return line;
}

Line *story_add_line_at(Telling *t, const char *what, uint32_t frame)
{
    return story_add_line(t, what, frame, node_of(t, frame));
}

static WritText listed(const WritText *names, uint32_t count, uint32_t index)
{
    return index < count ? names[index] : (WritText){0};
}

static WritText hook_name(const Telling *t, uint32_t hook)
{
    return hook < t->plan->hook_count ? t->plan->hooks[hook].name : (WritText){0};
}

static WritText event_name(const Telling *t, uint32_t event)
{
    return event < t->plan->event_count ? t->plan->events[event].name : (WritText){0};
}

typedef struct DutySearch {
    WritDutyKind kind;
    uint32_t frame;
    WritDuty duty;
    bool found;
} DutySearch;

static void keep_duty(void *self, const WritDuty *duty)
{
    DutySearch *search = self;
    if (duty->kind == search->kind && duty->frame == search->frame) {
        search->duty = *duty;
        search->found = true;
    }
}

// --- The case and its stages -------------------------------------------------------------------

static void tell_start(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "started", 0, WRIT_NONE);
    line->is_trigger = true;
    line->due = event->due;
    writ_buffer_add_string(&line->text, "begins: ");
    writ_buffer_add(&line->text, word_titled(t->plan->title, t->plan->name));
}

static void tell_end(Telling *t, const WritEvent *event)
{
    bool over = event->kind == WRIT_EVENT_CASE_ENDED;
    Line *line = story_add_line(t, over ? "ended" : "closing", 0, WRIT_NONE);
    line->outcome = listed(t->plan->outcomes, t->plan->outcome_count, event->index);
    writ_buffer_format(&line->text,
                       over ? "ends as %.*s" : "will end as %.*s; what is under way is waited for",
                       WRIT_TEXT_ARGS(line->outcome));
}

static void tell_stage(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "stage", event->frame, event->node);
    line->due = event->due;
    line->number = event->number;
    writ_buffer_add_string(&line->text, t->went_back ? "goes back to: " : "begins: ");
    writ_buffer_add(&line->text, word_title(t->plan, event->node));
    if (event->number > 1) {
        writ_buffer_format(&line->text, " (round %u)", event->number);
    }
    t->went_back = false;
}

static void tell_arm(Telling *t, const WritEvent *event)
{
    const WritNode *node = event->node < t->plan->node_count ? &t->plan->nodes[event->node] : NULL;
    if (event->index == 0 || node == NULL || event->index > node->child_count) {
        return; // No arm was taken: nothing happened.
    }
    uint32_t arm = t->plan->operands[node->children_start + event->index - 1];
    Line *line = story_add_line(t, "way", event->frame, WRIT_NONE);
    if (t->plan->nodes[arm].condition == WRIT_NONE) {
        writ_buffer_add_string(&line->text, "takes the way of otherwise");
        return;
    }
    writ_buffer_add_string(&line->text, "because ");
    writ_plan_print_expr(&line->text, t->plan, t->plan->nodes[arm].condition);
}

typedef struct Withdrawing {
    const Telling *t;
    uint32_t block;
    WritBuffer *text;
    uint32_t count;
} Withdrawing;

static bool stands_in(const WritCase *state, uint32_t frame, uint32_t block)
{
    WritPlaceInCase place;
    while (frame != block && writ_case_place(state, frame, &place)) {
        frame = place.parent;
    }
    return frame == block;
}

static void name_withdrawn(void *self, const WritDuty *duty)
{
    Withdrawing *w = self;
    bool open = duty->kind == WRIT_DUTY_TASK || duty->kind == WRIT_DUTY_WAIT;
    if (!open || !stands_in(w->t->state, duty->frame, w->block)) {
        return;
    }
    writ_buffer_add_string(w->text, w->count++ == 0 ? "withdraws " : ", ");
    writ_buffer_add(w->text, word_name(w->t->plan, duty->node));
    word_where_in(w->text, w->t->state, duty->frame);
}

// A block is left; what of it is worth telling is what nobody has to do any more.
static void tell_leaving(Telling *t, const WritEvent *event)
{
    WritBuffer text = {0};
    Withdrawing withdrawing = {.t = t, .block = event->frame, .text = &text};
    writ_case_duties(t->state, &withdrawing, name_withdrawn);
    if (withdrawing.count > 0) {
        Line *line = story_add_line(t, "withdrawn", event->frame, WRIT_NONE);
        writ_buffer_add(&line->text, writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

// --- Tasks -------------------------------------------------------------------------------------

static void add_asked(Telling *t, Line *line, const char *before, uint32_t frame)
{
    DutySearch search = {.kind = WRIT_DUTY_TASK, .frame = frame};
    writ_case_duties(t->state, &search, keep_duty);
    writ_buffer_add_string(&line->text, before);
    if (search.duty.asked_count == 0) {
        writ_buffer_add_string(&line->text, "nobody");
    }
    word_all_asked(&line->text, t->plan, &t->people, search.duty.asked, search.duty.asked_count);
}

static void tell_task(Telling *t, const WritEvent *event)
{
    bool approval = event->node < t->plan->node_count &&
                    t->plan->steps[t->plan->nodes[event->node].step].act == WRIT_ACT_APPROVE;
    Line *line = story_add_line(t, "asked", event->frame, event->node);
    line->is_task = true;
    line->due = event->due;
    add_asked(t, line, approval ? "asks for approval: " : "asks ", event->frame);
}

static void tell_answer(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line_at(t, "answered", event->frame);
    line->is_trigger = true;
    line->is_task = true;
    line->outcome = event->text;
    line->detail = event->detail;
    writ_buffer_format(&line->text, "answers %.*s", WRIT_TEXT_ARGS(event->text));
}

static void tell_reassigning(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line_at(t, "reassigned", event->frame);
    line->is_task = true;
    add_asked(t, line, "now asks ", event->frame);
}

static void tell_change(Telling *t, const WritEvent *event)
{
    const WritBinding *binding =
        event->index < t->plan->binding_count ? &t->plan->bindings[event->index] : NULL;
    Line *line = story_add_line(t, "approved_changed", event->frame,
                                binding == NULL ? WRIT_NONE : binding->node);
    line->is_task = event->frame != 0;
    if (binding != NULL) {
        writ_buffer_format(&line->text, "%.*s changed after it was %s",
                           WRIT_TEXT_ARGS(binding->text),
                           event->frame != 0 ? "shown for approval" : "approved");
    }
}

// --- Calls -------------------------------------------------------------------------------------

static void tell_call(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "called", event->frame, event->node);
    line->call = event->text;
    line->due = event->due;
    writ_buffer_format(&line->text, "calls %.*s", WRIT_TEXT_ARGS(hook_name(t, event->index)));
}

// A line about a call that belongs to no block instance.
static Line *add_loose(Telling *t, const char *what, WritText call_id)
{
    WritBuffer where = {0};
    uint32_t node = word_call_place(&where, t->plan, call_id);
    WritText kept = keep(t, &where);
    Line *line = lines_add(&t->lines, what, 0, node);
    line->where = kept;
    return line;
}

static void tell_undo_call(Telling *t, const WritEvent *event)
{
    WritDuty duty = {.hook = WRIT_NONE};
    (void)writ_case_find_call(t->state, event->number, &duty);
    Line *line = add_loose(t, "called", duty.call_id);
    line->call = duty.call_id;
    writ_buffer_format(&line->text, "calls %.*s to undo", WRIT_TEXT_ARGS(hook_name(t, duty.hook)));
}

static Line *add_of_call(Telling *t, const char *what, const WritEvent *event, WritDuty *duty)
{
    *duty = (WritDuty){.hook = WRIT_NONE};
    (void)writ_case_find_call(t->state, event->number, duty);
    Line *line = duty->frame == 0 ? add_loose(t, what, duty->call_id)
                                  : story_add_line_at(t, what, duty->frame);
    line->is_trigger = true;
    line->call = writ_arena_text(t->arena, duty->call_id);
    return line;
}

static uint32_t attempts_of(const Telling *t, uint32_t hook)
{
    return hook < t->plan->hook_count ? t->plan->hooks[hook].retries + 1 : 0;
}

static void tell_failure(Telling *t, const WritEvent *event)
{
    WritDuty duty;
    Line *line = add_of_call(t, "failed", event, &duty);
    line->attempt = event->index;
    line->attempts = attempts_of(t, duty.hook);
    line->due = event->due;
    line->detail = event->text;
    writ_buffer_format(&line->text, "attempt %u of %u failed: %.*s", line->attempt, line->attempts,
                       WRIT_TEXT_ARGS(event->text));
}

static void tell_result(Telling *t, const WritEvent *event)
{
    WritDuty duty;
    Line *line = add_of_call(t, "result", event, &duty);
    line->outcome = event->text;
    writ_buffer_format(&line->text, "%.*s answers %.*s", WRIT_TEXT_ARGS(hook_name(t, duty.hook)),
                       WRIT_TEXT_ARGS(event->text));
}

static void tell_giving_up(Telling *t, const WritEvent *event)
{
    WritDuty duty;
    Line *line = add_of_call(t, "no_answer", event, &duty);
    line->attempts = line->attempt = attempts_of(t, duty.hook);
    line->detail = event->text;
    writ_buffer_add_string(&line->text, "no answer after ");
    word_count(&line->text, line->attempts, "attempt", "attempts");
    writ_buffer_format(&line->text, ": %.*s", WRIT_TEXT_ARGS(event->text));
}

// --- Messages ----------------------------------------------------------------------------------

static void tell_wait(Telling *t, const WritEvent *event)
{
    DutySearch search = {.kind = WRIT_DUTY_WAIT, .frame = event->frame};
    search.duty.event = WRIT_NONE;
    writ_case_duties(t->state, &search, keep_duty);
    Line *line = story_add_line(t, "waits", event->frame, event->node);
    line->due = event->due;
    line->event = event_name(t, search.duty.event);
    writ_buffer_format(&line->text, "waits for %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(line->event)));
}

static void tell_arrival(Telling *t, uint32_t frame, uint32_t event)
{
    Line *line = story_add_line_at(t, "message", frame);
    line->is_trigger = true;
    line->event = event_name(t, event);
    writ_buffer_format(&line->text, "%.*s came", WRIT_TEXT_ARGS(writ_text_last_name(line->event)));
}

static void tell_happening(Telling *t, const WritEvent *event)
{
    uint32_t index = event->index;
    tell_arrival(t, 0, index < t->plan->happens_count ? t->plan->happens[index].event : WRIT_NONE);
}

// The subject has names in it and stands in the outbox alone.
static WritText find_subject(Telling *t, uint32_t number)
{
    WritBuffer key = {0};
    WritBuffer value = {0};
    key_outbox(&key, t->sequence, number);
    WritStatus status =
        writ_store_find(t->host->store, WRIT_FAMILY_OUTBOX, writ_buffer_text(&key), &value, NULL);
    WritReader in = writ_reader(writ_buffer_text(&value));
    (void)writ_get_uint(&in); // The case.
    (void)writ_get_int(&in);  // When.
    (void)writ_get_text(&in); // The message.
    WritText subject = writ_get_text(&in);
    WritText kept =
        status == WRIT_OK && !in.failed ? writ_arena_text(t->arena, subject) : (WritText){0};
    writ_buffer_dispose(&key);
    writ_buffer_dispose(&value);
    return kept;
}

static void tell_notice(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line_at(t, "notified", event->frame);
    bool known = event->index < t->plan->message_count;
    line->message = known ? t->plan->messages[event->index].name : (WritText){0};
    line->subject = find_subject(t, event->number);
    line->to = event->people;
    line->to_count = event->person_count;
    writ_buffer_add_string(&line->text, "tells ");
    for (uint32_t i = 0; i < event->person_count; i++) {
        writ_buffer_add_string(&line->text, i == 0 ? "" : ", ");
        writ_buffer_add(&line->text, t->people.name(t->people.self, event->people[i]));
    }
    writ_buffer_add_string(&line->text, event->person_count == 0 ? "nobody: " : ": ");
    writ_buffer_add(&line->text, word_titled(line->subject, line->message));
}

// --- Time, data, decisions ---------------------------------------------------------------------

static void tell_overdue(Telling *t, const WritEvent *event)
{
    WritPlaceInCase place = {.node = WRIT_NONE};
    (void)writ_case_place(t->state, event->frame, &place);
    Line *line = story_add_line(t, "overdue", event->frame, place.node);
    line->is_trigger = true;
    line->due = event->due;
    line->late_us = t->entry->at - event->due;
    writ_buffer_add_string(&line->text, "is overdue");
}

static void tell_extension(Telling *t, const WritEvent *event)
{
    WritPlaceInCase place = {.node = WRIT_NONE};
    (void)writ_case_place(t->state, event->frame, &place);
    Line *line = story_add_line(t, "extended", event->frame, place.node);
    line->due = event->due;
    writ_buffer_add_string(&line->text, "gets more time");
}

// Fields that follow from an answer, a result or a message are added to its line; those that an
// automatic step sets have a line of that step.
static Line *cause_of_change(Telling *t, uint32_t frame)
{
    WritPlaceInCase place = {.item = WRIT_NONE, .node = WRIT_NONE};
    (void)writ_case_place(t->state, frame, &place);
    Line *line = lines_find(&t->lines, frame);
    if (place.item == WRIT_NONE) {
        line = line == NULL ? lines_trigger(&t->lines) : line;
        return line == NULL ? story_add_line(t, "set", frame, place.node) : line;
    }
    bool same =
        line != NULL && writ_text_is(writ_text(line->what), "set") && line->node == place.item;
    return same ? line : story_add_line(t, "set", frame, place.item);
}

static void say_change(Telling *t, Line *line, const WritTarget *target, WritValue value)
{
    bool first = line->changes == NULL;
    line_add_change(line, t->arena, target, value);
    writ_buffer_add_string(&line->text, line->text.length == 0 ? "sets "
                                        : first                ? ", sets "
                                                               : ", ");
    writ_buffer_add(&line->text, target->text);
    if (value.kind != WRIT_VALUE_LIST && value.kind != WRIT_VALUE_RECORD) {
        writ_buffer_add_string(&line->text, " to ");
        writ_value_print(&line->text, &t->plan->types, value);
    }
}

static void tell_setting(Telling *t, const WritEvent *event)
{
    if (event->index >= t->plan->target_count) {
        return;
    }
    say_change(t, cause_of_change(t, event->frame), &t->plan->targets[event->index], event->value);
}

// The fields that a second start changed in a value called `name`.
static void say_joined(Telling *t, Line *line, const char *name, WritTypeId type,
                       const WritValue values[2])
{
    WritValue was = values[0];
    WritValue is = values[1];
    if (writ_value_equal(was, is)) {
        return;
    }
    if (was.kind != WRIT_VALUE_RECORD || is.kind != WRIT_VALUE_RECORD) {
        WritTarget *target = writ_arena_alloc(t->arena, sizeof *target);
        *target = (WritTarget){.type = type, .text = writ_arena_text(t->arena, writ_text(name))};
        say_change(t, line, target, is);
        return;
    }
    const WritRecordType *record = &t->plan->types.records[is.tag];
    for (uint32_t i = 0; i < record->field_count; i++) {
        WritBuffer field = {0};
        writ_buffer_format(&field, "%s.%.*s", name, WRIT_TEXT_ARGS(record->fields[i].name));
        const WritValue inner[2] = {was.record->fields[i], is.record->fields[i]};
        say_joined(t, line, writ_buffer_string(&field), record->fields[i].type, inner);
        writ_buffer_dispose(&field);
    }
}

static void tell_joining(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "joined", 0, WRIT_NONE);
    line->is_trigger = true;
    writ_buffer_add_string(&line->text, "gets the data of a second start");
    uint32_t value = 0;
    for (uint32_t i = 0; i < t->plan->slot_count && value < event->value_count; i++) {
        const WritSlot *slot = &t->plan->slots[i];
        if (slot->kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        const WritValue values[2] = {writ_case_slot(t->state, i), event->values[value++]};
        const char *name = writ_arena_text(t->arena, slot->name).data;
        if (values[1].kind == WRIT_VALUE_MISSING ||
            writ_value_fits(&t->plan->types, slot->type, values[1])) {
            say_joined(t, line, name, slot->type, values);
        }
    }
}

// " (in force from 2026-07-01)", " (in force through 2026-06-30)"
static void add_version(Telling *t, Line *line, const WritDecision *version)
{
    WritValue day = {.kind = WRIT_VALUE_DATE, .integer = version->from};
    writ_buffer_add_string(&line->text, " (in force");
    if (version->has_from) {
        writ_buffer_add_string(&line->text, " from ");
        writ_value_print(&line->text, &t->plan->types, day);
    }
    if (version->has_through) {
        day.integer = version->through;
        writ_buffer_add_string(&line->text, " through ");
        writ_value_print(&line->text, &t->plan->types, day);
    }
    writ_buffer_add_byte(&line->text, ')');
}

static void tell_decision(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "decided", event->frame, event->node);
    line->row = event->text;
    bool several = event->text.length > 0 && memchr(event->text.data, ',', event->text.length);
    if (event->text.length == 0) {
        writ_buffer_add_string(&line->text, "no row matches: it gives ");
    } else {
        writ_buffer_format(&line->text, several ? "rows %.*s give " : "row %.*s gives ",
                           WRIT_TEXT_ARGS(event->text));
    }
    writ_value_print(&line->text, &t->plan->types, event->value);
    if (event->kind == WRIT_EVENT_DECIDED_IN_FORCE && event->number < t->plan->decision_count) {
        add_version(t, line, &t->plan->decisions[event->number]);
    }
    if (event->index < t->plan->target_count) {
        line_add_change(line, t->arena, &t->plan->targets[event->index], event->value);
    }
}

// "takes 1 EUR = 5.0850 RON of 2026-03-02"
static void tell_rate(Telling *t, const WritEvent *event)
{
    if (event->value_count != 2) {
        return;
    }
    Line *line = story_add_line_at(t, "rate", event->frame);
    writ_buffer_add_string(&line->text, "takes 1 ");
    writ_value_print(&line->text, &t->plan->types, event->values[0]);
    writ_buffer_add_string(&line->text, " = ");
    writ_value_print(&line->text, &t->plan->types, event->value);
    writ_buffer_add_string(&line->text, " of ");
    writ_value_print(&line->text, &t->plan->types, event->values[1]);
    line->detail = event->text;
}

static void tell_milestone(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "milestone", 0, WRIT_NONE);
    WritText name = listed(t->plan->milestones, t->plan->milestone_count, event->index);
    bool again =
        event->index < t->plan->milestone_count && writ_case_has_milestone(t->state, event->index);
    writ_buffer_format(&line->text, "reaches %.*s%s", WRIT_TEXT_ARGS(writ_text_last_name(name)),
                       again ? " again" : "");
    line->detail = name;
}

// --- Undoing, cancelling, incidents ------------------------------------------------------------

static void tell_plain(Telling *t, const char *what, const WritEvent *event, const char *sentence)
{
    Line *line = story_add_line_at(t, what, event->frame);
    writ_buffer_add_string(&line->text, sentence);
}

static void tell_undo_by_hand(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "asked", event->frame, WRIT_NONE);
    line->is_task = true;
    line->detail = event->text;
    add_asked(t, line, "asks ", event->frame);
    writ_buffer_format(&line->text, " to see to what could not be undone: %.*s",
                       WRIT_TEXT_ARGS(event->text));
}

static void tell_cancellation(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "cancelled", 0, WRIT_NONE);
    line->is_trigger = true;
    line->detail = event->text;
    writ_buffer_add_string(&line->text, "cancels");
}

static void tell_incident(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line(t, "incident", event->frame, event->node);
    line->detail = event->text;
    writ_buffer_format(&line->text, "stops: %.*s", WRIT_TEXT_ARGS(event->text));
}

static void tell_retry(Telling *t, const WritEvent *event)
{
    Line *line = story_add_line_at(t, "retried", event->frame);
    line->is_trigger = true;
    line->detail = event->text;
    writ_buffer_add_string(&line->text, "tries again");
}

// --- Clocks ------------------------------------------------------------------------------------

static Line *tell_clock(Telling *t, const char *what, const WritEvent *event)
{
    WritPlaceInCase place = {.node = WRIT_NONE};
    (void)writ_case_place(t->state, event->frame, &place);
    return story_add_line(t, what, event->frame, place.node);
}

static void tell_choice(Telling *t, const WritEvent *event)
{
    Line *line = tell_clock(t, "calendar", event);
    line->detail = event->text;
    writ_buffer_format(&line->text, "counts on %.*s, the calendar of ",
                       WRIT_TEXT_ARGS(writ_text_last_name(event->text)));
    if (event->person_count > 0) {
        writ_buffer_add(&line->text, t->people.name(t->people.self, event->people[0]));
        writ_buffer_add_string(&line->text, event->detail.length > 0 ? ", of " : "");
    }
    writ_buffer_add(&line->text, event->detail);
}

static void tell_pause(Telling *t, const WritEvent *event)
{
    writ_buffer_add_string(&tell_clock(t, "paused", event)->text, "has a clock that stands still");
}

static void tell_resumption(Telling *t, const WritEvent *event)
{
    Line *line = tell_clock(t, "resumed", event);
    line->due = event->due;
    writ_buffer_add_string(&line->text, "has a clock that runs again");
}

static void tell_rung(Telling *t, const WritEvent *event)
{
    Line *line = tell_clock(t, "reminder", event);
    line->is_trigger = true;
    line->late_us = t->entry->at - event->due;
    writ_buffer_add_string(&line->text, "comes to a reminder");
}

static void tell_move(Telling *t, const WritEvent *event)
{
    Line *line = tell_clock(t, "moved", event);
    line->due = event->due;
    line->detail = event->text;
    writ_buffer_add_string(&line->text, "has a deadline that moves");
}

static void tell_stuck_clock(Telling *t, const WritEvent *event)
{
    Line *line = tell_clock(t, "incident", event);
    line->detail = event->text;
    writ_buffer_format(&line->text, "has a clock that cannot be counted: %.*s",
                       WRIT_TEXT_ARGS(event->text));
}

// --- All ---------------------------------------------------------------------------------------

bool story_is_told_after(WritEventKind kind)
{
    return kind == WRIT_EVENT_STAGE_ENTERED || kind == WRIT_EVENT_TASK_OPENED ||
           kind == WRIT_EVENT_TASK_REASSIGNED || kind == WRIT_EVENT_CALL_MADE ||
           kind == WRIT_EVENT_WAIT_OPENED || kind == WRIT_EVENT_UNDO_CALLED ||
           kind == WRIT_EVENT_UNDO_ASKED || kind == WRIT_EVENT_ROUND_BEGAN ||
           kind == WRIT_EVENT_ARM_TAKEN || kind == WRIT_EVENT_FIELD_SET ||
           kind == WRIT_EVENT_DECIDED || kind == WRIT_EVENT_DECIDED_IN_FORCE;
}

static void tell_going_back(Telling *t, const WritEvent *event)
{
    (void)event;
    t->went_back = true;
}

static void tell_round(Telling *t, const WritEvent *event)
{
    tell_plain(t, "round", event, "goes round again");
}

static void tell_skipping(Telling *t, const WritEvent *event)
{
    writ_buffer_add_string(&story_add_line(t, "skipped", event->frame, event->node)->text,
                           "is skipped");
}

static void tell_message(Telling *t, const WritEvent *event)
{
    tell_arrival(t, event->frame, event->index);
}

static void tell_undo_begin(Telling *t, const WritEvent *event)
{
    tell_plain(t, "undoing", event, "begins to undo what was done");
}

static void tell_undo_end(Telling *t, const WritEvent *event)
{
    tell_plain(t, "undone", event, "has undone what was done");
}

typedef void Teller(Telling *t, const WritEvent *event);

// NULL: how the engine gets along; what it means is in the lines beside it.
static Teller *const tellers[] = {
    [WRIT_EVENT_CASE_STARTED] = tell_start,
    [WRIT_EVENT_CASE_CLOSING] = tell_end,
    [WRIT_EVENT_CASE_ENDED] = tell_end,
    [WRIT_EVENT_STAGE_ENTERED] = tell_stage,
    [WRIT_EVENT_WENT_BACK] = tell_going_back,
    [WRIT_EVENT_ROUND_BEGAN] = tell_round,
    [WRIT_EVENT_WORK_CANCELLED] = tell_leaving,
    [WRIT_EVENT_ARM_TAKEN] = tell_arm,
    [WRIT_EVENT_STEP_SKIPPED] = tell_skipping,
    [WRIT_EVENT_TASK_OPENED] = tell_task,
    [WRIT_EVENT_TASK_ANSWERED] = tell_answer,
    [WRIT_EVENT_TASK_REASSIGNED] = tell_reassigning,
    [WRIT_EVENT_CALL_MADE] = tell_call,
    [WRIT_EVENT_CALL_FAILED] = tell_failure,
    [WRIT_EVENT_CALL_ANSWERED] = tell_result,
    [WRIT_EVENT_CALL_GIVEN_UP] = tell_giving_up,
    [WRIT_EVENT_WAIT_OPENED] = tell_wait,
    [WRIT_EVENT_MESSAGE_TAKEN] = tell_message,
    [WRIT_EVENT_HAPPENED] = tell_happening,
    [WRIT_EVENT_DEADLINE_PASSED] = tell_overdue,
    [WRIT_EVENT_DEADLINE_EXTENDED] = tell_extension,
    [WRIT_EVENT_FIELD_SET] = tell_setting,
    [WRIT_EVENT_MILESTONE_REACHED] = tell_milestone,
    [WRIT_EVENT_NOTIFIED] = tell_notice,
    [WRIT_EVENT_DECIDED] = tell_decision,
    [WRIT_EVENT_DECIDED_IN_FORCE] = tell_decision,
    [WRIT_EVENT_UNDO_BEGAN] = tell_undo_begin,
    [WRIT_EVENT_UNDO_DONE] = tell_undo_end,
    [WRIT_EVENT_UNDO_CALLED] = tell_undo_call,
    [WRIT_EVENT_UNDO_ASKED] = tell_undo_by_hand,
    [WRIT_EVENT_CANCELLED] = tell_cancellation,
    [WRIT_EVENT_INCIDENT_OPENED] = tell_incident,
    [WRIT_EVENT_INCIDENT_CLEARED] = tell_retry,
    [WRIT_EVENT_BLOCK_OPENED] = NULL,
    [WRIT_EVENT_PART_OPENED] = NULL,
    [WRIT_EVENT_BLOCK_DONE] = NULL,
    [WRIT_EVENT_STEP_DONE] = NULL,
    [WRIT_EVENT_ACTIONS_BEGAN] = NULL,
    [WRIT_EVENT_ACTIONS_DONE] = NULL,
    [WRIT_EVENT_EFFECT_NOTED] = NULL,
    [WRIT_EVENT_CLOCK_STARTED] = NULL,
    [WRIT_EVENT_CALENDAR_CHOSEN] = tell_choice,
    [WRIT_EVENT_CLOCK_PAUSED] = tell_pause,
    [WRIT_EVENT_CLOCK_RESUMED] = tell_resumption,
    [WRIT_EVENT_RUNG_REACHED] = tell_rung,
    [WRIT_EVENT_DEADLINE_MOVED] = tell_move,
    [WRIT_EVENT_CLOCK_COUNTED] = NULL,
    [WRIT_EVENT_CLOCK_STUCK] = tell_stuck_clock,
    [WRIT_EVENT_RUNG_SET] = NULL,
    [WRIT_EVENT_RECOUNT_STOPPED] = NULL,
    [WRIT_EVENT_RULE_BREACHED] = story_tell_breach,
    [WRIT_EVENT_RULE_OBLIGED] = story_tell_obligation,
    [WRIT_EVENT_RULE_RELEASED] = story_tell_release,
    [WRIT_EVENT_RULE_TROUBLE] = story_tell_rule_trouble,
    [WRIT_EVENT_DONE_BY] = NULL,
    [WRIT_EVENT_RULE_OVERRIDDEN] = story_tell_override,
    [WRIT_EVENT_APPROVAL_BOUND] = NULL,
    [WRIT_EVENT_APPROVED_CHANGED] = tell_change,
    [WRIT_EVENT_TASK_REVISED] = NULL,
    [WRIT_EVENT_CASE_JOINED] = tell_joining,
    [WRIT_EVENT_RATE_USED] = tell_rate,
};

#define WRIT_EVENT(number, NAME, ...)                                                              \
    _Static_assert((number) < sizeof tellers / sizeof tellers[0], #NAME " has no place here");
#include "writ/events.def"
#undef WRIT_EVENT

void story_tell_event(Telling *t, const WritEvent *event)
{
    assert((size_t)event->kind < sizeof tellers / sizeof tellers[0]);
    if (tellers[event->kind] != NULL) {
        tellers[event->kind](t, event);
    }
}
