#include "book/harvest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "book/printable.h"
#include "writ/compile.h"

typedef enum NameKind {
    NAME_PLAIN,    // [a-z0-9_.-]
    NAME_CAPITALS, // The same with capitals.
    NAME_HIDDEN,   // Begins with a dot.
    NAME_ILLEGAL,
} NameKind;

enum { FILES_FIRST = 64 };

static char lower(char byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

// Without regard to case.
static bool ends_with(WritText name, const char *suffix)
{
    size_t length = strlen(suffix);
    if (name.length < length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (lower(name.data[name.length - length + i]) != suffix[i]) {
            return false;
        }
    }
    return true;
}

static bool is_name_git(WritText name)
{
    return name.length == 4 && ends_with(name, ".git");
}

static NameKind judge_name(WritText name)
{
    if (name.length == 0 || name.length > WRIT_BOOK_NAME_BYTES_MAX || name.data[0] == '-' ||
        name.data[name.length - 1] == '.' || is_name_git(name)) {
        return NAME_ILLEGAL;
    }
    NameKind kind = NAME_PLAIN;
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.data[i];
        bool capital = byte >= 'A' && byte <= 'Z';
        if (!capital && !(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9') &&
            byte != '_' && byte != '.' && byte != '-') {
            return NAME_ILLEGAL;
        }
        kind = capital ? NAME_CAPITALS : kind;
    }
    return name.data[0] == '.' ? NAME_HIDDEN : kind;
}

// Holidays and exchange rates are read from the folders that are called so: other tables of a
// company may be large, and are nobody's business. The top folder has no name.
static bool is_definition(WritText folder, WritText name)
{
    if (ends_with(name, ".writ") || ends_with(name, ".lua")) {
        return true;
    }
    if (folder.length == 0) { // The top.
        return writ_text_is(name, WRIT_COMPILE_LOCK_NAME);
    }
    if (writ_text_is(folder, "rates")) {
        return ends_with(name, ".csv");
    }
    return writ_text_is(folder, "calendars") &&
           (ends_with(name, ".csv") || ends_with(name, ".ics"));
}

// --- Paths ----------------------------------------------------------------------------------

static void add_path(WritBuffer *path, const Folder *folder)
{
    if (folder->parent != NULL) {
        add_path(path, folder->parent);
        writ_buffer_add(path, folder->name);
        writ_buffer_add_byte(path, '/');
    }
}

void harvest_path(WritBuffer *path, const Folder *folder, WritText name)
{
    add_path(path, folder);
    writ_buffer_add(path, name);
}

static void show_path(char shown[PRINTABLE_BYTES], const Folder *folder, WritText name)
{
    WritBuffer path = {0};
    harvest_path(&path, folder, name);
    printable(shown, writ_buffer_text(&path));
    writ_buffer_dispose(&path);
}

// --- One folder -----------------------------------------------------------------------------

static WritStatus refuse_name(const char *shown, WritText name, WritError *error)
{
    if (is_name_git(name)) {
        writ_fail(error, WRIT_INVALID, "\"%s\": nothing in a book may have the name .git", shown);
        return writ_hint(error, "Take it out of the book, history included.");
    }
    writ_fail(error, WRIT_INVALID, "\"%s\" is a name that a book may not have", shown);
    return writ_hint(error,
                     "Names have letters a to z without accents, digits and _ . - only, at "
                     "most %d, begin with none of . - and do not end in a dot. Rename it.",
                     WRIT_BOOK_NAME_BYTES_MAX);
}

static WritStatus refuse_kind(const char *shown, EntryKind kind, WritError *error)
{
    switch (kind) {
    case ENTRY_LINK:
        writ_fail(error, WRIT_INVALID, "\"%s\" is a symbolic link, and a book may have none",
                  shown);
        return writ_hint(error, "Put a copy of the file there instead.");
    case ENTRY_REPOSITORY:
        writ_fail(error, WRIT_INVALID, "\"%s\" is another repository inside the book", shown);
        return writ_hint(error, "Put its files into the book, or keep it elsewhere.");
    case ENTRY_OTHER:
        writ_fail(error, WRIT_INVALID, "\"%s\" is neither a regular file nor a folder", shown);
        return writ_hint(error, "Take it out of the book.");
    case ENTRY_FILE:
    case ENTRY_FOLDER:
        break;
    }
    WRIT_UNREACHABLE();
}

static WritStatus refuse_capitals(const char *shown, WritError *error)
{
    writ_fail(error, WRIT_INVALID, "\"%s\" has capitals in its path, which no definition may have",
              shown);
    return writ_hint(error,
                     "Rename it: on some systems names with and without capitals are the same.");
}

static WritStatus judge(const Folder *folder, Entry *entry, WritError *error)
{
    char shown[PRINTABLE_BYTES];
    show_path(shown, folder, entry->name);
    NameKind name = judge_name(entry->name);
    if (name == NAME_ILLEGAL) {
        return refuse_name(shown, entry->name, error);
    }
    if (entry->kind != ENTRY_FILE && entry->kind != ENTRY_FOLDER) {
        return refuse_kind(shown, entry->kind, error);
    }
    if (name == NAME_HIDDEN) {
        entry->use = ENTRY_SKIP;
    } else if (entry->kind == ENTRY_FOLDER) {
        entry->use = ENTRY_ENTER;
    } else if (!is_definition(folder->name, entry->name)) {
        entry->use = ENTRY_SKIP;
    } else if (name == NAME_CAPITALS || !folder->plain) {
        return refuse_capitals(shown, error);
    } else {
        entry->use = ENTRY_READ;
    }
    return WRIT_OK;
}

static int compare_folded(const void *a, const void *b)
{
    WritText x = (*(const Entry *const *)a)->name, y = (*(const Entry *const *)b)->name;
    for (size_t i = 0; i < x.length && i < y.length; i++) {
        int order = (unsigned char)lower(x.data[i]) - (unsigned char)lower(y.data[i]);
        if (order != 0) {
            return order;
        }
    }
    return x.length < y.length ? -1 : x.length > y.length;
}

static WritStatus check_unique(Harvest *harvest, const Folder *folder, const Entry *entries,
                               uint32_t count, WritError *error)
{
    if (count < 2) {
        return WRIT_OK;
    }
    const Entry **sorted = writ_arena_array(harvest->arena, count, sizeof(const Entry *));
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &entries[i];
    }
    qsort(sorted, count, sizeof(const Entry *), compare_folded);
    for (uint32_t i = 1; i < count; i++) {
        if (compare_folded(&sorted[i - 1], &sorted[i]) != 0) {
            continue;
        }
        char first[PRINTABLE_BYTES], second[PRINTABLE_BYTES];
        show_path(first, folder, sorted[i - 1]->name);
        show_path(second, folder, sorted[i]->name);
        if (writ_text_equal(sorted[i - 1]->name, sorted[i]->name)) {
            writ_fail(error, WRIT_INVALID, "\"%s\" stands twice in its folder", first);
            return writ_hint(error, "git never writes such a tree: find out who made this commit.");
        }
        writ_fail(error, WRIT_INVALID, "\"%s\" and \"%s\" differ only in capitals", first, second);
        return writ_hint(error, "On some systems they are the same file: rename one.");
    }
    return WRIT_OK;
}

