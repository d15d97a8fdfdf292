// What may stand where, asked of a journal (fits.c) and of stored rows (whole.c), neither of which
// is trusted.
#ifndef ENGINE_FITS_H
#define ENGINE_FITS_H

#include "engine/case.h"

// --- places.c ----------------------------------------------------------------------------------

// True when `item` is an item of the frame of `node`, the arms of an `if` included.
bool place_has_item(const WritPlan *plan, uint32_t node, uint32_t item);
// True when `frame` may have `list` under way: it is one of the lists of where it stands, or one
// that such a list leads to by `the next time`.
bool place_has_list(const WritPlan *plan, const Frame *frame, uint32_t list);
// True when a frame of `node` may have this deadline.
bool place_has_due(const WritPlan *plan, uint32_t node, int64_t due);
bool place_has_instant(int64_t instant); // One that can be counted from.
bool place_has_time(int64_t micros);     // That may have passed: 0 or more.
bool place_has_span(Span span);
// True when a deadline may say `amount`.
bool place_has_amount(const WritDeadline *deadline, WritValue amount);
// True when `value` is a record of type `record`, in depth.
// True when the list at a place in the value of its slot still has the elements of a `for each`.
bool place_keeps_ids(const WritPlan *plan, const WritTarget *target, WritValue value,
                     const Frame *each);
bool place_takes_record(const WritPlan *plan, uint32_t record, WritValue value);
// True when actions of a line that is no step's may speak of `value`.
bool place_takes_message(const WritPlan *plan, uint32_t node, uint32_t list, WritValue value);
// How many branches or elements a block opens.
uint32_t place_part_count(const WritPlan *plan, const Frame *frame);
// The node of the branch or `for each` that opens as number `part`.
uint32_t place_part_node(const WritPlan *plan, const Frame *frame, uint32_t part);

// --- fits_clocks.c -----------------------------------------------------------------------------

bool fits_clock_start(const WritCase *instance, const WritEvent *event);
bool fits_calendar_choice(const WritCase *instance, const WritEvent *event);
bool fits_clock_pause(const WritCase *instance, const WritEvent *event);
bool fits_clock_resumption(const WritCase *instance, const WritEvent *event);
bool fits_clock_count(const WritCase *instance, const WritEvent *event);
bool fits_clock_stuck(const WritCase *instance, const WritEvent *event);
bool fits_rung_reached(const WritCase *instance, const WritEvent *event);
bool fits_rung_set(const WritCase *instance, const WritEvent *event);
bool fits_recount(const WritCase *instance, const WritEvent *event);

// --- whole.c -----------------------------------------------------------------------------------

// True when all that was loaded belongs together: whatever the engine does next with the case, it
// finds what it looks for.
bool case_is_whole(const WritCase *instance);

#endif
