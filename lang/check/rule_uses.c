// The rules that hold in one process: what they mean there.
#include "check/rules.h"

#include <assert.h>
#include <stdlib.h>

#include "check/ladders.h"
#include "check/names.h"
#include "check/types.h"

typedef struct RuleBinding {
    Scope *outer; // Of the process.
    Scope inner;  // Of the rule, whose module has its own names.
    RuleUse *use;
} RuleBinding;

// --- Where it holds -------------------------------------------------------------------------

static bool names_process(Checker *checker, const Rule *rule, const Process *process)
{
    const TreePath *path = rule->applies->paths.first;
    for (; path != NULL; path = path->next) {
        if (check_find_quietly(checker, rule->symbol->module, path, SYMBOL_PROCESS) ==
            process->symbol) {
            return true;
        }
    }
    return false;
}

static bool holds_in(Checker *checker, const Symbol *symbol, const Process *process)
{
    if (symbol->kind != SYMBOL_RULE || symbol->rule->broken) {
        return false;
    }
    return symbol->rule->applies->kind == TREE_RULE_APPLIES_TO_ALL ||
           names_process(checker, symbol->rule, process);
}

// --- What it is given -----------------------------------------------------------------------

static void tell_given(const RuleBinding *binding, const Slot *given)
{
    const Process *process = binding->outer->process;
    WritDiag *diag =
        diag_error(binding->outer->checker->diags, DIAG_RULE_GIVEN, given->span,
                   "the rule speaks of \"%.*s\", and nothing in the process \"%.*s\" is called so",
                   WRIT_TEXT_ARGS(given->text), WRIT_TEXT_ARGS(process->symbol->text));
    diag_label(diag, process->span, "the rule holds here");
    diag_hint(diag, "Give the same name to what it speaks of, or say in \"applies to\" which "
                    "processes have it.");
}

static Slot *find_given(const RuleBinding *binding, const Slot *given)
{
    Checker *checker = binding->outer->checker;
    Slot *slot = check_names_find(&binding->outer->process->slots, given->name);
    if (slot == NULL) {
        tell_given(binding, given);
        return NULL;
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "\"%.*s\" of the rule", WRIT_TEXT_ARGS(given->text));
    Wanted wanted = {
        .type = given->type,
        .what = check_scratch_text(checker).data,
        .declared = given->span,
    };
    Expr *fit =
        check_fit(binding->outer, check_expr_slot(binding->outer, slot, slot->span), wanted);
    return check_expr_is_unknown(fit) ? NULL : slot;
}

// What can be named in the rule: what it is given; in a process that it names, all its data.
static NameTable bind_names(const RuleBinding *binding)
{
    const Rule *rule = binding->use->rule;
    NameTable names = {0};
    if (rule->applies->kind == TREE_RULE_APPLIES_TO) {
        names = binding->outer->process->slots;
    }
    for (const Slot *given = rule->sheet->root->slots; given != NULL; given = given->next) {
        Slot *slot = find_given(binding, given);
        if (slot != NULL && rule->applies->kind == TREE_RULE_APPLIES_TO_ALL) {
            (void)check_names_put(&names, binding->outer->checker->arena, given->name, slot);
        }
    }
    return names;
}

// --- When it holds --------------------------------------------------------------------------

// False where the process has none (told).
static bool has_calendar(const RuleBinding *binding, WritSpan span, const char *what)
{
    const Process *process = binding->outer->process;
    if (process->root->calendar != NULL) {
        return true;
    }
    WritDiag *diag = diag_error(binding->outer->checker->diags, DIAG_NO_CALENDAR, span,
                                "%s needs a calendar, and the process \"%.*s\" names none", what,
                                WRIT_TEXT_ARGS(process->symbol->text));
    diag_label(diag, process->span, "the rule holds here");
    diag_hint(diag, "Add a line \"uses calendar NAME\" to the process.");
    return false;
}

static Expr *date_of(Scope *scope, WritSpan span, int64_t days)
{
    WritValue value = {.kind = WRIT_VALUE_DATE, .integer = days};
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_DATE), span,
                               value);
}

