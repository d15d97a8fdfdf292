// `preview`: which deadlines of open cases other calendars would move. The name says from what to
// what, "A..B": commits or references of the book; an empty A is what is in force, an empty B the
// files of the book's folder as they are. Nothing is changed.
//
// One request looks at a slice of the open cases, since everybody else waits meanwhile. What was
// made of the two books is kept for the request that goes on behind that slice; whoever comes when
// it is gone has it made again, and is refused where it has become something else.
#include "host/view.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/json_out.h"
#include "host/wording.h"
#include "writ/almanac.h"

enum { TRIM_EVERY = 256, REVISION_BYTES = 256 };

struct Comparison {
    WritArena *arena; // Of the sets and the range.
    WritText range;
    Almanac from, to; // Their arenas are NULL: the sets live in `arena`.
    bool from_in_force;
    WritHash version; // Of both sets.
};

typedef struct Preview {
    WritHost *host;
    WritBuffer *json;
    WritError *error;
    Comparison *comparison;
    uint32_t count, limit;
    uint64_t looked_at, through; // Cases, and the number of the last of them.
    bool more;                   // The list of moves was cut.
    bool rest;                   // There may be open cases behind the slice.
} Preview;

// --- Calendars of a commit ---------------------------------------------------------------------

static WritStatus refuse_book(const WritCompilation *compilation, WritText name, WritError *error)
{
    uint32_t errors = writ_diags_error_count(writ_compile_diags(compilation));
    if (errors == 0) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "the book as of %.*s has %u error%s", WRIT_TEXT_ARGS(name),
                    errors, errors == 1 ? "" : "s");
    return writ_hint(error, "writ check shows those of the files as they are.");
}

static WritStatus make_almanac(Preview *p, const WritBookContents *contents, WritText name,
                               Almanac *almanac)
{
    WritCompilation *compilation = writ_compile_new(p->comparison->arena);
    WritBookFiles files = {contents->files, contents->file_count};
    WritStatus status = writ_host_add_files(compilation, &files, p->error);
    if (status == WRIT_OK) {
        writ_compile_run(compilation);
        status = writ_host_release_calendars(&almanac->set, p->comparison->arena, compilation,
                                             &files, p->host->options.almanac_program, p->error);
    }
    return status == WRIT_OK ? refuse_book(compilation, name, p->error) : status;
}

static WritStatus read_commit(Preview *p, WritText revision, WritBookContents *contents)
{
    char text[REVISION_BYTES];
    WritCommitId id;
    if (p->host->book == NULL) {
        return writ_fail(p->error, WRIT_CONFLICT, "the book is no git repository");
    }
    (void)snprintf(text, sizeof text, "%.*s", WRIT_TEXT_ARGS(revision));
    WritStatus status = writ_book_head(&id, p->host->book, text, p->error);
    return status == WRIT_OK
               ? writ_book_read(contents, p->comparison->arena, p->host->book, &id, p->error)
               : status;
}

static WritStatus read_calendars(Preview *p, WritText revision, Almanac *almanac)
{
    WritBookContents contents;
    WritStatus status = WRIT_OK;
    WritText name = revision.length > 0 ? revision : writ_text("its files");
    if (revision.length > 0) {
        status = read_commit(p, revision, &contents);
    } else if (p->host->options.book == NULL) {
        status = writ_fail(p->error, WRIT_CONFLICT, "there is no book beside this store");
    } else {
        status =
            writ_book_read_files(&contents, p->comparison->arena, p->host->options.book, p->error);
    }
    return status == WRIT_OK ? make_almanac(p, &contents, name, almanac) : status;
}

static WritStatus read_both(Preview *p, WritText range)
{
    const char *dots = memmem(range.data, range.length, "..", 2);
    if (dots == NULL) {
        (void)writ_fail(p->error, WRIT_INVALID, "\"%.*s\" is no range A..B", WRIT_TEXT_ARGS(range));
        return writ_hint(p->error, "From what is in force to %.*s: ..%.*s", WRIT_TEXT_ARGS(range),
                         WRIT_TEXT_ARGS(range));
    }
    WritText from = {range.data, (size_t)(dots - range.data)};
    WritText to = {dots + 2, range.length - from.length - 2};
    Comparison *comparison = p->comparison;
    comparison->from_in_force = from.length == 0;
    WritStatus status =
        comparison->from_in_force ? WRIT_OK : read_calendars(p, from, &comparison->from);
    return status == WRIT_OK ? read_calendars(p, to, &comparison->to) : status;
}

// --- What is kept between two slices -------------------------------------------------------------

void preview_forget(WritHost *host)
{
    Comparison *comparison = host->comparison;
    if (comparison != NULL) {
        host->comparison = NULL;
        almanac_forget(&comparison->from);
        almanac_forget(&comparison->to);
        writ_arena_free(comparison->arena);
        free(comparison);
    }
}

static WritHash version_of(const Preview *p)
{
    const Comparison *comparison = p->comparison;
    WritBuffer bytes = {0};
    writ_calendars_encode(&bytes, comparison->from_in_force ? &p->host->almanac.set
                                                            : &comparison->from.set);
    writ_calendars_encode(&bytes, &comparison->to.set);
    WritHash version = writ_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return version;
}

static WritStatus compare(Preview *p, WritText range)
{
    preview_forget(p->host);
    Comparison *comparison = calloc(1, sizeof *comparison);
    assert(comparison != NULL);
    comparison->arena =
        writ_arena_new(WRIT_BOOK_ARENA_BYTES + (size_t)WRIT_COMPILE_ARENA_BYTES_MAX +
                       2 * WRIT_ALMANAC_ARENA_BYTES);
    comparison->range = writ_arena_text(comparison->arena, range);
    p->comparison = p->host->comparison = comparison;
    return read_both(p, range);
}

