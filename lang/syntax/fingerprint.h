// What a declaration says, as a hash: everything but layout, comments and places. Two texts with
// the same tree have the same hash.
//
// It stands in files that are kept (writ.lock): when what it is made of changes, TREE_HASH_FORMAT
// is counted up.
#ifndef SYNTAX_FINGERPRINT_H
#define SYNTAX_FINGERPRINT_H

#include "syntax/tree.h"
#include "writ/hash.h"

enum { TREE_HASH_FORMAT = 1 };

WritHash tree_decl_hash(const TreeFile *file, const TreeDecl *decl);
// Of a module's first lines: what it is for and what it uses. Its name and version do not count.
WritHash tree_heading_hash(const TreeFile *file);
// Appends what a reader calls it: "role sales_manager". Of several migrations from one version, or
// several declarations of one name, all are called the same.
void tree_decl_label(const TreeDecl *decl, WritBuffer *out);

#endif
