// How much the store costs beside bare SQLite, which commits one row with as many bytes.
//
// Both run on the same disk one after the other, three times, and the best of each counts: other
// work on the machine only ever makes a run slower. One JSON line a workload:
//
//   store_1          one batch a flush: a journal entry and the case's row
//   store_64         64 batches a flush
//   store_scattered  64 batches a flush, each an entry and three rows of a case chosen at random
//   store_waiting    cases of one entry and five rows: bytes a case, time to open
//
// store_bench [CASES]: how many cases wait, 100,000 when not said.
#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "support/scratch_directory.h"
#include "writ/bytes.h"
#include "writ/store.h"

enum { ENTRY_BYTES = 1200, ROW_BYTES = 200, GROUP = 64, ROUNDS = 3, GROUPS_MAX = 65536 };

static const char filler[4096];

typedef struct Run {
    double per_second; // Cases.
    double p50_ms;     // A commit.
    double p99_ms;
    double bytes_a_case;
    double flushes_a_group;
} Run;

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void give_up(const char *what)
{
    (void)fprintf(stderr, "store_bench: %s\n", what);
    exit(3);
}

static int compare_times(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;
    return difference < 0 ? -1 : difference > 0;
}

static double file_bytes(const char *path)
{
    struct stat kind;
    return stat(path, &kind) == 0 ? (double)kind.st_size : 0;
}

static void finish_run(Run *run, uint64_t cases, double seconds, double *times, size_t groups)
{
    qsort(times, groups, sizeof *times, compare_times);
    run->per_second = (double)cases / seconds;
    run->p50_ms = times[groups / 2] * 1e3;
    run->p99_ms = times[groups * 99 / 100] * 1e3;
}

static void execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        give_up(sqlite3_errmsg(db));
    }
}

static void step(sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) {
        give_up("bare SQLite cannot write");
    }
    (void)sqlite3_reset(statement);
}

// The settings are those of the store, so that the difference is what the store adds.
static Run run_bare(const char *path, uint64_t cases, uint64_t group)
{
    static double times[GROUPS_MAX];
    Run run = {0};
    sqlite3 *db = NULL;
    (void)sqlite3_open(path, &db);
    execute(db, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=8192; PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1500;"
                "CREATE TABLE bare(id INTEGER PRIMARY KEY, bytes BLOB)");
    sqlite3_stmt *insert = NULL;
    sqlite3_stmt *begin = NULL;
    sqlite3_stmt *commit = NULL;
    (void)sqlite3_prepare_v2(db, "INSERT INTO bare VALUES(?1,?2)", -1, &insert, NULL);
    (void)sqlite3_prepare_v2(db, "BEGIN", -1, &begin, NULL);
    (void)sqlite3_prepare_v2(db, "COMMIT", -1, &commit, NULL);
    size_t groups = 0;
    double began = now();
    for (uint64_t at = 1; at <= cases; groups++) {
        double group_began = now();
        step(begin);
        for (uint64_t end = at + group; at < end; at++) {
            (void)sqlite3_bind_int64(insert, 1, (sqlite3_int64)at);
            (void)sqlite3_bind_blob(insert, 2, filler, ENTRY_BYTES + ROW_BYTES, SQLITE_STATIC);
            step(insert);
        }
        step(commit);
        times[groups] = now() - group_began;
    }
    finish_run(&run, cases, now() - began, times, groups);
    (void)sqlite3_finalize(insert);
    (void)sqlite3_finalize(begin);
    (void)sqlite3_finalize(commit);
    (void)sqlite3_close(db);
    run.bytes_a_case = file_bytes(path) / (double)cases;
    return run;
}

static WritStore *open_store(const char *path)
{
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE};
    WritError error;
    if (writ_store_open(&store, path, &options, &error) != WRIT_OK) {
        give_up(error.text);
    }
    return store;
}

static void write_batch(WritStore *store, WritStoreBatch *batch)
{
    WritError error;
    if (writ_store_write(store, batch, &error) != WRIT_OK) {
        give_up(error.text);
    }
    writ_store_batch_clear(batch);
}

