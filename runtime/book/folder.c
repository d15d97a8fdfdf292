// A book from a plain folder, before there is a commit.
//
// What is hidden and what editors leave behind (order.writ~, #order.writ#) is no part of a book
// yet, so it is passed over here; in a commit the rules judge it like anything else.
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book/harvest.h"
#include "book/regular.h"

typedef struct Reader {
    Harvest harvest;
    int top; // The open folder of the book.
} Reader;

typedef struct Listing {
    Entry *entries;
    uint32_t count, capacity;
} Listing;

enum { ENTRIES_FIRST = 64 };

static EntryKind kind_of(int folder, const char *name)
{
    struct stat found;
    if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0) {
        return ENTRY_OTHER;
    }
    if (S_ISDIR(found.st_mode)) {
        return ENTRY_FOLDER;
    }
    if (S_ISREG(found.st_mode)) {
        return ENTRY_FILE;
    }
    return S_ISLNK(found.st_mode) ? ENTRY_LINK : ENTRY_OTHER;
}

static void list_entry(Listing *listing, WritArena *arena, int folder, const char *name)
{
    if (listing->count == listing->capacity) {
        uint32_t capacity = listing->capacity == 0 ? ENTRIES_FIRST : 2 * listing->capacity;
        Entry *entries = writ_arena_array(arena, capacity, sizeof *entries);
        if (listing->count > 0) {
            memcpy(entries, listing->entries, listing->count * sizeof *entries);
        }
        listing->entries = entries;
        listing->capacity = capacity;
    }
    listing->entries[listing->count++] =
        (Entry){.name = writ_arena_text(arena, writ_text(name)), .kind = kind_of(folder, name)};
}

static bool is_passed_over(const char *name)
{
    char last = name[strlen(name) - 1];
    return name[0] == '.' || last == '~' || (name[0] == '#' && last == '#');
}

static int compare_names(const void *a, const void *b)
{
    return writ_text_compare(((const Entry *)a)->name, ((const Entry *)b)->name);
}

// The entries of an open folder, by name, so that of several mistakes always the same one is told.
// `.git` belongs to git at the top; below it makes its folder a repository of its own.
static WritStatus list(Listing *listing, bool *is_repository, WritArena *arena, int folder,
                       WritError *error)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = again < 0 ? NULL : fdopendir(again);
    if (stream == NULL) {
        int reason = errno;
        if (again >= 0) {
            (void)close(again);
        }
        return writ_fail(error, WRIT_IO, "a folder cannot be listed: %s", strerror(reason));
    }
    // One more than is allowed is enough to be refused.
    for (struct dirent *entry;
         listing->count <= WRIT_BOOK_ENTRIES_MAX && (entry = readdir(stream)) != NULL;) {
        *is_repository = *is_repository || strcmp(entry->d_name, ".git") == 0;
        if (!is_passed_over(entry->d_name)) {
            list_entry(listing, arena, folder, entry->d_name);
        }
    }
    (void)closedir(stream);
    if (listing->count > 1) {
        qsort(listing->entries, listing->count, sizeof *listing->entries, compare_names);
    }
    return WRIT_OK;
}

// By its whole path, so that messages name it.
static WritStatus open_entry(int *descriptor, const Reader *reader, const Folder *folder,
                             const Entry *entry, WritError *error)
{
    WritBuffer path = {0};
    harvest_path(&path, folder, entry->name);
    WritStatus status = regular_open(descriptor, reader->top, writ_buffer_string(&path),
                                     entry->kind == ENTRY_FOLDER ? S_IFDIR : S_IFREG, error);
    writ_buffer_dispose(&path);
    return status;
}

