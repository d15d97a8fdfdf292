// What is looked up in a directory often: members of a group, persons by account.
#ifndef PEOPLE_INDEX_H
#define PEOPLE_INDEX_H

#include "writ/people.h"

// One membership.
typedef struct Seat {
    WritText group;
    WritText unit;
    uint32_t person; // Index.
} Seat;

typedef struct Account {
    WritText account;
    uint32_t person;
} Account;

struct WritDirectoryIndex {
    Seat *seats; // By group, then person, then unit.
    uint32_t seat_count;
    Account *accounts; // By account.
    uint32_t account_count;
};

// An index of a sorted directory, in `arena`.
const WritDirectoryIndex *index_new(const WritDirectory *directory, WritArena *arena);

// The first seat of a group, or `seat_count`.
uint32_t index_first_seat(const WritDirectoryIndex *index, WritText group);

// An account that two persons have, or NULL.
const Account *index_account_twice(const WritDirectoryIndex *index);

// UINT32_MAX when nobody has the account.
uint32_t index_find_account(const WritDirectoryIndex *index, WritText account);

#endif
