// Expressions, arguments and decision tables, with their structure as it was written.
#ifndef SYNTAX_TREE_EXPR_H
#define SYNTAX_TREE_EXPR_H

#include "syntax/tree_basics.h"

typedef enum TreeExprKind {
    TREE_EXPR_NUMBER,    // literal
    TREE_EXPR_AMOUNT,    // literal, name: `50 000 EUR`, `12 kg`
    TREE_EXPR_PERCENT,   // literal
    TREE_EXPR_DURATION,  // duration
    TREE_EXPR_DATE,      // literal
    TREE_EXPR_DATE_TIME, // literal, time
    TREE_EXPR_TIME,      // literal
    TREE_EXPR_CODE,      // name: `EUR`, `DAP`
    TREE_EXPR_YES,
    TREE_EXPR_NO,
    TREE_EXPR_NONE,
    TREE_EXPR_TEXT,             // text
    TREE_EXPR_PATH,             // path
    TREE_EXPR_CALL,             // name, values: `share(a, b)`
    TREE_EXPR_RECORD,           // name, args: `Address(city = a)`
    TREE_EXPR_WORKING_DAY,      // literal, path: `working day 3 of cycle.month`
    TREE_EXPR_LAST_WORKING_DAY, // literal, path: `3rd last working day of …`; NULL: the last
    TREE_EXPR_AT_TIME,          // left, time: `order.ready_on at 14:00`
    TREE_EXPR_MINUS,            // left
    TREE_EXPR_NOT,              // left
    TREE_EXPR_BINARY,           // op, left, right
    TREE_EXPR_IS,               // left, negated, is; right where is = VALUE
    TREE_EXPR_IN,               // left, negated, range; right, high, values as the range says
    TREE_EXPR_QUANTIFIED, // quantifier, name, list, condition: `every x in list has condition`
    TREE_EXPR_COUNT,      // name, list, condition: `count of x in list [where condition]`
    TREE_EXPR_SUM,        // left, name, list, condition: `sum of left for x in list [where …]`
    TREE_EXPR_LIST,       // values, none for `[]`: `[a, b]`, as an argument alone
} TreeExprKind;

typedef enum TreeOp {
    TREE_OP_OR,
    TREE_OP_AND,
    TREE_OP_EQUAL,
    TREE_OP_NOT_EQUAL,
    TREE_OP_LESS,
    TREE_OP_AT_MOST,
    TREE_OP_GREATER,
    TREE_OP_AT_LEAST,
    TREE_OP_OR_ELSE,
    TREE_OP_PLUS,
    TREE_OP_MINUS,
    TREE_OP_TIMES,
    TREE_OP_DIVIDED,
} TreeOp;

typedef enum TreeIs {
    TREE_IS_MISSING,
    TREE_IS_PRESENT,
    TREE_IS_EMPTY,
    TREE_IS_VALUE,
} TreeIs;

typedef enum TreeRange {
    TREE_RANGE_VALUE,    // right: a list, or something that has elements
    TREE_RANGE_TO,       // right to high, both included
    TREE_RANGE_TO_BELOW, // right to below high
    TREE_RANGE_VALUES,   // values: `[a, b]`
} TreeRange;

typedef enum TreeQuantifier {
    TREE_QUANTIFIER_EVERY,
    TREE_QUANTIFIER_SOME,
    TREE_QUANTIFIER_NO,
} TreeQuantifier;

struct TreeExpr {
    TreeExprKind kind;
    uint16_t depth;  // At most TREE_DEPTH_MAX: a walk may recurse.
    uint16_t parens; // Pairs of parentheses around it; they are outside `span`.
    WritSpan span;
    TreeExpr *next; // In a list of values.
    union {
        TreeOp op;
        TreeIs is;
        TreeRange range;
        TreeQuantifier quantifier;
    };
    bool negated; // IS: `is not`; IN: `not in`.
    TreeExpr *left;
    TreeExpr *right;
    TreeExpr *high;
    TreeExpr *list;
    TreeExpr *condition; // COUNT, SUM: may be NULL.
    union {
        TreeName *name;
        TreePath *path;
        TreeText *text;
        TreeDuration *duration;
    };
    union {
        TreeLiteral *literal;
        TreeExprs values;
        TreeArgs args;
    };
    TreeLiteral *time; // DATE_TIME, AT_TIME.
};

// `order.number = expr`.
struct TreeArg {
    WritSpan span;
    TreePath *path;
    TreeExpr *expr;
    TreeArg *next;
};

typedef enum TreeCellKind {
    TREE_CELL_ANY,
    TREE_CELL_MISSING,
    TREE_CELL_PRESENT,
    TREE_CELL_BELOW,       // `below high`
    TREE_CELL_UP_TO,       // `up to high`
    TREE_CELL_ABOVE,       // `above low`
    TREE_CELL_ABOVE_UP_TO, // `above low up to high`
    TREE_CELL_ABOVE_BELOW, // `above low below high`
    TREE_CELL_OR_MORE,     // `low or more`
    TREE_CELL_TO,          // `low to high`
    TREE_CELL_TO_BELOW,    // `low to below high`
    TREE_CELL_VALUES,      // `a, b`: at least one value
    TREE_CELL_NOT_VALUES,  // `not a, b`
} TreeCellKind;

struct TreeCell {
    TreeCellKind kind;
    WritSpan span;
    TreeExpr *low;
    TreeExpr *high;
    TreeExprs values;
    TreeCell *next;
};

struct TreeRow {
    WritSpan span;
    TreeName *label;
    TreeCells conditions; // May be more or fewer than the columns of the head: the checker tells.
    TreeCells results;
    TreeRow *next;
};

// Of a decision, or of the `cases` of a scenario.
typedef struct TreeTable {
    WritSpan span;
    WritSpan head;
    TreePaths conditions; // At least one.
    TreePaths results;    // At least one.
    TreeRows rows;        // At least one.
} TreeTable;

#endif
