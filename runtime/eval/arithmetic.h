// Arithmetic on values that carry a unit, a currency or a percent sign.
//
// Operands are present and of the kinds that the plan allows. An amount whose currency is 0 is the
// sum of nothing: it goes with every currency.
#ifndef EVAL_ARITHMETIC_H
#define EVAL_ARITHMETIC_H

#include "writ/plan.h"
#include "writ/value.h"

// Also a date or instant and a duration. WRIT_INVALID: two currencies, or a date moved by hours.
// WRIT_LIMIT: not exact at 34 digits, or outside the years 1 to 9999.
WRIT_NODISCARD WritStatus arithmetic_add(WritValue *sum, const WritValue *a, const WritValue *b,
                                         WritError *error);
WRIT_NODISCARD WritStatus arithmetic_subtract(WritValue *difference, const WritValue *a,
                                              const WritValue *b, WritError *error);
// `type` of the product: where neither carries a unit, it says number or percentage.
WRIT_NODISCARD WritStatus arithmetic_multiply(WritValue *product, const WritValue *a,
                                              const WritValue *b, WritTypeKind type,
                                              WritError *error);
void arithmetic_negate(WritValue *negated, const WritValue *a);
// a as a percentage of b: 34 digits, half even. WRIT_INVALID: b is zero.
WRIT_NODISCARD WritStatus arithmetic_share(WritValue *share, const WritValue *a, const WritValue *b,
                                           WritError *error);
// To so many decimal places, half away from zero; those of a percentage as it is written.
WRIT_NODISCARD WritStatus arithmetic_round(WritValue *rounded, const WritValue *a,
                                           const WritValue *places, WritError *error);
// WRIT_INVALID when the two cannot be ordered: two currencies, days and months.
WRIT_NODISCARD WritStatus arithmetic_compare(int *order, const WritValue *a, const WritValue *b,
                                             WritError *error);

#endif
