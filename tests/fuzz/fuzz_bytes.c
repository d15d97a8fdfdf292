// Canonical bytes: whatever a reader accepts is written back as the same bytes, and what it refuses
// leaves it failed, at its end.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/bytes.h"

static void put_back(WritBuffer *out, WritReader *in)
{
    switch (writ_get_u8(in) % 4) {
    case 0:
        writ_put_uint(out, writ_get_uint(in));
        return;
    case 1:
        writ_put_int(out, writ_get_int(in));
        return;
    case 2:
        writ_put_text(out, writ_get_text(in));
        return;
    case 3:
        writ_put_ordered(out, writ_get_ordered(in));
        return;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritReader in = writ_reader((WritText){(const char *)data, size});
    WritBuffer out = {0};

    while (!in.failed && writ_reader_left(&in) > 0) {
        const unsigned char *began = in.next + 1; // After the byte that chooses the kind.
        out.length = 0;
        put_back(&out, &in);
        if (!in.failed) {
            assert(out.length == (size_t)(in.next - began));
            assert(out.length == 0 || memcmp(out.data, began, out.length) == 0);
        }
    }

    assert(writ_reader_left(&in) == 0);
    writ_buffer_dispose(&out);
    return 0;
}
