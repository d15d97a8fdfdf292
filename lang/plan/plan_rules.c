// Rules: what each sentence speaks of, what can be blocked, and who is told.
#include "plan/plan_uses.h"

#include <assert.h>

// How many groups a sentence has: at least, at most.
typedef struct Groups {
    uint32_t least, most;
} Groups;

static Groups groups_of(WritRuleKind kind)
{
    switch (kind) {
    case WRIT_RULE_BLOCKED_UNTIL:
    case WRIT_RULE_BEFORE:
    case WRIT_RULE_NEVER_AFTER:
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_NEVER_BOTH:
    case WRIT_RULE_NEVER_DOES:
        return (Groups){2, 2};
    case WRIT_RULE_AT_MOST:
    case WRIT_RULE_AT_LEAST:
        return (Groups){1, 1};
    case WRIT_RULE_DIFFERENT_PEOPLE:
        return (Groups){2, UINT32_MAX};
    case WRIT_RULE_SAME_PERSON:
        return (Groups){1, UINT32_MAX};
    case WRIT_RULE_ALWAYS:
        return (Groups){0, 0};
    }
    WRIT_UNREACHABLE();
}

static bool speaks_of_people(WritRuleKind kind)
{
    return kind == WRIT_RULE_NEVER_DOES || kind == WRIT_RULE_DIFFERENT_PEOPLE ||
           kind == WRIT_RULE_SAME_PERSON;
}

// What comes from outside has happened already: a rule that blocks cannot be about it.
static bool is_limited(WritRuleKind kind, uint32_t group)
{
    bool first = kind == WRIT_RULE_BLOCKED_UNTIL || kind == WRIT_RULE_NEVER_AFTER ||
                 kind == WRIT_RULE_AT_MOST;
    return (first && group == 0) || kind == WRIT_RULE_NEVER_BOTH;
}

static bool may_block(const WritRule *rule)
{
    switch (rule->kind) {
    case WRIT_RULE_BLOCKED_UNTIL:
        return rule->blocks;
    case WRIT_RULE_BEFORE:
    case WRIT_RULE_AFTER_ALWAYS:
    case WRIT_RULE_AT_LEAST:
        return !rule->blocks;
    case WRIT_RULE_NEVER_AFTER:
    case WRIT_RULE_NEVER_BOTH:
    case WRIT_RULE_AT_MOST:
    case WRIT_RULE_NEVER_DOES:
    case WRIT_RULE_DIFFERENT_PEOPLE:
    case WRIT_RULE_SAME_PERSON:
    case WRIT_RULE_ALWAYS:
        return true;
    }
    WRIT_UNREACHABLE();
}

static bool occurrence_is_right(const WritPlan *plan, const WritRule *rule,
                                const WritRuleOccurrence *occurrence)
{
    switch (occurrence->kind) {
    case WRIT_OCCURS_STEP: {
        const WritNode *node = &plan->nodes[occurrence->index];
        if (node->kind != WRIT_NODE_STEP) {
            return false;
        }
        WritAct act = plan->steps[node->step].act;
        return !speaks_of_people(rule->kind) || act == WRIT_ACT_DO || act == WRIT_ACT_APPROVE;
    }
    case WRIT_OCCURS_MILESTONE:
        return !speaks_of_people(rule->kind);
    case WRIT_OCCURS_EVENT:
        return !speaks_of_people(rule->kind) &&
               !(rule->blocks && is_limited(rule->kind, occurrence->group));
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_occurrences(PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritRule *rule = &plan->rules[index];
    Groups groups = groups_of(rule->kind);
    uint32_t count = 0;
    WritStatus status = plan_count_items(checker, rule->occurrence_count);
    for (uint32_t i = 0; status == WRIT_OK && i < rule->occurrence_count; i++) {
        const WritRuleOccurrence *occurrence = &plan->occurrences[rule->occurrences_start + i];
        bool next = occurrence->group == count;
        bool same = count > 0 && occurrence->group == count - 1;
        if ((!next && !same) || !occurrence_is_right(plan, rule, occurrence)) {
            return plan_damaged(checker, "rule", index, "it can not be about what it names");
        }
        count += next ? 1 : 0;
    }
    if (status == WRIT_OK && (count < groups.least || count > groups.most)) {
        return plan_damaged(checker, "rule", index, "its sentence names more or less than it has");
    }
    return status;
}

static WritStatus check_within(const PlanChecker *checker, uint32_t index, const PlanPlace *place)
{
    const WritPlan *plan = checker->plan;
    const WritRule *rule = &plan->rules[index];
    if (rule->within == WRIT_NONE) {
        return WRIT_OK;
    }
    const WritValue *within = &plan->constants[rule->within];
    bool working = within->kind == WRIT_VALUE_WORKING_TIME;
    if ((!working && within->kind != WRIT_VALUE_DURATION) || within->integer <= 0 ||
        (working && rule->calendar == WRIT_NONE)) {
        return plan_damaged(checker, "rule", index, "its time can not be counted");
    }
    return rule->calendar == WRIT_NONE
               ? WRIT_OK
               : plan_use_kind(checker, rule->calendar, WRIT_TYPE_CALENDAR, place, "rule", index);
}

static WritStatus check_rule(PlanChecker *checker, uint32_t index)
{
    const WritRule *rule = &checker->plan->rules[index];
    PlanPlace place = plan_place_in_node(0);
    if (!may_block(rule)) {
        return plan_damaged(checker, "rule", index, "its sentence can not block so");
    }
    WritStatus status = check_occurrences(checker, index);
    if (status == WRIT_OK && rule->when != WRIT_NONE) {
        status = plan_use_kind(checker, rule->when, WRIT_TYPE_BOOLEAN, &place, "rule", index);
    }
    if (status == WRIT_OK && rule->kind == WRIT_RULE_ALWAYS) {
        status = plan_use_kind(checker, rule->expr, WRIT_TYPE_BOOLEAN, &place, "rule", index);
    }
    if (status == WRIT_OK && rule->kind == WRIT_RULE_AFTER_ALWAYS) {
        status = check_within(checker, index, &place);
    }
    return status == WRIT_OK
               ? plan_use_list(checker, rule->actions, &place, 1 << WRIT_ACTION_NOTIFY, "a rule")
               : status;
}

WritStatus plan_check_rules(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    WritStatus status = WRIT_OK;
    if (plan->rule_count > WRIT_RULES_MAX) {
        return plan_damaged(checker, "plan", 0, "it has more than %d rules", WRIT_RULES_MAX);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->rule_count; i++) {
        status = check_rule(checker, i);
    }
    return status;
}