static WritStatus read_file(Reader *reader, const Folder *folder, const Entry *entry,
                            WritError *error)
{
    WritBuffer bytes = {0};
    int descriptor;
    WritStatus status = open_entry(&descriptor, reader, folder, entry, error);
    if (status != WRIT_OK) {
        return status;
    }
    struct stat found;
    if (fstat(descriptor, &found) != 0) {
        status = writ_fail(error, WRIT_IO, "\"%s\" cannot be examined: %s", entry->name.data,
                           strerror(errno));
        goto done;
    }
    status = harvest_allow(&reader->harvest, folder, entry, (uint64_t)found.st_size, error);
    if (status != WRIT_OK) {
        goto done;
    }
    // It may grow while it is read: harvest_add counts what really came.
    status =
        regular_read_open(&bytes, descriptor, entry->name.data, WRIT_BOOK_FILE_BYTES_MAX, error);
    if (status == WRIT_OK) {
        bool executable = (found.st_mode & S_IXUSR) != 0;
        status = harvest_add(&reader->harvest, folder, entry, writ_buffer_text(&bytes),
                             executable ? WRIT_FILE_EXECUTABLE : WRIT_FILE_PLAIN, error);
    }

done:
    writ_buffer_dispose(&bytes);
    (void)close(descriptor);
    return status;
}

static WritStatus refuse_repository(const Folder *folder, WritError *error)
{
    // The rules tell it by its parent and its name.
    Entry entry = {.name = folder->name, .kind = ENTRY_REPOSITORY};
    WritArena *scratch = writ_arena_new(1 << 12);
    Harvest none = harvest_begin(scratch);
    WritStatus status = harvest_folder(&none, folder->parent, &entry, 1, error);
    writ_arena_free(scratch);
    return status;
}

static WritStatus read_folder(Reader *reader, const Folder *folder, int open, WritError *error);

static WritStatus enter(Reader *reader, const Folder *folder, const Entry *entry, WritError *error)
{
    Folder inner;
    WritStatus status = harvest_enter(&inner, folder, entry, error);
    if (status != WRIT_OK) {
        return status;
    }
    int open;
    status = open_entry(&open, reader, folder, entry, error);
    if (status == WRIT_OK) {
        status = read_folder(reader, &inner, open, error);
        (void)close(open);
    }
    return status;
}

// Recursion is bounded by WRIT_BOOK_DEPTH_MAX.
static WritStatus read_folder(Reader *reader, const Folder *folder, int open, WritError *error)
{
    Listing listing = {0};
    bool is_repository = false;
    WritStatus status = list(&listing, &is_repository, reader->harvest.arena, open, error);
    if (status == WRIT_OK && is_repository && folder->parent != NULL) {
        status = refuse_repository(folder, error);
    }
    if (status == WRIT_OK) {
        status = harvest_folder(&reader->harvest, folder, listing.entries, listing.count, error);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < listing.count; i++) {
        const Entry *entry = &listing.entries[i];
        if (entry->use == ENTRY_READ) {
            status = read_file(reader, folder, entry, error);
        } else if (entry->use == ENTRY_ENTER) {
            status = enter(reader, folder, entry, error);
        }
    }
    return status;
}

WritStatus writ_book_read_files(WritBookContents *contents, WritArena *arena, const char *directory,
                                WritError *error)
{
    WritError ignored;
    error = error == NULL ? &ignored : error;
    assert(contents != NULL && arena != NULL && directory != NULL);
    *contents = (WritBookContents){0};
    int top_open = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (top_open < 0) {
        WritStatus kind = errno == ENOENT || errno == ENOTDIR ? WRIT_NOT_FOUND : WRIT_IO;
        writ_fail(error, kind, "the book \"%s\" cannot be opened: %s", directory, strerror(errno));
        return writ_hint(error, "Name the folder that has its .writ files.");
    }
    Reader reader = {.harvest = harvest_begin(arena), .top = top_open};
    Folder top = {.plain = true};
    WritStatus status = read_folder(&reader, &top, top_open, error);
    (void)close(top_open);
    if (status == WRIT_OK) {
        harvest_finish(&reader.harvest, contents);
    }
    return status;
}
