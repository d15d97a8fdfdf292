// `measure`: what the measures in force say of the cases that ended, case by case.
//
// One request looks at a slice of the ended cases, since everybody else waits meanwhile: each has
// to be replayed. It answers with the value of each case, and whoever asked puts the slices
// together (writ/tally.h); nothing is kept between them. The version of the measures that was
// answered with comes back with the next request, which is refused where they have changed.
#include <assert.h>
#include <stdlib.h>

#include "host/measuring.h"
#include "host/view.h"
#include "writ/json.h"

enum {
    SLICE_VALUES_MAX = 10000,
    SLICE_ENTRIES_MAX = 5000,
    SLICE_STEPS_MAX = 2000000, // Of expressions.
    SLICE_BYTES_MAX = WRIT_REPLY_JSON_BYTES_MAX / 2,
};
// What a case holds is copied, and evaluated.
#define CASE_ARENA_BYTES ((size_t)2 << 30)

// --- What is asked ------------------------------------------------------------------------------

static WritStatus read_day(const WritJson *body, const char *key, int64_t *day, WritError *error)
{
    const WritJson *member = writ_json_find(body, key);
    if (member == NULL) {
        return WRIT_OK;
    }
    return member->kind == WRIT_JSON_STRING
               ? writ_date_parse(day, member->text, error)
               : writ_fail(error, WRIT_INVALID, "\"%s\" is no date", key);
}

static WritStatus read_body(MeasuringSlice *slice, const WritRequest *request)
{
    WritJson body;
    const char *source = NULL;
    slice->since = WRIT_DATE_DAYS_MIN;
    slice->until = WRIT_DATE_DAYS_MAX;
    WritStatus status = changes_parse_body(slice->host, request, &body, &source, slice->error);
    if (status == WRIT_OK) {
        status = read_day(&body, "since", &slice->since, slice->error);
    }
    if (status == WRIT_OK) {
        status = read_day(&body, "until", &slice->until, slice->error);
    }
    if (status == WRIT_OK) {
        const WritJson *cases = writ_json_find(&body, "cases");
        slice->lists_cases = cases != NULL && cases->kind == WRIT_JSON_BOOLEAN && cases->boolean;
    }
    return status;
}

static bool is_version(const WritHash *version, WritText text)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(version, hex);
    return writ_text_is(text, hex);
}

static WritStatus read_measures(MeasuringSlice *slice, const WritRequest *request)
{
    WritStatus status = measures_read(slice->host, request->name, &slice->measures, slice->error);
    if (status != WRIT_OK || request->case_number == 0 ||
        is_version(&slice->measures.version, request->revision)) {
        return status;
    }
    (void)writ_fail(slice->error, WRIT_CONFLICT, "the measures changed while they were counted");
    return writ_hint(slice->error, "Ask again: what was counted belongs to those of before.");
}

// --- Which cases --------------------------------------------------------------------------------

static const WritReading *reading_of(MeasuringSlice *slice, const Measuring *measuring)
{
    for (uint32_t i = 0; i < slice->lens_count; i++) {
        const MeasuringLens *lens = &slice->lenses[i];
        if (lens->measuring == measuring && lens->definition == slice->definition) {
            return lens->reading;
        }
    }
    if (slice->lens_count == slice->lens_capacity) {
        slice->lens_capacity = slice->lens_capacity == 0 ? 16 : 2 * slice->lens_capacity;
        slice->lenses = realloc(slice->lenses, slice->lens_capacity * sizeof *slice->lenses);
        assert(slice->lenses != NULL);
    }
    WritReading *reading = writ_reading_new(measuring->measure, &slice->definition->plan);
    slice->lenses[slice->lens_count++] = (MeasuringLens){measuring, slice->definition, reading};
    return reading;
}

static bool is_over(const MeasuringSlice *slice, const Measuring *measuring)
{
    return writ_text_equal(measuring->measure->process, slice->definition->plan.name);
}

static void see(void *self, const WritCase *state)
{
    MeasuringSlice *slice = self;
    slice->state = state;
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        Measuring *measuring = &slice->measuring[i];
        if (is_over(slice, measuring)) {
            const WritReading *reading = reading_of(slice, measuring);
            if (writ_reading_lack(reading).length == 0) {
                measuring_judge(slice, measuring, reading);
            }
        }
    }
}

