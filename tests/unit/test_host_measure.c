// Measures over cases that ended: the figures beside plain loops, cases of other versions, slices.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/fault_rounds.h"
#include "support/measured.h"
#include "support/random.h"

enum { CASES = 2600, LINES_MAX = 4, TEXT_BYTES = 2000 };

static const char measures[] = "measure in_time \"Done by the wanted date\"\n"
                               "  measure owner desk\n"
                               "  over errand where errand.wanted_on is present\n"
                               "  is errand.done_on <= errand.wanted_on\n"
                               "  target at least 60%\n"
                               "measure in_full \"Shipped in full\"\n"
                               "  over errand\n"
                               "  is every line in errand.lines has line.shipped = line.ordered\n"
                               "measure price \"What it costs\"\n"
                               "  over errand where errand.kind = far\n"
                               "  is errand.price\n"
                               "  target at most 50 EUR\n"
                               "measure fee \"What is taken off\"\n"
                               "  over errand\n"
                               "  is errand.fee\n"
                               "measure pieces \"How many pieces\"\n"
                               "  over errand\n"
                               "  is sum of line.ordered for line in errand.lines\n"
                               "measure effort \"How much work\"\n"
                               "  over errand where case.outcome = done\n"
                               "  is errand.effort\n"
                               "measure remarked \"With a remark\"\n"
                               "  over errand\n"
                               "  is remark is present\n";

// --- Cases, as the test knows them --------------------------------------------------------------

typedef struct Line {
    int ordered, shipped;
} Line;

typedef struct Errand {
    bool far, drop, wanted;
    int64_t cents, discount; // Percent.
    int64_t seconds;
    bool months;              // Its effort is 2 months, of no fixed length.
    int wanted_day, done_day; // Of October 2026.
    Line lines[LINES_MAX];
    int line_count;
} Errand;

static Errand random_errand(Random *random)
{
    Errand errand = {
        .far = random_below(random, 2) == 0,
        .drop = random_below(random, 5) == 0,
        .wanted = random_below(random, 4) != 0,
        .cents = random_between(random, 0, 10000),
        .discount = random_between(random, 0, 40),
        .seconds = random_between(random, 0, 5000) * 60,
        .months = random_below(random, 50) == 0,
        .wanted_day = (int)random_between(random, 1, 28),
        .done_day = (int)random_between(random, 1, 28),
        .line_count = (int)random_below(random, LINES_MAX + 1),
    };
    for (int i = 0; i < errand.line_count; i++) {
        errand.lines[i].ordered = (int)random_between(random, 1, 20);
        errand.lines[i].shipped = random_below(random, 4) == 0 ? 0 : errand.lines[i].ordered;
    }
    return errand;
}

static uint64_t start(Measured *m, const Errand *errand, const char *more)
{
    char wanted[64] = "";
    char lines[500] = "";
    char effort[64] = "2 months";
    char text[TEXT_BYTES];
    if (errand->wanted) {
        (void)snprintf(wanted, sizeof wanted, ",\"wanted_on\":\"2026-10-%02d\"",
                       errand->wanted_day);
    }
    if (!errand->months) {
        (void)snprintf(effort, sizeof effort, "%lld minutes", (long long)(errand->seconds / 60));
    }
    for (int i = 0; i < errand->line_count; i++) {
        size_t used = strlen(lines);
        (void)snprintf(lines + used, sizeof lines - used,
                       "%s{\"ordered\":\"%d pcs\",\"shipped\":\"%d pcs\"}", i > 0 ? "," : "",
                       errand->lines[i].ordered, errand->lines[i].shipped);
    }
    (void)snprintf(text, sizeof text,
                   "{\"errand\":{\"kind\":\"%s\",\"drop\":%s,\"price\":\"%lld.%02lld EUR\","
                   "\"discount\":\"%lld%%\",\"effort\":\"%s\",\"done_on\":\"2026-10-%02d\","
                   "\"lines\":[%s]%s%s}}",
                   errand->far ? "far" : "near", errand->drop ? "true" : "false",
                   (long long)(errand->cents / 100), (long long)(errand->cents % 100),
                   (long long)errand->discount, effort, errand->done_day, lines, wanted, more);
    return measured_start(m, text);
}

// --- Plain loops --------------------------------------------------------------------------------

typedef struct Expected {
    int64_t values[CASES]; // In units of the last place that a value has.
    uint64_t count, holds, left_out, unread;
} Expected;

