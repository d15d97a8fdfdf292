// From a command to a batch: the journal entry, the rows of the case, and the rows that others
// find it by (tasks, timers, waits, calls, incidents, keys, notifications).
#include "host/almanac.h"
#include "host/files.h"
#include "host/host.h"
#include "host/recount.h"
#include "host/messages.h"
#include "host/once.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct Writing {
    WritHost *host;
    Instance *instance;
    const WritPlan *plan;
} Writing;

static void put_row(WritHost *host, WritFamily family)
{
    writ_store_batch_put(&host->batch, family, writ_buffer_text(&host->key),
                         writ_buffer_text(&host->value));
}

static void drop_row(WritHost *host, WritFamily family)
{
    writ_store_batch_delete(&host->batch, family, writ_buffer_text(&host->key));
}

static void clear(WritHost *host)
{
    writ_buffer_clear(&host->key);
    writ_buffer_clear(&host->value);
}

// --- Rows of the case itself -------------------------------------------------------------------

static void state_key(const Writing *w, WritText part)
{
    clear(w->host);
    key_case(&w->host->key, w->instance->number);
    writ_buffer_add(&w->host->key, part);
}

static bool is_whole(WritText key)
{
    return key.length == 1 && key.data[0] == WRIT_ROW_WHOLE;
}

// A small case stands in its own row among the cases, so that it costs one row and not two.
static void put_state(void *self, WritText key, WritText value)
{
    Writing *w = self;
    if (is_whole(key)) {
        writ_buffer_clear(&w->instance->whole);
        writ_buffer_add(&w->instance->whole, value);
        return;
    }
    state_key(w, key);
    writ_store_batch_put(&w->host->batch, WRIT_FAMILY_STATE, writ_buffer_text(&w->host->key),
                         value);
}

static void drop_state(void *self, WritText key)
{
    Writing *w = self;
    if (is_whole(key)) {
        writ_buffer_clear(&w->instance->whole);
        return;
    }
    state_key(w, key);
    drop_row(w->host, WRIT_FAMILY_STATE);
}

// --- Rows that others find it by ---------------------------------------------------------------

static void wait_key(const Writing *w, const WritDuty *duty)
{
    WritHost *host = w->host;
    WritText event = w->plan->events[duty->event].name;
    clear(host);
    for (uint32_t i = 0; i < duty->key_count; i++) {
        KeyMatch match = waits_match(w->plan, duty, i);
        if (i == 0) {
            key_match(&host->key, event, &match);
        } else {
            writ_put_raw(&host->value, match.bytes, sizeof match.bytes);
        }
    }
    if (duty->key_count == 0) {
        key_match_any(&host->key, event);
    }
    key_timed(&host->key, duty->since, w->instance->number, duty->frame);
}

static void task_of_key(const Writing *w, const WritDuty *duty, uint32_t asked)
{
    clear(w->host);
    key_task_of(&w->host->key, w->instance->definition->program, &duty->asked[asked],
                w->instance->number, duty);
}

static void timed_key(const Writing *w, int64_t at, uint32_t part)
{
    clear(w->host);
    key_timed(&w->host->key, at, w->instance->number, part);
}

static int64_t call_due(const WritDuty *duty)
{
    return duty->due == WRIT_NEVER ? 0 : duty->due;
}

static void duty_began(void *self, const WritDuty *duty)
{
    Writing *w = self;
    WritHost *host = w->host;
    switch (duty->kind) {
    case WRIT_DUTY_TASK:
        for (uint32_t i = 0; i < duty->asked_count; i++) {
            task_of_key(w, duty, i);
            put_row(host, WRIT_FAMILY_TASKS_OF);
        }
        return;
    case WRIT_DUTY_WAIT:
        wait_key(w, duty);
        put_row(host, WRIT_FAMILY_WAITS);
        early_await(host, w->plan, duty, w->instance->number);
        return;
    case WRIT_DUTY_CALL:
        timed_key(w, call_due(duty), duty->call);
        put_row(host, WRIT_FAMILY_CALLS);
        calls_note(host, w->instance->number, duty);
        once_begin(host, w->instance, duty);
        return;
    case WRIT_DUTY_TIMER:
        timed_key(w, duty->due, duty->frame);
        put_row(host, WRIT_FAMILY_TIMERS);
        timers_note(host, (KeyTail){duty->due, w->instance->number, duty->frame});
        return;
    case WRIT_DUTY_INCIDENT:
        timed_key(w, duty->since, duty->frame);
        writ_buffer_add(&host->value, duty->reason);
        put_row(host, WRIT_FAMILY_INCIDENTS);
        return;
    }
    WRIT_UNREACHABLE();
}

