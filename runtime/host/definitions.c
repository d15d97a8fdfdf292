// Definitions: the runtime's own copy of every plan that a case pins, and which plan new cases of
// a process take. They come from a commit of the book, once, and stay when the book changes.
#include "host/incoming.h"
#include "host/measures.h"
#include "host/messages.h"
#include "host/recount.h"
#include "writ/almanac.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "writ/book.h"
#include "writ/compile.h"

enum { DIRECTORY_ARENA_BYTES = 256 << 20, TROUBLE_MICROS = 10 * 1000 * 1000 };

// --- Plans in memory ---------------------------------------------------------------------------

static Definition *find_loaded(const WritHost *host, const WritHash *hash)
{
    Definition *definition = host->definitions;
    while (definition != NULL && !writ_hash_equal(&definition->hash, hash)) {
        definition = definition->next;
    }
    return definition;
}

static WritStatus load_plan(WritHost *host, const WritHash *hash, WritText bytes,
                            Definition **loaded, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    Definition *definition = writ_arena_alloc(arena, sizeof *definition);
    definition->arena = arena;
    definition->hash = *hash;
    WritStatus status = writ_plan_decode(&definition->plan, arena, bytes, error);
    if (status != WRIT_OK) {
        writ_arena_free(arena);
        return status;
    }
    uint32_t files = definition->plan.file_count;
    definition->file_hashes = writ_arena_array(arena, files + 1, sizeof(WritHash));
    for (uint32_t i = 0; i < files; i++) {
        definition->file_hashes[i] = writ_hash(definition->plan.files[i].bytes);
    }
    definition->program = writ_program_new(&definition->plan, hash);
    definition->next = host->definitions;
    host->definitions = definition;
    *loaded = definition;
    return WRIT_OK;
}

WritStatus definitions_get(WritHost *host, const WritHash *hash, Definition **definition,
                           WritError *error)
{
    *definition = find_loaded(host, hash);
    if (*definition != NULL) {
        return WRIT_OK;
    }
    WritBuffer bytes = {0};
    WritText key = {(const char *)hash->bytes, WRIT_HASH_BYTES};
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_DEFINITIONS, key, &bytes, error);
    if (status == WRIT_NOT_FOUND) {
        char hex[WRIT_HASH_HEX_BYTES];
        writ_hash_hex(hash, hex);
        status = writ_fail(error, WRIT_INVALID,
                           "the store has no definition %.12s, which a case needs", hex);
    } else if (status == WRIT_OK) {
        WritHash found = writ_plan_hash(writ_buffer_text(&bytes));
        status = writ_hash_equal(&found, hash)
                     ? load_plan(host, hash, writ_buffer_text(&bytes), definition, error)
                     : writ_fail(error, WRIT_INVALID,
                                 "a definition in the store was changed: its hash is another");
    }
    writ_buffer_dispose(&bytes);
    return status;
}

WritStatus definitions_of_basis(WritHost *host, uint64_t basis, Definition **definition,
                                WritError *error)
{
    WritBasis found;
    WritStatus status = basis_read(host, basis, &found, error);
    return status == WRIT_OK ? definitions_get(host, &found.definition, definition, error) : status;
}

static void forget_schedules(WritHost *host)
{
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        schedule_free(host->in_force[i].schedule);
        host->in_force[i].schedule = NULL;
    }
}

void definitions_dispose(WritHost *host)
{
    while (host->definitions != NULL) {
        Definition *next = host->definitions->next;
        writ_program_free(host->definitions->program);
        writ_arena_free(host->definitions->arena);
        host->definitions = next;
    }
    forget_schedules(host);
    free(host->in_force);
    writ_arena_free(host->directory_arena);
    writ_book_close(host->book);
}

// --- What is in force --------------------------------------------------------------------------

static bool is_called(WritText qualified, WritText name)
{
    if (writ_text_equal(qualified, name)) {
        return true;
    }
    return qualified.length > name.length && name.length > 0 &&
           qualified.data[qualified.length - name.length - 1] == '.' &&
           memcmp(qualified.data + qualified.length - name.length, name.data, name.length) == 0;
}

const InForce *definitions_find(const WritHost *host, WritText process)
{
    const InForce *found = NULL;
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        if (is_called(host->in_force[i].definition->plan.name, process)) {
            if (found != NULL) {
                return NULL;
            }
            found = &host->in_force[i];
        }
    }
    return found;
}

