#include "value/value_scan.h"

#include <string.h>

enum { GROUP_DIGITS = 3 };

// Bytes of the space at `at`, or 0.
static size_t space_at(WritText text, size_t at)
{
    static const char *const spaces[] = {" ", "\xc2\xa0", "\xe2\x80\xaf"};
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        size_t length = strlen(spaces[i]);
        if (at + length <= text.length && memcmp(text.data + at, spaces[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

static bool is_digit(WritText text, size_t at)
{
    return at < text.length && text.data[at] >= '0' && text.data[at] <= '9';
}

static size_t count_digits(WritText text, size_t at)
{
    size_t count = 0;
    while (is_digit(text, at + count)) {
        count++;
    }
    return count;
}

static bool keep(ScanAmount *amount, WritText text, size_t from, size_t count)
{
    if (count > sizeof amount->digits - amount->digit_bytes) {
        return false;
    }
    memcpy(amount->digits + amount->digit_bytes, text.data + from, count);
    amount->digit_bytes += count;
    return true;
}

// The digits before the point. `at` moves behind them.
static ScanFault take_whole(ScanAmount *amount, WritText text, size_t *at)
{
    size_t count = count_digits(text, *at);
    if (count == 0) {
        return SCAN_NO_NUMBER;
    }
    bool may_group = count <= GROUP_DIGITS;
    if (!keep(amount, text, *at, count)) {
        return SCAN_TOO_LONG;
    }
    *at += count;
    for (;;) {
        size_t space = space_at(text, *at);
        if (space == 0 || !is_digit(text, *at + space)) {
            return SCAN_OK;
        }
        if (!may_group || count_digits(text, *at + space) != GROUP_DIGITS) {
            return SCAN_GROUPS;
        }
        if (!keep(amount, text, *at + space, GROUP_DIGITS)) {
            return SCAN_TOO_LONG;
        }
        *at += space + GROUP_DIGITS;
    }
}

// ".50", if it is there.
static ScanFault take_fraction(ScanAmount *amount, WritText text, size_t *at)
{
    if (*at >= text.length || text.data[*at] != '.') {
        return SCAN_OK;
    }
    size_t count = count_digits(text, *at + 1);
    if (count == 0) {
        return SCAN_NO_NUMBER;
    }
    if (!keep(amount, text, *at, count + 1)) {
        return SCAN_TOO_LONG;
    }
    *at += count + 1;
    return SCAN_OK;
}

// "E+40", as large numbers are printed, if it is there.
static ScanFault take_exponent(ScanAmount *amount, WritText text, size_t *at)
{
    if (*at >= text.length || (text.data[*at] != 'e' && text.data[*at] != 'E')) {
        return SCAN_OK;
    }
    size_t sign = *at + 1 < text.length && (text.data[*at + 1] == '+' || text.data[*at + 1] == '-');
    size_t count = count_digits(text, *at + 1 + sign);
    if (count == 0) {
        return SCAN_OK; // The word behind the digits begins with e.
    }
    if (!keep(amount, text, *at, 1 + sign + count)) {
        return SCAN_TOO_LONG;
    }
    *at += 1 + sign + count;
    return SCAN_OK;
}

ScanFault value_scan_amount(ScanAmount *amount, WritText text)
{
    size_t at = 0;
    amount->digit_bytes = 0;
    amount->rest = text;
    if (text.length == 0) {
        return SCAN_NO_NUMBER;
    }
    if (text.data[0] == '-') {
        (void)keep(amount, text, 0, 1);
        at = 1;
    }
    ScanFault fault = take_whole(amount, text, &at);
    if (fault == SCAN_OK) {
        fault = take_fraction(amount, text, &at);
    }
    if (fault == SCAN_OK) {
        fault = take_exponent(amount, text, &at);
    }
    if (fault == SCAN_OK && at < text.length && text.data[at] == ',') {
        fault = SCAN_COMMA;
    }
    amount->rest = (WritText){text.data + at, text.length - at};
    return fault;
}

WritText value_scan_spaces(WritText text)
{
    size_t at = 0;
    for (size_t space = space_at(text, at); space > 0; space = space_at(text, at)) {
        at += space;
    }
    return (WritText){text.data + at, text.length - at};
}
