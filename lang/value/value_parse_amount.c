// Scalars that begin with digits: numbers, percentages, money, quantities and spans of time.
#include "value/value_parse.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "writ/nearest.h"

#include "value/quote.h"
#include "value/value_scan.h"
#include "value/value_sound.h"
#include "value/value_words.h"

enum { REASON_BYTES = 160 };

static const WritText NOTHING = {NULL, 0};

// The number in front. Of `amount`, `rest` is what stands behind it.
static WritStatus take_amount(ScanAmount *amount, const ValueParse *parse)
{
    ScanFault fault = value_scan_amount(amount, parse->text);
    switch (fault) {
    case SCAN_OK:
        return writ_decimal_parse(&amount->number, (WritText){amount->digits, amount->digit_bytes},
                                  parse->error);
    case SCAN_NO_NUMBER:
        return value_parse_refuse(parse, "", NOTHING);
    case SCAN_GROUPS:
        return value_parse_refuse(parse, "between spaces a number has three digits, 50 000",
                                  NOTHING);
    case SCAN_COMMA:
        return value_parse_refuse(
            parse, "decimals follow a point, thousands are set apart by a space", NOTHING);
    case SCAN_TOO_LONG:
        (void)value_parse_refuse(parse, "it is too long", NOTHING);
        parse->error->status = WRIT_LIMIT;
        return WRIT_LIMIT;
    }
    WRIT_UNREACHABLE();
}

WritStatus value_parse_number(WritValue *value, const ValueParse *parse)
{
    ScanAmount amount;
    WritStatus status = take_amount(&amount, parse);
    if (status != WRIT_OK) {
        return status;
    }
    if (amount.rest.length > 0) {
        return value_parse_refuse(parse, "something stands behind the digits", NOTHING);
    }
    *value = writ_value_number(amount.number);
    return WRIT_OK;
}

static WritText digits_of(const ScanAmount *amount)
{
    return (WritText){amount->digits, amount->digit_bytes};
}

WritStatus value_parse_percent(WritValue *value, const ValueParse *parse)
{
    ScanAmount amount;
    WritStatus status = take_amount(&amount, parse);
    if (status != WRIT_OK) {
        return status;
    }
    if (!writ_text_is(amount.rest, "%")) {
        return value_parse_refuse(parse,
                                  amount.rest.length == 0 ? "it has no % sign"
                                                          : "the % sign must follow the digits",
                                  digits_of(&amount));
    }
    value->kind = WRIT_VALUE_PERCENT;
    return writ_decimal_shift(&value->number, amount.number, -2, parse->error);
}

// The currency or unit behind the digits, set apart from them.
static WritStatus take_unit(WritText *unit, const ScanAmount *amount, const ValueParse *parse,
                            const char *missing)
{
    *unit = value_scan_spaces(amount->rest);
    if (unit->length == 0) {
        return value_parse_refuse(parse, missing, digits_of(amount));
    }
    if (unit->length == amount->rest.length) {
        return value_parse_refuse(parse, "a space must stand behind the digits", NOTHING);
    }
    return WRIT_OK;
}

WritStatus value_parse_money(WritValue *value, const ValueParse *parse)
{
    ScanAmount amount;
    WritText unit;
    WritStatus status = take_amount(&amount, parse);
    if (status == WRIT_OK) {
        status = take_unit(&unit, &amount, parse, "it has no currency");
    }
    if (status != WRIT_OK) {
        return status;
    }
    WritCode currency = writ_code(unit);
    if (!value_is_currency(currency)) {
        return value_parse_refuse(parse, "a currency is three capital letters", digits_of(&amount));
    }
    WritCode asked = parse->type->currency != 0 ? parse->type->currency : parse->scalar.currency;
    if (asked != 0 && asked != currency) {
        char letters[5];
        char reason[REASON_BYTES];
        (void)writ_code_text(asked, letters);
        (void)snprintf(reason, sizeof reason, "its currency is %.*s, it must be %s",
                       WRIT_TEXT_ARGS(unit), letters);
        (void)value_parse_refuse(parse, reason, NOTHING);
        return writ_hint(parse->error, "give the amount in %s", letters);
    }
    *value = (WritValue){.kind = WRIT_VALUE_MONEY, .tag = currency, .number = amount.number};
    return WRIT_OK;
}

