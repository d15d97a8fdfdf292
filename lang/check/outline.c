// All nodes and slots of a process, before anything in them is typed.
#include "check/process.h"

#include <assert.h>

#include "check/data.h"
#include "check/names.h"
#include "check/places.h"
#include "check/types.h"

// --- Frames and slots ---------------------------------------------------------------------

Node *check_frame_of(Node *node)
{
    while (node->kind != WRIT_NODE_PROCESS && node->kind != WRIT_NODE_BRANCH &&
           node->kind != WRIT_NODE_FOR_EACH) {
        node = node->parent;
    }
    return node;
}

Node *check_stage_of(Node *node)
{
    while (node != NULL && node->kind != WRIT_NODE_STAGE && node->kind != WRIT_NODE_DETOUR) {
        node = node->parent;
    }
    return node;
}

static void bind(Scope *scope, Slot *slot)
{
    slot->shadowed = check_names_find(&scope->process->slots, slot->name);
    (void)check_names_put(&scope->process->slots, scope->checker->arena, slot->name, slot);
}

static void tell_name_taken(Scope *scope, const TreeName *name, const Slot *before)
{
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_NAME_HIDDEN, name->span,
                   "\"%.*s\" already means something here", WRIT_TEXT_ARGS(name->text));
    diag_label(diag, before->span, "it is declared here");
    diag_hint(diag, "Choose another name.");
}

Slot *check_slot_new(Scope *scope, Node *frame, const TreeName *name, WritSlotKind kind,
                     TypeId type)
{
    Checker *checker = scope->checker;
    Slot *before = check_names_find(&scope->process->slots, name->name);
    if (before != NULL && before->frame == frame) {
        if (before->kind == kind && before->type == type && kind == WRIT_SLOT_RESULT) {
            return before; // Two calls may put the same thing in one place.
        }
        if (before->type != TYPE_UNKNOWN && type != TYPE_UNKNOWN) {
            tell_name_taken(scope, name, before);
        }
        return NULL;
    }
    Slot *slot = writ_arena_alloc(checker->arena, sizeof *slot);
    slot->name = name->name;
    slot->text = name->text;
    slot->kind = kind;
    slot->type = type;
    slot->frame = frame;
    slot->span = name->span;
    slot->fact = FACT_NONE;
    slot->place = kind == WRIT_SLOT_ELEMENT ? 0 : check_place_root(checker, type, 0, slot);
    if (frame->last_slot == NULL) {
        frame->slots = slot;
    } else {
        frame->last_slot->next = slot;
    }
    frame->last_slot = slot;
    bind(scope, slot);
    return slot;
}

void check_frame_open(Scope *scope, Node *frame)
{
    for (Slot *slot = frame->slots; slot != NULL; slot = slot->next) {
        const Slot *outer = check_names_find(&scope->process->slots, slot->name);
        if (outer != NULL) {
            WritDiag *diag =
                diag_error(scope->checker->diags, DIAG_NAME_HIDDEN, slot->span,
                           "\"%.*s\" already means something here", WRIT_TEXT_ARGS(slot->text));
            diag_label(diag, outer->span, "it is declared here");
            diag_hint(diag, "Choose another name.");
        }
        bind(scope, slot);
    }
}

static void unbind(Scope *scope, Node *frame)
{
    for (const Slot *slot = frame->slots; slot != NULL; slot = slot->next) {
        (void)check_names_put(&scope->process->slots, scope->checker->arena, slot->name,
                              slot->shadowed);
    }
}

void check_frame_close(Scope *scope, Node *frame)
{
    unbind(scope, frame);
}

// --- Nodes --------------------------------------------------------------------------------

static Node *node_new(Scope *scope, Node *parent, WritNodeKind kind, const TreeName *name)
{
    Node *node = writ_arena_alloc(scope->checker->arena, sizeof *node);
    node->kind = kind;
    node->began_fact = FACT_NONE;
    node->parent = parent;
    if (name != NULL) {
        node->name = name->name;
        node->text = name->text;
        node->span = name->span;
    }
    node->depth = parent->depth + 1;
    node->index = parent->child_count++;
    if (parent->last_child == NULL) {
        parent->children = node;
    } else {
        parent->last_child->next = node;
    }
    parent->last_child = node;
    scope->process->node_count++;
    return node;
}

