// compile, format: source to plan or layout beside `luac -p` over as many bytes. start: a whole
// program for one case.
#include "bench/bench.h"
#include "bench/hosted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "writ/book.h"
#include "writ/compile.h"
#include "writ/format.h"

// --- compile, format
// --------------------------------------------------------------------------------------

static size_t compile_once(const WritBookContents *contents)
{
    WritError error;
    size_t bytes = 0;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    for (uint32_t i = 0; i < contents->file_count; i++) {
        const WritBookFile *file = &contents->files[i];
        if (writ_compile_add(compilation, file->path, file->bytes, &error) != WRIT_OK) {
            exit(1);
        }
        bytes += file->bytes.length;
    }
    writ_compile_run(compilation);
    if (writ_compile_plan_count(compilation) == 0) {
        (void)fprintf(stderr, "bench: the book has errors\n");
        exit(1);
    }
    writ_arena_free(arena);
    return bytes;
}

static void format_file(const WritBookFile *file, WritArena *arena, WritBuffer *out)
{
    WritError error;
    const WritSource *source = NULL;
    writ_arena_reset(arena);
    writ_buffer_clear(out);
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    if (writ_sources_add(sources, file->path, file->bytes, &source, &error) != WRIT_OK ||
        writ_format(source, WRIT_FORMAT_ALIGNED, arena, diags, out, &error) != WRIT_OK ||
        !writ_text_equal(writ_buffer_text(out), file->bytes)) {
        (void)fprintf(stderr, "bench: %.*s is not formatted\n", WRIT_TEXT_ARGS(file->path));
        exit(1);
    }
}

// Of the texts alone: Lua is not laid out.
static size_t format_once(const WritBookContents *contents)
{
    WritBuffer out = {0};
    size_t bytes = 0;
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    for (uint32_t i = 0; i < contents->file_count; i++) {
        const WritBookFile *file = &contents->files[i];
        if (memmem(file->path.data, file->path.length, ".writ", 5) != NULL) {
            format_file(file, arena, &out);
            bytes += file->bytes.length;
        }
    }
    writ_arena_free(arena);
    writ_buffer_dispose(&out);
    return bytes;
}

// Bytes of Lua a second through `luac -p`: one file as long as the repeated hook, in one process,
// so that starting the program does not count for much.
static double limit_luac(const BenchOptions *options)
{
    enum { COPIES = 400 };
    char path[4096];
    char source[4096];
    (void)snprintf(source, sizeof source, "%s/hooks/bench.lua", options->books);
    (void)snprintf(path, sizeof path, "%s/long.lua", options->directory);
    FILE *in = fopen(source, "r");
    FILE *out = fopen(path, "w");
    static char text[1 << 16];
    size_t length = in == NULL ? 0 : fread(text, 1, sizeof text, in);
    if (length == 0 || out == NULL) {
        return 0;
    }
    for (int i = 0; i < COPIES; i++) {
        (void)fprintf(out, "do\n%.*s\nend\n", (int)length, text);
    }
    (void)fclose(in);
    (void)fclose(out);
    char command[8300];
    (void)snprintf(command, sizeof command, "luac5.4 -p '%s'", path);
    double from = bench_now();
    int rounds = 0;
    while (rounds < 1 || bench_now() < from + options->seconds / BENCH_SLICES) {
        if (system(command) != 0) {
            return 0;
        }
        rounds++;
    }
    double seconds = bench_now() - from;
    (void)unlink(path);
    return (double)length * COPIES * rounds / seconds;
}

