// How a command reaches the store: through the socket of the process that owns it or, where nobody
// does, by opening the host itself. A command that owns the store serves others while it lasts.
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/cli.h"

typedef enum SessionPurpose {
    SESSION_ASK,         // Nothing changes: no deadline passes, nothing outside is called.
    SESSION_CHANGE_ONLY, // Nothing outside is called.
    SESSION_CHANGE,      // Calls of outside systems are made while it lasts.
    SESSION_SERVE,       // The store has to be owned, and others have to be served.
} SessionPurpose;

typedef struct Session Session;

// Waits up to SESSION_WAIT_MS for another command that owns the store without serving. The caller
// closes the session. WRIT_INVALID: the book has errors; anything else: the world.
enum { SESSION_WAIT_MS = 10000, SESSION_REPLY_MS = 120000, SESSION_BACKUP_MS = 3600000 };
WRIT_NODISCARD WritStatus session_open(Session **session, const Cli *cli, SessionPurpose purpose,
                                       WritError *error);
void session_close(Session *session); // NULL is allowed.

// Makes a request and waits for its answer. Where the process at the other end goes away before it
// has answered, the request is made again, at whoever owns the store then; a request that changes
// something has a key for that, so that it is done once.
WRIT_NODISCARD WritStatus session_ask(Session *session, const WritRequest *request,
                                      WritBuffer *json, WritError *error);

// True when the host is in this process.
bool session_is_own(const Session *session);

// What is shown to somebody who waits, about once a second.
typedef void SessionWaiting(void *self, Session *session);

// Keeps an own host moving until it has nothing left to do or somebody interrupts.
WRIT_NODISCARD WritStatus session_settle(Session *session, SessionWaiting *waiting, void *self,
                                         WritError *error);

// Does what is there to do, and waits up to `timeout_ms` when there is nothing. Own hosts only.
WRIT_NODISCARD WritStatus session_turn(Session *session, int timeout_ms, WritError *error);
// True once SIGINT or SIGTERM has come; only for SESSION_CHANGE and SESSION_SERVE.
bool session_is_interrupted(Session *session);
// True when nothing is under way and nobody waits for an answer.
bool session_is_idle(const Session *session);
WritHost *session_host(Session *session); // NULL where another process has it.
const char *session_store(const Session *session);
const char *session_book(const Session *session); // NULL: none.

#endif
