// The book: the git repository that holds the definitions, read as hostile input.
//
// References are read here, in the calling process, by a small reader of our own. Objects are read
// by a confined child, the program `writ-book`, which is the only one that links libgit2 and which
// is killed when it takes too long or too much; what it answers is checked again. Nothing here
// reads git's configuration, runs hooks or filters, or follows a symbolic link. Rules 12 to 18 of
// the design's guarantees; docs/book.md has what is refused and why.
#ifndef WRIT_BOOK_H
#define WRIT_BOOK_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/text.h"

enum {
    WRIT_BOOK_ENTRIES_MAX = 10000,      // Files and folders together, skipped ones included.
    WRIT_BOOK_DEPTH_MAX = 16,           // Folders within folders.
    WRIT_BOOK_NAME_BYTES_MAX = 100,     // Of one file or folder.
    WRIT_BOOK_PATH_BYTES_MAX = 1000,    // Of a file, from the top of the book.
    WRIT_BOOK_FILE_BYTES_MAX = 1 << 20, // Of one file that is read.
    WRIT_BOOK_BYTES_MAX = 16 << 20,     // Of all files that are read, together.
    WRIT_BOOK_ARENA_BYTES = 48 << 20,   // What reading one revision takes from an arena at most.
    WRIT_BOOK_SUBJECT_BYTES_MAX = 200,  // Of a commit's first line; what is longer is cut.
    WRIT_BOOK_PERSON_BYTES_MAX = 200,   // Of a name or an address in a commit; cut as well.
    WRIT_COMMIT_ID_BYTES = 41,
};

typedef struct WritBook WritBook;

// The full id of a commit: 40 lower-case hexadecimal digits and a NUL. Empty where there is none.
typedef struct WritCommitId {
    char hex[WRIT_COMMIT_ID_BYTES];
} WritCommitId;

// Who made a commit and when, as the commit claims: nobody has vouched for it.
typedef struct WritSignature {
    WritText name; // UTF-8 without control and direction characters.
    WritText email;
    int64_t at_seconds;     // Since 1970-01-01T00:00Z, up to the year 9999.
    int32_t offset_minutes; // Of the local time there, from UTC.
} WritSignature;

typedef struct WritCommit {
    WritCommitId id;
    WritSignature author;
    WritSignature committer;
    WritText subject; // The first line of its message.
} WritCommit;

typedef enum WritFileMode {
    WRIT_FILE_PLAIN,
    WRIT_FILE_EXECUTABLE,
} WritFileMode;

typedef struct WritBookFile {
    WritText path;  // From the top, with `/`: processes/sales/order_to_deliver.writ
    WritText bytes; // Anything at all: the reader of the language judges it.
    WritFileMode mode;
} WritBookFile;

// The files that make up definitions, `*.writ`, `*.lua` and `writ.lock` at the top, and the
// holidays of calendars, `*.csv` and `*.ics` in folders with the name "calendars", and exchange
// rates, `*.csv` in folders with the name "rates", in the order of
// the bytes of their paths. Other files are skipped without being read.
typedef struct WritBookContents {
    WritCommit commit; // All empty where the files come from a plain folder.
    WritBookFile *files;
    uint32_t file_count;
} WritBookContents;

// Opens the book at `directory`: its top folder, a linked work tree of it, or a bare repository.
// `program` is the path of `writ-book`; NULL stands for the one beside the running program. The
// caller closes the book. WRIT_NOT_FOUND when the directory is missing or no repository;
// WRIT_INVALID when the repository is of a kind that is refused.
WRIT_NODISCARD WritStatus writ_book_open(WritBook **book, const char *directory,
                                         const char *program, WritError *error);
void writ_book_close(WritBook *book); // NULL is allowed.

// What `revision` names now: a full commit id, or a reference by its full name
// ("refs/heads/main"); NULL is HEAD. Whether an object of that id exists is found by reading it.
// WRIT_NOT_FOUND when the reference is missing or the book has no commit yet, WRIT_INVALID when
// the revision or the repository's files are malformed.
WRIT_NODISCARD WritStatus writ_book_head(WritCommitId *id, const WritBook *book,
                                         const char *revision, WritError *error);

// The files of one commit, in `arena`. WRIT_NOT_FOUND when the object is missing, WRIT_INVALID
// when an object is corrupt or the book breaks a rule, WRIT_LIMIT when it reaches a bound (the
// child's time and memory included), WRIT_IO when the child cannot be run.
WRIT_NODISCARD WritStatus writ_book_read(WritBookContents *contents, WritArena *arena,
                                         const WritBook *book, const WritCommitId *id,
                                         WritError *error);

// The same kinds of files from a plain folder, by the same rules, in the calling process: what
// `writ check` looks at before there is a commit. Hidden files and folders are skipped.
WRIT_NODISCARD WritStatus writ_book_read_files(WritBookContents *contents, WritArena *arena,
                                               const char *directory, WritError *error);

// A repository that is to be made: what it holds and who makes it.
typedef struct WritNewBook {
    const char *directory;     // Must be missing, or an empty folder; its parent must exist.
    const char *program;       // As for writ_book_open.
    const WritBookFile *files; // Of any kind, in any order, by the rules for names and sizes.
    uint32_t file_count;
    WritSignature author; // Of the first commit, who is its committer too.
    WritText subject;     // Its message.
} WritNewBook;

// Makes a git repository with branch `main`, the files and one commit of them. WRIT_CONFLICT when
// something is there already; when it fails later, what was made so far stays and the error says
// so.
WRIT_NODISCARD WritStatus writ_book_create(WritCommitId *id, const WritNewBook *new_book,
                                           WritError *error);

#endif
