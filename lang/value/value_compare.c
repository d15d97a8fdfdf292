#include "writ/value.h"

#include <assert.h>

static int order_of(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

// Durations are of two families that cannot be compared: seconds, and months of no fixed length.
// Wide enough for every count of the largest unit.
static __int128 in_base_unit(WritValue duration, bool *months)
{
    static const int64_t factors[] = {
        [WRIT_SECONDS] = 1,       [WRIT_MINUTES] = 60, [WRIT_HOURS] = 3600, [WRIT_DAYS] = 86400,
        [WRIT_WEEKS] = 7 * 86400, [WRIT_MONTHS] = 1,   [WRIT_YEARS] = 12,
    };
    assert(duration.tag < sizeof factors / sizeof factors[0]);
    *months = duration.tag >= WRIT_MONTHS;
    return (__int128)duration.integer * factors[duration.tag];
}

static bool compare_durations(WritValue a, WritValue b, int *order)
{
    bool months_a = false;
    bool months_b = false;
    __int128 count_a = in_base_unit(a, &months_a);
    __int128 count_b = in_base_unit(b, &months_b);
    if (months_a != months_b) {
        return false;
    }
    *order = count_a < count_b ? -1 : count_a > count_b;
    return true;
}

bool writ_value_compare(WritValue a, WritValue b, int *order)
{
    if (a.kind != b.kind) {
        return false;
    }
    switch (a.kind) {
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
        *order = writ_decimal_compare(a.number, b.number);
        return true;
    case WRIT_VALUE_MONEY:
    case WRIT_VALUE_QUANTITY:
        if (a.tag != b.tag) {
            return false;
        }
        *order = writ_decimal_compare(a.number, b.number);
        return true;
    case WRIT_VALUE_DURATION:
        return compare_durations(a, b, order);
    case WRIT_VALUE_WORKING_TIME: // Hours and days meet only in a calendar.
    case WRIT_VALUE_CHOICE:
        if (a.tag != b.tag) {
            return false;
        }
        *order = order_of(a.integer, b.integer);
        return true;
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_MONTH:
        *order = order_of(a.integer, b.integer);
        return true;
    case WRIT_VALUE_MISSING:
    case WRIT_VALUE_BOOLEAN:
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
    case WRIT_VALUE_LIST:
    case WRIT_VALUE_RECORD:
    case WRIT_VALUE_DOCUMENT:
        return false;
    }
    WRIT_UNREACHABLE();
}

static bool equal(const WritValue *a, const WritValue *b, int depth);

static bool equal_items(const WritValue *a, const WritValue *b, uint32_t count, int depth)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!equal(&a[i], &b[i], depth + 1)) {
            return false;
        }
    }
    return true;
}

static bool equal(const WritValue *a, const WritValue *b, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX);
    if (a->kind != b->kind) {
        return false;
    }
    int order = 0;
    switch (a->kind) {
    case WRIT_VALUE_MISSING:
        return true;
    case WRIT_VALUE_BOOLEAN:
        return a->integer == b->integer;
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
    case WRIT_VALUE_MONEY:
    case WRIT_VALUE_QUANTITY:
    case WRIT_VALUE_DURATION:
    case WRIT_VALUE_WORKING_TIME:
    case WRIT_VALUE_CHOICE:
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_MONTH:
        return writ_value_compare(*a, *b, &order) && order == 0;
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
        return writ_text_equal(a->text, b->text);
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        return a->tag == b->tag;
    case WRIT_VALUE_LIST:
        return a->list->count == b->list->count &&
               equal_items(a->list->items, b->list->items, a->list->count, depth);
    case WRIT_VALUE_RECORD:
        return a->tag == b->tag && a->record->field_count == b->record->field_count &&
               equal_items(a->record->fields, b->record->fields, a->record->field_count, depth);
    case WRIT_VALUE_DOCUMENT:
        return writ_hash_equal(&a->document->hash, &b->document->hash) &&
               a->document->size == b->document->size &&
               writ_text_equal(a->document->name, b->document->name);
    }
    WRIT_UNREACHABLE();
}

bool writ_value_equal(WritValue a, WritValue b)
{
    return equal(&a, &b, 1);
}
