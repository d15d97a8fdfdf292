// The program `writ`: what its commands share.
//
//     main.c ── cli.c ── one file a command ──┬── session ──┬── socket ── whoever owns the store
//                                             │             └── host, when nobody does
//                                             └── page, table, moments: what people read
//
// A command makes a request, and prints what is answered: as it is with --json, otherwise rendered
// from that same JSON, so that the two cannot differ.
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "cli/arguments.h"
#include "cli/page.h"
#include "writ/clock.h"
#include "writ/host.h"
#include "writ/json.h"

// The world around the program, handed in so that a test can choose it.
typedef struct Cli {
    FILE *in, *out, *err;
    WritClock clock;
    const char *hook_program; // NULL: the ones beside the running program.
    const char *almanac_program;
    const char *book_program;
    CliArguments arguments;
} Cli;

// What a shell sees.
typedef enum CliExit {
    CLI_DONE = 0,
    CLI_INPUT_WRONG = 1,
    CLI_USAGE_WRONG = 2,
    CLI_WORLD_FAILED = 3,
} CliExit;

// Runs the command that `words` name, without the name of the program.
CliExit cli_run(Cli *cli, int count, const char *const *words);

#define CLI_COMMAND(NAME, name, operands, least, most, options, summary, more, example)            \
    CliExit command_##name(Cli *cli);
#include "cli/commands.def"
#undef CLI_COMMAND

// Prints a failure with what to do next, and says how the program ends for it.
CliExit cli_fail(const Cli *cli, const WritError *error);
// The same where no session could be opened: a store or a book that cannot be had is the world's
// fault, a book with errors is not.
CliExit cli_fail_opening(const Cli *cli, const WritError *error);
// The same where a file or folder that the command names cannot be used, for whatever reason: the
// world's fault.
CliExit cli_fail_place(const Cli *cli, const WritError *error);
// The same where the command was called wrongly.
CliExit cli_fail_usage(const Cli *cli, const WritError *error);

// Writes a text, which may be empty.
void cli_write(FILE *file, WritText text);

// A page for standard output. The caller ends it with cli_print_page.
Page cli_page(const Cli *cli);
void cli_print_page(Cli *cli, Page *page);

// Writes a file, over what was there; it may be a pipe or a device. See new_file.h for files that
// somebody may read meanwhile.
WRIT_NODISCARD WritStatus cli_write_file(const char *path, const WritBuffer *bytes,
                                         WritError *error);

// Puts the file that --with names into the request; `body` and `body_name` live in `bytes`.
WRIT_NODISCARD WritStatus cli_read_with(const Cli *cli, WritBuffer *bytes, WritRequest *request,
                                        WritError *error);

// Renders an answer.
typedef void CliRendering(Page *page, const WritJson *reply);

// Makes a request that changes nothing and prints the answer.
CliExit cli_ask(Cli *cli, const WritRequest *request, CliRendering *render);
// The same for a request about a file that its `name` names: see cli_fail_place.
CliExit cli_ask_place(Cli *cli, const WritRequest *request, CliRendering *render);

// Prints an answer that was asked for otherwise.
CliExit cli_print_reply(Cli *cli, WritText json, CliRendering *render);

// Makes a request that changes something, prints the answer and, unless --no-wait is given, stays
// until outside systems have answered.
CliExit cli_change(Cli *cli, const WritRequest *request, CliRendering *render);
// The same for a request about the part of a case that the first operand names ("17.4"), with who
// acts and what the record is to say.
CliExit cli_change_part(Cli *cli, WritRequestKind kind, CliRendering *render);

#endif
