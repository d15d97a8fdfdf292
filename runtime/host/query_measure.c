// `measure`: what the measures in force say of the cases that ended, case by case.
//
// One request looks at a slice of the ended cases, since everybody else waits meanwhile: each has
// to be replayed. It answers with the value of each case, and whoever asked puts the slices
// together (writ/tally.h); nothing is kept between them. The version of the measures that was
// answered with comes back with the next request, which is refused where they have changed.
#include <assert.h>
#include <stdlib.h>

#include "host/ended.h"
#include "host/json_out.h"
#include "host/measures.h"
#include "host/view.h"
#include "host/wording.h"
#include "writ/json.h"
#include "writ/reading.h"

enum {
    ROWS_AT_ONCE = 256,
    SLICE_VALUES_MAX = 10000,
    SLICE_ENTRIES_MAX = 5000,
    SLICE_STEPS_MAX = 2000000, // Of expressions.
    SLICE_BYTES_MAX = WRIT_REPLY_JSON_BYTES_MAX / 2,
    REASONS_MAX = 8, // Of one measure; more are told together.
};
// What a case holds is copied, and evaluated.
#define CASE_ARENA_BYTES ((size_t)2 << 30)
static const int64_t SECONDS_IN[] = {1, 60, 3600, 86400, 604800};

typedef struct Reason {
    WritText text;
    uint64_t count;
} Reason;

// One measure over the slice.
typedef struct Measuring {
    const WritMeasure *measure;
    WritTypeKind kind; // Of what it is of a case.
    bool has_target;
    WritValue target;
    uint32_t unit; // Of times: in which they are counted.
    uint64_t counted, holds, left_out;
    Reason reasons[REASONS_MAX + 1]; // The last one is for the rest.
    uint32_t reason_count;
    WritBuffer values, cases; // Elements of lists, JSON.
} Measuring;

// How one measure reads the cases of one definition.
typedef struct Lens {
    const Measuring *measuring;
    const Definition *definition;
    WritReading *reading;
} Lens;

typedef struct Row {
    uint64_t number, last_entry, basis;
    int64_t began, ended;
    uint32_t outcome;
    WritText key; // In the arena of the slice.
} Row;

typedef struct Slice {
    WritHost *host;
    WritError *error;
    Measures measures;
    Measuring *measuring;
    Lens *lenses;
    uint32_t lens_count, lens_capacity;
    Ended *ended;
    WritArena *rows_arena, *case_arena;
    Row rows[ROWS_AT_ONCE];
    uint32_t row_count;
    bool lists_cases;
    int64_t since, until; // Days.
    uint64_t through, looked_at, replayed, values, steps;
    const Row *row; // The case at hand.
    const Definition *definition;
    const WritCase *state;
} Slice;

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

static WritStatus read_body(Slice *slice, const WritRequest *request)
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

static WritStatus read_measures(Slice *slice, const WritRequest *request)
{
    WritStatus status = measures_read(slice->host, request->name, &slice->measures, slice->error);
    if (status != WRIT_OK || request->case_number == 0 ||
        is_version(&slice->measures.version, request->revision)) {
        return status;
    }
    (void)writ_fail(slice->error, WRIT_CONFLICT, "the measures changed while they were counted");
    return writ_hint(slice->error, "Ask again: what was counted belongs to those of before.");
}

// --- Values -------------------------------------------------------------------------------------

static void refuse(Measuring *measuring, WritArena *arena, WritText reason, uint64_t count)
{
    uint32_t at = 0;
    while (at < measuring->reason_count && !writ_text_equal(measuring->reasons[at].text, reason)) {
        at++;
    }
    if (at == measuring->reason_count && at < REASONS_MAX) {
        measuring->reasons[measuring->reason_count++].text = writ_arena_text(arena, reason);
    }
    measuring->reasons[at < REASONS_MAX ? at : REASONS_MAX].count += count;
}

static bool is_dated(uint32_t unit)
{
    return unit == WRIT_MONTHS || unit == WRIT_YEARS;
}

