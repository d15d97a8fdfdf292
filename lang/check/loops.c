// A hook that is called once per some fields, in a loop whose element is none of them, does its
// work for the first element and only repeats its answer for the others.
#include "check/accesses.h"

static bool speaks_of(const Expr *expr, const Node *loop)
{
    if (expr == NULL) {
        return false;
    }
    if (expr->operation == WRIT_OP_SLOT) {
        const Node *frame = expr->slot->frame;
        while (frame != NULL && frame != loop) {
            frame = frame->parent;
        }
        return frame == loop;
    }
    if (speaks_of(expr->a, loop) || speaks_of(expr->b, loop) || speaks_of(expr->c, loop)) {
        return true;
    }
    for (uint32_t i = 0; i < expr->item_count; i++) {
        if (speaks_of(expr->items[i], loop)) {
            return true;
        }
    }
    return false;
}

// The field of the hook's input that a `once per` path begins with.
static uint32_t input_field(const Expr *once)
{
    if (once->operation == WRIT_OP_CALL) { // A part of a document.
        once = once->items[0];
    }
    while (once->a->operation != WRIT_OP_LOCAL) {
        once = once->a;
    }
    return once->number;
}

static void check_call(Checker *checker, const Step *step, const Node *loop)
{
    const Hook *hook = step->hook;
    for (uint32_t i = 0; i < hook->once.count; i++) {
        if (speaks_of(step->args.items[input_field(hook->once.items[i])], loop)) {
            return;
        }
    }
    WritDiag *diag = diag_warning(checker->diags, DIAG_ONCE_IN_LOOP, step->act_span,
                                  "this is called for each \"%.*s\", and counts as one call",
                                  WRIT_TEXT_ARGS(loop->text));
    diag_label(diag, hook->symbol->span, "\"once per\" names nothing of the element");
    diag_hint(diag, "Add a field of the element to \"once per\", or remove that line: each call "
                    "counts once by itself.");
}

static void check_node(Checker *checker, const Node *node, const Node *loop)
{
    if (node->kind == WRIT_NODE_FOR_EACH) {
        loop = node;
    }
    if (node->step != NULL && node->step->hook != NULL && loop != NULL &&
        node->step->hook->once.count > 0 && node->step->args.count > 0) {
        check_call(checker, node->step, loop);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        check_node(checker, child, loop);
    }
}

void check_loops(Checker *checker, Process *process)
{
    check_node(checker, process->root, NULL);
}
