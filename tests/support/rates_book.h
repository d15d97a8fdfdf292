// A book with one process that converts an amount, and exchange rates, for tests of hosts.
#ifndef SUPPORT_RATES_BOOK_H
#define SUPPORT_RATES_BOOK_H

#include "writ/host.h"

// Puts the book in force with these lines as its rate file. NULL: without rates, and with a
// process that converts nothing.
WRIT_NODISCARD WritStatus rates_book_release(WritHost *host, const char *lines, WritError *error);

#endif