static uint32_t unit_of(const Measuring *measuring)
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

static const char *unit_word(const Measuring *measuring)
{
    if (measuring->kind == WRIT_TYPE_WORKING_TIME) {
        return measuring->unit == WRIT_WORKING_DAYS ? "working days" : "working hours";
    }
    return measuring->unit == WRIT_MONTHS ? "months" : "seconds";
}

// A value as the number that is counted; `reason` says why it cannot be. Counts of times are
// bounded (writ/value.h).
static bool number_of(const Measuring *measuring, WritValue value, WritDecimal *number,
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

static WritScope scope_of(Slice *slice, const Measuring *measuring, const WritRecord *record,
                          const WritClockwork *clockwork)
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
    if (!measuring->has_target || !number_of(measuring, measuring->target, &target, &reason)) {
        return false;
    }
    int order = writ_decimal_compare(number, target);
    return measuring->measure->target_kind == WRIT_TARGET_AT_LEAST ? order < 0 : order > 0;
}

// --- Cases that are listed ----------------------------------------------------------------------

static void begin_case(const Slice *slice, WritBuffer *json)
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
    if (number_of(measuring, value, &number, &reason)) {
        (void)writ_decimal_print(number, text);
        writ_buffer_format(json, ",\"value\":\"%s %s\"", text, unit_word(measuring));
    }
}

static void list_missed(const Slice *slice, Measuring *measuring, WritValue value)
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

static void list_unread(const Slice *slice, Measuring *measuring, WritText reason)
{
    if (slice->lists_cases) {
        begin_case(slice, &measuring->cases);
        json_text(&measuring->cases, "unread", reason);
        json_close(&measuring->cases);
    }
}

static void skip_case(Slice *slice, Measuring *measuring, WritText reason)
{
    refuse(measuring, slice->rows_arena, reason, 1);
    list_unread(slice, measuring, reason);
}

// --- One case -----------------------------------------------------------------------------------

static void count_value(Slice *slice, Measuring *measuring, WritValue value)
{
    WritDecimal number;
    const char *reason = NULL;
    bool missed = false;
    if (measuring->kind == WRIT_TYPE_BOOLEAN) {
        missed = value.integer == 0;
        measuring->holds += missed ? 0 : 1;
    } else if (number_of(measuring, value, &number, &reason)) {
        missed = misses(measuring, number);
        add_number(&measuring->values, number);
        slice->values++;
    } else {
        skip_case(slice, measuring, writ_text(reason));
        return;
    }
    measuring->counted++;
    if (missed) {
        list_missed(slice, measuring, value);
    }
}

static void judge_record(Slice *slice, Measuring *measuring, const WritRecord *record)
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
        skip_case(slice, measuring, writ_text(error.text));
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

static void judge_case(Slice *slice, Measuring *measuring, const WritReading *reading)
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
        skip_case(slice, measuring, writ_text(error.text));
    }
}

static const WritReading *reading_of(Slice *slice, const Measuring *measuring)
{
    for (uint32_t i = 0; i < slice->lens_count; i++) {
        const Lens *lens = &slice->lenses[i];
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
    slice->lenses[slice->lens_count++] = (Lens){measuring, slice->definition, reading};
    return reading;
}

static bool is_over(const Slice *slice, const Measuring *measuring)
{
    return writ_text_equal(measuring->measure->process, slice->definition->plan.name);
}

static void see(void *self, const WritCase *state)
{
    Slice *slice = self;
    slice->state = state;
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        Measuring *measuring = &slice->measuring[i];
        if (is_over(slice, measuring)) {
            const WritReading *reading = reading_of(slice, measuring);
            if (writ_reading_lack(reading).length == 0) {
                judge_case(slice, measuring, reading);
            }
        }
    }
}

