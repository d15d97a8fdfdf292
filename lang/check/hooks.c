// A hook's lines, one by one; then what it rests on: its Lua file, its effect, its undo.
#include "check/outside.h"

#include <assert.h>
#include <string.h>

#include "check/builtins.h"
#include "check/currency.h"
#include "check/data.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/places.h"
#include "check/types.h"

enum {
    HOOK_RETRIES_MAX = 1000,
    HOOK_RETRY_EVERY_MS = 1000, // Where `retry N times` says no more.
};
static const int64_t HOOK_TIME_MS_MAX = (int64_t)7 * 24 * 60 * 60 * 1000;

void check_tell_line_twice(Checker *checker, WritSpan span, WritSpan before, const char *line)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_LINE_TWICE, span,
                                "\"%s\" stands in this heading twice", line);
    diag_label(diag, before, "the first time");
    diag_hint(diag, "Keep one of the lines.");
}

bool check_elapsed_ms(Checker *checker, const TreeDuration *tree, int64_t *ms)
{
    static const int64_t MS[] = {
        [WRIT_SECONDS] = 1000,  [WRIT_MINUTES] = 60000,   [WRIT_HOURS] = 3600000,
        [WRIT_DAYS] = 86400000, [WRIT_WEEKS] = 604800000, [WRIT_MONTHS] = 0,
        [WRIT_YEARS] = 0,
    };
    int64_t count;
    WritDurationUnit unit;
    if (!check_duration(checker, tree, &count, &unit)) {
        return false;
    }
    *ms = count * MS[unit];
    return true;
}

bool check_fixed_ms(Checker *checker, const TreeDuration *tree, int64_t most_ms, int64_t *ms)
{
    if (!check_elapsed_ms(checker, tree, ms)) {
        return false;
    }
    if (*ms > 0 && *ms <= most_ms) {
        return true;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_HOOK_TIME, tree->span,
                                "a time of a hook lies between 1 second and 1 week");
    diag_hint(diag, "Write seconds, minutes, hours or days.");
    return false;
}

// --- Lines --------------------------------------------------------------------------------

typedef struct Reading {
    Checker *checker;
    Symbol *symbol;
    Hook *hook;
    ParamList takes;
    ParamList gives;
    WritSpan lua, outcomes, effect, once, timeout, retry, undo;
    const TreeHookLine *once_line;
    uint32_t use_capacity;
} Reading;

