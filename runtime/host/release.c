// The calendars of a compiled book, with the holidays and zones that it names: what a release puts
// in force beside the plans.
#include "host/host.h"
#include "writ/almanac.h"

typedef struct Release {
    WritCompilation *compilation;
    const WritBookCalendar *calendars;
    uint32_t count;
    WritCalendarSource *sources;
    uint32_t missing; // Files that the book does not have.
} Release;

static const WritBookFile *find_file(const WritBookFile *files, uint32_t count, WritText path)
{
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(files[i].path, path)) {
            return &files[i];
        }
    }
    return NULL;
}

static void gather_files(Release *release, uint32_t index, const WritBookFile *files,
                         uint32_t count, WritArena *arena)
{
    const WritBookCalendar *calendar = &release->calendars[index];
    WritHolidayFile *found = writ_arena_array(arena, calendar->file_count + 1, sizeof *found);
    for (uint32_t i = 0; i < calendar->file_count; i++) {
        const WritBookFile *file = find_file(files, count, calendar->files[i]);
        if (file == NULL) {
            release->missing++;
            writ_compile_refuse_calendar(
                release->compilation, index, i, 0,
                writ_text("the book has no such file; holiday files lie in a folder with the name "
                          "\"calendars\""));
            continue;
        }
        found[i] = (WritHolidayFile){file->path, file->bytes};
    }
    release->sources[index] = (WritCalendarSource){calendar->rules, found, calendar->file_count};
}

// --- What is wrong -----------------------------------------------------------------------------

static uint32_t find_calendar(const Release *release, WritText name)
{
    for (uint32_t i = 0; i < release->count; i++) {
        if (writ_text_equal(release->calendars[i].rules.name, name)) {
            return i;
        }
    }
    return 0;
}

static uint32_t find_place(const WritBookCalendar *calendar, WritText path)
{
    for (uint32_t i = 0; i < calendar->file_count; i++) {
        if (writ_text_equal(calendar->files[i], path)) {
            return i;
        }
    }
    return path.length == 0 ? WRIT_CALENDAR_AT_ZONE : WRIT_CALENDAR_AT_NAME;
}

static void tell_problem(const Release *release, const WritHolidayProblem *problem)
{
    WritBuffer reason = {0};
    uint32_t index = find_calendar(release, problem->calendar);
    writ_buffer_add(&reason, problem->text);
    if (problem->hint.length > 0) {
        writ_buffer_format(&reason, ". %.*s", WRIT_TEXT_ARGS(problem->hint));
    }
    if (reason.length > 0 && reason.data[reason.length - 1] == '.') {
        reason.length--;
    }
    writ_compile_refuse_calendar(release->compilation, index,
                                 find_place(&release->calendars[index], problem->path),
                                 problem->line, writ_buffer_text(&reason));
    writ_buffer_dispose(&reason);
}

static WritStatus make_set(const Release *release, const char *program, WritArena *arena,
                           WritCalendars *set, WritError *error)
{
    WritAlmanacOptions options = {.program = program};
    WritAlmanac *almanac = writ_almanac_open(&options);
    WritCalendarRelease made = {.problem_count = 0};
    WritStatus status =
        writ_almanac_release(&made, arena, almanac, release->sources, release->count, error);
    writ_almanac_close(almanac);
    for (uint32_t i = 0; i < made.problem_count; i++) {
        tell_problem(release, &made.problems[i]);
    }
    if (made.problem_count == 0 && (status == WRIT_INVALID || status == WRIT_LIMIT)) {
        writ_compile_refuse_calendar(release->compilation, 0, WRIT_CALENDAR_AT_NAME, 0,
                                     writ_text(error->text));
    }
    *set = made.set;
    return status == WRIT_INVALID || status == WRIT_LIMIT ? WRIT_OK : status;
}

WritStatus writ_host_add_files(WritCompilation *compilation, const WritBookFiles *files,
                               WritError *error)
{
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < files->count; i++) {
        status = writ_compile_add(compilation, files->files[i].path, files->files[i].bytes, error);
    }
    return status;
}

WritStatus writ_host_release_calendars(WritCalendars *set, WritArena *arena,
                                       WritCompilation *compilation, const WritBookFiles *files,
                                       const char *almanac_program, WritError *error)
{
    Release release = {.compilation = compilation};
    release.calendars = writ_compile_calendars(compilation, &release.count);
    *set = (WritCalendars){.calendar_count = 0};
    if (release.count == 0) {
        return WRIT_OK;
    }
    release.sources = writ_arena_array(arena, release.count, sizeof *release.sources);
    for (uint32_t i = 0; i < release.count; i++) {
        gather_files(&release, i, files->files, files->count, arena);
    }
    return release.missing > 0 ? WRIT_OK : make_set(&release, almanac_program, arena, set, error);
}
