// The program `writ` with a clock that stands: WRIT_DRIVER_NOW is what it says, in RFC 3339, or
// "running" for the system's clock; and with every account called "tester", whoever runs the tests.
// Only tests run it; the program itself reads no such variable.
#include <locale.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "writ/value.h"

// In place of the C library's.
int getpwuid_r(uid_t uid, struct passwd *entry, char *bytes, size_t size, struct passwd **found)
{
    static char account[] = "tester";
    (void)bytes;
    (void)size;
    *entry = (struct passwd){.pw_name = account, .pw_uid = uid};
    *found = entry;
    return 0;
}

int main(int count, char **words)
{
    WritManualClock clock = {0};
    WritError error;
    const char *now = getenv("WRIT_DRIVER_NOW");
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    bool runs = now != NULL && strcmp(now, "running") == 0;
    if (!runs &&
        (now == NULL || writ_instant_parse(&clock.now, writ_text(now), &error) != WRIT_OK)) {
        (void)fputs("cli_driver: WRIT_DRIVER_NOW is no instant\n", stderr);
        return (int)CLI_USAGE_WRONG;
    }
    Cli cli = {
        .in = stdin,
        .out = stdout,
        .err = stderr,
        .clock = runs ? writ_clock_system() : writ_clock_manual(&clock),
        .hook_program = WRIT_HOOK_PROGRAM,
        .almanac_program = WRIT_ALMANAC_PROGRAM,
        .book_program = WRIT_BOOK_PROGRAM,
    };
    return (int)cli_run(&cli, count - 1, (const char *const *)words + 1);
}
