// A slow evaluator that shares nothing with the real one: numbers are fractions of 128-bit
// integers, dates are counted day by day, quantifiers look at every element.
//
// It knows small numbers only. Where a fraction does not fit, or has no finite decimal, it says
// that it does not know.
#ifndef TESTS_EVAL_ORACLE_H
#define TESTS_EVAL_ORACLE_H

#include <stdbool.h>

#include "writ/eval.h"

typedef enum OracleAnswer {
    ORACLE_VALUE,
    ORACLE_FAILS,   // writ_eval returns WRIT_INVALID.
    ORACLE_UNKNOWN, // Too large for the oracle.
} OracleAnswer;

typedef struct Oracle {
    WritValueKind kind; // WRIT_VALUE_MISSING …
    uint32_t tag;
    __int128 above; // Numbers: above / below, below > 0 and as small as can be. Others: a count.
    __int128 below;
    const WritValue *parts; // Lists and records.
    uint32_t part_count;
    char text[512]; // Texts.
} Oracle;

// Evaluates with the slots, locals, record and event of `scope`.
OracleAnswer oracle_eval(WritScope *scope, uint32_t expr, Oracle *result);
// Whether the real value is what the oracle found.
bool oracle_equals(const Oracle *oracle, const WritValue *value);

#endif
