// The book is compiled as it stands in its files; nothing is put in force and no store is opened.
#include "cli/explain_decision.h"

#include <assert.h>
#include <string.h>

#include "cli/checking.h"
#include "cli/words.h"
#include "writ/nearest.h"

bool explain_is_code(const char *word)
{
    if ((word[0] != 'W' && word[0] != 'w') || word[1] == '\0') {
        return false;
    }
    return strspn(word + 1, "0123456789") == strlen(word + 1);
}

// --- The decision -------------------------------------------------------------------------------

static bool is_called(WritText name, WritText word)
{
    if (writ_text_equal(name, word)) {
        return true;
    }
    size_t before = name.length - word.length;
    return name.length > word.length && name.data[before - 1] == '.' &&
           writ_text_equal((WritText){name.data + before, word.length}, word);
}

static WritStatus tell_unknown(const Asking *asking, WritText word, WritError *error)
{
    WritNearest nearest = writ_nearest(word);
    uint32_t count = 0;
    for (uint32_t p = 0; p < writ_compile_plan_count(asking->compilation); p++) {
        const WritPlan *plan = writ_compile_plan(asking->compilation, p);
        for (uint32_t i = 0; i < plan->decision_count; i++) {
            writ_nearest_offer(&nearest, plan->decisions[i].name);
            writ_nearest_offer(&nearest, writ_text_last_name(plan->decisions[i].name));
            count++;
        }
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "no process of the book uses a decision \"%.*s\"",
                    WRIT_TEXT_ARGS(word));
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return writ_hint(error, count == 0 ? "It uses none. A code is written as check prints it: "
                                         "W1101."
                                       : "writ explain takes the name of a decision, or a code.");
}

static WritStatus find_decision(Asking *asking, WritText word, WritError *error)
{
    const WritDecision *other = NULL;
    for (uint32_t p = 0; p < writ_compile_plan_count(asking->compilation); p++) {
        const WritPlan *plan = writ_compile_plan(asking->compilation, p);
        for (uint32_t i = 0; i < plan->decision_count; i++) {
            const WritDecision *decision = &plan->decisions[i];
            if (!is_called(decision->name, word)) {
                continue;
            }
            if (asking->decision == NULL) {
                asking->plan = plan;
                asking->decision = decision;
                asking->number = i;
            } else if (!writ_text_equal(asking->decision->name, decision->name)) {
                other = decision;
            }
        }
    }
    if (asking->decision == NULL) {
        return tell_unknown(asking, word, error);
    }
    if (other != NULL) {
        (void)writ_fail(error, WRIT_CONFLICT, "two decisions are called \"%.*s\"",
                        WRIT_TEXT_ARGS(word));
        return writ_hint(error, "Write %.*s or %.*s.", WRIT_TEXT_ARGS(asking->decision->name),
                         WRIT_TEXT_ARGS(other->name));
    }
    return WRIT_OK;
}

// The version that is in force on the day of --on, or today.
static WritStatus find_version(Asking *asking, WritError *error)
{
    static const int64_t micros_a_day = INT64_C(86400) * 1000000;
    const char *on = asking->cli->arguments.options[CLI_OPTION_ON];
    int64_t day = asking->cli->clock.now(asking->cli->clock.self) / micros_a_day;
    if (on != NULL && writ_date_parse(&day, writ_text(on), error) != WRIT_OK) {
        return error->status;
    }
    uint32_t version = writ_plan_version(asking->plan, asking->number, day);
    if (version == WRIT_NONE) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "no version of %.*s is in force %s%s",
                        WRIT_TEXT_ARGS(asking->decision->name), on == NULL ? "today" : "on ",
                        on == NULL ? "" : on);
        return writ_hint(error, "--on takes the day that is meant.");
    }
    asking->number = version;
    asking->decision = &asking->plan->decisions[version];
    return WRIT_OK;
}

// --- The values ---------------------------------------------------------------------------------

static const WritRecordType *input_of(const Asking *asking)
{
    return &asking->plan->types.records[asking->decision->input];
}

