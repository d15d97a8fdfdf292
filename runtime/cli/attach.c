#include "cli/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book/regular.h"

// --- One file ----------------------------------------------------------------------------------

static WritStatus refuse_size(const char *path, WritError *error)
{
    (void)writ_fail(error, WRIT_LIMIT, "%s has more than the %d bytes that a document may have",
                    path, WRIT_DOCUMENT_BYTES_MAX);
    return writ_hint(error, "Keep it where it is, and its number or address in a field of type "
                            "Text.");
}

static WritStatus keep_file(WritBuffer *files, WritText field, WritText file, WritStatus status,
                            const WritBuffer *content, const char *path, WritError *error)
{
    if (status == WRIT_OK) {
        WritSentFile sent = {.field = field, .file = file, .content = writ_buffer_text(content)};
        writ_request_add_file(files, &sent);
    }
    return status == WRIT_LIMIT ? refuse_size(path, error) : status;
}

// A file that the user names himself, wherever it lies.
static WritStatus add_file(WritBuffer *files, WritText field, const char *path, WritError *error)
{
    // Who opens a pipe without this waits for its other end.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return writ_fail(error, WRIT_IO, "cannot open %s: %s", path, strerror(errno));
    }
    WritBuffer content = {0};
    struct stat about;
    WritStatus status =
        fstat(file, &about) != 0 || !S_ISREG(about.st_mode)
            ? writ_fail(error, WRIT_INVALID, "%s is no file", path)
            : regular_read_open(&content, file, path, WRIT_DOCUMENT_BYTES_MAX, error);
    status = keep_file(files, field, writ_text(path), status, &content, path, error);
    writ_buffer_dispose(&content);
    (void)close(file);
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

// The folder in which the file of the data lies.
static int open_folder(const char *source)
{
    const char *slash = strrchr(source, '/');
    WritBuffer path = {0};
    writ_buffer_add(&path, slash == NULL ? writ_text(".")
                                         : (WritText){source, (size_t)(slash - source) + 1});
    int folder = open(writ_buffer_string(&path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    writ_buffer_dispose(&path);
    return folder;
}

// No symbolic link is followed on the way.
static WritStatus take_named(const Naming *naming, const WritJson *json)
{
    if (!stays_beside(json->text)) {
        (void)writ_fail(naming->error, WRIT_INVALID,
                        "%s:%u:%u: a file that the data name lies beside them: \"%.*s\"",
                        naming->source, json->line, json->column, WRIT_TEXT_ARGS(json->text));
        return writ_hint(naming->error, "Put it into their folder, or give it with --attach.");
    }
    int folder = open_folder(naming->source);
    if (folder < 0) {
        return writ_fail(naming->error, WRIT_IO, "cannot open the folder of %s: %s", naming->source,
                         strerror(errno));
    }
    WritBuffer name = {0};
    WritBuffer content = {0};
    writ_buffer_add(&name, json->text);
    const char *path = writ_buffer_string(&name);
    WritStatus status =
        regular_read(&content, folder, path, WRIT_DOCUMENT_BYTES_MAX, naming->error);
    (void)close(folder);
    status = keep_file(&naming->data->files, (WritText){0}, json->text, status, &content, path,
                       naming->error);
    writ_buffer_dispose(&content);
    writ_buffer_dispose(&name);
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
    return add_file(&data->files, field, equals + 1, error);
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
