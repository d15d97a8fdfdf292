// Processes: lines of the process, stages, items, steps.
#ifndef SYNTAX_TREE_FLOW_H
#define SYNTAX_TREE_FLOW_H

#include "syntax/tree_action.h"

typedef enum TreeWhose {
    TREE_WHOSE_UNSAID,
    TREE_WHOSE_EACH,
    TREE_WHOSE_IN_TOTAL,
} TreeWhose;

typedef enum TreeTimingKind {
    TREE_TIMING_CALENDAR,     // path: `uses calendar`
    TREE_TIMING_OWN_CALENDAR, // `uses calendar of whoever does it`
    TREE_TIMING_DEADLINE,     // expr, since, whose
    TREE_TIMING_NO_DEADLINE,  // text: because
    TREE_TIMING_ESCALATE,     // path: the ladder
    TREE_TIMING_ON_OVERDUE,   // actions
    TREE_TIMING_PAUSES,       // expr
    TREE_TIMING_EVERY,        // duration, remind
} TreeTimingKind;

// The lines about time that processes, stages and steps share.
typedef struct TreeTiming {
    TreeTimingKind kind;
    WritSpan span;
    TreePath *path;
    TreeExpr *expr;
    TreePath *since; // `since X began`, or NULL.
    TreeWhose whose;
    TreeText *text;
    TreeActions actions;
    TreeDuration *duration;
    TreeAction *remind;
} TreeTiming;

// --- Steps --------------------------------------------------------------------------------

typedef enum TreeActKind {
    TREE_ACT_DO,           // text
    TREE_ACT_ASK_APPROVAL, // paths
    TREE_ACT_VOTE_ON,      // path, into
    TREE_ACT_CALL,         // path: the hook; args, into
    TREE_ACT_RUN,          // path: the process; args, into
    TREE_ACT_DECIDE,       // path: what is set; using: the decision; args
    TREE_ACT_NOTIFY,       // parties, path: the message
    TREE_ACT_WAIT_FOR,     // path: the event; where, into
    TREE_ACT_SET,          // path, expr
} TreeActKind;

typedef struct TreeAct {
    TreeActKind kind;
    WritSpan span;
    TreeText *text;
    TreePath *path;
    TreePath *using;
    TreePaths paths;
    TreeParties parties;
    TreeArgs args;
    TreeExpr *expr;  // SET; DECIDE: `as of`, may be NULL.
    TreeExpr *where; // May be NULL.
    TreeName *into;  // May be NULL.
} TreeAct;

// What a person fills in: a path, or a new name with its type.
struct TreeFill {
    WritSpan span;
    TreePath *path;   // NULL where `param` is not.
    TreeParam *param; // NULL where `path` is not.
    TreeFill *next;
};

typedef enum TreeStepLineKind {
    TREE_STEP_META,
    TREE_STEP_ACT,
    TREE_STEP_TIMING,
    TREE_STEP_BY,          // performer
    TREE_STEP_NEVER_BY,    // parties
    TREE_STEP_TWO_PEOPLE,  // expr: when, or NULL
    TREE_STEP_SUBSTITUTES, // `substitutes allowed`
    TREE_STEP_NO_SUBSTITUTES,
    TREE_STEP_POWERS,
    TREE_STEP_NOBODY,       // actions: `if no permitted person is available`
    TREE_STEP_SHOWS,        // paths
    TREE_STEP_FILL,         // fills
    TREE_STEP_OUTCOMES,     // names
    TREE_STEP_ON,           // name: the outcome; actions
    TREE_STEP_ON_NO_ANSWER, // actions
    TREE_STEP_IF_LATER,     // path, actions: `if path changes later`
    TREE_STEP_UNDO_WITH,    // path, args
    TREE_STEP_CANNOT_BE_UNDONE,
    TREE_STEP_MARK,    // names
    TREE_STEP_TAGGED,  // names
    TREE_STEP_ONLY_IF, // expr
    TREE_STEP_NEEDS,   // expr, text: because, or NULL
} TreeStepLineKind;

struct TreeStepLine {
    TreeStepLineKind kind;
    WritSpan span;
    TreeStepLine *next;
    union {
        TreeMeta *meta;
        TreeAct *act;
        TreeTiming *timing;
        TreePerformer *performer;
        TreePowers *powers;
        TreePath *path;
        TreeExpr *expr;
        TreeName *name;
    };
    union {
        TreeParties parties;
        TreeActions actions;
        TreePaths paths;
        TreeFills fills;
        TreeNames names;
        TreeArgs args;
        TreeText *text;
    };
};

typedef struct TreeStep {
    WritSpan span;
    TreeName *name;
    TreeText *title; // May be NULL.
    TreeStepLines lines;
} TreeStep;

// --- Items of a stage ---------------------------------------------------------------------

typedef enum TreeJoin {
    TREE_JOIN_ALL,
    TREE_JOIN_FIRST, // `, the first one done cancels the others`
} TreeJoin;

typedef enum TreeEachMode {
    TREE_EACH_AT_THE_SAME_TIME,
    TREE_EACH_ONE_AT_A_TIME,
} TreeEachMode;

typedef enum TreeItemKind {
    TREE_ITEM_STEP,      // step
    TREE_ITEM_SAME_TIME, // join, branches
    TREE_ITEM_FOR_EACH,  // name, list, where, mode, items
    TREE_ITEM_IF,        // arms
    TREE_ITEM_REPEAT,    // number, until, if_still_not, items
    TREE_ITEM_ROUTE, // action: go to, go back to, end the case as, skip to …, undo everything …
} TreeItemKind;

