// The stages as a graph: what leads where, and whether everything comes to an end.
//
// A last stage or detour that nothing follows is told by the walk, and a circle of ways without a
// bound is told here. Where there is neither, every way comes to an end of the case.
#include <string.h>

#include "check/flow.h"

void check_way_to(Flow *flow, const Facts *facts, Node *stage, const Action *action)
{
    Process *process = flow->process;
    if (stage == NULL || !facts->reached) {
        return;
    }
    if (!flow->report) {
        bool changed = check_facts_meet(flow, &stage->flow->entry, facts);
        stage->flow->dirty = stage->flow->dirty || changed;
        return;
    }
    process->edges = check_grow(flow->checker->arena, process->edges, process->edge_count,
                                &process->edge_capacity, sizeof(StageEdge));
    process->edges[process->edge_count++] = (StageEdge){
        .from = flow->stage,
        .to = stage,
        .bounded = action != NULL && action->kind == WRIT_ACTION_GO_BACK,
        .span = action != NULL ? action->span : stage->span,
    };
}

// --- Stages that nothing leads to ----------------------------------------

static void tell_unreachable(Flow *flow)
{
    for (const Node *stage = flow->process->root->children; stage != NULL; stage = stage->next) {
        if (stage->flow->entry.reached) {
            continue;
        }
        bool detour = stage->kind == WRIT_NODE_DETOUR;
        WritDiag *diag = diag_error(flow->checker->diags, DIAG_UNREACHABLE_STAGE, stage->span,
                                    "nothing leads to the %s \"%.*s\"", detour ? "detour" : "stage",
                                    WRIT_TEXT_ARGS(stage->text));
        diag_reason(diag, detour ? "A detour is entered only by \"go to\" or \"go back to\"."
                                 : "Every way out of the stages before leads elsewhere.");
        diag_hint(diag, "Add \"go to %.*s\" where it is meant, or remove it.",
                  WRIT_TEXT_ARGS(stage->text));
    }
}

// --- Ways that go round ----------------------------------------------------------------------

enum { FRESH, OPEN, DONE };

typedef struct Round {
    Flow *flow;
    StageGraph graph;
    uint8_t *visits;
    uint32_t *stack; // Stages that are open.
    uint32_t *next;  // Of each: its next edge.
} Round;

StageGraph check_stage_graph(const Process *process, WritArena *arena)
{
    uint32_t count = process->root->child_count;
    StageGraph graph = {
        .first = writ_arena_array(arena, count + 2, sizeof(uint32_t)),
        .edges = writ_arena_array(arena, process->edge_count, sizeof(StageEdge *)),
    };
    // Counted two places ahead, so that filling the edges moves each start to its own place.
    for (uint32_t i = 0; i < process->edge_count; i++) {
        if (process->edges[i].from != NULL) {
            graph.first[process->edges[i].from->index + 2]++;
        }
    }
    for (uint32_t i = 0; i <= count; i++) {
        graph.first[i + 1] += graph.first[i];
    }
    for (uint32_t i = 0; i < process->edge_count; i++) {
        if (process->edges[i].from != NULL) {
            graph.edges[graph.first[process->edges[i].from->index + 1]++] = &process->edges[i];
        }
    }
    return graph;
}

static void tell_round(const Round *round, const StageEdge *edge)
{
    WritDiag *diag = diag_error(round->flow->checker->diags, DIAG_ROUND_WITHOUT_BOUND, edge->span,
                                "a case could go round here for ever");
    diag_label(diag, edge->to->span, "from here it comes back to this line");
    diag_hint(diag, "Write \"go back to %.*s at most 3 times, the next time …\".",
              WRIT_TEXT_ARGS(edge->to->text));
}

