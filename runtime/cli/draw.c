// `draw`: a process of the book as SVG or Mermaid, made by lang/draw.
#include "cli/book_process.h"
#include "writ/draw_process.h"

static CliExit draw(Cli *cli, const WritPlan *plan)
{
    WritError error;
    WritBuffer out = {0};
    WritArena *arena = writ_arena_new(WRIT_DRAW_PROCESS_ARENA_BYTES);
    WritStatus status = WRIT_OK;
    if (cli_has(&cli->arguments, CLI_OPTION_MERMAID)) {
        writ_draw_process_mermaid(&out, arena, plan);
    } else {
        status = writ_draw_process_svg(&out, arena, plan, &error);
    }
    CliExit end = status == WRIT_OK ? book_process_print(cli, &out) : cli_fail(cli, &error);
    writ_arena_free(arena);
    writ_buffer_dispose(&out);
    return end;
}

CliExit command_draw(Cli *cli)
{
    WritError error;
    BookProcess found;
    BookFault fault;
    WritArena *arena = writ_arena_new(BOOK_PROCESS_ARENA_BYTES);
    WritStatus status = book_process_find(&found, arena, cli, &fault, &error);
    CliExit end = status == WRIT_OK ? draw(cli, found.plan) : book_process_fail(cli, fault, &error);
    writ_arena_free(arena);
    return end;
}
