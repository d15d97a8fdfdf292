// Frames in a buffer of bytes: the part that parent and child share.
#ifndef WRIT_CONFINE_FRAMES_H
#define WRIT_CONFINE_FRAMES_H

#include <stddef.h>

#include "writ/text.h"

enum { FRAMES_READ_BYTES = 64 << 10 }; // Asked of the kernel in one read.

typedef enum FrameFound {
    FRAME_WHOLE,   // `payload` is set and `*taken` behind the frame.
    FRAME_PARTLY,  // More bytes are needed.
    FRAME_RUBBISH, // The length is 0 or above the maximum.
} FrameFound;

// Looks for a frame in `bytes` from `*taken` on. Never trusts a length.
FrameFound frames_take(const WritBuffer *bytes, size_t *taken, size_t payload_bytes_max,
                       WritText *payload);

// Appends header and payload.
void frames_put(WritBuffer *bytes, WritText payload);

// Moves what is not taken to the front of the buffer, so that it does not grow for ever.
void frames_compact(WritBuffer *bytes, size_t *taken);

#endif