static bool is_first(Reading *reading, WritSpan *seen, const TreeHookLine *line, const char *words)
{
    if (seen->start != 0) {
        check_tell_line_twice(reading->checker, line->span, *seen, words);
        return false;
    }
    *seen = line->span;
    return true;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

// True when the name at `at` is being defined: `function NAME`, `function M.NAME`, `NAME =`.
static bool is_definition(WritText text, size_t at, size_t length)
{
    size_t after = at + length;
    while (after < text.length && (text.data[after] == ' ' || text.data[after] == '\t')) {
        after++;
    }
    if (after + 1 < text.length && text.data[after] == '=' && text.data[after + 1] != '=') {
        return true;
    }
    size_t before = at;
    while (before > 0 && (is_name_byte(text.data[before - 1]) || text.data[before - 1] == '.' ||
                          text.data[before - 1] == ':')) {
        before--;
    }
    while (before > 0 && text.data[before - 1] == ' ') {
        before--;
    }
    static const char WORD[] = "function";
    size_t word = sizeof WORD - 1;
    return before >= word && memcmp(text.data + before - word, WORD, word) == 0;
}

static bool defines(WritText text, WritText name)
{
    size_t from = 0;
    while (from < text.length) {
        const char *found = memmem(text.data + from, text.length - from, name.data, name.length);
        if (found == NULL) {
            return false;
        }
        size_t at = (size_t)(found - text.data);
        size_t end = at + name.length;
        bool whole = (at == 0 || !is_name_byte(text.data[at - 1])) &&
                     (end == text.length || !is_name_byte(text.data[end]));
        if (whole && is_definition(text, at, name.length)) {
            return true;
        }
        from = end;
    }
    return false;
}

static void read_lua(Reading *reading, const TreeHookLine *line)
{
    Checker *checker = reading->checker;
    Hook *hook = reading->hook;
    if (!is_first(reading, &reading->lua, line, "lua")) {
        return;
    }
    hook->function = line->name->text;
    WritText path = check_plain_text(checker, line->text);
    WritName name = writ_names_find(checker->names, path);
    hook->file = check_names_find(&checker->lua_files, name);
    if (hook->file == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_NO_LUA_FILE, line->text->span,
                                    "there is no file \"%.*s\" in the book", WRIT_TEXT_ARGS(path));
        diag_hint(diag, "Write its path from the top of the book, as in \"hooks/erp.lua\".");
    } else if (!defines(hook->file->bytes, hook->function)) {
        WritDiag *diag = diag_warning(checker->diags, DIAG_NO_LUA_FUNCTION, line->name->span,
                                      "\"%.*s\" does not seem to define a function \"%.*s\"",
                                      WRIT_TEXT_ARGS(path), WRIT_TEXT_ARGS(hook->function));
        diag_hint(diag, "Add \"function %.*s(input)\" to the file, or correct the name.",
                  WRIT_TEXT_ARGS(hook->function));
    }
    if (hook->file != NULL && hook->file->named.start == 0) {
        hook->file->named = line->text->span;
    }
}

static void read_outcomes(Reading *reading, const TreeHookLine *line)
{
    Checker *checker = reading->checker;
    Hook *hook = reading->hook;
    if (!is_first(reading, &reading->outcomes, line, "outcomes")) {
        return;
    }
    hook->outcomes = writ_arena_array(checker->arena, line->names.count, sizeof *hook->outcomes);
    for (const TreeName *name = line->names.first; name != NULL; name = name->next) {
        const ChoiceValue *before = check_names_find(&hook->by_outcome, name->name);
        if (before != NULL) {
            WritDiag *diag = diag_error(checker->diags, DIAG_VALUE_TWICE, name->span,
                                        "\"%.*s\" stands here twice", WRIT_TEXT_ARGS(name->text));
            diag_label(diag, before->span, "the first time");
            diag_hint(diag, "Remove one of the two.");
            continue;
        }
        ChoiceValue *value = &hook->outcomes[hook->outcome_count];
        *value = (ChoiceValue){name->name, name->text, name->span, hook->outcome_count++};
        (void)check_names_put(&hook->by_outcome, checker->arena, name->name, value);
    }
}

static void read_retry(Reading *reading, const TreeHookLine *line)
{
    Checker *checker = reading->checker;
    Hook *hook = reading->hook;
    int64_t count;
    if (!is_first(reading, &reading->retry, line, "retry") ||
        !check_whole(checker, line->number, 1, HOOK_RETRIES_MAX, &count)) {
        return;
    }
    hook->retries = (uint32_t)count;
    hook->retry_every_ms = HOOK_RETRY_EVERY_MS;
    if (line->duration != NULL) {
        (void)check_fixed_ms(checker, line->duration, HOOK_TIME_MS_MAX, &hook->retry_every_ms);
    }
    hook->retry_up_to_ms = hook->retry_every_ms;
    if (line->up_to != NULL &&
        check_fixed_ms(checker, line->up_to, HOOK_TIME_MS_MAX, &hook->retry_up_to_ms) &&
        hook->retry_up_to_ms < hook->retry_every_ms) {
        WritDiag *diag = diag_error(checker->diags, DIAG_HOOK_TIME, line->up_to->span,
                                    "the longest pause is shorter than the first one");
        diag_label(diag, line->duration->span, "the first pause");
        diag_hint(diag, "Write the longer time after \"up to\": pauses double until they reach "
                        "it.");
    }
}

