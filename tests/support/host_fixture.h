// A host over a book of plain files in a directory of its own, with a clock that stands until it is
// moved, for tests.
#ifndef SUPPORT_HOST_FIXTURE_H
#define SUPPORT_HOST_FIXTURE_H

#include "support/host_check.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"

typedef struct HostFixture {
    ScratchDirectory directory;
    WritManualClock clock;
    HostRun run;
    HostReply reply;
} HostFixture;

// Opens it with the folder `book` in force and the outside systems of the demo.
void host_fixture_begin(HostFixture *fixture, const char *book);
// Fails the test where the rows and the journal do not agree.
HostCheck host_fixture_check(HostFixture *fixture);
void host_fixture_end(HostFixture *fixture); // Checks once more.
// The number of the case; fails the test where none starts.
uint64_t host_fixture_start(HostFixture *fixture, const char *process, WritText body);

#endif
