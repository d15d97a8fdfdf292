#include "format/pieces.h"

#include <assert.h>
#include <string.h>

#include "syntax/lexer.h"
#include "syntax/tokens.h"

// Each takes a place on the stack of the parser, which is no deeper than that (parser.y).
enum { OPEN_MAX = 6000 };

bool piece_has_comments(const Piece *piece)
{
    return piece->trivia != NULL && piece->trivia->comment_count > 0;
}

uint32_t piece_space_bytes(const unsigned char *at)
{
    if (*at == ' ' || *at == '\t' || *at == '\r') {
        return 1;
    }
    if (at[0] == 0xc2 && at[1] == 0xa0) {
        return 2;
    }
    return at[0] == 0xe2 && at[1] == 0x80 && at[2] == 0xaf ? 3 : 0;
}

const unsigned char *piece_skip_spaces(const unsigned char *at)
{
    for (uint32_t bytes; (bytes = piece_space_bytes(at)) > 0;) {
        at += bytes;
    }
    return at;
}

bool piece_is_text(const Piece *piece)
{
    return piece->kind == TOK_TEXT || piece->kind == TOK_TEXT_HEAD ||
           piece->kind == TOK_TEXT_MIDDLE || piece->kind == TOK_TEXT_TAIL;
}

const unsigned char *piece_phrase_of_comma(const unsigned char *text, const Piece *piece)
{
    const unsigned char *at = piece_skip_spaces(text + piece->start + 1);
    while (*at == '#' || *at == '\n') {
        while (*at != '\n') {
            at++;
        }
        at = piece_skip_spaces(at + 1);
    }
    return at;
}

// --- What a piece is ----------------------------------------------------------------------

static bool is_unit(int kind)
{
    return kind == TOK_SECOND || kind == TOK_MINUTE || kind == TOK_HOUR || kind == TOK_DAY ||
           kind == TOK_WEEK || kind == TOK_MONTH || kind == TOK_YEAR || kind == TOK_WORKING_DAY ||
           kind == TOK_WORKING_HOUR || kind == TOK_TIMES;
}

// What a minus behind it is subtracted from.
static bool ends_value(int kind)
{
    return is_unit(kind) || kind == TOK_NAME || kind == TOK_CODE || kind == TOK_NUMBER ||
           kind == TOK_PERCENT || kind == TOK_DATE || kind == TOK_TIME || kind == TOK_CLOSE_PAREN ||
           kind == TOK_TEXT || kind == TOK_TEXT_TAIL || kind == TOK_YES || kind == TOK_NO ||
           kind == TOK_NONE;
}

// The clause so far: what is asked of it for the next piece.
typedef struct Clause {
    const Piece *first; // NULL at its start.
    const Piece *last;  // NULL at its start.
    bool last_is_sign;  // `last` is the minus of a negative value.
    bool in_condition;  // Behind `when`.
    uint32_t open[OPEN_MAX];
    uint32_t open_count;
} Clause;

static bool is_fraction_sign(const Clause *clause, int kind)
{
    return kind == TOK_SLASH && clause->first->kind == TOK_MAJORITY && !clause->in_condition;
}

static bool is_spaced(const Clause *clause, const Piece *piece)
{
    int kind = piece->kind;
    const Piece *last = clause->last;
    if (last == NULL || piece->comma || kind == TOK_COMMA || kind == TOK_CLOSE_PAREN ||
        kind == TOK_CLOSE_BRACKET || kind == TOK_DOT || kind == TOK_TEXT_MIDDLE ||
        kind == TOK_TEXT_TAIL) {
        return false;
    }
    if (last->kind == TOK_OPEN_PAREN || last->kind == TOK_OPEN_BRACKET || last->kind == TOK_DOT ||
        last->kind == TOK_TEXT_HEAD || last->kind == TOK_TEXT_MIDDLE) {
        return false;
    }
    if (clause->last_is_sign) {
        return kind == TOK_MINUS;
    }
    if (is_fraction_sign(clause, kind) || is_fraction_sign(clause, last->kind)) {
        return false;
    }
    return kind != TOK_OPEN_PAREN || (last->kind != TOK_NAME && last->kind != TOK_TYPENAME);
}

// --- Columns ------------------------------------------------------------------------------

// Words with one space between them; the phrase of a comma begins behind it.
static uint32_t width_of_words(const unsigned char *at, const unsigned char *end)
{
    uint32_t width = 0;
    while (at < end) {
        const unsigned char *word = piece_skip_spaces(at);
        width += word > at ? 1 : 0;
        at = word;
        while (at < end && piece_space_bytes(at) == 0) {
            at++;
            width++;
        }
    }
    return width;
}

static uint32_t width_of_text(const unsigned char *at, const unsigned char *end)
{
    uint32_t width = 0;
    for (; at < end; at++) {
        width += (*at & 0xc0) != 0x80;
    }
    return width;
}

static uint32_t width_of(const unsigned char *text, const Piece *piece)
{
    const unsigned char *start = text + piece->start;
    const unsigned char *end = text + piece->end;
    if (piece_is_text(piece)) {
        return width_of_text(start, end);
    }
    if (piece->comma) {
        return 2 + width_of_words(piece_phrase_of_comma(text, piece), end);
    }
    uint32_t width = width_of_words(start, end);
    bool has_s = end[-1] == 's';
    return piece->number == PIECE_ONE && has_s        ? width - 1
           : piece->number == PIECE_SEVERAL && !has_s ? width + 1
                                                      : width;
}

