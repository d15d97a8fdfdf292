// Lines `if PATH changes later`: what an approval is bound to, and what happens when that changes.
#include "check/process.h"

#include "check/builtins.h"
#include "check/outside.h"
#include "check/places.h"
#include "check/wording.h"

typedef struct Lines {
    Scope *scope;
    uint32_t capacity;
} Lines;

static bool is_in_loop(const Node *node)
{
    while (node != NULL && node->kind != WRIT_NODE_FOR_EACH) {
        node = node->parent;
    }
    return node != NULL;
}

static bool is_approved(const Checker *checker, const Step *step, const Expr *expr)
{
    for (uint32_t i = 0; i < step->shown_count; i++) {
        const Shown *shown = &step->shown[i];
        if (shown->approved && check_place_is_within(checker, expr->place, shown->expr->place)) {
            return true;
        }
    }
    return false;
}

static void tell_not_approved(const Scope *scope, const Step *step, const TreePath *path)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_NOT_APPROVED, path->span,
                                "the step \"%.*s\" asks for no approval of \"%.*s\"",
                                WRIT_TEXT_ARGS(step->node->text),
                                WRIT_TEXT_ARGS(check_wording_path(scope->checker, path)));
    diag_label(diag, step->act_span, "what is approved");
    diag_hint(diag, "Name what is approved, or a part of it.");
}

static const Binding *find_before(const Process *process, const Step *step, PlaceId place)
{
    for (uint32_t i = 0; i < process->binding_count; i++) {
        const Binding *binding = &process->bindings[i];
        if (binding->step == step && binding->expr->place == place) {
            return binding;
        }
    }
    return NULL;
}

static void add(Lines *lines, Step *step, const TreeStepLine *line)
{
    Scope *scope = lines->scope;
    Process *process = scope->process;
    ActionScope at = {
        .scope = scope, .place = ACTIONS_CHANGED, .node = step->node, .span = line->span};
    Binding binding = {
        .span = line->span,
        .step = step,
        .expr = check_path(scope, line->path, TYPE_ANY),
        .text = check_wording_path(scope->checker, line->path),
        .actions = check_actions(&at, &line->actions),
    };
    if (check_expr_is_unknown(binding.expr)) {
        return;
    }
    if (binding.expr->place == 0 || !is_approved(scope->checker, step, binding.expr)) {
        tell_not_approved(scope, step, line->path);
        return;
    }
    const Binding *before = find_before(process, step, binding.expr->place);
    if (before != NULL) {
        check_tell_line_twice(scope->checker, line->span, before->span, "if … changes later");
        return;
    }
    process->bindings = check_grow(scope->checker->arena, process->bindings, process->binding_count,
                                   &lines->capacity, sizeof(Binding));
    process->bindings[process->binding_count++] = binding;
}

static void read_step(Lines *lines, Step *step, const TreeStep *tree)
{
    for (const TreeStepLine *line = tree->lines.first; line != NULL; line = line->next) {
        if (line->kind != TREE_STEP_IF_LATER) {
            continue;
        }
        if (is_in_loop(step->node)) {
            (void)check_later(lines->scope->checker, LATER_CHANGES_LATER, line->span);
            return;
        }
        add(lines, step, line);
    }
}

static void read_node(Lines *lines, const Node *node)
{
    if (node->step != NULL && node->step->act == WRIT_ACT_APPROVE) {
        read_step(lines, node->step, node->tree);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        read_node(lines, child);
    }
}

void check_bindings(Scope *scope)
{
    Lines lines = {.scope = scope};
    read_node(&lines, scope->process->root);
}
