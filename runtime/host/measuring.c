// What a measure is of one case: the number that is counted, or why there is none.
#include "host/measuring.h"

#include "host/json_out.h"
#include "host/view.h"

static const int64_t SECONDS_IN[] = {1, 60, 3600, 86400, 604800};

// --- Values -------------------------------------------------------------------------------------

static void refuse(Measuring *measuring, WritArena *arena, WritText reason, uint64_t count)
{
    uint32_t at = 0;
    while (at < measuring->reason_count && !writ_text_equal(measuring->reasons[at].text, reason)) {
        at++;
    }
    if (at == measuring->reason_count && at < MEASURING_REASONS_MAX) {
        measuring->reasons[measuring->reason_count++].text = writ_arena_text(arena, reason);
    }
    measuring->reasons[at < MEASURING_REASONS_MAX ? at : MEASURING_REASONS_MAX].count += count;
}

static bool is_dated(uint32_t unit)
{
    return unit == WRIT_MONTHS || unit == WRIT_YEARS;
}

uint32_t measuring_unit(const Measuring *measuring)
{
    bool working = measuring->kind == WRIT_TYPE_WORKING_TIME;
    if (!measuring->has_target) {
        return working ? (uint32_t)WRIT_WORKING_DAYS : (uint32_t)WRIT_SECONDS;
    }
    if (working) {
        return measuring->target.tag;
    }
    return is_dated(measuring->target.tag) ? (uint32_t)WRIT_MONTHS : (uint32_t)WRIT_SECONDS;
}

const char *measuring_unit_word(const Measuring *measuring)
{
    if (measuring->kind == WRIT_TYPE_WORKING_TIME) {
        return measuring->unit == WRIT_WORKING_DAYS ? "working days" : "working hours";
    }
    return measuring->unit == WRIT_MONTHS ? "months" : "seconds";
}

bool measuring_number(const Measuring *measuring, WritValue value, WritDecimal *number,
                      const char **reason)
{
    if (value.kind == WRIT_VALUE_WORKING_TIME) {
        *reason = measuring->unit == WRIT_WORKING_DAYS
                      ? "it is in working hours, and this measure counts working days"
                      : "it is in working days, and this measure counts working hours";
        *number = writ_decimal_from_int(value.integer);
        return value.tag == measuring->unit;
    }
    if (value.kind == WRIT_VALUE_DURATION) {
        bool dated = is_dated(value.tag);
        *reason = dated ? "it is in months, which have no fixed length"
                        : "it has a fixed length, and this measure counts months";
        int64_t each = dated ? (value.tag == WRIT_YEARS ? 12 : 1) : SECONDS_IN[value.tag];
        WritError error;
        return dated == (measuring->unit == WRIT_MONTHS) &&
               writ_decimal_multiply(number, writ_decimal_from_int(value.integer),
                                     writ_decimal_from_int(each), &error) == WRIT_OK;
    }
    *number = value.number;
    return true;
}

static void add_number(WritBuffer *values, WritDecimal number)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    (void)writ_decimal_print(number, text);
    writ_buffer_format(values, "%s\"%s\"", values->length > 0 ? "," : "", text);
}

static WritScope scope_of(MeasuringSlice *slice, const Measuring *measuring,
                          const WritRecord *record, const WritClockwork *clockwork)
{
    return (WritScope){
        .plan = &measuring->measure->exprs,
        .arena = slice->case_arena,
        .clockwork = clockwork,
        .effective = slice->row->ended,
        .record = record,
        .record_type = measuring->measure->ended,
    };
}

static bool misses(const Measuring *measuring, WritDecimal number)
{
    WritDecimal target;
    const char *reason = NULL;
    if (!measuring->has_target ||
        !measuring_number(measuring, measuring->target, &target, &reason)) {
        return false;
    }
    int order = writ_decimal_compare(number, target);
    return measuring->measure->target_kind == WRIT_TARGET_AT_LEAST ? order < 0 : order > 0;
}

// --- Cases that are listed ----------------------------------------------------------------------