// The plan's types and one more, the record that the decision is given: nothing else may name it.
static WritTypes types_with_input(const Asking *asking, WritTypeId *input)
{
    WritTypes types = asking->plan->types;
    *input = types.type_count;
    types.types = writ_arena_array(asking->arena, types.type_count + 1, sizeof(WritType));
    memcpy(types.types, asking->plan->types.types, types.type_count * sizeof(WritType));
    types.types[types.type_count++] = (WritType){
        .kind = WRIT_TYPE_RECORD,
        .index = asking->decision->input,
        .currency_field = WRIT_NONE,
    };
    return types;
}

// `depth=12%` as a member of a JSON object. What is yes or no is a truth there, all else a text.
static WritStatus add_pair(const Asking *asking, WritBuffer *json, const char *word,
                           WritError *error)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL || equals == word) {
        (void)writ_fail(error, WRIT_INVALID, "\"%s\" is no value", word);
        return writ_hint(error, "Write it as NAME=VALUE, for example depth=12%%.");
    }
    WritText name = {word, (size_t)(equals - word)};
    uint32_t field = writ_types_find_field(input_of(asking), name);
    if (field != WRIT_NONE && input_of(asking)->fields[field].computed != WRIT_NONE) {
        (void)writ_fail(error, WRIT_INVALID, "%.*s is a part of what is given",
                        WRIT_TEXT_ARGS(name));
        return writ_hint(error, "Give all of it in a file: --with FILE");
    }
    bool truth =
        field != WRIT_NONE &&
        asking->plan->types.types[input_of(asking)->fields[field].type].kind == WRIT_TYPE_BOOLEAN;
    writ_buffer_add_string(json, json->length > 1 ? ",\"" : "\"");
    writ_buffer_add_json(json, name);
    if (truth && (strcmp(equals + 1, "yes") == 0 || strcmp(equals + 1, "no") == 0)) {
        writ_buffer_format(json, "\":%s", equals[1] == 'y' ? "true" : "false");
        return WRIT_OK;
    }
    writ_buffer_add_string(json, "\":\"");
    writ_buffer_add_json(json, writ_text(equals + 1));
    writ_buffer_add_byte(json, '"');
    return WRIT_OK;
}

static WritStatus read_pairs(const Asking *asking, WritBuffer *json, WritError *error)
{
    const CliArguments *arguments = &asking->cli->arguments;
    const char *with = arguments->options[CLI_OPTION_WITH];
    WritStatus status = WRIT_OK;
    writ_buffer_add_byte(json, '{');
    if (with != NULL) {
        status = add_pair(asking, json, with, error);
    }
    for (int i = 1; status == WRIT_OK && i < arguments->operand_count; i++) {
        status = add_pair(asking, json, arguments->operands[i], error);
    }
    writ_buffer_add_byte(json, '}');
    return status;
}

static WritStatus parse_input(Asking *asking, WritText json, const char *called, WritError *error)
{
    WritJson parsed;
    WritText bytes = writ_arena_text(asking->arena, json);
    WritTypeId type = WRIT_NONE;
    WritTypes types = types_with_input(asking, &type);
    WritStatus status = writ_json_parse(&parsed, asking->arena, bytes, called, error);
    if (status != WRIT_OK) {
        return status;
    }
    return writ_value_from_json(&asking->input, asking->arena, &types, type, &parsed, called, "",
                                error);
}

static WritStatus read_input(Asking *asking, WritError *error)
{
    const CliArguments *arguments = &asking->cli->arguments;
    const char *with = arguments->options[CLI_OPTION_WITH];
    bool file = with != NULL && strchr(with, '=') == NULL;
    WritBuffer json = {0};
    WritStatus status;
    if (file && arguments->operand_count > 1) {
        status = writ_fail(error, WRIT_INVALID, "values come from a file or from the command line");
    } else if (file) {
        WritRequest request = {0};
        status = cli_read_with(asking->cli, &json, &request, error);
        if (status == WRIT_OK) {
            status = parse_input(asking, request.body, with, error);
        }
    } else {
        status = read_pairs(asking, &json, error);
        if (status == WRIT_OK) {
            status = parse_input(asking, writ_buffer_text(&json), "what was given", error);
        }
    }
    writ_buffer_dispose(&json);
    return status;
}