// Whether any measure has to see the case; those that cannot read its version count it.
static bool is_wanted(MeasuringSlice *slice)
{
    bool wanted = false;
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        Measuring *measuring = &slice->measuring[i];
        if (!is_over(slice, measuring)) {
            continue;
        }
        WritText lack = writ_reading_lack(reading_of(slice, measuring));
        if (lack.length > 0) {
            measuring_skip(slice, measuring, lack);
        }
        wanted = wanted || lack.length == 0;
    }
    return wanted;
}

static bool is_of_process(const MeasuringSlice *slice)
{
    bool found = false;
    for (uint32_t i = 0; !found && i < slice->measures.count; i++) {
        found = is_over(slice, &slice->measuring[i]);
    }
    return found;
}

static int64_t utc_day(int64_t instant)
{
    static const int64_t a_day = INT64_C(86400) * 1000000;
    return instant / a_day - (instant % a_day < 0 ? 1 : 0);
}

// The day on which it ended, in the zone of its process: of a calendar that is in force, else UTC.
static bool is_in_time(const MeasuringSlice *slice)
{
    const WritCalendar *calendar = NULL;
    WritError unknown;
    WritText name = slice->definition->plan.calendar;
    bool found = name.length > 0 && almanac_find(slice->host, name, &calendar, &unknown) == WRIT_OK;
    int64_t day = found ? writ_zone_local(writ_calendar_zone(calendar), slice->row->ended).day
                        : utc_day(slice->row->ended);
    return day >= slice->since && day <= slice->until;
}

static WritStatus measure_case(MeasuringSlice *slice, const MeasuredRow *row)
{
    Definition *definition = NULL;
    slice->row = row;
    WritStatus status = definitions_of_basis(slice->host, row->basis, &definition, slice->error);
    slice->definition = definition;
    if (status != WRIT_OK || !is_of_process(slice) || !is_in_time(slice) || !is_wanted(slice)) {
        return status;
    }
    slice->replayed++;
    return ended_replay(slice->ended, slice->host, definition, row->number, row->last_entry, see,
                        slice, slice->error);
}

// --- The slice ----------------------------------------------------------------------------------

static WritVisit keep_row(void *context, WritText key, WritText value)
{
    MeasuringSlice *slice = context;
    CaseRow found;
    WritReader in = writ_reader(key);
    uint64_t number = writ_get_ordered(&in);
    if (!case_row_decode(&found, value)) {
        (void)writ_fail(slice->error, WRIT_INVALID, "case %llu is damaged in the store",
                        (unsigned long long)number);
        slice->row_count = UINT32_MAX;
        return WRIT_VISIT_STOP;
    }
    slice->rows[slice->row_count++] = (MeasuredRow){
        .number = number,
        .last_entry = found.last_entry,
        .basis = found.basis,
        .began = found.began,
        .ended = found.ended,
        .outcome = found.outcome,
        .key = writ_arena_text(slice->rows_arena, found.key),
    };
    return slice->row_count < MEASURING_ROWS ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

static WritStatus next_rows(MeasuringSlice *slice)
{
    WritBuffer from = {0};
    key_case(&from, slice->through + 1);
    WritStoreRange range = {WRIT_FAMILY_ENDED, writ_buffer_text(&from), {0}, MEASURING_ROWS};
    slice->row_count = 0;
    WritStatus status = writ_store_scan(slice->host->store, &range, keep_row, slice, slice->error);
    writ_buffer_dispose(&from);
    return status == WRIT_OK && slice->row_count == UINT32_MAX ? WRIT_INVALID : status;
}

static bool is_full(const MeasuringSlice *slice)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        bytes += slice->measuring[i].values.length + slice->measuring[i].cases.length;
    }
    return slice->looked_at >= WRIT_HOST_MEASURE_ROWS ||
           slice->replayed >= WRIT_HOST_MEASURE_SLICE || slice->values >= SLICE_VALUES_MAX ||
           slice->steps >= SLICE_STEPS_MAX || ended_entries(slice->ended) >= SLICE_ENTRIES_MAX ||
           bytes >= SLICE_BYTES_MAX;
}

