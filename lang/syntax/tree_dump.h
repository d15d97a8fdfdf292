// The tree as text, for tests and for hashes (fingerprint.h): stable, a node or a line of the
// author a line, indented by depth.
#ifndef SYNTAX_TREE_DUMP_H
#define SYNTAX_TREE_DUMP_H

#include "syntax/tree.h"
#include "writ/text.h"

typedef enum TreeDumpPlaces {
    TREE_DUMP_WITHOUT_PLACES,
    TREE_DUMP_WITH_PLACES, // Each line begins with the offsets that it covers, and comments follow.
} TreeDumpPlaces;

// Appends the tree of `file`; one that is not complete as far as it goes.
void tree_dump(const TreeFile *file, TreeDumpPlaces places, WritBuffer *out);

#endif
