// Recursion goes as deep as the nodes do, which is at most WRIT_NODE_DEPTH_MAX.
#include "plan/declared.h"

#include <assert.h>
#include <stdlib.h>

#include "check/checker.h"

// False for what a later version runs: there is an error then, and nothing is listed.
static bool find_kind(WritDeclaredKind *kind, SymbolKind symbol)
{
    static const WritDeclaredKind kinds[] = {
        [SYMBOL_UNIT] = WRIT_DECLARED_UNIT,         [SYMBOL_CHOICE] = WRIT_DECLARED_CHOICE,
        [SYMBOL_RECORD] = WRIT_DECLARED_RECORD,     [SYMBOL_EVENT] = WRIT_DECLARED_EVENT,
        [SYMBOL_ROLE] = WRIT_DECLARED_ROLE,         [SYMBOL_CALENDAR] = WRIT_DECLARED_CALENDAR,
        [SYMBOL_LADDER] = WRIT_DECLARED_LADDER,     [SYMBOL_MESSAGE] = WRIT_DECLARED_MESSAGE,
        [SYMBOL_HOOK] = WRIT_DECLARED_HOOK,         [SYMBOL_DECISION] = WRIT_DECLARED_DECISION,
        [SYMBOL_FORMULA] = WRIT_DECLARED_FORMULA,   [SYMBOL_MILESTONE] = WRIT_DECLARED_MILESTONE,
        [SYMBOL_TAG] = WRIT_DECLARED_TAG,           [SYMBOL_PROCESS] = WRIT_DECLARED_PROCESS,
        [SYMBOL_SCENARIO] = WRIT_DECLARED_SCENARIO, [SYMBOL_RULE] = WRIT_DECLARED_RULE,
        [SYMBOL_MEASURE] = WRIT_DECLARED_MEASURE,   [SYMBOL_RATES] = WRIT_DECLARED_RATES,
    };
    static_assert(sizeof kinds / sizeof kinds[0] == SYMBOL_LATER, "the last kind is no other");
    if (symbol == SYMBOL_LATER) {
        return false;
    }
    *kind = kinds[symbol];
    return true;
}

// As the builder of plans names it.
static WritText name_in_plan(const Symbol *symbol)
{
    bool brief = symbol->kind == SYMBOL_HOOK || symbol->kind == SYMBOL_RECORD ||
                 symbol->kind == SYMBOL_CHOICE || symbol->kind == SYMBOL_UNIT ||
                 symbol->kind == SYMBOL_FORMULA;
    return brief ? symbol->text : symbol->qualified;
}

WritWritten declared_place(WritSources *sources, WritSpan span)
{
    WritPlace place = writ_sources_place(sources, span.start);
    if (place.source == NULL) {
        return (WritWritten){0};
    }
    return (WritWritten){
        .path = place.source->name,
        .line = place.line,
        .text = writ_source_span_text(place.source, span),
    };
}

static int compare_symbols(const void *a, const void *b)
{
    const Symbol *const *x = a;
    const Symbol *const *y = b;
    int order = writ_text_compare((*x)->qualified, (*y)->qualified);
    if (order != 0) {
        return order;
    }
    return (*x)->span.start < (*y)->span.start ? -1 : (*x)->span.start > (*y)->span.start;
}

static const Symbol **gather_symbols(WritArena *arena, const Model *model, uint32_t *count)
{
    const Symbol **symbols = NULL;
    uint32_t capacity = 0;
    *count = 0;
    for (uint32_t m = 0; m < model->module_count; m++) {
        const Module *module = model->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            symbols = check_grow(arena, symbols, *count, &capacity, sizeof(const Symbol *));
            symbols[(*count)++] = module->symbols[i];
        }
    }
    if (*count > 1) {
        qsort(symbols, *count, sizeof(const Symbol *), compare_symbols);
    }
    return symbols;
}

WritDeclared *declared_list(WritArena *arena, const Model *model, WritSources *sources,
                            const Symbol ***symbols, uint32_t *count)
{
    uint32_t kept = 0;
    *symbols = gather_symbols(arena, model, count);
    WritDeclared *list = writ_arena_array(arena, *count, sizeof *list);
    for (uint32_t i = 0; i < *count; i++) {
        const Symbol *symbol = (*symbols)[i];
        WritDeclaredKind kind;
        if (!find_kind(&kind, symbol->kind)) {
            continue;
        }
        list[kept] = (WritDeclared){
            .kind = kind,
            .name = symbol->qualified,
            .in_plan = name_in_plan(symbol),
            .written = declared_place(sources, symbol->decl->span),
        };
        if (symbol->decl->title != NULL) {
            list[kept].title = symbol->decl->title->plain;
        }
        (*symbols)[kept++] = symbol;
    }
    *count = kept;
    return list;
}

const Node *declared_node(const Node *root, uint32_t number)
{
    if (root->number == number) {
        return root;
    }
    // Numbers rise in the order of the text: the last child that is not beyond holds it.
    const Node *within = NULL;
    for (const Node *child = root->children; child != NULL && child->number <= number;
         child = child->next) {
        within = child;
    }
    return within == NULL ? NULL : declared_node(within, number);
}

// --- Ladders -----------------------------------------------------------------------------------

typedef struct Uses {
    WritArena *arena;
    WritSpan ladder;
    WritLadderUse *list;
    uint32_t count;
    uint32_t capacity;
    uint32_t plan;
} Uses;

static bool has_rung(const Deadline *deadline, WritSpan ladder)
{
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        WritSpan rung = deadline->rungs[i].span;
        if (rung.start >= ladder.start && rung.end <= ladder.end) {
            return true;
        }
    }
    return false;
}

static void add_uses(Uses *uses, const Node *node)
{
    if (has_rung(&node->deadline, uses->ladder)) {
        uses->list =
            check_grow(uses->arena, uses->list, uses->count, &uses->capacity, sizeof *uses->list);
        uses->list[uses->count++] = (WritLadderUse){uses->plan, node->number};
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        add_uses(uses, child);
    }
}

WritLadderUse *declared_ladder_uses(WritArena *arena, const Model *model, const Symbol *ladder,
                                    uint32_t *count)
{
    Uses uses = {.arena = arena, .ladder = ladder->decl->span};
    for (uint32_t i = 0; i < model->process_count; i++) {
        uses.plan = i;
        add_uses(&uses, model->processes[i]->root);
    }
    *count = uses.count;
    return uses.list;
}
