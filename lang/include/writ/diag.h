// What is told to authors about their files: collected as data, rendered as text or JSON.
//
// A diagnostic is the author's mistake, never a failure of the program: checking goes on. Making
// diagnostics is for the front end (source/diag.h); this header is for who shows them.
#ifndef WRIT_DIAG_H
#define WRIT_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/source.h"
#include "writ/text.h"

enum {
    WRIT_DIAGS_KEPT_MAX = 50,          // The rest is only counted; errors go before warnings.
    WRIT_DIAGS_SHOWN_PER_FILE_MAX = 5, // In text; JSON has all that are kept.
    WRIT_DIAG_LABELS_MAX = 8,        // Related places of one diagnostic; further ones are dropped.
    WRIT_DIAG_TEXT_BYTES_MAX = 1000, // Of each sentence; what is longer is cut.
};

typedef enum WritSeverity {
    WRIT_SEVERITY_ERROR,
    WRIT_SEVERITY_WARNING,
} WritSeverity;

typedef enum WritColour {
    WRIT_COLOUR_NONE,
    WRIT_COLOUR_ANSI,
} WritColour;

typedef struct WritDiags WritDiags;

// Lives in `arena`; `sources` must outlive it.
WritDiags *writ_diags_new(WritArena *arena, WritSources *sources);

// All that were reported, kept or not.
uint32_t writ_diags_error_count(const WritDiags *diags);
uint32_t writ_diags_warning_count(const WritDiags *diags);

// The errors that are kept, by file and place, from 0: where each is and what it claims. False:
// there are no more. An error without a place has the span {0, 0}.
bool writ_diags_error(const WritDiags *diags, uint32_t index, WritSpan *span, WritText *message);

// Appends all diagnostics by file and place: for each a title, the author's line with a mark, what
// is wrong, why, what to do, an example and the code; at most five a file and the number of the
// rest. Nothing when there is none. Never writes control characters of the author's file.
void writ_diags_render_text(const WritDiags *diags, WritColour colour, WritBuffer *out);

// Appends one JSON object: {"errors":n,"warnings":n,"diagnostics":[{"file","line","column","end":
// {"line","column"},"code","severity","title","message","reason","hint","example","labels":[{
// "file","line","column","end","message"}],"run":[{"step","way"}]}]}. A diagnostic without a place
// has nulls for it; one without a run has none.
void writ_diags_render_json(const WritDiags *diags, WritBuffer *out);

// Appends the scenarios that show runs, by file and place of what they show, with an empty line
// between them; nothing when there is none.
void writ_diags_render_scenarios(const WritDiags *diags, WritBuffer *out);

// What `writ explain` says about a code. All texts are constants.
typedef struct WritDiagInfo {
    const char *code; // "W1101"
    WritSeverity severity;
    const char *title;
    const char *explanation;
    const char *wrong; // An example; may be empty where no text can show it.
    const char *right;
} WritDiagInfo;

// The n-th code of the list, NULL behind the last.
const WritDiagInfo *writ_diag_info(size_t index);
// `code` as in "W1101", in either case; NULL when there is none.
const WritDiagInfo *writ_diag_info_find(WritText code);

#endif
