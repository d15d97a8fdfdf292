#include "support/clock_bench.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void listen(ClockBench *t)
{
    WritTypeId boolean = build_plain(t->b, WRIT_TYPE_BOOLEAN);
    t->signal = build_record(t->b, "Signal");
    (void)build_field(t->b, t->signal, "waiting", boolean);
    (void)build_stored(t->b, "waiting", boolean, build_constant(t->b, boolean, "no"));
    t->event = build_event(t->b, "signalled", t->signal, "");
    WritHappens *happens = writ_arena_alloc(t->arena, sizeof *happens);
    *happens = (WritHappens){.event = t->event, .where = WRIT_NONE};
    happens->actions =
        build_action(t->b, act_set(t->b, "waiting", build_event_read(t->b, t->signal, "waiting")));
    build_plan(t->b)->happens = happens;
    build_plan(t->b)->happens_count = 1;
}

static ClockBench bench_by(const char *unit)
{
    ClockBench t = {.b = build_new("clocks"), .arena = writ_arena_new((size_t)64 << 20)};
    t.calendars = company_calendars(t.arena);
    listen(&t);
    t.done = build_ending(t.b, "done");
    t.message = build_message(t.b, "note", WRIT_NONE, build_words(t.b, "Waiting"),
                              build_words(t.b, "It waits."));
    t.stage = build_stage(t.b, "work");
    t.step = build_step(t.b, t.stage, "look", WRIT_ACT_DO);
    t.look = build_node_of(t.b, t.step);
    WritParty party = party_owner();
    if (unit != NULL) {
        party = party_role(build_role(t.b, "controller"));
        party.unit = build_words(t.b, unit);
    }
    t.owed = unit != NULL;
    build_by(t.b, t.step, party);
    build_outcome(t.b, t.step, "ok", build_next(t.b));
    (void)build_route(t.b, t.stage, build_action(t.b, act_end(t.done)));
    return t;
}

ClockBench clock_bench_new(void)
{
    return bench_by(NULL);
}

ClockBench clock_bench_of_unit(const char *unit)
{
    return bench_by(unit);
}

void clock_bench_free(ClockBench *t)
{
    case_run_free(t->run);
    build_free(t->b);
    writ_arena_free(t->arena);
}

uint32_t clock_bench_notify(ClockBench *t)
{
    return build_action(t->b, act_notify(t->b, party_owner(), t->message, WRIT_NONE));
}

static WritTypeKind kind_of(const char *amount)
{
    if (strstr(amount, "working") != NULL) {
        return WRIT_TYPE_WORKING_TIME;
    }
    if (strchr(amount, 'T') != NULL) {
        return WRIT_TYPE_INSTANT;
    }
    return amount[0] == '2' && amount[1] == '0' ? WRIT_TYPE_DATE : WRIT_TYPE_DURATION;
}

void clock_bench_deadline(ClockBench *t, const char *amount, const char *calendar)
{
    WritTypeKind kind = kind_of(amount);
    bool at = kind == WRIT_TYPE_DATE || kind == WRIT_TYPE_INSTANT;
    build_deadline(t->b, t->look, at ? WRIT_DEADLINE_AT : WRIT_DEADLINE_AFTER,
                   build_constant(t->b, build_plain(t->b, kind), amount), clock_bench_notify(t));
    if (calendar != NULL) {
        build_calendar(t->b, t->look, calendar);
    } else if (t->owed) {
        build_owed_calendar(t->b, t->look);
    }
}

void clock_bench_pauses(ClockBench *t)
{
    build_pauses(t->b, t->look, build_read(t->b, "waiting"));
}

void clock_bench_start(ClockBench *t, const char *at)
{
    t->run = case_run_new(build_finish(t->b));
    case_run_calendars(t->run, &t->calendars);
    case_run_pass(t->run, instant_of(at) - case_run_now(t->run));
    case_run_own_calendar(t->run, "lyon", "fr_off");
    case_run_own_calendar(t->run, "bucharest", "ro_off");
    case_run_start(t->run, NULL, 0);
}

void clock_bench_wait(ClockBench *t, const char *at, const char *yes_or_no)
{
    case_run_until(t->run, instant_of(at));
    WritRecord *record = writ_record_new(t->arena, 1);
    record->fields[0] = writ_value_boolean(strcmp(yes_or_no, "yes") == 0);
    WritCommand command = {
        .kind = WRIT_COMMAND_MESSAGE,
        .index = t->event,
        .value = {.kind = WRIT_VALUE_RECORD, .tag = t->signal, .record = record},
    };
    case_run_must(t->run, &command);
}

static void assert_is(int64_t instant, const char *expected)
{
    WritBuffer text = {0};
    if (instant == WRIT_NEVER) {
        assert_string_equal("never", expected);
        return;
    }
    assert_string_not_equal(expected, "never");
    WritBuffer wanted = {0};
    writ_instant_print(&text, instant);
    writ_instant_print(&wanted, instant_of(expected));
    assert_string_equal(writ_buffer_string(&text), writ_buffer_string(&wanted));
    writ_buffer_dispose(&text);
    writ_buffer_dispose(&wanted);
}

void assert_due(ClockBench *t, const char *expected)
{
    const WritDuty *task = case_run_find(t->run, WRIT_DUTY_TASK, "look");
    assert_non_null(task);
    assert_is(task->due, expected);
}

void assert_timer(ClockBench *t, const char *expected)
{
    const WritDuty *timer = case_run_find(t->run, WRIT_DUTY_TIMER, "look");
    assert_is(timer == NULL ? WRIT_NEVER : timer->due, expected);
}

const WritEvent *last_event(ClockBench *t, WritEventKind kind)
{
    uint32_t count = 0;
    const WritEvent *events = case_run_events(t->run, &count);
    while (count > 0 && events[count - 1].kind != kind) {
        count--;
    }
    assert_true(count > 0);
    return &events[count - 1];
}

static WritCalendarRules *rules_of(WritCalendars *set, const char *calendar)
{
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        if (writ_text_is(set->calendars[i].name, calendar)) {
            return &set->calendars[i];
        }
    }
    fail_msg("there is no calendar %s", calendar);
    return NULL;
}

const WritCalendars *clock_bench_changed(ClockBench *t, const char *calendar, const char *closed,
                                         const char *last)
{
    WritCalendars *set = writ_arena_alloc(t->arena, sizeof *set);
    *set = company_calendars(t->arena);
    WritCalendarRules *rules = rules_of(set, calendar);
    rules->last_day = last == NULL ? rules->last_day : day_of(last);
    if (closed != NULL) {
        WritHoliday *holidays =
            writ_arena_array(t->arena, rules->holiday_count + 1, sizeof *holidays);
        memcpy(holidays, rules->holidays, rules->holiday_count * sizeof *holidays);
        holidays[rules->holiday_count] = (WritHoliday){day_of(closed), writ_text("closed")};
        rules->holidays = holidays;
        rules->holiday_count++;
    }
    writ_calendars_sort(set);
    return set;
}
