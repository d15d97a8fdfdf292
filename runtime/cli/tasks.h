// A task as a block of lines.
#ifndef CLI_TASKS_H
#define CLI_TASKS_H

#include "cli/cli.h"

// `task` is one of the list "tasks" of an answer.
void tasks_print_one(Page *page, const WritJson *task);

#endif
