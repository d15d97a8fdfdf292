// What must hold of a merged text, told without knowing what its lines mean.
#ifndef SUPPORT_MERGE_CLAIMS_H
#define SUPPORT_MERGE_CLAIMS_H

#include <stdbool.h>

#include "support/merge_check.h"

// Each line of the merged text stands in a version; what one side took away is gone, what one added
// is there, as often as it must; and neighbours stand in the order that a side gave them, or in
// that of the base when neither did. All are layouts without alignment. Appends what is wrong to
// `told`.
bool merge_claims_hold(MergeTexts texts, WritText merged, WritBuffer *told);

// Whether a line stands in the merged text more often than in any version: both sides put it there,
// at two places.
bool merge_doubles_line(MergeTexts texts, WritText merged);

// Whether two layouts are the same but for what stands in no order: declarations, and the lines of
// records, roles, hooks, calendars, people and tables of which exactly one row matches.
bool merge_same_meaning(WritText a, WritText b);

#endif
