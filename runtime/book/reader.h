// The child from the side of the caller: one request, its answer or one clear error.
#ifndef BOOK_READER_H
#define BOOK_READER_H

#include "book/message.h"
#include "writ/confine.h"

enum {
    READER_WALL_MS = 10000,     // For the whole request.
    READER_CPU_SECONDS = 5,     // For the whole request.
    READER_OBJECT_CPU_MS = 500, // For one object.
    READER_LOOK_MS = 100,       // How often that is looked at.
};

typedef struct Reader Reader;

// What to start and what it is doing, as it stands in messages ("reading the book").
typedef struct ReaderOptions {
    const char *program;   // Path of writ-book; NULL: the one beside the running program.
    const char *mode;      // "read" or "create"
    const char *directory; // Where it works.
    const char *task;      // "reading \"demo\""
    uint64_t file_bytes_max;
    uint32_t object_cpu_ms_max; // Between two messages of progress; 0: no such limit.
} ReaderOptions;

// Starts a child. The caller ends it with reader_free. WRIT_IO when it cannot be started.
WRIT_NODISCARD WritStatus reader_start(Reader **reader, const ReaderOptions *options,
                                       WritError *error);
void reader_free(Reader *reader); // NULL is allowed; kills a child that still runs.

// Sends one message; waits while the child has too much unread.
WRIT_NODISCARD WritStatus reader_send(Reader *reader, WritText message, WritError *error);

// Waits for the next message, which must be of `kind`; `in` then stands behind the kind, and is
// borrowed until the next call; messages of progress before it are passed over. A failure that the
// child reports is returned as it is. When the child dies or runs for too long, WRIT_LIMIT or
// WRIT_INVALID say so.
WRIT_NODISCARD WritStatus reader_take(WritReader *in, Reader *reader, MessageKind kind,
                                      WritError *error);

// The error for an answer that breaks the protocol or the rules; ends the child.
WRIT_NODISCARD WritStatus reader_refuse(Reader *reader, WritError *error);

#endif
