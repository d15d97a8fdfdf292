// A tree is judged before anything below it is read: its entries must stand in git's order, each
// once, and follow the rules of harvest.h. Sizes are asked before contents.
#include "book/child/walk.h"

#include <assert.h>
#include <string.h>

#include "book/harvest.h"
#include "book/printable.h"

static const int64_t seconds_max = 253402300799; // 9999-12-31T23:59:59Z
enum { OFFSET_MINUTES_MAX = 24 * 60, MESSAGE_PATH_BYTES_MAX = 120 };

typedef struct Walk {
    Harvest harvest;
    const Objects *objects;
} Walk;

// A path for messages: `"sales/order.writ"`, or "the top folder".
static void name_place(char place[PRINTABLE_BYTES], const Folder *folder, WritText name)
{
    if (folder == NULL) {
        (void)strcpy(place, "the top folder");
        return;
    }
    WritBuffer path = {0};
    writ_buffer_add_byte(&path, '"');
    harvest_path(&path, folder, name);
    if (path.length > MESSAGE_PATH_BYTES_MAX) {
        path.length = MESSAGE_PATH_BYTES_MAX;
        writ_buffer_add_string(&path, "...");
    }
    writ_buffer_add_byte(&path, '"');
    printable(place, writ_buffer_text(&path));
    writ_buffer_dispose(&path);
}

// --- Trees ----------------------------------------------------------------------------------

// Modes as they stand in the tree: libgit2's own names for them leave out those that git does not
// write.
static EntryKind kind_of(const git_tree_entry *entry)
{
    unsigned mode = git_tree_entry_filemode_raw(entry);
    if (mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE) {
        return ENTRY_FILE;
    }
    if (mode == GIT_FILEMODE_TREE) {
        return ENTRY_FOLDER;
    }
    if (mode == GIT_FILEMODE_LINK) {
        return ENTRY_LINK;
    }
    return mode == GIT_FILEMODE_COMMIT ? ENTRY_REPOSITORY : ENTRY_OTHER;
}

// git orders the names of folders as if a slash stood behind them.
static int compare_in_tree(const Entry *a, const Entry *b)
{
    size_t shorter = a->name.length < b->name.length ? a->name.length : b->name.length;
    int order = memcmp(a->name.data, b->name.data, shorter);
    if (order != 0) {
        return order;
    }
    unsigned char next_a = a->kind == ENTRY_FOLDER ? '/' : '\0';
    unsigned char next_b = b->kind == ENTRY_FOLDER ? '/' : '\0';
    next_a = a->name.length > shorter ? (unsigned char)a->name.data[shorter] : next_a;
    next_b = b->name.length > shorter ? (unsigned char)b->name.data[shorter] : next_b;
    return next_a - next_b;
}

static WritStatus check_order(const Folder *folder, const Entry *entries, uint32_t count,
                              WritError *error)
{
    for (uint32_t i = 1; i < count; i++) {
        if (compare_in_tree(&entries[i - 1], &entries[i]) < 0) {
            continue;
        }
        char place[PRINTABLE_BYTES];
        name_place(place, folder, entries[i].name);
        writ_fail(error, WRIT_INVALID, "%s stands in its folder twice or out of order", place);
        return writ_hint(error, "git never writes such a tree: find out who made this commit.");
    }
    return WRIT_OK;
}

