// From one currency to another: worked out exactly, rounded once.
#include <string.h>

#include "rates/rates.h"

// ISO 4217: whose smallest coin is not the hundredth part.
int writ_rates_minor_places(WritCode currency)
{
    static const struct {
        const char *codes;
        int places;
    } others[] = {
        {"BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0},
        {"BHD IQD JOD KWD LYD OMR TND", 3},
        {"CLF UYW", 4},
    };
    char code[5];
    (void)writ_code_text(currency, code);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strstr(others[i].codes, code) != NULL) {
            return others[i].places;
        }
    }
    return 2;
}

static WritStatus find_rate(const WritRate **rate, const WritRateTable *table, WritCode currency,
                            int64_t day, WritError *error)
{
    *rate = NULL;
    return currency == table->base ? WRIT_OK : writ_rates_on(rate, table, currency, day, error);
}

// Whether what `down` leaves of the dividend is half a last place of the quotient or more.
static WritStatus leaves_half(bool *half, WritDecimal dividend, WritDecimal divisor,
                              WritDecimal down, int places, WritError *error)
{
    WritDecimal part;
    WritDecimal rest;
    WritDecimal twice;
    WritDecimal last;
    WritStatus status = writ_decimal_multiply(&part, down, divisor, error);
    if (status == WRIT_OK) {
        status = writ_decimal_subtract(&rest, dividend, part, error);
    }
    if (status == WRIT_OK) {
        status = writ_decimal_add(&twice, rest, rest, error);
    }
    if (status == WRIT_OK) {
        status = writ_decimal_shift(&last, divisor, -places, error);
    }
    *half = status == WRIT_OK && writ_decimal_compare(twice, last) >= 0;
    return status;
}

// Of a dividend that is not negative. A quotient of 34 digits that is rounded again could be
// rounded up twice: it is cut, and what is left decides.
static WritStatus divide(WritDecimal *quotient, WritDecimal dividend, WritDecimal divisor,
                         int places, WritError *error)
{
    WritDecimal cut;
    WritDecimal down;
    WritDecimal unit;
    bool half = false;
    WritStatus status = writ_decimal_divide(&cut, dividend, divisor, WRIT_ROUND_DOWN, error);
    if (status == WRIT_OK) {
        status = writ_decimal_round(&down, cut, places, WRIT_ROUND_DOWN, error);
    }
    if (status == WRIT_OK) {
        status = leaves_half(&half, dividend, divisor, down, places, error);
    }
    if (status == WRIT_OK) {
        status = writ_decimal_shift(&unit, writ_decimal_from_int(half ? 1 : 0), -places, error);
    }
    return status == WRIT_OK ? writ_decimal_add(quotient, down, unit, error) : status;
}

static WritStatus work_out(WritConversion *converted, WritDecimal amount, int places,
                           WritError *error)
{
    WritDecimal one = writ_decimal_from_int(1);
    bool negative = writ_decimal_compare(amount, writ_decimal_from_int(0)) < 0;
    WritDecimal product;
    WritStatus status =
        writ_decimal_multiply(&product, negative ? writ_decimal_negate(amount) : amount,
                              converted->to == NULL ? one : converted->to->price, error);
    if (status == WRIT_OK) {
        status = divide(&converted->amount, product,
                        converted->from == NULL ? one : converted->from->price, places, error);
    }
    if (status == WRIT_OK && negative) {
        converted->amount = writ_decimal_negate(converted->amount);
    }
    return status;
}

WritStatus writ_rates_convert(WritConversion *converted, const WritRateTable *table,
                              WritDecimal amount, WritCode from, WritCode to, int64_t day,
                              WritError *error)
{
    *converted = (WritConversion){.from = NULL};
    WritStatus status = find_rate(&converted->from, table, from, day, error);
    if (status == WRIT_OK) {
        status = find_rate(&converted->to, table, to, day, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    int places =
        table->places == WRIT_RATE_MINOR_UNIT ? writ_rates_minor_places(to) : table->places;
    status = work_out(converted, amount, places, error);
    if (status != WRIT_OK) {
        (void)writ_fail(error, WRIT_LIMIT,
                        "the amount has too many digits to be converted exactly");
        (void)writ_hint(error, "Round it before it is converted: \"rounded(x, 2)\".");
        return WRIT_LIMIT;
    }
    return WRIT_OK;
}
