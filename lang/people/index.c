#include "people/index.h"

#include <stdlib.h>

static int by_group(const void *a, const void *b)
{
    const Seat *x = a, *y = b;
    int order = writ_text_compare(x->group, y->group);
    if (order == 0 && x->person != y->person) {
        order = x->person < y->person ? -1 : 1;
    }
    return order != 0 ? order : writ_text_compare(x->unit, y->unit);
}

static int by_account(const void *a, const void *b)
{
    return writ_text_compare(((const Account *)a)->account, ((const Account *)b)->account);
}

const WritDirectoryIndex *index_new(const WritDirectory *directory, WritArena *arena)
{
    WritDirectoryIndex *index = writ_arena_alloc(arena, sizeof *index);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        index->seat_count += directory->persons[i].membership_count;
        index->account_count += directory->persons[i].account_count;
    }
    index->seats = writ_arena_array(arena, index->seat_count + (size_t)1, sizeof(Seat));
    index->accounts = writ_arena_array(arena, index->account_count + (size_t)1, sizeof(Account));
    uint32_t seat = 0, account = 0;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        for (uint32_t j = 0; j < person->membership_count; j++) {
            const WritMembership *membership = &person->memberships[j];
            index->seats[seat++] = (Seat){membership->group, membership->unit, i};
        }
        for (uint32_t j = 0; j < person->account_count; j++) {
            index->accounts[account++] = (Account){person->accounts[j], i};
        }
    }
    qsort(index->seats, index->seat_count, sizeof(Seat), by_group);
    qsort(index->accounts, index->account_count, sizeof(Account), by_account);
    return index;
}

uint32_t index_first_seat(const WritDirectoryIndex *index, WritText group)
{
    uint32_t low = 0, high = index->seat_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (writ_text_compare(index->seats[middle].group, group) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < index->seat_count && writ_text_equal(index->seats[low].group, group);
    return found ? low : index->seat_count;
}

const Account *index_account_twice(const WritDirectoryIndex *index)
{
    for (uint32_t i = 1; i < index->account_count; i++) {
        if (writ_text_equal(index->accounts[i - 1].account, index->accounts[i].account)) {
            return &index->accounts[i];
        }
    }
    return NULL;
}

uint32_t index_find_account(const WritDirectoryIndex *index, WritText account)
{
    uint32_t low = 0, high = index->account_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = writ_text_compare(index->accounts[middle].account, account);
        if (order == 0) {
            return index->accounts[middle].person;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return UINT32_MAX;
}
