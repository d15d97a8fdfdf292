#include "support/format_laws.h"

#include <assert.h>
#include <string.h>

#include "syntax/parse.h"
#include "syntax/tree_dump.h"
#include "writ/format.h"

typedef struct Seen {
    bool complete;
    WritBuffer tree;
    WritBuffer comments; // One a line, in their order.
    WritStatus status;
    WritBuffer layout;
    WritBuffer tight;
} Seen;

static void add_comments(const TreeFile *file, WritBuffer *out)
{
    for (uint32_t i = 0; i < file->trivia_count; i++) {
        for (uint32_t k = 0; k < file->trivia[i].comment_count; k++) {
            WritSpan span = file->trivia[i].comments[k].span;
            WritText text = writ_source_span_text(file->source, span);
            while (text.length > 0 && strchr(" \t\r", text.data[text.length - 1]) != NULL) {
                text.length--;
            }
            writ_buffer_add(out, text);
            writ_buffer_add_byte(out, '\n');
        }
    }
}

static Seen look_at(WritText text)
{
    Seen seen = {.status = WRIT_INVALID};
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    const WritSource *source = NULL;
    WritError error;
    WritStatus added = writ_sources_add(sources, writ_text("file"), text, &source, &error);
    assert(added == WRIT_OK);
    const TreeFile *file = tree_parse(source, arena, writ_names_new(arena), diags);
    seen.complete = file->complete;
    tree_dump(file, TREE_DUMP_WITHOUT_PLACES, &seen.tree);
    if (seen.complete) {
        add_comments(file, &seen.comments);
        seen.status = writ_format(source, WRIT_FORMAT_ALIGNED, arena, diags, &seen.layout, &error);
        WritStatus tight =
            writ_format(source, WRIT_FORMAT_TIGHT, arena, diags, &seen.tight, &error);
        seen.status = seen.status == WRIT_OK ? tight : seen.status;
    }
    writ_arena_free(arena);
    return seen;
}

static void forget(Seen *seen)
{
    writ_buffer_dispose(&seen->tree);
    writ_buffer_dispose(&seen->comments);
    writ_buffer_dispose(&seen->layout);
    writ_buffer_dispose(&seen->tight);
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

static bool same(const WritBuffer *a, const WritBuffer *b)
{
    return writ_text_equal(writ_buffer_text(a), writ_buffer_text(b));
}

static bool is_clean(const WritBuffer *layout)
{
    WritText text = writ_buffer_text(layout);
    bool ends = text.length > 0 && text.data[text.length - 1] == '\n';
    bool blank_at_end = text.length > 1 && text.data[text.length - 2] == '\n';
    return ends && !blank_at_end && text.data[0] != '\n' &&
           memmem(text.data, text.length, " \n", 2) == NULL &&
           memmem(text.data, text.length, "\r\n", 2) == NULL;
}

// `again` is what was seen of a text that must say the same and have the same layout.
static const char *compare(const Seen *first, const Seen *again)
{
    return !again->complete                            ? "it is no file any more"
           : !same(&first->tree, &again->tree)         ? "it says something else"
           : !same(&first->comments, &again->comments) ? "its comments are others"
           : again->status != WRIT_OK                  ? "it has no layout any more"
           : !same(&first->layout, &again->layout)     ? "it has another layout"
           : !same(&first->tight, &again->tight)       ? "it has another layout without alignment"
                                                       : NULL;
}

static bool check_text(const Seen *first, WritText text, const char *what, WritBuffer *told)
{
    Seen again = look_at(text);
    const char *broken = compare(first, &again);
    if (broken != NULL) {
        writ_buffer_format(told, "%s: %s\n--- layout\n", what, broken);
        writ_buffer_add(told, writ_buffer_text(&first->layout));
        writ_buffer_add_string(told, "--- looked at again\n");
        writ_buffer_add(told, text);
    }
    forget(&again);
    return broken == NULL;
}

FormatVerdict format_laws_check(WritText text, WritBuffer *told)
{
    Seen seen = look_at(text);
    FormatVerdict verdict = FORMAT_NOT_ASKED;
    if (seen.status == WRIT_OK) {
        WritBuffer stripped = {0};
        strip_indentation(text, &stripped);
        bool clean = is_clean(&seen.layout);
        if (!clean) {
            writ_buffer_add_string(told, "the layout has spaces or lines too many\n");
            writ_buffer_add(told, writ_buffer_text(&seen.layout));
        }
        bool lawful = clean &&
                      check_text(&seen, writ_buffer_text(&seen.layout), "the layout", told) &&
                      check_text(&seen, writ_buffer_text(&seen.tight), "without alignment", told) &&
                      check_text(&seen, writ_buffer_text(&stripped), "without indentation", told);
        verdict = lawful ? FORMAT_LAWFUL : FORMAT_UNLAWFUL;
        writ_buffer_dispose(&stripped);
    }
    forget(&seen);
    return verdict;
}
