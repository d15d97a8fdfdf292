// What a host acknowledged, in a file that outlives the process: "key<TAB>answer", a line each.
#ifndef SUPPORT_ANSWER_LOG_H
#define SUPPORT_ANSWER_LOG_H

#include "support/host_check.h"
#include "support/host_run.h"

typedef enum AnswerLogSync {
    ANSWER_LOG_SYNCED,
    ANSWER_LOG_WRITTEN, // Enough against a kill, which takes nothing from the system's memory.
} AnswerLogSync;

typedef struct AnswerLog {
    int file;
    AnswerLogSync sync;
    char path[HOST_RUN_PATH_BYTES + 16];
} AnswerLog;

// The file `acknowledged` in `directory`, which is continued.
void answer_log_open(AnswerLog *log, const char *directory, AnswerLogSync sync);
// `self` is an AnswerLog.
void answer_log_add(void *self, const char *key, WritText json);
// Adds a line to check->wrong for every answer that the host has no record of. A key with a slash
// is the source of a message. Answers how many lines there are.
uint64_t answer_log_check(const AnswerLog *log, WritHost *host, HostCheck *check);

#endif
