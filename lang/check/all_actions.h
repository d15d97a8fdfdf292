// Every list of actions of a process, with the node at whose lines it stands.
#ifndef CHECK_ALL_ACTIONS_H
#define CHECK_ALL_ACTIONS_H

#include "check/checker.h"

// `node` is that of a step, a stage, a branch, or the root for lines of the process; `actions` is
// never NULL, and those behind `the next time` come by themselves, after the list they end.
typedef void ActionsVisit(void *self, const Node *node, const Actions *actions);

void check_all_actions(const Process *process, ActionsVisit *visit, void *self);

#endif
