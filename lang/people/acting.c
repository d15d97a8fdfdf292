// Who may act for a role or a person: the rule of settled.md 26 and N13, as one search that also
// remembers why not.
//
//     the role ── holders who are present ──────────────────────────────── HOLDER
//              └─ holders who are away ── whom they named ── and on … ──── SUBSTITUTE
//     nobody?  ── standing deputies, then theirs: the same for each role ─ DEPUTY, SUBSTITUTE
#include "writ/people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "people/index.h"
#include "writ/map.h"

enum { CANDIDATES_FIRST = 8 };

typedef enum Reasons {
    REASONS_LEFT_OUT, // Only those who may act are looked for.
    REASONS_KEPT,
} Reasons;

// Candidates in the order in which they were found, each person once.
typedef struct Candidates {
    WritCandidate *items;
    uint32_t count, capacity;
    WritMap *persons; // Person id -> its candidate's number, plus 1.
} Candidates;

typedef struct Search {
    const WritDirectory *directory;
    WritArena *arena;
    const WritPermission *permission;
    Reasons reasons;
    Candidates acting, others;
    uint32_t role;       // Whose holders are looked at.
    WritText first_away; // The first holder of the role asked who is away: for whom a deputy acts.
} Search;

bool writ_standing_acts(WritStanding standing)
{
    switch (standing) {
    case WRIT_STANDING_HOLDER:
    case WRIT_STANDING_SUBSTITUTE:
    case WRIT_STANDING_DEPUTY:
        return true;
    case WRIT_STANDING_BARRED:
    case WRIT_STANDING_AWAY:
    case WRIT_STANDING_FOR_BARRED:
    case WRIT_STANDING_NO_SUBSTITUTES:
    case WRIT_STANDING_NOT_NEEDED:
    case WRIT_STANDING_OTHER_UNIT:
        return false;
    }
    WRIT_UNREACHABLE();
}

// --- Candidates -------------------------------------------------------------------------------

static void *number_of(uint32_t index)
{
    return (void *)(uintptr_t)(index + 1);
}

static void put(Search *s, Candidates *candidates, WritCandidate candidate)
{
    if (candidates->persons == NULL) {
        candidates->persons = writ_map_new(s->arena);
    }
    if (writ_map_find(candidates->persons, candidate.person) != NULL) {
        return;
    }
    if (candidates->count == candidates->capacity) {
        uint32_t capacity = candidates->capacity == 0 ? CANDIDATES_FIRST : 2 * candidates->capacity;
        WritCandidate *items = writ_arena_array(s->arena, capacity, sizeof *items);
        if (candidates->count > 0) {
            memcpy(items, candidates->items, candidates->count * sizeof *items);
        }
        candidates->items = items;
        candidates->capacity = capacity;
    }
    (void)writ_map_put(candidates->persons, candidate.person, number_of(candidates->count));
    candidates->items[candidates->count++] = candidate;
}

static void tell(Search *s, WritCandidate candidate)
{
    candidate.role = s->role;
    if (writ_standing_acts(candidate.standing)) {
        put(s, &s->acting, candidate);
    } else if (s->reasons == REASONS_KEPT) {
        put(s, &s->others, candidate);
    }
}

// --- One role -------------------------------------------------------------------------------

static bool is_barred(const Search *s, WritText person)
{
    for (uint32_t i = 0; i < s->permission->barred_count; i++) {
        if (writ_text_equal(s->permission->barred[i], person)) {
            return true;
        }
    }
    return false;
}

static const WritAbsence *absence_of(const Search *s, const WritPerson *person)
{
    return writ_person_absence(person, s->permission->day);
}

static bool is_asked(const Search *s)
{
    return s->role == s->permission->role;
}