// --- Asking -------------------------------------------------------------------------------------

static WritStatus ask(Asking *asking, WritError *error)
{
    WritScope scope = {.plan = asking->plan, .arena = asking->arena};
    scope.effective = asking->cli->clock.now(asking->cli->clock.self);
    WritError refused = {0};
    WritValue seen;
    if (writ_eval_columns(&scope, asking->number, asking->input, &seen, error) != WRIT_OK) {
        return error->status;
    }
    scope.steps = 0;
    writ_eval_explain(&asking->explanation, asking->arena, asking->plan, asking->number, seen);
    if (writ_eval_decision(&scope, asking->number, asking->input, &asking->verdict, &refused) !=
        WRIT_OK) {
        asking->refused = refused;
        return WRIT_OK;
    }
    uint32_t count = asking->decision->policy == WRIT_HIT_EVERY ? asking->verdict.row_count : 1;
    asking->results = writ_arena_array(asking->arena, count, sizeof(WritResultSeen *));
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        scope.steps = 0;
        status = writ_eval_explain_results(&scope, asking->number, asking->input,
                                           asking->verdict.rows[i], &asking->results[i], error);
    }
    return status;
}

// Its place among the rows that decided, or WRIT_NONE.
uint32_t explain_decided_at(const Asking *asking, uint32_t row)
{
    bool every = asking->decision->policy == WRIT_HIT_EVERY;
    uint32_t count = every ? asking->verdict.row_count : 1;
    for (uint32_t i = 0; asking->refused.status == WRIT_OK && i < count; i++) {
        if (asking->verdict.row_count > i && asking->verdict.rows[i] == row) {
            return i;
        }
    }
    return WRIT_NONE;
}

const char *explain_policy(WritHitPolicy policy)
{
    switch (policy) {
    case WRIT_HIT_EXACTLY_ONE:
        return "exactly one row must match";
    case WRIT_HIT_FIRST:
        return "first row that matches";
    case WRIT_HIT_EVERY:
        return "every row that matches";
    }
    WRIT_UNREACHABLE();
}

// --- The command --------------------------------------------------------------------------------

static CliExit answer(Asking *asking)
{
    Cli *cli = asking->cli;
    WritError error;
    bool asked = cli->arguments.operand_count > 1 || cli_has(&cli->arguments, CLI_OPTION_WITH);
    if (asked && (read_input(asking, &error) != WRIT_OK || ask(asking, &error) != WRIT_OK)) {
        return cli_fail(cli, &error);
    }
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        explain_print_json(asking, asked);
    } else {
        Page page = cli_page(cli);
        if (asked) {
            explain_print_asked(&page, asking);
        } else {
            explain_print_described(&page, asking);
        }
        cli_print_page(cli, &page);
    }
    return asking->refused.status == WRIT_OK ? CLI_DONE : CLI_INPUT_WRONG;
}

static CliExit explain_in(Cli *cli, const Checking *checking)
{
    WritError error;
    Asking asking = {.cli = cli, .arena = checking->arena, .compilation = checking->compilation};
    if (checking_is_sound(checking->compilation, NULL, &error) != WRIT_OK ||
        find_decision(&asking, writ_text(cli->arguments.operands[0]), &error) != WRIT_OK ||
        find_version(&asking, &error) != WRIT_OK) {
        return cli_fail(cli, &error);
    }
    return answer(&asking);
}

CliExit explain_decision(Cli *cli)
{
    WritError error;
    Checking checking;
    if (checking_begin(&checking, cli, cli->arguments.options[CLI_OPTION_BOOK], &error) !=
        WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    CliExit end = explain_in(cli, &checking);
    checking_end(&checking);
    return end;
}
