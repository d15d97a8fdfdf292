#include "support/scratch_directory.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

void scratch_directory_make(ScratchDirectory *directory)
{
    const char *parent = getenv("TMPDIR");
    (void)snprintf(directory->path, sizeof directory->path, "%s/writ-XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    if (mkdtemp(directory->path) == NULL) {
        perror(directory->path);
        abort();
    }
}

static int remove_one(const char *path, const struct stat *kind, int type, struct FTW *where)
{
    (void)kind;
    (void)type;
    (void)where;
    return remove(path);
}

void scratch_directory_remove(const ScratchDirectory *directory)
{
    if (nftw(directory->path, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0) {
        perror(directory->path);
        abort();
    }
}

const char *scratch_directory_path(const ScratchDirectory *directory, const char *name,
                                   char path[SCRATCH_PATH_BYTES])
{
    int length = snprintf(path, SCRATCH_PATH_BYTES, "%s/%s", directory->path, name);
    if (length < 0 || length >= SCRATCH_PATH_BYTES) {
        abort();
    }
    return path;
}
