// Measures: what is counted of the cases of a process that have ended.
//
// A measure speaks of one case as a record of its own: a field for each place of data of the
// process, and `case` for what every case has. What not every case has when it ends (a result, what
// a step fills in, what is stored without a start) is optional there, since no flow leads to a
// measure. So whatever holds of the fields of records (what may be missing, currencies, depth)
// holds of measures.
#ifndef CHECK_MEASURES_H
#define CHECK_MEASURES_H

#include "check/exprs.h"

// After all processes. Leaves `symbol->measure` NULL where an error was told.
void check_measure(Checker *checker, Symbol *symbol);
// Puts the measures of the model into their order.
void check_order_measures(Model *model);

#endif