static Expr *in_force(RuleBinding *binding)
{
    Scope *scope = &binding->inner;
    const Rule *rule = binding->use->rule;
    WritSpan span = rule->in_force->span;
    if (!has_calendar(binding, span, "the day from which a rule is in force")) {
        return check_expr_unknown(scope, span);
    }
    Expr *today = check_today(scope, span);
    bool ends = rule->through != INT64_MAX;
    TypeId boolean = check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN);
    Expr *expr =
        check_expr_new(scope, ends ? WRIT_OP_IN_RANGE : WRIT_OP_GREATER_EQUAL, boolean, span);
    check_expr_operands(expr, today, date_of(scope, span, rule->from),
                        ends ? date_of(scope, span, rule->through) : NULL);
    return expr;
}

static Expr *both(Scope *scope, Expr *a, Expr *b)
{
    if (a == NULL || b == NULL) {
        return a == NULL ? b : a;
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_AND,
                                check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN), b->span);
    check_expr_operands(expr, a, b, NULL);
    return expr;
}

static void bind_condition(RuleBinding *binding)
{
    const Rule *rule = binding->use->rule;
    Expr *dated = rule->in_force == NULL ? NULL : in_force(binding);
    Expr *when = rule->when == NULL ? NULL : check_condition(&binding->inner, rule->when->expr);
    binding->use->when = both(&binding->inner, dated, when);
}

static void bind_within(RuleBinding *binding)
{
    RuleUse *use = binding->use;
    const TreeDuration *within = use->rule->tree->within;
    if (within == NULL) {
        return;
    }
    use->within = check_rung_time(&binding->inner, within);
    if (use->within != NULL &&
        check_type_is(binding->outer->checker, use->within->type, WRIT_TYPE_WORKING_TIME) &&
        has_calendar(binding, within->span, "working time")) {
        use->calendar = binding->outer->process->root->calendar;
    }
}

// --- Who is told ----------------------------------------------------------------------------

static void bind_actions(RuleBinding *binding)
{
    RuleUse *use = binding->use;
    const Rule *rule = use->rule;
    Scope *scope = &binding->inner;
    Action *report = NULL;
    use->actions = check_actions_new(scope, rule->tree->span);
    if (rule->on_breach != NULL) {
        ActionScope actions = {
            .scope = scope,
            .place = ACTIONS_BREACH,
            .node = scope->process->root,
            .message = {.breach = true},
            .span = rule->on_breach->span,
        };
        use->actions = check_actions(&actions, &rule->on_breach->actions);
    }
    if (rule->kind == WRIT_RULE_BEFORE) {
        report = check_action_add(scope, use->actions, WRIT_ACTION_NOTIFY, rule->tree->span);
        report->parties = check_parties(scope, &rule->tree->parties, PARTY_PEOPLE);
        report->message = check_reminder(scope->checker, REMINDED_OF_BREACH);
    }
}

// --- The whole ------------------------------------------------------------------------------

static void tell_never(const RuleBinding *binding, const TreeOccurrence *name, const char *what)
{
    const Process *process = binding->outer->process;
    WritDiag *diag = diag_error(binding->outer->checker->diags, DIAG_RULE_NEVER_HOLDS, name->span,
                                "nothing in the process \"%.*s\" brings this about, so the rule "
                                "%s",
                                WRIT_TEXT_ARGS(process->symbol->text), what);
    diag_label(diag, process->span, "the rule holds here");
    diag_hint(diag,
              "Bring it about in the process, or say in \"applies to\" where the rule holds.");
}

