// Collecting: sentences are formatted at once into the arena, so that nothing refers to what the
// caller frees.
#include "source/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "source/diag_data.h"
#include "source/utf8.h"

WritDiags *writ_diags_new(WritArena *arena, WritSources *sources)
{
    WritDiags *diags = writ_arena_alloc(arena, sizeof *diags);
    diags->arena = arena;
    diags->sources = sources;
    return diags;
}

uint32_t writ_diags_error_count(const WritDiags *diags)
{
    return diags->error_count;
}

uint32_t writ_diags_warning_count(const WritDiags *diags)
{
    return diags->warning_count;
}

static WritText format_text(WritArena *arena, const char *format, va_list arguments)
{
    char raw[WRIT_DIAG_TEXT_BYTES_MAX];
    int length = vsnprintf(raw, sizeof raw, format, arguments);
    assert(length >= 0);
    size_t kept = (size_t)length < sizeof raw ? (size_t)length : sizeof raw - 1;
    WritBuffer harmless = {0};
    utf8_add_harmless(&harmless, (WritText){raw, kept});
    WritText text = writ_arena_text(arena, writ_buffer_text(&harmless));
    writ_buffer_dispose(&harmless);
    return text;
}

// Where all places are taken, an error takes that of the last warning.
static WritDiag *find_place(WritDiags *diags, WritSeverity severity)
{
    if (diags->kept_count < WRIT_DIAGS_KEPT_MAX) {
        WritDiag *diag = writ_arena_alloc(diags->arena, sizeof *diag);
        diags->kept[diags->kept_count++] = diag;
        return diag;
    }
    for (uint32_t i = diags->kept_count; severity == WRIT_SEVERITY_ERROR && i-- > 0;) {
        WritDiag *diag = diags->kept[i];
        if (diag_info(diag->code)->severity == WRIT_SEVERITY_WARNING) {
            // Places that are equal are told in the order of reporting.
            memmove(&diags->kept[i], &diags->kept[i + 1],
                    (diags->kept_count - i - 1) * sizeof(WritDiag *));
            diags->kept[diags->kept_count - 1] = diag;
            return diag;
        }
    }
    return &diags->unseen;
}

static WritDiag *report(WritDiags *diags, DiagCode code, WritSpan span)
{
    assert(code < DIAG_COUNT);
    assert(span.start <= span.end);
    WritDiag *diag = find_place(diags, diag_info(code)->severity);
    *diag = (WritDiag){.owner = diags, .code = code, .span = span};
    return diag;
}

// The first that was told so; NULL: none.
static WritDiag *find_kept(const WritDiags *diags, DiagCode code, WritSpan span)
{
    for (uint32_t i = 0; i < diags->kept_count; i++) {
        WritDiag *diag = diags->kept[i];
        if (diag->code == code && diag->span.start == span.start && diag->span.end == span.end) {
            return diag;
        }
    }
    return NULL;
}

static bool is_kept(const WritDiag *diag)
{
    return diag != &diag->owner->unseen;
}

WritDiag *diag_error(WritDiags *diags, DiagCode code, WritSpan span, const char *format, ...)
{
    assert(diag_info(code)->severity == WRIT_SEVERITY_ERROR);
    diags->error_count++;
    WritDiag *diag = report(diags, code, span);
    if (is_kept(diag)) {
        va_list arguments;
        va_start(arguments, format);
        diag->message = format_text(diags->arena, format, arguments);
        va_end(arguments);
    }
    return diag;
}

WritDiag *diag_warning(WritDiags *diags, DiagCode code, WritSpan span, const char *format, ...)
{
    assert(diag_info(code)->severity == WRIT_SEVERITY_WARNING);
    if (find_kept(diags, code, span) != NULL) {
        diags->unseen.owner = diags;
        return &diags->unseen;
    }
    diags->warning_count++;
    WritDiag *diag = report(diags, code, span);
    if (is_kept(diag)) {
        va_list arguments;
        va_start(arguments, format);
        diag->message = format_text(diags->arena, format, arguments);
        va_end(arguments);
    }
    return diag;
}

void diag_label(WritDiag *diag, WritSpan span, const char *format, ...)
{
    if (!is_kept(diag) || diag->label_count == WRIT_DIAG_LABELS_MAX) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    WritText text = format_text(diag->owner->arena, format, arguments);
    va_end(arguments);
    diag->labels[diag->label_count++] = (DiagLabel){span, text};
}

void diag_reason(WritDiag *diag, const char *format, ...)
{
    if (!is_kept(diag)) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diag->reason = format_text(diag->owner->arena, format, arguments);
    va_end(arguments);
}

void diag_hint(WritDiag *diag, const char *format, ...)
{
    if (!is_kept(diag)) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diag->hint = format_text(diag->owner->arena, format, arguments);
    va_end(arguments);
}

void diag_example(WritDiag *diag, const char *format, ...)
{
    if (!is_kept(diag)) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    diag->example = format_text(diag->owner->arena, format, arguments);
    va_end(arguments);
}

bool diag_is_kept(const WritDiags *diags, DiagCode code, WritSpan span)
{
    return find_kept(diags, code, span) != NULL;
}

void diag_run(WritDiags *diags, DiagCode code, WritSpan span, const DiagRun *run)
{
    WritDiag *diag = find_kept(diags, code, span);
    if (diag != NULL) {
        diag->run = *run;
    }
}

void diags_sort(const WritDiags *diags, const WritDiag *sorted[WRIT_DIAGS_KEPT_MAX])
{
    // Insertion keeps the order of equal places, and there are few.
    for (uint32_t i = 0; i < diags->kept_count; i++) {
        uint32_t at = i;
        while (at > 0 && sorted[at - 1]->span.start > diags->kept[i]->span.start) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = diags->kept[i];
    }
}

bool writ_diags_error(const WritDiags *diags, uint32_t index, WritSpan *span, WritText *message)
{
    const WritDiag *sorted[WRIT_DIAGS_KEPT_MAX];
    diags_sort(diags, sorted);
    for (uint32_t i = 0; i < diags->kept_count; i++) {
        bool error = diag_info(sorted[i]->code)->severity == WRIT_SEVERITY_ERROR;
        if (error && index-- == 0) {
            *span = sorted[i]->span;
            *message = sorted[i]->message;
            return true;
        }
    }
    return false;
}