static WritStatus refuse_unit(const ValueParse *parse, WritText unit, const ScanAmount *amount)
{
    const WritTypes *types = parse->scalar.types;
    char reason[REASON_BYTES];
    (void)snprintf(reason, sizeof reason, "there is no unit %s", quote_text(unit).text);
    WritNearest nearest = writ_nearest(unit);
    for (uint32_t i = 0; i < types->unit_count; i++) {
        writ_nearest_offer(&nearest, types->units[i].name);
    }
    (void)value_parse_refuse(parse, reason, digits_of(amount));
    if (parse->type->index == WRIT_NONE && nearest.best.length > 0) {
        return writ_hint(parse->error, "did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return WRIT_INVALID;
}

WritStatus value_parse_quantity(WritValue *value, const ValueParse *parse)
{
    const WritTypes *types = parse->scalar.types;
    ScanAmount amount;
    WritText unit;
    WritStatus status = take_amount(&amount, parse);
    if (status == WRIT_OK) {
        status = take_unit(&unit, &amount, parse, "it has no unit");
    }
    if (status != WRIT_OK) {
        return status;
    }
    uint32_t found = writ_types_find_unit(types, unit);
    if (found == WRIT_NONE) {
        return refuse_unit(parse, unit, &amount);
    }
    if (parse->type->index != WRIT_NONE && parse->type->index != found) {
        WritText asked = types->units[parse->type->index].name;
        (void)value_parse_refuse(parse, "its unit is another", NOTHING);
        return writ_hint(parse->error, "give the quantity in %.*s", WRIT_TEXT_ARGS(asked));
    }
    *value = (WritValue){.kind = WRIT_VALUE_QUANTITY, .tag = found, .number = amount.number};
    return WRIT_OK;
}

static bool is_duration_word(WritText word, uint32_t *unit)
{
    for (uint32_t i = 0; i < VALUE_DURATION_UNITS; i++) {
        if (writ_text_is(word, value_duration_word((WritDurationUnit)i, 1)) ||
            writ_text_is(word, value_duration_word((WritDurationUnit)i, 2))) {
            *unit = i;
            return true;
        }
    }
    return false;
}

static bool is_working_word(WritText word, uint32_t *unit)
{
    for (uint32_t i = 0; i < VALUE_WORKING_UNITS; i++) {
        if (writ_text_is(word, value_working_word((WritWorkingUnit)i, 1)) ||
            writ_text_is(word, value_working_word((WritWorkingUnit)i, 2))) {
            *unit = i;
            return true;
        }
    }
    return false;
}

// Elapsed and working time are different types, but the words are easily mixed up.
static const char *span_reason(bool working_asked, WritText word)
{
    uint32_t unit = 0;
    if (working_asked && is_duration_word(word, &unit)) {
        return "this is elapsed time";
    }
    if (!working_asked && is_working_word(word, &unit)) {
        return "this is working time";
    }
    return working_asked ? "the unit must be working days or working hours"
                         : "the unit must be seconds, minutes, hours, days, weeks, months or years";
}

WritStatus value_parse_span(WritValue *value, const ValueParse *parse)
{
    bool working = parse->type->kind == WRIT_TYPE_WORKING_TIME;
    ScanAmount amount;
    WritText word;
    WritStatus status = take_amount(&amount, parse);
    if (status == WRIT_OK) {
        status = take_unit(&word, &amount, parse, "it has no unit");
    }
    if (status != WRIT_OK) {
        return status;
    }
    *value = (WritValue){.kind = working ? WRIT_VALUE_WORKING_TIME : WRIT_VALUE_DURATION};
    if (working ? !is_working_word(word, &value->tag) : !is_duration_word(word, &value->tag)) {
        return value_parse_refuse(parse, span_reason(working, word), digits_of(&amount));
    }
    if (writ_decimal_to_int(amount.number, &value->integer)) {
        return WRIT_OK;
    }
    WritDecimal whole;
    if (writ_decimal_round(&whole, amount.number, 0, WRIT_ROUND_DOWN, NULL) == WRIT_OK &&
        writ_decimal_compare(whole, amount.number) != 0) {
        return value_parse_refuse(parse, "the count must be whole, in a smaller unit if need be",
                                  NOTHING);
    }
    (void)value_parse_refuse(parse, "the count is too large", NOTHING);
    parse->error->status = WRIT_LIMIT;
    return WRIT_LIMIT;
}
