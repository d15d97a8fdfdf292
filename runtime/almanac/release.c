// From calendars as their authors wrote them to a finished set: zones, then the holidays of each
// file. Problems are gathered, so that an author sees all of them at once.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "almanac/almanac.h"

// What all holidays of a release may take in memory, so that the arena of the caller is enough.
#define HOLIDAYS_BYTES_MAX ((size_t)48 << 20)

typedef struct Releasing {
    WritCalendarRelease *release;
    WritArena *arena;
    WritArena *scratch; // For one file.
    WritAlmanac *almanac;
    WritError *error;
    WritHoliday *holidays; // Of the calendar that is filled: its own memory.
    size_t holiday_count;
    size_t holiday_capacity;
    size_t bytes_left;
    uint32_t files_left;
    bool stopped; // The child died: nothing more is read.
} Releasing;

// --- Problems ----------------------------------------------------------------------------------

static bool is_full(const Releasing *releasing)
{
    return releasing->release->problem_count == WRIT_ALMANAC_PROBLEMS_MAX;
}

static void tell(Releasing *releasing, const WritCalendarRules *rules,
                 const WritHolidayProblem *problem)
{
    if (is_full(releasing)) {
        return;
    }
    releasing->release->problems[releasing->release->problem_count++] = (WritHolidayProblem){
        .calendar = rules->name,
        .path = problem->path,
        .line = problem->line,
        .text = writ_arena_text(releasing->arena, problem->text),
        .hint = writ_arena_text(releasing->arena, problem->hint),
    };
}

static void tell_error(Releasing *releasing, const WritCalendarRules *rules, WritText path,
                       const WritError *error)
{
    WritHolidayProblem problem = {
        .path = path, .text = writ_text(error->text), .hint = writ_text(error->hint)};
    tell(releasing, rules, &problem);
}

// The first of the problems as an error, with the number of the others.
static WritStatus fail_with_problems(const WritCalendarRelease *release, WritError *error)
{
    WritBuffer first = {0};
    writ_holidays_describe(&first, &release->problems[0]);
    uint32_t others = release->problem_count - 1;
    if (others > 0) {
        writ_buffer_format(&first, " (and %u more %s)", others,
                           others > 1 ? "problems" : "problem");
    }
    writ_fail(error, WRIT_INVALID, "%s", writ_buffer_string(&first));
    writ_buffer_dispose(&first);
    return writ_hint(error, "%.*s", WRIT_TEXT_ARGS(release->problems[0].hint));
}

// --- Zones -------------------------------------------------------------------------------------

static const WritZoneFile *find_zone(const WritCalendars *set, WritText name)
{
    for (uint32_t i = 0; i < set->zone_count; i++) {
        if (writ_text_equal(set->zones[i].name, name)) {
            return &set->zones[i];
        }
    }
    return NULL;
}

// The zones folder itself may be missing: nothing can be released then.
static WritStatus add_zone(Releasing *releasing, const WritCalendarRules *rules)
{
    WritCalendars *set = &releasing->release->set;
    WritText bytes;
    WritError told;
    if (find_zone(set, rules->zone) != NULL) {
        return WRIT_OK;
    }
    WritStatus status =
        writ_almanac_zone(&bytes, releasing->scratch, releasing->almanac, rules->zone, &told);
    if (status == WRIT_IO) {
        *releasing->error = told;
        return WRIT_IO;
    }
    if (status != WRIT_OK) {
        tell_error(releasing, rules, (WritText){0}, &told);
    } else {
        set->zones[set->zone_count++] =
            (WritZoneFile){writ_arena_text(releasing->arena, rules->zone),
                           writ_arena_text(releasing->arena, bytes)};
    }
    writ_arena_reset(releasing->scratch);
    return WRIT_OK;
}

// --- Holidays ----------------------------------------------------------------------------------

static bool add_holiday(Releasing *releasing, const WritHoliday *holiday)
{
    size_t bytes = sizeof *holiday + holiday->name.length + 16;
    if (bytes > releasing->bytes_left) {
        return false;
    }
    releasing->bytes_left -= bytes;
    if (releasing->holiday_count == releasing->holiday_capacity) {
        size_t capacity = releasing->holiday_capacity * 2 + 64;
        WritHoliday *grown = realloc(releasing->holidays, capacity * sizeof *grown);
        assert(grown != NULL);
        releasing->holidays = grown;
        releasing->holiday_capacity = capacity;
    }
    releasing->holidays[releasing->holiday_count++] =
        (WritHoliday){holiday->day, writ_arena_text(releasing->arena, holiday->name)};
    return true;
}

