// Calls of built-in functions, new records and texts.
#include "eval/walk.h"

#include <assert.h>
#include <stdio.h>

#include "eval/arithmetic.h"

enum { BYTES_A_STEP = 16 };

// --- Calls ----------------------------------------------------------------------------------

// The first of the greatest, or least, elements; missing where there is none.
static const WritValue *extreme(Walk *walk, uint32_t number, WritValue *room)
{
    static const WritValue missing = {.kind = WRIT_VALUE_MISSING};
    const WritExpr *expr = &walk->plan->exprs[number];
    const WritValue *list = walk_present(walk, walk->plan->operands[expr->b], room);
    if (list == NULL || !walk_spend(walk, list->list->count)) {
        return NULL;
    }
    const WritValue *found = &missing;
    for (uint32_t i = 0; i < list->list->count; i++) {
        const WritValue *item = &list->list->items[i];
        int order = 0;
        if (i > 0) {
            WritStatus status = arithmetic_compare(&order, item, found, walk->error);
            if (status != WRIT_OK) {
                return walk_name(walk, number, status);
            }
        }
        if (i == 0 || (expr->a == WRIT_BUILTIN_HIGHEST ? order > 0 : order < 0)) {
            found = item;
        }
    }
    return found;
}

static WritValue month_of(const WritValue *date)
{
    WritDate day = writ_date_from_days(date->integer);
    return (WritValue){.kind = WRIT_VALUE_MONTH, .integer = day.year * 12 + day.month - 1};
}

static const WritValue *part_of_document(Walk *walk, const WritExpr *expr, WritValue *room)
{
    const WritValue *value = walk_present(walk, walk->plan->operands[expr->b], room);
    if (value == NULL) {
        return NULL;
    }
    const WritDocument *document = value->document;
    char hex[WRIT_HASH_HEX_BYTES];
    if (expr->a == WRIT_BUILTIN_DOCUMENT_NAME) {
        *room = writ_value_text(document->name);
    } else if (expr->a == WRIT_BUILTIN_DOCUMENT_SIZE) {
        *room = writ_value_number(writ_decimal_from_int((int64_t)document->size));
    } else if (!walk_spend(walk, sizeof hex / BYTES_A_STEP)) {
        return NULL;
    } else {
        writ_hash_hex(&document->hash, hex);
        *room = writ_value_text(writ_arena_text(walk->scope->arena, writ_text(hex)));
    }
    return room;
}

const WritValue *walk_call(Walk *walk, uint32_t number, WritValue *room)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    const uint32_t *operands = walk->plan->operands + expr->b;
    if (expr->a == WRIT_BUILTIN_HIGHEST || expr->a == WRIT_BUILTIN_LOWEST) {
        return extreme(walk, number, room);
    }
    if (expr->a == WRIT_BUILTIN_CONVERTED) {
        return walk_conversion(walk, number, room);
    }
    if (expr->a >= WRIT_BUILTIN_DOCUMENT_NAME) {
        return part_of_document(walk, expr, room);
    }
    if (expr->a >= WRIT_BUILTIN_TODAY && expr->a != WRIT_BUILTIN_MONTH_OF) {
        return walk_calendar_call(walk, number, room);
    }
    WritValue own;
    const WritValue *a = walk_present(walk, operands[0], room);
    const WritValue *b = a != NULL && expr->c > 1 ? walk_present(walk, operands[1], &own) : a;
    if (b == NULL) {
        return NULL;
    }
    WritStatus status = WRIT_OK;
    switch ((WritBuiltin)expr->a) {
    case WRIT_BUILTIN_SHARE:
        status = arithmetic_share(room, a, b, walk->error);
        break;
    case WRIT_BUILTIN_ROUNDED:
        status = arithmetic_round(room, a, b, walk->error);
        break;
    case WRIT_BUILTIN_AMOUNT:
        *room = writ_value_number(a->number);
        break;
    case WRIT_BUILTIN_MONTH_OF:
        *room = month_of(a);
        break;
    case WRIT_BUILTIN_TODAY:
    case WRIT_BUILTIN_ADD_WORKING_TIME:
    case WRIT_BUILTIN_SUBTRACT_WORKING_TIME:
    case WRIT_BUILTIN_ADD_DURATION:
    case WRIT_BUILTIN_SUBTRACT_DURATION:
    case WRIT_BUILTIN_WORKING_DAY:
    case WRIT_BUILTIN_MOMENT:
    case WRIT_BUILTIN_HIGHEST:
    case WRIT_BUILTIN_LOWEST:
    case WRIT_BUILTIN_CONVERTED:
    case WRIT_BUILTIN_DOCUMENT_NAME:
    case WRIT_BUILTIN_DOCUMENT_SIZE:
    case WRIT_BUILTIN_DOCUMENT_HASH:
        WRIT_UNREACHABLE();
    }
    return status == WRIT_OK ? room : walk_name(walk, number, status);
}

