// Exchange rates: files, sets as bytes, the price of a day, and conversion against whole numbers.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "writ/bytes.h"
#include "writ/rates.h"
#include "writ/value.h"

static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_RATES_ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static WritCode code(const char *letters)
{
    return writ_code(writ_text(letters));
}

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    assert_int_equal(writ_date_parse(&day, writ_text(text), NULL), WRIT_OK);
    return day;
}

static WritDecimal number(const char *text)
{
    WritDecimal parsed;
    assert_int_equal(writ_decimal_parse(&parsed, writ_text(text), NULL), WRIT_OK);
    return parsed;
}

static void assert_number(WritDecimal got, const char *expected)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    (void)writ_decimal_print(got, text);
    assert_string_equal(text, expected);
}

static WritRateFile read_file(WritText bytes)
{
    WritRateFile read;
    writ_rates_read_csv(&read, arena, bytes, code("EUR"));
    return read;
}

static const char TEST_RATES[] = "date,currency,rate\n"
                                 "# a Friday and a Monday\n"
                                 "2026-02-27,RON,5.0850\n"
                                 "2026-02-27,GBP,0.8700\n"
                                 "2026-02-27,USD,1.1500\n"
                                 "2026-03-02,RON,5.1000\n"
                                 "2026-03-02,JPY,180.00\n";

static WritRateTable table_of(const char *bytes)
{
    WritRateFile read = read_file(writ_text(bytes));
    assert_int_equal(read.problem_count, 0);
    WritRateTable table = {
        .name = writ_text("corp.rates"),
        .title = writ_text("Rates"),
        .base = code("EUR"),
        .days_old_max = 5,
        .places = WRIT_RATE_MINOR_UNIT,
        .rates = read.rates,
        .rate_count = read.rate_count,
    };
    writ_rate_table_sort(&table);
    return table;
}

// --- Files -------------------------------------------------------------------------------------

static void commas_semicolons_and_tabs_read_alike(void **state)
{
    (void)state;
    static const char *const files[] = {
        "2026-03-02,RON,5.0850\n2026-03-02,GBP,0.87",
        ("\xef\xbb\xbf"
         "date;currency;rate\r\n2026-03-02 ; RON ; 5.0850\r\n\r\n2026-03-02;GBP;0.87\r\n"),
        "# rates\ndate\tcurrency\trate\n2026-03-02\tRON\t5.0850\n2026-03-02\tGBP\t0.87\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        WritRateFile read = read_file(writ_text(files[i]));
        assert_int_equal(read.problem_count, 0);
        assert_int_equal(read.rate_count, 2);
        assert_int_equal(read.rates[0].currency, code("RON"));
        assert_int_equal(read.rates[0].day, day_of("2026-03-02"));
        assert_number(read.rates[0].price, "5.0850");
        assert_number(read.rates[1].price, "0.87");
    }
}

