// What names mean in a scenario besides what they mean elsewhere: its people, and the columns of
// its `cases`.
//
// A column stands for what its row says, as if that were written there: so the same column may be a
// choice in one line and a text in another, and each row is checked by itself.
#include "check/exprs.h"
#include "check/types.h"

static const TreeExpr *cell_under(const TreePaths *columns, const TreeCells *cells,
                                  const TreeName *name, bool *used)
{
    const TreeCell *cell = cells->first;
    for (const TreePath *column = columns->first; column != NULL && cell != NULL;
         column = column->next, cell = cell->next, used++) {
        if (column->parts.first->name == name->name) {
            *used = true;
            return cell->values.first;
        }
    }
    return NULL;
}

const TreeExpr *check_scene_cell(const Scope *scope, const TreePath *path)
{
    const SceneNames *names = scope->scene;
    if (names == NULL || names->cases == NULL || names->row == NULL || path->parts.count > 1) {
        return NULL;
    }
    bool *used = names->used;
    const TreeName *name = path->parts.first;
    const TreeExpr *value =
        cell_under(&names->cases->conditions, &names->row->conditions, name, used);
    used += names->cases->conditions.count;
    return value != NULL ? value
                         : cell_under(&names->cases->results, &names->row->results, name, used);
}

Expr *check_scene_column(Scope *scope, const TreeExpr *cell, TypeId expected)
{
    // A cell speaks of no other column.
    SceneNames people = {.persons = scope->scene->persons};
    Scope inner = *scope;
    inner.scene = &people;
    return check_expr(&inner, cell, expected);
}

Expr *check_scene_person(Scope *scope, const TreePath *path)
{
    const TreeName *name = path->parts.first;
    if (path->parts.count > 1 || check_is_variable(scope, name)) {
        return NULL;
    }
    const WritPerson *person = check_names_find(scope->scene->persons, name->name);
    if (person == NULL) {
        return NULL;
    }
    WritValue constant = {.kind = WRIT_VALUE_PERSON, .text = person->id};
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_PERSON),
                               path->span, constant);
}
