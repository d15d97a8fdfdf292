// Modules and their `use` lines: the first question, what can be seen from where.
#ifndef CHECK_MODULES_H
#define CHECK_MODULES_H

#include "check/checker.h"

// Makes a module of each file, resolves the `use` lines, tells what is missing, of another version
// or in a circle, and says in Module.sound which modules can be checked.
void check_modules(Checker *checker, const TreeFile *const *files, uint32_t count);

// Refuses `in force from` lines; the other lines about a heading mean nothing to the checker.
void check_meta(Checker *checker, const TreeMeta *meta);
void check_metas(Checker *checker, const TreeMetas *metas);

#endif
