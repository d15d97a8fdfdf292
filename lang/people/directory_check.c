// What a directory must keep to, whoever made it: the reader of people.writ tells the same mistakes
// with their places, this tells the first one for bytes that come from elsewhere.
#include "people/directory_check.h"

#include "people/index.h"

static WritStatus refuse(const WritPerson *person, const char *reason, WritError *error)
{
    return writ_fail(error, WRIT_INVALID, "the directory is not in order: \"%.*s\" %s",
                     (int)(person->id.length < 100 ? person->id.length : 100), person->id.data,
                     reason);
}

static WritStatus check_texts(const WritPerson *person, WritError *error)
{
    size_t longest =
        person->id.length > person->name.length ? person->id.length : person->name.length;
    for (uint32_t i = 0; i < person->account_count; i++) {
        size_t length = person->accounts[i].length;
        longest = length > longest ? length : longest;
    }
    for (uint32_t i = 0; i < person->membership_count; i++) {
        const WritMembership *membership = &person->memberships[i];
        longest = membership->group.length > longest ? membership->group.length : longest;
        longest = membership->unit.length > longest ? membership->unit.length : longest;
    }
    longest = person->calendar.length > longest ? person->calendar.length : longest;
    return longest <= WRIT_DIRECTORY_TEXT_BYTES_MAX
               ? WRIT_OK
               : writ_fail(error, WRIT_LIMIT, "the directory has a text of more than %d bytes",
                           WRIT_DIRECTORY_TEXT_BYTES_MAX);
}

static WritStatus check_lists(const WritPerson *person, WritError *error)
{
    for (uint32_t i = 0; i < person->account_count; i++) {
        if (person->accounts[i].length == 0 ||
            (i > 0 && writ_text_compare(person->accounts[i - 1], person->accounts[i]) >= 0)) {
            return refuse(person, "has accounts that are empty, twice or out of order", error);
        }
    }
    for (uint32_t i = 0; i < person->membership_count; i++) {
        const WritMembership *at = &person->memberships[i], *before = at - (i > 0);
        int order = writ_text_compare(before->group, at->group);
        order = order != 0 ? order : writ_text_compare(before->unit, at->unit);
        if (at->group.length == 0 || (i > 0 && order >= 0)) {
            return refuse(person, "has groups that are empty, twice or out of order", error);
        }
    }
    return WRIT_OK;
}

static WritStatus check_absences(const WritDirectory *directory, const WritPerson *person,
                                 WritError *error)
{
    for (uint32_t i = 0; i < person->absence_count; i++) {
        const WritAbsence *absence = &person->absences[i];
        if (absence->from > absence->through) {
            return refuse(person, "is back before being away", error);
        }
        if (i > 0 && person->absences[i - 1].through >= absence->from) {
            return refuse(person, "has absences that overlap or are out of order", error);
        }
        if (absence->replaced_by.length == 0) {
            continue;
        }
        if (writ_text_equal(absence->replaced_by, person->id)) {
            return refuse(person, "is replaced by nobody else", error);
        }
        if (writ_directory_find(directory, absence->replaced_by) == NULL) {
            return refuse(person, "is replaced by somebody who is not in it", error);
        }
    }
    return WRIT_OK;
}

static WritStatus check_person(const WritDirectory *directory, uint32_t index, WritError *error)
{
    const WritPerson *person = &directory->persons[index];
    WritStatus status = check_texts(person, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (person->id.length == 0 ||
        (index > 0 && writ_text_compare(person[-1].id, person->id) >= 0)) {
        return refuse(person, "has no id, or stands twice or out of order", error);
    }
    if (person->reports_to.length > 0 &&
        writ_directory_find(directory, person->reports_to) == NULL) {
        return refuse(person, "reports to somebody who is not in it", error);
    }
    status = check_lists(person, error);
    return status == WRIT_OK ? check_absences(directory, person, error) : status;
}

// Follows each way up until it ends or meets a person that an earlier way passed. Meeting one of
// the same way is a circle.
static WritStatus check_managers(const WritDirectory *directory, WritArena *scratch,
                                 WritError *error)
{
    uint32_t *passed =
        writ_arena_array(scratch, directory->person_count + (size_t)1, sizeof *passed);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *at = &directory->persons[i];
        while (at != NULL && passed[at - directory->persons] == 0) {
            passed[at - directory->persons] = i + 1;
            at = writ_directory_manager(directory, at);
        }
        if (at != NULL && passed[at - directory->persons] == i + 1) {
            return refuse(at, "reports to him- or herself, over others or not", error);
        }
    }
    return WRIT_OK;
}

static WritStatus check_unit(const WritDirectory *directory, uint32_t index, WritError *error)
{
    const WritDirectoryUnit *unit = &directory->units[index];
    if (unit->name.length > WRIT_DIRECTORY_TEXT_BYTES_MAX ||
        unit->title.length > WRIT_DIRECTORY_TEXT_BYTES_MAX ||
        unit->calendar.length > WRIT_DIRECTORY_TEXT_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the directory has a text of more than %d bytes",
                         WRIT_DIRECTORY_TEXT_BYTES_MAX);
    }
    bool in_order = index == 0 || writ_text_compare(unit[-1].name, unit->name) < 0;
    return unit->name.length > 0 && unit->calendar.length > 0 && in_order
               ? WRIT_OK
               : writ_fail(error, WRIT_INVALID,
                           "the directory is not in order: the unit \"%.*s\" has no name or "
                           "calendar, or stands twice or out of order",
                           (int)(unit->name.length < 100 ? unit->name.length : 100),
                           unit->name.data);
}

WritStatus directory_check(const WritDirectory *directory, WritArena *scratch, WritError *error)
{
    for (uint32_t i = 0; i < directory->person_count; i++) {
        WritStatus status = check_person(directory, i, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i < directory->unit_count; i++) {
        WritStatus status = check_unit(directory, i, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    const Account *twice = index_account_twice(directory->index);
    if (twice != NULL) {
        return refuse(&directory->persons[twice->person], "has an account of somebody else", error);
    }
    return check_managers(directory, scratch, error);
}
