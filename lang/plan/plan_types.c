// Types, fields and constants.
#include "plan/plan_check.h"

#include <string.h>

enum {
    LIST_DEPTH_MAX = 16,
    CURRENCY_LETTERS = 3,
    UNNAMED_DEPTH_MAX = 16,
    UNNAMED_FIELDS_MAX =
        10000, // Of unnamed records inside each other, every time they stand there.
};

static const WritType *type_at(const WritPlan *plan, WritTypeId type)
{
    return &plan->types.types[type];
}

WritTypeId plan_type_element(const WritPlan *plan, WritTypeId type)
{
    return type_at(plan, type)->kind == WRIT_TYPE_LIST ? type_at(plan, type)->index : WRIT_NONE;
}

static bool same_kind(const WritType *a, const WritType *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    if (a->kind == WRIT_TYPE_MONEY) {
        // A currency that is a sibling's is known only where the money is.
        return a->currency == 0 || b->currency == 0 || a->currency == b->currency;
    }
    if (a->kind == WRIT_TYPE_QUANTITY || a->kind == WRIT_TYPE_CHOICE ||
        a->kind == WRIT_TYPE_RECORD) {
        return a->index == b->index;
    }
    return true;
}

bool plan_type_same(const WritPlan *plan, WritTypeId a, WritTypeId b)
{
    while (same_kind(type_at(plan, a), type_at(plan, b))) {
        if (type_at(plan, a)->kind != WRIT_TYPE_LIST) {
            return true;
        }
        a = type_at(plan, a)->index;
        b = type_at(plan, b)->index;
    }
    return false;
}

bool plan_type_fits(const WritPlan *plan, WritTypeId from, WritTypeId to)
{
    return plan_type_same(plan, from, to) &&
           (!type_at(plan, from)->optional || type_at(plan, to)->optional);
}

bool plan_type_is_record(const WritPlan *plan, WritTypeId type, uint32_t record)
{
    return type_at(plan, type)->kind == WRIT_TYPE_RECORD && type_at(plan, type)->index == record;
}

bool plan_constant_fits(const WritPlan *plan, uint32_t constant, WritTypeId type)
{
    const WritValue *value = &plan->constants[constant];
    if (type_at(plan, type)->kind == WRIT_TYPE_MONEY && type_at(plan, type)->currency == 0) {
        return value->kind == WRIT_VALUE_MONEY;
    }
    return writ_value_fits(&plan->types, type, *value);
}

static WritStatus check_lists(const PlanChecker *checker, WritTypeId type)
{
    WritTypeId element = type;
    for (int depth = 0; depth < LIST_DEPTH_MAX; depth++) {
        element = plan_type_element(checker->plan, element);
        if (element == WRIT_NONE) {
            return WRIT_OK;
        }
    }
    return plan_damaged(checker, "type", type, "its lists are more than %d deep", LIST_DEPTH_MAX);
}

static bool is_currency(WritCode code)
{
    char letters[5];
    size_t length = writ_code_text(code, letters);
    return length == CURRENCY_LETTERS && writ_code(writ_text(letters)) == code;
}

static WritStatus check_type(const PlanChecker *checker, WritTypeId id)
{
    const WritType *type = type_at(checker->plan, id);
    if (type->kind == WRIT_TYPE_MONEY) {
        bool fixed = type->currency != 0;
        if ((fixed && !is_currency(type->currency)) ||
            (fixed && type->currency_field != WRIT_NONE)) {
            return plan_damaged(checker, "type", id, "its currency is wrong");
        }
    }
    return check_lists(checker, id);
}

// The field that holds the currency of `type` must be a sibling that is always there.
static bool has_currency(const WritPlan *plan, const WritRecordType *record, WritTypeId type)
{
    while (type_at(plan, type)->kind == WRIT_TYPE_LIST) {
        type = type_at(plan, type)->index;
    }
    uint32_t sibling = type_at(plan, type)->currency_field;
    if (type_at(plan, type)->kind != WRIT_TYPE_MONEY || sibling == WRIT_NONE) {
        return true;
    }
    if (sibling >= record->field_count) {
        return false;
    }
    const WritField *field = &record->fields[sibling];
    const WritType *currency = type_at(plan, field->type);
    return currency->kind == WRIT_TYPE_CURRENCY && !currency->optional &&
           field->computed == WRIT_NONE;
}

