// Zone files of the system, by name.
//
// libical has zones too, but its own are wrong in places (docs/calendars.md), so files are read
// as they are and parsed by lang/calendar.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "almanac/almanac.h"
#include "writ/nearest.h"

enum {
    DEPTH_MAX = 3,       // "America/Argentina/Salta"
    ENTRIES_MAX = 20000, // Looked at for a suggestion.
    PATH_BYTES_MAX = 4096,
};

// --- Names -------------------------------------------------------------------------------------

// No path leads out of the folder.
static bool is_zone_name(WritText name)
{
    return writ_zone_is_name(name) && name.length <= WRIT_ZONE_NAME_BYTES_MAX;
}

static WritStatus refuse_name(WritText name, WritError *error)
{
    int shown = name.length < 60 ? (int)name.length : 60;
    writ_fail(error, WRIT_INVALID, "\"%.*s\" is no name of a time zone", shown, name.data);
    return writ_hint(error,
                     "Write a name of the tz database, such as \"Europe/Paris\" or \"UTC\".");
}

// --- The nearest name --------------------------------------------------------------------------

static bool same_letters(const char *a, WritText b)
{
    for (size_t i = 0; i < b.length; i++) {
        char x = a[i] >= 'A' && a[i] <= 'Z' ? (char)(a[i] - 'A' + 'a') : a[i];
        char y = b.data[i] >= 'A' && b.data[i] <= 'Z' ? (char)(b.data[i] - 'A' + 'a') : b.data[i];
        if (x == '\0' || x != y) {
            return false;
        }
    }
    return a[b.length] == '\0';
}

typedef struct Search {
    WritText wanted;
    char first[WRIT_ZONE_NAME_BYTES_MAX + 1]; // Of all, by name.
    WritNearest nearest;
    char best[WRIT_ZONE_NAME_BYTES_MAX + 1];
    char city[WRIT_ZONE_NAME_BYTES_MAX + 1]; // A zone whose last part is what was written.
    uint32_t entries;
} Search;

static void offer(Search *search, const char *name)
{
    const char *slash = strrchr(name, '/');
    if (search->first[0] == '\0' || strcmp(name, search->first) < 0) {
        (void)strcpy(search->first, name);
    }
    if (slash != NULL && search->city[0] == '\0' && same_letters(slash + 1, search->wanted)) {
        (void)strcpy(search->city, name);
    }
    writ_nearest_offer(&search->nearest, writ_text(name));
    if (search->nearest.best.data == name) {
        (void)strcpy(search->best, name);
        search->nearest.best = writ_text(search->best);
    }
}

// Below `folder`, whose names begin with `prefix`. Files that are no zones have a dot in them.
static void search_folder(Search *search, int folder, const char *prefix, int depth)
{
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        (void)close(folder);
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        char name[WRIT_ZONE_NAME_BYTES_MAX + 1];
        struct stat found;
        int length = snprintf(name, sizeof name, "%s%s%s", prefix, prefix[0] == '\0' ? "" : "/",
                              entry->d_name);
        if (length < 0 || length >= (int)sizeof name || !is_zone_name(writ_text(name)) ||
            ++search->entries > ENTRIES_MAX ||
            fstatat(dirfd(entries), entry->d_name, &found, 0) != 0) {
            continue;
        }
        if (S_ISREG(found.st_mode)) {
            offer(search, name);
        } else if (S_ISDIR(found.st_mode) && depth < DEPTH_MAX) {
            int below = openat(dirfd(entries), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (below >= 0) {
                search_folder(search, below, name, depth + 1);
            }
        }
    }
    (void)closedir(entries);
}

static WritStatus fail_not_found(int folder, WritText name, WritError *error)
{
    Search search = {.wanted = name, .nearest = writ_nearest(name)};
    int listed = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (listed >= 0) {
        search_folder(&search, listed, "", 1);
    }
    const char *found = search.city[0] != '\0' ? search.city : search.best;
    writ_fail(error, WRIT_NOT_FOUND, "there is no time zone \"%.*s\"", WRIT_TEXT_ARGS(name));
    return found[0] != '\0'
               ? writ_hint(error, "Did you mean \"%s\"?", found)
               : writ_hint(error, "Write a name of the tz database, such as \"Europe/Paris\" or "
                                  "\"UTC\".");
}

