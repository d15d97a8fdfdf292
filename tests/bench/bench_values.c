// How fast values are written, read and computed with: one JSON line a workload, best of five.
#include <assert.h>
#include <stdio.h>
#include <time.h>

#include "writ/json.h"
#include "writ/value.h"

#include "support/value_types.h"

enum { ROUNDS = 5 };

static const char LINE[] = "{\"position\": 10, \"item\": \"Bolt M8 x 40, zinc plated\", "
                           "\"ordered\": \"1200 pcs\", \"net\": \"1250.50 EUR\", "
                           "\"currency\": \"EUR\", \"shipped\": \"0 pcs\"}";

typedef struct Bench {
    WritArena *types_arena;
    WritArena *arena;
    WritTypes *types;
    WritBuffer buffer;
    WritText bytes; // What is read.
    WritValue value;
    WritDecimal a;
    WritDecimal b;
    long sink; // Keeps results alive.
} Bench;

typedef void Work(Bench *bench);

static double now_seconds(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// Seconds a call, the fastest round of all.
static double measure(Bench *bench, Work *work, int count)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_seconds();
        for (int i = 0; i < count; i++) {
            work(bench);
        }
        double seconds = (now_seconds() - start) / count;
        best = seconds < best ? seconds : best;
    }
    return best;
}

static void report(const char *workload, double value, const char *unit)
{
    (void)printf("{\"workload\": \"%s\", \"value\": %.1f, \"unit\": \"%s\"}\n", workload, value,
                 unit);
}

static void report_ns(const char *workload, double seconds)
{
    report(workload, seconds * 1e9, "ns");
}

// Ten fields as a case has them: numbers, money, quantities, dates, texts, choices.
static WritValue ten_fields(const Bench *bench)
{
    static const struct {
        WritTypeId type;
        const char *text;
    } fields[] = {
        {TEST_TEXT, "SO-2026-000123"}, {TEST_TEXT, "Bolt M8 x 40, zinc plated"},
        {TEST_NUMBER, "10"},           {TEST_MONEY_EUR, "1250.50 EUR"},
        {TEST_PIECES, "1200 pcs"},     {TEST_PERCENT, "7.5%"},
        {TEST_DATE, "2026-03-02"},     {TEST_INSTANT, "2026-03-02T09:00:00Z"},
        {TEST_INCOTERM, "DAP"},        {TEST_PERSON, "anna"},
    };
    enum { COUNT = sizeof fields / sizeof fields[0] };
    WritRecord *record = writ_record_new(bench->types_arena, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        WritStatus status = writ_value_parse(&record->fields[i], bench->types_arena, bench->types,
                                             fields[i].type, writ_text(fields[i].text), NULL);
        assert(status == WRIT_OK);
    }
    return (WritValue){.kind = WRIT_VALUE_RECORD, .record = record};
}

static void put_record(Bench *bench)
{
    writ_buffer_clear(&bench->buffer);
    writ_value_put(&bench->buffer, bench->value);
}

static void get_record(Bench *bench)
{
    WritValue value;
    writ_arena_reset(bench->arena);
    WritReader in = writ_reader(bench->bytes);
    bench->sink += writ_value_get(&in, bench->arena, &value);
}

static void bench_codec(Bench *bench)
{
    bench->value = ten_fields(bench);
    report_ns("value_put_10_fields", measure(bench, put_record, 200000));
    put_record(bench);
    bench->bytes = writ_buffer_text(&bench->buffer);
    report("value_bytes_10_fields", (double)bench->bytes.length, "bytes");
    report_ns("value_get_10_fields", measure(bench, get_record, 200000));
}

static void add(Bench *bench)
{
    WritDecimal sum;
    bench->sink += writ_decimal_add(&sum, bench->a, bench->b, NULL);
}

static void multiply(Bench *bench)
{
    WritDecimal product;
    bench->sink += writ_decimal_multiply(&product, bench->a, bench->b, NULL);
}

static void compare(Bench *bench)
{
    bench->sink += writ_decimal_compare(bench->a, bench->b);
}

static void print(Bench *bench)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    bench->sink += (long)writ_decimal_print(bench->a, text);
}

static void parse(Bench *bench)
{
    bench->sink += writ_decimal_parse(&bench->a, writ_text("1250.50"), NULL);
}

static void bench_decimals(Bench *bench)
{
    WritStatus status = writ_decimal_parse(&bench->a, writ_text("1250.50"), NULL);
    assert(status == WRIT_OK);
    status = writ_decimal_parse(&bench->b, writ_text("19.99"), NULL);
    assert(status == WRIT_OK);
    report_ns("decimal_add", measure(bench, add, 2000000));
    report_ns("decimal_multiply", measure(bench, multiply, 2000000));
    report_ns("decimal_compare", measure(bench, compare, 2000000));
    report_ns("decimal_print", measure(bench, print, 2000000));
    report_ns("decimal_parse", measure(bench, parse, 2000000));
}

static void read_json(Bench *bench)
{
    WritJson json;
    writ_arena_reset(bench->arena);
    bench->sink += writ_json_parse(&json, bench->arena, bench->bytes, "bench", NULL);
}

static void read_typed(Bench *bench)
{
    WritJson json;
    WritValue value;
    writ_arena_reset(bench->arena);
    WritStatus status = writ_json_parse(&json, bench->arena, bench->bytes, "bench", NULL);
    assert(status == WRIT_OK);
    bench->sink += writ_value_from_json(&value, bench->arena, bench->types, TEST_LINES, &json,
                                        "bench", "", NULL);
}

static void bench_json(Bench *bench)
{
    WritBuffer text = {0};
    for (int i = 0; i < 1000; i++) {
        writ_buffer_add_string(&text, i > 0 ? ",\n" : "[");
        writ_buffer_add_string(&text, LINE);
    }
    writ_buffer_add_byte(&text, ']');
    bench->bytes = writ_buffer_text(&text);
    double megabytes = (double)text.length / 1e6;
    report("json_read", megabytes / measure(bench, read_json, 50), "MB/s");
    report("json_to_values", megabytes / measure(bench, read_typed, 50), "MB/s");
    writ_buffer_dispose(&text);
}

int main(void)
{
    Bench bench = {.types_arena = writ_arena_new(1 << 20), .arena = writ_arena_new(1 << 28)};
    bench.types = test_types_new(bench.types_arena);
    bench_codec(&bench);
    bench_decimals(&bench);
    bench_json(&bench);
    writ_arena_free(bench.types_arena);
    writ_arena_free(bench.arena);
    writ_buffer_dispose(&bench.buffer);
    return 0;
}
