#include "support/value_types.h"

#include <assert.h>

enum { FIELDS_MAX = 32 };

enum { CHOICE_INCOTERM, CHOICE_PRIORITY };
enum { RECORD_LINE, RECORD_ORDER, RECORD_EVERYTHING, RECORD_BOX, RECORD_ANONYMOUS, RECORDS };

// An expression that stands here for "there is one": this module never looks into it.
enum { SOME_EXPRESSION = 7 };

typedef struct Field {
    const char *name;
    TestType type;
    uint32_t at_start;
    uint32_t computed;
} Field;

static const Field LINE_FIELDS[] = {
    {"position", TEST_NUMBER, WRIT_NONE, WRIT_NONE},
    {"item", TEST_TEXT, WRIT_NONE, WRIT_NONE},
    {"ordered", TEST_PIECES, WRIT_NONE, WRIT_NONE},
    {"shipped", TEST_PIECES, SOME_EXPRESSION, WRIT_NONE},
    {"outstanding", TEST_PIECES, WRIT_NONE, SOME_EXPRESSION},
    {"net", TEST_MONEY_SIBLING, WRIT_NONE, WRIT_NONE},
    {"currency", TEST_CURRENCY, WRIT_NONE, WRIT_NONE},
};
enum { LINE_CURRENCY = 6 };

static const Field ORDER_FIELDS[] = {
    {"number", TEST_TEXT, WRIT_NONE, WRIT_NONE},
    {"entered_by", TEST_PERSON, WRIT_NONE, WRIT_NONE},
    {"incoterm", TEST_INCOTERM, SOME_EXPRESSION, WRIT_NONE},
    {"wanted_on", TEST_OPTIONAL_DATE, WRIT_NONE, WRIT_NONE},
    {"lines", TEST_LINES, WRIT_NONE, WRIT_NONE},
    {"total", TEST_MONEY_EUR, WRIT_NONE, SOME_EXPRESSION},
};

static const Field EVERYTHING_FIELDS[] = {
    {"yes_no", TEST_BOOLEAN, WRIT_NONE, WRIT_NONE},
    {"number", TEST_NUMBER, WRIT_NONE, WRIT_NONE},
    {"percent", TEST_PERCENT, WRIT_NONE, WRIT_NONE},
    {"net", TEST_MONEY_SIBLING, WRIT_NONE, WRIT_NONE},
    {"nets", TEST_MONEYS_SIBLING, WRIT_NONE, WRIT_NONE},
    {"fee", TEST_MONEY_EUR, WRIT_NONE, WRIT_NONE},
    {"currency", TEST_CURRENCY, WRIT_NONE, WRIT_NONE},
    {"ordered", TEST_PIECES, WRIT_NONE, WRIT_NONE},
    {"weight", TEST_QUANTITY_ANY, WRIT_NONE, WRIT_NONE},
    {"day", TEST_DATE, WRIT_NONE, WRIT_NONE},
    {"time", TEST_TIME, WRIT_NONE, WRIT_NONE},
    {"instant", TEST_INSTANT, WRIT_NONE, WRIT_NONE},
    {"elapsed", TEST_DURATION, WRIT_NONE, WRIT_NONE},
    {"working", TEST_WORKING_TIME, WRIT_NONE, WRIT_NONE},
    {"month", TEST_MONTH, WRIT_NONE, WRIT_NONE},
    {"text", TEST_TEXT, WRIT_NONE, WRIT_NONE},
    {"incoterm", TEST_INCOTERM, WRIT_NONE, WRIT_NONE},
    {"priority", TEST_PRIORITY, WRIT_NONE, WRIT_NONE},
    {"person", TEST_PERSON, WRIT_NONE, WRIT_NONE},
    {"role", TEST_ROLE, WRIT_NONE, WRIT_NONE},
    {"calendar", TEST_CALENDAR, WRIT_NONE, WRIT_NONE},
    {"country", TEST_COUNTRY, WRIT_NONE, WRIT_NONE},
    {"maybe", TEST_OPTIONAL_DATE, WRIT_NONE, WRIT_NONE},
    {"texts", TEST_TEXTS, WRIT_NONE, WRIT_NONE},
    {"numbers", TEST_OPTIONAL_NUMBERS, WRIT_NONE, WRIT_NONE},
    {"lines", TEST_LINES, WRIT_NONE, WRIT_NONE},
    {"computed", TEST_NUMBER, WRIT_NONE, SOME_EXPRESSION},
};
enum { EVERYTHING_CURRENCY = 6 };
_Static_assert((int)EVERYTHING_CURRENCY == (int)LINE_CURRENCY, "one type serves both records");

