// writ.lock: what each module meant at its last release, a line a declaration with its hash. A
// module that means something else has another version, so that whoever uses it looks at it again.
#ifndef CHECK_LOCK_H
#define CHECK_LOCK_H

#include "check/checker.h"

// Tells of modules that changed while their version did not, of versions that went back, and of a
// file that cannot be read. Modules that it does not have are new, those that are gone are gone.
void check_lock(Checker *checker, const WritSource *lock);

// Appends the file as it is for these modules; the same whatever their order is. Directories are
// left out. Scratch memory is taken from `arena`.
void check_lock_write(WritArena *arena, const TreeFile *const *files, uint32_t count,
                      WritBuffer *out);

#endif
