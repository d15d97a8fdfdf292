// Notifications: who gets them, and their text as it is at this moment. The text has people's
// names in it and is therefore handed over beside the events, not in them (settled.md 29).
#include "engine/decide.h"

#include <string.h>

typedef struct Recipients {
    WritText *people;
    uint32_t count, capacity;
} Recipients;

static void add_recipient(Deciding *d, Recipients *to, WritText person)
{
    for (uint32_t i = 0; i < to->count; i++) {
        if (writ_text_equal(to->people[i], person)) {
            return;
        }
    }
    if (to->count == to->capacity) {
        uint32_t capacity = to->capacity == 0 ? 8 : 2 * to->capacity;
        WritText *people = writ_arena_array(d->moment->arena, capacity, sizeof *people);
        if (to->count > 0) {
            memcpy(people, to->people, to->count * sizeof *people);
        }
        to->people = people;
        to->capacity = capacity;
    }
    to->people[to->count++] = person;
}

static void add_members(Deciding *d, Recipients *to, WritAsked asked)
{
    const WritPeople *source = d->moment->people;
    WritText *members = NULL;
    uint32_t count = source->members(source->self, d->moment->arena, d->plan, asked, &members);
    for (uint32_t i = 0; i < count; i++) {
        add_recipient(d, to, members[i]);
    }
}

static void add_assignees(Deciding *d, Recipients *to, const Frame *frame)
{
    while (frame != NULL && frame->kind != FRAME_TASK) {
        frame = frame->parent;
    }
    for (uint32_t i = 0; frame != NULL && i < frame->asked_count; i++) {
        add_members(d, to, frame->asked[i]);
    }
}

static bool find_recipients(Deciding *d, const Frame *frame, const WritAction *action,
                            Recipients *to)
{
    for (uint32_t i = 0; i < action->party_count; i++) {
        const WritParty *party = &d->plan->parties[action->parties_start + i];
        if (party->kind == WRIT_PARTY_ASSIGNEE) {
            add_assignees(d, to, frame);
            continue;
        }
        WritAsked asked;
        if (!resolve_party(d, frame, party, &asked)) {
            return false;
        }
        add_members(d, to, asked);
    }
    return true;
}

static bool write_text(Deciding *d, const Frame *frame, const WritAction *action,
                       WritNotice *notice)
{
    const WritMessage *message = &d->plan->messages[action->message];
    WritValue *givens = writ_arena_array(d->moment->arena, action->arg_count + 1, sizeof *givens);
    Place place = place_in(frame);
    for (uint32_t i = 0; i < action->arg_count; i++) {
        if (!evaluate(d, &place, d->plan->operands[action->args_start + i], &givens[i])) {
            return false;
        }
    }
    place.locals = givens;
    place.local_count = action->arg_count;
    WritValue subject = {0};
    WritValue text = {0};
    if ((message->subject != WRIT_NONE && !evaluate(d, &place, message->subject, &subject)) ||
        (message->text != WRIT_NONE && !evaluate(d, &place, message->text, &text))) {
        return false;
    }
    notice->subject = subject.kind == WRIT_VALUE_TEXT ? subject.text : (WritText){0};
    notice->text = text.kind == WRIT_VALUE_TEXT ? text.text : (WritText){0};
    return true;
}

static void add_notice(Deciding *d, WritNotice notice)
{
    if (d->notice_count == d->notice_capacity) {
        uint32_t capacity = d->notice_capacity == 0 ? 4 : 2 * d->notice_capacity;
        WritNotice *notices = writ_arena_array(d->moment->arena, capacity, sizeof *notices);
        if (d->notice_count > 0) {
            memcpy(notices, d->notices, d->notice_count * sizeof *notices);
        }
        d->notices = notices;
        d->notice_capacity = capacity;
    }
    d->notices[d->notice_count++] = notice;
}

bool notify(Deciding *d, const Frame *frame, const WritAction *action)
{
    Recipients to = {0};
    WritNotice notice = {.number = d->instance->last_notice + 1, .message = action->message};
    if (!find_recipients(d, frame, action, &to) || !write_text(d, frame, action, &notice)) {
        return false;
    }
    notice.people = to.people;
    notice.person_count = to.count;
    add_notice(d, notice);
    WritEvent *event = next_event(d, WRIT_EVENT_NOTIFIED);
    event->frame = frame->id;
    event->number = notice.number;
    event->index = notice.message;
    event->people = to.people;
    event->person_count = to.count;
    emit(d);
    return true;
}
