#include "host/schedules.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "writ/recurrence.h"

enum { ROW_FORMAT = 2, OWED_MAX = 4096 };

// --- The row -----------------------------------------------------------------------------------
//
//     format(2) last happened started reason month began through days owed
//
// where `days` and `owed` are a count and the distances from one to the next.

static void put_rising(WritBuffer *value, const int64_t *numbers, uint32_t count)
{
    int64_t before = 0;
    writ_put_uint(value, count);
    for (uint32_t i = 0; i < count; i++) {
        writ_put_int(value, numbers[i] - before);
        before = numbers[i];
    }
}

static int64_t *get_rising(WritReader *in, uint32_t *count)
{
    size_t announced = writ_get_count(in);
    int64_t *numbers = calloc(announced + 1, sizeof *numbers);
    assert(numbers != NULL);
    int64_t number = 0;
    for (*count = 0; *count < announced && !in->failed; (*count)++) {
        number += writ_get_int(in);
        numbers[*count] = number;
    }
    return numbers;
}

static void put_row(WritHost *host, WritText process, const Schedule *schedule)
{
    WritBuffer value = {0};
    writ_put_u8(&value, ROW_FORMAT);
    writ_put_int(&value, schedule->last);
    writ_put_int(&value, schedule->happened);
    writ_put_uint(&value, schedule->started);
    writ_put_text(&value, writ_buffer_text(&schedule->reason));
    writ_put_int(&value, schedule->month_done);
    writ_put_int(&value, schedule->began);
    writ_put_int(&value, schedule->through);
    put_rising(&value, schedule->days, schedule->day_count);
    put_rising(&value, schedule->owed + schedule->owed_seen,
               schedule->owed_count - schedule->owed_seen);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_SCHEDULES, process, writ_buffer_text(&value));
    writ_buffer_dispose(&value);
}

static bool read_row(Schedule *schedule, WritText bytes)
{
    WritReader in = writ_reader(bytes);
    bool known = writ_get_u8(&in) == ROW_FORMAT;
    schedule->last = writ_get_int(&in);
    schedule->happened = writ_get_int(&in);
    schedule->started = writ_get_uint(&in);
    writ_buffer_add(&schedule->reason, writ_get_text(&in));
    schedule->month_done = (int32_t)writ_get_int(&in);
    schedule->began = writ_get_int(&in);
    schedule->through = writ_get_int(&in);
    schedule->days = get_rising(&in, &schedule->day_count);
    schedule->owed = get_rising(&in, &schedule->owed_count);
    return known && writ_reader_done(&in);
}

static WritStatus find_row(WritHost *host, WritText process, Schedule *schedule, WritError *error)
{
    WritBuffer value = {0};
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_SCHEDULES, process, &value, error);
    if (status == WRIT_OK && !read_row(schedule, writ_buffer_text(&value))) {
        status = writ_fail(error, WRIT_INVALID, "the schedule of %.*s is damaged in the store",
                           WRIT_TEXT_ARGS(process));
    }
    writ_buffer_dispose(&value);
    return status;
}

void schedule_free(Schedule *schedule)
{
    if (schedule != NULL) {
        writ_buffer_dispose(&schedule->reason);
        free(schedule->days);
        free(schedule->owed);
        free(schedule);
    }
}

// --- In force ----------------------------------------------------------------------------------

static WritStarts starts_of(const WritPlan *plan, const Schedule *schedule)
{
    static const WritStartsKind kinds[] = {
        [WRIT_SCHEDULE_DAY] = WRIT_STARTS_DAILY,
        [WRIT_SCHEDULE_WEEK] = WRIT_STARTS_WEEKLY,
        [WRIT_SCHEDULE_WORKING_DAY] = WRIT_STARTS_ON_WORKING_DAY,
        [WRIT_SCHEDULE_RULE] = WRIT_STARTS_ON_DATES,
    };
    return (WritStarts){
        .kind = kinds[plan->schedule.kind],
        .weekday = plan->schedule.weekday,
        .working_day = (int32_t)plan->schedule.working_day,
        .month_done = schedule->month_done,
        .minute = (int32_t)plan->schedule.minute,
        .days = schedule->days,
        .day_count = schedule->day_count,
        .through = schedule->through,
    };
}

static WritStatus find_regular(WritHost *host, const WritPlan *plan, const Schedule *schedule,
                               int64_t *next, WritError *error)
{
    const WritCalendar *calendar = NULL;
    WritStarts starts = starts_of(plan, schedule);
    WritStatus status = almanac_find(host, plan->calendar, &calendar, error);
    return status == WRIT_OK ? writ_starts_next(next, calendar, &starts, schedule->last, error)
                             : status;
}