// Reads the company's book, and works on all of it again and again.
static int measure_texts(const BenchOptions *options, const char *name,
                         size_t (*work)(const WritBookContents *contents))
{
    WritError error;
    char book[4200];
    WritBookContents contents;
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    (void)snprintf(book, sizeof book, "%s/../../../processes", options->books);
    if (writ_book_read_files(&contents, arena, book, &error) != WRIT_OK) {
        (void)fprintf(stderr, "bench: %s\n", error.text);
        return 1;
    }
    BenchResult result = bench_result(name, "bytes/s");
    BenchSlices slices;
    uint64_t all = 0;
    double cpu = 0;
    for (int i = 0; i < BENCH_SLICES; i++) {
        uint64_t rounds = 0;
        size_t bytes = 0;
        double cpu_from = bench_cpu();
        double from = bench_now();
        while (bench_now() < from + options->seconds / BENCH_SLICES) {
            bytes += work(&contents);
            rounds++;
        }
        slices.value[i] = (double)bytes / (bench_now() - from);
        cpu += bench_cpu() - cpu_from;
        all += rounds;
        slices.limit[i] = limit_luac(options);
    }
    bench_slices_fill(&slices, &result);
    result.cpu_us_per_step = cpu * 1e6 / (double)all;
    result.ratio_min = 0.5;
    writ_arena_free(arena);
    return bench_print(&result);
}

int workload_compile(const BenchOptions *options)
{
    return measure_texts(options, "compile", compile_once);
}

int workload_format(const BenchOptions *options)
{
    return measure_texts(options, "format", format_once);
}

// --- start
// ----------------------------------------------------------------------------------------

static double run_program(char *const *arguments, long *peak_kb)
{
    struct rusage usage;
    double from = bench_now();
    pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stdout);
        (void)execv(arguments[0], arguments);
        _exit(127);
    }
    int status = 0;
    if (wait4(child, &status, 0, &usage) < 0 || status != 0) {
        return -1;
    }
    *peak_kb = usage.ru_maxrss;
    return bench_now() - from;
}

int workload_start(const BenchOptions *options)
{
    enum { ROUNDS = 30 };
    char writ[4200];
    char book[4200];
    char body[4300];
    char command[13000];
    (void)snprintf(writ, sizeof writ, "%s/writ", options->programs);
    (void)snprintf(book, sizeof book, "%s/book", options->directory);
    (void)snprintf(body, sizeof body, "%s/job.json", options->directory);
    int length = snprintf(
        command, sizeof command,
        "rm -rf '%s' && cp -r '%s' '%s' && printf '.writ/\\nsystems/\\n' > '%s/.gitignore' && "
        "mkdir -p '%s/systems' && git -C '%s' init -q -b main && git -C '%s' add -A && "
        "git -C '%s' -c user.name=bench -c user.email=bench@example.com commit -q -m bench && "
        "printf '{\"job\":{\"number\":\"1\"}}' > '%s'",
        book, options->books, book, book, book, book, book, book, body);
    if (length < 0 || (size_t)length >= sizeof command || system(command) != 0) {
        return 1;
    }
    char *const arguments[] = {writ, "start", "auto", "--book", book, "--with", body, NULL};
    BenchTimes times = {0};
    long peak_kb = 0;
    for (int i = 0; i < ROUNDS + 1; i++) {
        double seconds = run_program(arguments, &peak_kb);
        if (seconds < 0) {
            (void)fprintf(stderr, "bench: writ start failed\n");
            return 1;
        }
        if (i > 0) { // The first takes the book's commit over.
            bench_times_add(&times, seconds);
        }
    }
    BenchResult result = bench_result("start", "ms from start of the program to the end of a case");
    result.value = bench_times_percentile(&times, 50);
    result.p50_ms = result.value;
    result.p99_ms = bench_times_percentile(&times, 99);
    char detail[128];
    (void)snprintf(detail, sizeof detail, "\"peak_mb\":%.1f", (double)peak_kb / 1024);
    result.detail = detail;
    result.failed = result.value > 20 || peak_kb > 16 * 1024;
    bench_times_dispose(&times);
    (void)snprintf(command, sizeof command, "rm -rf '%s' '%s'", book, body);
    return bench_print(&result) + (system(command) != 0);
}
