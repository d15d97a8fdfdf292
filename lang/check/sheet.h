// What is read once by itself, and again wherever it is used (a ladder, a rule), is read on a
// sheet: a process of its own, whose parameters are what it is given.
#ifndef CHECK_SHEET_H
#define CHECK_SHEET_H

#include "check/exprs.h"

// A sheet for `symbol`, in which `scope` reads from now on. A calendar is in force there, since
// whether there is one is asked at each use.
Process *check_sheet_begin(Scope *scope, const Symbol *symbol);

#endif
