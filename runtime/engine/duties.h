#ifndef ENGINE_DUTIES_H
#define ENGINE_DUTIES_H

#include "engine/case.h"

enum { DUTIES_MAX = 4 };

// The duties of one frame, none when it is gone. Returns their number.
uint32_t duties_of_frame(const Frame *frame, const WritCase *instance, WritDuty duties[DUTIES_MAX]);
WritDuty duty_of_call(const Call *call);
bool duties_equal(const WritDuty *a, const WritDuty *b);

#endif
