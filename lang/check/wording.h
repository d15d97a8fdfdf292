// An author's expression in the author's words, whatever its layout was.
//
// Plans quote conditions and cells in messages and explanations. The quotation is made from the
// tree, so that spaces, line breaks and comments never change a plan.
#ifndef CHECK_WORDING_H
#define CHECK_WORDING_H

#include "check/checker.h"

// In the arena.
WritText check_wording(Checker *checker, const TreeExpr *expr);
WritText check_wording_cell(Checker *checker, const TreeCell *cell);
WritText check_wording_path(Checker *checker, const TreePath *path);
WritText check_wording_paths(Checker *checker, const TreePaths *paths);
// "goods_shipped is blocked until credit_released."
WritText check_wording_sentence(Checker *checker, const TreeConstraint *constraint);

#endif
