// Plays a page on which commands of `writ calendar` stand, over the calendars of the reference
// company, and prints the page anew:
//
//     $ writ calendar add "2026-10-23 16:00" "4 working hours" fr_off
//     what was printed, until the next command, the end of the fence ("```") or a "# " line
//
// An exit status that is not 0 stands as "[1]" behind it. Everything else is left as it is. The
// clock stands at 2026-10-20T08:00:00Z.
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "cli/calendar.h"
#include "support/company_calendars.h"
#include "writ/value.h"

enum { LINE_BYTES = 4096, WORDS_MAX = 16, PROMPT_BYTES = sizeof "$ writ " - 1 };

static const char asked[] = "$ writ calendar "; // Other commands stand in sessions of run_cli.

// Words apart by blanks, in place; quotes keep blanks.
static int split(char *line, const char *words[WORDS_MAX])
{
    int count = 0;
    while (*line != '\0' && count < WORDS_MAX) {
        line += strspn(line, " ");
        if (*line == '\0') {
            break;
        }
        const char *stop = *line == '"' ? "\"" : " ";
        line += *line == '"' ? 1 : 0;
        words[count++] = line;
        line += strcspn(line, stop);
        if (*line != '\0') {
            *line++ = '\0';
        }
    }
    return count;
}

static void run(char *command, const WritCalendars *set)
{
    WritManualClock clock = {0};
    WritError error;
    const char *words[WORDS_MAX];
    int count = split(command, words);
    if (writ_instant_parse(&clock.now, writ_text("2026-10-20T08:00:00Z"), &error) != WRIT_OK) {
        abort();
    }
    Cli cli = {.in = stdin, .out = stdout, .err = stdout, .clock = writ_clock_manual(&clock)};
    WritStatus status = cli_arguments_read(&cli.arguments, count, words, &error);
    CliExit end = status == WRIT_OK ? calendar_answer(&cli, set) : cli_fail_usage(&cli, &error);
    if (end != CLI_DONE) {
        (void)printf("[%d]\n", (int)end);
    }
}

int main(int count, char **words)
{
    static char line[LINE_BYTES];
    bool prints = false; // What stands here was printed by a command.
    if (count != 1) {
        (void)fprintf(stderr, "usage: %s <PAGE\n", words[0]);
        return 2;
    }
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    WritArena *arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    WritCalendars set = company_calendars(arena);
    while (fgets(line, sizeof line, stdin) != NULL) {
        bool command = strncmp(line, asked, sizeof asked - 1) == 0;
        prints = prints && !command && strncmp(line, "```", 3) != 0 && strncmp(line, "# ", 2) != 0;
        if (!prints) {
            (void)fputs(line, stdout);
        }
        if (command) {
            line[strcspn(line, "\n")] = '\0';
            run(line + PROMPT_BYTES, &set);
            prints = true;
        }
    }
    writ_arena_free(arena);
    return 0;
}
