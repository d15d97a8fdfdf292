// Every claim makes its slow calendar anew: what one was asked before is nothing to the next.
#include "support/calendar_claims.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/calendar_sets.h"

static const int64_t MINUTE_MICROS = INT64_C(60) * 1000000;

enum { ARENA_BYTES_MAX = 1 << 28 };

int calendar_set_up(void **state)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    CalendarFixture *f = writ_arena_alloc(arena, sizeof *f);
    *f = (CalendarFixture){arena, slow_zones_new(), calendar_set_company(arena)};
    *state = f;
    return 0;
}

int calendar_tear_down(void **state)
{
    CalendarFixture *f = *state;
    slow_zones_free(f->zones);
    writ_arena_free(f->arena);
    return 0;
}

void calendar_use_own(CalendarFixture *f, const char *zone, const WritOpening openings[2])
{
    WritCalendarRules *rules = writ_arena_alloc(f->arena, sizeof *rules);
    WritOpening *copied = writ_arena_array(f->arena, 2, sizeof *copied);
    copied[0] = openings[0];
    copied[1] = openings[1];
    *rules = (WritCalendarRules){
        .name = writ_text("own"),
        .zone = writ_text(zone),
        .openings = copied,
        .opening_count = openings[1].weekdays == 0 ? 1 : 2,
        .first_day = calendar_day("2009-01-01"),
        .last_day = calendar_day("2027-12-31"),
    };
    f->set = writ_arena_alloc(f->arena, sizeof *f->set);
    *f->set = (WritCalendars){.calendars = rules, .calendar_count = 1};
}

void calendar_use_composed(CalendarFixture *f, WritCalendarParts kind)
{
    WritText *parts = writ_arena_array(f->arena, 2, sizeof *parts);
    parts[0] = writ_text("fr_office");
    parts[1] = writ_text("ro_office");
    WritCalendars *company = f->set;
    WritCalendarRules *all = writ_arena_array(f->arena, company->calendar_count + 1, sizeof *all);
    for (uint32_t i = 0; i < company->calendar_count; i++) {
        all[i] = company->calendars[i];
    }
    all[company->calendar_count] = (WritCalendarRules){
        .name = writ_text("own"),
        .zone = writ_text("Europe/Paris"),
        .parts_kind = kind,
        .parts = parts,
        .part_count = 2,
        .first_day = calendar_day("2026-10-02"),
        .last_day = calendar_day("2027-05-30"),
    };
    f->set = writ_arena_alloc(f->arena, sizeof *f->set);
    *f->set = (WritCalendars){.calendars = all, .calendar_count = company->calendar_count + 1};
}

SlowCalendar *calendar_use(CalendarFixture *f, const char *name)
{
    return slow_calendar_new(f->zones, f->set, writ_text(name));
}

void claim_zone(CalendarFixture *f, const char *zone, const char *day, int64_t minute,
                const char *instant)
{
    SlowZone *found = slow_zones_find(f->zones, writ_text(zone));
    int64_t got = slow_zone_minute(found, calendar_day(day), minute);
    assert_int_equal(got * MINUTE_MICROS, calendar_instant(instant));
}

void claim_added(CalendarFixture *f, const char *name, const char *from, int64_t micros,
                 const char *due)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = 0;
    WritStatus status = slow_calendar_add_time(&got, calendar, calendar_instant(from), micros);
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, calendar_instant(due));
    slow_calendar_free(calendar);
}

void claim_subtracted(CalendarFixture *f, const char *name, const char *to, int64_t micros,
                      const char *from)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = 0;
    WritStatus status = slow_calendar_subtract_time(&got, calendar, calendar_instant(to), micros);
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, calendar_instant(from));
    slow_calendar_free(calendar);
}

void claim_between(CalendarFixture *f, const char *name, const char *from, const char *to,
                   int64_t micros)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = -1;
    WritStatus status =
        slow_calendar_time_between(&got, calendar, calendar_instant(from), calendar_instant(to));
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, micros);
    slow_calendar_free(calendar);
}

void claim_days_added(CalendarFixture *f, const char *name, const char *from, int64_t count,
                      const char *due)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = 0;
    WritStatus status = slow_calendar_add_days(&got, calendar, calendar_instant(from), count);
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, calendar_instant(due));
    slow_calendar_free(calendar);
}

void claim_moved(CalendarFixture *f, const char *name, const char *day, int64_t count,
                 const char *moved)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = 0;
    WritStatus status = slow_calendar_move_day(&got, calendar, calendar_day(day), count);
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, calendar_day(moved));
    slow_calendar_free(calendar);
}

void claim_counted(CalendarFixture *f, const char *name, const char *from, const char *to,
                   int64_t count)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = 0;
    WritStatus status =
        slow_calendar_days_between(&got, calendar, calendar_day(from), calendar_day(to));
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, count);
    slow_calendar_free(calendar);
}

void claim_closing(CalendarFixture *f, const char *name, const char *day, const char *instant)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int64_t got = 0;
    WritStatus status = slow_calendar_closing(&got, calendar, calendar_day(day));
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(got, calendar_instant(instant));
    slow_calendar_free(calendar);
}

void claim_of_month(CalendarFixture *f, const char *name, const char *month, int32_t n,
                    const char *day)
{
    SlowCalendar *calendar = calendar_use(f, name);
    int32_t year =
        (month[0] - '0') * 1000 + (month[1] - '0') * 100 + (month[2] - '0') * 10 + (month[3] - '0');
    int32_t which = (month[5] - '0') * 10 + (month[6] - '0');
    int64_t got = 0;
    WritStatus status = slow_calendar_day_of_month(&got, calendar, year, which, n);
    assert_int_equal(status, day == NULL ? WRIT_NOT_FOUND : WRIT_OK);
    if (day != NULL) {
        assert_int_equal(got, calendar_day(day));
    }
    slow_calendar_free(calendar);
}

void claim_open(CalendarFixture *f, const char *name, ClaimedDay claimed)
{
    SlowCalendar *calendar = calendar_use(f, name);
    WritCalendarDay got;
    WritStatus status = slow_calendar_day(&got, calendar, calendar_day(claimed.day));
    assert_int_equal(status, WRIT_OK);
    uint32_t count = claimed.from == NULL ? 0 : claimed.from_2 == NULL ? 1 : 2;
    assert_int_equal(got.open_count, count);
    if (count > 0) {
        assert_int_equal(got.open[0].from, calendar_instant(claimed.from));
        assert_int_equal(got.open[0].to, calendar_instant(claimed.to));
    }
    if (count > 1) {
        assert_int_equal(got.open[1].from, calendar_instant(claimed.from_2));
        assert_int_equal(got.open[1].to, calendar_instant(claimed.to_2));
    }
    assert_true(writ_text_is(got.holiday, claimed.holiday == NULL ? "" : claimed.holiday));
    slow_calendar_free(calendar);
}
