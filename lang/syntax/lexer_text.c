// Texts: between quotation marks, with braces around expressions. An open brace is remembered, so
// that the text goes on where it is closed.
#include "syntax/characters.h"
#include "syntax/lexer_parts.h"
#include "syntax/tokens.h"

// A text that does not end is read up to the end of its line, or of the file when it may have
// several lines.
static Token give_up_text(Lexer *lexer, const unsigned char *start, bool triple, bool begun)
{
    const unsigned char *line_end = trivia_skip_comment(lexer, start);
    lexer->cursor = triple ? lexer->limit : line_end;
    if (lexer->brace_count > 0 && !begun) {
        // The quotation mark was meant to end the text that a brace is open in.
        uint32_t open = lexer->braces[0].open;
        lexer->brace_count = 0;
        Token token = token_fault(lexer, TOK_FAULTY, start, LEXER_OPEN_BRACE);
        lexer->fault_at = token_span_at(lexer, open, 1);
        return token;
    }
    Token token = token_fault(lexer, begun ? TOK_TEXT_TAIL : TOK_TEXT, start, LEXER_OPEN_TEXT);
    lexer->fault_at =
        token_span_at(lexer, (uint32_t)(start - lexer->text), (uint32_t)(line_end - start));
    return token;
}

static Token open_brace(Lexer *lexer, const unsigned char *start, bool triple, bool begun)
{
    if (lexer->brace_count == LEXER_BRACES_MAX) {
        lexer->cursor = trivia_skip_comment(lexer, start);
        lexer->brace_count = 0;
        return token_fault(lexer, TOK_FAULTY, start, LEXER_DEEP_BRACES);
    }
    uint32_t offset = (uint32_t)(lexer->cursor - lexer->text);
    lexer->braces[lexer->brace_count++] = (LexerBrace){triple, offset};
    lexer->cursor++;
    return token_make(lexer, begun ? TOK_TEXT_MIDDLE : TOK_TEXT_HEAD, start);
}

// Reads on from the cursor to the end of the text or its next brace. `begun`: a brace went before.
static Token read_text(Lexer *lexer, const unsigned char *start, bool triple, bool begun)
{
    for (; lexer->cursor < lexer->limit; lexer->cursor++) {
        const unsigned char *at = lexer->cursor;
        if (*at == '\n' && !triple) {
            break;
        }
        if (at[0] == '{' && at[1] == '{') {
            lexer->cursor++;
        } else if (*at == '{') {
            return open_brace(lexer, start, triple, begun);
        } else if (*at == '"' && (!triple || (at[1] == '"' && at[2] == '"'))) {
            lexer->cursor += triple ? 3 : 1;
            return token_make(lexer, begun ? TOK_TEXT_TAIL : TOK_TEXT, start);
        }
    }
    return give_up_text(lexer, start, triple, begun);
}

Token text_begin(Lexer *lexer, const unsigned char *start, TextLines lines)
{
    return read_text(lexer, start, lines == TEXT_OF_SEVERAL, false);
}

Token text_after_brace(Lexer *lexer, const unsigned char *start)
{
    if (lexer->brace_count == 0) {
        return token_fault(lexer, TOK_NOTHING, start, LEXER_CHARACTER);
    }
    lexer->brace_count--;
    return read_text(lexer, start, lexer->braces[lexer->brace_count].triple, true);
}

// Up to the quotation mark that closes, or to the end of the line.
Token text_in_foreign_quotes(Lexer *lexer, const unsigned char *start)
{
    while (lexer->cursor < lexer->limit && *lexer->cursor != '\n') {
        const unsigned char *at = lexer->cursor;
        bool curved = at[0] == 0xe2 && at[1] == 0x80 && at[2] >= 0x98 && at[2] <= 0x9f;
        bool angled = at[0] == 0xc2 && at[1] == 0xbb;
        if (curved || angled || (*at == '\'' && *start == '\'') || *at == '"') {
            lexer->cursor += curved ? 3 : angled ? 2 : 1;
            break;
        }
        lexer->cursor++;
    }
    return token_fault(lexer, TOK_TEXT, start, LEXER_QUOTES);
}
