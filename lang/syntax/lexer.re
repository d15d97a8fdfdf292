// The lexer. re2c reads what can be told by its bytes alone; what depends on the place of a word is
// in the functions above it and in lexer_phrase.c.
#include "syntax/lexer.h"

#include <assert.h>
#include <string.h>

#include "syntax/characters.h"
#include "syntax/lexer_parts.h"
#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

// --- Tokens -------------------------------------------------------------------------------

Token token_make(Lexer *lexer, int kind, const unsigned char *start)
{
    WritSpan span = {lexer->base + (uint32_t)(start - lexer->text),
                     lexer->base + (uint32_t)(lexer->cursor - lexer->text)};
    if (lexer->blank_line || lexer->comment_count > lexer->comments_told) {
        trivia_attach(lexer, span.start);
    }
    if (lexer->at_line_start) {
        lexer->at_line_start = false;
        lexer->line_first = kind;
        lexer->line_tokens = 0;
        lexer->line_start = span.start;
        lexer->may_seen = false;
    }
    lexer->line_tokens++;
    lexer->may_seen = lexer->may_seen || kind == TOK_MAY;
    lexer->nothing_on_line = false;
    lexer->last = kind;
    lexer->last_end = span.end;
    return (Token){.kind = kind, .span = span};
}

Token token_fault(Lexer *lexer, int kind, const unsigned char *start, LexerFault fault)
{
    Token token = token_make(lexer, kind, start);
    token.fault = fault;
    lexer->fault_at = token.span;
    return token;
}

WritSpan token_span_at(const Lexer *lexer, uint32_t offset, uint32_t bytes)
{
    return (WritSpan){lexer->base + offset, lexer->base + offset + bytes};
}

// A line end is empty and stands where the line's last token ended.
static Token make_line_end(Lexer *lexer)
{
    lexer->last = TOK_NL;
    lexer->at_line_start = true;
    lexer->brackets = 0;
    return (Token){.kind = TOK_NL, .span = {lexer->last_end, lexer->last_end}};
}

static Token make_end(Lexer *lexer)
{
    if (lexer->last != TOK_NL && lexer->last != 0) {
        return make_line_end(lexer);
    }
    uint32_t end = lexer->base + (uint32_t)(lexer->limit - lexer->text);
    if (lexer->blank_line || lexer->comment_count > lexer->comments_told) {
        trivia_attach(lexer, end);
    }
    trivia_settle(lexer);
    lexer->at_line_start = false;
    lexer->line_first = TOK_YYEOF;
    lexer->line_start = end;
    return (Token){.kind = TOK_YYEOF, .span = {end, end}};
}

// --- Words --------------------------------------------------------------------------------

static Token read_word(Lexer *lexer, const unsigned char *start)
{
    if (lexer->last == TOK_DOT) {
        return token_make(lexer, TOK_NAME, start);
    }
    PhrasePosition position = lexer->at_line_start ? PHRASE_LINE_START : PHRASE_INSIDE;
    PhraseMatch match = phrase_find(lexer, start, lexer->cursor, position);
    lexer->cursor = match.end;
    return token_make(lexer, match.kind == 0 ? TOK_NAME : match.kind, start);
}

static Token read_comma(Lexer *lexer, const unsigned char *start)
{
    const unsigned char *word = trivia_skip(lexer, lexer->cursor);
    if (lexer->last != TOK_DOT && is_name_start(*word)) {
        const unsigned char *end = skip_name(word);
        PhraseMatch match = is_word_byte(*end)
                                ? (PhraseMatch){0, end}
                                : phrase_find(lexer, word, end, PHRASE_AFTER_COMMA);
        if (match.kind != 0) {
            trivia_pass_over(lexer, lexer->cursor, word);
            lexer->cursor = match.end;
            return token_make(lexer, match.kind, start);
        }
    }
    return token_make(lexer, TOK_COMMA, start);
}

// --- Line ends ----------------------------------------------------------------------------

static bool ends_open(int kind)
{
    return kind == TOK_COMMA || kind == TOK_THEN || kind == TOK_NEXT_TIME ||
           kind == TOK_IF_STILL_NOT || kind == TOK_OR_IF_NONE || kind == TOK_AND ||
           kind == TOK_OR || kind == TOK_OR_ELSE || kind == TOK_EQUAL || kind == TOK_NOT_EQUAL ||
           kind == TOK_LESS || kind == TOK_LESS_EQUAL || kind == TOK_GREATER ||
           kind == TOK_GREATER_EQUAL || kind == TOK_PLUS || kind == TOK_MINUS || kind == TOK_STAR ||
           kind == TOK_SLASH;
}

// Words that can never begin a clause: a line that begins with one goes on with the line before.
static bool begins_continuation(const unsigned char *at)
{
    static const char *const phrases[] = {
        "with", "where", "into", "because", "and", "or", "then", "stop the work there",
        "go on with the work",
    };
    if (!is_name_start(*at)) {
        return false;
    }
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        const unsigned char *end = at;
        const char *c = phrases[i];
        for (; *c != '\0'; c++) {
            if (*c == ' ') {
                end = skip_spaces(end);
            } else if (*end == (unsigned char)*c) {
                end++;
            } else {
                break;
            }
        }
        if (*c == '\0' && !is_word_byte(*end)) {
            return !stands_before_colon(end);
        }
    }
    return false;
}

