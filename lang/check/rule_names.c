// What the names in a rule mean: a milestone, an event, a step, or every step with a tag.
#include "check/rules.h"

#include <assert.h>

#include "check/names.h"

// What one name means without a process; all NULL: it can only be a step.
typedef struct Meaning {
    const Symbol *tag;
    const Symbol *milestone;
    const Symbol *event;
    bool unknown; // Told.
} Meaning;

static Meaning meaning_of(Checker *checker, const Rule *rule, const TreeOccurrence *name)
{
    Meaning meaning = {0};
    Module *module = rule->symbol->module;
    if (name->any_tag != NULL) {
        meaning.tag = check_find_name(checker, module, name->any_tag, SYMBOL_TAG);
        meaning.unknown = meaning.tag == NULL;
        return meaning;
    }
    meaning.milestone = check_find_quietly(checker, module, name->path, SYMBOL_MILESTONE);
    if (meaning.milestone == NULL) {
        meaning.event = check_find_quietly(checker, module, name->path, SYMBOL_EVENT);
    }
    return meaning;
}

static bool is_for_all(const Rule *rule)
{
    return rule->applies->kind == TREE_RULE_APPLIES_TO_ALL;
}

// --- By itself ------------------------------------------------------------------------------

// False where the name is no tag.
static bool tell_tag(Checker *checker, const Rule *rule, const TreeOccurrence *name)
{
    WritText text = check_path_text(checker, name->path);
    const Symbol *tag = check_find_quietly(checker, rule->symbol->module, name->path, SYMBOL_TAG);
    if (tag == NULL) {
        return false;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_RULE_NAME, name->span, "\"%.*s\" is a tag",
                                WRIT_TEXT_ARGS(text));
    diag_label(diag, tag->span, "declared here");
    diag_hint(diag, "Write \"any %.*s\": each step that has it.", WRIT_TEXT_ARGS(text));
    return true;
}

static void tell_step(Checker *checker, const Rule *rule, const TreeOccurrence *name)
{
    if (tell_tag(checker, rule, name)) {
        return;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_RULE_NAME, name->span,
                                "there is no milestone or event called \"%.*s\"",
                                WRIT_TEXT_ARGS(check_path_text(checker, name->path)));
    diag_reason(diag, "A rule for every process speaks of milestones, events and tags; a step "
                      "belongs to one process.");
    diag_hint(diag, "Mark a milestone in the step, give it a tag, or name the process in \"applies "
                    "to\".");
}

static void tell_nobody(Checker *checker, const TreeOccurrence *name, const Symbol *symbol)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_RULE_PERSON, name->span,
                                "%s is nobody's doing", check_kind_text(symbol->kind));
    diag_label(diag, symbol->span, "declared here");
    diag_hint(diag, "Name a step that a person does, or a tag of such steps: \"any approval\".");
}

static void tell_outside(Checker *checker, const TreeOccurrence *name, const Symbol *event)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_RULE_BLOCK, name->span,
                                "what comes from outside cannot be blocked");
    diag_label(diag, event->span, "an event");
    diag_hint(diag, "Let it pass and be told: leave \"block\" out, or write \"before … is reported "
                    "to\".");
}

// What a rule that blocks would have to refuse.
static bool is_limited(const Rule *rule, uint32_t group)
{
    bool first = rule->kind == WRIT_RULE_BLOCKED_UNTIL || rule->kind == WRIT_RULE_NEVER_AFTER ||
                 rule->kind == WRIT_RULE_AT_MOST;
    return rule->blocks && ((first && group == 0) || rule->kind == WRIT_RULE_NEVER_BOTH);
}

static void check_name(Checker *checker, const Rule *rule, const TreeOccurrence *name,
                       uint32_t group)
{
    Meaning meaning = meaning_of(checker, rule, name);
    const Symbol *symbol = meaning.milestone != NULL ? meaning.milestone : meaning.event;
    if (meaning.unknown || meaning.tag != NULL) {
        return;
    }
    if (symbol == NULL) {
        if (is_for_all(rule)) {
            tell_step(checker, rule, name);
        }
    } else if (check_rule_is_of_people(rule->kind)) {
        tell_nobody(checker, name, symbol);
    } else if (meaning.event != NULL && is_limited(rule, group)) {
        tell_outside(checker, name, symbol);
    }
}

static bool is_same(Checker *checker, const TreeOccurrence *a, const TreeOccurrence *b)
{
    if (a->any_tag != NULL || b->any_tag != NULL) {
        return a->any_tag != NULL && b->any_tag != NULL && a->any_tag->name == b->any_tag->name;
    }
    return writ_text_equal(check_path_text(checker, a->path), check_path_text(checker, b->path));
}