static WritStatus keep(Releasing *releasing, const WritCalendarRules *rules,
                       const WritHolidayFile *file, WritHolidays *read)
{
    for (uint32_t i = 0; i < read->problem_count; i++) {
        read->problems[i].path = file->path;
        tell(releasing, rules, &read->problems[i]);
    }
    for (uint32_t i = 0; i < read->holiday_count; i++) {
        if (!add_holiday(releasing, &read->holidays[i])) {
            writ_fail(releasing->error, WRIT_LIMIT,
                      "the calendars of the book have more holidays than a set may hold");
            return writ_hint(releasing->error, "Give them earlier `valid through` dates, or take "
                                               "out what is no holiday.");
        }
    }
    return WRIT_OK;
}

static bool ends_with(WritText path, const char *ending)
{
    size_t length = strlen(ending);
    if (path.length <= length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        char byte = path.data[path.length - length + i];
        if ((byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte) != ending[i]) {
            return false;
        }
    }
    return true;
}

static WritStatus read_file(Releasing *releasing, const WritCalendarRules *rules,
                            const WritHolidayFile *file)
{
    WritHolidays read = {0};
    WritStatus status = WRIT_OK;
    if (ends_with(file->path, ".csv")) {
        writ_holidays_read_csv(&read, releasing->scratch, file, rules->first_day, rules->last_day);
    } else if (ends_with(file->path, ".ics")) {
        static const WritZoneFile none; // Where it could not be read, which is told already.
        const WritZoneFile *zone = find_zone(&releasing->release->set, rules->zone);
        EventsRequest asked = {
            .bytes = file->bytes,
            .zone = zone == NULL ? none : *zone,
            .first_day = rules->first_day,
            .last_day = rules->last_day,
        };
        status = almanac_read_events(&read, &releasing->stopped, releasing->scratch,
                                     releasing->almanac, &asked, releasing->error);
    } else {
        WritError told;
        (void)writ_fail(&told, WRIT_INVALID, "a holiday file is CSV or iCalendar");
        (void)writ_hint(&told, "Give it a name that ends in \".csv\" or \".ics\".");
        tell_error(releasing, rules, file->path, &told);
    }
    if (status == WRIT_OK) {
        status = keep(releasing, rules, file, &read);
    }
    writ_arena_reset(releasing->scratch);
    return status;
}

// --- Calendars ---------------------------------------------------------------------------------

static void *copy(WritArena *arena, const void *items, size_t count, size_t size)
{
    void *copied = writ_arena_array(arena, count, size);
    if (count > 0) {
        memcpy(copied, items, count * size);
    }
    return copied;
}

static WritStatus fill(Releasing *releasing, WritCalendarRules *rules,
                       const WritCalendarSource *source)
{
    WritStatus status = WRIT_OK;
    WritHolidays given = {.holidays = rules->holidays, .holiday_count = rules->holiday_count};
    releasing->holiday_count = 0;
    status = keep(releasing, rules, NULL, &given);
    for (uint32_t i = 0; i < source->file_count && status == WRIT_OK; i++) {
        if (is_full(releasing) || releasing->stopped) {
            return WRIT_OK;
        }
        if (releasing->files_left == 0) {
            writ_fail(releasing->error, WRIT_LIMIT, "the calendars name more than %d holiday files",
                      WRIT_ALMANAC_FILES_MAX);
            return writ_hint(releasing->error, "Put the holidays of a country into one file.");
        }
        releasing->files_left--;
        status = read_file(releasing, rules, &source->files[i]);
    }
    rules->holidays = copy(releasing->arena, releasing->holidays, releasing->holiday_count,
                           sizeof *releasing->holidays);
    rules->holiday_count = (uint32_t)releasing->holiday_count;
    rules->openings =
        copy(releasing->arena, rules->openings, rules->opening_count, sizeof *rules->openings);
    return status;
}

static WritStatus fill_all(Releasing *releasing, const WritCalendarSource *sources,
                           uint32_t source_count)
{
    WritCalendars *set = &releasing->release->set;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; i < source_count && status == WRIT_OK; i++) {
        WritCalendarRules *rules = &set->calendars[set->calendar_count++];
        *rules = sources[i].rules;
        status = add_zone(releasing, rules);
        if (status == WRIT_OK) {
            status = fill(releasing, rules, &sources[i]);
        }
    }
    return status;
}

