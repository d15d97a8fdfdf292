// What a path means: a variable and its fields, a word of the context, or the name of a value.
#include <assert.h>
#include <string.h>

#include "check/builtins.h"
#include "check/exprs.h"
#include "check/names.h"
#include "check/places.h"
#include "check/types.h"

// --- Variables ----------------------------------------------------------------------------

static Expr *local_value(Scope *scope, const Local *local, WritSpan span)
{
    Expr *expr = check_expr_new(scope, WRIT_OP_LOCAL, local->type, span);
    expr->number = local->number;
    expr->place = local->place;
    if (check_type_is(scope->checker, local->type, WRIT_TYPE_MONEY)) {
        expr->currency.code = check_type(scope->checker, local->type)->currency;
    }
    return expr;
}

static Expr *self_value(Scope *scope, WritSpan span)
{
    WritOperation operation = scope->self_is_input ? WRIT_OP_LOCAL : WRIT_OP_SELF;
    Expr *expr = check_expr_new(scope, operation, scope->self->type, span);
    expr->place = scope->self_place;
    return expr;
}

static Expr *event_value(Scope *scope, WritSpan span)
{
    Expr *expr = check_expr_new(scope, WRIT_OP_EVENT, scope->event->record->type, span);
    expr->place = scope->event_place;
    return expr;
}

// What a name alone stands for; NULL when it is no variable here.
static Expr *variable(Scope *scope, const TreeName *name)
{
    for (const Local *local = scope->locals; local != NULL; local = local->outer) {
        if (local->name == name->name) {
            return local_value(scope, local, name->span);
        }
    }
    if (scope->self != NULL) {
        const Field *field = check_names_find(&scope->self->by_name, name->name);
        if (field != NULL) {
            Expr *self = self_value(scope, name->span);
            return check_expr_field(scope, self, (uint32_t)(field - scope->self->fields),
                                    name->span);
        }
    }
    if (scope->process != NULL) {
        Slot *slot = check_names_find(&scope->process->slots, name->name);
        if (slot != NULL) {
            return check_expr_slot(scope, slot, name->span);
        }
    }
    if (scope->event != NULL && name->name == scope->checker->words.event) {
        return event_value(scope, name->span);
    }
    return NULL;
}

bool check_is_variable(const Scope *scope, const TreeName *name)
{
    for (const Local *local = scope->locals; local != NULL; local = local->outer) {
        if (local->name == name->name) {
            return true;
        }
    }
    return (scope->self != NULL && check_names_find(&scope->self->by_name, name->name) != NULL) ||
           (scope->process != NULL &&
            check_names_find(&scope->process->slots, name->name) != NULL) ||
           (scope->event != NULL && name->name == scope->checker->words.event);
}

bool check_needs_expectation(Scope *scope, const TreeExpr *tree)
{
    switch (tree->kind) {
    case TREE_EXPR_CODE:
    case TREE_EXPR_NONE:
        return true;
    case TREE_EXPR_PATH: {
        const TreeExpr *cell = check_scene_cell(scope, tree->path);
        if (cell != NULL) {
            return check_needs_expectation(scope, cell);
        }
        return tree->path->parts.count == 1 && !check_is_variable(scope, tree->path->parts.first);
    }
    case TREE_EXPR_NUMBER:
    case TREE_EXPR_AMOUNT:
    case TREE_EXPR_PERCENT:
    case TREE_EXPR_DURATION:
    case TREE_EXPR_DATE:
    case TREE_EXPR_DATE_TIME:
    case TREE_EXPR_TIME:
    case TREE_EXPR_YES:
    case TREE_EXPR_NO:
    case TREE_EXPR_TEXT:
    case TREE_EXPR_CALL:
    case TREE_EXPR_RECORD:
    case TREE_EXPR_WORKING_DAY:
    case TREE_EXPR_LAST_WORKING_DAY:
    case TREE_EXPR_AT_TIME:
    case TREE_EXPR_MINUS:
    case TREE_EXPR_NOT:
    case TREE_EXPR_BINARY:
    case TREE_EXPR_IS:
    case TREE_EXPR_IN:
    case TREE_EXPR_QUANTIFIED:
    case TREE_EXPR_COUNT:
    case TREE_EXPR_SUM:
    case TREE_EXPR_LIST:
        return false;
    }
    WRIT_UNREACHABLE();
}