static WritStatus check_record(const PlanChecker *checker, uint32_t index)
{
    const WritRecordType *record = &checker->plan->types.records[index];
    for (uint32_t i = 0; i < record->field_count; i++) {
        const WritField *field = &record->fields[i];
        if (!has_currency(checker->plan, record, field->type)) {
            return plan_damaged(checker, "record", index, "field %u has no currency", i);
        }
        if (field->computed != WRIT_NONE && field->at_start != WRIT_NONE) {
            return plan_damaged(checker, "record", index, "field %u is computed and set", i);
        }
    }
    return WRIT_OK;
}

// A record without a name is told by its fields wherever it stands (`record with …`), so it may not
// hold itself, nor so many others that telling would take for ever.
typedef struct Telling {
    const WritPlan *plan;
    uint32_t *fields; // Of each record, what telling it takes; 0 is not known yet.
    unsigned char *open;
} Telling;

static uint32_t told_record(const WritPlan *plan, WritTypeId type)
{
    while (type_at(plan, type)->kind == WRIT_TYPE_LIST) {
        type = type_at(plan, type)->index;
    }
    return type_at(plan, type)->kind == WRIT_TYPE_RECORD ? type_at(plan, type)->index : WRIT_NONE;
}

static bool tell(const Telling *telling, uint32_t index, int depth)
{
    const WritRecordType *record = &telling->plan->types.records[index];
    if (record->name.length > 0 || telling->fields[index] != 0) {
        return true;
    }
    if (telling->open[index] != 0 || depth > UNNAMED_DEPTH_MAX) {
        return false;
    }
    telling->open[index] = 1;
    uint32_t fields = 1;
    for (uint32_t i = 0; i < record->field_count; i++) {
        uint32_t inner = told_record(telling->plan, record->fields[i].type);
        if (inner != WRIT_NONE && !tell(telling, inner, depth + 1)) {
            return false;
        }
        fields += 1 + (inner == WRIT_NONE ? 0 : telling->fields[inner]);
        if (fields > UNNAMED_FIELDS_MAX) {
            return false;
        }
    }
    telling->open[index] = 0;
    telling->fields[index] = fields;
    return true;
}

static WritStatus check_unnamed(PlanChecker *checker)
{
    uint32_t count = checker->plan->types.record_count;
    Telling telling = {.plan = checker->plan};
    telling.fields = writ_arena_array(checker->scratch, count, sizeof *telling.fields);
    telling.open = writ_arena_alloc(checker->scratch, count);
    for (uint32_t i = 0; i < count; i++) {
        if (!tell(&telling, i, 1)) {
            return plan_damaged(checker, "record", i,
                                "it has no name and holds itself or too much");
        }
    }
    return WRIT_OK;
}

static bool tag_is_known(const WritTypes *types, const WritValue *value)
{
    if (value->kind == WRIT_VALUE_QUANTITY) {
        return value->tag < types->unit_count;
    }
    if (value->kind == WRIT_VALUE_CHOICE) {
        return value->tag < types->choice_count && value->integer >= 0 &&
               value->integer < (int64_t)types->choices[value->tag].value_count;
    }
    return value->kind != WRIT_VALUE_RECORD && value->kind != WRIT_VALUE_LIST &&
           value->kind != WRIT_VALUE_DOCUMENT; // The case has those.
}

// A constant is a scalar or a list of scalars; records are made by WRIT_OP_RECORD.
static WritStatus check_constant(PlanChecker *checker, uint32_t index)
{
    const WritTypes *types = &checker->plan->types;
    const WritValue *value = &checker->plan->constants[index];
    bool known = true;
    if (value->kind != WRIT_VALUE_LIST) {
        known = tag_is_known(types, value);
    } else {
        for (uint32_t i = 0; i < value->list->count; i++) {
            known = known && tag_is_known(types, &value->list->items[i]);
        }
    }
    return known ? WRIT_OK
                 : plan_damaged(checker, "constant", index, "its type is not in the plan");
}

WritStatus plan_check_types(PlanChecker *checker)
{
    const WritTypes *types = &checker->plan->types;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < types->type_count; i++) {
        status = check_type(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < types->record_count; i++) {
        status = check_record(checker, i);
    }
    if (status == WRIT_OK) {
        status = check_unnamed(checker);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < types->choice_count; i++) {
        if (types->choices[i].value_count == 0) {
            status = plan_damaged(checker, "choice", i, "it has no values");
        }
    }
    for (uint32_t i = 0; status == WRIT_OK && i < checker->plan->constant_count; i++) {
        status = check_constant(checker, i);
    }
    return status;
}
