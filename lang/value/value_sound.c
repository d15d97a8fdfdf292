#include "value/value_sound.h"

#include <string.h>

#include "value/decimal_bits.h"
#include "value/value_words.h"

// Codes of letters alone, of one length, are the numbers from `first` on whose digits in base 37
// are at most 26 (types.c).
static bool is_letters(WritCode code, size_t count)
{
    char letters[5];
    if (code > 37 * 37 * 37 * 37 - 1 || writ_code_text(code, letters) != count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (letters[i] < 'A' || letters[i] > 'Z') {
            return false;
        }
    }
    return true;
}

bool value_is_country(WritCode code)
{
    return is_letters(code, 2);
}

bool value_is_currency(WritCode code)
{
    return is_letters(code, 3);
}

static bool is_between(int64_t number, int64_t first, int64_t last)
{
    return number >= first && number <= last;
}

bool value_is_text(WritText text)
{
    return writ_text_is_utf8(text) &&
           (text.length == 0 || memchr(text.data, '\0', text.length) == NULL);
}

static bool is_sound_count(int64_t count)
{
    return is_between(count, -WRIT_DURATION_COUNT_MAX, WRIT_DURATION_COUNT_MAX);
}

bool value_is_sound(const WritValue *value)
{
    switch (value->kind) {
    case WRIT_VALUE_MISSING:
        return true;
    case WRIT_VALUE_BOOLEAN:
        return is_between(value->integer, 0, 1);
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
        return decimal_is_packed(decimal_unpack(value->number));
    case WRIT_VALUE_MONEY:
        return value_is_currency(value->tag) && decimal_is_packed(decimal_unpack(value->number));
    case WRIT_VALUE_QUANTITY:
        return decimal_is_packed(decimal_unpack(value->number));
    case WRIT_VALUE_DATE:
        return is_between(value->integer, WRIT_DATE_DAYS_MIN, WRIT_DATE_DAYS_MAX);
    case WRIT_VALUE_TIME:
        return is_between(value->integer, 0, 24 * 60);
    case WRIT_VALUE_INSTANT:
        return is_between(value->integer, WRIT_INSTANT_MIN, WRIT_INSTANT_MAX);
    case WRIT_VALUE_DURATION:
        return value->tag < VALUE_DURATION_UNITS && is_sound_count(value->integer);
    case WRIT_VALUE_WORKING_TIME:
        return value->tag < VALUE_WORKING_UNITS && is_sound_count(value->integer);
    case WRIT_VALUE_MONTH:
        return is_between(value->integer, WRIT_MONTH_MIN, WRIT_MONTH_MAX);
    case WRIT_VALUE_TEXT:
        return value_is_text(value->text);
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
        return value->text.length > 0 && value_is_text(value->text);
    case WRIT_VALUE_CHOICE:
        return is_between(value->integer, 0, UINT32_MAX - 1);
    case WRIT_VALUE_COUNTRY:
        return value_is_country(value->tag);
    case WRIT_VALUE_CURRENCY:
        return value_is_currency(value->tag);
    case WRIT_VALUE_LIST:
        return value->list != NULL;
    case WRIT_VALUE_RECORD:
        return value->record != NULL;
    }
    return false;
}
