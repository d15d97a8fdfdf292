// The host: the one place that joins engine, store, hooks, book, people and clock into a running
// system. One host owns one store. It is single-threaded: whoever owns it calls writ_host_turn.
//
// Every request is answered once, after what it changed is durable. Answers are JSON objects, the
// same for the command line, the socket and later the web; docs/host.md lists their members.
#ifndef WRIT_HOST_H
#define WRIT_HOST_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/book.h"
#include "writ/bytes.h"
#include "writ/calendar.h"
#include "writ/clock.h"
#include "writ/compile.h"
#include "writ/eval.h"
#include "writ/event.h"
#include "writ/people.h"
#include "writ/status.h"
#include "writ/text.h"

enum {
    WRIT_HOST_GROUP_MAX = 256,           // Commands that share one flush.
    WRIT_HOST_QUEUE_MAX = 4096,          // Requests that wait; more are refused (rule 37).
    WRIT_HOST_CASES_MAX = 4096,          // Cases kept in memory.
    WRIT_HOST_CASE_BYTES_MAX = 64 << 20, // And the memory that they may hold together.
    WRIT_HOST_LIST_MAX = 1000,           // Rows that one answer lists.
    WRIT_HOST_PREVIEW_SLICE = 1000,      // Open cases that one PREVIEW looks at.
    WRIT_HOST_MEASURE_SLICE = 1000,      // Ended cases that one MEASURE replays, and
    WRIT_HOST_MEASURE_ROWS = 20000,      // whose rows it looks at.
    WRIT_HOST_MESSAGE_CASES_MAX = 10000, // Cases that one message may be for.
    WRIT_REQUEST_BODY_BYTES_MAX = 1 << 20,
    WRIT_REQUEST_NAME_BYTES_MAX = 4096, // Of `name`, which may be a path, and `body_name`.
    WRIT_REQUEST_WORD_BYTES_MAX = 200,  // Of person, account, key, source and revision.
    WRIT_REQUEST_COMMENT_BYTES_MAX = 4096,
    WRIT_REQUEST_FILES_MAX = 16, // That come along with one request,
    // and what they may have together, with their names: two of the largest documents.
    WRIT_REQUEST_FILES_BYTES_MAX = (16 << 20) + (192 << 10),
    WRIT_DOCUMENT_PIECE_BYTES = 512 << 10, // Of a document that one reply brings.
    // A request without files as bytes, any request, and any reply. A list ends with "more" before
    // its reply gets longer.
    WRIT_REQUEST_PLAIN_BYTES_MAX = WRIT_REQUEST_BODY_BYTES_MAX + (32 << 10),
    WRIT_REQUEST_BYTES_MAX = WRIT_REQUEST_PLAIN_BYTES_MAX + WRIT_REQUEST_FILES_BYTES_MAX,
    WRIT_REPLY_JSON_BYTES_MAX = 1 << 20,
    WRIT_REPLY_BYTES_MAX = WRIT_REPLY_JSON_BYTES_MAX + 64,
};

typedef enum WritRequestKind {
#define WRIT_REQUEST(number, NAME, name, changes) WRIT_REQUEST_##NAME = number,
#include "writ/requests.def"
#undef WRIT_REQUEST
} WritRequestKind;

// Who asks, as the system says: nothing in a request can say it.
typedef enum WritCaller {
    WRIT_CALLER_OWNER, // The account that owns the store, or whoever is in the same process.
    WRIT_CALLER_GUEST, // Another account that may write to the socket: it speaks for itself alone.
} WritCaller;

// All texts are borrowed for the call of writ_host_submit, which copies what it keeps.
typedef struct WritRequest {
    WritRequestKind kind;
    WritText name;
    WritText body;      // JSON; may be empty.
    WritText body_name; // How messages call it: "order.json".
    WritText person;    // Whom the caller says to be, or asks about. Empty: the account's person.
    WritText account;   // Operating-system account of the caller, as the system says.
    WritCaller caller;  // Not among the bytes of a request: whoever decodes them says it.
    WritText key;       // Idempotency key, or empty.
    WritText source;    // SEND: "source/id" at the sender, or empty.
    int64_t sent;       // SEND: when it was sent there, microseconds UTC; 0: nothing is said.
    WritText comment;
    // ANSWER: what was shown, as `tasks` gives it, or empty. PREVIEW: `comparison`, to go on. So
    // MEASURE: `measures_version`.
    WritText revision;
    WritText files; // START, SEND, ANSWER: see writ_request_add_file; may be empty.
    uint64_t case_number;
    uint32_t frame;
    uint32_t limit; // Lists: at most so many, 0: WRIT_HOST_LIST_MAX.
} WritRequest;

