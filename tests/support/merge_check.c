#include "support/merge_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const WritSource *add(WritSources *sources, const char *name, WritText text)
{
    WritError error;
    const WritSource *source = NULL;
    assert_int_equal(writ_sources_add(sources, writ_text(name), text, &source, &error), WRIT_OK);
    return source;
}

WritStatus merge_lay_out(WritText text, WritFormatStyle style, WritBuffer *out)
{
    WritError error;
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    WritStatus status = writ_format(add(sources, "text", text), style, arena, diags, out, &error);
    writ_arena_free(arena);
    return status;
}

WritStatus merge_texts(MergeTexts texts, WritBuffer *out, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    WritMerge versions = {add(sources, "base", texts.base), add(sources, "ours", texts.ours),
                          add(sources, "theirs", texts.theirs)};
    WritStatus status = writ_format_merge(&versions, arena, diags, out, error);
    writ_arena_free(arena);
    return status;
}

void merge_expect(const char *base, const char *ours, const char *theirs, const char *merged)
{
    WritError error;
    WritBuffer out = {0};
    MergeTexts texts = {writ_text(base), writ_text(ours), writ_text(theirs)};
    MergeTexts swapped = {texts.base, texts.theirs, texts.ours};
    WritStatus status = merge_texts(texts, &out, &error);
    if (status != WRIT_OK) {
        print_error("%s\n", error.text);
    }
    assert_int_equal(status, WRIT_OK);
    assert_string_equal(writ_buffer_string(&out), merged);
    writ_buffer_clear(&out);
    assert_int_equal(merge_texts(swapped, &out, &error), WRIT_OK);
    assert_int_equal(out.length, strlen(merged));
    writ_buffer_dispose(&out);
}

void merge_expect_conflict(const char *base, const char *ours, const char *theirs, const char *told)
{
    WritError error;
    WritBuffer out = {0};
    MergeTexts texts = {writ_text(base), writ_text(ours), writ_text(theirs)};
    MergeTexts swapped = {texts.base, texts.theirs, texts.ours};
    WritStatus status = merge_texts(texts, &out, &error);
    if (status == WRIT_OK) {
        print_error("merged to\n%s", writ_buffer_string(&out));
    }
    assert_int_equal(status, WRIT_CONFLICT);
    if (told != NULL) {
        assert_string_equal(error.text, told);
    }
    assert_int_equal(merge_texts(swapped, &out, &error), WRIT_CONFLICT);
    writ_buffer_dispose(&out);
}
