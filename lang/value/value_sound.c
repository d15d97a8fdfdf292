#include "value/value_sound.h"

#include <string.h>

#include "value/decimal_bits.h"
#include "value/value_words.h"

enum { COUNTRY_LETTERS = 2, CURRENCY_LETTERS = 3, LETTERS = 26, LETTERS_AND_DIGITS = 36 };

// A code is a number in base 37 whose digits 1 to 26 are the letters and 27 to 36 the digits
// (types.c). True when it has `count` of them, none above `largest`.
static bool is_code(WritCode code, int count, uint32_t largest)
{
    for (int i = 0; i < count; i++) {
        uint32_t digit = code % 37;
        if (digit < 1 || digit > largest) {
            return false;
        }
        code /= 37;
    }
    return code == 0;
}

bool value_is_country(WritCode code)
{
    return is_code(code, COUNTRY_LETTERS, LETTERS);
}

bool value_is_currency(WritCode code)
{
    return is_code(code, CURRENCY_LETTERS, LETTERS);
}

static bool has_length(WritCode code, int length)
{
    return is_code(code, length, LETTERS_AND_DIGITS);
}

static bool is_between(int64_t number, int64_t first, int64_t last)
{
    return number >= first && number <= last;
}

// How many bytes at the start are ASCII and not NUL, found eight at a time.
static size_t plain_bytes(WritText text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    size_t at = 0;
    for (; at + sizeof(uint64_t) <= text.length; at += sizeof(uint64_t)) {
        uint64_t eight = 0;
        memcpy(&eight, text.data + at, sizeof eight);
        // A high bit stands in `eight` for a byte above ASCII, in the difference for a NUL.
        if (((eight | (eight - ones)) & high_bits) != 0) {
            break;
        }
    }
    while (at < text.length && text.data[at] != '\0' && (unsigned char)text.data[at] < 0x80) {
        at++;
    }
    return at;
}

bool value_is_text(WritText text)
{
    size_t plain = plain_bytes(text);
    if (plain == text.length) {
        return true;
    }
    WritText rest = {text.data + plain, text.length - plain};
    return writ_text_is_utf8(rest) && memchr(rest.data, '\0', rest.length) == NULL;
}

bool value_is_document(const WritDocument *document)
{
    return document->size <= WRIT_DOCUMENT_BYTES_MAX &&
           writ_document_check_name(document->name, NULL) == WRIT_OK;
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
        return decimal_is_sound(value->number);
    case WRIT_VALUE_MONEY:
        return has_length(value->tag, CURRENCY_LETTERS) && decimal_is_sound(value->number);
    case WRIT_VALUE_QUANTITY:
        return decimal_is_sound(value->number);
    case WRIT_VALUE_DATE:
        return is_between(value->integer, WRIT_DATE_DAYS_MIN, WRIT_DATE_DAYS_MAX);
    case WRIT_VALUE_TIME:
        return is_between(value->integer, 0, 24 * 60);
    case WRIT_VALUE_INSTANT:
        return is_between(value->integer, WRIT_INSTANT_MIN, WRIT_INSTANT_MAX);
    case WRIT_VALUE_DURATION:
        return value->tag < VALUE_DURATION_UNITS;
    case WRIT_VALUE_WORKING_TIME:
        return value->tag < VALUE_WORKING_UNITS;
    case WRIT_VALUE_MONTH:
        return is_between(value->integer, WRIT_MONTH_MIN, WRIT_MONTH_MAX);
    case WRIT_VALUE_TEXT:
        return value_is_text(value->text);
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
        return value->text.length > 0 && value_is_text(value->text);
    case WRIT_VALUE_CHOICE:
        return is_between(value->integer, 0, UINT32_MAX - 1);
    case WRIT_VALUE_COUNTRY:
        return has_length(value->tag, COUNTRY_LETTERS);
    case WRIT_VALUE_CURRENCY:
        return has_length(value->tag, CURRENCY_LETTERS);
    case WRIT_VALUE_LIST:
        return value->list != NULL;
    case WRIT_VALUE_RECORD:
        return value->record != NULL;
    case WRIT_VALUE_DOCUMENT:
        return value->document != NULL && value_is_document(value->document);
    }
    return false;
}
