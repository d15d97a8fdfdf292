// Scalars from text, for value_parse.c and value_from_json.c.
#ifndef VALUE_PARSE_H
#define VALUE_PARSE_H

#include "writ/value.h"

// What the text must be.
typedef struct ScalarType {
    const WritTypes *types;
    WritTypeId id;
    WritCode currency; // That a neighbour fixes; 0 where only the type says.
} ScalarType;

// As writ_value_parse, without "none" for an optional type.
WRIT_NODISCARD WritStatus value_parse_scalar(WritValue *value, WritArena *arena, ScalarType type,
                                             WritText text, WritError *error);

// --- Between value_parse.c and value_parse_amount.c ----------------------------------------

typedef struct ValueParse {
    ScalarType scalar;
    const WritType *type;
    WritText text;
    WritArena *arena;
    WritError *error; // Never NULL: what refuses first may be amended.
} ValueParse;

// Refuses the text in the one form; `reason` may be empty. The hint shows an example with the
// user's own `digits`, if there are any.
WritStatus value_parse_refuse(const ValueParse *parse, const char *reason, WritText digits);

// The kinds that begin with digits.
WRIT_NODISCARD WritStatus value_parse_number(WritValue *value, const ValueParse *parse);
WRIT_NODISCARD WritStatus value_parse_percent(WritValue *value, const ValueParse *parse);
WRIT_NODISCARD WritStatus value_parse_money(WritValue *value, const ValueParse *parse);
WRIT_NODISCARD WritStatus value_parse_quantity(WritValue *value, const ValueParse *parse);
// A duration or a working time.
WRIT_NODISCARD WritStatus value_parse_span(WritValue *value, const ValueParse *parse);

#endif
