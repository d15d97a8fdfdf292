// Every path is one checked name, opened relative to an open directory and never through a link, so
// that no name leads anywhere else. A file appears by rename after its bytes are on stable storage.
#include "writ/file_drop.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct WritFileDrop {
    int root;
    WritHookProvider provider;
};

// The name that a file has while it is written: no name that a hook can say.
static const char unfinished[] = ".unfinished";

// A name with a NUL, for system calls.
typedef struct Name {
    char text[WRIT_FILE_DROP_NAME_BYTES_MAX + 1];
} Name;

static bool is_name(WritText text)
{
    if (text.length == 0 || text.length > WRIT_FILE_DROP_NAME_BYTES_MAX || text.data[0] == '.') {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        bool letter = byte >= 'a' && byte <= 'z';
        bool digit = byte >= '0' && byte <= '9';
        if (!letter && !digit && byte != '_' && byte != '.' && byte != '-') {
            return false;
        }
    }
    return true;
}

static WritStatus check_name(Name *name, WritText text, WritError *error)
{
    if (!is_name(text)) {
        return writ_fail(error, WRIT_INVALID,
                         "this is no file name: use 1 to %d of a-z, 0-9, \"_\", \".\" and \"-\", "
                         "without a dot in front",
                         WRIT_FILE_DROP_NAME_BYTES_MAX);
    }
    memcpy(name->text, text.data, text.length);
    name->text[text.length] = '\0';
    return WRIT_OK;
}

static WritStatus fail_errno(WritError *error, const Name *name)
{
    return writ_fail(error, WRIT_IO, "\"%s\": %s", name->text, strerror(errno));
}

// Opens a regular file for reading. WRIT_NOT_FOUND when there is none.
static WritStatus open_file(int directory, const Name *name, int *file, struct stat *about,
                            WritError *error)
{
    // Without O_NONBLOCK a named pipe would hold the host for ever.
    *file = openat(directory, name->text, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (*file < 0 && errno == ENOENT) {
        return WRIT_NOT_FOUND;
    }
    if (*file < 0 && errno != ELOOP) {
        return fail_errno(error, name);
    }
    if (*file >= 0 && fstat(*file, about) == 0 && S_ISREG(about->st_mode)) {
        return WRIT_OK;
    }
    if (*file >= 0) {
        (void)close(*file);
    }
    return writ_fail(error, WRIT_DENIED, "\"%s\" is no regular file", name->text);
}

static WritStatus read_whole(int file, const Name *name, size_t bytes, WritHookAnswer *answer,
                             WritError *error)
{
    if (bytes > WRIT_FILE_DROP_FILE_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "\"%s\" has more than 64 KB", name->text);
    }
    writ_buffer_reserve(&answer->text, bytes + 1);
    while (answer->text.length < bytes) {
        ssize_t got =
            read(file, answer->text.data + answer->text.length, bytes - answer->text.length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_errno(error, name);
        }
        if (got == 0) {
            break; // It shrank meanwhile; what is there is what it has.
        }
        answer->text.length += (size_t)got;
    }
    answer->kind = WRIT_HOOK_ANSWER_TEXT;
    return WRIT_OK;
}

static WritStatus do_read(int directory, const Name *name, WritHookAnswer *answer, WritError *error)
{
    int file = -1;
    struct stat about;
    WritStatus status = open_file(directory, name, &file, &about, error);
    if (status == WRIT_NOT_FOUND) {
        return WRIT_OK; // nil
    }
    if (status == WRIT_OK) {
        status = read_whole(file, name, (size_t)about.st_size, answer, error);
        (void)close(file);
    }
    return status;
}

static WritStatus do_exists(int directory, const Name *name, WritHookAnswer *answer,
                            WritError *error)
{
    int file = -1;
    struct stat about;
    WritStatus status = open_file(directory, name, &file, &about, error);
    if (status != WRIT_OK && status != WRIT_NOT_FOUND) {
        return status;
    }
    if (status == WRIT_OK) {
        (void)close(file);
    }
    answer->kind = WRIT_HOOK_ANSWER_BOOLEAN;
    answer->truth = status == WRIT_OK;
    return WRIT_OK;
}

