// The amount at the start of a text: digits with thousands set apart, and what follows them.
#ifndef VALUE_SCAN_H
#define VALUE_SCAN_H

#include <stddef.h>

#include "writ/decimal.h"
#include "writ/text.h"

enum { SCAN_DIGIT_BYTES = 128 };

typedef struct ScanAmount {
    WritDecimal number;            // For the caller to fill.
    char digits[SCAN_DIGIT_BYTES]; // Without the spaces, as writ_decimal_parse takes them.
    size_t digit_bytes;
    WritText rest;
} ScanAmount;

typedef enum ScanFault {
    SCAN_OK,
    SCAN_NO_NUMBER,
    SCAN_GROUPS,   // A space between digits that does not set thousands apart.
    SCAN_COMMA,    // A comma where a point or a space belongs.
    SCAN_TOO_LONG, // More than SCAN_DIGIT_BYTES.
} ScanFault;

// "-50 000.50 EUR": groups of three behind the first one to three digits, or no groups at all;
// space, U+00A0 and U+202F set them apart (language.md 2.2). An exponent may follow at once.
ScanFault value_scan_amount(ScanAmount *amount, WritText text);

// `text` without the spaces of any of the three kinds at its start.
WritText value_scan_spaces(WritText text);

#endif
