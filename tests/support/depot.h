// A host whose cases wait three times for messages with sent times, and what happened to them in
// which order; for tests of who comes first (N15, S17, S18).
#ifndef SUPPORT_DEPOT_H
#define SUPPORT_DEPOT_H

#include <stdbool.h>
#include <stdint.h>

#include "support/host_run.h"
#include "support/scratch_directory.h"

// The case waits for message 1, 2 and 3 at the same time, half an hour for the first and an hour
// for the others. "wms" counts for 10 minutes, "erp" for 20.
enum { DEPOT_WAITS = 3, DEPOT_WMS_MINUTES = 10, DEPOT_ERP_MINUTES = 20, DEPOT_EVENTS_MAX = 8 };

typedef struct Depot {
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    const char *vfs; // For fault tests, else NULL.
    WritManualClock clock;
    WritHost *host;    // NULL while closed.
    HostReply answer;  // The last one.
    uint32_t messages; // So many were sent: each has an id of its own.
} Depot;

void depot_begin(Depot *depot);
void depot_begin_on(Depot *depot, const char *vfs); // On the files of a fault test.
void depot_end(Depot *depot);
void depot_open(Depot *depot);
// False: the store does not open.
bool depot_try_open(Depot *depot, WritError *error);
void depot_close(Depot *depot);

// Starts a case, and gives its number. Cases of "pair" wait for any message, and an hour for a
// person beside that, who is reminded every ten minutes.
uint64_t depot_start(Depot *depot);
uint64_t depot_start_of(Depot *depot, const char *process);
// `sent` 0: nothing is said.
void depot_send(Depot *depot, uint64_t number, int wait, const char *source, int64_t sent);
bool depot_says(Depot *depot, const char *words);
// Lets everything happen that is to happen now.
void depot_rest(Depot *depot);

// What decided the waits of a case, in the order of its journal.
typedef struct DepotEvent {
    int wait;          // From 1.
    bool is_message;   // Else its deadline passed.
    int64_t effective; // Of its entry.
} DepotEvent;

typedef struct DepotStory {
    DepotEvent events[DEPOT_EVENTS_MAX];
    uint32_t count;
} DepotStory;

DepotStory depot_story(Depot *depot, uint64_t number);
// "m1 d2 m3": messages and deadlines in order.
const char *depot_order(Depot *depot, uint64_t number);

#endif
