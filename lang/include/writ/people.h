// The directory: who is who, in which groups, with which accounts, away when, replaced by whom;
// which calendar a unit or a person works by; and who may act for a role. Pure, over a directory
// that it is given.
//
// A directory is reference data: it has a version (the hash of its bytes), and every event records
// the one that was used. It is filled by hand or read from bytes; only what was read from bytes
// has an index, and questions are put to such a one alone.
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
    WRIT_DIRECTORY_UNITS_MAX = 10000,
    WRIT_PERSON_LIST_MAX = 1000,          // Accounts, memberships or absences of one person.
    WRIT_SUBSTITUTE_HOPS_MAX = 8,         // From an absent person to the one who acts.
    WRIT_DIRECTORY_TEXT_BYTES_MAX = 1000, // Of an id, a name, an account, a group, a unit,
                                          // or the name of a calendar.
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
    WritText calendar; // Qualified; empty: that of his or her unit.
} WritPerson;

// A part of the company, by the word that stands behind `of`.
typedef struct WritDirectoryUnit {
    WritText name;
    WritText title;    // May be empty.
    WritText calendar; // Qualified.
} WritDirectoryUnit;

typedef struct WritDirectoryIndex WritDirectoryIndex;

typedef struct WritDirectory {
    WritPerson *persons; // By rising id, each once.
    uint32_t person_count;
    const WritDirectoryIndex *index; // NULL until it was decoded.
    WritDirectoryUnit *units;        // By rising name, each once: those with a calendar.
    uint32_t unit_count;
} WritDirectory;

// Sorts a directory that was just filled: persons by id, units by name, and the lists of each
// person. The order in which an author writes lines is no part of its version.
void writ_directory_sort(WritDirectory *directory);

// Of a sorted directory.
void writ_directory_encode(WritBuffer *out, const WritDirectory *directory);
// Borrows from `bytes`; lists and the index live in `arena`. WRIT_LIMIT for a bound or a later
// format, WRIT_INVALID when the bytes are no directory, or one that breaks a rule: ids, groups and
// accounts are not empty; an id and an account stand once; whoever is named is in it; nobody
// reports to him- or herself, over others neither; absences end after they begin, do not overlap
// and name somebody else; a unit stands once and has a calendar.
WRIT_NODISCARD WritStatus writ_directory_decode(WritDirectory *directory, WritArena *arena,
                                                WritText bytes, WritError *error);

// NULL when there is none.
const WritPerson *writ_directory_find(const WritDirectory *directory, WritText id);
const WritPerson *writ_directory_find_account(const WritDirectory *directory, WritText account);
// Whom the person reports to, or NULL.
const WritPerson *writ_directory_manager(const WritDirectory *directory, const WritPerson *person);
// The absence that covers a day, or NULL.
const WritAbsence *writ_person_absence(const WritPerson *person, int64_t day);

// Everybody in a group of a unit, in the order of ids, in `arena`. Without a unit: everybody in the
// group. With one where the group has no units at all: everybody too (settled.md 27).
uint32_t writ_directory_members(const WritDirectory *directory, WritArena *arena, WritText group,
                                WritText unit, const WritPerson ***members);

// --- Whose calendar ------------------------------------------------------------------------------

// NULL when the directory says nothing of it.
const WritDirectoryUnit *writ_directory_unit(const WritDirectory *directory, WritText name);
// The calendar of a unit. WRIT_NOT_FOUND, with what to write into the directory: it names none.
WRIT_NODISCARD WritStatus writ_directory_unit_calendar(const WritDirectory *directory,
                                                       WritText unit, WritText *calendar,
                                                       WritError *error);
// The calendar of a person: his or her own, else that of the units that he or she belongs to.
// `unit` gets the first of these by name, or is empty. Errors with what to write into the
// directory. WRIT_NOT_FOUND: none is named, or there is no such person. WRIT_INVALID: the units
// have different ones, and nobody guesses.
WRIT_NODISCARD WritStatus writ_directory_person_calendar(const WritDirectory *directory,
                                                         WritText person, WritText *calendar,
                                                         WritText *unit, WritError *error);
// Whether every unit and person of `after` has the calendar that it had in `before`, or none as
// before.
bool writ_directory_same_calendars(const WritDirectory *before, const WritDirectory *after);

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
// too; if that gives nobody, the role's standing deputies in turn, then theirs. A deputy acts for
// the first holder who is away, or in his or her own right when none is. Nobody who is barred may
// act, nor anybody on behalf of one who is barred.
uint32_t writ_directory_acting(const WritDirectory *directory, WritArena *arena,
                               const WritPermission *permission, WritActing **acting);

// What is the matter with one person. The first three may act.
typedef enum WritStanding {
    WRIT_STANDING_HOLDER,     // Has the role, or is the person asked.
    WRIT_STANDING_SUBSTITUTE, // Stands in for `on_behalf`, named by `through`.
    WRIT_STANDING_DEPUTY,     // Has `role`, a standing deputy, and nobody nearer may act.
    WRIT_STANDING_BARRED,
    WRIT_STANDING_AWAY,           // On that day; `absence` says until when and replaced by whom.
    WRIT_STANDING_FOR_BARRED,     // Was named by `through`, who is away and barred.
    WRIT_STANDING_NO_SUBSTITUTES, // Could stand in, by `through` or as a deputy, were it allowed.
    WRIT_STANDING_NOT_NEEDED,     // Has `role`, a standing deputy, but somebody nearer may act.
    WRIT_STANDING_OTHER_UNIT,     // Is in the group, but not of the unit asked.
} WritStanding;

typedef struct WritCandidate {
    WritText person;
    WritStanding standing;
    WritText on_behalf; // As in WritActing.
    WritText through;   // Who named this person as substitute, or empty.
    uint32_t role;      // By which role the person comes into question; UINT32_MAX: as the person.
    const WritAbsence *absence; // AWAY, else NULL.
} WritCandidate;

bool writ_standing_acts(WritStanding standing);

// The same search with its reasons: those who may act, as writ_directory_acting orders them, then
// everybody else who comes into question, each person once, in `arena`. Whoever is not in it has
// none of the roles and stands in for nobody.
uint32_t writ_directory_explain(const WritDirectory *directory, WritArena *arena,
                                const WritPermission *permission, WritCandidate **candidates);

#endif
