// The lines of a process: each once, then the parts in an order in which one can use the other.
#include "check/process.h"

#include <assert.h>

#include "check/accesses.h"
#include "check/builtins.h"
#include "check/data.h"
#include "check/flow.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/places.h"
#include "check/rules.h"
#include "check/recurring.h"
#include "check/schedules.h"
#include "check/types.h"
#include "check/wording.h"

typedef struct Reading {
    Scope scope;
    Checker *checker;
    Symbol *symbol;
    Process *process;
    const TreeProcess *tree;
    const TreeProcessLine *once[TREE_PROCESS_NOBODY + 1]; // By kind: lines that stand once.
    TimingLines timing;
    uint32_t happens_count;
} Reading;

// --- Sorting lines --------------------------------------------------------------------------

// The words of a line that stands once; NULL for the others.
static const char *once_words(TreeProcessLineKind kind)
{
    switch (kind) {
    case TREE_PROCESS_OWNER:
        return "process owner";
    case TREE_PROCESS_STARTS:
        return "starts";
    case TREE_PROCESS_ONE_OPEN_CASE:
        return "one open case per";
    case TREE_PROCESS_ENDS_AS:
        return "ends as";
    case TREE_PROCESS_CANCELLATION:
        return "cancellation";
    case TREE_PROCESS_NOBODY:
        return "if no permitted person is available";
    case TREE_PROCESS_META:
    case TREE_PROCESS_POWERS:
    case TREE_PROCESS_STARTS_WITH:
    case TREE_PROCESS_STORES:
    case TREE_PROCESS_TIMING:
    case TREE_PROCESS_HAPPENS:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

static void sort_line(Reading *reading, const TreeProcessLine *line)
{
    Checker *checker = reading->checker;
    const char *words = once_words(line->kind);
    if (words != NULL) {
        const TreeProcessLine **seen = &reading->once[line->kind];
        if (*seen != NULL) {
            check_tell_line_twice(checker, line->span, (*seen)->span, words);
            return;
        }
        *seen = line;
    } else if (line->kind == TREE_PROCESS_META) {
        check_meta(checker, line->meta);
    } else if (line->kind == TREE_PROCESS_POWERS) {
        (void)check_later(checker, LATER_POWERS, line->span);
    } else if (line->kind == TREE_PROCESS_TIMING) {
        check_timing_line(checker, &reading->timing, line->timing);
    } else if (line->kind == TREE_PROCESS_HAPPENS) {
        reading->happens_count++;
    }
}

static void tell_lacks(Reading *reading, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_PROCESS_LACKS, reading->symbol->span,
                                "the process \"%.*s\" does not say %s",
                                WRIT_TEXT_ARGS(reading->symbol->text), what);
    diag_hint(diag, "%s", hint);
}

static void check_said(Reading *reading)
{
    if (reading->once[TREE_PROCESS_OWNER] == NULL) {
        tell_lacks(reading, "who answers for it", "Add a line \"process owner ROLE\".");
    }
    if (reading->once[TREE_PROCESS_STARTS] == NULL) {
        tell_lacks(reading, "what starts it",
                   "Add \"starts on event EVENT\", \"starts on request by ROLE\" or \"starts "
                   "every …\".");
    }
    if (reading->once[TREE_PROCESS_ENDS_AS] == NULL) {
        tell_lacks(reading, "how it can end", "Add a line \"ends as …\" with its outcomes.");
    }
    if (reading->timing.deadline == NULL && reading->timing.no_deadline == NULL) {
        tell_lacks(reading, "until when a case is done",
                   "Add \"deadline 30 days\" with \"on overdue …\", or \"no deadline because …\".");
    }
}

// --- Data -----------------------------------------------------------------------------------

static TypeId slot_type(Reading *reading, const TreeParam *param)
{
    Checker *checker = reading->checker;
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %.*s", WRIT_TEXT_ARGS(reading->symbol->qualified),
                       WRIT_TEXT_ARGS(param->name->text));
    checker->anonymous = check_scratch_text(checker);
    return check_type_read(checker, reading->symbol->module, param->type, NULL);
}

static void read_parameters(Reading *reading)
{
    for (const TreeProcessLine *line = reading->tree->lines.first; line != NULL;
         line = line->next) {
        const TreeParam *param = line->kind == TREE_PROCESS_STARTS_WITH ? line->params.first : NULL;
        for (; param != NULL; param = param->next) {
            (void)check_slot_new(&reading->scope, reading->process->root, param->name,
                                 WRIT_SLOT_PARAMETER, slot_type(reading, param));
        }
    }
}