static const Field BOX_FIELDS[] = {
    {"inside", TEST_OPTIONAL_BOX, WRIT_NONE, WRIT_NONE},
    {"more", TEST_BOXES, SOME_EXPRESSION, WRIT_NONE},
};

static const Field ANONYMOUS_FIELDS[] = {
    {"owner", TEST_PERSON, WRIT_NONE, WRIT_NONE},
    {"due", TEST_DATE, WRIT_NONE, WRIT_NONE},
};

static void add_record(WritArena *arena, WritRecordType *record, const char *name,
                       const Field *fields, size_t count)
{
    assert(count <= FIELDS_MAX);
    record->name = writ_text(name);
    record->fields = writ_arena_array(arena, count, sizeof *record->fields);
    record->field_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        record->fields[i] = (WritField){
            .name = writ_text(fields[i].name),
            .type = fields[i].type,
            .at_start = fields[i].at_start,
            .computed = fields[i].computed,
            .such_that = WRIT_NONE,
        };
    }
}

static void add_records(WritArena *arena, WritTypes *types)
{
    types->records = writ_arena_array(arena, RECORDS, sizeof *types->records);
    types->record_count = RECORDS;
    add_record(arena, &types->records[RECORD_LINE], "OrderLine", LINE_FIELDS,
               sizeof LINE_FIELDS / sizeof LINE_FIELDS[0]);
    add_record(arena, &types->records[RECORD_ORDER], "Order", ORDER_FIELDS,
               sizeof ORDER_FIELDS / sizeof ORDER_FIELDS[0]);
    add_record(arena, &types->records[RECORD_EVERYTHING], "Everything", EVERYTHING_FIELDS,
               sizeof EVERYTHING_FIELDS / sizeof EVERYTHING_FIELDS[0]);
    add_record(arena, &types->records[RECORD_BOX], "Box", BOX_FIELDS,
               sizeof BOX_FIELDS / sizeof BOX_FIELDS[0]);
    add_record(arena, &types->records[RECORD_ANONYMOUS], "", ANONYMOUS_FIELDS,
               sizeof ANONYMOUS_FIELDS / sizeof ANONYMOUS_FIELDS[0]);
}

static void add_choice(WritArena *arena, WritChoiceType *choice, const char *name,
                       const char *const *values)
{
    choice->name = writ_text(name);
    while (values[choice->value_count] != NULL) {
        choice->value_count++;
    }
    choice->values = writ_arena_array(arena, choice->value_count, sizeof *choice->values);
    for (uint32_t i = 0; i < choice->value_count; i++) {
        choice->values[i] = writ_text(values[i]);
    }
}

static void add_words(WritArena *arena, WritTypes *types)
{
    static const char *const incoterms[] = {"EXW", "FCA", "DAP", "DDP", NULL};
    static const char *const priorities[] = {"low", "normal", "high", "critical", NULL};
    types->choices = writ_arena_array(arena, 2, sizeof *types->choices);
    types->choice_count = 2;
    add_choice(arena, &types->choices[CHOICE_INCOTERM], "Incoterm", incoterms);
    add_choice(arena, &types->choices[CHOICE_PRIORITY], "Priority", priorities);
    types->choices[CHOICE_PRIORITY].ordered = true;
    types->units = writ_arena_array(arena, 2, sizeof *types->units);
    types->unit_count = 2;
    types->units[0] = (WritUnit){writ_text("pcs"), writ_text("pieces")};
    types->units[1] = (WritUnit){writ_text("kg"), writ_text("kilograms")};
}

