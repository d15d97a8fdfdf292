// Which rows match, by the tables that were made ready (writ/tables.h).
#ifndef EVAL_TABLES_H
#define EVAL_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/tables.h"

enum {
    TABLES_WORDS_MAX = 32, // Of the bits of one set of rows.
    TABLES_ROWS_MAX = TABLES_WORDS_MAX * 64,
};

// The rows of a decision, counted from its first: bit n % 64 of word n / 64.
typedef struct RowSet {
    uint64_t words[TABLES_WORDS_MAX];
    uint32_t word_count;
} RowSet;

// False when the decision has to be tried row by row.
bool tables_find(const WritTables *tables, uint32_t decision, const WritRecord *input,
                 RowSet *rows);

#endif
