// Equal currencies as rules of a record: a path from it, and the path or code that stands for it.
//
// Among paths that are equal the code, then the shortest, stands for all, so that two places have
// the same currency exactly when they are rewritten to the same place.
#include "check/currency.h"

#include <assert.h>
#include <string.h>

#include "check/places.h"
#include "check/types.h"

enum { WAY_MAX = 64 }; // Steps from a root; longer ways are not rewritten.

static bool is_same_path(const RelativePath *a, const RelativePath *b)
{
    return a->count == b->count &&
           (a->count == 0 || memcmp(a->steps, b->steps, a->count * sizeof *a->steps) == 0);
}

// --- Reading the rules --------------------------------------------------------------------

// Where a name of a `such that` line begins: at the record, or at an element of one of its lists.
typedef struct Base {
    WritName variable; // 0 for the record itself.
    RelativePath path;
    const Record *record;
} Base;

static bool follow(Checker *checker, const TreePath *tree, const Base *base, RelativePath *path,
                   TypeId *type)
{
    const TreeName *name = tree->parts.first;
    const Record *record = base->record;
    uint32_t room = base->path.count + tree->parts.count;
    *path = (RelativePath){writ_arena_array(checker->arena, room, sizeof(uint32_t)), 0};
    for (; path->count < base->path.count; path->count++) {
        path->steps[path->count] = base->path.steps[path->count];
    }
    if (base->variable != 0) {
        name = name->next;
    }
    *type = TYPE_UNKNOWN;
    for (; name != NULL && record != NULL; name = name->next) {
        const Field *field = check_names_find(&record->by_name, name->name);
        if (field == NULL) {
            return false;
        }
        path->steps[path->count++] = (uint32_t)(field - record->fields);
        *type = field->type;
        record = check_type_record(checker, field->type);
    }
    return name == NULL && *type != TYPE_UNKNOWN;
}

typedef struct Side {
    RelativePath path;
    WritCode code;
} Side;

// A side of `=` that says a currency: a path from the record or the element, or a code.
static bool read_side(Checker *checker, const TreeExpr *tree, const Base *bases, uint32_t count,
                      Side *side)
{
    *side = (Side){0};
    if (tree->kind == TREE_EXPR_CODE) {
        side->code = tree->name->text.length == 3 ? writ_code(tree->name->text) : 0;
        return side->code != 0;
    }
    if (tree->kind != TREE_EXPR_PATH) {
        return false;
    }
    const Base *base = &bases[0];
    for (uint32_t i = 1; i < count; i++) {
        base = bases[i].variable == tree->path->parts.first->name ? &bases[i] : base;
    }
    TypeId type;
    return follow(checker, tree->path, base, &side->path, &type) &&
           type == check_type_scalar(checker, WRIT_TYPE_CURRENCY);
}

static int compare_paths(const RelativePath *a, const RelativePath *b)
{
    if (a->count != b->count) {
        return a->count < b->count ? -1 : 1;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->steps[i] != b->steps[i]) {
            return a->steps[i] < b->steps[i] ? -1 : 1;
        }
    }
    return 0;
}

static CurrencyRule *rule_of(Record *record, const RelativePath *path)
{
    for (uint32_t i = 0; i < record->rule_count; i++) {
        if (is_same_path(&record->rules[i].path, path)) {
            return &record->rules[i];
        }
    }
    return NULL;
}

static Side meaning(Record *record, const Side *side)
{
    const CurrencyRule *rule = side->code != 0 ? NULL : rule_of(record, &side->path);
    return rule == NULL ? *side : (Side){rule->same, rule->code};
}

static void add_rule(Checker *checker, Record *record, const RelativePath *path, const Side *same)
{
    CurrencyRule *rules = writ_arena_array(checker->arena, record->rule_count + 1, sizeof *rules);
    if (record->rule_count > 0) {
        memcpy(rules, record->rules, record->rule_count * sizeof *rules);
    }
    rules[record->rule_count] = (CurrencyRule){*path, same->path, same->code};
    record->rules = rules;
    record->rule_count++;
}

