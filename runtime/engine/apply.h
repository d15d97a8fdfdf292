// What the parts of apply share: making and removing frames.
#ifndef ENGINE_APPLY_H
#define ENGINE_APPLY_H

#include "engine/case.h"

// --- apply.c -----------------------------------------------------------------------------------

// `event` fits the case: fits_case (fits.c) says so for events that come from a journal.
void apply_event(WritCase *instance, const WritEvent *event, int64_t at);

// --- frames.c ----------------------------------------------------------------------------------

// A live frame of `kind` that is ready. `parent` is NULL for the process only.
Frame *frames_add(WritCase *instance, uint32_t id, FrameKind kind, Frame *parent, uint32_t node);
// Takes `frame` out; it has no live children any more.
void frames_remove(WritCase *instance, Frame *frame);
// Removes `frame` with all that is in it. Calls under way go on without it.
void frames_cancel(WritCase *instance, Frame *frame);
void frames_set_state(WritCase *instance, Frame *frame, FrameState state);
// `parent` goes on after a child of it: its next item, its next part, or its end.
void frames_child_left(WritCase *instance, const Frame *child, Frame *parent);
void frames_move_to(WritCase *instance, Frame *frame, uint32_t item);
// Frames that undo go on when every call and undo has settled, and wait otherwise.
void frames_wake_undoing(WritCase *instance);
void frames_count_action(WritCase *instance, Frame *frame, uint32_t action);

// --- apply_clocks.c ----------------------------------------------------------------------------

void clocks_start(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_choose(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_pause(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_resume(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_count(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_stick(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_reach_rung(WritCase *instance, const WritEvent *event, int64_t at);
void clocks_set_rung(WritCase *instance, const WritEvent *event, int64_t at);
// Nothing falls due in the frame any more.
void clocks_stop(WritCase *instance, Frame *frame);

// How a clock stands, as values of an event: when `span` counts from; what was used, the span's
// kind and count, the whole time; then of each rung when it is due, from when it counts and what is
// left, as microseconds. MISSING: never, or all of it.
enum { CLOCK_VALUES = 5, RUNG_VALUES = 3 };
void clock_put_values(WritArena *arena, WritEvent *event, const Clock *clock);
// False: these are no such values for a clock with so many rungs.
bool clock_take_values(Clock *clock, const WritEvent *event);

// --- apply_bindings.c --------------------------------------------------------------------------

void bindings_bind(WritCase *instance, const WritEvent *event, int64_t at);
void bindings_change(WritCase *instance, const WritEvent *event, int64_t at);
void bindings_revise(WritCase *instance, const WritEvent *event, int64_t at);
void bindings_answer(WritCase *instance, const Frame *task, WritText outcome);
void bindings_leave(WritCase *instance, const Frame *task); // That is open no more.
void bindings_enter(WritCase *instance, uint32_t stage);
void bindings_go_round(WritCase *instance, uint32_t repeat);
// False: what was loaded binds to no task or value of this case.
bool bindings_are_right(const WritCase *instance);

// --- calls.c -----------------------------------------------------------------------------------

Call *calls_add(WritCase *instance, uint32_t number);
void calls_remove(WritCase *instance, Call *call);
Effect *effects_add(WritCase *instance, uint32_t number);
void effects_remove(WritCase *instance, Effect *effect);
void calls_compact(WritCase *instance);

#endif
