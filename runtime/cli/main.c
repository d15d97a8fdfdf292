// The program: the world as it is.
#include <locale.h>

#include "cli/cli.h"
#include "writ/arena.h"

int main(int count, char **words)
{
    // How wide a character is; nothing else of the locale is used.
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    writ_arena_keep_memory();
    Cli cli = {.in = stdin, .out = stdout, .err = stderr, .clock = writ_clock_system()};
    return (int)cli_run(&cli, count - 1, (const char *const *)words + 1);
}
