// Open tasks, the oldest first: of everybody, or of those whom one person may act for.
#ifndef HOST_TASK_QUEUE_H
#define HOST_TASK_QUEUE_H

#include "host/host.h"

typedef struct TaskQueue TaskQueue;

// `person` empty: all tasks. With a person the queue has every task that he or she may answer, and
// may have others: whom a task bars is not known here. WRIT_LIMIT when more than
// TASK_QUEUE_ASKED_MAX different roles and persons are asked. The caller closes it, also after an
// error.
enum { TASK_QUEUE_ASKED_MAX = 100000 };
WRIT_NODISCARD WritStatus task_queue_open(TaskQueue **queue, WritHost *host, WritText person,
                                          WritError *error);
// The next task, each once. WRIT_NOT_FOUND, without an error: there is none any more.
WRIT_NODISCARD WritStatus task_queue_next(TaskQueue *queue, KeyTail *task, WritError *error);
void task_queue_close(TaskQueue *queue); // NULL is allowed.

#endif