static bool write_whole(int file, WritText text)
{
    for (size_t done = 0; done < text.length;) {
        ssize_t written = write(file, text.data + done, text.length - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written < 0 ? 0 : (size_t)written;
    }
    return true;
}

static WritStatus do_write(int directory, const Name *name, WritText text, WritError *error)
{
    WritStatus status = WRIT_OK;
    struct stat about;
    if (fstatat(directory, name->text, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
        !S_ISREG(about.st_mode)) {
        return writ_fail(error, WRIT_DENIED, "\"%s\" is no regular file", name->text);
    }
    // What an interrupted write left behind goes first: O_EXCL then never meets a link.
    (void)unlinkat(directory, unfinished, 0);
    int file = openat(directory, unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || !write_whole(file, text) || fsync(file) != 0 ||
        renameat(directory, unfinished, directory, name->text) != 0 || fsync(directory) != 0) {
        status = fail_errno(error, name);
        (void)unlinkat(directory, unfinished, 0);
    }
    if (file >= 0) {
        (void)close(file);
    }
    return status;
}

static WritStatus do_remove(int directory, const Name *name, WritHookAnswer *answer,
                            WritError *error)
{
    int file = -1;
    struct stat about;
    WritStatus status = open_file(directory, name, &file, &about, error);
    if (status != WRIT_OK && status != WRIT_NOT_FOUND) {
        return status;
    }
    answer->kind = WRIT_HOOK_ANSWER_BOOLEAN;
    answer->truth = status == WRIT_OK;
    if (status == WRIT_NOT_FOUND) {
        return WRIT_OK;
    }
    (void)close(file);
    if (unlinkat(directory, name->text, 0) != 0 || fsync(directory) != 0) {
        return fail_errno(error, name);
    }
    return WRIT_OK;
}

// --- Listing ------------------------------------------------------------------------------------

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const Name *)a)->text, ((const Name *)b)->text);
}

static bool is_regular(int directory, const char *name)
{
    struct stat about;
    return fstatat(directory, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode);
}

// WRIT_LIMIT when there are more than `names` has room for.
static WritStatus collect_names(int directory, Name *names, size_t *count, WritError *error)
{
    WritStatus status = WRIT_OK;
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) {
        if (again >= 0) {
            (void)close(again);
        }
        return writ_fail(error, WRIT_IO, "cannot list: %s", strerror(errno));
    }
    for (struct dirent *entry = readdir(entries); entry != NULL && status == WRIT_OK;
         entry = readdir(entries)) {
        WritText name = writ_text(entry->d_name);
        if (!is_name(name) || !is_regular(directory, entry->d_name)) {
            continue;
        }
        if (*count == WRIT_FILE_DROP_FILES_MAX) {
            status = writ_fail(error, WRIT_LIMIT, "there are more than %d files to list",
                               WRIT_FILE_DROP_FILES_MAX);
        } else {
            memcpy(names[(*count)++].text, entry->d_name, name.length + 1);
        }
    }
    (void)closedir(entries);
    return status;
}

static WritStatus do_list(int directory, WritHookAnswer *answer, WritError *error)
{
    Name *names = calloc(WRIT_FILE_DROP_FILES_MAX, sizeof *names);
    if (names == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "no memory for a list of files");
    }
    size_t count = 0;
    WritStatus status = collect_names(directory, names, &count, error);
    if (status == WRIT_OK) {
        qsort(names, count, sizeof *names, compare_names);
        for (size_t i = 0; i < count; i++) {
            writ_hook_answer_item(answer, writ_text(names[i].text));
        }
        answer->kind = WRIT_HOOK_ANSWER_LIST;
    }
    free(names);
    return status;
}

// --- The provider -------------------------------------------------------------------------------

typedef enum Operation {
    OPERATION_EXISTS,
    OPERATION_LIST,
    OPERATION_READ,
    OPERATION_REMOVE,
    OPERATION_WRITE,
    OPERATION_COUNT,
} Operation;

