// Books of one process made at random as text, well typed: every check of the language lets them
// pass, and what they ask for can be run. The same random numbers give the same text.
//
// They have every kind of block, step, action and clock, nested a few deep, over data that decide
// the ways taken. What branches write is dealt out between them, ways lead onward or are bounded.
#ifndef TESTS_PROCESS_RANDOM_H
#define TESTS_PROCESS_RANDOM_H

#include "support/random.h"
#include "writ/text.h"

// Appends the text of a book whose process is "trial". It starts with the record `order : Order`,
// is asked for with numbers alone, and every hook and event has one field, a number.
void process_random_write(Random *random, WritBuffer *out);
// Appends the JSON of an order.
void process_random_order(Random *random, WritBuffer *out);

#endif
