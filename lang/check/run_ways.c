// Ways as chains that share their beginnings, so that a longer one costs one item.
#include <assert.h>

#include "check/run_search.h"

// What somebody does or what happens counts first; then what is rarer, or asks more of the data.
static const uint64_t ACT = (uint64_t)1 << 32;

// Asks for data that no case can have.
static const uint64_t IMPOSSIBLE = (uint64_t)1 << 48;

enum {
    LOOKED_BACK_MAX = 100, // Items.
    UNSURE = 16,
};

bool check_run_is_impossible(const RunWay *way)
{
    return way->cost >= IMPOSSIBLE;
}

// What is asked of one place, with `is missing` as the contrary of `is present`.
typedef struct Asked {
    PlaceId place;
    bool presence;
    bool holds;
} Asked;

static Asked asked(const Expr *condition, bool holds)
{
    while (condition->operation == WRIT_OP_NOT) {
        condition = condition->a;
        holds = !holds;
    }
    bool missing = condition->operation == WRIT_OP_IS_MISSING;
    if (missing || condition->operation == WRIT_OP_IS_PRESENT) {
        return (Asked){condition->a->place, true, holds != missing};
    }
    bool whole = condition->operation == WRIT_OP_SLOT || condition->operation == WRIT_OP_FIELD;
    return (Asked){whole ? condition->place : 0, false, holds};
}

// Whether what a condition asked before may be otherwise after this item.
static bool may_change(const RunItem *item)
{
    bool answers = item->kind == RUN_ANSWERED || item->kind == RUN_CALLED;
    return answers && (item->node->step->fills.count > 0 || item->node->step->into != NULL);
}

static bool contradicts(const RunWay *way, const Expr *condition, bool holds)
{
    Asked now = asked(condition, holds);
    for (uint32_t i = 0; way != NULL && i < LOOKED_BACK_MAX; i++) {
        if (way->item.kind == RUN_WHERE) {
            Asked before = asked(way->item.condition, way->item.holds);
            if (way->item.condition == condition) {
                return way->item.holds != holds;
            }
            if (now.place != 0 && before.place == now.place && before.presence == now.presence) {
                return before.holds != now.holds;
            }
        } else if (may_change(&way->item)) {
            return false;
        }
        way = way->before;
    }
    return false;
}

// Whether what a condition asks can likely be given to the case: a scenario then needs no help.
static bool can_be_given(const Expr *condition)
{
    WritOperation operation = condition->operation;
    if (operation == WRIT_OP_AND || operation == WRIT_OP_OR) {
        return can_be_given(condition->a) && can_be_given(condition->b);
    }
    if (operation == WRIT_OP_NOT) {
        return can_be_given(condition->a);
    }
    bool compares = operation >= WRIT_OP_EQUAL && operation <= WRIT_OP_GREATER_EQUAL;
    bool asks = operation == WRIT_OP_IS_MISSING || operation == WRIT_OP_IS_PRESENT;
    const Expr *place = compares || asks ? condition->a : condition;
    while (place->operation == WRIT_OP_FIELD) {
        place = place->a;
    }
    return place->operation == WRIT_OP_SLOT && place->slot->kind == WRIT_SLOT_PARAMETER &&
           (!compares || condition->b->operation == WRIT_OP_CONSTANT);
}

static uint64_t cost_of(const RunItem *item)
{
    switch (item->kind) {
    case RUN_BEGINS:
    case RUN_STAGE:
    case RUN_EMPTY:
    case RUN_AGAIN:
        return 0;
    case RUN_WHERE:
        return can_be_given(item->condition) ? 1 : UNSURE;
    case RUN_ELEMENT:
        return 8;
    case RUN_ANSWERED:
    case RUN_CALLED:
        return ACT;
    case RUN_ARRIVES:
        return ACT + 1;
    case RUN_OVERDUE:
        return ACT + 2;
    case RUN_HAPPENS:
    case RUN_CANCELLED:
        return ACT + 3;
    case RUN_SILENT:
        return ACT + 4;
    case RUN_NOBODY:
    case RUN_RUNG:
    case RUN_CHANGES:
        return ACT + 5;
    }
    WRIT_UNREACHABLE();
}

bool check_run_reached(RunWays ways)
{
    return ways.at[0] != NULL || ways.at[1] != NULL;
}

static const RunWay *cheaper(const RunWay *a, const RunWay *b)
{
    return a == NULL || (b != NULL && b->cost < a->cost) ? b : a;
}

bool check_run_meet(RunWays *into, RunWays ways)
{
    RunWays before = *into;
    for (uint32_t i = 0; i < 2; i++) {
        into->at[i] = cheaper(into->at[i], ways.at[i]);
    }
    return into->at[0] != before.at[0] || into->at[1] != before.at[1];
}

static RunWay *way_new(RunSearch *search, const RunWay *before, RunItem item)
{
    (void)check_run_work(search, 1);
    RunWay *way = writ_arena_alloc(search->arena, sizeof *way);
    way->before = before;
    way->item = item;
    way->cost = (before == NULL ? 0 : before->cost) + cost_of(&item);
    if (item.kind == RUN_WHERE && contradicts(before, item.condition, item.holds)) {
        way->cost += IMPOSSIBLE;
    }
    return way;
}

