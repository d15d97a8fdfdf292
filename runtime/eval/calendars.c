// What is counted on a calendar: calls whose last operand names it. It is looked up at every use,
// since calendars are reference data that a plan only names.
#include "eval/walk.h"

#include <assert.h>

enum {
    STEPS_A_CALL = 8, // A count costs about as much as a few readings, whatever its span.
    HOURS_MAX = 100000000,
};
static const int64_t MICROS_AN_HOUR = INT64_C(3600000000);
static const int64_t MICROS_A_MINUTE = INT64_C(60000000);

WritStatus writ_clockwork_find(const WritClockwork *clockwork, WritText name,
                               const WritCalendar **calendar, WritError *error)
{
    if (clockwork != NULL) {
        return clockwork->calendar(clockwork->self, name, calendar, error);
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "no calendar is in force, and this counts on %.*s",
                    WRIT_TEXT_ARGS(name));
    (void)writ_hint(error, "Put a book with this calendar in force.");
    return WRIT_NOT_FOUND;
}

static WritValue date_value(int64_t day)
{
    return (WritValue){.kind = WRIT_VALUE_DATE, .integer = day};
}

static WritValue instant_value(int64_t instant)
{
    return (WritValue){.kind = WRIT_VALUE_INSTANT, .integer = instant};
}

// --- Dates and instants ------------------------------------------------------------------------

static WritStatus today(WritValue *date, const WritCalendar *calendar, int64_t effective)
{
    *date = date_value(writ_zone_local(writ_calendar_zone(calendar), effective).day);
    return WRIT_OK;
}

static WritStatus moment(WritValue *instant, const WritCalendar *calendar, const WritValue *date,
                         const WritValue *time, WritError *error)
{
    int64_t at = writ_zone_instant(writ_calendar_zone(calendar), date->integer,
                                   time->integer * MICROS_A_MINUTE);
    *instant = instant_value(at);
    return at >= WRIT_INSTANT_MIN && at <= WRIT_INSTANT_MAX
               ? WRIT_OK
               : writ_fail(error, WRIT_LIMIT, "the instant is outside the years 1 to 9999");
}

static WritStatus add_duration(WritValue *moved, const WritCalendar *calendar,
                               const WritValue *from, WritValue duration, WritError *error)
{
    int64_t at = 0;
    WritStatus status =
        writ_zone_add(&at, writ_calendar_zone(calendar), from->integer, duration, error);
    *moved = instant_value(at);
    return status;
}

// --- Working time ------------------------------------------------------------------------------

static WritStatus move_by_hours(int64_t *moved, const WritCalendar *calendar, int64_t from,
                                int64_t hours, WritError *error)
{
    if (hours > HOURS_MAX || hours < -HOURS_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the working time is longer than a calendar is known");
    }
    return hours >= 0
               ? writ_calendar_add_time(moved, calendar, from, hours * MICROS_AN_HOUR, error)
               : writ_calendar_subtract_time(moved, calendar, from, -hours * MICROS_AN_HOUR, error);
}

// `count` may be negative.
static WritStatus move(WritValue *moved, const WritCalendar *calendar, const WritValue *from,
                       WritValue time, WritError *error)
{
    int64_t at = 0;
    bool days = time.tag == WRIT_WORKING_DAYS;
    if (from->kind == WRIT_VALUE_INSTANT) {
        WritStatus status =
            days ? writ_calendar_add_days(&at, calendar, from->integer, time.integer, error)
                 : move_by_hours(&at, calendar, from->integer, time.integer, error);
        *moved = instant_value(at);
        return status;
    }
    assert(from->kind == WRIT_VALUE_DATE);
    if (!days) {
        (void)writ_fail(error, WRIT_INVALID, "a date does not move by working hours");
        (void)writ_hint(error, "Use working days, or count from an instant.");
        return WRIT_INVALID;
    }
    WritStatus status = writ_calendar_move_day(&at, calendar, from->integer, time.integer, error);
    *moved = date_value(at);
    return status;
}

