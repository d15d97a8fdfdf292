// Scalars from text, as the language or a user writes them.
//
// Every refusal has one form: what was found, what it should have been, why it is not, and an
// example of what to write.
#include "value/value_parse.h"

#include <assert.h>
#include <string.h>

#include "writ/json.h"
#include "writ/nearest.h"

#include "value/date.h"
#include "value/quote.h"
#include "value/value_example.h"
#include "value/value_sound.h"

enum { LISTED_VALUES_MAX = 8 };

static const WritText NOTHING = {NULL, 0};

WritStatus value_parse_refuse(const ValueParse *parse, const char *reason, WritText digits)
{
    WritBuffer type = {0};
    WritBuffer example = {0};
    writ_types_print(&type, parse->scalar.types, parse->scalar.id);
    const char *name = writ_buffer_string(&type);
    if (parse->type->optional) {
        name += strlen("optional ");
    }
    value_example_write(&example, parse->scalar.types, parse->scalar.id,
                        (Example){EXAMPLE_TEXT, digits, parse->scalar.currency});
    (void)writ_fail(parse->error, WRIT_INVALID, "%s is no %s%s%s", quote_text(parse->text).text,
                    name, reason[0] != '\0' ? ": " : "", reason);
    (void)writ_hint(parse->error, "write %s", writ_buffer_string(&example));
    writ_buffer_dispose(&type);
    writ_buffer_dispose(&example);
    return WRIT_INVALID;
}

static WritStatus parse_boolean(WritValue *value, const ValueParse *parse)
{
    bool yes = writ_text_is(parse->text, "yes");
    if (!yes && !writ_text_is(parse->text, "no")) {
        (void)value_parse_refuse(parse, "", NOTHING);
        return writ_hint(parse->error, "write yes or no");
    }
    *value = writ_value_boolean(yes);
    return WRIT_OK;
}

static WritStatus parse_date(WritValue *value, const ValueParse *parse)
{
    value->kind = WRIT_VALUE_DATE;
    return writ_date_parse(&value->integer, parse->text, parse->error);
}

static WritStatus parse_instant(WritValue *value, const ValueParse *parse)
{
    value->kind = WRIT_VALUE_INSTANT;
    return writ_instant_parse(&value->integer, parse->text, parse->error);
}

static WritStatus parse_time(WritValue *value, const ValueParse *parse)
{
    int32_t hour = 0;
    int32_t minute = 0;
    if (parse->text.length != strlen("09:00") || !date_digits(parse->text, 0, 2, &hour) ||
        parse->text.data[2] != ':' || !date_digits(parse->text, 3, 2, &minute)) {
        return value_parse_refuse(parse, "", NOTHING);
    }
    if (minute > 59 || hour * 60 + minute > 24 * 60) {
        return value_parse_refuse(parse, "times go from 00:00 to 24:00", NOTHING);
    }
    *value = (WritValue){.kind = WRIT_VALUE_TIME, .integer = hour * 60 + minute};
    return WRIT_OK;
}

static WritStatus parse_month(WritValue *value, const ValueParse *parse)
{
    int32_t year = 0;
    int32_t month = 0;
    if (parse->text.length != strlen("2026-03") || !date_digits(parse->text, 0, 4, &year) ||
        parse->text.data[4] != '-' || !date_digits(parse->text, 5, 2, &month)) {
        return value_parse_refuse(parse, "", NOTHING);
    }
    if (year < 1 || month < 1 || month > 12) {
        return value_parse_refuse(
            parse, year < 1 ? "years begin with 0001" : "months go from 01 to 12", NOTHING);
    }
    *value = (WritValue){.kind = WRIT_VALUE_MONTH, .integer = year * 12 + month - 1};
    return WRIT_OK;
}

