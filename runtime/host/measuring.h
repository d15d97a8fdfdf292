// One request of `measure` at work: what is counted of each measure, and the case at hand.
#ifndef HOST_MEASURING_H
#define HOST_MEASURING_H

#include "host/ended.h"
#include "host/measures.h"
#include "writ/reading.h"

enum {
    MEASURING_ROWS = 256,      // Read from the store at once.
    MEASURING_REASONS_MAX = 8, // Of one measure; more are told together.
};

typedef struct MeasuringReason {
    WritText text;
    uint64_t count;
} MeasuringReason;

// One measure over the slice.
typedef struct Measuring {
    const WritMeasure *measure;
    WritTypeKind kind; // Of what it is of a case.
    bool has_target;
    WritValue target;
    uint32_t unit; // Of times: in which they are counted.
    uint64_t counted, holds, left_out;
    MeasuringReason reasons[MEASURING_REASONS_MAX + 1]; // The last one is for the rest.
    uint32_t reason_count;
    WritBuffer values, cases; // Elements of lists, JSON.
} Measuring;

// How one measure reads the cases of one definition.
typedef struct MeasuringLens {
    const Measuring *measuring;
    const Definition *definition;
    WritReading *reading;
} MeasuringLens;

typedef struct MeasuredRow {
    uint64_t number, last_entry, basis;
    int64_t began, ended;
    uint32_t outcome;
    WritText key; // In the arena of the slice.
} MeasuredRow;

typedef struct MeasuringSlice {
    WritHost *host;
    WritError *error;
    Measures measures;
    Measuring *measuring;
    MeasuringLens *lenses;
    uint32_t lens_count, lens_capacity;
    Ended *ended;
    WritArena *rows_arena, *case_arena;
    MeasuredRow rows[MEASURING_ROWS];
    uint32_t row_count;
    bool lists_cases;
    int64_t since, until; // Days.
    uint64_t through, looked_at, replayed, values, steps;
    const MeasuredRow *row; // The case at hand.
    const Definition *definition;
    const WritCase *state;
} MeasuringSlice;

// The unit in which times are counted, by the target; and its words.
uint32_t measuring_unit(const Measuring *measuring);
const char *measuring_unit_word(const Measuring *measuring);
// A value as the number that is counted; where it is false, `reason` says why it cannot be. Counts
// of times are bounded (writ/value.h).
bool measuring_number(const Measuring *measuring, WritValue value, WritDecimal *number,
                      const char **reason);

// Counts the case at hand as one that could not be read.
void measuring_skip(MeasuringSlice *slice, Measuring *measuring, WritText reason);
// Reads the case at hand by `reading`, and counts what the measure is of it.
void measuring_judge(MeasuringSlice *slice, Measuring *measuring, const WritReading *reading);

// The answer to the request; `rest`: cases are left, and it says where to go on.
void measuring_write(const MeasuringSlice *slice, WritBuffer *json, bool rest);

#endif
