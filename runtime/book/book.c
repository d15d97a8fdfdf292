// Opening, reading and making books: joins layout, references and the child.
#include "writ/book.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book/layout.h"
#include "book/printable.h"
#include "book/reader.h"
#include "book/refs.h"

static char *copy(const char *text)
{
    char *copied = strdup(text);
    assert(copied != NULL);
    return copied;
}

// Puts the name of the book before what was found wrong with it.
static WritStatus about(const char *directory, WritStatus status, WritError *error)
{
    assert(error != NULL);
    if (status == WRIT_OK) {
        return status;
    }
    WritError found = *error;
    writ_fail(error, status, "the book \"%.120s\" cannot be used: %.360s", directory, found.text);
    return writ_hint(error, "%s",
                     found.hint[0] != '\0' ? found.hint
                                           : "git never leaves it so: run \"git fsck\" "
                                             "in it, or clone it again.");
}

// --- Opening --------------------------------------------------------------------------------

static WritStatus check(const WritBook *book, WritError *error)
{
    WritStatus status = layout_check(book, error);
    return status == WRIT_OK ? refs_check(book, error) : status;
}

WritStatus writ_book_open(WritBook **book, const char *directory, const char *program,
                          WritError *error)
{
    WritError ignored;
    error = error == NULL ? &ignored : error;
    assert(book != NULL && directory != NULL);
    *book = NULL;
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        WritStatus kind = errno == ENOENT || errno == ENOTDIR ? WRIT_NOT_FOUND : WRIT_IO;
        writ_fail(error, kind, "the book \"%s\" cannot be opened: %s", directory, strerror(errno));
        return writ_hint(error,
                         "Name the top folder of the git repository that has the definitions.");
    }
    WritBook *opened = calloc(1, sizeof *opened);
    assert(opened != NULL);
    opened->directory = copy(directory);
    opened->program = program == NULL ? NULL : copy(program);
    opened->git = opened->common = -1;
    WritStatus status = layout_find(opened, folder, error);
    if (status == WRIT_OK) {
        status = check(opened, error);
    }
    (void)close(folder);
    if (status != WRIT_OK) {
        writ_book_close(opened);
        return about(directory, status, error);
    }
    *book = opened;
    return WRIT_OK;
}

void writ_book_close(WritBook *book)
{
    if (book == NULL) {
        return;
    }
    if (book->git >= 0) {
        (void)close(book->git);
    }
    if (book->common >= 0) {
        (void)close(book->common);
    }
    free(book->directory);
    free(book->program);
    free(book);
}

WritStatus writ_book_head(WritCommitId *id, const WritBook *book, const char *revision,
                          WritError *error)
{
    assert(id != NULL && book != NULL);
    WritError found = {0};
    WritStatus status = refs_resolve(id, book, revision, &found);
    // What was found in a file has no hint of its own; what the revision lacks has one.
    bool in_file = status != WRIT_OK && found.hint[0] == '\0';
    if (error != NULL) {
        *error = found;
    }
    return in_file && error != NULL ? about(book->directory, status, error) : status;
}

// --- Reading --------------------------------------------------------------------------------

static WritText keep(WritArena *arena, WritText text)
{
    return writ_arena_text(arena, text);
}

static WritSignature keep_signature(WritArena *arena, const WritSignature *signature)
{
    WritSignature kept = *signature;
    kept.name = keep(arena, signature->name);
    kept.email = keep(arena, signature->email);
    return kept;
}

static WritStatus take_commit(WritBookContents *contents, WritArena *arena, Reader *reader,
                              const WritCommitId *id, WritError *error)
{
    WritReader in;
    WritCommit commit;
    WritStatus status = reader_take(&in, reader, MESSAGE_COMMIT, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (!book_message_get_commit(&in, &commit, &contents->file_count) ||
        strcmp(commit.id.hex, id->hex) != 0) {
        return reader_refuse(reader, error);
    }
    contents->commit = (WritCommit){
        .id = commit.id,
        .author = keep_signature(arena, &commit.author),
        .committer = keep_signature(arena, &commit.committer),
        .subject = keep(arena, commit.subject),
    };
    return WRIT_OK;
}

// The child has judged the files by the same rules, but a child that was taken over judges nothing.
static WritStatus take_files(WritBookContents *contents, WritArena *arena, Reader *reader,
                             WritError *error)
{
    contents->files = writ_arena_array(arena, contents->file_count + 1u, sizeof(WritBookFile));
    size_t bytes = 0;
    for (uint32_t i = 0; i < contents->file_count; i++) {
        WritReader in;
        WritBookFile file;
        WritStatus status = reader_take(&in, reader, MESSAGE_FILE, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (!book_message_get_file(&in, &file) ||
            harvest_check_path(file.path, HARVEST_DEFINITIONS, NULL) != WRIT_OK ||
            file.bytes.length > WRIT_BOOK_BYTES_MAX - bytes ||
            (i > 0 && writ_text_compare(contents->files[i - 1].path, file.path) >= 0)) {
            return reader_refuse(reader, error);
        }
        bytes += file.bytes.length;
        contents->files[i] =
            (WritBookFile){keep(arena, file.path), keep(arena, file.bytes), file.mode};
    }
    return WRIT_OK;
}

WritStatus writ_book_read(WritBookContents *contents, WritArena *arena, const WritBook *book,
                          const WritCommitId *id, WritError *error)
{
    WritError ignored;
    error = error == NULL ? &ignored : error;
    assert(contents != NULL && arena != NULL && book != NULL && id != NULL);
    *contents = (WritBookContents){0};
    char task[PRINTABLE_BYTES + 32], shown[PRINTABLE_BYTES];
    printable(shown, writ_text(book->directory));
    (void)snprintf(task, sizeof task, "reading \"%s\"", shown);
    Reader *reader = NULL;
    WritBuffer request = {0};
    // It may have changed since it was opened.
    WritStatus status = about(book->directory, check(book, error), error);
    if (status == WRIT_OK) {
        ReaderOptions options = {
            .program = book->program,
            .mode = "read",
            .directory = book->objects,
            .task = task,
            .object_cpu_ms_max = READER_OBJECT_CPU_MS,
        };
        status = reader_start(&reader, &options, error);
    }
    if (status == WRIT_OK) {
        book_message_put_id(&request, MESSAGE_READ, id);
        status = reader_send(reader, writ_buffer_text(&request), error);
    }
    if (status == WRIT_OK) {
        status = take_commit(contents, arena, reader, id, error);
    }
    if (status == WRIT_OK) {
        status = take_files(contents, arena, reader, error);
    }
    reader_free(reader);
    writ_buffer_dispose(&request);
    if (status != WRIT_OK) {
        *contents = (WritBookContents){0};
    }
    return status;
}

// --- Making ---------------------------------------------------------------------------------

static bool is_empty(int folder)
{
    DIR *entries = fdopendir(dup(folder));
    if (entries == NULL) {
        return false;
    }
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(entries)) != NULL;) {
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    }
    (void)closedir(entries);
    return empty;
}