static WritType type_of(TestType type)
{
    static const struct {
        TestType type;
        WritTypeKind kind;
        uint32_t index;
    } compound[] = {
        {TEST_PIECES, WRIT_TYPE_QUANTITY, 0},
        {TEST_INCOTERM, WRIT_TYPE_CHOICE, CHOICE_INCOTERM},
        {TEST_OPTIONAL_INCOTERM, WRIT_TYPE_CHOICE, CHOICE_INCOTERM},
        {TEST_PRIORITY, WRIT_TYPE_CHOICE, CHOICE_PRIORITY},
        {TEST_TEXTS, WRIT_TYPE_LIST, TEST_TEXT},
        {TEST_MONEYS_SIBLING, WRIT_TYPE_LIST, TEST_MONEY_SIBLING},
        {TEST_OPTIONAL_NUMBERS, WRIT_TYPE_LIST, TEST_TYPES}, // optional Number
        {TEST_LINE, WRIT_TYPE_RECORD, RECORD_LINE},
        {TEST_LINES, WRIT_TYPE_LIST, TEST_LINE},
        {TEST_ORDER, WRIT_TYPE_RECORD, RECORD_ORDER},
        {TEST_EVERYTHING, WRIT_TYPE_RECORD, RECORD_EVERYTHING},
        {TEST_BOX, WRIT_TYPE_RECORD, RECORD_BOX},
        {TEST_OPTIONAL_BOX, WRIT_TYPE_RECORD, RECORD_BOX},
        {TEST_BOXES, WRIT_TYPE_LIST, TEST_BOX},
        {TEST_ANONYMOUS, WRIT_TYPE_RECORD, RECORD_ANONYMOUS},
    };
    static const WritTypeKind plain[TEST_TYPES] = {
        [TEST_BOOLEAN] = WRIT_TYPE_BOOLEAN,
        [TEST_NUMBER] = WRIT_TYPE_NUMBER,
        [TEST_PERCENT] = WRIT_TYPE_PERCENT,
        [TEST_MONEY_EUR] = WRIT_TYPE_MONEY,
        [TEST_MONEY_ANY] = WRIT_TYPE_MONEY,
        [TEST_MONEY_SIBLING] = WRIT_TYPE_MONEY,
        [TEST_QUANTITY_ANY] = WRIT_TYPE_QUANTITY,
        [TEST_DATE] = WRIT_TYPE_DATE,
        [TEST_OPTIONAL_DATE] = WRIT_TYPE_DATE,
        [TEST_TIME] = WRIT_TYPE_TIME,
        [TEST_INSTANT] = WRIT_TYPE_INSTANT,
        [TEST_DURATION] = WRIT_TYPE_DURATION,
        [TEST_WORKING_TIME] = WRIT_TYPE_WORKING_TIME,
        [TEST_MONTH] = WRIT_TYPE_MONTH,
        [TEST_TEXT] = WRIT_TYPE_TEXT,
        [TEST_OPTIONAL_TEXT] = WRIT_TYPE_TEXT,
        [TEST_PERSON] = WRIT_TYPE_PERSON,
        [TEST_ROLE] = WRIT_TYPE_ROLE,
        [TEST_COUNTRY] = WRIT_TYPE_COUNTRY,
        [TEST_CURRENCY] = WRIT_TYPE_CURRENCY,
        [TEST_CALENDAR] = WRIT_TYPE_CALENDAR,
        [TEST_DOCUMENT] = WRIT_TYPE_DOCUMENT,
    };
    for (size_t i = 0; i < sizeof compound / sizeof compound[0]; i++) {
        if (compound[i].type == type) {
            return (WritType){
                .kind = compound[i].kind, .index = compound[i].index, .currency_field = WRIT_NONE};
        }
    }
    return (WritType){.kind = plain[type], .index = WRIT_NONE, .currency_field = WRIT_NONE};
}

WritTypes *test_types_new(WritArena *arena)
{
    WritTypes *types = writ_arena_alloc(arena, sizeof *types);
    add_words(arena, types);
    add_records(arena, types);
    types->type_count = TEST_TYPES + 1;
    types->types = writ_arena_array(arena, types->type_count, sizeof *types->types);
    for (int i = 0; i < TEST_TYPES; i++) {
        types->types[i] = type_of((TestType)i);
    }
    types->types[TEST_TYPES] = type_of(TEST_NUMBER);
    types->types[TEST_TYPES].optional = true;
    types->types[TEST_OPTIONAL_DATE].optional = true;
    types->types[TEST_OPTIONAL_TEXT].optional = true;
    types->types[TEST_OPTIONAL_INCOTERM].optional = true;
    types->types[TEST_OPTIONAL_BOX].optional = true;
    types->types[TEST_MONEY_EUR].currency = writ_code(writ_text("EUR"));
    types->types[TEST_MONEY_SIBLING].currency_field = LINE_CURRENCY;
    return types;
}
