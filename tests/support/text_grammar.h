// The grammar of the language as data, read from the file that its parser is made from.
#ifndef SUPPORT_TEXT_GRAMMAR_H
#define SUPPORT_TEXT_GRAMMAR_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/text.h"

enum {
    TEXT_GRAMMAR_SYMBOLS_MAX = 1000,
    TEXT_GRAMMAR_PARTS_MAX = 24,
    TEXT_GRAMMAR_WAYS_MAX = 2000,
};

typedef struct TextSymbol TextSymbol;

// One of the ways to write a symbol.
typedef struct TextWay {
    TextSymbol *of;
    TextSymbol *parts[TEXT_GRAMMAR_PARTS_MAX];
    uint32_t part_count;
    uint32_t height; // Of the flattest tree.
    uint32_t uses;
    bool goes_on; // A list: begins with the list so far.
} TextWay;

struct TextSymbol {
    const char *name;
    TextWay *ways; // Next to one another; NULL for a token.
    uint32_t way_count;
    uint32_t height;
    bool has_lines; // Line ends are among what it may hold.
};

typedef struct TextGrammar {
    TextSymbol *symbols;
    uint32_t symbol_count;
    TextWay *ways;
    uint32_t way_count;
    WritArena *arena;
} TextGrammar;

// Leaves out what reads lines with mistakes. Lives in `arena`; ends the program when the file
// cannot be read.
TextGrammar *text_grammar_read(WritArena *arena, const char *path);

TextSymbol *text_grammar_symbol(TextGrammar *grammar, const char *name);

#endif
