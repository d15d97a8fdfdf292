#include "host/timers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "host/recount.h"

enum { HELD_FIRST = 64 };

void timers_init(Timers *timers)
{
    *timers = (Timers){.none_before = INT64_MIN, .held_until = INT64_MAX};
}

void timers_dispose(Timers *timers)
{
    writ_buffer_dispose(&timers->failed_until);
    free(timers->held);
}

static bool comes_before(const KeyTail *a, const KeyTail *b)
{
    if (a->at != b->at) {
        return a->at < b->at;
    }
    return a->case_number != b->case_number ? a->case_number < b->case_number : a->part < b->part;
}

static bool is_same(const KeyTail *a, const KeyTail *b)
{
    return a->at == b->at && a->case_number == b->case_number && a->part == b->part;
}

// --- Held ones ---------------------------------------------------------------------------------

static uint32_t held_end(const Timers *timers)
{
    return timers->held_first + timers->held_count;
}

// The first that does not come before `tail`.
static uint32_t held_place(const Timers *timers, const KeyTail *tail)
{
    uint32_t low = timers->held_first;
    uint32_t high = held_end(timers);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (comes_before(&timers->held[middle].tail, tail)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static HeldTimer *find_held(const Timers *timers, const KeyTail *tail)
{
    uint32_t at = held_place(timers, tail);
    bool found = at < held_end(timers) && is_same(&timers->held[at].tail, tail);
    return found ? &timers->held[at] : NULL;
}

static void look_again(Timers *timers, HeldTimer *held, int64_t until)
{
    held->until = until;
    if (until < timers->held_until) {
        timers->held_until = until;
    }
}

static void make_room(Timers *timers)
{
    if (held_end(timers) < timers->held_capacity) {
        return;
    }
    if (timers->held_first > timers->held_capacity / 2) {
        memmove(timers->held, timers->held + timers->held_first,
                timers->held_count * sizeof *timers->held);
        timers->held_first = 0;
        return;
    }
    timers->held_capacity = timers->held_capacity == 0 ? HELD_FIRST : 2 * timers->held_capacity;
    timers->held = realloc(timers->held, timers->held_capacity * sizeof *timers->held);
    assert(timers->held != NULL);
}

static void add_held(Timers *timers, const KeyTail *tail, int64_t until)
{
    make_room(timers);
    uint32_t at = held_place(timers, tail);
    HeldTimer *place = &timers->held[at];
    memmove(place + 1, place, (held_end(timers) - at) * sizeof *place);
    timers->held_count++;
    place->tail = *tail;
    look_again(timers, place, until);
}

static void remove_held(Timers *timers, HeldTimer *held)
{
    uint32_t at = (uint32_t)(held - timers->held);
    if (at == timers->held_first) {
        timers->held_first++;
    } else {
        memmove(held, held + 1, (held_end(timers) - at - 1) * sizeof *held);
    }
    timers->held_count--;
}

// The first in due order that is to be looked at again; NULL: none yet.
static HeldTimer *ready_held(Timers *timers, int64_t now)
{
    if (timers->held_until >= now) {
        return NULL;
    }
    int64_t earliest = INT64_MAX;
    for (uint32_t i = timers->held_first; i < held_end(timers); i++) {
        if (timers->held[i].until < now) {
            return &timers->held[i];
        }
        if (timers->held[i].until < earliest) {
            earliest = timers->held[i].until;
        }
    }
    timers->held_until = earliest;
    return NULL;
}

static bool is_full(const Timers *timers)
{
    return timers->held_count >= WRIT_HOST_HELD_TIMERS_MAX;
}

// --- What changes ------------------------------------------------------------------------------

static void read_page_again(Timers *timers)
{
    timers->page_count = timers->page_next = 0;
}

void timers_note(WritHost *host, KeyTail tail)
{
    Timers *timers = &host->timers;
    if (timers->page_next < timers->page_count &&
        tail.at <= timers->page[timers->page_count - 1].at) {
        read_page_again(timers);
    }
    if (tail.at < timers->none_before) {
        timers->none_before = tail.at;
    }
    // The store is not read there any more.
    if (timers->any_held_behind && !comes_before(&timers->held_behind, &tail) &&
        find_held(timers, &tail) == NULL) {
        add_held(timers, &tail, INT64_MIN);
        timers->held_changed = true;
    }
}

void timers_forget(WritHost *host, KeyTail tail)
{
    Timers *timers = &host->timers;
    HeldTimer *held = find_held(timers, &tail);
    if (held != NULL) {
        remove_held(timers, held);
        timers->held_changed = true;
    }
    for (uint32_t i = timers->page_next; i < timers->page_count && timers->page[i].at <= tail.at;
         i++) {
        if (is_same(&timers->page[i], &tail)) {
            KeyTail *gone = &timers->page[i];
            memmove(gone, gone + 1, (timers->page_count - i - 1) * sizeof *gone);
            timers->page_count--;
            return;
        }
    }
}

void timers_begin_item(WritHost *host)
{
    host->timers.held_changed = false;
}

void timers_abandon_item(WritHost *host)
{
    Timers *timers = &host->timers;
    read_page_again(timers);
    if (timers->held_changed) {
        timers->held_first = timers->held_count = 0;
        timers->any_held_behind = false;
    }
}

typedef struct Judging {
    Timers *timers;
    uint64_t case_number;
} Judging;

static void judge_again(void *self, const WritDuty *duty)
{
    Judging *judging = self;
    KeyTail tail = {duty->due, judging->case_number, duty->frame};
    HeldTimer *held = duty->kind == WRIT_DUTY_TIMER ? find_held(judging->timers, &tail) : NULL;
    if (held != NULL) {
        look_again(judging->timers, held, INT64_MIN);
    }
}

void timers_judge_case(WritHost *host, const WritCase *state, uint64_t case_number)
{
    Judging judging = {&host->timers, case_number};
    if (host->timers.held_count > 0) {
        writ_case_duties(state, &judging, judge_again);
    }
}

void timers_judge_between(WritHost *host, int64_t from, int64_t to)
{
    Timers *timers = &host->timers;
    KeyTail first = {.at = from};
    for (uint32_t i = held_place(timers, &first);
         i < held_end(timers) && timers->held[i].tail.at < to; i++) {
        look_again(timers, &timers->held[i], INT64_MIN);
    }
}

// --- The next ----------------------------------------------------------------------------------

static WritVisit keep_timer(void *context, WritText key, WritText value)
{
    (void)value;
    Timers *timers = context;
    timers->page[timers->page_count++] = key_tail(key);
    return timers->page_count < TIMERS_PAGE ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

// Behind those that failed and those that are held.
static void start_of_page(const Timers *timers, WritBuffer *from)
{
    if (timers->any_held_behind) {
        KeyTail last = timers->held_behind;
        key_timed(from, last.at, last.case_number, last.part);
        writ_buffer_add_byte(from, 0); // The first key behind it.
    }
    if (writ_text_compare(writ_buffer_text(from), writ_buffer_text(&timers->failed_until)) < 0) {
        writ_buffer_clear(from);
        writ_buffer_add(from, writ_buffer_text(&timers->failed_until));
    }
}

// NULL in `*first`: there is none. False: the store cannot say.
static bool first_of_page(WritHost *host, const KeyTail **first)
{
    Timers *timers = &host->timers;
    WritError error;
    bool well = true;
    *first = NULL;
    if (is_full(timers)) {
        return true;
    }
    if (timers->page_next == timers->page_count) {
        WritBuffer from = {0};
        start_of_page(timers, &from);
        WritStoreRange range = {
            .family = WRIT_FAMILY_TIMERS, .from = writ_buffer_text(&from), .limit = TIMERS_PAGE};
        read_page_again(timers);
        well = writ_store_scan(host->store, &range, keep_timer, timers, &error) == WRIT_OK;
        if (!well) {
            read_page_again(timers);
        }
        writ_buffer_dispose(&from);
    }
    if (timers->page_next < timers->page_count) {
        *first = &timers->page[timers->page_next];
    }
    return well;
}

typedef struct Next {
    KeyTail tail;
    bool is_held;
} Next;

static bool find_next(WritHost *host, int64_t now, Next *next)
{
    Timers *timers = &host->timers;
    const KeyTail *read = NULL;
    if (!first_of_page(host, &read)) {
        return false;
    }
    const HeldTimer *held = ready_held(timers, now);
    if (timers->failed_until.length == 0) {
        int64_t first = read == NULL ? INT64_MAX : read->at;
        int64_t first_held =
            timers->held_count == 0 ? INT64_MAX : timers->held[timers->held_first].tail.at;
        timers->none_before = first_held < first ? first_held : first;
    }
    if (held != NULL && (read == NULL || comes_before(&held->tail, read))) {
        *next = (Next){held->tail, true};
        return true;
    }
    if (read != NULL) {
        *next = (Next){*read, false};
    }
    return read != NULL;
}

bool timers_may_be_due(WritHost *host, int64_t now)
{
    Timers *timers = &host->timers;
    if (timers->failed_until.length > 0 && delay_is_over(host, timers->failed_again)) {
        writ_buffer_clear(&timers->failed_until);
        read_page_again(timers);
    }
    return timers->failed_until.length > 0 || timers->none_before <= now;
}

int64_t timers_first(WritHost *host, int64_t now)
{
    Next next;
    return find_next(host, now, &next) ? next.tail.at : INT64_MAX;
}

int64_t timers_next(WritHost *host)
{
    Timers *timers = &host->timers;
    const KeyTail *read = NULL;
    (void)first_of_page(host, &read);
    int64_t next = read == NULL ? INT64_MAX : read->at;
    // What is known of the held ones may be of some that are gone.
    (void)ready_held(timers, host->clock.now(host->clock.self));
    if (timers->held_count > 0 && timers->held_until < next) {
        next = timers->held_until;
    }
    if (timers->failed_until.length > 0 && timers->failed_again < next) {
        next = timers->failed_again;
    }
    return next;
}

// --- Waiting for messages ----------------------------------------------------------------------

// When a host came up first after a timer was due that is due before this one came up: its row says
// it, so that no timer waits longer because hosts come and go. 0 in `*opened`: it says nothing.
// Leaves the key of the row in the host's.
static WritStatus read_first_host(WritHost *host, KeyTail tail, int64_t *opened)
{
    WritError error;
    *opened = 0;
    writ_buffer_clear(&host->key);
    writ_buffer_clear(&host->value);
    key_timed(&host->key, tail.at, tail.case_number, tail.part);
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_TIMERS,
                                        writ_buffer_text(&host->key), &host->value, &error);
    if (status != WRIT_OK || host->value.length == 0) {
        return status;
    }
    WritReader in = writ_reader(writ_buffer_text(&host->value));
    int64_t kept = writ_get_int(&in);
    // Where the clock was set back meanwhile, this host is the first.
    if (writ_reader_done(&in) && kept >= tail.at && kept <= host->sent.opened) {
        *opened = kept;
    }
    return WRIT_OK;
}

static void keep_first_host(WritHost *host, KeyTail tail)
{
    WritError error;
    int64_t opened = 0;
    if (tail.at >= host->sent.opened || read_first_host(host, tail, &opened) != WRIT_OK ||
        opened != 0) {
        return;
    }
    item_begin(host);
    writ_buffer_clear(&host->value);
    writ_put_int(&host->value, host->sent.opened);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_TIMERS, writ_buffer_text(&host->key),
                         writ_buffer_text(&host->value));
    // Where that fails, the timer waits from the next host on, as it does from this one.
    WritStatus ignored = item_end(host, &error);
    (void)ignored;
}

Hold timers_hold(WritHost *host, const WritCase *state, const WritPlan *plan, KeyTail tail)
{
    int64_t from = tail.at;
    if (plan->sender_count == 0 || tail.at == WRIT_NEVER) {
        return (Hold){.until = INT64_MIN};
    }
    if (tail.at < host->sent.opened) {
        (void)read_first_host(host, tail, &from);
        from = from == 0 ? host->sent.opened : from;
    }
    return sent_hold(&host->sent, state, plan, tail.at, from);
}

// Until when a message may come for which it is not too late.
static int64_t hold_until(WritHost *host, KeyTail tail)
{
    Instance *instance = NULL;
    WritError error;
    if (instances_get(host, tail.case_number, &instance, &error) != WRIT_OK) {
        return INT64_MIN; // Whoever carries it out finds that too.
    }
    return timers_hold(host, instance->state, &instance->definition->plan, tail).until;
}

static void hold(WritHost *host, const Next *next, int64_t until)
{
    Timers *timers = &host->timers;
    HeldTimer *held = find_held(timers, &next->tail);
    if (held != NULL) {
        look_again(timers, held, until);
    } else {
        add_held(timers, &next->tail, until);
    }
    if (!next->is_held) {
        timers->held_behind = next->tail;
        timers->any_held_behind = true;
        timers->page_next++;
    }
    keep_first_host(host, next->tail);
}

// --- Carrying out ------------------------------------------------------------------------------

static WritStatus fire(WritHost *host, KeyTail tail, WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, tail.case_number, &instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    if ((status = recount_case(host, instance, error)) != WRIT_OK) {
        return status;
    }
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM, .person = writ_text("deadline")};
    const WritPlan *plan = &instance->definition->plan;
    WritCommand command = {.kind = WRIT_COMMAND_DUE,
                           .frame = tail.part,
                           .due = tail.at,
                           .known = sent_known(&host->sent, instance->state, plan, host->item_now)};
    WritDecided decided;
    status = run_command(host, instance, &command, &actor, tail.at, &decided, error);
    bool is_over = status == WRIT_NOT_FOUND || status == WRIT_CONFLICT;
    if ((status != WRIT_OK && !is_over) || (status == WRIT_OK && decided.event_count > 0)) {
        return status;
    }
    // Nothing came of it: the row must go all the same, or it would be found for ever.
    WritBuffer key = {0};
    key_timed(&key, tail.at, tail.case_number, tail.part);
    writ_store_batch_delete(&host->batch, WRIT_FAMILY_TIMERS, writ_buffer_text(&key));
    writ_buffer_dispose(&key);
    timers_forget(host, tail);
    return WRIT_OK;
}

