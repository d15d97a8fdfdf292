// Loose objects, read by ourselves: a backend of libgit2's object database.
//
// libgit2 1.5 overruns its memory on a loose object that lies about its size and never ends on one
// that is cut off (issues 7177 and 7342 of libgit2). Its own reader of loose objects is therefore
// not used; this one inflates into exactly the size that the header names, and anything else is an
// error.
#ifndef BOOK_CHILD_LOOSE_H
#define BOOK_CHILD_LOOSE_H

#include <git2.h>
#include <git2/sys/odb_backend.h>

enum { LOOSE_OBJECT_BYTES_MAX = 2 << 20 }; // Of content; reading a larger one is an error.

// A backend over the open folder `objects`, which it borrows. 0, or a libgit2 error when memory
// is out. The object database owns the backend.
int loose_backend_new(git_odb_backend **backend, int objects);

#endif