static void each_mistake_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t line;
        const char *text;
    } cases[] = {
        {"", 0, "the file has no rates"},
        {"date,currency,rate\n", 0, "the file has no rates"},
        {"\n2026-03-02,RON\n", 2, "the line does not have a date, a currency and a rate"},
        {"2026-03-02,RON,5,0850\n", 1, "the line does not have a date, a currency and a rate"},
        {"2026-03-02;RON;5,0850\n", 1, "\"5,0850\" is no rate"},
        {"2026-03-02,RON,5.0850\ndate,currency,rate\n", 2, "\"date\" is no date"},
        {"02/03/2026,RON,5.0850\n", 1, "\"02/03/2026\" is no date"},
        {"2026-02-30,RON,5.0850\n", 1, "\"2026-02-30\" is no date"},
        {"2026-03-02,ron,5.0850\n", 1, "\"ron\" is no currency"},
        {"2026-03-02,RO,5.0850\n", 1, "\"RO\" is no currency"},
        {"2026-03-02,EUR,1\n", 1, "\"EUR\" is the currency that the rates are against"},
        {"2026-03-02,RON,-5\n", 1, "\"-5\" is no rate"},
        {"2026-03-02,RON,5e1\n", 1, "\"5e1\" is no rate"},
        {"2026-03-02,RON,1.2.3\n", 1, "\"1.2.3\" is no rate"},
        {"2026-03-02,RON,\n", 1, "what stands here is no rate"},
        {"2026-03-02,RON,\x1b[2J\n", 1, "what stands here is no rate"},
        {"2026-03-02,RON,0.000\n", 1, "\"0.000\" is no rate that counts"},
        {"2026-03-02,RON,1234567890.123456\n", 1, "\"1234567890.123456\" is no rate that counts"},
        {"2026-03-02,RON,5\n2026-03-02,USD,1\n2026-03-02,RON,5\n", 3,
         "line 1 has a rate of 2026-03-02 for RON already"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritRateFile read = read_file(writ_text(cases[i].bytes));
        assert_int_equal(read.problem_count, 1);
        assert_int_equal(read.problems[0].line, cases[i].line);
        WritBuffer said = {0};
        writ_buffer_add(&said, read.problems[0].text);
        assert_string_equal(writ_buffer_string(&said), cases[i].text);
        assert_true(read.problems[0].hint.length > 0);
        writ_buffer_dispose(&said);
    }
}

static void a_price_has_at_most_fifteen_digits(void **state)
{
    (void)state;
    WritRateFile read = read_file(writ_text("2026-03-02,RON,000123456789.012345\n"));
    assert_int_equal(read.problem_count, 0);
    assert_number(read.rates[0].price, "123456789.012345");
}

static WritRateFile read_rates(uint32_t count)
{
    WritBuffer bytes = {0};
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_format(&bytes, "%04u-01-01,%c%c%c,1\n", i / 17576 + 2001, 'A' + i / 676 % 26,
                           'A' + i / 26 % 26, 'A' + i % 26);
    }
    WritText own = writ_arena_text(arena, writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    WritRateFile read;
    writ_rates_read_csv(&read, arena, own, 0);
    return read;
}

static void a_file_has_a_bound_of_rates(void **state)
{
    (void)state;
    WritRateFile most = read_rates(WRIT_RATES_MAX);
    assert_int_equal(most.problem_count, 0);
    assert_int_equal(most.rate_count, WRIT_RATES_MAX);
    assert_int_equal(read_rates(WRIT_RATES_MAX + 1).problem_count, 1);
}

static void a_file_has_a_bound_of_bytes(void **state)
{
    (void)state;
    WritBuffer bytes = {0};
    writ_buffer_add_string(&bytes, "2026-03-02,RON,5\n#");
    while (bytes.length < WRIT_RATE_FILE_BYTES_MAX) {
        writ_buffer_add_byte(&bytes, 'x');
    }
    assert_int_equal(read_file(writ_buffer_text(&bytes)).problem_count, 0);
    writ_buffer_add_byte(&bytes, 'x');
    WritRateFile larger = read_file(writ_buffer_text(&bytes));
    assert_int_equal(larger.problem_count, 1);
    assert_int_equal(larger.problems[0].line, 0);
    writ_buffer_dispose(&bytes);
}

static void only_so_many_problems_are_told(void **state)
{
    (void)state;
    WritBuffer bytes = {0};
    for (uint32_t i = 0; i < WRIT_RATE_FILE_PROBLEMS_MAX + 5; i++) {
        writ_buffer_add_string(&bytes, "nonsense\n");
    }
    assert_int_equal(read_file(writ_buffer_text(&bytes)).problem_count,
                     WRIT_RATE_FILE_PROBLEMS_MAX);
    writ_buffer_dispose(&bytes);
}

// --- Sets --------------------------------------------------------------------------------------

static WritRates set_of_two(void)
{
    WritRates set = {writ_arena_array(arena, 2, sizeof(WritRateTable)), 2};
    set.tables[0] = table_of(TEST_RATES);
    set.tables[1] = table_of("2026-03-02,SEK,11.2\n");
    set.tables[1].name = writ_text("bank.rates");
    set.tables[1].title = writ_text("");
    set.tables[1].places = 4;
    writ_rates_sort(&set);
    return set;
}

