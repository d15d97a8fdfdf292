// Measures, from the slices that the host answers with to figures.
#ifndef CLI_MEASURE_H
#define CLI_MEASURE_H

#include "cli/page.h"
#include "writ/json.h"
#include "writ/status.h"
#include "writ/text.h"

typedef struct MeasureSums MeasureSums;

// `case_limit`: how many cases are listed for each measure at most. The caller frees it.
MeasureSums *measure_sums_new(uint32_t case_limit);
void measure_sums_free(MeasureSums *sums); // NULL is allowed.

// Adds one answer of the host. WRIT_LIMIT: there are too many values, or too large ones.
WRIT_NODISCARD WritStatus measure_sums_add(MeasureSums *sums, const WritJson *slice,
                                           WritError *error);
// Ended cases that were looked at so far.
uint64_t measure_sums_looked_at(const MeasureSums *sums);

// Writes the figures of all measures as one JSON object; docs/host.md has its members.
WRIT_NODISCARD WritStatus measure_sums_write(MeasureSums *sums, WritBuffer *json, WritError *error);
// After that: whether some target is not met.
bool measure_sums_missed(const MeasureSums *sums);

// Renders what measure_sums_write wrote.
void measure_print(Page *page, const WritJson *reply);

#endif
