#include "cli/arguments.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "writ/nearest.h"

static const CliCommandInfo commands[] = {
#define CLI_COMMAND(NAME, name, operands, least, most, options, summary, more, example)            \
    {#name, operands, least, most, (uint64_t)(options), summary, more, example},
#include "cli/commands.def"
#undef CLI_COMMAND
};

static const CliOptionInfo options[] = {
#define CLI_OPTION(NAME, name, letter, value, text) {name, letter, value, text},
#include "cli/options.def"
#undef CLI_OPTION
};

const CliCommandInfo *cli_command_info(CliCommandKind kind)
{
    assert(kind < CLI_COMMAND_COUNT);
    return &commands[kind];
}

const CliOptionInfo *cli_option_info(CliOption option)
{
    assert(option < CLI_OPTION_COUNT);
    return &options[option];
}

bool cli_command_find(const char *name, CliCommandKind *kind)
{
    for (int i = 0; i < CLI_COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            *kind = (CliCommandKind)i;
            return true;
        }
    }
    return false;
}

bool cli_has(const CliArguments *arguments, CliOption option)
{
    return arguments->options[option] != NULL;
}

WritText cli_text(const CliArguments *arguments, CliOption option)
{
    const char *value = arguments->options[option];
    return value == NULL ? (WritText){0} : writ_text(value);
}

// --- What is wrong -----------------------------------------------------------------------------

static WritStatus unknown_command(const char *word, WritError *error)
{
    WritNearest nearest = writ_nearest(writ_text(word));
    for (int i = 0; i < CLI_COMMAND_COUNT; i++) {
        writ_nearest_offer(&nearest, writ_text(commands[i].name));
    }
    (void)writ_fail(error, WRIT_INVALID, "there is no command \"%s\"", word);
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean writ %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return writ_hint(error, "writ help lists the commands.");
}

// Commands that have an option which another lacks.
static void add_commands_with(WritBuffer *names, CliOption option)
{
    for (int i = 0; i < CLI_COMMAND_COUNT; i++) {
        if ((commands[i].options & (1ULL << option)) != 0) {
            writ_buffer_format(names, "%swrit %s", names->length > 0 ? ", " : "", commands[i].name);
        }
    }
}

static WritStatus unknown_option(const CliCommandInfo *command, const char *word, WritText name,
                                 WritError *error)
{
    WritNearest nearest = writ_nearest(name);
    CliOption elsewhere = CLI_OPTION_COUNT;
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if ((command->options & (1ULL << i)) != 0) {
            writ_nearest_offer(&nearest, writ_text(options[i].name));
        } else if (writ_text_is(name, options[i].name)) {
            elsewhere = (CliOption)i;
        }
    }
    (void)writ_fail(error, WRIT_INVALID, "writ %s has no option %s", command->name, word);
    if (elsewhere != CLI_OPTION_COUNT) {
        WritBuffer names = {0};
        add_commands_with(&names, elsewhere);
        (void)writ_hint(error, "--%s belongs to %s.", options[elsewhere].name,
                        writ_buffer_string(&names));
        writ_buffer_dispose(&names);
        return WRIT_INVALID;
    }
    if (word[1] >= '0' && word[1] <= '9') {
        return writ_hint(error, "What is no option and begins with - stands behind --.");
    }
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean --%.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return writ_hint(error, "writ %s --help lists its options.", command->name);
}

static WritStatus wrong_operands(const CliCommandInfo *command, const CliArguments *arguments,
                                 WritError *error)
{
    if (arguments->operand_count < command->least) {
        (void)writ_fail(error, WRIT_INVALID, "writ %s lacks %s", command->name, command->operands);
    } else if (command->most == 0) {
        (void)writ_fail(error, WRIT_INVALID, "writ %s takes nothing beside options: \"%s\"",
                        command->name, arguments->operands[0]);
    } else {
        (void)writ_fail(error, WRIT_INVALID, "writ %s takes %s and no more: \"%s\"", command->name,
                        command->operands, arguments->operands[command->most]);
    }
    return writ_hint(error, "For example: %s", command->example);
}

// --- Reading -----------------------------------------------------------------------------------

typedef struct Words {
    const char *const *words;
    int count;
    int next;
} Words;

static WritStatus take_attached(CliArguments *arguments, const char *word, WritError *error)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL || equals == word || equals[1] == '\0') {
        (void)writ_fail(error, WRIT_INVALID, "--attach takes a field and a file: \"%s\"", word);
        return writ_hint(error, "For example: --attach case_file=minutes.pdf");
    }
    if (arguments->attached_count == CLI_ATTACHED_MAX) {
        return writ_fail(error, WRIT_LIMIT, "--attach is given more than %d times",
                         CLI_ATTACHED_MAX);
    }
    arguments->attached[arguments->attached_count++] = word;
    return WRIT_OK;
}

static WritStatus take_option(CliArguments *arguments, CliOption option, const char *inside,
                              Words *words, WritError *error)
{
    const CliOptionInfo *info = &options[option];
    if (arguments->options[option] != NULL && option != CLI_OPTION_ATTACH) {
        return writ_fail(error, WRIT_INVALID, "--%s is given twice", info->name);
    }
    if (info->value == NULL) {
        if (inside != NULL) {
            return writ_fail(error, WRIT_INVALID, "--%s takes no value", info->name);
        }
        arguments->options[option] = "";
        return WRIT_OK;
    }
    if (inside == NULL && words->next < words->count) {
        inside = words->words[words->next++];
    }
    if (inside == NULL || *inside == '\0') {
        (void)writ_fail(error, WRIT_INVALID, "--%s lacks its %s", info->name, info->value);
        return writ_hint(error, "For example: %s", commands[arguments->command].example);
    }
    arguments->options[option] = inside;
    return option == CLI_OPTION_ATTACH ? take_attached(arguments, inside, error) : WRIT_OK;
}

