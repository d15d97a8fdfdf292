#include "writ/tally.h"

#include <assert.h>
#include <stdlib.h>

enum { EXTRA_PLACES = 2, PLACES_MAX = 20, SHARE_PLACES = 4, CAPACITY_FIRST = 1024 };

void writ_tally_dispose(WritTally *tally)
{
    free(tally->values);
    *tally = (WritTally){0};
}

static void make_room(WritTally *tally)
{
    if (tally->count == tally->capacity) {
        tally->capacity = tally->capacity == 0 ? CAPACITY_FIRST : 2 * tally->capacity;
        tally->values = realloc(tally->values, tally->capacity * sizeof *tally->values);
        assert(tally->values != NULL);
    }
}

WritStatus writ_tally_add(WritTally *tally, WritDecimal value, WritError *error)
{
    if (tally->count == WRIT_TALLY_VALUES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "there are more than %d values",
                         (int)WRIT_TALLY_VALUES_MAX);
    }
    WritDecimal before = tally->count == 0 ? writ_decimal_from_int(0) : tally->sum;
    WritStatus status = writ_decimal_add(&tally->sum, before, value, error);
    if (status != WRIT_OK) {
        tally->sum = before;
        return status;
    }
    int places = writ_decimal_places(value);
    tally->places = places > tally->places ? places : tally->places;
    make_room(tally);
    tally->values[tally->count++] = value;
    return WRIT_OK;
}

static int compare(const void *a, const void *b)
{
    return writ_decimal_compare(*(const WritDecimal *)a, *(const WritDecimal *)b);
}

static WritStatus divide(WritDecimal *quotient, WritDecimal sum, uint64_t count, int places,
                         WritError *error)
{
    WritDecimal exact;
    WritStatus status = writ_decimal_divide(&exact, sum, writ_decimal_from_int((int64_t)count),
                                            WRIT_ROUND_HALF_EVEN, error);
    return status == WRIT_OK
               ? writ_decimal_round(quotient, exact, places, WRIT_ROUND_HALF_UP, error)
               : status;
}

static WritStatus median(const WritTally *tally, int places, WritDecimal *middle, WritError *error)
{
    size_t half = tally->count / 2;
    *middle = tally->values[half];
    if (tally->count % 2 == 1) {
        return WRIT_OK;
    }
    WritDecimal both;
    WritStatus status = writ_decimal_add(&both, tally->values[half - 1], *middle, error);
    return status == WRIT_OK ? divide(middle, both, 2, places, error) : status;
}

WritStatus writ_tally_figures(WritTally *tally, WritFigures *figures, WritError *error)
{
    assert(tally->count > 0);
    int places = tally->places + EXTRA_PLACES;
    places = places < PLACES_MAX ? places : PLACES_MAX;
    qsort(tally->values, tally->count, sizeof *tally->values, compare);
    figures->smallest = tally->values[0];
    figures->largest = tally->values[tally->count - 1];
    WritStatus status = median(tally, places, &figures->median, error);
    return status == WRIT_OK ? divide(&figures->mean, tally->sum, tally->count, places, error)
                             : status;
}

WritStatus writ_tally_meets(bool *meets, WritDecimal sum, uint64_t count, WritMeasureTarget kind,
                            WritDecimal target, WritError *error)
{
    WritDecimal wanted;
    WritStatus status =
        writ_decimal_multiply(&wanted, target, writ_decimal_from_int((int64_t)count), error);
    int order = status == WRIT_OK ? writ_decimal_compare(sum, wanted) : 0;
    *meets = kind == WRIT_TARGET_AT_MOST ? order <= 0 : order >= 0;
    return status;
}

WritStatus writ_tally_share(WritDecimal *share, uint64_t part, uint64_t count, WritError *error)
{
    return divide(share, writ_decimal_from_int((int64_t)part), count, SHARE_PLACES, error);
}
