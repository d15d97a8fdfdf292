// writ-book: the only program of writ that links libgit2.
//
//     writ-book read      in the folder `objects`: confined, then reads one commit and answers
//     writ-book create    in an empty folder: makes a repository there
//
// Started by writ alone, with frames on descriptors 0 and 1 (book/message.h). Making a repository
// is not confined by a system call filter: it reads nothing but what writ itself sends, and needs
// most of what a filter would forbid; the limits of every child hold for it too.
#include <stdio.h>
#include <string.h>

#include "book/child/create.h"
#include "book/child/walk.h"
#include "writ/confined.h"

enum { EXIT_PIPE = 2, EXIT_USAGE = 64 };

typedef struct Child {
    WritConfined pipes;
    WritBuffer out;
} Child;

static bool send(Child *child)
{
    bool sent = writ_confined_write(&child->pipes, writ_buffer_text(&child->out));
    writ_buffer_clear(&child->out);
    return sent;
}

// Nobody listens any more when it cannot be sent; the answer then fails in the same way.
static void send_progress(void *context)
{
    Child *child = context;
    book_message_put_progress(&child->out);
    (void)send(child);
}

// Takes the next frame, which must be of the kind that is expected.
static WritStatus take(WritReader *in, Child *child, MessageKind kind, WritError *error)
{
    WritText payload;
    if (!writ_confined_read(&child->pipes, &payload)) {
        return writ_fail(error, WRIT_IO, "the request ended early");
    }
    *in = writ_reader(payload);
    return book_message_kind(in) == kind ? WRIT_OK
                                         : writ_fail(error, WRIT_IO, "the request is malformed");
}

static WritStatus send_contents(Child *child, const WritBookContents *contents, WritError *error)
{
    book_message_put_commit(&child->out, &contents->commit, contents->file_count);
    bool sent = send(child);
    for (uint32_t i = 0; sent && i < contents->file_count; i++) {
        book_message_put_file(&child->out, &contents->files[i]);
        sent = send(child);
    }
    return sent ? WRIT_OK : writ_fail(error, WRIT_IO, "the answer cannot be sent");
}

static WritStatus answer_read(Child *child, WritArena *arena, WritError *error)
{
    WritReader in;
    WritCommitId id;
    Objects objects = {.folder = -1};
    WritStatus status = writ_confined_enter(WRIT_PROFILE_READ_OBJECTS, ".", error);
    if (status == WRIT_OK) {
        status = take(&in, child, MESSAGE_READ, error);
    }
    if (status == WRIT_OK && !book_message_get_id(&in, &id)) {
        status = writ_fail(error, WRIT_IO, "the request is malformed");
    }
    if (status == WRIT_OK) {
        status = objects_open(&objects, error);
        objects.before_object = send_progress;
        objects.context = child;
    }
    WritBookContents contents;
    if (status == WRIT_OK) {
        status = walk_commit(&contents, arena, &objects, &id, error);
    }
    objects_close(&objects);
    return status == WRIT_OK ? send_contents(child, &contents, error) : status;
}

static WritStatus take_file(Creating *creating, Child *child, WritError *error)
{
    WritReader in;
    WritBookFile file;
    WritStatus status = take(&in, child, MESSAGE_FILE, error);
    if (status == WRIT_OK && !book_message_get_file(&in, &file)) {
        status = writ_fail(error, WRIT_IO, "the request is malformed");
    }
    return status == WRIT_OK ? create_file(creating, &file, error) : status;
}

static WritStatus answer_create(Child *child, WritError *error)
{
    WritReader in;
    Creation creation = {0};
    Creating *creating = NULL;
    WritStatus status = take(&in, child, MESSAGE_CREATE, error);
    if (status == WRIT_OK && !book_message_get_creation(&in, &creation)) {
        status = writ_fail(error, WRIT_IO, "the request is malformed");
    }
    uint32_t file_count = creation.file_count;
    if (status == WRIT_OK) {
        status = create_begin(&creating, &creation, error);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < file_count; i++) {
        status = take_file(creating, child, error);
    }
    WritCommitId id;
    if (status == WRIT_OK) {
        status = create_commit(&id, creating, error);
    }
    create_dispose(creating);
    if (status == WRIT_OK) {
        book_message_put_id(&child->out, MESSAGE_CREATED, &id);
        status = send(child) ? WRIT_OK : writ_fail(error, WRIT_IO, "the answer cannot be sent");
    }
    return status;
}

static WritStatus answer(Child *child, const char *mode, WritArena *arena, WritError *error)
{
    WritStatus status = objects_begin(error);
    if (status != WRIT_OK) {
        return status;
    }
    return strcmp(mode, "read") == 0 ? answer_read(child, arena, error)
                                     : answer_create(child, error);
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2 ||
        (strcmp(arguments[1], "read") != 0 && strcmp(arguments[1], "create") != 0)) {
        (void)fputs("writ-book reads and makes books for writ, which starts it by itself.\n",
                    stderr);
        return EXIT_USAGE;
    }
    Child child = {.pipes = {.frame_bytes_max = MESSAGE_BYTES_MAX}};
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritError error;
    int result = 0;
    if (answer(&child, arguments[1], arena, &error) != WRIT_OK) {
        writ_buffer_clear(&child.out);
        book_message_put_failed(&child.out, &error);
        result = send(&child) ? 0 : EXIT_PIPE;
    }
    objects_end();
    writ_arena_free(arena);
    writ_confined_dispose(&child.pipes);
    writ_buffer_dispose(&child.out);
    return result;
}
