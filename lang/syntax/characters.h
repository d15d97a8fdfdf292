// What a byte of a source can be part of, and how to get over some of them.
#ifndef SYNTAX_CHARACTERS_H
#define SYNTAX_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "writ/text.h"

static inline bool is_word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static inline bool is_name_start(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool is_name_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Behind spaces, U+00A0 and U+202F; a tab has been told of and counts as a space. The text ends
// with a NUL, so looking ahead is safe.
static inline const unsigned char *skip_spaces(const unsigned char *at)
{
    for (;;) {
        if (*at == ' ' || *at == '\t') {
            at++;
        } else if (at[0] == 0xc2 && at[1] == 0xa0) {
            at += 2;
        } else if (at[0] == 0xe2 && at[1] == 0x80 && at[2] == 0xaf) {
            at += 3;
        } else {
            return at;
        }
    }
}

static inline const unsigned char *skip_name(const unsigned char *at)
{
    while (is_name_byte(*at)) {
        at++;
    }
    return at;
}

static inline bool stands_before_colon(const unsigned char *word_end)
{
    return *skip_spaces(word_end) == ':';
}

static inline WritText text_between(const unsigned char *start, const unsigned char *end)
{
    return (WritText){(const char *)start, (size_t)(end - start)};
}

#endif
