// What a cell means after a spreadsheet has had it: whether it still says the same, and where it
// may have been turned into something else.
#ifndef TABLE_MEANT_H
#define TABLE_MEANT_H

#include <stdbool.h>

#include "writ/text.h"

// Whether two cells say the same: up to blanks, zeros at the end of a decimal, and blanks between
// groups of digits; what stands in quotes is compared as it is.
bool table_means_same(WritText a, WritText b);

// What may have happened to a cell, as a clause, with what to write in `hint`; NULL: nothing. `was`
// is what a cell of its column says: the one that stood there, or any.
const char *table_suspects(WritText cell, WritText was, const char **hint);

// What a spreadsheet would compute has an apostrophe in front: OWASP, "CSV injection".
bool table_would_be_computed(WritText cell);
// Without that apostrophe.
WritText table_without_apostrophe(WritText cell);

#endif
