// Merging two versions of a text, in tests.
#ifndef SUPPORT_MERGE_CHECK_H
#define SUPPORT_MERGE_CHECK_H

#include "writ/format.h"

// Three texts of one file.
typedef struct MergeTexts {
    WritText base;
    WritText ours;
    WritText theirs;
} MergeTexts;

// As writ_format.
WRIT_NODISCARD WritStatus merge_lay_out(WritText text, WritFormatStyle style, WritBuffer *out);

// As writ_format_merge; the sources are called "base", "ours" and "theirs".
WRIT_NODISCARD WritStatus merge_texts(MergeTexts texts, WritBuffer *out, WritError *error);

// Fails unless both ways round give `merged`, but for the order of what is new on both sides.
void merge_expect(const char *base, const char *ours, const char *theirs, const char *merged);

// Fails unless both ways round are a conflict. `told`: the whole error; NULL: whatever it says.
void merge_expect_conflict(const char *base, const char *ours, const char *theirs,
                           const char *told);

#endif