// A value at start may speak of what the case starts with and of what is stored before it.
static void read_stored(Reading *reading)
{
    Scope *scope = &reading->scope;
    for (const TreeProcessLine *line = reading->tree->lines.first; line != NULL;
         line = line->next) {
        if (line->kind != TREE_PROCESS_STORES) {
            continue;
        }
        TypeId type = slot_type(reading, line->param);
        writ_buffer_clear(reading->checker->scratch);
        writ_buffer_format(reading->checker->scratch, "\"%.*s\"",
                           WRIT_TEXT_ARGS(line->param->name->text));
        Wanted wanted = {
            .type = type,
            .what = check_scratch_text(reading->checker).data,
            .declared = line->param->span,
        };
        Expr *at_start =
            line->at_start == NULL ? NULL : check_expr_as(scope, line->at_start, wanted);
        Slot *slot = check_slot_new(scope, reading->process->root, line->param->name,
                                    WRIT_SLOT_STORED, type);
        if (slot != NULL) {
            slot->at_start = at_start;
        }
    }
}

static void read_outcomes(Reading *reading)
{
    Process *process = reading->process;
    const TreeProcessLine *line = reading->once[TREE_PROCESS_ENDS_AS];
    if (line == NULL) {
        return;
    }
    process->outcomes =
        writ_arena_array(reading->checker->arena, line->names.count, sizeof(Outcome));
    for (const TreeName *name = line->names.first; name != NULL; name = name->next) {
        const Outcome *before = check_names_find(&process->by_outcome, name->name);
        if (before != NULL) {
            WritDiag *diag = diag_error(reading->checker->diags, DIAG_VALUE_TWICE, name->span,
                                        "\"%.*s\" stands here twice", WRIT_TEXT_ARGS(name->text));
            diag_label(diag, before->span, "the first time");
            diag_hint(diag, "Remove one of the two.");
            continue;
        }
        Outcome *outcome = &process->outcomes[process->outcome_count];
        *outcome = (Outcome){
            .name = name->name,
            .text = name->text,
            .span = name->span,
            .index = process->outcome_count++,
        };
        (void)check_names_put(&process->by_outcome, reading->checker->arena, name->name, outcome);
    }
}

// --- Owner, start, one open case ------------------------------------------------------------

static void read_owner(Reading *reading)
{
    const TreeProcessLine *line = reading->once[TREE_PROCESS_OWNER];
    if (line != NULL) {
        reading->process->owned =
            check_party(&reading->scope, line->party, PARTY_NO_OWNER, &reading->process->owner);
    }
}

static void check_event_brings(Reading *reading, const Event *event, const TreeStart *start)
{
    Checker *checker = reading->checker;
    for (const Slot *slot = reading->process->root->slots; slot != NULL; slot = slot->next) {
        if (slot->kind != WRIT_SLOT_PARAMETER || slot->type == TYPE_UNKNOWN) {
            continue;
        }
        const Field *field = check_names_find(&event->record->by_name, slot->name);
        if (field != NULL && (field->type == TYPE_UNKNOWN || field->type == slot->type ||
                              check_type_optional(checker, field->type) == slot->type)) {
            continue;
        }
        WritDiag *diag = diag_error(checker->diags, DIAG_START_DATA, start->span,
                                    "the event \"%.*s\" does not bring \"%.*s\" of type %s",
                                    WRIT_TEXT_ARGS(event->symbol->text), WRIT_TEXT_ARGS(slot->text),
                                    check_type_text(checker, slot->type));
        diag_label(diag, slot->span, "the case starts with it");
        diag_label(diag, field != NULL ? field->span : event->symbol->span, "%s",
                   field != NULL ? "the event has this" : "the event");
        diag_hint(diag, "Give the event a field of that name and type.");
    }
}

// There is no case yet: the condition knows the event alone.
static void read_start_condition(Reading *reading, const TreeStart *start)
{
    const Event *event = reading->process->start_event;
    if (event == NULL) {
        return;
    }
    Scope scope = {.checker = reading->checker, .module = reading->symbol->module, .event = event};
    scope.event_place = check_place_root(reading->checker, event->record->type, 0, NULL);
    reading->process->start_where = check_condition(&scope, start->where);
}

