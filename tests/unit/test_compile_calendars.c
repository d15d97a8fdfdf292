// The calendars of a compiled book: what whoever releases it reads, fills in and refuses.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "support/zone_maker.h"
#include "writ/compile.h"

#define BOOK                                                                                       \
    "writ 2026\nmodule test.time version 1.0\n"                                                    \
    "calendar office \"Office\"\n"                                                                 \
    "  time zone \"Europe/Paris\"\n"                                                               \
    "  open monday to friday 13:30 to 18:00\n"                                                     \
    "  open monday to friday 09:00 to 12:30\n"                                                     \
    "  public holidays from \"calendars/fr.csv\"\n"                                                \
    "  public holidays from \"calendars/lyon.ics\"\n"                                              \
    "  valid through 2027-12-31\n"                                                                 \
    "calendar both \"Both\"\n"                                                                     \
    "  open when all of office, plant\n"                                                           \
    "calendar plant \"Plant\"\n"                                                                   \
    "  time zone \"Europe/Paris\"\n"                                                               \
    "  open monday to saturday 06:00 to 22:00\n"

#define PROCESS                                                                                    \
    "process short_one \"Short\"\n"                                                                \
    "  process owner desk\n  starts on request by desk\n  ends as done\n"                          \
    "  no deadline because \"It is short\"\n"                                                      \
    "  if no permitted person is available reassign to desk\n"                                     \
    "  stage only \"Only\"\n    step tell \"Tell\"\n      notify desk with told\n"                 \
    "    end the case as done\n"                                                                   \
    "role desk \"Desk\"\n  filled from \"directory:desk\"\n"                                       \
    "message told\n  subject \"Told\"\n  text \"Told.\"\n"

typedef struct Compiled {
    WritArena *arena;
    WritCompilation *compilation;
    const WritBookCalendar *calendars;
    uint32_t count;
} Compiled;

static Compiled compile(const char *book)
{
    Compiled compiled = {.arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX)};
    WritError error;
    compiled.compilation = writ_compile_new(compiled.arena);
    assert_int_equal(
        writ_compile_add(compiled.compilation, writ_text("time.writ"), writ_text(book), &error),
        WRIT_OK);
    writ_compile_run(compiled.compilation);
    compiled.calendars = writ_compile_calendars(compiled.compilation, &compiled.count);
    return compiled;
}

static void assert_text(WritText text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.data, expected, text.length);
}

static void assert_told(const Compiled *compiled, const char *expected)
{
    WritBuffer told = {0};
    writ_diags_render_text(writ_compile_diags(compiled->compilation), WRIT_COLOUR_NONE, &told);
    assert_non_null(strstr(writ_buffer_string(&told), expected));
    writ_buffer_dispose(&told);
}

static void test_calendars_stand_by_name_with_their_files(void **state)
{
    (void)state;
    Compiled compiled = compile(BOOK);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compiled.compilation)), 0);
    assert_int_equal(compiled.count, 3);
    assert_text(compiled.calendars[0].rules.name, "test.time.both");
    assert_text(compiled.calendars[1].rules.name, "test.time.office");
    assert_text(compiled.calendars[2].rules.name, "test.time.plant");
    assert_int_equal(compiled.calendars[0].file_count, 0);
    assert_int_equal(compiled.calendars[1].file_count, 2);
    assert_text(compiled.calendars[1].files[0], "calendars/fr.csv");
    assert_text(compiled.calendars[1].files[1], "calendars/lyon.ics");
    assert_text(compiled.calendars[0].rules.zone, "Europe/Paris");
    assert_int_equal(compiled.calendars[0].rules.first_day, 0);
    assert_int_equal(compiled.calendars[0].rules.last_day, compiled.calendars[1].rules.last_day);
    writ_arena_free(compiled.arena);
}