// --- Records --------------------------------------------------------------------------------

static bool fail_field(Walk *walk, const WritRecordType *record, const WritField *field,
                       const char *what)
{
    walk->status =
        writ_fail(walk->error, WRIT_INVALID, "%.*s%s%.*s %s", WRIT_TEXT_ARGS(record->name),
                  record->name.length > 0 ? "." : "", WRIT_TEXT_ARGS(field->name), what);
    return false;
}

bool walk_currency(Walk *walk, uint32_t record_type, const WritRecord *record, uint32_t field,
                   WritValue *value)
{
    const WritTypes *types = &walk->plan->types;
    const WritRecordType *declared = &types->records[record_type];
    const WritType *type = &types->types[declared->fields[field].type];
    if (value->kind != WRIT_VALUE_MONEY) {
        return true;
    }
    WritCode needed = type->currency;
    if (type->currency_field != WRIT_NONE) {
        needed = record->fields[type->currency_field].tag;
    }
    if (value->tag == 0) {
        value->tag = needed;
    }
    if (value->tag == needed) {
        return true;
    }
    char sentence[64];
    char is[5];
    char should[5];
    (void)writ_code_text(value->tag, is);
    (void)writ_code_text(needed, should);
    (void)snprintf(sentence, sizeof sentence, "is an amount in %s and must be in %s", is, should);
    return fail_field(walk, declared, &declared->fields[field], sentence);
}

static bool fill_field(Walk *walk, const WritField *field, uint32_t given, WritValue *value)
{
    uint32_t expr = given == WRIT_NONE ? field->at_start : given;
    return expr == WRIT_NONE || walk_result(walk, expr, value);
}

bool walk_fields(Walk *walk, uint32_t record_type, const uint32_t *exprs, WritValue *value)
{
    const WritTypes *types = &walk->plan->types;
    const WritRecordType *declared = &types->records[record_type];
    *value = (WritValue){0};
    if (!walk_spend(walk, declared->field_count)) {
        return false;
    }
    WritRecord *record = writ_record_new(walk->scope->arena, declared->field_count);
    for (uint32_t i = 0; i < declared->field_count; i++) {
        const WritField *field = &declared->fields[i];
        if (field->computed != WRIT_NONE) {
            continue;
        }
        if (!fill_field(walk, field, exprs[i], &record->fields[i])) {
            return false;
        }
        if (record->fields[i].kind == WRIT_VALUE_MISSING && !types->types[field->type].optional) {
            return fail_field(walk, declared, field, "is missing");
        }
    }
    // After all of them: the currency may stand behind its amount.
    for (uint32_t i = 0; i < declared->field_count; i++) {
        if (!walk_currency(walk, record_type, record, i, &record->fields[i])) {
            return false;
        }
    }
    *value = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = record_type, .record = record};
    return true;
}

const WritValue *walk_record(Walk *walk, uint32_t number, WritValue *room)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    uint32_t type = walk->plan->types.types[expr->type].index;
    return walk_fields(walk, type, walk->plan->operands + expr->b, room) ? room : NULL;
}

// --- Texts ----------------------------------------------------------------------------------

static bool join_parts(Walk *walk, uint32_t number, WritBuffer *text)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    for (uint32_t i = 0; i < expr->c; i++) {
        WritValue room;
        const WritValue *part = walk_expr(walk, walk->plan->operands[expr->b + i], &room);
        if (part == NULL) {
            return false;
        }
        writ_value_print(text, &walk->plan->types, *part);
        if (text->length > WRIT_EVAL_TEXT_BYTES_MAX) {
            return walk_fail(walk, number, WRIT_LIMIT, "the text has more than %d bytes",
                             WRIT_EVAL_TEXT_BYTES_MAX) != NULL;
        }
    }
    return walk_spend(walk, text->length / BYTES_A_STEP);
}

const WritValue *walk_join(Walk *walk, uint32_t number, WritValue *room)
{
    WritBuffer text = {0};
    bool well = join_parts(walk, number, &text);
    if (well) {
        *room = writ_value_text(writ_arena_text(walk->scope->arena, writ_buffer_text(&text)));
    }
    writ_buffer_dispose(&text);
    return well ? room : NULL;
}

// --- Lists ----------------------------------------------------------------------------------

const WritValue *walk_list(Walk *walk, uint32_t number, WritValue *room)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    if (!walk_spend(walk, expr->c)) {
        return NULL;
    }
    WritList *list = writ_list_new(walk->scope->arena, expr->c);
    for (uint32_t i = 0; i < expr->c; i++) {
        WritValue own;
        const WritValue *item = walk_present(walk, walk->plan->operands[expr->b + i], &own);
        if (item == NULL) {
            return NULL;
        }
        list->items[i] = *item;
    }
    *room = (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
    return room;
}
