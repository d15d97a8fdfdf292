// The numbers of the tokens (TOK_…). Both parsers have the same ones.
#ifndef SYNTAX_TOKENS_H
#define SYNTAX_TOKENS_H

#include "careful_parser.h"

enum {
    TOK_FAULTY = TOK_CAREFUL_error,  // Told already: the parser goes on with the next line.
    TOK_NOTHING = TOK_CAREFUL_UNDEF, // To be read over.
};

#endif
