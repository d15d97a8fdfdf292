// What an author may have meant by words that are not in the vocabulary there.
#ifndef SYNTAX_SIMILAR_H
#define SYNTAX_SIMILAR_H

#include "syntax/trouble.h"
#include "syntax/vocabulary.h"

// A phrase that was probably meant, and the part of the source that it would replace.
typedef struct Similar {
    const VocabularyEntry *entry; // NULL: nothing is near.
    WritSpan span;
    bool exact; // The words are those of the phrase: only the comma before them is missing.
} Similar;

// The nearest of the phrases that could stand at `start`. Phrases that begin with a comma are
// found when their words stand there without it.
Similar similar_expected(const WritSource *source, uint32_t start, TroubleExpected expected);

// The nearest of all phrases that begin a line.
Similar similar_line(const WritSource *source, uint32_t start);

// What other languages say for something in this one: `else`, `elsif`, `over 20%`, …
typedef struct Foreign {
    const char *own; // What to write here; NULL: not a foreign word.
    int kind;        // The token to read instead; 0 where there is none.
    WritSpan span;
} Foreign;

Foreign similar_foreign(const WritSource *source, uint32_t start);

#endif
