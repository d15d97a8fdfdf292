// Recurrence rules: what is refused before a library sees it, the rules on which other programs
// agree, and random rules beside a walk over days.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "writ/json.h"
#include "writ/recurrence.h"
#include "writ/value.h"

#define VECTORS WRIT_SHARED_DATA "/recurrence/libical_vectors.json"

static const int64_t micros_a_second = 1000000;

static WritArena *arena;
static WritError error;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new((size_t)256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    assert_int_equal(writ_date_parse(&day, writ_text(text), NULL), WRIT_OK);
    return day;
}

// --- What is refused -----------------------------------------------------------------------------

static void a_rule_that_is_none_is_refused_with_what_to_write(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        const char *said;
        const char *hinted;
    } cases[] = {
        {"", "FREQ is missing", "FREQ=DAILY"},
        {"BYDAY=MO", "FREQ is missing", "FREQ=DAILY"},
        {"FREQ=SECONDLY", "recurs more often than once a day", "DAILY"},
        {"FREQ=MINUTELY;COUNT=3", "recurs more often than once a day", "DAILY"},
        {"freq=hourly", "recurs more often than once a day", "DAILY"},
        {"FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is not a value", "WEEKLY"},
        {"FREQ=DAILY;FREQ=DAILY", "FREQ stands twice", "once"},
        {"FREQ=DAILY;BYMONHT=1", "no recurrence rule has a part \"BYMONHT\"", "BYMONTH?"},
        {"FREQ=DAILY;COUNT=1000000000", "COUNT=1000000000 is not a value", "100000"},
        {"FREQ=DAILY;COUNT=100001", "COUNT=100001 is not a value", "100000"},
        {"FREQ=DAILY;COUNT=0", "COUNT=0 is not a value", "1"},
        {"FREQ=DAILY;INTERVAL=10000", "INTERVAL=10000 is not a value", "9999"},
        {"FREQ=DAILY;UNTIL=999991231", "UNTIL=999991231 is not a value", "9999"},
        {"FREQ=DAILY;UNTIL=20270230", "UNTIL=20270230 is not a value", "UNTIL=20271231"},
        {"FREQ=DAILY;UNTIL=20271231T250000Z", "is not a value", "UNTIL=20271231T"},
        {"FREQ=DAILY;COUNT=2;UNTIL=20271231", "COUNT and UNTIL both end", "Keep"},
        {"FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO needs FREQ=YEARLY", "FREQ=YEARLY"},
        {"FREQ=DAILY;BYYEARDAY=3", "BYYEARDAY needs FREQ=YEARLY", "FREQ=YEARLY"},
        {"FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY does not go with FREQ=WEEKLY", "MONTHLY"},
        {"FREQ=WEEKLY;BYDAY=2MO", "BYDAY has a number before a weekday", "MONTHLY"},
        {"FREQ=YEARLY;BYWEEKNO=3;BYDAY=2MO", "BYDAY has a number before a weekday", "MONTHLY"},
        {"FREQ=DAILY;BYSETPOS=1", "BYSETPOS counts in a list", "BYDAY"},
        {"FREQ=MONTHLY;BYDAY=54MO", "BYDAY=54MO is not a value", "MO, TU"},
        {"FREQ=MONTHLY;BYDAY=MO,,TU", "BYDAY= is not a value", "MO, TU"},
        {"FREQ=MONTHLY;BYDAY=MO,", "BYDAY= is not a value", "MO, TU"},
        {"FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32 is not a value", "from 1 to 31, or"},
        {"FREQ=MONTHLY;BYMONTHDAY=", "BYMONTHDAY has no value", "BYMONTHDAY="},
        {"FREQ=YEARLY;RSCALE=HEBREW", "other calendars", "List the days"},
        {"FREQ=DAILY; COUNT=2", "a blank", "one piece"},
        {"FREQ=DAILY\n", "a blank", "one piece"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(writ_recurrence_check(writ_text(cases[i].rule), &error), WRIT_INVALID);
        if (strstr(error.text, cases[i].said) == NULL ||
            strstr(error.hint, cases[i].hinted) == NULL) {
            fail_msg("%s: %s (%s)", cases[i].rule, error.text, error.hint);
        }
    }
}

