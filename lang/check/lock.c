// Both sides are lists of declarations, sorted by what they are called: those of the file as it was
// written, and those of the module as it is now.
#include "check/lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/fingerprint.h"
#include "writ/map.h"

enum {
    HASH_DIGITS = 32, // Of a SHA-256: enough to tell declarations of one book apart.
    SHOWN_MAX = 5,    // Places that one message points at, and names that it lists.
};

static const char HEADING[] = "heading";

// A declaration; `span` is in the module, or in the lock.
typedef struct Entry {
    WritText label;
    WritText hash;
    WritSpan span;
} Entry;

typedef struct Entries {
    Entry *list;
    uint32_t count;
    uint32_t capacity;
} Entries;

typedef struct Locked {
    WritText name;
    WritText version;
    Entries entries;
} Locked;

typedef struct Lock {
    WritArena *arena;
    const WritSource *source;
    Locked *modules;
    uint32_t count;
    uint32_t capacity;
} Lock;

static int compare_entries(const void *a, const void *b)
{
    return writ_text_compare(((const Entry *)a)->label, ((const Entry *)b)->label);
}

static void sort(Entries *entries)
{
    if (entries->count > 1) {
        qsort(entries->list, entries->count, sizeof(Entry), compare_entries);
    }
}

static void add(WritArena *arena, Entries *entries, Entry entry)
{
    entries->list =
        check_grow(arena, entries->list, entries->count, &entries->capacity, sizeof *entries->list);
    entries->list[entries->count++] = entry;
}

// --- A module as it is now -----------------------------------------------------------------------

static WritText digits_of(WritArena *arena, WritHash hash)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    return writ_arena_text(arena, (WritText){hex, HASH_DIGITS});
}

// Two of one name, as decisions of different years, are told apart by their order.
static WritText label_of(WritArena *arena, WritMap *counts, const TreeDecl *decl)
{
    WritBuffer buffer = {0};
    tree_decl_label(decl, &buffer);
    WritText label = writ_arena_text(arena, writ_buffer_text(&buffer));
    uint32_t *number = writ_map_find(counts, label);
    if (number == NULL) {
        number = writ_arena_alloc(arena, sizeof *number);
        (void)writ_map_put(counts, label, number);
    }
    *number += 1;
    if (*number > 1) {
        writ_buffer_format(&buffer, " (%u)", (unsigned)*number);
        label = writ_arena_text(arena, writ_buffer_text(&buffer));
    }
    writ_buffer_dispose(&buffer);
    return label;
}

static int by_path(const void *path, const void *file)
{
    return writ_text_compare(*(const WritText *)path, ((const LuaFile *)file)->path);
}

// The Lua files that hooks of the module name: what they do is what the hooks mean.
static void add_lua(const CheckInput *input, Entries *entries, WritMap *seen, const TreeDecl *hook)
{
    for (const TreeHookLine *line = hook->hook.lines.first; line != NULL; line = line->next) {
        if (line->kind != TREE_HOOK_LUA || input->lua_file_count == 0) {
            continue;
        }
        WritText path = line->text->plain;
        LuaFile *file = bsearch(&path, input->lua_files, input->lua_file_count,
                                sizeof *input->lua_files, by_path);
        if (file == NULL || writ_map_put(seen, path, file) != NULL) {
            continue;
        }
        WritBuffer label = {0};
        writ_buffer_format(&label, "lua %.*s", WRIT_TEXT_ARGS(path));
        add(input->arena, entries,
            (Entry){writ_arena_text(input->arena, writ_buffer_text(&label)),
                    digits_of(input->arena, writ_hash(file->bytes)), line->span});
        writ_buffer_dispose(&label);
    }
}

// Scenarios are no part of what a module means: they ask whether it means what was intended.
static Entries list_module(const CheckInput *input, const TreeFile *file)
{
    WritArena *arena = input->arena;
    Entries entries = {0};
    WritMap *counts = writ_map_new(arena);
    WritMap *seen = writ_map_new(arena);
    const TreeModule *module = file->module;
    add(arena, &entries,
        (Entry){writ_text(HEADING), digits_of(arena, tree_heading_hash(file)), module->span});
    for (const TreeDecl *decl = module->decls.first; decl != NULL; decl = decl->next) {
        if (decl->kind == TREE_DECL_SCENARIO) {
            continue;
        }
        add(arena, &entries,
            (Entry){label_of(arena, counts, decl), digits_of(arena, tree_decl_hash(file, decl)),
                    decl->span});
        if (decl->kind == TREE_DECL_HOOK) {
            add_lua(input, &entries, seen, decl);
        }
    }
    sort(&entries);
    return entries;
}

