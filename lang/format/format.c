#include "writ/format.h"

#include "format/clauses.h"
#include "syntax/parse.h"

WritStatus writ_format(const WritSource *source, WritFormatStyle style, WritArena *arena,
                       WritDiags *diags, WritBuffer *out, WritError *error)
{
    const TreeFile *file = tree_parse(source, arena, writ_names_new(arena), diags);
    if (!file->complete) {
        return writ_fail(error, WRIT_INVALID, "%.*s has mistakes", WRIT_TEXT_ARGS(source->name));
    }
    Pieces pieces = pieces_read(source, arena);
    size_t begin = out->length;
    clauses_write(&(ClausesText){source, &pieces, style}, out, NULL);
    if (out->length - begin <= WRIT_SOURCE_BYTES_MAX) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_LIMIT, "The layout of %.*s is longer than %d bytes",
                    WRIT_TEXT_ARGS(source->name), WRIT_SOURCE_BYTES_MAX);
    return writ_hint(error, "Put some of its declarations into a file of their own.");
}