static void a_rule_that_is_one_is_taken_however_it_is_spelt(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "FREQ=DAILY", "freq=weekly;byday=mo,Tu", "FREQ=MONTHLY;BYDAY=-1FR;",
        "FREQ=YEARLY;UNTIL=20271231T235959Z;BYMONTH=12;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYDAY=+2SU;BYMONTH=5;WKST=SU;INTERVAL=2"};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (writ_recurrence_check(writ_text(rules[i]), &error) != WRIT_OK) {
            fail_msg("%s: %s", rules[i], error.text);
        }
    }
}

static void a_list_without_end_is_refused(void **state)
{
    (void)state;
    WritBuffer rule = {0};
    writ_buffer_add_string(&rule, "FREQ=YEARLY;BYMONTH=1");
    for (int i = 0; i < WRIT_RECURRENCE_LIST_MAX; i++) {
        writ_buffer_add_string(&rule, ",2");
    }
    assert_int_equal(writ_recurrence_check(writ_buffer_text(&rule), &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "BYMONTH has more than 366 values"));
    while (rule.length <= WRIT_RECURRENCE_BYTES_MAX) {
        writ_buffer_add_string(&rule, ",12");
    }
    assert_int_equal(writ_recurrence_check(writ_buffer_text(&rule), &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "longer than 4000 bytes"));
    writ_buffer_dispose(&rule);
}

// --- The rules on which others agree -------------------------------------------------------------

static const WritJson *member(const WritJson *object, const char *key)
{
    const WritJson *found = writ_json_find(object, key);
    if (found == NULL) {
        fail_msg("no \"%s\"", key);
    }
    return found;
}

static WritOccurrence moment_of(WritText text)
{
    char date[] = {text.data[0], text.data[1], text.data[2], text.data[3], '-', text.data[4],
                   text.data[5], '-',          text.data[6], text.data[7], '\0'};
    WritOccurrence at = {day_of(date), 0};
    if (text.length > 8) {
        long time = strtol(text.data + 9, NULL, 10);
        at.micros = (time / 10000 * 3600 + time / 100 % 100 * 60 + time % 100) * micros_a_second;
    }
    return at;
}

