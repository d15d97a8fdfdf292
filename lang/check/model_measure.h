// The checked tree, last part: measures.
#ifndef CHECK_MODEL_MEASURE_H
#define CHECK_MODEL_MEASURE_H

#include "check/model_flow.h"
#include "writ/measure.h"

// `measure NAME`. Its expressions speak of one case, as a record (check/measures.h).
typedef struct Measure {
    const Symbol *symbol;
    WritText title;
    const Process *process;
    Record *record;
    Party owner; // Of kind WRIT_PARTY_OWNER where no line names one.
    Expr *where; // May be NULL.
    Expr *is;
    WritMeasureTarget target_kind;
    Expr *target; // NULL: there is none.
    WritText where_text;
    WritText is_text;
    WritText target_text;
} Measure;

#endif