static void duty_ended(void *self, const WritDuty *duty)
{
    Writing *w = self;
    WritHost *host = w->host;
    switch (duty->kind) {
    case WRIT_DUTY_TASK:
        for (uint32_t i = 0; i < duty->asked_count; i++) {
            task_of_key(w, duty, i);
            drop_row(host, WRIT_FAMILY_TASKS_OF);
        }
        return;
    case WRIT_DUTY_WAIT:
        wait_key(w, duty);
        drop_row(host, WRIT_FAMILY_WAITS);
        return;
    case WRIT_DUTY_CALL:
        timed_key(w, call_due(duty), duty->call);
        drop_row(host, WRIT_FAMILY_CALLS);
        return;
    case WRIT_DUTY_TIMER:
        timed_key(w, duty->due, duty->frame);
        drop_row(host, WRIT_FAMILY_TIMERS);
        timers_forget(host, (KeyTail){duty->due, w->instance->number, duty->frame});
        return;
    case WRIT_DUTY_INCIDENT:
        timed_key(w, duty->since, duty->frame);
        drop_row(host, WRIT_FAMILY_INCIDENTS);
        return;
    }
    WRIT_UNREACHABLE();
}

// --- Journal, outbox, case row -----------------------------------------------------------------

static WritStatus find_basis(Writing *w, WritError *error)
{
    WritBasis basis = {.definition = w->instance->definition->hash,
                       .directory = w->host->directory_hash,
                       .calendars = w->host->almanac.version,
                       .rates = w->host->rates.version};
    memcpy(basis.commit, w->instance->commit, sizeof basis.commit);
    return basis_find(w->host, &basis, &w->instance->basis, error);
}

static void add_entry(Writing *w, const WritDecided *decided, const Actor *actor, int64_t now,
                      int64_t effective)
{
    WritHost *host = w->host;
    WritEntry entry = {
        .case_number = w->instance->number,
        .previous = w->instance->last_entry,
        .at = now,
        .effective = effective,
        .identity = actor->identity,
        .actor = actor->person,
        .on_behalf = decided->on_behalf,
        .account = actor->account,
        .source = actor->source,
        .sent = actor->sent,
        .sent_as = actor->sent_as,
        .basis = w->instance->basis,
        .events = decided->events,
        .event_count = decided->event_count,
    };
    writ_buffer_clear(&host->value);
    writ_entry_encode(&host->value, &entry);
    WritJournalEntry journal = {
        .sequence = host->next_sequence++,
        .case_number = entry.case_number,
        .previous = entry.previous,
        .bytes = writ_buffer_text(&host->value),
    };
    writ_store_batch_append(&host->batch, &journal);
    w->instance->last_entry = journal.sequence;
    w->instance->last_effective = effective;
}

static void add_notices(Writing *w, const WritDecided *decided, int64_t now)
{
    WritHost *host = w->host;
    for (uint32_t i = 0; i < decided->notice_count; i++) {
        const WritNotice *notice = &decided->notices[i];
        clear(host);
        key_outbox(&host->key, w->instance->last_entry, notice->number);
        writ_put_uint(&host->value, w->instance->number);
        writ_put_int(&host->value, now);
        writ_put_text(&host->value, w->plan->messages[notice->message].name);
        writ_put_text(&host->value, notice->subject);
        writ_put_text(&host->value, notice->text);
        writ_put_uint(&host->value, notice->person_count);
        for (uint32_t j = 0; j < notice->person_count; j++) {
            writ_put_text(&host->value, notice->people[j]);
        }
        put_row(host, WRIT_FAMILY_OUTBOX);
    }
}

// What only an open case has.
static void drop_open_rows(Writing *w, bool was_stored)
{
    WritHost *host = w->host;
    if (was_stored) {
        clear(host);
        key_case(&host->key, w->instance->number);
        drop_row(host, WRIT_FAMILY_CASES);
    }
    if (w->instance->key.length > 0) {
        clear(host);
        key_open(&host->key, w->plan->name, writ_buffer_text(&w->instance->key));
        drop_row(host, WRIT_FAMILY_OPEN_KEYS);
    }
}

