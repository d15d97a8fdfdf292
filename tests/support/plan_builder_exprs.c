// Expressions, with their types worked out.
#include "support/plan_builder_inside.h"
#include "writ/json.h"

static const WritType *type_of(PlanBuilder *b, uint32_t expr)
{
    return &b->plan.types.types[b->plan.exprs[expr].type];
}

static WritTypeId required(PlanBuilder *b, uint32_t expr)
{
    return builder_required(b, b->plan.exprs[expr].type);
}

uint32_t build_expr(PlanBuilder *b, WritExpr expr)
{
    return builder_push(b, offsetof(WritPlan, exprs), offsetof(WritPlan, expr_count), &expr,
                        sizeof expr);
}

uint32_t build_operands(PlanBuilder *b, const uint32_t *numbers, uint32_t count)
{
    uint32_t start = b->plan.operand_count;
    for (uint32_t i = 0; i < count; i++) {
        (void)builder_push(b, offsetof(WritPlan, operands), offsetof(WritPlan, operand_count),
                           &numbers[i], sizeof numbers[i]);
    }
    return start;
}

uint32_t build_value(PlanBuilder *b, WritTypeId type, const char *text)
{
    WritValue value = {0};
    WritError error;
    if (writ_value_parse(&value, b->arena, &b->plan.types, type, builder_text(b, text), &error) !=
        WRIT_OK) {
        builder_give_up(text, error.text);
    }
    return builder_push(b, offsetof(WritPlan, constants), offsetof(WritPlan, constant_count),
                        &value, sizeof value);
}

uint32_t build_constant(PlanBuilder *b, WritTypeId type, const char *text)
{
    return build_expr(
        b,
        (WritExpr){.operation = WRIT_OP_CONSTANT, .type = type, .a = build_value(b, type, text)});
}

uint32_t build_number(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_NUMBER), text);
}

uint32_t build_words(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_TEXT), text);
}

uint32_t build_none(PlanBuilder *b, WritTypeId type)
{
    WritValue missing = {0};
    uint32_t constant = builder_push(b, offsetof(WritPlan, constants),
                                     offsetof(WritPlan, constant_count), &missing, sizeof missing);
    return build_expr(b, (WritExpr){.operation = WRIT_OP_CONSTANT, .type = type, .a = constant});
}

// The fields that `path` names, from the record that `expr` gives.
static uint32_t read_fields(PlanBuilder *b, uint32_t expr, WritText path)
{
    WritText name;
    while (path.length > 0 && builder_next(&path, '.', &name)) {
        const WritType *type = type_of(b, expr);
        if (type->kind != WRIT_TYPE_RECORD) {
            builder_give_up("not a record", name.data);
        }
        const WritRecordType *record = &b->plan.types.records[type->index];
        uint32_t field = writ_types_find_field(record, name);
        if (field == WRIT_NONE) {
            builder_give_up("no such field", name.data);
        }
        expr = build_expr(b, (WritExpr){.operation = WRIT_OP_FIELD,
                                        .type = record->fields[field].type,
                                        .a = expr,
                                        .b = field});
    }
    return expr;
}

static uint32_t find_slot(PlanBuilder *b, WritText name)
{
    for (uint32_t i = b->plan.slot_count; i > 0; i--) {
        if (writ_text_equal(b->plan.slots[i - 1].name, name)) {
            return i - 1;
        }
    }
    builder_give_up("no such slot", name.data);
}

uint32_t build_read(PlanBuilder *b, const char *path)
{
    WritText rest = builder_text(b, path);
    WritText name;
    (void)builder_next(&rest, '.', &name);
    uint32_t slot = find_slot(b, name);
    uint32_t expr = build_expr(
        b, (WritExpr){.operation = WRIT_OP_SLOT, .type = b->plan.slots[slot].type, .a = slot});
    return read_fields(b, expr, rest);
}

