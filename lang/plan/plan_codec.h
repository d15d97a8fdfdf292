// What encoding and decoding share.
#ifndef WRIT_PLAN_CODEC_H
#define WRIT_PLAN_CODEC_H

#include "plan/plan_shape.h"

static const char plan_magic[] = "writplan";

#endif
