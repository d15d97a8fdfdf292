// How an event finds its case, and from when its messages count.
#include <string.h>

#include "check/builtins.h"
#include "check/data.h"
#include "check/outside.h"
#include "check/types.h"

static void read_keys(Checker *checker, Event *event, const TreePaths *paths)
{
    event->keys = writ_arena_array(checker->arena, paths->count, sizeof *event->keys);
    for (const TreePath *path = paths->first; path != NULL; path = path->next) {
        const TreeName *name = path->parts.first;
        const Field *field = check_names_find(&event->record->by_name, name->name);
        const char *wrong =
            field == NULL           ? "the event has no such field"
            : path->parts.count > 1 ? "the key of an event is a field of its own"
            : field->type == TYPE_UNKNOWN || check_type_is_key(checker, field->type) ? NULL
            : check_type_is(checker, field->type, WRIT_TYPE_DOCUMENT) ? "a document is no key"
                                                                      : "a key is a single value";
        if (wrong != NULL) {
            WritDiag *diag = diag_error(checker->diags, DIAG_KEY, path->span, "%s", wrong);
            diag_hint(diag, "Add a field to the event that has the value alone, for example "
                            "\"number : Text\".");
            continue;
        }
        event->keys[event->key_count++] = (uint32_t)(field - event->record->fields);
    }
}

static void read_addressing(Checker *checker, Event *event, const TreeEventLine *line,
                            WritAddressing addressing)
{
    if (event->addressed) {
        WritDiag *diag = diag_error(checker->diags, DIAG_LINE_TWICE, line->span,
                                    "this says a second time for which case the event is");
        diag_label(diag, event->addressing_span, "the first time");
        diag_hint(diag, "Keep one of the lines.");
        return;
    }
    event->addressed = true;
    event->addressing = addressing;
    event->addressing_span = line->span;
    if (addressing == WRIT_FOR_CASE_WITH) {
        read_keys(checker, event, &line->paths);
    }
}

// --- Sent times ---------------------------------------------------------------------------

// What stands before the slash of "wms/4711".
static bool is_sender_name(Checker *checker, const TreeText *text)
{
    WritText name = check_plain_text(checker, text);
    if (text->parts.count > 0) {
        return false; // That was told.
    }
    if (name.length > 0 && name.length <= WRIT_SENDER_BYTES_MAX &&
        memchr(name.data, '/', name.length) == NULL) {
        return true;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_SENDER, text->span,
                                "this is no name of a source of messages");
    diag_hint(diag, "A source has 1 to %d bytes and no slash: of \"wms/4711\" it is \"wms\".",
              WRIT_SENDER_BYTES_MAX);
    return false;
}

static bool is_new_sender(Checker *checker, const Event *event, const TreeEventLine *line)
{
    for (uint32_t i = 0; i < event->sender_count; i++) {
        if (writ_text_equal(event->senders[i].name, line->text->plain)) {
            WritDiag *diag = diag_error(checker->diags, DIAG_SENDER_TWICE, line->text->span,
                                        "the event names this source a second time");
            diag_label(diag, event->senders[i].span, "the first time");
            diag_hint(diag, "Keep one of the lines.");
            return false;
        }
    }
    if (event->sender_count == WRIT_SENDERS_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SENDER, line->text->span,
                                    "the event names too many sources");
        diag_hint(diag, "An event names at most %d.", WRIT_SENDERS_MAX);
        return false;
    }
    return true;
}

static bool read_counts(Checker *checker, const TreeDuration *tree, int64_t *ms)
{
    if (!check_elapsed_ms(checker, tree, ms)) {
        return false;
    }
    if (*ms > 0 && *ms <= WRIT_SENT_MS_MAX) {
        return true;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_SENT_TIME, tree->span,
                                "sent times count for 1 second to 7 days");
    diag_hint(diag, "Deadlines that such a message could meet wait as long for it: write as little "
                    "as the source needs, for example \"10 minutes\".");
    return false;
}

static void read_sender(Checker *checker, Event *event, const TreeEventLine *line)
{
    int64_t counts_ms = 0;
    bool well = read_counts(checker, line->duration, &counts_ms);
    if (!is_sender_name(checker, line->text) || !is_new_sender(checker, event, line) || !well) {
        return;
    }
    if (event->senders == NULL) {
        event->senders = writ_arena_array(checker->arena, WRIT_SENDERS_MAX, sizeof *event->senders);
    }
    uint32_t at = event->sender_count++;
    while (at > 0 && writ_text_compare(line->text->plain, event->senders[at - 1].name) < 0) {
        event->senders[at] = event->senders[at - 1];
        at--;
    }
    event->senders[at] = (Sender){line->text->plain, line->text->span, counts_ms};
}

void check_event_addressing(Checker *checker, Symbol *symbol)
{
    Event *event = symbol->event;
    WritSpan kept = {0};
    for (const TreeEventLine *line = symbol->decl->event.lines.first; line != NULL;
         line = line->next) {
        switch (line->kind) {
        case TREE_EVENT_FIELD:
            break;
        case TREE_EVENT_FOR_CASE_WITH:
            read_addressing(checker, event, line, WRIT_FOR_CASE_WITH);
            break;
        case TREE_EVENT_FOR_LONGEST:
            read_addressing(checker, event, line, WRIT_FOR_LONGEST);
            break;
        case TREE_EVENT_FOR_ALL:
            read_addressing(checker, event, line, WRIT_FOR_ALL);
            break;
        case TREE_EVENT_EARLY_KEPT:
            if (kept.start != 0) {
                check_tell_line_twice(checker, line->span, kept, "early ones are kept");
            }
            kept = line->span;
            (void)check_duration(checker, line->duration, &event->kept_count, &event->kept_unit);
            break;
        case TREE_EVENT_SENT_TIMES:
            read_sender(checker, event, line);
            break;
        }
    }
}
