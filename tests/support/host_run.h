// A host with a book of plain files, its store and its outside systems in one directory, for tests
// that go through the whole of it. What a test cannot do without ends the program with a sentence.
#ifndef SUPPORT_HOST_RUN_H
#define SUPPORT_HOST_RUN_H

#include <stdbool.h>

#include "writ/host.h"
#include "writ/json.h"

enum { HOST_RUN_PATH_BYTES = 512 };

typedef struct HostRun {
    char directory[HOST_RUN_PATH_BYTES]; // Holds store.db and systems/.
    char store[HOST_RUN_PATH_BYTES];
    char systems[HOST_RUN_PATH_BYTES];
    const char *book;    // Folder whose files are released.
    const char *vfs;     // For fault tests, else NULL.
    const char *program; // Path of writ-hook.
    WritHostCalls calls;
    WritClock clock;
    WritHost *host; // NULL while closed.
} HostRun;

// The last answer to a request. The caller starts it as {0} and disposes it.
typedef struct HostReply {
    bool given;
    WritStatus status;
    WritError error;
    WritBuffer json;
} HostReply;
void host_reply_dispose(HostReply *reply);

// Uses `directory`, which exists; copies `systems` to it unless its systems are there already.
void host_run_begin(HostRun *run, const char *directory, const char *systems);
// Opens the host and releases the book. After an error it is closed again.
WRIT_NODISCARD WritStatus host_run_try_open(HostRun *run, WritError *error);
void host_run_open(HostRun *run);
void host_run_close(HostRun *run);

// Submits and turns until the answer is there. WRIT_IO when a turn failed; the reply is given then
// too, unless the host did not take the request.
WRIT_NODISCARD WritStatus host_ask(WritHost *host, const WritRequest *request, HostReply *reply,
                                   WritError *error);
// The same, and any failing turn ends the program.
void host_must_ask(WritHost *host, const WritRequest *request, HostReply *reply);
// Turns until nothing is under way. False after `ms` without that, or when a turn fails.
bool host_run_settle(HostRun *run, int ms);

// Requests of Elodie Caron's account. `key`, `source`: NULL for none. All texts are borrowed.
WritRequest host_run_start_request(const char *process, WritText body, const char *key);
WritRequest host_run_answer_request(uint64_t case_number, uint32_t frame, const char *outcome,
                                    const char *person, const char *key);
WritRequest host_run_send_request(const char *event, const char *body, const char *source);

// A case as `show` has it. `found` false: there is no such case.
typedef struct HostView {
    bool found;
    bool ended;
    char status[32];
    char outcome[64];
    uint32_t task; // Frame of the first open task, or 0.
    uint32_t tasks, waits, calls, incidents;
    char step[64];      // Of that task.
    uint32_t reserving; // Calls that reserve stock.
} HostView;
HostView host_run_show(HostRun *run, uint64_t case_number);
// WRIT_IO: the store failed.
WRIT_NODISCARD WritStatus host_run_try_show(HostRun *run, uint64_t case_number, HostView *view,
                                            WritError *error);
// The case that an answer speaks of; 0: none.
uint64_t host_reply_case(const HostReply *reply);

// Reads a whole file; the caller disposes the buffer. False: it cannot be read.
bool host_run_read_file(WritBuffer *out, const char *path);
// Writes a file whole, under another name first.
void host_run_write_file(const char *path, const char *text);

#endif
