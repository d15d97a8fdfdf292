// Comments and blank lines. Comments are only counted while the file is read and become pointers
// when it is done, because their array may still move.
#include <string.h>

#include "syntax/characters.h"
#include "syntax/lexer_parts.h"

const unsigned char *trivia_skip_comment(const Lexer *lexer, const unsigned char *at)
{
    const unsigned char *end = memchr(at, '\n', (size_t)(lexer->limit - at));
    return end == NULL ? lexer->limit : end;
}

// The next thing that is neither space nor comment nor line end.
const unsigned char *trivia_skip(const Lexer *lexer, const unsigned char *at)
{
    for (;;) {
        at = skip_spaces(at);
        if (*at == '#') {
            at = trivia_skip_comment(lexer, at);
        } else if (*at == '\n' || *at == '\r') {
            at++;
        } else {
            return at;
        }
    }
}

static void *grow(WritArena *arena, void *old, uint32_t count, uint32_t *capacity, size_t size)
{
    *capacity = count == 0 ? 16 : count * 2;
    void *grown = writ_arena_array(arena, *capacity, size);
    if (count > 0) {
        memcpy(grown, old, count * size);
    }
    return grown;
}

void trivia_add_comment(Lexer *lexer, const unsigned char *start, const unsigned char *end)
{
    if (end > start && end[-1] == '\r') {
        end--;
    }
    if (lexer->comment_count == lexer->comment_capacity) {
        lexer->comments = grow(lexer->arena, lexer->comments, lexer->comment_count,
                               &lexer->comment_capacity, sizeof *lexer->comments);
    }
    lexer->comments[lexer->comment_count++] = (TreeComment){
        .span = {lexer->base + (uint32_t)(start - lexer->text),
                 lexer->base + (uint32_t)(end - lexer->text)},
        .own_line = lexer->nothing_on_line,
        .blank_line = lexer->blank_line,
    };
    lexer->blank_line = false;
    lexer->nothing_on_line = false;
}

void trivia_end_line(Lexer *lexer)
{
    lexer->blank_line = lexer->blank_line || lexer->nothing_on_line;
    lexer->nothing_on_line = true;
}

// What stands between a comma and the rest of its phrase.
void trivia_pass_over(Lexer *lexer, const unsigned char *start, const unsigned char *end)
{
    for (const unsigned char *at = start; at < end; at++) {
        if (*at == '#') {
            const unsigned char *comment_end = trivia_skip_comment(lexer, at);
            trivia_add_comment(lexer, at, comment_end);
            at = comment_end;
        }
        if (*at == '\n') {
            trivia_end_line(lexer);
        }
    }
}

void trivia_attach(Lexer *lexer, uint32_t before)
{
    if (lexer->trivia_count == lexer->trivia_capacity) {
        lexer->trivia = grow(lexer->arena, lexer->trivia, lexer->trivia_count,
                             &lexer->trivia_capacity, sizeof *lexer->trivia);
    }
    lexer->trivia[lexer->trivia_count++] = (TreeTrivia){
        .before = before,
        .blank_line = lexer->blank_line,
        .comment_count = lexer->comment_count - lexer->comments_told,
    };
    lexer->comments_told = lexer->comment_count;
    lexer->blank_line = false;
}

void trivia_settle(Lexer *lexer)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < lexer->trivia_count; i++) {
        TreeTrivia *trivia = &lexer->trivia[i];
        trivia->comments = trivia->comment_count == 0 ? NULL : &lexer->comments[first];
        first += trivia->comment_count;
    }
}