// A phrase that only begins lines, an action or a field shows that a bracket before it was
// forgotten.
static bool begins_clause(const Lexer *lexer, const unsigned char *at)
{
    if (!is_name_start(*at)) {
        return *at == '|';
    }
    const unsigned char *end = skip_name(at);
    if (stands_before_colon(end)) {
        return true;
    }
    PhraseMatch match = phrase_find(lexer, at, end, PHRASE_LINE_START);
    if (match.kind == 0) {
        return false;
    }
    PhraseMatch inside = phrase_find(lexer, at, end, PHRASE_INSIDE);
    VocabularyGroup group = vocabulary_of_token(match.kind)->group;
    return match.kind != inside.kind || match.end != inside.end || group == GROUP_ACTION ||
           group == GROUP_LAST_ACTION || group == GROUP_WHO || group == GROUP_THEN;
}

typedef enum LineEnd {
    LINE_GOES_ON,
    LINE_ENDS,
    LINE_ENDS_IN_BRACE,
    LINE_ENDS_IN_BRACKET,
} LineEnd;

// Looks over comments and blank lines at what comes next, once for all of their line ends.
static LineEnd look_further(Lexer *lexer)
{
    const unsigned char *next = trivia_skip(lexer, lexer->cursor);
    LineEnd judged = LINE_GOES_ON;
    if (lexer->brackets > 0) {
        bool asked = lexer->mode == LEXER_WITH_EVIDENCE;
        judged = asked && begins_clause(lexer, next) ? LINE_ENDS_IN_BRACKET : LINE_GOES_ON;
    } else if (!begins_continuation(next)) {
        judged = LINE_ENDS;
    }
    if (judged == LINE_GOES_ON) {
        lexer->goes_on_to = next;
    }
    return judged;
}

static LineEnd judge_line_end(Lexer *lexer)
{
    trivia_end_line(lexer);
    if (lexer->brace_count > 0) {
        return LINE_ENDS_IN_BRACE;
    }
    if (lexer->at_line_start || lexer->cursor <= lexer->goes_on_to ||
        (lexer->brackets == 0 && ends_open(lexer->last))) {
        return LINE_GOES_ON;
    }
    return look_further(lexer);
}

// The line end that a fault comes with: the text or the bracket is given up there.
static Token end_faulty_line(Lexer *lexer, LexerFault fault, uint32_t open)
{
    Token token = make_line_end(lexer);
    token.fault = fault;
    lexer->fault_at = token_span_at(lexer, open, 1);
    return token;
}

static Token end_line(Lexer *lexer, LineEnd judged)
{
    if (judged == LINE_ENDS_IN_BRACE) {
        uint32_t open = lexer->braces[0].open;
        lexer->brace_count = 0;
        return end_faulty_line(lexer, LEXER_OPEN_BRACE, open);
    }
    if (judged == LINE_ENDS_IN_BRACKET) {
        return end_faulty_line(lexer, LEXER_OPEN_BRACKET, lexer->bracket_open);
    }
    return make_line_end(lexer);
}

// --- Other tokens -------------------------------------------------------------------------

// `|-----|---|` below the head of a table is layout. Where it ends, or NULL when this is none.
static const unsigned char *skip_rule_of_table(const unsigned char *at)
{
    bool dashed = false;
    for (; *at == '|' || *at == '-' || *at == ':' || *at == ' '; at++) {
        dashed = dashed || *at == '-';
    }
    bool ends = *at == '\n' || *at == '\r' || *at == '\0' || *at == '#';
    return dashed && ends ? at : NULL;
}

static Token open_bracket(Lexer *lexer, const unsigned char *start)
{
    lexer->brackets++;
    lexer->bracket_open = (uint32_t)(start - lexer->text);
    return token_make(lexer, *start == '(' ? TOK_OPEN_PAREN : TOK_OPEN_BRACKET, start);
}

static Token close_bracket(Lexer *lexer, const unsigned char *start)
{
    lexer->brackets -= lexer->brackets > 0 ? 1 : 0;
    return token_make(lexer, *start == ')' ? TOK_CLOSE_PAREN : TOK_CLOSE_BRACKET, start);
}

static int kind_of_sign(const unsigned char *start)
{
    switch (start[0]) {
    case '.':
        return TOK_DOT;
    case ':':
        return TOK_COLON;
    case '=':
        return TOK_EQUAL;
    case '+':
        return TOK_PLUS;
    case '-':
        return TOK_MINUS;
    case '*':
        return TOK_STAR;
    case '/':
        return TOK_SLASH;
    case '<':
        return start[1] == '>' ? TOK_NOT_EQUAL : start[1] == '=' ? TOK_LESS_EQUAL : TOK_LESS;
    default:
        assert(start[0] == '>');
        return start[1] == '=' ? TOK_GREATER_EQUAL : TOK_GREATER;
    }
}