// What every request must keep: a kind of the list, texts within their bounds and, but for `body`,
// UTF-8, a time of sending only with a source. WRIT_INVALID or WRIT_LIMIT says which does not.
WRIT_NODISCARD WritStatus writ_request_check(const WritRequest *request, WritError *error);

// A file that comes along with the data: a document, once a field of the data takes it.
typedef struct WritSentFile {
    WritText
        field; // Where in the data it stands ("order.scan"); empty: {"file": …} names it there.
    WritText file; // Its path as the data has it; what is behind the last slash is its name.
    WritText content;
} WritSentFile;

// Appends a file to what becomes `files` of a request.
void writ_request_add_file(WritBuffer *files, const WritSentFile *file);
// The next of them; false behind the last, and where the bytes are none (`in` has failed then).
bool writ_request_next_file(WritReader *in, WritSentFile *file);

// As bytes, for the socket. Decoding borrows from `bytes`, checks as writ_request_check does, and
// takes the caller for a guest.
void writ_request_encode(WritBuffer *out, const WritRequest *request);
WRIT_NODISCARD WritStatus writ_request_decode(WritRequest *request, WritText bytes,
                                              WritError *error);
// "start"; NULL for a number that is no request.
const char *writ_request_name(uint32_t kind);
// Whether it changes a case, so that a key makes it happen once.
bool writ_request_changes(WritRequestKind kind);

typedef struct WritReply {
    WritStatus status;
    WritText json;   // The answer; empty unless status is WRIT_OK.
    WritError error; // Set unless status is WRIT_OK.
} WritReply;

// As bytes, for the socket.
void writ_reply_encode(WritBuffer *out, const WritReply *reply);
WRIT_NODISCARD WritStatus writ_reply_decode(WritReply *reply, WritText bytes, WritError *error);

// The reply is borrowed for the call.
typedef void WritAnswered(void *self, const WritReply *reply);

typedef struct WritHost WritHost;

typedef enum WritHostCalls {
    WRIT_CALLS_MADE,
    WRIT_CALLS_HELD, // None begins: for a host that only answers and closes again.
} WritHostCalls;

typedef enum WritHostDeadlines {
    WRIT_DEADLINES_PASS,
    WRIT_DEADLINES_HELD, // None passes: for a host that only answers.
} WritHostDeadlines;

// What answers calls in the place of the book's hooks, for tests of a book.
typedef struct WritStandInCall {
    uint64_t case_number;
    const WritPlan *plan;
    uint32_t hook;
    uint32_t attempt; // From 1.
    WritValue input;
} WritStandInCall;

typedef enum WritStandInKind {
    WRIT_STAND_IN_IS_NONE, // The hook itself runs.
    WRIT_STAND_IN_ANSWERS, // outcome, outputs
    WRIT_STAND_IN_FAILS,   // reason: there is no answer to this attempt.
} WritStandInKind;

typedef struct WritStandInAnswer {
    WritStandInKind kind;
    WritText outcome;
    WritText outputs; // A JSON object; may be empty.
    WritText reason;
} WritStandInAnswer;

// Texts of the answer are borrowed until the next call.
typedef struct WritStandIn {
    void *self;
    WritStandInAnswer (*answer)(void *self, const WritStandInCall *call); // NULL: there is none.
} WritStandIn;

// What one command did, once it is written. Borrowed for the call.
typedef struct WritHeard {
    uint64_t case_number;
    const WritPlan *plan;
    const WritEvent *events;
    uint32_t event_count;
} WritHeard;

typedef struct WritListener {
    void *self;
    void (*hear)(void *self, const WritHeard *heard); // NULL: nobody listens.
} WritListener;

// Its texts must outlive the host.
typedef struct WritHostOptions {
    const char *book;         // Directory of the book; NULL: definitions come by writ_host_release.
    const char *store;        // Path of the database; NULL: a store in memory.
    const char *store_vfs;    // For fault tests, else NULL.
    const char *hook_program; // NULL: `writ-hook` beside the running program.
    const char *almanac_program; // Path of writ-almanac; NULL: beside the running program.
    const char *book_program;    // NULL: `writ-book` beside it.
    const char *systems;         // Directory of the file drops; NULL: `systems` in the book.
    uint32_t hook_children;      // 0: two.
    WritHostCalls calls;
    WritHostDeadlines deadlines;
    WritClock clock;
    WritStandIn stand_in;
    WritListener listener;
} WritHostOptions;