static void read_start(Reading *reading)
{
    Checker *checker = reading->checker;
    Process *process = reading->process;
    const TreeProcessLine *line = reading->once[TREE_PROCESS_STARTS];
    if (line == NULL) {
        return;
    }
    const TreeStart *start = line->start;
    switch (start->kind) {
    case TREE_START_EVENT: {
        process->start = WRIT_START_ON_EVENT;
        const Symbol *symbol =
            check_find(checker, reading->symbol->module, start->path, SYMBOL_EVENT);
        if (symbol != NULL) {
            process->start_event = symbol->event;
            check_event_brings(reading, symbol->event, start);
        }
        if (start->where != NULL) {
            read_start_condition(reading, start);
        }
        return;
    }
    case TREE_START_REQUEST:
        process->start = WRIT_START_ON_REQUEST;
        process->start_parties = check_parties(&reading->scope, &start->parties, PARTY_ROLES);
        return;
    case TREE_START_MONTH_DAY:
    case TREE_START_MONTH_LAST_DAY:
    case TREE_START_WEEK:
    case TREE_START_DAY:
    case TREE_START_RRULE:
        check_schedule(&reading->scope, start);
        return;
    }
    WRIT_UNREACHABLE();
}

static bool holds_at_start(const Checker *checker, const Expr *expr)
{
    PlaceId root = expr->place == 0 ? 0 : check_place_root_of(checker, expr->place);
    const Slot *slot = checker->places.nodes[root].slot;
    return slot != NULL && (slot->kind == WRIT_SLOT_PARAMETER ||
                            (slot->kind == WRIT_SLOT_STORED && slot->at_start != NULL));
}

static void read_key(Reading *reading, const TreePath *path)
{
    Checker *checker = reading->checker;
    Exprs *keys = &reading->process->keys;
    Expr *expr = check_require(&reading->scope, check_path(&reading->scope, path, TYPE_ANY));
    if (check_expr_is_unknown(expr)) {
        return;
    }
    if (!holds_at_start(checker, expr)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_KEY, path->span,
                                    "a key is known when the case starts, and this is not");
        diag_hint(diag, "Name a part of what the case starts with, or of what it \"stores …, at "
                        "start …\".");
        return;
    }
    if (check_type_is(checker, expr->type, WRIT_TYPE_DOCUMENT)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_KEY, path->span,
                                    "a key is a single value, and this is a document");
        diag_hint(diag, "Name its hash: write \".hash\" behind it.");
        return;
    }
    if (!check_type_is_key(checker, expr->type)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_KEY, path->span,
                                    "a key is a single value, and this has parts");
        diag_hint(diag, "Name for example its number.");
        return;
    }
    keys->items[keys->count++] = expr;
}

static void read_one_open_case(Reading *reading)
{
    Process *process = reading->process;
    const TreeProcessLine *line = reading->once[TREE_PROCESS_ONE_OPEN_CASE];
    process->second = WRIT_SECOND_ALLOWED;
    if (line == NULL) {
        return;
    }
    process->second = line->second == TREE_SECOND_JOINED ? WRIT_SECOND_JOINED : WRIT_SECOND_REFUSED;
    process->second_span = line->span;
    process->keys.items =
        writ_arena_array(reading->checker->arena, line->paths.count, sizeof(Expr *));
    process->keys_text = check_wording_paths(reading->checker, &line->paths);
    for (const TreePath *path = line->paths.first; path != NULL; path = path->next) {
        read_key(reading, path);
    }
}

// --- Nobody, cancellation, happens ------------------------------------------------------------

static ActionScope action_scope(Reading *reading, ActionPlace place, WritSpan span)
{
    return (ActionScope){
        .scope = &reading->scope,
        .place = place,
        .node = reading->process->root,
        .span = span,
    };
}

static void read_nobody(Reading *reading)
{
    const TreeProcessLine *line = reading->once[TREE_PROCESS_NOBODY];
    if (line != NULL) {
        ActionScope scope = action_scope(reading, ACTIONS_PROCESS_NOBODY, line->span);
        scope.message = (MessagePlace){.task = true, .due = true};
        reading->process->on_nobody = check_actions(&scope, &line->actions);
    }
}

typedef struct CancellationLines {
    const TreeCancellationLine *once[TREE_CANCELLATION_ACTIONS + 1];
} CancellationLines;