WritStatus definitions_unknown(const WritHost *host, WritText process, WritError *error)
{
    WritBuffer names = {0};
    for (uint32_t i = 0; i < host->in_force_count && names.length < 300; i++) {
        writ_buffer_format(&names, "%s%.*s", i > 0 ? ", " : "",
                           WRIT_TEXT_ARGS(host->in_force[i].definition->plan.name));
    }
    WritStatus status = writ_fail(error, WRIT_NOT_FOUND, "no process \"%.*s\" is in force",
                                  WRIT_TEXT_ARGS(process));
    (void)writ_hint(error, names.length > 0 ? "In force: %s." : "The book has no process yet.%s",
                    names.length > 0 ? writ_buffer_string(&names) : "");
    writ_buffer_dispose(&names);
    return status;
}

static void set_in_force(WritHost *host, Definition *definition, const unsigned char *commit)
{
    InForce *at = NULL;
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        if (writ_text_equal(host->in_force[i].definition->plan.name, definition->plan.name)) {
            at = &host->in_force[i];
        }
    }
    if (at == NULL) {
        host->in_force =
            realloc(host->in_force, (host->in_force_count + 1) * sizeof *host->in_force);
        assert(host->in_force != NULL);
        at = &host->in_force[host->in_force_count++];
        at->schedule = NULL;
    }
    at->definition = definition;
    memcpy(at->commit, commit, WRIT_COMMIT_BYTES);
}

static WritStatus read_schedules(WritHost *host, WritError *error)
{
    WritStatus status = WRIT_OK;
    forget_schedules(host);
    for (uint32_t i = 0; status == WRIT_OK && i < host->in_force_count; i++) {
        InForce *at = &host->in_force[i];
        status = schedules_read(host, &at->definition->plan, &at->schedule, error);
    }
    return status;
}

typedef struct LoadingForce {
    WritHost *host;
    WritStatus status;
    WritError *error;
} LoadingForce;

static WritVisit load_in_force(void *context, WritText key, WritText value)
{
    (void)key;
    LoadingForce *loading = context;
    WritReader in = writ_reader(value);
    WritText hash = writ_get_raw(&in, WRIT_HASH_BYTES);
    WritText commit = writ_get_raw(&in, WRIT_COMMIT_BYTES);
    Definition *definition = NULL;
    if (!writ_reader_done(&in)) {
        loading->status =
            writ_fail(loading->error, WRIT_INVALID, "what is in force is damaged in the store");
        return WRIT_VISIT_STOP;
    }
    WritHash wanted;
    memcpy(wanted.bytes, hash.data, WRIT_HASH_BYTES);
    loading->status = definitions_get(loading->host, &wanted, &definition, loading->error);
    if (loading->status != WRIT_OK) {
        return WRIT_VISIT_STOP;
    }
    set_in_force(loading->host, definition, (const unsigned char *)commit.data);
    return WRIT_VISIT_ON;
}

static WritStatus use_directory(WritHost *host, WritText bytes, WritError *error)
{
    WritArena *arena = writ_arena_new(DIRECTORY_ARENA_BYTES);
    WritDirectory directory;
    WritStatus status =
        writ_directory_decode(&directory, arena, writ_arena_text(arena, bytes), error);
    if (status != WRIT_OK) {
        writ_arena_free(arena);
        return status;
    }
    writ_arena_free(host->directory_arena);
    host->directory_arena = arena;
    host->directory = directory;
    host->directory_hash = writ_hash(bytes);
    return WRIT_OK;
}

static WritStatus load_directory(WritHost *host, WritError *error)
{
    WritBuffer version = {0};
    WritBuffer bytes = {0};
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text("directory"), &version, error);
    if (status == WRIT_OK) {
        status = writ_store_find(host->store, WRIT_FAMILY_DIRECTORY, writ_buffer_text(&version),
                                 &bytes, error);
        if (status == WRIT_OK) {
            status = use_directory(host, writ_buffer_text(&bytes), error);
        }
    } else if (status == WRIT_NOT_FOUND) {
        status = WRIT_OK;
    }
    writ_buffer_dispose(&version);
    writ_buffer_dispose(&bytes);
    return status;
}

// What is in force and who is who, as the store has it.
static WritStatus load_from_store(WritHost *host, WritError *error)
{
    LoadingForce loading = {.host = host, .status = WRIT_OK, .error = error};
    forget_schedules(host);
    host->in_force_count = 0;
    WritStoreRange range = {.family = WRIT_FAMILY_IN_FORCE};
    WritStatus status = writ_store_scan(host->store, &range, load_in_force, &loading, error);
    if (status == WRIT_OK) {
        status = loading.status;
    }
    if (status == WRIT_OK) {
        status = load_directory(host, error);
    }
    if (status == WRIT_OK) {
        status = almanac_load(host, error);
    }
    if (status == WRIT_OK) {
        status = rates_load(host, error);
    }
    if (status == WRIT_OK) {
        status = recount_load(host, error);
    }
    return status == WRIT_OK ? read_schedules(host, error) : status;
}

