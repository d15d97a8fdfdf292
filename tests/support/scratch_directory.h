// An empty directory for one test, removed with all that is in it.
#ifndef SUPPORT_SCRATCH_DIRECTORY_H
#define SUPPORT_SCRATCH_DIRECTORY_H

enum { SCRATCH_PATH_BYTES = 256 };

typedef struct ScratchDirectory {
    char path[SCRATCH_PATH_BYTES / 2];
} ScratchDirectory;

// Ends the program when the system refuses.
void scratch_directory_make(ScratchDirectory *directory);
void scratch_directory_remove(const ScratchDirectory *directory);
// Puts the path of `name` in it in `path`, and returns `path`.
const char *scratch_directory_path(const ScratchDirectory *directory, const char *name,
                                   char path[SCRATCH_PATH_BYTES]);

#endif