static void test_calendars_make_a_sound_set(void **state)
{
    (void)state;
    Compiled compiled = compile(BOOK);
    WritCalendarRules rules[3];
    for (uint32_t i = 0; i < compiled.count; i++) {
        rules[i] = compiled.calendars[i].rules;
    }
    WritZoneFile zone = {.name = writ_text("Europe/Paris"),
                         .bytes = zone_of_rule(compiled.arena, "CET-1CEST,M3.5.0,M10.5.0/3")};
    WritCalendars set = {rules, compiled.count, &zone, 1};
    WritBuffer bytes = {0};
    writ_calendars_sort(&set);
    writ_calendars_encode(&bytes, &set);
    WritArena *arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    WritCalendars read;
    WritError error;
    assert_int_equal(writ_calendars_decode(&read, arena, writ_buffer_text(&bytes), &error),
                     WRIT_OK);
    const WritCalendar *both = NULL;
    assert_int_equal(
        writ_calendar_compile(&both, arena, &read, writ_text("test.time.both"), &error), WRIT_OK);
    WritCalendarDay day;
    assert_int_equal(writ_calendar_day(&day, both, 20454, &error), WRIT_OK); // A Thursday.
    assert_int_equal(day.open_count, 2);
    writ_buffer_dispose(&bytes);
    writ_arena_free(arena);
    writ_arena_free(compiled.arena);
}

static void test_a_book_with_an_error_has_no_calendars(void **state)
{
    (void)state;
    Compiled compiled = compile(BOOK "calendar night \"Night\"\n  time zone \"UTC\"\n");
    assert_int_equal(compiled.count, 0);
    writ_arena_free(compiled.arena);
}

static void test_a_refused_file_is_told_at_its_line(void **state)
{
    (void)state;
    Compiled compiled = compile(BOOK);
    writ_compile_refuse_calendar(compiled.compilation, 1, 1, 12, writ_text("there is no month 13"));
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compiled.compilation)), 1);
    assert_told(&compiled, "public holidays from \"calendars/lyon.ics\"\n");
    assert_told(&compiled,
                "\"calendars/lyon.ics\", line 12 cannot be used: there is no month 13\n");
    assert_told(&compiled, "W5207");
    writ_arena_free(compiled.arena);
}

static void test_a_refused_zone_is_told_where_it_is_said(void **state)
{
    (void)state;
    Compiled compiled = compile(BOOK);
    writ_compile_refuse_calendar(compiled.compilation, 0, WRIT_CALENDAR_AT_ZONE, 0,
                                 writ_text("there is no such time zone"));
    writ_compile_refuse_calendar(compiled.compilation, 1, WRIT_CALENDAR_AT_VALID_THROUGH, 0,
                                 writ_text("its first holiday is later"));
    writ_compile_refuse_calendar(compiled.compilation, 2, WRIT_CALENDAR_AT_NAME, 0,
                                 writ_text("it is too large"));
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compiled.compilation)), 3);
    assert_told(&compiled, "the calendar \"both\" cannot be used: there is no such time zone\n");
    assert_told(&compiled, "calendar both \"Both\"\n"); // Its zone is that of its parts.
    assert_told(&compiled, "valid through 2027-12-31\n");
    assert_told(&compiled, "calendar plant \"Plant\"\n");
    writ_arena_free(compiled.arena);
}

static void test_a_refused_calendar_takes_the_plans_away(void **state)
{
    (void)state;
    Compiled compiled = compile(BOOK PROCESS);
    assert_int_equal(writ_compile_plan_count(compiled.compilation), 1);
    writ_compile_refuse_calendar(compiled.compilation, 0, WRIT_CALENDAR_AT_NAME, 0,
                                 writ_text("it is too large"));
    assert_int_equal(writ_compile_plan_count(compiled.compilation), 0);
    writ_arena_free(compiled.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendars_stand_by_name_with_their_files),
        cmocka_unit_test(test_calendars_make_a_sound_set),
        cmocka_unit_test(test_a_book_with_an_error_has_no_calendars),
        cmocka_unit_test(test_a_refused_file_is_told_at_its_line),
        cmocka_unit_test(test_a_refused_zone_is_told_where_it_is_said),
        cmocka_unit_test(test_a_refused_calendar_takes_the_plans_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
