// A confined child that was taken over: it answers what it likes. What it does is the name by which
// it is called. Here is what lies of every kind of child have in common.
#ifndef SUPPORT_LIAR_H
#define SUPPORT_LIAR_H

#include <stddef.h>

#include "writ/bytes.h"
#include "writ/confined.h"

typedef struct Liar {
    WritConfined pipes;
    WritBuffer out;
    void *asked; // What it was asked for, as the kind of child has it.
} Liar;

typedef struct Lie {
    const char *name;
    void (*tell)(Liar *liar);
} Lie;

// Reads the one request; false: there is none. `in` borrows from the pipes.
bool liar_listen(Liar *liar, WritReader *in);
// Sends `out` as one message and clears it.
void liar_send(Liar *liar);
// Tells the lie that the program is called by: one of these, else one that every child can tell,
// such as "say_nothing". Returns the exit status.
int liar_tell(Liar *liar, const char *program, const Lie *lies, size_t count);
void liar_compute(Liar *liar); // For ever.

#endif
