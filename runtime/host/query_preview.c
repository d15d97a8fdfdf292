// `preview`: which deadlines of open cases other calendars would move. The name says from what to
// what, "A..B": commits or references of the book; an empty A is what is in force, an empty B the
// files of the book's folder as they are. Nothing is changed.
#include "host/view.h"

#include <stdio.h>
#include <string.h>

#include "host/json_out.h"
#include "host/wording.h"
#include "writ/almanac.h"

enum { TRIM_EVERY = 256, REVISION_BYTES = 256 };

typedef struct Preview {
    WritHost *host;
    WritBuffer *json;
    WritError *error;
    WritArena *arena; // Of the sets.
    Almanac from, to; // Their arenas are NULL where they are what is in force.
    bool from_in_force;
    uint32_t count, limit;
    uint64_t looked_at;
    bool more;
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
    WritCompilation *compilation = writ_compile_new(p->arena);
    WritBookFiles files = {contents->files, contents->file_count};
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < files.count; i++) {
        status = writ_compile_add(compilation, files.files[i].path, files.files[i].bytes, p->error);
    }
    if (status == WRIT_OK) {
        writ_compile_run(compilation);
        status = writ_host_release_calendars(&almanac->set, p->arena, compilation, &files,
                                             p->host->options.almanac_program, p->error);
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
    return status == WRIT_OK ? writ_book_read(contents, p->arena, p->host->book, &id, p->error)
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
        status = writ_book_read_files(&contents, p->arena, p->host->options.book, p->error);
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
    p->from_in_force = from.length == 0;
    WritStatus status = p->from_in_force ? WRIT_OK : read_calendars(p, from, &p->from);
    return status == WRIT_OK ? read_calendars(p, to, &p->to) : status;
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
    uint32_t before_count = p->from_in_force ? 0 : judge(p, instance, &p->from, arena, &before);
    uint32_t after_count = judge(p, instance, &p->to, arena, &after);
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
    uint64_t number = 0;
    WritStatus status = next_open(p, &number);
    while (status == WRIT_OK && number != 0 && !p->more) {
        Instance *instance = NULL;
        status = instances_get(p->host, number, &instance, p->error);
        if (status == WRIT_OK) {
            writ_arena_reset(arena);
            add_case(p, instance, arena);
            status = next_open(p, &number);
        }
        if (++p->looked_at % TRIM_EVERY == 0) {
            instances_trim(p->host);
        }
    }
    writ_arena_free(arena);
    return status;
}

WritStatus request_preview(WritHost *host, const WritRequest *request, WritBuffer *json,
                           WritError *error)
{
    Preview p = {.host = host, .json = json, .error = error, .limit = view_limit(request)};
    p.arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES + (size_t)WRIT_COMPILE_ARENA_BYTES_MAX +
                             2 * WRIT_ALMANAC_ARENA_BYTES);
    WritStatus status = read_both(&p, request->name);
    if (status == WRIT_OK) {
        json_open(json, NULL);
        json_open_list(json, "moves");
        status = add_cases(&p);
        json_close_list(json);
        json_number(json, "looked_at", p.looked_at);
        json_truth(json, "more", p.more);
        json_close(json);
    }
    almanac_forget(&p.from);
    almanac_forget(&p.to);
    writ_arena_free(p.arena);
    return status;
}
