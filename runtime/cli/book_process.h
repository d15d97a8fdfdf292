// A process of a book, compiled as `writ check` does: from the files as they are, or from a commit.
#ifndef CLI_BOOK_PROCESS_H
#define CLI_BOOK_PROCESS_H

#include "cli/cli.h"
#include "writ/book.h"
#include "writ/measure.h"
#include "writ/plan.h"

// An arena of this size is enough for one book.
#define BOOK_PROCESS_ARENA_BYTES (WRIT_BOOK_ARENA_BYTES + (size_t)WRIT_COMPILE_ARENA_BYTES_MAX)

typedef struct BookProcess {
    const WritPlan *plan;        // In the arena; so all else.
    const WritMeasure *measures; // Of the book.
    uint32_t measure_count;
    WritCommit commit; // All empty where it comes from the files as they are.
} BookProcess;

// What went wrong decides how the program ends.
typedef enum BookFault {
    BOOK_FAULT_OPENING, // See cli_fail_opening.
    BOOK_FAULT_NAME,    // The book has no such process.
} BookFault;

// The process that the first operand names, with or without its module, of the book that --book
// names, or around the current folder, or in that folder itself; with --at of that revision of it.
// `fault` is set where it fails.
WRIT_NODISCARD WritStatus book_process_find(BookProcess *found, WritArena *arena, const Cli *cli,
                                            BookFault *fault, WritError *error);
CliExit book_process_fail(const Cli *cli, BookFault fault, const WritError *error);

// Writes to the file that --out names, or to standard output.
CliExit book_process_print(Cli *cli, const WritBuffer *bytes);

#endif