static void flush(WritStore *store)
{
    WritError error;
    if (writ_store_flush(store, &error) != WRIT_OK) {
        give_up(error.text);
    }
}

static void put_row(WritStoreBatch *batch, WritFamily family, uint64_t case_number, size_t bytes)
{
    static WritBuffer key;
    writ_buffer_clear(&key);
    writ_put_ordered(&key, case_number);
    writ_store_batch_put(batch, family, writ_buffer_text(&key), (WritText){filler, bytes});
}

static void append(WritStore *store, WritStoreBatch *batch, uint64_t case_number, size_t bytes)
{
    WritJournalEntry entry = {
        .sequence = writ_store_next_sequence(store),
        .case_number = case_number,
        .bytes = {filler, bytes},
    };
    writ_store_batch_append(batch, &entry);
}

static void write_one_row(WritStore *store, WritStoreBatch *batch, uint64_t case_number)
{
    append(store, batch, case_number, ENTRY_BYTES);
    put_row(batch, WRIT_FAMILY_CASES, case_number, ROW_BYTES);
    write_batch(store, batch);
}

static void write_waiting(WritStore *store, WritStoreBatch *batch, uint64_t case_number)
{
    append(store, batch, case_number, 400);
    put_row(batch, WRIT_FAMILY_CASES, case_number, 80);
    put_row(batch, WRIT_FAMILY_STATE, case_number, 160);
    put_row(batch, WRIT_FAMILY_TASKS, case_number, 60);
    put_row(batch, WRIT_FAMILY_TASKS_OF, case_number, 10);
    put_row(batch, WRIT_FAMILY_REQUESTS, case_number, 40);
    write_batch(store, batch);
}

enum { WAITING_PAYLOAD_BYTES = 400 + 80 + 160 + 60 + 10 + 40 + 5 * 8 };

typedef struct Use {
    void (*write)(WritStore *store, WritStoreBatch *batch, uint64_t case_number);
    uint64_t cases;
    uint64_t group;
    uint64_t random_below; // 0: the cases one after the other.
} Use;

static Run run_store(const char *path, const Use *use)
{
    static double times[GROUPS_MAX];
    Run run = {0};
    WritStore *store = open_store(path);
    WritStoreBatch batch = {0};
    size_t groups = 0;
    uint64_t random = 1;
    double began = now();
    for (uint64_t at = 1; at <= use->cases; groups++) {
        double group_began = now();
        for (uint64_t end = at + use->group; at < end; at++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            use->write(store, &batch,
                       use->random_below == 0 ? at : 1 + (random >> 33) % use->random_below);
        }
        flush(store);
        times[groups] = now() - group_began;
    }
    finish_run(&run, use->cases, now() - began, times, groups);
    WritStoreCounters counters = writ_store_counters(store);
    run.flushes_a_group = (double)(counters.flushes + 3 * counters.settlements) / (double)groups;
    writ_store_batch_dispose(&batch);
    writ_store_close(store);
    run.bytes_a_case = file_bytes(path) / (double)use->cases;
    return run;
}

static void remove_store(const char *path)
{
    char log[SCRATCH_PATH_BYTES + 8];
    (void)snprintf(log, sizeof log, "%s-wal", path);
    (void)unlink(path);
    (void)unlink(log);
}

static Run better(Run a, Run b)
{
    return b.per_second > a.per_second ? b : a;
}

static void print_ratio(const char *workload, const Run *ours, const Run *bare, double ratio_min)
{
    double ratio = ours->per_second / bare->per_second;
    (void)printf("{\"workload\":\"%s\",\"value\":%.0f,\"unit\":\"cases/s\",\"limit\":%.0f,"
                 "\"ratio\":%.2f,\"ratio_min\":%.2f,\"pass\":%s,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
                 "\"flushes_a_group\":%.3f,\"bytes_a_case\":%.0f,\"bytes_a_case_limit\":%.0f}\n",
                 workload, ours->per_second, bare->per_second, ratio, ratio_min,
                 ratio >= ratio_min ? "true" : "false", ours->p50_ms, ours->p99_ms,
                 ours->flushes_a_group, ours->bytes_a_case, bare->bytes_a_case);
}

