// Does a value have a type? Asked of values that come from children or from disk.
#include "writ/value.h"

#include <assert.h>
#include <stdlib.h>

#include "value/value_sound.h"

// `siblings` are the fields around the value: a field may fix the currency of its neighbour. NULL
// outside a record.
typedef struct Place {
    const WritTypes *types;
    const WritValue *siblings;
    int depth;
} Place;

static bool fits(Place place, WritTypeId type, const WritValue *value);

static bool fits_currency(Place place, const WritType *type, WritCode currency)
{
    if (type->currency_field != WRIT_NONE && place.siblings != NULL) {
        const WritValue *sibling = &place.siblings[type->currency_field];
        // A computed neighbour is not stored: whoever computes it compares.
        return sibling->kind == WRIT_VALUE_MISSING || sibling->tag == currency;
    }
    return type->currency == 0 || type->currency == currency;
}

static int compare_ids(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a;
    uint32_t second = *(const uint32_t *)b;
    return first < second ? -1 : first > second;
}

// Elements have ids from 1 to the last that was given, each its own. In almost every list they
// rise, so that no sorting is needed.
static bool fits_ids(const WritList *list)
{
    bool rising = true;
    uint32_t before = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t id = list->items[i].record->id;
        if (id == 0 || id > list->last_id) {
            return false;
        }
        rising = rising && id > before;
        before = id;
    }
    if (rising) {
        return true;
    }
    WritArena *scratch = writ_arena_new(list->count * sizeof(uint32_t) + 64);
    uint32_t *ids = writ_arena_array(scratch, list->count, sizeof *ids);
    for (uint32_t i = 0; i < list->count; i++) {
        ids[i] = list->items[i].record->id;
    }
    qsort(ids, list->count, sizeof *ids, compare_ids);
    bool different = true;
    for (uint32_t i = 1; i < list->count; i++) {
        different = different && ids[i - 1] != ids[i];
    }
    writ_arena_free(scratch);
    return different;
}

static bool fits_list(Place place, const WritType *type, const WritValue *value)
{
    assert(type->index < place.types->type_count);
    if (value->kind != WRIT_VALUE_LIST) {
        return false;
    }
    const WritList *list = value->list;
    const WritType *element = &place.types->types[type->index];
    place.depth++;
    for (uint32_t i = 0; i < list->count; i++) {
        if (!fits(place, type->index, &list->items[i])) {
            return false;
        }
        if (element->kind == WRIT_TYPE_RECORD && list->items[i].kind != WRIT_VALUE_RECORD) {
            return false; // What is missing has no id.
        }
    }
    return element->kind == WRIT_TYPE_RECORD ? fits_ids(list) : list->last_id == 0;
}

static bool fits_record(Place place, const WritType *type, const WritValue *value)
{
    assert(type->index < place.types->record_count);
    const WritRecordType *declared = &place.types->records[type->index];
    if (value->kind != WRIT_VALUE_RECORD || value->tag != type->index ||
        value->record->field_count != declared->field_count) {
        return false;
    }
    const WritValue *fields = value->record->fields;
    place.siblings = fields;
    place.depth++;
    for (uint32_t i = 0; i < declared->field_count; i++) {
        const WritField *field = &declared->fields[i];
        if (field->computed != WRIT_NONE ? fields[i].kind != WRIT_VALUE_MISSING
                                         : !fits(place, field->type, &fields[i])) {
            return false;
        }
    }
    return true;
}

static bool fits_choice(const WritTypes *types, const WritType *type, const WritValue *value)
{
    assert(type->index < types->choice_count);
    return value->kind == WRIT_VALUE_CHOICE && value->tag == type->index &&
           value->integer < types->choices[type->index].value_count;
}

static bool fits(Place place, WritTypeId id, const WritValue *value)
{
    assert(id < place.types->type_count);
    const WritType *type = &place.types->types[id];
    if (value->kind == WRIT_VALUE_MISSING) {
        return type->optional;
    }
    if (place.depth > WRIT_VALUE_DEPTH_MAX || !value_is_sound(value)) {
        return false;
    }
    switch (type->kind) {
    case WRIT_TYPE_BOOLEAN:
        return value->kind == WRIT_VALUE_BOOLEAN;
    case WRIT_TYPE_NUMBER:
        return value->kind == WRIT_VALUE_NUMBER;
    case WRIT_TYPE_PERCENT:
        return value->kind == WRIT_VALUE_PERCENT;
    case WRIT_TYPE_MONEY:
        return value->kind == WRIT_VALUE_MONEY && fits_currency(place, type, value->tag);
    case WRIT_TYPE_QUANTITY:
        return value->kind == WRIT_VALUE_QUANTITY && value->tag < place.types->unit_count &&
               (type->index == WRIT_NONE || type->index == value->tag);
    case WRIT_TYPE_DATE:
        return value->kind == WRIT_VALUE_DATE;
    case WRIT_TYPE_TIME:
        return value->kind == WRIT_VALUE_TIME;
    case WRIT_TYPE_INSTANT:
        return value->kind == WRIT_VALUE_INSTANT;
    case WRIT_TYPE_DURATION:
        return value->kind == WRIT_VALUE_DURATION;
    case WRIT_TYPE_WORKING_TIME:
        return value->kind == WRIT_VALUE_WORKING_TIME;
    case WRIT_TYPE_MONTH:
        return value->kind == WRIT_VALUE_MONTH;
    case WRIT_TYPE_TEXT:
        return value->kind == WRIT_VALUE_TEXT;
    case WRIT_TYPE_CHOICE:
        return fits_choice(place.types, type, value);
    case WRIT_TYPE_PERSON:
        return value->kind == WRIT_VALUE_PERSON;
    case WRIT_TYPE_ROLE:
        return value->kind == WRIT_VALUE_ROLE;
    case WRIT_TYPE_CALENDAR:
        return value->kind == WRIT_VALUE_CALENDAR;
    case WRIT_TYPE_COUNTRY:
        return value->kind == WRIT_VALUE_COUNTRY;
    case WRIT_TYPE_CURRENCY:
        return value->kind == WRIT_VALUE_CURRENCY;
    case WRIT_TYPE_DOCUMENT:
        return value->kind == WRIT_VALUE_DOCUMENT;
    case WRIT_TYPE_LIST:
        return fits_list(place, type, value);
    case WRIT_TYPE_RECORD:
        return fits_record(place, type, value);
    }
    WRIT_UNREACHABLE();
}

bool writ_value_fits(const WritTypes *types, WritTypeId type, WritValue value)
{
    return fits((Place){.types = types, .siblings = NULL, .depth = 1}, type, &value);
}
