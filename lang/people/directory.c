#include "writ/people.h"

#include <assert.h>
#include <stdlib.h>

static int by_id(const void *a, const void *b)
{
    return writ_text_compare(((const WritPerson *)a)->id, ((const WritPerson *)b)->id);
}

void writ_directory_sort(WritDirectory *directory)
{
    if (directory->person_count > 1) {
        qsort(directory->persons, directory->person_count, sizeof(WritPerson), by_id);
    }
}

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
    for (uint32_t i = 0; account.length > 0 && i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        for (uint32_t j = 0; j < person->account_count; j++) {
            if (writ_text_equal(person->accounts[j], account)) {
                return person;
            }
        }
    }
    return NULL;
}

const WritAbsence *writ_person_absence(const WritPerson *person, int64_t day)
{
    for (uint32_t i = 0; i < person->absence_count; i++) {
        if (person->absences[i].from <= day && day <= person->absences[i].through) {
            return &person->absences[i];
        }
    }
    return NULL;
}

static bool has_units(const WritDirectory *directory, WritText group)
{
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        for (uint32_t j = 0; j < person->membership_count; j++) {
            if (person->memberships[j].unit.length > 0 &&
                writ_text_equal(person->memberships[j].group, group)) {
                return true;
            }
        }
    }
    return false;
}

static bool belongs(const WritPerson *person, WritText group, WritText unit)
{
    for (uint32_t i = 0; i < person->membership_count; i++) {
        const WritMembership *membership = &person->memberships[i];
        if (writ_text_equal(membership->group, group) &&
            (unit.length == 0 || writ_text_equal(membership->unit, unit))) {
            return true;
        }
    }
    return false;
}

uint32_t writ_directory_members(const WritDirectory *directory, WritArena *arena, WritText group,
                                WritText unit, const WritPerson ***members)
{
    if (unit.length > 0 && !has_units(directory, group)) {
        unit.length = 0;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        count += belongs(&directory->persons[i], group, unit) ? 1 : 0;
    }
    *members = writ_arena_array(arena, count + 1, sizeof **members);
    count = 0;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        if (belongs(&directory->persons[i], group, unit)) {
            (*members)[count++] = &directory->persons[i];
        }
    }
    return count;
}
