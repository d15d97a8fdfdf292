// Messages, and the values that they get where they are used.
#include "check/builtins.h"
#include "check/data.h"
#include "check/names.h"
#include "check/outside.h"
#include "check/places.h"
#include "check/types.h"

typedef struct Reading {
    Checker *checker;
    Symbol *symbol;
    Message *message;
    Scope scope;
    uint32_t given_capacity;
    const TreeText *subject;
    const TreeText *text;
} Reading;

static void add_given(Reading *reading, const TreeParam *param)
{
    Checker *checker = reading->checker;
    Message *message = reading->message;
    if (check_given_word(checker, param, "message", &message->speaks_of_task,
                         &message->speaks_of_breach)) {
        return;
    }
    for (const Local *local = reading->scope.locals; local != NULL; local = local->outer) {
        if (local->name == param->name->name) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_FIELD_TWICE, param->name->span,
                           "\"%.*s\" is given twice", WRIT_TEXT_ARGS(param->name->text));
            diag_label(diag, local->span, "the first time");
            diag_hint(diag, "Remove one of the two.");
            return;
        }
    }
    if (message->given_count == WRIT_LOCALS_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TOO_MANY_VARIABLES, param->span,
                                    "a message is given at most %d values", (int)WRIT_LOCALS_MAX);
        diag_hint(diag, "Give it a record that has them.");
        return;
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %.*s", WRIT_TEXT_ARGS(message->name),
                       WRIT_TEXT_ARGS(param->name->text));
    checker->anonymous = check_scratch_text(checker);
    Given *given = &message->givens[message->given_count];
    *given = (Given){
        .name = param->name->name,
        .text = param->name->text,
        .span = param->name->span,
        .type = check_type_read(checker, reading->symbol->module, param->type, NULL),
    };
    Local *local = writ_arena_alloc(checker->arena, sizeof *local);
    *local = (Local){
        .name = given->name,
        .text = given->text,
        .span = given->span,
        .type = given->type,
        .place = check_place_root(checker, given->type, 0, NULL),
        .number = message->given_count++,
        .given = given,
        .outer = reading->scope.locals,
    };
    reading->scope.locals = local;
    reading->scope.local_count = message->given_count;
}

static void read_text(Reading *reading, const TreeText **seen, const TreeMessageLine *line,
                      const char *words)
{
    if (*seen != NULL) {
        check_tell_line_twice(reading->checker, line->span, (*seen)->span, words);
        return;
    }
    *seen = line->text;
}

static Expr *said(Reading *reading, const TreeText *text, const char *words)
{
    if (text != NULL) {
        return check_text(&reading->scope, text);
    }
    WritDiag *diag =
        diag_error(reading->checker->diags, DIAG_MESSAGE_LACKS, reading->symbol->span,
                   "the message \"%.*s\" has no %s", WRIT_TEXT_ARGS(reading->symbol->text), words);
    diag_hint(diag, "Add a line \"%s \"…\"\".", words);
    return check_expr_unknown(&reading->scope, reading->symbol->span);
}

void check_message(Checker *checker, Symbol *symbol)
{
    Message *message = symbol->message;
    Reading reading = {
        .checker = checker,
        .symbol = symbol,
        .message = message,
        .scope = {.checker = checker, .module = symbol->module, .message = message},
    };
    (void)check_plain_text(checker, symbol->decl->title);
    message->givens = writ_arena_array(checker->arena, WRIT_LOCALS_MAX, sizeof(Given));
    for (const TreeMessageLine *line = symbol->decl->message.lines.first; line != NULL;
         line = line->next) {
        switch (line->kind) {
        case TREE_MESSAGE_GIVEN:
            for (const TreeParam *param = line->params.first; param != NULL; param = param->next) {
                add_given(&reading, param);
            }
            break;
        case TREE_MESSAGE_SUBJECT:
            read_text(&reading, &reading.subject, line, "subject");
            break;
        case TREE_MESSAGE_TEXT:
            read_text(&reading, &reading.text, line, "text");
            break;
        }
    }
    message->subject = said(&reading, reading.subject, "subject");
    message->text = said(&reading, reading.text, "text");
}

// --- Where it is used ---------------------------------------------------------------------

static void tell_context(Scope *scope, const Message *message, WritSpan use, WritSpan spoken,
                         const char *what)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_MESSAGE_CONTEXT, use,
                                "the message \"%.*s\" speaks of %s, and here is none",
                                WRIT_TEXT_ARGS(message->symbol->text), what);
    diag_label(diag, spoken, "it speaks of it here");
    diag_hint(diag, "Use another message here, or leave that out of this one.");
}

static void check_context(Scope *scope, const Message *message, WritSpan use, MessagePlace place)
{
    if (message->speaks_of_assignee.start != 0 && !place.assignee && !place.any_step) {
        tell_context(scope, message, use, message->speaks_of_assignee, "whoever has the task");
    } else if (message->speaks_of_due.start != 0 && !place.due && !place.any_step) {
        tell_context(scope, message, use, message->speaks_of_due, "a deadline");
    } else if (message->speaks_of_task.start != 0 && !place.task && !place.any_step) {
        tell_context(scope, message, use, message->speaks_of_task, "a task");
    } else if (message->speaks_of_breach.start != 0 && !place.breach) {
        tell_context(scope, message, use, message->speaks_of_breach, "the breach of a rule");
    }
}

