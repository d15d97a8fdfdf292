#include "host/measures.h"

#include <assert.h>

#include "host/wording.h"
#include "writ/nearest.h"

enum { NAMES_SHOWN_BYTES = 300 };

// --- Putting them in force ----------------------------------------------------------------------

typedef struct Dropping {
    WritHost *host;
    const WritMeasure *measures;
    uint32_t count;
} Dropping;

static WritVisit drop_missing(void *context, WritText key, WritText value)
{
    (void)value;
    const Dropping *dropping = context;
    bool is_there = false;
    for (uint32_t i = 0; !is_there && i < dropping->count; i++) {
        is_there = writ_text_equal(dropping->measures[i].exprs.name, key);
    }
    if (!is_there) {
        writ_store_batch_delete(&dropping->host->batch, WRIT_FAMILY_MEASURES, key);
    }
    return WRIT_VISIT_ON;
}

WritStatus measures_put(WritHost *host, const WritCompilation *compilation, WritError *error)
{
    Dropping dropping = {.host = host};
    WritBuffer bytes = {0};
    dropping.measures = writ_compile_measures(compilation, &dropping.count);
    WritStoreRange range = {.family = WRIT_FAMILY_MEASURES};
    WritStatus status = writ_store_scan(host->store, &range, drop_missing, &dropping, error);
    for (uint32_t i = 0; status == WRIT_OK && i < dropping.count; i++) {
        writ_buffer_clear(&bytes);
        writ_measure_encode(&bytes, &dropping.measures[i]);
        writ_store_batch_put(&host->batch, WRIT_FAMILY_MEASURES, dropping.measures[i].exprs.name,
                             writ_buffer_text(&bytes));
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// --- Reading them -------------------------------------------------------------------------------

typedef struct Reading {
    Measures *measures;
    WritText name;
    bool is_whole; // One was found that has exactly this name.
    uint32_t capacity;
    size_t bytes;        // Of those that were read.
    WritBuffer versions; // The hash of each row.
    WritBuffer names;    // For whoever asked for one that is not there.
    WritNearest nearest;
    WritStatus status;
    WritError *error;
} Reading;

static void add(Reading *reading, const WritMeasure *measure)
{
    Measures *measures = reading->measures;
    if (measures->count == reading->capacity) {
        reading->capacity = reading->capacity == 0 ? 16 : 2 * reading->capacity;
        WritMeasure *larger = writ_arena_array(measures->arena, reading->capacity, sizeof *larger);
        for (uint32_t i = 0; i < measures->count; i++) {
            larger[i] = measures->items[i];
        }
        measures->items = larger;
    }
    measures->items[measures->count++] = *measure;
}

static WritVisit read_row(void *context, WritText key, WritText value)
{
    Reading *reading = context;
    WritMeasure measure;
    WritText last = writ_text_last_name(key);
    writ_nearest_offer(&reading->nearest, writ_arena_text(reading->measures->arena, last));
    if (reading->names.length < NAMES_SHOWN_BYTES) {
        writ_buffer_add_string(&reading->names, reading->names.length > 0 ? ", " : "");
        writ_buffer_add(&reading->names, last);
    }
    if (reading->name.length > 0 && !word_is_called(key, reading->name)) {
        return WRIT_VISIT_ON;
    }
    // The whole name means one, whatever ends in it.
    bool whole = writ_text_equal(key, reading->name);
    if (reading->is_whole || whole) {
        reading->measures->count = whole ? 0 : reading->measures->count;
        reading->is_whole = true;
        if (!whole) {
            return WRIT_VISIT_ON;
        }
    }
    reading->bytes += value.length;
    if (reading->bytes > WRIT_MEASURES_BYTES_MAX) {
        reading->status = writ_fail(reading->error, WRIT_INVALID,
                                    "the measures in the store take more than %d MB",
                                    (int)(WRIT_MEASURES_BYTES_MAX >> 20));
        return WRIT_VISIT_STOP;
    }
    reading->status =
        writ_measure_decode(&measure, reading->measures->arena, value, reading->error);
    if (reading->status == WRIT_OK && !writ_text_equal(measure.exprs.name, key)) {
        reading->status =
            writ_fail(reading->error, WRIT_INVALID, "a measure in the store has another's name");
    }
    if (reading->status != WRIT_OK) {
        return WRIT_VISIT_STOP;
    }
    WritHash hash = writ_hash(value);
    writ_put_raw(&reading->versions, hash.bytes, WRIT_HASH_BYTES);
    add(reading, &measure);
    return WRIT_VISIT_ON;
}

static WritStatus tell_unknown(const Reading *reading)
{
    WritStatus status = writ_fail(reading->error, WRIT_NOT_FOUND, "no measure \"%.*s\" is in force",
                                  WRIT_TEXT_ARGS(reading->name));
    if (reading->nearest.best.length > 0) {
        (void)writ_hint(reading->error, "Did you mean %.*s?",
                        WRIT_TEXT_ARGS(reading->nearest.best));
    } else if (reading->names.length > 0) {
        (void)writ_hint(reading->error, "In force: %.*s.", (int)reading->names.length,
                        reading->names.data);
    } else {
        (void)writ_hint(reading->error, "The book has no measure yet.");
    }
    return status;
}

static WritStatus judge(const Reading *reading)
{
    const Measures *measures = reading->measures;
    if (reading->name.length == 0 || measures->count == 1) {
        return WRIT_OK;
    }
    if (measures->count == 0) {
        return tell_unknown(reading);
    }
    (void)writ_fail(reading->error, WRIT_CONFLICT, "several measures are called \"%.*s\"",
                    WRIT_TEXT_ARGS(reading->name));
    return writ_hint(reading->error, "Name one with its module: %.*s.",
                     WRIT_TEXT_ARGS(measures->items[0].exprs.name));
}

WritStatus measures_read(WritHost *host, WritText name, Measures *measures, WritError *error)
{
    *measures = (Measures){.arena = writ_arena_new(WRIT_MEASURES_ARENA_BYTES)};
    Reading reading = {
        .measures = measures,
        .name = name,
        .nearest = writ_nearest(name),
        .error = error,
    };
    WritStoreRange range = {.family = WRIT_FAMILY_MEASURES};
    WritStatus status = writ_store_scan(host->store, &range, read_row, &reading, error);
    if (status == WRIT_OK) {
        status = reading.status;
    }
    if (status == WRIT_OK) {
        status = judge(&reading);
    }
    measures->version = writ_hash(writ_buffer_text(&reading.versions));
    writ_buffer_dispose(&reading.versions);
    writ_buffer_dispose(&reading.names);
    return status;
}

void measures_dispose(Measures *measures)
{
    writ_arena_free(measures->arena);
    *measures = (Measures){0};
}
