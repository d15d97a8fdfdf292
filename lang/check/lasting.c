// What the times of a process say about one another where work comes again (C11): loops that may
// last longer than the deadline around them, and returns to work whose deadline counted from
// before.
//
// How long a block may last is the sum of the deadlines of its steps, in the unit of the deadline
// that it is compared with; what counts otherwise is left out, so that what is told is so.
#include "check/all_actions.h"
#include "check/ladders.h"
#include "check/process.h"
#include "check/runs.h"

// --- How long a block may last
// --------------------------------------------------------------------

enum { AMOUNT_MAX = 1000000000 };

static int64_t capped(int64_t amount)
{
    return amount < AMOUNT_MAX ? amount : AMOUNT_MAX;
}

static bool is_plain(const Deadline *deadline)
{
    return deadline->kind == WRIT_DEADLINE_AFTER && deadline->since == NULL &&
           deadline->pauses == NULL && deadline->expr->operation == WRIT_OP_CONSTANT;
}

static int64_t own_amount(const Deadline *deadline, const Deadline *outer)
{
    return is_plain(deadline) && check_deadlines_compare(deadline, outer)
               ? check_time_amount(deadline->expr, outer->expr)
               : 0;
}

static int64_t lasts(const Node *node, const Deadline *outer);

static int64_t lasts_in_turn(const Node *node, const Deadline *outer)
{
    int64_t sum = 0;
    for (const Node *child = node->children; child != NULL; child = child->next) {
        sum = capped(sum + lasts(child, outer));
    }
    return sum;
}

static int64_t longest(const Node *node, const Deadline *outer)
{
    int64_t most = 0;
    for (const Node *child = node->children; child != NULL; child = child->next) {
        int64_t amount = lasts(child, outer);
        most = amount > most ? amount : most;
    }
    return most;
}

static int64_t shortest(const Node *node, const Deadline *outer)
{
    int64_t least = AMOUNT_MAX;
    for (const Node *child = node->children; child != NULL; child = child->next) {
        int64_t amount = lasts(child, outer);
        least = amount < least ? amount : least;
    }
    return least;
}

static int64_t lasts(const Node *node, const Deadline *outer)
{
    int64_t own = own_amount(&node->deadline, outer);
    int64_t within = 0;
    switch (node->kind) {
    case WRIT_NODE_STEP:
    case WRIT_NODE_ROUTE:
        break;
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_FOR_EACH: // Of one element, at least.
    case WRIT_NODE_ARM:
        within = lasts_in_turn(node, outer);
        break;
    case WRIT_NODE_SAME_TIME:
        within = node->join == WRIT_JOIN_FIRST ? shortest(node, outer) : longest(node, outer);
        break;
    case WRIT_NODE_IF:
        within = longest(node, outer);
        break;
    case WRIT_NODE_REPEAT:
        within = capped(lasts_in_turn(node, outer) * node->at_most);
        break;
    }
    return own > 0 && (within == 0 || own < within) ? own : within;
}

// --- Loops
// ----------------------------------------------------------------------------------------

static void tell_long(Checker *checker, WritSpan span, const Node *around, uint32_t rounds)
{
    WritDiag *diag = diag_warning(checker->diags, DIAG_ROUNDS_TOO_LONG, span,
                                  "%u rounds may last longer than the deadline of \"%.*s\"",
                                  (unsigned)rounds, WRIT_TEXT_ARGS(around->text));
    diag_label(diag, around->deadline.span, "passes before");
    diag_reason(diag, "Each step of a round may take as long as its own deadline.");
    diag_hint(diag, "Allow fewer rounds, shorten the deadlines within, or give more time here.");
}

static void check_repeat(Checker *checker, Process *process, const Node *node)
{
    for (const Node *around = node->parent; around != NULL; around = around->parent) {
        const Deadline *outer = &around->deadline;
        if (is_plain(outer) && capped(lasts_in_turn(node, outer) * node->at_most) >
                                   check_time_amount(outer->expr, outer->expr)) {
            tell_long(checker, node->span, around, node->at_most);
            check_run_ask(checker, process, DIAG_ROUNDS_TOO_LONG, node->span,
                          (RunTarget){
                              .place = RUN_TO_NODE,
                              .node = node,
                              .around = around,
                              .without = FACT_NONE,
                          });
            return;
        }
    }
}

