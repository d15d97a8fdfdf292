// Who may act for a role or a person: the rule of settled.md 26 and N13.
#include "writ/people.h"

#include <assert.h>
#include <string.h>

typedef struct Search {
    const WritDirectory *directory;
    WritArena *arena;
    const WritPermission *permission;
    WritActing *found;
    uint32_t count, capacity;
    WritText first_absent; // For whom a standing deputy acts.
} Search;

static bool is_barred(const Search *s, WritText person)
{
    for (uint32_t i = 0; i < s->permission->barred_count; i++) {
        if (writ_text_equal(s->permission->barred[i], person)) {
            return true;
        }
    }
    return false;
}

static void add(Search *s, WritText person, WritText on_behalf)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if (writ_text_equal(s->found[i].person, person)) {
            return;
        }
    }
    if (s->count == s->capacity) {
        uint32_t capacity = s->capacity == 0 ? 8 : 2 * s->capacity;
        WritActing *found = writ_arena_array(s->arena, capacity, sizeof *found);
        if (s->count > 0) {
            memcpy(found, s->found, s->count * sizeof *found);
        }
        s->found = found;
        s->capacity = capacity;
    }
    s->found[s->count++] = (WritActing){person, on_behalf};
}

static void add_present(Search *s, const WritPerson *holder)
{
    if (!is_barred(s, holder->id) && writ_person_absence(holder, s->permission->day) == NULL) {
        add(s, holder->id, (WritText){0});
    }
}

// Follows the absent person's own substitute, and his, until one is there.
static void add_substitute(Search *s, const WritPerson *holder)
{
    const WritPerson *at = holder;
    if (!s->permission->substitutes) {
        return;
    }
    for (int hop = 0; hop <= WRIT_SUBSTITUTE_HOPS_MAX && at != NULL && !is_barred(s, at->id);
         hop++) {
        const WritAbsence *absence = writ_person_absence(at, s->permission->day);
        if (absence == NULL) {
            if (at != holder) {
                add(s, at->id, holder->id);
            }
            return;
        }
        if (s->first_absent.length == 0) {
            s->first_absent = holder->id;
        }
        at = writ_directory_find(s->directory, absence->replaced_by);
    }
}

static void search_role(Search *s, uint32_t role)
{
    const WritPerson **holders = NULL;
    uint32_t count = writ_directory_members(
        s->directory, s->arena, s->permission->roles[role].group, s->permission->unit, &holders);
    for (uint32_t i = 0; i < count; i++) {
        add_present(s, holders[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        add_substitute(s, holders[i]);
    }
}

// A deputy acts for the absent holder of the role, if there is one.
static void name_principal(Search *s, uint32_t from)
{
    for (uint32_t i = from; i < s->count; i++) {
        if (s->found[i].on_behalf.length == 0) {
            s->found[i].on_behalf = s->first_absent;
        }
    }
}

static void search_deputies(Search *s, uint32_t role, int hop)
{
    const WritRoleFilling *filling = &s->permission->roles[role];
    for (uint32_t i = 0; i < filling->deputy_count && s->count == 0; i++) {
        search_role(s, filling->deputies[i]);
        name_principal(s, 0);
        if (s->count == 0 && hop < WRIT_SUBSTITUTE_HOPS_MAX) {
            search_deputies(s, filling->deputies[i], hop + 1);
        }
    }
}

uint32_t writ_directory_acting(const WritDirectory *directory, WritArena *arena,
                               const WritPermission *permission, WritActing **acting)
{
    Search s = {.directory = directory, .arena = arena, .permission = permission};
    if (permission->role == UINT32_MAX) {
        const WritPerson *person = writ_directory_find(directory, permission->person);
        if (person != NULL) {
            add_present(&s, person);
            add_substitute(&s, person);
        }
    } else {
        search_role(&s, permission->role);
        if (s.count == 0 && permission->substitutes) {
            search_deputies(&s, permission->role, 1);
        }
    }
    *acting = s.found;
    return s.count;
}
