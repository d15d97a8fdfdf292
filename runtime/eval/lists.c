// Operations on the elements of a list. The variable of the list has the element while its part of
// the expression is evaluated, and afterwards what it had before: computed fields use the same
// numbers again.
#include "eval/walk.h"

#include <assert.h>

#include "eval/arithmetic.h"

typedef struct Over {
    Walk *walk;
    const WritExpr *expr;
    WritList *list;
    WritValue outer; // What the variable had before.
} Over;

static bool open_list(Over *over, WritValue *room)
{
    const WritValue *list = walk_present(over->walk, over->expr->a, room);
    if (list == NULL) {
        return false;
    }
    assert(list->kind == WRIT_VALUE_LIST);
    over->list = list->list;
    over->outer = over->walk->scope->locals[over->expr->c];
    return true;
}

static void close_list(Over *over)
{
    over->walk->scope->locals[over->expr->c] = over->outer;
}

// Gives the variable the element at `index` and asks the condition.
static bool take(Over *over, uint32_t index, bool *holds)
{
    over->walk->scope->locals[over->expr->c] = over->list->items[index];
    *holds = true;
    return over->expr->b == WRIT_NONE || walk_truth(over->walk, over->expr->b, holds);
}

// Whether the condition is `wanted` for some element.
static const WritValue *find(Over *over, bool wanted)
{
    bool well = true;
    bool found = false;
    for (uint32_t i = 0; well && !found && i < over->list->count; i++) {
        bool holds = false;
        well = take(over, i, &holds);
        found = well && holds == wanted;
    }
    if (!well) {
        return NULL;
    }
    return found == (over->expr->operation == WRIT_OP_SOME) ? &walk_yes : &walk_no;
}

static const WritValue *count(Over *over, WritValue *room)
{
    uint32_t met = over->expr->b == WRIT_NONE ? over->list->count : 0;
    for (uint32_t i = 0; over->expr->b != WRIT_NONE && i < over->list->count; i++) {
        bool holds = false;
        if (!take(over, i, &holds)) {
            return NULL;
        }
        met += holds ? 1 : 0;
    }
    *room = writ_value_number(writ_decimal_from_int(met));
    return room;
}

// What a sum is before anything is added. An amount whose currency the type does not say has none
// until something is added.
static WritValue nothing(const WritType *type)
{
    WritValue zero = writ_value_number(writ_decimal_from_int(0));
    if (type->kind == WRIT_TYPE_PERCENT) {
        zero.kind = WRIT_VALUE_PERCENT;
    } else if (type->kind == WRIT_TYPE_QUANTITY) {
        zero.kind = WRIT_VALUE_QUANTITY;
        zero.tag = type->index;
    } else if (type->kind == WRIT_TYPE_MONEY) {
        zero.kind = WRIT_VALUE_MONEY;
        zero.tag = type->currency;
    }
    return zero;
}

static bool add_element(Over *over, uint32_t number, uint32_t index, WritValue *sum)
{
    bool holds = false;
    WritValue room;
    if (!take(over, index, &holds)) {
        return false;
    }
    if (!holds) {
        return true;
    }
    const WritValue *item = walk_present(over->walk, over->expr->extra, &room);
    if (item == NULL) {
        return false;
    }
    WritStatus status = arithmetic_add(sum, sum, item, over->walk->error);
    return status == WRIT_OK || walk_name(over->walk, number, status) != NULL;
}

static const WritValue *sum(Over *over, uint32_t number, WritValue *room)
{
    WritValue total = nothing(&over->walk->plan->types.types[over->expr->type]);
    for (uint32_t i = 0; i < over->list->count; i++) {
        if (!add_element(over, number, i, &total)) {
            return NULL;
        }
    }
    *room = total;
    return room;
}

const WritValue *walk_over_list(Walk *walk, uint32_t number, WritValue *room)
{
    Over over = {.walk = walk, .expr = &walk->plan->exprs[number]};
    WritValue own;
    if (!open_list(&over, &own)) {
        return NULL;
    }
    const WritValue *result = NULL;
    if (over.expr->operation == WRIT_OP_SUM) {
        result = sum(&over, number, room);
    } else if (over.expr->operation == WRIT_OP_COUNT) {
        result = count(&over, room);
    } else {
        // `every` is: no element for which it is not so.
        result = find(&over, over.expr->operation != WRIT_OP_EVERY);
    }
    close_list(&over);
    return result;
}
