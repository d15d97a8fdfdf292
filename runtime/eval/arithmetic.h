// Arithmetic on values that carry a unit, a currency or a percent sign.
#ifndef EVAL_ARITHMETIC_H
#define EVAL_ARITHMETIC_H

#include "writ/plan.h"
#include "writ/value.h"

WRIT_NODISCARD WritStatus arithmetic_add(WritValue a, WritValue b, WritValue *sum,
                                         WritError *error);
// `type`: of the result, which tells a difference of dates as days from one as a number.
WRIT_NODISCARD WritStatus arithmetic_subtract(WritValue a, WritValue b, WritValue *difference,
                                              WritError *error);
WRIT_NODISCARD WritStatus arithmetic_multiply(WritValue a, WritValue b, WritTypeKind type,
                                              WritValue *product, WritError *error);
WRIT_NODISCARD WritStatus arithmetic_negate(WritValue a, WritValue *negated, WritError *error);
// a / b as a percentage.
WRIT_NODISCARD WritStatus arithmetic_share(WritValue a, WritValue b, WritValue *share,
                                           WritError *error);
WRIT_NODISCARD WritStatus arithmetic_round(WritValue a, WritValue places, WritValue *rounded,
                                           WritError *error);
// WRIT_INVALID when the two cannot be ordered: two currencies, two units.
WRIT_NODISCARD WritStatus arithmetic_compare(WritValue a, WritValue b, int *order,
                                             WritError *error);

#endif
