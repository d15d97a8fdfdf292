// Rules by themselves: their lines, what they are given, what they may block.
//
// A rule for every process is read as if it held in a case of its own, whose parameters are what
// the rule is given. One for processes that it names speaks of their data, and is read there.
#include "check/rules.h"

#include <assert.h>

#include "check/data.h"
#include "check/flow.h"
#include "check/ladders.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/sheet.h"
#include "check/types.h"
#include "check/wording.h"

typedef struct Reading {
    Checker *checker;
    Symbol *symbol;
    Rule *rule;
    Scope scope;
} Reading;

bool check_rule_is_of_people(WritRuleKind kind)
{
    return kind == WRIT_RULE_NEVER_DOES || kind == WRIT_RULE_DIFFERENT_PEOPLE ||
           kind == WRIT_RULE_SAME_PERSON;
}

static WritRuleKind kind_of(TreeConstraintKind kind)
{
    switch (kind) {
    case TREE_CONSTRAINT_BLOCKED_UNTIL:
        return WRIT_RULE_BLOCKED_UNTIL;
    case TREE_CONSTRAINT_BEFORE:
        return WRIT_RULE_BEFORE;
    case TREE_CONSTRAINT_NEVER_AFTER:
        return WRIT_RULE_NEVER_AFTER;
    case TREE_CONSTRAINT_AFTER_ALWAYS:
        return WRIT_RULE_AFTER_ALWAYS;
    case TREE_CONSTRAINT_NEVER_BOTH:
        return WRIT_RULE_NEVER_BOTH;
    case TREE_CONSTRAINT_AT_MOST:
        return WRIT_RULE_AT_MOST;
    case TREE_CONSTRAINT_AT_LEAST:
        return WRIT_RULE_AT_LEAST;
    case TREE_CONSTRAINT_NEVER_DOES:
        return WRIT_RULE_NEVER_DOES;
    case TREE_CONSTRAINT_DIFFERENT_PEOPLE:
        return WRIT_RULE_DIFFERENT_PEOPLE;
    case TREE_CONSTRAINT_SAME_PERSON:
        return WRIT_RULE_SAME_PERSON;
    case TREE_CONSTRAINT_ALWAYS:
        return WRIT_RULE_ALWAYS;
    }
    WRIT_UNREACHABLE();
}

// --- Lines ----------------------------------------------------------------------------------

static void keep_once(Reading *reading, const TreeRuleLine **seen, const TreeRuleLine *line,
                      const char *words)
{
    if (*seen != NULL) {
        check_tell_line_twice(reading->checker, line->span, (*seen)->span, words);
        return;
    }
    *seen = line;
}

static void keep_sentence(Reading *reading, const TreeRuleLine *line)
{
    Rule *rule = reading->rule;
    if (rule->tree != NULL) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_RULE_TWO_SENTENCES, line->span,
                                    "a rule is one sentence");
        diag_label(diag, rule->tree->span, "the other one");
        diag_hint(diag, "Give each a rule of its own.");
        return;
    }
    rule->tree = line->constraint;
    rule->kind = kind_of(line->constraint->kind);
}

static void read_in_force(Reading *reading, const TreeMeta *meta)
{
    Rule *rule = reading->rule;
    if (rule->in_force != NULL) {
        check_tell_line_twice(reading->checker, meta->span, rule->in_force->span, "in force from");
        return;
    }
    rule->in_force = meta;
    bool well = check_date(reading->checker, meta->from, &rule->from);
    well = (meta->through == NULL || check_date(reading->checker, meta->through, &rule->through)) &&
           well;
    if (well && rule->through < rule->from) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_RULE_IN_FORCE, meta->span,
                                    "this ends before it begins");
        diag_hint(diag, "Write the earlier date first.");
    }
}

static void read_given(Reading *reading, const TreeParam *param)
{
    Checker *checker = reading->checker;
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %.*s", WRIT_TEXT_ARGS(reading->symbol->qualified),
                       WRIT_TEXT_ARGS(param->name->text));
    checker->anonymous = check_scratch_text(checker);
    TypeId type = check_type_read(checker, reading->symbol->module, param->type, NULL);
    (void)check_slot_new(&reading->scope, reading->rule->sheet->root, param->name,
                         WRIT_SLOT_PARAMETER, type);
}

