#include "support/text_mutate.h"

#include <assert.h>
#include <string.h>

typedef enum TokenKind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_QUOTED, TOKEN_SIGN } TokenKind;

typedef struct Piece {
    size_t start, end; // Of bytes; `end` is the first one behind it.
    TokenKind kind;
} Piece;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// The piece that begins at the first byte behind white space; false at the end.
static bool next_piece(WritText text, size_t at, Piece *piece)
{
    while (at < text.length && (text.data[at] == ' ' || text.data[at] == '\n')) {
        at++;
    }
    if (at == text.length) {
        return false;
    }
    char first = text.data[at];
    size_t end = at + 1;
    piece->kind = is_letter(first)  ? TOKEN_WORD
                  : is_digit(first) ? TOKEN_NUMBER
                  : first == '"'    ? TOKEN_QUOTED
                                    : TOKEN_SIGN;
    if (piece->kind == TOKEN_QUOTED) {
        while (end < text.length && text.data[end] != '"' && text.data[end] != '\n') {
            end++;
        }
        end += end < text.length && text.data[end] == '"' ? 1 : 0;
    } else if (piece->kind != TOKEN_SIGN) {
        while (end < text.length &&
               (is_letter(text.data[end]) || is_digit(text.data[end]) || text.data[end] == '.')) {
            end++;
        }
    }
    piece->start = at;
    piece->end = end;
    return true;
}

// One of a kind, or of any for a negative `kind`; all alike probable.
static bool pick_piece(WritText text, int kind, Random *random, Piece *picked)
{
    uint32_t count = 0;
    Piece piece;
    for (size_t at = 0; next_piece(text, at, &piece); at = piece.end) {
        if ((kind < 0 || piece.kind == (TokenKind)kind) && random_below(random, ++count) == 0) {
            *picked = piece;
        }
    }
    return count > 0;
}

static WritText part(WritText text, size_t start, size_t end)
{
    assert(start <= end && end <= text.length);
    return (WritText){text.data + start, end - start};
}

// The text with `with` instead of the bytes from `start` to `end`.
static void replace(WritText text, size_t start, size_t end, WritText with, WritBuffer *out)
{
    writ_buffer_add(out, part(text, 0, start));
    writ_buffer_add(out, with);
    writ_buffer_add(out, part(text, end, text.length));
}

static void change_token(WritText text, Mutation mutation, Random *random, WritBuffer *out)
{
    Piece piece = {0};
    Piece other = {0};
    (void)pick_piece(text, -1, random, &piece);
    WritText token = part(text, piece.start, piece.end);
    if (mutation == MUTATION_TOKEN_DELETED) {
        replace(text, piece.start, piece.end, (WritText){0}, out);
    } else if (mutation == MUTATION_TOKEN_DOUBLED) {
        replace(text, piece.end, piece.end, token, out);
    } else if (mutation == MUTATION_TOKEN_REPLACED) {
        (void)pick_piece(text, (int)piece.kind, random, &other);
        replace(text, piece.start, piece.end, part(text, other.start, other.end), out);
    } else if (next_piece(text, piece.end, &other)) {
        writ_buffer_add(out, part(text, 0, piece.start));
        writ_buffer_add(out, part(text, other.start, other.end));
        writ_buffer_add(out, part(text, piece.end, other.start));
        writ_buffer_add(out, token);
        writ_buffer_add(out, part(text, other.end, text.length));
    } else {
        writ_buffer_add(out, text);
    }
}

// --- Lines ----------------------------------------------------------------------------------

// The bytes of a line with its end; `after` is the first one behind it.
static WritText line_at(WritText text, size_t start, size_t *after)
{
    size_t end = start;
    while (end < text.length && text.data[end] != '\n') {
        end++;
    }
    *after = end < text.length ? end + 1 : end;
    return part(text, start, *after);
}

typedef bool Wanted(WritText line);

static bool any_line(WritText line)
{
    return line.length > 1;
}

static bool pick_line(WritText text, Wanted *wanted, Random *random, WritText *picked)
{
    uint32_t count = 0;
    size_t after = 0;
    for (size_t at = 0; at < text.length; at = after) {
        WritText line = line_at(text, at, &after);
        if (wanted(line) && random_below(random, ++count) == 0) {
            *picked = line;
        }
    }
    return count > 0;
}

static size_t offset(WritText text, WritText inside)
{
    return (size_t)(inside.data - text.data);
}

static void change_line(WritText text, Mutation mutation, Random *random, WritBuffer *out)
{
    WritText line = {text.data, 0};
    WritText target = {text.data, 0};
    (void)pick_line(text, any_line, random, &line);
    (void)pick_line(text, any_line, random, &target);
    size_t start = offset(text, line);
    size_t to = offset(text, target);
    WritBuffer without = {0};
    replace(text, start, start + line.length, (WritText){0}, &without);
    if (mutation == MUTATION_LINE_DELETED) {
        writ_buffer_add(out, writ_buffer_text(&without));
    } else {
        to -= to > start ? line.length : 0;
        replace(writ_buffer_text(&without), to, to, line, out);
    }
    writ_buffer_dispose(&without);
}

// --- Numbers and names ----------------------------------------------------------------------

static void change_number(WritText text, Random *random, WritBuffer *out)
{
    static const char *const numbers[] = {"0",
                                          "1",
                                          "2",
                                          "1000001",
                                          "4294967296",
                                          "0.5",
                                          "99999999999999999999999999999999999999999999"};
    Piece piece = {0};
    (void)pick_piece(text, TOKEN_NUMBER, random, &piece);
    replace(text, piece.start, piece.end, writ_text(numbers[random_below(random, 7)]), out);
}

static void change_name(WritText text, Random *random, WritBuffer *out)
{
    Piece piece = {0};
    if (pick_piece(text, TOKEN_WORD, random, &piece)) {
        size_t at = (size_t)random_between(random, (int64_t)piece.start, (int64_t)piece.end - 1);
        char letter[] = {(char)('a' + random_below(random, 26)), '\0'};
        replace(text, at, at + 1, writ_text(letter), out);
    }
}

const char *text_mutation_name(Mutation mutation)
{
    static const char *const names[MUTATIONS] = {
        [MUTATION_TOKEN_DELETED] = "token deleted",   [MUTATION_TOKEN_DOUBLED] = "token doubled",
        [MUTATION_TOKENS_SWAPPED] = "tokens swapped", [MUTATION_TOKEN_REPLACED] = "token replaced",
        [MUTATION_LINE_DELETED] = "line deleted",     [MUTATION_LINE_MOVED] = "line moved",
        [MUTATION_NUMBER_CHANGED] = "number changed", [MUTATION_NAME_CHANGED] = "name changed",
    };
    return names[mutation];
}

void text_mutate(WritText text, Mutation mutation, Random *random, WritBuffer *out)
{
    switch (mutation) {
    case MUTATION_TOKEN_DELETED:
    case MUTATION_TOKEN_DOUBLED:
    case MUTATION_TOKENS_SWAPPED:
    case MUTATION_TOKEN_REPLACED:
        change_token(text, mutation, random, out);
        return;
    case MUTATION_LINE_DELETED:
    case MUTATION_LINE_MOVED:
        change_line(text, mutation, random, out);
        return;
    case MUTATION_NUMBER_CHANGED:
        change_number(text, random, out);
        return;
    case MUTATION_NAME_CHANGED:
        change_name(text, random, out);
        return;
    case MUTATIONS:
        break;
    }
    assert(false);
}
