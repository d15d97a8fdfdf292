// One change of a text of the language, made at random: of a token, a line, a number or a name.
// What a token is, is told here roughly and apart from the lexer: a run of letters, digits, "_" and
// dots, a quoted text, or one sign.
#ifndef TESTS_TEXT_MUTATE_H
#define TESTS_TEXT_MUTATE_H

#include <stdbool.h>

#include "support/random.h"
#include "writ/text.h"

typedef enum Mutation {
    MUTATION_TOKEN_DELETED,
    MUTATION_TOKEN_DOUBLED,
    MUTATION_TOKENS_SWAPPED, // With the next one.
    MUTATION_TOKEN_REPLACED, // By another of its kind in the text.
    MUTATION_LINE_DELETED,
    MUTATION_LINE_MOVED,
    MUTATION_NUMBER_CHANGED,
    MUTATION_NAME_CHANGED, // By one letter.
    MUTATIONS
} Mutation;

const char *text_mutation_name(Mutation mutation);

// Appends `text` with one change; the same text where nothing in it can be changed so.
void text_mutate(WritText text, Mutation mutation, Random *random, WritBuffer *out);

// Changes that an author means something by, each of one line or of what belongs to it; and changes
// of layout and comments alone.
typedef enum Meaning { MEANING_OTHER, MEANING_SAME } Meaning;

// How many there are, and what number `change` is about.
uint32_t text_change_count(void);
const char *text_change_name(uint32_t change);
Meaning text_change_meaning(uint32_t change);
// Appends `text` with this change at a place chosen at random; false where it has no such place.
bool text_change(WritText text, uint32_t change, Random *random, WritBuffer *out);

#endif