// --- Names of values ----------------------------------------------------------------------

Expr *check_tell_no_value(Scope *scope, const Choice *choice, const TreeName *name)
{
    Checker *checker = scope->checker;
    WritDiag *diag =
        diag_error(checker->diags, DIAG_UNKNOWN_VALUE, name->span, "%.*s has no value \"%.*s\"",
                   WRIT_TEXT_ARGS(choice->name), WRIT_TEXT_ARGS(name->text));
    writ_buffer_clear(checker->scratch);
    Similar similar = check_similar(name->text);
    for (uint32_t i = 0; i < choice->value_count; i++) {
        check_similar_try(&similar, choice->values[i].text);
        writ_buffer_format(checker->scratch, "%s%.*s", i == 0 ? "" : ", ",
                           WRIT_TEXT_ARGS(choice->values[i].text));
    }
    diag_reason(diag, "Its values are %s.", check_scratch_text(checker).data);
    check_similar_hint(&similar, diag);
    return check_expr_unknown(scope, name->span);
}

static Expr *choice_value(Scope *scope, const TreeName *name, TypeId type)
{
    const Choice *choice = check_type_choice(scope->checker, type);
    const ChoiceValue *value =
        choice == NULL ? NULL : check_names_find(&choice->by_name, name->name);
    if (value == NULL) {
        return NULL;
    }
    WritValue constant = {.kind = WRIT_VALUE_CHOICE, .tag = choice->index, .integer = value->index};
    return check_expr_constant(scope, type, name->span, constant);
}

static Expr *role_value(Scope *scope, const TreePath *path)
{
    Symbol *symbol = check_find_quietly(scope->checker, scope->module, path, SYMBOL_ROLE);
    if (symbol == NULL) {
        return NULL;
    }
    WritValue constant = {.kind = WRIT_VALUE_ROLE, .text = symbol->qualified};
    Expr *expr = check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_ROLE),
                                     path->span, constant);
    expr->role = symbol->role;
    return expr;
}

static Expr *calendar_value(Scope *scope, const TreePath *path, Symbol *symbol)
{
    if (symbol == NULL) {
        return NULL;
    }
    WritValue constant = {.kind = WRIT_VALUE_CALENDAR, .text = symbol->qualified};
    Expr *expr = check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_CALENDAR),
                                     path->span, constant);
    expr->named = symbol->calendar;
    return expr;
}

// A variable and a value of one type could both be meant.
static Expr *settle(Scope *scope, const TreeName *name, Expr *value, TypeId type)
{
    Expr *other = check_is_variable(scope, name) ? variable(scope, name) : NULL;
    if (other == NULL || check_type_required(scope->checker, other->type) != type) {
        return value;
    }
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_AMBIGUOUS_VALUE, name->span,
                                "\"%.*s\" means two things here", WRIT_TEXT_ARGS(name->text));
    diag_reason(diag, "It is a value of %s, and something of that type has this name.",
                check_type_text(scope->checker, type));
    diag_hint(diag, "Give the field or parameter another name.");
    return check_expr_unknown(scope, name->span);
}

// The meaning that the expected type gives to a path; NULL when it gives none.
static Expr *expected_value(Scope *scope, const TreePath *path, TypeId expected)
{
    if (expected == TYPE_ANY || expected == TYPE_UNKNOWN) {
        return NULL;
    }
    TypeId type = check_type_required(scope->checker, expected);
    if (check_type_is(scope->checker, type, WRIT_TYPE_PERSON) && scope->scene != NULL) {
        return check_scene_person(scope, path);
    }
    if (path->parts.count == 1) {
        Expr *value = choice_value(scope, path->parts.first, type);
        if (value != NULL) {
            return settle(scope, path->parts.first, value, type);
        }
    }
    if (check_type_is(scope->checker, type, WRIT_TYPE_ROLE) &&
        !check_is_variable(scope, path->parts.first)) {
        return role_value(scope, path);
    }
    if (check_type_is(scope->checker, type, WRIT_TYPE_CALENDAR) &&
        !check_is_variable(scope, path->parts.first)) {
        return calendar_value(
            scope, path, check_find_quietly(scope->checker, scope->module, path, SYMBOL_CALENDAR));
    }
    return NULL;
}

