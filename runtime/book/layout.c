#include "book/layout.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "book/config.h"
#include "book/printable.h"
#include "book/regular.h"

enum { GITDIR_BYTES_MAX = PATH_MAX, PACK_ENTRIES_MAX = 4000 };

static bool is_there(int folder, const char *name, mode_t kind)
{
    struct stat found;
    return fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
           (found.st_mode & S_IFMT) == kind;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

// --- Linked work trees ----------------------------------------------------------------------

// The one line of a small file that holds a path, without the line end.
static WritStatus read_path_line(WritBuffer *line, int folder, const char *name, WritError *error)
{
    WritStatus status = regular_read(line, folder, name, GITDIR_BYTES_MAX, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (line->length > 0 && line->data[line->length - 1] == '\n') {
        line->length--;
    }
    const char *text = writ_buffer_string(line);
    if (line->length == 0 || strlen(text) != line->length || strchr(text, '\n') != NULL) {
        return writ_fail(error, WRIT_INVALID, "%s does not hold one line with a path", name);
    }
    return WRIT_OK;
}

static WritStatus refuse_gitdir(const char *reason, WritError *error)
{
    writ_fail(error, WRIT_INVALID, ".git points to a repository elsewhere %s", reason);
    return writ_hint(error, "Only a work tree made by \"git worktree add\" may lie apart from its "
                            "repository. Name the repository itself.");
}

// The other repository must say itself that this work tree is its own: its file `gitdir` names our
// `.git`. Otherwise a checkout could send us to any repository of the machine.
static bool points_back(int git, int folder)
{
    WritBuffer line = {0};
    struct stat named, ours;
    bool back = read_path_line(&line, git, "gitdir", NULL) == WRIT_OK &&
                fstatat(git, writ_buffer_string(&line), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                fstatat(folder, ".git", &ours, AT_SYMLINK_NOFOLLOW) == 0 &&
                same_file(&named, &ours);
    writ_buffer_dispose(&line);
    return back;
}

// `git` must be an entry of `worktrees` in the repository that it names.
static bool is_worktree_of(int common, int git)
{
    char link[64], path[PATH_MAX];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", git);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) {
        return false;
    }
    path[length] = '\0';
    char inner[PATH_MAX + sizeof "worktrees"];
    (void)snprintf(inner, sizeof inner, "worktrees%s", strrchr(path, '/'));
    struct stat named, ours;
    return fstatat(common, inner, &named, AT_SYMLINK_NOFOLLOW) == 0 && fstat(git, &ours) == 0 &&
           same_file(&named, &ours);
}

static int open_folder(int folder, const char *path)
{
    return openat(folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static WritStatus follow_gitdir(WritBook *book, int folder, WritError *error)
{
    static const char prefix[] = "gitdir: ";
    WritBuffer line = {0};
    WritStatus status = read_path_line(&line, folder, ".git", error);
    if (status != WRIT_OK) {
        goto done;
    }
    const char *text = writ_buffer_string(&line);
    if (strncmp(text, prefix, sizeof prefix - 1) != 0) {
        writ_fail(error, WRIT_INVALID, ".git is a file that does not begin with \"gitdir: \"");
        status = writ_hint(error, "Make the work tree anew with \"git worktree add\".");
        goto done;
    }
    book->git = open_folder(folder, text + sizeof prefix - 1);
    if (book->git < 0) {
        status = refuse_gitdir("that is not there", error);
        goto done;
    }
    if (!points_back(book->git, folder)) {
        status = refuse_gitdir("that does not know this work tree", error);
        goto done;
    }
    writ_buffer_clear(&line);
    status = read_path_line(&line, book->git, "commondir", error);
    if (status != WRIT_OK) {
        goto done;
    }
    book->common = open_folder(book->git, writ_buffer_string(&line));
    if (book->common < 0 || !is_worktree_of(book->common, book->git)) {
        status = refuse_gitdir("that does not list it among its work trees", error);
    }

done:
    writ_buffer_dispose(&line);
    return status;
}

// --- Finding --------------------------------------------------------------------------------

static WritStatus find_git(WritBook *book, int folder, WritError *error)
{
    if (is_there(folder, ".git", S_IFDIR)) {
        WritStatus status = regular_open(&book->git, folder, ".git", S_IFDIR, error);
        return status;
    }
    if (is_there(folder, ".git", S_IFREG)) {
        return follow_gitdir(book, folder, error);
    }
    if (is_there(folder, ".git", S_IFLNK)) {
        writ_fail(error, WRIT_INVALID, ".git is a symbolic link, which is never followed");
        return writ_hint(error, "Name the repository itself.");
    }
    if (is_there(folder, "HEAD", S_IFREG) && is_there(folder, "objects", S_IFDIR) &&
        is_there(folder, "refs", S_IFDIR)) {
        return regular_open(&book->git, folder, ".", S_IFDIR, error);
    }
    writ_fail(error, WRIT_NOT_FOUND, "it is no git repository");
    return writ_hint(error,
                     "Run \"writ new\" for a new book, or \"git init\" where the files are.");
}

static WritStatus find_objects(WritBook *book, WritError *error)
{
    int objects;
    WritStatus status = regular_open(&objects, book->common, "objects", S_IFDIR, error);
    if (status != WRIT_OK) {
        return status;
    }
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", objects);
    ssize_t length = readlink(link, book->objects, sizeof book->objects - 1);
    if (length <= 0) {
        status = writ_fail(error, WRIT_IO, "the path of its objects cannot be found: %s",
                           strerror(errno));
    } else {
        book->objects[length] = '\0';
    }
    (void)close(objects);
    return status;
}

WritStatus layout_find(WritBook *book, int folder, WritError *error)
{
    assert(book->git < 0 && book->common < 0);
    WritStatus status = find_git(book, folder, error);
    if (status == WRIT_OK && book->common < 0) {
        book->common = fcntl(book->git, F_DUPFD_CLOEXEC, 0);
        if (book->common < 0) {
            return writ_fail(error, WRIT_IO, "its folder cannot be opened twice: %s",
                             strerror(errno));
        }
    }
    return status == WRIT_OK ? find_objects(book, error) : status;
}

// --- What is refused ------------------------------------------------------------------------

static WritStatus check_files(const WritBook *book, WritError *error)
{
    static const struct {
        const char *path, *sentence, *hint;
    } refused[] = {
        {"shallow", "the repository is a shallow clone: its history is cut off",
         "Run \"git fetch --unshallow\" in it."},
        {"info/grafts", "the repository has grafts, which change its history as git shows it",
         "Remove info/grafts in it, after \"git log\" has shown that the history is right."},
        {"objects/info/alternates", "the repository borrows objects from another one (alternates)",
         "Run \"git repack -a -d\" in it and remove objects/info/alternates."},
        {"objects/info/http-alternates",
         "the repository borrows objects from another one (alternates)",
         "Run \"git repack -a -d\" in it and remove objects/info/http-alternates."},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct stat found;
        if (fstatat(book->common, refused[i].path, &found, AT_SYMLINK_NOFOLLOW) == 0) {
            writ_fail(error, WRIT_INVALID, "%s", refused[i].sentence);
            return writ_hint(error, "%s", refused[i].hint);
        }
    }
    return WRIT_OK;
}

typedef WritStatus (*EntryCheck)(int folder, const char *name, WritError *error);

// Calls `check` for each entry of the folder at `path`, of which at most PACK_ENTRIES_MAX are
// looked at. A missing folder is an empty one.
static WritStatus check_entries(int common, const char *path, EntryCheck check, WritError *error)
{
    int folder;
    WritStatus status = regular_open(&folder, common, path, S_IFDIR, error);
    if (status != WRIT_OK) {
        return status == WRIT_NOT_FOUND ? WRIT_OK : status;
    }
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        (void)close(folder);
        return writ_fail(error, WRIT_IO, "%s cannot be listed: %s", path, strerror(errno));
    }
    unsigned count = 0;
    for (struct dirent *entry; status == WRIT_OK && (entry = readdir(entries)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (++count > PACK_ENTRIES_MAX) {
            writ_fail(error, WRIT_LIMIT, "%s in the repository has more than %d entries", path,
                      PACK_ENTRIES_MAX);
            status = writ_hint(error, "Run \"git gc\" in it.");
        } else {
            status = check(dirfd(entries), entry->d_name, error);
        }
    }
    (void)closedir(entries);
    return status;
}

static WritStatus refuse_replacement(int folder, const char *name, WritError *error)
{
    (void)folder;
    (void)name;
    writ_fail(
        error, WRIT_INVALID,
        "the repository replaces objects (refs/replace), so git shows other content than it has");
    return writ_hint(error, "Look at them with \"git replace --list\" and remove them with "
                            "\"git replace --delete\".");
}

static WritStatus check_pack(int folder, const char *name, WritError *error)
{
    char shown[PRINTABLE_BYTES];
    printable(shown, writ_text(name));
    if (!is_there(folder, name, S_IFREG)) {
        writ_fail(error, WRIT_INVALID, "objects/pack/%s in the repository is no regular file",
                  shown);
        return writ_hint(error, "git never makes such an entry: clone the repository again.");
    }
    size_t length = strlen(name);
    static const char promisor[] = ".promisor";
    if (length >= sizeof promisor - 1 &&
        strcmp(name + length - (sizeof promisor - 1), promisor) == 0) {
        writ_fail(error, WRIT_INVALID,
                  "the repository is a partial clone: objects that are missing "
                  "would have to be fetched");
        return writ_hint(error,
                         "Clone it in full (git clone without --filter) and use the new clone.");
    }
    return WRIT_OK;
}

WritStatus layout_check(const WritBook *book, WritError *error)
{
    WritStatus status = config_check(book->common, error);
    if (status == WRIT_OK) {
        status = check_files(book, error);
    }
    if (status == WRIT_OK) {
        status = check_entries(book->common, "refs/replace", refuse_replacement, error);
    }
    if (status == WRIT_OK) {
        status = check_entries(book->common, "objects/pack", check_pack, error);
    }
    return status;
}