struct TreeItem {
    TreeItemKind kind;
    uint32_t depth; // At most TREE_DEPTH_MAX.
    WritSpan span;
    WritSpan heading; // The line that opens it.
    TreeItem *next;
    union {
        TreeStep *step;
        TreeJoin join;
        TreeEachMode mode;
        TreeLiteral *number;
        TreeAction *action;
    };
    TreeBranches branches;
    TreeArms arms;
    TreeItems items;
    TreeName *name;
    TreeExpr *list;
    TreeExpr *where; // May be NULL.
    TreeExpr *until;
    TreeActions if_still_not;
};

struct TreeBranch {
    WritSpan span;
    TreeName *name;
    TreeText *title; // May be NULL.
    TreeItems items;
    TreeBranch *next;
};

// `if`, `otherwise if` or `otherwise`.
struct TreeArm {
    WritSpan span;
    WritSpan heading;    // The line that opens it.
    TreeExpr *condition; // NULL for `otherwise`.
    TreeItems items;
    TreeArm *next;
};

typedef enum TreeStageLineKind {
    TREE_STAGE_META,
    TREE_STAGE_TIMING,
    TREE_STAGE_MARK, // names
} TreeStageLineKind;

struct TreeStageLine {
    TreeStageLineKind kind;
    WritSpan span;
    TreeStageLine *next;
    TreeMeta *meta;
    TreeTiming *timing;
    TreeNames names;
};

struct TreeStage {
    WritSpan span;
    bool detour;
    TreeName *name;
    TreeText *title; // May be NULL.
    TreeStageLines lines;
    TreeItems items; // At least one.
    TreeStage *next;
};

// --- Lines of a process -------------------------------------------------------------------

typedef enum TreeStartKind {
    TREE_START_EVENT,          // path, where
    TREE_START_REQUEST,        // parties
    TREE_START_MONTH_DAY,      // number, time: `every month on working day N at …`
    TREE_START_MONTH_LAST_DAY, // number, time: `every month on 3rd last …`; NULL: the last
    TREE_START_WEEK,           // weekday, time
    TREE_START_DAY,            // time
    TREE_START_RRULE,          // text, time
} TreeStartKind;

typedef struct TreeStart {
    TreeStartKind kind;
    WritSpan span;
    TreePath *path;
    TreeExpr *where; // May be NULL.
    TreeParties parties;
    TreeLiteral *number;
    TreeWeekday *weekday;
    TreeText *text;
    TreeLiteral *time;
} TreeStart;

typedef enum TreeSecond {
    TREE_SECOND_REFUSED, // `, refuse a second`
    TREE_SECOND_JOINED,  // `, join a second`
} TreeSecond;

typedef enum TreeCancellationLineKind {
    TREE_CANCELLATION_BY,          // performer
    TREE_CANCELLATION_ONLY_BEFORE, // name: a milestone
    TREE_CANCELLATION_MARK,        // names
    TREE_CANCELLATION_ACTIONS,     // actions: `on cancellation`
} TreeCancellationLineKind;

struct TreeCancellationLine {
    TreeCancellationLineKind kind;
    WritSpan span;
    TreeCancellationLine *next;
    TreePerformer *performer;
    TreeName *name;
    TreeNames names;
    TreeActions actions;
};

typedef struct TreeCancellation {
    WritSpan span;
    TreeText *title; // May be NULL.
    TreeCancellationLines lines;
} TreeCancellation;

// `if E happens [in STAGES] [where …] stop the work there, then …`.
typedef struct TreeHappens {
    WritSpan span;
    TreePath *event;
    TreeNames stages; // Empty: everywhere.
    TreeExpr *where;  // May be NULL.
    bool stops;       // Otherwise `go on with the work, and …`.
    TreeActions actions;
} TreeHappens;

typedef enum TreeProcessLineKind {
    TREE_PROCESS_META,
    TREE_PROCESS_OWNER, // party
    TREE_PROCESS_POWERS,
    TREE_PROCESS_STARTS,        // start
    TREE_PROCESS_STARTS_WITH,   // params
    TREE_PROCESS_STORES,        // param, at_start
    TREE_PROCESS_ONE_OPEN_CASE, // paths, second
    TREE_PROCESS_ENDS_AS,       // names
    TREE_PROCESS_TIMING,
    TREE_PROCESS_CANCELLATION,
    TREE_PROCESS_HAPPENS,
    TREE_PROCESS_NOBODY, // actions: `if no permitted person is available`
} TreeProcessLineKind;

struct TreeProcessLine {
    TreeProcessLineKind kind;
    WritSpan span;
    TreeProcessLine *next;
    union {
        TreeMeta *meta;
        TreeParty *party;
        TreePowers *powers;
        TreeStart *start;
        TreeParam *param;
        TreeTiming *timing;
        TreeCancellation *cancellation;
        TreeHappens *happens;
        TreeSecond second;
    };
    union {
        TreeParams params;
        TreeExpr *at_start; // STORES; may be NULL.
        TreePaths paths;
        TreeNames names;
        TreeActions actions;
    };
};

typedef struct TreeProcess {
    TreeProcessLines lines;
    TreeStages stages; // At least one.
} TreeProcess;

#endif
