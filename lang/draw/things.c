#include "draw/things.h"

#include <assert.h>

#include "draw/phrases.h"
#include "writ/nearest.h"

enum { NAMES_SHOWN_BYTES = 300 };

typedef struct Things {
    WritArena *arena;
    Thing *items;
    uint32_t count;
} Things;

// --- Gathering ---------------------------------------------------------------------------------

static const char *declared_word(WritDeclaredKind kind)
{
    switch (kind) {
    case WRIT_DECLARED_UNIT:
        return "unit";
    case WRIT_DECLARED_CHOICE:
        return "choice";
    case WRIT_DECLARED_RECORD:
        return "record";
    case WRIT_DECLARED_EVENT:
        return "event";
    case WRIT_DECLARED_ROLE:
        return "role";
    case WRIT_DECLARED_CALENDAR:
        return "calendar";
    case WRIT_DECLARED_RATES:
        return "exchange rates";
    case WRIT_DECLARED_LADDER:
        return "ladder";
    case WRIT_DECLARED_MESSAGE:
        return "message";
    case WRIT_DECLARED_HOOK:
        return "hook";
    case WRIT_DECLARED_DECISION:
        return "decision";
    case WRIT_DECLARED_FORMULA:
        return "formula";
    case WRIT_DECLARED_MILESTONE:
        return "milestone";
    case WRIT_DECLARED_TAG:
        return "tag";
    case WRIT_DECLARED_RULE:
        return "rule";
    case WRIT_DECLARED_MEASURE:
        return "measure";
    case WRIT_DECLARED_PROCESS:
        return "process";
    case WRIT_DECLARED_SCENARIO:
        return "scenario";
    }
    WRIT_UNREACHABLE();
}

// NULL for a node that has no name of its own to be asked by.
static const char *node_word(WritNodeKind kind)
{
    switch (kind) {
    case WRIT_NODE_STAGE:
        return "stage";
    case WRIT_NODE_DETOUR:
        return "detour";
    case WRIT_NODE_STEP:
        return "step";
    case WRIT_NODE_BRANCH:
        return "branch";
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_SAME_TIME:
    case WRIT_NODE_FOR_EACH:
    case WRIT_NODE_IF:
    case WRIT_NODE_ARM:
    case WRIT_NODE_REPEAT:
    case WRIT_NODE_ROUTE:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

static WritText join_names(WritArena *arena, WritText first, WritText second)
{
    WritBuffer joined = {0};
    writ_buffer_add(&joined, first);
    writ_buffer_add_byte(&joined, '.');
    writ_buffer_add(&joined, second);
    WritText text = writ_arena_text(arena, writ_buffer_text(&joined));
    writ_buffer_dispose(&joined);
    return text;
}

static uint32_t stage_of(const WritPlan *plan, uint32_t node)
{
    while (plan->nodes[node].parent != 0) {
        node = plan->nodes[node].parent;
    }
    return node;
}

static void add_nodes(Things *things, const WritPlan *plan, uint32_t number)
{
    for (uint32_t i = 1; i < plan->node_count; i++) {
        const WritNode *node = &plan->nodes[i];
        const char *word = node_word(node->kind);
        if (word == NULL || node->name.length == 0) {
            continue;
        }
        uint32_t stage = stage_of(plan, i);
        Thing thing = {
            .kind = word,
            .declaration = WRIT_NONE,
            .plan = number,
            .node = i,
            .name = join_names(things->arena, plan->name, plan->nodes[stage].name),
        };
        if (stage != i) {
            thing.name = join_names(things->arena, thing.name, node->name);
            thing.brief = join_names(things->arena, plan->name, node->name);
        }
        things->items[things->count++] = thing;
    }
}

static uint32_t find_plan(const WritCompilation *compilation, WritText name)
{
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        if (writ_text_equal(writ_compile_plan(compilation, i)->name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

static void gather(Things *things, const WritCompilation *compilation)
{
    uint32_t declared_count = 0;
    const WritDeclared *declared = writ_compile_declared(compilation, &declared_count);
    size_t most = declared_count;
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        most += writ_compile_plan(compilation, i)->node_count;
    }
    things->items = writ_arena_array(things->arena, most, sizeof *things->items);
    for (uint32_t i = 0; i < declared_count; i++) {
        // Versions of a decision are one thing.
        if (i > 0 && writ_text_equal(declared[i].name, declared[i - 1].name)) {
            continue;
        }
        bool process = declared[i].kind == WRIT_DECLARED_PROCESS;
        things->items[things->count++] = (Thing){
            .name = declared[i].name,
            .kind = declared_word(declared[i].kind),
            .declaration = i,
            .plan = process ? find_plan(compilation, declared[i].name) : WRIT_NONE,
        };
    }
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        add_nodes(things, writ_compile_plan(compilation, i), i);
    }
}

// --- Choosing ----------------------------------------------------------------------------------

static bool ends_in(WritText full, WritText name)
{
    if (full.length <= name.length || name.length == 0) {
        return false;
    }
    size_t before = full.length - name.length;
    return full.data[before - 1] == '.' &&
           writ_text_equal((WritText){full.data + before, name.length}, name);
}

static bool is_called(const Thing *thing, WritText name)
{
    bool whole = writ_text_equal(thing->name, name) || writ_text_equal(thing->brief, name);
    return name.length > 0 && (whole || ends_in(thing->name, name) || ends_in(thing->brief, name));
}

static WritStatus tell_unknown(const Things *things, WritText name, WritError *error)
{
    WritNearest nearest = writ_nearest(name);
    for (uint32_t i = 0; i < things->count; i++) {
        writ_nearest_offer(&nearest, writ_text_last_name(things->items[i].name));
        writ_nearest_offer(&nearest, things->items[i].name);
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "nothing in the book is called \"%.*s\"",
                    WRIT_TEXT_ARGS(name));
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return writ_hint(error, "A name is written as it stands in the files, and a code as writ check "
                            "prints it: W1101.");
}

static WritStatus tell_several(const Things *things, WritText name, WritError *error)
{
    WritBuffer names = {0};
    uint32_t left = 0;
    for (uint32_t i = 0; i < things->count; i++) {
        const Thing *thing = &things->items[i];
        if (!is_called(thing, name)) {
            continue;
        }
        if (names.length > NAMES_SHOWN_BYTES) {
            left++;
            continue;
        }
        writ_buffer_add_string(&names, names.length > 0 ? ", " : "");
        writ_buffer_format(&names, "%.*s (%s)", WRIT_TEXT_ARGS(thing->name), thing->kind);
    }
    (void)writ_fail(error, WRIT_CONFLICT, "several things in the book are called \"%.*s\"",
                    WRIT_TEXT_ARGS(name));
    if (left > 0) {
        writ_buffer_format(&names, ", and %u more", (unsigned)left);
    }
    (void)writ_hint(error, "Name one with what it stands in: %s", writ_buffer_string(&names));
    writ_buffer_dispose(&names);
    return WRIT_CONFLICT;
}

WritStatus things_find(Thing *found, WritArena *arena, const WritCompilation *compilation,
                       WritText name, WritError *error)
{
    Things things = {.arena = arena};
    uint32_t count = 0;
    gather(&things, compilation);
    for (uint32_t i = 0; i < things.count; i++) {
        if (writ_text_equal(things.items[i].name, name)) {
            *found = things.items[i];
            return WRIT_OK;
        }
        if (is_called(&things.items[i], name)) {
            *found = things.items[i];
            count++;
        }
    }
    if (count == 0) {
        return tell_unknown(&things, name, error);
    }
    return count == 1 ? WRIT_OK : tell_several(&things, name, error);
}