// --- Taking over a commit ----------------------------------------------------------------------

static WritStatus put_plan(WritHost *host, const WritPlan *plan, const unsigned char *commit,
                           WritError *error)
{
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, plan);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    Definition *definition = find_loaded(host, &hash);
    WritStatus status = WRIT_OK;
    if (definition == NULL) {
        status = load_plan(host, &hash, writ_buffer_text(&bytes), &definition, error);
    }
    if (status == WRIT_OK) {
        status = schedules_put(host, plan, error);
    }
    if (status == WRIT_OK) {
        WritText key = {(const char *)hash.bytes, WRIT_HASH_BYTES};
        writ_store_batch_put(&host->batch, WRIT_FAMILY_DEFINITIONS, key, writ_buffer_text(&bytes));
        writ_buffer_clear(&host->value);
        writ_put_raw(&host->value, hash.bytes, WRIT_HASH_BYTES);
        writ_put_raw(&host->value, commit, WRIT_COMMIT_BYTES);
        writ_store_batch_put(&host->batch, WRIT_FAMILY_IN_FORCE, plan->name,
                             writ_buffer_text(&host->value));
        events_note(host, definition);
        set_in_force(host, definition, commit);
    }
    writ_buffer_dispose(&bytes);
    return status;
}

static WritStatus put_directory(WritHost *host, const WritDirectory *directory, WritError *error)
{
    WritBuffer bytes = {0};
    writ_directory_encode(&bytes, directory);
    WritStatus status = use_directory(host, writ_buffer_text(&bytes), error);
    if (status == WRIT_OK) {
        WritText version = {(const char *)host->directory_hash.bytes, WRIT_HASH_BYTES};
        writ_store_batch_put(&host->batch, WRIT_FAMILY_DIRECTORY, version,
                             writ_buffer_text(&bytes));
        writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text("directory"), version);
    }
    writ_buffer_dispose(&bytes);
    return status;
}

static bool has_plan(const WritCompilation *compilation, WritText name)
{
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        if (writ_text_equal(writ_compile_plan(compilation, i)->name, name)) {
            return true;
        }
    }
    return false;
}

// A process that the book no longer has takes no new cases; those that run go on.
static void drop_missing(WritHost *host, const WritCompilation *compilation)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        WritText name = host->in_force[i].definition->plan.name;
        if (has_plan(compilation, name)) {
            host->in_force[kept++] = host->in_force[i];
        } else {
            writ_store_batch_delete(&host->batch, WRIT_FAMILY_IN_FORCE, name);
            schedules_drop(host, name);
            schedule_free(host->in_force[i].schedule);
        }
    }
    host->in_force_count = kept;
}

// Everything of one compilation goes in force in one batch, or nothing does.
static WritStatus put_in_force(WritHost *host, const WritCompilation *compilation,
                               const WritCalendars *calendars, const unsigned char *commit,
                               WritError *error)
{
    item_begin(host);
    drop_missing(host, compilation);
    const WritDirectory *directory = writ_compile_directory(compilation);
    // What stopped for want of a calendar goes on when the directory names it.
    bool recounts = !writ_directory_same_calendars(&host->directory, directory);
    WritStatus status = put_directory(host, directory, error);
    if (status == WRIT_OK) {
        WritHash before = host->almanac.version;
        status = almanac_put(host, calendars, error);
        recounts = recounts || !writ_hash_equal(&before, &host->almanac.version);
    }
    if (status == WRIT_OK) {
        status = rates_put(host, writ_compile_rates(compilation), error);
    }
    if (status == WRIT_OK && recounts) {
        recount_begin(host);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < writ_compile_plan_count(compilation); i++) {
        status = put_plan(host, writ_compile_plan(compilation, i), commit, error);
    }
    if (status == WRIT_OK) {
        status = measures_put(host, compilation, error);
    }
    if (status == WRIT_OK) {
        WritText text = {(const char *)commit, WRIT_COMMIT_BYTES};
        writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text("commit"), text);
        status = item_end(host, error);
    } else {
        item_abandon(host);
    }
    if (status == WRIT_OK) {
        status = writ_store_flush(host->store, error);
        host->unflushed = 0;
    }
    if (status == WRIT_OK) {
        status = recount_load(host, error);
    }
    if (status == WRIT_OK) {
        status = read_schedules(host, error);
    } else {
        // Memory ran ahead of the store. No case may pin what is not kept; where the store cannot
        // be read either, nothing is in force.
        WritError unread;
        if (load_from_store(host, &unread) != WRIT_OK) {
            host->in_force_count = 0;
        }
    }
    return status;
}

