// Deadlines, rungs and reminders: which is due next, and carrying it out. They come in due order,
// but one for which a message under way could still be in time waits for it (sent.h); those behind
// it do not wait with it.
#ifndef HOST_TIMERS_H
#define HOST_TIMERS_H

#include <stdbool.h>
#include <stdint.h>

#include "host/keys.h"
#include "host/sent.h"
#include "writ/bytes.h"

enum { TIMERS_PAGE = 128, WRIT_HOST_HELD_TIMERS_MAX = 1 << 16 };

typedef struct HeldTimer {
    KeyTail tail;
    int64_t until; // It is looked at again when this instant is over.
} HeldTimer;

typedef struct Timers {
    // The first ones of the store that are not passed over, read many at a time. One that is put
    // before the last of them makes all of them be read again.
    KeyTail page[TIMERS_PAGE];
    uint32_t page_count, page_next;
    int64_t none_before; // The store has none that is due earlier; so it need not be asked.

    // Up to here, by their key, some failed: they are tried again later, so that the ones behind
    // them do not wait for them. Empty: none.
    WritBuffer failed_until;
    int64_t failed_again; // When all are tried again.

    // All that wait, in due order; where there are too many, the ones behind them wait as well.
    HeldTimer *held; // From held_first on; room is left before them, since the first ones go first.
    uint32_t held_first, held_count, held_capacity;
    int64_t held_until;  // None is looked at again while this is not over.
    KeyTail held_behind; // The store's timers up to here are held, or failed;
    bool any_held_behind;
    bool held_changed; // By the item that is under way.
} Timers;

void timers_init(Timers *timers);
void timers_dispose(Timers *timers);

// A timer was put into the batch, or dropped.
void timers_note(WritHost *host, KeyTail tail);
void timers_forget(WritHost *host, KeyTail tail);
// The item under way begins; it failed, and what it noted is in doubt.
void timers_begin_item(WritHost *host);
void timers_abandon_item(WritHost *host);

// What may end the waiting of some: their case went on; a source that was at `from` is at `to`.
void timers_judge_case(WritHost *host, const WritCase *state, uint64_t case_number);
void timers_judge_between(WritHost *host, int64_t from, int64_t to);

// False: certainly none is due by `now`.
bool timers_may_be_due(WritHost *host, int64_t now);
// When the one is due that timers_take would take up; INT64_MAX: none.
int64_t timers_first(WritHost *host, int64_t now);
// Takes one up: it is carried out as an item, or it waits. False when none is due.
bool timers_take(WritHost *host, int64_t now);
// When there is something to take; INT64_MAX: never.
int64_t timers_next(WritHost *host);

// How long the timer of a case waits, for whom.
Hold timers_hold(WritHost *host, const WritCase *state, const WritPlan *plan, KeyTail tail);

#endif
