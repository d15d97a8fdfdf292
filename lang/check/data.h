// Units, choices, records and the data of events: what they hold.
//
// First every declaration gets its shell, so that types can name it; then the types of fields are
// read; then, when all types are known, the expressions of fields (fields.c).
#ifndef CHECK_DATA_H
#define CHECK_DATA_H

#include "check/checker.h"

// A record with room for its fields, entered in the model.
typedef struct RecordNames {
    WritText name;      // May be empty.
    WritText qualified; // Unique in the book.
    WritText title;
    WritSpan span;
} RecordNames;
Record *check_record_new(Checker *checker, RecordNames names, uint32_t field_count);

void check_data_shell(Checker *checker, Symbol *symbol);
void check_data_types(Checker *checker, Symbol *symbol);

// The parameters of several lines, in their order.
typedef struct ParamList {
    const TreeParam **items;
    uint32_t count;
    uint32_t capacity;
} ParamList;
void check_params_add(Checker *checker, ParamList *list, const TreeParams *params);
// A record of parameters, with room for `more` fields behind them; tells names that stand there
// twice.
Record *check_params_record(Checker *checker, Module *module, RecordNames names,
                            const ParamList *params, uint32_t more);

// `record with a : A, b : B`.
TypeId check_structural_type(Checker *checker, Module *module, const TreeType *tree);
// What a decision gives: its one result, or the record of its results.
TypeId check_result_type(Checker *checker, Symbol *decision);

// Records that contain themselves without a list or `optional` between.
void check_record_circles(Checker *checker);

// At start, computed and such that: the expressions of all fields (fields.c).
void check_field_starts_known(Checker *checker, Record *record);
void check_field_exprs(Checker *checker, Module *module, Record *record);
// When all fields of all records are typed: how high each computed field stands on others, and
// whether one stands on itself.
void check_computed_heights(Checker *checker, Record *record);

// Text of a title or of an act that shows nothing: tells an expression in it.
WritText check_plain_text(Checker *checker, const TreeText *text);

#endif
