// By name among the declarations of all files, as they are written: a decision that no process uses
// is found too, and one in a book with errors.
#include "syntax/parse.h"
#include "table/cells.h"
#include "writ/format.h"
#include "writ/nearest.h"
#include "writ/value.h"

typedef struct Version {
    const WritSource *source;
    uint32_t number; // Of the declaration, in its file.
    WritText name;   // Qualified.
    bool is_decision;
    bool first_row_decides;
    int64_t from;
    int64_t through;
} Version;

typedef struct Search {
    WritArena *arena;
    const WritTableAsked *asked;
    WritNearest nearest;
    Version *found;
    uint32_t found_count;
    uint32_t broken_count; // Files with mistakes.
    uint32_t table_count;
} Search;

enum { VERSIONS_MAX = 1000 }; // Of one name; what is beyond is not found.

// --- Which are called so ------------------------------------------------------------------------

static WritText qualified(const Search *search, const TreeFile *file, const TreeDecl *decl)
{
    WritBuffer name = {0};
    for (const TreeName *part = file->module->path->parts.first; part != NULL; part = part->next) {
        writ_buffer_add(&name, part->text);
        writ_buffer_add_byte(&name, '.');
    }
    writ_buffer_add(&name, decl->name->text);
    WritText kept = writ_arena_text(search->arena, writ_buffer_text(&name));
    writ_buffer_dispose(&name);
    return kept;
}

static bool is_called(WritText name, WritText word)
{
    size_t before = name.length - word.length;
    return writ_text_equal(name, word) ||
           (name.length > word.length && name.data[before - 1] == '.' &&
            writ_text_equal((WritText){name.data + before, word.length}, word));
}

static void read_day(int64_t *day, const TreeLiteral *literal)
{
    int64_t read;
    WritError error;
    if (literal != NULL && writ_date_parse(&read, literal->text, &error) == WRIT_OK) {
        *day = read;
    }
}

static void read_lines(Version *version, const TreeDecision *decision)
{
    for (const TreeDecisionLine *line = decision->lines.first; line != NULL; line = line->next) {
        version->first_row_decides =
            version->first_row_decides || line->kind == TREE_DECISION_FIRST_ROW;
        if (line->kind == TREE_DECISION_META && line->meta->kind == TREE_META_IN_FORCE) {
            read_day(&version->from, line->meta->from);
            read_day(&version->through, line->meta->through);
        }
    }
}

static void note_version(Search *search, const TreeFile *file, const TreeDecl *decl,
                         uint32_t number, WritText name)
{
    Version *version = &search->found[search->found_count++];
    *version = (Version){
        .source = file->source,
        .number = number,
        .name = name,
        .is_decision = decl->kind == TREE_DECL_DECISION,
        .from = WRIT_DATE_DAYS_MIN,
        .through = WRIT_DATE_DAYS_MAX,
    };
    if (version->is_decision) {
        read_lines(version, &decl->decision);
    }
}

static void search_file(Search *search, const TreeFile *file)
{
    uint32_t number = 0;
    for (const TreeDecl *decl = file->module->decls.first; decl != NULL;
         decl = decl->next, number++) {
        if (decl->name == NULL || table_of_declaration(file, number) == NULL) {
            continue;
        }
        WritText name = qualified(search, file, decl);
        search->table_count++;
        writ_nearest_offer(&search->nearest, writ_text_last_name(name));
        writ_nearest_offer(&search->nearest, name);
        if (is_called(name, search->asked->name) && search->found_count < VERSIONS_MAX) {
            note_version(search, file, decl, number, name);
        }
    }
}

// Trees are large: one at a time.
static void search_files(Search *search, WritSources *sources)
{
    WritArena *scratch = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    for (uint32_t i = 0; i < writ_sources_count(sources); i++) {
        writ_arena_reset(scratch);
        const TreeFile *file =
            tree_parse(writ_sources_get(sources, i), scratch, writ_names_new(scratch),
                       writ_diags_new(scratch, sources));
        search->broken_count += file->complete ? 0 : 1;
        if (file->kind == TREE_FILE_MODULE && file->module != NULL && file->module->path != NULL) {
            search_file(search, file);
        }
    }
    writ_arena_free(scratch);
}

// --- Which of them ------------------------------------------------------------------------------

static WritStatus tell_unknown(const Search *search, WritError *error)
{
    WritText word = search->asked->name;
    (void)writ_fail(error, WRIT_NOT_FOUND,
                    "the book has no table of a decision or scenario \"%.*s\"",
                    WRIT_TEXT_ARGS(word));
    if (search->nearest.best.length > 0) {
        return writ_hint(error, "Did you mean %.*s?", WRIT_TEXT_ARGS(search->nearest.best));
    }
    if (search->broken_count > 0) {
        return writ_hint(error, "%u of its files cannot be read: see writ check.",
                         (unsigned)search->broken_count);
    }
    return writ_hint(error, search->table_count == 0
                                ? "It has none at all."
                                : "Write the name of a decision, or of a scenario with \"cases\".");
}

static const Version *of_another_name(const Search *search)
{
    for (uint32_t i = 1; i < search->found_count; i++) {
        if (!writ_text_equal(search->found[i].name, search->found[0].name)) {
            return &search->found[i];
        }
    }
    return NULL;
}

