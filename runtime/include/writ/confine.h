// Running something untrusted in a limited, killable child: the parent's side.
//
// A child is one of our own programs, started with an empty environment, two pipes for frames
// (descriptors 0 and 1), /dev/null as descriptor 2 and nothing else, in a process group of its
// own, without capabilities, under the limits below. It shuts the door behind itself with
// writ_confined_enter (writ/confined.h). Every byte that comes from it is hostile.
//
// A frame is four bytes of length, most significant first, and as many bytes of payload:
//
//     00 00 00 05  h e l l o
//
// Nothing here blocks, except starting (until the child runs its program) and reaping (until the
// kernel has ended it). A child dies with the thread that started it.
#ifndef WRIT_CONFINE_H
#define WRIT_CONFINE_H

#include <stdint.h>
#include <sys/types.h>

#include "writ/text.h"

enum {
    // The largest payload that any pair of programs may agree on.
    WRIT_FRAME_BYTES_MAX = 2 << 20,
    WRIT_FRAME_HEADER_BYTES = 4,
    // What may wait in the parent for a child that does not read.
    WRIT_CONFINE_UNSENT_BYTES_MAX = 8 << 20,

    // The limits under which every child runs (guarantees.md rules 6, 9 and 12).
    WRIT_CONFINE_ADDRESS_BYTES_MAX = 256 << 20, // RLIMIT_AS
    WRIT_CONFINE_FILES_MAX = 64,                // RLIMIT_NOFILE
    WRIT_CONFINE_PROCESSES_MAX = 0,             // RLIMIT_NPROC: no process can be made
    WRIT_CONFINE_CORE_BYTES_MAX = 0,            // RLIMIT_CORE
    WRIT_CONFINE_LOCKED_BYTES_MAX = 0,          // RLIMIT_MEMLOCK

    // How long a child that closed its pipe may take to end by itself before it is killed.
    WRIT_CONFINE_ENDING_MS = 100,
};

typedef struct WritChild WritChild;

typedef struct WritChildOptions {
    const char *executable;   // Path of the program, which may be relative; NULL: `beside`.
    const char *beside;       // Name of a program in the folder of the one that runs.
    const char *argument;     // Its only argument, or NULL.
    const char *directory;    // Where it starts; NULL is "/".
    uint32_t frame_bytes_max; // Largest payload either way, at most WRIT_FRAME_BYTES_MAX.
    uint32_t cpu_seconds_max; // RLIMIT_CPU, over the child's whole life. Not 0.
    // RLIMIT_FSIZE: the largest file that it can write. 0, none, for whatever handles something
    // untrusted; another number only for a child that writes what we send and enters no profile.
    uint64_t file_bytes_max;
} WritChildOptions;

// Why the parent ended a child.
typedef enum WritKill {
    WRIT_KILL_NONE, // It was not killed by us.
    WRIT_KILL_WALL_TIME,
    WRIT_KILL_CPU_TIME,
    WRIT_KILL_PROTOCOL, // It broke the protocol, or closed its pipe and went on running.
    WRIT_KILL_CLOSING,  // It is not needed any more.
} WritKill;

// How a child ended.
typedef struct WritChildEnd {
    WritKill kill;
    int exit_status; // -1 when a signal ended it.
    int signal;      // 0 when it exited.
} WritChildEnd;

// Starts a child and returns when it runs its program. WRIT_IO when the program cannot be run or
// a limit cannot be set; the sentence names the step and the program. The caller owns `child` and
// ends it with writ_confine_free. Nobody else may wait for it (no waitpid(-1), no ignored
// SIGCHLD).
WRIT_NODISCARD WritStatus writ_confine_start(WritChild **child, const WritChildOptions *options,
                                             WritError *error);

// Kills and reaps the child if that was not done, and closes its pipes. NULL is allowed.
void writ_confine_free(WritChild *child);

// For poll(2): readable when writ_confine_receive has something to do.
int writ_confine_read_fd(const WritChild *child);
// For poll(2): wait for writing when writ_confine_unsent is above 0.
int writ_confine_write_fd(const WritChild *child);
pid_t writ_confine_pid(const WritChild *child);

// Queues one frame and writes as much as the pipe takes. `payload` is copied. WRIT_LIMIT when the
// child has left more than WRIT_CONFINE_UNSENT_BYTES_MAX unread. A payload of 0 bytes or above the
// agreed maximum is a mistake of the caller. Sending to a dead child succeeds and is lost.
WRIT_NODISCARD WritStatus writ_confine_send(WritChild *child, WritText payload, WritError *error);
// As writ_confine_send, but writes nothing before writ_confine_flush: for several frames at once.
WRIT_NODISCARD WritStatus writ_confine_queue(WritChild *child, WritText payload, WritError *error);
// Writes what is queued, as much as the pipe takes.
void writ_confine_flush(WritChild *child);
size_t writ_confine_unsent(const WritChild *child);

typedef enum WritReceive {
    WRIT_RECEIVE_FRAME,   // `payload` has the next frame.
    WRIT_RECEIVE_NOTHING, // Nothing whole is there now.
    WRIT_RECEIVE_RUBBISH, // A length of 0 or above the maximum, or the pipe ended inside a frame.
    WRIT_RECEIVE_END,     // The child closed its pipe: it ended or is about to.
} WritReceive;

// Takes the next frame, reading from the pipe when none is there yet. `payload` is borrowed until
// the next call. After rubbish or the end every later call answers the same.
WritReceive writ_confine_receive(WritChild *child, WritText *payload);
// As writ_confine_receive, of what was read before: never a system call.
WritReceive writ_confine_receive_buffered(WritChild *child, WritText *payload);

// CPU time that the child has used since it started, in nanoseconds; the last known figure after
// its end. A pool charges its calls with the differences, because RLIMIT_CPU only adds up.
uint64_t writ_confine_cpu_ns(WritChild *child);

// SIGKILL to the child's group, if it still runs. What the child has written can still be received.
void writ_confine_kill(WritChild *child, WritKill why);
// Waits for the child's end, which is near: it was killed or it closed its pipe. One that goes on
// running for WRIT_CONFINE_ENDING_MS is killed for it. May be called again.
WritChildEnd writ_confine_reap(WritChild *child);

// "was killed by signal 31 (Bad system call): …", "ended with exit status 3", for messages.
void writ_confine_describe(WritBuffer *out, WritChildEnd end);

#endif
