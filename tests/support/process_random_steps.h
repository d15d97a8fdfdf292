// One step of a random process, and what it may say at its place.
#ifndef TESTS_PROCESS_RANDOM_STEPS_H
#define TESTS_PROCESS_RANDOM_STEPS_H

#include <stdbool.h>

#include "support/random.h"
#include "writ/text.h"

enum { PROCESS_CELLS = 8, PROCESS_NAME_BYTES = 24 };

// Numbers that steps read and write.
extern const char *const process_cells[PROCESS_CELLS];

typedef struct Around {
    uint32_t reads, writes; // Cells, a bit each.
    uint32_t lists;         // Lists that nobody else writes elements of, a bit each.
    char element[PROCESS_NAME_BYTES];
    bool has_pieces;                // The element has a list of its own.
    bool may_leave;                 // By going elsewhere.
    char until[PROCESS_NAME_BYTES]; // The stage or branch to whose end one may skip; "": none.
    uint32_t depth, indent;
} Around;

typedef struct Writing {
    Random *random;
    WritBuffer *out;
    uint32_t steps, names;
    uint32_t stages, stage; // How many, and which one is written.
    bool has_detour, on_calendar;
} Writing;

bool process_chance(Writing *w, uint32_t percent);
uint32_t process_pick(Writing *w, uint32_t count); // From 0 to count - 1.
void process_begin_line(Writing *w, uint32_t indent);
void process_line(Writing *w, uint32_t indent, const char *text);
// A number that may be set here; `name` is where it is put together. NULL: none.
const char *process_writable(Writing *w, const Around *around, char name[PROCESS_NAME_BYTES]);
// A cell or element compared: never known beforehand, so that no way is dead.
void process_add_comparison(Writing *w, const Around *around);
const char *process_party(Writing *w);

// A step of any kind, or one that waits; it has a way to the next one.
void process_write_step(Writing *w, const Around *around);
void process_write_wait(Writing *w, const Around *around);

#endif