static bool search(Round *round, uint32_t start)
{
    uint32_t depth = 0;
    round->stack[depth++] = start;
    round->visits[start] = OPEN;
    while (depth > 0) {
        uint32_t at = round->stack[depth - 1];
        if (round->next[at] == round->graph.first[at + 1]) {
            round->visits[at] = DONE;
            depth--;
            continue;
        }
        const StageEdge *edge = round->graph.edges[round->next[at]++];
        if (edge->bounded) {
            continue;
        }
        uint32_t to = edge->to->index;
        if (round->visits[to] == OPEN) {
            tell_round(round, edge);
            return true;
        }
        if (round->visits[to] == FRESH) {
            round->visits[to] = OPEN;
            round->stack[depth++] = to;
        }
    }
    return false;
}

static void tell_rounds(Flow *flow)
{
    uint32_t count = flow->process->root->child_count;
    Round round = {
        .flow = flow,
        .graph = check_stage_graph(flow->process, flow->scratch),
        .visits = writ_arena_array(flow->scratch, count, sizeof(uint8_t)),
        .stack = writ_arena_array(flow->scratch, count, sizeof(uint32_t)),
        .next = writ_arena_array(flow->scratch, count, sizeof(uint32_t)),
    };
    memcpy(round.next, round.graph.first, count * sizeof(uint32_t));
    for (uint32_t i = 0; i < flow->process->root->child_count; i++) {
        if (round.visits[i] == FRESH && search(&round, i)) {
            return;
        }
    }
}

// --- Outcomes, milestones, loops in loops ------------------------------------------------------

static void tell_unused_outcomes(Flow *flow)
{
    const Process *process = flow->process;
    for (uint32_t i = 0; i < process->outcome_count; i++) {
        const Outcome *outcome = &process->outcomes[i];
        if (!outcome->used) {
            WritDiag *diag = diag_error(flow->checker->diags, DIAG_UNUSED_OUTCOME, outcome->span,
                                        "no case ends as \"%.*s\"", WRIT_TEXT_ARGS(outcome->text));
            diag_hint(diag, "Add \"end the case as %.*s\" where it is meant, or remove it.",
                      WRIT_TEXT_ARGS(outcome->text));
        }
    }
}

static void tell_never_marked(Flow *flow)
{
    const Process *process = flow->process;
    const Symbol *milestone = process->cancellation.only_before;
    if (milestone != NULL && milestone->marked_in != process) {
        WritDiag *diag =
            diag_error(flow->checker->diags, DIAG_NEVER_MARKED, process->cancellation.span,
                       "this process never marks \"%.*s\"", WRIT_TEXT_ARGS(milestone->text));
        diag_label(diag, milestone->span, "declared here");
        diag_reason(diag, "So \"allowed only before\" would never forbid anything.");
        diag_hint(diag, "Add \"mark %.*s\" where it is reached.", WRIT_TEXT_ARGS(milestone->text));
    }
}

enum { ROUNDS_MANY = 1000 };

static void warn_rounds(Flow *flow, const Node *node, uint64_t rounds)
{
    for (const Node *child = node->children; child != NULL; child = child->next) {
        uint64_t inner = rounds;
        if (child->kind == WRIT_NODE_REPEAT) {
            inner = rounds * child->at_most;
            if (inner > ROUNDS_MANY && rounds <= ROUNDS_MANY && rounds > 1) {
                WritDiag *diag = diag_warning(flow->checker->diags, DIAG_MANY_ROUNDS, child->span,
                                              "loops within loops run up to %llu times here",
                                              (unsigned long long)inner);
                diag_hint(diag, "Lower one of the bounds.");
            }
        }
        warn_rounds(flow, child, inner < (uint64_t)1 << 32 ? inner : (uint64_t)1 << 32);
    }
}

void check_ways(Flow *flow)
{
    tell_unreachable(flow);
    tell_rounds(flow);
    tell_never_marked(flow);
    warn_rounds(flow, flow->process->root, 1);
    if (writ_diags_error_count(flow->checker->diags) == flow->errors_before) {
        tell_unused_outcomes(flow);
    }
    writ_arena_reset(flow->scratch);
}
