// In which currency an amount is: a fixed code, or whatever a place says.
//
// `such that every line in lines has line.currency = currency` makes the currencies of the lines
// the same place as the currency of the record, so that their sum is an amount in it. Such lines
// are read before any expression is typed.
#ifndef CHECK_CURRENCY_H
#define CHECK_CURRENCY_H

#include "check/checker.h"

// Reads the `such that` lines of a record whose field types are known.
void check_currency_rules(Checker *checker, Record *record);

// The currency of an amount in field `field` of the record at `base`; `base` may be 0.
Currency check_currency_of_field(Checker *checker, PlaceId base, const Record *record,
                                 uint32_t field);
// The currency that the place of a Currency says.
Currency check_currency_at(Checker *checker, PlaceId place);
// The currency that the value of a Currency says: a code, a place, or not known.
Currency check_currency_of_value(Checker *checker, const Expr *value);
// False also when either is not known.
bool check_currency_same(Currency a, Currency b);
// "EUR", or "the currency in order.currency". In the arena.
const char *check_currency_text(Checker *checker, Currency currency);

#endif
