// Values of a type, made at random: every kind, with the odd ones often.
#ifndef SUPPORT_VALUE_RANDOM_H
#define SUPPORT_VALUE_RANDOM_H

#include "writ/value.h"

#include "support/random.h"

// Any decimal, the longest and the largest included.
WritDecimal random_decimal(Random *random);
// A value that writ_value_fits `type`. Lives in `arena`.
WritValue random_value(Random *random, WritArena *arena, const WritTypes *types, WritTypeId type);

#endif