// Whether any measure has to see the case; those that cannot read its version count it.
static bool is_wanted(Slice *slice)
{
    bool wanted = false;
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        Measuring *measuring = &slice->measuring[i];
        if (!is_over(slice, measuring)) {
            continue;
        }
        WritText lack = writ_reading_lack(reading_of(slice, measuring));
        if (lack.length > 0) {
            skip_case(slice, measuring, lack);
        }
        wanted = wanted || lack.length == 0;
    }
    return wanted;
}

static bool is_of_process(const Slice *slice)
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
static bool is_in_time(const Slice *slice)
{
    const WritCalendar *calendar = NULL;
    WritError unknown;
    WritText name = slice->definition->plan.calendar;
    bool found = name.length > 0 && almanac_find(slice->host, name, &calendar, &unknown) == WRIT_OK;
    int64_t day = found ? writ_zone_local(writ_calendar_zone(calendar), slice->row->ended).day
                        : utc_day(slice->row->ended);
    return day >= slice->since && day <= slice->until;
}

static WritStatus measure_case(Slice *slice, const Row *row)
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
    Slice *slice = context;
    CaseRow found;
    WritReader in = writ_reader(key);
    uint64_t number = writ_get_ordered(&in);
    if (!case_row_decode(&found, value)) {
        (void)writ_fail(slice->error, WRIT_INVALID, "case %llu is damaged in the store",
                        (unsigned long long)number);
        slice->row_count = UINT32_MAX;
        return WRIT_VISIT_STOP;
    }
    slice->rows[slice->row_count++] = (Row){
        .number = number,
        .last_entry = found.last_entry,
        .basis = found.basis,
        .began = found.began,
        .ended = found.ended,
        .outcome = found.outcome,
        .key = writ_arena_text(slice->rows_arena, found.key),
    };
    return slice->row_count < ROWS_AT_ONCE ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

static WritStatus next_rows(Slice *slice)
{
    WritBuffer from = {0};
    key_case(&from, slice->through + 1);
    WritStoreRange range = {WRIT_FAMILY_ENDED, writ_buffer_text(&from), {0}, ROWS_AT_ONCE};
    slice->row_count = 0;
    WritStatus status = writ_store_scan(slice->host->store, &range, keep_row, slice, slice->error);
    writ_buffer_dispose(&from);
    return status == WRIT_OK && slice->row_count == UINT32_MAX ? WRIT_INVALID : status;
}

static bool is_full(const Slice *slice)
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