static int compare_values(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

// a / b with `places` decimals, half away from zero, without zeros behind the first `least`.
static void print_ratio(char text[64], int64_t a, int64_t b, int places, int least)
{
    __int128 scale = 1;
    for (int i = 0; i < places; i++) {
        scale *= 10;
    }
    __int128 rounded = (2 * (__int128)a * scale + b) / (2 * (__int128)b);
    long long whole = (long long)(rounded / scale);
    long long rest = (long long)(rounded % scale);
    int length = places > 0 ? snprintf(text, 64, "%lld.%0*lld", whole, places, rest)
                            : snprintf(text, 64, "%lld", whole);
    while (places > least && text[length - 1] == '0') {
        text[--length] = '\0';
        places--;
    }
    if (text[length - 1] == '.') {
        text[length - 1] = '\0';
    }
}

static void check_text(const WritJson *measure, const char *key, const char *number,
                       const char *unit)
{
    char expected[128];
    (void)snprintf(expected, sizeof expected, "%s%s", number, unit);
    const WritJson *found = writ_json_find(measure, key);
    assert_non_null(found);
    if (!writ_text_is(found->text, expected)) {
        fail_msg("%s is %.*s and should be %s", key, WRIT_TEXT_ARGS(found->text), expected);
    }
}

static void check_number(const WritJson *measure, const char *key, uint64_t expected)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)expected);
    const WritJson *found = writ_json_find(measure, key);
    assert_non_null(found);
    if (!writ_text_is(found->text, text)) {
        fail_msg("%s is %.*s and should be %s", key, WRIT_TEXT_ARGS(found->text), text);
    }
}

static void check_counts(const WritJson *measure, const Expected *expected)
{
    const WritJson *unread = writ_json_find(measure, "unread");
    uint64_t count = 0;
    for (uint32_t i = 0; i < unread->count; i++) {
        count += (uint64_t)atoll(writ_json_find(&unread->items[i], "cases")->text.data);
    }
    check_number(measure, "counted", expected->count);
    check_number(measure, "left_out", expected->left_out);
    assert_int_equal(count, expected->unread);
}

static void check_share(const WritJson *measure, const Expected *expected)
{
    char text[64];
    check_counts(measure, expected);
    check_number(measure, "holds", expected->holds);
    print_ratio(text, (int64_t)expected->holds * 100, (int64_t)expected->count, 2, 0);
    check_text(measure, "value", text, "%");
}

// `places` of the values, of which the first `least` are always shown.
static void check_mean(const WritJson *measure, Expected *expected, int places, int least,
                       const char *unit)
{
    char text[64];
    int64_t sum = 0;
    int64_t scale = 1;
    uint64_t half = expected->count / 2;
    for (int i = 0; i < places; i++) {
        scale *= 10;
    }
    qsort(expected->values, expected->count, sizeof(int64_t), compare_values);
    for (uint64_t i = 0; i < expected->count; i++) {
        sum += expected->values[i];
    }
    check_counts(measure, expected);
    print_ratio(text, sum, (int64_t)expected->count * scale, places + 2, least);
    check_text(measure, "value", text, unit);
    print_ratio(text, expected->values[0], scale, places, least);
    check_text(measure, "smallest", text, unit);
    print_ratio(text, expected->values[expected->count - 1], scale, places, least);
    check_text(measure, "largest", text, unit);
    int64_t middle = expected->values[half];
    middle += expected->count % 2 == 1 ? middle : expected->values[half - 1];
    print_ratio(text, middle, 2 * scale, places + 2, least);
    check_text(measure, "median", text, unit);
}

static void expect_in_time(const Errand *errands, Expected *expected)
{
    for (int i = 0; i < CASES; i++) {
        expected->left_out += errands[i].wanted ? 0 : 1;
        expected->count += errands[i].wanted ? 1 : 0;
        expected->holds += errands[i].wanted && errands[i].done_day <= errands[i].wanted_day;
    }
}

static void expect_in_full(const Errand *errands, Expected *expected)
{
    for (int i = 0; i < CASES; i++) {
        bool full = true;
        for (int k = 0; k < errands[i].line_count; k++) {
            full = full && errands[i].lines[k].shipped == errands[i].lines[k].ordered;
        }
        expected->count++;
        expected->holds += full ? 1 : 0;
    }
}

static void expect_pieces(const Errand *errands, Expected *expected)
{
    for (int i = 0; i < CASES; i++) {
        int64_t sum = 0;
        for (int k = 0; k < errands[i].line_count; k++) {
            sum += errands[i].lines[k].ordered;
        }
        expected->values[expected->count++] = sum;
    }
}

