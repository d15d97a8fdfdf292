// The words in which durations and working times are written: one table for printer and reader.
#ifndef VALUE_WORDS_H
#define VALUE_WORDS_H

#include <stdint.h>

#include "writ/value.h"

enum { VALUE_DURATION_UNITS = WRIT_YEARS + 1, VALUE_WORKING_UNITS = WRIT_WORKING_DAYS + 1 };

// "day" for 1 and -1, "days" for other counts.
const char *value_duration_word(WritDurationUnit unit, int64_t count);
// "working day", "working days".
const char *value_working_word(WritWorkingUnit unit, int64_t count);

#endif