static void read_line(Reading *reading, const TreeRuleLine *line)
{
    Rule *rule = reading->rule;
    switch (line->kind) {
    case TREE_RULE_META:
        if (line->meta->kind == TREE_META_IN_FORCE) {
            read_in_force(reading, line->meta);
        } else {
            check_meta(reading->checker, line->meta);
        }
        return;
    case TREE_RULE_GIVEN:
        for (const TreeParam *param = line->params.first; param != NULL; param = param->next) {
            read_given(reading, param);
        }
        return;
    case TREE_RULE_APPLIES_TO:
    case TREE_RULE_APPLIES_TO_ALL:
        keep_once(reading, &rule->applies, line, "applies to");
        return;
    case TREE_RULE_WHEN:
        keep_once(reading, &rule->when, line, "when");
        return;
    case TREE_RULE_CONSTRAINT:
        keep_sentence(reading, line);
        return;
    case TREE_RULE_ON_BREACH:
        keep_once(reading, &rule->on_breach, line, "on breach");
        return;
    }
    WRIT_UNREACHABLE();
}

// --- What is missing ------------------------------------------------------------------------

static void tell_lacks(const Reading *reading, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_RULE_LACKS, reading->symbol->span,
                                "the rule \"%.*s\" does not say %s",
                                WRIT_TEXT_ARGS(reading->symbol->text), what);
    diag_hint(diag, "%s", hint);
}

static void check_said(const Reading *reading)
{
    const Rule *rule = reading->rule;
    bool tells_by_itself = rule->kind == WRIT_RULE_BLOCKED_UNTIL || rule->kind == WRIT_RULE_BEFORE;
    if (rule->tree == NULL) {
        tell_lacks(reading, "what holds",
                   "Add a sentence, for example \"goods_shipped is blocked until "
                   "credit_released\".");
    } else if (rule->on_breach == NULL && !tells_by_itself) {
        tell_lacks(reading, "what happens when it is broken",
                   "Add \"on breach block\" or \"on breach notify … with …\".");
    }
    if (rule->applies == NULL) {
        tell_lacks(reading, "where it holds",
                   "Add \"applies to every process\", or \"applies to\" with names of processes.");
    }
}

// --- Blocking -------------------------------------------------------------------------------

static const TreeAction *find_block(const Rule *rule)
{
    const TreeAction *action = rule->on_breach == NULL ? NULL : rule->on_breach->actions.first;
    while (action != NULL && action->kind != TREE_ACTION_BLOCK) {
        action = action->next;
    }
    return action;
}

static void read_block(Reading *reading)
{
    Rule *rule = reading->rule;
    const TreeAction *block = find_block(rule);
    rule->blocks = block != NULL || rule->kind == WRIT_RULE_BLOCKED_UNTIL;
    const char *why = rule->kind == WRIT_RULE_BEFORE         ? "what is reported is let pass"
                      : rule->kind == WRIT_RULE_AFTER_ALWAYS ? "what did not happen cannot be "
                                                               "blocked"
                      : rule->kind == WRIT_RULE_AT_LEAST     ? "what did not happen cannot be "
                                                               "blocked"
                                                             : NULL;
    if (block == NULL || why == NULL) {
        return;
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_RULE_BLOCK, block->span, "%s", why);
    diag_label(diag, rule->tree->span, "the sentence");
    diag_hint(diag, rule->kind == WRIT_RULE_BEFORE
                        ? "Write \"is blocked until\" instead of \"before … is reported to\", or "
                          "leave \"block\" out."
                        : "Leave \"block\" out, and say with \"notify\" who sees to it.");
}

// --- Amounts --------------------------------------------------------------------------------

static void read_amounts(Reading *reading)
{
    Rule *rule = reading->rule;
    if (rule->kind == WRIT_RULE_AT_MOST || rule->kind == WRIT_RULE_AT_LEAST) {
        (void)check_whole(reading->checker, rule->tree->number, 1, CHECK_TIMES_MAX, &rule->count);
    }
    if (rule->tree->within != NULL) {
        (void)check_rung_time(&reading->scope, rule->tree->within);
    }
    const TreeOccurrences *people = &rule->tree->occurrences;
    if (rule->kind == WRIT_RULE_DIFFERENT_PEOPLE && people->count == 1 &&
        people->first->any_tag == NULL) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_RULE_SAME, people->first->span,
                                    "one step has no different people");
        diag_hint(diag, "Name a second step, or a tag: \"any approval\".");
    }
}

// --- What it speaks of ----------------------------------------------------------------------

// By itself a rule for every process is a use in its own sheet.
static void read_on_sheet(Reading *reading)
{
    const Rule *rule = reading->rule;
    Scope *scope = &reading->scope;
    if (rule->when != NULL) {
        (void)check_condition(scope, rule->when->expr);
    }
    if (rule->kind == WRIT_RULE_ALWAYS) {
        (void)check_condition(scope, rule->tree->expr);
    }
    if (rule->kind == WRIT_RULE_BEFORE) {
        (void)check_parties(scope, &rule->tree->parties, PARTY_PEOPLE);
    }
    if (rule->on_breach != NULL) {
        ActionScope actions = {
            .scope = scope,
            .place = ACTIONS_BREACH,
            .node = rule->sheet->root,
            .message = {.breach = true},
            .span = rule->on_breach->span,
        };
        (void)check_actions(&actions, &rule->on_breach->actions);
    }
}

