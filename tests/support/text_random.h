// Files of the language made at random from its grammar: each is valid, and whatever the grammar
// has is used sooner or later. What layout leaves open is random too: spaces, line ends, comments.
#ifndef SUPPORT_TEXT_RANDOM_H
#define SUPPORT_TEXT_RANDOM_H

#include "support/random.h"
#include "writ/arena.h"
#include "writ/text.h"

typedef struct TextRandom TextRandom;

// Reads the grammar as the parser has it, all of its parts in one file. Ends the program when
// there is none. Lives in `arena`.
TextRandom *text_random_new(WritArena *arena, const char *grammar_path);

// Appends a file. What was used least so far is used first.
void text_random_file(TextRandom *grammar, Random *random, WritBuffer *out);

// An alternative of the grammar that no file had so far: "name: number". NULL when there is none.
const char *text_random_unused(TextRandom *grammar);

#endif
