// One table from a name to the declarations of the whole book that have it, as a chain.
#include "check/names.h"

#include <assert.h>
#include <string.h>

const char *check_kind_text(SymbolKind kind)
{
    switch (kind) {
    case SYMBOL_UNIT:
        return "a unit";
    case SYMBOL_CHOICE:
        return "a choice";
    case SYMBOL_RECORD:
        return "a record";
    case SYMBOL_EVENT:
        return "an event";
    case SYMBOL_ROLE:
        return "a role";
    case SYMBOL_CALENDAR:
        return "a calendar";
    case SYMBOL_RATES:
        return "exchange rates";
    case SYMBOL_LADDER:
        return "a ladder";
    case SYMBOL_MESSAGE:
        return "a message";
    case SYMBOL_HOOK:
        return "a hook";
    case SYMBOL_DECISION:
        return "a decision";
    case SYMBOL_FORMULA:
        return "a formula";
    case SYMBOL_MILESTONE:
        return "a milestone";
    case SYMBOL_TAG:
        return "a tag";
    case SYMBOL_RULE:
        return "a rule";
    case SYMBOL_MEASURE:
        return "a measure";
    case SYMBOL_PROCESS:
        return "a process";
    case SYMBOL_SCENARIO:
        return "a scenario";
    case SYMBOL_LATER:
        return "something of a later version";
    }
    WRIT_UNREACHABLE();
}

// Where it is said what the declaration is, in the plural of the language's headings.
static const char *heading_of(SymbolKind kind)
{
    return check_kind_text(kind) + (kind == SYMBOL_EVENT ? 3 : 2);
}

static void add_parts(WritBuffer *out, const TreeName *first, const TreeName *end)
{
    for (const TreeName *part = first; part != end; part = part->next) {
        if (part != first) {
            writ_buffer_add_byte(out, '.');
        }
        writ_buffer_add(out, part->text);
    }
}

WritText check_path_text(Checker *checker, const TreePath *path)
{
    if (path->parts.count == 1) {
        return path->parts.first->text;
    }
    writ_buffer_clear(checker->scratch);
    add_parts(checker->scratch, path->parts.first, NULL);
    return check_scratch_text(checker);
}

// The number of the parts from `first` to before `end`, joined by dots; 0 when no such text is
// known as a name.
static WritName joined(Checker *checker, const TreeName *first, const TreeName *end)
{
    if (first->next == end) {
        return first->name;
    }
    writ_buffer_clear(checker->scratch);
    add_parts(checker->scratch, first, end);
    return writ_names_find(checker->names, writ_buffer_text(checker->scratch));
}

// --- Declaring ----------------------------------------------------------------------------

static SymbolKind kind_of(TreeDeclKind kind)
{
    switch (kind) {
    case TREE_DECL_UNIT:
        return SYMBOL_UNIT;
    case TREE_DECL_CHOICE:
        return SYMBOL_CHOICE;
    case TREE_DECL_RECORD:
        return SYMBOL_RECORD;
    case TREE_DECL_EVENT:
        return SYMBOL_EVENT;
    case TREE_DECL_ROLE:
        return SYMBOL_ROLE;
    case TREE_DECL_CALENDAR:
        return SYMBOL_CALENDAR;
    case TREE_DECL_RATES:
        return SYMBOL_RATES;
    case TREE_DECL_LADDER:
        return SYMBOL_LADDER;
    case TREE_DECL_MESSAGE:
        return SYMBOL_MESSAGE;
    case TREE_DECL_HOOK:
        return SYMBOL_HOOK;
    case TREE_DECL_DECISION:
        return SYMBOL_DECISION;
    case TREE_DECL_MILESTONE:
        return SYMBOL_MILESTONE;
    case TREE_DECL_TAG:
        return SYMBOL_TAG;
    case TREE_DECL_RULE:
        return SYMBOL_RULE;
    case TREE_DECL_PROCESS:
        return SYMBOL_PROCESS;
    case TREE_DECL_FORMULA:
        return SYMBOL_FORMULA;
    case TREE_DECL_MEASURE:
        return SYMBOL_MEASURE;
    case TREE_DECL_COMMITTEE:
    case TREE_DECL_MIGRATION:
        return SYMBOL_LATER;
    case TREE_DECL_SCENARIO:
        return SYMBOL_SCENARIO;
    }
    WRIT_UNREACHABLE();
}

