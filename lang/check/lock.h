// writ.lock: what each module meant at its last release, a line a declaration with its hash, and a
// line a Lua file that its hooks name. A module that means something else has another version, so
// that whoever uses it looks at it again.
#ifndef CHECK_LOCK_H
#define CHECK_LOCK_H

#include "check/check.h"
#include "check/checker.h"
#include "writ/compile.h"

// Tells of modules that changed while their version did not, of versions that went back, and of a
// file that cannot be read. Modules that it does not have are new, those that are gone are gone.
// `input` has a lock.
void check_lock(Checker *checker, const CheckInput *input);

// Appends the file as it is for these modules, the same whatever their order is, and a line for
// each module that the lock of `input` does not have under that version. There was no error.
WritLockSummary check_lock_write(const CheckInput *input, WritBuffer *out, WritBuffer *released);

#endif
