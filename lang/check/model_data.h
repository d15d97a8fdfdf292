// The checked tree, first part: types, records, choices, units, and the places of values.
//
// Types are interned in one table for the whole book, so that equal types have equal numbers.
// TYPE_UNKNOWN is the type of what was already reported: whatever touches it stays silent.
#ifndef CHECK_MODEL_DATA_H
#define CHECK_MODEL_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include "check/name_table.h"
#include "syntax/tree.h"
#include "writ/kinds.h"
#include "writ/types.h"
#include "writ/value.h"

typedef uint32_t TypeId; // Index into Model.types; WritType.index points into the model.
enum { TYPE_UNKNOWN = 0 };

// A place that holds a value: a root (a slot, a record that speaks of itself, a variable), then
// field by field; see places.h. 0 is no place.
typedef uint32_t PlaceId;

// Which currency an amount of money is in: a fixed code, or that of a place. Both 0: not known.
typedef struct Currency {
    WritCode code;
    PlaceId place;
} Currency;

typedef struct Symbol Symbol;
typedef struct Module Module;
typedef struct Expr Expr;
typedef struct Record Record;

// The first member of everything that has a place in a table of plans: its order there, and the
// number that it has in the plan that is being built.
typedef struct PlanEntry {
    WritText order; // Unique in its table.
    uint32_t build; // Which plan, from 1.
    uint32_t index;
} PlanEntry;

// Fields from a record to a place within it; STEP_ELEMENT is "any element of this list".
enum { STEP_ELEMENT = UINT32_MAX };
typedef struct RelativePath {
    uint32_t *steps;
    uint32_t count;
} RelativePath;

// A shallow reading asks which elements a list has, or whether something is there, and nothing of
// what lies within.
typedef enum ReadDepth {
    READ_WITHIN,
    READ_SHALLOW,
} ReadDepth;

// What a computed value reads of its record.
typedef struct FieldRead {
    RelativePath path;
    ReadDepth depth;
} FieldRead;

typedef struct Field {
    WritName name;
    WritText text;
    WritSpan span;
    TypeId type;
    Expr *at_start; // NULL where there is none; so the next two.
    Expr *computed;
    Expr *such_that;
    WritText such_that_text;
    const TreeField *tree; // NULL for a parameter.
    WritText formula;      // Of what a formula gives: the name of the formula, else empty.
    bool is_computed;      // Known before `computed` is typed.
    bool has_start;
    uint16_t height; // Of `computed`, when all fields are typed; 0 where there is none.
    uint16_t level;  // Computed fields that follow one another down from it, itself included.
    uint8_t visit;   // Of the search for circles.
    // Of a computed field: what it reads within its record, made on the first question.
    FieldRead *reads;
    uint32_t read_count;
    uint32_t read_capacity;
    bool reads_known;
} Field;

// Two paths of one record that always have the same currency, from its `such that` lines.
typedef struct CurrencyRule {
    RelativePath path;
    RelativePath same; // What stands for it; empty where `code` does.
    WritCode code;
} CurrencyRule;

struct Record {
    PlanEntry entry; // By a name that is unique in the book, also where it has none.
    uint32_t index;  // In Model.records.
    WritText name;   // Empty for `record with …`.
    WritText title;
    WritSpan span;
    Field *fields;
    uint32_t field_count;
    NameTable by_name; // To Field.
    TypeId type;
    CurrencyRule *rules;
    uint32_t rule_count;
    PlaceId self;    // The root of expressions about the record itself, or 0.
    uint8_t visit;   // Of the search for records inside themselves.
    uint32_t height; // Records inside one another below it.
};

typedef struct ChoiceValue {
    WritName name;
    WritText text;
    WritSpan span;
    uint32_t index;
} ChoiceValue;

typedef struct Choice {
    PlanEntry entry;
    uint32_t index; // In Model.choices.
    WritText name;
    ChoiceValue *values;
    uint32_t value_count;
    NameTable by_name; // To ChoiceValue.
    bool ordered;
    TypeId type;
} Choice;

typedef struct Unit {
    PlanEntry entry;
    uint32_t index; // In Model.units.
    WritText name;
    WritText title;
    TypeId type;
} Unit;

#endif