static WritStatus move_back(WritValue *moved, const WritCalendar *calendar, const WritValue *from,
                            WritValue time, WritError *error)
{
    if (time.integer == INT64_MIN) {
        return writ_fail(error, WRIT_LIMIT, "the working time is longer than a calendar is known");
    }
    time.integer = -time.integer;
    return move(moved, calendar, from, time, error);
}

static WritStatus day_of_month(WritValue *date, const WritCalendar *calendar,
                               const WritValue *month, const WritValue *number, WritError *error)
{
    int64_t day = 0;
    int64_t wanted = 0;
    bool whole = writ_decimal_to_int(number->number, &wanted);
    assert(whole && wanted >= -31 && wanted <= 31);
    WritStatus status =
        writ_calendar_day_of_month(&day, calendar, (int32_t)(month->integer / 12),
                                   (int32_t)(month->integer % 12) + 1, (int32_t)wanted, error);
    *date = date_value(day);
    return status;
}

// --- Calls -------------------------------------------------------------------------------------

static bool find_calendar(Walk *walk, uint32_t number, const WritCalendar **calendar)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    WritValue room;
    const WritValue *name = walk_present(walk, walk->plan->operands[expr->b + expr->c - 1], &room);
    if (name == NULL || !walk_spend(walk, STEPS_A_CALL)) {
        return false;
    }
    WritStatus status =
        writ_clockwork_find(walk->scope->clockwork, name->text, calendar, walk->error);
    return status == WRIT_OK || walk_name(walk, number, status) != NULL;
}

const WritValue *walk_calendar_call(Walk *walk, uint32_t number, WritValue *room)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    const uint32_t *operands = walk->plan->operands + expr->b;
    const WritCalendar *calendar = NULL;
    WritValue rooms[2];
    const WritValue *a = expr->c > 1 ? walk_present(walk, operands[0], &rooms[0]) : &walk_no;
    const WritValue *b = a != NULL && expr->c > 2 ? walk_present(walk, operands[1], &rooms[1]) : a;
    if (b == NULL || !find_calendar(walk, number, &calendar)) {
        return NULL;
    }
    WritStatus status = WRIT_OK;
    WritValue opposite;
    switch ((WritBuiltin)expr->a) {
    case WRIT_BUILTIN_TODAY:
        status = today(room, calendar, walk->scope->effective);
        break;
    case WRIT_BUILTIN_ADD_WORKING_TIME:
        status = move(room, calendar, a, *b, walk->error);
        break;
    case WRIT_BUILTIN_SUBTRACT_WORKING_TIME:
        status = move_back(room, calendar, a, *b, walk->error);
        break;
    case WRIT_BUILTIN_ADD_DURATION:
        status = add_duration(room, calendar, a, *b, walk->error);
        break;
    case WRIT_BUILTIN_SUBTRACT_DURATION:
        opposite = *b;
        opposite.integer = -opposite.integer; // Counts of durations are bounded.
        status = add_duration(room, calendar, a, opposite, walk->error);
        break;
    case WRIT_BUILTIN_WORKING_DAY:
        status = day_of_month(room, calendar, a, b, walk->error);
        break;
    case WRIT_BUILTIN_MOMENT:
        status = moment(room, calendar, a, b, walk->error);
        break;
    case WRIT_BUILTIN_SHARE:
    case WRIT_BUILTIN_ROUNDED:
    case WRIT_BUILTIN_AMOUNT:
    case WRIT_BUILTIN_HIGHEST:
    case WRIT_BUILTIN_LOWEST:
    case WRIT_BUILTIN_MONTH_OF:
    case WRIT_BUILTIN_CONVERTED:
    case WRIT_BUILTIN_DOCUMENT_NAME:
    case WRIT_BUILTIN_DOCUMENT_SIZE:
    case WRIT_BUILTIN_DOCUMENT_HASH:
        WRIT_UNREACHABLE();
    }
    return status == WRIT_OK ? room : walk_name(walk, number, status);
}
