// What a measure reads of the records in its table.
#ifndef EVAL_READING_H
#define EVAL_READING_H

#include "writ/measure.h"

// For each record type of the measure: for each field whether it is read. In `arena`.
bool **reading_marks(const WritMeasure *measure, WritArena *arena);

#endif
