// The directory: who is who, in which groups, with which accounts, away when, replaced by whom;
// and who may act for a role. Pure, over a directory that it is given.
//
// A directory is reference data: it has a version (the hash of its bytes), and every event records
// the one that was used. Plain data; persons are in the order of their ids.
#ifndef WRIT_PEOPLE_H
#define WRIT_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/hash.h"
#include "writ/text.h"

enum {
    WRIT_DIRECTORY_BYTES_MAX = 16 << 20,
    WRIT_DIRECTORY_PERSONS_MAX = 100000,
    WRIT_SUBSTITUTE_HOPS_MAX = 8, // From an absent person to the one who acts.
};

typedef struct WritMembership {
    WritText group;
    WritText unit; // Empty: of no unit.
} WritMembership;

typedef struct WritAbsence {
    int64_t from; // Days since 1970-01-01, both included.
    int64_t through;
    WritText replaced_by; // Person id, or empty.
} WritAbsence;

typedef struct WritPerson {
    WritText id;
    WritText name;
    WritText *accounts;
    uint32_t account_count;
    WritMembership *memberships;
    uint32_t membership_count;
    WritText reports_to; // Person id, or empty.
    WritAbsence *absences;
    uint32_t absence_count;
} WritPerson;

typedef struct WritDirectory {
    WritPerson *persons; // By rising id, each once.
    uint32_t person_count;
} WritDirectory;

// Sorts the persons of a directory that was just filled. The ids are different.
void writ_directory_sort(WritDirectory *directory);

void writ_directory_encode(WritBuffer *out, const WritDirectory *directory);
// Borrows from `bytes`; lists live in `arena`. WRIT_INVALID when the bytes are no directory.
WRIT_NODISCARD WritStatus writ_directory_decode(WritDirectory *directory, WritArena *arena,
                                                WritText bytes, WritError *error);

// NULL when there is none.
const WritPerson *writ_directory_find(const WritDirectory *directory, WritText id);
const WritPerson *writ_directory_find_account(const WritDirectory *directory, WritText account);
// The absence that covers a day, or NULL.
const WritAbsence *writ_person_absence(const WritPerson *person, int64_t day);

// Everybody in a group of a unit, in the order of ids, in `arena`. Without a unit: everybody in the
// group. With one where the group has no units at all: everybody too (settled.md 27).
uint32_t writ_directory_members(const WritDirectory *directory, WritArena *arena, WritText group,
                                WritText unit, const WritPerson ***members);

// --- Who may act ------------------------------------------------------------------------------

// A role as a process knows it.
typedef struct WritRoleFilling {
    WritText group;           // What fills it.
    const uint32_t *deputies; // `standing deputy`: roles of the same table, in order.
    uint32_t deputy_count;
} WritRoleFilling;

typedef struct WritPermission {
    const WritRoleFilling *roles;
    uint32_t role; // Who is asked: a role of `roles`, or UINT32_MAX: `person`.
    WritText unit; // Of the role; empty: of no unit.
    WritText person;
    const WritText *barred; // Person ids that may not act, not even as substitutes (N13).
    uint32_t barred_count;
    bool substitutes; // Whether others may stand in for those who are away.
    int64_t day;      // Days since 1970-01-01.
} WritPermission;

typedef struct WritActing {
    WritText person;
    WritText on_behalf; // The absent person stood in for; empty: in his or her own right.
} WritActing;

// Who may act, in `arena`, each person once, holders before substitutes. The order of settled.md
// 26: who is present; for the absent whom they named for those days, and on from one who is away
// too; if that gives nobody, the role's standing deputies in turn. Nobody who is barred, nor
// anybody on behalf of one who is barred.
uint32_t writ_directory_acting(const WritDirectory *directory, WritArena *arena,
                               const WritPermission *permission, WritActing **acting);

#endif
