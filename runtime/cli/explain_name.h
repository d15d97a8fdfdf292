// `explain NAME`: what a name of the book means.
#ifndef CLI_EXPLAIN_NAME_H
#define CLI_EXPLAIN_NAME_H

#include "cli/cli.h"

// Explains the first operand, from the files of the book that --book names or that is around the
// current folder.
CliExit explain_name(Cli *cli);

#endif
