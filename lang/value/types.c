#include "writ/types.h"

#include <assert.h>

// Codes are numbers in base 37 without the digit 0, so that each has one number and common ones
// take two bytes when they are stored.
enum { CODE_BASE = 37, CODE_LETTERS_MIN = 2, CODE_LETTERS_MAX = 4 };

WritCode writ_code(WritText letters)
{
    WritCode code = 0;
    if (letters.length < CODE_LETTERS_MIN || letters.length > CODE_LETTERS_MAX) {
        return 0;
    }
    for (size_t i = 0; i < letters.length; i++) {
        char letter = letters.data[i];
        if (letter >= 'A' && letter <= 'Z') {
            code = code * CODE_BASE + (WritCode)(letter - 'A' + 1);
        } else if (letter >= '0' && letter <= '9') {
            code = code * CODE_BASE + (WritCode)(letter - '0' + 27);
        } else {
            return 0;
        }
    }
    return code;
}

size_t writ_code_text(WritCode code, char letters[5])
{
    char backwards[CODE_LETTERS_MAX];
    size_t count = 0;
    while (code != 0 && count < CODE_LETTERS_MAX) {
        WritCode digit = code % CODE_BASE;
        backwards[count++] = (char)(digit > 26 ? '0' + digit - 27 : 'A' + digit - 1);
        code /= CODE_BASE;
    }
    for (size_t i = 0; i < count; i++) {
        letters[i] = backwards[count - 1 - i];
    }
    letters[count] = '\0';
    return count;
}

uint32_t writ_types_find_field(const WritRecordType *record, WritText name)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (writ_text_equal(record->fields[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

uint32_t writ_types_find_value(const WritChoiceType *choice, WritText name)
{
    for (uint32_t i = 0; i < choice->value_count; i++) {
        if (writ_text_equal(choice->values[i], name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

uint32_t writ_types_find_unit(const WritTypes *types, WritText name)
{
    for (uint32_t i = 0; i < types->unit_count; i++) {
        if (writ_text_equal(types->units[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

// True when a field of type `type` holds `sought`, itself or as the element of a list.
static bool holds_type(const WritTypes *types, WritTypeId type, WritTypeId sought)
{
    while (type != sought && types->types[type].kind == WRIT_TYPE_LIST) {
        type = types->types[type].index;
    }
    return type == sought;
}

// The field that fixes the currency of money of type `type`: a type knows only its number, the
// records know their names. Empty when no record has a field of this type.
static WritText currency_field_name(const WritTypes *types, WritTypeId type)
{
    uint32_t number = types->types[type].currency_field;
    for (uint32_t i = 0; i < types->record_count; i++) {
        const WritRecordType *record = &types->records[i];
        for (uint32_t j = 0; j < record->field_count && number < record->field_count; j++) {
            if (holds_type(types, record->fields[j].type, type)) {
                return record->fields[number].name;
            }
        }
    }
    return (WritText){NULL, 0};
}

static void print_money(WritBuffer *out, const WritTypes *types, WritTypeId type)
{
    char letters[5];
    WritText field = {NULL, 0};
    writ_buffer_add_string(out, "Money");
    if (types->types[type].currency_field != WRIT_NONE) {
        field = currency_field_name(types, type);
    } else if (types->types[type].currency != 0) {
        field = (WritText){letters, writ_code_text(types->types[type].currency, letters)};
    }
    if (field.length > 0) {
        writ_buffer_add_string(out, " in ");
        writ_buffer_add(out, field);
    }
}

static void print_record(WritBuffer *out, const WritTypes *types, const WritRecordType *record)
{
    if (record->name.length > 0) {
        writ_buffer_add(out, record->name);
        return;
    }
    writ_buffer_add_string(out, "record with ");
    for (uint32_t i = 0; i < record->field_count; i++) {
        writ_buffer_add_string(out, i > 0 ? ", " : "");
        writ_buffer_add(out, record->fields[i].name);
        writ_buffer_add_string(out, " : ");
        writ_types_print(out, types, record->fields[i].type);
    }
}

static void print_quantity(WritBuffer *out, const WritTypes *types, uint32_t unit)
{
    writ_buffer_add_string(out, "Quantity");
    if (unit != WRIT_NONE) {
        assert(unit < types->unit_count);
        writ_buffer_add_string(out, " in ");
        writ_buffer_add(out, types->units[unit].name);
    }
}

static const char *plain_name(WritTypeKind kind)
{
    switch (kind) {
    case WRIT_TYPE_BOOLEAN:
        return "Boolean";
    case WRIT_TYPE_NUMBER:
        return "Number";
    case WRIT_TYPE_PERCENT:
        return "Percent";
    case WRIT_TYPE_DATE:
        return "Date";
    case WRIT_TYPE_TIME:
        return "Time";
    case WRIT_TYPE_INSTANT:
        return "Instant";
    case WRIT_TYPE_DURATION:
        return "Duration";
    case WRIT_TYPE_WORKING_TIME:
        return "WorkingTime";
    case WRIT_TYPE_MONTH:
        return "Month";
    case WRIT_TYPE_TEXT:
        return "Text";
    case WRIT_TYPE_PERSON:
        return "Person";
    case WRIT_TYPE_ROLE:
        return "Role";
    case WRIT_TYPE_CALENDAR:
        return "Calendar";
    case WRIT_TYPE_COUNTRY:
        return "Country";
    case WRIT_TYPE_CURRENCY:
        return "Currency";
    case WRIT_TYPE_DOCUMENT:
        return "Document";
    case WRIT_TYPE_MONEY:
    case WRIT_TYPE_QUANTITY:
    case WRIT_TYPE_CHOICE:
    case WRIT_TYPE_LIST:
    case WRIT_TYPE_RECORD:
        break;
    }
    WRIT_UNREACHABLE();
}

void writ_types_print(WritBuffer *out, const WritTypes *types, WritTypeId type)
{
    assert(type < types->type_count);
    const WritType *printed = &types->types[type];
    writ_buffer_add_string(out, printed->optional ? "optional " : "");
    switch (printed->kind) {
    case WRIT_TYPE_MONEY:
        print_money(out, types, type);
        break;
    case WRIT_TYPE_QUANTITY:
        print_quantity(out, types, printed->index);
        break;
    case WRIT_TYPE_CHOICE:
        writ_buffer_add(out, types->choices[printed->index].name);
        break;
    case WRIT_TYPE_LIST:
        writ_buffer_add_string(out, "list of ");
        writ_types_print(out, types, printed->index);
        break;
    case WRIT_TYPE_RECORD:
        print_record(out, types, &types->records[printed->index]);
        break;
    case WRIT_TYPE_BOOLEAN:
    case WRIT_TYPE_NUMBER:
    case WRIT_TYPE_PERCENT:
    case WRIT_TYPE_DATE:
    case WRIT_TYPE_TIME:
    case WRIT_TYPE_INSTANT:
    case WRIT_TYPE_DURATION:
    case WRIT_TYPE_WORKING_TIME:
    case WRIT_TYPE_MONTH:
    case WRIT_TYPE_TEXT:
    case WRIT_TYPE_PERSON:
    case WRIT_TYPE_ROLE:
    case WRIT_TYPE_CALENDAR:
    case WRIT_TYPE_COUNTRY:
    case WRIT_TYPE_CURRENCY:
    case WRIT_TYPE_DOCUMENT:
        writ_buffer_add_string(out, plain_name(printed->kind));
        break;
    }
}