static const char *const operation_names[] = {"exists", "list", "read", "remove", "write", NULL};

static Operation find_operation(WritText name)
{
    int found = 0;
    while (found < OPERATION_COUNT && !writ_text_is(name, operation_names[found])) {
        found++;
    }
    assert(found < OPERATION_COUNT); // The pool lets no other through.
    return (Operation)found;
}

static uint32_t argument_count(Operation operation)
{
    return operation == OPERATION_LIST ? 0 : operation == OPERATION_WRITE ? 2 : 1;
}

// Opens the directory of the capability; `*directory` is -1 when there is none yet.
static WritStatus open_directory(const WritFileDrop *drop, const Name *name, Operation operation,
                                 int *directory, WritError *error)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    *directory = openat(drop->root, name->text, flags);
    if (*directory < 0 && errno == ENOENT && operation == OPERATION_WRITE) {
        if (mkdirat(drop->root, name->text, 0700) != 0 || fsync(drop->root) != 0) {
            return writ_fail(error, WRIT_IO, "cannot make a directory: %s", strerror(errno));
        }
        *directory = openat(drop->root, name->text, flags);
    }
    if (*directory < 0 && errno != ENOENT) {
        return writ_fail(error, WRIT_IO, "cannot open the directory: %s", strerror(errno));
    }
    return WRIT_OK;
}

static WritStatus run_operation(int directory, Operation operation, const WritHookRequest *request,
                                WritHookAnswer *answer, WritError *error)
{
    Name name = {""};
    if (operation != OPERATION_LIST) {
        WritStatus status = check_name(&name, request->arguments[0], error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    if (directory < 0) { // Nothing was ever written: the answers of an empty directory.
        answer->kind = operation == OPERATION_LIST   ? WRIT_HOOK_ANSWER_LIST
                       : operation == OPERATION_READ ? WRIT_HOOK_ANSWER_NOTHING
                                                     : WRIT_HOOK_ANSWER_BOOLEAN;
        return WRIT_OK;
    }
    switch (operation) {
    case OPERATION_EXISTS:
        return do_exists(directory, &name, answer, error);
    case OPERATION_LIST:
        return do_list(directory, answer, error);
    case OPERATION_READ:
        return do_read(directory, &name, answer, error);
    case OPERATION_REMOVE:
        return do_remove(directory, &name, answer, error);
    case OPERATION_WRITE:
        return do_write(directory, &name, request->arguments[1], error);
    case OPERATION_COUNT:
        break;
    }
    return writ_fail(error, WRIT_INVALID, "there is no such operation");
}

static WritStatus answer(void *state, const WritHookRequest *request, WritHookAnswer *result,
                         WritError *error)
{
    const WritFileDrop *drop = state;
    Operation operation = find_operation(request->operation);
    Name system;
    WritStatus status = check_name(&system, request->name, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (request->argument_count != argument_count(operation)) {
        return writ_fail(error, WRIT_INVALID, "it takes %u arguments and got %u",
                         argument_count(operation), request->argument_count);
    }
    int directory = -1;
    status = open_directory(drop, &system, operation, &directory, error);
    if (status == WRIT_OK) {
        status = run_operation(directory, operation, request, result, error);
    }
    if (directory >= 0) {
        (void)close(directory);
    }
    return status;
}

WritStatus writ_file_drop_open(WritFileDrop **drop, const char *root, WritError *error)
{
    WritFileDrop *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "no memory to open %s", root);
    }
    made->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (made->root < 0) {
        free(made);
        return writ_fail(error, WRIT_IO, "cannot open the directory %s: %s", root, strerror(errno));
    }
    made->provider = (WritHookProvider){"files", operation_names, answer, made};
    *drop = made;
    return WRIT_OK;
}

void writ_file_drop_close(WritFileDrop *drop)
{
    if (drop != NULL) {
        (void)close(drop->root);
        free(drop);
    }
}

const WritHookProvider *writ_file_drop_provider(WritFileDrop *drop)
{
    return &drop->provider;
}