uint32_t build_self(PlanBuilder *b, uint32_t record, const char *path)
{
    uint32_t self =
        build_expr(b, (WritExpr){.operation = WRIT_OP_SELF, .type = build_record_type(b, record)});
    return read_fields(b, self, builder_text(b, path));
}

uint32_t build_event_read(PlanBuilder *b, uint32_t record, const char *path)
{
    uint32_t event =
        build_expr(b, (WritExpr){.operation = WRIT_OP_EVENT, .type = build_record_type(b, record)});
    return read_fields(b, event, builder_text(b, path));
}

uint32_t build_local(PlanBuilder *b, uint32_t number, WritTypeId type, const char *path)
{
    uint32_t local =
        build_expr(b, (WritExpr){.operation = WRIT_OP_LOCAL, .type = type, .a = number});
    return read_fields(b, local, builder_text(b, path));
}

static bool carries_unit(const WritType *type)
{
    return type->kind == WRIT_TYPE_MONEY || type->kind == WRIT_TYPE_QUANTITY;
}

static WritTypeId product_type(PlanBuilder *b, uint32_t a, uint32_t second)
{
    bool keeps_second = carries_unit(type_of(b, second)) ||
                        (!carries_unit(type_of(b, a)) && type_of(b, a)->kind == WRIT_TYPE_PERCENT);
    return required(b, keeps_second ? second : a);
}

static WritTypeId result_type(PlanBuilder *b, WritOperation operation, uint32_t a, uint32_t second)
{
    if (operation == WRIT_OP_MULTIPLY) {
        return product_type(b, a, second);
    }
    if (operation == WRIT_OP_ADD || operation == WRIT_OP_SUBTRACT || operation == WRIT_OP_NEGATE) {
        return required(b, a);
    }
    if (operation == WRIT_OP_OR_ELSE) {
        return type_of(b, second)->optional ? b->plan.exprs[a].type : required(b, a);
    }
    return build_plain(b, operation == WRIT_OP_PERSON_NAME ? WRIT_TYPE_TEXT : WRIT_TYPE_BOOLEAN);
}

uint32_t build_one(PlanBuilder *b, WritOperation operation, uint32_t a)
{
    return build_expr(
        b, (WritExpr){.operation = operation, .type = result_type(b, operation, a, a), .a = a});
}

uint32_t build_two(PlanBuilder *b, WritOperation operation, uint32_t a, uint32_t second)
{
    return build_expr(b, (WritExpr){.operation = operation,
                                    .type = result_type(b, operation, a, second),
                                    .a = a,
                                    .b = second});
}

uint32_t build_range(PlanBuilder *b, WritOperation operation, uint32_t a, uint32_t low,
                     uint32_t high)
{
    return build_expr(b, (WritExpr){.operation = operation,
                                    .type = build_plain(b, WRIT_TYPE_BOOLEAN),
                                    .a = a,
                                    .b = low,
                                    .c = high});
}

uint32_t build_in_set(PlanBuilder *b, uint32_t a, const uint32_t *members, uint32_t count)
{
    return build_expr(b, (WritExpr){.operation = WRIT_OP_IN_SET,
                                    .type = build_plain(b, WRIT_TYPE_BOOLEAN),
                                    .a = a,
                                    .b = build_operands(b, members, count),
                                    .c = count});
}

uint32_t build_over(PlanBuilder *b, WritOperation operation, uint32_t list, uint32_t condition,
                    uint32_t local)
{
    WritTypeKind kind = operation == WRIT_OP_COUNT ? WRIT_TYPE_NUMBER : WRIT_TYPE_BOOLEAN;
    return build_expr(b, (WritExpr){.operation = operation,
                                    .type = build_plain(b, kind),
                                    .a = list,
                                    .b = condition,
                                    .c = local});
}

