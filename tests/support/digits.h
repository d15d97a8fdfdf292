// Decimal arithmetic as it is taught in school, for comparison: whole numbers as rows of digits,
// one digit a byte. Slow and obvious.
#ifndef SUPPORT_DIGITS_H
#define SUPPORT_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

enum { DIGITS_MAX = 400, DIGITS_TEXT_BYTES = DIGITS_MAX + 64 };

// Sign, digits without zeros in front (none for zero), and the power of ten they are multiplied by.
typedef struct Digits {
    bool negative;
    int count;
    char digit[DIGITS_MAX]; // 0 to 9, the most significant first.
    int exponent;
} Digits;

// `text` is a number as "-12.50E+3". False when it is none.
bool digits_read(Digits *number, const char *text);
Digits digits_sum(const Digits *a, const Digits *b);
Digits digits_product(const Digits *a, const Digits *b);
Digits digits_negated(const Digits *number);
// Less than, equal to or greater than 0.
int digits_order(const Digits *a, const Digits *b);
bool digits_is_zero(const Digits *number);
// Takes zeros from the end until at most `count` digits are left; false when there are too few.
bool digits_shorten(Digits *number, int count);
// As writ prints a decimal: no sign on zero, plain digits where 34 hold them.
void digits_print(Digits number, char text[DIGITS_TEXT_BYTES]);

#endif