// The regular occurrence at `instant` is seen to, or is owed from now on.
static void go_past(WritHost *host, const WritPlan *plan, Schedule *schedule, int64_t instant)
{
    const WritCalendar *calendar = NULL;
    WritError error;
    schedule->last = instant;
    if (plan->schedule.kind == WRIT_SCHEDULE_WORKING_DAY &&
        almanac_find(host, plan->calendar, &calendar, &error) == WRIT_OK) {
        schedule->month_done = writ_starts_month(calendar, instant);
    }
}

static bool owes(const Schedule *schedule)
{
    return schedule->owed_seen < schedule->owed_count;
}

// A calendar that ends stops the starts alone, and whoever asks is told why.
static void find_next(WritHost *host, const WritPlan *plan, Schedule *schedule)
{
    WritStatus status = WRIT_OK;
    if (owes(schedule)) {
        schedule->next = schedule->owed[schedule->owed_seen];
    } else {
        status = find_regular(host, plan, schedule, &schedule->next, &schedule->trouble);
    }
    if (status == WRIT_OK) {
        schedule->trouble = (WritError){.status = WRIT_OK};
    } else {
        schedule->next = INT64_MAX;
    }
}

// Works a rule out from the day of the last start on. Days alone count: a rule is daily or coarser.
static WritStatus expand_rule(const WritPlan *plan, const WritCalendar *calendar,
                              Schedule *schedule, WritError *error)
{
    const WritZone *zone = writ_calendar_zone(calendar);
    WritArena *arena = writ_arena_new(WRIT_RECURRENCE_ARENA_BYTES);
    WritOccurrence *occurrences = NULL;
    uint32_t count = 0;
    WritRecurrence rule = {
        .rule = plan->schedule.rule,
        .start_day = schedule->began,
        .first_day = writ_zone_local(zone, schedule->last).day,
        .last_day = writ_calendar_rules(calendar)->last_day,
        .zone = zone,
    };
    WritStatus status = writ_recurrence_expand(&occurrences, &count, arena, &rule, error);
    free(schedule->days);
    schedule->days = calloc((size_t)count + 1, sizeof *schedule->days);
    assert(schedule->days != NULL);
    schedule->day_count = status == WRIT_OK ? count : 0;
    for (uint32_t i = 0; i < schedule->day_count; i++) {
        schedule->days[i] = occurrences[i].day;
    }
    schedule->through = rule.last_day;
    writ_arena_free(arena);
    return status;
}

static const WritPlan *plan_in_force(const WritHost *host, WritText process)
{
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        const WritPlan *plan = &host->in_force[i].definition->plan;
        if (writ_text_equal(plan->name, process)) {
            return plan;
        }
    }
    return NULL;
}

static bool says_the_same(const WritPlan *one, const WritPlan *other)
{
    const WritSchedule *a = &one->schedule;
    const WritSchedule *b = &other->schedule;
    return a->kind == b->kind && a->weekday == b->weekday && a->working_day == b->working_day &&
           a->minute == b->minute && writ_text_equal(a->rule, b->rule) &&
           writ_text_equal(one->calendar, other->calendar);
}

// What had passed by the lines of before, and nobody ran for.
static void keep_owed(WritHost *host, const WritPlan *before, Schedule *schedule)
{
    int64_t next = 0;
    WritError error;
    schedule->owed = realloc(schedule->owed, OWED_MAX * sizeof *schedule->owed);
    assert(schedule->owed != NULL);
    while (schedule->owed_count < OWED_MAX &&
           find_regular(host, before, schedule, &next, &error) == WRIT_OK &&
           next <= host->item_now) {
        schedule->owed[schedule->owed_count++] = next;
        go_past(host, before, schedule, next);
    }
}

// Lines that are new count from now. A month that had its start has none by another working day.
static void begin_anew(const WritHost *host, const WritPlan *plan, const WritCalendar *calendar,
                       Schedule *schedule)
{
    schedule->last = host->item_now;
    schedule->began = writ_zone_local(writ_calendar_zone(calendar), host->item_now).day;
    if (plan->schedule.kind != WRIT_SCHEDULE_WORKING_DAY) {
        schedule->month_done = 0;
    }
}

static WritStatus renew(WritHost *host, const WritPlan *plan, Schedule *schedule, WritStatus found,
                        WritError *error)
{
    const WritCalendar *calendar = NULL;
    const WritPlan *before = plan_in_force(host, plan->name);
    WritStatus status = almanac_find(host, plan->calendar, &calendar, error);
    if (status == WRIT_OK && found == WRIT_NOT_FOUND) {
        schedule->happened = WRIT_NEVER;
        begin_anew(host, plan, calendar, schedule);
    } else if (status == WRIT_OK && before != NULL && !says_the_same(before, plan)) {
        keep_owed(host, before, schedule);
        begin_anew(host, plan, calendar, schedule);
    }
    if (status == WRIT_OK && plan->schedule.kind == WRIT_SCHEDULE_RULE) {
        status = expand_rule(plan, calendar, schedule, error);
    }
    return status;
}