static WritStatus fail_region(int folder, const char *path, WritError *error)
{
    Search search = {.wanted = writ_text(path), .nearest = writ_nearest(writ_text(path))};
    int listed = openat(folder, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (listed >= 0) {
        search_folder(&search, listed, path, DEPTH_MAX - 1);
    }
    writ_fail(error, WRIT_INVALID, "\"%s\" is a region, not a time zone", path);
    return writ_hint(error, "Name a city of it, for example \"%s\".",
                     search.first[0] != '\0' ? search.first : "Europe/Paris");
}

// --- Reading -----------------------------------------------------------------------------------

static WritStatus read_all(WritText *bytes, WritArena *arena, int file, WritError *error)
{
    struct stat about;
    if (fstat(file, &about) != 0) {
        return writ_fail(error, WRIT_IO, "cannot be looked at: %s", strerror(errno));
    }
    if (!S_ISREG(about.st_mode)) {
        return writ_fail(error, WRIT_INVALID, "is no file");
    }
    char *data = writ_arena_alloc(arena, WRIT_ZONE_BYTES_MAX + 1);
    size_t length = 0;
    while (length <= WRIT_ZONE_BYTES_MAX) {
        ssize_t got = read(file, data + length, WRIT_ZONE_BYTES_MAX + 1 - length);
        if (got < 0 && errno != EINTR) {
            return writ_fail(error, WRIT_IO, "cannot be read: %s", strerror(errno));
        }
        if (got == 0) {
            break;
        }
        length += got > 0 ? (size_t)got : 0;
    }
    *bytes = (WritText){data, length};
    return length <= WRIT_ZONE_BYTES_MAX
               ? WRIT_OK
               : writ_fail(error, WRIT_LIMIT, "has more than %d bytes", WRIT_ZONE_BYTES_MAX);
}

static WritStatus check_zone(WritText name, WritText bytes, WritError *error)
{
    const WritZone *zone;
    WritArena *scratch = writ_arena_new(WRIT_ZONE_ARENA_BYTES);
    WritStatus status = writ_zone_parse(&zone, scratch, name, bytes, error);
    writ_arena_free(scratch);
    return status;
}

static WritStatus read_zone(WritText *bytes, WritArena *arena, int folder, WritText name,
                            WritError *error)
{
    char path[WRIT_ZONE_NAME_BYTES_MAX + 1];
    memcpy(path, name.data, name.length);
    path[name.length] = '\0';
    // A pipe in the folder must not make this wait.
    struct stat about;
    if (fstatat(folder, path, &about, 0) == 0 && S_ISDIR(about.st_mode)) {
        return fail_region(folder, path, error);
    }
    int file = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return fail_not_found(folder, name, error);
    }
    WritError why;
    WritStatus status = file < 0 ? writ_fail(&why, WRIT_IO, "cannot be opened: %s", strerror(errno))
                                 : read_all(bytes, arena, file, &why);
    if (file >= 0) {
        (void)close(file);
    }
    if (status != WRIT_OK) {
        writ_fail(error, status, "the time zone \"%s\" %s", path, why.text);
        return writ_hint(error, "Install the package tzdata again, or name another zone.");
    }
    return check_zone(name, *bytes, error);
}

WritStatus writ_almanac_zone(WritText *bytes, WritArena *arena, const WritAlmanac *almanac,
                             WritText name, WritError *error)
{
    *bytes = (WritText){0};
    if (!is_zone_name(name)) {
        return refuse_name(name, error);
    }
    int folder = open(almanac->zone_directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        writ_fail(error, WRIT_IO, "the time zones are not at %s: %s", almanac->zone_directory,
                  strerror(errno));
        return writ_hint(error, "Install the package tzdata.");
    }
    WritStatus status = read_zone(bytes, arena, folder, name, error);
    (void)close(folder);
    return status;
}
