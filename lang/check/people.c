// A path that names somebody is a word (`assignee`, `process.owner`), a field of type Person or
// Role, or a role, in this order.
#include "check/people.h"

#include <assert.h>
#include <string.h>

#include "check/builtins.h"
#include "check/data.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/types.h"

// --- Roles --------------------------------------------------------------------------------

static void read_group(Checker *checker, Role *role, const TreeText *text)
{
    static const char PREFIX[] = "directory:";
    size_t length = sizeof PREFIX - 1;
    WritText from = check_plain_text(checker, text);
    if (role->group.length > 0) {
        WritDiag *diag = diag_error(checker->diags, DIAG_LINE_TWICE, text->span,
                                    "\"filled from\" stands here twice");
        diag_hint(diag, "Keep one: everybody in that group has the role.");
        return;
    }
    if (from.length <= length || memcmp(from.data, PREFIX, length) != 0) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ROLE_GROUP, text->span,
                                    "a role is filled from a group of the directory");
        diag_hint(diag, "Write \"filled from \"directory:GROUP\"\".");
        return;
    }
    role->group = (WritText){from.data + length, from.length - length};
}

void check_role_shell(Checker *checker, Symbol *symbol)
{
    Role *role = writ_arena_alloc(checker->arena, sizeof *role);
    role->entry.order = symbol->qualified;
    role->name = symbol->qualified;
    role->title = check_plain_text(checker, symbol->decl->title);
    role->span = symbol->span;
    role->symbol = symbol;
    symbol->role = role;
    bool filled = false;
    for (const TreeRoleLine *line = symbol->decl->role.lines.first; line != NULL;
         line = line->next) {
        switch (line->kind) {
        case TREE_ROLE_META:
            check_meta(checker, line->meta);
            break;
        case TREE_ROLE_FILLED_FROM:
            filled = true;
            read_group(checker, role, line->text);
            break;
        case TREE_ROLE_STAFFED_BY:
            (void)check_later(checker, LATER_STAFFING, line->span);
            break;
        case TREE_ROLE_EXCLUDES:
            (void)check_later(checker, LATER_EXCLUDES, line->span);
            break;
        case TREE_ROLE_DEPUTY:
            break;
        }
    }
    if (!filled) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_ROLE_GROUP, symbol->span,
                       "nothing says who has the role \"%.*s\"", WRIT_TEXT_ARGS(symbol->text));
        diag_hint(diag, "Add a line \"filled from \"directory:GROUP\"\".");
    }
}

static void add_deputy(Checker *checker, Symbol *symbol, const TreeParty *party, uint32_t *capacity)
{
    Role *role = symbol->role;
    const Symbol *deputy = check_find(checker, symbol->module, party->path, SYMBOL_ROLE);
    if (deputy == NULL) {
        return;
    }
    if (party->of != NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_PARTY, party->of->span,
                                    "a standing deputy is a role of the same unit");
        diag_hint(diag, "Name the role alone.");
        return;
    }
    role->deputies =
        check_grow(checker->arena, role->deputies, role->deputy_count, capacity, sizeof(Role *));
    role->deputies[role->deputy_count++] = deputy->role;
}

void check_role_deputies(Checker *checker, Symbol *symbol)
{
    uint32_t capacity = 0;
    for (const TreeRoleLine *line = symbol->decl->role.lines.first; line != NULL;
         line = line->next) {
        const TreeParty *party = line->kind == TREE_ROLE_DEPUTY ? line->parties.first : NULL;
        for (; party != NULL; party = party->next) {
            add_deputy(checker, symbol, party, &capacity);
        }
    }
}

enum { FRESH, OPEN, DONE, DEPUTY_DEPTH_MAX = 100 };

static void visit(Checker *checker, Role *role, uint32_t depth)
{
    role->visit = OPEN;
    for (uint32_t i = 0; i < role->deputy_count; i++) {
        Role *deputy = role->deputies[i];
        if (deputy->visit == FRESH && depth < DEPUTY_DEPTH_MAX) {
            visit(checker, deputy, depth + 1);
        }
        if (deputy->visit != DONE || deputy->deputy_levels >= DEPUTY_DEPTH_MAX) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_DEPUTY_CIRCLE, role->span,
                           "standing in for \"%.*s\" leads %s", WRIT_TEXT_ARGS(role->symbol->text),
                           deputy->visit == OPEN ? "back to itself" : "over too many roles");
            diag_label(diag, deputy->span, "its deputy leads back");
            diag_hint(diag, "Let the chain of deputies end: remove one \"standing deputy\".");
        } else if (deputy->deputy_levels >= role->deputy_levels) {
            role->deputy_levels = deputy->deputy_levels + 1;
        }
    }
    role->visit = DONE;
}

void check_deputy_circles(Checker *checker, const Module *module)
{
    for (uint32_t i = 0; i < module->symbol_count; i++) {
        const Symbol *symbol = module->symbols[i];
        if (symbol->kind == SYMBOL_ROLE && symbol->role->visit == FRESH) {
            visit(checker, symbol->role, 0);
        }
    }
}

// --- Parties ------------------------------------------------------------------------------

static bool tell_party(Scope *scope, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_PARTY, span, "%s", what);
    diag_hint(diag, "%s", hint);
    return false;
}

static bool read_unit(Scope *scope, const TreeParty *tree, Party *party)
{
    if (tree->of == NULL) {
        return true;
    }
    Checker *checker = scope->checker;
    Expr *unit = check_require(scope, check_path(scope, tree->of, TYPE_ANY));
    if (check_expr_is_unknown(unit)) {
        return false;
    }
    if (!check_type_is(checker, unit->type, WRIT_TYPE_TEXT) &&
        !check_type_is(checker, unit->type, WRIT_TYPE_CHOICE) &&
        !check_type_is(checker, unit->type, WRIT_TYPE_COUNTRY)) {
        return tell_party(scope, tree->of->span,
                          "the unit of a role is a text, a country or a value of a choice",
                          "Name a field of type Text, of type Country or of a choice.");
    }
    party->unit = unit;
    return true;
}

