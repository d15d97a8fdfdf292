// The small nodes of the tree: names, paths, texts, literals, types, parameters.
//
// Every node has the span of what it was read from; a heading's span runs to the end of its last
// line. Texts point into the source or the arena of the tree. A pointer is NULL only where its
// comment says so.
#ifndef SYNTAX_TREE_BASICS_H
#define SYNTAX_TREE_BASICS_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/names.h"
#include "writ/source.h"
#include "writ/text.h"

#define TREE_LIST(element, list, name)                                                             \
    typedef struct element element;                                                                \
    typedef struct list {                                                                          \
        element *first;                                                                            \
        element *last;                                                                             \
        uint32_t count;                                                                            \
    } list;
#include "syntax/lists.def"
#undef TREE_LIST

// A name (`snake_case`), type name (`PascalCase`) or code (`EUR`).
struct TreeName {
    WritSpan span;
    WritName name; // Equal texts of one compilation have equal numbers.
    WritText text;
    TreeName *next;
};

// `order.customer.number`: at least one part.
struct TreePath {
    WritSpan span;
    TreeNames parts;
    TreePath *next;
};

// A number, percentage, date, time, version or position as it was written. `text` is without the
// spaces between groups of digits and without the percent sign.
typedef struct TreeLiteral {
    WritSpan span;
    WritText text;
} TreeLiteral;

typedef enum TreeUnit {
    TREE_UNIT_SECOND,
    TREE_UNIT_MINUTE,
    TREE_UNIT_HOUR,
    TREE_UNIT_DAY,
    TREE_UNIT_WEEK,
    TREE_UNIT_MONTH,
    TREE_UNIT_YEAR,
    TREE_UNIT_WORKING_DAY,
    TREE_UNIT_WORKING_HOUR,
} TreeUnit;

typedef struct TreeDuration {
    WritSpan span;
    TreeLiteral number;
    TreeUnit unit;
} TreeDuration;

// Monday is 1.
typedef struct TreeWeekday {
    WritSpan span;
    uint32_t number;
} TreeWeekday;

// A text in quotes. Without `{ }` all of it is `plain` and `parts` is empty; otherwise the parts
// follow one another: a piece of text, an expression, …
//
// A `"""` text loses the line break after its opening quotes, the line break and spaces before its
// closing ones, and the spaces at the start and end of each line: indentation means nothing.
typedef struct TreeText {
    WritSpan span;
    WritText plain;
    TreeTextParts parts;
} TreeText;

struct TreeTextPart {
    WritSpan span;
    WritText text;  // Where `expr` is NULL.
    TreeExpr *expr; // May be NULL.
    TreeTextPart *next;
};

typedef enum TreeTypeKind {
    TREE_TYPE_NAMED,    // name [in code | in path]
    TREE_TYPE_OPTIONAL, // of
    TREE_TYPE_LIST,     // of
    TREE_TYPE_RESULT,   // result_of
    TREE_TYPE_RECORD, // `record with …`: params; only as the type of a parameter that stands alone
} TreeTypeKind;

typedef struct TreeType TreeType;
struct TreeType {
    TreeTypeKind kind;
    uint32_t depth; // At most TREE_DEPTH_MAX.
    WritSpan span;
    TreeName *name;      // NAMED.
    TreeName *in_code;   // NAMED: `Money in EUR`, or NULL.
    TreePath *in_path;   // NAMED: `Money in currency`, `Quantity in pcs`, or NULL.
    TreeType *of;        // OPTIONAL, LIST.
    TreePath *result_of; // RESULT.
    TreeParams params;   // RECORD.
};

// `name : type`.
struct TreeParam {
    WritSpan span;
    TreeName *name;
    TreeType *type;
    TreeParam *next;
};

typedef enum TreeMetaKind {
    TREE_META_PURPOSE,  // text
    TREE_META_PER,      // text
    TREE_META_IN_FORCE, // from, through
} TreeMetaKind;

struct TreeMeta {
    TreeMetaKind kind;
    WritSpan span;
    TreeText *text;       // PURPOSE, PER.
    TreeLiteral *from;    // IN_FORCE.
    TreeLiteral *through; // IN_FORCE; may be NULL.
    TreeMeta *next;
};

#endif
