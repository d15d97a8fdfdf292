#include "support/company.h"

#include <assert.h>
#include <stdio.h>

void company_begin(Company *company)
{
    *company = (Company){.arena = writ_arena_new(16 << 20)};
    company->permission.roles = company->roles;
    company->permission.barred = company->barred;
    company->permission.substitutes = true;
    company->permission.day = 100;
}

void company_end(Company *company)
{
    writ_arena_free(company->arena);
}

WritPerson *company_person(Company *company, const char *id)
{
    for (uint32_t i = 0; i < company->person_count; i++) {
        if (writ_text_is(company->persons[i].id, id)) {
            return &company->persons[i];
        }
    }
    WritPerson *added = &company->persons[company->person_count++];
    *added = (WritPerson){.id = writ_arena_text(company->arena, writ_text(id))};
    added->memberships = writ_arena_array(company->arena, COMPANY_LIST_MAX, sizeof(WritMembership));
    added->absences = writ_arena_array(company->arena, COMPANY_LIST_MAX, sizeof(WritAbsence));
    added->accounts = writ_arena_array(company->arena, COMPANY_LIST_MAX, sizeof(WritText));
    return added;
}

void company_belongs(Company *company, const char *id, const char *group, const char *unit)
{
    WritPerson *at = company_person(company, id);
    at->memberships[at->membership_count++] = (WritMembership){writ_text(group), writ_text(unit)};
}

void company_away(Company *company, const char *id, int64_t from, int64_t through, const char *by)
{
    WritPerson *at = company_person(company, id);
    at->absences[at->absence_count++] = (WritAbsence){from, through, writ_text(by)};
}

uint32_t company_role(Company *company, const char *group)
{
    company->roles[company->role_count] = (WritRoleFilling){
        .group = writ_text(group), .deputies = company->deputies[company->role_count]};
    return company->role_count++;
}

void company_deputy(Company *company, uint32_t of, uint32_t is)
{
    company->deputies[of][company->roles[of].deputy_count++] = is;
}

void company_managers_and_directors(Company *company)
{
    uint32_t managers = company_role(company, "managers");
    company_deputy(company, managers, company_role(company, "directors"));
}

void company_bar(Company *company, const char *id)
{
    company->barred[company->permission.barred_count++] = writ_text(id);
}

// Through bytes, as every directory that is asked.
void company_settle(Company *company)
{
    WritDirectory filled = {.persons = company->persons, .person_count = company->person_count};
    writ_directory_sort(&filled);
    WritBuffer bytes = {0};
    writ_directory_encode(&bytes, &filled);
    WritError error;
    WritText kept = writ_arena_text(company->arena, writ_buffer_text(&bytes));
    WritStatus status = writ_directory_decode(&company->directory, company->arena, kept, &error);
    writ_buffer_dispose(&bytes);
    if (status != WRIT_OK) {
        (void)fprintf(stderr, "%s\n", error.text);
    }
    assert(status == WRIT_OK);
}

void company_print_acting(WritBuffer *out, const WritActing *acting, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_format(out, "%s%.*s", i > 0 ? " " : "", WRIT_TEXT_ARGS(acting[i].person));
        if (acting[i].on_behalf.length > 0) {
            writ_buffer_format(out, "/%.*s", WRIT_TEXT_ARGS(acting[i].on_behalf));
        }
    }
}
