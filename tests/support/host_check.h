// Whether everything that a host keeps agrees: the slow and obvious oracle for its rows.
//
// The journal is read from its first entry and each case is made again from it alone. What comes
// out must be, byte for byte, what the rows of the case give and what is in memory; and the rows
// that others find a case by (tasks, waits, calls, timers, incidents, open keys) must be exactly
// those that follow from it. Those of an early message follow from the message, documents and their
// contents from the journal.
#ifndef SUPPORT_HOST_CHECK_H
#define SUPPORT_HOST_CHECK_H

#include <stdint.h>

#include "writ/host.h"
#include "writ/text.h"

typedef struct HostCheck {
    WritBuffer wrong; // A line for each thing that is wrong; empty: all is well.
    uint64_t entries, cases, ended;
    uint64_t bases; // Entries of no case, that others rest on.
    uint64_t tasks_answered, calls_made, calls_failed, calls_answered, messages_taken, cancelled,
        undone;
    uint64_t shipped;    // Calls that were answered "shipped".
    uint64_t kept_early; // Rows of early messages.
    uint64_t recorded;   // Requests with a key that were carried out.
} HostCheck;

// Between two turns. The caller disposes `wrong`.
HostCheck host_check(WritHost *host);

// Whether `later` is `first`, or the same and says that it was given before.
bool host_check_same_answer(WritText first, WritText later);

// Whether the record of the request with `key`, or of the message from `source`, has this answer.
bool host_check_has_answer(WritHost *host, const char *key, WritText json);
bool host_check_has_message(WritHost *host, const char *source, WritText json);

#endif