static void expect_amounts(const Errand *errands, Expected *price, Expected *fee, Expected *effort)
{
    for (int i = 0; i < CASES; i++) {
        fee->values[fee->count++] = errands[i].cents * errands[i].discount;
        if (errands[i].far) {
            price->values[price->count++] = errands[i].cents;
        } else {
            price->left_out++;
        }
        if (errands[i].drop) {
            effort->left_out++;
        } else if (errands[i].months) {
            effort->unread++;
        } else {
            effort->values[effort->count++] = errands[i].seconds;
        }
    }
}

static bool is_met(const WritJson *measure)
{
    return writ_json_find(measure, "met")->boolean;
}

static void the_figures_are_those_of_plain_loops(void **state)
{
    Measured *m = *state;
    Random random = {3};
    Errand *errands = calloc(CASES, sizeof *errands);
    Expected *expected = calloc(7, sizeof *expected);
    measured_release(m, MEASURED_FIRST, measures);
    for (int i = 0; i < CASES; i++) {
        errands[i] = random_errand(&random);
        assert_int_equal(start(m, &errands[i], ""), i + 1);
    }
    expect_in_time(errands, &expected[0]);
    expect_in_full(errands, &expected[1]);
    expect_amounts(errands, &expected[2], &expected[3], &expected[4]);
    expect_pieces(errands, &expected[5]);
    const WritJson *all = measured_figures(m, "", "");
    assert_in_range(m->slices, 3, 10);
    const WritJson *in_time = measured_of(all, "in_time");
    check_share(in_time, &expected[0]);
    assert_int_equal(is_met(in_time), expected[0].holds * 100 >= expected[0].count * 60);
    check_share(measured_of(all, "in_full"), &expected[1]);
    int64_t cents = 0;
    for (uint64_t i = 0; i < expected[2].count; i++) {
        cents += expected[2].values[i];
    }
    const WritJson *price = measured_of(all, "price");
    check_mean(price, &expected[2], 2, 2, " EUR");
    assert_int_equal(is_met(price), cents <= 5000 * (int64_t)expected[2].count);
    check_mean(measured_of(all, "fee"), &expected[3], 4, 4, " EUR");
    check_mean(measured_of(all, "effort"), &expected[4], 0, 0, " seconds");
    check_mean(measured_of(all, "pieces"), &expected[5], 0, 0, " pcs");
    free(expected);
    free(errands);
}

// --- Which cases --------------------------------------------------------------------------------

static const Errand plain = {.wanted = true, .wanted_day = 5, .done_day = 4, .cents = 1000};

static void a_result_that_a_case_never_had_is_missing_in_it(void **state)
{
    Measured *m = *state;
    Errand dropped = plain;
    dropped.drop = true;
    measured_release(m, MEASURED_FIRST, measures);
    (void)start(m, &plain, "");
    (void)start(m, &dropped, "");
    const WritJson *remarked = measured_of(measured_figures(m, "remarked", ""), "remarked");
    check_number(remarked, "counted", 2);
    check_number(remarked, "holds", 1);
}

static void cases_count_by_the_day_on_which_they_ended(void **state)
{
    static const int64_t a_day = INT64_C(86400000000);
    Measured *m = *state;
    measured_release(m, MEASURED_FIRST, measures);
    for (int i = 0; i < 5; i++) {
        (void)start(m, &plain, "");
        m->clock.now += a_day;
    }
    const WritJson *found = measured_figures(
        m, "in_full", "{\"since\":\"2026-10-21\",\"until\":\"2026-10-22\",\"cases\":false}");
    check_number(measured_of(found, "in_full"), "counted", 2);
    found = measured_figures(m, "in_full", "{\"since\":\"2026-10-24\"}");
    check_number(measured_of(found, "in_full"), "counted", 1);
    found = measured_figures(m, "in_full", "{\"until\":\"2026-10-19\"}");
    check_number(measured_of(found, "in_full"), "counted", 0);
    assert_null(writ_json_find(measured_of(found, "in_full"), "value"));
}

static void cases_that_missed_are_listed(void **state)
{
    Measured *m = *state;
    Errand late = plain;
    late.done_day = 6;
    measured_release(m, MEASURED_FIRST, measures);
    (void)start(m, &plain, "");
    (void)start(m, &late, "");
    const WritJson *found = measured_figures(m, "errands.in_time", "{\"cases\":true}");
    const WritJson *cases = writ_json_find(measured_of(found, "in_time"), "cases");
    assert_int_equal(cases->count, 1);
    check_number(&cases->items[0], "case", 2);
    check_text(&cases->items[0], "value", "no", "");
    check_text(&cases->items[0], "outcome", "done", "");
}

