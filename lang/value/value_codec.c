// Values as bytes: a kind, then what the kind needs. Each value has exactly one encoding.
//
//   missing                  kind
//   boolean                  kind, 0 or 1
//   number, percent          kind, decimal
//   money, quantity          kind, currency or unit, decimal
//   date … month             kind, [unit of duration or working time,] signed number
//   text, person, role       kind, length, bytes
//   choice                   kind, choice, value
//   country, currency        kind, code
//   list                     kind, last id, count, items
//   record                   kind, record type, id, count, fields
//   document                 kind, length and bytes of the name, size, hash
//
// A decimal is one number made of exponent (zigzag), a bit for coefficients of more than 64 bits
// and a bit for the sign, then the coefficient, low half first: 12.50 takes three bytes.
#include "writ/value.h"

#include <assert.h>
#include <string.h>

#include "value/decimal_bits.h"
#include "value/value_sound.h"

enum { HEAD_NEGATIVE = 1, HEAD_WIDE = 2, HEAD_SHIFT = 2 };

static void put_decimal(WritBuffer *out, WritDecimal number)
{
    DecimalParts parts = decimal_unpack(number);
    uint64_t low = (uint64_t)parts.coefficient;
    uint64_t high = (uint64_t)(parts.coefficient >> 64);
    uint64_t zigzag =
        parts.exponent < 0 ? (uint64_t)(-parts.exponent) * 2 - 1 : (uint64_t)parts.exponent * 2;
    writ_put_uint(out, zigzag << HEAD_SHIFT | (high != 0 ? HEAD_WIDE : 0u) |
                           (parts.negative ? HEAD_NEGATIVE : 0u));
    writ_put_uint(out, low);
    if (high != 0) {
        writ_put_uint(out, high);
    }
}

static void put(WritBuffer *out, const WritValue *value, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX);
    assert(value_is_sound(value));
    writ_put_u8(out, (uint8_t)value->kind);
    switch (value->kind) {
    case WRIT_VALUE_MISSING:
        break;
    case WRIT_VALUE_BOOLEAN:
        writ_put_u8(out, (uint8_t)value->integer);
        break;
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
        put_decimal(out, value->number);
        break;
    case WRIT_VALUE_MONEY:
    case WRIT_VALUE_QUANTITY:
        writ_put_uint(out, value->tag);
        put_decimal(out, value->number);
        break;
    case WRIT_VALUE_DURATION:
    case WRIT_VALUE_WORKING_TIME:
    case WRIT_VALUE_CHOICE:
        writ_put_uint(out, value->tag);
        writ_put_int(out, value->integer);
        break;
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_MONTH:
        writ_put_int(out, value->integer);
        break;
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
        writ_put_text(out, value->text);
        break;
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        writ_put_uint(out, value->tag);
        break;
    case WRIT_VALUE_LIST:
        writ_put_uint(out, value->list->last_id);
        writ_put_uint(out, value->list->count);
        for (uint32_t i = 0; i < value->list->count; i++) {
            put(out, &value->list->items[i], depth + 1);
        }
        break;
    case WRIT_VALUE_RECORD:
        writ_put_uint(out, value->tag);
        writ_put_uint(out, value->record->id);
        writ_put_uint(out, value->record->field_count);
        for (uint32_t i = 0; i < value->record->field_count; i++) {
            put(out, &value->record->fields[i], depth + 1);
        }
        break;
    case WRIT_VALUE_DOCUMENT:
        writ_put_text(out, value->document->name);
        writ_put_uint(out, value->document->size);
        writ_put_raw(out, value->document->hash.bytes, WRIT_HASH_BYTES);
        break;
    }
}

void writ_value_put(WritBuffer *out, WritValue value)
{
    put(out, &value, 1);
}

static bool get_decimal(WritReader *in, WritDecimal *number)
{
    uint64_t head = writ_get_uint(in);
    uint64_t zigzag = head >> HEAD_SHIFT;
    uint64_t low = writ_get_uint(in);
    bool wide = (head & HEAD_WIDE) != 0;
    uint64_t high = wide ? writ_get_uint(in) : 0;
    if (in->failed || zigzag > 2 * (uint64_t)-DECIMAL_EXPONENT_MIN || (wide && high == 0)) {
        return false;
    }
    int half = (int)(zigzag >> 1);
    DecimalParts parts = {
        .coefficient = (DecimalDigits)high << 64 | low,
        .exponent = (zigzag & 1) != 0 ? -half - 1 : half,
        .negative = (head & HEAD_NEGATIVE) != 0,
    };
    if (high > DECIMAL_COEFFICIENT_MASK || parts.exponent > WRIT_DECIMAL_EXPONENT_MAX) {
        return false;
    }
    *number = decimal_bits(parts);
    return decimal_is_sound(*number);
}

