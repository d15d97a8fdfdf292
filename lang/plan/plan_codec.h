// What encoding and decoding share.
#ifndef WRIT_PLAN_CODEC_H
#define WRIT_PLAN_CODEC_H

#include "plan/plan_shape.h"

static const char plan_magic[] = "writplan";

// Formats. The last member of WritPlan came with the second one; plans in which it is empty are
// written in the first, so that their bytes and hashes stay as they are.
enum { PLAN_FORMAT_WITHOUT_SENDERS = 1, PLAN_FORMAT_WITH_SENDERS = WRIT_PLAN_FORMAT };

// What a plan of this format is made of.
static inline Shape plan_shape_of_format(uint64_t format)
{
    Shape shape = *plan_shape();
    shape.member_count -= format == PLAN_FORMAT_WITHOUT_SENDERS ? 1 : 0;
    return shape;
}

#endif
