// What a case waits for, in sentences.
#ifndef CLI_WHY_H
#define CLI_WHY_H

#include "cli/session.h"

// Keeps an own host moving until outside systems have answered, with a line on a terminal that says
// what is waited for, and then prints what is waited for by the case of `reply`, an answer's JSON.
WRIT_NODISCARD WritStatus why_settle(Cli *cli, Session *session, WritText reply, WritError *error);

#endif
