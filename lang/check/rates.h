// Exchange rates: what a book says of them, and amounts that are converted with them.
#ifndef CHECK_RATES_H
#define CHECK_RATES_H

#include "check/exprs.h"

// Makes the rates of a symbol; then, when all are made, reads its lines and its file.
void check_rates_shell(Checker *checker, Symbol *symbol);
void check_rates_lines(Checker *checker, Symbol *symbol);

// `converted(amount, currency)`, whose amount is typed and there.
Expr *check_converted(Scope *scope, const TreeExpr *tree, Expr *amount);

#endif