static void judge_present(Search *s, const WritPerson *holder)
{
    if (is_barred(s, holder->id)) {
        tell(s, (WritCandidate){.person = holder->id, .standing = WRIT_STANDING_BARRED});
    } else if (absence_of(s, holder) == NULL) {
        tell(s, (WritCandidate){
                    .person = holder->id,
                    .standing = is_asked(s) ? WRIT_STANDING_HOLDER : WRIT_STANDING_DEPUTY,
                    .on_behalf = is_asked(s) ? (WritText){0} : s->first_away,
                });
    }
}

// One hop: the person whom `at`, who is away, named. Returns whom to go on from, or NULL.
static const WritPerson *judge_named(Search *s, const WritPerson *holder, const WritPerson *at,
                                     const WritAbsence *absence)
{
    const WritPerson *named = writ_directory_find(s->directory, absence->replaced_by);
    if (named == NULL) {
        return NULL;
    }
    const WritAbsence *away = absence_of(s, named);
    WritCandidate candidate = {.person = named->id, .through = at->id};
    if (!s->permission->substitutes) {
        candidate.standing = WRIT_STANDING_NO_SUBSTITUTES;
    } else if (is_barred(s, at->id)) {
        candidate.standing = WRIT_STANDING_FOR_BARRED;
    } else if (is_barred(s, named->id)) {
        candidate.standing = WRIT_STANDING_BARRED;
    } else if (away != NULL) {
        candidate.standing = WRIT_STANDING_AWAY;
        candidate.absence = away;
    } else {
        candidate.standing = WRIT_STANDING_SUBSTITUTE;
        candidate.on_behalf = holder->id;
    }
    tell(s, candidate);
    return candidate.standing == WRIT_STANDING_AWAY ? named : NULL;
}

static void judge_away(Search *s, const WritPerson *holder)
{
    const WritAbsence *absence = absence_of(s, holder);
    if (absence == NULL) {
        return;
    }
    if (!is_barred(s, holder->id)) {
        tell(s, (WritCandidate){
                    .person = holder->id, .standing = WRIT_STANDING_AWAY, .absence = absence});
        if (is_asked(s) && s->first_away.length == 0) {
            s->first_away = holder->id;
        }
    }
    const WritPerson *at = holder;
    for (int hop = 0; hop < WRIT_SUBSTITUTE_HOPS_MAX && at != NULL; hop++) {
        at = judge_named(s, holder, at, absence_of(s, at));
    }
}

