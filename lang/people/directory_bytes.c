// A directory as bytes: format | persons | units. Its SHA-256 is its version.
//
// There is one spelling for each directory. Format 1 is of one that names no calendar: it has no
// units, and its persons have none. Format 2 is of every other one.
#include "people/directory_check.h"
#include "people/index.h"
#include "writ/bytes.h"

enum { FORMAT_WITHOUT_CALENDARS = 1, FORMAT_WITH_CALENDARS = 2 };

static void put_person(WritBuffer *out, const WritPerson *person, uint8_t format)
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
    if (format == FORMAT_WITH_CALENDARS) {
        writ_put_text(out, person->calendar);
    }
}

static void put_units(WritBuffer *out, const WritDirectory *directory)
{
    writ_put_uint(out, directory->unit_count);
    for (uint32_t i = 0; i < directory->unit_count; i++) {
        writ_put_text(out, directory->units[i].name);
        writ_put_text(out, directory->units[i].title);
        writ_put_text(out, directory->units[i].calendar);
    }
}

static uint8_t format_of(const WritDirectory *directory)
{
    bool names_some = directory->unit_count > 0;
    for (uint32_t i = 0; !names_some && i < directory->person_count; i++) {
        names_some = directory->persons[i].calendar.length > 0;
    }
    return names_some ? FORMAT_WITH_CALENDARS : FORMAT_WITHOUT_CALENDARS;
}

void writ_directory_encode(WritBuffer *out, const WritDirectory *directory)
{
    uint8_t format = format_of(directory);
    writ_put_u8(out, format);
    writ_put_uint(out, directory->person_count);
    for (uint32_t i = 0; i < directory->person_count; i++) {
        put_person(out, &directory->persons[i], format);
    }
    if (format == FORMAT_WITH_CALENDARS) {
        put_units(out, directory);
    }
}

// A list longer than the bound is as wrong as one that the bytes do not hold.
static void *list_of(WritArena *arena, WritReader *in, size_t size, uint32_t *count)
{
    size_t claimed = writ_get_count(in);
    if (claimed > WRIT_PERSON_LIST_MAX) {
        in->failed = true;
        claimed = 0;
    }
    *count = (uint32_t)claimed;
    return claimed == 0 ? NULL : writ_arena_array(arena, claimed, size);
}

static void get_person(WritReader *in, WritArena *arena, WritPerson *person, uint8_t format)
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
    if (format == FORMAT_WITH_CALENDARS) {
        person->calendar = writ_get_text(in);
    }
}

static WritStatus get_units(WritReader *in, WritArena *arena, WritDirectory *directory,
                            WritError *error)
{
    size_t count = writ_get_count(in);
    if (count > WRIT_DIRECTORY_UNITS_MAX) {
        return writ_fail(error, WRIT_LIMIT, "a directory has more than %d units",
                         WRIT_DIRECTORY_UNITS_MAX);
    }
    directory->units = writ_arena_array(arena, count + 1, sizeof(WritDirectoryUnit));
    directory->unit_count = (uint32_t)count;
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        directory->units[i].name = writ_get_text(in);
        directory->units[i].title = writ_get_text(in);
        directory->units[i].calendar = writ_get_text(in);
    }
    return WRIT_OK;
}

static WritStatus read_entries(WritDirectory *directory, WritArena *arena, WritReader *in,
                               uint8_t format, WritError *error)
{
    size_t count = writ_get_count(in);
    if (count > WRIT_DIRECTORY_PERSONS_MAX) {
        return writ_fail(error, WRIT_LIMIT, "a directory has more than %d persons",
                         WRIT_DIRECTORY_PERSONS_MAX);
    }
    directory->persons = writ_arena_array(arena, count + 1, sizeof(WritPerson));
    directory->person_count = (uint32_t)count;
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        get_person(in, arena, &directory->persons[i], format);
    }
    WritStatus status = WRIT_OK;
    if (format == FORMAT_WITH_CALENDARS) {
        status = get_units(in, arena, directory, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    return writ_reader_done(in) && format == format_of(directory)
               ? WRIT_OK
               : writ_fail(error, WRIT_INVALID, "these bytes are no directory");
}

WritStatus writ_directory_decode(WritDirectory *directory, WritArena *arena, WritText bytes,
                                 WritError *error)
{
    *directory = (WritDirectory){0};
    if (bytes.length > WRIT_DIRECTORY_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "a directory has more than %d bytes",
                         WRIT_DIRECTORY_BYTES_MAX);
    }
    WritReader in = writ_reader(bytes);
    uint8_t format = writ_get_u8(&in);
    if (format > FORMAT_WITH_CALENDARS) {
        WritStatus later =
            writ_fail(error, WRIT_LIMIT, "a later writ wrote this directory (format %d)", format);
        (void)writ_hint(error, "Use that writ, or a later one.");
        return later;
    }
    if (format < FORMAT_WITHOUT_CALENDARS) {
        return writ_fail(error, WRIT_INVALID, "these bytes are no directory");
    }
    WritDirectory read = {0};
    WritStatus status = read_entries(&read, arena, &in, format, error);
    if (status == WRIT_OK) {
        read.index = index_new(&read, arena);
        status = directory_check(&read, arena, error);
    }
    if (status == WRIT_OK) {
        *directory = read;
    }
    return status;
}
