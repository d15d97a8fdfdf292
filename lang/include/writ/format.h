// From the text of a file to the same text in the one layout of the language.
//
// Layout means nothing, so it can be made from the words alone: what a formatted file says, and in
// which order, is what it said before, and so is every comment. There are no options.
#ifndef WRIT_FORMAT_H
#define WRIT_FORMAT_H

#include <stddef.h>

#include "writ/arena.h"
#include "writ/diag.h"
#include "writ/source.h"
#include "writ/status.h"
#include "writ/text.h"

enum {
    WRIT_FORMAT_COLUMNS = 120,         // A line is broken where it would be longer, if it can be.
    WRIT_FORMAT_ARENA_BYTES = 1 << 30, // What an arena must allow to format any file.
};

typedef enum WritFormatStyle {
    WRIT_FORMAT_ALIGNED, // As files are kept.
    // The same lines without alignment: a change of one row of a table is a change of one line. For
    // comparing versions, not for keeping.
    WRIT_FORMAT_TIGHT,
} WritFormatStyle;

// Appends the layout of `source` to `out`. `arena` holds what is needed on the way; nothing of it
// is kept. WRIT_INVALID when the file has a mistake, which `diags` tells of, and WRIT_LIMIT when
// its layout would be longer than WRIT_SOURCE_BYTES_MAX; what was appended then has no meaning.
WRIT_NODISCARD WritStatus writ_format(const WritSource *source, WritFormatStyle style,
                                      WritArena *arena, WritDiags *diags, WritBuffer *out,
                                      WritError *error);

// Three versions of one file: the one that two others began as.
typedef struct WritMerge {
    const WritSource *base;
    const WritSource *ours;
    const WritSource *theirs;
} WritMerge;

// Appends the layout of a file that has the changes of both sides, told apart by declarations,
// their lines, the steps of stages and the rows of tables. WRIT_CONFLICT when both changed the
// same, or when it cannot be told what they changed or which of two neighbours comes first
// (docs/language.md, "Layout"); otherwise as writ_format, for each of the versions. The time is as
// the length of the texts.
WRIT_NODISCARD WritStatus writ_format_merge(const WritMerge *versions, WritArena *arena,
                                            WritDiags *diags, WritBuffer *out, WritError *error);

#endif