static void list_values(WritBuffer *out, const WritChoiceType *choice)
{
    for (uint32_t i = 0; i < choice->value_count && i < LISTED_VALUES_MAX; i++) {
        writ_buffer_format(out, "%s%.*s", i > 0 ? ", " : "", WRIT_TEXT_ARGS(choice->values[i]));
    }
    if (choice->value_count > LISTED_VALUES_MAX) {
        writ_buffer_format(out, " and %u more", choice->value_count - LISTED_VALUES_MAX);
    }
}

static WritStatus parse_choice(WritValue *value, const ValueParse *parse)
{
    const WritChoiceType *choice = &parse->scalar.types->choices[parse->type->index];
    uint32_t found = writ_types_find_value(choice, parse->text);
    if (found != WRIT_NONE) {
        *value =
            (WritValue){.kind = WRIT_VALUE_CHOICE, .tag = parse->type->index, .integer = found};
        return WRIT_OK;
    }
    WritNearest nearest = writ_nearest(parse->text);
    for (uint32_t i = 0; i < choice->value_count; i++) {
        writ_nearest_offer(&nearest, choice->values[i]);
    }
    WritBuffer values = {0};
    list_values(&values, choice);
    (void)value_parse_refuse(parse, "", NOTHING);
    if (nearest.best.length > 0) {
        (void)writ_hint(parse->error, "did you mean %.*s? It can be: %s",
                        WRIT_TEXT_ARGS(nearest.best), writ_buffer_string(&values));
    } else {
        (void)writ_hint(parse->error, "it can be: %s", writ_buffer_string(&values));
    }
    writ_buffer_dispose(&values);
    return WRIT_INVALID;
}

static WritStatus parse_text(WritValue *value, const ValueParse *parse)
{
    if (!value_is_text(parse->text)) {
        return value_parse_refuse(parse, "texts are UTF-8 without zero bytes", NOTHING);
    }
    *value = writ_value_text(writ_arena_text(parse->arena, parse->text));
    return WRIT_OK;
}

static WritStatus parse_person(WritValue *value, const ValueParse *parse)
{
    if (parse->text.length == 0 || !value_is_text(parse->text)) {
        return value_parse_refuse(parse, "", NOTHING);
    }
    value->kind = WRIT_VALUE_PERSON;
    value->text = writ_arena_text(parse->arena, parse->text);
    return WRIT_OK;
}

// A qualified name: words of small letters, digits and underscores, joined by points.
static bool is_qualified_name(WritText text)
{
    bool at_start = true;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        bool letter = byte >= 'a' && byte <= 'z';
        bool inside = letter || (byte >= '0' && byte <= '9') || byte == '_';
        if (at_start ? !letter : !inside && byte != '.') {
            return false;
        }
        at_start = byte == '.';
    }
    return !at_start;
}

static WritStatus parse_role(WritValue *value, const ValueParse *parse)
{
    if (!is_qualified_name(parse->text)) {
        return value_parse_refuse(parse, "roles have names of small letters", NOTHING);
    }
    value->kind = WRIT_VALUE_ROLE;
    value->text = writ_arena_text(parse->arena, parse->text);
    return WRIT_OK;
}

static WritStatus parse_calendar(WritValue *value, const ValueParse *parse)
{
    if (!is_qualified_name(parse->text)) {
        return value_parse_refuse(parse, "calendars have names of small letters", NOTHING);
    }
    value->kind = WRIT_VALUE_CALENDAR;
    value->text = writ_arena_text(parse->arena, parse->text);
    return WRIT_OK;
}

static WritStatus parse_country(WritValue *value, const ValueParse *parse)
{
    *value = (WritValue){.kind = WRIT_VALUE_COUNTRY, .tag = writ_code(parse->text)};
    return value_is_country(value->tag)
               ? WRIT_OK
               : value_parse_refuse(parse, "a country is two capital letters", NOTHING);
}

static WritStatus parse_currency(WritValue *value, const ValueParse *parse)
{
    *value = (WritValue){.kind = WRIT_VALUE_CURRENCY, .tag = writ_code(parse->text)};
    return value_is_currency(value->tag)
               ? WRIT_OK
               : value_parse_refuse(parse, "a currency is three capital letters", NOTHING);
}

