// The written form of scalars, for people and for JSON.
#ifndef VALUE_PRINT_H
#define VALUE_PRINT_H

#include "writ/value.h"

typedef enum ValueStyle {
    VALUE_GROUPED, // 50 000.00 EUR
    VALUE_PLAIN,   // 50000.00 EUR, for programs that read it
} ValueStyle;

// `value` is no list and no record; missing is "none". Texts stand without quotes.
void value_print_scalar(WritBuffer *out, const WritTypes *types, const WritValue *value,
                        ValueStyle style);

#endif