static WritText name_of(WritArena *arena, const TreePath *path)
{
    WritBuffer buffer = {0};
    for (const TreeName *part = path->parts.first; part != NULL; part = part->next) {
        writ_buffer_add(&buffer, part->text);
        writ_buffer_add_string(&buffer, part->next != NULL ? "." : "");
    }
    WritText name = writ_arena_text(arena, writ_buffer_text(&buffer));
    writ_buffer_dispose(&buffer);
    return name;
}

static int compare_modules(const void *a, const void *b)
{
    return writ_text_compare(((const Locked *)a)->name, ((const Locked *)b)->name);
}

// --- The file
// --------------------------------------------------------------------------------------

static WritText take_word(WritText *rest)
{
    while (rest->length > 0 && rest->data[0] == ' ') {
        *rest = (WritText){rest->data + 1, rest->length - 1};
    }
    WritText word = {rest->data, 0};
    while (word.length < rest->length && rest->data[word.length] != ' ') {
        word.length++;
    }
    *rest = (WritText){rest->data + word.length, rest->length - word.length};
    return word;
}

static bool is_hash(WritText word)
{
    for (size_t i = 0; i < word.length; i++) {
        char digit = word.data[i];
        if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
            return false;
        }
    }
    return word.length == HASH_DIGITS;
}

static bool is_version(WritText word)
{
    bool in_part = false;
    for (size_t i = 0; i < word.length; i++) {
        char digit = word.data[i];
        if (digit == '.' ? !in_part : digit < '0' || digit > '9') {
            return false;
        }
        in_part = digit != '.';
    }
    return in_part;
}

static bool read_module(Lock *lock, WritText rest)
{
    WritText name = take_word(&rest);
    WritText version = take_word(&rest);
    if (name.length == 0 || !is_version(version) || rest.length > 0) {
        return false;
    }
    lock->modules =
        check_grow(lock->arena, lock->modules, lock->count, &lock->capacity, sizeof *lock->modules);
    lock->modules[lock->count++] = (Locked){name, version, {0}};
    return true;
}

static bool read_entry(Lock *lock, WritText hash, WritText rest)
{
    while (rest.length > 0 && rest.data[0] == ' ') {
        rest = (WritText){rest.data + 1, rest.length - 1};
    }
    if (lock->count == 0 || rest.length == 0) {
        return false;
    }
    add(lock->arena, &lock->modules[lock->count - 1].entries, (Entry){rest, hash, {0, 0}});
    return true;
}

static void tell_broken(WritDiags *diags, WritSpan span, const char *what)
{
    WritDiag *diag =
        diag_error(diags, DIAG_LOCK_BROKEN, span, "\"writ.lock\" cannot be read: %s", what);
    diag_hint(diag,
              "Nobody writes it by hand. Take the file from the last commit again; after a merge "
              "take either side, and write it anew with \"writ lock\".");
}

// `begun`: the line "lock N" was there.
static bool read_line(WritDiags *diags, Lock *lock, WritText line, bool *begun)
{
    uint32_t start = lock->source->start + (uint32_t)(line.data - lock->source->text.data);
    WritSpan span = {start, start + (uint32_t)line.length};
    WritText rest = line;
    WritText word = take_word(&rest);
    if (word.length == 0 || word.data[0] == '#') {
        return true;
    }
    if (!*begun) {
        WritText format = take_word(&rest);
        char expected[16];
        (void)snprintf(expected, sizeof expected, "%d", TREE_HASH_FORMAT);
        *begun = writ_text_is(word, "lock") && writ_text_is(format, expected) && rest.length == 0;
        if (!*begun) {
            tell_broken(diags, span, "this is not how it begins");
        }
        return *begun;
    }
    bool read = writ_text_is(word, "module") ? read_module(lock, rest)
                                             : is_hash(word) && read_entry(lock, word, rest);
    if (!read) {
        tell_broken(diags, span, "this line is none of it");
    }
    return read;
}

