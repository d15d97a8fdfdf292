// What actions and steps have in common: parties, stages, and which actions may stand where.
#ifndef WRIT_PLAN_USES_H
#define WRIT_PLAN_USES_H

#include "plan/plan_check.h"

// Bits of PlanChecker.list_kinds, 1 << WritActionKind.
enum {
    PLAN_LAST_ACTIONS = 1 << WRIT_ACTION_NEXT | 1 << WRIT_ACTION_GO_TO | 1 << WRIT_ACTION_GO_BACK |
                        1 << WRIT_ACTION_END_CASE | 1 << WRIT_ACTION_SKIP_NEXT |
                        1 << WRIT_ACTION_SKIP_END | 1 << WRIT_ACTION_EXTEND,
    PLAN_PLAIN_ACTIONS = 1 << WRIT_ACTION_NOTIFY | 1 << WRIT_ACTION_SET | 1 << WRIT_ACTION_MARK |
                         1 << WRIT_ACTION_UNDO,
    // Ways to leave where one is.
    PLAN_LEAVING_ACTIONS = 1 << WRIT_ACTION_GO_TO | 1 << WRIT_ACTION_GO_BACK |
                           1 << WRIT_ACTION_END_CASE | 1 << WRIT_ACTION_SKIP_NEXT |
                           1 << WRIT_ACTION_SKIP_END,
    // Beside the kinds: a party is whoever has the task.
    PLAN_NEEDS_TASK = 1 << 30,
    // Beside the kinds: something is counted in working time.
    PLAN_NEEDS_CALENDAR = 1 << 29,
    PLAN_TASK_ACTIONS = 1 << WRIT_ACTION_REASSIGN | PLAN_NEEDS_TASK,
};

bool plan_is_stage(const WritPlan *plan, uint32_t node); // Or a detour.
bool plan_party_is_right(const PlanChecker *checker, const WritParty *party);
PlanNeeds plan_party_needs(const PlanChecker *checker, const WritParty *party);

// Parties that are used outside actions, where nobody has a task yet.
WritStatus plan_use_parties(const PlanChecker *checker, uint32_t start, uint32_t count,
                            const PlanPlace *place, const char *what);
// List `list` stands in `place`, which allows the kinds in `allowed`.
WritStatus plan_use_list(const PlanChecker *checker, uint32_t list, const PlanPlace *place,
                         uint32_t allowed, const char *what);
WritStatus plan_check_step(PlanChecker *checker, uint32_t step, uint32_t node);
// The deadline of a node, its pauses and its rungs.
WritStatus plan_check_deadline(PlanChecker *checker, uint32_t node);

#endif
