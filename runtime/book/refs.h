// References: which commit a name stands for, from the repository's own files.
//
//     HEAD               ref: refs/heads/main
//     refs/heads/main    1f0c…  (40 hexadecimal digits)
//     packed-refs        1f0c… refs/heads/main
//
// A file of its own goes before a line in `packed-refs`. Names are exact: nothing is guessed from
// a part of a name or of an id (rule 14).
#ifndef BOOK_REFS_H
#define BOOK_REFS_H

#include "book/layout.h"

enum {
    REF_HOPS_MAX = 5, // References that only name another one, in a row.
    REF_NAME_BYTES_MAX = 255,
    REF_FILE_BYTES_MAX = 512,
    PACKED_REFS_BYTES_MAX = 16 << 20,
};

// See writ_book_head.
WRIT_NODISCARD WritStatus refs_resolve(WritCommitId *id, const WritBook *book, const char *revision,
                                       WritError *error);

// Reads all of `packed-refs`. WRIT_INVALID as for refs_find_packed.
WRIT_NODISCARD WritStatus refs_check(const WritBook *book, WritError *error);

// True when `name` is a full reference name that is looked up here: below refs/heads/, refs/tags/
// or refs/remotes/, by git's rules for names.
bool refs_name_is_valid(WritText name);

// True when `text` is 40 lower-case hexadecimal digits, which are copied to `id`.
bool refs_read_id(WritCommitId *id, WritText text);

// Looks `name` up in the text of a `packed-refs` file and checks every line of it. WRIT_NOT_FOUND
// (without a sentence) when the name is not in it, WRIT_INVALID when a line is malformed or
// replaces an object.
WRIT_NODISCARD WritStatus refs_find_packed(WritCommitId *id, WritText packed, WritText name,
                                           WritError *error);

#endif
