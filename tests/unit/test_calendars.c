// Sets of calendars: their order, their bytes, what is refused, and calendars made of others.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "support/zone_maker.h"
#include "writ/bytes.h"
#include "writ/value.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

enum { EVERY_DAY = 0x7f, CHAIN = 12 };

static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static WritText encode(const WritCalendars *set)
{
    WritBuffer out = {0};
    writ_calendars_encode(&out, set);
    WritText bytes = writ_arena_text(arena, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
    return bytes;
}

static WritCalendarRules *rules_of(const WritCalendars *set, const char *name)
{
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        if (writ_text_is(set->calendars[i].name, name)) {
            return &set->calendars[i];
        }
    }
    fail_msg("no calendar %s", name);
    return NULL;
}

// --- Bytes ---------------------------------------------------------------------------------------

static void a_set_comes_back_as_it_was(void **state)
{
    (void)state;
    WritCalendars put = company_calendars(arena);
    WritText bytes = encode(&put);
    WritCalendars got;
    WritError error;
    assert_int_equal(writ_calendars_decode(&got, arena, bytes, &error), WRIT_OK);
    assert_int_equal(got.calendar_count, 7);
    assert_int_equal(got.zone_count, 4);
    const WritCalendarRules *uk = rules_of(&got, "uk_off");
    assert_true(writ_text_is(uk->title, "Reading office"));
    assert_int_equal(uk->openings[0].to, 15 * 60 + 30);
    assert_true(writ_text_is(uk->holidays[2].name, "Boxing Day (substitute day)"));
    assert_int_equal(uk->last_day, day_of("2027-05-31"));
    assert_int_equal(rules_of(&got, "group")->parts_kind, WRIT_CALENDAR_ALL_OF);
    assert_true(writ_text_equal(encode(&got), bytes));
    const WritCalendar *calendar = calendar_of(arena, &got, "uk_off");
    assert_instant(calendar, add_days(calendar, "2026-12-24T10:00:00Z", 1),
                   "2026-12-29T17:00:00+00:00");
}

static void equal_sets_have_one_spelling_whatever_order_they_were_filled_in(void **state)
{
    (void)state;
    WritCalendars set = company_calendars(arena);
    WritText bytes = encode(&set);
    WritCalendarRules *uk = rules_of(&set, "uk_off");
    WritHoliday *holidays = writ_arena_array(arena, uk->holiday_count * 2, sizeof *holidays);
    for (uint32_t i = 0; i < uk->holiday_count; i++) { // Each twice, in reverse.
        holidays[uk->holiday_count - 1 - i] = uk->holidays[i];
        holidays[2 * uk->holiday_count - 1 - i] = uk->holidays[i];
    }
    uk->holidays = holidays;
    uk->holiday_count *= 2;
    WritOpening opening = uk->openings[0];
    uk->openings[0] = uk->openings[1];
    uk->openings[1] = opening;
    WritCalendarRules rules = set.calendars[0];
    set.calendars[0] = set.calendars[6];
    set.calendars[6] = rules;
    WritZoneFile zone = set.zones[0];
    set.zones[0] = set.zones[3];
    set.zones[3] = zone;
    assert_false(writ_text_equal(encode(&set), bytes));
    writ_calendars_sort(&set);
    assert_true(writ_text_equal(encode(&set), bytes));
}

static void bytes_that_are_cut_or_longer_are_refused(void **state)
{
    (void)state;
    WritCalendars set = company_calendars(arena);
    WritText bytes = encode(&set);
    WritCalendars got;
    for (size_t length = 0; length < bytes.length; length++) {
        WritText cut = writ_arena_text(arena, (WritText){bytes.data, length});
        assert_int_equal(writ_calendars_decode(&got, arena, cut, NULL), WRIT_INVALID);
        assert_int_equal(got.calendar_count, 0);
    }
    char *longer = writ_arena_alloc(arena, bytes.length + 1);
    memcpy(longer, bytes.data, bytes.length);
    assert_int_equal(writ_calendars_decode(&got, arena, (WritText){longer, bytes.length + 1}, NULL),
                     WRIT_INVALID);
    longer[0] = 2;
    WritError error;
    assert_int_equal(writ_calendars_decode(&got, arena, (WritText){longer, bytes.length}, &error),
                     WRIT_LIMIT);
    assert_non_null(strstr(error.text, "a later writ"));
}

