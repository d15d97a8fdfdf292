// The texts of a book as they stand in its files, compiled: what authors' commands begin with.
#ifndef CLI_CHECKING_H
#define CLI_CHECKING_H

#include "cli/cli.h"
#include "writ/book.h"
#include "writ/calendar.h"
#include "writ/compile.h"

typedef struct Checking {
    char *directory; // The folder that was named, or the book around the current one.
    WritBookContents contents;
    WritCompilation *compilation; // Run, with Lua files and calendars checked.
    WritCalendars calendars;      // Of a book without errors, as a release puts them in force.
    WritArena *arena;
    WritArena *files;
    WritArena *almanac;
} Checking;

// Reads and checks `named`, or where it is NULL the book around the current folder. What is wrong
// in the texts is in the diagnostics; otherwise it fails as cli_fail_opening has it, after which
// there is nothing to end. The caller ends it with checking_end.
WRIT_NODISCARD WritStatus checking_begin(Checking *checking, const Cli *cli, const char *named,
                                         WritError *error);
void checking_end(Checking *checking);

// A file of the book taken to hold other bytes than it does: what would be if it was written.
typedef struct CheckingInstead {
    WritText path; // From the top of the book.
    WritText bytes;
} CheckingInstead;

// As checking_begin. WRIT_CONFLICT when the book has no such file any more.
WRIT_NODISCARD WritStatus checking_begin_instead(Checking *checking, const Cli *cli,
                                                 const char *named, const CheckingInstead *instead,
                                                 WritError *error);

// WRIT_INVALID where the texts have errors: "the book has 2 errors, so that its calendars are not
// known". `unknown` is what is not known, or NULL: nothing is said of it.
WRIT_NODISCARD WritStatus checking_is_sound(const WritCompilation *compilation, const char *unknown,
                                            WritError *error);

// Prints the diagnostics as text, coloured where the page of the command is.
void checking_print(Cli *cli, const Checking *checking, FILE *out);

#endif