static void compare_groups(const char *path, const char *workload, uint64_t cases, uint64_t group)
{
    Run ours = {0};
    Run bare = {0};
    Use use = {.write = write_one_row, .cases = cases, .group = group};
    for (int round = 0; round < ROUNDS; round++) {
        bare = better(bare, run_bare(path, cases, group));
        remove_store(path);
        ours = better(ours, run_store(path, &use));
        remove_store(path);
    }
    print_ratio(workload, &ours, &bare, 0.7);
}

static double open_and_close(const char *path)
{
    double began = now();
    WritStore *store = open_store(path);
    double opened = now() - began;
    writ_store_close(store);
    return opened * 1e3;
}

// Leaves a log as long as it gets, as a killed process does, and opens the store again.
static double open_after_kill(const char *path)
{
    char log[SCRATCH_PATH_BYTES + 8];
    char kept[SCRATCH_PATH_BYTES + 8];
    (void)snprintf(log, sizeof log, "%s-wal", path);
    (void)snprintf(kept, sizeof kept, "%s-kept", path);
    WritStore *store = open_store(path);
    WritStoreBatch batch = {0};
    while (file_bytes(log) < 12e6) {
        for (int i = 0; i < GROUP; i++) {
            write_one_row(store, &batch, writ_store_next_sequence(store));
        }
        flush(store);
    }
    writ_store_batch_dispose(&batch);
    // The log still fits the file: nothing has been settled since.
    if (link(log, kept) != 0) {
        give_up("cannot keep the log");
    }
    writ_store_close(store);
    if (rename(kept, log) != 0) {
        give_up("cannot put the log back");
    }
    return open_and_close(path);
}

static void measure_waiting(const char *path, uint64_t cases)
{
    Use use = {.write = write_waiting, .cases = cases / GROUP * GROUP, .group = GROUP};
    Run run = run_store(path, &use);
    double open_ms = open_and_close(path);
    Use scattered = use;
    scattered.cases = 200 * GROUP;
    scattered.random_below = use.cases;
    Run random = run_store(path, &scattered);
    double killed_ms = open_after_kill(path);
    (void)printf("{\"workload\":\"store_scattered\",\"value\":%.0f,\"unit\":\"cases/s\","
                 "\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"flushes_a_group\":%.3f}\n",
                 random.per_second, random.p50_ms, random.p99_ms, random.flushes_a_group);
    (void)printf("{\"workload\":\"store_waiting\",\"value\":%.1f,\"unit\":\"ms to open\","
                 "\"limit\":20,\"pass\":%s,\"cases\":%llu,\"cases_per_second\":%.0f,"
                 "\"bytes_a_case\":%.0f,\"payload_bytes_a_case\":%d,"
                 "\"ms_to_open_after_a_kill\":%.1f}\n",
                 open_ms, open_ms < 20 ? "true" : "false", (unsigned long long)use.cases,
                 run.per_second, run.bytes_a_case, WAITING_PAYLOAD_BYTES, killed_ms);
}

int main(int argument_count, char **arguments)
{
    uint64_t cases = argument_count > 1 ? strtoull(arguments[1], NULL, 10) : 100000;
    if (argument_count > 2 || cases < GROUP || cases > GROUP * (uint64_t)GROUPS_MAX) {
        (void)fprintf(stderr, "usage: store_bench [CASES], 64 to %d\n", GROUP * GROUPS_MAX);
        return 2;
    }
    ScratchDirectory directory;
    char path[SCRATCH_PATH_BYTES];
    scratch_directory_make(&directory);
    (void)scratch_directory_path(&directory, "store.db", path);
    compare_groups(path, "store_1", 4000, 1);
    compare_groups(path, "store_64", 1500 * GROUP, GROUP);
    measure_waiting(path, cases);
    scratch_directory_remove(&directory);
    return 0;
}
