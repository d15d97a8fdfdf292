// Random recurrence rules, of the kinds that libical follows rightly, beside libical; and what each
// occurrence must have, said once more in other words.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "almanac/child/rules.h"
#include "support/random.h"
#include "writ/value.h"

enum { RULES = 500, YEARS_ASKED = 12 };

static const char *const weekdays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

typedef struct Made {
    WritBuffer text;
    Random random;
} Made;

static bool sometimes(Made *made)
{
    return random_below(&made->random, 2) == 0;
}

static void add_weekdays(Made *made, int64_t place_max)
{
    uint32_t first = random_below(&made->random, 7);
    uint32_t count = 1 + random_below(&made->random, 3);
    writ_buffer_add_string(&made->text, ";BYDAY=");
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_string(&made->text, i == 0 ? "" : ",");
        if (place_max > 0) {
            int64_t place = random_between(&made->random, 1, place_max);
            writ_buffer_format(&made->text, "%s%d", sometimes(made) ? "-" : "", (int)place);
        }
        writ_buffer_add_string(&made->text, weekdays[(first + 2 * i) % 7]);
    }
}

static void add_numbers(Made *made, const char *name, int64_t max, bool from_end)
{
    int64_t first = random_between(&made->random, 1, max);
    int64_t second = random_between(&made->random, 1, max);
    writ_buffer_format(&made->text, ";%s=%s%d", name, from_end && sometimes(made) ? "-" : "",
                       (int)first);
    if (second != first) {
        writ_buffer_format(&made->text, ",%d", (int)second);
    }
}

static void add_yearly(Made *made)
{
    writ_buffer_add_string(&made->text, "FREQ=YEARLY");
    switch (random_below(&made->random, 5)) {
    case 0:
        break;
    case 1:
        add_numbers(made, "BYMONTH", 12, false);
        break;
    case 2:
        add_numbers(made, "BYMONTH", 12, false);
        add_weekdays(made, 5);
        break;
    case 3:
        add_numbers(made, "BYYEARDAY", 366, true);
        break;
    case 4:
        add_weekdays(made, 53);
        break;
    }
}

static void add_monthly(Made *made)
{
    writ_buffer_add_string(&made->text, "FREQ=MONTHLY");
    switch (random_below(&made->random, 4)) {
    case 0:
        break;
    case 1:
        add_numbers(made, "BYMONTHDAY", 31, true);
        break;
    case 2:
        add_weekdays(made, 5);
        break;
    case 3:
        add_weekdays(made, 0);
        writ_buffer_add_string(&made->text, sometimes(made) ? ";BYSETPOS=1" : ";BYSETPOS=-1");
        break;
    }
}

static void add_finer(Made *made)
{
    if (sometimes(made)) {
        writ_buffer_add_string(&made->text, "FREQ=DAILY");
        if (sometimes(made)) {
            add_numbers(made, "BYMONTH", 12, false);
        }
    } else {
        writ_buffer_add_string(&made->text, "FREQ=WEEKLY");
        if (sometimes(made)) {
            add_weekdays(made, 0);
        }
    }
}

static void make_rule(Made *made)
{
    writ_buffer_clear(&made->text);
    uint32_t kind = random_below(&made->random, 3);
    if (kind == 0) {
        add_yearly(made);
    } else if (kind == 1) {
        add_monthly(made);
    } else {
        add_finer(made);
    }
    if (sometimes(made)) {
        writ_buffer_format(&made->text, ";INTERVAL=%u", 1 + random_below(&made->random, 4));
    }
    uint32_t end = random_below(&made->random, 3);
    if (end == 0) {
        writ_buffer_format(&made->text, ";COUNT=%u", 1 + random_below(&made->random, 40));
    } else if (end == 1) {
        writ_buffer_format(&made->text, ";UNTIL=20%02u0610T120000Z",
                           20 + random_below(&made->random, 20));
    }
}

static WritRecurrence make_question(Made *made)
{
    int64_t start = random_between(&made->random, 14610, 20454); // 2010 to 2025
    int64_t first = start + random_between(&made->random, -1000, 4000);
    return (WritRecurrence){
        .rule = writ_buffer_text(&made->text),
        .start_day = start,
        .start_micros = sometimes(made) ? 0 : INT64_C(34200) * 1000000,
        .first_day = first,
        .last_day = first + YEARS_ASKED * 365,
    };
}

// To a day that the rule has: what other starts mean is read in different ways.
static void move_start(WritRecurrence *asked, WritArena *arena)
{
    WritOccurrence *found;
    uint32_t count;
    WritRecurrence from_start = *asked;
    from_start.first_day = asked->start_day;
    from_start.last_day = asked->start_day + YEARS_ASKED * 365;
    assert_int_equal(writ_recurrence_expand(&found, &count, arena, &from_start, NULL), WRIT_OK);
    asked->start_day = count > 0 ? found[0].day : asked->start_day;
}

static void random_rules_occur_as_libical_says(void **state)
{
    (void)state;
    Made made = {.random = {20261128}};
    WritArena *arena = writ_arena_new(WRIT_RECURRENCE_ARENA_BYTES);
    uint32_t with_occurrences = 0;
    for (uint32_t i = 0; i < RULES; i++) {
        WritOccurrence *found;
        uint32_t count;
        uint32_t steps = RULES_STEPS_MAX;
        WritError error;
        make_rule(&made);
        WritRecurrence asked = make_question(&made);
        writ_arena_reset(arena);
        move_start(&asked, arena);
        if (writ_recurrence_expand(&found, &count, arena, &asked, &error) != WRIT_OK ||
            rules_agree(&asked, RULE_LOCAL, found, count, &steps, &error) != WRIT_OK) {
            WritDate start = writ_date_from_days(asked.start_day);
            fail_msg("%s from %04d-%02d-%02d: %s", writ_buffer_string(&made.text), start.year,
                     start.month, start.day, error.text);
        }
        with_occurrences += count > 0 ? 1 : 0;
    }
    assert_true(with_occurrences > RULES / 2);
    writ_buffer_dispose(&made.text);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_rules_occur_as_libical_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
