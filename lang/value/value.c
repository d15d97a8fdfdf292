#include "writ/value.h"

#include <assert.h>
#include <string.h>

WritValue writ_value_boolean(bool truth)
{
    return (WritValue){.kind = WRIT_VALUE_BOOLEAN, .integer = truth ? 1 : 0};
}

WritValue writ_value_number(WritDecimal number)
{
    return (WritValue){.kind = WRIT_VALUE_NUMBER, .number = number};
}

WritValue writ_value_text(WritText text)
{
    return (WritValue){.kind = WRIT_VALUE_TEXT, .text = text};
}

WritValue writ_value_document(WritArena *arena, const WritDocument *document)
{
    WritDocument *copied = writ_arena_alloc(arena, sizeof *copied);
    *copied = *document;
    copied->name = writ_arena_text(arena, document->name);
    return (WritValue){.kind = WRIT_VALUE_DOCUMENT, .document = copied};
}

WritRecord *writ_record_new(WritArena *arena, uint32_t field_count)
{
    WritRecord *record =
        writ_arena_alloc(arena, sizeof *record + field_count * sizeof record->fields[0]);
    record->field_count = field_count;
    return record;
}

WritList *writ_list_new(WritArena *arena, uint32_t count)
{
    WritList *list = writ_arena_alloc(arena, sizeof *list);
    list->count = count;
    if (count > 0) {
        list->items = writ_arena_array(arena, count, sizeof *list->items);
    }
    return list;
}

static WritValue copy(WritArena *arena, WritValue value, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX);
    WritList *list = NULL;
    WritRecord *record = NULL;
    switch (value.kind) {
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
        value.text = writ_arena_text(arena, value.text);
        break;
    case WRIT_VALUE_LIST:
        list = writ_list_new(arena, value.list->count);
        list->last_id = value.list->last_id;
        for (uint32_t i = 0; i < list->count; i++) {
            list->items[i] = copy(arena, value.list->items[i], depth + 1);
        }
        value.list = list;
        break;
    case WRIT_VALUE_RECORD:
        record = writ_record_new(arena, value.record->field_count);
        record->id = value.record->id;
        for (uint32_t i = 0; i < record->field_count; i++) {
            record->fields[i] = copy(arena, value.record->fields[i], depth + 1);
        }
        value.record = record;
        break;
    case WRIT_VALUE_DOCUMENT:
        return writ_value_document(arena, value.document);
    case WRIT_VALUE_MISSING:
    case WRIT_VALUE_BOOLEAN:
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
    case WRIT_VALUE_MONEY:
    case WRIT_VALUE_QUANTITY:
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_DURATION:
    case WRIT_VALUE_WORKING_TIME:
    case WRIT_VALUE_MONTH:
    case WRIT_VALUE_CHOICE:
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        break;
    }
    return value;
}

WritValue writ_value_copy(WritArena *arena, WritValue value)
{
    return copy(arena, value, 1);
}
