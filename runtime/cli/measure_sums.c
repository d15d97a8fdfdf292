// Slices added up. Counts are added, values gathered (writ/tally.h), and only at the end divided.
#include "cli/measure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cli/reply.h"
#include "writ/tally.h"

enum { MONEY_PLACES = 2, CODE_LETTERS = 3, SUMS_ARENA_BYTES = 256 << 20 };

typedef struct Unread {
    WritText reason;
    uint64_t cases;
    struct Unread *next;
} Unread;

typedef struct Sum {
    WritText name, unit;
    WritBuffer head; // Its members that are the same in every slice.
    WritMeasureTarget target_kind;
    bool has_target;
    WritDecimal target;
    bool is_share;
    uint64_t counted, holds, left_out;
    Unread *unread;
    WritTally tally;
    WritBuffer cases; // Elements of a list.
    uint64_t listed, left;
} Sum;

struct MeasureSums {
    WritArena *arena;
    Sum *sums;
    uint32_t count, capacity;
    uint32_t case_limit;
    uint64_t looked_at;
    bool lists_cases, missed;
};

MeasureSums *measure_sums_new(uint32_t case_limit)
{
    MeasureSums *sums = calloc(1, sizeof *sums);
    assert(sums != NULL);
    sums->arena = writ_arena_new(SUMS_ARENA_BYTES);
    sums->case_limit = case_limit;
    return sums;
}

void measure_sums_free(MeasureSums *sums)
{
    for (uint32_t i = 0; sums != NULL && i < sums->count; i++) {
        writ_buffer_dispose(&sums->sums[i].head);
        writ_buffer_dispose(&sums->sums[i].cases);
        writ_tally_dispose(&sums->sums[i].tally);
    }
    if (sums != NULL) {
        writ_arena_free(sums->arena);
        free(sums->sums);
    }
    free(sums);
}

uint64_t measure_sums_looked_at(const MeasureSums *sums)
{
    return sums->looked_at;
}

bool measure_sums_missed(const MeasureSums *sums)
{
    return sums->missed;
}

// --- Adding -------------------------------------------------------------------------------------

static void copy_member(Sum *sum, const WritJson *measure, const char *key)
{
    const WritJson *member = writ_json_find(measure, key);
    if (member != NULL) {
        writ_buffer_format(&sum->head, "%s\"%s\":", sum->head.length > 0 ? "," : "", key);
        reply_write(&sum->head, member);
    }
}

static WritStatus begin_sum(MeasureSums *sums, Sum *sum, const WritJson *measure, WritError *error)
{
    static const char *const members[] = {"measure", "title",      "owner", "owner_title",
                                          "process", "is",         "where", "figure",
                                          "target",  "target_text"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        copy_member(sum, measure, members[i]);
    }
    sum->name = writ_arena_text(sums->arena, reply_text(measure, "measure"));
    sum->unit = writ_arena_text(sums->arena, reply_text(measure, "unit"));
    sum->is_share = writ_text_is(reply_text(measure, "figure"), "share");
    WritText target = reply_text(measure, "target");
    WritText value = reply_text(measure, "target_value");
    sum->target_kind = writ_text_is(target, "at least")  ? WRIT_TARGET_AT_LEAST
                       : writ_text_is(target, "at most") ? WRIT_TARGET_AT_MOST
                                                         : WRIT_TARGET_NONE;
    sum->has_target = sum->target_kind != WRIT_TARGET_NONE && value.length > 0;
    return sum->has_target ? writ_decimal_parse(&sum->target, value, error) : WRIT_OK;
}

static WritStatus find_sum(MeasureSums *sums, const WritJson *measure, uint32_t index, Sum **sum,
                           WritError *error)
{
    // They come in the same order in every slice.
    if (index < sums->count) {
        *sum = &sums->sums[index];
        return writ_text_equal((*sum)->name, reply_text(measure, "measure"))
                   ? WRIT_OK
                   : writ_fail(error, WRIT_INVALID, "the answers are about different measures");
    }
    if (sums->count == sums->capacity) {
        sums->capacity = sums->capacity == 0 ? 8 : 2 * sums->capacity;
        sums->sums = realloc(sums->sums, sums->capacity * sizeof *sums->sums);
        assert(sums->sums != NULL);
    }
    *sum = &sums->sums[sums->count++];
    **sum = (Sum){.counted = 0};
    return begin_sum(sums, *sum, measure, error);
}