static void a_set_comes_back_from_its_bytes(void **state)
{
    (void)state;
    WritRates set = set_of_two();
    WritBuffer bytes = {0};
    WritBuffer again = {0};
    writ_rates_encode(&bytes, &set);
    WritRates read;
    assert_int_equal(writ_rates_decode(&read, arena, writ_buffer_text(&bytes), NULL), WRIT_OK);
    writ_rates_encode(&again, &read);
    assert_true(writ_text_equal(writ_buffer_text(&bytes), writ_buffer_text(&again)));
    const WritRateTable *found = writ_rates_find(&read, writ_text("corp.rates"));
    assert_non_null(found);
    assert_int_equal(found->rate_count, 5);
    assert_int_equal(writ_rates_last_day(found), day_of("2026-03-02"));
    assert_true(writ_rates_have(found, code("EUR")));
    assert_true(writ_rates_have(found, code("USD")));
    assert_false(writ_rates_have(found, code("SEK")));
    assert_null(writ_rates_find(&read, writ_text("corp.other")));
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&again);
}

// Whatever bytes are read, they are the ones that would be written.
static void assert_canonical(WritText bytes)
{
    WritRates read;
    WritBuffer again = {0};
    if (writ_rates_decode(&read, arena, bytes, NULL) == WRIT_OK) {
        writ_rates_encode(&again, &read);
        assert_true(writ_text_equal(bytes, writ_buffer_text(&again)));
    }
    writ_buffer_dispose(&again);
}

static void damaged_bytes_are_refused_or_canonical(void **state)
{
    (void)state;
    WritRates set = set_of_two();
    WritBuffer bytes = {0};
    writ_rates_encode(&bytes, &set);
    WritText whole = writ_buffer_text(&bytes);
    for (size_t i = 0; i < whole.length; i++) {
        WritRates read;
        assert_int_not_equal(writ_rates_decode(&read, arena, (WritText){whole.data, i}, NULL),
                             WRIT_OK);
        for (int flip = 1; flip < 256; flip++) {
            bytes.data[i] = (char)(bytes.data[i] ^ flip);
            assert_canonical(whole);
            bytes.data[i] = (char)(bytes.data[i] ^ flip);
        }
        writ_arena_reset(arena);
    }
    writ_buffer_dispose(&bytes);
}

static void a_later_format_says_so(void **state)
{
    (void)state;
    WritRates read;
    WritError error;
    assert_int_equal(writ_rates_decode(&read, arena, (WritText){"\x02\x00", 2}, &error),
                     WRIT_LIMIT);
    assert_non_null(strstr(error.text, "a later writ"));
    assert_int_equal(writ_rates_decode(&read, arena, (WritText){"\x00\x00", 2}, &error),
                     WRIT_INVALID);
    assert_int_equal(writ_rates_decode(&read, arena, (WritText){"\x01\x00", 2}, &error), WRIT_OK);
}

static void a_set_has_a_bound_of_tables(void **state)
{
    (void)state;
    for (uint32_t more = 0; more < 2; more++) {
        uint32_t count = WRIT_RATE_TABLES_MAX + more;
        WritRates set = {writ_arena_array(arena, count, sizeof(WritRateTable)), count};
        char names[WRIT_RATE_TABLES_MAX + 1][16];
        WritBuffer bytes = {0};
        for (uint32_t i = 0; i < count; i++) {
            (void)snprintf(names[i], sizeof names[i], "t.t%02u", (unsigned)i);
            set.tables[i] = table_of("2026-03-02,SEK,11.2\n");
            set.tables[i].name = writ_text(names[i]);
        }
        writ_rates_encode(&bytes, &set);
        WritRates read;
        assert_int_equal(writ_rates_decode(&read, arena, writ_buffer_text(&bytes), NULL),
                         more == 0 ? WRIT_OK : WRIT_INVALID);
        writ_buffer_dispose(&bytes);
    }
}

// --- The price of a day ------------------------------------------------------------------------