static bool has(WritText text, const char *part)
{
    return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

static void assert_case(const WritJson *entry)
{
    const WritJson *listed = member(entry, "instances");
    WritText rule = member(entry, "rrule")->text;
    WritOccurrence start = moment_of(member(entry, "dtstart")->text);
    WritOccurrence last = moment_of(listed->items[listed->count - 1].text);
    // A rule without an end is followed as far as the list goes.
    bool ends = has(rule, "COUNT=") || has(rule, "UNTIL=");
    WritRecurrence asked = {.rule = rule,
                            .start_day = start.day,
                            .start_micros = start.micros,
                            .first_day = start.day,
                            .last_day = ends ? last.day + 3000 : last.day};
    WritOccurrence *found;
    uint32_t count;
    if (writ_recurrence_expand(&found, &count, arena, &asked, &error) != WRIT_OK) {
        fail_msg("%.*s: %s", WRIT_TEXT_ARGS(rule), error.text);
    }
    if (count != listed->count) {
        fail_msg("%.*s: %u occurrences, not %u", WRIT_TEXT_ARGS(rule), count,
                 (unsigned)listed->count);
    }
    for (uint32_t i = 0; i < listed->count; i++) {
        WritOccurrence told = moment_of(listed->items[i].text);
        if (told.day != found[i].day || told.micros != found[i].micros) {
            fail_msg("%.*s: another occurrence than %.*s", WRIT_TEXT_ARGS(rule),
                     WRIT_TEXT_ARGS(listed->items[i].text));
        }
    }
}

static bool is_finer_than_a_day(WritText rule)
{
    return has(rule, "FREQ=HOURLY") || has(rule, "FREQ=MINUTELY") || has(rule, "FREQ=SECONDLY");
}

static void rules_on_which_two_programs_agree_give_the_same_occurrences(void **state)
{
    (void)state;
    FILE *file = fopen(VECTORS, "rb");
    if (file == NULL) {
        (void)printf("skipped: the recurrence rules are not at %s\n", VECTORS);
        skip();
    }
    char *bytes = writ_arena_alloc(arena, WRIT_JSON_BYTES_MAX);
    size_t length = fread(bytes, 1, WRIT_JSON_BYTES_MAX, file);
    (void)fclose(file);
    WritJson json;
    if (writ_json_parse(&json, arena, (WritText){bytes, length}, VECTORS, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    uint32_t compared = 0;
    uint32_t finer = 0;
    uint32_t disputed = 0;
    for (uint32_t i = 0; i < json.count; i++) {
        const WritJson *entry = &json.items[i];
        if (!writ_text_is(member(entry, "dateutil")->text, "agree")) {
            disputed++; // Other programs read it differently: there is no answer to compare with.
        } else if (is_finer_than_a_day(member(entry, "rrule")->text)) {
            finer++;
            assert_int_equal(writ_recurrence_check(member(entry, "rrule")->text, &error),
                             WRIT_INVALID);
        } else {
            assert_case(entry);
            compared++;
        }
    }
    assert_int_equal(compared, 101);
    assert_int_equal(finer, 23);
    assert_int_equal(disputed, 22);
}

typedef struct Pattern {
    const char *rule;
    bool occurs, misses;
    int64_t gap_days;
    const char *missed;
} Pattern;

// The 28 years end on 2027-12-31.
static void what_a_rule_leaves_out_is_known_wherever_it_starts(void **state)
{
    (void)state;
    static const Pattern patterns[] = {
        {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", false, false, 0, NULL},
        {"FREQ=MONTHLY;INTERVAL=6;BYMONTH=4;BYMONTHDAY=31", false, false, 0, NULL},
        {"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", false, false, 0, NULL},
        {"FREQ=DAILY", true, false, 1, NULL},
        {"FREQ=WEEKLY;BYDAY=MO,TH", true, false, 3, NULL},
        {"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", true, false, 14, NULL},
        {"FREQ=MONTHLY;BYMONTHDAY=-1", true, false, 28, NULL},
        {"FREQ=MONTHLY;BYMONTHDAY=31", true, true, 31, "2027-11-01"},
        {"FREQ=MONTHLY;BYMONTHDAY=30", true, true, 30, "2027-02-01"},
        {"FREQ=MONTHLY;BYDAY=5FR", true, true, 63, "2027-11-01"},
        {"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=28", true, false, 365, NULL},
        {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", true, false, 28, NULL},
        {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", true, true, 1461, "2026-01-01"},
        {"FREQ=YEARLY;BYYEARDAY=366", true, true, 1461, "2026-01-01"},
        {"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", true, false, 1827, NULL},
        // What ends it does not matter, nor an interval that could pass by.
        {"FREQ=DAILY;UNTIL=19700101", true, false, 1, NULL},
        {"FREQ=DAILY;COUNT=1", true, false, 1, NULL},
        {"FREQ=YEARLY;INTERVAL=9999;BYMONTH=5;BYMONTHDAY=1", true, false, 0, NULL},
    };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        const Pattern *expected = &patterns[i];
        WritRecurrencePattern found;
        writ_arena_reset(arena);
        assert_int_equal(writ_recurrence_pattern(&found, arena, writ_text(expected->rule),
                                                 day_of("2027-12-31"), &error),
                         WRIT_OK);
        if (found.occurs != expected->occurs || found.misses != expected->misses ||
            found.gap_days != expected->gap_days) {
            fail_msg("%s: occurs %d, misses %d, gap %d", expected->rule, found.occurs, found.misses,
                     (int)found.gap_days);
        }
        if (expected->misses) {
            int64_t day = 0;
            assert_true(writ_date_to_days(found.missed, &day));
            assert_int_equal(day, day_of(expected->missed));
        }
    }
    WritRecurrencePattern none;
    assert_int_equal(writ_recurrence_pattern(&none, arena, writ_text("FREQ=SOMETIMES"),
                                             day_of("2027-12-31"), &error),
                     WRIT_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_that_is_none_is_refused_with_what_to_write),
        cmocka_unit_test(what_a_rule_leaves_out_is_known_wherever_it_starts),
        cmocka_unit_test(a_rule_that_is_one_is_taken_however_it_is_spelt),
        cmocka_unit_test(a_list_without_end_is_refused),
        cmocka_unit_test(rules_on_which_two_programs_agree_give_the_same_occurrences),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
