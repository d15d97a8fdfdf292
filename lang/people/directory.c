#include "writ/people.h"

#include <assert.h>
#include <stdlib.h>

#include "people/index.h"

// --- Order ----------------------------------------------------------------------------------

static int by_id(const void *a, const void *b)
{
    return writ_text_compare(((const WritPerson *)a)->id, ((const WritPerson *)b)->id);
}

static int by_text(const void *a, const void *b)
{
    return writ_text_compare(*(const WritText *)a, *(const WritText *)b);
}

static int by_group_and_unit(const void *a, const void *b)
{
    const WritMembership *x = a, *y = b;
    int order = writ_text_compare(x->group, y->group);
    return order != 0 ? order : writ_text_compare(x->unit, y->unit);
}

static int by_name(const void *a, const void *b)
{
    return writ_text_compare(((const WritDirectoryUnit *)a)->name,
                             ((const WritDirectoryUnit *)b)->name);
}

static int by_first_day(const void *a, const void *b)
{
    const WritAbsence *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

// qsort takes no NULL, not even with a count of 0.
static void sort(void *list, uint32_t count, size_t size,
                 int (*compare)(const void *, const void *))
{
    if (count > 1) {
        qsort(list, count, size, compare);
    }
}

void writ_directory_sort(WritDirectory *directory)
{
    for (uint32_t i = 0; i < directory->person_count; i++) {
        WritPerson *person = &directory->persons[i];
        sort(person->accounts, person->account_count, sizeof(WritText), by_text);
        sort(person->memberships, person->membership_count, sizeof(WritMembership),
             by_group_and_unit);
        sort(person->absences, person->absence_count, sizeof(WritAbsence), by_first_day);
    }
    sort(directory->persons, directory->person_count, sizeof(WritPerson), by_id);
    sort(directory->units, directory->unit_count, sizeof(WritDirectoryUnit), by_name);
}

// --- Looking up -----------------------------------------------------------------------------

const WritPerson *writ_directory_find(const WritDirectory *directory, WritText id)
{
    uint32_t low = 0;
    uint32_t high = directory->person_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = writ_text_compare(directory->persons[middle].id, id);
        if (order == 0) {
            return &directory->persons[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const WritPerson *writ_directory_find_account(const WritDirectory *directory, WritText account)
{
    if (directory->person_count == 0) {
        return NULL;
    }
    assert(directory->index != NULL);
    uint32_t person = index_find_account(directory->index, account);
    return person == UINT32_MAX ? NULL : &directory->persons[person];
}

const WritPerson *writ_directory_manager(const WritDirectory *directory, const WritPerson *person)
{
    return writ_directory_find(directory, person->reports_to);
}

// Absences are in the order of their first days and do not overlap.
const WritAbsence *writ_person_absence(const WritPerson *person, int64_t day)
{
    for (uint32_t i = 0; i < person->absence_count && person->absences[i].from <= day; i++) {
        if (day <= person->absences[i].through) {
            return &person->absences[i];
        }
    }
    return NULL;
}

static bool is_of_unit(const WritDirectoryIndex *index, uint32_t first, uint32_t end, WritText unit)
{
    for (uint32_t i = first; i < end; i++) {
        if (unit.length == 0 || writ_text_equal(index->seats[i].unit, unit)) {
            return true;
        }
    }
    return false;
}

// The seats of one group, and the unit that counts there: none where the group has no units.
static uint32_t seats_of(const WritDirectoryIndex *index, WritText group, uint32_t *first,
                         WritText *unit)
{
    bool has_units = false;
    *first = index_first_seat(index, group);
    uint32_t end = *first;
    while (end < index->seat_count && writ_text_equal(index->seats[end].group, group)) {
        has_units = has_units || index->seats[end].unit.length > 0;
        end++;
    }
    if (!has_units) {
        unit->length = 0;
    }
    return end;
}

uint32_t writ_directory_members(const WritDirectory *directory, WritArena *arena, WritText group,
                                WritText unit, const WritPerson ***members)
{
    *members = NULL;
    if (directory->person_count == 0) {
        return 0;
    }
    const WritDirectoryIndex *index = directory->index;
    assert(index != NULL);
    uint32_t first;
    uint32_t end = seats_of(index, group, &first, &unit);
    *members = writ_arena_array(arena, end - first + (size_t)1, sizeof **members);
    uint32_t count = 0;
    while (first < end) {
        uint32_t next = first + 1;
        while (next < end && index->seats[next].person == index->seats[first].person) {
            next++;
        }
        if (is_of_unit(index, first, next, unit)) {
            (*members)[count++] = &directory->persons[index->seats[first].person];
        }
        first = next;
    }
    return count;
}
