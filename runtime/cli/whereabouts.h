// Which book and which store a command is about.
#ifndef CLI_WHEREABOUTS_H
#define CLI_WHEREABOUTS_H

#include "cli/cli.h"

// The caller ends it with whereabouts_dispose.
typedef struct Whereabouts {
    char *book;     // Absolute path of its top folder; NULL where only a store was named.
    char *store;    // Path of the database. Its directory exists where it has begun.
    bool has_begun; // False: the book has no store yet, and the command makes none.
} Whereabouts;

// --book, or the folder around the current one that is a book: it has .writ/, or it is the top of
// a git repository with .writ files in it. --store, WRIT_STORE, or .writ/store.db in the book.
// WRIT_NOT_FOUND: there is no book and no store is named, or the command needs a store that is not
// there.
WRIT_NODISCARD WritStatus whereabouts_find(Whereabouts *at, const Cli *cli, WritError *error);
void whereabouts_dispose(Whereabouts *at);

// The folder of the book around the current one, or NULL. The caller frees it.
char *whereabouts_find_book(void);
// The folder that is named, the book around the current folder, or where there is none that folder
// itself. `named` may be NULL. The caller frees it.
char *whereabouts_folder(const char *named);

#endif