static WritStatus refuse_errors(const WritHost *host, const WritDiags *diags, WritError *error)
{
    uint32_t errors = writ_diags_error_count(diags);
    (void)writ_fail(error, WRIT_INVALID, "the book has %u error%s", errors, errors == 1 ? "" : "s");
    return writ_hint(error, "writ check shows them. Until they are mended and committed, %s.",
                     host->in_force_count > 0 ? "what was in force stays"
                                              : "no process can be started");
}

static bool is_in_force(const WritHost *host, const WritLuaFile *file)
{
    WritHash hash = writ_hash(file->bytes);
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        const Definition *definition = host->in_force[i].definition;
        for (uint32_t j = 0; j < definition->plan.file_count; j++) {
            if (writ_hash_equal(&definition->file_hashes[j], &hash)) {
                return true;
            }
        }
    }
    return false;
}

// Files that are in force already have been understood before.
static WritStatus check_lua(const WritHost *host, WritCompilation *compilation, WritError *error)
{
    bool known = true;
    for (uint32_t i = 0; known && i < writ_compile_lua_count(compilation); i++) {
        WritLuaFile file = writ_compile_lua(compilation, i);
        known = is_in_force(host, &file);
    }
    return known ? WRIT_OK : writ_host_check_lua(compilation, host->options.hook_program, error);
}

static WritStatus compile(WritHost *host, const WritBookFile *files, uint32_t count,
                          const unsigned char *commit, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritArena *almanac_arena = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES);
    WritCompilation *compilation = writ_compile_new(arena);
    WritBookFiles book = {files, count};
    WritCalendars calendars;
    WritStatus status = writ_host_add_files(compilation, &book, error);
    if (status == WRIT_OK) {
        writ_compile_run(compilation);
        status = check_lua(host, compilation, error);
    }
    if (status == WRIT_OK) {
        status = writ_host_release_calendars(&calendars, almanac_arena, compilation, &book,
                                             host->options.almanac_program, error);
    }
    if (status == WRIT_OK) {
        const WritDiags *diags = writ_compile_diags(compilation);
        status = writ_diags_error_count(diags) > 0
                     ? refuse_errors(host, diags, error)
                     : put_in_force(host, compilation, &calendars, commit, error);
    }
    writ_arena_free(almanac_arena);
    writ_arena_free(arena);
    return status;
}

WritStatus writ_host_release(WritHost *host, const WritBookFile *files, uint32_t file_count,
                             WritError *error)
{
    static const unsigned char no_commit[WRIT_COMMIT_BYTES] = {0};
    return compile(host, files, file_count, no_commit, error);
}

WritStatus writ_host_release_compiled(WritHost *host, const WritCompilation *compilation,
                                      const WritCalendars *calendars, WritError *error)
{
    static const unsigned char no_commit[WRIT_COMMIT_BYTES] = {0};
    assert(writ_diags_error_count(writ_compile_diags(compilation)) == 0);
    return put_in_force(host, compilation, calendars, no_commit, error);
}

WritStatus definitions_renew(WritHost *host, const WritDirectory *directory, WritError *error)
{
    forget_schedules(host);
    item_begin(host);
    WritStatus status = put_directory(host, directory, error);
    if (status != WRIT_OK) {
        item_abandon(host);
        return status;
    }
    status = item_end(host, error);
    host->unflushed = 0;
    return status == WRIT_OK ? writ_store_flush(host->store, error) : status;
}

static int digit(char letter)
{
    return letter <= '9' ? letter - '0' : letter - 'a' + 10;
}

static void commit_bytes(const WritCommitId *id, unsigned char bytes[WRIT_COMMIT_BYTES])
{
    for (int i = 0; i < WRIT_COMMIT_BYTES; i++) {
        bytes[i] = (unsigned char)(digit(id->hex[2 * i]) * 16 + digit(id->hex[2 * i + 1]));
    }
}

