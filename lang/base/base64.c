#include "writ/bytes.h"

#include <sodium.h>

void writ_add_base64(WritBuffer *out, WritText bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.length, sodium_base64_VARIANT_ORIGINAL);
    writ_buffer_reserve(out, room);
    (void)sodium_bin2base64(out->data + out->length, room, (const unsigned char *)bytes.data,
                            bytes.length, sodium_base64_VARIANT_ORIGINAL);
    out->length += room - 1; // It ends with a NUL.
}

bool writ_get_base64(WritBuffer *out, WritText text)
{
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        // The library takes some bytes above ASCII for letters of the alphabet.
        if ((unsigned char)text.data[i] >= 0x80) {
            return false;
        }
    }
    size_t room = text.length / 4 * 3 + 3;
    writ_buffer_reserve(out, room);
    if (sodium_base642bin((unsigned char *)out->data + out->length, room, text.data, text.length,
                          NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return false;
    }
    out->length += length;
    return true;
}