// --- What is refused -----------------------------------------------------------------------------

// A calendar, its parts and its zone; tests change one thing.
typedef struct Small {
    WritCalendars set;
    WritCalendarRules calendars[3];
    WritOpening openings[3][2];
    WritHoliday holidays[2];
    WritText parts[3][2];
    WritZoneFile zones[2];
} Small;

static Small *small_set(void)
{
    Small *small = writ_arena_alloc(arena, sizeof *small);
    const char *const names[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) {
        small->openings[i][0] = (WritOpening){EVERY_DAY, 540, 600};
        small->calendars[i] = (WritCalendarRules){
            .name = writ_text(names[i]),
            .zone = writ_text("UTC"),
            .openings = small->openings[i],
            .opening_count = 1,
            .holidays = small->holidays,
            .parts = small->parts[i],
            .first_day = 20000,
            .last_day = 21000,
        };
    }
    small->zones[0] = (WritZoneFile){writ_text("UTC"), zone_of_rule(arena, "UTC0")};
    small->set = (WritCalendars){small->calendars, 3, small->zones, 1};
    return small;
}

static void assert_refused(const Small *small, WritStatus status, const char *reason)
{
    WritCalendars got;
    WritError error = {0};
    assert_int_equal(writ_calendars_decode(&got, arena, encode(&small->set), &error), status);
    if (strstr(error.text, reason) == NULL) {
        fail_msg("expected \"%s\", found \"%s\"", reason, error.text);
    }
}