static WritStatus read_commit(WritHost *host, const WritCommitId *id, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritBookContents contents;
    unsigned char commit[WRIT_COMMIT_BYTES];
    WritStatus status = writ_book_read(&contents, arena, host->book, id, error);
    if (status == WRIT_OK) {
        commit_bytes(id, commit);
        status = compile(host, contents.files, contents.file_count, commit, error);
    }
    writ_arena_free(arena);
    return status;
}

// A book that cannot be used does not stop the company: what was in force stays, and the trouble is
// kept for whoever asks (`writ status`). `id`: the commit that has it, or NULL.
static void keep_trouble(WritHost *host, const WritCommitId *id, const WritError *error)
{
    host->trouble = *error;
    host->refused = id == NULL ? (WritCommitId){.hex = ""} : *id;
    host->look_again = error->status == WRIT_IO || error->status == WRIT_NO_MEMORY
                           ? host->clock.now(host->clock.self) + TROUBLE_MICROS
                           : WRIT_NEVER;
}

// A commit with errors will always have them; what the system refused may go well later.
static bool is_refused(const WritHost *host, const WritCommitId *id)
{
    int64_t now = host->clock.now(host->clock.self);
    bool is_early = now < host->look_again && now >= host->look_again - TROUBLE_MICROS;
    return memcmp(host->refused.hex, id->hex, sizeof id->hex) == 0 &&
           (host->look_again == WRIT_NEVER || is_early);
}

static WritStatus find_head(WritHost *host, WritCommitId *id, WritError *error)
{
    WritStatus status = WRIT_OK;
    if (host->book == NULL) {
        status = writ_book_open(&host->book, host->options.book, host->options.book_program, error);
    }
    if (status == WRIT_OK) {
        status = writ_book_head(id, host->book, NULL, error);
    }
    if (status != WRIT_OK) {
        // Opened anew next time: it may be put back as another folder.
        writ_book_close(host->book);
        host->book = NULL;
    }
    return status;
}

static WritStatus is_taken_over(WritHost *host, const WritCommitId *id, bool *is_it,
                                WritError *error)
{
    unsigned char commit[WRIT_COMMIT_BYTES];
    WritText text = {(const char *)commit, sizeof commit};
    commit_bytes(id, commit);
    writ_buffer_clear(&host->value);
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text("commit"), &host->value, error);
    *is_it = status == WRIT_OK && writ_text_equal(writ_buffer_text(&host->value), text);
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

void definitions_refresh(WritHost *host)
{
    WritCommitId id;
    WritError error = {0};
    bool is_it = false;
    if (host->options.book == NULL) {
        return;
    }
    if (find_head(host, &id, &error) != WRIT_OK ||
        is_taken_over(host, &id, &is_it, &error) != WRIT_OK) {
        keep_trouble(host, NULL, &error);
        return;
    }
    if (!is_it && is_refused(host, &id)) {
        return;
    }
    if (!is_it && read_commit(host, &id, &error) != WRIT_OK) {
        keep_trouble(host, &id, &error);
        return;
    }
    host->trouble = (WritError){.status = WRIT_OK};
    host->refused.hex[0] = '\0';
}

WritStatus definitions_check(const WritHost *host, WritError *error)
{
    if (host->trouble.status == WRIT_OK || host->in_force_count > 0) {
        return WRIT_OK;
    }
    *error = host->trouble;
    return error->status;
}

WritStatus definitions_load(WritHost *host, WritError *error)
{
    WritStatus status = load_from_store(host, error);
    if (status != WRIT_OK) {
        return status;
    }
    definitions_refresh(host);
    return definitions_check(host, error);
}

// --- Values under a plan -----------------------------------------------------------------------

WritStatus definitions_read_record(WritHost *host, const WritPlan *plan, uint64_t case_number,
                                   uint32_t record, const WritJson *json, const char *source,
                                   const char *path, WritValue *value, WritError *error)
{
    // The plan has the record but not always a type that names it.
    WritTypes types = plan->types;
    types.types = writ_arena_array(host->item_arena, types.type_count + 1, sizeof(WritType));
    memcpy(types.types, plan->types.types, plan->types.type_count * sizeof(WritType));
    types.types[types.type_count++] =
        (WritType){.kind = WRIT_TYPE_RECORD, .index = record, .currency_field = WRIT_NONE};
    WritStatus status = writ_value_from_json(value, host->item_arena, &types, types.type_count - 1,
                                             json, source, path, error);
    Given given = {json, source, path};
    if (status == WRIT_OK) {
        status = incoming_known(host, plan, case_number, *value, &given, error);
    }
    return status == WRIT_OK ? incoming_judge(host, plan, value, &given, error) : status;
}
