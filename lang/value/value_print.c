#include "value/value_print.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "value/value_words.h"

enum { GROUPED_DIGITS_MIN = 5, DIGITS_A_GROUP = 3 };

// Spaces between thousands from 10 000 on; 1000 and 2026 stay as they are.
static void add_grouped(WritBuffer *out, WritText number)
{
    size_t sign = number.length > 0 && number.data[0] == '-' ? 1 : 0;
    size_t end = sign;
    while (end < number.length && number.data[end] >= '0' && number.data[end] <= '9') {
        end++;
    }
    if (end - sign < GROUPED_DIGITS_MIN) {
        writ_buffer_add(out, number);
        return;
    }
    for (size_t i = 0; i < number.length; i++) {
        if (i > sign && i < end && (end - i) % DIGITS_A_GROUP == 0) {
            writ_buffer_add_byte(out, ' ');
        }
        writ_buffer_add_byte(out, number.data[i]);
    }
}

static void add_number(WritBuffer *out, WritDecimal number, ValueStyle style)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    WritText digits = {text, writ_decimal_print(number, text)};
    if (style == VALUE_GROUPED) {
        add_grouped(out, digits);
    } else {
        writ_buffer_add(out, digits);
    }
}

static void add_percent(WritBuffer *out, WritDecimal ratio)
{
    WritDecimal percent = ratio;
    if (writ_decimal_shift(&percent, ratio, 2, NULL) == WRIT_OK) {
        add_number(out, percent, VALUE_PLAIN);
    } else {
        // At the very end of the range of exponents the percentage is no decimal any more.
        char text[WRIT_DECIMAL_TEXT_BYTES];
        (void)writ_decimal_print(ratio, text);
        char *exponent = strchr(text, 'E');
        assert(exponent != NULL);
        writ_buffer_format(out, "%.*sE+%ld", (int)(exponent - text), text,
                           strtol(exponent + 1, NULL, 10) + 2);
    }
    writ_buffer_add_byte(out, '%');
}

static void add_code(WritBuffer *out, WritCode code)
{
    char letters[5];
    writ_buffer_add(out, (WritText){letters, writ_code_text(code, letters)});
}

static void add_count(WritBuffer *out, int64_t count, const char *word, ValueStyle style)
{
    add_number(out, writ_decimal_from_int(count), style);
    writ_buffer_add_byte(out, ' ');
    writ_buffer_add_string(out, word);
}

// The beginning of the hash says which one it is, and can be compared by eye.
static void add_document(WritBuffer *out, const WritDocument *document, ValueStyle style)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&document->hash, hex);
    writ_buffer_add(out, document->name);
    writ_buffer_add_string(out, " (");
    add_count(out, (int64_t)document->size, document->size == 1 ? "byte" : "bytes", style);
    writ_buffer_format(out, ", %.*s)", WRIT_DOCUMENT_SHORT_HASH, hex);
}

static void add_date(WritBuffer *out, int64_t days)
{
    WritDate date = writ_date_from_days(days);
    writ_buffer_format(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void add_choice(WritBuffer *out, const WritTypes *types, const WritValue *value)
{
    assert(value->tag < types->choice_count);
    const WritChoiceType *choice = &types->choices[value->tag];
    assert(value->integer >= 0 && value->integer < choice->value_count);
    writ_buffer_add(out, choice->values[value->integer]);
}

void value_print_scalar(WritBuffer *out, const WritTypes *types, const WritValue *value,
                        ValueStyle style)
{
    int integer = (int)value->integer;
    switch (value->kind) {
    case WRIT_VALUE_MISSING:
        writ_buffer_add_string(out, "none");
        break;
    case WRIT_VALUE_BOOLEAN:
        writ_buffer_add_string(out, value->integer != 0 ? "yes" : "no");
        break;
    case WRIT_VALUE_NUMBER:
        add_number(out, value->number, style);
        break;
    case WRIT_VALUE_PERCENT:
        add_percent(out, value->number);
        break;
    case WRIT_VALUE_MONEY:
        add_number(out, value->number, style);
        writ_buffer_add_byte(out, ' ');
        add_code(out, value->tag);
        break;
    case WRIT_VALUE_QUANTITY:
        assert(value->tag < types->unit_count);
        add_number(out, value->number, style);
        writ_buffer_add_byte(out, ' ');
        writ_buffer_add(out, types->units[value->tag].name);
        break;
    case WRIT_VALUE_DATE:
        add_date(out, value->integer);
        break;
    case WRIT_VALUE_TIME:
        writ_buffer_format(out, "%02d:%02d", integer / 60, integer % 60);
        break;
    case WRIT_VALUE_INSTANT:
        writ_instant_print(out, value->integer);
        break;
    case WRIT_VALUE_DURATION:
        add_count(out, value->integer,
                  value_duration_word((WritDurationUnit)value->tag, value->integer), style);
        break;
    case WRIT_VALUE_WORKING_TIME:
        add_count(out, value->integer,
                  value_working_word((WritWorkingUnit)value->tag, value->integer), style);
        break;
    case WRIT_VALUE_MONTH:
        writ_buffer_format(out, "%04d-%02d", integer / 12, integer % 12 + 1);
        break;
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
        writ_buffer_add(out, value->text);
        break;
    case WRIT_VALUE_CHOICE:
        add_choice(out, types, value);
        break;
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        add_code(out, value->tag);
        break;
    case WRIT_VALUE_DOCUMENT:
        add_document(out, value->document, style);
        break;
    case WRIT_VALUE_LIST:
    case WRIT_VALUE_RECORD:
        WRIT_UNREACHABLE();
    }
}

static void print(WritBuffer *out, const WritTypes *types, const WritValue *value, int depth);

static void print_list(WritBuffer *out, const WritTypes *types, const WritList *list, int depth)
{
    writ_buffer_add_byte(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        writ_buffer_add_string(out, i > 0 ? ", " : "");
        print(out, types, &list->items[i], depth + 1);
    }
    writ_buffer_add_byte(out, ']');
}

// As it is made in the language: OrderLine(position = 1, item = "A-100").
static void print_record(WritBuffer *out, const WritTypes *types, const WritValue *value, int depth)
{
    assert(value->tag < types->record_count);
    const WritRecordType *declared = &types->records[value->tag];
    const WritRecord *record = value->record;
    assert(record->field_count == declared->field_count);
    const char *separator = "";
    writ_buffer_add(out, declared->name);
    writ_buffer_add_byte(out, '(');
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].kind == WRIT_VALUE_MISSING) {
            continue;
        }
        writ_buffer_add_string(out, separator);
        writ_buffer_add(out, declared->fields[i].name);
        writ_buffer_add_string(out, " = ");
        print(out, types, &record->fields[i], depth + 1);
        separator = ", ";
    }
    writ_buffer_add_byte(out, ')');
}

// Texts stand in quotes where something else stands beside them.
static void print(WritBuffer *out, const WritTypes *types, const WritValue *value, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX);
    if (value->kind == WRIT_VALUE_LIST) {
        print_list(out, types, value->list, depth);
    } else if (value->kind == WRIT_VALUE_RECORD) {
        print_record(out, types, value, depth);
    } else if (value->kind == WRIT_VALUE_TEXT && depth > 1) {
        writ_buffer_add_byte(out, '"');
        writ_buffer_add_json(out, value->text);
        writ_buffer_add_byte(out, '"');
    } else {
        value_print_scalar(out, types, value, VALUE_GROUPED);
    }
}

void writ_value_print(WritBuffer *out, const WritTypes *types, WritValue value)
{
    print(out, types, &value, 1);
}
