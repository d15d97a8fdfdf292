// A small book's types, with one of every kind, for tests of values.
#ifndef SUPPORT_VALUE_TYPES_H
#define SUPPORT_VALUE_TYPES_H

#include "writ/arena.h"
#include "writ/types.h"

// Types by number; what each is stands beside it as the language writes it.
typedef enum TestType {
    TEST_BOOLEAN,           // Boolean
    TEST_NUMBER,            // Number
    TEST_PERCENT,           // Percent
    TEST_MONEY_EUR,         // Money in EUR
    TEST_MONEY_ANY,         // Money
    TEST_MONEY_SIBLING,     // Money in currency
    TEST_PIECES,            // Quantity in pcs
    TEST_QUANTITY_ANY,      // Quantity
    TEST_DATE,              // Date
    TEST_TIME,              // Time
    TEST_INSTANT,           // Instant
    TEST_DURATION,          // Duration
    TEST_WORKING_TIME,      // WorkingTime
    TEST_MONTH,             // Month
    TEST_TEXT,              // Text
    TEST_INCOTERM,          // Incoterm
    TEST_PRIORITY,          // Priority
    TEST_PERSON,            // Person
    TEST_ROLE,              // Role
    TEST_COUNTRY,           // Country
    TEST_CURRENCY,          // Currency
    TEST_CALENDAR,          // Calendar
    TEST_DOCUMENT,          // Document
    TEST_OPTIONAL_DATE,     // optional Date
    TEST_OPTIONAL_TEXT,     // optional Text
    TEST_OPTIONAL_INCOTERM, // optional Incoterm
    TEST_TEXTS,             // list of Text
    TEST_MONEYS_SIBLING,    // list of Money in currency
    TEST_OPTIONAL_NUMBERS,  // list of optional Number
    TEST_LINE,              // OrderLine
    TEST_LINES,             // list of OrderLine
    TEST_ORDER,             // Order
    TEST_EVERYTHING,        // Everything: one field of each kind
    TEST_BOX,               // Box: records inside each other, as deep as may be
    TEST_BOXES,             // list of Box
    TEST_OPTIONAL_BOX,      // optional Box
    TEST_ANONYMOUS,         // record with owner : Person, due : Date
    TEST_TYPES,
} TestType;

// Lives in `arena`.
WritTypes *test_types_new(WritArena *arena);

#endif
