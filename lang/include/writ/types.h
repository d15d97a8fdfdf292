// The types of a book as a table of plain data: what values are checked and printed against.
//
// A plan carries one such table (writ/plan.h). Expressions of fields are numbers into the plan's
// expressions; this module never looks into them.
#ifndef WRIT_TYPES_H
#define WRIT_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/text.h"

typedef enum WritTypeKind {
    WRIT_TYPE_BOOLEAN,
    WRIT_TYPE_NUMBER,
    WRIT_TYPE_PERCENT,
    WRIT_TYPE_MONEY,
    WRIT_TYPE_QUANTITY,
    WRIT_TYPE_DATE,
    WRIT_TYPE_TIME, // A time of day.
    WRIT_TYPE_INSTANT,
    WRIT_TYPE_DURATION, // Elapsed time.
    WRIT_TYPE_WORKING_TIME,
    WRIT_TYPE_MONTH,
    WRIT_TYPE_TEXT,
    WRIT_TYPE_CHOICE,
    WRIT_TYPE_PERSON,
    WRIT_TYPE_ROLE,
    WRIT_TYPE_COUNTRY,
    WRIT_TYPE_CURRENCY,
    WRIT_TYPE_DOCUMENT,
    WRIT_TYPE_LIST,
    WRIT_TYPE_RECORD,
    WRIT_TYPE_CALENDAR,
} WritTypeKind;

enum { WRIT_NONE = UINT32_MAX }; // "No such index" in every table of a plan.

typedef uint32_t WritTypeId; // Index into WritTypes.types.

// Three or four capital letters packed into a number ("EUR"); 0 is no code.
typedef uint32_t WritCode;
WritCode writ_code(WritText letters); // 0 when `letters` is not 2 to 4 of A-Z and 0-9.
// The letters, NUL-terminated. Returns their number.
size_t writ_code_text(WritCode code, char letters[5]);

typedef struct WritType {
    WritTypeKind kind;
    bool optional;
    // What `of` or `in` names: the record, choice or unit; of a list its element's WritTypeId.
    uint32_t index;
    WritCode currency;       // Money in a fixed currency, else 0.
    uint32_t currency_field; // Money in the currency of this sibling field, else WRIT_NONE.
} WritType;

typedef struct WritField {
    WritText name;
    WritTypeId type;
    uint32_t at_start;  // Expression, or WRIT_NONE.
    uint32_t computed;  // Expression over the record, or WRIT_NONE; such a field is never stored.
    uint32_t such_that; // Condition over the record, or WRIT_NONE.
    WritText such_that_text; // The author's words, for messages.
} WritField;

typedef struct WritRecordType {
    WritText name; // Empty for `record with …`.
    WritText title;
    WritField *fields;
    uint32_t field_count;
} WritRecordType;

typedef struct WritChoiceType {
    WritText name;
    WritText *values;
    uint32_t value_count;
    bool ordered;
} WritChoiceType;

typedef struct WritUnit {
    WritText name;
    WritText title;
} WritUnit;

typedef struct WritTypes {
    WritType *types;
    WritRecordType *records;
    WritChoiceType *choices;
    WritUnit *units;
    uint32_t type_count;
    uint32_t record_count;
    uint32_t choice_count;
    uint32_t unit_count;
} WritTypes;

// WRIT_NONE when absent.
uint32_t writ_types_find_field(const WritRecordType *record, WritText name);
uint32_t writ_types_find_value(const WritChoiceType *choice, WritText name);
uint32_t writ_types_find_unit(const WritTypes *types, WritText name);
// The type as an author would write it: "list of OrderLine", "Money in EUR".
void writ_types_print(WritBuffer *out, const WritTypes *types, WritTypeId type);

#endif
