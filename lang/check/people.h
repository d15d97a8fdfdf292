// Roles, and who is meant by `by`, `notify`, `never by`, `reassign to`.
#ifndef CHECK_PEOPLE_H
#define CHECK_PEOPLE_H

#include "check/exprs.h"

// Makes the role of a symbol; then, when all are made, its deputies.
void check_role_shell(Checker *checker, Symbol *symbol);
void check_role_deputies(Checker *checker, Symbol *symbol);
// Tells deputies that lead back to the role.
void check_deputy_circles(Checker *checker, const Module *module);

// Which words may stand for somebody.
typedef enum PartyWords {
    PARTY_ROLES,    // Roles alone: nobody else exists yet.
    PARTY_PEOPLE,   // Also fields of type Person or Role, and `process.owner`.
    PARTY_ASSIGNEE, // Also `assignee`.
    PARTY_NO_OWNER, // As PARTY_PEOPLE, without `process.owner`.
} PartyWords;

// False when it names nobody (told).
bool check_party(Scope *scope, const TreeParty *tree, PartyWords words, Party *party);
// Those that name somebody.
Parties check_parties(Scope *scope, const TreeParties *trees, PartyWords words);
Performer check_performer(Scope *scope, const TreePerformer *tree);
// True when both always mean the same people.
bool check_party_is_same(const Party *a, const Party *b);

#endif
