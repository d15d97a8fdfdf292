// What the files of the pool share.
#ifndef WRIT_HOOK_POOL_H
#define WRIT_HOOK_POOL_H

#include "hook/protocol.h"
#include "writ/confine.h"
#include "writ/hook.h"

enum {
    CHILDREN_DEFAULT = 2,
    // Calls that wait inside a child's pipe, so that it is not idle between two of them.
    PIPELINE_MAX = 4,
    START_FAILURES_MAX = 3, // In a row; then the waiting calls fail.
    READY_MS_MAX = 5000,    // Until a child must have shut its door.
    START_AGAIN_MS = 1000,  // Between two tries to start one more child beside working ones.
    // CPU time is looked at after this much wall time, then again and again. What a call used
    // before the first look is not charged, so the budget is smaller by as much.
    CPU_LOOK_MS = 50,
    CPU_LOOK_AGAIN_MS = 20,
    CALLS_PER_CPU_CHECK = 1000,
    CAPABILITY_COUNT_MAX = 256, // Different names like "files.erp" in one pool.
};

typedef struct Call Call;
typedef struct Share Share;

typedef struct Source {
    WritHash hash;
    WritBuffer name;
    WritBuffer text;
    uint32_t uses;       // Calls that need it.
    uint64_t generation; // Changes with the content; 0 is an empty slot.
    uint64_t last_use;
} Source;

// Held by at most one running call; the others wait in order of arrival.
typedef struct Capability {
    // "files.erp", and behind its dot.
    char name[WRIT_HOOK_NAME_BYTES_MAX + 1];
    const WritHookProvider *provider;
    Call *holder;
    Call *first_waiting;
    Call *last_waiting;
} Capability;

typedef struct CapabilityUse {
    Capability *capability;
    Call *next_waiting;
} CapabilityUse;

// A span of a call's texts, which move when they grow.
typedef struct Span {
    size_t start, length;
} Span;

struct Call {
    Call *next; // In its share, its child, the finished or the free list.
    uint64_t share;
    uint64_t ticket;
    uint64_t number; // Unique in the pool.
    WritHookPurpose purpose;
    uint32_t attempt;
    uint32_t timeout_ms;
    uint32_t slot;       // Of its source.
    uint32_t host_calls; // Answered so far.
    CapabilityUse uses[WRIT_HOOK_CAPABILITIES_MAX];
    uint32_t use_count;
    WritBuffer texts; // Of the call, and later of the result.
    Span call_id, function, inputs;
    WritHookResultKind kind;
    WritHookLimit limit;
    uint32_t line;
    Span outcome, outputs, message, log;
};

typedef struct CallList {
    Call *first, *last;
    uint32_t count;
} CallList;

struct Share {
    uint64_t key;
    Share *next; // A ring.
    CallList waiting;
};

typedef struct Child {
    WritChild *process; // NULL: not started.
    bool ready;
    CallList running;                     // The first runs, the others wait in the pipe.
    uint64_t sent[WRIT_HOOK_SOURCES_MAX]; // Generations of the sources that it has.
    int64_t since_ms;                     // When the first began to run, or the child was started.
    bool cpu_known;
    uint64_t cpu_ns;      // At the first look.
    int64_t next_look_ms; // At its CPU time.
    uint32_t calls_done;
    uint64_t killed_call;           // Number of the call that it was killed for, or 0.
    char failure[WRIT_ERROR_BYTES]; // What it said before it gave up starting.
} Child;

struct WritHookPool {
    WritHookPoolOptions options;
    const WritHookProvider *providers[WRIT_HOOK_KINDS_MAX];
    uint32_t provider_count;
    Capability capabilities[CAPABILITY_COUNT_MAX];
    uint32_t capability_count;
    Source sources[WRIT_HOOK_SOURCES_MAX];
    uint64_t last_generation;
    Child children[WRIT_HOOK_CHILDREN_MAX];
    uint32_t start_failures;
    WritError start_error;
    int64_t start_again_ms; // Not before, while other children work.
    Share *shares;          // The one whose turn it is; NULL when nothing waits.
    CallList finished;
    Call *taken; // The result that the caller looks at.
    Call *free_calls;
    uint64_t last_number;
    uint32_t count; // Calls that are not free, less `taken`.
    size_t bytes;   // Of their texts.
    WritBuffer out; // One message on its way out.
    WritHookAnswer answer;
};

// --- pool_queue.c ---

Call *queue_new_call(WritHookPool *pool);
void queue_free_call(WritHookPool *pool, Call *call);
void queue_append(CallList *list, Call *call);
Call *queue_take_first(CallList *list);
// Puts a call at the end of its share, and in line for its capabilities.
void queue_add(WritHookPool *pool, Call *call);
// Puts calls that a child did not get to back to the front, in their order. They need no
// capability.
void queue_put_back(WritHookPool *pool, CallList *calls);
// The call whose turn it is, of those whose capabilities are free; NULL when there is none. It
// stays where it is until queue_take.
Call *queue_find(WritHookPool *pool, Share **share, Call **before);
// Takes the found call out and gives it its capabilities.
void queue_take(WritHookPool *pool, Share *share, Call *before, Call *call);
void queue_release(Call *call); // Gives its capabilities back.
// Frees the shares and all that waits in them.
void queue_dispose(WritHookPool *pool);
void queue_free_list(CallList *list);
// Takes any waiting call, whatever it needs; NULL when none waits.
Call *queue_take_any(WritHookPool *pool);

// --- pool_sources.c ---

// Finds or keeps the source of a call and counts the use. WRIT_LIMIT when all slots are in use.
WRIT_NODISCARD WritStatus sources_use(WritHookPool *pool, const WritHookCall *call, uint32_t *slot,
                                      WritError *error);

// --- pool_host.c ---

// The capability of that name. WRIT_NOT_FOUND when no provider has its kind.
WRIT_NODISCARD WritStatus host_capability(WritHookPool *pool, WritText name,
                                          Capability **capability, WritError *error);
// Answers a host call of the running call into `pool->out`. False when it is none that the call
// may make.
bool host_answer(WritHookPool *pool, Call *call, const HostCallMessage *request);

// --- pool_children.c ---

int64_t children_now_ms(void);
// Gives waiting calls to children, starting them as needed.
void children_dispatch(WritHookPool *pool);
// Handles what a child sent and whether it lives.
void children_handle(WritHookPool *pool, Child *child);
// Kills what ran too long. `now_ms` is of children_now_ms.
void children_check_time(WritHookPool *pool, int64_t now_ms);
// When children_check_time has something to do at the earliest; INT64_MAX when never.
int64_t children_next_check_ms(const WritHookPool *pool);

// --- pool.c ---

WritText call_text(const Call *call, Span span);
// Ends a call with a result; `message` is copied.
void call_finish(WritHookPool *pool, Call *call, WritHookResultKind kind, WritText message);
void call_finish_with(WritHookPool *pool, Call *call, const ResultMessage *result);

#endif
