#include "cli/whereabouts.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// How far down, and at how many files, a repository is searched for its first .writ file.
enum { SEARCH_DEPTH_MAX = 4, SEARCH_ENTRIES_MAX = 5000 };

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static char *joined(const char *directory, const char *name)
{
    WritBuffer path = {0};
    writ_buffer_format(&path, "%s/%s", strcmp(directory, "/") == 0 ? "" : directory, name);
    char *copy = strdup(writ_buffer_string(&path));
    writ_buffer_dispose(&path);
    return copy;
}

static bool has_child(const char *directory, const char *name)
{
    char *path = joined(directory, name);
    bool there = path != NULL && access(path, F_OK) == 0;
    free(path);
    return there;
}

// --- Finding the book --------------------------------------------------------------------------

static bool ends_in_writ(const char *name)
{
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".writ") == 0;
}

static bool has_texts(const char *directory, int depth, int *entries_left)
{
    DIR *listing = opendir(directory);
    bool found = false;
    while (listing != NULL && !found && *entries_left > 0) {
        struct dirent *entry = readdir(listing);
        if (entry == NULL) {
            break;
        }
        (*entries_left)--;
        if (entry->d_name[0] == '.') {
            continue;
        }
        found = ends_in_writ(entry->d_name);
        if (!found && depth < SEARCH_DEPTH_MAX && entry->d_type == DT_DIR) {
            char *below = joined(directory, entry->d_name);
            found = below != NULL && has_texts(below, depth + 1, entries_left);
            free(below);
        }
    }
    if (listing != NULL) {
        (void)closedir(listing);
    }
    return found;
}

static bool is_repository(const char *directory)
{
    return has_child(directory, ".git") ||
           (has_child(directory, "HEAD") && has_child(directory, "objects"));
}

static bool is_book(const char *directory)
{
    int entries_left = SEARCH_ENTRIES_MAX;
    return has_child(directory, ".writ") ||
           (has_child(directory, ".git") && has_texts(directory, 0, &entries_left));
}

char *whereabouts_find_book(void)
{
    char *directory = getcwd(NULL, 0);
    while (directory != NULL && !is_book(directory)) {
        char *slash = strrchr(directory, '/');
        if (slash == NULL || strcmp(directory, "/") == 0) {
            free(directory);
            return NULL;
        }
        // The folder above; the top one keeps its slash.
        slash[slash == directory ? 1 : 0] = '\0';
    }
    return directory;
}

char *whereabouts_folder(const char *named)
{
    char *book = named != NULL ? strdup(named) : whereabouts_find_book();
    return book == NULL ? strdup(".") : book;
}

static WritStatus find_book(Whereabouts *at, const char *named, WritError *error)
{
    if (named == NULL) {
        at->book = whereabouts_find_book();
        return WRIT_OK;
    }
    at->book = realpath(named, NULL);
    if (at->book == NULL || !is_directory(at->book)) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "there is no book at %s: %s", named,
                        at->book == NULL ? strerror(errno) : "it is no folder");
        return writ_hint(error, "Name the top folder of one, or make one: writ new DIR");
    }
    // Before a folder for the store is made in it, which would make any folder look like a book.
    if (!is_repository(at->book)) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "%s is no book: it is no git repository", named);
        return writ_hint(error,
                         "Run \"git init\" where the files are, or make a book: writ new DIR");
    }
    return WRIT_OK;
}

// --- Finding the store -------------------------------------------------------------------------

// A log without its store is damage, for the store to tell.
static bool store_is_there(const char *path)
{
    WritBuffer log = {0};
    writ_buffer_format(&log, "%s-wal", path);
    bool has_log = access(writ_buffer_string(&log), F_OK) == 0;
    writ_buffer_dispose(&log);
    return access(path, F_OK) == 0 || has_log;
}

// What begins something may make a store. Anything else asks about one, and would only hide that
// its name is mistyped.
static bool may_make_store(CliCommandKind command)
{
    return command == CLI_COMMAND_START || command == CLI_COMMAND_SEND ||
           command == CLI_COMMAND_RUN;
}

static WritStatus find_named_store(Whereabouts *at, const char *path, CliCommandKind command,
                                   WritError *error)
{
    if (!may_make_store(command) && !store_is_there(path)) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "there is no store at %s: %s", path,
                        strerror(errno));
        return writ_hint(error, "Look at the name. Only start, send and run make a store.");
    }
    at->store = strdup(path);
    return WRIT_OK;
}

static WritStatus find_own_store(Whereabouts *at, CliCommandKind command, WritError *error)
{
    char *directory = joined(at->book, ".writ");
    at->store = directory == NULL ? NULL : joined(directory, "store.db");
    WritStatus status = WRIT_OK;
    if (!may_make_store(command) && at->store != NULL && !store_is_there(at->store)) {
        at->has_begun = false;
    } else if (directory == NULL || (mkdir(directory, 0700) != 0 && errno != EEXIST)) {
        status = writ_fail(error, WRIT_IO, "cannot make %s for the store: %s",
                           directory == NULL ? ".writ" : directory, strerror(errno));
        (void)writ_hint(error, "Name another place for it with --store FILE.");
    }
    if (status == WRIT_OK && !at->has_begun && command == CLI_COMMAND_BACKUP) {
        status = writ_fail(error, WRIT_NOT_FOUND, "the book has no store yet: nothing has begun");
        (void)writ_hint(error, "The first start, send or run makes it.");
    }
    free(directory);
    return status;
}

// Texts that `check` reads as they lie are no book yet where git does not keep them.
static WritStatus no_book(WritError *error)
{
    int entries_left = SEARCH_ENTRIES_MAX;
    (void)writ_fail(error, WRIT_NOT_FOUND, "there is no book around this folder");
    if (!has_texts(".", 0, &entries_left)) {
        return writ_hint(error, "Go to one, name one with --book DIR, or make one: writ new DIR");
    }
    return writ_hint(error, "Its .writ files are in no git repository. Run \"git init\", \"git add "
                            ".\" and \"git commit\" where they are.");
}

static WritStatus find(Whereabouts *at, const Cli *cli, WritError *error)
{
    CliCommandKind command = cli->arguments.command;
    const char *store = cli->arguments.options[CLI_OPTION_STORE];
    if (store == NULL) {
        store = getenv("WRIT_STORE");
    }
    WritStatus status = find_book(at, cli->arguments.options[CLI_OPTION_BOOK], error);
    if (status != WRIT_OK) {
        return status;
    }
    if (store != NULL && *store != '\0') {
        return find_named_store(at, store, command, error);
    }
    return at->book == NULL ? no_book(error) : find_own_store(at, command, error);
}

void whereabouts_dispose(Whereabouts *at)
{
    free(at->book);
    free(at->store);
    *at = (Whereabouts){.book = NULL};
}

WritStatus whereabouts_find(Whereabouts *at, const Cli *cli, WritError *error)
{
    *at = (Whereabouts){.has_begun = true};
    WritStatus status = find(at, cli, error);
    if (status != WRIT_OK) {
        whereabouts_dispose(at);
    }
    return status;
}