static WritStatus refuse_type(const ValueParse *parse)
{
    WritBuffer type = {0};
    writ_types_print(&type, parse->scalar.types, parse->scalar.id);
    (void)writ_fail(parse->error, WRIT_INVALID, "%s cannot be given as text",
                    writ_buffer_string(&type));
    writ_buffer_dispose(&type);
    if (parse->type->kind == WRIT_TYPE_DOCUMENT) {
        return writ_hint(parse->error, "give it as a file: {\"file\": \"minutes.pdf\"} in JSON");
    }
    return writ_hint(parse->error, "give it as JSON: %s",
                     parse->type->kind == WRIT_TYPE_LIST ? "[ … ]" : "{ … }");
}

static WritStatus parse_kind(WritValue *value, const ValueParse *parse)
{
    switch (parse->type->kind) {
    case WRIT_TYPE_BOOLEAN:
        return parse_boolean(value, parse);
    case WRIT_TYPE_NUMBER:
        return value_parse_number(value, parse);
    case WRIT_TYPE_PERCENT:
        return value_parse_percent(value, parse);
    case WRIT_TYPE_MONEY:
        return value_parse_money(value, parse);
    case WRIT_TYPE_QUANTITY:
        return value_parse_quantity(value, parse);
    case WRIT_TYPE_DATE:
        return parse_date(value, parse);
    case WRIT_TYPE_TIME:
        return parse_time(value, parse);
    case WRIT_TYPE_INSTANT:
        return parse_instant(value, parse);
    case WRIT_TYPE_DURATION:
    case WRIT_TYPE_WORKING_TIME:
        return value_parse_span(value, parse);
    case WRIT_TYPE_MONTH:
        return parse_month(value, parse);
    case WRIT_TYPE_TEXT:
        return parse_text(value, parse);
    case WRIT_TYPE_CHOICE:
        return parse_choice(value, parse);
    case WRIT_TYPE_PERSON:
        return parse_person(value, parse);
    case WRIT_TYPE_ROLE:
        return parse_role(value, parse);
    case WRIT_TYPE_CALENDAR:
        return parse_calendar(value, parse);
    case WRIT_TYPE_COUNTRY:
        return parse_country(value, parse);
    case WRIT_TYPE_CURRENCY:
        return parse_currency(value, parse);
    case WRIT_TYPE_DOCUMENT:
    case WRIT_TYPE_LIST:
    case WRIT_TYPE_RECORD:
        return refuse_type(parse);
    }
    WRIT_UNREACHABLE();
}

WritStatus value_parse_scalar(WritValue *value, WritArena *arena, ScalarType type, WritText text,
                              WritError *error)
{
    assert(type.id < type.types->type_count);
    WritError ours; // The parts below amend the sentence, so there must be one.
    ValueParse parse = {
        .scalar = type,
        .type = &type.types->types[type.id],
        .text = text,
        .arena = arena,
        .error = error != NULL ? error : &ours,
    };
    WritValue parsed = {.kind = WRIT_VALUE_MISSING};
    WritStatus status = parse_kind(&parsed, &parse);
    if (status == WRIT_OK) {
        *value = parsed;
    }
    return status;
}

WritStatus writ_value_parse(WritValue *value, WritArena *arena, const WritTypes *types,
                            WritTypeId type, WritText text, WritError *error)
{
    assert(type < types->type_count);
    const WritType *asked = &types->types[type];
    // A text or a person may well be called "none".
    if (asked->optional && asked->kind != WRIT_TYPE_TEXT && asked->kind != WRIT_TYPE_PERSON &&
        writ_text_is(text, "none")) {
        *value = (WritValue){.kind = WRIT_VALUE_MISSING};
        return WRIT_OK;
    }
    return value_parse_scalar(value, arena, (ScalarType){types, type, 0}, text, error);
}