static WritText qualify(Checker *checker, const Module *module, WritText name)
{
    writ_buffer_clear(checker->scratch);
    writ_buffer_add(checker->scratch, module->text);
    writ_buffer_add_byte(checker->scratch, '.');
    writ_buffer_add(checker->scratch, name);
    return check_scratch_text(checker);
}

// Hooks are known to the outside by their names, so a book has one hook of each name. Rules of one
// name may be in force one after the other (rules.c).
static Symbol *clash_of(const Symbol *symbol)
{
    for (Symbol *other = symbol->same_name; other != NULL; other = other->same_name) {
        bool both_hooks = other->kind == SYMBOL_HOOK && symbol->kind == SYMBOL_HOOK;
        bool both_rules = other->kind == SYMBOL_RULE && symbol->kind == SYMBOL_RULE;
        if ((other->module == symbol->module && !both_rules) || both_hooks) {
            return other;
        }
    }
    return NULL;
}

static void tell_clash(Checker *checker, const Symbol *symbol, const Symbol *other)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_DECLARED_TWICE, symbol->span,
                                "\"%.*s\" is declared twice", WRIT_TEXT_ARGS(symbol->text));
    diag_label(diag, other->span, "%s of this name is declared here", check_kind_text(other->kind));
    if (other->module != symbol->module) {
        diag_reason(diag, "Systems know a hook by its name, so a book has one hook of each name.");
    }
    diag_hint(diag, "Give one of the two another name, or remove it.");
}

static Symbol *declare(Checker *checker, Module *module, const TreeDecl *decl)
{
    Symbol *symbol = writ_arena_alloc(checker->arena, sizeof *symbol);
    symbol->kind = kind_of(decl->kind);
    symbol->module = module;
    symbol->decl = decl;
    if (decl->kind == TREE_DECL_HOOK) {
        symbol->text = check_path_text(checker, decl->hook.path);
        symbol->name = writ_names_add(checker->names, symbol->text);
        symbol->span = decl->hook.path->span;
    } else if (decl->name != NULL) {
        symbol->text = decl->name->text;
        symbol->name = decl->name->name;
        symbol->span = decl->name->span;
    } else {
        symbol->span = decl->span;
        return symbol;
    }
    symbol->qualified = qualify(checker, module, symbol->text);
    symbol->entry.order = symbol->qualified;
    symbol->same_name = check_names_find(&checker->symbols, symbol->name);
    (void)check_names_put(&checker->symbols, checker->arena, symbol->name, symbol);
    Symbol *other = clash_of(symbol);
    if (other != NULL && other->kind == SYMBOL_DECISION && symbol->kind == SYMBOL_DECISION) {
        symbol->version_of = other->version_of == NULL ? other : other->version_of;
    } else if (other != NULL) {
        symbol->clash = true;
        tell_clash(checker, symbol, other);
    }
    return symbol;
}

void check_declare(Checker *checker, Module *module)
{
    const TreeDecls *decls = &module->tree->decls;
    module->symbols = writ_arena_array(checker->arena, decls->count, sizeof *module->symbols);
    for (const TreeDecl *decl = decls->first; decl != NULL; decl = decl->next) {
        module->symbols[module->symbol_count++] = declare(checker, module, decl);
    }
}

// --- Similar words ------------------------------------------------------------------------

Similar check_similar(WritText word)
{
    return (Similar){.word = word, .edits = diag_word_edits_max(word) + 1};
}

void check_similar_try(Similar *similar, WritText candidate)
{
    if (similar->edits == 0) {
        return;
    }
    uint32_t edits = diag_word_distance(similar->word, candidate, similar->edits - 1);
    if (edits < similar->edits) {
        similar->edits = edits;
        similar->best = candidate;
    }
}

void check_similar_hint(const Similar *similar, WritDiag *diag)
{
    if (similar->best.length > 0) {
        diag_hint(diag, "Did you mean \"%.*s\"?", WRIT_TEXT_ARGS(similar->best));
    }
}

// --- Looking up ---------------------------------------------------------------------------

static bool is_visible(const Module *from, const Module *module)
{
    return from == module || check_names_find(&from->uses_by_module, module->name) != NULL;
}

