// From a source to its tree.
#ifndef SYNTAX_PARSE_H
#define SYNTAX_PARSE_H

#include "syntax/tree.h"
#include "writ/arena.h"
#include "writ/diag.h"

// What an arena needs at most for the tree of a file, for each byte of the file and of its
// diagnostics.
enum { TREE_BYTES_PER_SOURCE_BYTE = 400 };

// Reads `source`, tells what is wrong with it in `diags`, and returns its tree, which lives in
// `arena` and points into the source. `names` numbers the names; one table serves all files of a
// compilation. Never NULL; `complete` says whether all was well. `names` should live at least as
// long as `arena`.
const TreeFile *tree_parse(const WritSource *source, WritArena *arena, WritNames *names,
                           WritDiags *diags);

#endif