static void check_repeats(Checker *checker, Process *process, const Node *node)
{
    if (node->kind == WRIT_NODE_REPEAT) {
        check_repeat(checker, process, node);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        check_repeats(checker, process, child);
    }
}

// --- Going back
// -----------------------------------------------------------------------------------

static const Node *stage_of(const Node *node)
{
    while (node != NULL && node->kind != WRIT_NODE_STAGE && node->kind != WRIT_NODE_DETOUR) {
        node = node->parent;
    }
    return node;
}

static bool asks_today(const Expr *expr)
{
    return expr != NULL &&
           ((expr->operation == WRIT_OP_CALL && expr->number == WRIT_BUILTIN_TODAY) ||
            asks_today(expr->a) || asks_today(expr->b) || asks_today(expr->c));
}

// A clock that does not begin anew when the work returns to stage number `first`.
static bool counts_from_before(const Deadline *deadline, uint32_t first)
{
    if (deadline->kind == WRIT_DEADLINE_AT) {
        return !asks_today(deadline->expr);
    }
    const Node *since = stage_of(deadline->since);
    return deadline->kind == WRIT_DEADLINE_AFTER && since != NULL && since->index < first;
}

static const Node *find_passed(const Node *node, uint32_t first)
{
    if (counts_from_before(&node->deadline, first)) {
        return node;
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        const Node *found = find_passed(child, first);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

typedef struct Returning {
    Checker *checker;
    Process *process;
} Returning;

// A run that returns and comes to `node`; the stage itself where that is NULL.
static void ask_return(const Returning *returning, DiagCode code, const Action *action,
                       const Node *node)
{
    check_run_ask(returning->checker, returning->process, code, action->span,
                  (RunTarget){
                      .place = RUN_TO_NODE,
                      .node = node == NULL ? action->node : node,
                      .without = FACT_NONE,
                      .taken = action,
                  });
}

// The first step of a person at or below a node, in the order of the text; NULL: there is none.
static const Node *first_task(const Node *node)
{
    bool asks = node->step != NULL &&
                (node->step->act == WRIT_ACT_DO || node->step->act == WRIT_ACT_APPROVE);
    const Node *found = asks ? node : NULL;
    for (const Node *child = node->children; child != NULL && found == NULL; child = child->next) {
        found = first_task(child);
    }
    return found;
}

static void check_return(const Returning *returning, const Action *action, const Node *here)
{
    const Deadline *outer = &returning->process->root->deadline;
    const Node *passed = NULL;
    int64_t round = 0;
    for (const Node *stage = action->node; stage != NULL && stage->index <= here->index;
         stage = stage->next) {
        passed = passed == NULL ? find_passed(stage, action->node->index) : passed;
        round = is_plain(outer) && stage->kind == WRIT_NODE_STAGE
                    ? capped(round + lasts(stage, outer))
                    : round;
    }
    if (passed != NULL) {
        WritDiag *diag = diag_warning(returning->checker->diags, DIAG_RETURN_TOO_LATE, action->span,
                                      "the work returns to a deadline that may have passed");
        diag_label(diag, passed->deadline.span, "does not begin anew");
        diag_hint(diag, "Count this deadline from when the work is offered, for example "
                        "\"deadline 2 working days\", or go on elsewhere.");
        ask_return(returning, DIAG_RETURN_TOO_LATE, action, passed);
    }
    if (is_plain(outer) &&
        capped(round * action->at_most) > check_time_amount(outer->expr, outer->expr)) {
        tell_long(returning->checker, action->span, returning->process->root, action->at_most);
        ask_return(returning, DIAG_ROUNDS_TOO_LONG, action, first_task(action->node));
    }
}

static void check_returns(void *self, const Node *node, const Actions *actions)
{
    const Returning *returning = self;
    const Node *here = stage_of(node);
    const Action *last = actions->last;
    if (here != NULL && last != NULL && last->kind == WRIT_ACTION_GO_BACK && last->node != NULL &&
        last->node->index <= here->index) {
        check_return(returning, last, here);
    }
}

void check_lasting(Checker *checker, Process *process)
{
    Returning returning = {checker, process};
    check_repeats(checker, process, process->root);
    check_all_actions(process, check_returns, &returning);
}
