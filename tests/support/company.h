// A company that is written down in a test, and what is asked of its directory.
#ifndef SUPPORT_COMPANY_H
#define SUPPORT_COMPANY_H

#include "writ/people.h"

enum { COMPANY_PERSONS_MAX = 40, COMPANY_ROLES_MAX = 40, COMPANY_LIST_MAX = 4 };

typedef struct Company {
    WritArena *arena;
    WritPerson persons[COMPANY_PERSONS_MAX]; // As written, in any order.
    uint32_t person_count;
    WritDirectory directory; // After company_settle.
    WritRoleFilling roles[COMPANY_ROLES_MAX];
    uint32_t deputies[COMPANY_ROLES_MAX][COMPANY_ROLES_MAX];
    uint32_t role_count;
    WritText barred[COMPANY_LIST_MAX];
    WritPermission permission; // Asks for role 0 on day 100, with substitutes.
} Company;

void company_begin(Company *company);
void company_end(Company *company);

// The person, who is added when new. Texts are borrowed.
WritPerson *company_person(Company *company, const char *id);
void company_belongs(Company *company, const char *id, const char *group, const char *unit);
void company_away(Company *company, const char *id, int64_t from, int64_t through, const char *by);

// The number of a new role.
uint32_t company_role(Company *company, const char *group);
void company_deputy(Company *company, uint32_t of, uint32_t is);
// Role 0, "managers", with role 1, "directors", as its deputy.
void company_managers_and_directors(Company *company);
void company_bar(Company *company, const char *id);

// Sorts, writes and reads the directory, as every one that is asked.
void company_settle(Company *company);

// "emil/bert carla": emil on behalf of bert, and carla.
void company_print_acting(WritBuffer *out, const WritActing *acting, uint32_t count);

#endif
