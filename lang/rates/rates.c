// The order of a set of rates, and finding in it.
#include "rates/rates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "writ/value.h"

void rates_day_text(int64_t day, char text[RATES_DAY_BYTES])
{
    WritDate date = writ_date_from_days(day);
    (void)snprintf(text, RATES_DAY_BYTES, "%04d-%02u-%02u", date.year, (unsigned)date.month,
                   (unsigned)date.day);
}

bool rates_is_currency(WritText letters)
{
    bool capitals = letters.length == 3;
    for (size_t i = 0; capitals && i < letters.length; i++) {
        capitals = letters.data[i] >= 'A' && letters.data[i] <= 'Z';
    }
    return capitals;
}

bool rates_is_price(WritDecimal price)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    size_t length = writ_decimal_print(price, text);
    uint32_t digits = 0;
    bool begun = false;
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (!digit && text[i] != '.') {
            return false; // A sign, or an exponent: too large or too small for any price.
        }
        begun = begun || (digit && text[i] != '0');
        digits += digit && begun ? 1 : 0;
    }
    return digits > 0 && digits <= WRIT_RATE_DIGITS_MAX;
}

int rates_compare_codes(WritCode a, WritCode b)
{
    char text_a[5];
    char text_b[5];
    (void)writ_code_text(a, text_a);
    (void)writ_code_text(b, text_b);
    return strcmp(text_a, text_b);
}

int rates_compare(const WritRate *a, const WritRate *b)
{
    int order = rates_compare_codes(a->currency, b->currency);
    return order != 0 ? order : (a->day > b->day) - (a->day < b->day);
}

static int compare_rates(const void *a, const void *b)
{
    return rates_compare(a, b);
}

static int compare_tables(const void *a, const void *b)
{
    return writ_text_compare(((const WritRateTable *)a)->name, ((const WritRateTable *)b)->name);
}

void writ_rate_table_sort(WritRateTable *table)
{
    if (table->rate_count > 1) {
        qsort(table->rates, table->rate_count, sizeof *table->rates, compare_rates);
    }
}

void writ_rates_sort(WritRates *set)
{
    for (uint32_t i = 0; i < set->table_count; i++) {
        writ_rate_table_sort(&set->tables[i]);
    }
    if (set->table_count > 1) {
        qsort(set->tables, set->table_count, sizeof *set->tables, compare_tables);
    }
}

const WritRateTable *writ_rates_find(const WritRates *set, WritText name)
{
    WritRateTable wanted = {.name = name};
    return set->table_count == 0 ? NULL
                                 : bsearch(&wanted, set->tables, set->table_count,
                                           sizeof *set->tables, compare_tables);
}

// How many rates stand before all of `currency` that are later than `day`.
static uint32_t count_through(const WritRateTable *table, WritCode currency, int64_t day)
{
    WritRate wanted = {.currency = currency, .day = day};
    uint32_t low = 0;
    uint32_t high = table->rate_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (rates_compare(&table->rates[middle], &wanted) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const WritRate *last_through(const WritRateTable *table, WritCode currency, int64_t day)
{
    uint32_t count = count_through(table, currency, day);
    const WritRate *last = count == 0 ? NULL : &table->rates[count - 1];
    return last != NULL && last->currency == currency ? last : NULL;
}

bool writ_rates_have(const WritRateTable *table, WritCode currency)
{
    return currency == table->base || last_through(table, currency, INT64_MAX) != NULL;
}

int64_t writ_rates_last_day(const WritRateTable *table)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; i < table->rate_count; i++) {
        last = table->rates[i].day > last ? table->rates[i].day : last;
    }
    return last;
}

// --- Of a day ----------------------------------------------------------------------------------

static const char put_newer[] = "Put the rates into the file that the exchange rates name, and "
                                "release the book.";

static WritStatus fail_none(const WritRateTable *table, WritCode currency, const char *day,
                            WritError *error)
{
    char code[5];
    (void)writ_code_text(currency, code);
    if (writ_rates_have(table, currency)) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "\"%.*s\" has no rate of %s or before for %s",
                        WRIT_TEXT_ARGS(table->name), day, code);
    } else {
        (void)writ_fail(error, WRIT_NOT_FOUND, "\"%.*s\" has no rate for %s",
                        WRIT_TEXT_ARGS(table->name), code);
    }
    (void)writ_hint(error, "%s", put_newer);
    return WRIT_NOT_FOUND;
}

static WritStatus fail_old(const WritRateTable *table, const WritRate *rate, int64_t day,
                           const char *today, WritError *error)
{
    char code[5];
    char date[RATES_DAY_BYTES];
    (void)writ_code_text(rate->currency, code);
    rates_day_text(rate->day, date);
    (void)writ_fail(error, WRIT_LIMIT,
                    "the last rate for %s in \"%.*s\" is of %s: on %s that is %lld days old, and "
                    "it may be %u",
                    code, WRIT_TEXT_ARGS(table->name), date, today, (long long)(day - rate->day),
                    (unsigned)table->days_old_max);
    (void)writ_hint(error, "%s", put_newer);
    return WRIT_LIMIT;
}

WritStatus writ_rates_on(const WritRate **rate, const WritRateTable *table, WritCode currency,
                         int64_t day, WritError *error)
{
    char today[RATES_DAY_BYTES];
    rates_day_text(day, today);
    *rate = last_through(table, currency, day);
    if (*rate == NULL) {
        return fail_none(table, currency, today, error);
    }
    return day - (*rate)->day > (int64_t)table->days_old_max
               ? fail_old(table, *rate, day, today, error)
               : WRIT_OK;
}
