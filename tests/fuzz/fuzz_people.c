// A directory as bytes: what is read is written back as it was, and may be asked anything.
#include <assert.h>
#include <stdint.h>

#include "writ/people.h"

static void ask(const WritDirectory *directory, WritArena *arena, const WritPerson *person)
{
    uint32_t deputies[] = {1, 0};
    WritRoleFilling roles[2] = {{.deputies = deputies, .deputy_count = 2},
                                {.deputies = deputies, .deputy_count = 2}};
    WritPermission permission = {.roles = roles, .substitutes = true};
    if (person->membership_count > 0) {
        roles[0].group = person->memberships[0].group;
        permission.unit = person->memberships[0].unit;
    }
    if (person->absence_count > 0) {
        permission.day = person->absences[0].from;
    }
    permission.barred = &person->reports_to;
    permission.barred_count = 1;
    WritActing *acting;
    WritCandidate *candidates;
    uint32_t acting_count = writ_directory_acting(directory, arena, &permission, &acting);
    uint32_t told = writ_directory_explain(directory, arena, &permission, &candidates);
    assert(told >= acting_count);
    for (uint32_t i = 0; i < told; i++) {
        assert(writ_directory_find(directory, candidates[i].person) != NULL);
        assert(writ_standing_acts(candidates[i].standing) == (i < acting_count));
    }
    if (person->account_count > 0) {
        assert(writ_directory_find_account(directory, person->accounts[0]) == person);
    }
}

// Whoever belongs to one unit alone has its calendar, unless there is one of his or her own.
static void ask_calendar(const WritDirectory *directory, const WritPerson *person)
{
    WritText calendar, unit, of_unit;
    WritError error;
    WritStatus status =
        writ_directory_person_calendar(directory, person->id, &calendar, &unit, &error);
    assert((status == WRIT_OK) == (calendar.length > 0));
    if (person->calendar.length == 0 && person->membership_count == 1) {
        assert(writ_directory_unit_calendar(directory, person->memberships[0].unit, &of_unit,
                                            &error) == status);
        assert(writ_text_equal(calendar, of_unit));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new((size_t)1 << 30);
    WritText bytes = {(const char *)data, size};
    WritDirectory directory;
    if (writ_directory_decode(&directory, arena, bytes, NULL) == WRIT_OK) {
        WritBuffer again = {0};
        writ_directory_encode(&again, &directory);
        assert(writ_text_equal(writ_buffer_text(&again), bytes));
        writ_buffer_dispose(&again);
        for (uint32_t i = 0; i < directory.person_count; i++) {
            ask(&directory, arena, &directory.persons[i]);
            ask_calendar(&directory, &directory.persons[i]);
        }
    }
    writ_arena_free(arena);
    return 0;
}
