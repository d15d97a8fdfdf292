// A set of rates as bytes: format | tables. Its SHA-256 is its version.
//
//     table: name | title | base | days old | places | number of prices | currencies
//     currency: code | prices      price: day | number as text
#include "rates/rates.h"
#include "writ/bytes.h"
#include "writ/value.h"

enum { RATES_FORMAT = 1 };

static void put_code(WritBuffer *out, WritCode code)
{
    char letters[5];
    size_t length = writ_code_text(code, letters);
    writ_put_text(out, (WritText){letters, length});
}

static uint32_t end_of_currency(const WritRateTable *table, uint32_t start)
{
    uint32_t end = start;
    while (end < table->rate_count && table->rates[end].currency == table->rates[start].currency) {
        end++;
    }
    return end;
}

static void put_currency(WritBuffer *out, const WritRate *rates, uint32_t count)
{
    put_code(out, rates->currency);
    writ_put_uint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        char price[WRIT_DECIMAL_TEXT_BYTES];
        size_t length = writ_decimal_print(rates[i].price, price);
        writ_put_int(out, rates[i].day);
        writ_put_text(out, (WritText){price, length});
    }
}

static void put_table(WritBuffer *out, const WritRateTable *table)
{
    uint32_t currencies = 0;
    writ_put_text(out, table->name);
    writ_put_text(out, table->title);
    put_code(out, table->base);
    writ_put_uint(out, table->days_old_max);
    writ_put_u8(out, table->places);
    for (uint32_t i = 0; i < table->rate_count; i = end_of_currency(table, i)) {
        currencies++;
    }
    writ_put_uint(out, table->rate_count);
    writ_put_uint(out, currencies);
    for (uint32_t i = 0; i < table->rate_count;) {
        uint32_t end = end_of_currency(table, i);
        put_currency(out, &table->rates[i], end - i);
        i = end;
    }
}

void writ_rates_encode(WritBuffer *out, const WritRates *set)
{
    writ_put_u8(out, RATES_FORMAT);
    writ_put_uint(out, set->table_count);
    for (uint32_t i = 0; i < set->table_count; i++) {
        put_table(out, &set->tables[i]);
    }
}

WritHash writ_rates_version(WritText bytes)
{
    return writ_hash(bytes);
}

// --- Reading -----------------------------------------------------------------------------------

static WritCode get_code(WritReader *in)
{
    WritText letters = writ_get_text(in);
    in->failed = in->failed || !rates_is_currency(letters);
    return in->failed ? 0 : writ_code(letters);
}

static void get_rate(WritReader *in, WritRate *rate, WritCode currency)
{
    char again[WRIT_DECIMAL_TEXT_BYTES];
    int64_t day = writ_get_int(in);
    WritText price = writ_get_text(in);
    WritDecimal number = writ_decimal_from_int(0);
    bool sound = !in->failed && day >= WRIT_DATE_DAYS_MIN && day <= WRIT_DATE_DAYS_MAX &&
                 writ_decimal_parse(&number, price, NULL) == WRIT_OK && rates_is_price(number);
    size_t length = sound ? writ_decimal_print(number, again) : 0;
    in->failed = !sound || !writ_text_equal(price, (WritText){again, length});
    *rate = (WritRate){currency, day, number};
}

// By rising day, each once. `from` is where they go.
static void get_prices(WritReader *in, WritRate *from, size_t count, WritCode currency)
{
    for (size_t i = 0; i < count && !in->failed; i++) {
        get_rate(in, &from[i], currency);
        in->failed = in->failed || (i > 0 && from[i - 1].day >= from[i].day);
    }
}

static void get_currencies(WritReader *in, WritRateTable *table)
{
    uint32_t read = 0;
    size_t currencies = writ_get_count(in);
    for (size_t c = 0; c < currencies && !in->failed; c++) {
        WritCode currency = get_code(in);
        size_t count = writ_get_count(in);
        bool rises =
            read == 0 || rates_compare_codes(table->rates[read - 1].currency, currency) < 0;
        in->failed = in->failed || !rises || currency == table->base || count == 0 ||
                     count > table->rate_count - read;
        get_prices(in, table->rates + read, in->failed ? 0 : count, currency);
        read += in->failed ? 0 : (uint32_t)count;
    }
    in->failed = in->failed || read != table->rate_count;
}

static bool is_name(WritText text)
{
    return text.length > 0 && text.length <= WRIT_RATE_TEXT_BYTES_MAX && writ_text_is_utf8(text);
}

static void get_table(WritReader *in, WritArena *arena, WritRateTable *table)
{
    table->name = writ_get_text(in);
    table->title = writ_get_text(in);
    table->base = get_code(in);
    table->days_old_max = writ_get_u32(in);
    table->places = writ_get_u8(in);
    size_t count = writ_get_count(in);
    in->failed = in->failed || !is_name(table->name) ||
                 (table->title.length > 0 && !is_name(table->title)) ||
                 table->days_old_max > WRIT_RATE_AGE_DAYS_MAX ||
                 (table->places > WRIT_RATE_PLACES_MAX && table->places != WRIT_RATE_MINOR_UNIT) ||
                 count > WRIT_RATES_MAX;
    table->rate_count = in->failed ? 0 : (uint32_t)count;
    table->rates = writ_arena_array(arena, table->rate_count, sizeof *table->rates);
    get_currencies(in, table);
}

static void get_tables(WritReader *in, WritArena *arena, WritRates *set)
{
    size_t count = writ_get_count(in);
    in->failed = in->failed || count > WRIT_RATE_TABLES_MAX;
    set->table_count = in->failed ? 0 : (uint32_t)count;
    set->tables = writ_arena_array(arena, set->table_count, sizeof *set->tables);
    for (uint32_t i = 0; i < set->table_count && !in->failed; i++) {
        get_table(in, arena, &set->tables[i]);
        in->failed = in->failed || (i > 0 && writ_text_compare(set->tables[i - 1].name,
                                                               set->tables[i].name) >= 0);
    }
}

WritStatus writ_rates_decode(WritRates *set, WritArena *arena, WritText bytes, WritError *error)
{
    *set = (WritRates){.table_count = 0};
    if (bytes.length > WRIT_RATES_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the exchange rates have more than %d bytes",
                         WRIT_RATES_BYTES_MAX);
    }
    WritReader in = writ_reader(bytes);
    uint8_t format = writ_get_u8(&in);
    if (format > RATES_FORMAT) {
        (void)writ_fail(error, WRIT_LIMIT, "a later writ wrote these exchange rates (format %d)",
                        format);
        (void)writ_hint(error, "Use that writ, or a later one.");
        return WRIT_LIMIT;
    }
    WritRates read = {.table_count = 0};
    in.failed = in.failed || format != RATES_FORMAT;
    get_tables(&in, arena, &read);
    if (!writ_reader_done(&in)) {
        return writ_fail(error, WRIT_INVALID, "these bytes are no exchange rates");
    }
    *set = read;
    return WRIT_OK;
}
