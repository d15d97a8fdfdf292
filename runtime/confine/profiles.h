// The system calls that each profile leaves to a child.
#ifndef WRIT_CONFINE_PROFILES_H
#define WRIT_CONFINE_PROFILES_H

#include "writ/confined.h"

// Loads the filter of `profile`. From then on any other call ends the process with SIGSYS.
WRIT_NODISCARD WritStatus profiles_load(WritProfile profile, WritError *error);

// Makes files outside `directory` unreachable, if the kernel can (Landlock); WRIT_OK where it
// cannot. WRIT_IO when the directory cannot be opened.
WRIT_NODISCARD WritStatus profiles_keep_below(const char *directory, WritError *error);

#endif
