// An example of each type, for hints: "write 12 pcs".
#ifndef VALUE_EXAMPLE_H
#define VALUE_EXAMPLE_H

#include "writ/value.h"

typedef enum ExampleForm {
    EXAMPLE_TEXT, // 12 pcs
    EXAMPLE_JSON, // "12 pcs"
} ExampleForm;

typedef struct Example {
    ExampleForm form;
    WritText digits;   // What the user wrote and may keep, or empty for digits of ours.
    WritCode currency; // Of money, where the type does not say; 0 when any will do.
} Example;

// Records and lists show their outline: { … }. Documents have a form in JSON alone.
void value_example_write(WritBuffer *out, const WritTypes *types, WritTypeId type, Example example);

#endif