// Makes the folder, or takes one that is empty, and gives its absolute path.
static WritStatus make_folder(char path[PATH_MAX], const char *directory, WritError *error)
{
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        writ_fail(error, WRIT_IO, "the folder \"%s\" cannot be made: %s", directory,
                  strerror(errno));
        return writ_hint(error,
                         "Its parent folder must exist, and you must be allowed to write there.");
    }
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool empty = folder >= 0 && is_empty(folder);
    if (folder >= 0) {
        (void)close(folder);
    }
    if (!empty) {
        writ_fail(error, WRIT_CONFLICT, "there is something at \"%s\" already", directory);
        return writ_hint(error, "Name a folder that does not exist yet, or an empty one.");
    }
    return realpath(directory, path) != NULL
               ? WRIT_OK
               : writ_fail(error, WRIT_IO, "the path of \"%s\" cannot be found: %s", directory,
                           strerror(errno));
}

static WritStatus check_new_files(const WritNewBook *new_book, WritError *error)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < new_book->file_count; i++) {
        const WritBookFile *file = &new_book->files[i];
        WritStatus status = harvest_check_path(file->path, HARVEST_ALL, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (file->bytes.length > WRIT_BOOK_FILE_BYTES_MAX ||
            file->bytes.length > WRIT_BOOK_BYTES_MAX - bytes) {
            return writ_fail(error, WRIT_LIMIT, "\"%.*s\" makes the new book too large",
                             WRIT_TEXT_ARGS(file->path));
        }
        bytes += file->bytes.length;
    }
    return WRIT_OK;
}

static uint32_t current_mask(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return (uint32_t)mask;
}

static WritStatus send_new_book(Reader *reader, const WritNewBook *new_book, WritError *error)
{
    WritBuffer message = {0};
    Creation creation = {new_book->author, new_book->subject, current_mask(), new_book->file_count};
    book_message_put_creation(&message, &creation);
    WritStatus status = reader_send(reader, writ_buffer_text(&message), error);
    for (uint32_t i = 0; status == WRIT_OK && i < new_book->file_count; i++) {
        writ_buffer_clear(&message);
        book_message_put_file(&message, &new_book->files[i]);
        status = reader_send(reader, writ_buffer_text(&message), error);
    }
    writ_buffer_dispose(&message);
    return status;
}

WritStatus writ_book_create(WritCommitId *id, const WritNewBook *new_book, WritError *error)
{
    WritError ignored;
    error = error == NULL ? &ignored : error;
    assert(id != NULL && new_book != NULL && new_book->file_count <= WRIT_BOOK_ENTRIES_MAX);
    char path[PATH_MAX], task[PRINTABLE_BYTES + 32], shown[PRINTABLE_BYTES];
    printable(shown, writ_text(new_book->directory));
    (void)snprintf(task, sizeof task, "making \"%s\"", shown);
    Reader *reader = NULL;
    WritReader in;
    WritStatus status = check_new_files(new_book, error);
    if (status == WRIT_OK) {
        status = make_folder(path, new_book->directory, error);
    }
    if (status == WRIT_OK) {
        ReaderOptions options = {
            .program = new_book->program,
            .mode = "create",
            .directory = path,
            .task = task,
            .file_bytes_max = WRIT_BOOK_BYTES_MAX,
        };
        status = reader_start(&reader, &options, error);
    }
    if (status == WRIT_OK) {
        status = send_new_book(reader, new_book, error);
    }
    if (status == WRIT_OK) {
        status = reader_take(&in, reader, MESSAGE_CREATED, error);
    }
    if (status == WRIT_OK && !book_message_get_id(&in, id)) {
        status = reader_refuse(reader, error);
    }
    if (status != WRIT_OK && reader != NULL) {
        (void)writ_hint(error, "Remove what is in \"%s\" before you try again.", shown);
    }
    reader_free(reader);
    return status;
}
