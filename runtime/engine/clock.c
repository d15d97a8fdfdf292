#include "engine/clock.h"
#include "engine/fits.h"

#include <assert.h>

#define MICROS_A_SECOND INT64_C(1000000)
#define SECONDS_AN_HOUR 3600

// --- Time that passes --------------------------------------------------------------------------

Measure clock_measure(const Clock *clock)
{
    bool open =
        clock->amount.kind == WRIT_VALUE_WORKING_TIME || clock->amount.kind == WRIT_VALUE_DATE;
    return open ? MEASURE_OPEN : MEASURE_ELAPSED;
}

// The plan sees to it that there is one; rows of a store might not.
static bool has_calendar(const Counting *c)
{
    if (c->calendar != NULL) {
        return true;
    }
    (void)writ_fail(c->error, WRIT_INVALID, "working time needs a calendar, and there is none");
    return false;
}

bool clock_time_between(const Counting *c, Measure measure, int64_t from, int64_t to,
                        int64_t *micros)
{
    if (measure == MEASURE_ELAPSED) {
        *micros = to > from ? to - from : 0;
        return true;
    }
    return has_calendar(c) &&
           writ_calendar_time_between(micros, c->calendar, from, to, c->error) == WRIT_OK;
}

static bool later(const Counting *c, int64_t from, int64_t micros, int64_t *at)
{
    if (micros > WRIT_INSTANT_MAX - from || micros < WRIT_INSTANT_MIN - from) {
        (void)writ_fail(c->error, WRIT_LIMIT, "the time is outside the years 1 to 9999");
        return false;
    }
    *at = from + micros;
    return true;
}

static bool open_later(const Counting *c, int64_t from, int64_t micros, int64_t *at)
{
    if (!has_calendar(c)) {
        return false;
    }
    WritStatus status = micros >= 0
                            ? writ_calendar_add_time(at, c->calendar, from, micros, c->error)
                            : writ_calendar_subtract_time(at, c->calendar, from, -micros, c->error);
    return status == WRIT_OK;
}

static bool months_later(const Counting *c, int64_t from, int64_t count, int64_t *at)
{
    WritValue months = {.kind = WRIT_VALUE_DURATION, .tag = WRIT_MONTHS, .integer = count};
    const WritZone *zone = c->calendar == NULL ? NULL : writ_calendar_zone(c->calendar);
    return writ_zone_add(at, zone, from, months, c->error) == WRIT_OK;
}

static bool advance_by(const Counting *c, Measure measure, int64_t from, int64_t micros,
                       int64_t *at)
{
    return measure == MEASURE_OPEN ? open_later(c, from, micros, at) : later(c, from, micros, at);
}

// --- Spans -------------------------------------------------------------------------------------

static bool is_too_long(const Counting *c)
{
    (void)writ_fail(c->error, WRIT_LIMIT, "the time is longer than 9999 years");
    return false;
}

static bool span_of_seconds(const Counting *c, SpanKind kind, int64_t count, int64_t unit,
                            Span *span)
{
    *span = (Span){.kind = kind};
    return !__builtin_mul_overflow(count, unit * MICROS_A_SECOND, &span->count) || is_too_long(c);
}

static bool span_of_duration(const Counting *c, WritValue amount, Span *span)
{
    switch ((WritDurationUnit)amount.tag) {
    case WRIT_SECONDS:
        return span_of_seconds(c, SPAN_ELAPSED, amount.integer, 1, span);
    case WRIT_MINUTES:
        return span_of_seconds(c, SPAN_ELAPSED, amount.integer, 60, span);
    case WRIT_HOURS:
        return span_of_seconds(c, SPAN_ELAPSED, amount.integer, SECONDS_AN_HOUR, span);
    case WRIT_DAYS:
        return span_of_seconds(c, SPAN_ELAPSED, amount.integer, 24 * SECONDS_AN_HOUR, span);
    case WRIT_WEEKS:
        return span_of_seconds(c, SPAN_ELAPSED, amount.integer, 7 * 24 * SECONDS_AN_HOUR, span);
    case WRIT_MONTHS:
        *span = (Span){SPAN_MONTHS, amount.integer};
        return true;
    case WRIT_YEARS:
        *span = (Span){.kind = SPAN_MONTHS};
        return !__builtin_mul_overflow(amount.integer, 12, &span->count) || is_too_long(c);
    }
    WRIT_UNREACHABLE();
}