static void read_uses(Reading *reading, const TreeHookLine *line)
{
    Checker *checker = reading->checker;
    Hook *hook = reading->hook;
    for (const TreePath *path = line->paths.first; path != NULL; path = path->next) {
        hook->uses = check_grow(checker->arena, hook->uses, hook->use_count, &reading->use_capacity,
                                sizeof *hook->uses);
        hook->uses[hook->use_count++] = check_path_text(checker, path);
    }
}

static void read_effect(Reading *reading, const TreeHookLine *line, WritEffect effect)
{
    if (is_first(reading, &reading->effect, line, "computes only, reads only or writes outside")) {
        reading->hook->effect = effect;
        reading->hook->effect_span = line->span;
    }
}

static void read_line(Reading *reading, const TreeHookLine *line)
{
    Hook *hook = reading->hook;
    switch (line->kind) {
    case TREE_HOOK_META:
        check_meta(reading->checker, line->meta);
        return;
    case TREE_HOOK_LUA:
        read_lua(reading, line);
        return;
    case TREE_HOOK_TAKES:
        check_params_add(reading->checker, &reading->takes, &line->params);
        return;
    case TREE_HOOK_GIVES:
        check_params_add(reading->checker, &reading->gives, &line->params);
        return;
    case TREE_HOOK_OUTCOMES:
        read_outcomes(reading, line);
        return;
    case TREE_HOOK_COMPUTES_ONLY:
        read_effect(reading, line, WRIT_EFFECT_COMPUTES);
        return;
    case TREE_HOOK_READS_ONLY:
        read_effect(reading, line, WRIT_EFFECT_READS);
        return;
    case TREE_HOOK_WRITES_OUTSIDE:
        read_effect(reading, line, WRIT_EFFECT_WRITES);
        return;
    case TREE_HOOK_ONCE_PER:
        if (is_first(reading, &reading->once, line, "once per")) {
            reading->once_line = line;
        }
        return;
    case TREE_HOOK_TIMEOUT:
        if (is_first(reading, &reading->timeout, line, "timeout")) {
            (void)check_fixed_ms(reading->checker, line->duration, HOOK_TIME_MS_MAX,
                                 &hook->timeout_ms);
        }
        return;
    case TREE_HOOK_RETRY:
        read_retry(reading, line);
        return;
    case TREE_HOOK_UNDO_WITH:
        if (is_first(reading, &reading->undo, line, "undo with or cannot be undone")) {
            hook->undo_path = line->path;
        }
        return;
    case TREE_HOOK_CANNOT_BE_UNDONE:
        if (is_first(reading, &reading->undo, line, "undo with or cannot be undone")) {
            hook->cannot_be_undone = true;
        }
        return;
    case TREE_HOOK_MAY_USE:
        read_uses(reading, line);
        return;
    }
    WRIT_UNREACHABLE();
}

// --- What must be said --------------------------------------------------------------------

static void tell_lacks(Reading *reading, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_HOOK_LACKS, reading->symbol->span,
                                "the hook \"%.*s\" does not say %s",
                                WRIT_TEXT_ARGS(reading->symbol->text), what);
    diag_hint(diag, "%s", hint);
}

static void check_said(Reading *reading)
{
    Hook *hook = reading->hook;
    if (reading->lua.start == 0) {
        tell_lacks(reading, "which function runs", "Add \"lua FUNCTION in \"hooks/FILE.lua\"\".");
    }
    if (reading->outcomes.start == 0) {
        tell_lacks(reading, "how it can end", "Add \"outcomes …\" with at least one name.");
    }
    if (reading->timeout.start == 0) {
        tell_lacks(reading, "how long it may take", "Add for example \"timeout 30 seconds\".");
    }
    if (reading->effect.start == 0) {
        tell_lacks(reading, "what it does outside",
                   "Add \"computes only\", \"reads only\" or \"writes outside\".");
    } else if (hook->effect == WRIT_EFFECT_WRITES && reading->undo.start == 0) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_HOOK_UNDO, hook->effect_span,
                                    "nothing says how what \"%.*s\" does is undone",
                                    WRIT_TEXT_ARGS(reading->symbol->text));
        diag_hint(diag, "Add \"undo with HOOK\" or \"cannot be undone\".");
    } else if (hook->effect != WRIT_EFFECT_WRITES && reading->undo.start != 0) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_HOOK_UNDO, reading->undo,
                                    "this hook changes nothing, so there is nothing to undo");
        diag_label(diag, hook->effect_span, "said here");
        diag_hint(diag, "Remove the line.");
    }
}

