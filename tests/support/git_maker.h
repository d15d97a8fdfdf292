// Git repositories made by hand, byte by byte, so that they may also be wrong.
#ifndef SUPPORT_GIT_MAKER_H
#define SUPPORT_GIT_MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/text.h"

typedef struct MakerId {
    char hex[41];
} MakerId;

typedef struct Maker {
    char root[128]; // A temporary folder of its own; `book` and `outside` are made in it.
    char book[160];
} Maker;

// An empty repository with HEAD on refs/heads/main, as git init makes it.
void maker_begin(Maker *maker);
void maker_end(Maker *maker); // Removes all of it.

// Writes `bytes` to the path below the root ("book/.git/shallow"), with the folders on the way.
void maker_write(const Maker *maker, const char *path, WritText bytes);
void maker_write_string(const Maker *maker, const char *path, const char *string);
void maker_link(const Maker *maker, const char *path, const char *target);
void maker_remove(const Maker *maker, const char *path); // A file.

// The id that git gives the object.
MakerId maker_id(const char *type, WritText content);
// Stores a loose object under its id.
MakerId maker_object(const Maker *maker, const char *type, WritText content);
MakerId maker_blob(const Maker *maker, const char *content);
// Stores `inflated` ("blob 3\0abc"), deflated, under any id.
void maker_loose(const Maker *maker, MakerId id, WritText inflated);
// Stores the bytes of a loose file as they are.
void maker_loose_file(const Maker *maker, MakerId id, WritText file);
// The path of a loose object below the root.
void maker_loose_path(char path[80], MakerId id);

typedef struct MakerEntry {
    const char *mode; // "100644"
    const char *name;
    MakerId id;
} MakerEntry;

// A tree with the entries in the order in which they are given.
MakerId maker_tree(const Maker *maker, const MakerEntry *entries, size_t count);
// A tree with one file.
MakerId maker_one_file(const Maker *maker, const char *name, const char *content);
// A commit with that tree, and refs/heads/main set to it.
MakerId maker_commit(const Maker *maker, MakerId tree);
void maker_set_main(const Maker *maker, MakerId commit);

enum { MAKER_COMMIT = 1, MAKER_TREE = 2, MAKER_BLOB = 3, MAKER_REF_DELTA = 7 };

typedef struct MakerPacked {
    int type;
    MakerId id;
    MakerId base; // MAKER_REF_DELTA
    size_t size;  // As the entry claims it.
    WritText content;
} MakerPacked;

// A pack of these entries with its index: .git/objects/pack/pack-1.{pack,idx}.
void maker_pack(const Maker *maker, const MakerPacked *entries, size_t count);

// A delta from `base_size` to `result_size` bytes that copies the first `copy_size` bytes of the
// base `copies` times.
typedef struct MakerDelta {
    size_t base_size, result_size, copy_size, copies;
} MakerDelta;
void maker_delta(WritBuffer *out, const MakerDelta *delta);

#endif
