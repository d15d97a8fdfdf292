// The calendar of a unit or a person, on which a duty is counted (N7, settled.md 4). Nothing is
// guessed: where the directory does not say it, the error says what to write.
#include "writ/people.h"

// What an error shows of a name.
enum { SHOWN_BYTES_MAX = 100 };

static int shown(WritText text)
{
    return (int)(text.length < SHOWN_BYTES_MAX ? text.length : SHOWN_BYTES_MAX);
}

const WritDirectoryUnit *writ_directory_unit(const WritDirectory *directory, WritText name)
{
    uint32_t low = 0;
    uint32_t high = directory->unit_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = writ_text_compare(directory->units[middle].name, name);
        if (order == 0) {
            return &directory->units[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

WritStatus writ_directory_unit_calendar(const WritDirectory *directory, WritText unit,
                                        WritText *calendar, WritError *error)
{
    const WritDirectoryUnit *found = writ_directory_unit(directory, unit);
    *calendar = (WritText){0};
    if (found == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND,
                         "the directory names no calendar for the unit \"%.*s\"; write \"unit "
                         "%.*s\" into it, with a line \"uses calendar NAME\"",
                         shown(unit), unit.data, shown(unit), unit.data);
    }
    *calendar = found->calendar;
    return WRIT_OK;
}

static WritStatus refuse_different(const WritPerson *person, WritText unit, WritText other,
                                   WritError *error)
{
    return writ_fail(error, WRIT_INVALID,
                     "\"%.*s\" belongs to the units \"%.*s\" and \"%.*s\", which have different "
                     "calendars; write \"uses calendar NAME\" below the person in the directory",
                     shown(person->id), person->id.data, shown(unit), unit.data, shown(other),
                     other.data);
}

// Memberships are in the order of groups; the unit that comes first by name is told.
static WritStatus find_by_units(const WritDirectory *directory, const WritPerson *person,
                                const WritDirectoryUnit **found, WritError *error)
{
    *found = NULL;
    for (uint32_t i = 0; i < person->membership_count; i++) {
        const WritDirectoryUnit *unit = writ_directory_unit(directory, person->memberships[i].unit);
        if (unit == NULL) {
            continue;
        }
        if (*found != NULL && !writ_text_equal((*found)->calendar, unit->calendar)) {
            bool before = *found < unit; // As names are.
            return refuse_different(person, before ? (*found)->name : unit->name,
                                    before ? unit->name : (*found)->name, error);
        }
        *found = *found == NULL || unit < *found ? unit : *found;
    }
    return WRIT_OK;
}

WritStatus writ_directory_person_calendar(const WritDirectory *directory, WritText person,
                                          WritText *calendar, WritText *unit, WritError *error)
{
    const WritPerson *found = writ_directory_find(directory, person);
    const WritDirectoryUnit *of = NULL;
    *calendar = (WritText){0};
    *unit = (WritText){0};
    if (found == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND,
                         "\"%.*s\" is not in the directory, which would name the calendar to count "
                         "on; write \"person %.*s\" into it, with a line \"uses calendar NAME\"",
                         shown(person), person.data, shown(person), person.data);
    }
    if (found->calendar.length > 0) {
        *calendar = found->calendar;
        return WRIT_OK;
    }
    WritStatus status = find_by_units(directory, found, &of, error);
    if (status == WRIT_OK && of == NULL) {
        return writ_fail(
            error, WRIT_NOT_FOUND,
            "the directory names no calendar for \"%.*s\" nor for a unit of that person; "
            "write \"uses calendar NAME\" below the person or the unit",
            shown(person), person.data);
    }
    if (status == WRIT_OK) {
        *calendar = of->calendar;
        *unit = of->name;
    }
    return status;
}

// --- Comparing two --------------------------------------------------------------------------

static bool has_same_calendar(const WritDirectory *before, const WritDirectory *after,
                              WritText person)
{
    WritText was, is, unit;
    WritError error;
    WritStatus a = writ_directory_person_calendar(before, person, &was, &unit, &error);
    WritStatus b = writ_directory_person_calendar(after, person, &is, &unit, &error);
    return a == b && writ_text_equal(was, is);
}

bool writ_directory_same_calendars(const WritDirectory *before, const WritDirectory *after)
{
    for (uint32_t i = 0; i < after->unit_count; i++) {
        const WritDirectoryUnit *unit = &after->units[i];
        const WritDirectoryUnit *was = writ_directory_unit(before, unit->name);
        if (was == NULL || !writ_text_equal(was->calendar, unit->calendar)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < after->person_count; i++) {
        if (!has_same_calendar(before, after, after->persons[i].id)) {
            return false;
        }
    }
    return true;
}
