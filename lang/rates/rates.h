// What the files of this folder share.
#ifndef RATES_RATES_H
#define RATES_RATES_H

#include "writ/rates.h"

enum { RATES_DAY_BYTES = 24 };

int rates_compare_codes(WritCode a, WritCode b);         // As texts.
int rates_compare(const WritRate *a, const WritRate *b); // By currency, then day.
bool rates_is_currency(WritText letters);                // Three capital letters.
// A price of at most WRIT_RATE_DIGITS_MAX digits, above zero.
bool rates_is_price(WritDecimal price);
// "2026-03-02", NUL-terminated.
void rates_day_text(int64_t day, char text[RATES_DAY_BYTES]);

#endif
