// Everything that whoever runs a plan relies on, checked in the order in which one check needs
// another (plan_check.h).
#include "plan/plan_check.h"

#include <stdio.h>

enum { SCRATCH_BYTES_MAX = 256 << 20 };

WritStatus plan_damaged(const PlanChecker *checker, const char *what, uint32_t index,
                        const char *format, ...)
{
    char reason[WRIT_ERROR_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return writ_fail(checker->error, WRIT_INVALID, "the plan is damaged: %s %u: %s", what, index,
                     reason);
}

WritStatus plan_count_items(PlanChecker *checker, uint32_t count)
{
    if (count > PLAN_ITEMS_MAX - checker->items) {
        return writ_fail(checker->error, WRIT_LIMIT,
                         "the plan has lists with more than %d items together", PLAN_ITEMS_MAX);
    }
    checker->items += count;
    return WRIT_OK;
}

WritStatus writ_plan_validate(const WritPlan *plan, WritError *error)
{
    static WritStatus (*const checks[])(PlanChecker *) = {
        plan_check_indexes, plan_check_types,   plan_check_nodes, plan_check_exprs, plan_check_data,
        plan_check_world,   plan_check_actions, plan_check_flow,  plan_check_rules,
    };
    PlanChecker checker = {.plan = plan, .error = error};
    checker.scratch = writ_arena_new(SCRATCH_BYTES_MAX);
    WritStatus status = WRIT_OK;
    for (size_t i = 0; status == WRIT_OK && i < sizeof checks / sizeof checks[0]; i++) {
        status = checks[i](&checker);
    }
    writ_arena_free(checker.scratch);
    return status;
}
