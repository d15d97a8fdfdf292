// Stages and what stands in them, in the order of the text.
#include "check/builtins.h"

#include <assert.h>
#include "check/data.h"
#include "check/modules.h"
#include "check/places.h"
#include "check/process.h"
#include "check/types.h"

static void read_items(Scope *scope, Node *parent);

static void read_for_each(Scope *scope, Node *node)
{
    Checker *checker = scope->checker;
    const TreeItem *item = node->tree;
    Expr *list = check_require(scope, check_expr(scope, item->list, TYPE_ANY));
    node->list_expr = list;
    node->order =
        item->mode == TREE_EACH_AT_THE_SAME_TIME ? WRIT_EACH_SAME_TIME : WRIT_EACH_ONE_AT_A_TIME;
    if (!check_expr_is_unknown(list) && !check_type_is(checker, list->type, WRIT_TYPE_LIST)) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_NO_LIST, list->span,
                       "here stands a list, and this is %s", check_type_text(checker, list->type));
        diag_hint(diag, "Name a field of a type \"list of …\".");
    } else if (!check_expr_is_unknown(list)) {
        node->list = check_target_of_list(scope, list, item->list);
        node->slot->type = check_type(checker, list->type)->index;
    }
    PlaceId element = check_place_element(checker, list->place, node->slot->type);
    node->slot->place = check_place_root(checker, node->slot->type, element, node->slot);
    check_frame_open(scope, node);
    if (item->where != NULL) {
        node->condition = check_condition(scope, item->where);
    }
    read_items(scope, node);
    check_frame_close(scope, node);
}

static void read_repeat(Scope *scope, Node *node)
{
    const TreeItem *item = node->tree;
    int64_t times = 1;
    (void)check_whole(scope->checker, item->number, 1, CHECK_TIMES_MAX, &times);
    node->at_most = (uint32_t)times;
    read_items(scope, node);
    node->condition = check_condition(scope, item->until);
    ActionScope actions = {
        .scope = scope,
        .place = ACTIONS_REPEAT_END,
        .node = node,
        .span = item->heading,
    };
    node->actions = check_actions(&actions, &item->if_still_not);
}

static void read_arms(Scope *scope, Node *node)
{
    for (Node *arm = node->children; arm != NULL; arm = arm->next) {
        const TreeArm *tree = arm->tree;
        if (tree->condition != NULL) {
            arm->condition = check_condition(scope, tree->condition);
        }
        read_items(scope, arm);
    }
}

static void read_branches(Scope *scope, Node *node)
{
    const TreeItem *item = node->tree;
    node->join = item->join == TREE_JOIN_ALL ? WRIT_JOIN_ALL : WRIT_JOIN_FIRST;
    if (item->branches.count < 2) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_ONE_BRANCH, item->heading,
                                    "one branch alone does not run at the same time as another");
        diag_hint(diag, "Add a branch, or write its steps without \"at the same time\".");
    }
    for (Node *branch = node->children; branch != NULL; branch = branch->next) {
        check_frame_open(scope, branch);
        read_items(scope, branch);
        check_frame_close(scope, branch);
    }
}

static void read_item(Scope *scope, Node *node)
{
    switch (node->kind) {
    case WRIT_NODE_STEP:
        check_step(scope, node);
        return;
    case WRIT_NODE_SAME_TIME:
        read_branches(scope, node);
        return;
    case WRIT_NODE_FOR_EACH:
        read_for_each(scope, node);
        return;
    case WRIT_NODE_IF:
        read_arms(scope, node);
        return;
    case WRIT_NODE_REPEAT:
        read_repeat(scope, node);
        return;
    case WRIT_NODE_ROUTE: {
        const TreeItem *item = node->tree;
        ActionScope actions = {
            .scope = scope,
            .place = ACTIONS_ITEM,
            .node = node,
            .span = item->heading,
        };
        node->actions = check_item_action(&actions, item->action);
        return;
    }
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
        break;
    }
    WRIT_UNREACHABLE();
}

static void read_items(Scope *scope, Node *parent)
{
    for (Node *node = parent->children; node != NULL; node = node->next) {
        if (!check_has_room(scope->checker, node->span)) {
            return;
        }
        read_item(scope, node);
    }
}

static void read_stage(Scope *scope, Node *node)
{
    const TreeStage *tree = node->tree;
    TimingLines timing = {0};
    WritSpan marked = {0};
    for (const TreeStageLine *line = tree->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_STAGE_META:
            check_meta(scope->checker, line->meta);
            break;
        case TREE_STAGE_TIMING:
            check_timing_line(scope->checker, &timing, line->timing);
            break;
        case TREE_STAGE_MARK:
            if (marked.start != 0) {
                check_tell_line_twice(scope->checker, line->span, marked, "mark");
            }
            marked = line->span;
            node->marks = check_marks(scope, &line->names);
            break;
        }
    }
    Expr *outer = scope->calendar;
    check_uses_calendar(scope, node, timing.calendar);
    ActionScope actions = {
        .scope = scope,
        .place = ACTIONS_STAGE_OVERDUE,
        .node = node,
        .span = node->span,
    };
    check_deadline(&actions, &node->deadline, &timing);
    read_items(scope, node);
    scope->calendar = outer;
}

void check_stages(Scope *scope)
{
    for (Node *stage = scope->process->root->children; stage != NULL; stage = stage->next) {
        if (!check_has_room(scope->checker, stage->span)) {
            return;
        }
        read_stage(scope, stage);
    }
}
