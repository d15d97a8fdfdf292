// The length prefix is checked before anything is allocated for what it announces.
#include "confine/frames.h"

#include <assert.h>
#include <string.h>

#include "writ/confine.h"

FrameFound frames_take(const WritBuffer *bytes, size_t *taken, size_t payload_bytes_max,
                       WritText *payload)
{
    assert(*taken <= bytes->length);
    size_t left = bytes->length - *taken;
    if (left < WRIT_FRAME_HEADER_BYTES) {
        return FRAME_PARTLY;
    }
    const unsigned char *header = (const unsigned char *)bytes->data + *taken;
    size_t length = (size_t)header[0] << 24 | (size_t)header[1] << 16 | (size_t)header[2] << 8 |
                    (size_t)header[3];
    if (length == 0 || length > payload_bytes_max) {
        return FRAME_RUBBISH;
    }
    if (left - WRIT_FRAME_HEADER_BYTES < length) {
        return FRAME_PARTLY;
    }
    *payload = (WritText){bytes->data + *taken + WRIT_FRAME_HEADER_BYTES, length};
    *taken += WRIT_FRAME_HEADER_BYTES + length;
    return FRAME_WHOLE;
}

void frames_put(WritBuffer *bytes, WritText payload)
{
    assert(payload.length > 0 && payload.length <= WRIT_FRAME_BYTES_MAX);
    const char header[WRIT_FRAME_HEADER_BYTES] = {
        (char)(payload.length >> 24),
        (char)(payload.length >> 16),
        (char)(payload.length >> 8),
        (char)payload.length,
    };
    writ_buffer_add(bytes, (WritText){header, sizeof header});
    writ_buffer_add(bytes, payload);
}

void frames_compact(WritBuffer *bytes, size_t *taken)
{
    assert(*taken <= bytes->length);
    if (*taken == 0) {
        return;
    }
    bytes->length -= *taken;
    if (bytes->length > 0) {
        memmove(bytes->data, bytes->data + *taken, bytes->length);
    }
    *taken = 0;
}