// WRIT_CONFLICT when another process owns the store (the sentence names it), WRIT_INVALID when the
// texts of the book are refused and nothing was in force, WRIT_IO for a file that is no store. The
// caller closes.
WRIT_NODISCARD WritStatus writ_host_open(WritHost **host, const WritHostOptions *options,
                                         WritError *error);
void writ_host_close(WritHost *host); // NULL is allowed.

// Compiles `files` and puts every process in them in force for new cases, without a book. For
// tests, benches and simulations. WRIT_INVALID when they have errors.
WRIT_NODISCARD WritStatus writ_host_release(WritHost *host, const WritBookFile *files,
                                            uint32_t file_count, WritError *error);

// The same for a book that was compiled, without errors, and its calendars.
WRIT_NODISCARD WritStatus writ_host_release_compiled(WritHost *host,
                                                     const WritCompilation *compilation,
                                                     const WritCalendars *calendars,
                                                     WritError *error);

// Forgets every case, message and person, as if the host had been opened over an empty store, with
// the plans and calendars that are in force and these people. Nothing starts by schedule any more.
// For tests that run many times over one book: only of a store in memory, and between turns.
WRIT_NODISCARD WritStatus writ_host_renew(WritHost *host, const WritDirectory *directory,
                                          WritError *error);

// The calendars in force. Lives as long as the host, what it gives until others come in force.
WritClockwork writ_host_clockwork(WritHost *host);

// Has a confined child compile the Lua files that hooks of `compilation` name, without running
// them; what Lua refuses is told there. After writ_compile_run; plans are to be taken only then.
// `hook_program` as in the options. WRIT_IO when no child can be asked or it takes too long: then
// nothing is known of some files.
WRIT_NODISCARD WritStatus writ_host_check_lua(WritCompilation *compilation,
                                              const char *hook_program, WritError *error);

typedef struct WritBookFiles {
    const WritBookFile *files;
    uint32_t count;
} WritBookFiles;

// Adds the files of a book to a compilation that is new. WRIT_LIMIT as writ_compile_add has it.
WRIT_NODISCARD WritStatus writ_host_add_files(WritCompilation *compilation,
                                              const WritBookFiles *files, WritError *error);

// Reads the holidays and zones that the calendars of `compilation` name, from the files of its
// book, and makes the set that a release puts in force; it lives in `arena` (of
// WRIT_ALMANAC_ARENA_BYTES) and points into `files` and the compilation. What is wrong with them is
// told in the compilation, and the set is empty then. After writ_compile_run; plans are to be taken
// only then. `almanac_program` as in the options. WRIT_IO: a file of the system or the child that
// reads .ics files cannot be used.
WRIT_NODISCARD WritStatus writ_host_release_calendars(WritCalendars *set, WritArena *arena,
                                                      WritCompilation *compilation,
                                                      const WritBookFiles *files,
                                                      const char *almanac_program,
                                                      WritError *error);

// Queues a request; `answered` is called from a later writ_host_turn. WRIT_LIMIT when the queue is
// full.
WRIT_NODISCARD WritStatus writ_host_submit(WritHost *host, const WritRequest *request,
                                           WritAnswered *answered, void *self, WritError *error);

// Does what is there to do: requests, results of hooks, due deadlines, retries; flushes; answers;
// starts hooks. Waits up to `timeout_ms` (-1: for ever) when there is nothing. `extra_fd` wakes it
// (-1: none). WRIT_IO when the store has stopped: nothing more can be done.
WRIT_NODISCARD WritStatus writ_host_turn(WritHost *host, int timeout_ms, int extra_fd,
                                         WritError *error);

// True when nothing is queued, due or under way: every case waits for a person, a message or a
// later time.
bool writ_host_is_idle(const WritHost *host);

// When the next deadline or retry falls due; INT64_MAX: none.
int64_t writ_host_next_due(WritHost *host);

// When the next call that got no answer is tried again; INT64_MAX: none.
int64_t writ_host_next_retry(WritHost *host);

typedef struct WritHostCounters {
    uint64_t commands;
    uint64_t events;
    uint64_t flushes;
    uint64_t hook_calls;
    uint64_t ended; // Cases.
} WritHostCounters;
WritHostCounters writ_host_counters(const WritHost *host);

#endif
