#include "book/child/objects.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <git2/odb_backend.h>
#include <git2/sys/repository.h>
#include <string.h>
#include <unistd.h>

#include "book/child/loose.h"
#include "book/printable.h"

// Packs are mapped in windows: a pack of any size is read within the child's address space.
enum {
    WINDOW_BYTES = 1 << 20,
    WINDOWS_BYTES_MAX = 32 << 20,
    PACKS_OPEN_MAX = 16,
    LOOSE_PRIORITY = 2, // Asked before the packs.
    PACK_PRIORITY = 1,
};

static WritStatus fail_library(const char *step, WritError *error)
{
    const git_error *last = git_error_last();
    char shown[PRINTABLE_BYTES];
    printable(shown, writ_text(last == NULL || last->message == NULL ? "" : last->message));
    return writ_fail(error, WRIT_IO, "%s failed: %s", step, shown);
}

WritStatus objects_begin(WritError *error)
{
    if (git_libgit2_init() < 0) {
        return fail_library("starting libgit2", error);
    }
    if (git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0) < 0 ||
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)WINDOW_BYTES) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)WINDOWS_BYTES_MAX) < 0 ||
        git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT, (size_t)PACKS_OPEN_MAX) < 0) {
        return fail_library("setting libgit2 up", error);
    }
    return WRIT_OK;
}

void objects_end(void)
{
    (void)git_libgit2_shutdown();
}

WritStatus objects_open(Objects *objects, WritError *error)
{
    *objects = (Objects){.folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (objects->folder < 0) {
        return writ_fail(error, WRIT_IO, "the objects of the repository cannot be opened: %s",
                         strerror(errno));
    }
    git_odb_backend *loose = NULL, *packs = NULL;
    if (git_odb_new(&objects->database) != 0 || loose_backend_new(&loose, objects->folder) != 0) {
        return fail_library("opening the objects of the repository", error);
    }
    if (git_odb_add_backend(objects->database, loose, LOOSE_PRIORITY) != 0) {
        loose->free(loose);
        return fail_library("opening the objects of the repository", error);
    }
    if (git_odb_backend_pack(&packs, ".") != 0) {
        return fail_library("opening the packs of the repository", error);
    }
    if (git_odb_add_backend(objects->database, packs, PACK_PRIORITY) != 0) {
        packs->free(packs);
        return fail_library("opening the packs of the repository", error);
    }
    if (git_repository_wrap_odb(&objects->repository, objects->database) != 0) {
        return fail_library("opening the objects of the repository", error);
    }
    return WRIT_OK;
}

void objects_close(Objects *objects)
{
    git_repository_free(objects->repository);
    git_odb_free(objects->database);
    if (objects->folder >= 0) {
        (void)close(objects->folder);
    }
}

WritStatus objects_fail(int result, const git_oid *id, const char *what, WritError *error)
{
    assert(result != 0);
    char hex[GIT_OID_HEXSZ + 1], shown[PRINTABLE_BYTES];
    (void)git_oid_tostr(hex, sizeof hex, id);
    const git_error *last = git_error_last();
    if (result == GIT_ENOTFOUND) {
        writ_fail(error, WRIT_NOT_FOUND, "%s is missing: the repository has no object %s", what,
                  hex);
        return writ_hint(error, "Fetch or clone the repository again; \"git fsck\" lists what is "
                                "missing.");
    }
    if (last != NULL && last->klass == GIT_ERROR_NOMEMORY) {
        writ_fail(error, WRIT_LIMIT, "%s takes more memory than reading a book may (object %s)",
                  what, hex);
        return writ_hint(error, "No definition needs that much: find out who made the repository.");
    }
    printable(shown,
              writ_text(last == NULL || last->message == NULL ? "no reason" : last->message));
    writ_fail(error, WRIT_INVALID, "%s cannot be read: object %s is damaged (%s)", what, hex,
              shown);
    return writ_hint(error,
                     "Fetch or clone the repository again; \"git fsck\" says what is damaged.");
}

WritStatus objects_size(size_t *size, const Objects *objects, const git_oid *id, git_object_t type,
                        const char *what, WritError *error)
{
    git_object_t found;
    if (objects->before_object != NULL) {
        objects->before_object(objects->context);
    }
    int result = git_odb_read_header(size, &found, objects->database, id);
    if (result != 0) {
        return objects_fail(result, id, what, error);
    }
    if (found == type) {
        return WRIT_OK;
    }
    char hex[GIT_OID_HEXSZ + 1];
    (void)git_oid_tostr(hex, sizeof hex, id);
    writ_fail(error, WRIT_INVALID, "%s should be a %s, but object %s is a %s", what,
              git_object_type2string(type), hex, git_object_type2string(found));
    return type == GIT_OBJECT_COMMIT && found == GIT_OBJECT_TAG
               ? writ_hint(error, "Name the commit that the tag stands for: git rev-parse "
                                  "TAG^{commit} gives it.")
               : writ_hint(error, "Run \"git fsck\" in the repository.");
}
