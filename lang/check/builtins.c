// The lists of builtins.def and later.def as arrays, found by name.
#include "check/builtins.h"

#include <assert.h>
#include <stddef.h>

static const BuiltinType TYPES[] = {
#define BUILTIN_TYPE(word, kind, shape) {word, WRIT_TYPE_##kind, SHAPE_##shape, LATER_NOT},
#define BUILTIN_LATER_TYPE(word, later) {word, WRIT_TYPE_TEXT, SHAPE_PLAIN, LATER_##later},
#include "check/builtins.def"
};

static const BuiltinFunction FUNCTIONS[] = {
#define BUILTIN_FUNCTION(word, builtin, count) {word, WRIT_BUILTIN_##builtin, count, LATER_NOT},
#define BUILTIN_LATER_FUNCTION(word, later) {word, WRIT_BUILTIN_SHARE, 0, LATER_##later},
#include "check/builtins.def"
};

static const BuiltinPart PARTS[] = {
#define BUILTIN_PART(word, builtin, kind) {word, WRIT_BUILTIN_##builtin, WRIT_TYPE_##kind},
#include "check/builtins.def"
};

static const BuiltinWord WORDS[] = {
#define BUILTIN_WORD(word, member, further, context, kind, needs)                                  \
    {word, member, further, WRIT_CONTEXT_##context, WRIT_TYPE_##kind, NEEDS_##needs, LATER_NOT},
#define BUILTIN_LATER_WORD(word, member, later)                                                    \
    {word, member, "", WRIT_CONTEXT_CASE_NUMBER, WRIT_TYPE_TEXT, NEEDS_NOTHING, LATER_##later},
#include "check/builtins.def"
};

enum {
    TYPE_COUNT = sizeof TYPES / sizeof TYPES[0],
    FUNCTION_COUNT = sizeof FUNCTIONS / sizeof FUNCTIONS[0],
    PART_COUNT = sizeof PARTS / sizeof PARTS[0],
    WORD_COUNT = sizeof WORDS / sizeof WORDS[0],
};

typedef struct Feature {
    DiagCode code;
    const char *what;
    const char *until;
} Feature;

static const Feature FEATURES[] = {
#define LATER(code, what, until) {DIAG_LATER_##code, what, until},
#include "check/later.def"
#undef LATER
};

WritDiag *check_later(Checker *checker, Later feature, WritSpan span)
{
    assert(feature < LATER_NOT);
    const Feature *entry = &FEATURES[feature];
    WritDiag *diag = diag_error(checker->diags, entry->code, span,
                                "%s comes with a later version of writ", entry->what);
    diag_hint(diag, "%s", entry->until);
    return diag;
}

// The tables hold pointers to constants, which nobody writes through.
static void put(Checker *checker, NameTable *table, const char *word, const void *entry)
{
    check_names_put(table, checker->arena, check_word(checker, word), (void *)(uintptr_t)entry);
}

void check_builtins_start(Checker *checker)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        put(checker, &checker->builtin_types, TYPES[i].word, &TYPES[i]);
    }
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        put(checker, &checker->builtin_functions, FUNCTIONS[i].word, &FUNCTIONS[i]);
    }
    for (size_t i = WORD_COUNT; i-- > 0;) {
        put(checker, &checker->context_words, WORDS[i].word, &WORDS[i]);
    }
}

const BuiltinType *check_builtin_type(const Checker *checker, WritName word)
{
    return check_names_find(&checker->builtin_types, word);
}

const BuiltinFunction *check_builtin_function(const Checker *checker, WritName word)
{
    return check_names_find(&checker->builtin_functions, word);
}

const BuiltinPart *check_builtin_part(WritText word)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (writ_text_is(word, PARTS[i].word)) {
            return &PARTS[i];
        }
    }
    return NULL;
}

bool check_is_context_word(const Checker *checker, WritName word)
{
    return check_names_find(&checker->context_words, word) != NULL;
}

// The entries of a word that follows `entry`; NULL behind the last.
static const BuiltinWord *next_of_word(const BuiltinWord *entry)
{
    for (const BuiltinWord *next = entry + 1; next < WORDS + WORD_COUNT; next++) {
        if (writ_text_equal(writ_text(next->word), writ_text(entry->word))) {
            return next;
        }
    }
    return NULL;
}

static bool is_part(const TreeName *name, const char *text)
{
    return text[0] == '\0' ? name == NULL : name != NULL && writ_text_is(name->text, text);
}

static bool is_entry(const BuiltinWord *entry, const TreePath *path)
{
    const TreeName *member = path->parts.first->next;
    if (entry->later != LATER_NOT) {
        return entry->member[0] == '\0' || is_part(member, entry->member);
    }
    return is_part(member, entry->member) && is_part(member->next, entry->further) &&
           path->parts.count <= 3;
}

const BuiltinWord *check_builtin_word(const Checker *checker, const TreePath *path)
{
    const BuiltinWord *entry = check_names_find(&checker->context_words, path->parts.first->name);
    while (entry != NULL && !is_entry(entry, path)) {
        entry = next_of_word(entry);
    }
    return entry;
}

const char *check_word_members(Checker *checker, WritName word)
{
    WritBuffer *out = checker->scratch;
    writ_buffer_clear(out);
    const BuiltinWord *entry = check_names_find(&checker->context_words, word);
    for (; entry != NULL; entry = next_of_word(entry)) {
        if (entry->later == LATER_NOT) {
            const char *dot = entry->further[0] == '\0' ? "" : ".";
            writ_buffer_format(out, "%s%s%s%s", out->length == 0 ? "" : ", ", entry->member, dot,
                               entry->further);
        }
    }
    return check_scratch_text(checker).data;
}

const char *check_builtin_types_text(Checker *checker)
{
    WritBuffer *out = checker->scratch;
    writ_buffer_clear(out);
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (TYPES[i].later == LATER_NOT && TYPES[i].shape != SHAPE_CONTEXT) {
            writ_buffer_format(out, "%s%s", out->length == 0 ? "" : ", ", TYPES[i].word);
        }
    }
    return check_scratch_text(checker).data;
}
