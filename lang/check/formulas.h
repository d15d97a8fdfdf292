// Formulas: calculations with a name.
//
// A formula is the computed field of a record of what it is given, and a call of it makes such a
// record and reads that field. So whatever holds of computed fields (circles, depth, currencies,
// what a failure says) holds of formulas.
#ifndef CHECK_FORMULAS_H
#define CHECK_FORMULAS_H

#include "check/exprs.h"

// What it is given and gives, when types can be named.
void check_formula_types(Checker *checker, Symbol *symbol);
// What it is, when the types of all formulas are known.
void check_formula_body(Checker *checker, Symbol *symbol);
// `NAME(a, b)`, when the name is a formula's.
Expr *check_formula_call(Scope *scope, const TreeExpr *tree, const Symbol *symbol);

#endif