// Whatever stood for `from` stands for `to` from now on.
static void replace(Checker *checker, Record *record, const Side *from, const Side *to)
{
    for (uint32_t i = 0; i < record->rule_count; i++) {
        CurrencyRule *rule = &record->rules[i];
        if (rule->code == from->code && is_same_path(&rule->same, &from->path)) {
            rule->same = to->path;
            rule->code = to->code;
        }
    }
    if (from->code == 0) {
        add_rule(checker, record, &from->path, to);
    }
}

enum { RULES_MAX = 64 }; // Of one record; further equalities are not used.

static void join(Checker *checker, Record *record, const Side *left, const Side *right)
{
    Side a = meaning(record, left);
    Side b = meaning(record, right);
    bool same = a.code == b.code && is_same_path(&a.path, &b.path);
    if (same || record->rule_count >= RULES_MAX || (a.code != 0 && b.code != 0)) {
        return;
    }
    bool keep_a = a.code != 0 || (b.code == 0 && compare_paths(&a.path, &b.path) < 0);
    replace(checker, record, keep_a ? &b : &a, keep_a ? &a : &b);
}

enum { BASES_MAX = 8 };

static void read_condition(Checker *checker, Record *record, const TreeExpr *tree, Base *bases,
                           uint32_t count)
{
    if (tree->kind == TREE_EXPR_BINARY && tree->op == TREE_OP_AND) {
        read_condition(checker, record, tree->left, bases, count);
        read_condition(checker, record, tree->right, bases, count);
        return;
    }
    if (tree->kind == TREE_EXPR_BINARY && tree->op == TREE_OP_EQUAL) {
        Side left;
        Side right;
        if (read_side(checker, tree->left, bases, count, &left) &&
            read_side(checker, tree->right, bases, count, &right)) {
            join(checker, record, &left, &right);
        }
        return;
    }
    if (tree->kind != TREE_EXPR_QUANTIFIED || tree->quantifier != TREE_QUANTIFIER_EVERY ||
        tree->list->kind != TREE_EXPR_PATH || count == BASES_MAX) {
        return;
    }
    const TreePath *list = tree->list->path;
    const Base *base = &bases[0];
    for (uint32_t i = 1; i < count; i++) {
        base = bases[i].variable == list->parts.first->name ? &bases[i] : base;
    }
    TypeId type;
    RelativePath path;
    if (!follow(checker, list, base, &path, &type) ||
        !check_type_is(checker, type, WRIT_TYPE_LIST)) {
        return;
    }
    uint32_t *steps = writ_arena_array(checker->arena, path.count + 1, sizeof *steps);
    memcpy(steps, path.steps, path.count * sizeof *steps);
    steps[path.count] = STEP_ELEMENT;
    bases[count] = (Base){
        .variable = tree->name->name,
        .path = {steps, path.count + 1},
        .record = check_type_record(checker, check_type(checker, type)->index),
    };
    read_condition(checker, record, tree->condition, bases, count + 1);
}

void check_currency_rules(Checker *checker, Record *record)
{
    Base bases[BASES_MAX] = {{.record = record}};
    for (uint32_t i = 0; i < record->field_count; i++) {
        const TreeField *tree = record->fields[i].tree;
        const TreeFieldOption *option = tree == NULL ? NULL : tree->options.first;
        for (; option != NULL; option = option->next) {
            if (option->kind == TREE_FIELD_SUCH_THAT) {
                read_condition(checker, record, option->expr, bases, 1);
            }
        }
    }
}

// --- Using them ---------------------------------------------------------------------------

// Replaces the end of `way` from step `at` on by what stands for it in `record`.
static bool rewrite(Record *record, const RelativePath *rest, Side *same)
{
    const CurrencyRule *rule = rule_of(record, rest);
    if (rule == NULL) {
        return false;
    }
    *same = (Side){rule->same, rule->code};
    return true;
}