// --- Reading ------------------------------------------------------------------------------

static PieceNumber number_of(const unsigned char *text, const Clause *clause, int kind)
{
    const Piece *last = clause->last;
    if (last == NULL || last->kind != TOK_NUMBER || !is_unit(kind)) {
        return PIECE_AS_WRITTEN;
    }
    bool one = last->end - last->start == 1 && text[last->start] == '1';
    return one ? PIECE_ONE : PIECE_SEVERAL;
}

// Brackets, and texts with expressions inside: the one that opens learns where it ends.
static void pair(Pieces *pieces, Clause *clause, uint32_t index)
{
    Piece *piece = &pieces->list[index];
    int kind = piece->kind;
    piece->partner = index;
    if (kind == TOK_OPEN_PAREN || kind == TOK_OPEN_BRACKET || kind == TOK_TEXT_HEAD) {
        assert(clause->open_count < OPEN_MAX);
        clause->open[clause->open_count++] = index;
    } else if (kind == TOK_CLOSE_PAREN || kind == TOK_CLOSE_BRACKET || kind == TOK_TEXT_TAIL) {
        assert(clause->open_count > 0);
        pieces->list[clause->open[--clause->open_count]].partner = index;
    }
    if (kind == TOK_TEXT_MIDDLE || kind == TOK_TEXT_TAIL) {
        uint32_t head = kind == TOK_TEXT_TAIL ? clause->open[clause->open_count]
                                              : clause->open[clause->open_count - 1];
        piece->triple = pieces->list[head].triple;
    }
}

static void add_to_clause(Pieces *pieces, Clause *clause, uint32_t index)
{
    Piece *piece = &pieces->list[index];
    const unsigned char *text = pieces->text;
    const unsigned char *start = text + piece->start;
    const Piece *last = clause->last;
    piece->comma = *start == ',' && piece->kind != TOK_COMMA;
    piece->triple = (piece->kind == TOK_TEXT || piece->kind == TOK_TEXT_HEAD) &&
                    piece->end - piece->start >= 4 && memcmp(start, "\"\"\"", 3) == 0;
    pair(pieces, clause, index);
    piece->number = number_of(text, clause, piece->kind);
    piece->spaced = is_spaced(clause, piece);
    piece->width = width_of(text, piece);
    bool told = last != NULL && piece_has_comments(piece);
    piece->reach = (last == NULL ? 0 : last->reach) + (piece->spaced ? 1 : 0) + piece->width;
    piece->parted = (last == NULL ? 0 : last->parted) + (told && !piece->comma);
    piece->folded = (last == NULL ? 0 : last->folded) + (piece->triple || (told && piece->comma));
    clause->last_is_sign = piece->kind == TOK_MINUS && (last == NULL || !ends_value(last->kind));
    clause->in_condition = clause->in_condition || piece->kind == TOK_WHEN;
    clause->first = last == NULL ? piece : clause->first;
    clause->last = piece;
}

static Piece *add(Pieces *pieces, WritArena *arena, uint32_t *capacity)
{
    if (pieces->count == *capacity) {
        *capacity *= 2;
        Piece *grown = writ_arena_array(arena, *capacity, sizeof *grown);
        memcpy(grown, pieces->list, pieces->count * sizeof *grown);
        pieces->list = grown;
    }
    return &pieces->list[pieces->count++];
}

static void read_all(Pieces *pieces, Lexer *lexer, uint32_t base, WritArena *arena)
{
    uint32_t capacity = 64 + (uint32_t)(lexer->limit - lexer->text) / 4;
    pieces->list = writ_arena_array(arena, capacity, sizeof *pieces->list);
    int kind;
    do {
        Token token = lexer_next(lexer);
        assert(token.fault == LEXER_NO_FAULT);
        kind = token.kind;
        *add(pieces, arena, &capacity) =
            (Piece){.kind = kind, .start = token.span.start - base, .end = token.span.end - base};
    } while (kind != TOK_YYEOF);
}

// What stands before a token is known when the file is read to its end.
static void attach_trivia(Pieces *pieces, const Lexer *lexer, uint32_t base)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < pieces->count && next < lexer->trivia_count; i++) {
        Piece *piece = &pieces->list[i];
        if (piece->kind != TOK_NL && piece->start == lexer->trivia[next].before - base) {
            piece->trivia = &lexer->trivia[next++];
        }
    }
    assert(next == lexer->trivia_count);
}

Pieces pieces_read(const WritSource *source, WritArena *arena)
{
    Lexer lexer;
    lexer_start(&lexer, source, arena, LEXER_PLAIN);
    Pieces pieces = {.text = lexer.text};
    read_all(&pieces, &lexer, source->start, arena);
    attach_trivia(&pieces, &lexer, source->start);
    Clause *clause = writ_arena_alloc(arena, sizeof *clause);
    for (uint32_t i = 0; i < pieces.count; i++) {
        if (pieces.list[i].kind == TOK_NL) {
            assert(clause->open_count == 0);
            clause->first = NULL;
            clause->last = NULL;
            clause->last_is_sign = false;
            clause->in_condition = false;
        } else if (pieces.list[i].kind != TOK_YYEOF) {
            add_to_clause(&pieces, clause, i);
        }
    }
    return pieces;
}