static void add_unread(MeasureSums *sums, Sum *sum, const WritJson *unread)
{
    WritText reason = reply_text(unread, "reason");
    Unread **link = &sum->unread;
    while (*link != NULL && !writ_text_equal((*link)->reason, reason)) {
        link = &(*link)->next;
    }
    if (*link == NULL) {
        *link = writ_arena_alloc(sums->arena, sizeof **link);
        (*link)->reason = writ_arena_text(sums->arena, reason);
    }
    (*link)->cases += reply_number(unread, "cases");
}

static WritStatus add_values(Sum *sum, const WritJson *values, WritError *error)
{
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < values->count; i++) {
        WritDecimal value;
        status = writ_decimal_parse(&value, values->items[i].text, error);
        if (status == WRIT_OK) {
            status = writ_tally_add(&sum->tally, value, error);
        }
    }
    return status;
}

static void add_cases(const MeasureSums *sums, Sum *sum, const WritJson *cases)
{
    for (uint32_t i = 0; i < cases->count; i++) {
        if (sum->listed == sums->case_limit) {
            sum->left++;
            continue;
        }
        writ_buffer_add_string(&sum->cases, sum->listed > 0 ? "," : "");
        reply_write(&sum->cases, &cases->items[i]);
        sum->listed++;
    }
}

WritStatus measure_sums_add(MeasureSums *sums, const WritJson *slice, WritError *error)
{
    const WritJson *measures = reply_list(slice, "measures");
    WritStatus status = WRIT_OK;
    sums->looked_at += reply_number(slice, "looked_at");
    for (uint32_t i = 0; status == WRIT_OK && i < measures->count; i++) {
        const WritJson *measure = &measures->items[i];
        const WritJson *unread = reply_list(measure, "unread");
        Sum *sum = NULL;
        status = find_sum(sums, measure, i, &sum, error);
        if (status != WRIT_OK) {
            break;
        }
        sum->counted += reply_number(measure, "counted");
        sum->holds += reply_number(measure, "holds");
        sum->left_out += reply_number(measure, "left_out");
        for (uint32_t k = 0; k < unread->count; k++) {
            add_unread(sums, sum, &unread->items[k]);
        }
        sums->lists_cases = sums->lists_cases || writ_json_find(measure, "cases") != NULL;
        add_cases(sums, sum, reply_list(measure, "cases"));
        status = add_values(sum, reply_list(measure, "values"), error);
        if (status == WRIT_LIMIT) {
            (void)writ_hint(error, "Count fewer cases: --since and --until say which.");
        }
    }
    return status;
}

// --- Figures ------------------------------------------------------------------------------------

static int places_of(const Sum *sum, WritDecimal number)
{
    bool money =
        sum->unit.length == CODE_LETTERS && sum->unit.data[0] >= 'A' && sum->unit.data[0] <= 'Z';
    int places = writ_decimal_places(number);
    int least = money && sum->tally.places < MONEY_PLACES ? MONEY_PLACES : sum->tally.places;
    return places > least ? places : least;
}

// "12.50 EUR", "96.15%": without zeros behind, but for those that all values have.
static WritStatus write_figure(WritBuffer *json, const Sum *sum, const char *key,
                               WritDecimal number, WritError *error)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    bool percent = sum->is_share || writ_text_is(sum->unit, "%");
    WritDecimal shown = number;
    WritStatus status = percent ? writ_decimal_shift(&shown, number, 2, error) : WRIT_OK;
    if (status == WRIT_OK) {
        int places = percent ? writ_decimal_places(shown) : places_of(sum, shown);
        status =
            writ_decimal_round(&shown, shown, places < 34 ? places : 34, WRIT_ROUND_HALF_UP, error);
    }
    if (status == WRIT_OK) {
        (void)writ_decimal_print(shown, text);
        writ_buffer_format(json, ",\"%s\":\"%s%s", key, text,
                           percent                ? "%"
                           : sum->unit.length > 0 ? " "
                                                  : "");
        if (!percent) {
            writ_buffer_add_json(json, sum->unit);
        }
        writ_buffer_add_byte(json, '"');
    }
    return status;
}

