// What could stand somewhere, as part of a sentence.
#ifndef SYNTAX_EXPECTED_H
#define SYNTAX_EXPECTED_H

#include "syntax/trouble.h"
#include "writ/text.h"

// Appends `"a", "b" or "c"`; where there are many, what kinds of things they are with some of each:
// `an action ("notify", "set", …) or a value (a name, …)`.
void expected_add(WritBuffer *out, TroubleExpected expected);

// A line that may stand there, or NULL: of the kinds that say most about a heading.
const char *expected_example(TroubleExpected expected);

#endif
