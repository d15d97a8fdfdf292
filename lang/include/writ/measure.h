// Measures: what is counted of the cases of a process that have ended (docs/decisions/0019).
//
// A measure is no part of a plan, so that changing one never changes what cases are pinned to. It
// reads a case as a record of its own (`ended`), whose fields are called as the data of the process
// are. Which data of a case stand for them is found by these names, so that it reads cases of every
// version (writ/reading.h).
#ifndef WRIT_MEASURE_H
#define WRIT_MEASURE_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/plan.h"

enum {
    WRIT_MEASURES_MAX = 1000,           // Of a book,
    WRIT_MEASURES_BYTES_MAX = 16 << 20, // and what they take together as bytes.
    WRIT_MEASURE_FORMAT = 1,
};

// What an arena must allow to decode all of them.
#define WRIT_MEASURES_ARENA_BYTES ((size_t)3 << 29)

typedef enum WritMeasureTarget {
    WRIT_TARGET_NONE,
    WRIT_TARGET_AT_LEAST,
    WRIT_TARGET_AT_MOST,
} WritMeasureTarget;

// What `case` has in a measure: the fields of the record that stands under that name.
#define WRIT_ENDED_CASE_NAME "case"
// What the record under that name is called; no author can write such a name.
#define WRIT_ENDED_WORDS_NAME "the case itself"

typedef struct WritMeasure {
    WritText process; // Qualified name of that whose cases it is over.
    WritText is_text; // As its author wrote it; so the next two, which may be empty.
    WritText where_text;
    WritText target_text;
    uint32_t ended; // The record type of `exprs` as which it reads a case.
    uint32_t where; // Condition over such a record (WRIT_OP_SELF), or WRIT_NONE: all cases.
    uint32_t is;    // A Boolean: the share of cases in which it holds. Otherwise a Number, Percent,
                    // Money in one currency, Quantity, Duration or WorkingTime: the mean.
    WritMeasureTarget target_kind;
    uint32_t target; // Expression that reads nothing, of type Percent for a Boolean, else of that
                     // of `is`; WRIT_NONE: there is no target.
    // Name (qualified), title, version and `per` of the measure; its owner, WRIT_PARTY_OWNER being
    // that of the process; types, expressions and roles. All else is empty: it is no process and
    // is never run.
    WritPlan exprs;
} WritMeasure;

// Canonical bytes. Reading validates what was read into `arena`, which does not refer to `bytes`
// afterwards: every index, type and need of an expression is right. WRIT_INVALID when the bytes are
// anything else; WRIT_LIMIT for a later format or more than WRIT_PLAN_BYTES_MAX bytes.
void writ_measure_encode(WritBuffer *out, const WritMeasure *measure);
WRIT_NODISCARD WritStatus writ_measure_decode(WritMeasure *measure, WritArena *arena,
                                              WritText bytes, WritError *error);
// The same for one that was built in memory.
WRIT_NODISCARD WritStatus writ_measure_validate(const WritMeasure *measure, WritError *error);

#endif
