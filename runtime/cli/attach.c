#include "cli/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// --- One file ----------------------------------------------------------------------------------

static WritStatus refuse_size(const char *path, WritError *error)
{
    (void)writ_fail(error, WRIT_LIMIT, "%s has more than the %d bytes that a document may have",
                    path, WRIT_DOCUMENT_BYTES_MAX);
    return writ_hint(error, "Keep it where it is, and its number or address in a field of type "
                            "Text.");
}

static WritStatus read_open(int file, const char *path, WritBuffer *content, WritError *error)
{
    enum { CHUNK_BYTES = 64 << 10 };
    for (;;) {
        writ_buffer_reserve(content, CHUNK_BYTES);
        ssize_t count = read(file, content->data + content->length, CHUNK_BYTES);
        if (count == 0) {
            return WRIT_OK;
        }
        if (count < 0 && errno != EINTR) {
            return writ_fail(error, WRIT_IO, "cannot read %s: %s", path, strerror(errno));
        }
        content->length += count < 0 ? 0 : (size_t)count;
        if (content->length > WRIT_DOCUMENT_BYTES_MAX) {
            return refuse_size(path, error);
        }
    }
}

// WRIT_NOT_FOUND: there is no such file.
static WritStatus read_file(const char *path, WritBuffer *content, WritError *error)
{
    struct stat about;
    // Who opens a pipe without this waits for its other end.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        WritStatus status = errno == ENOENT || errno == ENOTDIR ? WRIT_NOT_FOUND : WRIT_IO;
        return writ_fail(error, status, "cannot open %s: %s", path, strerror(errno));
    }
    WritStatus status = WRIT_OK;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        status = writ_fail(error, WRIT_INVALID, "%s is no file", path);
    } else {
        status = read_open(file, path, content, error);
    }
    (void)close(file);
    return status;
}

static WritStatus add_file(WritBuffer *files, WritText field, WritText file, const char *path,
                           WritError *error)
{
    WritBuffer content = {0};
    WritStatus status = read_file(path, &content, error);
    if (status == WRIT_OK) {
        WritSentFile sent = {.field = field, .file = file, .content = writ_buffer_text(&content)};
        writ_request_add_file(files, &sent);
    }
    writ_buffer_dispose(&content);
    return status;
}

// --- Named in the data -------------------------------------------------------------------------

// What the data say may come from somebody else: they reach no file but those beside them.
static bool stays_beside(WritText file)
{
    if (file.length == 0 || file.data[0] == '/' || memchr(file.data, 0, file.length) != NULL) {
        return false;
    }
    for (size_t start = 0; start <= file.length;) {
        size_t end = start;
        while (end < file.length && file.data[end] != '/') {
            end++;
        }
        if (writ_text_is((WritText){file.data + start, end - start}, "..")) {
            return false;
        }
        start = end + 1;
    }
    return true;
}

static bool is_there_already(WritText files, WritText file)
{
    WritReader in = writ_reader(files);
    WritSentFile sent;
    while (writ_request_next_file(&in, &sent)) {
        if (sent.field.length == 0 && writ_text_equal(sent.file, file)) {
            return true;
        }
    }
    return false;
}

typedef struct Naming {
    const char *source; // The file of the data.
    CliData *data;
    WritError *error;
} Naming;

static WritStatus take_named(const Naming *naming, const WritJson *json)
{
    const char *slash = strrchr(naming->source, '/');
    WritBuffer path = {0};
    if (!stays_beside(json->text)) {
        (void)writ_fail(naming->error, WRIT_INVALID,
                        "%s:%u:%u: a file that the data name lies beside them: \"%.*s\"",
                        naming->source, json->line, json->column, WRIT_TEXT_ARGS(json->text));
        return writ_hint(naming->error, "Put it into their folder, or give it with --attach.");
    }
    if (slash != NULL) {
        writ_buffer_add(&path, (WritText){naming->source, (size_t)(slash - naming->source) + 1});
    }
    writ_buffer_add(&path, json->text);
    WritStatus status = add_file(&naming->data->files, (WritText){0}, json->text,
                                 writ_buffer_string(&path), naming->error);
    writ_buffer_dispose(&path);
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

static WritStatus find_named(const Naming *naming, const WritJson *json)
{
    const WritJson *file =
        json->kind == WRIT_JSON_OBJECT && json->count == 1 ? writ_json_find(json, "file") : NULL;
    if (file != NULL && file->kind == WRIT_JSON_STRING) {
        return is_there_already(writ_buffer_text(&naming->data->files), file->text)
                   ? WRIT_OK
                   : take_named(naming, file);
    }
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < json->count; i++) {
        status = find_named(naming, &json->items[i]);
    }
    return status;
}

// Data that are no JSON are refused by the host, with their place.
static WritStatus take_all_named(const Cli *cli, CliData *data, WritError *error)
{
    const char *name = cli->arguments.options[CLI_OPTION_WITH];
    WritJson json;
    if (name == NULL || data->body.length > WRIT_JSON_BYTES_MAX) {
        return WRIT_OK;
    }
    Naming naming = {
        .source = strcmp(name, "-") == 0 ? "standard input" : name, .data = data, .error = error};
    WritArena *arena = writ_arena_new(data->body.length * WRIT_JSON_ARENA_BYTES + 1024);
    WritStatus status = WRIT_OK;
    if (writ_json_parse(&json, arena, writ_buffer_text(&data->body), name, NULL) == WRIT_OK) {
        status = find_named(&naming, &json);
    }
    writ_arena_free(arena);
    return status;
}

// --- Attached ----------------------------------------------------------------------------------

// "case_file=minutes.pdf"
static WritStatus take_attached(const char *word, CliData *data, WritError *error)
{
    const char *equals = strchr(word, '=');
    WritText field = {word, (size_t)(equals - word)};
    WritStatus status = add_file(&data->files, field, writ_text(equals + 1), equals + 1, error);
    return status == WRIT_NOT_FOUND ? writ_fail(error, WRIT_IO,
                                                "cannot open %s: there is no such "
                                                "file",
                                                equals + 1)
                                    : status;
}

WritStatus cli_read_data(const Cli *cli, CliData *data, WritRequest *request, WritError *error)
{
    WritStatus status = cli_read_with(cli, &data->body, request, error);
    if (status == WRIT_OK) {
        status = take_all_named(cli, data, error);
    }
    for (int i = 0; status == WRIT_OK && i < cli->arguments.attached_count; i++) {
        status = take_attached(cli->arguments.attached[i], data, error);
    }
    request->files = writ_buffer_text(&data->files);
    return status;
}

void cli_data_dispose(CliData *data)
{
    writ_buffer_dispose(&data->body);
    writ_buffer_dispose(&data->files);
}
