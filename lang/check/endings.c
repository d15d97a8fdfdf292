// What people are told when a case ends: a message that speaks of another end than the one that
// follows, as when somebody who is refused is told that the request has lapsed.
#include "check/all_actions.h"
#include "check/process.h"
#include "check/runs.h"

#include <string.h>

typedef struct Ending {
    Checker *checker;
    Process *process;
} Ending;

// Whether `word` stands in `name` between underscores or at its ends.
static bool has_word(WritText name, WritText word)
{
    for (size_t i = 0; i + word.length <= name.length; i++) {
        bool begins = i == 0 || name.data[i - 1] == '_';
        size_t end = i + word.length;
        bool ends = end == name.length || name.data[end] == '_';
        if (begins && ends && memcmp(name.data + i, word.data, word.length) == 0) {
            return true;
        }
    }
    return false;
}

// The other outcome that the message is named after; NULL when there is none.
static const Outcome *spoken_of(const Process *process, WritText message, const Outcome *end)
{
    const Outcome *found = NULL;
    for (uint32_t i = 0; i < process->outcome_count; i++) {
        const Outcome *other = &process->outcomes[i];
        if (!has_word(message, other->text)) {
            continue;
        }
        if (other == end || has_word(end->text, other->text)) {
            return NULL;
        }
        found = other;
    }
    return found;
}

static void check_ending(void *self, const Node *node, const Actions *actions)
{
    (void)node;
    const Ending *ending = self;
    const Action *last = actions->last;
    if (last == NULL || last->kind != WRIT_ACTION_END_CASE) {
        return;
    }
    const Outcome *end = &ending->process->outcomes[last->outcome];
    for (const Action *action = actions->first; action != last; action = action->next) {
        if (action->kind != WRIT_ACTION_NOTIFY || action->message == NULL ||
            action->message->symbol == NULL) {
            continue;
        }
        WritText message = action->message->symbol->text;
        const Outcome *other = spoken_of(ending->process, message, end);
        if (other != NULL) {
            WritDiag *diag = diag_warning(
                ending->checker->diags, DIAG_OTHER_END, action->span,
                "the case ends as \"%.*s\", and the message \"%.*s\" speaks of \"%.*s\"",
                WRIT_TEXT_ARGS(end->text), WRIT_TEXT_ARGS(message), WRIT_TEXT_ARGS(other->text));
            diag_label(diag, last->span, "ends so");
            diag_hint(diag, "Send another message, or give this one a name that fits both.");
            check_run_ask(ending->checker, ending->process, DIAG_OTHER_END, action->span,
                          (RunTarget){
                              .place = RUN_TO_ACTION,
                              .action = last,
                              .sent = action,
                              .without = FACT_NONE,
                          });
        }
    }
}

void check_endings(Checker *checker, Process *process)
{
    Ending ending = {checker, process};
    check_all_actions(process, check_ending, &ending);
}
