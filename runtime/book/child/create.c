#include "book/child/create.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book/printable.h"

struct Creating {
    git_repository *repository;
    git_index *index;
    git_signature *author;
    char *subject;
};

static WritStatus fail_library(const char *step, WritError *error)
{
    const git_error *last = git_error_last();
    char shown[PRINTABLE_BYTES];
    printable(shown, writ_text(last == NULL || last->message == NULL ? "" : last->message));
    return writ_fail(error, WRIT_IO, "%s failed: %s", step, shown);
}

static char *copy(WritText text)
{
    char *copied = strndup(text.data == NULL ? "" : text.data, text.length);
    assert(copied != NULL);
    return copied;
}

static WritStatus make_author(Creating *creating, const WritSignature *author, WritError *error)
{
    char *name = copy(author->name), *email = copy(author->email);
    int result = git_signature_new(&creating->author, name, email, author->at_seconds,
                                   author->offset_minutes);
    free(name);
    free(email);
    return result == 0 ? WRIT_OK : fail_library("naming the author of the first commit", error);
}

// The machine's and the user's configuration could name templates, filters or another branch.
static int forget_configuration(void)
{
    static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                                 GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA};
    int result = 0;
    for (size_t i = 0; result == 0 && i < sizeof levels / sizeof levels[0]; i++) {
        result = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    }
    return result;
}

// How git compares and merges texts of the language: without the alignment of tables, which moves
// rows that nobody changed, and by names and labels instead of lines. Where the program is missing,
// or the changes do not go together, git does as it always does.
static int set_drivers(git_repository *repository)
{
    static const char *const settings[][2] = {
        {"diff.writ.textconv", "f() { writ fmt --tight \"$1\" 2>/dev/null || cat \"$1\"; }; f"},
        {"merge.writ.name", "texts of the language, by names and labels"},
        {"merge.writ.driver", "writ fmt --merge %O %A %B %P || "
                              "git merge-file -L ours -L base -L theirs %A %O %B"},
    };
    git_config *config = NULL;
    int result = git_repository_config(&config, repository);
    for (size_t i = 0; result == 0 && i < sizeof settings / sizeof settings[0]; i++) {
        result = git_config_set_string(config, settings[i][0], settings[i][1]);
    }
    git_config_free(config);
    return result;
}

WritStatus create_begin(Creating **creating, const Creation *creation, WritError *error)
{
    *creating = calloc(1, sizeof **creating);
    if (*creating == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "out of memory");
    }
    (void)umask((mode_t)creation->mask);
    (*creating)->subject = copy(creation->subject);
    git_repository_init_options options;
    (void)git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    options.flags = GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    if (forget_configuration() != 0 ||
        git_repository_init_ext(&(*creating)->repository, ".", &options) != 0 ||
        set_drivers((*creating)->repository) != 0 ||
        git_repository_index(&(*creating)->index, (*creating)->repository) != 0) {
        return fail_library("making the repository", error);
    }
    return make_author(*creating, &creation->author, error);
}

static WritStatus fail_file(const char *path, const char *step, WritError *error)
{
    char shown[PRINTABLE_BYTES];
    printable(shown, writ_text(path));
    WritStatus kind = errno == EEXIST ? WRIT_CONFLICT : WRIT_IO;
    return writ_fail(error, kind, "\"%s\" cannot be %s: %s", shown, step, strerror(errno));
}

static WritStatus make_folders(const char *path, WritError *error)
{
    char *folder = copy(writ_text(path));
    WritStatus status = WRIT_OK;
    for (char *slash = strchr(folder, '/'); slash != NULL && status == WRIT_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            status = fail_file(folder, "made", error);
        }
        *slash = '/';
    }
    free(folder);
    return status;
}

static WritStatus write_file(const char *path, const WritBookFile *file, WritError *error)
{
    mode_t mode = file->mode == WRIT_FILE_EXECUTABLE ? 0777 : 0666;
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (descriptor < 0) {
        return fail_file(path, "made", error);
    }
    WritStatus status = WRIT_OK;
    for (size_t written = 0; written < file->bytes.length && status == WRIT_OK;) {
        ssize_t more = write(descriptor, file->bytes.data + written, file->bytes.length - written);
        if (more < 0 && errno != EINTR) {
            status = fail_file(path, "written", error);
        }
        written += more < 0 ? 0 : (size_t)more;
    }
    if (close(descriptor) != 0 && status == WRIT_OK) {
        status = fail_file(path, "written", error);
    }
    return status;
}

WritStatus create_file(Creating *creating, const WritBookFile *file, WritError *error)
{
    WritStatus status = harvest_check_path(file->path, HARVEST_ALL, error);
    if (status != WRIT_OK) {
        return status;
    }
    char *path = copy(file->path);
    status = make_folders(path, error);
    if (status == WRIT_OK) {
        status = write_file(path, file, error);
    }
    if (status == WRIT_OK && git_index_add_bypath(creating->index, path) != 0) {
        status = fail_library("adding a file to the repository", error);
    }
    free(path);
    return status;
}

WritStatus create_commit(WritCommitId *id, Creating *creating, WritError *error)
{
    git_oid tree_id, commit_id;
    git_tree *tree = NULL;
    if (git_index_write(creating->index) != 0 ||
        git_index_write_tree(&tree_id, creating->index) != 0 ||
        git_tree_lookup(&tree, creating->repository, &tree_id) != 0 ||
        git_commit_create(&commit_id, creating->repository, "HEAD", creating->author,
                          creating->author, NULL, creating->subject, tree, 0, NULL) != 0) {
        git_tree_free(tree);
        return fail_library("making the first commit", error);
    }
    git_tree_free(tree);
    (void)git_oid_tostr(id->hex, sizeof id->hex, &commit_id);
    return WRIT_OK;
}

void create_dispose(Creating *creating)
{
    if (creating == NULL) {
        return;
    }
    git_signature_free(creating->author);
    git_index_free(creating->index);
    git_repository_free(creating->repository);
    free(creating->subject);
    free(creating);
}
