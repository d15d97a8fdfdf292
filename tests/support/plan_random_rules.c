// Random rules over the steps, milestones and events that a random plan has: every sentence, with
// and without `when`, blocking and not.
#include "support/plan_random.h"

#include <assert.h>

enum { RULES_MOST = 5, GROUPS_MOST = 3, OCCURRENCES_MOST = RULES_MOST * GROUPS_MOST * 2 };

typedef struct Making {
    PlanBuilder *b;
    Random *random;
    uint32_t message, role;
    WritRule rules[RULES_MOST];
    uint32_t rule_count;
    WritRuleOccurrence occurrences[OCCURRENCES_MOST];
    uint32_t occurrence_count;
} Making;

static bool chance(Making *m, uint32_t percent)
{
    return random_below(m->random, 100) < percent;
}

static bool is_by_person(const WritPlan *plan, uint32_t node)
{
    WritAct act = plan->steps[plan->nodes[node].step].act;
    return act == WRIT_ACT_DO || act == WRIT_ACT_APPROVE;
}

// --- What it is about -----------------------------------------------------------------------

static bool pick_step(Making *m, bool by_person, uint32_t *index)
{
    const WritPlan *plan = build_plan(m->b);
    uint32_t node = random_below(m->random, plan->node_count);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        node = (node + 1) % plan->node_count;
        if (plan->nodes[node].kind == WRIT_NODE_STEP && (!by_person || is_by_person(plan, node))) {
            *index = node;
            return true;
        }
    }
    return false;
}

static bool is_new(const Making *m, const WritRule *rule, const WritRuleOccurrence *one)
{
    for (uint32_t i = rule->occurrences_start; i < m->occurrence_count; i++) {
        if (m->occurrences[i].kind == one->kind && m->occurrences[i].index == one->index) {
            return false;
        }
    }
    return true;
}

static bool add_occurrence(Making *m, WritRule *rule, uint32_t group, bool by_person, bool event)
{
    const WritPlan *plan = build_plan(m->b);
    WritRuleOccurrence one = {.kind = WRIT_OCCURS_STEP, .group = group};
    uint32_t which = by_person ? 0 : random_below(m->random, event ? 5 : 4);
    bool found = true;
    if (which == 4) {
        one.kind = WRIT_OCCURS_EVENT;
        one.index = random_below(m->random, plan->event_count);
    } else if (which >= 2) {
        one.kind = WRIT_OCCURS_MILESTONE;
        one.index = random_below(m->random, plan->milestone_count);
    } else {
        found = pick_step(m, by_person, &one.index);
    }
    if (!found || !is_new(m, rule, &one)) {
        return false;
    }
    m->occurrences[m->occurrence_count++] = one;
    rule->occurrence_count++;
    return true;
}

static bool is_limited(const WritRule *rule, uint32_t group)
{
    bool first = rule->kind == WRIT_RULE_BLOCKED_UNTIL || rule->kind == WRIT_RULE_NEVER_AFTER ||
                 rule->kind == WRIT_RULE_AT_MOST;
    return rule->blocks && ((first && group == 0) || rule->kind == WRIT_RULE_NEVER_BOTH);
}

static uint32_t groups_of(Making *m, WritRuleKind kind)
{
    switch (kind) {
    case WRIT_RULE_AT_MOST:
    case WRIT_RULE_AT_LEAST:
        return 1;
    case WRIT_RULE_DIFFERENT_PEOPLE:
    case WRIT_RULE_SAME_PERSON:
        return 2 + random_below(m->random, GROUPS_MOST - 1);
    case WRIT_RULE_ALWAYS:
        return 0;
    case WRIT_RULE_BLOCKED_UNTIL:
    case WRIT_RULE_BEFORE:
    case WRIT_RULE_NEVER_AFTER:
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_NEVER_BOTH:
    case WRIT_RULE_NEVER_DOES:
        return 2;
    }
    WRIT_UNREACHABLE();
}

