// Between lexer and parser.
//
// In the fast pass tokens go through as they are, and the first fault ends the reading. In the
// careful pass faults are told, repairs that were decided on before are put in place, and where
// the blocks of the file do not come out even, its layout shows where an `end` is missing or
// stands too much.
#ifndef SYNTAX_SCAN_H
#define SYNTAX_SCAN_H

#include "syntax/build.h"

// The next token for the parser and where it stands.
int scan_next(Build *build, WritSpan *span);

#endif
