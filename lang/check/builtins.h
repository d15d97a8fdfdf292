// What builtins.def says, as tables; and how a feature of a later version is refused.
#ifndef CHECK_BUILTINS_H
#define CHECK_BUILTINS_H

#include "check/checker.h"

typedef enum Later {
#define LATER(code, what, until) LATER_##code,
#include "check/later.def"
#undef LATER
    LATER_NOT, // It is there.
} Later;

// "… comes with a later version of writ", and what to write until then.
WritDiag *check_later(Checker *checker, Later feature, WritSpan span);

typedef enum TypeShape {
    SHAPE_PLAIN,
    SHAPE_CURRENCY,
    SHAPE_UNIT,
    SHAPE_CONTEXT,
} TypeShape;

typedef struct BuiltinType {
    const char *word;
    WritTypeKind kind;
    TypeShape shape;
    Later later;
} BuiltinType;

typedef struct BuiltinFunction {
    const char *word;
    WritBuiltin builtin;
    uint32_t count;
    Later later;
} BuiltinFunction;

// What can be read of a Document.
typedef struct BuiltinPart {
    const char *word;
    WritBuiltin builtin;
    WritTypeKind kind;
} BuiltinPart;

typedef enum WordNeeds {
    NEEDS_NOTHING,
    NEEDS_TASK,
    NEEDS_DUE,
    NEEDS_ASSIGNEE,
    NEEDS_BREACH,
} WordNeeds;

typedef struct BuiltinWord {
    const char *word;
    const char *member;  // Empty: every member.
    const char *further; // Empty where the member has none.
    WritContextWord context;
    WritTypeKind kind;
    WordNeeds needs;
    Later later;
} BuiltinWord;

void check_builtins_start(Checker *checker);
const BuiltinType *check_builtin_type(const Checker *checker, WritName word); // May be NULL.
const BuiltinFunction *check_builtin_function(const Checker *checker, WritName word);
const BuiltinPart *check_builtin_part(WritText word); // May be NULL.
bool check_is_context_word(const Checker *checker, WritName word);
// The entry of `word.member…`; NULL when there is none.
const BuiltinWord *check_builtin_word(const Checker *checker, const TreePath *path);
// "number", or "title, since and due": what may follow a context word. In the arena.
const char *check_word_members(Checker *checker, WritName word);
// "Boolean, Number, …": for a message about an unknown type. In the arena.
const char *check_builtin_types_text(Checker *checker);

#endif
