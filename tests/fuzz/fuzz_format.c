// Any bytes that are a file without mistakes have a layout that says the same, keeps every comment,
// and is its own layout; so have the same bytes without indentation.
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "support/format_laws.h"

enum { INPUT_BYTES_MAX = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_BYTES_MAX) {
        return 0;
    }
    WritBuffer told = {0};
    FormatVerdict verdict = format_laws_check((WritText){(const char *)data, size}, &told);
    if (verdict == FORMAT_UNLAWFUL) {
        (void)fputs(writ_buffer_string(&told), stderr);
    }
    assert(verdict != FORMAT_UNLAWFUL);
    writ_buffer_dispose(&told);
    return 0;
}
