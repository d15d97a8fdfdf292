// Optimal string alignment distance, three rows at a time.
#include "writ/nearest.h"

#include <string.h>

enum { WORD_BYTES_MAX = 64, DISTANCE_MAX = 2 };

WritNearest writ_nearest(WritText word)
{
    return (WritNearest){word, {NULL, 0}, DISTANCE_MAX + 1};
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance_of(WritText a, WritText b)
{
    size_t rows[3][WORD_BYTES_MAX + 1] = {0}; // Of the letter before last, the last, this one.
    for (size_t j = 0; j <= b.length; j++) {
        rows[1][j] = j;
    }
    for (size_t i = 1; i <= a.length; i++) {
        rows[2][0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            char x = lower(a.data[i - 1]);
            char y = lower(b.data[j - 1]);
            size_t best = rows[1][j - 1] + (x == y ? 0 : 1);
            best = smaller(best, smaller(rows[1][j], rows[2][j - 1]) + 1);
            if (i > 1 && j > 1 && x == lower(b.data[j - 2]) && lower(a.data[i - 2]) == y) {
                best = smaller(best, rows[0][j - 2] + 1);
            }
            rows[2][j] = best;
        }
        memcpy(rows[0], rows[1], sizeof rows[0]);
        memcpy(rows[1], rows[2], sizeof rows[1]);
    }
    return rows[1][b.length];
}

void writ_nearest_offer(WritNearest *nearest, WritText candidate)
{
    WritText word = nearest->word;
    size_t longer = word.length > candidate.length ? word.length : candidate.length;
    size_t shorter = word.length + candidate.length - longer;
    if (longer > WORD_BYTES_MAX || shorter == 0 || longer - shorter > DISTANCE_MAX) {
        return;
    }
    size_t distance = distance_of(word, candidate);
    if (distance * 3 <= longer && distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = candidate;
    }
}
