#include "host/almanac.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

static const char in_force[] = "calendars";

struct CompiledCalendar {
    WritText name; // In the set.
    WritArena *arena;
    const WritCalendar *calendar;
    CompiledCalendar *next;
};

void almanac_forget(Almanac *almanac)
{
    while (almanac->compiled != NULL) {
        CompiledCalendar *first = almanac->compiled;
        almanac->compiled = first->next;
        writ_arena_free(first->arena);
        free(first);
    }
}

void almanac_dispose(WritHost *host)
{
    almanac_forget(&host->almanac);
    writ_arena_free(host->almanac.arena);
    host->almanac = (Almanac){.arena = NULL};
}

static WritStatus use(WritHost *host, WritText bytes, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    WritCalendars set;
    WritStatus status = writ_calendars_decode(&set, arena, writ_arena_text(arena, bytes), error);
    if (status != WRIT_OK) {
        writ_arena_free(arena);
        return status;
    }
    almanac_dispose(host);
    host->almanac = (Almanac){.arena = arena, .set = set, .version = writ_calendars_version(bytes)};
    return WRIT_OK;
}

WritStatus almanac_load(WritHost *host, WritError *error)
{
    WritBuffer version = {0};
    WritBuffer bytes = {0};
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text(in_force), &version, error);
    if (status == WRIT_OK) {
        status = writ_store_find(host->store, WRIT_FAMILY_CALENDARS, writ_buffer_text(&version),
                                 &bytes, error);
        if (status == WRIT_NOT_FOUND) {
            status = writ_fail(error, WRIT_INVALID, "the calendars in force are not in the store");
        }
        if (status == WRIT_OK) {
            status = use(host, writ_buffer_text(&bytes), error);
        }
    } else if (status == WRIT_NOT_FOUND) {
        almanac_dispose(host);
        status = WRIT_OK;
    }
    writ_buffer_dispose(&version);
    writ_buffer_dispose(&bytes);
    return status;
}

WritStatus almanac_put(WritHost *host, const WritCalendars *set, WritError *error)
{
    if (set->calendar_count == 0 && host->almanac.arena == NULL) {
        return WRIT_OK;
    }
    WritBuffer bytes = {0};
    writ_calendars_encode(&bytes, set);
    WritHash version = writ_calendars_version(writ_buffer_text(&bytes));
    WritStatus status = WRIT_OK;
    if (!writ_hash_equal(&version, &host->almanac.version)) {
        status = use(host, writ_buffer_text(&bytes), error);
    }
    if (status == WRIT_OK) {
        WritText key = {(const char *)host->almanac.version.bytes, WRIT_HASH_BYTES};
        writ_store_batch_put(&host->batch, WRIT_FAMILY_CALENDARS, key, writ_buffer_text(&bytes));
        writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text(in_force), key);
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// --- Compiled ----------------------------------------------------------------------------------

static WritStatus compile(Almanac *almanac, WritText name, CompiledCalendar **compiled,
                          WritError *error)
{
    CompiledCalendar *made = calloc(1, sizeof *made);
    assert(made != NULL);
    made->arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    WritStatus status =
        writ_calendar_compile(&made->calendar, made->arena, &almanac->set, name, error);
    if (status != WRIT_OK) {
        writ_arena_free(made->arena);
        free(made);
        return status;
    }
    made->name = writ_calendar_rules(made->calendar)->name;
    made->next = almanac->compiled;
    almanac->compiled = made;
    *compiled = made;
    return WRIT_OK;
}

static WritStatus find(Almanac *almanac, WritText name, const WritCalendar **calendar,
                       WritError *error)
{
    CompiledCalendar *found = almanac->compiled;
    while (found != NULL && !writ_text_equal(found->name, name)) {
        found = found->next;
    }
    WritStatus status = WRIT_OK;
    if (found == NULL) {
        status = compile(almanac, name, &found, error);
    }
    if (status == WRIT_NOT_FOUND) {
        (void)writ_fail(error, status, "the book has no calendar \"%.*s\" any more",
                        WRIT_TEXT_ARGS(name));
        return writ_hint(error, "Bring it back: cases that began with it count on it.");
    }
    if (status == WRIT_OK) {
        *calendar = found->calendar;
    }
    return status;
}

WritStatus almanac_find(WritHost *host, WritText name, const WritCalendar **calendar,
                        WritError *error)
{
    return find(&host->almanac, name, calendar, error);
}

static WritStatus find_for_engine(const void *self, WritText name, const WritCalendar **calendar,
                                  WritError *error)
{
    return find((Almanac *)self, name, calendar, error);
}

WritClockwork almanac_clockwork_of(Almanac *almanac)
{
    return (WritClockwork){almanac, find_for_engine};
}

WritClockwork almanac_clockwork(WritHost *host)
{
    return almanac_clockwork_of(&host->almanac);
}