static bool make_span(const Counting *c, WritValue amount, Span *span)
{
    if (amount.kind == WRIT_VALUE_DURATION) {
        return span_of_duration(c, amount, span);
    }
    if (amount.kind == WRIT_VALUE_WORKING_TIME && amount.tag == WRIT_WORKING_HOURS) {
        return span_of_seconds(c, SPAN_OPEN, amount.integer, SECONDS_AN_HOUR, span);
    }
    SpanKind kind = amount.kind == WRIT_VALUE_WORKING_TIME ? SPAN_DAYS
                    : amount.kind == WRIT_VALUE_DATE       ? SPAN_DATE
                                                           : SPAN_INSTANT;
    *span = (Span){kind, amount.integer};
    return true;
}

bool clock_span_of(const Counting *c, WritValue amount, Span *span)
{
    return make_span(c, amount, span) && (place_has_span(*span) || is_too_long(c));
}

bool clock_span_end(const Counting *c, int64_t from, Span span, int64_t *end)
{
    switch (span.kind) {
    case SPAN_ELAPSED:
        return later(c, from, span.count, end);
    case SPAN_MONTHS:
        return months_later(c, from, span.count, end);
    case SPAN_OPEN:
        return open_later(c, from, span.count, end);
    case SPAN_DAYS:
        return has_calendar(c) &&
               writ_calendar_add_days(end, c->calendar, from, span.count, c->error) == WRIT_OK;
    case SPAN_DATE:
        return has_calendar(c) &&
               writ_calendar_closing(end, c->calendar, span.count, c->error) == WRIT_OK;
    case SPAN_INSTANT:
        *end = span.count;
        return true;
    }
    WRIT_UNREACHABLE();
}

// How the rest of a span is measured when its clock stops.
static Measure span_measure(SpanKind kind)
{
    bool open = kind == SPAN_OPEN || kind == SPAN_DAYS || kind == SPAN_DATE;
    return open ? MEASURE_OPEN : MEASURE_ELAPSED;
}

// --- Rungs -------------------------------------------------------------------------------------

static const WritRung *rung_at(const Counting *c, uint32_t rung)
{
    return &c->plan->rungs[c->deadline->rungs_start + rung];
}

bool clock_rung_span(const Counting *c, uint32_t rung, Span *span)
{
    return clock_span_of(c, c->plan->constants[rung_at(c, rung)->amount], span);
}

static Measure rung_measure(const Counting *c, const WritRung *rung)
{
    bool spans = rung->kind == WRIT_RUNG_AFTER || rung->kind == WRIT_RUNG_EVERY;
    bool open = spans && c->plan->constants[rung->amount].kind == WRIT_VALUE_WORKING_TIME;
    return open ? MEASURE_OPEN : MEASURE_ELAPSED;
}

int64_t clock_rung_start(const Counting *c, const Clock *clock, uint32_t rung)
{
    uint32_t since = rung_at(c, rung)->since;
    if (since == WRIT_NONE) {
        return clock->from;
    }
    int64_t began = c->node_began[since];
    if (began == 0) {
        return WRIT_NEVER;
    }
    bool stood = clock->resumed_at != WRIT_NEVER && began < clock->resumed_at;
    return stood ? clock->resumed_at : began;
}

static bool count_span(const Counting *c, RungState *state, uint32_t rung)
{
    Span span;
    state->due = WRIT_NEVER;
    if (state->from == WRIT_NEVER) {
        return true;
    }
    if (state->left != RUNG_WHOLE) {
        return advance_by(c, rung_measure(c, rung_at(c, rung)), state->from, state->left,
                          &state->due);
    }
    return clock_rung_span(c, rung, &span) && clock_span_end(c, state->from, span, &state->due);
}

