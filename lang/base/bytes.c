#include "writ/bytes.h"

#include <assert.h>
#include <string.h>

void writ_put_long_uint(WritBuffer *out, uint64_t value)
{
    writ_buffer_reserve(out, 10);
    while (value >= 0x80) {
        out->data[out->length++] = (char)(unsigned char)(value | 0x80);
        value >>= 7;
    }
    out->data[out->length++] = (char)value;
}

void writ_put_int(WritBuffer *out, int64_t value)
{
    uint64_t bits = (uint64_t)value;
    writ_put_uint(out, (bits << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

void writ_put_text(WritBuffer *out, WritText text)
{
    writ_put_uint(out, text.length);
    writ_buffer_add(out, text);
}

void writ_put_raw(WritBuffer *out, const void *data, size_t length)
{
    writ_buffer_add(out, (WritText){data, length});
}

void writ_put_ordered(WritBuffer *out, uint64_t value)
{
    writ_buffer_reserve(out, sizeof value);
    for (int shift = 56; shift >= 0; shift -= 8) {
        out->data[out->length++] = (char)(unsigned char)(value >> shift);
    }
}

WritReader writ_reader(WritText bytes)
{
    static const unsigned char nothing[1] = {0};
    const unsigned char *start = bytes.length > 0 ? (const unsigned char *)bytes.data : nothing;
    return (WritReader){start, start + bytes.length, false};
}

static void fail(WritReader *in)
{
    in->failed = true;
    in->next = in->end;
}

uint8_t writ_get_u8(WritReader *in)
{
    if (in->next == in->end) {
        fail(in);
        return 0;
    }
    return *in->next++;
}

uint64_t writ_get_uint(WritReader *in)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (in->next == in->end) {
            break;
        }
        unsigned char byte = *in->next++;
        uint64_t part = byte & 0x7f;
        if (shift == 63 && part > 1) {
            break;
        }
        value |= part << shift;
        if ((byte & 0x80) == 0) {
            // A final zero group would be a second spelling of the same number.
            if (byte == 0 && shift > 0) {
                break;
            }
            return value;
        }
    }
    fail(in);
    return 0;
}

int64_t writ_get_int(WritReader *in)
{
    uint64_t bits = writ_get_uint(in);
    return (int64_t)((bits >> 1) ^ ((bits & 1) != 0 ? UINT64_MAX : 0));
}

uint64_t writ_get_ordered(WritReader *in)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = (value << 8) | writ_get_u8(in);
    }
    return in->failed ? 0 : value;
}

WritText writ_get_raw(WritReader *in, size_t length)
{
    if (length > writ_reader_left(in)) {
        fail(in);
        return (WritText){NULL, 0};
    }
    WritText text = {(const char *)in->next, length};
    in->next += length;
    return text;
}

WritText writ_get_text(WritReader *in)
{
    uint64_t length = writ_get_uint(in);
    if (length > writ_reader_left(in)) {
        fail(in);
        return (WritText){NULL, 0};
    }
    return writ_get_raw(in, (size_t)length);
}

size_t writ_get_count(WritReader *in)
{
    uint64_t count = writ_get_uint(in);
    if (count > writ_reader_left(in)) {
        fail(in);
        return 0;
    }
    return (size_t)count;
}

uint32_t writ_get_u32(WritReader *in)
{
    uint64_t value = writ_get_uint(in);
    if (value > UINT32_MAX) {
        fail(in);
        return 0;
    }
    return (uint32_t)value;
}

size_t writ_reader_left(const WritReader *in)
{
    return (size_t)(in->end - in->next);
}

bool writ_reader_done(const WritReader *in)
{
    return !in->failed && in->next == in->end;
}
