// Texts with what stands in no order sorted.
#include <stdlib.h>
#include <string.h>

#include "support/merge_claims.h"

enum { ARENA_BYTES = 1 << 26, TEXTS_MOST = 4096 };

typedef struct Texts {
    WritText list[TEXTS_MOST];
    size_t count;
} Texts;

static int compare(const void *left, const void *right)
{
    const WritText *a = left;
    const WritText *b = right;
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->data, b->data, shorter);
    return order != 0 ? order : a->length < b->length ? -1 : a->length > b->length ? 1 : 0;
}

static bool begins(WritText text, const char *word)
{
    size_t length = strlen(word);
    return text.length >= length && memcmp(text.data, word, length) == 0;
}

static bool is_unordered(const Texts *lines)
{
    static const char *const words[] = {"record ", "role ", "hook ", "calendar ", "person "};
    for (size_t i = 0; i < lines->count; i++) {
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
            if (begins(lines->list[i], words[k])) {
                return true;
            }
        }
        if (begins(lines->list[i], "  exactly one row must match")) {
            return true;
        }
    }
    return false;
}

static WritText join(Texts *lines, bool sorted, WritArena *arena)
{
    WritBuffer out = {0};
    if (sorted) {
        qsort(lines->list, lines->count, sizeof lines->list[0], compare);
    }
    for (size_t i = 0; i < lines->count; i++) {
        writ_buffer_add(&out, lines->list[i]);
    }
    WritText text = writ_arena_text(arena, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
    lines->count = 0;
    return text;
}

// A declaration begins at the left edge, with the comments before it.
static WritText sorted(WritText text, WritArena *arena)
{
    Texts *lines = writ_arena_alloc(arena, sizeof *lines);
    Texts *declarations = writ_arena_alloc(arena, sizeof *declarations);
    bool heading = false;
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.data + at, '\n', text.length - at);
        WritText line = {text.data + at, (size_t)(end - (text.data + at)) + 1};
        at += line.length;
        if (line.length == 1) {
            continue;
        }
        if (*line.data != ' ' && heading) {
            declarations->list[declarations->count++] = join(lines, is_unordered(lines), arena);
            heading = false;
        }
        heading = heading || (*line.data != ' ' && *line.data != '#');
        lines->list[lines->count++] = line;
    }
    declarations->list[declarations->count++] = join(lines, is_unordered(lines), arena);
    return join(declarations, true, arena);
}

bool merge_same_meaning(WritText a, WritText b)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    bool same = writ_text_equal(sorted(a, arena), sorted(b, arena));
    writ_arena_free(arena);
    return same;
}
