#include "eval/arithmetic.h"

#include <assert.h>

static bool is_number(WritValue value)
{
    return value.kind == WRIT_VALUE_NUMBER || value.kind == WRIT_VALUE_PERCENT ||
           value.kind == WRIT_VALUE_MONEY || value.kind == WRIT_VALUE_QUANTITY;
}

static WritStatus missing(WritError *error)
{
    return writ_fail(error, WRIT_INVALID, "a value that is needed here is missing");
}

static WritStatus check_same(WritValue a, WritValue b, WritError *error)
{
    if (a.kind == WRIT_VALUE_MISSING || b.kind == WRIT_VALUE_MISSING) {
        return missing(error);
    }
    if (a.kind == WRIT_VALUE_MONEY && b.kind == WRIT_VALUE_MONEY && a.tag != b.tag) {
        char first[5];
        char second[5];
        (void)writ_code_text(a.tag, first);
        (void)writ_code_text(b.tag, second);
        return writ_fail(error, WRIT_INVALID,
                         "%s and %s do not go together: one has to be converted first", first,
                         second);
    }
    if (a.kind == WRIT_VALUE_QUANTITY && b.kind == WRIT_VALUE_QUANTITY && a.tag != b.tag) {
        return writ_fail(error, WRIT_INVALID, "two quantities have different units");
    }
    return WRIT_OK;
}

// --- Durations ---------------------------------------------------------------------------------

// Seconds in one of a fixed unit, 0 for months and years.
static int64_t seconds_in(WritDurationUnit unit)
{
    switch (unit) {
    case WRIT_SECONDS:
        return 1;
    case WRIT_MINUTES:
        return 60;
    case WRIT_HOURS:
        return 3600;
    case WRIT_DAYS:
        return 86400;
    case WRIT_WEEKS:
        return 604800;
    case WRIT_MONTHS:
    case WRIT_YEARS:
        return 0;
    }
    WRIT_UNREACHABLE();
}

static bool in_unit(WritValue duration, WritDurationUnit unit, int64_t *count)
{
    WritDurationUnit from = (WritDurationUnit)duration.tag;
    if (from == unit) {
        *count = duration.integer;
        return true;
    }
    if (from == WRIT_YEARS && unit == WRIT_MONTHS) {
        return !__builtin_mul_overflow(duration.integer, 12, count);
    }
    int64_t larger = seconds_in(from);
    int64_t smaller = seconds_in(unit);
    return larger > 0 && smaller > 0 && larger % smaller == 0 &&
           !__builtin_mul_overflow(duration.integer, larger / smaller, count);
}

// Both in the smaller of their units. False: one is months and the other is not.
static bool align(WritValue *a, WritValue *b)
{
    WritDurationUnit unit = (WritDurationUnit)(a->tag < b->tag ? a->tag : b->tag);
    int64_t x = 0;
    int64_t y = 0;
    if (!in_unit(*a, unit, &x) || !in_unit(*b, unit, &y)) {
        return false;
    }
    *a = (WritValue){.kind = WRIT_VALUE_DURATION, .tag = unit, .integer = x};
    *b = (WritValue){.kind = WRIT_VALUE_DURATION, .tag = unit, .integer = y};
    return true;
}

static WritStatus add_durations(WritValue a, WritValue b, WritValue *sum, WritError *error)
{
    if (!align(&a, &b)) {
        return writ_fail(error, WRIT_INVALID, "months and days do not add up to one duration");
    }
    *sum = a;
    if (__builtin_add_overflow(a.integer, b.integer, &sum->integer)) {
        return writ_fail(error, WRIT_LIMIT, "a duration is too long");
    }
    return WRIT_OK;
}

static WritStatus move_date(WritValue date, WritValue duration, WritValue *moved, WritError *error)
{
    static const int64_t MICROS_A_DAY = 86400000000;
    int64_t instant = 0;
    bool whole_days = duration.tag >= WRIT_DAYS;
    if (!whole_days) {
        return writ_fail(error, WRIT_INVALID, "a date moves by whole days, weeks, months or years");
    }
    WritStatus status = writ_instant_add(&instant, date.integer * MICROS_A_DAY, duration.integer,
                                         (WritDurationUnit)duration.tag, error);
    *moved = date;
    moved->integer =
        instant >= 0 ? instant / MICROS_A_DAY : -((-instant + MICROS_A_DAY - 1) / MICROS_A_DAY);
    return status;
}

static WritStatus move(WritValue from, WritValue duration, WritValue *moved, WritError *error)
{
    if (from.kind == WRIT_VALUE_DATE) {
        return move_date(from, duration, moved, error);
    }
    *moved = from;
    return writ_instant_add(&moved->integer, from.integer, duration.integer,
                            (WritDurationUnit)duration.tag, error);
}

// --- Operations --------------------------------------------------------------------------------

