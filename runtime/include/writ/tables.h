// The decision tables of a plan, made ready to be asked often.
//
// Each column is cut at the values that its cells name; for each piece stands, as bits, which rows
// match there. Asking is finding the piece of each value and keeping the rows that all columns
// have. The rows say the same when they are tried one after the other, and that is what is done
// without these tables, and for what they leave out: it is the oracle of the tests.
#ifndef WRIT_TABLES_H
#define WRIT_TABLES_H

#include "writ/arena.h"
#include "writ/plan.h"

enum {
    WRIT_TABLES_BYTES_MAX = 4 << 20, // Of one plan; larger tables are tried row by row.
};

typedef struct WritTables WritTables;

// Lives in `arena` and points into `plan`, which was validated.
const WritTables *writ_tables_new(WritArena *arena, const WritPlan *plan);

#endif
