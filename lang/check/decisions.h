// Decisions: what they take and give, and their rows.
#ifndef CHECK_DECISIONS_H
#define CHECK_DECISIONS_H

#include "check/checker.h"

void check_decision_shell(Checker *checker, Symbol *symbol);
// Input, output and result type; asked for by `result of` before its turn comes.
void check_decision_types(Checker *checker, Symbol *symbol);
// Columns and rows (decisions.c), then the proof that exactly one row matches (tables.c).
void check_decision_rows(Checker *checker, Symbol *symbol);
void check_decision_proof(Checker *checker, const Symbol *symbol);

#endif
