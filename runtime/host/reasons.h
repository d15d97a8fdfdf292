// Why a case does not move: a sentence for each thing that it waits for, with what can be done.
#ifndef HOST_REASONS_H
#define HOST_REASONS_H

#include "host/view.h"

// Each adds one object to the list that is open; docs/host.md has the members.
void reason_task(const View *view, const WritDuty *duty);
void reason_wait(const View *view, const WritDuty *duty);
void reason_call(const View *view, const WritDuty *duty);
void reason_incident(const View *view, const WritDuty *duty);
// The deadline of a stage or of the process; those of steps stand with what they wait for.
void reason_deadline(const View *view, const WritDuty *duty);
// What was due and waits for messages of which it is not known that they are all there; nothing
// where it does not.
void reason_held(WritHost *host, const View *view, const WritDuty *duty);
// "clock" of the object that is open: what the deadline of a block instance is counted from and on
// what. Nothing where it has none.
void reason_clock(const View *view, uint32_t frame);

// "text" and, unless it is empty, "hint" of the object that is open. Both buffers are used up.
void reason_sentence(const View *view, WritBuffer *text, WritBuffer *hint);

#endif
