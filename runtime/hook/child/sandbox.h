// One hook call in one Lua state that offers only what a hook may see.
//
// The state holds compiled files and library functions, never a value of a call: each call runs
// its file again under a fresh environment, whose library tables are copies. After an error, and
// every WRIT_HOOK_CALLS_PER_STATE_MAX calls, the state is made anew.
#ifndef WRIT_HOOK_CHILD_SANDBOX_H
#define WRIT_HOOK_CHILD_SANDBOX_H

#include <stdbool.h>

#include "hook/protocol.h"
#include "writ/status.h"

typedef struct Sandbox Sandbox;

// How a host call leaves the child: sends `request` and fills in the answer, whose texts are valid
// until the next host call. False ends the child.
typedef struct SandboxHost {
    bool (*ask)(void *state, const HostCallMessage *request, AnswerMessage *answer);
    void *state;
} SandboxHost;

// The caller owns the result. Takes over the process's SIGPROF; one sandbox a process.
WRIT_NODISCARD WritStatus sandbox_new(Sandbox **sandbox, SandboxHost host, WritError *error);
void sandbox_free(Sandbox *sandbox); // NULL is allowed.

// Keeps a Lua file under the message's slot. The texts are copied.
void sandbox_keep_source(Sandbox *sandbox, const SourceMessage *message);
// Keeps what a kind of capability can do. False above WRIT_HOOK_KINDS_MAX.
bool sandbox_keep_kind(Sandbox *sandbox, const KindMessage *message);

// Runs one call to its end, or only compiles its file where that is its purpose. The result's
// texts are valid until the next run.
void sandbox_run(Sandbox *sandbox, const CallMessage *call, ResultMessage *result);
// Does what the last run left to do, after its result was sent: closes a state that is used up.
void sandbox_tidy(Sandbox *sandbox);

// True when the host could not be asked: the child has to end.
bool sandbox_is_cut_off(const Sandbox *sandbox);

#endif
