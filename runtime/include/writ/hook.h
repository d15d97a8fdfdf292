// Hooks: functions in Lua that run in a pool of confined children, outside any transaction.
//
// A call goes in with writ_hook_submit and comes out of writ_hook_next as one of six results;
// between the two stands an event loop that calls writ_hook_poll. Nothing blocks but starting a
// child and answering a host call. What the hook's author sees is in docs/hooks.md.
//
// After a crash of the host, or when a child dies under it, a call may run again with the same
// call id: effects are at least once (guarantees.md section 3).
#ifndef WRIT_HOOK_H
#define WRIT_HOOK_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "writ/hash.h"
#include "writ/hook_limits.h"
#include "writ/text.h"

typedef struct WritHookPool WritHookPool;

typedef struct WritHookPoolOptions {
    const char *executable; // Path of writ-hook; must outlive the pool. NULL: beside the program
                            // that runs.
    uint32_t children;      // 1 to WRIT_HOOK_CHILDREN_MAX, or 0 for 2. Started when needed.
    uint32_t queue_max;     // Calls at one time, at most WRIT_HOOK_QUEUE_MAX, or 0 for that.
} WritHookPoolOptions;

// The caller owns `pool`. WRIT_NO_MEMORY or WRIT_OK: no child is started yet.
WRIT_NODISCARD WritStatus writ_hook_pool_open(WritHookPool **pool,
                                              const WritHookPoolOptions *options, WritError *error);
// Kills the children and forgets all calls. NULL is allowed.
void writ_hook_pool_close(WritHookPool *pool);

// --- What the outside offers --------------------------------------------------------------------

// `files.erp.write("a.json", text)` in a hook asks the provider of the kind "files" for the
// operation "write" of "erp" with two arguments. All texts are borrowed for the call; arguments
// may hold any bytes.
typedef struct WritHookRequest {
    WritText name;
    WritText operation;
    const WritText *arguments;
    uint32_t argument_count;
    WritText call_id; // Of the hook call, for effects that must be one.
    uint32_t attempt;
} WritHookRequest;

typedef enum WritHookAnswerKind {
    WRIT_HOOK_ANSWER_NOTHING, // nil in Lua; what an answer is before the provider says more.
    WRIT_HOOK_ANSWER_TEXT,
    WRIT_HOOK_ANSWER_BOOLEAN,
    WRIT_HOOK_ANSWER_LIST,
} WritHookAnswerKind;

// For the provider to fill. Texts are at most WRIT_HOOK_HOST_TEXT_BYTES_MAX each, and a list at
// most WRIT_HOOK_HOST_ITEMS_MAX of them; more becomes an error of the call.
typedef struct WritHookAnswer {
    WritHookAnswerKind kind;
    bool truth;
    WritBuffer text;
    WritBuffer items; // Through writ_hook_answer_item.
    uint32_t item_count;
} WritHookAnswer;

// Adds one text to an answer, which becomes a list.
void writ_hook_answer_item(WritHookAnswer *answer, WritText item);

typedef struct WritHookProvider {
    const char *kind;              // The word before the dot in `may use files.erp`.
    const char *const *operations; // Ends with NULL; at most WRIT_HOOK_OPERATIONS_MAX.
    // Any status but WRIT_OK raises the sentence of `error` in the hook, which may catch it.
    WritStatus (*answer)(void *state, const WritHookRequest *request, WritHookAnswer *answer,
                         WritError *error);
    void *state;
} WritHookProvider;

// Before the first call. What it points to must outlive the pool. WRIT_CONFLICT for a kind that is
// there already, WRIT_LIMIT above WRIT_HOOK_KINDS_MAX.
WRIT_NODISCARD WritStatus writ_hook_pool_provide(WritHookPool *pool,
                                                 const WritHookProvider *provider,
                                                 WritError *error);

// --- Calls --------------------------------------------------------------------------------------

typedef enum WritHookPurpose {
    WRIT_HOOK_RUN,
    WRIT_HOOK_COMPILE, // Only whether Lua understands the file: nothing of it runs.
} WritHookPurpose;

typedef struct WritHookCall {
    uint64_t ticket; // The caller's number for it; comes back with the result.
    WritHookPurpose purpose;
    uint64_t share; // Calls of one share run in order of arrival; the shares take turns.
    WritText call_id;
    uint32_t attempt;
    WritText file;   // Name of the Lua file for messages: "hooks/erp.lua".
    WritText source; // Its bytes, and their hash: sent once to each child.
    WritHash hash;
    WritText function; // Of WRIT_HOOK_RUN, as are inputs and capabilities.
    WritText inputs;   // A JSON object (writ/json.h).
    // What the hook may use, "files.erp". One call at a time has a capability.
    const WritText *capabilities;
    uint32_t capability_count;
    uint32_t timeout_ms; // Of wall time, from when it runs; 1 to WRIT_HOOK_TIMEOUT_MS_MAX.
} WritHookCall;

// Copies the call and queues it. WRIT_LIMIT when the queue, its bytes or the sources in use are at
// their bound: take results and try again. WRIT_INVALID for a call that breaks a bound of
// writ/hook_limits.h, WRIT_NOT_FOUND for a capability of a kind that nobody provides.
WRIT_NODISCARD WritStatus writ_hook_submit(WritHookPool *pool, const WritHookCall *call,
                                           WritError *error);

typedef enum WritHookResultKind {
    WRIT_HOOK_RETURNED, // outcome, outputs
    WRIT_HOOK_RAISED,   // message, with file and line: the hook failed, or what it returned cannot
                        // cross. Of WRIT_HOOK_COMPILE: why Lua refuses the file, without place.
    WRIT_HOOK_LIMIT,    // limit, message
    WRIT_HOOK_TIMEOUT,  // message: it ran into its timeout and was killed.
    WRIT_HOOK_DIED,     // message: its child ended under it, or none could be started.
    WRIT_HOOK_RUBBISH,  // message: its child broke the protocol and was killed.
} WritHookResultKind;

typedef struct WritHookResult {
    uint64_t ticket;
    WritHookResultKind kind;
    WritHookLimit limit;
    uint32_t line;    // Of WRIT_HOOK_COMPILE that raised: from 1; 0 where no line is to blame.
    WritText outcome; // A name; whether the hook declares it is the host's to check.
    WritText outputs; // A JSON object in UTF-8, not yet parsed.
    WritText message; // One clear sentence for people.
    WritText log;     // Lines of log(text), each with a newline; only of a call that ended itself.
} WritHookResult;

// Takes the next result; false when there is none now. Its texts are borrowed until the next call
// of writ_hook_next, writ_hook_submit or writ_hook_poll.
bool writ_hook_next(WritHookPool *pool, WritHookResult *result);

// Gives calls to children, waits at most `timeout_ms` for something to happen (not at all while
// results wait), and handles what did. Call it when a descriptor of writ_hook_fds is ready, when
// writ_hook_wait_ms has passed, and after submitting.
void writ_hook_poll(WritHookPool *pool, int timeout_ms);

// For a host's own event loop: what to wait for. Writes at most 2 * WRIT_HOOK_CHILDREN_MAX entries
// into `fds` and returns their number.
uint32_t writ_hook_fds(const WritHookPool *pool, struct pollfd *fds);
// Milliseconds until writ_hook_poll must be called even if nothing is ready; 0 while results wait,
// of which the descriptors tell nothing; -1 for no such time.
int writ_hook_wait_ms(const WritHookPool *pool);

// Calls submitted whose results were not taken.
uint32_t writ_hook_count(const WritHookPool *pool);

#endif