WritStatus arithmetic_add(WritValue a, WritValue b, WritValue *sum, WritError *error)
{
    WritStatus status = check_same(a, b, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (is_number(a) && is_number(b)) {
        *sum = a;
        return writ_decimal_add(&sum->number, a.number, b.number, error);
    }
    if (a.kind == WRIT_VALUE_DURATION && b.kind == WRIT_VALUE_DURATION) {
        return add_durations(a, b, sum, error);
    }
    if (b.kind == WRIT_VALUE_DURATION) {
        return move(a, b, sum, error);
    }
    return move(b, a, sum, error);
}

static WritValue opposite(WritValue duration)
{
    duration.integer = -duration.integer;
    return duration;
}

static WritStatus between(WritValue a, WritValue b, WritValue *difference, WritError *error)
{
    bool dates = a.kind == WRIT_VALUE_DATE;
    *difference = (WritValue){.kind = WRIT_VALUE_DURATION, .tag = dates ? WRIT_DAYS : WRIT_SECONDS};
    int64_t apart = 0;
    if (__builtin_sub_overflow(a.integer, b.integer, &apart)) {
        return writ_fail(error, WRIT_LIMIT, "two instants are too far apart");
    }
    difference->integer = dates ? apart : apart / 1000000;
    return WRIT_OK;
}

WritStatus arithmetic_subtract(WritValue a, WritValue b, WritValue *difference, WritError *error)
{
    WritStatus status = check_same(a, b, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (is_number(a) && is_number(b)) {
        *difference = a;
        return writ_decimal_subtract(&difference->number, a.number, b.number, error);
    }
    if (a.kind == WRIT_VALUE_DURATION && b.kind == WRIT_VALUE_DURATION) {
        return add_durations(a, opposite(b), difference, error);
    }
    if (b.kind == WRIT_VALUE_DURATION) {
        return move(a, opposite(b), difference, error);
    }
    return between(a, b, difference, error);
}

static WritValueKind value_kind(WritTypeKind type)
{
    if (type == WRIT_TYPE_MONEY) {
        return WRIT_VALUE_MONEY;
    }
    if (type == WRIT_TYPE_QUANTITY) {
        return WRIT_VALUE_QUANTITY;
    }
    return type == WRIT_TYPE_PERCENT ? WRIT_VALUE_PERCENT : WRIT_VALUE_NUMBER;
}

WritStatus arithmetic_multiply(WritValue a, WritValue b, WritTypeKind type, WritValue *product,
                               WritError *error)
{
    if (a.kind == WRIT_VALUE_MISSING || b.kind == WRIT_VALUE_MISSING) {
        return missing(error);
    }
    assert(is_number(a) && is_number(b));
    product->kind = value_kind(type);
    product->tag = a.kind == WRIT_VALUE_MONEY || a.kind == WRIT_VALUE_QUANTITY ? a.tag : b.tag;
    if (product->kind == WRIT_VALUE_NUMBER || product->kind == WRIT_VALUE_PERCENT) {
        product->tag = 0;
    }
    return writ_decimal_multiply(&product->number, a.number, b.number, error);
}

WritStatus arithmetic_negate(WritValue a, WritValue *negated, WritError *error)
{
    if (a.kind == WRIT_VALUE_MISSING) {
        return missing(error);
    }
    *negated = a;
    if (is_number(a)) {
        negated->number = writ_decimal_negate(a.number);
    } else {
        negated->integer = -a.integer;
    }
    return WRIT_OK;
}

WritStatus arithmetic_share(WritValue a, WritValue b, WritValue *share, WritError *error)
{
    WritStatus status = check_same(a, b, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (writ_decimal_is_zero(b.number)) {
        return writ_fail(error, WRIT_INVALID, "the divisor is zero");
    }
    *share = (WritValue){.kind = WRIT_VALUE_PERCENT};
    return writ_decimal_divide(&share->number, a.number, b.number, WRIT_ROUND_HALF_EVEN, error);
}

WritStatus arithmetic_round(WritValue a, WritValue places, WritValue *rounded, WritError *error)
{
    int64_t digits = 0;
    if (a.kind == WRIT_VALUE_MISSING || places.kind == WRIT_VALUE_MISSING) {
        return missing(error);
    }
    if (!writ_decimal_to_int(places.number, &digits) || digits < 0 ||
        digits > WRIT_DECIMAL_DIGITS_MAX) {
        return writ_fail(error, WRIT_INVALID, "rounded needs a whole number of places from 0 to %d",
                         WRIT_DECIMAL_DIGITS_MAX);
    }
    *rounded = a;
    // A percentage is kept as its hundredth, so that its places are two further to the right.
    int at = (int)digits + (a.kind == WRIT_VALUE_PERCENT ? 2 : 0);
    if (at > WRIT_DECIMAL_DIGITS_MAX) {
        at = WRIT_DECIMAL_DIGITS_MAX;
    }
    return writ_decimal_round(&rounded->number, a.number, at, WRIT_ROUND_HALF_UP, error);
}

WritStatus arithmetic_compare(WritValue a, WritValue b, int *order, WritError *error)
{
    WritStatus status = check_same(a, b, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (a.kind == WRIT_VALUE_DURATION && b.kind == WRIT_VALUE_DURATION && !align(&a, &b)) {
        return writ_fail(error, WRIT_INVALID, "months and days cannot be compared");
    }
    if (!writ_value_compare(a, b, order)) {
        return writ_fail(error, WRIT_INVALID, "these two values cannot be compared");
    }
    return WRIT_OK;
}