static void tell_same(Checker *checker, const TreeOccurrence *name, const TreeOccurrence *other,
                      const char *hint)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_RULE_SAME, name->span, "the rule speaks twice of the same");
    diag_label(diag, other->span, "here too");
    diag_hint(diag, "%s", hint);
}

static void check_both(Checker *checker, const Rule *rule)
{
    const TreeConstraint *tree = rule->tree;
    if (tree->second == NULL || rule->kind == WRIT_RULE_NEVER_DOES ||
        !is_same(checker, tree->first, tree->second)) {
        return;
    }
    tell_same(checker, tree->second, tree->first,
              rule->kind == WRIT_RULE_NEVER_AFTER ? "Write \"at most 1 time\"."
                                                  : "Name two different things.");
}

static void check_list(Checker *checker, const Rule *rule)
{
    const TreeOccurrence *name = rule->tree->occurrences.first;
    for (; name != NULL; name = name->next) {
        const TreeOccurrence *before = rule->tree->occurrences.first;
        while (before != name && !is_same(checker, before, name)) {
            before = before->next;
        }
        if (before != name) {
            tell_same(checker, name, before, "Remove one of the two.");
        }
        check_name(checker, rule, name, 0);
    }
}

void check_rule_names(Checker *checker, Rule *rule)
{
    if (rule->tree->first != NULL) {
        check_name(checker, rule, rule->tree->first, 0);
    }
    if (rule->tree->second != NULL) {
        check_name(checker, rule, rule->tree->second, 1);
    }
    check_both(checker, rule);
    check_list(checker, rule);
}

// --- In a process ---------------------------------------------------------------------------

typedef struct RuleBinding {
    Scope *scope;
    RuleUse *use;
    uint32_t capacity;
    bool each; // Each step is a group of its own.
    uint32_t group;
} RuleBinding;

static bool has(const RuleBinding *binding, const Occurrence *occurrence)
{
    for (uint32_t i = 0; i < binding->use->occurrence_count; i++) {
        const Occurrence *other = &binding->use->occurrences[i];
        bool beside = binding->each || other->group == binding->group;
        if (beside && other->kind == occurrence->kind && other->step == occurrence->step &&
            other->milestone == occurrence->milestone && other->event == occurrence->event) {
            return true;
        }
    }
    return false;
}

static void add(RuleBinding *binding, Occurrence occurrence)
{
    RuleUse *use = binding->use;
    if (has(binding, &occurrence)) {
        return;
    }
    occurrence.group = binding->group;
    use->occurrences = check_grow(binding->scope->checker->arena, use->occurrences,
                                  use->occurrence_count, &binding->capacity, sizeof(Occurrence));
    use->occurrences[use->occurrence_count++] = occurrence;
    binding->group += binding->each ? 1 : 0;
}

static bool is_by_person(const Node *node)
{
    return node->step->act == WRIT_ACT_DO || node->step->act == WRIT_ACT_APPROVE;
}

static bool has_tag(const Step *step, const Symbol *tag)
{
    for (uint32_t i = 0; i < step->tag_count; i++) {
        if (step->tags[i] == tag) {
            return true;
        }
    }
    return false;
}

static void add_tagged(RuleBinding *binding, const Node *node, const Symbol *tag)
{
    if (node->step != NULL && has_tag(node->step, tag) &&
        (is_by_person(node) || !check_rule_is_of_people(binding->use->rule->kind))) {
        add(binding, (Occurrence){.kind = WRIT_OCCURS_STEP, .step = node});
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        add_tagged(binding, child, tag);
    }
}

static bool takes(const Process *process, const Node *node, const Event *event)
{
    if (node->step != NULL && node->step->event == event) {
        return true;
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        if (takes(process, child, event)) {
            return true;
        }
    }
    return false;
}

static bool can_come(const Process *process, const Event *event)
{
    if (process->start_event == event) {
        return true;
    }
    for (uint32_t i = 0; i < process->happens_count; i++) {
        if (process->happens[i].event == event) {
            return true;
        }
    }
    return takes(process, process->root, event);
}

// "stage.step", or a step alone whose name only one stage has. `second`: another stage has it too.
static const Node *find_step(const Process *process, const TreePath *path, const Node **second)
{
    const TreeName *first = path->parts.first;
    const Node *found = NULL;
    if (path->parts.count == 2) {
        const Node *stage = check_names_find(&process->by_stage, first->name);
        return stage == NULL ? NULL : check_names_find(stage->steps, first->next->name);
    }
    for (const Node *stage = process->root->children; path->parts.count == 1 && stage != NULL;
         stage = stage->next) {
        const Node *step = check_names_find(stage->steps, first->name);
        *second = found != NULL && step != NULL ? step : *second;
        found = found == NULL ? step : found;
    }
    return found;
}

