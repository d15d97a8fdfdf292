// Values: what fields hold, from JSON to the store to the screen, without binary floating point.
//
// A value is immutable once it is shared; what it points to lives in an arena. Records hold their
// fields in the order of their type. Elements of a list of records have an id that stays theirs
// while the list lives (settled.md 17).
#ifndef WRIT_VALUE_H
#define WRIT_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/bytes.h"
#include "writ/decimal.h"
#include "writ/hash.h"
#include "writ/text.h"
#include "writ/types.h"

// Bounds of values; whoever computes with them refuses what is outside with a WRIT_LIMIT.
enum {
    WRIT_VALUE_DEPTH_MAX = 32,       // A scalar has depth 1, a list or record one more than parts.
    WRIT_DATE_DAYS_MIN = -719162,    // 0001-01-01
    WRIT_DATE_DAYS_MAX = 2932896,    // 9999-12-31
    WRIT_MONTH_MIN = 12,             // 0001-01
    WRIT_MONTH_MAX = 9999 * 12 + 11, // 9999-12
    WRIT_DOCUMENT_BYTES_MAX = 8 << 20,
    WRIT_DOCUMENT_NAME_BYTES_MAX = 200,
    WRIT_DOCUMENT_SHORT_HASH = 12, // Hexadecimal digits of the hash that are printed.
};
#define WRIT_INSTANT_MIN (INT64_C(-62135596800) * 1000000)
#define WRIT_INSTANT_MAX (INT64_C(253402300800) * 1000000 - 1)

// The numbers are part of stored bytes: new kinds go to the end.
typedef enum WritValueKind {
    WRIT_VALUE_MISSING = 0,  // An optional field that is not there.
    WRIT_VALUE_BOOLEAN,      // integer: 0 or 1
    WRIT_VALUE_NUMBER,       // number
    WRIT_VALUE_PERCENT,      // number, as a ratio: 7.5% is 0.075
    WRIT_VALUE_MONEY,        // number; tag: WritCode of the currency
    WRIT_VALUE_QUANTITY,     // number; tag: index of the unit
    WRIT_VALUE_DATE,         // integer: days since 1970-01-01 (proleptic Gregorian)
    WRIT_VALUE_TIME,         // integer: minutes since midnight, 0 to 1440
    WRIT_VALUE_INSTANT,      // integer: microseconds since 1970-01-01T00:00Z, no leap seconds
    WRIT_VALUE_DURATION,     // integer: any count; tag: WritDurationUnit
    WRIT_VALUE_WORKING_TIME, // integer: any count; tag: WritWorkingUnit
    WRIT_VALUE_MONTH,        // integer: year * 12 + month - 1
    WRIT_VALUE_TEXT,         // text
    WRIT_VALUE_CHOICE,       // integer: index of the value; tag: index of the choice
    WRIT_VALUE_PERSON,       // text: the person's id in the directory
    WRIT_VALUE_ROLE,         // text: the role's qualified name
    WRIT_VALUE_COUNTRY,      // tag: WritCode of two letters (ISO 3166)
    WRIT_VALUE_CURRENCY,     // tag: WritCode (ISO 4217)
    WRIT_VALUE_LIST,         // list
    WRIT_VALUE_RECORD,       // record; tag: index of the record type
    WRIT_VALUE_CALENDAR,     // text: the calendar's qualified name
    WRIT_VALUE_DOCUMENT,     // document
} WritValueKind;

// Durations keep the unit they were written in; months and years are no fixed time.
typedef enum WritDurationUnit {
    WRIT_SECONDS,
    WRIT_MINUTES,
    WRIT_HOURS,
    WRIT_DAYS, // 24 hours each
    WRIT_WEEKS,
    WRIT_MONTHS,
    WRIT_YEARS,
} WritDurationUnit;

typedef enum WritWorkingUnit {
    WRIT_WORKING_HOURS,
    WRIT_WORKING_DAYS,
} WritWorkingUnit;

typedef struct WritList WritList;
typedef struct WritRecord WritRecord;

// What a case knows of a file. The content is kept elsewhere, under its hash.
typedef struct WritDocument {
    WritText name; // See writ_document_check_name.
    uint64_t size; // Bytes of the content, up to WRIT_DOCUMENT_BYTES_MAX.
    WritHash hash; // SHA-256 of the content.
} WritDocument;

typedef struct WritValue {
    WritValueKind kind;
    uint32_t tag;
    union {
        WritDecimal number;
        int64_t integer;
        WritText text;
        WritList *list;
        WritRecord *record;
        const WritDocument *document;
    };
} WritValue;

struct WritList {
    WritValue *items;
    uint32_t count;
    uint32_t last_id; // The highest element id ever given in this list.
};