// The earliest instant by which the share has passed.
static bool count_share(const Counting *c, const Clock *clock, RungState *state, uint32_t rung)
{
    enum { SHARE_PLACES = 12 };
    WritDecimal share = c->plan->constants[rung_at(c, rung)->amount].number;
    WritDecimal micros;
    int64_t wanted = 0;
    if (writ_decimal_round(&share, share, SHARE_PLACES, WRIT_ROUND_HALF_EVEN, c->error) !=
            WRIT_OK ||
        writ_decimal_multiply(&micros, share, writ_decimal_from_int(clock->whole), c->error) !=
            WRIT_OK ||
        writ_decimal_round(&micros, micros, 0, WRIT_ROUND_CEILING, c->error) != WRIT_OK) {
        return false;
    }
    if (!writ_decimal_to_int(micros, &wanted)) {
        return is_too_long(c);
    }
    int64_t ahead = wanted > clock->used ? wanted - clock->used : 0;
    return advance_by(c, clock_measure(clock), clock->base, ahead, &state->due);
}

static bool count_before(const Counting *c, const Clock *clock, RungState *state, uint32_t rung)
{
    Span span;
    state->due = WRIT_NEVER;
    if (clock->due == WRIT_NEVER) {
        return true;
    }
    if (!clock_rung_span(c, rung, &span)) {
        return false;
    }
    span.count = -span.count;
    if (!clock_span_end(c, clock->due, span, &state->due)) {
        return false;
    }
    if (state->due < clock->base) {
        state->due = clock->base; // So little time is left that it is reached at once.
    }
    return true;
}

static bool count_rung(const Counting *c, const Clock *clock, uint32_t rung)
{
    RungState *state = &clock->rungs[rung];
    WritRungKind kind = rung_at(c, rung)->kind;
    if (state->count > 0 && kind != WRIT_RUNG_EVERY) {
        state->due = WRIT_NEVER;
        return true;
    }
    switch (kind) {
    case WRIT_RUNG_AFTER:
    case WRIT_RUNG_EVERY:
        return count_span(c, state, rung);
    case WRIT_RUNG_AFTER_SHARE:
        return count_share(c, clock, state, rung);
    case WRIT_RUNG_AFTER_REMINDER: // Its time comes with the rung before it.
        return state->left == RUNG_WHOLE || later(c, state->from, state->left, &state->due);
    case WRIT_RUNG_BEFORE_DUE:
        return count_before(c, clock, state, rung);
    }
    WRIT_UNREACHABLE();
}

static bool count_rungs(const Counting *c, const Clock *clock)
{
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        if (!count_rung(c, clock, i)) {
            return false;
        }
    }
    return true;
}

bool clock_count_rung_from(const Counting *c, Clock *clock, uint32_t rung, int64_t from)
{
    clock->rungs[rung].from = from;
    clock->rungs[rung].left = RUNG_WHOLE;
    return count_rung(c, clock, rung);
}

// --- Clocks ------------------------------------------------------------------------------------

// The deadline from `span`, and with it the whole time.
static bool count_due(const Counting *c, Clock *clock)
{
    int64_t ahead = 0;
    if (!clock->ahead) {
        return true;
    }
    if (!clock_span_end(c, clock->base, clock->span, &clock->due) ||
        !clock_time_between(c, clock_measure(clock), clock->base, clock->due, &ahead)) {
        return false;
    }
    clock->whole = clock->used + ahead;
    return place_has_time(clock->whole) || is_too_long(c);
}