static bool is_version(const WritHash *version, WritText text)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(version, hex);
    return writ_text_is(text, hex);
}

// The calendars in force may have changed since, so the version is worked out each time.
static WritStatus take_up(Preview *p, const WritRequest *request)
{
    WritStatus status = WRIT_OK;
    p->comparison = p->host->comparison;
    if (p->comparison == NULL || !writ_text_equal(p->comparison->range, request->name) ||
        !is_version(&p->comparison->version, request->revision)) {
        status = compare(p, request->name);
    }
    if (status != WRIT_OK) {
        return status;
    }
    p->comparison->version = version_of(p);
    if (request->case_number == 0 || is_version(&p->comparison->version, request->revision)) {
        return WRIT_OK;
    }
    (void)writ_fail(p->error, WRIT_CONFLICT, "the calendars changed while they were compared");
    return writ_hint(p->error, "Ask again: what was found belongs to those of before.");
}

// --- Cases -------------------------------------------------------------------------------------

static int64_t stands_at(const WritMove *moves, uint32_t count, const WritMove *move)
{
    for (uint32_t i = 0; i < count; i++) {
        if (moves[i].frame == move->frame) {
            return moves[i].to;
        }
    }
    return move->from;
}

static void write_move(Preview *p, const Instance *instance, const WritMove *move, int64_t from)
{
    const WritPlan *plan = &instance->definition->plan;
    json_open(p->json, NULL);
    json_number(p->json, "case", instance->number);
    json_text(p->json, "process", plan->name);
    json_text(p->json, "process_title", word_titled(plan->title, plan->name));
    json_text(p->json, "title", word_title(plan, move->node));
    json_instant(p->json, "from", from);
    if (move->to != WRIT_NEVER) {
        json_instant(p->json, "to", move->to);
    }
    json_some_text(p->json, "reason", move->reason);
    json_close(p->json);
}

static uint32_t judge(Preview *p, const Instance *instance, Almanac *almanac, WritArena *arena,
                      WritMove **moves)
{
    WritPeople people = people_source(p->host);
    WritClockwork clockwork = almanac_clockwork_of(almanac);
    WritMoment moment = {.now = p->host->item_now,
                         .effective = p->host->item_now,
                         .people = &people,
                         .clockwork = &clockwork,
                         .arena = arena};
    return writ_case_judge_recount(instance->state, &moment, moves);
}

static void add_case(Preview *p, const Instance *instance, WritArena *arena)
{
    WritMove *before = NULL;
    WritMove *after = NULL;
    Comparison *comparison = p->comparison;
    uint32_t before_count =
        comparison->from_in_force ? 0 : judge(p, instance, &comparison->from, arena, &before);
    uint32_t after_count = judge(p, instance, &comparison->to, arena, &after);
    for (uint32_t i = 0; i < after_count && !p->more; i++) {
        int64_t from = stands_at(before, before_count, &after[i]);
        size_t length = p->json->length;
        if (from == after[i].to) {
            continue;
        }
        write_move(p, instance, &after[i], from);
        p->more = ++p->count > p->limit || !json_keep(p->json, length);
        p->json->length = p->more ? length : p->json->length;
    }
}

static WritVisit keep_number(void *context, WritText key, WritText value)
{
    (void)value;
    WritReader in = writ_reader(key);
    *(uint64_t *)context = writ_get_ordered(&in);
    return WRIT_VISIT_STOP;
}

static WritStatus next_open(Preview *p, uint64_t *number)
{
    writ_buffer_clear(&p->host->key);
    key_case(&p->host->key, *number + 1);
    WritStoreRange range = {WRIT_FAMILY_CASES, writ_buffer_text(&p->host->key), {0}, 1};
    *number = 0;
    return writ_store_scan(p->host->store, &range, keep_number, number, p->error);
}

static WritStatus add_cases(Preview *p)
{
    WritArena *arena = writ_arena_new(VIEW_ARENA_BYTES);
    uint64_t number = p->through;
    WritStatus status = next_open(p, &number);
    while (status == WRIT_OK && number != 0 && !p->more && p->looked_at < WRIT_HOST_PREVIEW_SLICE) {
        Instance *instance = NULL;
        status = instances_get(p->host, number, &instance, p->error);
        if (status == WRIT_OK) {
            writ_arena_reset(arena);
            add_case(p, instance, arena);
            p->through = number;
            status = next_open(p, &number);
        }
        if (++p->looked_at % TRIM_EVERY == 0) {
            instances_trim(p->host);
        }
    }
    p->rest = number != 0 && !p->more;
    writ_arena_free(arena);
    return status;
}

static WritStatus write_slice(Preview *p)
{
    json_open(p->json, NULL);
    json_open_list(p->json, "moves");
    WritStatus status = add_cases(p);
    json_close_list(p->json);
    json_number(p->json, "looked_at", p->looked_at);
    if (p->rest) {
        json_number(p->json, "through", p->through);
        json_hash(p->json, "comparison", &p->comparison->version);
    }
    json_truth(p->json, "more", p->more);
    json_close(p->json);
    return status;
}

WritStatus request_preview(WritHost *host, const WritRequest *request, WritBuffer *json,
                           WritError *error)
{
    Preview p = {.host = host,
                 .json = json,
                 .error = error,
                 .limit = view_limit(request),
                 .through = request->case_number};
    WritStatus status = take_up(&p, request);
    if (status == WRIT_OK) {
        status = write_slice(&p);
    }
    if (status != WRIT_OK || !p.rest) {
        preview_forget(host);
    }
    return status;
}