struct WritRecord {
    uint32_t id; // Within its list, from 1; 0 outside a list.
    uint32_t field_count;
    WritValue fields[]; // Computed fields hold WRIT_VALUE_MISSING.
};

WritValue writ_value_boolean(bool truth);
WritValue writ_value_number(WritDecimal number);
WritValue writ_value_text(WritText text);
// A copy of `document` in `arena`.
WritValue writ_value_document(WritArena *arena, const WritDocument *document);
WritRecord *writ_record_new(WritArena *arena, uint32_t field_count);
WritList *writ_list_new(WritArena *arena, uint32_t count);

// Deep copy into `arena`.
WritValue writ_value_copy(WritArena *arena, WritValue value);
// By value: 1.0 equals 1.00, 1 week equals 7 days; records field by field; ids of elements do not
// count. Documents by name and content.
bool writ_value_equal(WritValue a, WritValue b);
// Orders two values of one ordered kind (numbers, money of one currency, dates, …, values of an
// ordered choice). False when the two cannot be ordered: also days and months, working hours and
// working days. Where it orders, 0 and equal are the same.
bool writ_value_compare(WritValue a, WritValue b, int *order);

// Canonical bytes, self-describing. Equal bytes for equal values except that decimals keep their
// trailing zeros and durations their units. A value outside the bounds above is the program's
// fault: what may have been computed beyond them is asked for with writ_value_fits first.
// Reading checks every tag, range and depth but not against types; it takes at most 32 bytes of the
// arena for each byte read, and fails the reader when it returns false.
void writ_value_put(WritBuffer *out, WritValue value);
WRIT_NODISCARD bool writ_value_get(WritReader *in, WritArena *arena, WritValue *value);
// True when `value` is allowed by `type`, in depth; used on values that come from children or disk.
// Computed fields must be missing, ids of elements different and none above the list's last.
bool writ_value_fits(const WritTypes *types, WritTypeId type, WritValue value);

// As the language writes it: 50 000.00 EUR, 7.5%, 12 pcs, 2026-03-02, yes, "text" without quotes,
// missing as none. Thousands are set apart from 10 000 on. writ_value_parse reads it back, except
// lists and records, which print as they are made: Order(number = "A-1", lines = […]), and
// documents: minutes.pdf (12 345 bytes, 9f86d081884c).
void writ_value_print(WritBuffer *out, const WritTypes *types, WritValue value);
// As JSON: numbers, money, quantities, percentages, dates as strings in the form in which
// writ_value_from_json takes them, without spaces between thousands; booleans, lists and records as
// JSON has them; a document as {"name": …, "size": …, "hash": …}. Missing fields are left out of
// records; elsewhere missing is null.
void writ_value_to_json(WritBuffer *out, const WritTypes *types, WritValue value);

// --- Documents -----------------------------------------------------------------------------

// A name of 1 to WRIT_DOCUMENT_NAME_BYTES_MAX bytes of UTF-8 that is no path and shows as what it
// is: no slash, not "." or "..", no control, nothing invisible or that changes the direction of
// writing, no space at an end. WRIT_INVALID or WRIT_LIMIT: the sentence begins "the name … ".
WRIT_NODISCARD WritStatus writ_document_check_name(WritText name, WritError *error);

// --- Calendar dates and instants -----------------------------------------------------------

typedef struct WritDate {
    int32_t year; // 1 to 9999
    uint8_t month;
    uint8_t day;
} WritDate;

bool writ_date_to_days(WritDate date, int64_t *days); // False when there is no such date.
WritDate writ_date_from_days(int64_t days);
int32_t writ_date_weekday(int64_t days); // 0 is Monday … 6 is Sunday; of dates of any year.
// "2026-03-02"; WRIT_INVALID for anything else, also for days that do not exist.
WRIT_NODISCARD WritStatus writ_date_parse(int64_t *days, WritText text, WritError *error);
// RFC 3339 with an offset or Z; fractions to the microsecond, finer ones only as zeros. Leap
// seconds are refused.
WRIT_NODISCARD WritStatus writ_instant_parse(int64_t *micros, WritText text, WritError *error);
// "2026-03-02T09:00:00Z", fractions only where there are any.
void writ_instant_print(WritBuffer *out, int64_t micros);
// `instant` moved by a duration; months and years clamp to the last day of the month (31 January
// plus 1 month is 28 or 29 February), by the UTC date; writ_zone_add goes by that of a zone.
// WRIT_LIMIT outside the years 1 to 9999.
WRIT_NODISCARD WritStatus writ_instant_add(int64_t *result, int64_t instant, int64_t count,
                                           WritDurationUnit unit, WritError *error);

#endif