static void assert_sound(const Small *small)
{
    WritCalendars got;
    WritError error = {0};
    if (writ_calendars_decode(&got, arena, encode(&small->set), &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
}

static void add_opening(Small *small, WritOpening first, WritOpening second)
{
    small->openings[0][0] = first;
    small->openings[0][1] = second;
    small->calendars[0].opening_count = 2;
}

static void opening_hours_that_overlap_are_refused(void **state)
{
    (void)state;
    Small *small = small_set();
    assert_sound(small);
    add_opening(small, (WritOpening){1, 540, 720}, (WritOpening){3, 719, 800});
    assert_refused(small, WRIT_INVALID, "\"a\" has opening hours that overlap");
    add_opening(small, (WritOpening){1, 540, 720}, (WritOpening){2, 600, 660});
    assert_sound(small); // On different days.
    add_opening(small, (WritOpening){1, 540, 720}, (WritOpening){1, 720, 800});
    assert_sound(small); // One after the other.
    add_opening(small, (WritOpening){1, 540, 720}, (WritOpening){1, 540, 720});
    assert_refused(small, WRIT_INVALID, "twice or out of order");
    add_opening(small, (WritOpening){1, 600, 720}, (WritOpening){2, 540, 720});
    assert_refused(small, WRIT_INVALID, "twice or out of order");
}

static void opening_hours_are_of_a_day(void **state)
{
    (void)state;
    static const WritOpening wrong[] = {
        {0, 540, 600},  {0x80, 540, 600}, {1, 600, 600},       {1, 600, 540},
        {1, 540, 1441}, {1, -1, 540},     {1, 540, INT32_MAX}, {1, INT32_MIN, 540},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        Small *small = small_set();
        small->openings[0][0] = wrong[i];
        assert_refused(small, WRIT_INVALID, "opens on no day, or closes before it opens");
    }
    Small *small = small_set();
    small->openings[0][0] = (WritOpening){EVERY_DAY, 0, 1440};
    assert_sound(small);
}

static void holidays_have_a_name_and_a_place(void **state)
{
    (void)state;
    Small *small = small_set();
    small->calendars[0].holiday_count = 2;
    small->holidays[0] = (WritHoliday){20001, TEXT("May Day")};
    small->holidays[1] = (WritHoliday){20001, TEXT("Rest")};
    assert_sound(small);
    small->holidays[1].name = writ_text("May Day");
    assert_refused(small, WRIT_INVALID, "holidays twice or out of order");
    small->holidays[1] = (WritHoliday){20000, TEXT("Rest")};
    assert_refused(small, WRIT_INVALID, "holidays twice or out of order");
    small->holidays[1] = (WritHoliday){20002, TEXT("")};
    assert_refused(small, WRIT_INVALID, "a holiday without a name");
    small->holidays[1] = (WritHoliday){20002, TEXT("\xff")};
    assert_refused(small, WRIT_INVALID, "a holiday without a name");
    small->holidays[1] = (WritHoliday){INT64_MAX, TEXT("Rest")};
    assert_refused(small, WRIT_INVALID, "on no date");
}

static void a_calendar_has_a_name_a_zone_and_days(void **state)
{
    (void)state;
    Small *small = small_set();
    small->calendars[1].name = writ_text("a");
    assert_refused(small, WRIT_INVALID, "stands twice or out of order");
    small = small_set();
    small->calendars[0].name = writ_text("");
    assert_refused(small, WRIT_INVALID, "no sound name");
    small = small_set();
    small->calendars[0].zone = writ_text("Europe/Atlantis");
    assert_refused(small, WRIT_INVALID, "a time zone that is not here");
    small = small_set();
    small->calendars[0].last_day = 19999;
    assert_refused(small, WRIT_INVALID, "ends before it begins");
    small = small_set();
    small->calendars[0].last_day = INT64_MAX;
    assert_refused(small, WRIT_INVALID, "outside the years");
    small = small_set();
    small->calendars[0].first_day = INT64_MIN;
    assert_refused(small, WRIT_INVALID, "outside the years");
    small = small_set();
    char *name = writ_arena_alloc(arena, WRIT_CALENDAR_TEXT_BYTES_MAX + 1);
    memset(name, 'a', WRIT_CALENDAR_TEXT_BYTES_MAX + 1);
    small->calendars[0].title = (WritText){name, WRIT_CALENDAR_TEXT_BYTES_MAX};
    assert_sound(small);
    small->calendars[0].title.length++;
    assert_refused(small, WRIT_INVALID, "no sound name");
}

static void every_zone_is_sound_and_used(void **state)
{
    (void)state;
    Small *small = small_set();
    small->set.zone_count = 2;
    small->zones[1] = (WritZoneFile){writ_text("Zulu"), small->zones[0].bytes};
    assert_refused(small, WRIT_INVALID, "none is in zone \"Zulu\"");
    small->zones[1].name = writ_text("UTC");
    assert_refused(small, WRIT_INVALID, "zone \"UTC\" has no sound name, or stands twice");
    small = small_set();
    small->zones[0].bytes.length--;
    assert_refused(small, WRIT_INVALID, "zone \"UTC\" is no sound TZif file");
}

static void set_part(Small *small, int of, WritCalendarParts kind, const char *part)
{
    WritCalendarRules *rules = &small->calendars[of];
    rules->parts_kind = kind;
    small->parts[of][rules->part_count++] = writ_text(part);
}

static void parts_exist_once(void **state)
{
    (void)state;
    Small *small = small_set();
    set_part(small, 0, WRIT_CALENDAR_ALL_OF, "b");
    assert_sound(small);
    set_part(small, 0, WRIT_CALENDAR_ALL_OF, "b");
    assert_refused(small, WRIT_INVALID, "has a part twice");
    small = small_set();
    set_part(small, 0, WRIT_CALENDAR_ANY_OF, "d");
    assert_refused(small, WRIT_INVALID, "a part that is no calendar here");
    small = small_set();
    set_part(small, 0, WRIT_CALENDAR_NO_PARTS, "b");
    assert_refused(small, WRIT_INVALID, "how it is open by its parts");
    small = small_set();
    small->calendars[0].parts_kind = WRIT_CALENDAR_ANY_OF;
    assert_refused(small, WRIT_INVALID, "how it is open by its parts");
    small->calendars[0].parts_kind = (WritCalendarParts)3;
    assert_refused(small, WRIT_INVALID, "these bytes are no calendars");
}

static void circles_of_parts_are_refused(void **state)
{
    (void)state;
    Small *small = small_set();
    set_part(small, 0, WRIT_CALENDAR_ALL_OF, "a");
    assert_refused(small, WRIT_INVALID, "\"a\" is a part of itself");
    small = small_set();
    set_part(small, 0, WRIT_CALENDAR_ALL_OF, "b");
    set_part(small, 1, WRIT_CALENDAR_ANY_OF, "c");
    set_part(small, 0, WRIT_CALENDAR_ALL_OF, "c");
    assert_sound(small); // Twice below one is no circle.
    set_part(small, 2, WRIT_CALENDAR_ALL_OF, "a");
    assert_refused(small, WRIT_INVALID, "\"a\" is a part of itself");
    const WritCalendar *calendar = NULL;
    assert_int_equal(writ_calendar_compile(&calendar, arena, &small->set, writ_text("a"), NULL),
                     WRIT_LIMIT);
    assert_null(calendar);
}

// A chain of `length` calendars, each with the one before as its part.
static WritCalendars chain_of(int length)
{
    static const char *const names[CHAIN] = {"a", "b", "c", "d", "e", "f",
                                             "g", "h", "i", "j", "k", "l"};
    Small *small = small_set();
    WritCalendars set = small->set;
    set.calendars = writ_arena_array(arena, (size_t)length, sizeof *set.calendars);
    set.calendar_count = (uint32_t)length;
    for (int i = 0; i < length; i++) {
        set.calendars[i] = small->calendars[0];
        set.calendars[i].name = writ_text(names[i]);
        if (i > 0) {
            set.calendars[i].parts = writ_arena_alloc(arena, sizeof(WritText));
            set.calendars[i].parts[0] = writ_text(names[i - 1]);
            set.calendars[i].part_count = 1;
            set.calendars[i].parts_kind = WRIT_CALENDAR_ALL_OF;
        }
    }
    return set;
}

static void more_levels_of_parts_than_the_bound_are_refused(void **state)
{
    (void)state;
    WritCalendars got;
    WritError error;
    WritCalendars set = chain_of(WRIT_CALENDAR_PART_DEPTH_MAX);
    assert_int_equal(writ_calendars_decode(&got, arena, encode(&set), &error), WRIT_OK);
    assert_non_null(calendar_of(arena, &set, "h"));
    set = chain_of(WRIT_CALENDAR_PART_DEPTH_MAX + 1);
    assert_int_equal(writ_calendars_decode(&got, arena, encode(&set), &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "levels of parts"));
    const WritCalendar *calendar = NULL;
    assert_int_equal(writ_calendar_compile(&calendar, arena, &set, writ_text("i"), &error),
                     WRIT_LIMIT);
}

static void more_of_anything_than_its_bound_is_refused(void **state)
{
    (void)state;
    Small *small = small_set();
    small->calendars[0].openings =
        writ_arena_array(arena, WRIT_CALENDAR_OPENINGS_MAX + 1, sizeof(WritOpening));
    for (int i = 0; i <= WRIT_CALENDAR_OPENINGS_MAX; i++) {
        small->calendars[0].openings[i] = (WritOpening){EVERY_DAY, 10 * i, 10 * i + 5};
    }
    small->calendars[0].opening_count = WRIT_CALENDAR_OPENINGS_MAX;
    assert_sound(small);
    small->calendars[0].opening_count++;
    assert_refused(small, WRIT_LIMIT, "more than 100 entries");
    // A hundred openings a day for three centuries are more intervals than there may be.
    small->calendars[0].opening_count--;
    small->calendars[0].last_day = 20000 + 300 * 365;
    WritError error;
    const WritCalendar *calendar = NULL;
    assert_int_equal(writ_calendar_compile(&calendar, arena, &small->set, writ_text("a"), &error),
                     WRIT_LIMIT);
    assert_non_null(strstr(error.text, "open intervals"));
    assert_non_null(strstr(error.hint, "valid through"));
    small->calendars[0].opening_count = 1;
    small->calendars[0].first_day = WRIT_DATE_DAYS_MIN;
    small->calendars[0].last_day = WRIT_DATE_DAYS_MAX;
    assert_int_equal(writ_calendar_compile(&calendar, arena, &small->set, writ_text("a"), &error),
                     WRIT_LIMIT);
    assert_non_null(strstr(error.text, "2097152 days"));
}

static void a_calendar_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    Small *small = small_set();
    WritError error;
    const WritCalendar *calendar = NULL;
    assert_int_equal(writ_calendar_compile(&calendar, arena, &small->set, writ_text("d"), &error),
                     WRIT_NOT_FOUND);
    assert_string_equal(error.text, "there is no calendar \"d\"");
    small->calendars[0].zone = writ_text("Mars");
    assert_int_equal(writ_calendar_compile(&calendar, arena, &small->set, writ_text("a"), &error),
                     WRIT_NOT_FOUND);
}

// --- Calendars made of others --------------------------------------------------------------------

// Two offices and what is made of them: Lisbon 09:00 to 17:00, Tokyo 09:00 to 17:00 (00:00 to 08:00
// in Lisbon's winter) and Singapore 09:00 to 18:00 (01:00 to 10:00).
static const char *const lisbon = "WET0WEST,M3.5.0/1,M10.5.0";

typedef struct World {
    WritCalendarRules calendars[5];
    WritOpening openings[3];
    WritHoliday holiday;
    WritText parts[2];
    WritZoneFile zones[3];
} World;

static WritCalendars world(WritCalendarParts kind, const char *first, const char *second)
{
    World *made = writ_arena_alloc(arena, sizeof *made);
    const char *const names[] = {"lisbon", "made", "singapore", "tokyo"};
    const char *const zones[] = {"Lisbon", "Lisbon", "Singapore", "Tokyo"};
    const WritOpening hours_of[] = {
        {EVERY_DAY, 540, 1020}, {0}, {EVERY_DAY, 540, 1080}, {EVERY_DAY, 540, 1020}};
    for (int i = 0; i < 4; i++) {
        WritOpening *opening = writ_arena_alloc(arena, sizeof *opening);
        *opening = hours_of[i];
        made->calendars[i] = (WritCalendarRules){
            .name = writ_text(names[i]),
            .zone = writ_text(zones[i]),
            .openings = opening,
            .opening_count = i == 1 ? 0 : 1,
            .first_day = day_of("2027-01-01"),
            .last_day = day_of("2027-01-31"),
        };
    }
    made->parts[0] = writ_text(first);
    made->parts[1] = writ_text(second);
    made->calendars[1].parts = made->parts;
    made->calendars[1].part_count = 2;
    made->calendars[1].parts_kind = kind;
    made->zones[0] = (WritZoneFile){writ_text("Lisbon"), zone_of_rule(arena, lisbon)};
    made->zones[1] = (WritZoneFile){writ_text("Singapore"), zone_of_rule(arena, "<+08>-8")};
    made->zones[2] = (WritZoneFile){writ_text("Tokyo"), zone_of_rule(arena, "JST-9")};
    return (WritCalendars){made->calendars, 4, made->zones, 3};
}

static void assert_open(const WritCalendar *calendar, const char *date, const char *expected)
{
    WritCalendarDay day;
    WritError error;
    if (writ_calendar_day(&day, calendar, day_of(date), &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    WritBuffer open = {0};
    for (uint32_t i = 0; i < day.open_count; i++) {
        writ_zone_print(&open, writ_calendar_zone(calendar), day.open[i].from);
        writ_buffer_add_string(&open, "-");
        writ_zone_print(&open, writ_calendar_zone(calendar), day.open[i].to);
        writ_buffer_add_string(&open, " ");
    }
    assert_string_equal(writ_buffer_string(&open), expected);
    writ_buffer_dispose(&open);
}

// S5
static void s5_without_hours_of_its_own_it_is_open_when_all_parts_are(void **state)
{
    (void)state;
    WritCalendars set = world(WRIT_CALENDAR_ALL_OF, "lisbon", "singapore");
    const WritCalendar *made = calendar_of(arena, &set, "made");
    assert_open(made, "2027-01-12", "2027-01-12T09:00:00+00:00-2027-01-12T10:00:00+00:00 ");
    assert_instant(made, add_time(made, "2027-01-12T09:30:00Z", hours(2)),
                   "2027-01-14T09:30:00+00:00");
    set = world(WRIT_CALENDAR_ALL_OF, "lisbon", "tokyo");
    WritError error;
    int64_t due = 0;
    assert_int_equal(writ_calendar_add_time(&due, calendar_of(arena, &set, "made"),
                                            instant_of("2027-01-12T09:30:00Z"), 1, &error),
                     WRIT_INVALID); // Never at once.
}

// S5
static void s5_without_hours_of_its_own_it_is_open_when_any_part_is(void **state)
{
    (void)state;
    WritCalendars set = world(WRIT_CALENDAR_ANY_OF, "lisbon", "singapore");
    const WritCalendar *made = calendar_of(arena, &set, "made");
    assert_open(made, "2027-01-12", "2027-01-12T01:00:00+00:00-2027-01-12T17:00:00+00:00 ");
    set = world(WRIT_CALENDAR_ANY_OF, "lisbon", "tokyo");
    made = calendar_of(arena, &set, "made");
    assert_open(made, "2027-01-12",
                "2027-01-12T00:00:00+00:00-2027-01-12T08:00:00+00:00 "
                "2027-01-12T09:00:00+00:00-2027-01-12T17:00:00+00:00 ");
}

static void an_interval_of_parts_over_midnight_belongs_to_both_days(void **state)
{
    (void)state;
    WritCalendars set = world(WRIT_CALENDAR_ANY_OF, "lisbon", "tokyo");
    set.calendars[3].openings[0] = (WritOpening){0x01, 300, 700}; // Monday 05:00, Sunday in Lisbon.
    set.calendars[0].opening_count = 0;
    const WritCalendar *made = calendar_of(arena, &set, "made");
    assert_open(made, "2027-01-10", "2027-01-10T20:00:00+00:00-2027-01-11T00:00:00+00:00 ");
    assert_open(made, "2027-01-11", "2027-01-11T00:00:00+00:00-2027-01-11T02:40:00+00:00 ");
    assert_day(move_day(made, "2027-01-09", 1), "2027-01-10");
    assert_day(move_day(made, "2027-01-09", 2), "2027-01-11");
    // Its own holiday closes the whole day, and nothing of the next.
    WritHoliday holiday = {day_of("2027-01-10"), TEXT("Rest")};
    set.calendars[1].holidays = &holiday;
    set.calendars[1].holiday_count = 1;
    made = calendar_of(arena, &set, "made");
    assert_open(made, "2027-01-10", "");
    assert_open(made, "2027-01-11", "2027-01-11T00:00:00+00:00-2027-01-11T02:40:00+00:00 ");
}

// S5
static void s5_with_hours_of_its_own_the_dates_of_the_parts_are_compared(void **state)
{
    (void)state;
    WritCalendars set = world(WRIT_CALENDAR_ALL_OF, "singapore", "tokyo");
    WritOpening evening = {EVERY_DAY, 1200, 1440};
    set.calendars[1].openings = &evening;
    set.calendars[1].opening_count = 1;
    WritHoliday in_tokyo = {day_of("2027-01-11"), TEXT("Coming of Age")};
    set.calendars[3].holidays = &in_tokyo;
    set.calendars[3].holiday_count = 1;
    const WritCalendar *all = calendar_of(arena, &set, "made");
    assert_open(all, "2027-01-10", "2027-01-10T20:00:00+00:00-2027-01-11T00:00:00+00:00 ");
    assert_open(all, "2027-01-11", ""); // Though it is the 12th in Tokyo at its 20:00.
    assert_open(all, "2027-01-12", "2027-01-12T20:00:00+00:00-2027-01-13T00:00:00+00:00 ");
    set.calendars[1].parts_kind = WRIT_CALENDAR_ANY_OF;
    const WritCalendar *any = calendar_of(arena, &set, "made");
    assert_open(any, "2027-01-11", "2027-01-11T20:00:00+00:00-2027-01-12T00:00:00+00:00 ");
    WritHoliday own = {day_of("2027-01-12"), TEXT("Own")};
    set.calendars[1].holidays = &own;
    set.calendars[1].holiday_count = 1;
    assert_open(calendar_of(arena, &set, "made"), "2027-01-12", "");
}

static void it_is_known_only_where_all_its_parts_are(void **state)
{
    (void)state;
    WritCalendars set = world(WRIT_CALENDAR_ANY_OF, "lisbon", "tokyo");
    set.calendars[0].first_day = day_of("2027-01-05");
    const WritCalendar *made = calendar_of(arena, &set, "made");
    WritCalendarDay day;
    WritError error;
    assert_int_equal(writ_calendar_day(&day, made, day_of("2027-01-04"), &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "is known from 2027-01-05 on"));
    assert_int_equal(writ_calendar_day(&day, made, day_of("2027-01-05"), &error), WRIT_OK);
    // 31 January of Lisbon ends nine hours after that of Tokyo, beyond which Tokyo is not known.
    assert_int_equal(writ_calendar_day(&day, made, day_of("2027-01-30"), &error), WRIT_OK);
    assert_int_equal(writ_calendar_day(&day, made, day_of("2027-01-31"), &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "is known through 2027-01-30"));
    assert_non_null(strstr(error.hint, "\"tokyo\""));
    // Where dates are compared, 31 January is 31 January.
    WritOpening morning = {EVERY_DAY, 0, 60};
    set.calendars[1].openings = &morning;
    set.calendars[1].opening_count = 1;
    made = calendar_of(arena, &set, "made");
    assert_int_equal(writ_calendar_day(&day, made, day_of("2027-01-31"), &error), WRIT_OK);
    set.calendars[3].last_day = day_of("2027-01-04");
    assert_int_equal(writ_calendar_compile(&made, arena, &set, writ_text("made"), &error),
                     WRIT_INVALID);
    assert_string_equal(error.text,
                        "calendar \"made\" knows no day: its parts have none in common");
    assert_non_null(strstr(error.hint, "\"tokyo\" ends before \"lisbon\" begins"));
}

// --- Opening hours at a leap ---------------------------------------------------------------------

static WritCalendars at_leaps(const char *rule, WritOpening first, WritOpening second)
{
    Small *small = small_set();
    add_opening(small, first, second);
    small->calendars[0].first_day = day_of("2026-10-01");
    small->calendars[0].last_day = day_of("2027-03-31");
    small->zones[0].bytes = zone_of_rule(arena, rule);
    return small->set;
}

// N18, S20: from 02:00 to 03:00 on 28 March 2027 there is nothing in Paris.
static void n18_s20_opening_hours_in_a_gap_are_shifted_and_count_once(void **state)
{
    (void)state;
    const char *paris = "CET-1CEST,M3.5.0,M10.5.0/3";
    WritCalendars set =
        at_leaps(paris, (WritOpening){EVERY_DAY, 60, 150}, (WritOpening){EVERY_DAY, 180, 300});
    const WritCalendar *made = calendar_of(arena, &set, "a");
    // 01:00 to 02:30 closes at 03:30; the opening at 03:00 adds what is left until 05:00.
    assert_open(made, "2027-03-28", "2027-03-28T01:00:00+01:00-2027-03-28T05:00:00+02:00 ");
    set = at_leaps(paris, (WritOpening){EVERY_DAY, 150, 180}, (WritOpening){EVERY_DAY, 600, 660});
    made = calendar_of(arena, &set, "a");
    assert_open(made, "2027-03-28", "2027-03-28T10:00:00+02:00-2027-03-28T11:00:00+02:00 ");
    assert_open(made, "2027-03-29",
                "2027-03-29T02:30:00+02:00-2027-03-29T03:00:00+02:00 "
                "2027-03-29T10:00:00+02:00-2027-03-29T11:00:00+02:00 ");
}

// N18, S20: 02:00 to 03:00 is there twice on 25 October 2026.
static void n18_s20_opening_hours_that_occur_twice_open_and_close_at_the_first(void **state)
{
    (void)state;
    WritCalendars set = at_leaps("CET-1CEST,M3.5.0,M10.5.0/3", (WritOpening){EVERY_DAY, 60, 150},
                                 (WritOpening){EVERY_DAY, 160, 240});
    const WritCalendar *made = calendar_of(arena, &set, "a");
    assert_open(made, "2026-10-25",
                "2026-10-25T01:00:00+02:00-2026-10-25T02:30:00+02:00 "
                "2026-10-25T02:40:00+02:00-2026-10-25T04:00:00+01:00 ");
    assert_int_equal(time_between(made, "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"),
                     minutes(90 + 80 + 60));
}

static void a_date_that_the_zone_leaps_over_is_no_working_day(void **state)
{
    (void)state;
    const int32_t offsets[] = {-10 * 3600, 14 * 3600};
    const ZoneChange change = {instant_of("2011-12-30T10:00:00Z") / 1000000, 1};
    Small *small = small_set();
    small->calendars[0].first_day = day_of("2011-12-01");
    small->calendars[0].last_day = day_of("2012-01-31");
    small->zones[0].bytes = zone_make(arena, &(ZoneSpec){.version = '2',
                                                         .offsets = offsets,
                                                         .offset_count = 2,
                                                         .changes = &change,
                                                         .change_count = 1});
    const WritCalendar *apia = calendar_of(arena, &small->set, "a");
    assert_open(apia, "2011-12-30", "");
    assert_open(apia, "2011-12-31", "2011-12-31T09:00:00+14:00-2011-12-31T10:00:00+14:00 ");
    assert_day(move_day(apia, "2011-12-29", 1), "2011-12-31");
    assert_day(move_day(apia, "2011-12-31", -1), "2011-12-29");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_comes_back_as_it_was),
        cmocka_unit_test(equal_sets_have_one_spelling_whatever_order_they_were_filled_in),
        cmocka_unit_test(bytes_that_are_cut_or_longer_are_refused),
        cmocka_unit_test(opening_hours_that_overlap_are_refused),
        cmocka_unit_test(opening_hours_are_of_a_day),
        cmocka_unit_test(holidays_have_a_name_and_a_place),
        cmocka_unit_test(a_calendar_has_a_name_a_zone_and_days),
        cmocka_unit_test(every_zone_is_sound_and_used),
        cmocka_unit_test(parts_exist_once),
        cmocka_unit_test(circles_of_parts_are_refused),
        cmocka_unit_test(more_levels_of_parts_than_the_bound_are_refused),
        cmocka_unit_test(more_of_anything_than_its_bound_is_refused),
        cmocka_unit_test(a_calendar_that_is_not_there_is_not_found),
        cmocka_unit_test(s5_without_hours_of_its_own_it_is_open_when_all_parts_are),
        cmocka_unit_test(s5_without_hours_of_its_own_it_is_open_when_any_part_is),
        cmocka_unit_test(an_interval_of_parts_over_midnight_belongs_to_both_days),
        cmocka_unit_test(s5_with_hours_of_its_own_the_dates_of_the_parts_are_compared),
        cmocka_unit_test(it_is_known_only_where_all_its_parts_are),
        cmocka_unit_test(n18_s20_opening_hours_in_a_gap_are_shifted_and_count_once),
        cmocka_unit_test(n18_s20_opening_hours_that_occur_twice_open_and_close_at_the_first),
        cmocka_unit_test(a_date_that_the_zone_leaps_over_is_no_working_day),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