WritStatus schedules_put(WritHost *host, const WritPlan *plan, WritError *error)
{
    if (plan->start != WRIT_START_ON_SCHEDULE) {
        schedules_drop(host, plan->name);
        return WRIT_OK;
    }
    Schedule *before = calloc(1, sizeof *before);
    assert(before != NULL);
    WritStatus status = find_row(host, plan->name, before, error);
    if (status == WRIT_OK || status == WRIT_NOT_FOUND) {
        status = renew(host, plan, before, status, error);
    }
    if (status == WRIT_OK) {
        put_row(host, plan->name, before);
    }
    schedule_free(before);
    return status;
}

void schedules_drop(WritHost *host, WritText process)
{
    writ_store_batch_delete(&host->batch, WRIT_FAMILY_SCHEDULES, process);
}

WritStatus schedules_read(WritHost *host, const WritPlan *plan, Schedule **schedule,
                          WritError *error)
{
    *schedule = NULL;
    if (plan->start != WRIT_START_ON_SCHEDULE) {
        return WRIT_OK;
    }
    Schedule *read = calloc(1, sizeof *read);
    assert(read != NULL);
    read->not_before = INT64_MIN;
    WritStatus status = find_row(host, plan->name, read, error);
    if (status == WRIT_NOT_FOUND) {
        status = writ_fail(error, WRIT_INVALID, "the schedule of %.*s is not in the store",
                           WRIT_TEXT_ARGS(plan->name));
    }
    if (status != WRIT_OK) {
        schedule_free(read);
        return status;
    }
    find_next(host, plan, read);
    *schedule = read;
    return WRIT_OK;
}

// --- Starting ----------------------------------------------------------------------------------

static int64_t due_of(const Schedule *schedule)
{
    return schedule->next < schedule->not_before ? schedule->not_before : schedule->next;
}

// The one whose start is due first; NULL: none has one.
static InForce *first_due(const WritHost *host)
{
    InForce *first = NULL;
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        const Schedule *schedule = host->in_force[i].schedule;
        if (schedule != NULL && schedule->next != INT64_MAX &&
            (first == NULL || due_of(schedule) < due_of(first->schedule))) {
            first = &host->in_force[i];
        }
    }
    return first;
}

int64_t schedules_next_due(const WritHost *host)
{
    const InForce *first = first_due(host);
    return first == NULL ? INT64_MAX : due_of(first->schedule);
}

static WritStatus start(WritHost *host, const InForce *in_force, Schedule *seen, WritError *error)
{
    Instance *instance = NULL;
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM, .person = writ_text("schedule")};
    WritCommand command = {.kind = WRIT_COMMAND_START, .due = seen->happened};
    WritStatus status = changes_start_case(host, in_force, &command, &actor, &instance, error);
    if (status == WRIT_OK) {
        seen->started = instance->number;
    }
    return status;
}

// Records the occurrence as seen to, with what came of it, in the batch that starts its case.
static void see_to(WritHost *host, const InForce *in_force, const Schedule *seen)
{
    put_row(host, in_force->definition->plan.name, seen);
}

// An open case that is alone may be: the occurrence has none of its own then, and the reason stands
// in `writ status`. Whatever else fails is tried again.
static bool take(WritHost *host, InForce *in_force, WritError *error)
{
    Schedule *schedule = in_force->schedule;
    Schedule seen = *schedule;
    seen.happened = schedule->next;
    seen.started = 0;
    seen.reason = (WritBuffer){0};
    if (owes(&seen)) {
        seen.owed_seen++;
    } else {
        go_past(host, &in_force->definition->plan, &seen, seen.next);
    }
    item_begin(host);
    WritStatus status = start(host, in_force, &seen, error);
    if (status == WRIT_CONFLICT) {
        item_abandon(host);
        item_begin(host);
        writ_buffer_add_string(&seen.reason, error->text);
        status = WRIT_OK;
    }
    if (status == WRIT_OK) {
        see_to(host, in_force, &seen);
        status = item_end(host, error);
    } else {
        item_abandon(host);
    }
    if (status != WRIT_OK) {
        writ_buffer_dispose(&seen.reason);
        return false;
    }
    writ_buffer_dispose(&schedule->reason);
    *schedule = seen;
    return true;
}

bool schedules_take(WritHost *host, int64_t now)
{
    InForce *in_force = first_due(host);
    if (in_force == NULL || due_of(in_force->schedule) > now) {
        return false;
    }
    WritError error;
    Schedule *schedule = in_force->schedule;
    if (take(host, in_force, &error)) {
        schedule->not_before = INT64_MIN;
        find_next(host, &in_force->definition->plan, schedule);
    } else {
        schedule->not_before = delay_end(host);
        writ_buffer_clear(&schedule->reason);
        writ_buffer_add_string(&schedule->reason, error.text);
    }
    return true;
}