static bool read_lock(WritDiags *diags, Lock *lock)
{
    WritText text = lock->source->text;
    bool begun = false;
    bool read = true;
    while (read && text.length > 0) {
        const char *end = memchr(text.data, '\n', text.length);
        size_t length = end == NULL ? text.length : (size_t)(end - text.data);
        bool carriage = length > 0 && text.data[length - 1] == '\r';
        read = read_line(diags, lock, (WritText){text.data, length - (carriage ? 1 : 0)}, &begun);
        length += end == NULL ? 0 : 1;
        text = (WritText){text.data + length, text.length - length};
    }
    if (read && (!begun || lock->source->cut)) {
        tell_broken(diags, (WritSpan){lock->source->start, lock->source->start},
                    begun ? "it is too long" : "it is empty");
        return false;
    }
    return read;
}

// --- One beside the other
// ----------------------------------------------------------------------------

// The number before the next dot, without leading zeros; nothing is 0.
static WritText take_number(WritText *rest)
{
    if (rest->length == 0) {
        return *rest;
    }
    const char *dot = memchr(rest->data, '.', rest->length);
    WritText number = {rest->data, dot == NULL ? rest->length : (size_t)(dot - rest->data)};
    size_t taken = number.length + (dot == NULL ? 0 : 1);
    *rest = (WritText){rest->data + taken, rest->length - taken};
    while (number.length > 0 && number.data[0] == '0') {
        number = (WritText){number.data + 1, number.length - 1};
    }
    return number;
}

static int compare_versions(WritText a, WritText b)
{
    int order = 0;
    while (order == 0 && (a.length > 0 || b.length > 0)) {
        WritText x = take_number(&a);
        WritText y = take_number(&b);
        order = x.length != y.length ? (x.length < y.length ? -1 : 1) : writ_text_compare(x, y);
    }
    return order;
}

typedef struct Change {
    const Entry *before; // NULL: new.
    const Entry *now;    // NULL: gone.
} Change;

// The next difference of two sorted lists from `*i` and `*k` on; false when there is none.
static bool next_change(const Entries *before, const Entries *now, uint32_t *i, uint32_t *k,
                        Change *change)
{
    while (*i < before->count || *k < now->count) {
        const Entry *old = *i < before->count ? &before->list[*i] : NULL;
        const Entry *new = *k < now->count ? &now->list[*k] : NULL;
        int order = old == NULL ? 1 : new == NULL ? -1 : compare_entries(old, new);
        *i += order <= 0 ? 1 : 0;
        *k += order >= 0 ? 1 : 0;
        *change = (Change){order <= 0 ? old : NULL, order >= 0 ? new : NULL};
        if (order != 0 || !writ_text_equal(old->hash, new->hash)) {
            return true;
        }
    }
    return false;
}

// "Gone: role buyer, message late. 3 more changes are not shown."
static void give_reason(Checker *checker, WritDiag *diag, uint32_t gone, uint32_t unseen)
{
    WritBuffer *text = checker->scratch;
    if (gone > 0) {
        writ_buffer_add_string(text, ".");
    }
    if (unseen > 0) {
        writ_buffer_format(text, "%s%u more %s not shown.", gone > 0 ? " " : "", (unsigned)unseen,
                           unseen == 1 ? "change is" : "changes are");
    }
    if (text->length > 0) {
        diag_reason(diag, "%.*s", WRIT_TEXT_ARGS(writ_buffer_text(text)));
    }
    writ_buffer_clear(text);
}

static void show_changes(Checker *checker, WritDiag *diag, const Entries *before,
                         const Entries *now)
{
    Change change;
    uint32_t shown = 0;
    uint32_t gone = 0;
    uint32_t unseen = 0;
    for (uint32_t i = 0, k = 0; next_change(before, now, &i, &k, &change);) {
        if (shown == SHOWN_MAX) {
            unseen++;
            continue;
        }
        shown++;
        if (change.now != NULL) {
            diag_label(diag, change.now->span, change.before == NULL ? "new" : "changed");
        } else {
            writ_buffer_format(checker->scratch, "%s%.*s", gone++ == 0 ? "Gone: " : ", ",
                               WRIT_TEXT_ARGS(change.before->label));
        }
    }
    give_reason(checker, diag, gone, unseen);
}