// What nothing in the process can touch is no part of it; what every case would break is a mistake.
static void weigh(RuleBinding *binding)
{
    RuleUse *use = binding->use;
    const TreeConstraint *tree = use->rule->tree;
    bool first = check_rule_has_group(use, 0);
    bool second = check_rule_has_group(use, 1);
    switch (use->rule->kind) {
    case WRIT_RULE_BLOCKED_UNTIL:
    case WRIT_RULE_BEFORE:
        use->idle = !first;
        if (first && !second) {
            tell_never(binding, tree->second,
                       use->rule->kind == WRIT_RULE_BEFORE ? "would be broken every time"
                                                           : "would block for ever");
        }
        return;
    case WRIT_RULE_AFTER_ALWAYS:
        use->idle = !first;
        if (first && !second) {
            tell_never(binding, tree->second, "would be broken every time");
        }
        return;
    case WRIT_RULE_AT_LEAST:
        if (!first) {
            tell_never(binding, tree->first, "would be broken by every case");
        }
        return;
    case WRIT_RULE_NEVER_AFTER:
    case WRIT_RULE_NEVER_BOTH:
    case WRIT_RULE_NEVER_DOES:
        use->idle = !first || !second;
        return;
    case WRIT_RULE_AT_MOST:
    case WRIT_RULE_SAME_PERSON:
        use->idle = !first;
        return;
    case WRIT_RULE_DIFFERENT_PEOPLE:
        use->idle = check_rule_group_count(use) < 2;
        return;
    case WRIT_RULE_ALWAYS:
        return;
    }
    WRIT_UNREACHABLE();
}

static void bind(Scope *outer, RuleUse *use)
{
    Process *process = outer->process;
    RuleBinding binding = {
        .outer = outer,
        .use = use,
        .inner =
            {
                .checker = outer->checker,
                .module = use->rule->symbol->module,
                .process = process,
                .calendar = process->root->calendar,
                .no_rates = CHECK_RULE_NO_RATES,
            },
    };
    uint32_t errors = writ_diags_error_count(outer->checker->diags);
    check_rule_occurrences(outer, use);
    if (writ_diags_error_count(outer->checker->diags) == errors) {
        weigh(&binding);
    }
    if (use->idle || writ_diags_error_count(outer->checker->diags) != errors) {
        return;
    }
    NameTable slots = process->slots;
    NameTable names = bind_names(&binding);
    if (writ_diags_error_count(outer->checker->diags) != errors) {
        return;
    }
    process->slots = names;
    bind_condition(&binding);
    if (use->rule->kind == WRIT_RULE_ALWAYS) {
        use->expr = check_condition(&binding.inner, use->rule->tree->expr);
    }
    bind_within(&binding);
    bind_actions(&binding);
    process->slots = slots;
    use->asks_order =
        use->rule->kind == WRIT_RULE_BLOCKED_UNTIL || use->rule->kind == WRIT_RULE_BEFORE;
    use->second_done = use->asks_order ? process->fact_count++ : FACT_NONE;
}

static int compare_rules(const void *a, const void *b)
{
    const RuleUse *x = a;
    const RuleUse *y = b;
    int order = writ_text_compare(x->rule->symbol->qualified, y->rule->symbol->qualified);
    return order != 0 ? order : (x->rule->from > y->rule->from) - (x->rule->from < y->rule->from);
}

static void list(Checker *checker, Process *process)
{
    uint32_t capacity = 0;
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (holds_in(checker, module->symbols[i], process)) {
                process->rules = check_grow(checker->arena, process->rules, process->rule_count,
                                            &capacity, sizeof(RuleUse));
                process->rules[process->rule_count++] = (RuleUse){.rule = module->symbols[i]->rule};
            }
        }
    }
    if (process->rule_count > 1) {
        qsort(process->rules, process->rule_count, sizeof(RuleUse), compare_rules);
    }
}

void check_rules(Scope *scope)
{
    Process *process = scope->process;
    list(scope->checker, process);
    if (process->rule_count > WRIT_RULES_MAX) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_TOO_MANY_RULES, process->span,
                                    "more than %d rules hold in this process", WRIT_RULES_MAX);
        diag_hint(diag, "Let rules for single processes name these in \"applies to\".");
        return;
    }
    for (uint32_t i = 0; i < process->rule_count; i++) {
        if (!check_has_room(scope->checker, process->span)) {
            return;
        }
        bind(scope, &process->rules[i]);
    }
}
