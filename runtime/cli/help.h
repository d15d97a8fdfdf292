// What the program says about itself.
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"

CliExit help_print_command(Cli *cli, CliCommandKind kind);

#endif
