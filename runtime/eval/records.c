// What holds inside values: `at start` fills what was left out, `such that` is judged.
#include "writ/eval.h"

#include <assert.h>

static WritStatus with_record(WritScope *scope, const WritRecord *record, uint32_t type,
                              uint32_t expr, WritValue *value, WritError *error)
{
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = record;
    scope->record_type = type;
    WritStatus status = writ_eval(scope, expr, value, error);
    scope->record = outer;
    scope->record_type = outer_type;
    return status;
}

static WritStatus complete_record(WritScope *scope, uint32_t type, WritRecord *record,
                                  WritError *error)
{
    const WritRecordType *declared = &scope->plan->types.records[type];
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < declared->field_count; i++) {
        const WritField *field = &declared->fields[i];
        if (field->computed != WRIT_NONE) {
            continue;
        }
        if (record->fields[i].kind == WRIT_VALUE_MISSING && field->at_start != WRIT_NONE) {
            status = with_record(scope, record, type, field->at_start, &record->fields[i], error);
        } else if (record->fields[i].kind != WRIT_VALUE_MISSING) {
            status = writ_eval_complete(scope, field->type, &record->fields[i], error);
        }
    }
    return status;
}

WritStatus writ_eval_complete(WritScope *scope, WritTypeId type, WritValue *value, WritError *error)
{
    const WritType *declared = &scope->plan->types.types[type];
    if (value->kind == WRIT_VALUE_RECORD) {
        return complete_record(scope, declared->index, value->record, error);
    }
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0;
         value->kind == WRIT_VALUE_LIST && status == WRIT_OK && i < value->list->count; i++) {
        status = writ_eval_complete(scope, declared->index, &value->list->items[i], error);
    }
    return status;
}

WritStatus writ_eval_invariant(WritScope *scope, uint32_t record_type, const WritRecord *record,
                               uint32_t field, WritError *error)
{
    const WritField *declared = &scope->plan->types.records[record_type].fields[field];
    if (declared->such_that == WRIT_NONE ||
        (declared->computed == WRIT_NONE && record->fields[field].kind == WRIT_VALUE_MISSING)) {
        return WRIT_OK;
    }
    WritValue holds;
    WritStatus status = with_record(scope, record, record_type, declared->such_that, &holds, error);
    if (status == WRIT_OK && holds.integer == 0) {
        WritBuffer text = {0};
        if (declared->computed == WRIT_NONE && record->fields[field].kind != WRIT_VALUE_LIST &&
            record->fields[field].kind != WRIT_VALUE_RECORD) {
            writ_buffer_add_string(&text, " and is ");
            writ_value_print(&text, &scope->plan->types, record->fields[field]);
        }
        status = writ_fail(error, WRIT_INVALID, "%.*s must be such that %.*s%s",
                           WRIT_TEXT_ARGS(declared->name), WRIT_TEXT_ARGS(declared->such_that_text),
                           writ_buffer_string(&text));
        writ_buffer_dispose(&text);
    }
    return status;
}

WritStatus writ_eval_invariants(WritScope *scope, WritTypeId type, WritValue value,
                                WritError *error)
{
    const WritType *declared = &scope->plan->types.types[type];
    WritStatus status = WRIT_OK;
    if (value.kind == WRIT_VALUE_LIST) {
        for (uint32_t i = 0; status == WRIT_OK && i < value.list->count; i++) {
            status = writ_eval_invariants(scope, declared->index, value.list->items[i], error);
        }
        return status;
    }
    if (value.kind != WRIT_VALUE_RECORD) {
        return WRIT_OK;
    }
    const WritRecordType *record = &scope->plan->types.records[declared->index];
    for (uint32_t i = 0; status == WRIT_OK && i < record->field_count; i++) {
        status = writ_eval_invariant(scope, declared->index, value.record, i, error);
        if (status == WRIT_OK && record->fields[i].computed == WRIT_NONE) {
            status =
                writ_eval_invariants(scope, record->fields[i].type, value.record->fields[i], error);
        }
    }
    return status;
}
