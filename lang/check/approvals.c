// What was approved must not be written afterwards, unless the way leads back through the approval
// or a line `if … changes later` says what happens (settled.md 22).
//
// "Afterwards" is taken widely: a stage that can be entered after the approval, the same stage
// unless the writing always comes before, the lines of the process at any time. Whoever enters the
// stage of the approval again, or a stage before it, asks anew: there the approval binds no more,
// here as in the engine. An answer that goes on with the work has approved; where none does, each
// has.
#include "check/accesses.h"

#include "check/flow.h"
#include "check/places.h"
#include "check/process.h"

typedef struct Approvals {
    Checker *checker;
    Process *process;
    const Step *step;
    const Node *stage;   // Of the step.
    const Shown *shown;  // What was approved and would be written.
    const Access *write; // That is compared with what was approved.
    bool *after;         // Stages that can be entered while the approval binds.
    bool overlaps;       // What was asked, of the place that is compared.
    bool within;
} Approvals;

typedef struct Queue {
    const Node **items;
    uint32_t count;
} Queue;

// Whoever enters `stage` comes to the approval again.
static bool asks_anew(const Approvals *approvals, const Node *stage)
{
    const Node *own = approvals->stage;
    return stage == own || (own->kind == WRIT_NODE_STAGE && stage->kind == WRIT_NODE_STAGE &&
                            stage->index < own->index);
}

static void enter(Approvals *approvals, Queue *queue, const Node *stage)
{
    if (!approvals->after[stage->index] && !asks_anew(approvals, stage)) {
        approvals->after[stage->index] = true;
        queue->items[queue->count++] = stage;
    }
}

static bool has_action_at(const Actions *actions, WritSpan span)
{
    const Action *action = actions == NULL ? NULL : actions->first;
    for (; action != NULL; action = action->next) {
        if ((action->span.start == span.start && action->span.end == span.end) ||
            has_action_at(action->after, span)) {
            return true;
        }
    }
    return false;
}

// A way that only an answer opens which did not approve.
static bool is_of_refusal(const Step *step, const StageEdge *edge)
{
    bool one_goes_on = false;
    bool refuses = false;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const Actions *actions = step->handlers[i].actions;
        bool goes_on = check_actions_go_on(actions);
        one_goes_on = one_goes_on || goes_on;
        refuses = refuses || (!goes_on && has_action_at(actions, edge->span));
    }
    return one_goes_on && refuses;
}

// A way that a change of what was approved opens: there the approval is void.
static bool is_of_binding(const Approvals *approvals, const StageEdge *edge)
{
    const Process *process = approvals->process;
    for (uint32_t i = 0; i < process->binding_count; i++) {
        if (process->bindings[i].step == approvals->step &&
            has_action_at(process->bindings[i].actions, edge->span)) {
            return true;
        }
    }
    return false;
}

static void find_after(Approvals *approvals)
{
    const Process *process = approvals->process;
    WritArena *scratch = approvals->checker->flow_scratch;
    StageGraph graph = check_stage_graph(process, scratch);
    uint32_t count = process->root->child_count;
    approvals->after = writ_arena_array(scratch, count, sizeof(bool));
    Queue queue = {writ_arena_array(scratch, count + 1, sizeof(Node *)), 0};
    queue.items[queue.count++] = approvals->stage;
    for (uint32_t i = 0; i < process->edge_count; i++) {
        if (process->edges[i].from == NULL && !is_of_binding(approvals, &process->edges[i])) {
            enter(approvals, &queue, process->edges[i].to);
        }
    }
    for (uint32_t at = 0; at < queue.count; at++) {
        uint32_t from = queue.items[at]->index;
        for (uint32_t i = graph.first[from]; i < graph.first[from + 1]; i++) {
            if (!is_of_refusal(approvals->step, graph.edges[i])) {
                enter(approvals, &queue, graph.edges[i]->to);
            }
        }
    }
}

// --- What is written ------------------------------------------------------------------------

static void compare(void *context, PlaceId place, ReadDepth depth)
{
    (void)depth;
    Approvals *approvals = context;
    const Checker *checker = approvals->checker;
    PlaceId canonical = check_place_canonical(approvals->checker, place);
    PlaceId written = approvals->write->canonical;
    approvals->overlaps = approvals->overlaps || check_places_overlap(checker, canonical, written);
    approvals->within = approvals->within || check_place_is_within(checker, written, canonical);
}

static void compare_with(Approvals *approvals, const Expr *expr)
{
    approvals->overlaps = false;
    approvals->within = false;
    if (expr->place != 0) {
        check_read_places(approvals->checker, expr->place, READ_WITHIN, compare, approvals);
    }
}

// A line of the step says what happens when this writing changes `shown`.
static bool is_bound(Approvals *approvals, const Shown *shown)
{
    const Process *process = approvals->process;
    for (uint32_t i = 0; i < process->binding_count; i++) {
        const Binding *binding = &process->bindings[i];
        if (binding->step != approvals->step) {
            continue;
        }
        compare_with(approvals, binding->expr);
        if (approvals->within || binding->expr->place == shown->expr->place) {
            return true;
        }
    }
    return false;
}