typedef struct Outline {
    Scope *scope;
    NameTable *steps;   // Of the stage: to Node.
    NameTable branches; // Of the stage: to Node.
} Outline;

static void tell_node_twice(Outline *outline, const TreeName *name, const Node *before,
                            const char *what)
{
    WritDiag *diag = diag_error(outline->scope->checker->diags, DIAG_NODE_TWICE, name->span,
                                "two %s are called \"%.*s\"", what, WRIT_TEXT_ARGS(name->text));
    diag_label(diag, before->span, "the other one");
    diag_hint(diag, "Give one of the two another name.");
}

static void name_node(Outline *outline, NameTable *table, Node *node, const TreeName *name,
                      const char *what)
{
    const Node *before = check_names_find(table, name->name);
    if (before != NULL) {
        tell_node_twice(outline, name, before, what);
        return;
    }
    (void)check_names_put(table, outline->scope->checker->arena, name->name, node);
}

// --- Steps --------------------------------------------------------------------------------

static const TreeAct *act_of(const TreeStep *tree)
{
    for (const TreeStepLine *line = tree->lines.first; line != NULL; line = line->next) {
        if (line->kind == TREE_STEP_ACT) {
            return line->act;
        }
    }
    return NULL;
}

// The hook or event that the step speaks of, and the slot for what it brings.
static void resolve_act(Outline *outline, Step *step, const TreeAct *act)
{
    Scope *scope = outline->scope;
    TypeId type = TYPE_UNKNOWN;
    if (act->kind == TREE_ACT_CALL) {
        const Symbol *symbol = check_find(scope->checker, scope->module, act->path, SYMBOL_HOOK);
        step->hook = symbol == NULL ? NULL : symbol->hook;
        type = symbol == NULL ? TYPE_UNKNOWN : symbol->hook->output->type;
    } else if (act->kind == TREE_ACT_WAIT_FOR) {
        const Symbol *symbol = check_find(scope->checker, scope->module, act->path, SYMBOL_EVENT);
        step->event = symbol == NULL ? NULL : symbol->event;
        type = symbol == NULL ? TYPE_UNKNOWN : symbol->event->record->type;
    }
    if (act->into != NULL) {
        step->into =
            check_slot_new(scope, check_frame_of(step->node), act->into, WRIT_SLOT_RESULT, type);
    }
}

static void declare_fills(Outline *outline, Step *step, const TreeStepLine *line)
{
    Scope *scope = outline->scope;
    for (const TreeFill *fill = line->fills.first; fill != NULL; fill = fill->next) {
        if (fill->param != NULL) {
            TypeId type = check_type_read(scope->checker, scope->module, fill->param->type, NULL);
            (void)check_slot_new(scope, check_frame_of(step->node), fill->param->name,
                                 WRIT_SLOT_FILLED, type);
        }
    }
}

static void outline_step(Outline *outline, Node *parent, const TreeStep *tree)
{
    Node *node = node_new(outline->scope, parent, WRIT_NODE_STEP, tree->name);
    node->title = check_plain_text(outline->scope->checker, tree->title);
    node->tree = tree;
    Step *step = writ_arena_alloc(outline->scope->checker->arena, sizeof *step);
    step->node = node;
    step->substitutes = true;
    node->step = step;
    name_node(outline, outline->steps, node, tree->name, "steps of this stage");
    const TreeAct *act = act_of(tree);
    if (act != NULL) {
        resolve_act(outline, step, act);
    }
    for (const TreeStepLine *line = tree->lines.first; line != NULL; line = line->next) {
        if (line->kind == TREE_STEP_FILL) {
            declare_fills(outline, step, line);
        }
    }
}

// --- Blocks -------------------------------------------------------------------------------

static void outline_items(Outline *outline, Node *parent, const TreeItems *items);