static void read_processes(Reading *reading)
{
    const TreeRuleLine *line = reading->rule->applies;
    const TreePath *path = line->kind == TREE_RULE_APPLIES_TO ? line->paths.first : NULL;
    for (; path != NULL; path = path->next) {
        (void)check_find(reading->checker, reading->symbol->module, path, SYMBOL_PROCESS);
    }
}

void check_rule(Checker *checker, Symbol *symbol)
{
    Rule *rule = symbol->rule;
    rule->from = INT64_MIN;
    rule->through = INT64_MAX;
    Reading reading = {
        .checker = checker,
        .symbol = symbol,
        .rule = rule,
        .scope = {.checker = checker, .module = symbol->module, .no_rates = CHECK_RULE_NO_RATES},
    };
    rule->sheet = check_sheet_begin(&reading.scope, symbol);
    uint32_t errors = writ_diags_error_count(checker->diags);
    rule->title = check_plain_text(checker, symbol->decl->title);
    const TreeRuleLine *line = symbol->decl->rule.lines.first;
    for (; line != NULL; line = line->next) {
        read_line(&reading, line);
    }
    check_said(&reading);
    if (rule->tree != NULL && rule->applies != NULL) {
        rule->sentence = check_wording_sentence(checker, rule->tree);
        read_processes(&reading);
        read_block(&reading);
        read_amounts(&reading);
        check_rule_names(checker, rule);
        if (rule->applies->kind == TREE_RULE_APPLIES_TO_ALL) {
            read_on_sheet(&reading);
        }
    }
    rule->broken = writ_diags_error_count(checker->diags) != errors;
}

// --- Rules of one name ------------------------------------------------------------------------

static void tell_overlap(Checker *checker, const Rule *rule, const Rule *other)
{
    bool dated = rule->in_force != NULL && other->in_force != NULL;
    WritDiag *diag = diag_error(
        checker->diags, dated ? DIAG_RULE_IN_FORCE : DIAG_DECLARED_TWICE, rule->symbol->span,
        dated ? "two rules \"%.*s\" are in force on the same day" : "\"%.*s\" is declared twice",
        WRIT_TEXT_ARGS(rule->symbol->text));
    diag_label(diag, other->symbol->span, "the other one");
    diag_hint(diag, dated ? "Let one end before the other begins."
                          : "Give one of the two another name, or say of both when they are in "
                            "force.");
}

// Another one begins on the day after it ends, or before.
static bool is_followed(const Rule *rule)
{
    const Symbol *first = rule->symbol;
    for (uint32_t i = 0; i < first->module->symbol_count; i++) {
        const Symbol *other = first->module->symbols[i];
        if (other->kind == SYMBOL_RULE && other->name == first->name && other != first &&
            other->rule->from > rule->from && other->rule->from <= rule->through + 1) {
            return true;
        }
    }
    return false;
}

static bool comes_later(const Rule *rule)
{
    const Symbol *first = rule->symbol;
    for (uint32_t i = 0; i < first->module->symbol_count; i++) {
        const Symbol *other = first->module->symbols[i];
        if (other->kind == SYMBOL_RULE && other->name == first->name && other != first &&
            other->rule->from > rule->from) {
            return true;
        }
    }
    return false;
}

static void check_version(Checker *checker, Symbol *symbol)
{
    Rule *rule = symbol->rule;
    for (Symbol *other = symbol->same_name; other != NULL; other = other->same_name) {
        if (other->kind != SYMBOL_RULE || other->module != symbol->module) {
            continue;
        }
        const Rule *second = other->rule;
        if (rule->from <= second->through && second->from <= rule->through) {
            tell_overlap(checker, rule, second);
            rule->broken = true;
        }
    }
    if (rule->through != INT64_MAX && comes_later(rule) && !is_followed(rule)) {
        WritDiag *diag =
            diag_warning(checker->diags, DIAG_RULE_GAP, rule->in_force->span,
                         "after this no rule \"%.*s\" is in force until the next one begins",
                         WRIT_TEXT_ARGS(symbol->text));
        diag_hint(diag, "Let the next one begin on the day after, if that is not meant.");
    }
}

void check_rule_versions(Checker *checker)
{
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == SYMBOL_RULE) {
                check_version(checker, module->symbols[i]);
            }
        }
    }
}