static WritStatus read_file(Walk *walk, const Folder *folder, const Entry *entry,
                            const git_tree_entry *from, WritError *error)
{
    char place[PRINTABLE_BYTES];
    name_place(place, folder, entry->name);
    const git_oid *id = git_tree_entry_id(from);
    size_t size;
    WritStatus status = objects_size(&size, walk->objects, id, GIT_OBJECT_BLOB, place, error);
    if (status == WRIT_OK) {
        status = harvest_allow(&walk->harvest, folder, entry, size, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    git_odb_object *object;
    int result = git_odb_read(&object, walk->objects->database, id);
    if (result != 0) {
        return objects_fail(result, id, place, error);
    }
    bool executable = git_tree_entry_filemode_raw(from) == GIT_FILEMODE_BLOB_EXECUTABLE;
    status = harvest_add(&walk->harvest, folder, entry,
                         (WritText){git_odb_object_data(object), git_odb_object_size(object)},
                         executable ? WRIT_FILE_EXECUTABLE : WRIT_FILE_PLAIN, error);
    git_odb_object_free(object);
    return status;
}

static WritStatus open_tree(git_tree **tree, const Walk *walk, const git_oid *id, const char *place,
                            WritError *error)
{
    size_t size;
    WritStatus status = objects_size(&size, walk->objects, id, GIT_OBJECT_TREE, place, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (size > WALK_TREE_BYTES_MAX) {
        writ_fail(error, WRIT_LIMIT, "%s lists more than %d bytes of names", place,
                  WALK_TREE_BYTES_MAX);
        return writ_hint(error, "A book has at most %d files and folders.", WRIT_BOOK_ENTRIES_MAX);
    }
    int result = git_tree_lookup(tree, walk->objects->repository, id);
    return result == 0 ? WRIT_OK : objects_fail(result, id, place, error);
}

static WritStatus list(Entry **entries, uint32_t *count, Walk *walk, const Folder *folder,
                       const git_tree *tree, WritError *error)
{
    size_t length = git_tree_entrycount(tree);
    // One more than is allowed is enough to be refused.
    *count = length > WRIT_BOOK_ENTRIES_MAX ? WRIT_BOOK_ENTRIES_MAX + 1 : (uint32_t)length;
    *entries = writ_arena_array(walk->harvest.arena, *count + 1, sizeof **entries);
    for (uint32_t i = 0; i < *count; i++) {
        const git_tree_entry *from = git_tree_entry_byindex(tree, i);
        (*entries)[i] =
            (Entry){.name = writ_text(git_tree_entry_name(from)), .kind = kind_of(from)};
    }
    WritStatus status = harvest_folder(&walk->harvest, folder, *entries, *count, error);
    return status == WRIT_OK ? check_order(folder, *entries, *count, error) : status;
}

static WritStatus walk_tree(Walk *walk, const Folder *folder, const git_oid *id, WritError *error);

static WritStatus enter(Walk *walk, const Folder *folder, const Entry *entry, const git_oid *id,
                        WritError *error)
{
    Folder inner;
    WritStatus status = harvest_enter(&inner, folder, entry, error);
    return status == WRIT_OK ? walk_tree(walk, &inner, id, error) : status;
}

// Recursion is bounded by WRIT_BOOK_DEPTH_MAX; a tree that stands in many places counts in each.
static WritStatus walk_tree(Walk *walk, const Folder *folder, const git_oid *id, WritError *error)
{
    char place[PRINTABLE_BYTES];
    name_place(place, folder->parent, folder->name);
    git_tree *tree;
    WritStatus status = open_tree(&tree, walk, id, place, error);
    if (status != WRIT_OK) {
        return status;
    }
    Entry *entries;
    uint32_t count;
    status = list(&entries, &count, walk, folder, tree, error);
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        const git_tree_entry *from = git_tree_entry_byindex(tree, i);
        if (entries[i].use == ENTRY_READ) {
            status = read_file(walk, folder, &entries[i], from, error);
        } else if (entries[i].use == ENTRY_ENTER) {
            status = enter(walk, folder, &entries[i], git_tree_entry_id(from), error);
        }
    }
    git_tree_free(tree);
    return status;
}

// --- Commits --------------------------------------------------------------------------------

static WritText clean(WritArena *arena, const char *text, size_t length, size_t bytes_max)
{
    WritBuffer cleaned = {0};
    printable_clean(&cleaned, (WritText){text, length}, bytes_max);
    WritText kept = writ_arena_text(arena, writ_buffer_text(&cleaned));
    writ_buffer_dispose(&cleaned);
    return kept;
}

static WritStatus read_signature(WritSignature *signature, WritArena *arena,
                                 const git_signature *from, WritError *error)
{
    if (from->when.time < 0 || from->when.time > seconds_max ||
        from->when.offset < -OFFSET_MINUTES_MAX || from->when.offset > OFFSET_MINUTES_MAX) {
        writ_fail(error, WRIT_INVALID, "the commit has a date outside of 1970 to 9999");
        return writ_hint(error, "Make it anew with the right date: git commit --amend --date=now.");
    }
    *signature = (WritSignature){
        .name = clean(arena, from->name, strlen(from->name), WRIT_BOOK_PERSON_BYTES_MAX),
        .email = clean(arena, from->email, strlen(from->email), WRIT_BOOK_PERSON_BYTES_MAX),
        .at_seconds = from->when.time,
        .offset_minutes = from->when.offset,
    };
    return WRIT_OK;
}

static WritStatus read_commit(WritCommit *commit, WritArena *arena, const git_commit *from,
                              WritError *error)
{
    WritStatus status = read_signature(&commit->author, arena, git_commit_author(from), error);
    if (status == WRIT_OK) {
        status = read_signature(&commit->committer, arena, git_commit_committer(from), error);
    }
    const char *message = git_commit_message(from);
    commit->subject = clean(arena, message, strcspn(message, "\r\n"), WRIT_BOOK_SUBJECT_BYTES_MAX);
    return status;
}

static WritStatus open_commit(git_commit **commit, const Objects *objects, const git_oid *id,
                              WritError *error)
{
    size_t size;
    WritStatus status = objects_size(&size, objects, id, GIT_OBJECT_COMMIT, "the commit", error);
    if (status != WRIT_OK) {
        return status;
    }
    if (size > WALK_COMMIT_BYTES_MAX) {
        writ_fail(error, WRIT_LIMIT, "the commit has more than %d bytes", WALK_COMMIT_BYTES_MAX);
        return writ_hint(error, "Give it a shorter message: git commit --amend.");
    }
    int result = git_commit_lookup(commit, objects->repository, id);
    return result == 0 ? WRIT_OK : objects_fail(result, id, "the commit", error);
}

WritStatus walk_commit(WritBookContents *contents, WritArena *arena, const Objects *objects,
                       const WritCommitId *id, WritError *error)
{
    *contents = (WritBookContents){.commit.id = *id};
    git_oid commit_id;
    int parsed = git_oid_fromstr(&commit_id, id->hex);
    assert(parsed == 0 && id->hex[WRIT_COMMIT_ID_BYTES - 1] == '\0');
    (void)parsed;
    git_commit *commit;
    WritStatus status = open_commit(&commit, objects, &commit_id, error);
    if (status != WRIT_OK) {
        return status;
    }
    Walk walk = {.harvest = harvest_begin(arena), .objects = objects};
    Folder top = {.plain = true};
    status = read_commit(&contents->commit, arena, commit, error);
    if (status == WRIT_OK) {
        status = walk_tree(&walk, &top, git_commit_tree_id(commit), error);
    }
    git_commit_free(commit);
    if (status == WRIT_OK) {
        harvest_finish(&walk.harvest, contents);
    }
    return status;
}
