// What a function that can fail for a reason outside the program returns.
//
// An author's mistake is a diagnostic (writ/diag.h) and never a status; a mistake of ours is an
// assertion. A status says what kind of failure it was; its sentence is in the caller's WritError.
#ifndef WRIT_STATUS_H
#define WRIT_STATUS_H

#include <stdarg.h>

#define WRIT_NODISCARD __attribute__((warn_unused_result))
#define WRIT_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define WRIT_UNREACHABLE() (assert(0 && "unreachable"), __builtin_unreachable())

typedef enum WritStatus {
    WRIT_OK = 0,
    WRIT_NOT_FOUND,
    WRIT_CONFLICT,
    WRIT_DENIED,
    WRIT_INVALID,
    WRIT_LIMIT,
    WRIT_IO,
    WRIT_NO_MEMORY,
} WritStatus;

enum { WRIT_ERROR_BYTES = 512 };

// `text` says what is wrong and why, `hint` what to do next; both are NUL-terminated sentences
// and cut at the size of their array. `hint` may be empty.
typedef struct WritError {
    WritStatus status;
    char text[WRIT_ERROR_BYTES];
    char hint[WRIT_ERROR_BYTES];
} WritError;

// Writes `status` and the formatted sentence into `error` (NULL is allowed: the sentence is lost)
// and returns `status`, so that a caller can write `return writ_fail(...)`. Clears the hint.
WritStatus writ_fail(WritError *error, WritStatus status, const char *format, ...)
    WRIT_PRINTF(3, 4);

// Adds what to do next to an error that was just made. Returns the status of `error`; where that
// is NULL the status is lost with the sentence, and it is WRIT_INVALID: whoever passes NULL learns
// that something failed, not what.
WritStatus writ_hint(WritError *error, const char *format, ...) WRIT_PRINTF(2, 3);

// "not found", "conflict", …: a word for logs and JSON. Never NULL.
const char *writ_status_name(WritStatus status);

#endif
