// A book in one text, compiled, and its decisions asked with values from JSON.
#ifndef BOOK_TEXT_H
#define BOOK_TEXT_H

#include "writ/eval.h"

typedef struct BookText {
    WritArena *arena;
    const WritPlan *plan; // Of the only process.
    WritScope scope;
} BookText;

// A Lua file that the hooks of every book may name: look, book, tell, unbook.
#define BOOK_LUA "hooks/shop.lua"

// Prints what was told and fails the test when the text is wrong.
void book_open(BookText *book, const char *text);
void book_close(BookText *book);

// The number of the decision or record type that is called so ("fee" or "test.book.fee").
uint32_t book_decision(const BookText *book, const char *name);
uint32_t book_record(const BookText *book, const char *name);

// A record of that type; fails the test when the JSON does not fit.
WritValue book_value(BookText *book, uint32_t record, const char *json);
// What the decision gives, as text; or the sentence why not.
const char *book_decide(BookText *book, const char *decision, const char *json);
// A computed field of a record, as text; or the sentence why not.
const char *book_compute(BookText *book, const char *record, const char *json, const char *field);

#endif
