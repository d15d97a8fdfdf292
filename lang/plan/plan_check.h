// The parts of validation. Each checks one question and may rely on those above it.
//
//   plan_check_indexes   every enumeration, index, range and text
//   plan_check_types     types, fields, constants
//   plan_check_nodes     the tree of nodes
//   plan_check_exprs     operands, types and depth of expressions; what each needs around it
//   plan_check_data      expressions of fields; slots and targets
//   plan_check_world     hooks, events, messages and decisions
//   plan_check_actions   actions and their lists; what each list needs around it
//   plan_check_flow      what nodes, steps and the process refer to
//   plan_check_rules     rules and what their names mean
#ifndef WRIT_PLAN_CHECK_H
#define WRIT_PLAN_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/plan.h"

// What an expression or a list of actions needs where it stands.
typedef struct PlanNeeds {
    uint32_t node;  // The innermost node that must enclose the place (its frame is read, or it is
                    // left); 0, the process, encloses everything.
    uint32_t self;  // Record type of WRIT_OP_SELF, or WRIT_NONE.
    uint32_t event; // Record type of WRIT_OP_EVENT, or WRIT_NONE.
    bool slots;     // Reads data of the case.
    bool words;     // Uses context words or names of people.
    bool owed;      // Counts on the calendar of whoever owes the task.
    WritTypeId locals[WRIT_LOCALS_MAX]; // WRIT_NONE: not used.
} PlanNeeds;

// What a place has to offer.
typedef struct PlanPlace {
    uint32_t node;
    uint32_t self;
    uint32_t event;
    bool slots;
    bool words;
    bool owed; // It is the clock of a task that one unit or person owes.
    WritTypeId locals[WRIT_LOCALS_MAX];
} PlanPlace;

// Ranges may overlap; without a bound on their sum a small hostile plan would take hours to check.
enum { PLAN_ITEMS_MAX = 1 << 21 };

typedef struct PlanChecker {
    const WritPlan *plan;
    WritError *error;
    WritArena *scratch;
    PlanNeeds *needs;      // Of each expression.
    PlanNeeds *list_needs; // Of each list of actions.
    uint32_t *list_kinds;  // Of each list: bit n when it has an action of kind n, in depth.
    uint32_t *node_depths; // 1 for the process.
    uint32_t items;        // Of ranges, looked at so far.
} PlanChecker;

// Fails with "the plan is damaged: WHAT INDEX: …".
WritStatus plan_damaged(const PlanChecker *checker, const char *what, uint32_t index,
                        const char *format, ...) WRIT_PRINTF(4, 5);

// Counts items against PLAN_ITEMS_MAX before they are looked at.
WritStatus plan_count_items(PlanChecker *checker, uint32_t count);

// The fields of a record before the first that is computed.
uint32_t plan_stored_count(const WritRecordType *record);

WritStatus plan_check_indexes(PlanChecker *checker);
WritStatus plan_check_types(PlanChecker *checker);
WritStatus plan_check_nodes(PlanChecker *checker);
WritStatus plan_check_exprs(PlanChecker *checker);
WritStatus plan_check_data(PlanChecker *checker);
WritStatus plan_check_world(PlanChecker *checker);
WritStatus plan_check_actions(PlanChecker *checker);
WritStatus plan_check_flow(PlanChecker *checker);
WritStatus plan_check_rules(PlanChecker *checker);

// Part of plan_check_exprs: the operands of `expr` have the types that its operation asks for, and
// its own type is what comes out.
WritStatus plan_check_operation(const PlanChecker *checker, uint32_t expr);

// True when values of type `from` may stand where `to` is asked for.
bool plan_type_fits(const WritPlan *plan, WritTypeId from, WritTypeId to);
// The same without asking whether they may be missing.
bool plan_type_same(const WritPlan *plan, WritTypeId a, WritTypeId b);
bool plan_type_is_record(const WritPlan *plan, WritTypeId type, uint32_t record);
// The type of the elements of a list, or WRIT_NONE.
WritTypeId plan_type_element(const WritPlan *plan, WritTypeId type);
// True when constant number `constant` is a value of `type`.
bool plan_constant_fits(const WritPlan *plan, uint32_t constant, WritTypeId type);

PlanNeeds plan_needs_nothing(void);
// Adds what `more` needs to `needs`. False when no place could offer both.
bool plan_needs_add(const PlanChecker *checker, PlanNeeds *needs, const PlanNeeds *more);
// A place in `node` with the data of the case and context words, and nothing else.
PlanPlace plan_place_in_node(uint32_t node);
// A place with nothing at all.
PlanPlace plan_place_closed(void);
bool plan_place_offers(const PlanChecker *checker, const PlanPlace *place, const PlanNeeds *needs);

// True when `inner` is `outer` or a node below it.
bool plan_node_within(const PlanChecker *checker, uint32_t inner, uint32_t outer);

// The use of expression `expr` by WHAT INDEX: its type is of `kind` and present, the place offers
// what it needs.
WritStatus plan_use_kind(const PlanChecker *checker, uint32_t expr, WritTypeKind kind,
                         const PlanPlace *place, const char *what, uint32_t index);
// The same for a value of type `type`.
WritStatus plan_use_type(const PlanChecker *checker, uint32_t expr, WritTypeId type,
                         const PlanPlace *place, const char *what, uint32_t index);
#endif
