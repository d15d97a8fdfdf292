// Who acts and what is done: parties, performers, actions.
#ifndef SYNTAX_TREE_ACTION_H
#define SYNTAX_TREE_ACTION_H

#include "syntax/tree_expr.h"

// `manager of assignee`, `sales_rep of north`.
struct TreeParty {
    WritSpan span;
    TreePath *path;
    TreePath *of; // May be NULL.
    TreeParty *next;
};

typedef enum TreePerformerKind {
    TREE_PERFORMER_PARTY,   // parties: one
    TREE_PERFORMER_EITHER,  // parties: `either a or b`
    TREE_PERFORMER_IN_TURN, // parties: `a, or if none is available by b`
    TREE_PERFORMER_EACH_OF, // each, of, order
} TreePerformerKind;

typedef enum TreeOrder {
    TREE_ORDER_ONE_AFTER_ANOTHER,
    TREE_ORDER_AT_THE_SAME_TIME,
} TreeOrder;

typedef struct TreePerformer {
    TreePerformerKind kind;
    WritSpan span;
    TreeParties parties;
    TreePath *each;
    TreePath *of; // May be NULL.
    TreeOrder order;
} TreePerformer;

typedef enum TreePowerKind {
    TREE_POWER_SKIP,
    TREE_POWER_FORCE,
    TREE_POWER_EXTEND,
    TREE_POWER_REASSIGN,
} TreePowerKind;

struct TreePower {
    TreePowerKind kind;
    WritSpan span;
    TreePower *next;
};

// `ROLE may skip, force or extend`.
typedef struct TreePowers {
    WritSpan span;
    TreeParties parties;
    TreePowerList powers;
} TreePowers;

typedef enum TreeActionKind {
    TREE_ACTION_BLOCK,
    TREE_ACTION_NOTIFY,   // parties, path: the message
    TREE_ACTION_REMIND,   // parties, path: the message, or NULL
    TREE_ACTION_SET,      // path, expr
    TREE_ACTION_MARK,     // names
    TREE_ACTION_ESCALATE, // path: the ladder
    TREE_ACTION_REASSIGN, // parties: one
    TREE_ACTION_CALL,     // path, args
    TREE_ACTION_START,    // path, args
    TREE_ACTION_ANNOUNCE, // path, args
    TREE_ACTION_UNDO_ALL,
    TREE_ACTION_UNDO_FROM, // name
    // The last of a list of actions, or an item of a stage.
    TREE_ACTION_NEXT_STEP,    // Never an item.
    TREE_ACTION_GO_TO,        // name
    TREE_ACTION_GO_BACK_TO,   // name, number, actions: the next time
    TREE_ACTION_END_CASE,     // name: the outcome
    TREE_ACTION_SKIP_TO_NEXT, // name: the element of a `for each`
    TREE_ACTION_SKIP_TO_END,  // name: a branch or stage
    TREE_ACTION_EXTEND,       // duration, number, actions: the next time; never an item
} TreeActionKind;

struct TreeAction {
    TreeActionKind kind;
    uint32_t depth; // At most TREE_DEPTH_MAX.
    WritSpan span;
    TreeAction *next;
    TreeParties parties;
    TreePath *path;
    TreeExpr *expr;
    TreeArgs args;
    TreeName *name;
    TreeNames names;
    TreeLiteral *number;
    TreeDuration *duration;
    TreeActions actions;
};

#endif
