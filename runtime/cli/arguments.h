// The command line: which command, its operands and its options, checked against the lists.
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/text.h"

typedef enum CliCommandKind {
#define CLI_COMMAND(NAME, name, operands, least, most, options, summary, more, example)            \
    CLI_COMMAND_##NAME,
#include "cli/commands.def"
#undef CLI_COMMAND
    CLI_COMMAND_COUNT,
} CliCommandKind;

typedef enum CliOption {
#define CLI_OPTION(NAME, name, letter, value, text) CLI_OPTION_##NAME,
#include "cli/options.def"
#undef CLI_OPTION
    CLI_OPTION_COUNT,
} CliOption;

// Sets of options.
enum {
#define CLI_OPTION(NAME, name, letter, value, text) CLI_BIT_##NAME = 1ULL << CLI_OPTION_##NAME,
#include "cli/options.def"
#undef CLI_OPTION
    CLI_NO_STORE = CLI_BIT_HELP | CLI_BIT_JSON,
    CLI_STORE = CLI_NO_STORE | CLI_BIT_BOOK | CLI_BIT_STORE,
};

enum { CLI_OPERANDS_MAX = 4000, CLI_LIMIT_DEFAULT = 100, CLI_ATTACHED_MAX = 16 };

typedef struct CliCommandInfo {
    const char *name;
    const char *operands; // "TASK OUTCOME"
    int least, most;
    uint64_t options;
    const char *summary;
    const char *more; // May be empty.
    const char *example;
} CliCommandInfo;

typedef struct CliOptionInfo {
    const char *name;
    char letter;       // 0: none.
    const char *value; // NULL: it has none.
    const char *text;
} CliOptionInfo;

const CliCommandInfo *cli_command_info(CliCommandKind kind);
const CliOptionInfo *cli_option_info(CliOption option);
// False: there is no command with that name.
bool cli_command_find(const char *name, CliCommandKind *kind);

typedef struct CliArguments {
    CliCommandKind command;
    const char *operands[CLI_OPERANDS_MAX + 1]; // NULL behind the last.
    int operand_count;
    const char *options[CLI_OPTION_COUNT];  // NULL: not given; "" where it has no value.
    const char *attached[CLI_ATTACHED_MAX]; // --attach, which may be given several times.
    int attached_count;
} CliArguments;

bool cli_has(const CliArguments *arguments, CliOption option);
// The value of an option, or an empty text.
WritText cli_text(const CliArguments *arguments, CliOption option);

// Reads what stands behind the name of the program. WRIT_INVALID: wrong usage; the sentence says
// what is wrong and the hint what to write.
WRIT_NODISCARD WritStatus cli_arguments_read(CliArguments *arguments, int count,
                                             const char *const *words, WritError *error);

// "17" or "17.4", as lists print them.
WRIT_NODISCARD WritStatus cli_read_case(uint64_t *case_number, const char *word, WritError *error);
WRIT_NODISCARD WritStatus cli_read_part(uint64_t *case_number, uint32_t *frame, const char *word,
                                        WritError *error);
WRIT_NODISCARD WritStatus cli_read_limit(uint32_t *limit, const CliArguments *arguments,
                                         WritError *error);

#endif
