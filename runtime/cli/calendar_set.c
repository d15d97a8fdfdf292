// From the files of a book to its calendars: compiled as `writ check` does, then released. Nothing
// is put in force.
#include "cli/calendar_set.h"

#include "cli/checking.h"

#include "writ/host.h"

static WritStatus compile(WritCompilation *compilation, const WritBookContents *contents,
                          WritError *error)
{
    WritBookFiles files = {contents->files, contents->file_count};
    WritStatus status = writ_host_add_files(compilation, &files, error);
    if (status != WRIT_OK) {
        return status;
    }
    writ_compile_run(compilation);
    return checking_is_sound(compilation, "calendars", error);
}

WritStatus calendar_set_read(WritCalendars *set, WritArena *arena, const char *directory,
                             const char *almanac_program, WritError *error)
{
    WritBookContents contents;
    *set = (WritCalendars){.calendar_count = 0};
    WritStatus status = writ_book_read_files(&contents, arena, directory, error);
    if (status == WRIT_OK && contents.file_count == 0) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "%s holds no .writ file", directory);
        return writ_hint(error, "Name the folder of the book: --book DIR");
    }
    WritCompilation *compilation = writ_compile_new(arena);
    if (status == WRIT_OK) {
        status = compile(compilation, &contents, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    WritBookFiles files = {contents.files, contents.file_count};
    status = writ_host_release_calendars(set, arena, compilation, &files, almanac_program, error);
    return status == WRIT_OK ? checking_is_sound(compilation, "calendars", error) : status;
}
