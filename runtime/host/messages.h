// A message under way: which event it is (events.c), who waits for it (waits.c), who takes it
// (messages.c), and what becomes of it when nobody waits yet (early.c).
#ifndef HOST_MESSAGES_H
#define HOST_MESSAGES_H

#include "host/host.h"

// The message as a value of the event in one version of a process. Its status is not WRIT_OK: it is
// none there.
typedef struct Reading Reading;
struct Reading {
    const WritPlan *plan;
    uint32_t event; // WRIT_NONE: the version knows no such event.
    WritValue value;
    Counted counted;
    WritStatus status;
    Reading *next;
};

typedef struct Sending {
    WritHost *host;
    const WritRequest *request;
    const WritPlan *plan; // From which the event's shape comes.
    uint32_t event;
    const char *source;
    WritJson body;
    WritValue value;
    SentTime sent;
    Counted counted; // By the version of the first case that took it, else by `plan`.
    Actor actor;
    bool is_taken; // By a case.
    // A deadline that had waited was due before it, and has ended what it was for.
    bool overtaken;           // Of the case that was to take it last.
    uint64_t overtaken_case;  // Of the first such case; 0: of none.
    const WritPlan *declined; // Would begin a case, but for its condition; NULL: none would.
    Reading *readings;        // Of the versions whose cases were asked.
    WritError trouble; // Why the first case that could not judge it could not; WRIT_OK: none.
} Sending;

// --- events.c ----------------------------------------------------------------------------------

// The event of this whole name; WRIT_NONE: the plan has none.
uint32_t events_find(const WritPlan *plan, WritText name);
// Adds to the batch of the item which definition had the events of `definition` last, so that
// cases that pin it are found by them when nothing in force has them any more.
void events_note(WritHost *host, const Definition *definition);
// Chooses plan and event of a message by the name in its request.
WRIT_NODISCARD WritStatus events_choose(Sending *s, WritError *error);

// --- waits.c -----------------------------------------------------------------------------------

// The match of the field that a wait compares as its `number`-th.
KeyMatch waits_match(const WritPlan *plan, const WritDuty *wait, uint32_t number);
// The matches of all fields that the message has; their number in `count`. In the item's arena.
KeyMatch *waits_matches(const Sending *s, uint32_t *count);
bool waits_has(const KeyMatch *matches, uint32_t count, const unsigned char *match);

// Waits and listening cases that a message may be for, whatever of them is in memory.
typedef struct Waits Waits;
WRIT_NODISCARD WritStatus waits_open(Waits **waits, Sending *s, WritError *error);
// The next: waits, the oldest first, then listening cases, so that a step which waits comes before
// a line of its process. WRIT_NOT_FOUND: there is none left; `error` is left alone then.
// WRIT_LIMIT: there are more than WRIT_HOST_MESSAGE_CASES_MAX, or to judge those before took too
// much memory.
WRIT_NODISCARD WritStatus waits_next(Waits *waits, KeyTail *wait, WritError *error);
void waits_close(Waits *waits); // NULL is allowed.

// --- messages.c --------------------------------------------------------------------------------

// The message's value under a plan.
WRIT_NODISCARD WritStatus messages_read(Sending *s, const WritPlan *plan, uint32_t event,
                                        WritValue *value, WritError *error);
// Offers the message to a case. WRIT_NOT_FOUND and WRIT_CONFLICT: the case does not want it.
WRIT_NODISCARD WritStatus messages_deliver(Sending *s, KeyTail to, WritError *error);
bool messages_unwanted(WritStatus status);

// --- early.c -----------------------------------------------------------------------------------

// Keeps a message that nobody waits for yet, and drops some whose time is over.
WRIT_NODISCARD WritStatus early_keep(Sending *s, WritError *error);
// A wait began by the item under way: if a message was kept for it, an item follows.
void early_await(WritHost *host, const WritPlan *plan, const WritDuty *wait, uint64_t case_number);
// That item: gives the wait the oldest message that was kept for it and that it wants.
WRIT_NODISCARD WritStatus early_take(WritHost *host, const Item *item, WritError *error);
// Finds where the numbering goes on, and queues what an earlier process did not come to. Called
// once, at opening.
WRIT_NODISCARD WritStatus early_load(WritHost *host, WritError *error);

#endif
