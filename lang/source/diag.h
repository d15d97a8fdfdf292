// How the front end reports an author's mistake.
//
//     WritDiag *diag = diag_error(diags, DIAG_UNKNOWN_STATE, to.span, "state \"%.*s\" is not
//     declared",
//                                 WRIT_TEXT_ARGS(to.text));
//     diag_label(diag, target->span, "declared here");
//     diag_hint(diag, "write one of …");
//
// A diagnostic is an argument: the claim (what is wrong), the ground (why: labels and, where the
// reader needs it, a sentence), the resolution (what to write) and one line as example. Sentences
// are in the present tense and in the words of the language, names in double quotes. The codes are
// in source/diagnostics.def and nowhere else.
#ifndef SOURCE_DIAG_H
#define SOURCE_DIAG_H

#include "writ/diag.h"
#include "writ/source.h"
#include "writ/status.h"

typedef enum DiagCode {
#define DIAGNOSTIC(name, number, severity, title, explanation, wrong, right) DIAG_##name,
#include "source/diagnostics.def"
#undef DIAGNOSTIC
    DIAG_COUNT
} DiagCode;

typedef struct WritDiag WritDiag;

// Reports at `span`, which may lie in any file. Never NULL: once WRIT_DIAGS_KEPT_MAX are kept the
// result is one that nobody sees. `code` has that severity in the list. What is read several times,
// as a ladder is, warns at a place once.
WritDiag *diag_error(WritDiags *diags, DiagCode code, WritSpan span, const char *format, ...)
    WRIT_PRINTF(4, 5);
WritDiag *diag_warning(WritDiags *diags, DiagCode code, WritSpan span, const char *format, ...)
    WRIT_PRINTF(4, 5);

// Points at a related place, in any file, with a few words about it.
void diag_label(WritDiag *diag, WritSpan span, const char *format, ...) WRIT_PRINTF(3, 4);
// The ground as a sentence, for what no label can show.
void diag_reason(WritDiag *diag, const char *format, ...) WRIT_PRINTF(2, 3);
// What to do, as a sentence.
void diag_hint(WritDiag *diag, const char *format, ...) WRIT_PRINTF(2, 3);
// One line as it could stand in the file.
void diag_example(WritDiag *diag, const char *format, ...) WRIT_PRINTF(2, 3);

// A run of the process that shows what is told: how a case comes there.
typedef struct DiagRunItem {
    WritText subject; // The step, stage, hook or event: "decide_it".
    WritText way;     // What becomes of it: "is overdue".
} DiagRunItem;

typedef struct DiagRun {
    WritText sentence; // "This way: …."
    DiagRunItem *items;
    uint32_t item_count;
    WritText scenario; // The lines of a scenario that goes this way.
} DiagRun;

// Whether what was told so is kept, and would be shown with its run.
bool diag_is_kept(const WritDiags *diags, DiagCode code, WritSpan span);
// Adds the run to what was told so, if that is kept; texts are borrowed.
void diag_run(WritDiags *diags, DiagCode code, WritSpan span, const DiagRun *run);

// What `writ explain` says about a code.
const char *diag_explanation(DiagCode code);

// The number of edits between two words (a transposition of neighbours is one), or `edits_max` + 1
// when there are more. Words longer than 64 bytes are far from everything.
uint32_t diag_word_distance(WritText a, WritText b, uint32_t edits_max);

// Up to how many edits `word` counts as a misspelling: two, and about a third of its length; none
// for words of one or two letters.
uint32_t diag_word_edits_max(WritText word);

#endif
