// From text to a decimal, without a library: what is not a finite decimal is refused here, and an
// exponent is bounded before anything is expanded (guarantees.md 27, 28).
#include "writ/decimal.h"

#include "value/decimal_bits.h"
#include "value/quote.h"

enum { EXPONENT_DIGITS_MAX = 5 };

// What was read so far: the digits from the first that is not zero.
typedef struct Scan {
    const char *next;
    const char *end;
    DecimalDigits coefficient;
    size_t digit_count;    // As written, leading zeros included.
    size_t significant;    // From the first digit that is not zero.
    size_t fraction_count; // Behind the point.
    int64_t exponent;
    bool too_large; // The exponent has more digits than any number here.
} Scan;

static bool at(const Scan *scan, char byte)
{
    return scan->next < scan->end && *scan->next == byte;
}

static bool take(Scan *scan, char byte)
{
    if (!at(scan, byte)) {
        return false;
    }
    scan->next++;
    return true;
}

// Returns how many digits stood there.
static size_t take_digits(Scan *scan)
{
    const char *start = scan->next;
    while (scan->next < scan->end && *scan->next >= '0' && *scan->next <= '9') {
        unsigned digit = (unsigned)(*scan->next++ - '0');
        if (digit == 0 && scan->significant == 0) {
            continue;
        }
        scan->significant++;
        if (scan->significant <= WRIT_DECIMAL_DIGITS_MAX) {
            scan->coefficient = scan->coefficient * 10 + digit;
        }
    }
    return (size_t)(scan->next - start);
}

// The part behind "e". False when there are no digits.
static bool take_exponent(Scan *scan)
{
    bool negative = take(scan, '-');
    if (!negative) {
        (void)take(scan, '+');
    }
    const char *start = scan->next;
    while (at(scan, '0')) {
        scan->next++;
    }
    const char *first = scan->next;
    while (scan->next < scan->end && *scan->next >= '0' && *scan->next <= '9') {
        if (scan->next - first < EXPONENT_DIGITS_MAX) {
            scan->exponent = scan->exponent * 10 + (*scan->next - '0');
        }
        scan->next++;
    }
    scan->too_large = scan->next - first > EXPONENT_DIGITS_MAX;
    if (negative) {
        scan->exponent = -scan->exponent;
    }
    return scan->next > start;
}

// False when the text is no number.
static bool scan_number(Scan *scan)
{
    size_t digit_count = take_digits(scan);
    if (take(scan, '.')) {
        scan->fraction_count = take_digits(scan);
        digit_count += scan->fraction_count;
    }
    if (digit_count == 0) {
        return false;
    }
    if (take(scan, 'e') || take(scan, 'E')) {
        if (!take_exponent(scan)) {
            return false;
        }
    }
    return scan->next == scan->end;
}

static WritStatus refuse_range(WritError *error, WritText text)
{
    return writ_fail(error, WRIT_LIMIT, "%s is out of range: exponents go from %d to %d",
                     quote_text(text).text, DECIMAL_EXPONENT_MIN, WRIT_DECIMAL_EXPONENT_MAX);
}

WritStatus writ_decimal_parse(WritDecimal *number, WritText text, WritError *error)
{
    const char *start = text.length > 0 ? text.data : "";
    Scan scan = {.next = start, .end = start + text.length};
    bool negative = take(&scan, '-');
    if (!negative) {
        (void)take(&scan, '+');
    }
    if (!scan_number(&scan)) {
        (void)writ_fail(error, WRIT_INVALID, "%s is no number", quote_text(text).text);
        return writ_hint(error, "write digits, with a point before the decimals: 1250.50");
    }
    if (scan.significant > WRIT_DECIMAL_DIGITS_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "%s has %zu digits, a number has at most %d",
                        quote_text(text).text, scan.significant, WRIT_DECIMAL_DIGITS_MAX);
        (void)writ_hint(error, "round the number before it is sent");
        return WRIT_LIMIT;
    }
    // The smallest zero is 0E-6176, so a zero needs no digit behind that.
    int64_t exponent = scan.exponent - (int64_t)scan.fraction_count;
    bool far = exponent < -100000 || exponent > 100000;
    DecimalParts parts = {scan.coefficient, far ? DECIMAL_EXPONENT_MIN : (int)exponent, negative};
    if (scan.too_large || (far && scan.coefficient != 0) || !decimal_pack(number, parts)) {
        return refuse_range(error, text);
    }
    return WRIT_OK;
}
