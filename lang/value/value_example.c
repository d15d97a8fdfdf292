#include "value/value_example.h"

#include <assert.h>

static void add_digits(WritBuffer *out, Example example, const char *ours)
{
    if (example.digits.length > 0) {
        writ_buffer_add(out, example.digits);
    } else {
        writ_buffer_add_string(out, ours);
    }
}

static void write_money(WritBuffer *out, const WritType *type, Example example)
{
    WritCode currency = type->currency != 0 ? type->currency : example.currency;
    char letters[5] = "EUR";
    if (currency != 0) {
        (void)writ_code_text(currency, letters);
    }
    add_digits(out, example, "12.50");
    writ_buffer_format(out, " %s", letters);
}

static void write_quantity(WritBuffer *out, const WritTypes *types, const WritType *type,
                           Example example)
{
    uint32_t unit = type->index != WRIT_NONE ? type->index : 0;
    add_digits(out, example, "12");
    if (unit < types->unit_count) {
        writ_buffer_add_byte(out, ' ');
        writ_buffer_add(out, types->units[unit].name);
    }
}

static void write_choice(WritBuffer *out, const WritTypes *types, const WritType *type)
{
    const WritChoiceType *choice = &types->choices[type->index];
    if (choice->value_count > 0) {
        writ_buffer_add(out, choice->values[0]);
    }
}

// What stands inside the quotes.
static void write_inside(WritBuffer *out, const WritTypes *types, const WritType *type,
                         Example example)
{
    switch (type->kind) {
    case WRIT_TYPE_BOOLEAN:
        writ_buffer_add_string(out, "yes");
        break;
    case WRIT_TYPE_NUMBER:
        writ_buffer_add_string(out, "12.5");
        break;
    case WRIT_TYPE_PERCENT:
        add_digits(out, example, "7.5");
        writ_buffer_add_byte(out, '%');
        break;
    case WRIT_TYPE_MONEY:
        write_money(out, type, example);
        break;
    case WRIT_TYPE_QUANTITY:
        write_quantity(out, types, type, example);
        break;
    case WRIT_TYPE_DATE:
        writ_buffer_add_string(out, "2026-03-02");
        break;
    case WRIT_TYPE_TIME:
        writ_buffer_add_string(out, "09:00");
        break;
    case WRIT_TYPE_INSTANT:
        writ_buffer_add_string(out, "2026-03-02T09:00:00Z");
        break;
    case WRIT_TYPE_DURATION:
        add_digits(out, example, "2");
        writ_buffer_add_string(out, " days");
        break;
    case WRIT_TYPE_WORKING_TIME:
        add_digits(out, example, "2");
        writ_buffer_add_string(out, " working days");
        break;
    case WRIT_TYPE_MONTH:
        writ_buffer_add_string(out, "2026-03");
        break;
    case WRIT_TYPE_TEXT:
        writ_buffer_add_string(out, "a text");
        break;
    case WRIT_TYPE_CHOICE:
        write_choice(out, types, type);
        break;
    case WRIT_TYPE_PERSON:
        writ_buffer_add_string(out, "anna");
        break;
    case WRIT_TYPE_ROLE:
        writ_buffer_add_string(out, "sales_manager");
        break;
    case WRIT_TYPE_CALENDAR:
        writ_buffer_add_string(out, "office_hours");
        break;
    case WRIT_TYPE_COUNTRY:
        writ_buffer_add_string(out, "NL");
        break;
    case WRIT_TYPE_CURRENCY:
        writ_buffer_add_string(out, "EUR");
        break;
    case WRIT_TYPE_LIST:
        writ_buffer_add_string(out, "[ … ]");
        break;
    case WRIT_TYPE_RECORD:
    case WRIT_TYPE_DOCUMENT:
        writ_buffer_add_string(out, "{ … }");
        break;
    }
}

static bool is_quoted(WritTypeKind kind)
{
    return kind != WRIT_TYPE_NUMBER && kind != WRIT_TYPE_LIST && kind != WRIT_TYPE_RECORD;
}

void value_example_write(WritBuffer *out, const WritTypes *types, WritTypeId id, Example example)
{
    assert(id < types->type_count);
    const WritType *type = &types->types[id];
    if (example.form == EXAMPLE_JSON && type->kind == WRIT_TYPE_BOOLEAN) {
        writ_buffer_add_string(out, "true");
        return;
    }
    if (example.form == EXAMPLE_JSON && type->kind == WRIT_TYPE_DOCUMENT) {
        writ_buffer_add_string(out, "{\"file\": \"minutes.pdf\"}");
        return;
    }
    bool quoted = example.form == EXAMPLE_JSON && is_quoted(type->kind);
    writ_buffer_add_string(out, quoted ? "\"" : "");
    write_inside(out, types, type, example);
    writ_buffer_add_string(out, quoted ? "\"" : "");
}
