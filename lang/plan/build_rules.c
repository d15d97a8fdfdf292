// The rules that hold in the process, without those that nothing in it can touch.
#include "plan/build.h"

#include <assert.h>

#include "check/checker.h"

static uint32_t index_of(Build *build, const Occurrence *occurrence)
{
    switch (occurrence->kind) {
    case WRIT_OCCURS_STEP:
        return occurrence->step->number;
    case WRIT_OCCURS_MILESTONE:
        // The entry of a symbol holds its number in this plan.
        return plan_make_entity(build, &build->milestones, &occurrence->milestone->entry);
    case WRIT_OCCURS_EVENT:
        return plan_make_entity(build, &build->events, &occurrence->event->entry);
    }
    WRIT_UNREACHABLE();
}

static uint32_t occurrences(Build *build, const RuleUse *use)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->occurrence_count;
    for (uint32_t i = 0; i < use->occurrence_count; i++) {
        WritRuleOccurrence entry = {
            .kind = use->occurrences[i].kind,
            .group = use->occurrences[i].group,
        };
        entry.index = index_of(build, &use->occurrences[i]);
        plan->occurrences = plan_room(build, plan->occurrences, &plan->occurrence_count,
                                      &build->room.occurrences, sizeof *plan->occurrences);
        plan->occurrences[plan->occurrence_count++] = entry;
    }
    return start;
}

static WritRule rule_entry(Build *build, const RuleUse *use)
{
    const Rule *rule = use->rule;
    WritRule entry = {
        .kind = rule->kind,
        .name = rule->symbol->qualified,
        .title = rule->title,
        .sentence = rule->sentence,
        .blocks = rule->blocks,
        .occurrence_count = use->occurrence_count,
        .expr = WRIT_NONE,
        .count = (uint32_t)rule->count,
        .within = WRIT_NONE,
    };
    entry.occurrences_start = occurrences(build, use);
    entry.when = plan_make_optional_expr(build, use->when);
    entry.expr = plan_make_optional_expr(build, use->expr);
    if (use->within != NULL) {
        entry.within = plan_make_constant(build, use->within);
    }
    entry.calendar = plan_make_optional_expr(build, use->calendar);
    entry.actions = plan_make_actions(build, use->actions);
    return entry;
}

void plan_make_rules(Build *build)
{
    const Process *process = build->process;
    WritPlan *plan = build->plan;
    plan->rules = writ_arena_array(build->arena, process->rule_count, sizeof *plan->rules);
    plan->rule_count = 0;
    for (uint32_t i = 0; i < process->rule_count; i++) {
        if (!process->rules[i].idle) {
            WritRule entry = rule_entry(build, &process->rules[i]);
            plan->rules[plan->rule_count++] = entry;
        }
    }
}
