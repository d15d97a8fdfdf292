// Races: what one branch writes while another one reads or writes it.
//
// All accesses of a block are marked at their canonical places and at the places around these;
// each writing is then compared with the marks at, above and below its place. An access is walked
// once for each block around it.
#include "check/accesses.h"

#include <assert.h>

#include "check/places.h"
#include "check/runs.h"

// Accesses of two different branches, which are enough to find one that is not ours.
typedef struct Two {
    uint32_t access[2];
    uint32_t branch[2];
    uint32_t count;
} Two;

typedef struct Mark Mark;
struct Mark {
    uint32_t epoch;
    Two written;       // Just here.
    Two read;          // Just here, with all that lies within.
    Two written_below; // Here or within.
    Two read_below;
};

typedef struct Races {
    Checker *checker;
    Process *process;
    Mark *marks; // One a place.
    uint32_t mark_count;
    uint32_t epoch;
} Races;

static void note(Two *two, uint32_t access, uint32_t branch)
{
    if (two->count < 2 && (two->count == 0 || two->branch[0] != branch)) {
        two->access[two->count] = access;
        two->branch[two->count++] = branch;
    }
}

// The access of another branch, or WRIT_NONE.
static uint32_t other(const Two *two, uint32_t branch)
{
    for (uint32_t i = 0; i < two->count; i++) {
        if (two->branch[i] != branch) {
            return two->access[i];
        }
    }
    return WRIT_NONE;
}

static Mark *mark_at(Races *races, PlaceId place)
{
    Mark *mark = &races->marks[place];
    if (mark->epoch != races->epoch) {
        *mark = (Mark){.epoch = races->epoch};
    }
    return mark;
}

static void mark_access(Races *races, uint32_t number, uint32_t branch)
{
    const Access *access = &races->process->accesses[number];
    if (access->watches) {
        return; // Whenever it changes is right.
    }
    Mark *mark = mark_at(races, access->canonical);
    if (access->write) {
        note(&mark->written, number, branch);
    } else if (access->depth == READ_WITHIN) {
        note(&mark->read, number, branch);
    }
    PlaceId at = access->canonical;
    for (; at != 0; at = races->checker->places.nodes[at].parent) {
        Mark *around = mark_at(races, at);
        note(access->write ? &around->written_below : &around->read_below, number, branch);
    }
}

static uint32_t first_of(uint32_t a, uint32_t b)
{
    return a != WRIT_NONE ? a : b;
}

// Whoever else touches what `number` writes.
static uint32_t conflict_of(Races *races, uint32_t number, uint32_t branch)
{
    PlaceId place = races->process->accesses[number].canonical;
    const Mark *mark = mark_at(races, place);
    uint32_t found =
        first_of(other(&mark->written_below, branch), other(&mark->read_below, branch));
    PlaceId at = races->checker->places.nodes[place].parent;
    for (; at != 0 && found == WRIT_NONE; at = races->checker->places.nodes[at].parent) {
        const Mark *around = mark_at(races, at);
        found = first_of(other(&around->written, branch), other(&around->read, branch));
    }
    return found;
}

// --- Branches -----------------------------------------------------------------------------------

static void ask_run(const Races *races, const Access *told, const Node *node)
{
    check_run_ask(races->checker, races->process, DIAG_RACE, told->span,
                  (RunTarget){.place = RUN_TO_NODE, .node = node, .without = FACT_NONE});
}

static void tell_branches(Races *races, const Access *write, const Access *met)
{
    Checker *checker = races->checker;
    const char *place = check_place_text(checker, write->place);
    WritDiag *diag = diag_error(checker->diags, DIAG_RACE, write->span,
                                "\"%s\" is written here while another branch %s it", place,
                                met->write ? "writes" : "reads");
    diag_label(diag, met->span, "the other branch %s it here", met->write ? "writes" : "reads");
    diag_reason(diag, "Branches run at the same time, so nobody could say which comes first.");
    diag_hint(diag, "Do one of the two before or after the block, or in the same branch.");
    ask_run(races, write, write->node);
}

static void check_branches(Races *races, const Node *node)
{
    races->epoch++;
    uint32_t number = 0;
    for (const Node *branch = node->children; branch != NULL; branch = branch->next, number++) {
        for (uint32_t i = branch->first_access; i < branch->access_end; i++) {
            mark_access(races, i, number);
        }
    }
    number = 0;
    for (const Node *branch = node->children; branch != NULL; branch = branch->next, number++) {
        for (uint32_t i = branch->first_access; i < branch->access_end; i++) {
            const Access *access = &races->process->accesses[i];
            uint32_t met = access->write ? conflict_of(races, i, number) : WRIT_NONE;
            if (met != WRIT_NONE) {
                tell_branches(races, access, &races->process->accesses[met]);
                return;
            }
        }
    }
}

// --- Elements of a list
// ---------------------------------------------------------------------------

