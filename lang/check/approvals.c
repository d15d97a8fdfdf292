// What was approved must not be written afterwards: an approval does not yet follow its paths.
//
// "Afterwards" is taken widely: a stage that can be entered after the approval, the same stage
// unless the writing always comes before, the lines of the process at any time.
#include "check/accesses.h"

#include "check/builtins.h"
#include "check/flow.h"
#include "check/places.h"

typedef struct Approvals {
    Checker *checker;
    Process *process;
    const Step *step;
    const Access *write; // That is compared with what was approved.
    bool *after;         // Stages that can be entered after the approval's own began.
    bool overlaps;
} Approvals;

typedef struct Queue {
    const Node **items;
    uint32_t count;
} Queue;

static void enter(Approvals *approvals, Queue *queue, const Node *stage)
{
    if (!approvals->after[stage->index]) {
        approvals->after[stage->index] = true;
        queue->items[queue->count++] = stage;
    }
}

static void find_after(Approvals *approvals, const Node *stage)
{
    const Process *process = approvals->process;
    WritArena *scratch = approvals->checker->flow_scratch;
    StageGraph graph = check_stage_graph(process, scratch);
    uint32_t count = process->root->child_count;
    approvals->after = writ_arena_array(scratch, count, sizeof(bool));
    Queue queue = {writ_arena_array(scratch, count + 1, sizeof(Node *)), 0};
    queue.items[queue.count++] = stage;
    for (uint32_t i = 0; i < process->edge_count; i++) {
        if (process->edges[i].from == NULL) {
            enter(approvals, &queue, process->edges[i].to);
        }
    }
    for (uint32_t at = 0; at < queue.count; at++) {
        uint32_t from = queue.items[at]->index;
        for (uint32_t i = graph.first[from]; i < graph.first[from + 1]; i++) {
            enter(approvals, &queue, graph.edges[i]->to);
        }
    }
}

static void compare(void *context, PlaceId place, ReadDepth depth)
{
    (void)depth;
    Approvals *approvals = context;
    PlaceId canonical = check_place_canonical(approvals->checker, place);
    approvals->overlaps = approvals->overlaps || check_places_overlap(approvals->checker, canonical,
                                                                      approvals->write->canonical);
}

static bool is_approved(Approvals *approvals, const Access *write)
{
    approvals->write = write;
    approvals->overlaps = false;
    for (uint32_t i = 0; i < approvals->step->shown_count; i++) {
        const Shown *shown = &approvals->step->shown[i];
        if (shown->approved && shown->expr->place != 0) {
            check_read_places(approvals->checker, shown->expr->place, READ_WITHIN, compare,
                              approvals);
        }
    }
    return approvals->overlaps;
}

static Node *ancestor_at(Node *node, uint32_t depth)
{
    while (node->depth > depth) {
        node = node->parent;
    }
    return node;
}

// Both in one stage that is entered once: does the writing always come before?
static bool comes_before(Node *write, Node *approval)
{
    Node *a = write;
    Node *b = approval;
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
        if (around->kind == WRIT_NODE_REPEAT || around->kind == WRIT_NODE_FOR_EACH) {
            return false; // The next round comes after.
        }
    }
    bool in_sequence = a->parent->kind != WRIT_NODE_SAME_TIME && a->parent->kind != WRIT_NODE_IF;
    return in_sequence && a->index < b->index;
}

static Node *stage_of(Node *node)
{
    while (node != NULL && node->kind != WRIT_NODE_STAGE && node->kind != WRIT_NODE_DETOUR) {
        node = node->parent;
    }
    return node;
}

static bool may_come_after(const Approvals *approvals, const Access *write)
{
    Node *stage = stage_of(write->node);
    if (stage == NULL || approvals->after[stage->index]) {
        return true;
    }
    Node *own = approvals->step->node;
    return stage == stage_of(own) && !comes_before(write->node, own);
}

static void tell(const Approvals *approvals, const Access *write)
{
    WritDiag *diag =
        check_later(approvals->checker, LATER_APPROVED_WRITE, approvals->step->act_span);
    diag_label(diag, write->span, "\"%s\" may be written here after it was approved",
               check_place_text(approvals->checker, write->place));
}

static void check_step(Approvals *approvals, const Step *step)
{
    approvals->step = step;
    approvals->after = NULL;
    const Process *process = approvals->process;
    for (uint32_t i = 0; i < process->access_count; i++) {
        const Access *access = &process->accesses[i];
        if (!access->write || !is_approved(approvals, access)) {
            continue;
        }
        if (approvals->after == NULL) {
            find_after(approvals, stage_of(step->node));
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
        check_step(approvals, node->step);
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
