// Events: what happened in a case, and the journal entries that carry them.
//
// runtime/event/events.def is the one list of kinds. A journal entry is what one command did to
// one case: who commanded it and how that was shown, when, on which basis (definition and reference
// data), and the events in order. Its bytes start with a format number; the number of a kind is
// never given to another meaning.
#ifndef WRIT_EVENT_H
#define WRIT_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/bytes.h"
#include "writ/hash.h"
#include "writ/value.h"

// Entries of the second format say when a message was sent; those that have no such time are
// written in the first. So are bases without exchange rates.
enum { WRIT_ENTRY_FORMAT = 2, WRIT_BASIS_FORMAT = 2, WRIT_COMMIT_BYTES = 20 };

// An instant that never comes: no deadline.
#define WRIT_NEVER INT64_MAX

typedef enum WritEventKind {
#define WRIT_EVENT(number, NAME, name, members, sentence) WRIT_EVENT_##NAME = number,
#include "writ/events.def"
#undef WRIT_EVENT
} WritEventKind;

// What became of what a rule forbids (RULE_BREACHED).
typedef enum WritBreach {
    WRIT_BREACH_PASSED,  // It happened.
    WRIT_BREACH_REFUSED, // A person's answer or cancellation was refused.
    WRIT_BREACH_HELD,    // A step or action was held before it began: an incident.
    WRIT_BREACH_LATE,    // What the rule asks for did not happen in time,
    WRIT_BREACH_AT_END,  // or not before the case ended.
} WritBreach;

// The members that an event may have; events.def says which kind has which. They are written in
// this order.
typedef enum WritEventMember {
    WRIT_HAS_FRAME = 1 << 0,
    WRIT_HAS_PARENT = 1 << 1,
    WRIT_HAS_NODE = 1 << 2,
    WRIT_HAS_NUMBER = 1 << 3,
    WRIT_HAS_INDEX = 1 << 4,
    WRIT_HAS_LIST = 1 << 5,
    WRIT_HAS_DUE = 1 << 6,
    WRIT_HAS_TEXT = 1 << 7,
    WRIT_HAS_DETAIL = 1 << 8,
    WRIT_HAS_VALUE = 1 << 9,
    WRIT_HAS_VALUES = 1 << 10,
    WRIT_HAS_IDS = 1 << 11,
    WRIT_HAS_PEOPLE = 1 << 12,
} WritEventMember;

typedef struct WritEvent {
    WritEventKind kind;
    uint32_t frame;  // The block instance that it is about.
    uint32_t parent; // The block instance in which a new one stands.
    uint32_t node;   // Of the plan; WRIT_NONE where it is about none.
    uint32_t number;
    uint32_t index;
    uint32_t list; // An action list of the plan.
    int64_t due;   // Microseconds since 1970, UTC; WRIT_NEVER: none.
    WritText text;
    WritText detail;
    WritValue value;
    WritValue *values;
    uint32_t value_count;
    uint32_t *ids;
    uint32_t id_count;
    WritText *people; // Person ids.
    uint32_t person_count;
} WritEvent;

// How the actor's identity was shown (settled.md 28).
typedef enum WritIdentity {
    WRIT_IDENTITY_SYSTEM,  // A timer, a hook's result, the runtime itself.
    WRIT_IDENTITY_ACCOUNT, // The operating-system account that the directory maps to the person.
    WRIT_IDENTITY_TOKEN,
    WRIT_IDENTITY_ASSERTED, // Said by whoever ran the command: `asserted by operator`.
} WritIdentity;

// Whether a message counts from when it was sent, and why not (settled.md 3).
typedef enum WritSent {
    WRIT_SENT_UNSAID, // Nobody said when that was.
    WRIT_SENT_COUNTS,
    WRIT_SENT_UNNAMED, // The event does not name its source.
    WRIT_SENT_LATE,    // It came later than sent times count.
} WritSent;

// What a decision rests on. It stands in the journal once, as an entry of case 0, and the entries
// that rest on it name it by its sequence.
typedef struct WritBasis {
    WritHash definition;                     // Of the plan that the case pins.
    unsigned char commit[WRIT_COMMIT_BYTES]; // From which it was read; zeros: from plain files.
    WritHash directory;                      // Version of the directory that was used,
    WritHash calendars;                      // of the calendars; zeros: there were none,
    WritHash rates;                          // and of the exchange rates; zeros: there were none.
} WritBasis;

typedef struct WritEntry {
    uint64_t case_number;
    uint64_t previous; // Sequence of the case's entry before, 0 for the first.
    int64_t at;        // When it was decided, by the host's clock (microseconds, UTC).
    int64_t effective; // The instant that it counts from (settled.md 2).
    WritIdentity identity;
    WritText actor;     // Person id, or what acted: "timer", "hook erp.reserve_stock".
    WritText on_behalf; // Person id, or empty.
    WritText account;   // The account that ran the command; empty for the system.
    WritText source;    // Of a message: source and id as sent, for the record. May be empty.
    int64_t sent;       // When the message was sent, as was said; 0 where that is UNSAID.
    WritSent sent_as;
    uint64_t basis; // Sequence of the entry that holds it; it is before this one.
    WritEvent *events;
    uint32_t event_count;
} WritEntry;

// Events start with every member empty: node, due and the like say "none". Inline, since a step
// makes several of them and a copy of one costs more than what is in it.
static inline WritEvent writ_event(WritEventKind kind)
{
    return (WritEvent){.kind = kind, .node = WRIT_NONE, .list = WRIT_NONE, .due = WRIT_NEVER};
}
void writ_event_put(WritBuffer *out, const WritEvent *event);
// Borrows texts from what is read; lists and values live in `arena`.
WRIT_NODISCARD bool writ_event_get(WritReader *in, WritArena *arena, WritEvent *event);

void writ_entry_encode(WritBuffer *out, const WritEntry *entry);
// WRIT_INVALID when the bytes are no entry, WRIT_LIMIT when their format is later than ours.
WRIT_NODISCARD WritStatus writ_entry_decode(WritEntry *entry, WritArena *arena, WritText bytes,
                                            WritError *error);

void writ_basis_encode(WritBuffer *out, const WritBasis *basis);
// Errors as for entries.
WRIT_NODISCARD WritStatus writ_basis_decode(WritBasis *basis, WritText bytes, WritError *error);

// "task_answered"; NULL for a number that is no kind.
const char *writ_event_name(uint32_t kind);
const char *writ_identity_name(WritIdentity identity); // "account", "asserted by operator", …

#endif
