// `calendar` over a set of calendars, wherever it comes from.
#ifndef CLI_CALENDAR_H
#define CLI_CALENDAR_H

#include "cli/cli.h"
#include "writ/calendar.h"

// Which deadlines of open cases the calendars of other revisions would move: asked of the host.
CliExit calendar_preview(Cli *cli);

// Does what the arguments ask for, but for the preview. The set is sorted.
CliExit calendar_answer(Cli *cli, const WritCalendars *set);

#endif
