// large_book: a book of 100,000 lines in a thousand files, checked by the program as an author
// would; and smaller ones beside it, since the cost is to be in proportion to the text.
#include "bench/bench.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "writ/compile.h"

enum {
    FILES_ONE = 70, // Of the book of size 1; the largest has 16 times as many.
    SIZES = 3,
    ROUNDS = 5,
    SECONDS_MAX = 2,
    MEGABYTES_MAX = 500,
};

static const int FACTORS[SIZES] = {1, 4, 16};

static bool read_file(const BenchOptions *options, const char *name, WritBuffer *out)
{
    char path[4200];
    char chunk[1 << 14];
    (void)snprintf(path, sizeof path, "%s/../large/%s", options->books, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    size_t count;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) {
        writ_buffer_add(out, (WritText){chunk, count});
    }
    (void)fclose(file);
    return true;
}

// The template with the file's number for each "@".
static void fill_in(WritBuffer *out, WritText template, int number)
{
    for (size_t i = 0; i < template.length; i++) {
        if (template.data[i] == '@') {
            writ_buffer_add_number(out, (uint64_t)number);
        } else {
            writ_buffer_add_byte(out, template.data[i]);
        }
    }
}

typedef struct LargeBook {
    WritBuffer shared;
    WritBuffer template;
    WritBuffer file; // The one at hand.
    size_t bytes;    // Of the book that was compiled last.
} LargeBook;

static double compile_seconds(LargeBook *book, int files)
{
    WritError error;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritStatus status = writ_compile_add(compilation, writ_text("shared.writ"),
                                         writ_buffer_text(&book->shared), &error);
    book->bytes = book->shared.length;
    for (int i = 0; status == WRIT_OK && i < files; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "p%d.writ", i);
        writ_buffer_clear(&book->file);
        fill_in(&book->file, writ_buffer_text(&book->template), i);
        book->bytes += book->file.length;
        status =
            writ_compile_add(compilation, writ_text(name), writ_buffer_text(&book->file), &error);
    }
    double from = bench_now();
    writ_compile_run(compilation);
    double seconds = bench_now() - from;
    bool whole = status == WRIT_OK && writ_compile_plan_count(compilation) == (uint32_t)files;
    writ_arena_free(arena);
    return whole ? seconds : -1;
}

static double least_seconds(LargeBook *book, int files)
{
    double least = -1;
    for (int i = 0; i < ROUNDS; i++) {
        double seconds = compile_seconds(book, files);
        least = least < 0 || seconds < least ? seconds : least;
    }
    return least;
}

// --- The program --------------------------------------------------------------------------------

static bool write_file(const char *folder, const char *name, WritText bytes)
{
    char path[4400];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(bytes.data, 1, bytes.length, file) == bytes.length;
    return file != NULL && fclose(file) == 0 && written;
}

static bool write_book(LargeBook *book, const char *folder, int files)
{
    bool written = mkdir(folder, 0755) == 0 &&
                   write_file(folder, "shared.writ", writ_buffer_text(&book->shared));
    for (int i = 0; written && i < files; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "p%d.writ", i);
        writ_buffer_clear(&book->file);
        fill_in(&book->file, writ_buffer_text(&book->template), i);
        written = write_file(folder, name, writ_buffer_text(&book->file));
    }
    return written;
}

static double check_seconds(const BenchOptions *options, const char *folder, long *peak_kb)
{
    char program[4200];
    (void)snprintf(program, sizeof program, "%s/writ", options->programs);
    double from = bench_now();
    pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stdout);
        (void)execl(program, program, "check", folder, (char *)NULL);
        _exit(127);
    }
    struct rusage usage;
    int status = 0;
    if (wait4(child, &status, 0, &usage) < 0 || status != 0) {
        return -1;
    }
    *peak_kb = usage.ru_maxrss;
    return bench_now() - from;
}

int workload_large_book(const BenchOptions *options)
{
    LargeBook book = {0};
    if (!read_file(options, "shared.writ", &book.shared) ||
        !read_file(options, "process.template", &book.template)) {
        return 1;
    }
    double rates[SIZES]; // MB a second.
    for (int i = 0; i < SIZES; i++) {
        double seconds = least_seconds(&book, FILES_ONE * FACTORS[i]);
        rates[i] = (double)book.bytes / seconds / 1e6;
    }
    char folder[4200];
    char command[4300];
    long peak_kb = 0;
    (void)snprintf(folder, sizeof folder, "%s/large", options->directory);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    int files = FILES_ONE * FACTORS[SIZES - 1];
    double seconds =
        write_book(&book, folder, files) ? check_seconds(options, folder, &peak_kb) : -1;
    BenchResult result = bench_result("large_book", "seconds to check 1121 files");
    result.value = seconds;
    char detail[200];
    (void)snprintf(detail, sizeof detail,
                   "\"mb\":%.1f,\"peak_mb\":%.0f,\"mb_per_s_1x\":%.1f,\"mb_per_s_4x\":%.1f,"
                   "\"mb_per_s_16x\":%.1f",
                   (double)book.bytes / 1e6, (double)peak_kb / 1024, rates[0], rates[1], rates[2]);
    result.detail = detail;
    result.failed = seconds < 0 || seconds > SECONDS_MAX || peak_kb > MEGABYTES_MAX * 1024L ||
                    rates[2] < rates[0] / 2;
    writ_buffer_dispose(&book.shared);
    writ_buffer_dispose(&book.template);
    writ_buffer_dispose(&book.file);
    return bench_print(&result) + (system(command) != 0);
}