bool clock_begin(const Counting *c, Clock *clock)
{
    clock->base = clock->from;
    clock->due = WRIT_NEVER;
    clock->paused_at = WRIT_NEVER;
    clock->resumed_at = WRIT_NEVER;
    clock->ahead = clock->amount.kind != WRIT_VALUE_MISSING;
    if (clock->ahead && !clock_span_of(c, clock->amount, &clock->span)) {
        return false;
    }
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        const WritRung *rung = rung_at(c, i);
        bool counts = rung->kind == WRIT_RUNG_AFTER || rung->kind == WRIT_RUNG_EVERY;
        clock->rungs[i] = (RungState){
            .due = WRIT_NEVER,
            .from = counts ? clock_rung_start(c, clock, i) : WRIT_NEVER,
            .left = RUNG_WHOLE,
        };
    }
    return count_due(c, clock) && count_rungs(c, clock);
}

static bool pause_rung(const Counting *c, const Clock *clock, uint32_t rung)
{
    const WritRung *of = rung_at(c, rung);
    RungState *state = &clock->rungs[rung];
    int64_t due = state->due;
    state->due = WRIT_NEVER;
    // The others follow from what is left of the deadline.
    bool keeps = of->kind == WRIT_RUNG_AFTER || of->kind == WRIT_RUNG_EVERY ||
                 of->kind == WRIT_RUNG_AFTER_REMINDER;
    return due == WRIT_NEVER || !keeps ||
           clock_time_between(c, rung_measure(c, of), clock->base, due, &state->left);
}

bool clock_pause(const Counting *c, Clock *clock, int64_t at)
{
    assert(clock->paused_at == WRIT_NEVER);
    int64_t used = 0;
    Measure left = span_measure(clock->span.kind);
    at = at > clock->base ? at : clock->base;
    if (!clock_time_between(c, clock_measure(clock), clock->base, at, &used)) {
        return false;
    }
    if (clock->ahead) {
        clock->span.kind = left == MEASURE_OPEN ? SPAN_OPEN : SPAN_ELAPSED;
        if (!clock_time_between(c, left, at, clock->due, &clock->span.count)) {
            return false;
        }
    }
    clock->used += used;
    clock->base = at;
    clock->paused_at = at;
    if (!place_has_time(clock->used)) {
        return is_too_long(c);
    }
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        if (!pause_rung(c, clock, i)) {
            return false;
        }
    }
    return true;
}

bool clock_resume(const Counting *c, Clock *clock, int64_t at)
{
    assert(clock->paused_at != WRIT_NEVER);
    at = at > clock->paused_at ? at : clock->paused_at;
    clock->base = at;
    clock->paused_for += at - clock->paused_at;
    clock->paused_at = WRIT_NEVER;
    clock->resumed_at = at;
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        RungState *state = &clock->rungs[i];
        bool waits = state->from == WRIT_NEVER && state->left == RUNG_WHOLE;
        state->from = waits ? WRIT_NEVER : at;
    }
    return count_due(c, clock) && count_rungs(c, clock);
}

bool clock_extend(const Counting *c, Clock *clock, Span span, int64_t at)
{
    clock->ahead = true;
    clock->span = span;
    if (clock->paused_at != WRIT_NEVER) {
        return true;
    }
    int64_t used = 0;
    at = at > clock->base ? at : clock->base;
    if (!clock_time_between(c, clock_measure(clock), clock->base, at, &used)) {
        return false;
    }
    clock->used += used;
    clock->base = at;
    return count_due(c, clock) && count_rungs(c, clock);
}

static int64_t not_before(int64_t counted, int64_t at, int64_t before)
{
    if (counted >= at || counted == before) {
        return counted;
    }
    return before < at ? before : at;
}

bool clock_recount(const Counting *c, Clock *clock, int64_t at)
{
    assert(clock->paused_at == WRIT_NEVER);
    int64_t due = clock->due;
    int64_t rungs[WRIT_RUNGS_MAX];
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        rungs[i] = clock->rungs[i].due;
    }
    if (!count_due(c, clock) || !count_rungs(c, clock)) {
        return false;
    }
    clock->due = clock->ahead ? not_before(clock->due, at, due) : due;
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        clock->rungs[i].due = not_before(clock->rungs[i].due, at, rungs[i]);
    }
    return true;
}
