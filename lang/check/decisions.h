// Decisions: what they take and give, and their rows.
#ifndef CHECK_DECISIONS_H
#define CHECK_DECISIONS_H

#include "check/checker.h"

void check_decision_shell(Checker *checker, Symbol *symbol);
// Input, output and result type; asked for by `result of` before its turn comes.
void check_decision_types(Checker *checker, Symbol *symbol);
// versions.c: that a decision gives and is given what the first of its name is; it shares its
// records then.
void check_decision_version(Checker *checker, Symbol *symbol);
// When all are read: of each name the versions by their start, gaps and overlaps along time.
void check_decision_versions(Checker *checker, Symbol *symbol);

// Columns and rows.
void check_decision_rows(Checker *checker, Symbol *symbol);

// --- Columns by path (path_columns.c) ------------------------------------------------------------

// A column such as `request.depth` is a computed field of the input, behind what is given.
enum { NO_FIELD = UINT32_MAX };

// How many fields the input may need for them: of all versions, which share it.
uint32_t check_path_column_count(const Checker *checker, const Symbol *symbol);
// The number of that field, which is made where it is not there yet; NO_FIELD where the path means
// nothing that a cell could be compared with (told).
uint32_t check_path_column(Checker *checker, const Symbol *symbol, const TreePath *path);

// Notes what a use hands to it, one value an input field (table_bounds.c).
void check_decision_use(Checker *checker, Decision *decision, const Exprs *args);
// What can come as the value of an input field; NULL: anything.
const DomainBounds *check_decision_bounds(Checker *checker, const Decision *decision,
                                          uint32_t field);

// Rows for more that ask for less authority (authority.c).
void check_decision_authority(Checker *checker, const Symbol *symbol);

// After all uses are noted: gaps, overlaps, rows that never decide (tables.c).
void check_decision_proof(Checker *checker, const Symbol *symbol);

#endif