static void outline_branches(Outline *outline, Node *node, const TreeItem *item)
{
    for (const TreeBranch *tree = item->branches.first; tree != NULL; tree = tree->next) {
        Node *branch = node_new(outline->scope, node, WRIT_NODE_BRANCH, tree->name);
        branch->title = check_plain_text(outline->scope->checker, tree->title);
        branch->tree = tree;
        name_node(outline, &outline->branches, branch, tree->name, "branches of this stage");
        outline_items(outline, branch, &tree->items);
        unbind(outline->scope, branch);
    }
}

static void outline_for_each(Outline *outline, Node *node, const TreeItem *item)
{
    node->name = item->name->name;
    node->text = item->name->text;
    node->slot = check_slot_new(outline->scope, node, item->name, WRIT_SLOT_ELEMENT, TYPE_UNKNOWN);
    outline_items(outline, node, &item->items);
    unbind(outline->scope, node);
}

static void outline_arms(Outline *outline, Node *node, const TreeItem *item)
{
    for (const TreeArm *tree = item->arms.first; tree != NULL; tree = tree->next) {
        Node *arm = node_new(outline->scope, node, WRIT_NODE_ARM, NULL);
        arm->span = tree->span;
        arm->tree = tree;
        outline_items(outline, arm, &tree->items);
    }
}

static Node *block_new(Outline *outline, Node *parent, WritNodeKind kind, const TreeItem *item)
{
    Node *node = node_new(outline->scope, parent, kind, NULL);
    node->span = item->heading;
    node->tree = item;
    return node;
}

static void outline_item(Outline *outline, Node *parent, const TreeItem *item)
{
    switch (item->kind) {
    case TREE_ITEM_STEP:
        outline_step(outline, parent, item->step);
        return;
    case TREE_ITEM_SAME_TIME:
        outline_branches(outline, block_new(outline, parent, WRIT_NODE_SAME_TIME, item), item);
        return;
    case TREE_ITEM_FOR_EACH:
        outline_for_each(outline, block_new(outline, parent, WRIT_NODE_FOR_EACH, item), item);
        return;
    case TREE_ITEM_IF:
        outline_arms(outline, block_new(outline, parent, WRIT_NODE_IF, item), item);
        return;
    case TREE_ITEM_REPEAT:
        outline_items(outline, block_new(outline, parent, WRIT_NODE_REPEAT, item), &item->items);
        return;
    case TREE_ITEM_ROUTE:
        (void)block_new(outline, parent, WRIT_NODE_ROUTE, item);
        return;
    }
    WRIT_UNREACHABLE();
}

// A step in an arm in a block: up to three nodes more than `parent`.
enum { ITEM_NODES_MAX = 3 };

static void outline_items(Outline *outline, Node *parent, const TreeItems *items)
{
    if (parent->depth + ITEM_NODES_MAX > WRIT_NODE_DEPTH_MAX) {
        WritDiag *diag = diag_error(outline->scope->checker->diags, DIAG_FLOW_TOO_DEEP,
                                    parent->span, "blocks stand too deep inside one another here");
        diag_reason(diag, "A step stands at most %d levels below its process.",
                    (int)WRIT_NODE_DEPTH_MAX);
        diag_hint(diag, "Move the inner blocks to a stage of their own.");
        return;
    }
    for (const TreeItem *item = items->first; item != NULL; item = item->next) {
        outline_item(outline, parent, item);
    }
}

static void outline_stage(Scope *scope, const TreeStage *tree)
{
    Outline outline = {
        .scope = scope,
        .steps = writ_arena_alloc(scope->checker->arena, sizeof(NameTable)),
    };
    WritNodeKind kind = tree->detour ? WRIT_NODE_DETOUR : WRIT_NODE_STAGE;
    Node *node = node_new(scope, scope->process->root, kind, tree->name);
    node->title = check_plain_text(scope->checker, tree->title);
    node->tree = tree;
    node->steps = outline.steps;
    name_node(&outline, &scope->process->by_stage, node, tree->name, "stages");
    outline_items(&outline, node, &tree->items);
}

void check_outline(Scope *scope)
{
    const TreeStages *stages = &scope->process->symbol->decl->process.stages;
    for (const TreeStage *stage = stages->first; stage != NULL; stage = stage->next) {
        outline_stage(scope, stage);
    }
}