static void tell_no_step(RuleBinding *binding, const TreeOccurrence *name)
{
    Checker *checker = binding->scope->checker;
    const Process *process = binding->scope->process;
    if (tell_tag(checker, binding->use->rule, name)) {
        return;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_RULE_NAME, name->span,
                                "\"%.*s\" is no milestone or event, and no step of \"%.*s\"",
                                WRIT_TEXT_ARGS(check_path_text(checker, name->path)),
                                WRIT_TEXT_ARGS(process->symbol->text));
    diag_label(diag, process->span, "the process");
    diag_hint(diag, "Write a step with its stage: \"stage.step\".");
}

static void tell_two_steps(RuleBinding *binding, const TreeOccurrence *name, const Node *first,
                           const Node *second)
{
    WritDiag *diag = diag_error(binding->scope->checker->diags, DIAG_RULE_NAME, name->span,
                                "\"%.*s\" means two things here", WRIT_TEXT_ARGS(first->text));
    diag_label(diag, first->span, "a step of this name");
    diag_label(diag, second->span, "a step of this name");
    diag_hint(diag, "Write the step with its stage: \"stage.step\".");
}

static void tell_automatic(RuleBinding *binding, const TreeOccurrence *name, const Node *step)
{
    WritDiag *diag = diag_error(binding->scope->checker->diags, DIAG_RULE_PERSON, name->span,
                                "no person does the step \"%.*s\"", WRIT_TEXT_ARGS(step->text));
    diag_label(diag, step->span, "the step");
    diag_hint(diag, "Name a step that a person does, or a tag of such steps: \"any approval\".");
}

static void add_step(RuleBinding *binding, const TreeOccurrence *name)
{
    const Node *second = NULL;
    const Node *step = find_step(binding->scope->process, name->path, &second);
    if (step == NULL) {
        tell_no_step(binding, name);
    } else if (second != NULL) {
        tell_two_steps(binding, name, step, second);
    } else if (check_rule_is_of_people(binding->use->rule->kind) && !is_by_person(step)) {
        tell_automatic(binding, name, step);
    } else {
        add(binding, (Occurrence){.kind = WRIT_OCCURS_STEP, .step = step});
    }
}

// A name that means a milestone or an event and a step as well.
static bool is_two_things(RuleBinding *binding, const TreeOccurrence *name, const Symbol *symbol)
{
    const Node *second = NULL;
    const Node *step = is_for_all(binding->use->rule)
                           ? NULL
                           : find_step(binding->scope->process, name->path, &second);
    if (step == NULL) {
        return false;
    }
    WritDiag *diag = diag_error(binding->scope->checker->diags, DIAG_RULE_NAME, name->span,
                                "\"%.*s\" means two things here", WRIT_TEXT_ARGS(symbol->text));
    diag_label(diag, symbol->span, "%s of this name", check_kind_text(symbol->kind));
    diag_label(diag, step->span, "a step of this name");
    diag_hint(diag, "Give one of the two another name.");
    return true;
}

static void add_name(RuleBinding *binding, const TreeOccurrence *name)
{
    const Process *process = binding->scope->process;
    Meaning meaning = meaning_of(binding->scope->checker, binding->use->rule, name);
    const Symbol *symbol = meaning.milestone != NULL ? meaning.milestone : meaning.event;
    if (meaning.tag != NULL) {
        add_tagged(binding, process->root, meaning.tag);
    } else if (symbol == NULL) {
        add_step(binding, name);
    } else if (is_two_things(binding, name, symbol)) {
        return;
    } else if (meaning.milestone != NULL) {
        if (meaning.milestone->marked_in == process) {
            add(binding, (Occurrence){.kind = WRIT_OCCURS_MILESTONE, .milestone = symbol});
        }
    } else if (can_come(process, symbol->event)) {
        add(binding, (Occurrence){.kind = WRIT_OCCURS_EVENT, .event = symbol->event});
    }
}

void check_rule_occurrences(Scope *scope, RuleUse *use)
{
    const TreeConstraint *tree = use->rule->tree;
    RuleBinding binding = {.scope = scope, .use = use, .each = tree->first == NULL};
    if (tree->first != NULL) {
        add_name(&binding, tree->first);
    }
    if (tree->second != NULL) {
        binding.group = 1;
        add_name(&binding, tree->second);
    }
    for (const TreeOccurrence *name = tree->occurrences.first; name != NULL; name = name->next) {
        add_name(&binding, name);
    }
}

bool check_rule_has_group(const RuleUse *use, uint32_t group)
{
    for (uint32_t i = 0; i < use->occurrence_count; i++) {
        if (use->occurrences[i].group == group) {
            return true;
        }
    }
    return false;
}

uint32_t check_rule_group_count(const RuleUse *use)
{
    return use->occurrence_count == 0 ? 0 : use->occurrences[use->occurrence_count - 1].group + 1;
}
