// How the rows of a case are laid out. Keys, with numbers most significant byte first so that the
// order of keys is the order in which a case is rebuilt:
//
//   0                                   the case itself
//   1 frame(4)                          a block instance
//   2 frame(4) slot(2)                  a value of it, lists of records without their elements
//   3 frame(4) slot(2) field(2) id(4)   one element; field 0 is the slot itself, else field + 1
//   4 call(4)                           a call under way
//   5 effect(4)                         an effect that can be undone
//   6                                   all of a small case in one row, instead of the others
//   7 rule(4)                           what a rule has seen
//
// A case is kept in one row while that row is short, since most cases are small and a row of its
// own for every block costs more than the blocks (docs/decisions/0006). Once it has outgrown the
// row it stays in rows of its own.
#ifndef ENGINE_ROWS_H
#define ENGINE_ROWS_H

#include "engine/case.h"

enum {
    ROW_CASE = 0,
    ROW_FRAME = 1,
    ROW_SLOT = 2,
    ROW_ELEMENT = 3,
    ROW_CALL = 4,
    ROW_EFFECT = 5,
    ROW_WHOLE = WRIT_ROW_WHOLE,
    ROW_RULE = 7,
    ROW_KEY_BYTES_MAX = 16,
    ROW_FORMAT = 2,
    ROW_WHOLE_BYTES_MAX = 2048,
    ROW_WHOLE_FRAMES_MAX = 16,
};

typedef struct RowKey {
    char bytes[ROW_KEY_BYTES_MAX];
    size_t length;
} RowKey;

RowKey row_key(uint8_t sort);
void row_key_add(RowKey *key, uint32_t number, int bytes);
WritText row_key_text(const RowKey *key);

// --- rows_write.c: one row each ----------------------------------------------------------------

void row_put_case(WritBuffer *out, const WritCase *instance);
void row_put_frame(WritBuffer *out, const Frame *frame);

// Bits that say which parts of a row are there.
enum { FLAG_ANSWERED = 1, FLAG_HOLDS = 2, FLAG_UNDOING = 4, FLAG_WORK = 8, FLAG_CLOCK = 16 };
enum { FLAG_OWNER = 32 };        // Of the clock.
enum { FLAG_HELD = 64 };         // By a rule.
enum { FLAG_LET_PASS = 128 };    // Rules were overridden for it.
enum { STATUS_RECOUNTS = 0x80 }; // Beside the status of the case.
void row_put_call(WritBuffer *out, const Call *call);
void row_put_effect(WritBuffer *out, const Effect *effect);
void row_put_rule(WritBuffer *out, const RuleState *state);

// --- row_clock.c -------------------------------------------------------------------------------

void row_put_clock(WritBuffer *out, const Clock *clock);
bool row_has_owner(const Clock *clock);
void row_put_owner(WritBuffer *out, const Clock *clock);
// False, or the reader fails: it is no clock of this frame.
bool row_get_clock(WritCase *instance, WritReader *in, Frame *frame);
bool row_get_owner(WritCase *instance, WritReader *in, Frame *frame);

// --- rows_write.c, load.c: parts of rows -------------------------------------------------------

void row_put_due(WritBuffer *out, int64_t due); // An instant or WRIT_NEVER.
int64_t row_get_due(WritReader *in);
int64_t row_get_instant(WritReader *in);

// True when elements of a list of this type have rows of their own.
bool row_is_list(const WritPlan *plan, WritTypeId type);

#endif
