// Values that came in as JSON: what is wrong with them is said with file, line, column and path.
#ifndef HOST_INCOMING_H
#define HOST_INCOMING_H

#include "host/host.h"
#include "writ/eval.h"

// Where a value was read from.
typedef struct Given {
    const WritJson *json; // NULL: it was not given, and stands as it is.
    const char *source;   // "order.json"
    const char *name;     // What its path begins with: "order"
} Given;

// WRIT_INVALID when a person in `value` is not in the directory, or a document did not come along
// and is none of the case (0: of none).
WRIT_NODISCARD WritStatus incoming_known(WritHost *host, const WritPlan *plan, uint64_t case_number,
                                         WritValue value, const Given *given, WritError *error);

// Fills in what was left out and has a value at the start, judges every `such that` and evaluates
// every computed field, in depth.
WRIT_NODISCARD WritStatus incoming_judge(const WritHost *host, const WritPlan *plan,
                                         WritValue *value, const Given *given, WritError *error);

// For what the engine refused, which knows no places: `error` gets the place of the value, or of
// the part of it that is at fault. Returns the status of `error`.
WritStatus incoming_place(const WritHost *host, const WritPlan *plan, WritValue *value,
                          const Given *given, WritError *error);

// --- changes.c ---------------------------------------------------------------------------------

// `join a second`: hands what `body` has to the case that is open for the same key as `start` would
// be. WRIT_NOT_FOUND: there is none, and a case begins.
WRIT_NODISCARD WritStatus changes_join_case(WritHost *host, const InForce *in_force,
                                            const Given *body, const WritCommand *start,
                                            const Actor *actor, Instance **joined,
                                            WritError *error);

#endif