static void pass_over(WritHost *host, const Next *next)
{
    Timers *timers = &host->timers;
    HeldTimer *held = find_held(timers, &next->tail);
    if (held != NULL) {
        look_again(timers, held, delay_end(host));
        return;
    }
    read_page_again(timers);
    if (timers->failed_until.length == 0) {
        timers->failed_again = delay_end(host);
    }
    writ_buffer_clear(&timers->failed_until);
    key_timed(&timers->failed_until, next->tail.at, next->tail.case_number, next->tail.part);
    writ_buffer_add_byte(&timers->failed_until, 0); // The first key behind it.
}

// A deadline is inclusive (N5): what happens at its instant is on time. A rung or a reminder is
// reached at its own.
static bool is_reached(WritHost *host, KeyTail tail, int64_t now)
{
    Instance *instance = NULL;
    WritCaseClock clock;
    WritError error;
    if (tail.at != now) {
        return tail.at < now;
    }
    if (instances_get(host, tail.case_number, &instance, &error) != WRIT_OK) {
        return false;
    }
    WritClockwork clockwork = almanac_clockwork(host);
    WritMoment moment = {
        .now = now, .effective = now, .clockwork = &clockwork, .arena = host->item_arena};
    return writ_case_clock(instance->state, tail.part, &moment, &clock, &error) == WRIT_OK &&
           clock.next_rung == now && clock.due != now;
}

bool timers_take(WritHost *host, int64_t now)
{
    Next next;
    WritError error;
    if (!find_next(host, now, &next) || !is_reached(host, next.tail, now)) {
        return false;
    }
    int64_t until = hold_until(host, next.tail);
    if (until >= now) {
        hold(host, &next, until);
        return true;
    }
    item_begin(host);
    host->timers.page_next += next.is_held ? 0 : 1;
    if (fire(host, next.tail, &error) != WRIT_OK || item_end(host, &error) != WRIT_OK) {
        item_abandon(host);
        pass_over(host, &next);
    }
    return true;
}
