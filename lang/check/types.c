// Types are interned by their bytes: WritType is plain data without holes that matter.
#include "check/types.h"

#include <assert.h>
#include <string.h>

#include "check/builtins.h"

enum { TYPES_FIRST = 128, SCALARS = WRIT_TYPE_CALENDAR + 1 };

static uint64_t hash_of(const WritType *type)
{
    uint64_t hash = (uint64_t)type->kind * 2 + (type->optional ? 1 : 0);
    hash = (hash ^ type->index) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ type->currency) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ type->currency_field) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static bool is_equal(const WritType *a, const WritType *b)
{
    return a->kind == b->kind && a->optional == b->optional && a->index == b->index &&
           a->currency == b->currency && a->currency_field == b->currency_field;
}

static uint32_t slot_of(const Checker *checker, const WritType *type)
{
    uint32_t mask = checker->type_slot_count - 1;
    uint32_t at = (uint32_t)hash_of(type) & mask;
    while (checker->type_slots[at] != 0 &&
           !is_equal(&checker->model->types[checker->type_slots[at]], type)) {
        at = (at + 1) & mask;
    }
    return at;
}

static void rehash(Checker *checker)
{
    const Model *model = checker->model;
    checker->type_slot_count =
        checker->type_slot_count == 0 ? 2 * (uint32_t)TYPES_FIRST : checker->type_slot_count * 2;
    checker->type_slots =
        writ_arena_array(checker->arena, checker->type_slot_count, sizeof *checker->type_slots);
    for (uint32_t i = 1; i < model->type_count; i++) {
        checker->type_slots[slot_of(checker, &model->types[i])] = i;
    }
}

TypeId check_type_intern(Checker *checker, WritType type)
{
    Model *model = checker->model;
    uint32_t slot = slot_of(checker, &type);
    if (checker->type_slots[slot] != 0) {
        return checker->type_slots[slot];
    }
    model->types = check_grow(checker->arena, model->types, model->type_count,
                              &model->type_capacity, sizeof *model->types);
    TypeId id = model->type_count++;
    model->types[id] = type;
    checker->type_slots[slot] = id;
    if (model->type_count * 2 > checker->type_slot_count) {
        rehash(checker);
    }
    return id;
}

static WritType scalar(WritTypeKind kind)
{
    return (WritType){.kind = kind, .index = WRIT_NONE, .currency_field = WRIT_NONE};
}

// Scalars come first, so that the number of a scalar type follows from its kind.
void check_types_start(Checker *checker)
{
    Model *model = checker->model;
    model->types = check_grow(checker->arena, NULL, 0, &model->type_capacity, sizeof *model->types);
    model->type_count = 1; // TYPE_UNKNOWN
    rehash(checker);
    for (uint32_t kind = 0; kind < SCALARS; kind++) {
        TypeId id = check_type_intern(checker, scalar((WritTypeKind)kind));
        assert(id == kind + 1);
        (void)id;
    }
}

TypeId check_type_scalar(Checker *checker, WritTypeKind kind)
{
    (void)checker;
    return (TypeId)kind + 1;
}

TypeId check_type_money(Checker *checker, WritCode currency)
{
    WritType type = scalar(WRIT_TYPE_MONEY);
    type.currency = currency;
    return check_type_intern(checker, type);
}

TypeId check_type_list(Checker *checker, TypeId element)
{
    if (element == TYPE_UNKNOWN) {
        return TYPE_UNKNOWN;
    }
    WritType type = scalar(WRIT_TYPE_LIST);
    type.index = element;
    return check_type_intern(checker, type);
}

TypeId check_type_optional(Checker *checker, TypeId type)
{
    if (type == TYPE_UNKNOWN || checker->model->types[type].optional) {
        return type;
    }
    WritType optional = checker->model->types[type];
    optional.optional = true;
    return check_type_intern(checker, optional);
}

TypeId check_type_required(Checker *checker, TypeId type)
{
    if (type == TYPE_UNKNOWN || !checker->model->types[type].optional) {
        return type;
    }
    WritType required = checker->model->types[type];
    required.optional = false;
    return check_type_intern(checker, required);
}

