// The figures of a measure: mean, median, smallest and largest of the values of many cases.
//
// Exact: sums and comparisons are of decimals; what is divided is rounded once, half away from
// zero, to two places more than the most precise value has. Whether a target is met is decided
// without dividing, so that rounding never decides it.
#ifndef WRIT_TALLY_H
#define WRIT_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/decimal.h"
#include "writ/measure.h"
#include "writ/status.h"

enum { WRIT_TALLY_VALUES_MAX = 4000000 }; // 64 MB.

// Start it as {0}; end it with writ_tally_dispose.
typedef struct WritTally {
    WritDecimal *values;
    size_t count, capacity;
    WritDecimal sum;
    int places; // Of the most precise value.
} WritTally;

typedef struct WritFigures {
    WritDecimal mean, median, smallest, largest;
} WritFigures;

void writ_tally_dispose(WritTally *tally);
// WRIT_LIMIT: there are too many values, or their sum does not fit 34 digits.
WRIT_NODISCARD WritStatus writ_tally_add(WritTally *tally, WritDecimal value, WritError *error);
// There is at least one value. Puts the values into their order. WRIT_LIMIT: a figure does not fit
// 34 digits.
WRIT_NODISCARD WritStatus writ_tally_figures(WritTally *tally, WritFigures *figures,
                                             WritError *error);

// Whether the mean of `count` values, at least one, with this sum keeps a target. WRIT_LIMIT: it
// cannot be told within 34 digits.
WRIT_NODISCARD WritStatus writ_tally_meets(bool *meets, WritDecimal sum, uint64_t count,
                                           WritMeasureTarget kind, WritDecimal target,
                                           WritError *error);

// `part` of `count`, which is at least one, as a ratio, rounded to four places.
WRIT_NODISCARD WritStatus writ_tally_share(WritDecimal *share, uint64_t part, uint64_t count,
                                           WritError *error);

#endif
