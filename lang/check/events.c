// How an event finds its case.
#include "check/builtins.h"
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
            : field->type != TYPE_UNKNOWN && !check_type_is_plain(checker, field->type)
                ? "a key is a single value"
                : NULL;
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
        }
    }
}
