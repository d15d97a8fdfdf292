// The rules for what a book may hold, and the collecting of its files.
//
// Used on both sides: by the child over the trees of a commit, by the calling process over a plain
// folder, and once more over what the child answers. Rule 15: names, sizes, depth and number are
// bounded, and a name is the same name on every file system.
//
//     name                               what happens
//     order.writ  erp.lua                read
//     README.md   prices.csv  x.json     skipped; capitals are fine here
//     .gitignore  .github/               hidden: skipped, folders are not entered
//     Order.writ  Sales/order.writ       refused: no capitals where a definition lies
//     .git  a b  prix–net  x.  -x        refused, whatever it is
//     a symbolic link, a submodule       refused, whatever its name
#ifndef BOOK_HARVEST_H
#define BOOK_HARVEST_H

#include "writ/book.h"

typedef enum EntryKind {
    ENTRY_FILE,
    ENTRY_FOLDER,
    ENTRY_LINK,
    ENTRY_REPOSITORY, // A submodule, or a folder that is a repository of its own.
    ENTRY_OTHER,      // A device, a pipe, a mode that git does not write.
} EntryKind;

// What the rules say about an entry that is allowed.
typedef enum EntryUse {
    ENTRY_SKIP,
    ENTRY_READ,
    ENTRY_ENTER,
} EntryUse;

typedef struct Entry {
    WritText name;
    EntryKind kind;
    EntryUse use; // Set by harvest_folder.
} Entry;

// A folder on the way down. The top has no parent.
typedef struct Folder {
    const struct Folder *parent;
    WritText name;
    uint32_t depth; // 0 at the top.
    bool plain;     // No capital in the names from the top to here.
} Folder;

typedef struct Harvest {
    WritArena *arena;
    WritBookFile *files;
    uint32_t file_count, file_capacity;
    uint32_t entry_count; // Seen so far, skipped ones included.
    size_t bytes;         // Of the files that were added.
} Harvest;

Harvest harvest_begin(WritArena *arena);

// Judges all entries of one folder together and sets `use`. WRIT_INVALID with the entry and the
// reason; WRIT_LIMIT when the book has too many entries.
WRIT_NODISCARD WritStatus harvest_folder(Harvest *harvest, const Folder *folder, Entry *entries,
                                         uint32_t count, WritError *error);

// The folder `entry` in `parent`. WRIT_LIMIT when it is too deep.
WRIT_NODISCARD WritStatus harvest_enter(Folder *folder, const Folder *parent, const Entry *entry,
                                        WritError *error);

// How many bytes the file `entry` may have, given those that are there already: asked before it is
// read. WRIT_LIMIT when `size` is more.
WRIT_NODISCARD WritStatus harvest_allow(const Harvest *harvest, const Folder *folder,
                                        const Entry *entry, uint64_t size, WritError *error);

// Adds a file that was allowed; copies its path and `bytes` into the arena.
WRIT_NODISCARD WritStatus harvest_add(Harvest *harvest, const Folder *folder, const Entry *entry,
                                      WritText bytes, WritFileMode mode, WritError *error);

// Sorts the files by path and hands them over.
void harvest_finish(Harvest *harvest, WritBookContents *contents);

typedef enum HarvestKinds {
    HARVEST_DEFINITIONS, // `*.writ` and `*.lua`, all in small letters.
    HARVEST_ALL,         // Every file that a book may hold.
} HarvestKinds;

// Judges a whole path that somebody else names. WRIT_INVALID with the path.
WRIT_NODISCARD WritStatus harvest_check_path(WritText path, HarvestKinds kinds, WritError *error);

// The path of `name` in `folder`, from the top, appended to `path`.
void harvest_path(WritBuffer *path, const Folder *folder, WritText name);

#endif
