// What date.c and instant.c share.
#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/value.h"

int date_days_of_month(int32_t year, int month);
// Exactly `count` digits at `at` as a number; false when there are others. `count` is at most 9.
bool date_digits(WritText text, size_t at, size_t count, int32_t *number);

#endif
