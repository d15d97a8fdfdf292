// What is known about rules before any case runs.
//
// Proven is only what follows from the plan alone: nothing in the process can touch the rule; or,
// for rules about an order, the walk of the flow found on every way to the first thing that the
// second has happened. Facts of that kind are never undone: what has happened stays so when the
// case goes back. Everything else is watched while cases run.
#include "check/rules.h"

#include <assert.h>

static const char *idle_reason(WritRuleKind kind)
{
    switch (kind) {
    case WRIT_RULE_NEVER_AFTER:
    case WRIT_RULE_NEVER_BOTH:
        return "not both can happen in this process";
    case WRIT_RULE_NEVER_DOES:
    case WRIT_RULE_DIFFERENT_PEOPLE:
        return "no two steps of this process are about it";
    case WRIT_RULE_BLOCKED_UNTIL:
    case WRIT_RULE_BEFORE:
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_AT_MOST:
    case WRIT_RULE_AT_LEAST:
    case WRIT_RULE_SAME_PERSON:
    case WRIT_RULE_ALWAYS:
        return "it never happens in this process";
    }
    WRIT_UNREACHABLE();
}

void check_rule_verdicts(Process *process)
{
    for (uint32_t i = 0; i < process->rule_count; i++) {
        RuleUse *use = &process->rules[i];
        bool ordered = use->asks_order && !use->out_of_order;
        use->verdict = use->idle || ordered ? RULE_PROVEN : RULE_WATCHED;
        use->reason = use->idle ? idle_reason(use->rule->kind)
                      : ordered ? "on every way the second has happened before the first"
                                : "it is asked while a case runs";
    }
}
