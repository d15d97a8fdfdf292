// From the tree of people.writ to the directory.
#ifndef CHECK_DIRECTORY_H
#define CHECK_DIRECTORY_H

#include "source/diag.h"
#include "syntax/tree.h"
#include "writ/people.h"

// Fills `directory` in `arena` with what the tree says and reports what is wrong with it. With
// errors the directory is not to be used.
void directory_read(WritDirectory *directory, WritArena *arena, const TreeDirectory *tree,
                    WritDiags *diags);

#endif