// --- What is not known --------------------------------------------------------------------

static void hint_similar(const Scope *scope, const TreeName *name, WritDiag *diag)
{
    if (!check_is_heard(scope->checker)) {
        return;
    }
    Similar similar = check_similar(name->text);
    for (const Local *local = scope->locals; local != NULL; local = local->outer) {
        check_similar_try(&similar, local->text);
    }
    for (uint32_t i = 0; scope->self != NULL && i < scope->self->field_count; i++) {
        check_similar_try(&similar, scope->self->fields[i].text);
    }
    const NameTable *slots = scope->process == NULL ? NULL : &scope->process->slots;
    for (uint32_t i = 0; slots != NULL && i < slots->capacity; i++) {
        const Slot *slot = slots->values[i];
        if (slot != NULL) {
            check_similar_try(&similar, slot->text);
        }
    }
    check_similar_hint(&similar, diag);
}

static Expr *tell_unknown(Scope *scope, const TreePath *path, TypeId expected)
{
    Checker *checker = scope->checker;
    const TreeName *name = path->parts.first;
    if (expected == TYPE_UNKNOWN) {
        return check_expr_unknown(scope, path->span);
    }
    if (expected != TYPE_ANY && check_type_is(checker, expected, WRIT_TYPE_CALENDAR)) {
        (void)check_find(checker, scope->module, path, SYMBOL_CALENDAR);
        return check_expr_unknown(scope, path->span);
    }
    if (expected != TYPE_ANY && check_type_is(checker, expected, WRIT_TYPE_ROLE)) {
        (void)check_find(checker, scope->module, path, SYMBOL_ROLE);
        return check_expr_unknown(scope, path->span);
    }
    const Choice *choice = expected == TYPE_ANY ? NULL : check_type_choice(checker, expected);
    if (choice != NULL && path->parts.count == 1) {
        return check_tell_no_value(scope, choice, name);
    }
    if (scope->constant != NULL) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_NOT_CONSTANT, path->span, "%s cannot speak of \"%.*s\"",
                       scope->constant, WRIT_TEXT_ARGS(name->text));
        diag_hint(diag, "Write a fixed value.");
        return check_expr_unknown(scope, path->span);
    }
    if (check_is_context_word(checker, name->name) || name->name == checker->words.event) {
        bool event = name->name == checker->words.event;
        WritDiag *diag = diag_error(checker->diags, DIAG_WORD_ELSEWHERE, path->span,
                                    "\"%.*s\" means nothing here", WRIT_TEXT_ARGS(name->text));
        diag_reason(diag, event ? "It is the message that a \"where\" of \"wait for\" or \"if … "
                                  "happens\" is about."
                                : "Words such as this one can only stand in messages.");
        diag_hint(diag, event ? "Take what was received \"into\" a name and use that."
                              : "Use a field of the case.");
        return check_expr_unknown(scope, path->span);
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_UNKNOWN_NAME, name->span,
                                "nothing here is called \"%.*s\"", WRIT_TEXT_ARGS(name->text));
    hint_similar(scope, name, diag);
    return check_expr_unknown(scope, path->span);
}

// --- Following fields ---------------------------------------------------------------------