// The way of a canonical place from its root. Returns the number of steps, or WAY_MAX + 1.
static uint32_t way_of(const Checker *checker, PlaceId place, PlaceId ids[WAY_MAX + 1])
{
    uint32_t count = 0;
    PlaceId at = place;
    while (checker->places.nodes[at].parent != 0) {
        if (++count > WAY_MAX) {
            return count;
        }
        at = checker->places.nodes[at].parent;
    }
    at = place;
    for (uint32_t i = count + 1; i-- > 0;) {
        ids[i] = at;
        at = checker->places.nodes[at].parent;
    }
    return count;
}

// One rewriting of `place` by the outermost record that has a rule for it; 0 when none has.
static PlaceId rewrite_once(Checker *checker, PlaceId place, WritCode *code)
{
    PlaceId ids[WAY_MAX + 1];
    uint32_t steps[WAY_MAX];
    uint32_t count = way_of(checker, place, ids);
    if (count > WAY_MAX) {
        return 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = checker->places.nodes[ids[i + 1]].step;
    }
    for (uint32_t i = 0; i < count; i++) {
        TypeId type = checker->places.nodes[ids[i]].type;
        if (check_type_record(checker, type) == NULL) {
            continue;
        }
        Record *record = checker->model->records[check_type(checker, type)->index];
        RelativePath rest = {&steps[i], count - i};
        Side same;
        if (record->rule_count > 0 && rewrite(record, &rest, &same)) {
            *code = same.code;
            return same.code != 0 ? place : check_place_relative(checker, ids[i], &same.path);
        }
    }
    return 0;
}

Currency check_currency_at(Checker *checker, PlaceId place)
{
    if (place == 0) {
        return (Currency){0};
    }
    PlaceId at = check_place_canonical(checker, place);
    for (uint32_t i = 0; i < WAY_MAX; i++) {
        WritCode code = 0;
        PlaceId next = rewrite_once(checker, at, &code);
        if (code != 0) {
            return (Currency){.code = code};
        }
        if (next == 0) {
            break;
        }
        at = check_place_canonical(checker, next);
    }
    return (Currency){.place = at};
}

Currency check_currency_of_field(Checker *checker, PlaceId base, const Record *record,
                                 uint32_t field)
{
    TypeId type = record->fields[field].type;
    if (!check_type_is(checker, type, WRIT_TYPE_MONEY)) {
        return (Currency){0};
    }
    const WritType *money = check_type(checker, type);
    if (money->currency != 0) {
        return (Currency){.code = money->currency};
    }
    assert(money->currency_field != WRIT_NONE);
    TypeId currency = record->fields[money->currency_field].type;
    PlaceId place = check_place_field(checker, base, money->currency_field, currency);
    return check_currency_at(checker, place);
}

Currency check_currency_of_value(Checker *checker, const Expr *value)
{
    if (value == NULL || value->type == TYPE_UNKNOWN) {
        return (Currency){0};
    }
    if (value->operation == WRIT_OP_CONSTANT && value->constant.kind == WRIT_VALUE_CURRENCY) {
        return (Currency){.code = value->constant.tag};
    }
    return check_currency_at(checker, value->place);
}

bool check_currency_same(Currency a, Currency b)
{
    if (a.code != 0 || b.code != 0) {
        return a.code == b.code;
    }
    return a.place != 0 && a.place == b.place;
}

const char *check_currency_text(Checker *checker, Currency currency)
{
    if (currency.code != 0) {
        char letters[5];
        (void)writ_code_text(currency.code, letters);
        return writ_arena_text(checker->arena, writ_text(letters)).data;
    }
    if (currency.place == 0) {
        return "a currency that is not known here";
    }
    const char *place = check_place_text(checker, currency.place);
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "the currency in %s", place);
    return check_scratch_text(checker).data;
}
