// What the engine asks of the directory, answered from the one that is in force now.
#include "host/host.h"

#include <string.h>

enum { MICROS_A_SECOND = 1000000, SECONDS_A_DAY = 86400 };

static uint32_t permitted(const void *self, WritArena *arena, const WritPlan *plan,
                          const WritQuestion *question, WritPermitted **people)
{
    const WritHost *host = self;
    WritRoleFilling *roles = writ_arena_array(arena, plan->role_count + 1, sizeof *roles);
    for (uint32_t i = 0; i < plan->role_count; i++) {
        roles[i].group = plan->roles[i].group;
        roles[i].deputies = &plan->operands[plan->roles[i].deputies_start];
        roles[i].deputy_count = plan->roles[i].deputy_count;
    }
    WritPermission permission = {
        .roles = roles,
        .role = question->asked.role == WRIT_NONE ? UINT32_MAX : question->asked.role,
        .unit = question->asked.unit,
        .person = question->asked.person,
        .barred = question->barred,
        .barred_count = question->barred_count,
        .substitutes = question->substitutes == WRIT_SUBSTITUTES_ALLOWED,
        .day = question->at / MICROS_A_SECOND / SECONDS_A_DAY,
    };
    WritActing *acting = NULL;
    uint32_t count = writ_directory_acting(&host->directory, arena, &permission, &acting);
    *people = writ_arena_array(arena, count + 1, sizeof **people);
    for (uint32_t i = 0; i < count; i++) {
        (*people)[i] = (WritPermitted){acting[i].person, acting[i].on_behalf};
    }
    return count;
}

static uint32_t members(const void *self, WritArena *arena, const WritPlan *plan, WritAsked asked,
                        WritText **people)
{
    const WritHost *host = self;
    if (asked.role == WRIT_NONE) {
        *people = writ_arena_array(arena, 1, sizeof **people);
        (*people)[0] = asked.person;
        return 1;
    }
    const WritPerson **found = NULL;
    uint32_t count = writ_directory_members(&host->directory, arena, plan->roles[asked.role].group,
                                            asked.unit, &found);
    *people = writ_arena_array(arena, count + 1, sizeof **people);
    for (uint32_t i = 0; i < count; i++) {
        (*people)[i] = found[i]->id;
    }
    return count;
}

static WritText name(const void *self, WritText person)
{
    const WritHost *host = self;
    const WritPerson *found = writ_directory_find(&host->directory, person);
    return found == NULL || found->name.length == 0 ? person : found->name;
}

static WritStatus calendar(const void *self, WritAsked asked, WritOwner *owner, WritError *error)
{
    const WritHost *host = self;
    *owner = (WritOwner){.unit = asked.unit, .person = asked.person};
    if (asked.role != WRIT_NONE) {
        return writ_directory_unit_calendar(&host->directory, asked.unit, &owner->calendar, error);
    }
    return writ_directory_person_calendar(&host->directory, asked.person, &owner->calendar,
                                          &owner->unit, error);
}

WritPeople people_source(const WritHost *host)
{
    return (WritPeople){.self = host,
                        .permitted = permitted,
                        .members = members,
                        .name = name,
                        .calendar = calendar};
}

WritText people_of_account(const WritHost *host, WritText account)
{
    const WritPerson *person = writ_directory_find_account(&host->directory, account);
    return person == NULL ? (WritText){0} : person->id;
}

bool people_know(const WritHost *host, WritText person)
{
    return writ_directory_find(&host->directory, person) != NULL;
}
