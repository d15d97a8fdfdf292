// Duties of a step by its act: a person's step needs more than a call, a call more than a `set`.
#include "check/duties.h"

#include <assert.h>

#include "check/names.h"
#include "check/own_calendars.h"

static bool is_human(const Step *step)
{
    return step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE;
}

static const char *act_words(WritAct act)
{
    switch (act) {
    case WRIT_ACT_DO:
        return "a step that somebody does";
    case WRIT_ACT_APPROVE:
        return "a step that somebody approves";
    case WRIT_ACT_CALL:
        return "a step that calls a hook";
    case WRIT_ACT_DECIDE:
        return "a step that a table decides";
    case WRIT_ACT_WAIT:
        return "a step that waits for an event";
    case WRIT_ACT_ACTIONS:
        return "a step that is done at once";
    }
    WRIT_UNREACHABLE();
}

// --- Which lines go with which act ----------------------------------------------------------

static bool goes_with(WritAct act, TreeStepLineKind kind)
{
    bool human = act == WRIT_ACT_DO || act == WRIT_ACT_APPROVE;
    switch (kind) {
    case TREE_STEP_BY:
    case TREE_STEP_NEVER_BY:
    case TREE_STEP_SUBSTITUTES:
    case TREE_STEP_NO_SUBSTITUTES:
    case TREE_STEP_NOBODY:
    case TREE_STEP_SHOWS:
    case TREE_STEP_FILL:
    case TREE_STEP_OUTCOMES:
    case TREE_STEP_NEEDS:
    case TREE_STEP_UNDO_WITH:
    case TREE_STEP_CANNOT_BE_UNDONE:
        return human;
    case TREE_STEP_ON:
        return human || act == WRIT_ACT_CALL;
    case TREE_STEP_ON_NO_ANSWER:
        return act == WRIT_ACT_CALL;
    case TREE_STEP_IF_LATER:
        return act == WRIT_ACT_APPROVE;
    case TREE_STEP_TIMING:
        return human || act == WRIT_ACT_CALL || act == WRIT_ACT_WAIT;
    case TREE_STEP_META:
    case TREE_STEP_ACT:
    case TREE_STEP_TWO_PEOPLE:
    case TREE_STEP_POWERS:
    case TREE_STEP_MARK:
    case TREE_STEP_TAGGED:
    case TREE_STEP_ONLY_IF:
        return true;
    }
    WRIT_UNREACHABLE();
}

static const char *why_not(const Step *step, const TreeStepLine *line)
{
    if (line->kind == TREE_STEP_OUTCOMES && step->act == WRIT_ACT_CALL) {
        return "Its hook says which outcomes there are.";
    }
    if ((line->kind == TREE_STEP_UNDO_WITH || line->kind == TREE_STEP_CANNOT_BE_UNDONE) &&
        step->act == WRIT_ACT_CALL) {
        return "Its hook says how it is undone.";
    }
    if (line->kind == TREE_STEP_ON || line->kind == TREE_STEP_OUTCOMES) {
        return "It has no outcomes: the next step follows.";
    }
    if (line->kind == TREE_STEP_TIMING) {
        return "Nothing waits in it.";
    }
    return line->kind == TREE_STEP_ON_NO_ANSWER ? "Only a call can stay without an answer."
           : line->kind == TREE_STEP_IF_LATER   ? "It asks for no approval of anything."
                                                : "No person acts in it.";
}

static bool has_only_fitting_lines(StepReading *reading)
{
    const Step *step = reading->step;
    bool fitting = true;
    for (const TreeStepLine *line = reading->tree->lines.first; line != NULL; line = line->next) {
        if (!goes_with(step->act, line->kind)) {
            WritDiag *diag = diag_error(reading->scope->checker->diags, DIAG_STEP_LINE, line->span,
                                        "%s has no such line", act_words(step->act));
            if (reading->act != NULL) {
                diag_label(diag, reading->act->span, "what the step does");
            }
            diag_reason(diag, "%s", why_not(step, line));
            diag_hint(diag, "Remove the line, or move it to the step that it belongs to.");
            fitting = false;
        }
    }
    return fitting;
}

// --- Outcomes -------------------------------------------------------------------------------