static WritStatus take_long(CliArguments *arguments, const char *word, Words *words,
                            WritError *error)
{
    const CliCommandInfo *command = &commands[arguments->command];
    const char *equals = strchr(word, '=');
    const char *start = word + 2;
    WritText name = {start, equals == NULL ? strlen(start) : (size_t)(equals - start)};
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if ((command->options & (1ULL << i)) != 0 && writ_text_is(name, options[i].name)) {
            return take_option(arguments, (CliOption)i, equals == NULL ? NULL : equals + 1, words,
                               error);
        }
    }
    return unknown_option(command, word, name, error);
}

static WritStatus take_letter(CliArguments *arguments, const char *word, Words *words,
                              WritError *error)
{
    const CliCommandInfo *command = &commands[arguments->command];
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if ((command->options & (1ULL << i)) != 0 && options[i].letter == word[1]) {
            return take_option(arguments, (CliOption)i, word[2] == '\0' ? NULL : word + 2, words,
                               error);
        }
    }
    return unknown_option(command, word, writ_text(word + 1), error);
}

static WritStatus take_operand(CliArguments *arguments, const char *word)
{
    // One too many is kept, to be named.
    if (arguments->operand_count <= CLI_OPERANDS_MAX) {
        arguments->operands[arguments->operand_count] = word;
    }
    arguments->operand_count++;
    return WRIT_OK;
}

static WritStatus take_word(CliArguments *arguments, Words *words, bool *only_operands,
                            WritError *error)
{
    const char *word = words->words[words->next++];
    if (*only_operands || word[0] != '-' || word[1] == '\0') {
        return take_operand(arguments, word);
    }
    if (strcmp(word, "--") == 0) {
        *only_operands = true;
        return WRIT_OK;
    }
    return word[1] == '-' ? take_long(arguments, word, words, error)
                          : take_letter(arguments, word, words, error);
}

static WritStatus find_command(CliArguments *arguments, const char *word, WritError *error)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        arguments->command = CLI_COMMAND_HELP;
        return WRIT_OK;
    }
    if (strcmp(word, "--version") == 0) {
        arguments->command = CLI_COMMAND_VERSION;
        return WRIT_OK;
    }
    if (word[0] == '-') {
        (void)writ_fail(error, WRIT_INVALID, "the command comes first, then %s", word);
        return writ_hint(error, "For example: writ tasks --json");
    }
    return cli_command_find(word, &arguments->command) ? WRIT_OK : unknown_command(word, error);
}

WritStatus cli_arguments_read(CliArguments *arguments, int count, const char *const *words,
                              WritError *error)
{
    *arguments = (CliArguments){.command = CLI_COMMAND_HELP};
    if (count == 0) {
        (void)writ_fail(error, WRIT_INVALID, "writ needs a command");
        return writ_hint(error, "writ help lists them.");
    }
    WritStatus status = find_command(arguments, words[0], error);
    Words rest = {.words = words, .count = count, .next = 1};
    bool only_operands = false;
    while (status == WRIT_OK && rest.next < rest.count) {
        status = take_word(arguments, &rest, &only_operands, error);
    }
    const CliCommandInfo *command = &commands[arguments->command];
    bool helped = cli_has(arguments, CLI_OPTION_HELP);
    if (status == WRIT_OK && !helped &&
        (arguments->operand_count < command->least || arguments->operand_count > command->most)) {
        return wrong_operands(command, arguments, error);
    }
    return status;
}

// --- Numbers -----------------------------------------------------------------------------------

// Reads digits without sign or leading zero. Returns what stands behind them, NULL: no number.
static const char *read_number(const char *word, uint64_t most, uint64_t *number)
{
    *number = 0;
    if (*word < '1' || *word > '9') {
        return NULL;
    }
    for (; *word >= '0' && *word <= '9'; word++) {
        uint64_t digit = (uint64_t)(*word - '0');
        if (*number > (most - digit) / 10) {
            return NULL;
        }
        *number = *number * 10 + digit;
    }
    return word;
}

WritStatus cli_read_case(uint64_t *case_number, const char *word, WritError *error)
{
    const char *end = read_number(word, INT64_MAX, case_number);
    if (end != NULL && *end == '\0') {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "\"%s\" is no number of a case", word);
    return writ_hint(error, "writ cases shows them: 17");
}

WritStatus cli_read_part(uint64_t *case_number, uint32_t *frame, const char *word, WritError *error)
{
    uint64_t part = 0;
    const char *end = read_number(word, INT64_MAX, case_number);
    if (end != NULL && *end == '.') {
        end = read_number(end + 1, UINT32_MAX, &part);
        if (end != NULL && *end == '\0') {
            *frame = (uint32_t)part;
            return WRIT_OK;
        }
    }
    (void)writ_fail(error, WRIT_INVALID, "\"%s\" is not written as tasks and incidents are", word);
    return writ_hint(error, "Write it as writ tasks or writ incidents shows it: 17.4");
}

WritStatus cli_read_limit(uint32_t *limit, const CliArguments *arguments, WritError *error)
{
    const char *word = arguments->options[CLI_OPTION_LIMIT];
    uint64_t number = CLI_LIMIT_DEFAULT;
    if (word != NULL) {
        const char *end = read_number(word, 1000, &number);
        if (end == NULL || *end != '\0') {
            return writ_fail(error, WRIT_INVALID, "--limit takes a number from 1 to 1000: \"%s\"",
                             word);
        }
    }
    *limit = (uint32_t)number;
    return WRIT_OK;
}