// True when the place belongs to one round of the loop: its element, or what a step in it received.
static bool is_own(const Races *races, const Access *access, const Node *loop)
{
    const PlaceNode *nodes = races->checker->places.nodes;
    PlaceId root = check_place_root_of(races->checker, access->place);
    while (nodes[root].slot == NULL && nodes[root].alias != 0) {
        root = check_place_root_of(races->checker, nodes[root].alias);
    }
    const Slot *slot = nodes[root].slot;
    const Node *frame = slot == NULL ? NULL : slot->frame;
    while (frame != NULL && frame != loop) {
        frame = frame->parent;
    }
    return frame == loop;
}

static void tell_shared(Races *races, const Access *write, const Node *loop)
{
    Checker *checker = races->checker;
    WritDiag *diag =
        diag_error(checker->diags, DIAG_RACE, write->span,
                   "\"%s\" is written for each \"%.*s\" at the same time",
                   check_place_text(checker, write->place), WRIT_TEXT_ARGS(loop->text));
    diag_label(diag, loop->span, "all of them run at the same time");
    diag_reason(diag, "The last one to write would decide, and nobody could say which that is.");
    diag_hint(diag, "Write to a field of \"%.*s\", or write \"one at a time\".",
              WRIT_TEXT_ARGS(loop->text));
    ask_run(races, write, write->node);
}

static void tell_element(Races *races, const Access *write, const Access *met, const Node *loop)
{
    Checker *checker = races->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_RACE, met->span,
                                "this reads \"%s\" of all elements while each writes its own",
                                check_place_text(checker, write->place));
    diag_label(diag, write->span, "written here");
    diag_label(diag, loop->span, "all of them run at the same time");
    diag_hint(diag, "Read it after the loop, or write \"one at a time\".");
    ask_run(races, met, write->node);
}

enum { OWN, SHARED };

static void check_elements(Races *races, const Node *loop)
{
    races->epoch++;
    for (uint32_t i = loop->first_access; i < loop->access_end; i++) {
        const Access *access = &races->process->accesses[i];
        if (access->node == loop) {
            continue; // The list and the condition are read before the elements run.
        }
        bool own = is_own(races, access, loop);
        if (access->write && !own) {
            tell_shared(races, access, loop);
            return;
        }
        mark_access(races, i, own ? OWN : SHARED);
    }
    for (uint32_t i = loop->first_access; i < loop->access_end; i++) {
        const Access *access = &races->process->accesses[i];
        bool writes = access->write && access->node != loop;
        uint32_t met = writes ? conflict_of(races, i, OWN) : WRIT_NONE;
        if (met != WRIT_NONE) {
            tell_element(races, access, &races->process->accesses[met], loop);
            return;
        }
    }
}

// A loop runs over the elements that were there when it began: none may come or go meanwhile.
static void check_list_stays(Races *races, const Node *loop)
{
    if (loop->list == NULL) {
        return;
    }
    PlaceId list = check_place_canonical(races->checker, loop->list->place);
    for (uint32_t i = loop->first_access; i < loop->access_end; i++) {
        const Access *access = &races->process->accesses[i];
        if (access->write && check_place_is_within(races->checker, list, access->canonical)) {
            WritDiag *diag = diag_error(races->checker->diags, DIAG_LIST_REPLACED, access->span,
                                        "this replaces the list over which the loop runs");
            diag_label(diag, loop->span, "the loop");
            diag_hint(diag,
                      "Write to fields of \"%.*s\", or replace the list before or after the "
                      "loop.",
                      WRIT_TEXT_ARGS(loop->text));
            return;
        }
    }
}

static void check_node(Races *races, const Node *node)
{
    if (node->kind == WRIT_NODE_SAME_TIME) {
        check_branches(races, node);
    } else if (node->kind == WRIT_NODE_FOR_EACH) {
        check_list_stays(races, node);
        if (node->order == WRIT_EACH_SAME_TIME) {
            check_elements(races, node);
        }
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        check_node(races, child);
    }
}

static bool has_such_blocks(const Node *node)
{
    for (const Node *child = node->children; child != NULL; child = child->next) {
        if (child->kind == WRIT_NODE_SAME_TIME || child->kind == WRIT_NODE_FOR_EACH ||
            has_such_blocks(child)) {
            return true;
        }
    }
    return false;
}

void check_races(Checker *checker, Process *process)
{
    if (!has_such_blocks(process->root)) {
        return;
    }
    if (checker->mark_count < checker->places.count) {
        checker->mark_count = checker->places.capacity;
        checker->marks = writ_arena_array(checker->arena, checker->mark_count, sizeof(Mark));
        checker->mark_epoch = 0;
    }
    Races races = {
        .checker = checker,
        .process = process,
        .marks = checker->marks,
        .mark_count = checker->mark_count,
        .epoch = checker->mark_epoch,
    };
    check_node(&races, process->root);
    checker->mark_epoch = races.epoch;
}
