// A host of its own for a workload, and requests kept in flight on it.
#ifndef BENCH_HOSTED_H
#define BENCH_HOSTED_H

#include "bench/bench.h"
#include "writ/host.h"

typedef struct Hosted {
    WritHost *host;
    char store[4096];
    int in_flight;
    uint64_t answered;
    uint64_t refused;
    BenchTimes times;
} Hosted;

// Opens a new store in the bench's directory and puts the files of its books in force.
void hosted_open(Hosted *hosted, const BenchOptions *options);
// The same store again.
void hosted_reopen(Hosted *hosted, const BenchOptions *options);
void hosted_close(Hosted *hosted);

// Hands collected times on, so that slices with hosts of their own add to one collection.
void hosted_move_times(BenchTimes *from, BenchTimes *to);

// Queues a request whose answer is counted and timed. `texts` of the request are borrowed.
void hosted_submit(Hosted *hosted, const WritRequest *request);
void hosted_turn(Hosted *hosted, int timeout_ms);
// Moves until nothing is in flight and the host is idle.
void hosted_settle(Hosted *hosted);
// Bytes of the database file and what is beside it.
double hosted_bytes(const Hosted *hosted);
void hosted_remove(const Hosted *hosted);

#endif