uint32_t build_sum(PlanBuilder *b, uint32_t list, uint32_t condition, uint32_t local,
                   uint32_t summed)
{
    return build_expr(b, (WritExpr){.operation = WRIT_OP_SUM,
                                    .type = required(b, summed),
                                    .a = list,
                                    .b = condition,
                                    .c = local,
                                    .extra = summed});
}

static uint32_t call(PlanBuilder *b, WritBuiltin builtin, WritTypeId type, const uint32_t *operands,
                     uint32_t count)
{
    return build_expr(b, (WritExpr){.operation = WRIT_OP_CALL,
                                    .type = type,
                                    .a = builtin,
                                    .b = build_operands(b, operands, count),
                                    .c = count});
}

uint32_t build_share(PlanBuilder *b, uint32_t a, uint32_t of)
{
    return call(b, WRIT_BUILTIN_SHARE, build_plain(b, WRIT_TYPE_PERCENT), (uint32_t[]){a, of}, 2);
}

uint32_t build_rounded(PlanBuilder *b, uint32_t a, uint32_t places)
{
    return call(b, WRIT_BUILTIN_ROUNDED, required(b, a), (uint32_t[]){a, places}, 2);
}

uint32_t build_amount(PlanBuilder *b, uint32_t a)
{
    return call(b, WRIT_BUILTIN_AMOUNT, build_plain(b, WRIT_TYPE_NUMBER), &a, 1);
}

uint32_t build_document_part(PlanBuilder *b, WritBuiltin part, uint32_t document)
{
    WritTypeKind kind = part == WRIT_BUILTIN_DOCUMENT_SIZE ? WRIT_TYPE_NUMBER : WRIT_TYPE_TEXT;
    return call(b, part, build_plain(b, kind), &document, 1);
}

uint32_t build_record_of(PlanBuilder *b, uint32_t record, const uint32_t *fields)
{
    uint32_t count = b->plan.types.records[record].field_count;
    return build_expr(b, (WritExpr){.operation = WRIT_OP_RECORD,
                                    .type = build_record_type(b, record),
                                    .b = build_operands(b, fields, count),
                                    .c = count});
}

uint32_t build_join(PlanBuilder *b, const uint32_t *parts, uint32_t count)
{
    return build_expr(b, (WritExpr){.operation = WRIT_OP_JOIN,
                                    .type = build_plain(b, WRIT_TYPE_TEXT),
                                    .b = build_operands(b, parts, count),
                                    .c = count});
}

uint32_t build_context(PlanBuilder *b, WritContextWord word)
{
    bool instant = word == WRIT_CONTEXT_TASK_SINCE || word == WRIT_CONTEXT_TASK_DUE ||
                   word == WRIT_CONTEXT_STAGE_SINCE;
    return build_expr(
        b, (WritExpr){.operation = WRIT_OP_CONTEXT,
                      .type = build_plain(b, word == WRIT_CONTEXT_OWED_CALENDAR ? WRIT_TYPE_CALENDAR
                                             : instant                          ? WRIT_TYPE_INSTANT
                                                                                : WRIT_TYPE_TEXT),
                      .a = word});
}

uint32_t build_target(PlanBuilder *b, const char *path)
{
    WritText rest = builder_text(b, path);
    WritTarget target = {.text = rest};
    WritText name;
    (void)builder_next(&rest, '.', &name);
    target.slot = find_slot(b, name);
    target.type = b->plan.slots[target.slot].type;
    target.fields_start = b->plan.operand_count;
    while (rest.length > 0 && builder_next(&rest, '.', &name)) {
        const WritRecordType *record =
            &b->plan.types.records[b->plan.types.types[target.type].index];
        uint32_t field = writ_types_find_field(record, name);
        if (field == WRIT_NONE) {
            builder_give_up("no such field", path);
        }
        (void)build_operands(b, &field, 1);
        target.field_count++;
        target.type = record->fields[field].type;
    }
    return builder_push(b, offsetof(WritPlan, targets), offsetof(WritPlan, target_count), &target,
                        sizeof target);
}