static void add_day(WritBuffer *out, int64_t day)
{
    WritTypes none = {0};
    writ_value_print(out, &none, (WritValue){.kind = WRIT_VALUE_DATE, .integer = day});
}

// "from the beginning, from 2027-01-01"
static void add_starts(WritBuffer *out, const Search *search)
{
    enum { NAMED_MAX = 5 };
    for (uint32_t i = 0; i < search->found_count && i < NAMED_MAX; i++) {
        writ_buffer_add_string(out, i == 0 ? "from " : ", from ");
        if (search->found[i].from == WRIT_DATE_DAYS_MIN) {
            writ_buffer_add_string(out, "the beginning");
        } else {
            add_day(out, search->found[i].from);
        }
    }
    writ_buffer_add_string(out, search->found_count > NAMED_MAX ? ", …" : "");
}

static WritStatus ask_for_day(const Search *search, WritError *error)
{
    WritBuffer starts = {0};
    add_starts(&starts, search);
    (void)writ_fail(error, WRIT_CONFLICT, "%.*s has %u versions: %s",
                    WRIT_TEXT_ARGS(search->found[0].name), (unsigned)search->found_count,
                    writ_buffer_string(&starts));
    writ_buffer_dispose(&starts);
    return writ_hint(error, "Say which by a day on which it is in force: --on DATE");
}

// The latest one that has begun on the day, unless it has ended.
static const Version *on_day(const Search *search, WritError *error)
{
    const Version *best = NULL;
    int64_t day = search->asked->day;
    for (uint32_t i = 0; i < search->found_count; i++) {
        const Version *version = &search->found[i];
        if (version->from <= day && (best == NULL || version->from > best->from)) {
            best = version;
        }
    }
    if (best != NULL && day <= best->through) {
        return best;
    }
    WritBuffer words = {0};
    WritBuffer starts = {0};
    add_day(&words, day);
    add_starts(&starts, search);
    (void)writ_fail(error, WRIT_NOT_FOUND, "no version of %.*s is in force on %s",
                    WRIT_TEXT_ARGS(search->found[0].name), writ_buffer_string(&words));
    (void)writ_hint(error, "It has versions %s.", writ_buffer_string(&starts));
    writ_buffer_dispose(&words);
    writ_buffer_dispose(&starts);
    return NULL;
}

static const Version *choose(const Search *search, WritError *error)
{
    if (search->found_count == 0) {
        (void)tell_unknown(search, error);
        return NULL;
    }
    const Version *other = of_another_name(search);
    if (other != NULL) {
        (void)writ_fail(error, WRIT_CONFLICT, "two tables are called \"%.*s\"",
                        WRIT_TEXT_ARGS(search->asked->name));
        (void)writ_hint(error, "Write %.*s or %.*s.", WRIT_TEXT_ARGS(search->found[0].name),
                        WRIT_TEXT_ARGS(other->name));
        return NULL;
    }
    if (search->asked->has_day) {
        return on_day(search, error);
    }
    if (search->found_count > 1) {
        (void)ask_for_day(search, error);
        return NULL;
    }
    return &search->found[0];
}

// --- The table ----------------------------------------------------------------------------------

static WritText title_of(WritArena *arena, const Version *version)
{
    WritBuffer title = {0};
    writ_buffer_format(&title, "%s %.*s", version->is_decision ? "decision" : "cases of",
                       WRIT_TEXT_ARGS(version->name));
    if (version->from != WRIT_DATE_DAYS_MIN) {
        writ_buffer_add_string(&title, ", in force from ");
        add_day(&title, version->from);
    }
    WritText kept = writ_arena_text(arena, writ_buffer_text(&title));
    writ_buffer_dispose(&title);
    return kept;
}

WritStatus writ_table_find(const WritTable **found, WritArena *arena, WritSources *sources,
                           WritDiags *diags, const WritTableAsked *asked, WritError *error)
{
    Search search = {
        .arena = arena,
        .asked = asked,
        .nearest = writ_nearest(asked->name),
        .found = writ_arena_array(arena, VERSIONS_MAX, sizeof(Version)),
    };
    search_files(&search, sources);
    const Version *version = choose(&search, error);
    if (version == NULL) {
        return error->status;
    }
    const WritSource *source = version->source;
    const TreeFile *file = tree_parse(source, arena, writ_names_new(arena), diags);
    if (!file->complete) {
        (void)writ_fail(error, WRIT_INVALID, "%.*s has mistakes", WRIT_TEXT_ARGS(source->name));
        return writ_hint(error, "Mend the file first.");
    }
    WritTable *table = writ_arena_alloc(arena, sizeof *table);
    *table = (WritTable){
        .source = source,
        .tree = table_of_declaration(file, version->number),
        .declaration = version->number,
        .name = version->name,
        .title = title_of(arena, version),
        .first_row_decides = version->first_row_decides,
    };
    *found = table;
    if (!table_read_cells(table, arena)) {
        (void)writ_fail(error, WRIT_INVALID, "a row of %.*s has not the cells of its head",
                        WRIT_TEXT_ARGS(table->name));
        return writ_hint(error, "Mend it in the file first: writ check says which.");
    }
    return WRIT_OK;
}

const WritSource *writ_table_source(const WritTable *table)
{
    return table->source;
}

WritText writ_table_title(const WritTable *table)
{
    return table->title;
}