static void tell_if_changed(Checker *checker, const Module *module, const Entries *before,
                            const Entries *now)
{
    Change first;
    uint32_t i = 0;
    uint32_t k = 0;
    if (!next_change(before, now, &i, &k, &first)) {
        return;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_MODULE_CHANGED, module->tree->version->span,
                                "\"%.*s\" has changed since version %.*s was released",
                                WRIT_TEXT_ARGS(module->text), WRIT_TEXT_ARGS(module->version));
    show_changes(checker, diag, before, now);
    diag_hint(diag,
              "Write a higher version here. Who uses the module looks at what changed and then "
              "writes that version too.");
}

static const Locked *find_locked(const Lock *lock, WritText name)
{
    for (uint32_t i = 0; i < lock->count; i++) {
        if (writ_text_equal(lock->modules[i].name, name)) {
            return &lock->modules[i];
        }
    }
    return NULL;
}

static void compare_module(Checker *checker, const CheckInput *input, const Lock *lock,
                           const Module *module)
{
    const Locked *locked = find_locked(lock, module->text);
    int order = locked == NULL ? 1 : compare_versions(module->version, locked->version);
    if (order == 0) {
        Entries before = locked->entries;
        sort(&before);
        Entries now = list_module(input, module->file);
        tell_if_changed(checker, module, &before, &now);
    } else if (order < 0) {
        WritDiag *diag = diag_error(checker->diags, DIAG_VERSION_BACK, module->tree->version->span,
                                    "version %.*s of \"%.*s\" was released already",
                                    WRIT_TEXT_ARGS(locked->version), WRIT_TEXT_ARGS(module->text));
        diag_hint(diag, "Write a version above %.*s.", WRIT_TEXT_ARGS(locked->version));
    }
}

void check_lock(Checker *checker, const CheckInput *input)
{
    Lock lock = {.arena = input->arena, .source = input->lock};
    if (!read_lock(checker->diags, &lock)) {
        return;
    }
    for (uint32_t i = 0; i < checker->module_count; i++) {
        const Module *module = checker->modules[i];
        if (module->file->complete && check_has_room(checker, module->tree->span)) {
            compare_module(checker, input, &lock, module);
        }
    }
}

// --- Writing -----------------------------------------------------------------------------------

static uint32_t list_modules(const CheckInput *input, Locked *modules)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < input->file_count; i++) {
        const TreeModule *module = input->files[i]->module;
        if (input->files[i]->kind == TREE_FILE_MODULE) {
            modules[count++] = (Locked){name_of(input->arena, module->path), module->version->text,
                                        list_module(input, input->files[i])};
        }
    }
    if (count > 1) {
        qsort(modules, count, sizeof *modules, compare_modules);
    }
    return count;
}

static void write_module(WritBuffer *out, const Locked *module)
{
    writ_buffer_format(out, "\nmodule %.*s %.*s\n", WRIT_TEXT_ARGS(module->name),
                       WRIT_TEXT_ARGS(module->version));
    for (uint32_t i = 0; i < module->entries.count; i++) {
        writ_buffer_format(out, "  %.*s  %.*s\n", WRIT_TEXT_ARGS(module->entries.list[i].hash),
                           WRIT_TEXT_ARGS(module->entries.list[i].label));
    }
}

WritLockSummary check_lock_write(const CheckInput *input, WritBuffer *out, WritBuffer *released)
{
    Lock before = {.arena = input->arena, .source = input->lock};
    if (before.source != NULL) {
        (void)read_lock(input->diags, &before);
    }
    Locked *modules = writ_arena_array(input->arena, input->file_count, sizeof *modules);
    WritLockSummary summary = {.module_count = list_modules(input, modules)};
    writ_buffer_format(out,
                       "# What each module meant at its last release. \"writ lock\" writes this "
                       "file.\nlock %d\n",
                       TREE_HASH_FORMAT);
    for (uint32_t i = 0; i < summary.module_count; i++) {
        write_module(out, &modules[i]);
        const Locked *locked = find_locked(&before, modules[i].name);
        if (locked == NULL || compare_versions(modules[i].version, locked->version) != 0) {
            summary.released_count++;
            writ_buffer_format(released, "%.*s %.*s\n", WRIT_TEXT_ARGS(modules[i].name),
                               WRIT_TEXT_ARGS(modules[i].version));
        }
    }
    return summary;
}