static void add_case_row(Writing *w, bool was_stored)
{
    WritHost *host = w->host;
    bool ended = writ_case_status(w->instance->state) == WRIT_CASE_ENDED;
    clear(host);
    key_case(&host->key, w->instance->number);
    case_row_encode(&host->value, w->instance);
    put_row(host, ended ? WRIT_FAMILY_ENDED : WRIT_FAMILY_CASES);
    if (ended) {
        drop_open_rows(w, was_stored);
    }
}

static void touch(WritHost *host, Instance *instance)
{
    if (instance->touched) {
        return;
    }
    instance->touched = true;
    if (host->touched_count == host->touched_capacity) {
        host->touched_capacity = host->touched_capacity == 0 ? 16 : 2 * host->touched_capacity;
        host->touched = realloc(host->touched, host->touched_capacity * sizeof(Instance *));
        assert(host->touched != NULL);
    }
    host->touched[host->touched_count++] = instance;
}

WritStatus judge_message(WritHost *host, Instance *instance, const WritCommand *command,
                         int64_t effective, WritError *error)
{
    WritPeople people = people_source(host);
    WritClockwork clockwork = almanac_clockwork(host);
    WritMoment moment = {.now = host->item_now,
                         .effective = effective,
                         .people = &people,
                         .clockwork = &clockwork,
                         .rates = rates_now(host),
                         .arena = host->item_arena};
    return writ_case_judge(instance->state, command, &moment, error);
}

WritStatus key_of_start(WritHost *host, Instance *fresh, const WritCommand *command, WritText *key,
                        WritError *error)
{
    WritPeople people = people_source(host);
    WritClockwork clockwork = almanac_clockwork(host);
    WritMoment moment = {.now = host->item_now,
                         .effective = command->due == 0 ? host->item_now : command->due,
                         .people = &people,
                         .clockwork = &clockwork,
                         .rates = rates_now(host),
                         .arena = host->item_arena};
    return writ_case_starting_key(fresh->state, command, &moment, key, error);
}

static WritStatus run_one(WritHost *host, Instance *instance, const WritCommand *command,
                          const Actor *actor, int64_t effective, WritDecided *decided,
                          WritError *error)
{
    int64_t now = host->item_now;
    WritPeople people = people_source(host);
    WritClockwork clockwork = almanac_clockwork(host);
    WritMoment moment = {.now = now,
                         .effective = effective,
                         .people = &people,
                         .clockwork = &clockwork,
                         .rates = rates_now(host),
                         .arena = host->item_arena};
    // Afterwards the case does not know it any more.
    WritText undone =
        writ_arena_text(host->item_arena, writ_case_undone_call(instance->state, command));
    WritStatus status = writ_case_decide(instance->state, command, &moment, decided, error);
    host->counters.commands++;
    if (status != WRIT_OK || decided->event_count == 0) {
        return status;
    }
    touch(host, instance);
    // What a rule refused is not in the case.
    status =
        decided->refusal == NULL ? documents_keep(host, instance->number, command, error) : WRIT_OK;
    if (status != WRIT_OK) {
        return status;
    }
    writ_buffer_add(&instance->key, decided->key);
    host->counters.events += decided->event_count;
    Writing w = {.host = host, .instance = instance, .plan = &instance->definition->plan};
    if ((status = find_basis(&w, error)) != WRIT_OK) {
        return status;
    }
    if (writ_case_status(instance->state) == WRIT_CASE_ENDED) {
        instance->ended = now;
        host->counters.ended++;
    }
    bool was_stored = instance->last_entry != 0;
    add_entry(&w, decided, actor, now, effective);
    item_note_events(host, instance, decided);
    add_notices(&w, decided, now);
    WritRowSink sink = {&w, put_state, drop_state, duty_began, duty_ended};
    writ_case_save(instance->state, &sink);
    timers_judge_case(host, instance->state, instance->number);
    add_case_row(&w, was_stored);
    if (decided->more) {
        // The row is for whoever opens the store if this process does not come so far.
        clear(host);
        key_go_on(&host->key, instance->number);
        put_row(host, WRIT_FAMILY_META);
        item_follow_up(host, ITEM_GO_ON, instance->number, 0);
    }
    return undone.length > 0 ? once_undone(host, undone, error) : WRIT_OK;
}

// --- What was due before -----------------------------------------------------------------------

typedef struct FirstTimer {
    int64_t due;
    uint32_t frame;
} FirstTimer;

