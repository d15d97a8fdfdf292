// Which book and which store a command is about.
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "cli/cli.h"

// The caller ends it with place_dispose.
typedef struct Place {
    char *book;  // Absolute path of its top folder; NULL where only a store was named.
    char *store; // Path of the database. Its directory exists.
} Place;

// --book, or the folder around the current one that is a book: it has .writ/, or it is the top of
// a git repository with .writ files in it. --store, WRIT_STORE, or .writ/store.db in the book.
// WRIT_NOT_FOUND: there is no book and no store is named.
WRIT_NODISCARD WritStatus place_find(Place *place, const Cli *cli, WritError *error);
void place_dispose(Place *place);

// The folder of the book around the current one, or NULL. The caller frees it.
char *place_find_book(void);

#endif