// The rules of a set are those of its bytes.
static WritStatus check_sound(const WritCalendars *set, WritError *error)
{
    WritBuffer bytes = {0};
    WritCalendars again;
    WritArena *scratch = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    writ_calendars_encode(&bytes, set);
    WritStatus status = writ_calendars_decode(&again, scratch, writ_buffer_text(&bytes), error);
    writ_arena_free(scratch);
    writ_buffer_dispose(&bytes);
    return status;
}

// --- Whether they can be counted on -----------------------------------------------------------

static int by_name(const void *name, const void *rules)
{
    return writ_text_compare(*(const WritText *)name, ((const WritCalendarRules *)rules)->name);
}

// The number of a calendar of a sound set.
static uint32_t number_of(const WritCalendars *set, WritText name)
{
    const WritCalendarRules *found =
        bsearch(&name, set->calendars, set->calendar_count, sizeof *set->calendars, by_name);
    assert(found != NULL);
    return (uint32_t)(found - set->calendars);
}

// Tells of one that cannot be compiled, or of those of its parts that cannot: these are to blame.
static bool compiles(Releasing *releasing, uint32_t number, bool *tried)
{
    const WritCalendars *set = &releasing->release->set;
    const WritCalendarRules *rules = &set->calendars[number];
    WritError told;
    bool made = writ_calendar_try(set, rules->name, &told) == WRIT_OK;
    tried[number] = true;
    bool parts_made = true;
    for (uint32_t i = 0; i < rules->part_count && !made; i++) {
        uint32_t part = number_of(set, rules->parts[i]);
        parts_made = !tried[part] && compiles(releasing, part, tried) && parts_made;
    }
    if (!made && parts_made) {
        tell_error(releasing, rules, (WritText){0}, &told);
    }
    return made;
}

// One that is a part of another is tried with it.
static void try_all(Releasing *releasing)
{
    const WritCalendars *set = &releasing->release->set;
    bool *parts = writ_arena_array(releasing->arena, set->calendar_count, sizeof *parts);
    bool *tried = writ_arena_array(releasing->arena, set->calendar_count, sizeof *tried);
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        const WritCalendarRules *rules = &set->calendars[i];
        for (uint32_t j = 0; j < rules->part_count; j++) {
            parts[number_of(set, rules->parts[j])] = true;
        }
    }
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        if (!parts[i]) {
            (void)compiles(releasing, i, tried);
        }
    }
}

WritStatus writ_almanac_release(WritCalendarRelease *release, WritArena *arena,
                                WritAlmanac *almanac, const WritCalendarSource *sources,
                                uint32_t source_count, WritError *error)
{
    WritError unheard;
    *release = (WritCalendarRelease){
        .problems = writ_arena_array(arena, WRIT_ALMANAC_PROBLEMS_MAX, sizeof *release->problems),
    };
    Releasing releasing = {
        .release = release,
        .arena = arena,
        .almanac = almanac,
        .error = error == NULL ? &unheard : error,
        .bytes_left = HOLIDAYS_BYTES_MAX,
        .files_left = WRIT_ALMANAC_FILES_MAX,
    };
    if (source_count > WRIT_CALENDARS_MAX) {
        writ_fail(error, WRIT_LIMIT, "the book has more than %d calendars", WRIT_CALENDARS_MAX);
        return writ_hint(error, "Share calendars between processes.");
    }
    release->set.calendars = writ_arena_array(arena, source_count, sizeof(WritCalendarRules));
    release->set.zones = writ_arena_array(arena, source_count, sizeof(WritZoneFile));
    releasing.scratch = writ_arena_new(WRIT_HOLIDAYS_ARENA_BYTES);
    WritStatus status = fill_all(&releasing, sources, source_count);
    if (status == WRIT_OK && release->problem_count > 0) {
        status = fail_with_problems(release, releasing.error);
    }
    if (status == WRIT_OK) {
        writ_calendars_sort(&release->set);
        status = check_sound(&release->set, releasing.error);
    }
    if (status == WRIT_OK) {
        try_all(&releasing);
        status =
            release->problem_count > 0 ? fail_with_problems(release, releasing.error) : WRIT_OK;
    }
    if (status != WRIT_OK) {
        release->set = (WritCalendars){0};
    }
    free(releasing.holidays);
    writ_arena_free(releasing.scratch);
    return status;
}
