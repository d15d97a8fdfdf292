#include "host/reasons.h"

#include <stdio.h>

#include "host/json_out.h"
#include "host/wording.h"

void reason_sentence(const View *view, WritBuffer *text, WritBuffer *hint)
{
    json_text(view->json, "text", writ_buffer_text(text));
    json_some_text(view->json, "hint", writ_buffer_text(hint));
    writ_buffer_dispose(text);
    writ_buffer_dispose(hint);
}

static void begin(const View *view, const char *kind, const WritDuty *duty, uint32_t node)
{
    json_open(view->json, NULL);
    json_string(view->json, "kind", kind);
    if (node != 0) {
        view_step(view, duty->frame, node);
    }
    json_instant(view->json, "since", duty->since);
}

static void name_step(const View *view, WritBuffer *text, uint32_t frame, uint32_t node)
{
    writ_buffer_format(text, "\"%.*s\"", WRIT_TEXT_ARGS(word_title(view->plan, node)));
    word_where_in(text, view->instance->state, frame);
}

// --- Tasks -------------------------------------------------------------------------------------

static void add_people(const View *view, const WritPermitted *people, uint32_t count)
{
    json_open_list(view->json, "may");
    for (uint32_t i = 0; i < count; i++) {
        json_open(view->json, NULL);
        view_person(view, "person", people[i].person);
        view_person(view, "on_behalf", people[i].on_behalf);
        json_close(view->json);
    }
    json_close_list(view->json);
}

static void add_barred(const View *view, const WritDuty *duty)
{
    json_open_list(view->json, "barred");
    for (uint32_t i = 0; i < duty->barred_count; i++) {
        json_open(view->json, NULL);
        view_person(view, "person", duty->barred[i]);
        json_close(view->json);
    }
    json_close_list(view->json);
}

static bool is_among(const WritText *people, uint32_t count, WritText person)
{
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(people[i], person)) {
            return true;
        }
    }
    return false;
}

static bool may_act(const WritPermitted *people, uint32_t count, WritText person)
{
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(people[i].person, person)) {
            return true;
        }
    }
    return false;
}

// Those who are asked, are not barred and may still not act: they are away.
static void add_away(const View *view, const WritDuty *duty, const WritPermitted *may,
                     uint32_t may_count)
{
    json_open_list(view->json, "away");
    for (uint32_t i = 0; i < duty->asked_count; i++) {
        WritText *members = NULL;
        uint32_t count = view->people.members(view->people.self, view->moment.arena, view->plan,
                                              duty->asked[i], &members);
        for (uint32_t j = 0; j < count; j++) {
            if (!is_among(duty->barred, duty->barred_count, members[j]) &&
                !may_act(may, may_count, members[j])) {
                json_open(view->json, NULL);
                view_person(view, "person", members[j]);
                json_close(view->json);
            }
        }
    }
    json_close_list(view->json);
}

// "never by order.entered_by", as the step says it.
static void add_never(const View *view, WritBuffer *text, const WritStep *step)
{
    for (uint32_t i = 0; step != NULL && i < step->never_count; i++) {
        const WritParty *party = &view->plan->parties[step->never_start + i];
        writ_buffer_add_string(text, i == 0 ? ", never by " : ", ");
        if (party->kind == WRIT_PARTY_PERSON) {
            writ_plan_print_expr(text, view->plan, party->index);
        } else if (party->kind == WRIT_PARTY_ROLE) {
            const WritRole *role = &view->plan->roles[party->index];
            word_inside(text, word_titled(role->title, role->name));
        } else {
            writ_buffer_add_string(text, "somebody else who is named there");
        }
    }
}

static void add_outcomes(const View *view, WritBuffer *text, const WritStep *step)
{
    for (uint32_t i = 0; step != NULL && i < step->handler_count; i++) {
        writ_buffer_add_string(text, i == 0 ? "" : "|");
        writ_buffer_add(text, view->plan->handlers[step->handlers_start + i].outcome);
    }
    writ_buffer_add_string(text, step == NULL ? "done" : "");
}