static bool is_among(const WritPerson **people, uint32_t count, const WritPerson *person)
{
    // In the order of ids, as members are.
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (people[middle] == person) {
            return true;
        }
        if (people[middle] < person) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static void tell_other_units(Search *s, WritText group, const WritPerson **holders, uint32_t count)
{
    const WritPerson **all = NULL;
    uint32_t all_count = writ_directory_members(s->directory, s->arena, group, (WritText){0}, &all);
    for (uint32_t i = 0; i < all_count; i++) {
        if (!is_among(holders, count, all[i])) {
            tell(s, (WritCandidate){.person = all[i]->id, .standing = WRIT_STANDING_OTHER_UNIT});
        }
    }
}

static void judge_role(Search *s, uint32_t role)
{
    s->role = role;
    WritText group = s->permission->roles[role].group;
    const WritPerson **holders = NULL;
    uint32_t count =
        writ_directory_members(s->directory, s->arena, group, s->permission->unit, &holders);
    for (uint32_t i = 0; i < count; i++) {
        judge_present(s, holders[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        judge_away(s, holders[i]);
    }
    if (s->reasons == REASONS_KEPT) {
        tell_other_units(s, group, holders, count);
    }
}

// --- Standing deputies ------------------------------------------------------------------------

// Roles to look at, nearest first, each once.
typedef struct Queue {
    uint32_t *roles;
    uint32_t count, capacity;
} Queue;

static void enqueue(Search *s, Queue *queue, uint32_t role)
{
    for (uint32_t i = 0; i < queue->count; i++) {
        if (queue->roles[i] == role) {
            return;
        }
    }
    if (queue->count == queue->capacity) {
        uint32_t capacity = queue->capacity == 0 ? CANDIDATES_FIRST : 2 * queue->capacity;
        uint32_t *roles = writ_arena_array(s->arena, capacity, sizeof *roles);
        if (queue->count > 0) {
            memcpy(roles, queue->roles, queue->count * sizeof *roles);
        }
        queue->roles = roles;
        queue->capacity = capacity;
    }
    queue->roles[queue->count++] = role;
}

// A deputy's turn does not come.
static void tell_idle(Search *s, uint32_t role, WritStanding standing)
{
    s->role = role;
    const WritPerson **holders = NULL;
    uint32_t count = writ_directory_members(
        s->directory, s->arena, s->permission->roles[role].group, s->permission->unit, &holders);
    for (uint32_t i = 0; i < count; i++) {
        tell(s, (WritCandidate){.person = holders[i]->id, .standing = standing});
    }
}

static void judge_deputies(Search *s)
{
    Queue queue = {0};
    enqueue(s, &queue, s->permission->role);
    for (uint32_t at = 0; at < queue.count; at++) {
        if (at > 0) {
            if (!s->permission->substitutes) {
                tell_idle(s, queue.roles[at], WRIT_STANDING_NO_SUBSTITUTES);
            } else if (s->acting.count > 0) {
                tell_idle(s, queue.roles[at], WRIT_STANDING_NOT_NEEDED);
            } else {
                judge_role(s, queue.roles[at]);
            }
        }
        if (s->acting.count > 0 && s->reasons == REASONS_LEFT_OUT) {
            return;
        }
        const WritRoleFilling *filling = &s->permission->roles[queue.roles[at]];
        for (uint32_t i = 0; i < filling->deputy_count; i++) {
            enqueue(s, &queue, filling->deputies[i]);
        }
    }
}

static void search(Search *s)
{
    if (s->permission->role == UINT32_MAX) {
        s->role = UINT32_MAX;
        const WritPerson *person = writ_directory_find(s->directory, s->permission->person);
        if (person != NULL) {
            judge_present(s, person);
            judge_away(s, person);
        }
        return;
    }
    judge_role(s, s->permission->role);
    if (s->reasons == REASONS_KEPT || s->acting.count == 0) {
        judge_deputies(s);
    }
}

// --- Answers --------------------------------------------------------------------------------

uint32_t writ_directory_acting(const WritDirectory *directory, WritArena *arena,
                               const WritPermission *permission, WritActing **acting)
{
    Search s = {.directory = directory,
                .arena = arena,
                .permission = permission,
                .reasons = REASONS_LEFT_OUT};
    search(&s);
    *acting = writ_arena_array(arena, s.acting.count + (size_t)1, sizeof **acting);
    for (uint32_t i = 0; i < s.acting.count; i++) {
        (*acting)[i] = (WritActing){s.acting.items[i].person, s.acting.items[i].on_behalf};
    }
    return s.acting.count;
}

uint32_t writ_directory_explain(const WritDirectory *directory, WritArena *arena,
                                const WritPermission *permission, WritCandidate **candidates)
{
    Search s = {
        .directory = directory, .arena = arena, .permission = permission, .reasons = REASONS_KEPT};
    search(&s);
    *candidates =
        writ_arena_array(arena, s.acting.count + (size_t)s.others.count + 1, sizeof **candidates);
    uint32_t count = 0;
    for (uint32_t i = 0; i < s.acting.count; i++) {
        (*candidates)[count++] = s.acting.items[i];
    }
    for (uint32_t i = 0; i < s.others.count; i++) {
        bool acts =
            s.acting.count > 0 && writ_map_find(s.acting.persons, s.others.items[i].person) != NULL;
        if (!acts) {
            (*candidates)[count++] = s.others.items[i];
        }
    }
    return count;
}