static WritStatus measure_all(MeasuringSlice *slice, bool *rest)
{
    WritStatus status = WRIT_OK;
    *rest = slice->measures.count > 0;
    while (status == WRIT_OK && *rest && !is_full(slice)) {
        status = next_rows(slice);
        *rest = status == WRIT_OK && slice->row_count == MEASURING_ROWS;
        for (uint32_t i = 0; status == WRIT_OK && i < slice->row_count; i++) {
            if (is_full(slice)) {
                *rest = true;
                break;
            }
            status = measure_case(slice, &slice->rows[i]);
            slice->through = slice->rows[i].number;
            slice->looked_at++;
        }
    }
    return status;
}

// --- The whole ----------------------------------------------------------------------------------

// A target speaks of nothing but itself.
static WritStatus read_target(MeasuringSlice *slice, Measuring *measuring)
{
    const WritMeasure *measure = measuring->measure;
    WritClockwork clockwork = almanac_clockwork(slice->host);
    WritScope scope = {
        .plan = &measure->exprs,
        .arena = slice->measures.arena,
        .clockwork = &clockwork,
        .effective = slice->host->item_now,
    };
    measuring->has_target = measure->target_kind != WRIT_TARGET_NONE;
    return measuring->has_target
               ? writ_eval(&scope, measure->target, &measuring->target, slice->error)
               : WRIT_OK;
}

static WritStatus begin(MeasuringSlice *slice)
{
    WritStatus status = WRIT_OK;
    slice->measuring = calloc(slice->measures.count + 1, sizeof *slice->measuring);
    assert(slice->measuring != NULL);
    for (uint32_t i = 0; status == WRIT_OK && i < slice->measures.count; i++) {
        Measuring *measuring = &slice->measuring[i];
        const WritPlan *plan = &slice->measures.items[i].exprs;
        measuring->measure = &slice->measures.items[i];
        measuring->kind = plan->types.types[plan->exprs[measuring->measure->is].type].kind;
        status = read_target(slice, measuring);
        measuring->unit = measuring_unit(measuring);
    }
    return status;
}

static void dispose(MeasuringSlice *slice)
{
    for (uint32_t i = 0; slice->measuring != NULL && i < slice->measures.count; i++) {
        writ_buffer_dispose(&slice->measuring[i].values);
        writ_buffer_dispose(&slice->measuring[i].cases);
    }
    for (uint32_t i = 0; i < slice->lens_count; i++) {
        writ_reading_free(slice->lenses[i].reading);
    }
    free(slice->lenses);
    free(slice->measuring);
    ended_free(slice->ended);
    writ_arena_free(slice->rows_arena);
    writ_arena_free(slice->case_arena);
    measures_dispose(&slice->measures);
    free(slice);
}

WritStatus request_measure(WritHost *host, const WritRequest *request, WritBuffer *json,
                           WritError *error)
{
    MeasuringSlice *slice = calloc(1, sizeof *slice);
    assert(slice != NULL);
    bool rest = false;
    slice->host = host;
    slice->error = error;
    slice->through = request->case_number;
    slice->ended = ended_new();
    slice->rows_arena = writ_arena_new(VIEW_ARENA_BYTES);
    slice->case_arena = writ_arena_new(CASE_ARENA_BYTES);
    WritStatus status = read_body(slice, request);
    if (status == WRIT_OK) {
        status = read_measures(slice, request);
    }
    if (status == WRIT_OK) {
        status = begin(slice);
    }
    if (status == WRIT_OK) {
        status = measure_all(slice, &rest);
    }
    if (status == WRIT_OK) {
        measuring_write(slice, json, rest);
    }
    if (status == WRIT_OK && json->length > WRIT_REPLY_JSON_BYTES_MAX) {
        status = writ_fail(error, WRIT_LIMIT, "so many measures do not fit one answer");
        (void)writ_hint(error, "Ask for one at a time.");
    }
    dispose(slice);
    return status;
}