void reason_task(const View *view, const WritDuty *duty)
{
    const WritStep *step = view_step_of(view, duty->node);
    WritPermitted *may = NULL;
    uint32_t may_count = view_permitted(view, duty, &may);
    WritBuffer text = {0};
    WritBuffer hint = {0};
    begin(view, "task", duty, duty->node);
    json_instant(view->json, "due", duty->due);
    reason_clock(view, duty->frame);
    writ_buffer_add_string(&text, "It waits for ");
    word_all_asked(&text, view->plan, &view->people, duty->asked, duty->asked_count);
    writ_buffer_add_string(&text, " to answer ");
    name_step(view, &text, duty->frame, duty->node);
    add_never(view, &text, step);
    if (may_count == 0) {
        writ_buffer_add_string(&text, "; but nobody may: all who are asked are away or barred");
        writ_buffer_add_string(&hint, "Enter a substitute in people.writ and commit it.");
    } else {
        writ_buffer_format(&hint, "writ answer %llu.%u ",
                           (unsigned long long)view->instance->number, duty->frame);
        add_outcomes(view, &hint, step);
        writ_buffer_format(&hint, " --as %.*s", WRIT_TEXT_ARGS(may[0].person));
    }
    char id[48];
    (void)snprintf(id, sizeof id, "%llu.%u", (unsigned long long)view->instance->number,
                   duty->frame);
    json_string(view->json, "task", id);
    add_people(view, may, may_count);
    add_barred(view, duty);
    add_away(view, duty, may, may_count);
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

// --- Waits -------------------------------------------------------------------------------------

void reason_wait(const View *view, const WritDuty *duty)
{
    const WritEventType *event = &view->plan->events[duty->event];
    const WritStep *step = view_step_of(view, duty->node);
    const WritRecordType *record = &view->plan->types.records[event->record];
    WritBuffer text = {0};
    WritBuffer hint = {0};
    begin(view, "wait", duty, duty->node);
    json_instant(view->json, "due", duty->due);
    reason_clock(view, duty->frame);
    json_text(view->json, "event", event->name);
    writ_buffer_format(&text, "It waits for the message %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(event->name)));
    for (uint32_t i = 0; i < duty->key_count; i++) {
        uint32_t field = view->plan->operands[step->match_start + 2 * i];
        writ_buffer_format(&text, "%s%.*s = ", i == 0 ? " with " : ", ",
                           WRIT_TEXT_ARGS(record->fields[field].name));
        writ_value_print(&text, &view->plan->types, duty->keys[i]);
    }
    writ_buffer_add_string(&text, " in ");
    name_step(view, &text, duty->frame, duty->node);
    writ_buffer_format(&hint, "writ send %.*s --with FILE",
                       WRIT_TEXT_ARGS(writ_text_last_name(event->name)));
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

// --- Calls -------------------------------------------------------------------------------------

void reason_call(const View *view, const WritDuty *duty)
{
    const WritHook *hook = &view->plan->hooks[duty->hook];
    uint32_t node = duty->frame == 0 ? 0 : writ_case_node(view->instance->state, duty->frame);
    WritBuffer text = {0};
    WritBuffer hint = {0};
    begin(view, "call", duty, node);
    json_text(view->json, "hook", hook->name);
    json_text(view->json, "call", duty->call_id);
    json_number(view->json, "attempt", duty->attempt);
    json_number(view->json, "attempts", (uint64_t)hook->retries + 1);
    json_instant(view->json, "next", duty->due);
    json_some_text(view->json, "reason", duty->reason);
    writ_buffer_format(&text, "It waits for %.*s", WRIT_TEXT_ARGS(hook->name));
    if (node != 0) {
        writ_buffer_add_string(&text, " in ");
        name_step(view, &text, duty->frame, node);
    } else {
        writ_buffer_add_string(&text, ", whose step is over: what it does will be undone");
    }
    if (duty->due == WRIT_NEVER) {
        writ_buffer_format(&text, "; attempt %u of %u is under way", duty->attempt,
                           hook->retries + 1);
    } else {
        writ_buffer_format(&text, "; attempt %u of %u failed: %.*s", duty->attempt - 1,
                           hook->retries + 1, WRIT_TEXT_ARGS(duty->reason));
        writ_buffer_add_string(&hint, "It is tried again by itself; writ run keeps that going.");
    }
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

// --- Incidents, deadlines ----------------------------------------------------------------------

void reason_incident(const View *view, const WritDuty *duty)
{
    WritBuffer text = {0};
    WritBuffer hint = {0};
    char id[48];
    (void)snprintf(id, sizeof id, "%llu.%u", (unsigned long long)view->instance->number,
                   duty->frame);
    uint32_t node = view_node(view, duty);
    begin(view, "incident", duty, node);
    json_string(view->json, "incident", id);
    json_text(view->json, "reason", duty->reason);
    writ_buffer_add_string(&text, "It stopped at ");
    name_step(view, &text, duty->frame, node);
    writ_buffer_format(&text, ": %.*s", WRIT_TEXT_ARGS(duty->reason));
    writ_buffer_format(&hint,
                       duty->held ? "It goes on when the rule allows it; or the process owner lets "
                                    "it pass this once: writ override %s --comment \"…\""
                                  : "See to the reason; then the process owner tries again: "
                                    "writ retry %s",
                       id);
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

void reason_deadline(const View *view, const WritDuty *duty)
{
    if (duty->node == WRIT_NONE || view->plan->nodes[duty->node].kind == WRIT_NODE_STEP ||
        view_is_of_rules(view, duty)) {
        return;
    }
    WritBuffer text = {0};
    WritBuffer hint = {0};
    begin(view, "deadline", duty, duty->node);
    json_instant(view->json, "due", view_deadline(view, duty));
    reason_clock(view, duty->frame);
    if (duty->node == 0) {
        writ_buffer_add_string(&text, "The whole case has a deadline");
    } else {
        writ_buffer_add_string(&text, "A deadline runs for ");
        name_step(view, &text, duty->frame, duty->node);
    }
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

// --- Rules -------------------------------------------------------------------------------------

void reason_obligation(const View *view, uint32_t rule, int64_t due)
{
    const WritRule *asks = &view->plan->rules[rule];
    WritBuffer text = {0};
    WritBuffer hint = {0};
    WritText sentence = asks->sentence;
    if (sentence.length > 0 && sentence.data[sentence.length - 1] == '.') {
        sentence.length--;
    }
    json_open(view->json, NULL);
    json_string(view->json, "kind", "rule");
    json_text(view->json, "rule", asks->name);
    json_text(view->json, "sentence", asks->sentence);
    json_instant(view->json, "due", due);
    writ_buffer_format(&text, "The rule %.*s has to be kept%s: %.*s",
                       WRIT_TEXT_ARGS(writ_text_last_name(asks->name)),
                       due == WRIT_NEVER ? " before the case ends" : "", WRIT_TEXT_ARGS(sentence));
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

void reason_held(WritHost *host, const View *view, const WritDuty *duty)
{
    KeyTail tail = {duty->due, view->instance->number, duty->frame};
    Hold hold = timers_hold(host, view->instance->state, view->plan, tail);
    if (duty->due >= host->item_now || hold.until < host->item_now) {
        return;
    }
    WritBuffer text = {0};
    WritBuffer hint = {0};
    uint32_t node = view_node(view, duty);
    json_open(view->json, NULL);
    json_string(view->json, "kind", "held");
    if (node != 0 && node != WRIT_NONE) {
        view_step(view, duty->frame, node);
    }
    json_instant(view->json, "due", duty->due);
    json_instant(view->json, "held_until", hold.until);
    json_text(view->json, "source", hold.source);
    writ_buffer_add_string(&text, "What was due for ");
    if (node == 0 || node == WRIT_NONE) {
        writ_buffer_add_string(&text, "the whole case");
    } else {
        name_step(view, &text, duty->frame, node);
    }
    writ_buffer_format(&text, " is held, since messages of %.*s may still be under way",
                       WRIT_TEXT_ARGS(hold.source));
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}