static Record *params_record(Reading *reading, const ParamList *params, const char *side)
{
    writ_buffer_clear(reading->checker->scratch);
    writ_buffer_format(reading->checker->scratch, "%.*s %s", WRIT_TEXT_ARGS(reading->symbol->text),
                       side);
    RecordNames names = {
        .name = reading->symbol->text,
        .qualified = check_scratch_text(reading->checker),
        .span = reading->symbol->span,
    };
    return check_params_record(reading->checker, reading->symbol->module, names, params, 0);
}

static void read_once(Reading *reading)
{
    if (reading->once_line == NULL) {
        return;
    }
    Hook *hook = reading->hook;
    Scope scope = {
        .checker = reading->checker,
        .module = reading->symbol->module,
        .self = hook->input,
        .self_is_input = true,
        .self_place = check_place_root(reading->checker, hook->input->type, 0, NULL),
    };
    const TreePaths *paths = &reading->once_line->paths;
    hook->once.items = writ_arena_array(reading->checker->arena, paths->count, sizeof(Expr *));
    for (const TreePath *path = paths->first; path != NULL; path = path->next) {
        Expr *expr = check_require(&scope, check_path(&scope, path, TYPE_ANY));
        if (check_expr_is_unknown(expr)) {
            continue;
        }
        bool document = check_type_is(reading->checker, expr->type, WRIT_TYPE_DOCUMENT);
        if (!check_type_is_key(reading->checker, expr->type)) {
            WritDiag *diag =
                diag_error(reading->checker->diags, DIAG_KEY, path->span,
                           "a key is a single value, and this is %s",
                           document ? "a document" : check_type_text(reading->checker, expr->type));
            diag_hint(diag, document ? "Name its hash: write \".hash\" behind it."
                                     : "Name a field of it, for example its number.");
            continue;
        }
        hook->once.items[hook->once.count++] = expr;
    }
}

void check_hook_shell(Checker *checker, Symbol *symbol)
{
    Hook *hook = writ_arena_alloc(checker->arena, sizeof *hook);
    hook->entry.order = symbol->text;
    hook->name = symbol->text;
    hook->title = check_plain_text(checker, symbol->decl->title);
    hook->symbol = symbol;
    symbol->hook = hook;
    Reading reading = {.checker = checker, .symbol = symbol, .hook = hook};
    for (const TreeHookLine *line = symbol->decl->hook.lines.first; line != NULL;
         line = line->next) {
        read_line(&reading, line);
    }
    hook->input = params_record(&reading, &reading.takes, "takes");
    hook->output = params_record(&reading, &reading.gives, "gives");
    check_said(&reading);
    read_once(&reading);
}

// --- Undo ---------------------------------------------------------------------------------

// A field of what the undone call gave (local 1), or else of what it was given (local 0).
static Expr *undo_source(Scope *scope, const Hook *hook, const Field *needed)
{
    for (uint32_t side = 2; side-- > 0;) {
        const Record *record = side == 1 ? hook->output : hook->input;
        const Field *field = check_names_find(&record->by_name, needed->name);
        if (field == NULL) {
            continue;
        }
        Expr *local = check_expr_new(scope, WRIT_OP_LOCAL, record->type, field->span);
        local->number = side;
        local->place = side == 1 ? scope->event_place : scope->self_place;
        return check_expr_field(scope, local, (uint32_t)(field - record->fields), field->span);
    }
    return NULL;
}