static CancellationLines sort_cancellation(Reading *reading, const TreeCancellation *tree)
{
    static const char *const WORDS[] = {
        [TREE_CANCELLATION_BY] = "by",
        [TREE_CANCELLATION_ONLY_BEFORE] = "allowed only before",
        [TREE_CANCELLATION_MARK] = "mark",
        [TREE_CANCELLATION_ACTIONS] = "on cancellation",
    };
    CancellationLines lines = {0};
    for (const TreeCancellationLine *line = tree->lines.first; line != NULL; line = line->next) {
        if (lines.once[line->kind] != NULL) {
            check_tell_line_twice(reading->checker, line->span, lines.once[line->kind]->span,
                                  WORDS[line->kind]);
        } else {
            lines.once[line->kind] = line;
        }
    }
    return lines;
}

static void tell_cancellation(Reading *reading, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_CANCELLATION,
                                reading->once[TREE_PROCESS_CANCELLATION]->span,
                                "the cancellation does not say %s", what);
    diag_hint(diag, "%s", hint);
}

static void read_cancellation(Reading *reading)
{
    if (reading->once[TREE_PROCESS_CANCELLATION] == NULL) {
        return;
    }
    Scope *scope = &reading->scope;
    Cancellation *cancellation = &reading->process->cancellation;
    const TreeCancellation *tree = reading->once[TREE_PROCESS_CANCELLATION]->cancellation;
    CancellationLines lines = sort_cancellation(reading, tree);
    const TreeCancellationLine *const *once = lines.once;
    cancellation->allowed = true;
    cancellation->span = tree->span;
    cancellation->title = check_plain_text(reading->checker, tree->title);
    if (once[TREE_CANCELLATION_BY] != NULL) {
        cancellation->performer = check_performer(scope, once[TREE_CANCELLATION_BY]->performer);
    } else {
        tell_cancellation(reading, "who may cancel", "Add a line \"by …\".");
    }
    if (once[TREE_CANCELLATION_ONLY_BEFORE] != NULL) {
        cancellation->only_before =
            check_find_name(reading->checker, scope->module,
                            once[TREE_CANCELLATION_ONLY_BEFORE]->name, SYMBOL_MILESTONE);
    }
    if (once[TREE_CANCELLATION_MARK] != NULL) {
        cancellation->marks = check_marks(scope, &once[TREE_CANCELLATION_MARK]->names);
    }
    if (once[TREE_CANCELLATION_ACTIONS] != NULL) {
        ActionScope actions =
            action_scope(reading, ACTIONS_CANCELLATION, once[TREE_CANCELLATION_ACTIONS]->span);
        cancellation->actions = check_actions(&actions, &once[TREE_CANCELLATION_ACTIONS]->actions);
    } else {
        tell_cancellation(reading, "what happens then", "Add a line \"on cancellation …\".");
    }
}

// An event that interrupts finds its case as a second start would: by `one open case per`.
static void check_happens_keys(Reading *reading, const Happens *happens)
{
    Checker *checker = reading->checker;
    const Event *event = happens->event;
    const Exprs *keys = &reading->process->keys;
    if (!event->addressed || event->addressing != WRIT_FOR_CASE_WITH) {
        WritDiag *diag = diag_error(checker->diags, DIAG_EVENT_ADDRESS, happens->span,
                                    "the event \"%.*s\" does not say for which one case it is",
                                    WRIT_TEXT_ARGS(event->symbol->text));
        diag_label(diag, event->addressed ? event->addressing_span : event->symbol->span,
                   "declared here");
        diag_hint(diag, "Add \"for the case with FIELD\" to the event: nothing waits for what "
                        "interrupts.");
        return;
    }
    bool fits = event->key_count == keys->count;
    for (uint32_t i = 0; fits && i < keys->count; i++) {
        TypeId type = event->record->fields[event->keys[i]].type;
        fits = type == TYPE_UNKNOWN || type == keys->items[i]->type;
    }
    if (!fits) {
        WritDiag *diag = diag_error(checker->diags, DIAG_EVENT_KEY, happens->span,
                                    "the event \"%.*s\" does not find a case of this process",
                                    WRIT_TEXT_ARGS(event->symbol->text));
        diag_label(diag, event->addressing_span, "the event finds its case by this");
        if (reading->once[TREE_PROCESS_ONE_OPEN_CASE] != NULL) {
            diag_label(diag, reading->once[TREE_PROCESS_ONE_OPEN_CASE]->span,
                       "a case of the process is known by this");
        }
        diag_hint(diag, "Let \"for the case with\" and \"one open case per\" name as many fields "
                        "of the same types.");
    }
}

static void read_happens_stages(Reading *reading, Happens *happens, const TreeHappens *tree)
{
    happens->stages = writ_arena_array(reading->checker->arena, tree->stages.count, sizeof(Node *));
    for (const TreeName *name = tree->stages.first; name != NULL; name = name->next) {
        Node *stage = check_stage_named(&reading->scope, name);
        if (stage != NULL) {
            happens->stages[happens->stage_count++] = stage;
        }
    }
}

