#include "support/value_random.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 4, DEPTH_MAX = 8 };

typedef struct Making {
    Random *random;
    WritArena *arena;
    const WritTypes *types;
    const WritRecord *record; // Around the value, or NULL.
    int depth;
} Making;

WritDecimal random_decimal(Random *random)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    WritDecimal number;
    int length = random_below(random, 2) > 0 ? sprintf(text, "-") : 0;
    int count = 1 + (int)random_below(random, random_below(random, 3) > 0 ? 6 : 34);
    for (int i = 0; i < count; i++) {
        text[length++] = (char)('0' + random_below(random, 10));
    }
    int64_t exponent = random_between(random, -4, 2);
    if (random_below(random, 8) == 0) {
        exponent = random_between(random, -6176, 6111);
    }
    (void)sprintf(text + length, "E%d", (int)exponent);
    WritStatus status = writ_decimal_parse(&number, writ_text(text), NULL);
    assert(status == WRIT_OK);
    return number;
}

static WritText random_text(Making *making)
{
    static const char *const pieces[] = {
        "a", "B", " ", "\"", "\\",   "/",      "\n",     "\t", "\x01", "\x7f",
        "ș", "€", "𝄞", "{",  "none", "12 pcs", "\u202e", "é",  ",",    "\u2028",
    };
    char text[128];
    size_t length = 0;
    uint32_t count = random_below(making->random, 8);
    for (uint32_t i = 0; i < count; i++) {
        const char *piece = pieces[random_below(making->random, sizeof pieces / sizeof pieces[0])];
        memcpy(text + length, piece, strlen(piece));
        length += strlen(piece);
    }
    return writ_arena_text(making->arena, (WritText){text, length});
}

static WritCode random_code(Making *making, size_t length)
{
    char letters[4];
    for (size_t i = 0; i < length; i++) {
        letters[i] = (char)('A' + random_below(making->random, 26));
    }
    return writ_code((WritText){letters, length});
}

static WritValue make(Making making, WritTypeId type);

static WritValue make_list(Making making, const WritType *type)
{
    bool records = making.types->types[type->index].kind == WRIT_TYPE_RECORD;
    uint32_t count = making.depth < DEPTH_MAX ? random_below(making.random, LIST_MAX) : 0;
    WritList *list = writ_list_new(making.arena, count);
    uint32_t id = 0;
    making.depth++;
    for (uint32_t i = 0; i < count; i++) {
        list->items[i] = make(making, type->index);
        if (records) {
            id += 1 + random_below(making.random, 3);
            list->items[i].record->id = id;
        }
    }
    list->last_id = records ? id + random_below(making.random, 2) : 0;
    return (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
}

static WritValue make_record(Making making, const WritType *type)
{
    const WritRecordType *declared = &making.types->records[type->index];
    WritRecord *record = writ_record_new(making.arena, declared->field_count);
    making.record = record;
    making.depth++;
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < declared->field_count; i++) {
            const WritField *field = &declared->fields[i];
            bool currency = making.types->types[field->type].kind == WRIT_TYPE_CURRENCY;
            if (field->computed == WRIT_NONE && currency == (round == 0)) {
                record->fields[i] = make(making, field->type);
            }
        }
    }
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = type->index, .record = record};
}

static WritCode make_currency(Making making, const WritType *type)
{
    if (type->currency != 0) {
        return type->currency;
    }
    if (type->currency_field != WRIT_NONE && making.record != NULL) {
        return making.record->fields[type->currency_field].tag;
    }
    return random_code(&making, 3);
}

// Few contents, so that some are equal under other names.
static WritValue make_document(Making *making)
{
    static const char *const pieces[] = {"a", "Ț", "€", "𝄞", "-", ".", "\"", "'", "%", "$", "{"};
    char name[WRIT_DOCUMENT_NAME_BYTES_MAX + 1] = "x";
    size_t length = 1;
    uint32_t count = random_below(making->random, 6);
    for (uint32_t i = 0; i < count; i++) {
        const char *piece = pieces[random_below(making->random, sizeof pieces / sizeof pieces[0])];
        memcpy(name + length, piece, strlen(piece));
        length += strlen(piece);
    }
    uint32_t content = random_below(making->random, 4);
    WritDocument document = {
        .name = {name, length},
        .size = content == 0 ? WRIT_DOCUMENT_BYTES_MAX : content - 1,
        .hash = writ_hash((WritText){(const char *)&content, sizeof content}),
    };
    return writ_value_document(making->arena, &document);
}