typedef struct Candidates {
    Symbol *found;  // Of the wanted kind.
    Symbol *second; // Another one.
    Symbol *other;  // Of another kind.
    Symbol *unseen; // Of the wanted kind, in a module that is not used.
} Candidates;

// What the name means seen from a module; `only`, which may be NULL, is the module that it names.
static Candidates candidates(const Checker *checker, const Module *from, const Module *only,
                             WritName name, SymbolKind kind)
{
    Candidates result = {0};
    Symbol *symbol = check_names_find(&checker->symbols, name);
    for (; symbol != NULL; symbol = symbol->same_name) {
        if (symbol->clash || symbol->version_of != NULL ||
            (only != NULL && symbol->module != only)) {
            continue;
        }
        if (!is_visible(from, symbol->module)) {
            result.unseen = symbol->kind == kind ? symbol : result.unseen;
        } else if (symbol->kind != kind) {
            result.other = symbol;
        } else if (result.found == NULL) {
            result.found = symbol;
        } else {
            result.second = symbol;
        }
    }
    return result;
}

// The module that a name or path before a dot means, by its short or its full name.
static Module *module_named(const Checker *checker, const Module *from, WritName name)
{
    const Use *use = check_names_find(&from->uses_by_short, name);
    if (use != NULL) {
        return use->module;
    }
    Module *module = check_names_find(&checker->modules_by_name, name);
    return module != NULL && is_visible(from, module) ? module : NULL;
}

static Candidates look_up(Checker *checker, const Module *from, const TreePath *path,
                          SymbolKind kind)
{
    const TreeName *first = path->parts.first;
    Candidates result = candidates(checker, from, NULL, joined(checker, first, NULL), kind);
    if (result.found != NULL || path->parts.count == 1 ||
        path->parts.count > CHECK_PATH_PARTS_MAX) {
        return result;
    }
    for (const TreeName *split = first->next; split != NULL; split = split->next) {
        Module *module = module_named(checker, from, joined(checker, first, split));
        if (module != NULL) {
            Candidates inner =
                candidates(checker, from, module, joined(checker, split, NULL), kind);
            if (inner.found != NULL || inner.other != NULL) {
                return inner;
            }
        }
    }
    return result;
}

static void mark_used(Symbol *symbol, const Module *from)
{
    symbol->used = true;
    Use *use = check_names_find(&from->uses_by_module, symbol->module->name);
    if (use != NULL) {
        use->needed = true;
    }
}

static void hint_similar(Checker *checker, const Module *from, WritText word, SymbolKind kind,
                         WritDiag *diag)
{
    if (!check_is_heard(checker)) {
        return;
    }
    Similar similar = check_similar(word);
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; is_visible(from, module) && i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == kind) {
                check_similar_try(&similar, module->symbols[i]->text);
            }
        }
    }
    check_similar_hint(&similar, diag);
}

static void tell_unknown(Checker *checker, const Module *from, const TreePath *path,
                         const Candidates *found, SymbolKind kind)
{
    WritText text = check_path_text(checker, path);
    const char *wanted = check_kind_text(kind);
    WritDiag *diag;
    if (found->second != NULL) {
        diag = diag_error(checker->diags, DIAG_AMBIGUOUS_NAME, path->span,
                          "\"%.*s\" means two things here", WRIT_TEXT_ARGS(text));
        diag_label(diag, found->found->span, "%s of this name", wanted);
        diag_label(diag, found->second->span, "%s of this name", wanted);
        diag_hint(diag, "Write it with its module: \"%.*s\" or \"%.*s\".",
                  WRIT_TEXT_ARGS(found->found->qualified),
                  WRIT_TEXT_ARGS(found->second->qualified));
    } else if (found->other != NULL) {
        diag = diag_error(checker->diags, DIAG_WRONG_KIND, path->span,
                          "\"%.*s\" is %s, and here stands %s", WRIT_TEXT_ARGS(text),
                          check_kind_text(found->other->kind), wanted);
        diag_label(diag, found->other->span, "declared here");
        diag_hint(diag, "Name %s.", wanted);
    } else {
        diag = diag_error(checker->diags, DIAG_UNKNOWN_NAME, path->span,
                          "there is no %s called \"%.*s\"", heading_of(kind), WRIT_TEXT_ARGS(text));
        if (found->unseen != NULL) {
            const Module *module = found->unseen->module;
            diag_label(diag, found->unseen->span, "declared here, in a module that is not used");
            diag_hint(diag, "Add the line \"use %.*s version %.*s\".", WRIT_TEXT_ARGS(module->text),
                      WRIT_TEXT_ARGS(module->version));
        } else {
            hint_similar(checker, from, text, kind, diag);
        }
    }
}