static Expr *tell_no_field(Scope *scope, const Expr *expr, const TreeName *name)
{
    Checker *checker = scope->checker;
    const Record *record = check_type_record(checker, expr->type);
    WritDiag *diag =
        diag_error(checker->diags, DIAG_UNKNOWN_FIELD, name->span, "%s has no field \"%.*s\"",
                   check_type_text(checker, expr->type), WRIT_TEXT_ARGS(name->text));
    if (check_type_is(checker, expr->type, WRIT_TYPE_LIST)) {
        diag_reason(diag, "It is a list: its elements have fields.");
        diag_hint(diag, "Use \"for each\", or \"every … in …\", \"some …\", \"sum of …\".");
        return check_expr_unknown(scope, name->span);
    }
    if (check_type_is(checker, expr->type, WRIT_TYPE_DOCUMENT)) {
        diag_reason(diag, "Of a document there are its name, its size in bytes, and its hash.");
        diag_hint(diag, "Write \".name\", \".size\" or \".hash\" behind it.");
        return check_expr_unknown(scope, name->span);
    }
    if (record != NULL && check_is_heard(checker)) {
        Similar similar = check_similar(name->text);
        for (uint32_t i = 0; i < record->field_count; i++) {
            check_similar_try(&similar, record->fields[i].text);
        }
        diag_label(diag, record->span, "declared here");
        check_similar_hint(&similar, diag);
    }
    return check_expr_unknown(scope, name->span);
}

// The name of a person is looked up when a message is made: the case itself holds only who it is.
static Expr *person_name(Scope *scope, Expr *person, const TreeName *name)
{
    Checker *checker = scope->checker;
    if (scope->message == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_NAME_OF_PERSON, name->span,
                                    "the name of a person can stand only in a message");
        diag_reason(diag, "A case keeps who a person is. Names are kept apart, so that they can "
                          "change and be erased.");
        diag_hint(diag, "Use the person, without \".name\".");
        return check_expr_unknown(scope, name->span);
    }
    person = check_require(scope, person);
    if (check_expr_is_unknown(person)) {
        return person;
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_PERSON_NAME,
                                check_type_scalar(checker, WRIT_TYPE_TEXT), name->span);
    check_expr_operands(expr, person, NULL, NULL);
    return expr;
}

static Expr *part_of_document(Scope *scope, Expr *document, const BuiltinPart *part, WritSpan span)
{
    document = check_require(scope, document);
    if (check_expr_is_unknown(document)) {
        return document;
    }
    Expr *call =
        check_expr_new(scope, WRIT_OP_CALL, check_type_scalar(scope->checker, part->kind), span);
    Expr **items = writ_arena_array(scope->checker->arena, 1, sizeof(Expr *));
    items[0] = document;
    call->number = (uint32_t)part->builtin;
    call->place = document->place; // Whoever writes the document changes this.
    check_expr_items(call, items, 1);
    return call;
}

static Expr *follow(Scope *scope, Expr *expr, const TreeName *name)
{
    for (; name != NULL && !check_expr_is_unknown(expr); name = name->next) {
        WritSpan span = writ_span_join(expr->span, name->span);
        if (check_type_is(scope->checker, expr->type, WRIT_TYPE_PERSON) &&
            name->name == scope->checker->words.name) {
            expr = person_name(scope, expr, name);
            continue;
        }
        const BuiltinPart *part = check_type_is(scope->checker, expr->type, WRIT_TYPE_DOCUMENT)
                                      ? check_builtin_part(name->text)
                                      : NULL;
        if (part != NULL) {
            expr = part_of_document(scope, expr, part, span);
            continue;
        }
        const Record *record = check_type_record(scope->checker, expr->type);
        const Field *field = record == NULL ? NULL : check_names_find(&record->by_name, name->name);
        if (field == NULL) {
            return tell_no_field(scope, expr, name);
        }
        expr = check_require(scope, expr);
        if (!check_expr_is_unknown(expr)) {
            expr = check_expr_field(scope, expr, (uint32_t)(field - record->fields), span);
        }
    }
    return expr;
}

// --- Words of the context -----------------------------------------------------------------

