// What the golden runner and people at a terminal use of the checker:
//
//     check_tool check FILE   the diagnostics of a book; status 1 when there are errors
//     check_tool runs FILE    the scenarios of what they refute
//     check_tool plan FILE    the same, then its calendars and its plans as a listing
//     check_tool book DIR     the diagnostics of a book in a directory, and the hash of each plan
//     check_tool bytes DIR    the canonical bytes of its plans, one after the other
//     check_tool speed DIR    how fast its files become plans, in MB/s
//
// The book of FILE is the file itself, what lies in a directory beside it that has its name without
// ".writ", and the files in ../hooks and ../rates.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "writ/compile.h"

enum {
    FILES_MAX = 2000,
    PATH_BYTES = 4096,
    SPEED_ROUNDS = 10,
    SPEED_BYTES = 1 << 20, // At least, a round.
};

typedef struct File {
    char path[PATH_BYTES]; // Within the book.
    WritBuffer bytes;
} File;

typedef struct Book {
    File *files;
    uint32_t count;
} Book;

static bool read_file(const char *path, WritBuffer *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char chunk[1 << 16];
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        writ_buffer_add(out, (WritText){chunk, count});
    }
    bool whole = ferror(file) == 0;
    (void)fclose(file);
    return whole;
}

static bool add_file(Book *book, const char *path, const char *name)
{
    if (book->count == FILES_MAX) {
        return false;
    }
    File *file = &book->files[book->count];
    (void)snprintf(file->path, sizeof file->path, "%s", name);
    if (!read_file(path, &file->bytes)) {
        return false;
    }
    book->count++;
    return true;
}

// Adds the files below `directory`; `within` is where it stands in the book.
static void add_directory(Book *book, const char *directory, const char *within)
{
    struct dirent **entries = NULL;
    int count = scandir(directory, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[PATH_BYTES];
        char name[PATH_BYTES];
        struct stat status;
        const char *last = entries[i]->d_name;
        (void)snprintf(path, sizeof path, "%s/%s", directory, last);
        (void)snprintf(name, sizeof name, "%s%s%s", within, within[0] == '\0' ? "" : "/", last);
        if (last[0] != '.' && stat(path, &status) == 0) {
            if (S_ISDIR(status.st_mode)) {
                add_directory(book, path, name);
            } else {
                (void)add_file(book, path, name);
            }
        }
        free(entries[i]);
    }
    free(entries);
}

static bool read_book_of_file(Book *book, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char beside[PATH_BYTES];
    if (!add_file(book, path, path + folder)) {
        perror(path);
        return false;
    }
    (void)snprintf(beside, sizeof beside, "%.*s", (int)(strlen(path) - strlen(".writ")), path);
    add_directory(book, beside, "");
    (void)snprintf(beside, sizeof beside, "%.*s../hooks", (int)folder, path);
    add_directory(book, beside, "hooks");
    (void)snprintf(beside, sizeof beside, "%.*s../rates", (int)folder, path);
    add_directory(book, beside, "rates");
    return true;
}

// --- Compiling
// ------------------------------------------------------------------------------------

static WritCompilation *compile(WritArena *arena, const Book *book)
{
    WritCompilation *compilation = writ_compile_new(arena);
    for (uint32_t i = 0; i < book->count; i++) {
        const File *file = &book->files[i];
        WritError error;
        if (writ_compile_add(compilation, writ_text(file->path), writ_buffer_text(&file->bytes),
                             &error) != WRIT_OK) {
            (void)fprintf(stderr, "%s\n", error.text);
            exit(3);
        }
    }
    writ_compile_run(compilation);
    return compilation;
}

static void print_hash(const WritPlan *plan)
{
    WritBuffer bytes = {0};
    char hex[WRIT_HASH_HEX_BYTES];
    writ_plan_encode(&bytes, plan);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    writ_hash_hex(&hash, hex);
    printf("%.*s %zu bytes %s\n", WRIT_TEXT_ARGS(plan->name), bytes.length, hex);
    writ_buffer_dispose(&bytes);
}

static void print_day(int64_t days)
{
    WritDate date = writ_date_from_days(days);
    printf("%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day);
}

static void print_calendar(const WritBookCalendar *calendar)
{
    static const char *const PARTS[] = {"", " all of", " any of"};
    const WritCalendarRules *rules = &calendar->rules;
    printf("calendar %.*s: title=\"%.*s\" zone=%.*s known=", WRIT_TEXT_ARGS(rules->name),
           WRIT_TEXT_ARGS(rules->title), WRIT_TEXT_ARGS(rules->zone));
    print_day(rules->first_day);
    printf(" to ");
    print_day(rules->last_day);
    printf("\n");
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        const WritOpening *opening = &rules->openings[i];
        printf("  open ");
        for (int day = 0; day < 7; day++) {
            putchar((opening->weekdays >> day & 1) != 0 ? "mtwtfss"[day] : '-');
        }
        printf(" %d to %d\n", (int)opening->from, (int)opening->to);
    }
    for (uint32_t i = 0; i < rules->part_count; i++) {
        printf(" %s %.*s\n", PARTS[rules->parts_kind], WRIT_TEXT_ARGS(rules->parts[i]));
    }
    for (uint32_t i = 0; i < calendar->file_count; i++) {
        printf("  holidays %.*s\n", WRIT_TEXT_ARGS(calendar->files[i]));
    }
}

