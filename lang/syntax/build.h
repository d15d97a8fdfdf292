// What the actions of the grammar call: each makes one node in the arena of the tree.
//
// Elements that could not be read are NULL and are left out of lists; nothing else is decided
// here. A bound that is passed ends the reading (build_limit).
#ifndef SYNTAX_BUILD_H
#define SYNTAX_BUILD_H

#include "source/diag.h"
#include "syntax/lexer.h"
#include "syntax/tree.h"

typedef struct Trouble Trouble;

// What lexer, parser and builder share while one file is read once.
typedef struct Build {
    WritArena *arena;
    WritNames *names;
    const WritSource *source;
    Lexer lexer;
    TreeFile *file;        // Set when the file was reduced to its tree.
    Trouble *trouble;      // NULL in the fast pass, which tells nothing.
    bool failed;           // The fast pass met a mistake, or a bound was passed: read no further.
    uint32_t names_before; // Names in the table when this file began.
} Build;

// A bound is passed at `span`: tells it and ends the reading. Returns nothing of use.
void build_limit(Build *build, DiagCode code, WritSpan span);

typedef enum BuildSense {
    BUILD_AFFIRMED,
    BUILD_NEGATED,
} BuildSense;

#define TREE_NODE(node, name) node *build_##name(Build *build, WritSpan span, node value);
#include "syntax/nodes.def"
#undef TREE_NODE

// `element` behind the others; NULL is left out.
#define TREE_LIST(element, list, name) list build_##name(Build *build, list before, element *last);
#include "syntax/lists.def"
#undef TREE_LIST

// --- Words --------------------------------------------------------------------------------

TreeName *build_name(Build *build, WritSpan span);
TreeLiteral *build_literal(Build *build, WritSpan span);
TreeWeekday *build_weekday(Build *build, WritSpan span);
TreePath *build_path(Build *build, WritSpan first);
TreePath *build_path_part(Build *build, TreePath *path, WritSpan part);

// A text in one token.
TreeText *build_text(Build *build, WritSpan span);
// A piece of a text up to a brace, and the expression in it. `text` is NULL for the first piece.
TreeText *build_text_part(Build *build, TreeText *text, WritSpan piece, TreeExpr *expr);
TreeText *build_text_end(Build *build, TreeText *text, WritSpan piece);

// --- Nodes that nest ----------------------------------------------------------------------

TreeType *build_type(Build *build, WritSpan span, TreeType type);
// The one parameter of `name : record with …`; `word` is where its type begins.
TreeParams build_record_params(Build *build, WritSpan span, WritSpan word, TreeName *name,
                               TreeParams fields);
TreeExpr *build_expr(Build *build, WritSpan span, TreeExpr expr);
TreeExpr *build_binary(Build *build, WritSpan span, TreeOp op, TreeExpr *left, TreeExpr *right);
// Completes `is …` or `in …`, which was built without its left side.
TreeExpr *build_test(Build *build, WritSpan span, TreeExpr *left, BuildSense sense, TreeExpr *test);
TreeExpr *build_parens(Build *build, TreeExpr *expr);
TreeAction *build_action(Build *build, WritSpan span, TreeAction action);

// `line_end` is where the line ends that opens the item or arm.
TreeItem *build_item(Build *build, WritSpan span, WritSpan line_end, TreeItem item);
TreeItem *build_step(Build *build, WritSpan span, WritSpan line_end, TreeStep step);
TreeArm *build_arm(Build *build, WritSpan span, WritSpan line_end, TreeArm arm);
TreeItem *build_if(Build *build, WritSpan span, TreeArm *first, TreeArms others, TreeArm *last);

// --- Tables and files ---------------------------------------------------------------------

// The head; `span` is its line.
TreeTable *build_table(Build *build, WritSpan span, TreeTable table);
TreeTable *build_table_rows(Build *build, WritSpan span, TreeTable *table, TreeRows rows);
TreeRow *build_row(Build *build, WritSpan span, TreeRow row);
TreeFile *build_module_file(Build *build, TreeLiteral *edition, TreeModule *module, TreeUses uses,
                            TreeDecls decls);
TreeFile *build_directory_file(Build *build, TreeLiteral *edition, TreeDirectory *directory,
                               TreeDirectoryEntries entries);
TreeDirectoryEntries build_directory_entry_person(Build *build, TreeDirectoryEntries entries,
                                                  TreePerson *person);
TreeDirectoryEntries build_directory_entry_unit(Build *build, TreeDirectoryEntries entries,
                                                TreeDirectoryUnit *unit);

#endif
