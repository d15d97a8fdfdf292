// How wide texts are on paper, and where their lines break.
//
// Lengths are tenths of a point. Widths are those of the metric family that Helvetica, Arial and
// Liberation Sans share; a picture fixes the length of each text, so that it fits in other fonts.
#ifndef DRAW_METRICS_H
#define DRAW_METRICS_H

#include "draw/phrases.h"

typedef enum TextWeight {
    WEIGHT_NORMAL,
    WEIGHT_BOLD,
} TextWeight;

int32_t metrics_width(WritText text, int32_t size, TextWeight weight);

// A part of a line: what stands in one style.
typedef struct Run {
    PieceStyle style;
    WritText text;  // Of a stage also its label.
    WritText label; // Of a stage.
    int32_t x;      // From the left of the line.
    int32_t width;
    struct Run *next;
} Run;

typedef struct Line {
    Run *first, *last;
    int32_t width;
    struct Line *next;
} Line;

typedef struct Lines {
    Line *first, *last;
    uint32_t count;
} Lines;

typedef struct Setting {
    int32_t size;
    int32_t width;      // Of a line.
    int32_t indent;     // Of each line but the first.
    uint32_t lines_max; // What is longer ends in an ellipsis.
    TextWeight weight;  // Of plain pieces.
} Setting;

// Breaks between words; a word that is wider than a line breaks anywhere.
Lines metrics_set(Phrases *phrases, const Phrase *phrase, const Setting *setting);

#endif
