#include "check/sheet.h"

#include "check/types.h"

Process *check_sheet_begin(Scope *scope, const Symbol *symbol)
{
    WritArena *arena = scope->checker->arena;
    WritValue some = {.kind = WRIT_VALUE_CALENDAR};
    Process *sheet = writ_arena_alloc(arena, sizeof *sheet);
    sheet->symbol = symbol;
    sheet->name = symbol->qualified;
    sheet->span = symbol->span;
    sheet->root = writ_arena_alloc(arena, sizeof(Node));
    sheet->root->kind = WRIT_NODE_PROCESS;
    sheet->root->span = symbol->span;
    sheet->root->began_fact = FACT_NONE;
    sheet->node_count = 1;
    scope->process = sheet;
    scope->calendar = check_expr_constant(
        scope, check_type_scalar(scope->checker, WRIT_TYPE_CALENDAR), symbol->span, some);
    sheet->root->calendar = scope->calendar;
    return sheet;
}
