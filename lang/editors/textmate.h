// The grammar that VS Code reads, in the form of TextMate.
#ifndef EDITORS_TEXTMATE_H
#define EDITORS_TEXTMATE_H

#include "writ/text.h"

void textmate_write_grammar(WritBuffer *out);

#endif