RunWays check_run_extend(RunSearch *search, RunWays ways, RunItem item)
{
    for (uint32_t i = 0; i < 2; i++) {
        ways.at[i] = ways.at[i] == NULL ? NULL : way_new(search, ways.at[i], item);
    }
    return ways;
}

RunWays check_run_hold(RunWays ways)
{
    return (RunWays){{NULL, cheaper(ways.at[1], ways.at[0])}};
}

RunWays check_run_drop(RunWays ways)
{
    return (RunWays){{cheaper(ways.at[0], ways.at[1]), NULL}};
}

// --- Going round ------------------------------------------------------------------------------

static const RunWay *again(RunSearch *search, const RunWay *way, const RunWay *from, uint32_t times)
{
    if (from == NULL || from == way || times == 0) {
        return from == NULL ? NULL : way;
    }
    RunWay *more = way_new(search, way, (RunItem){.kind = RUN_AGAIN});
    more->from = from;
    more->until = way;
    more->times = times;
    more->cost += (way->cost - from->cost) * times;
    return more;
}

RunWays check_run_again(RunSearch *search, RunWays ways, RunWays starts, uint32_t times)
{
    for (uint32_t i = 0; i < 2; i++) {
        const RunWay *from = ways.at[i];
        while (from != NULL && from != starts.at[0] && from != starts.at[1]) {
            from = from->before;
        }
        ways.at[i] = again(search, ways.at[i], from, times);
    }
    return ways;
}

RunWays check_run_again_from(RunSearch *search, RunWays ways, const Node *stage, uint32_t times)
{
    for (uint32_t i = 0; i < 2; i++) {
        const RunWay *at = ways.at[i];
        while (at != NULL && (at->item.kind != RUN_STAGE || at->item.node != stage)) {
            at = at->before;
        }
        ways.at[i] = again(search, ways.at[i], at == NULL ? NULL : at->before, times);
    }
    return ways;
}

// --- At the same time -------------------------------------------------------------------------

// `base` and then what leads from one of `start` to `end`.
static const RunWay *append(RunSearch *search, const RunWay *base, RunWays start, const RunWay *end)
{
    uint32_t count = 0;
    for (const RunWay *way = end; way != start.at[0] && way != start.at[1]; way = way->before) {
        count++;
    }
    const RunWay **part = writ_arena_array(search->arena, count, sizeof *part);
    uint32_t place = count;
    for (const RunWay *way = end; place > 0; way = way->before) {
        part[--place] = way;
    }
    for (uint32_t i = 0; i < count && !search->spent; i++) {
        RunWay *copy = way_new(search, base, part[i]->item);
        copy->from = part[i]->from;
        copy->until = part[i]->until;
        copy->times = part[i]->times;
        copy->cost = base->cost + part[i]->cost - part[i]->before->cost;
        base = copy;
    }
    return base;
}

static const RunWay *start_of(const RunWay *way, RunWays start)
{
    while (way != start.at[0] && way != start.at[1]) {
        way = way->before;
    }
    return way;
}

// Of a branch: the end to use where the fact is to hold behind the block, or not.
static const RunWay *end_for(RunWays end, bool holds)
{
    return !holds || end.at[1] == NULL ? end.at[0] : end.at[1];
}

// The fact holds behind the block where it holds at the end of any branch.
RunWays check_run_join(RunSearch *search, RunWays start, const RunWays *ends, uint32_t count)
{
    RunWays out = {{NULL, NULL}};
    for (uint32_t holds = 0; holds < 2; holds++) {
        const RunWay *base = NULL;
        bool some = holds == 0;
        bool all = count > 0;
        for (uint32_t i = 0; i < count; i++) {
            const RunWay *end = end_for(ends[i], holds != 0);
            const RunWay *from = end == NULL ? NULL : start_of(end, start);
            all = all && end != NULL;
            some = some || ends[i].at[1] != NULL;
            base = base == NULL || from == start.at[holds] ? from : base;
        }
        for (uint32_t i = 0; all && some && i < count; i++) {
            base = append(search, base, start, end_for(ends[i], holds != 0));
        }
        out.at[holds] = all && some ? base : NULL;
    }
    return out;
}

// --- As a list --------------------------------------------------------------------------------

typedef struct Listing {
    WritArena *arena;
    Run *run;
    bool fits;
} Listing;

static void list_part(Listing *listing, const RunWay *from, const RunWay *until)
{
    uint32_t count = 0;
    for (const RunWay *way = until; way != from; way = way->before) {
        count++;
    }
    const RunWay **part = writ_arena_array(listing->arena, count, sizeof *part);
    uint32_t place = count;
    for (const RunWay *way = until; place > 0; way = way->before) {
        part[--place] = way;
    }
    for (uint32_t i = 0; i < count && listing->fits; i++) {
        for (uint32_t n = 0; n < part[i]->times && listing->fits; n++) {
            list_part(listing, part[i]->from, part[i]->until);
        }
        if (part[i]->item.kind == RUN_AGAIN) {
            continue;
        }
        listing->fits = listing->run->count < RUN_ITEMS_MAX;
        if (listing->fits) {
            listing->run->items[listing->run->count++] = part[i]->item;
        }
    }
}

bool check_run_list(const RunWay *way, WritArena *arena, Run *run)
{
    *run = (Run){.items = writ_arena_array(arena, RUN_ITEMS_MAX, sizeof(RunItem))};
    Listing listing = {arena, run, true};
    list_part(&listing, NULL, way);
    return listing.fits;
}
