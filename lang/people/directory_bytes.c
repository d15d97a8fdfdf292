// A directory as bytes: format | persons. Its SHA-256 is its version.
#include "writ/bytes.h"
#include "writ/people.h"

enum { DIRECTORY_FORMAT = 1 };

static void put_person(WritBuffer *out, const WritPerson *person)
{
    writ_put_text(out, person->id);
    writ_put_text(out, person->name);
    writ_put_text(out, person->reports_to);
    writ_put_uint(out, person->account_count);
    for (uint32_t i = 0; i < person->account_count; i++) {
        writ_put_text(out, person->accounts[i]);
    }
    writ_put_uint(out, person->membership_count);
    for (uint32_t i = 0; i < person->membership_count; i++) {
        writ_put_text(out, person->memberships[i].group);
        writ_put_text(out, person->memberships[i].unit);
    }
    writ_put_uint(out, person->absence_count);
    for (uint32_t i = 0; i < person->absence_count; i++) {
        writ_put_int(out, person->absences[i].from);
        writ_put_int(out, person->absences[i].through);
        writ_put_text(out, person->absences[i].replaced_by);
    }
}

void writ_directory_encode(WritBuffer *out, const WritDirectory *directory)
{
    writ_put_u8(out, DIRECTORY_FORMAT);
    writ_put_uint(out, directory->person_count);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        put_person(out, &directory->persons[i]);
    }
}

static void *list_of(WritArena *arena, WritReader *in, size_t size, uint32_t *count)
{
    *count = (uint32_t)writ_get_count(in);
    return *count == 0 ? NULL : writ_arena_array(arena, *count, size);
}

static void get_person(WritReader *in, WritArena *arena, WritPerson *person)
{
    person->id = writ_get_text(in);
    person->name = writ_get_text(in);
    person->reports_to = writ_get_text(in);
    person->accounts = list_of(arena, in, sizeof(WritText), &person->account_count);
    for (uint32_t i = 0; i < person->account_count; i++) {
        person->accounts[i] = writ_get_text(in);
    }
    person->memberships = list_of(arena, in, sizeof(WritMembership), &person->membership_count);
    for (uint32_t i = 0; i < person->membership_count; i++) {
        person->memberships[i].group = writ_get_text(in);
        person->memberships[i].unit = writ_get_text(in);
    }
    person->absences = list_of(arena, in, sizeof(WritAbsence), &person->absence_count);
    for (uint32_t i = 0; i < person->absence_count; i++) {
        person->absences[i].from = writ_get_int(in);
        person->absences[i].through = writ_get_int(in);
        person->absences[i].replaced_by = writ_get_text(in);
    }
}

static bool is_sorted(const WritDirectory *directory)
{
    for (uint32_t i = 1; i < directory->person_count; i++) {
        if (writ_text_compare(directory->persons[i - 1].id, directory->persons[i].id) >= 0) {
            return false;
        }
    }
    return true;
}

WritStatus writ_directory_decode(WritDirectory *directory, WritArena *arena, WritText bytes,
                                 WritError *error)
{
    WritReader in = writ_reader(bytes);
    *directory = (WritDirectory){0};
    uint8_t format = writ_get_u8(&in);
    if (bytes.length > WRIT_DIRECTORY_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "a directory has more than %d bytes",
                         WRIT_DIRECTORY_BYTES_MAX);
    }
    directory->persons = list_of(arena, &in, sizeof(WritPerson), &directory->person_count);
    for (uint32_t i = 0; i < directory->person_count && !in.failed; i++) {
        get_person(&in, arena, &directory->persons[i]);
    }
    if (format != DIRECTORY_FORMAT || !writ_reader_done(&in) || !is_sorted(directory)) {
        *directory = (WritDirectory){0};
        return writ_fail(error, WRIT_INVALID, "these bytes are no directory");
    }
    return WRIT_OK;
}
