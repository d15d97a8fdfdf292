#include "eval/arithmetic.h"

#include <assert.h>

static const int64_t MICROS_A_DAY = INT64_C(86400000000);

static bool is_number(const WritValue *value)
{
    return value->kind == WRIT_VALUE_NUMBER || value->kind == WRIT_VALUE_PERCENT ||
           value->kind == WRIT_VALUE_MONEY || value->kind == WRIT_VALUE_QUANTITY;
}

// Sets what the result of an operation on two values of one kind carries.
static WritStatus join_tags(WritValue *result, const WritValue *a, const WritValue *b,
                            WritError *error)
{
    *result = (WritValue){.kind = a->kind, .tag = a->tag};
    if (a->kind != WRIT_VALUE_MONEY || a->tag == b->tag) {
        return WRIT_OK;
    }
    result->tag = a->tag == 0 ? b->tag : a->tag;
    if (a->tag == 0 || b->tag == 0) {
        return WRIT_OK;
    }
    char first[5];
    char second[5];
    (void)writ_code_text(a->tag, first);
    (void)writ_code_text(b->tag, second);
    (void)writ_fail(error, WRIT_INVALID, "amounts in %s and in %s do not go together", first,
                    second);
    (void)writ_hint(error, "Convert one of them, as in \"converted(order.total, EUR)\".");
    return WRIT_INVALID;
}

// --- Dates and instants ---------------------------------------------------------------------

static WritStatus move_date(WritValue *moved, const WritValue *date, int64_t count,
                            WritDurationUnit unit, WritError *error)
{
    int64_t instant = 0;
    if (unit == WRIT_SECONDS || unit == WRIT_MINUTES || unit == WRIT_HOURS) {
        return writ_fail(error, WRIT_INVALID, "a date moves by days, weeks, months or years");
    }
    WritStatus status =
        writ_instant_add(&instant, date->integer * MICROS_A_DAY, count, unit, error);
    // Whole days, so that the division is exact before 1970 too.
    *moved = (WritValue){.kind = WRIT_VALUE_DATE, .integer = instant / MICROS_A_DAY};
    return status;
}

static WritStatus move(WritValue *moved, const WritValue *from, int64_t count, uint32_t unit,
                       WritError *error)
{
    if (from->kind == WRIT_VALUE_DATE) {
        return move_date(moved, from, count, (WritDurationUnit)unit, error);
    }
    assert(from->kind == WRIT_VALUE_INSTANT);
    *moved = (WritValue){.kind = WRIT_VALUE_INSTANT};
    return writ_instant_add(&moved->integer, from->integer, count, (WritDurationUnit)unit, error);
}

// --- Operations -----------------------------------------------------------------------------

WritStatus arithmetic_add(WritValue *sum, const WritValue *a, const WritValue *b, WritError *error)
{
    if (!is_number(a)) {
        return move(sum, a, b->integer, b->tag, error);
    }
    WritValue result;
    WritStatus status = join_tags(&result, a, b, error);
    if (status == WRIT_OK) {
        status = writ_decimal_add(&result.number, a->number, b->number, error);
    }
    *sum = result; // Not before: it may be one of the operands.
    return status;
}

WritStatus arithmetic_subtract(WritValue *difference, const WritValue *a, const WritValue *b,
                               WritError *error)
{
    if (!is_number(a)) {
        // Counts of durations are bounded (WRIT_DURATION_COUNT_MAX), so that there is an opposite.
        return move(difference, a, -b->integer, b->tag, error);
    }
    WritValue result;
    WritStatus status = join_tags(&result, a, b, error);
    if (status == WRIT_OK) {
        status = writ_decimal_subtract(&result.number, a->number, b->number, error);
    }
    *difference = result;
    return status;
}

static bool carries_unit(const WritValue *value)
{
    return value->kind == WRIT_VALUE_MONEY || value->kind == WRIT_VALUE_QUANTITY;
}

WritStatus arithmetic_multiply(WritValue *product, const WritValue *a, const WritValue *b,
                               WritTypeKind type, WritError *error)
{
    assert(is_number(a) && is_number(b));
    WritValue result = {.kind = type == WRIT_TYPE_PERCENT ? WRIT_VALUE_PERCENT : WRIT_VALUE_NUMBER};
    if (carries_unit(a) || carries_unit(b)) {
        const WritValue *unit = carries_unit(a) ? a : b;
        result = (WritValue){.kind = unit->kind, .tag = unit->tag};
    }
    WritStatus status = writ_decimal_multiply(&result.number, a->number, b->number, error);
    *product = result;
    return status;
}

void arithmetic_negate(WritValue *negated, const WritValue *a)
{
    assert(is_number(a));
    *negated =
        (WritValue){.kind = a->kind, .tag = a->tag, .number = writ_decimal_negate(a->number)};
}

WritStatus arithmetic_share(WritValue *share, const WritValue *a, const WritValue *b,
                            WritError *error)
{
    WritValue result;
    WritStatus status = join_tags(&result, a, b, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (writ_decimal_is_zero(b->number)) {
        return writ_fail(error, WRIT_INVALID, "the divisor is zero");
    }
    result = (WritValue){.kind = WRIT_VALUE_PERCENT};
    status = writ_decimal_divide(&result.number, a->number, b->number, WRIT_ROUND_HALF_EVEN, error);
    *share = result;
    return status;
}

WritStatus arithmetic_round(WritValue *rounded, const WritValue *a, const WritValue *places,
                            WritError *error)
{
    // A percentage is kept as its hundredth: its places are two further to the right.
    int shift = a->kind == WRIT_VALUE_PERCENT ? 2 : 0;
    int64_t wanted = 0;
    if (!writ_decimal_to_int(places->number, &wanted) || wanted < 0 ||
        wanted > WRIT_DECIMAL_DIGITS_MAX - shift) {
        return writ_fail(error, WRIT_INVALID,
                         "the number of decimal places must be a whole number from 0 to %d",
                         WRIT_DECIMAL_DIGITS_MAX - shift);
    }
    WritValue result = {.kind = a->kind, .tag = a->tag};
    WritStatus status = writ_decimal_round(&result.number, a->number, (int)wanted + shift,
                                           WRIT_ROUND_HALF_UP, error);
    *rounded = result;
    return status;
}

WritStatus arithmetic_compare(int *order, const WritValue *a, const WritValue *b, WritError *error)
{
    if (a->kind == WRIT_VALUE_MONEY) {
        WritValue both;
        WritStatus status = join_tags(&both, a, b, error);
        *order = status == WRIT_OK ? writ_decimal_compare(a->number, b->number) : 0;
        return status;
    }
    if (writ_value_compare(*a, *b, order)) {
        return WRIT_OK;
    }
    *order = 0;
    return writ_fail(error, WRIT_INVALID,
                     a->kind == WRIT_VALUE_DURATION
                         ? "months and years are no fixed number of days and cannot be compared "
                           "with them"
                         : "hours and days of working time cannot be compared without a calendar");
}