const WritType *check_type(const Checker *checker, TypeId type)
{
    assert(type != TYPE_UNKNOWN && type < checker->model->type_count);
    return &checker->model->types[type];
}

bool check_type_is(const Checker *checker, TypeId type, WritTypeKind kind)
{
    return type != TYPE_UNKNOWN && check_type(checker, type)->kind == kind;
}

bool check_type_is_optional(const Checker *checker, TypeId type)
{
    return type != TYPE_UNKNOWN && check_type(checker, type)->optional;
}

const Record *check_type_record(const Checker *checker, TypeId type)
{
    return check_type_is(checker, type, WRIT_TYPE_RECORD)
               ? checker->model->records[check_type(checker, type)->index]
               : NULL;
}

const Choice *check_type_choice(const Checker *checker, TypeId type)
{
    return check_type_is(checker, type, WRIT_TYPE_CHOICE)
               ? checker->model->choices[check_type(checker, type)->index]
               : NULL;
}

bool check_type_is_numeric(const Checker *checker, TypeId type)
{
    return check_type_is(checker, type, WRIT_TYPE_NUMBER) ||
           check_type_is(checker, type, WRIT_TYPE_PERCENT) ||
           check_type_is(checker, type, WRIT_TYPE_MONEY) ||
           check_type_is(checker, type, WRIT_TYPE_QUANTITY);
}

bool check_type_is_ordered(const Checker *checker, TypeId type)
{
    switch (check_type(checker, type)->kind) {
    case WRIT_TYPE_NUMBER:
    case WRIT_TYPE_PERCENT:
    case WRIT_TYPE_MONEY:
    case WRIT_TYPE_QUANTITY:
    case WRIT_TYPE_DATE:
    case WRIT_TYPE_TIME:
    case WRIT_TYPE_INSTANT:
    case WRIT_TYPE_DURATION:
    case WRIT_TYPE_MONTH:
        return true;
    case WRIT_TYPE_CHOICE:
        return check_type_choice(checker, type)->ordered;
    case WRIT_TYPE_BOOLEAN:
    case WRIT_TYPE_WORKING_TIME:
    case WRIT_TYPE_TEXT:
    case WRIT_TYPE_PERSON:
    case WRIT_TYPE_ROLE:
    case WRIT_TYPE_CALENDAR:
    case WRIT_TYPE_COUNTRY:
    case WRIT_TYPE_CURRENCY:
    case WRIT_TYPE_DOCUMENT:
    case WRIT_TYPE_LIST:
    case WRIT_TYPE_RECORD:
        return false;
    }
    WRIT_UNREACHABLE();
}

bool check_type_is_plain(const Checker *checker, TypeId type)
{
    return !check_type_is(checker, type, WRIT_TYPE_LIST) &&
           !check_type_is(checker, type, WRIT_TYPE_RECORD);
}

bool check_type_is_key(const Checker *checker, TypeId type)
{
    return check_type_is_plain(checker, type) && !check_type_is(checker, type, WRIT_TYPE_DOCUMENT);
}

bool check_given_word(Checker *checker, const TreeParam *param, const char *what, WritSpan *task,
                      WritSpan *breach)
{
    if (param->type->kind != TREE_TYPE_NAMED) {
        return false;
    }
    const BuiltinType *builtin = check_builtin_type(checker, param->type->name->name);
    if (builtin == NULL || builtin->shape != SHAPE_CONTEXT) {
        return false;
    }
    bool is_task = writ_text_equal(writ_text(builtin->word), writ_text("Task"));
    WritSpan *first = is_task ? task : breach;
    if (first == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TASK_TYPE, param->span,
                                    "a %s speaks of no %s", what, is_task ? "task" : "breach");
        diag_hint(diag, "Leave the line out.");
        return true;
    }
    if (param->name->name != (is_task ? checker->words.task : checker->words.breach)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TASK_TYPE, param->span,
                                    "the %s that a %s speaks of is called \"%s\"",
                                    is_task ? "task" : "breach", what, is_task ? "task" : "breach");
        diag_hint(diag, "Write \"given %s\".", is_task ? "task : Task" : "breach : Breach");
    }
    if (first->start == 0) {
        *first = param->span;
    }
    return true;
}
