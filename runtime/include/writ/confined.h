// Running something untrusted in a limited, killable child: the child's side.
//
// A program of ours reads its start-up needs, then calls writ_confined_enter, and from there on
// can do only what its profile allows; anything else ends it with SIGSYS. It talks in frames
// (writ/confine.h) over descriptors 0 and 1.
#ifndef WRIT_CONFINED_H
#define WRIT_CONFINED_H

#include <stdbool.h>

#include "writ/confine.h"

typedef enum WritProfile {
    // Read and write on open descriptors, memory that is never executable, the clock, return from
    // signal handlers, exit (guarantees.md rule 9).
    WRIT_PROFILE_COMPUTE,
    // The same, and reading of files and directories, but nothing that changes one (rules 12, 13).
    WRIT_PROFILE_READ_OBJECTS,
} WritProfile;

// Gives up everything but `profile`, for ever. With WRIT_PROFILE_READ_OBJECTS `directory` is the
// only place below which files can be opened, where the kernel has Landlock; elsewhere the limits
// of the profile stand alone. NULL with WRIT_PROFILE_COMPUTE. WRIT_IO when the kernel refuses.
WRIT_NODISCARD WritStatus writ_confined_enter(WritProfile profile, const char *directory,
                                              WritError *error);

// The child's two pipes. Start it as `WritConfined pipes = {.frame_bytes_max = …}`.
typedef struct WritConfined {
    size_t frame_bytes_max;
    WritBuffer received; // From descriptor 0, of which `taken` bytes are used up.
    size_t taken;
    WritBuffer frame; // One frame on its way out.
} WritConfined;

void writ_confined_dispose(WritConfined *pipes);

// Waits for the next frame. `payload` is borrowed until the next call. False at the end of the
// pipe and for anything that is no frame: the caller ends.
WRIT_NODISCARD bool writ_confined_read(WritConfined *pipes, WritText *payload);
// Writes one frame. False when the parent is gone: the caller ends.
WRIT_NODISCARD bool writ_confined_write(WritConfined *pipes, WritText payload);

#endif