static void match_undo(Checker *checker, Symbol *symbol, const Hook *undo)
{
    Hook *hook = symbol->hook;
    const Record *input = undo->input;
    Scope scope = {
        .checker = checker,
        .module = symbol->module,
        .self_place = check_place_root(checker, hook->input->type, 0, NULL),
        .event_place = check_place_root(checker, hook->output->type, 0, NULL),
    };
    hook->undo_args = writ_arena_array(checker->arena, input->field_count, sizeof(Expr *));
    for (uint32_t i = 0; i < input->field_count; i++) {
        const Field *needed = &input->fields[i];
        hook->undo_args[i] = undo_source(&scope, hook, needed);
        if (hook->undo_args[i] == NULL) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_UNDO_ARGUMENT, hook->undo_path->span,
                           "\"%.*s\" needs \"%.*s\", which \"%.*s\" neither takes nor gives",
                           WRIT_TEXT_ARGS(undo->name), WRIT_TEXT_ARGS(needed->text),
                           WRIT_TEXT_ARGS(hook->name));
            diag_label(diag, needed->span, "needed here");
            diag_reason(diag, "An undo is called with what the original was given and gave, by "
                              "name.");
            diag_hint(diag, "Add \"%.*s\" to what \"%.*s\" takes or gives.",
                      WRIT_TEXT_ARGS(needed->text), WRIT_TEXT_ARGS(hook->name));
        }
    }
    for (uint32_t i = 0; i < input->field_count; i++) {
        if (hook->undo_args[i] == NULL) {
            continue;
        }
        Wanted wanted = {
            .type = input->fields[i].type,
            .currency = check_sibling_currency(checker, input, i, hook->undo_args),
            .what = "the undo",
            .declared = input->fields[i].span,
        };
        hook->undo_args[i] = check_fit(&scope, hook->undo_args[i], wanted);
    }
}

static bool has_nothing_to_undo(const Hook *undo)
{
    static const char WORD[] = "nothing";
    for (uint32_t i = 0; i < undo->outcome_count; i++) {
        WritText text = undo->outcomes[i].text;
        if (text.length >= sizeof WORD - 1 && memcmp(text.data, WORD, sizeof WORD - 1) == 0) {
            return true;
        }
    }
    return undo->outcome_count == 0; // Told already.
}

void check_hook_undo(Checker *checker, Symbol *symbol)
{
    Hook *hook = symbol->hook;
    if (hook->undo_path == NULL) {
        return;
    }
    const Symbol *undo = check_find(checker, symbol->module, hook->undo_path, SYMBOL_HOOK);
    if (undo == NULL) {
        return;
    }
    if (undo == symbol || undo->hook->effect != WRIT_EFFECT_WRITES) {
        WritDiag *diag = diag_error(checker->diags, DIAG_HOOK_UNDO, hook->undo_path->span,
                                    undo == symbol ? "a hook cannot undo itself"
                                                   : "what undoes something writes outside");
        diag_label(diag, undo->span, "declared here");
        diag_hint(diag, "Name a hook that \"writes outside\" and takes it back.");
        return;
    }
    hook->undo = undo->hook;
    match_undo(checker, symbol, undo->hook);
    if (!has_nothing_to_undo(undo->hook)) {
        WritDiag *diag =
            diag_warning(checker->diags, DIAG_UNDO_OUTCOME, hook->undo_path->span,
                         "\"%.*s\" has no outcome for nothing to undo", WRIT_TEXT_ARGS(undo->text));
        diag_label(diag, undo->span, "declared here");
        diag_reason(diag, "A call that was cut short may have done nothing, and is undone too.");
        diag_hint(diag, "Add an outcome such as \"nothing_to_undo\".");
    }
}