static WritStatus measure_all(Slice *slice, bool *rest)
{
    WritStatus status = WRIT_OK;
    *rest = slice->measures.count > 0;
    while (status == WRIT_OK && *rest && !is_full(slice)) {
        status = next_rows(slice);
        *rest = status == WRIT_OK && slice->row_count == ROWS_AT_ONCE;
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

// --- The answer ---------------------------------------------------------------------------------

static void write_owner(const Slice *slice, WritBuffer *json, const WritMeasure *measure)
{
    const WritPlan *plan = &measure->exprs;
    const WritParty *owner = &measure->exprs.owner;
    if (owner->kind == WRIT_PARTY_OWNER) {
        const InForce *in_force = definitions_find(slice->host, measure->process);
        plan = in_force == NULL ? NULL : &in_force->definition->plan;
        owner = plan == NULL ? NULL : &plan->owner;
    }
    if (owner != NULL && owner->kind == WRIT_PARTY_ROLE) {
        const WritRole *role = &plan->roles[owner->index];
        json_text(json, "owner", role->name);
        json_text(json, "owner_title", word_titled(role->title, role->name));
    }
}

static void write_unit(WritBuffer *json, const Measuring *measuring)
{
    const WritTypes *types = &measuring->measure->exprs.types;
    WritTypeId id = measuring->measure->exprs.exprs[measuring->measure->is].type;
    const WritType *type = &types->types[id];
    char letters[5];
    if (type->kind == WRIT_TYPE_MONEY && type->currency != 0) {
        (void)writ_code_text(type->currency, letters);
        json_string(json, "unit", letters);
    } else if (type->kind == WRIT_TYPE_QUANTITY && type->index != WRIT_NONE) {
        json_text(json, "unit", types->units[type->index].name);
    } else if (type->kind == WRIT_TYPE_PERCENT) {
        json_string(json, "unit", "%");
    } else if (type->kind == WRIT_TYPE_DURATION || type->kind == WRIT_TYPE_WORKING_TIME) {
        json_string(json, "unit", unit_word(measuring));
    }
}

static void write_target(WritBuffer *json, const Measuring *measuring)
{
    const WritMeasure *measure = measuring->measure;
    WritDecimal number;
    const char *reason = NULL;
    if (measure->target_kind == WRIT_TARGET_NONE) {
        return;
    }
    json_string(json, "target",
                measure->target_kind == WRIT_TARGET_AT_LEAST ? "at least" : "at most");
    json_text(json, "target_text", measure->target_text);
    if (measuring->has_target && number_of(measuring, measuring->target, &number, &reason)) {
        char text[WRIT_DECIMAL_TEXT_BYTES];
        (void)writ_decimal_print(number, text);
        json_string(json, "target_value", text);
    }
}

static void write_unread(WritBuffer *json, const Measuring *measuring)
{
    json_open_list(json, "unread");
    for (uint32_t i = 0; i <= REASONS_MAX; i++) {
        const Reason *reason = &measuring->reasons[i];
        if (reason->count > 0) {
            json_open(json, NULL);
            json_text(json, "reason", i < REASONS_MAX ? reason->text : writ_text("other reasons"));
            json_number(json, "cases", reason->count);
            json_close(json);
        }
    }
    json_close_list(json);
}

static void write_list(WritBuffer *json, const char *key, const WritBuffer *elements)
{
    json_open_list(json, key);
    writ_buffer_add(json, writ_buffer_text(elements));
    json_close_list(json);
}

static void write_measure(const Slice *slice, WritBuffer *json, const Measuring *measuring)
{
    const WritMeasure *measure = measuring->measure;
    json_open(json, NULL);
    json_text(json, "measure", measure->exprs.name);
    json_text(json, "title", word_titled(measure->exprs.title, measure->exprs.name));
    write_owner(slice, json, measure);
    json_text(json, "process", measure->process);
    json_text(json, "is", measure->is_text);
    json_some_text(json, "where", measure->where_text);
    json_string(json, "figure", measuring->kind == WRIT_TYPE_BOOLEAN ? "share" : "mean");
    write_unit(json, measuring);
    write_target(json, measuring);
    json_number(json, "counted", measuring->counted);
    json_number(json, "left_out", measuring->left_out);
    write_unread(json, measuring);
    if (measuring->kind == WRIT_TYPE_BOOLEAN) {
        json_number(json, "holds", measuring->holds);
    } else {
        write_list(json, "values", &measuring->values);
    }
    if (slice->lists_cases) {
        write_list(json, "cases", &measuring->cases);
    }
    json_close(json);
}

static void write_slice(const Slice *slice, WritBuffer *json, bool rest)
{
    json_open(json, NULL);
    json_open_list(json, "measures");
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        write_measure(slice, json, &slice->measuring[i]);
    }
    json_close_list(json);
    json_number(json, "looked_at", slice->looked_at);
    if (rest) {
        json_number(json, "through", slice->through);
        json_hash(json, "measures_version", &slice->measures.version);
    }
    json_close(json);
}

// --- The whole ----------------------------------------------------------------------------------

// A target speaks of nothing but itself.
static WritStatus read_target(Slice *slice, Measuring *measuring)
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

static WritStatus begin(Slice *slice)
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
        measuring->unit = unit_of(measuring);
    }
    return status;
}

static void dispose(Slice *slice)
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
    Slice *slice = calloc(1, sizeof *slice);
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
        write_slice(slice, json, rest);
    }
    if (status == WRIT_OK && json->length > WRIT_REPLY_JSON_BYTES_MAX) {
        status = writ_fail(error, WRIT_LIMIT, "so many measures do not fit one answer");
        (void)writ_hint(error, "Ask for one at a time.");
    }
    dispose(slice);
    return status;
}