static void read_happens(Reading *reading, const TreeHappens *tree)
{
    Checker *checker = reading->checker;
    Happens *happens = &reading->process->happens[reading->process->happens_count];
    const Symbol *symbol = check_find(checker, reading->symbol->module, tree->event, SYMBOL_EVENT);
    if (symbol == NULL) {
        return;
    }
    reading->process->happens_count++;
    happens->span = tree->span;
    happens->event = symbol->event;
    happens->stops_work = tree->stops;
    check_happens_keys(reading, happens);
    read_happens_stages(reading, happens, tree);
    if (tree->where != NULL) {
        Scope scope = reading->scope;
        scope.event = happens->event;
        scope.event_place = check_place_root(checker, happens->event->record->type, 0, NULL);
        happens->where = check_condition(&scope, tree->where);
    }
    ActionScope actions = action_scope(
        reading, tree->stops ? ACTIONS_HAPPENS_STOP : ACTIONS_HAPPENS_GO_ON, tree->span);
    happens->actions = check_actions(&actions, &tree->actions);
}

static void read_all_happens(Reading *reading)
{
    reading->process->happens =
        writ_arena_array(reading->checker->arena, reading->happens_count, sizeof(Happens));
    for (const TreeProcessLine *line = reading->tree->lines.first; line != NULL;
         line = line->next) {
        if (line->kind == TREE_PROCESS_HAPPENS) {
            read_happens(reading, line->happens);
        }
    }
}

// --- The whole ------------------------------------------------------------------------------

static void start(Reading *reading)
{
    Checker *checker = reading->checker;
    Symbol *symbol = reading->symbol;
    Process *process = writ_arena_alloc(checker->arena, sizeof *process);
    process->symbol = symbol;
    process->name = symbol->qualified;
    process->title = check_plain_text(checker, symbol->decl->title);
    process->span = symbol->span;
    process->root = writ_arena_alloc(checker->arena, sizeof(Node));
    process->root->kind = WRIT_NODE_PROCESS;
    process->root->name = symbol->name;
    process->root->text = symbol->text;
    process->root->title = process->title;
    process->root->span = symbol->span;
    process->root->began_fact = FACT_NONE;
    process->node_count = 1;
    symbol->process = process;
    reading->process = process;
    reading->tree = &symbol->decl->process;
    reading->scope = (Scope){.checker = checker, .module = symbol->module, .process = process};
}

static void read_head(Reading *reading)
{
    read_owner(reading);
    read_start(reading);
    read_one_open_case(reading);
    read_nobody(reading);
    ActionScope actions = action_scope(reading, ACTIONS_PROCESS_OVERDUE, reading->symbol->span);
    check_deadline(&actions, &reading->process->root->deadline, &reading->timing);
    if (reading->once[TREE_PROCESS_STARTS] != NULL) {
        check_next_start(&reading->scope, reading->once[TREE_PROCESS_STARTS]->start);
    }
    read_cancellation(reading);
    read_all_happens(reading);
}

void check_process(Checker *checker, Symbol *symbol)
{
    Reading reading = {.checker = checker, .symbol = symbol};
    uint32_t errors = writ_diags_error_count(checker->diags);
    start(&reading);
    for (const TreeProcessLine *line = reading.tree->lines.first; line != NULL; line = line->next) {
        sort_line(&reading, line);
    }
    check_said(&reading);
    read_outcomes(&reading);
    read_parameters(&reading);
    check_uses_calendar(&reading.scope, reading.process->root, reading.timing.calendar);
    read_stored(&reading);
    check_outline(&reading.scope);
    read_head(&reading);
    check_stages(&reading.scope);
    if (writ_diags_error_count(checker->diags) == errors) {
        check_rules(&reading.scope);
    }
    check_bindings(&reading.scope);
    reading.process->broken = writ_diags_error_count(checker->diags) != errors;
    if (!reading.process->broken) {
        check_list_accesses(checker, reading.process);
        check_flow(checker, reading.process);
        check_rule_verdicts(reading.process);
        check_races(checker, reading.process);
        check_approvals(checker, reading.process);
        check_circles(checker, reading.process);
        check_loops(checker, reading.process);
        check_pauses(checker, reading.process);
        check_lasting(checker, reading.process);
        check_endings(checker, reading.process);
        check_runs(checker, reading.process);
    }
}