static void note_need(Message *message, WordNeeds needs, WritSpan span)
{
    WritSpan *note = needs == NEEDS_TASK       ? &message->speaks_of_task
                     : needs == NEEDS_DUE      ? &message->speaks_of_due
                     : needs == NEEDS_ASSIGNEE ? &message->speaks_of_assignee
                     : needs == NEEDS_BREACH   ? &message->speaks_of_breach
                                               : NULL;
    if (note != NULL && note->start == 0) {
        *note = span;
    }
}

static Expr *context_word(Scope *scope, const TreePath *path)
{
    Checker *checker = scope->checker;
    const BuiltinWord *word = check_builtin_word(checker, path);
    if (word == NULL) {
        const TreeName *name = path->parts.first;
        WritDiag *diag = diag_error(checker->diags, DIAG_UNKNOWN_FIELD, path->span,
                                    "\"%.*s\" cannot show this", WRIT_TEXT_ARGS(name->text));
        diag_reason(diag, "It has %s.", check_word_members(checker, name->name));
        diag_hint(diag, "Write for example {%.*s.%s}.", WRIT_TEXT_ARGS(name->text),
                  name->name == checker->words.case_word ? "number"
                  : name->name == checker->words.breach  ? "sentence"
                                                         : "title");
        return check_expr_unknown(scope, path->span);
    }
    if (word->later != LATER_NOT) {
        (void)check_later(checker, word->later, path->span);
        return check_expr_unknown(scope, path->span);
    }
    note_need(scope->message, word->needs, path->span);
    Expr *expr =
        check_expr_new(scope, WRIT_OP_CONTEXT, check_type_scalar(checker, word->kind), path->span);
    expr->number = (uint32_t)word->context;
    return expr;
}

// Which part of what a message is given it reads, so that a use of the message reads no more.
static void note_read(Scope *scope, const Expr *expr)
{
    const Checker *checker = scope->checker;
    while (expr->operation == WRIT_OP_PERSON_NAME) {
        expr = expr->a;
    }
    if (expr->place == 0) {
        return;
    }
    PlaceId root = check_place_root_of(checker, expr->place);
    const Local *local = scope->locals;
    while (local != NULL && local->place != root) {
        local = local->outer;
    }
    if (local == NULL || local->given == NULL) {
        return;
    }
    Given *given = local->given;
    uint32_t count = 0;
    for (PlaceId at = expr->place; at != root; at = checker->places.nodes[at].parent) {
        count++;
    }
    uint32_t *steps = writ_arena_array(checker->arena, count, sizeof *steps);
    PlaceId at = expr->place;
    for (uint32_t i = count; i-- > 0;) {
        steps[i] = checker->places.nodes[at].step;
        at = checker->places.nodes[at].parent;
    }
    given->reads = check_grow(checker->arena, given->reads, given->read_count,
                              &given->read_capacity, sizeof *given->reads);
    given->reads[given->read_count++] = (RelativePath){steps, count};
}

Expr *check_path(Scope *scope, const TreePath *path, TypeId expected)
{
    if (path->parts.count > CHECK_PATH_PARTS_MAX) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_PATH_TOO_LONG, path->span,
                                    "a path has at most %d names", (int)CHECK_PATH_PARTS_MAX);
        diag_hint(diag, "Add a field that holds what is needed nearer to the start.");
        return check_expr_unknown(scope, path->span);
    }
    const TreeExpr *cell = check_scene_cell(scope, path);
    if (cell != NULL) {
        return check_scene_column(scope, cell, expected);
    }
    Expr *value = expected_value(scope, path, expected);
    if (value != NULL) {
        return value;
    }
    Expr *base = variable(scope, path->parts.first);
    if (base == NULL) {
        bool word = scope->message != NULL &&
                    check_is_context_word(scope->checker, path->parts.first->name);
        return word ? context_word(scope, path) : tell_unknown(scope, path, expected);
    }
    Expr *expr = follow(scope, base, path->parts.first->next);
    expr->span = path->span;
    if (scope->message != NULL && !check_expr_is_unknown(expr)) {
        note_read(scope, expr);
    }
    return expr;
}
