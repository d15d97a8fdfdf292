// A diagnostic as it is kept. Shared by the files that collect and render, and by nobody else.
#ifndef SOURCE_DIAG_DATA_H
#define SOURCE_DIAG_DATA_H

#include "source/diag.h"

typedef struct DiagLabel {
    WritSpan span;
    WritText text;
} DiagLabel;

// Texts are harmless UTF-8 (utf8_add_harmless) and may be empty, except for the message.
struct WritDiag {
    WritDiags *owner;
    DiagCode code;
    WritSpan span;
    WritText message;
    WritText reason;
    WritText hint;
    WritText example;
    DiagRun run; // Empty where none was found.
    DiagLabel labels[WRIT_DIAG_LABELS_MAX];
    uint32_t label_count;
};

struct WritDiags {
    WritArena *arena;
    WritSources *sources;
    WritDiag *kept[WRIT_DIAGS_KEPT_MAX];
    uint32_t kept_count;
    uint32_t error_count;
    uint32_t warning_count;
    WritDiag unseen; // What is reported beyond the limit is written here, over and over.
};

// Fills `sorted` with what is kept, by file and place, as reported where places are equal.
void diags_sort(const WritDiags *diags, const WritDiag *sorted[WRIT_DIAGS_KEPT_MAX]);

const WritDiagInfo *diag_info(DiagCode code);
const char *diag_severity_name(WritSeverity severity);

#endif