static WritValue make(Making making, WritTypeId id)
{
    const WritType *type = &making.types->types[id];
    Random *random = making.random;
    if (type->optional && (making.depth >= DEPTH_MAX || random_below(random, 3) == 0)) {
        return (WritValue){.kind = WRIT_VALUE_MISSING};
    }
    uint32_t tag = 0;
    switch (type->kind) {
    case WRIT_TYPE_BOOLEAN:
        return writ_value_boolean(random_below(random, 2) > 0);
    case WRIT_TYPE_NUMBER:
        return writ_value_number(random_decimal(random));
    case WRIT_TYPE_PERCENT:
        return (WritValue){.kind = WRIT_VALUE_PERCENT, .number = random_decimal(random)};
    case WRIT_TYPE_MONEY:
        return (WritValue){.kind = WRIT_VALUE_MONEY,
                           .tag = make_currency(making, type),
                           .number = random_decimal(random)};
    case WRIT_TYPE_QUANTITY:
        tag =
            type->index != WRIT_NONE ? type->index : random_below(random, making.types->unit_count);
        return (WritValue){
            .kind = WRIT_VALUE_QUANTITY, .tag = tag, .number = random_decimal(random)};
    case WRIT_TYPE_DATE:
        return (WritValue){.kind = WRIT_VALUE_DATE,
                           .integer =
                               random_between(random, WRIT_DATE_DAYS_MIN, WRIT_DATE_DAYS_MAX)};
    case WRIT_TYPE_TIME:
        return (WritValue){.kind = WRIT_VALUE_TIME, .integer = random_between(random, 0, 1440)};
    case WRIT_TYPE_INSTANT:
        return (WritValue){.kind = WRIT_VALUE_INSTANT,
                           .integer = random_between(random, WRIT_INSTANT_MIN, WRIT_INSTANT_MAX)};
    case WRIT_TYPE_DURATION:
        return (WritValue){.kind = WRIT_VALUE_DURATION,
                           .tag = random_below(random, WRIT_YEARS + 1),
                           .integer = random_between(random, -3, 20000)};
    case WRIT_TYPE_WORKING_TIME:
        return (WritValue){.kind = WRIT_VALUE_WORKING_TIME,
                           .tag = random_below(random, WRIT_WORKING_DAYS + 1),
                           .integer = random_between(random, INT64_MIN, INT64_MAX)};
    case WRIT_TYPE_MONTH:
        return (WritValue){.kind = WRIT_VALUE_MONTH,
                           .integer = random_between(random, WRIT_MONTH_MIN, WRIT_MONTH_MAX)};
    case WRIT_TYPE_TEXT:
        return writ_value_text(random_text(&making));
    case WRIT_TYPE_CHOICE:
        return (WritValue){
            .kind = WRIT_VALUE_CHOICE,
            .tag = type->index,
            .integer = random_below(random, making.types->choices[type->index].value_count)};
    case WRIT_TYPE_PERSON:
        return (WritValue){.kind = WRIT_VALUE_PERSON, .text = writ_text("anna.k@example")};
    case WRIT_TYPE_ROLE:
        return (WritValue){.kind = WRIT_VALUE_ROLE, .text = writ_text("corp.policy.sales_rep2")};
    case WRIT_TYPE_CALENDAR:
        return (WritValue){.kind = WRIT_VALUE_CALENDAR, .text = writ_text("corp.policy.plant2")};
    case WRIT_TYPE_COUNTRY:
        return (WritValue){.kind = WRIT_VALUE_COUNTRY, .tag = random_code(&making, 2)};
    case WRIT_TYPE_CURRENCY:
        return (WritValue){.kind = WRIT_VALUE_CURRENCY, .tag = random_code(&making, 3)};
    case WRIT_TYPE_LIST:
        return make_list(making, type);
    case WRIT_TYPE_RECORD:
        return make_record(making, type);
    case WRIT_TYPE_DOCUMENT:
        return make_document(&making);
    }
    abort();
}

WritValue random_value(Random *random, WritArena *arena, const WritTypes *types, WritTypeId type)
{
    Making making = {.random = random, .arena = arena, .types = types, .record = NULL, .depth = 1};
    return make(making, type);
}
