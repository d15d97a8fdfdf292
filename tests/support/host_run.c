#include "support/host_run.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TURN_MS = 10, ANSWER_TURNS_MAX = 100000 };

static void give_up(const char *what, const WritError *error)
{
    (void)fprintf(stderr, "host_run: %s: %s %s\n", what, error->text, error->hint);
    exit(4);
}

// --- Files -------------------------------------------------------------------------------------

bool host_run_read_file(WritBuffer *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char part[4096];
    size_t got = 0;
    while ((got = fread(part, 1, sizeof part, file)) > 0) {
        writ_buffer_add(out, (WritText){part, got});
    }
    return fclose(file) == 0;
}

void host_run_write_file(const char *path, const char *text)
{
    char part[HOST_RUN_PATH_BYTES + 8];
    (void)snprintf(part, sizeof part, "%s.part", path);
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t length = strlen(text);
    if (file < 0 || write(file, text, length) != (ssize_t)length || close(file) != 0 ||
        rename(part, path) != 0) {
        perror(path);
        exit(4);
    }
}

static void copy_folder(const char *from, const char *to)
{
    DIR *folder = opendir(from);
    if (folder == NULL || (mkdir(to, 0700) != 0 && access(to, W_OK) != 0)) {
        perror(from);
        exit(4);
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char source[2 * HOST_RUN_PATH_BYTES];
        char target[2 * HOST_RUN_PATH_BYTES];
        struct stat about;
        (void)snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
        (void)snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
        if (entry->d_name[0] == '.' || stat(source, &about) != 0) {
            continue;
        }
        if (S_ISDIR(about.st_mode)) {
            copy_folder(source, target);
            continue;
        }
        WritBuffer bytes = {0};
        if (!host_run_read_file(&bytes, source)) {
            perror(source);
            exit(4);
        }
        host_run_write_file(target, writ_buffer_string(&bytes));
        writ_buffer_dispose(&bytes);
    }
    (void)closedir(folder);
}

// --- Opening and closing -----------------------------------------------------------------------

void host_run_begin(HostRun *run, const char *directory, const char *systems)
{
    (void)snprintf(run->directory, sizeof run->directory, "%s", directory);
    (void)snprintf(run->store, sizeof run->store, "%.480s/store.db", directory);
    (void)snprintf(run->systems, sizeof run->systems, "%.480s/systems", directory);
    if (access(run->systems, F_OK) == 0) {
        return;
    }
    // Made whole under another name: whoever finds the folder finds all that is in it.
    char part[HOST_RUN_PATH_BYTES + 8];
    (void)snprintf(part, sizeof part, "%s.part", run->systems);
    copy_folder(systems, part);
    if (rename(part, run->systems) != 0) {
        perror(part);
        exit(4);
    }
}

WritStatus host_run_try_open(HostRun *run, WritError *error)
{
    WritHostOptions options = {
        .store = run->store,
        .store_vfs = run->vfs,
        .hook_program = run->program,
        .systems = run->systems,
        .calls = run->calls,
        .clock = run->clock,
    };
    WritStatus status = writ_host_open(&run->host, &options, error);
    if (status != WRIT_OK) {
        run->host = NULL;
        return status;
    }
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritBookContents contents;
    status = writ_book_read_files(&contents, arena, run->book, error);
    if (status == WRIT_OK) {
        status = writ_host_release(run->host, contents.files, contents.file_count, error);
    }
    writ_arena_free(arena);
    if (status != WRIT_OK) {
        host_run_close(run);
    }
    return status;
}

void host_run_open(HostRun *run)
{
    WritError error = {0};
    if (host_run_try_open(run, &error) != WRIT_OK) {
        give_up("the host does not open", &error);
    }
}

void host_run_close(HostRun *run)
{
    writ_host_close(run->host);
    run->host = NULL;
}

// --- Asking ------------------------------------------------------------------------------------

void host_reply_dispose(HostReply *reply)
{
    writ_buffer_dispose(&reply->json);
    *reply = (HostReply){0};
}

static void keep_reply(void *self, const WritReply *given)
{
    HostReply *reply = self;
    reply->given = true;
    reply->status = given->status;
    reply->error = given->error;
    writ_buffer_clear(&reply->json);
    writ_buffer_add(&reply->json, given->json);
}

WritStatus host_ask(WritHost *host, const WritRequest *request, HostReply *reply, WritError *error)
{
    reply->given = false;
    WritStatus status = writ_host_submit(host, request, keep_reply, reply, error);
    for (int i = 0; status == WRIT_OK && !reply->given; i++) {
        status = writ_host_turn(host, TURN_MS, -1, error);
        if (status != WRIT_OK && reply->given && reply->status == WRIT_OK) {
            (void)fprintf(stderr, "host_run: what was not made durable was acknowledged\n");
            exit(4);
        }
        if (i == ANSWER_TURNS_MAX) {
            (void)fprintf(stderr, "host_run: a request is never answered\n");
            exit(4);
        }
    }
    return status;
}