static bool is_key(const Process *process, PlaceId place)
{
    for (uint32_t i = 0; i < process->keys.count; i++) {
        // The hash of a document may stay while its name changes.
        if (process->keys.items[i]->operation != WRIT_OP_CALL &&
            process->keys.items[i]->place == place) {
            return true;
        }
    }
    return false;
}

// Something was approved that this writing changes, and no line says what then.
static bool is_approved(Approvals *approvals, const Access *write)
{
    approvals->write = write;
    for (uint32_t i = 0; i < approvals->step->shown_count; i++) {
        const Shown *shown = &approvals->step->shown[i];
        if (write->joins && is_key(approvals->process, shown->expr->place)) {
            continue;
        }
        compare_with(approvals, shown->expr);
        if (shown->approved && approvals->overlaps && !is_bound(approvals, shown)) {
            approvals->shown = shown;
            return true;
        }
    }
    return false;
}

// --- When it is written ---------------------------------------------------------------------

static Node *ancestor_at(Node *node, uint32_t depth)
{
    while (node->depth > depth) {
        node = node->parent;
    }
    return node;
}

static bool is_of_element(const Checker *checker, PlaceId place, const Node *loop)
{
    return checker->places.nodes[check_place_root_of(checker, place)].slot == loop->slot;
}

// Each element of a loop is written and approved by itself when both speak of that element alone.
static bool is_each_alone(Approvals *approvals, const Access *write, const Node *loop)
{
    approvals->write = write;
    for (uint32_t i = 0; i < approvals->step->shown_count; i++) {
        const Shown *shown = &approvals->step->shown[i];
        compare_with(approvals, shown->expr);
        if (shown->approved && approvals->overlaps &&
            !is_of_element(approvals->checker, shown->expr->place, loop)) {
            return false;
        }
    }
    return is_of_element(approvals->checker, write->place, loop);
}

// Both in one stage: does the writing always come before? A new round of a `repeat` asks anew, and
// of two arms of one `if` only one is taken.
static bool comes_before(Approvals *approvals, const Access *write)
{
    Node *a = write->node;
    Node *b = approvals->step->node;
    a = ancestor_at(a, a->depth < b->depth ? a->depth : b->depth);
    b = ancestor_at(b, a->depth);
    if (a == b) {
        return false; // One of them, or a part of it.
    }
    while (a->parent != b->parent) {
        a = a->parent;
        b = b->parent;
    }
    for (const Node *around = a->parent; around != NULL; around = around->parent) {
        if (around->kind == WRIT_NODE_FOR_EACH && !is_each_alone(approvals, write, around)) {
            return false; // The next element comes after.
        }
    }
    return a->parent->kind == WRIT_NODE_IF ||
           (a->parent->kind != WRIT_NODE_SAME_TIME && a->index < b->index);
}

static bool may_come_after(Approvals *approvals, const Access *write)
{
    const Node *stage = check_stage_of(write->node);
    if (stage == NULL || approvals->after[stage->index]) {
        return true;
    }
    return stage == approvals->stage && !comes_before(approvals, write);
}

static void tell(const Approvals *approvals, const Access *write)
{
    Checker *checker = approvals->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_APPROVED_WRITE, approvals->step->act_span,
                                "this may change after it was approved");
    diag_label(diag, write->span, "\"%s\" may be written here afterwards",
               check_place_text(checker, write->place));
    diag_hint(diag,
              "Write \"if %.*s changes later …\" into the step, or ask for approval after the "
              "last line that writes it.",
              WRIT_TEXT_ARGS(approvals->shown->text));
    check_run_ask(checker, approvals->process, DIAG_APPROVED_WRITE, approvals->step->act_span,
                  (RunTarget){
                      .place = RUN_TO_NODE,
                      .node = write->node,
                      .without = FACT_NONE,
                      .after = approvals->step->node,
                  });
}

static void check_approval(Approvals *approvals, const Step *step)
{
    approvals->step = step;
    approvals->stage = check_stage_of(step->node);
    approvals->after = NULL;
    const Process *process = approvals->process;
    for (uint32_t i = 0; i < process->access_count; i++) {
        const Access *access = &process->accesses[i];
        if (!access->write || !is_approved(approvals, access)) {
            continue;
        }
        if (approvals->after == NULL) {
            find_after(approvals);
        }
        if (may_come_after(approvals, access)) {
            tell(approvals, access);
            break;
        }
    }
    writ_arena_reset(approvals->checker->flow_scratch);
}

static void check_node(Approvals *approvals, const Node *node)
{
    if (node->step != NULL && node->step->act == WRIT_ACT_APPROVE) {
        check_approval(approvals, node->step);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        check_node(approvals, child);
    }
}

void check_approvals(Checker *checker, Process *process)
{
    Approvals approvals = {.checker = checker, .process = process};
    check_node(&approvals, process->root);
}
