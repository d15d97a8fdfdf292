#include "check/all_actions.h"

typedef struct Visiting {
    ActionsVisit *visit;
    void *self;
    const Node *node;
} Visiting;

static void visit_list(const Visiting *visiting, const Actions *actions)
{
    if (actions == NULL) {
        return;
    }
    visiting->visit(visiting->self, visiting->node, actions);
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        visit_list(visiting, action->after);
    }
}

static void visit_bindings(Visiting *visiting, const Process *process)
{
    for (uint32_t i = 0; i < process->binding_count; i++) {
        visiting->node = process->bindings[i].step->node;
        visit_list(visiting, process->bindings[i].actions);
    }
}

static void visit_step(const Visiting *visiting, const Step *step)
{
    for (uint32_t i = 0; i < step->handler_count; i++) {
        visit_list(visiting, step->handlers[i].actions);
    }
    visit_list(visiting, step->on_no_answer);
    visit_list(visiting, step->on_nobody);
    visit_list(visiting, step->then);
}

static void visit_node(Visiting *visiting, const Node *node)
{
    visiting->node = node;
    visit_list(visiting, node->actions);
    visit_list(visiting, node->deadline.on_overdue);
    for (uint32_t i = 0; i < node->deadline.rung_count; i++) {
        visit_list(visiting, node->deadline.rungs[i].actions);
    }
    if (node->step != NULL) {
        visit_step(visiting, node->step);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        visit_node(visiting, child);
    }
}

void check_all_actions(const Process *process, ActionsVisit *visit, void *self)
{
    Visiting visiting = {visit, self, process->root};
    visit_list(&visiting, process->on_nobody);
    for (uint32_t i = 0; i < process->happens_count; i++) {
        visit_list(&visiting, process->happens[i].actions);
    }
    visit_list(&visiting, process->cancellation.actions);
    visit_node(&visiting, process->root);
    visit_bindings(&visiting, process);
}
