// What the two sides say to each other: frames, each one message of canonical bytes.
//
//     reading     -> read(id)
//                 <- progress*  commit(id, author, committer, subject, count)  file × count
//                                                                                  | failed
//     making      -> create(author, subject, mask, count)  file × count
//                 <- created(id)                                                   | failed
//
// The side of the caller believes nothing: every reader checks what the rules of a book say.
#ifndef BOOK_MESSAGE_H
#define BOOK_MESSAGE_H

#include "book/harvest.h"
#include "writ/bytes.h"

enum {
    // A file, its path, and the numbers around them.
    MESSAGE_BYTES_MAX = WRIT_BOOK_FILE_BYTES_MAX + WRIT_BOOK_PATH_BYTES_MAX + 64,
};

typedef enum MessageKind {
    MESSAGE_READ = 1,
    MESSAGE_CREATE,
    MESSAGE_FILE,
    MESSAGE_COMMIT,
    MESSAGE_CREATED,
    MESSAGE_FAILED,
    MESSAGE_PROGRESS, // The next object is read: the one before it is done.
} MessageKind;

// What the first commit of a new book needs. Texts are borrowed.
typedef struct Creation {
    WritSignature author;
    WritText subject;
    uint32_t mask; // umask of the caller.
    uint32_t file_count;
} Creation;

void book_message_put_id(WritBuffer *out, MessageKind kind, const WritCommitId *id);
void book_message_put_file(WritBuffer *out, const WritBookFile *file);
void book_message_put_commit(WritBuffer *out, const WritCommit *commit, uint32_t file_count);
void book_message_put_creation(WritBuffer *out, const Creation *creation);
void book_message_put_progress(WritBuffer *out);
void book_message_put_failed(WritBuffer *out, const WritError *error);

// The kind is taken with book_message_kind; the others read what follows it to the end and return
// false when it is anything else. Texts are borrowed from the frame.
uint8_t book_message_kind(WritReader *in);
WRIT_NODISCARD bool book_message_get_id(WritReader *in, WritCommitId *id);
// Only bytes and mode are right for sure: the path is for harvest_check_path.
WRIT_NODISCARD bool book_message_get_file(WritReader *in, WritBookFile *file);
WRIT_NODISCARD bool book_message_get_commit(WritReader *in, WritCommit *commit,
                                            uint32_t *file_count);
WRIT_NODISCARD bool book_message_get_creation(WritReader *in, Creation *creation);
// The sentences become printable ASCII.
WRIT_NODISCARD bool book_message_get_failed(WritReader *in, WritError *error);

#endif
