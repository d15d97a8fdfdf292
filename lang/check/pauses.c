// A clock that pauses while a condition holds: something must change it while the clock runs.
//
// "While" is taken widely: the lines of the process at any time, steps of the stage whose clock it
// is, whatever runs at the same time as a step, and the rungs of the clock itself.
#include "check/accesses.h"

#include "check/places.h"

static bool is_within(const Node *node, const Node *outer)
{
    while (node != NULL && node != outer) {
        node = node->parent;
    }
    return node != NULL;
}

static bool has_set(const Actions *actions)
{
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        if (action->kind == WRIT_ACTION_SET) {
            return true;
        }
    }
    return false;
}

static bool rungs_set(const Deadline *deadline)
{
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        if (has_set(deadline->rungs[i].actions)) {
            return true;
        }
    }
    return false;
}

// True when a block around the step lets what it holds run beside `other`.
static bool runs_beside(const Node *step, const Node *other)
{
    for (const Node *around = step->parent; around != NULL; around = around->parent) {
        bool beside = around->kind == WRIT_NODE_SAME_TIME ||
                      (around->kind == WRIT_NODE_FOR_EACH && around->order == WRIT_EACH_SAME_TIME);
        if (beside && is_within(other, around)) {
            return true;
        }
    }
    return false;
}

static bool is_meanwhile(const Node *clock, const Node *writer)
{
    if (writer->kind == WRIT_NODE_PROCESS) {
        return true;
    }
    if (clock->kind != WRIT_NODE_STEP) {
        return is_within(writer, clock);
    }
    if (writer == clock) {
        return rungs_set(&clock->deadline);
    }
    return is_within(clock, writer) || runs_beside(clock, writer);
}

static bool can_change(Checker *checker, const Process *process, const Node *clock,
                       const Access *read)
{
    for (uint32_t i = 0; i < process->access_count; i++) {
        const Access *access = &process->accesses[i];
        if (access->write && is_meanwhile(clock, access->node) &&
            check_places_overlap(checker, access->canonical, read->canonical)) {
            return true;
        }
    }
    return false;
}

static void check_clock(Checker *checker, const Process *process, const Node *node)
{
    const Expr *pauses = node->deadline.pauses;
    for (uint32_t i = node->first_access; i < process->access_count; i++) {
        const Access *access = &process->accesses[i];
        if (access->node == node && access->watches && can_change(checker, process, node, access)) {
            return;
        }
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_PAUSE_NEVER, pauses->span,
                                "nothing changes this while the clock runs");
    diag_hint(diag, "Let a line of the process set it (\"if … happens go on with the work, and set "
                    "…\"), or remove the pause.");
}

static void check_node(Checker *checker, const Process *process, const Node *node)
{
    if (node->deadline.pauses != NULL) {
        check_clock(checker, process, node);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        check_node(checker, process, child);
    }
}

void check_pauses(Checker *checker, Process *process)
{
    check_node(checker, process, process->root);
}
