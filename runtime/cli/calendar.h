// `calendar` over a set of calendars, wherever it comes from.
#ifndef CLI_CALENDAR_H
#define CLI_CALENDAR_H

#include "cli/cli.h"
#include "writ/calendar.h"

// Does what the arguments ask for. The set is sorted.
CliExit calendar_answer(Cli *cli, const WritCalendars *set);

#endif