static void add_handler(Step *step, const TreeName *name, WritText text, WritSpan span)
{
    step->handlers[step->handler_count++] = (Handler){
        .outcome = text,
        .name = name == NULL ? 0 : name->name,
        .span = span,
    };
}

static Handler *handler_of(const NameTable *handlers, WritName name)
{
    return check_names_find(handlers, name);
}

static void list_outcomes(StepReading *reading, NameTable *handlers)
{
    Checker *checker = reading->scope->checker;
    Step *step = reading->step;
    const Hook *hook = step->hook;
    const TreeStepLine *line = reading->once[TREE_STEP_OUTCOMES];
    uint32_t count = hook != NULL ? hook->outcome_count : line != NULL ? line->names.count : 0;
    step->handlers = writ_arena_array(checker->arena, count, sizeof(Handler));
    for (uint32_t i = 0; hook != NULL && i < hook->outcome_count; i++) {
        add_handler(step, NULL, hook->outcomes[i].text, hook->outcomes[i].span);
        step->handlers[i].name = hook->outcomes[i].name;
        (void)check_names_put(handlers, checker->arena, hook->outcomes[i].name, &step->handlers[i]);
    }
    const TreeName *name = hook == NULL && line != NULL ? line->names.first : NULL;
    for (; name != NULL; name = name->next) {
        const Handler *before = handler_of(handlers, name->name);
        if (before != NULL) {
            WritDiag *diag = diag_error(checker->diags, DIAG_VALUE_TWICE, name->span,
                                        "\"%.*s\" stands here twice", WRIT_TEXT_ARGS(name->text));
            diag_label(diag, before->span, "the first time");
            diag_hint(diag, "Remove one of the two.");
            continue;
        }
        add_handler(step, name, name->text, name->span);
        (void)check_names_put(handlers, checker->arena, name->name,
                              &step->handlers[step->handler_count - 1]);
    }
}

static ActionScope action_scope(StepReading *reading, ActionPlace place, WritSpan span)
{
    const Step *step = reading->step;
    return (ActionScope){
        .scope = reading->scope,
        .place = place,
        .node = reading->node,
        .message =
            {
                .task = true,
                .due = reading->timing.deadline != NULL,
                .assignee = is_human(step) && place != ACTIONS_STEP_NOBODY,
            },
        .span = span,
    };
}

static void tell_unknown_outcome(StepReading *reading, const TreeName *name)
{
    const Step *step = reading->step;
    WritDiag *diag = diag_error(reading->scope->checker->diags, DIAG_OUTCOME_UNKNOWN, name->span,
                                "the step has no outcome \"%.*s\"", WRIT_TEXT_ARGS(name->text));
    Similar similar = check_similar(name->text);
    for (uint32_t i = 0; i < step->handler_count; i++) {
        check_similar_try(&similar, step->handlers[i].outcome);
        if (i == 0) {
            diag_label(diag, step->handlers[i].span, "its outcomes");
        }
    }
    if (similar.best.length > 0) {
        check_similar_hint(&similar, diag);
    } else {
        diag_hint(diag, "Name one of its outcomes, or remove the line.");
    }
}

static void read_handler(StepReading *reading, const NameTable *handlers, const TreeStepLine *line)
{
    Handler *handler = handler_of(handlers, line->name->name);
    if (handler == NULL) {
        tell_unknown_outcome(reading, line->name);
        return;
    }
    if (handler->actions != NULL) {
        check_tell_line_twice(reading->scope->checker, line->span, handler->actions->span,
                              "on OUTCOME");
        return;
    }
    ActionScope scope = action_scope(reading, ACTIONS_OUTCOME, line->span);
    handler->actions = check_actions(&scope, &line->actions);
}

