// Shows an author's line as it would be after a repair.
#ifndef SYNTAX_REPAIR_LINE_H
#define SYNTAX_REPAIR_LINE_H

#include "source/diag.h"
#include "writ/source.h"

// Gives `diag` the line of `span` as its example, with `replacement` in place of what `span`
// covers. A line that would be too long to read is not shown.
void repair_show(const WritSource *source, WritDiag *diag, WritSpan span, const char *replacement);

#endif
