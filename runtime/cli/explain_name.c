#include "cli/explain_name.h"

#include "cli/checking.h"
#include "writ/explain.h"

static WritStatus check_texts(const Checking *checking, WritError *error)
{
    uint32_t errors = writ_diags_error_count(writ_compile_diags(checking->compilation));
    if (errors == 0) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID,
                    "the book has %u error%s, so that its names mean nothing yet", errors,
                    errors == 1 ? "" : "s");
    return writ_hint(error, "writ check says what is wrong, and where.");
}

static CliExit print(Cli *cli, const Checking *checking)
{
    WritError error;
    WritBuffer out = {0};
    WritArena *arena = writ_arena_new(WRIT_EXPLAIN_ARENA_BYTES);
    WritExplainForm form =
        cli_has(&cli->arguments, CLI_OPTION_JSON) ? WRIT_EXPLAIN_JSON : WRIT_EXPLAIN_TEXT;
    WritStatus status = writ_explain(&out, arena, checking->compilation,
                                     writ_text(cli->arguments.operands[0]), form, &error);
    cli_write(cli->out, writ_buffer_text(&out));
    writ_arena_free(arena);
    writ_buffer_dispose(&out);
    return status == WRIT_OK ? CLI_DONE : cli_fail(cli, &error);
}

CliExit explain_name(Cli *cli)
{
    WritError error;
    Checking checking;
    if (checking_begin(&checking, cli, cli->arguments.options[CLI_OPTION_BOOK], &error) !=
        WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    WritStatus status = check_texts(&checking, &error);
    CliExit end = status == WRIT_OK ? print(cli, &checking) : cli_fail(cli, &error);
    checking_end(&checking);
    return end;
}
