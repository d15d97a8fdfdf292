// Any bytes on a terminal: what is shown is UTF-8 without control characters, is as wide as it
// says, and fits where it was cut.
#include <assert.h>
#include <locale.h>
#include <stdint.h>

#include "cli/page.h"

static void assert_safe(const WritBuffer *out)
{
    assert(writ_text_is_utf8(writ_buffer_text(out)));
    for (size_t i = 0; i < out->length; i++) {
        unsigned char byte = (unsigned char)out->data[i];
        assert((byte >= 0x20 && byte != 0x7f) || byte == '\n');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    if (size == 0) {
        return 0;
    }
    WritText text = {(const char *)data + 1, size - 1};
    uint32_t columns = data[0];
    Page line = {.width = 0};
    Page block = {.width = columns};
    WritBuffer cut = {0};
    page_add(&line, text);
    assert_safe(&line.out);
    assert(page_width_of(writ_buffer_text(&line.out)) == page_width_of(text));
    page_cut(&cut, text, columns);
    assert_safe(&cut);
    assert(page_width_of(writ_buffer_text(&cut)) <= columns);
    page_paragraph(&block, 2, PAGE_PLAIN, text);
    assert_safe(&block.out);
    writ_buffer_dispose(&line.out);
    writ_buffer_dispose(&block.out);
    writ_buffer_dispose(&cut);
    return 0;
}