// One reading. `owed` counts the parts of lists and records that are begun: each takes a byte at
// least, so a count is believed only as far as there are bytes for all of them. Memory is thereby
// bounded by the length of what is read.
typedef struct Decoding {
    WritReader *in;
    WritArena *arena;
    size_t owed;
    int depth;
} Decoding;

static bool get(Decoding *decoding, WritValue *value);

static bool get_count(Decoding *decoding, uint32_t *count)
{
    size_t claimed = writ_get_count(decoding->in);
    size_t left = writ_reader_left(decoding->in);
    if (decoding->in->failed || decoding->owed > left || claimed > left - decoding->owed ||
        claimed > UINT32_MAX) {
        return false;
    }
    decoding->owed += claimed;
    *count = (uint32_t)claimed;
    return true;
}

static bool get_part(Decoding *decoding, WritValue *part)
{
    decoding->owed--;
    decoding->depth++;
    bool read = get(decoding, part);
    decoding->depth--;
    return read;
}

static bool get_list(Decoding *decoding, WritValue *value)
{
    uint32_t last_id = writ_get_u32(decoding->in);
    uint32_t count = 0;
    if (!get_count(decoding, &count)) {
        return false;
    }
    WritList *list = writ_list_new(decoding->arena, count);
    list->last_id = last_id;
    value->list = list;
    for (uint32_t i = 0; i < count; i++) {
        WritValue *item = &list->items[i];
        if (!get_part(decoding, item) ||
            (item->kind == WRIT_VALUE_RECORD && item->record->id > last_id)) {
            return false;
        }
    }
    return true;
}

static bool get_record(Decoding *decoding, WritValue *value)
{
    value->tag = writ_get_u32(decoding->in);
    uint32_t id = writ_get_u32(decoding->in);
    uint32_t count = 0;
    if (!get_count(decoding, &count)) {
        return false;
    }
    WritRecord *record = writ_record_new(decoding->arena, count);
    record->id = id;
    value->record = record;
    for (uint32_t i = 0; i < count; i++) {
        if (!get_part(decoding, &record->fields[i])) {
            return false;
        }
    }
    return true;
}

static bool get_document(Decoding *decoding, WritValue *value)
{
    WritDocument document = {.name = writ_get_text(decoding->in)};
    document.size = writ_get_uint(decoding->in);
    WritText hash = writ_get_raw(decoding->in, WRIT_HASH_BYTES);
    if (decoding->in->failed || !value_is_document(&document)) {
        return false;
    }
    memcpy(document.hash.bytes, hash.data, WRIT_HASH_BYTES);
    *value = writ_value_document(decoding->arena, &document);
    return true;
}

static bool get(Decoding *decoding, WritValue *value)
{
    WritReader *in = decoding->in;
    uint8_t kind = writ_get_u8(in);
    if (in->failed || kind > WRIT_VALUE_DOCUMENT || decoding->depth > WRIT_VALUE_DEPTH_MAX) {
        return false;
    }
    *value = (WritValue){.kind = (WritValueKind)kind};
    switch (value->kind) {
    case WRIT_VALUE_MISSING:
        return true;
    case WRIT_VALUE_BOOLEAN:
        value->integer = writ_get_u8(in);
        break;
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
        return get_decimal(in, &value->number);
    case WRIT_VALUE_MONEY:
        value->tag = writ_get_u32(in);
        return get_decimal(in, &value->number) && value_is_sound(value);
    case WRIT_VALUE_QUANTITY:
        value->tag = writ_get_u32(in);
        return get_decimal(in, &value->number);
    case WRIT_VALUE_DURATION:
    case WRIT_VALUE_WORKING_TIME:
    case WRIT_VALUE_CHOICE:
        value->tag = writ_get_u32(in);
        value->integer = writ_get_int(in);
        break;
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_MONTH:
        value->integer = writ_get_int(in);
        break;
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
        value->text = writ_arena_text(decoding->arena, writ_get_text(in));
        break;
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        value->tag = writ_get_u32(in);
        break;
    case WRIT_VALUE_LIST:
        return get_list(decoding, value);
    case WRIT_VALUE_RECORD:
        return get_record(decoding, value);
    case WRIT_VALUE_DOCUMENT:
        return get_document(decoding, value);
    }
    return !in->failed && value_is_sound(value);
}

bool writ_value_get(WritReader *in, WritArena *arena, WritValue *value)
{
    Decoding decoding = {.in = in, .arena = arena, .owed = 0, .depth = 1};
    if (in->failed || !get(&decoding, value)) {
        in->failed = true;
        in->next = in->end;
        *value = (WritValue){.kind = WRIT_VALUE_MISSING};
        return false;
    }
    return true;
}