static void read_outcomes(StepReading *reading)
{
    NameTable handlers = {0};
    Step *step = reading->step;
    if (step->act == WRIT_ACT_CALL && step->hook == NULL) {
        return; // The hook is not known: told.
    }
    list_outcomes(reading, &handlers);
    for (const TreeStepLine *line = reading->tree->lines.first; line != NULL; line = line->next) {
        if (line->kind == TREE_STEP_ON) {
            read_handler(reading, &handlers, line);
        }
    }
    for (uint32_t i = 0; i < step->handler_count; i++) {
        if (step->handlers[i].actions == NULL) {
            WritDiag *diag = diag_error(
                reading->scope->checker->diags, DIAG_OUTCOME_OPEN, reading->node->span,
                "nothing says what follows when \"%.*s\" ends as \"%.*s\"",
                WRIT_TEXT_ARGS(reading->node->text), WRIT_TEXT_ARGS(step->handlers[i].outcome));
            diag_label(diag, step->handlers[i].span, "this outcome");
            diag_hint(diag, "Add a line \"on %.*s …\".", WRIT_TEXT_ARGS(step->handlers[i].outcome));
        }
    }
}

// --- Duties of each act -----------------------------------------------------------------------

static void tell_duty(StepReading *reading, DiagCode code, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(reading->scope->checker->diags, code, reading->node->span,
                                "the step \"%.*s\" %s", WRIT_TEXT_ARGS(reading->node->text), what);
    diag_hint(diag, "%s", hint);
}

static void check_nobody(StepReading *reading)
{
    const TreeStepLine *line = reading->once[TREE_STEP_NOBODY];
    if (line != NULL) {
        ActionScope scope = action_scope(reading, ACTIONS_STEP_NOBODY, line->span);
        reading->step->on_nobody = check_actions(&scope, &line->actions);
    } else if (reading->scope->process->on_nobody == NULL) {
        tell_duty(reading, DIAG_NOBODY, "does not say what happens when nobody may do it",
                  "Add \"if no permitted person is available …\" to the step or to the process.");
    }
}

enum { BARRED_MAX = 32 }; // Longer lists are not compared.

// `never by` that bars all whom `by` names leaves nobody.
static void check_barred(StepReading *reading)
{
    const Step *step = reading->step;
    if (step->performer.parties.count > BARRED_MAX || step->never.count > BARRED_MAX) {
        return;
    }
    for (uint32_t i = 0; i < step->performer.parties.count; i++) {
        bool barred = false;
        for (uint32_t k = 0; k < step->never.count; k++) {
            barred = barred ||
                     check_party_is_same(&step->performer.parties.items[i], &step->never.items[k]);
        }
        if (!barred) {
            return;
        }
    }
    if (step->performer.parties.count > 0) {
        WritDiag *diag =
            diag_error(reading->scope->checker->diags, DIAG_ALL_BARRED, step->never.items[0].span,
                       "this bars everybody who may do the step");
        diag_label(diag, step->performer.span, "who may do it");
        diag_hint(diag, "Bar a person or a smaller role.");
    }
}

static void check_human(StepReading *reading)
{
    if (!reading->step->performed) {
        tell_duty(reading, DIAG_NO_PERFORMER, "does not say who does it", "Add a line \"by …\".");
    }
    if (reading->timing.deadline == NULL && reading->timing.no_deadline == NULL) {
        tell_duty(reading, DIAG_NO_DEADLINE, "does not say until when",
                  "Add \"deadline 2 days\" with \"on overdue …\", or \"no deadline because …\".");
    }
    if (reading->once[TREE_STEP_OUTCOMES] == NULL) {
        tell_duty(reading, DIAG_NO_OUTCOMES, "does not say how it can end",
                  "Add \"outcomes …\" and a line \"on …\" for each.");
        return;
    }
    check_nobody(reading);
    check_barred(reading);
    read_outcomes(reading);
}

static void check_call_duties(StepReading *reading)
{
    const TreeStepLine *line = reading->once[TREE_STEP_ON_NO_ANSWER];
    if (line == NULL) {
        tell_duty(reading, DIAG_NO_ANSWER, "does not say what happens when the system is silent",
                  "Add a line \"on no answer …\".");
    } else {
        ActionScope scope = action_scope(reading, ACTIONS_NO_ANSWER, line->span);
        reading->step->on_no_answer = check_actions(&scope, &line->actions);
    }
    read_outcomes(reading);
}

static void check_wait_duties(StepReading *reading)
{
    if (reading->timing.deadline == NULL && reading->timing.no_deadline == NULL) {
        tell_duty(reading, DIAG_NO_DEADLINE, "may wait for ever",
                  "Add \"deadline 5 days\" with \"on overdue …\", or \"no deadline because …\".");
    }
}

