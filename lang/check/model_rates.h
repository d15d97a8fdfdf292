// The checked tree: exchange rates, with what their files say.
#ifndef CHECK_MODEL_RATES_H
#define CHECK_MODEL_RATES_H

#include "check/model_data.h"
#include "writ/rates.h"

typedef struct Rates {
    const Symbol *symbol;
    WritRateTable table; // Sorted; without rates where `refused`.
    WritText path;       // Of the file, from the top of the book.
    WritSpan path_span;
    bool refused; // Something about it was told: no more is.
} Rates;

// A rate file of the book.
typedef struct RateFile {
    WritText path;
    WritText bytes;
} RateFile;

#endif