static WritStatus write_met(MeasureSums *sums, Sum *sum, WritBuffer *json, WritDecimal total,
                            WritError *error)
{
    bool met = false;
    if (!sum->has_target) {
        return WRIT_OK;
    }
    WritStatus status =
        writ_tally_meets(&met, total, sum->counted, sum->target_kind, sum->target, error);
    writ_buffer_format(json, ",\"met\":%s", met ? "true" : "false");
    sums->missed = sums->missed || !met;
    return status;
}

static WritStatus write_share(MeasureSums *sums, Sum *sum, WritBuffer *json, WritError *error)
{
    WritDecimal share;
    WritStatus status = writ_tally_share(&share, sum->holds, sum->counted, error);
    if (status == WRIT_OK) {
        status = write_figure(json, sum, "value", share, error);
    }
    return status == WRIT_OK
               ? write_met(sums, sum, json, writ_decimal_from_int((int64_t)sum->holds), error)
               : status;
}

static WritStatus write_spread(MeasureSums *sums, Sum *sum, WritBuffer *json, WritError *error)
{
    WritFigures figures;
    WritStatus status = writ_tally_figures(&sum->tally, &figures, error);
    const struct {
        const char *key;
        WritDecimal number;
    } members[] = {{"value", figures.mean},
                   {"median", figures.median},
                   {"smallest", figures.smallest},
                   {"largest", figures.largest}};
    for (size_t i = 0; status == WRIT_OK && i < sizeof members / sizeof members[0]; i++) {
        status = write_figure(json, sum, members[i].key, members[i].number, error);
    }
    return status == WRIT_OK ? write_met(sums, sum, json, sum->tally.sum, error) : status;
}

static void write_unread(WritBuffer *json, const Sum *sum)
{
    writ_buffer_add_string(json, ",\"unread\":[");
    for (const Unread *unread = sum->unread; unread != NULL; unread = unread->next) {
        writ_buffer_add_string(json, unread == sum->unread ? "{\"reason\":\"" : ",{\"reason\":\"");
        writ_buffer_add_json(json, unread->reason);
        writ_buffer_format(json, "\",\"cases\":%llu}", (unsigned long long)unread->cases);
    }
    writ_buffer_add_byte(json, ']');
}

static WritStatus write_sum(MeasureSums *sums, Sum *sum, WritBuffer *json, WritError *error)
{
    WritStatus status = WRIT_OK;
    writ_buffer_add_byte(json, '{');
    writ_buffer_add(json, writ_buffer_text(&sum->head));
    if (sum->counted > 0) {
        status = sum->is_share ? write_share(sums, sum, json, error)
                               : write_spread(sums, sum, json, error);
    }
    writ_buffer_format(json, ",\"counted\":%llu", (unsigned long long)sum->counted);
    if (sum->is_share) {
        writ_buffer_format(json, ",\"holds\":%llu", (unsigned long long)sum->holds);
    }
    writ_buffer_format(json, ",\"left_out\":%llu", (unsigned long long)sum->left_out);
    write_unread(json, sum);
    if (sums->lists_cases) {
        writ_buffer_add_string(json, ",\"cases\":[");
        writ_buffer_add(json, writ_buffer_text(&sum->cases));
        writ_buffer_format(json, "],\"more\":%llu", (unsigned long long)sum->left);
    }
    writ_buffer_add_byte(json, '}');
    return status;
}

WritStatus measure_sums_write(MeasureSums *sums, WritBuffer *json, WritError *error)
{
    WritStatus status = WRIT_OK;
    writ_buffer_add_string(json, "{\"measures\":[");
    for (uint32_t i = 0; status == WRIT_OK && i < sums->count; i++) {
        writ_buffer_add_string(json, i > 0 ? "," : "");
        status = write_sum(sums, &sums->sums[i], json, error);
    }
    writ_buffer_format(json, "],\"looked_at\":%llu}", (unsigned long long)sums->looked_at);
    return status;
}