// False where the plan has too little for it.
static bool add_occurrences(Making *m, WritRule *rule)
{
    bool by_person = rule->kind == WRIT_RULE_NEVER_DOES ||
                     rule->kind == WRIT_RULE_DIFFERENT_PEOPLE ||
                     rule->kind == WRIT_RULE_SAME_PERSON;
    uint32_t groups = groups_of(m, rule->kind);
    rule->occurrences_start = m->occurrence_count;
    for (uint32_t i = 0; i < groups; i++) {
        bool event = !is_limited(rule, i);
        if (!add_occurrence(m, rule, i, by_person, event)) {
            return false;
        }
        if (chance(m, 30)) {
            (void)add_occurrence(m, rule, i, by_person, event);
        }
    }
    return true;
}

// --- Rules ----------------------------------------------------------------------------------

static bool blocks(Making *m, WritRuleKind kind)
{
    switch (kind) {
    case WRIT_RULE_BLOCKED_UNTIL:
        return true;
    case WRIT_RULE_BEFORE:
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_AT_LEAST:
        return false;
    case WRIT_RULE_NEVER_AFTER:
    case WRIT_RULE_NEVER_BOTH:
    case WRIT_RULE_AT_MOST:
    case WRIT_RULE_NEVER_DOES:
    case WRIT_RULE_DIFFERENT_PEOPLE:
    case WRIT_RULE_SAME_PERSON:
    case WRIT_RULE_ALWAYS:
        return chance(m, 50);
    }
    WRIT_UNREACHABLE();
}

// One that blocks holds of the data with which a case starts.
static uint32_t a_sentence(Making *m, const WritRule *rule)
{
    static const char *const paths[] = {"m", "n", "order.n"};
    const char *path = rule->blocks ? "m" : paths[random_below(m->random, 3)];
    return build_two(m->b, WRIT_OP_LESS, build_read(m->b, path), build_number(m->b, "3"));
}

static uint32_t a_condition(Making *m)
{
    return build_two(m->b, WRIT_OP_LESS, build_read(m->b, chance(m, 50) ? "m" : "n"),
                     build_number(m->b, "2"));
}

static uint32_t people_told(Making *m)
{
    WritAction action = act_notify(m->b, chance(m, 50) ? party_owner() : party_role(m->role),
                                   m->message, build_read(m->b, "n"));
    return build_actions(m->b, &action, random_below(m->random, 2));
}

static void add_rule(Making *m)
{
    WritRule rule = {
        .when = WRIT_NONE, .expr = WRIT_NONE, .within = WRIT_NONE, .calendar = WRIT_NONE};
    uint32_t before = m->occurrence_count;
    rule.kind = (WritRuleKind)random_below(m->random, WRIT_RULE_ALWAYS + 1);
    rule.name = writ_text("house.some_rule");
    rule.sentence = writ_text("Something holds.");
    rule.blocks = blocks(m, rule.kind);
    rule.count = 1 + random_below(m->random, 2);
    if (!add_occurrences(m, &rule)) {
        m->occurrence_count = before;
        return;
    }
    // What is asked for from an instant on is asked whatever the data are then: the oracle sees
    // only what stands there afterwards.
    if (rule.kind != WRIT_RULE_AFTER_ALWAYS && chance(m, 25)) {
        rule.when = a_condition(m);
    }
    if (rule.kind == WRIT_RULE_ALWAYS) {
        rule.expr = a_sentence(m, &rule);
    }
    if (rule.kind == WRIT_RULE_AFTER_ALWAYS && chance(m, 70)) {
        rule.within = build_value(m->b, build_plain(m->b, WRIT_TYPE_DURATION), "2 hours");
    }
    rule.actions = people_told(m);
    m->rules[m->rule_count++] = rule;
}

void plan_random_rules(PlanBuilder *b, Random *random, uint32_t message, uint32_t role)
{
    Making m = {.b = b, .random = random, .message = message, .role = role};
    uint32_t wanted = 1 + random_below(random, RULES_MOST);
    for (uint32_t i = 0; i < wanted; i++) {
        add_rule(&m);
    }
    WritPlan *plan = build_plan(b);
    plan->rules = writ_arena_array(build_arena(b), RULES_MOST, sizeof *plan->rules);
    plan->occurrences =
        writ_arena_array(build_arena(b), OCCURRENCES_MOST, sizeof *plan->occurrences);
    for (uint32_t i = 0; i < m.rule_count; i++) {
        plan->rules[plan->rule_count++] = m.rules[i];
    }
    for (uint32_t i = 0; i < m.occurrence_count; i++) {
        plan->occurrences[plan->occurrence_count++] = m.occurrences[i];
    }
}