static void the_last_price_of_a_day_or_before_counts(void **state)
{
    (void)state;
    WritRateTable table = table_of(TEST_RATES);
    static const struct {
        const char *day;
        const char *price; // NULL: there is none.
        WritStatus status;
    } cases[] = {
        {"2026-02-26", NULL, WRIT_NOT_FOUND}, {"2026-02-27", "5.0850", WRIT_OK},
        {"2026-03-01", "5.0850", WRIT_OK},    {"2026-03-02", "5.1000", WRIT_OK},
        {"2026-03-07", "5.1000", WRIT_OK},    {"2026-03-08", NULL, WRIT_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const WritRate *rate;
        assert_int_equal(writ_rates_on(&rate, &table, code("RON"), day_of(cases[i].day), NULL),
                         cases[i].status);
        if (cases[i].price != NULL) {
            assert_number(rate->price, cases[i].price);
        }
    }
}

static void what_is_missing_or_old_says_so(void **state)
{
    (void)state;
    WritRateTable table = table_of(TEST_RATES);
    const WritRate *rate;
    WritError error;
    assert_int_equal(writ_rates_on(&rate, &table, code("SEK"), day_of("2026-03-02"), &error),
                     WRIT_NOT_FOUND);
    assert_string_equal(error.text, "\"corp.rates\" has no rate for SEK");
    (void)!writ_rates_on(&rate, &table, code("USD"), day_of("2026-02-01"), &error);
    assert_string_equal(error.text, "\"corp.rates\" has no rate of 2026-02-01 or before for USD");
    assert_int_equal(writ_rates_on(&rate, &table, code("USD"), day_of("2026-03-05"), &error),
                     WRIT_LIMIT);
    assert_string_equal(error.text, "the last rate for USD in \"corp.rates\" is of 2026-02-27: on "
                                    "2026-03-05 that is 6 days old, and it may be 5");
}

// --- Converting --------------------------------------------------------------------------------

static void the_rates_of_the_company_convert(void **state)
{
    (void)state;
    WritRateTable table = table_of(TEST_RATES);
    static const struct {
        const char *amount, *from, *to, *result;
    } cases[] = {
        {"5085.00", "RON", "EUR", "1000.00"}, {"1000", "EUR", "RON", "5085.00"},
        {"100.00", "RON", "USD", "22.62"},    {"100.00", "USD", "RON", "442.17"},
        {"-100.00", "RON", "USD", "-22.62"},  {"0.00", "RON", "USD", "0.00"},
        {"0.01", "RON", "EUR", "0.00"},       {"870", "GBP", "USD", "1150.00"},
        {"0.0025425", "RON", "EUR", "0.00"},  {"0.025425", "RON", "EUR", "0.01"},
        {"-0.025425", "RON", "EUR", "-0.01"}, {"0.025424999", "RON", "EUR", "0.00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritConversion converted;
        assert_int_equal(writ_rates_convert(&converted, &table, number(cases[i].amount),
                                            code(cases[i].from), code(cases[i].to),
                                            day_of("2026-03-01"), NULL),
                         WRIT_OK);
        assert_number(converted.amount, cases[i].result);
        assert_true((converted.from == NULL) == (strcmp(cases[i].from, "EUR") == 0));
        assert_true((converted.to == NULL) == (strcmp(cases[i].to, "EUR") == 0));
    }
}

static void the_target_says_the_places(void **state)
{
    (void)state;
    WritRateTable table = table_of("2026-03-02,JPY,180.55\n2026-03-02,KWD,0.35\n");
    WritConversion converted;
    int64_t day = day_of("2026-03-02");
    assert_int_equal(
        writ_rates_convert(&converted, &table, number("1.5"), code("EUR"), code("JPY"), day, NULL),
        WRIT_OK);
    assert_number(converted.amount, "271");
    assert_int_equal(
        writ_rates_convert(&converted, &table, number("1.5"), code("EUR"), code("KWD"), day, NULL),
        WRIT_OK);
    assert_number(converted.amount, "0.525");
    table.places = 4;
    assert_int_equal(
        writ_rates_convert(&converted, &table, number("1"), code("JPY"), code("KWD"), day, NULL),
        WRIT_OK);
    assert_number(converted.amount, "0.0019");
    assert_int_equal(writ_rates_minor_places(code("CLF")), 4);
    assert_int_equal(writ_rates_minor_places(code("RON")), 2);
}

static void an_amount_may_have_too_many_digits(void **state)
{
    (void)state;
    WritRateTable table = table_of("2026-03-02,RON,123456.789012345\n");
    WritConversion converted;
    WritError error;
    int64_t day = day_of("2026-03-02");
    assert_int_equal(writ_rates_convert(&converted, &table, number("9999999999999999.999"),
                                        code("EUR"), code("RON"), day, &error),
                     WRIT_OK);
    assert_int_equal(writ_rates_convert(&converted, &table, number("99999999999999999.999"),
                                        code("EUR"), code("RON"), day, &error),
                     WRIT_LIMIT);
    assert_string_equal(error.text, "the amount has too many digits to be converted exactly");
}

// amount * to / from over whole numbers, half away from zero.
static int64_t oracle(int64_t cents, int64_t from, int64_t to)
{
    __int128 twice = (__int128)(cents < 0 ? -cents : cents) * to * 2;
    int64_t rounded = (int64_t)((twice + from) / ((__int128)from * 2));
    return cents < 0 ? -rounded : rounded;
}

static void random_conversions_agree_with_whole_numbers(void **state)
{
    (void)state;
    srand(20260302);
    for (int i = 0; i < 20000; i++) {
        int64_t from = rand() % 9999999 + 1;
        int64_t to = i % 3 == 0 ? 10000 : rand() % 99999 + 1;
        int64_t cents = (int64_t)rand() * 1000 + rand() % 1000;
        cents = i % 5 == 0 ? -cents : i % 7 == 0 ? rand() % 200 : cents;
        char file[128];
        (void)snprintf(file, sizeof file, "2026-03-02,AAA,%d.%04d\n2026-03-02,BBB,%d.%04d\n",
                       (int)(from / 10000), (int)(from % 10000), (int)(to / 10000),
                       (int)(to % 10000));
        WritRateTable table = table_of(file);
        WritDecimal amount;
        WritDecimal expected;
        WritConversion converted;
        assert_int_equal(writ_decimal_shift(&amount, writ_decimal_from_int(cents), -2, NULL),
                         WRIT_OK);
        assert_int_equal(
            writ_decimal_shift(&expected, writ_decimal_from_int(oracle(cents, from, to)), -2, NULL),
            WRIT_OK);
        assert_int_equal(writ_rates_convert(&converted, &table, amount, code("AAA"), code("BBB"),
                                            day_of("2026-03-02"), NULL),
                         WRIT_OK);
        assert_int_equal(writ_decimal_compare(converted.amount, expected), 0);
        writ_arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_semicolons_and_tabs_read_alike),
        cmocka_unit_test(each_mistake_is_told_with_its_line),
        cmocka_unit_test(a_price_has_at_most_fifteen_digits),
        cmocka_unit_test(a_file_has_a_bound_of_rates),
        cmocka_unit_test(a_file_has_a_bound_of_bytes),
        cmocka_unit_test(only_so_many_problems_are_told),
        cmocka_unit_test(a_set_comes_back_from_its_bytes),
        cmocka_unit_test(damaged_bytes_are_refused_or_canonical),
        cmocka_unit_test(a_later_format_says_so),
        cmocka_unit_test(a_set_has_a_bound_of_tables),
        cmocka_unit_test(the_last_price_of_a_day_or_before_counts),
        cmocka_unit_test(what_is_missing_or_old_says_so),
        cmocka_unit_test(the_rates_of_the_company_convert),
        cmocka_unit_test(the_target_says_the_places),
        cmocka_unit_test(an_amount_may_have_too_many_digits),
        cmocka_unit_test(random_conversions_agree_with_whole_numbers),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
