// Any bytes are read as a file: the program neither fails nor loops, a file is complete exactly
// when nothing is told of it, what is told is valid text, and a complete tree does not change when
// all indentation is taken away.
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "syntax/parse.h"
#include "syntax/tree_dump.h"
#include "writ/diag.h"

enum { INPUT_BYTES_MAX = 1 << 16, ARENA_BYTES = 1 << 28 };

typedef struct Parsed {
    WritArena *arena;
    WritDiags *diags;
    const TreeFile *file;
} Parsed;

static Parsed parse(WritText text)
{
    Parsed parsed = {.arena = writ_arena_new(ARENA_BYTES)};
    WritSources *sources = writ_sources_new(parsed.arena);
    parsed.diags = writ_diags_new(parsed.arena, sources);
    const WritSource *source = NULL;
    WritError error;
    WritStatus status = writ_sources_add(sources, writ_text("file"), text, &source, &error);
    assert(status == WRIT_OK);
    parsed.file = tree_parse(source, parsed.arena, writ_names_new(parsed.arena), parsed.diags);
    return parsed;
}

static void check_diagnostics(const Parsed *parsed)
{
    WritBuffer out = {0};
    writ_diags_render_text(parsed->diags, WRIT_COLOUR_NONE, &out);
    writ_diags_render_json(parsed->diags, &out);
    assert(writ_text_is_utf8(writ_buffer_text(&out)));
    assert(memchr(out.data, '\x1b', out.length) == NULL);
    writ_buffer_dispose(&out);
}

static void strip_indentation(WritText text, WritBuffer *out)
{
    bool at_start = true;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (!at_start || c != ' ') {
            writ_buffer_add_byte(out, c);
            at_start = c == '\n';
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_BYTES_MAX) {
        return 0;
    }
    WritText text = {(const char *)data, size};
    Parsed parsed = parse(text);
    assert(parsed.file->complete == (writ_diags_error_count(parsed.diags) == 0));
    assert(writ_arena_used(parsed.arena) <= TREE_BYTES_PER_SOURCE_BYTE * size + (1 << 18));
    check_diagnostics(&parsed);
    WritBuffer dump = {0};
    tree_dump(parsed.file, TREE_DUMP_WITHOUT_PLACES, &dump);
    if (parsed.file->complete) {
        WritBuffer stripped = {0};
        WritBuffer again = {0};
        strip_indentation(text, &stripped);
        Parsed other = parse(writ_buffer_text(&stripped));
        tree_dump(other.file, TREE_DUMP_WITHOUT_PLACES, &again);
        assert(writ_text_equal(writ_buffer_text(&dump), writ_buffer_text(&again)));
        writ_buffer_dispose(&stripped);
        writ_buffer_dispose(&again);
        writ_arena_free(other.arena);
    }
    writ_buffer_dispose(&dump);
    writ_arena_free(parsed.arena);
    return 0;
}
