// What a name of a book means, in sentences: a step, a stage, a process, a hook, a role …
//
// Pure: told from a compilation without errors. The words are those of the owner's sheet.
#ifndef WRIT_EXPLAIN_H
#define WRIT_EXPLAIN_H

#include "writ/arena.h"
#include "writ/compile.h"
#include "writ/text.h"

// An arena of this size is enough for each of these functions.
#define WRIT_EXPLAIN_ARENA_BYTES ((size_t)2 << 30)

typedef enum WritExplainForm {
    WRIT_EXPLAIN_TEXT, // Lines of at most WRIT_DRAW_COLUMNS_MAX columns.
    WRIT_EXPLAIN_JSON, // One object: {"kind","name","title","file","line","facts":[{"what",
                       // "text"}],"parts":[{"heading","remark","columns","rows"}]}
} WritExplainForm;

// Appends what `name` means: a name as it stands in the files, with as much of what it stands in as
// tells it from others, as in "decide", "approval.decide" or all of
// "purchase_approval.purchase_approval.approval.decide". WRIT_NOT_FOUND, with the nearest name as a
// hint: nothing is called so. WRIT_CONFLICT, with the full names: several things are.
WRIT_NODISCARD WritStatus writ_explain(WritBuffer *out, WritArena *arena,
                                       const WritCompilation *compilation, WritText name,
                                       WritExplainForm form, WritError *error);

#endif
