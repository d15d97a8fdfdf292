// Making the child's process: what happens between fork and its first own instruction.
#ifndef WRIT_CONFINE_LAUNCH_H
#define WRIT_CONFINE_LAUNCH_H

#include <sys/types.h>

#include "writ/confine.h"

typedef struct Launch {
    const WritChildOptions *options;
    int input;  // Becomes the child's descriptor 0.
    int output; // Becomes its descriptor 1.
} Launch;

// Forks, limits and executes. Returns when the program runs, or WRIT_IO with the step that failed;
// then nothing is left of the child. The descriptors stay the caller's.
WRIT_NODISCARD WritStatus launch_child(pid_t *pid, const Launch *launch, WritError *error);

#endif
