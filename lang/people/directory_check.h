// The rules that a directory must keep, for bytes that come from elsewhere.
#ifndef PEOPLE_DIRECTORY_CHECK_H
#define PEOPLE_DIRECTORY_CHECK_H

#include "writ/people.h"

// Checks a directory that has its index. See writ_directory_decode; the bounds on numbers are
// checked there.
WRIT_NODISCARD WritStatus directory_check(const WritDirectory *directory, WritArena *scratch,
                                          WritError *error);

#endif
