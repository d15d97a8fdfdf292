// Two versions of a file that began as one, made one again; or a conflict, which is left to whoever
// compares lines.
#include "format/merge_steps.h"
#include "format/merge_units.h"
#include "writ/format.h"

static WritStatus fail_conflict(const WritMerge *versions, WritText lines, WritError *error)
{
    while (lines.length > 0 && *lines.data == ' ') {
        lines.data++;
        lines.length--;
    }
    size_t length = 0;
    while (length < lines.length && lines.data[length] != '\n') {
        length++;
    }
    return writ_fail(error, WRIT_CONFLICT, "%.*s: both versions changed \"%.*s\"",
                     WRIT_TEXT_ARGS(versions->ours->name), (int)length, lines.data);
}

// Each version must be a file; their layouts are thrown away.
static WritStatus check_version(const WritSource *source, WritArena *arena, WritDiags *diags,
                                WritError *error)
{
    WritBuffer layout = {0};
    WritStatus status = writ_format(source, WRIT_FORMAT_TIGHT, arena, diags, &layout, error);
    writ_buffer_dispose(&layout);
    return status;
}

typedef struct Merging {
    const WritMerge *versions;
    Units base;
    Units ours;
    Units theirs;
    WritArena *arena;
} Merging;

static WritStatus fail_apart(const Merging *merging, WritError *error)
{
    return writ_fail(error, WRIT_CONFLICT, "%.*s: the changes do not go together",
                     WRIT_TEXT_ARGS(merging->versions->ours->name));
}

static WritStatus format_merged(const Merging *merging, WritText text, WritBuffer *out,
                                WritError *error)
{
    const WritSource *source = NULL;
    WritSources *sources = writ_sources_new(merging->arena);
    WritDiags *diags = writ_diags_new(merging->arena, sources);
    WritStatus status =
        writ_sources_add(sources, merging->versions->ours->name, text, &source, error);
    if (status == WRIT_OK) {
        status = writ_format(source, WRIT_FORMAT_ALIGNED, merging->arena, diags, out, error);
    }
    if (status == WRIT_OK) {
        Units merged = units_read(source, merging->arena);
        const Units *all[] = {&merging->base, &merging->ours, &merging->theirs, &merged};
        return merge_steps_add_up(all, merging->arena) ? WRIT_OK : fail_apart(merging, error);
    }
    return status == WRIT_INVALID ? fail_apart(merging, error) : status;
}

// `turned`: what is new on both sides at one place comes in the other order.
static WritStatus merge_files(const Merging *merging, bool turned, WritBuffer *out,
                              WritError *error)
{
    WritBuffer text = {0};
    size_t begin = out->length;
    WritText conflict =
        merge_units(&merging->base, turned ? &merging->theirs : &merging->ours,
                    turned ? &merging->ours : &merging->theirs, merging->arena, &text);
    WritStatus status = conflict.length > 0
                            ? fail_conflict(merging->versions, conflict, error)
                            : format_merged(merging, writ_buffer_text(&text), out, error);
    out->length = status == WRIT_OK ? out->length : begin;
    writ_buffer_dispose(&text);
    return status;
}

WritStatus writ_format_merge(const WritMerge *versions, WritArena *arena, WritDiags *diags,
                             WritBuffer *out, WritError *error)
{
    Merging merging = {.versions = versions, .arena = arena};
    const WritSource *sources[] = {versions->base, versions->ours, versions->theirs};
    Units *units[] = {&merging.base, &merging.ours, &merging.theirs};
    for (int i = 0; i < 3; i++) {
        WritStatus status = check_version(sources[i], arena, diags, error);
        if (status != WRIT_OK) {
            return status;
        }
        *units[i] = units_read(sources[i], arena);
    }
    WritStatus status = merge_files(&merging, false, out, error);
    if (status == WRIT_CONFLICT) {
        // A module that is used stands before every declaration, whichever side it comes from.
        WritError ignored;
        bool merged = merge_files(&merging, true, out, &ignored) == WRIT_OK;
        status = merged ? WRIT_OK : status;
    }
    return status;
}
