// The calendars of a book, as they stand in its files.
#ifndef CLI_CALENDAR_SET_H
#define CLI_CALENDAR_SET_H

#include "writ/almanac.h"
#include "writ/book.h"
#include "writ/calendar.h"
#include "writ/compile.h"

// An arena of this size is enough for one book.
#define CALENDAR_SET_ARENA_BYTES                                                                   \
    (WRIT_BOOK_ARENA_BYTES + (size_t)WRIT_COMPILE_ARENA_BYTES_MAX + WRIT_ALMANAC_ARENA_BYTES)

// Reads the plain files of the book in `directory`, committed or not, and releases its calendars
// with their holidays and zones: a sorted set in `arena`. `almanac_program` is the path of
// writ-almanac; NULL: beside the running program. WRIT_INVALID: a text of the book has errors, or a
// holiday file or a zone is not there or not sound: `writ check` tells them. WRIT_NOT_FOUND: there
// is no such folder, or it holds no .writ file. Else as writ_host_release_calendars.
WRIT_NODISCARD WritStatus calendar_set_read(WritCalendars *set, WritArena *arena,
                                            const char *directory, const char *almanac_program,
                                            WritError *error);

#endif
