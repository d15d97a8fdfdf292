// What stands around the process of support/process_random.h: data, people, messages, events,
// hooks, decisions, a ladder and a calendar.
#ifndef TESTS_PROCESS_RANDOM_WORLD_H
#define TESTS_PROCESS_RANDOM_WORLD_H

#include "support/random.h"
#include "writ/text.h"

// Appends these declarations; their numbers are random.
void process_random_world(Random *random, WritBuffer *out);

#endif
