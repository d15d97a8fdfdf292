#include "support/plan_broken.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

void check_broken(const Broken *broken, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        PlanBuilder *b = plan_example_new();
        WritError error = {0};
        broken[i].change(b);
        WritStatus status = writ_plan_validate(build_plan(b), &error);
        bool told = status == WRIT_INVALID && strstr(error.text, broken[i].sentence) != NULL;
        build_free(b);
        if (!told) {
            fail_msg("expected \"%s\" and got \"%s\"", broken[i].sentence, error.text);
        }
    }
}

uint32_t find_expr(PlanBuilder *b, WritOperation operation)
{
    const WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->expr_count; i++) {
        if (plan->exprs[i].operation == operation) {
            return i;
        }
    }
    fail_msg("no such operation in the example");
    return 0;
}

uint32_t find_node(PlanBuilder *b, WritNodeKind kind)
{
    const WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].kind == kind) {
            return i;
        }
    }
    fail_msg("no such node in the example");
    return 0;
}

WritStep *find_step(PlanBuilder *b, WritAct act)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->step_count; i++) {
        if (plan->steps[i].act == act) {
            return &plan->steps[i];
        }
    }
    fail_msg("no such step in the example");
    return NULL;
}

WritAction *find_action(PlanBuilder *b, WritActionKind kind)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->action_count; i++) {
        if (plan->actions[i].kind == kind) {
            return &plan->actions[i];
        }
    }
    fail_msg("no such action in the example");
    return NULL;
}