static void begin_case(const MeasuringSlice *slice, WritBuffer *json)
{
    const WritPlan *plan = &slice->definition->plan;
    CaseRow row = {
        .status = WRIT_CASE_ENDED,
        .outcome = slice->row->outcome,
        .stage = WRIT_NONE,
        .began = slice->row->began,
        .ended = slice->row->ended,
        .key = slice->row->key,
    };
    json_open(json, NULL);
    view_row(json, slice->case_arena, plan, slice->row->number, &row);
}

// As the figure is: "93600 seconds".
static void json_time(WritBuffer *json, const Measuring *measuring, WritValue value)
{
    WritDecimal number;
    const char *reason = NULL;
    char text[WRIT_DECIMAL_TEXT_BYTES];
    if (measuring_number(measuring, value, &number, &reason)) {
        (void)writ_decimal_print(number, text);
        writ_buffer_format(json, ",\"value\":\"%s %s\"", text, measuring_unit_word(measuring));
    }
}

static void list_missed(const MeasuringSlice *slice, Measuring *measuring, WritValue value)
{
    if (slice->lists_cases) {
        begin_case(slice, &measuring->cases);
        if (value.kind == WRIT_VALUE_DURATION) {
            json_time(&measuring->cases, measuring, value);
        } else {
            json_printed(&measuring->cases, "value", &measuring->measure->exprs.types, value);
        }
        json_close(&measuring->cases);
    }
}

static void list_unread(const MeasuringSlice *slice, Measuring *measuring, WritText reason)
{
    if (slice->lists_cases) {
        begin_case(slice, &measuring->cases);
        json_text(&measuring->cases, "unread", reason);
        json_close(&measuring->cases);
    }
}

void measuring_skip(MeasuringSlice *slice, Measuring *measuring, WritText reason)
{
    refuse(measuring, slice->rows_arena, reason, 1);
    list_unread(slice, measuring, reason);
}

// --- One case -----------------------------------------------------------------------------------

static void count_value(MeasuringSlice *slice, Measuring *measuring, WritValue value)
{
    WritDecimal number;
    const char *reason = NULL;
    bool missed = false;
    if (measuring->kind == WRIT_TYPE_BOOLEAN) {
        missed = value.integer == 0;
        measuring->holds += missed ? 0 : 1;
    } else if (measuring_number(measuring, value, &number, &reason)) {
        missed = misses(measuring, number);
        add_number(&measuring->values, number);
        slice->values++;
    } else {
        measuring_skip(slice, measuring, writ_text(reason));
        return;
    }
    measuring->counted++;
    if (missed) {
        list_missed(slice, measuring, value);
    }
}

static void judge_record(MeasuringSlice *slice, Measuring *measuring, const WritRecord *record)
{
    const WritMeasure *measure = measuring->measure;
    WritClockwork clockwork = almanac_clockwork(slice->host);
    WritScope scope = scope_of(slice, measuring, record, &clockwork);
    WritValue value;
    WritError error;
    bool wanted = true;
    WritStatus status = WRIT_OK;
    if (measure->where != WRIT_NONE) {
        status = writ_eval_truth(&scope, measure->where, &wanted, &error);
    }
    if (status == WRIT_OK && wanted) {
        status = writ_eval(&scope, measure->is, &value, &error);
    }
    slice->steps += scope.steps;
    if (status != WRIT_OK) {
        measuring_skip(slice, measuring, writ_text(error.text));
    } else if (!wanted) {
        measuring->left_out++;
    } else {
        count_value(slice, measuring, value);
    }
}

static WritValue slot_of(const void *self, uint32_t slot)
{
    return writ_case_slot(self, slot);
}

void measuring_judge(MeasuringSlice *slice, Measuring *measuring, const WritReading *reading)
{
    WritRecord *record = NULL;
    WritError error;
    WritEndedCase ended = {
        .number = slice->row->number,
        .began = slice->row->began,
        .ended = slice->row->ended,
        .outcome = slice->row->outcome,
        .self = slice->state,
        .slot = slot_of,
    };
    writ_arena_reset(slice->case_arena);
    if (writ_reading_read(reading, slice->case_arena, &ended, &record, &error) == WRIT_OK) {
        judge_record(slice, measuring, record);
    } else {
        measuring_skip(slice, measuring, writ_text(error.text));
    }
}
