// Recursion goes as deep as a bounded action has another one behind its bound, which the layers
// before limit as they limit nodes.
#include "draw/ways.h"

#include <assert.h>

static void visit_list(WayVisit *visit, void *context, const Way *way)
{
    if (way->list != WRIT_NONE) {
        visit(context, way);
    }
}

static void visit_step(const WritPlan *plan, uint32_t number, WayVisit *visit, void *context)
{
    const WritStep *step = &plan->steps[plan->nodes[number].step];
    for (uint32_t i = 0; i < step->handler_count; i++) {
        uint32_t handler = step->handlers_start + i;
        Way way = {WAY_OUTCOME, number, handler, plan->handlers[handler].actions};
        visit_list(visit, context, &way);
    }
    visit_list(visit, context, &(Way){WAY_NO_ANSWER, number, 0, step->on_no_answer});
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        if (plan->bindings[i].node == number) {
            visit_list(visit, context, &(Way){WAY_CHANGED, number, i, plan->bindings[i].actions});
        }
    }
    visit_list(visit, context, &(Way){WAY_NOBODY, number, 0, step->on_nobody});
    if (step->act == WRIT_ACT_ACTIONS) {
        visit_list(visit, context, &(Way){WAY_HERE, number, 0, step->then});
    }
}

static void visit_node(const WritPlan *plan, uint32_t number, WayVisit *visit, void *context)
{
    const WritNode *node = &plan->nodes[number];
    for (uint32_t i = 0; i < node->deadline.rung_count; i++) {
        uint32_t rung = node->deadline.rungs_start + i;
        visit_list(visit, context, &(Way){WAY_RUNG, number, rung, plan->rungs[rung].actions});
    }
    if (node->deadline.kind != WRIT_DEADLINE_NONE) {
        visit_list(visit, context, &(Way){WAY_OVERDUE, number, 0, node->deadline.on_overdue});
    }
    if (node->kind == WRIT_NODE_ROUTE || node->kind == WRIT_NODE_REPEAT) {
        visit_list(visit, context, &(Way){WAY_HERE, number, 0, node->actions});
    }
    if (node->kind == WRIT_NODE_STEP) {
        visit_step(plan, number, visit, context);
    }
}

void ways_visit(const WritPlan *plan, WayVisit *visit, void *context)
{
    visit_list(visit, context, &(Way){WAY_NOBODY, 0, 0, plan->on_nobody});
    for (uint32_t i = 0; i < plan->node_count; i++) {
        visit_node(plan, i, visit, context);
    }
    if (plan->cancellation.allowed) {
        visit_list(visit, context, &(Way){WAY_CANCELLATION, 0, 0, plan->cancellation.actions});
    }
    for (uint32_t i = 0; i < plan->happens_count; i++) {
        visit_list(visit, context, &(Way){WAY_EVENT, 0, i, plan->happens[i].actions});
    }
}

// --- Actions -----------------------------------------------------------------------------------

typedef struct ActionWalk {
    const WritPlan *plan;
    WayActionVisit *visit;
    void *context;
} ActionWalk;

static void visit_actions(const ActionWalk *walk, const Way *way, uint32_t list)
{
    const WritActionList *actions = &walk->plan->lists[list];
    for (uint32_t i = 0; i < actions->count; i++) {
        const WritAction *action = &walk->plan->actions[actions->start + i];
        walk->visit(walk->context, way, action);
        if (action->kind == WRIT_ACTION_EXTEND || action->kind == WRIT_ACTION_GO_BACK) {
            visit_actions(walk, way, action->after);
        }
    }
}

static void visit_way(void *context, const Way *way)
{
    visit_actions(context, way, way->list);
}

void ways_visit_actions(const WritPlan *plan, WayActionVisit *visit, void *context)
{
    ActionWalk walk = {plan, visit, context};
    ways_visit(plan, visit_way, &walk);
}

// --- In words ----------------------------------------------------------------------------------

void phrase_add_way(Phrases *phrases, Phrase *phrase, const Way *way)
{
    const WritPlan *plan = phrases->plan;
    switch (way->kind) {
    case WAY_OUTCOME:
        phrase_add(phrases, phrase, PIECE_STRONG, plan->handlers[way->index].outcome);
        return;
    case WAY_OVERDUE:
        phrase_add(phrases, phrase, PIECE_STRONG, writ_text("overdue"));
        return;
    case WAY_RUNG:
        phrase_add_rung_when(phrases, phrase, &plan->rungs[way->index]);
        return;
    case WAY_NO_ANSWER:
        phrase_add(phrases, phrase, PIECE_STRONG, writ_text("no answer"));
        return;
    case WAY_CHANGED:
        phrase_add(phrases, phrase, PIECE_STRONG,
                   phrases_changed(phrases, &plan->bindings[way->index]));
        return;
    case WAY_NOBODY:
        phrase_add(phrases, phrase, PIECE_STRONG, writ_text("nobody available"));
        return;
    case WAY_HERE:
        return;
    case WAY_CANCELLATION:
        phrase_add_words(phrases, phrase, "cancellation");
        return;
    case WAY_EVENT:
        phrase_add(phrases, phrase, PIECE_PLAIN,
                   writ_text_last_name(plan->events[plan->happens[way->index].event].name));
        phrase_add_words(phrases, phrase, " happens");
        return;
    }
    WRIT_UNREACHABLE();
}
