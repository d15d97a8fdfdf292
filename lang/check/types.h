// The one table of types of a book, and what types mean to one another.
#ifndef CHECK_TYPES_H
#define CHECK_TYPES_H

#include "check/checker.h"

void check_types_start(Checker *checker);

// The number of a type; equal types have equal numbers.
TypeId check_type_intern(Checker *checker, WritType type);
TypeId check_type_scalar(Checker *checker, WritTypeKind kind);
TypeId check_type_money(Checker *checker, WritCode currency);
TypeId check_type_list(Checker *checker, TypeId element);
TypeId check_type_optional(Checker *checker, TypeId type);
TypeId check_type_required(Checker *checker, TypeId type); // Without `optional`.

// Not for TYPE_UNKNOWN.
const WritType *check_type(const Checker *checker, TypeId type);
bool check_type_is(const Checker *checker, TypeId type, WritTypeKind kind);
bool check_type_is_optional(const Checker *checker, TypeId type);
const Record *check_type_record(const Checker *checker, TypeId type); // NULL when it is none.
const Choice *check_type_choice(const Checker *checker, TypeId type); // NULL when it is none.
// Number, Percent, Money, Quantity.
bool check_type_is_numeric(const Checker *checker, TypeId type);
// Values that < and > compare.
bool check_type_is_ordered(const Checker *checker, TypeId type);
// Values that a text can show: no list and no record.
bool check_type_is_plain(const Checker *checker, TypeId type);
// Values by which a case or a call is found again: single ones, and no document.
bool check_type_is_key(const Checker *checker, TypeId type);

// As an author writes it ("list of OrderLine"), in the arena. For messages.
const char *check_type_text(Checker *checker, TypeId type);

// A type as written. `siblings`, which may be NULL, are the fields or parameters beside it, of
// which a currency may be one; their names must be known. Tells what is wrong and returns
// TYPE_UNKNOWN then.
typedef struct Siblings {
    Field *fields;
    uint32_t count;
    const NameTable *by_name;
} Siblings;
TypeId check_type_read(Checker *checker, Module *module, const TreeType *tree,
                       const Siblings *siblings);
// After all siblings are read: the currencies that amounts name are Currency fields.
void check_type_currencies(Checker *checker, const Record *record);

// `given task : Task` and `given breach : Breach` are no values: they say what a ladder or message
// (`what`) speaks of. `task` and `breach` keep the place where it first does; NULL: it cannot,
// which is told. False for any other parameter.
bool check_given_word(Checker *checker, const TreeParam *param, const char *what, WritSpan *task,
                      WritSpan *breach);

#endif