Symbol *check_find(Checker *checker, Module *from, const TreePath *path, SymbolKind kind)
{
    Candidates result = look_up(checker, from, path, kind);
    if (result.found == NULL || result.second != NULL) {
        tell_unknown(checker, from, path, &result, kind);
        return NULL;
    }
    mark_used(result.found, from);
    return result.found;
}

Symbol *check_find_name(Checker *checker, Module *from, const TreeName *name, SymbolKind kind)
{
    TreeName part = *name;
    part.next = NULL;
    TreePath path = {.span = name->span, .parts = {.first = &part, .last = &part, .count = 1}};
    return check_find(checker, from, &path, kind);
}

Symbol *check_find_quietly(Checker *checker, Module *from, const TreePath *path, SymbolKind kind)
{
    Candidates result = look_up(checker, from, path, kind);
    if (result.found == NULL || result.second != NULL) {
        return NULL;
    }
    mark_used(result.found, from);
    return result.found;
}

static void see_in_reach(InReach *reach, const Module *from, Symbol *symbol)
{
    if (!is_visible(from, symbol->module)) {
        reach->unseen = symbol;
    } else if (reach->found == NULL) {
        reach->found = symbol;
    } else {
        reach->second = symbol;
    }
}

InReach check_find_in_reach(const Checker *checker, const Module *from, SymbolKind kind)
{
    InReach reach = {.found = NULL};
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == kind && !module->symbols[i]->clash) {
                see_in_reach(&reach, from, module->symbols[i]);
            }
        }
    }
    if (reach.found != NULL) {
        mark_used(reach.found, from);
    }
    return reach;
}

// --- Unused -------------------------------------------------------------------------------

// Modules of the library come whole, so that they can be compared with where they come from.
static bool is_of_library(const Module *module)
{
    static const char BEGIN[] = "library.";
    size_t length = sizeof BEGIN - 1;
    return module->text.length > length && memcmp(module->text.data, BEGIN, length) == 0;
}

// Processes are there to be started, scenarios to be tried and measures to be asked, rules hold by
// themselves, and a
// company keeps the calendars of all its places whether or not a process counts by them yet.
static bool may_stand_alone(const Symbol *symbol)
{
    return is_of_library(symbol->module) || symbol->kind == SYMBOL_PROCESS ||
           symbol->kind == SYMBOL_CALENDAR || symbol->kind == SYMBOL_RATES ||
           symbol->kind == SYMBOL_RULE || symbol->kind == SYMBOL_MEASURE ||
           symbol->kind == SYMBOL_SCENARIO || symbol->kind == SYMBOL_LATER;
}

static void warn_unused(Checker *checker, const Symbol *symbol)
{
    if (symbol->used || symbol->clash || symbol->version_of != NULL || may_stand_alone(symbol)) {
        return;
    }
    WritDiag *diag =
        diag_warning(checker->diags, DIAG_UNUSED, symbol->span, "nothing uses the %s \"%.*s\"",
                     heading_of(symbol->kind), WRIT_TEXT_ARGS(symbol->text));
    diag_hint(diag, "Remove it, or use it.");
}

static void warn_unused_modules(Checker *checker, const Module *module)
{
    for (uint32_t i = 0; i < module->use_count; i++) {
        const Use *use = &module->uses[i];
        if (use->module != NULL && !use->needed) {
            WritDiag *diag = diag_warning(checker->diags, DIAG_UNUSED_MODULE, use->tree->span,
                                          "nothing of the module \"%.*s\" is used here",
                                          WRIT_TEXT_ARGS(use->module->text));
            diag_hint(diag, "Remove the line.");
        }
    }
}

void check_unused(Checker *checker)
{
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            warn_unused(checker, module->symbols[i]);
        }
        warn_unused_modules(checker, module);
    }
}
