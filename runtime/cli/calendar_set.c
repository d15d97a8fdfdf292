// From the files of a book to its calendars: compiled as `writ check` does, then released. Nothing
// is put in force.
#include "cli/calendar_set.h"

static WritStatus check_texts(const WritCompilation *compilation, WritError *error)
{
    uint32_t errors = writ_diags_error_count(writ_compile_diags(compilation));
    if (errors == 0) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID,
                    "the book has %u error%s, so that its calendars are not known", errors,
                    errors == 1 ? "" : "s");
    return writ_hint(error, "writ check says what is wrong, and where.");
}

static WritStatus compile(WritCompilation *compilation, const WritBookContents *contents,
                          WritError *error)
{
    for (uint32_t i = 0; i < contents->file_count; i++) {
        WritStatus status =
            writ_compile_add(compilation, contents->files[i].path, contents->files[i].bytes, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    writ_compile_run(compilation);
    return check_texts(compilation, error);
}

static const WritBookFile *find_file(const WritBookContents *contents, WritText path)
{
    for (uint32_t i = 0; i < contents->file_count; i++) {
        if (writ_text_equal(contents->files[i].path, path)) {
            return &contents->files[i];
        }
    }
    return NULL;
}

static WritStatus add_holiday_files(WritCalendarSource *source, WritArena *arena,
                                    const WritBookCalendar *calendar,
                                    const WritBookContents *contents, WritError *error)
{
    WritHolidayFile *files =
        writ_arena_array(arena, (size_t)calendar->file_count + 1, sizeof *files);
    for (uint32_t i = 0; i < calendar->file_count; i++) {
        const WritBookFile *file = find_file(contents, calendar->files[i]);
        if (file == NULL) {
            (void)writ_fail(
                error, WRIT_INVALID,
                "calendar %.*s has its holidays from %.*s, and the book has no such file",
                WRIT_TEXT_ARGS(calendar->rules.name), WRIT_TEXT_ARGS(calendar->files[i]));
            return writ_hint(error, "Paths begin at the top of the book; holiday files lie in a "
                                    "folder called calendars.");
        }
        files[i] = (WritHolidayFile){file->path, file->bytes};
    }
    *source = (WritCalendarSource){calendar->rules, files, calendar->file_count};
    return WRIT_OK;
}

static WritStatus release(WritCalendars *set, WritArena *arena, const char *almanac_program,
                          const WritCalendarSource *sources, uint32_t count, WritError *error)
{
    WritCalendarRelease released;
    WritAlmanac *almanac = writ_almanac_open(&(WritAlmanacOptions){.program = almanac_program});
    WritStatus status = writ_almanac_release(&released, arena, almanac, sources, count, error);
    writ_almanac_close(almanac);
    if (status == WRIT_OK) {
        *set = released.set;
    }
    return status;
}

WritStatus calendar_set_read(WritCalendars *set, WritArena *arena, const char *directory,
                             const char *almanac_program, WritError *error)
{
    WritBookContents contents;
    uint32_t count = 0;
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
    const WritBookCalendar *calendars = writ_compile_calendars(compilation, &count);
    WritCalendarSource *sources = writ_arena_array(arena, (size_t)count + 1, sizeof *sources);
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        status = add_holiday_files(&sources[i], arena, &calendars[i], &contents, error);
    }
    return status == WRIT_OK ? release(set, arena, almanac_program, sources, count, error) : status;
}