// Digits with letters behind them are a position only when nothing follows: `2nd`, not `2ndary`.
static Token read_ordinal(Lexer *lexer, const unsigned char *start)
{
    if (!is_word_byte(*lexer->cursor)) {
        return token_make(lexer, TOK_ORDINAL, start);
    }
    lexer->cursor -= 2;
    return token_make(lexer, TOK_NUMBER, start);
}

static Token read_strange_word(Lexer *lexer, const unsigned char *start)
{
    bool small = false;
    for (const unsigned char *at = start; at < lexer->cursor; at++) {
        small = small || is_name_start(*at);
    }
    bool is_name = is_name_start(*start) || *start == '_' || small;
    return token_fault(lexer, is_name ? TOK_NAME : TOK_CODE, start, LEXER_WORD);
}

void lexer_start(Lexer *lexer, const WritSource *source, WritArena *arena, LexerMode mode)
{
    const unsigned char *text = (const unsigned char *)source->text.data;
    *lexer = (Lexer){
        .arena = arena,
        .text = text,
        .cursor = text,
        .goes_on_to = text,
        .limit = text + source->text.length,
        .base = source->start,
        .mode = mode,
        .at_line_start = true,
        .nothing_on_line = true,
        .last_end = source->start,
    };
    assert(*lexer->limit == '\0');
    if (source->text.length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        lexer->cursor += 3;
    }
}

/*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = "lexer->cursor";
    re2c:define:YYMARKER = "lexer->marker";
    re2c:define:YYLIMIT = "lexer->limit";
    re2c:yyfill:enable = 0;
    re2c:eof = 0;

    space = [ \t\u00a0\u202f];
    group = [ \u00a0\u202f];
    digit = [0-9];
    digits = digit+;
    quotes = [\u2018-\u201f\u00ab\u00bb'];
*/

Token lexer_next(Lexer *lexer)
{
    const unsigned char *start;
    for (;;) {
        start = lexer->cursor;
        /*!re2c
            $ { return make_end(lexer); }
            space+ { continue; }
            "#" [^\n]* { trivia_add_comment(lexer, start, lexer->cursor); continue; }
            "\r"? "\n" {
                LineEnd judged = judge_line_end(lexer);
                if (judged == LINE_GOES_ON) {
                    continue;
                }
                return end_line(lexer, judged);
            }

            [a-z][a-z0-9_]* { return read_word(lexer, start); }
            [A-Z][A-Z0-9]{1,3} { return token_make(lexer, TOK_CODE, start); }
            [A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]* { return token_make(lexer, TOK_TYPENAME, start); }
            [A-Za-z_][A-Za-z0-9_]* { return read_strange_word(lexer, start); }

            digits ("st" | "nd" | "rd" | "th") { return read_ordinal(lexer, start); }
            digit{4} "-" digit{2} "-" digit{2} { return token_make(lexer, TOK_DATE, start); }
            digit{2} ":" digit{2} { return token_make(lexer, TOK_TIME, start); }
            digits "." digits "." digits { return token_make(lexer, TOK_VERSION, start); }
            (digits | digit{1,3} (group digit{3})+) ("." digits)? {
                return token_make(lexer, TOK_NUMBER, start);
            }
            digits ("." digits)? "%" { return token_make(lexer, TOK_PERCENT, start); }

            "," { return read_comma(lexer, start); }
            "(" | "[" { return open_bracket(lexer, start); }
            ")" | "]" { return close_bracket(lexer, start); }
            [.:=<>+*/-] | "<>" | "<=" | ">=" {
                return token_make(lexer, kind_of_sign(start), start);
            }
            "||" { return token_make(lexer, TOK_BARS, start); }
            "|" {
                const unsigned char *rule =
                    lexer->at_line_start ? skip_rule_of_table(start) : NULL;
                if (rule == NULL) {
                    return token_make(lexer, TOK_BAR, start);
                }
                lexer->cursor = rule;
                lexer->nothing_on_line = false;
                continue;
            }

            ["] { return text_begin(lexer, start, TEXT_OF_ONE_LINE); }
            ["]["]["] { return text_begin(lexer, start, TEXT_OF_SEVERAL); }
            "}" { return text_after_brace(lexer, start); }
            quotes { return text_in_foreign_quotes(lexer, start); }

            "==" | "=>" { return token_fault(lexer, TOK_EQUAL, start, LEXER_OPERATOR); }
            "!=" { return token_fault(lexer, TOK_NOT_EQUAL, start, LEXER_OPERATOR); }
            "&&" | "&" { return token_fault(lexer, TOK_AND, start, LEXER_OPERATOR); }
            "!" { return token_fault(lexer, TOK_NOT, start, LEXER_OPERATOR); }
            [^] { return token_fault(lexer, TOK_NOTHING, start, LEXER_CHARACTER); }
            * { return token_fault(lexer, TOK_NOTHING, start, LEXER_CHARACTER); }
        */
    }
}