static void print_calendars(const WritCompilation *compilation)
{
    uint32_t count;
    const WritBookCalendar *calendars = writ_compile_calendars(compilation, &count);
    for (uint32_t i = 0; i < count; i++) {
        print_calendar(&calendars[i]);
    }
}

// Whoever runs a plan has it from its bytes: each golden must come back from them as it was.
static void try_bytes(const WritPlan *made)
{
    WritBuffer bytes = {0};
    WritBuffer again = {0};
    WritPlan plan;
    WritError error;
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    writ_plan_encode(&bytes, made);
    if (writ_plan_decode(&plan, arena, writ_buffer_text(&bytes), &error) != WRIT_OK) {
        printf("its bytes are refused: %s\n", error.text);
    } else {
        writ_plan_encode(&again, &plan);
        if (!writ_text_equal(writ_buffer_text(&again), writ_buffer_text(&bytes))) {
            printf("it comes back from its bytes as another plan\n");
        }
    }
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&again);
    writ_arena_free(arena);
}

static void print_plan(const char *verb, const WritPlan *plan)
{
    WritBuffer out = {0};
    if (strcmp(verb, "plan") == 0) {
        try_bytes(plan);
        writ_plan_print(&out, plan);
    } else if (strcmp(verb, "bytes") == 0) {
        writ_plan_encode(&out, plan);
    } else if (strcmp(verb, "book") == 0) {
        print_hash(plan);
    }
    if (out.length > 0) {
        (void)fwrite(out.data, 1, out.length, stdout);
    }
    writ_buffer_dispose(&out);
}

static void print_runs(const WritCompilation *compilation)
{
    WritBuffer out = {0};
    writ_compile_runs(compilation, &out);
    if (out.length > 0) {
        (void)fwrite(out.data, 1, out.length, stdout);
    }
    writ_buffer_dispose(&out);
}

static int report(const char *verb, const Book *book)
{
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    const WritCompilation *compilation = compile(arena, book);
    const WritDiags *diags = writ_compile_diags(compilation);
    WritBuffer out = {0};
    if (strcmp(verb, "runs") == 0) {
        print_runs(compilation);
        writ_arena_free(arena);
        return 0;
    }
    writ_diags_render_text(diags, WRIT_COLOUR_NONE, &out);
    if (out.length > 0) {
        (void)fwrite(out.data, 1, out.length, stdout);
    }
    writ_buffer_dispose(&out);
    if (strcmp(verb, "plan") == 0) {
        print_calendars(compilation);
    }
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        print_plan(verb, writ_compile_plan(compilation, i));
    }
    bool errors = writ_diags_error_count(diags) > 0;
    writ_arena_free(arena);
    return errors ? 1 : 0;
}

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int measure(const Book *book)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < book->count; i++) {
        bytes += strstr(book->files[i].path, ".writ") != NULL ? book->files[i].bytes.length : 0;
    }
    int repeats = (int)(SPEED_BYTES / (bytes + 1)) + 1;
    size_t arena_bytes = 0;
    double best = 0;
    for (int round = 0; round < SPEED_ROUNDS; round++) {
        double start = seconds_now();
        for (int i = 0; i < repeats; i++) {
            WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
            (void)compile(arena, book);
            arena_bytes = writ_arena_used(arena);
            writ_arena_free(arena);
        }
        double speed = (double)bytes * repeats / (seconds_now() - start) * 1e-6;
        best = speed > best ? speed : best;
    }
    printf("%zu bytes, %.1f MB/s, %zu bytes of arena\n", bytes, best, arena_bytes);
    return 0;
}

int main(int count, char **arguments)
{
    const char *verb = count > 1 ? arguments[1] : "";
    bool file =
        strcmp(verb, "check") == 0 || strcmp(verb, "plan") == 0 || strcmp(verb, "runs") == 0;
    bool directory = strcmp(verb, "book") == 0 || strcmp(verb, "bytes") == 0;
    bool speed = strcmp(verb, "speed") == 0;
    if (count != 3 || !(file || directory || speed)) {
        (void)fprintf(stderr, "usage: check_tool check|plan|runs FILE, book|bytes|speed DIR\n");
        return 2;
    }
    Book book = {.files = calloc(FILES_MAX, sizeof(File))};
    int status = 3;
    if (file && read_book_of_file(&book, arguments[2])) {
        status = report(verb, &book);
    } else if (directory) {
        add_directory(&book, arguments[2], "");
        status = report(verb, &book);
    } else if (speed) {
        add_directory(&book, arguments[2], "");
        status = measure(&book);
    }
    for (uint32_t i = 0; i < book.count; i++) {
        writ_buffer_dispose(&book.files[i].bytes);
    }
    free(book.files);
    return status;
}
