// A host whose process ends as soon as it is started, and measures over it, for tests.
#ifndef SUPPORT_MEASURED_H
#define SUPPORT_MEASURED_H

#include "cli/measure.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"
#include "writ/host.h"

typedef enum MeasuredVersion {
    MEASURED_FIRST,  // Errands have no field `urgent`.
    MEASURED_SECOND, // They have, and measures read it; "dropped" is called "given_up".
} MeasuredVersion;

typedef struct Measured {
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    WritManualClock clock;
    const char *vfs; // For fault tests, else NULL.
    WritHost *host;  // NULL while closed.
    WritArena *arena;
    HostReply reply;
    uint32_t slices; // Of the last figures.
} Measured;

void measured_begin(Measured *measured, const char *vfs, const char *now);
void measured_end(Measured *measured);
WRIT_NODISCARD WritStatus measured_try_open(Measured *measured, WritError *error);
void measured_open(Measured *measured);
void measured_close(Measured *measured);

// Puts a version of the process in force, with these measures behind it.
WRIT_NODISCARD WritStatus measured_try_release(Measured *measured, MeasuredVersion version,
                                               const char *measures, WritError *error);
void measured_release(Measured *measured, MeasuredVersion version, const char *measures);

// Starts a case with these data, a JSON object; it has ended when this returns. Its number.
uint64_t measured_start(Measured *measured, const char *json);

// Asks slice by slice. `name` and `body` may be empty. The answer of all slices together, as the
// command prints it; lives until the next one.
const WritJson *measured_figures(Measured *measured, const char *name, const char *body);
// The figures of one measure among them, which must be there.
const WritJson *measured_of(const WritJson *figures, const char *name);

#endif