static bool read_value(Scope *scope, const TreeParty *tree, Party *party)
{
    Checker *checker = scope->checker;
    Expr *expr = check_require(scope, check_path(scope, tree->path, TYPE_ANY));
    if (check_expr_is_unknown(expr)) {
        return false;
    }
    party->expr = expr;
    if (check_type_is(checker, expr->type, WRIT_TYPE_ROLE)) {
        party->kind = WRIT_PARTY_ROLE_VALUE;
        return read_unit(scope, tree, party);
    }
    party->kind = WRIT_PARTY_PERSON;
    if (!check_type_is(checker, expr->type, WRIT_TYPE_PERSON)) {
        return tell_party(scope, tree->span, "this names nobody",
                          "Name a role, or a field of type Person or Role.");
    }
    return tree->of == NULL ||
           tell_party(scope, tree->of->span, "a person has no unit", "Name the person alone.");
}

static bool is_process_owner(const Checker *checker, const TreePath *path)
{
    return path->parts.count == 2 && path->parts.first->name == checker->words.process &&
           path->parts.first->next->name == checker->words.owner;
}

static bool read_word(Scope *scope, const TreeParty *tree, PartyWords words, Party *party)
{
    bool owner = is_process_owner(scope->checker, tree->path);
    party->kind = owner ? WRIT_PARTY_OWNER : WRIT_PARTY_ASSIGNEE;
    if (tree->of != NULL) {
        return tell_party(scope, tree->of->span, "this is somebody already", "Leave \"of …\" out.");
    }
    if (owner) {
        return words == PARTY_PEOPLE || words == PARTY_ASSIGNEE ||
               tell_party(scope, tree->span, "the process owner cannot be named here",
                          "Name a role.");
    }
    return words == PARTY_ASSIGNEE ||
           tell_party(scope, tree->span, "nobody has a task here, so there is no \"assignee\"",
                      "Name a role or a person.");
}

// A path of several names is most likely a field whose first name is wrong.
static const Symbol *find_role(Scope *scope, const TreePath *path, PartyWords words)
{
    if (path->parts.count == 1 || words == PARTY_ROLES) {
        return check_find(scope->checker, scope->module, path, SYMBOL_ROLE);
    }
    const Symbol *symbol = check_find_quietly(scope->checker, scope->module, path, SYMBOL_ROLE);
    if (symbol == NULL) {
        (void)check_path(scope, path, TYPE_ANY);
    }
    return symbol;
}

bool check_party(Scope *scope, const TreeParty *tree, PartyWords words, Party *party)
{
    Checker *checker = scope->checker;
    const TreeName *first = tree->path->parts.first;
    *party = (Party){.span = tree->span};
    if (words != PARTY_ROLES && check_is_variable(scope, first)) {
        return read_value(scope, tree, party);
    }
    if (is_process_owner(checker, tree->path) ||
        (first->next == NULL && first->name == checker->words.assignee)) {
        return read_word(scope, tree, words, party);
    }
    if (first->next == NULL && first->name == checker->words.manager && tree->of != NULL) {
        (void)check_later(checker, LATER_MANAGER, tree->span);
        return false;
    }
    const Symbol *symbol = find_role(scope, tree->path, words);
    if (symbol == NULL) {
        return false;
    }
    party->kind = WRIT_PARTY_ROLE;
    party->role = symbol->role;
    if (words == PARTY_ROLES && tree->of != NULL) {
        return tell_party(scope, tree->of->span, "the case has no fields yet",
                          "Name the role alone.");
    }
    return read_unit(scope, tree, party);
}

Parties check_parties(Scope *scope, const TreeParties *trees, PartyWords words)
{
    Parties parties = {writ_arena_array(scope->checker->arena, trees->count, sizeof(Party)), 0};
    for (const TreeParty *tree = trees->first; tree != NULL; tree = tree->next) {
        if (check_party(scope, tree, words, &parties.items[parties.count])) {
            parties.count++;
        }
    }
    return parties;
}

Performer check_performer(Scope *scope, const TreePerformer *tree)
{
    Performer performer = {.span = tree->span};
    switch (tree->kind) {
    case TREE_PERFORMER_PARTY:
    case TREE_PERFORMER_EITHER:
        performer.kind = WRIT_PERFORMER_ANY;
        break;
    case TREE_PERFORMER_IN_TURN:
        performer.kind = WRIT_PERFORMER_IN_TURN;
        break;
    case TREE_PERFORMER_EACH_OF:
        (void)check_later(scope->checker, LATER_EACH_OF, tree->span);
        return performer;
    }
    performer.parties = check_parties(scope, &tree->parties, PARTY_PEOPLE);
    return performer;
}

bool check_party_is_same(const Party *a, const Party *b)
{
    if (a->kind != b->kind || (a->unit == NULL) != (b->unit == NULL) ||
        (a->unit != NULL && (a->unit->place == 0 || a->unit->place != b->unit->place))) {
        return false;
    }
    switch (a->kind) {
    case WRIT_PARTY_ROLE:
        return a->role == b->role;
    case WRIT_PARTY_PERSON:
    case WRIT_PARTY_ROLE_VALUE:
        return a->expr->place != 0 && a->expr->place == b->expr->place;
    case WRIT_PARTY_OWNER:
    case WRIT_PARTY_ASSIGNEE:
        return true;
    }
    WRIT_UNREACHABLE();
}