// --- Versions -----------------------------------------------------------------------------------

static const char urgent[] = "measure urgent \"Urgent ones\"\n"
                             "  over errand\n"
                             "  is errand.urgent\n"
                             "measure given_up \"Given up\"\n"
                             "  over errand\n"
                             "  is case.outcome = given_up\n"
                             "measure cheap \"Cheap ones\"\n"
                             "  over errand\n"
                             "  is errand.price <= 20 EUR\n";

static void a_version_that_lacks_what_is_read_is_counted_apart(void **state)
{
    Measured *m = *state;
    Errand dropped = plain;
    dropped.drop = true;
    measured_release(m, MEASURED_FIRST, "");
    (void)start(m, &plain, "");
    (void)start(m, &dropped, "");
    measured_release(m, MEASURED_SECOND, urgent);
    (void)start(m, &plain, ",\"urgent\":true");
    (void)start(m, &dropped, ",\"urgent\":false");
    measured_close(m);
    measured_open(m);
    const WritJson *all = measured_figures(m, "", "");
    const WritJson *measure = measured_of(all, "urgent");
    check_number(measure, "counted", 2);
    check_number(measure, "holds", 1);
    const WritJson *unread = writ_json_find(measure, "unread");
    assert_int_equal(unread->count, 1);
    check_number(&unread->items[0], "cases", 2);
    check_text(&unread->items[0], "reason", "version 1.0 has no errand.urgent", "");
    // An outcome that the process has no longer is a matter of the case that ended so.
    measure = measured_of(all, "given_up");
    check_number(measure, "counted", 3);
    check_number(measure, "holds", 1);
    check_text(&writ_json_find(measure, "unread")->items[0], "reason",
               "case.outcome is a value that the process has no longer", "");
    measure = measured_of(all, "cheap");
    check_number(measure, "counted", 4);
    check_number(measure, "holds", 4);
}

static void definition_in_force(Measured *m, char text[100])
{
    WritRequest request = {.kind = WRIT_REQUEST_STATUS};
    host_must_ask(m->host, &request, &m->reply);
    const char *definition = strstr(writ_buffer_string(&m->reply.json), "\"definition\"");
    assert_non_null(definition);
    (void)snprintf(text, 100, "%.80s", definition);
}

static void a_changed_measure_changes_no_definition(void **state)
{
    Measured *m = *state;
    char before[100];
    char after[100];
    measured_release(m, MEASURED_SECOND, urgent);
    definition_in_force(m, before);
    measured_release(m, MEASURED_SECOND, measures);
    definition_in_force(m, after);
    assert_string_equal(before, after);
    // Those before are in force no longer.
    const WritJson *all = measured_figures(m, "", "");
    assert_int_equal(writ_json_find(all, "measures")->count, 7);
}

// --- What is asked ------------------------------------------------------------------------------

static void refuse(Measured *m, WritRequest request, WritStatus status, const char *text)
{
    host_must_ask(m->host, &request, &m->reply);
    assert_int_equal(m->reply.status, status);
    assert_string_equal(m->reply.error.text, text);
}

static void what_cannot_be_counted_is_refused(void **state)
{
    Measured *m = *state;
    WritRequest request = {.kind = WRIT_REQUEST_MEASURE, .name = writ_text("in_tim")};
    measured_release(m, MEASURED_FIRST, measures);
    refuse(m, request, WRIT_NOT_FOUND, "no measure \"in_tim\" is in force");
    assert_string_equal(m->reply.error.hint, "Did you mean in_time?");
    request = (WritRequest){.kind = WRIT_REQUEST_MEASURE, .body = writ_text("{\"since\":\"x\"}")};
    refuse(m, request, WRIT_INVALID, "\"x\" is no date");
    request = (WritRequest){.kind = WRIT_REQUEST_MEASURE, .case_number = 1};
    refuse(m, request, WRIT_CONFLICT, "the measures changed while they were counted");
}

static int set_up(void **state)
{
    Measured *m = calloc(1, sizeof *m);
    assert_non_null(m);
    measured_begin(m, NULL, "2026-10-20T06:00:00Z");
    measured_open(m);
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    measured_end(*state);
    free(*state);
    return 0;
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_figures_are_those_of_plain_loops, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_result_that_a_case_never_had_is_missing_in_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(cases_count_by_the_day_on_which_they_ended, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(cases_that_missed_are_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_version_that_lacks_what_is_read_is_counted_apart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_changed_measure_changes_no_definition, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_counted_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("host measures", tests, NULL, NULL);
}