void check_waiting(StepReading *reading)
{
    const Step *step = reading->step;
    const Event *event = step->event;
    Checker *checker = reading->scope->checker;
    if (!event->addressed) {
        WritDiag *diag = diag_error(checker->diags, DIAG_EVENT_ADDRESS, reading->act->path->span,
                                    "the event \"%.*s\" does not say for which case it is",
                                    WRIT_TEXT_ARGS(event->symbol->text));
        diag_label(diag, event->symbol->span, "declared here");
        diag_hint(diag, "Add \"for the case with FIELD\", \"for the longest waiting case\" or "
                        "\"for all cases waiting for it\" to the event.");
        return;
    }
    if (event->addressing != WRIT_FOR_CASE_WITH ||
        (step->condition != NULL && check_expr_is_unknown(step->condition))) {
        return;
    }
    for (uint32_t i = 0; i < event->key_count; i++) {
        bool matched = false;
        for (uint32_t k = 0; k < step->match_count; k++) {
            matched = matched || step->match_fields[k] == event->keys[i];
        }
        if (!matched) {
            WritText key = event->record->fields[event->keys[i]].text;
            WritDiag *diag =
                diag_error(checker->diags, DIAG_EVENT_KEY, reading->act->span,
                           "nothing says which \"%.*s\" this case waits for", WRIT_TEXT_ARGS(key));
            diag_label(diag, event->addressing_span, "the event finds its case by it");
            diag_hint(diag, "Add \"where event.%.*s = …\".", WRIT_TEXT_ARGS(key));
        }
    }
}

static void check_effect(StepReading *reading)
{
    if (reading->act == NULL && reading->step->marks.count == 0 &&
        reading->once[TREE_STEP_MARK] == NULL) {
        tell_duty(reading, DIAG_STEP_EMPTY, "does nothing",
                  "Say what happens: \"do\", \"ask approval of\", \"call\", \"decide\", \"wait "
                  "for\", \"notify\", \"set\" or \"mark\".");
    }
}

// Whose calendar the clock runs on where none is named (N7): that of one unit, of one person, or of
// whoever's turn it is.
static Owing owing_of(const Step *step)
{
    const Parties *parties = &step->performer.parties;
    if (!is_human(step) || !step->performed || parties->count == 0) {
        return OWING_NOBODY;
    }
    for (uint32_t i = 0; i < parties->count; i++) {
        const Party *party = &parties->items[i];
        const Expr *unit = party->unit, *first = parties->items[0].unit;
        if (party->kind != WRIT_PARTY_PERSON && unit == NULL) {
            return OWING_NO_UNIT;
        }
        bool same =
            unit != NULL && first != NULL && unit->place != 0 && unit->place == first->place;
        if (i > 0 && step->performer.kind == WRIT_PERFORMER_ANY && !same) {
            return OWING_SEVERAL;
        }
    }
    return OWING_ONE;
}

void check_duties(StepReading *reading)
{
    if (!has_only_fitting_lines(reading)) {
        return;
    }
    Scope *inner = reading->scope;
    inner->owing = owing_of(reading->step);
    inner->owed = NULL;
    switch (reading->step->act) {
    case WRIT_ACT_DO:
    case WRIT_ACT_APPROVE:
        check_human(reading);
        break;
    case WRIT_ACT_CALL:
        check_call_duties(reading);
        break;
    case WRIT_ACT_WAIT:
        check_wait_duties(reading);
        break;
    case WRIT_ACT_DECIDE:
    case WRIT_ACT_ACTIONS:
        check_effect(reading);
        break;
    }
    ActionScope scope = action_scope(reading, ACTIONS_STEP_OVERDUE, reading->node->span);
    Deadline *deadline = &reading->node->deadline;
    check_deadline(&scope, deadline, &reading->timing);
    if (inner->owed != NULL) {
        // Also where only a part of it counts: whose it was is then known of the clock.
        deadline->calendar = inner->owed;
        WritSpan span = deadline->kind == WRIT_DEADLINE_NONE ? reading->node->span : deadline->span;
        check_note_owed(inner->checker, &reading->step->performer.parties, span);
    }
    inner->owing = OWING_NOBODY;
    inner->owed = NULL;
}
