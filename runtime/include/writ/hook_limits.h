// Every bound of a hook (guarantees.md rules 1 to 11). docs/hooks.md tells authors about them.
#ifndef WRIT_HOOK_LIMITS_H
#define WRIT_HOOK_LIMITS_H

enum {
    // Inside the child, for one call. Reaching one ends the call with its name; pcall in the hook
    // cannot hide it.
    WRIT_HOOK_INSTRUCTIONS_MAX = 10 * 1000 * 1000, // Of the Lua machine, and as much library work.
    WRIT_HOOK_CPU_MS_MAX = 100,
    WRIT_HOOK_MEMORY_BYTES_MAX = 32 << 20,
    WRIT_HOOK_HOST_CALLS_MAX = 1000,
    WRIT_HOOK_LOG_BYTES_MAX = 64 << 10,
    WRIT_HOOK_RESULT_BYTES_MAX = 256 << 10, // Outputs as JSON.
    WRIT_HOOK_DEPTH_MAX = 32,               // Of tables within the inputs or the outputs.
    WRIT_HOOK_PATTERN_BYTES_MAX = 1024,     // Of a pattern for string.find and its sisters.

    // Where the parent ends a child that did not keep its own limit.
    WRIT_HOOK_CPU_MS_KILL = 200,

    // What a call may bring.
    WRIT_HOOK_SOURCE_BYTES_MAX = 64 << 10,
    WRIT_HOOK_INPUT_BYTES_MAX = 256 << 10, // Inputs as JSON.
    WRIT_HOOK_CALL_ID_BYTES_MAX = 1024,
    WRIT_HOOK_FILE_BYTES_MAX = 200, // Name of the Lua file.
    WRIT_HOOK_NAME_BYTES_MAX = 100, // A function, an outcome, a kind, a capability, an operation.
    WRIT_HOOK_CAPABILITIES_MAX = 8, // Of one call.

    // A host call: `files.erp.write("a.json", text)` has two arguments.
    WRIT_HOOK_ARGUMENTS_MAX = 4,
    WRIT_HOOK_HOST_TEXT_BYTES_MAX = 64 << 10, // An argument, or a text in an answer.
    WRIT_HOOK_HOST_ITEMS_MAX = 2000,          // Texts in an answer that is a list.
    WRIT_HOOK_OPERATIONS_MAX = 16,            // Of one kind of capability.

    WRIT_HOOK_MESSAGE_BYTES_MAX = 4 << 10, // What a raised error says.
    WRIT_HOOK_FRAME_BYTES_MAX = 512 << 10, // Holds the largest of all of these.

    // The pool.
    WRIT_HOOK_CHILDREN_MAX = 16,
    WRIT_HOOK_KINDS_MAX = 16,
    WRIT_HOOK_SOURCES_MAX = 64,           // Different Lua files in use at one time.
    WRIT_HOOK_QUEUE_MAX = 4096,           // Calls waiting, running or finished and not taken.
    WRIT_HOOK_QUEUE_BYTES_MAX = 64 << 20, // Inputs and results of all of these.
    WRIT_HOOK_TIMEOUT_MS_MAX = 24 * 60 * 60 * 1000,
    WRIT_HOOK_CALLS_PER_STATE_MAX = 1000,      // Then the child makes a new Lua state.
    WRIT_HOOK_CPU_SECONDS_PER_CHILD_MAX = 600, // RLIMIT_CPU; a child is replaced at half of it.
};

// The bound that ended a call.
typedef enum WritHookLimit {
    WRIT_HOOK_LIMIT_NONE,
    WRIT_HOOK_LIMIT_INSTRUCTIONS,
    WRIT_HOOK_LIMIT_CPU_TIME,
    WRIT_HOOK_LIMIT_MEMORY,
    WRIT_HOOK_LIMIT_HOST_CALLS,
    WRIT_HOOK_LIMIT_LOG,
    WRIT_HOOK_LIMIT_RESULT_BYTES,
    WRIT_HOOK_LIMIT_RESULT_DEPTH,
    WRIT_HOOK_LIMIT_LAST = WRIT_HOOK_LIMIT_RESULT_DEPTH,
} WritHookLimit;

#endif
