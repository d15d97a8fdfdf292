// Enumerations, indexes, ranges and texts: what the lists of members say by themselves.
#include "plan/plan_check.h"

#include <assert.h>

#include "plan/plan_shape.h"

typedef struct Walk {
    PlanChecker *checker;
    const char *what; // The entry of a table that is looked at.
    uint32_t index;
} Walk;

static WritStatus check_struct(const Walk *walk, const Shape *shape, const void *element);

static WritStatus damaged(const Walk *walk, const Member *member, const char *reason)
{
    return plan_damaged(walk->checker, walk->what, walk->index, "%s %s", member->name, reason);
}

static WritStatus check_index(const Walk *walk, const Member *member, uint32_t index)
{
    if (member->kind != MEMBER_INDEX && index == WRIT_NONE) {
        return WRIT_OK;
    }
    if (member->table == NO_TABLE) {
        return WRIT_OK;
    }
    uint32_t count = plan_table_count(walk->checker->plan, member->table);
    if (index > count || (index == count && member->kind != MEMBER_START)) {
        return damaged(walk, member, "points outside its table");
    }
    return WRIT_OK;
}

static WritStatus check_items(const Walk *walk, const Member *member, const uint32_t *items,
                              uint32_t count)
{
    uint32_t bound = plan_table_count(walk->checker->plan, member->items_table);
    for (uint32_t i = 0; i < count; i++) {
        bool absent = items[i] == WRIT_NONE && member->items == ITEMS_INDEXES_OR_NONE;
        if (!absent && items[i] >= bound) {
            return damaged(walk, member, "has an item that points outside its table");
        }
    }
    return WRIT_OK;
}

static WritStatus check_range(const Walk *walk, const Member *member, const void *element)
{
    const WritPlan *plan = walk->checker->plan;
    uint32_t start = plan_member_u32(element, member->offset);
    uint32_t count = plan_member_u32(element, member->count_offset);
    uint32_t bound = plan_table_count(plan, member->table);
    if (start > bound || count > bound - start) {
        return damaged(walk, member, "ends outside its table");
    }
    WritStatus status = plan_count_items(walk->checker, count);
    if (status != WRIT_OK) {
        return status;
    }
    if (member->items == ITEMS_NUMBERS || count == 0) {
        return WRIT_OK;
    }
    return check_items(walk, member, plan->operands + start, count);
}

static WritStatus check_array(const Walk *walk, const Member *member, const void *element)
{
    uint32_t count = plan_member_u32(element, member->count_offset);
    const void *array = plan_member_array(element, member);
    if (count > WRIT_PLAN_TABLE_MAX) {
        return damaged(walk, member, "has too many entries");
    }
    for (uint32_t i = 0; i < count; i++) {
        Walk inside = *walk;
        if (element == walk->checker->plan) {
            inside = (Walk){walk->checker, member->shape->name, i};
        }
        WritStatus status =
            check_struct(&inside, member->shape, plan_member_at(array, i * member->shape->size));
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

static WritStatus check_member(const Walk *walk, const Member *member, const void *element)
{
    const void *at = plan_member_at(element, member->offset);
    switch (member->kind) {
    case MEMBER_WORD:
        return plan_member_u32(element, member->offset) < member->words->count
                   ? WRIT_OK
                   : damaged(walk, member, "is no number of its enumeration");
    case MEMBER_INDEX:
    case MEMBER_INDEX_OR_NONE:
    case MEMBER_START:
        return check_index(walk, member, plan_member_u32(element, member->offset));
    case MEMBER_RANGE:
        return check_range(walk, member, element);
    case MEMBER_AMOUNT:
        return *(const int64_t *)at >= 0 ? WRIT_OK : damaged(walk, member, "is negative");
    case MEMBER_TEXT:
        return writ_text_is_utf8(*(const WritText *)at) ? WRIT_OK
                                                        : damaged(walk, member, "is not UTF-8");
    case MEMBER_INNER:
        return check_struct(walk, member->shape, at);
    case MEMBER_ARRAY:
        return check_array(walk, member, element);
    case MEMBER_FLAG:
    case MEMBER_COUNT:
    case MEMBER_SIGNED:
    case MEMBER_BYTES:
    case MEMBER_VALUE:
        return WRIT_OK;
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_struct(const Walk *walk, const Shape *shape, const void *element)
{
    uint32_t kind = plan_shape_kind(shape, element);
    for (size_t i = 0; i < shape->member_count; i++) {
        if (!plan_member_present(&shape->members[i], kind)) {
            continue;
        }
        WritStatus status = check_member(walk, &shape->members[i], element);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

WritStatus plan_check_indexes(PlanChecker *checker)
{
    Walk walk = {checker, "plan", 0};
    return check_struct(&walk, plan_shape(), checker->plan);
}
