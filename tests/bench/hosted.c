#include "bench/hosted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "writ/book.h"

typedef struct Pending {
    Hosted *hosted;
    double began;
} Pending;

static void give_up(const char *what, const WritError *error)
{
    (void)fprintf(stderr, "bench: %s: %s %s\n", what, error->text, error->hint);
    exit(1);
}

static void open_host(Hosted *hosted, const BenchOptions *options, const char *systems, char *hook)
{
    WritError error = {0};
    (void)snprintf(hook, 4096, "%s/writ-hook", options->programs);
    WritHostOptions host = {
        .store = hosted->store,
        .hook_program = hook,
        .systems = systems,
        .clock = writ_clock_system(),
    };
    if (writ_host_open(&hosted->host, &host, &error) != WRIT_OK) {
        give_up("the host does not open", &error);
    }
}

static char hook_program[4096]; // The host borrows it for its life; a bench has one host at a time.

void hosted_reopen(Hosted *hosted, const BenchOptions *options)
{
    open_host(hosted, options, options->directory, hook_program);
}

void hosted_open(Hosted *hosted, const BenchOptions *options)
{
    WritError error = {0};
    *hosted = (Hosted){0};
    (void)snprintf(hosted->store, sizeof hosted->store, "%s/store.db", options->directory);
    hosted_remove(hosted);
    hosted_reopen(hosted, options);
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritBookContents contents;
    if (writ_book_read_files(&contents, arena, options->books, &error) != WRIT_OK ||
        writ_host_release(hosted->host, contents.files, contents.file_count, &error) != WRIT_OK) {
        give_up("the books of the bench", &error);
    }
    writ_arena_free(arena);
}

void hosted_close(Hosted *hosted)
{
    writ_host_close(hosted->host);
    hosted->host = NULL;
    bench_times_dispose(&hosted->times);
    hosted->times = (BenchTimes){0};
}

void hosted_move_times(BenchTimes *from, BenchTimes *to)
{
    *to = *from;
    *from = (BenchTimes){0};
}

static void answered(void *self, const WritReply *reply)
{
    Pending *pending = self;
    Hosted *hosted = pending->hosted;
    bench_times_add(&hosted->times, bench_now() - pending->began);
    hosted->in_flight--;
    hosted->answered++;
    if (reply->status != WRIT_OK) {
        hosted->refused++;
        if (hosted->refused == 1) {
            (void)fprintf(stderr, "bench: refused: %s %s\n", reply->error.text, reply->error.hint);
        }
    }
    free(pending);
}

void hosted_submit(Hosted *hosted, const WritRequest *request)
{
    WritError error = {0};
    Pending *pending = malloc(sizeof *pending);
    if (pending == NULL) {
        abort();
    }
    *pending = (Pending){hosted, bench_now()};
    if (writ_host_submit(hosted->host, request, answered, pending, &error) != WRIT_OK) {
        give_up("a request is not taken", &error);
    }
    hosted->in_flight++;
}

void hosted_turn(Hosted *hosted, int timeout_ms)
{
    WritError error = {0};
    if (writ_host_turn(hosted->host, timeout_ms, -1, &error) != WRIT_OK) {
        give_up("a turn failed", &error);
    }
}

void hosted_settle(Hosted *hosted)
{
    while (hosted->in_flight > 0 || !writ_host_is_idle(hosted->host)) {
        hosted_turn(hosted, 100);
    }
}

static double file_bytes(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (double)status.st_size : 0;
}

double hosted_bytes(const Hosted *hosted)
{
    return file_bytes(hosted->store);
}

void hosted_remove(const Hosted *hosted)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char path[4200];
        (void)snprintf(path, sizeof path, "%s%s", hosted->store, ends[i]);
        (void)unlink(path);
    }
}
