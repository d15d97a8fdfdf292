// The distance of Damerau and Levenshtein in the form that edits no part twice (optimal string
// alignment): three rows of the table are enough.
#include "source/diag.h"

#include <string.h>

enum { WORD_BYTES_MAX = 64 };

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint32_t diag_word_distance(WritText a, WritText b, uint32_t edits_max)
{
    size_t longer = a.length > b.length ? a.length : b.length;
    size_t shorter = a.length + b.length - longer;
    if (longer > WORD_BYTES_MAX || longer - shorter > edits_max) {
        return edits_max + 1;
    }
    uint32_t rows[3][WORD_BYTES_MAX + 1];
    uint32_t *before = rows[0];
    uint32_t *last = rows[1];
    uint32_t *row = rows[2];
    for (size_t j = 0; j <= b.length; j++) {
        last[j] = (uint32_t)j;
        before[j] = 0;
    }
    for (size_t i = 1; i <= a.length; i++) {
        row[0] = (uint32_t)i;
        for (size_t j = 1; j <= b.length; j++) {
            uint32_t differ = a.data[i - 1] != b.data[j - 1];
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + differ);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1]) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        uint32_t *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return least(last[b.length], edits_max + 1);
}

uint32_t diag_word_edits_max(WritText word)
{
    return word.length < 3 ? 0 : least(2, (uint32_t)((word.length + 1) / 3));
}