static Expr *find_given(Scope *scope, const Message *message, const Given *given, WritSpan use)
{
    Checker *checker = scope->checker;
    Slot *slot = check_names_find(&scope->process->slots, given->name);
    if (slot == NULL) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_MESSAGE_GIVEN, use,
                       "the message \"%.*s\" speaks of \"%.*s\", and nothing here is "
                       "called so",
                       WRIT_TEXT_ARGS(message->symbol->text), WRIT_TEXT_ARGS(given->text));
        diag_label(diag, given->span, "declared here");
        diag_hint(diag, "Use another message here, or give the same name to what it speaks of.");
        return check_expr_unknown(scope, use);
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "\"%.*s\" of the message", WRIT_TEXT_ARGS(given->text));
    Wanted wanted = {
        .type = given->type,
        .what = check_scratch_text(checker).data,
        .declared = given->span,
    };
    return check_fit(scope, check_expr_slot(scope, slot, use), wanted);
}

Exprs check_message_args(Scope *scope, const Message *message, WritSpan use, MessagePlace place)
{
    check_context(scope, message, use, place);
    Exprs args = {
        writ_arena_array(scope->checker->arena, message->given_count, sizeof(Expr *)),
        message->given_count,
    };
    for (uint32_t i = 0; i < message->given_count; i++) {
        args.items[i] = find_given(scope, message, &message->givens[i], use);
    }
    return args;
}

// --- Reminders ----------------------------------------------------------------------------

// Subject "Reminder: TITLE", text "Case NUMBER: TITLE has been open since INSTANT."
typedef struct ReminderWords {
    const char *name;
    WritContextWord title; // Of a case its number, and nothing more is said.
    WritContextWord since;
} ReminderWords;

static const ReminderWords REMINDERS[REMINDED_COUNT] = {
    [REMINDED_OF_TASK] = {"task_reminder", WRIT_CONTEXT_TASK_TITLE, WRIT_CONTEXT_TASK_SINCE},
    [REMINDED_OF_STAGE] = {"stage_reminder", WRIT_CONTEXT_STAGE_TITLE, WRIT_CONTEXT_STAGE_SINCE},
    [REMINDED_OF_CASE] = {"case_reminder", WRIT_CONTEXT_CASE_NUMBER, WRIT_CONTEXT_CASE_NUMBER},
    [REMINDED_OF_BREACH] = {"rule_report", WRIT_CONTEXT_BREACH_RULE, WRIT_CONTEXT_BREACH_SENTENCE},
};

static Expr *piece(Scope *scope, const char *text)
{
    WritValue value = {.kind = WRIT_VALUE_TEXT, .text = writ_text(text)};
    TypeId type = check_type_scalar(scope->checker, WRIT_TYPE_TEXT);
    return check_expr_constant(scope, type, (WritSpan){0}, value);
}

static Expr *word(Scope *scope, WritContextWord word)
{
    bool instant = word == WRIT_CONTEXT_TASK_SINCE || word == WRIT_CONTEXT_STAGE_SINCE;
    WritTypeKind kind = instant ? WRIT_TYPE_INSTANT : WRIT_TYPE_TEXT;
    Expr *expr = check_expr_new(scope, WRIT_OP_CONTEXT, check_type_scalar(scope->checker, kind),
                                (WritSpan){0});
    expr->number = (uint32_t)word;
    return expr;
}

static Expr *joined(Scope *scope, Expr *const *items, uint32_t count)
{
    Expr **kept = writ_arena_array(scope->checker->arena, count, sizeof(Expr *));
    for (uint32_t i = 0; i < count; i++) {
        kept[i] = items[i];
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_JOIN,
                                check_type_scalar(scope->checker, WRIT_TYPE_TEXT), (WritSpan){0});
    check_expr_items(expr, kept, count);
    return expr;
}

static void write_report(Scope *scope, Message *message, const ReminderWords *words)
{
    Expr *subject[] = {piece(scope, "Rule "), word(scope, words->title),
                       piece(scope, " was not kept in "), word(scope, WRIT_CONTEXT_BREACH_PROCESS)};
    Expr *text[] = {word(scope, words->since),
                    piece(scope, " Case "),
                    word(scope, WRIT_CONTEXT_BREACH_CASE),
                    piece(scope, ": "),
                    word(scope, WRIT_CONTEXT_BREACH_STEP),
                    piece(scope, ".")};
    message->subject = joined(scope, subject, 4);
    message->text = joined(scope, text, 6);
}

Message *check_reminder(Checker *checker, Reminded of)
{
    if (checker->reminders[of] != NULL) {
        return checker->reminders[of];
    }
    const ReminderWords *words = &REMINDERS[of];
    Scope scope = {.checker = checker};
    Message *message = writ_arena_alloc(checker->arena, sizeof *message);
    message->name = writ_text(words->name); // No module has a name without a dot.
    message->entry.order = message->name;
    if (of == REMINDED_OF_BREACH) {
        write_report(&scope, message, words);
    } else if (of == REMINDED_OF_CASE) {
        Expr *subject[] = {piece(&scope, "Reminder: case "), word(&scope, words->title)};
        Expr *text[] = {piece(&scope, "Case "), word(&scope, words->title),
                        piece(&scope, " is still open.")};
        message->subject = joined(&scope, subject, 2);
        message->text = joined(&scope, text, 3);
    } else {
        Expr *subject[] = {piece(&scope, "Reminder: "), word(&scope, words->title)};
        Expr *text[] = {piece(&scope, "Case "),
                        word(&scope, WRIT_CONTEXT_CASE_NUMBER),
                        piece(&scope, ": "),
                        word(&scope, words->title),
                        piece(&scope, " has been open since "),
                        word(&scope, words->since),
                        piece(&scope, ".")};
        message->subject = joined(&scope, subject, 2);
        message->text = joined(&scope, text, 7);
    }
    checker->reminders[of] = message;
    return message;
}