Harvest harvest_begin(WritArena *arena)
{
    return (Harvest){.arena = arena};
}

WritStatus harvest_folder(Harvest *harvest, const Folder *folder, Entry *entries, uint32_t count,
                          WritError *error)
{
    if (count > WRIT_BOOK_ENTRIES_MAX - harvest->entry_count) {
        writ_fail(error, WRIT_LIMIT, "the book has more than %d files and folders",
                  WRIT_BOOK_ENTRIES_MAX);
        return writ_hint(error, "Keep what is no definition elsewhere.");
    }
    harvest->entry_count += count;
    for (uint32_t i = 0; i < count; i++) {
        WritStatus status = judge(folder, &entries[i], error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return check_unique(harvest, folder, entries, count, error);
}

WritStatus harvest_enter(Folder *folder, const Folder *parent, const Entry *entry, WritError *error)
{
    if (parent->depth == WRIT_BOOK_DEPTH_MAX) {
        char shown[PRINTABLE_BYTES];
        show_path(shown, parent, entry->name);
        writ_fail(error, WRIT_LIMIT, "\"%s\" lies more than %d folders deep", shown,
                  WRIT_BOOK_DEPTH_MAX);
        return writ_hint(error, "Move it up.");
    }
    *folder = (Folder){.parent = parent,
                       .name = entry->name,
                       .depth = parent->depth + 1,
                       .plain = parent->plain && judge_name(entry->name) == NAME_PLAIN};
    return WRIT_OK;
}

// --- Files ----------------------------------------------------------------------------------

WritStatus harvest_allow(const Harvest *harvest, const Folder *folder, const Entry *entry,
                         uint64_t size, WritError *error)
{
    assert(entry->use == ENTRY_READ);
    if (size > WRIT_BOOK_FILE_BYTES_MAX) {
        char shown[PRINTABLE_BYTES];
        show_path(shown, folder, entry->name);
        writ_fail(error, WRIT_LIMIT, "\"%s\" has more than %d bytes", shown,
                  WRIT_BOOK_FILE_BYTES_MAX);
        return writ_hint(error, "Split it into several files.");
    }
    if (size > WRIT_BOOK_BYTES_MAX - harvest->bytes) {
        writ_fail(error, WRIT_LIMIT, "the definitions of the book have more than %d bytes together",
                  WRIT_BOOK_BYTES_MAX);
        return writ_hint(error, "Divide the book into several.");
    }
    return WRIT_OK;
}

static void make_room(Harvest *harvest)
{
    if (harvest->file_count < harvest->file_capacity) {
        return;
    }
    uint32_t capacity = harvest->file_capacity == 0 ? FILES_FIRST : 2 * harvest->file_capacity;
    WritBookFile *files = writ_arena_array(harvest->arena, capacity, sizeof *files);
    if (harvest->file_count > 0) {
        memcpy(files, harvest->files, harvest->file_count * sizeof *files);
    }
    harvest->files = files;
    harvest->file_capacity = capacity;
}

WritStatus harvest_add(Harvest *harvest, const Folder *folder, const Entry *entry, WritText bytes,
                       WritFileMode mode, WritError *error)
{
    WritStatus status = harvest_allow(harvest, folder, entry, bytes.length, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritBuffer path = {0};
    harvest_path(&path, folder, entry->name);
    if (path.length > WRIT_BOOK_PATH_BYTES_MAX) {
        char shown[PRINTABLE_BYTES];
        printable(shown, writ_buffer_text(&path));
        writ_fail(error, WRIT_LIMIT, "the path \"%s\" has more than %d characters", shown,
                  WRIT_BOOK_PATH_BYTES_MAX);
        status = writ_hint(error, "Shorten the names of its folders.");
        goto done;
    }
    make_room(harvest);
    harvest->files[harvest->file_count++] = (WritBookFile){
        .path = writ_arena_text(harvest->arena, writ_buffer_text(&path)),
        .bytes = writ_arena_text(harvest->arena, bytes),
        .mode = mode,
    };
    harvest->bytes += bytes.length;

done:
    writ_buffer_dispose(&path);
    return status;
}

static int compare_paths(const void *a, const void *b)
{
    return writ_text_compare(((const WritBookFile *)a)->path, ((const WritBookFile *)b)->path);
}

void harvest_finish(Harvest *harvest, WritBookContents *contents)
{
    if (harvest->file_count > 1) {
        qsort(harvest->files, harvest->file_count, sizeof *harvest->files, compare_paths);
    }
    contents->files = harvest->files;
    contents->file_count = harvest->file_count;
}

// --- Paths that somebody else lists ------------------------------------------------------------

WritStatus harvest_check_path(WritText path, HarvestKinds kinds, WritError *error)
{
    char shown[PRINTABLE_BYTES];
    printable(shown, path);
    bool allowed = path.length <= WRIT_BOOK_PATH_BYTES_MAX;
    size_t start = 0, depth = 0;
    WritText folder = {0};
    for (size_t i = 0; allowed && i <= path.length; i++) {
        if (i < path.length && path.data[i] != '/') {
            continue;
        }
        WritText name = {path.data + start, i - start};
        NameKind kind = judge_name(name);
        bool last = i == path.length;
        allowed = kind != NAME_ILLEGAL && depth <= WRIT_BOOK_DEPTH_MAX &&
                  (kinds == HARVEST_ALL ||
                   (kind == NAME_PLAIN && (!last || is_definition(folder, name))));
        start = i + 1;
        folder = name;
        depth++;
    }
    return allowed
               ? WRIT_OK
               : writ_fail(error, WRIT_INVALID, "\"%s\" is no path that a book may have", shown);
}