void host_must_ask(WritHost *host, const WritRequest *request, HostReply *reply)
{
    WritError error = {0};
    if (host_ask(host, request, reply, &error) != WRIT_OK) {
        give_up("a turn failed", &error);
    }
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool host_run_settle(HostRun *run, int ms)
{
    WritError error;
    int64_t end = now_ms() + ms;
    while (!writ_host_is_idle(run->host)) {
        if (writ_host_turn(run->host, TURN_MS, -1, &error) != WRIT_OK || now_ms() > end) {
            return false;
        }
    }
    return true;
}

static WritText optional(const char *text)
{
    return text == NULL ? (WritText){0} : writ_text(text);
}

WritRequest host_run_start_request(const char *process, WritText body, const char *key)
{
    return (WritRequest){.kind = WRIT_REQUEST_START,
                         .name = writ_text(process),
                         .body = body,
                         .body_name = writ_text("order.json"),
                         .account = writ_text("ecaron"),
                         .key = optional(key)};
}

WritRequest host_run_answer_request(uint64_t case_number, uint32_t frame, const char *outcome,
                                    const char *person, const char *key)
{
    return (WritRequest){.kind = WRIT_REQUEST_ANSWER,
                         .name = writ_text(outcome),
                         .person = writ_text(person),
                         .key = optional(key),
                         .case_number = case_number,
                         .frame = frame};
}

WritRequest host_run_send_request(const char *event, const char *body, const char *source)
{
    return (WritRequest){.kind = WRIT_REQUEST_SEND,
                         .name = writ_text(event),
                         .body = writ_text(body),
                         .body_name = writ_text("receipt.json"),
                         .account = writ_text("ecaron"),
                         .source = optional(source)};
}

// --- Looking -----------------------------------------------------------------------------------

static uint64_t number_of(const WritJson *json)
{
    char digits[24];
    if (json == NULL || json->kind != WRIT_JSON_NUMBER) {
        return 0;
    }
    (void)snprintf(digits, sizeof digits, "%.*s", WRIT_TEXT_ARGS(json->text));
    return strtoull(digits, NULL, 10);
}

static void text_of(char *out, size_t size, const WritJson *json)
{
    if (json != NULL && json->kind == WRIT_JSON_STRING) {
        (void)snprintf(out, size, "%.*s", WRIT_TEXT_ARGS(json->text));
    }
}

static uint32_t count_of(const WritJson *json)
{
    return json == NULL ? 0 : json->count;
}

uint64_t host_reply_case(const HostReply *reply)
{
    WritArena *arena = writ_arena_new(1 << 22);
    WritJson json;
    WritError error;
    uint64_t number = 0;
    if (writ_json_parse(&json, arena, writ_buffer_text(&reply->json), "reply", &error) == WRIT_OK) {
        number = number_of(writ_json_find(&json, "case"));
    }
    writ_arena_free(arena);
    return number;
}

static void read_view(HostView *view, const WritJson *json)
{
    const WritJson *tasks = writ_json_find(json, "tasks");
    view->found = true;
    text_of(view->status, sizeof view->status, writ_json_find(json, "status"));
    text_of(view->outcome, sizeof view->outcome, writ_json_find(json, "outcome"));
    view->ended = strcmp(view->status, "ended") == 0;
    view->tasks = count_of(tasks);
    view->waits = count_of(writ_json_find(json, "waits"));
    const WritJson *calls = writ_json_find(json, "calls");
    view->calls = count_of(calls);
    for (uint32_t i = 0; i < view->calls; i++) {
        char hook[64] = "";
        text_of(hook, sizeof hook, writ_json_find(&calls->items[i], "hook"));
        view->reserving += strstr(hook, "erp.reserve_stock") != NULL;
    }
    view->incidents = count_of(writ_json_find(json, "incidents"));
    if (view->tasks > 0) {
        view->task = (uint32_t)number_of(writ_json_find(&tasks->items[0], "frame"));
        text_of(view->step, sizeof view->step, writ_json_find(&tasks->items[0], "step"));
    }
}

WritStatus host_run_try_show(HostRun *run, uint64_t case_number, HostView *view, WritError *error)
{
    *view = (HostView){.found = false};
    HostReply reply = {0};
    WritRequest request = {.kind = WRIT_REQUEST_SHOW, .case_number = case_number};
    WritStatus status = host_ask(run->host, &request, &reply, error);
    if (status == WRIT_OK && reply.status == WRIT_IO) {
        *error = reply.error;
        status = WRIT_IO;
    }
    if (status == WRIT_OK && reply.status == WRIT_OK) {
        WritArena *arena = writ_arena_new((size_t)64 << 20);
        WritJson json;
        status = writ_json_parse(&json, arena, writ_buffer_text(&reply.json), "show", error);
        if (status == WRIT_OK) {
            read_view(view, &json);
        }
        writ_arena_free(arena);
    }
    host_reply_dispose(&reply);
    return status;
}

HostView host_run_show(HostRun *run, uint64_t case_number)
{
    HostView view;
    WritError error = {0};
    if (host_run_try_show(run, case_number, &view, &error) != WRIT_OK) {
        give_up("a case is not shown", &error);
    }
    return view;
}