static void keep_earlier(void *self, const WritDuty *duty)
{
    FirstTimer *first = self;
    if (duty->kind == WRIT_DUTY_TIMER && duty->due < first->due) {
        *first = (FirstTimer){duty->due, duty->frame};
    }
}

// Carries out a deadline of the case to its end. What is due from `before` on may come later yet.
static WritStatus run_due(WritHost *host, Instance *instance, FirstTimer timer, int64_t before,
                          WritError *error)
{
    WritDecided decided;
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM, .person = writ_text("deadline")};
    WritCommand due = {.kind = WRIT_COMMAND_DUE,
                       .frame = timer.frame,
                       .due = timer.due,
                       .known = before < host->item_now ? before - 1 : 0};
    WritCommand go_on = {.kind = WRIT_COMMAND_GO_ON};
    WritStatus status = run_one(host, instance, &due, &actor, timer.due, &decided, error);
    while (status == WRIT_OK && decided.more) {
        status = run_one(host, instance, &go_on, &actor, timer.due, &decided, error);
    }
    return status;
}

// A case's own deadlines come before what happened to it later, whichever was taken up first: many
// deadlines may be due at once, and nobody waits for all of them (N15, S17).
static WritStatus run_overdue(WritHost *host, Instance *instance, int64_t before, WritError *error)
{
    WritStatus status = WRIT_OK;
    while (status == WRIT_OK && host->timers.none_before < before) {
        FirstTimer first = {.due = before};
        writ_case_duties(instance->state, &first, keep_earlier);
        if (first.due == before) {
            return WRIT_OK;
        }
        uint64_t last = instance->last_entry;
        status = run_due(host, instance, first, before, error);
        if (status == WRIT_OK && instance->last_entry == last) {
            return WRIT_OK; // Nothing came of it; the row goes when its turn comes.
        }
    }
    return status;
}

// What a case went through never goes back in time: a message that was sent before what it did last
// counts from then. What a deadline of the item under way did is known; else the journal says it.
static WritStatus not_before_the_last(WritHost *host, Instance *instance, int64_t *effective,
                                      WritError *error)
{
    if (*effective >= host->item_now) {
        return WRIT_OK;
    }
    if (instance->last_effective == 0 && instance->last_entry != 0) {
        WritJournalEntry journal;
        WritEntry entry;
        WritStatus status = writ_store_journal_read(host->store, instance->last_entry, &journal,
                                                    &host->value, error);
        if (status == WRIT_OK) {
            status = writ_entry_decode(&entry, host->item_arena, journal.bytes, error);
        }
        if (status != WRIT_OK) {
            return status;
        }
        instance->last_effective = entry.effective;
    }
    if (*effective < instance->last_effective) {
        *effective =
            instance->last_effective < host->item_now ? instance->last_effective : host->item_now;
    }
    return WRIT_OK;
}

// A calendar changes from outside too: what was due before is due by the old one.
static bool comes_from_outside(WritCommandKind kind)
{
    switch (kind) {
    case WRIT_COMMAND_ANSWER:
    case WRIT_COMMAND_MESSAGE:
    case WRIT_COMMAND_RESULT:
    case WRIT_COMMAND_FAILURE:
    case WRIT_COMMAND_CANCEL:
    case WRIT_COMMAND_RETRY:
    case WRIT_COMMAND_OVERRIDE:
    case WRIT_COMMAND_JOIN:
    case WRIT_COMMAND_RECOUNT:
        return true;
    case WRIT_COMMAND_START:
    case WRIT_COMMAND_DUE:
    case WRIT_COMMAND_GO_ON:
        return false;
    }
    WRIT_UNREACHABLE();
}

WritStatus run_command(WritHost *host, Instance *instance, const WritCommand *command,
                       const Actor *actor, int64_t effective, WritDecided *decided,
                       WritError *error)
{
    if (host->options.deadlines != WRIT_DEADLINES_HELD && comes_from_outside(command->kind)) {
        WritStatus status =
            command->kind == WRIT_COMMAND_RECOUNT ? WRIT_OK : recount_case(host, instance, error);
        if (status != WRIT_OK) {
            return status;
        }
        status = run_overdue(host, instance, effective, error);
        if (status == WRIT_OK &&
            (command->kind == WRIT_COMMAND_MESSAGE || command->kind == WRIT_COMMAND_JOIN)) {
            status = not_before_the_last(host, instance, &effective, error);
        }
        if (status != WRIT_OK) {
            return status;
        }
    }
    return run_one(host, instance, command, actor, effective, decided, error);
}
