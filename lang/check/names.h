// What a name means: declarations of a module and of the modules that it uses.
//
// A name may be written alone ("order_late"), with its module ("corp.policy.order_late") or with
// the short name of a `use … as` line. A declaration of the module itself does not hide one of a
// module that it uses: two meanings are an error where the name is written.
#ifndef CHECK_NAMES_H
#define CHECK_NAMES_H

#include "check/checker.h"

// Fills a module's symbols from its declarations and enters them in the book's table.
void check_declare(Checker *checker, Module *module);

// The declaration of `kind` that `path` names; NULL when there is none or more than one, which is
// told then. Marks it as used.
Symbol *check_find(Checker *checker, Module *from, const TreePath *path, SymbolKind kind);
Symbol *check_find_name(Checker *checker, Module *from, const TreeName *name, SymbolKind kind);
// The same for a name that may mean something else: tells nothing.
Symbol *check_find_quietly(Checker *checker, Module *from, const TreePath *path, SymbolKind kind);

// What of a kind can be seen from a module, where nothing names it. Marks `found` as used.
typedef struct InReach {
    Symbol *found;
    Symbol *second; // Another one; NULL where there is none.
    Symbol *unseen; // In a module that is not used.
} InReach;
InReach check_find_in_reach(const Checker *checker, const Module *from, SymbolKind kind);

// "role", "hook", …: with its article ("a role", "an event").
const char *check_kind_text(SymbolKind kind);
// The parts with dots between them, in the arena.
WritText check_path_text(Checker *checker, const TreePath *path);

// The nearest of some words to one that is not known.
typedef struct Similar {
    WritText word;
    WritText best;
    uint32_t edits;
} Similar;
Similar check_similar(WritText word);
void check_similar_try(Similar *similar, WritText candidate);
// Adds "Did you mean "x"?" to `diag` when there was one near enough.
void check_similar_hint(const Similar *similar, WritDiag *diag);

// Warns of what no declaration or process uses.
void check_unused(Checker *checker);

#endif
