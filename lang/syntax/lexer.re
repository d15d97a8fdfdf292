// The lexer. re2c reads what can be told by its bytes alone; what depends on the place of a word is
// in the functions above it.
#include "syntax/lexer.h"

#include <assert.h>
#include <string.h>

#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

// --- Characters ---------------------------------------------------------------------------

static bool is_word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_name_start(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_name_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Behind spaces, U+00A0 and U+202F; a tab has been told of and counts as a space. The text ends
// with a NUL, so looking ahead is safe.
static const unsigned char *skip_spaces(const unsigned char *at)
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

static const unsigned char *skip_name(const unsigned char *at)
{
    while (is_name_byte(*at)) {
        at++;
    }
    return at;
}

static const unsigned char *skip_comment(const Lexer *lexer, const unsigned char *at)
{
    const unsigned char *end = memchr(at, '\n', (size_t)(lexer->limit - at));
    return end == NULL ? lexer->limit : end;
}

// The next thing that is neither space nor comment nor line end.
static const unsigned char *skip_blank(const Lexer *lexer, const unsigned char *at)
{
    for (;;) {
        at = skip_spaces(at);
        if (*at == '#') {
            at = skip_comment(lexer, at);
        } else if (*at == '\n' || *at == '\r') {
            at++;
        } else {
            return at;
        }
    }
}

static bool stands_before_colon(const unsigned char *word_end)
{
    return *skip_spaces(word_end) == ':';
}

static WritText text_between(const unsigned char *start, const unsigned char *end)
{
    return (WritText){(const char *)start, (size_t)(end - start)};
}

// --- Comments and blank lines -------------------------------------------------------------

static void *grow(WritArena *arena, void *old, uint32_t count, uint32_t *capacity, size_t size)
{
    *capacity = count == 0 ? 16 : count * 2;
    void *grown = writ_arena_array(arena, *capacity, size);
    if (count > 0) {
        memcpy(grown, old, count * size);
    }
    return grown;
}

static void add_comment(Lexer *lexer, const unsigned char *start, const unsigned char *end)
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
    };
    lexer->nothing_on_line = false;
}

static void end_physical_line(Lexer *lexer)
{
    if (lexer->nothing_on_line && lexer->comment_count == lexer->comments_told) {
        lexer->blank_line = true;
    }
    lexer->nothing_on_line = true;
}

// What stands between a comma and the rest of its phrase.
static void pass_over_blank(Lexer *lexer, const unsigned char *start, const unsigned char *end)
{
    for (const unsigned char *at = start; at < end; at++) {
        if (*at == '#') {
            const unsigned char *comment_end = skip_comment(lexer, at);
            add_comment(lexer, at, comment_end);
            at = comment_end;
        }
        if (*at == '\n') {
            end_physical_line(lexer);
        }
    }
}

// Comments are numbered here and become pointers when the file is done (lexer_next at the end),
// because their array may still move.
static void add_trivia(Lexer *lexer, uint32_t before)
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

static void settle_trivia(Lexer *lexer)
{
    TreeComment *next = lexer->comments;
    for (uint32_t i = 0; i < lexer->trivia_count; i++) {
        lexer->trivia[i].comments = next;
        next += lexer->trivia[i].comment_count;
    }
}

// --- Tokens -------------------------------------------------------------------------------

static Token make_token(Lexer *lexer, int kind, const unsigned char *start)
{
    WritSpan span = {lexer->base + (uint32_t)(start - lexer->text),
                     lexer->base + (uint32_t)(lexer->cursor - lexer->text)};
    if (lexer->blank_line || lexer->comment_count > lexer->comments_told) {
        add_trivia(lexer, span.start);
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
    return (Token){.kind = kind, .span = span, .fault_span = span};
}

static Token make_fault(Lexer *lexer, int kind, const unsigned char *start, LexerFault fault)
{
    Token token = make_token(lexer, kind, start);
    token.fault = fault;
    return token;
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
        add_trivia(lexer, end);
    }
    settle_trivia(lexer);
    lexer->at_line_start = false;
    lexer->line_first = TOK_YYEOF;
    lexer->line_start = end;
    return (Token){.kind = TOK_YYEOF, .span = {end, end}, .fault_span = {end, end}};
}

// --- Phrases ------------------------------------------------------------------------------

static bool is_time_unit(int kind)
{
    return kind == TOK_SECOND || kind == TOK_MINUTE || kind == TOK_HOUR || kind == TOK_DAY ||
           kind == TOK_WEEK || kind == TOK_MONTH || kind == TOK_YEAR || kind == TOK_WORKING_DAY ||
           kind == TOK_WORKING_HOUR;
}

// Whether a path follows, and then `words`: `if order.lines changes later` and `if paid happens`
// are lines of their own; any other `if` opens a block.
static bool path_and_words_follow(const unsigned char *at, const char *const words[2])
{
    const unsigned char *name = skip_spaces(at);
    for (;;) {
        if (!is_name_start(*name)) {
            return false;
        }
        at = skip_name(name);
        if (*at != '.') {
            break;
        }
        name = at + 1;
    }
    for (int i = 0; i < 2 && words[i] != NULL; i++) {
        size_t length = strlen(words[i]);
        const unsigned char *word = skip_spaces(at);
        if (word == at || strncmp((const char *)word, words[i], length) != 0 ||
            is_word_byte(word[length])) {
            return false;
        }
        at = word + length;
    }
    return true;
}

static bool condition_holds(const Lexer *lexer, VocabularyCondition condition,
                            const unsigned char *end)
{
    bool second = lexer->line_tokens == 1;
    switch (condition) {
    case WHEN_ALWAYS:
        return true;
    case WHEN_ON_DEADLINE_LINE:
        return lexer->line_first == TOK_DEADLINE;
    case WHEN_ON_CHECK_LINE:
        return lexer->line_first == TOK_CHECK;
    case WHEN_ON_NAME_LINE:
        return lexer->line_first == TOK_NAME;
    case WHEN_IN_TABLE_HEAD:
        return second && lexer->line_first == TOK_BAR;
    case WHEN_AFTER_BARS:
        return lexer->last == TOK_BARS;
    case WHEN_AFTER_SUBJECT:
        return second && lexer->line_first == TOK_NAME;
    case WHEN_AFTER_SUBJECT_OR_SYSTEM:
        return (second && lexer->line_first == TOK_NAME) || lexer->line_first == TOK_SYSTEM;
    case WHEN_AFTER_NUMBER:
        return lexer->last == TOK_NUMBER;
    case WHEN_AFTER_NUMBER_OR_EVERY:
        return lexer->last == TOK_NUMBER || lexer->last == TOK_EVERY;
    case WHEN_AFTER_ORDINAL:
        return lexer->last == TOK_ORDINAL;
    case WHEN_AFTER_UNIT:
        return is_time_unit(lexer->last);
    case WHEN_AFTER_MAY:
        return lexer->may_seen;
    case WHEN_CHANGES_LATER_FOLLOWS:
        return path_and_words_follow(end, (const char *const[]){"changes", "later"});
    case WHEN_HAPPENS_FOLLOWS:
        return path_and_words_follow(end, (const char *const[]){"happens", NULL});
    }
    WRIT_UNREACHABLE();
}

// Where a phrase is looked for.
typedef enum Position {
    POSITION_LINE_START,
    POSITION_INSIDE,
    POSITION_AFTER_COMMA,
} Position;

static bool place_fits(VocabularyPlace place, Position position)
{
    switch (place) {
    case PLACE_CLASS:
    case PLACE_SIGN:
        return false;
    case PLACE_LINE:
        return position == POSITION_LINE_START;
    case PLACE_INSIDE:
        return position == POSITION_INSIDE;
    case PLACE_ANYWHERE:
        return position != POSITION_AFTER_COMMA;
    case PLACE_COMMA:
        return position == POSITION_AFTER_COMMA;
    }
    WRIT_UNREACHABLE();
}

typedef struct Match {
    int kind; // 0: no phrase.
    const unsigned char *end;
} Match;

// The longest phrase that begins with the word from `start` to `end`.
static Match find_phrase(const Lexer *lexer, const unsigned char *start, const unsigned char *end,
                         Position position)
{
    Match best = {0, end};
    const VocabularyNode *node = vocabulary_first(text_between(start, end));
    while (node != NULL && !stands_before_colon(end)) {
        for (size_t i = 0; i < node->entry_count; i++) {
            const VocabularyEntry *entry = vocabulary_node_entry(node, i);
            if (place_fits(entry->place, position) &&
                condition_holds(lexer, entry->condition, end)) {
                best = (Match){entry->token, end};
                break;
            }
        }
        if (node->child_count == 0) {
            break;
        }
        start = skip_spaces(end);
        if (start == end || !is_name_start(*start)) {
            break;
        }
        end = skip_name(start);
        if (is_word_byte(*end)) {
            break; // `not inStock`
        }
        node = vocabulary_next(node, text_between(start, end));
    }
    return best;
}

static Token read_word(Lexer *lexer, const unsigned char *start)
{
    if (lexer->last == TOK_DOT) {
        return make_token(lexer, TOK_NAME, start);
    }
    Position position = lexer->at_line_start ? POSITION_LINE_START : POSITION_INSIDE;
    Match match = find_phrase(lexer, start, lexer->cursor, position);
    lexer->cursor = match.end;
    return make_token(lexer, match.kind == 0 ? TOK_NAME : match.kind, start);
}

static Token read_comma(Lexer *lexer, const unsigned char *start)
{
    const unsigned char *word = skip_blank(lexer, lexer->cursor);
    if (lexer->last != TOK_DOT && is_name_start(*word)) {
        const unsigned char *end = skip_name(word);
        Match match = is_word_byte(*end) ? (Match){0, end}
                                         : find_phrase(lexer, word, end, POSITION_AFTER_COMMA);
        if (match.kind != 0) {
            pass_over_blank(lexer, lexer->cursor, word);
            lexer->cursor = match.end;
            return make_token(lexer, match.kind, start);
        }
    }
    return make_token(lexer, TOK_COMMA, start);
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

// A phrase that only begins lines, or a field, shows that a bracket before it was forgotten.
static bool begins_clause(const Lexer *lexer, const unsigned char *at)
{
    if (!is_name_start(*at)) {
        return *at == '|';
    }
    const unsigned char *end = skip_name(at);
    if (stands_before_colon(end)) {
        return true;
    }
    Match match = find_phrase(lexer, at, end, POSITION_LINE_START);
    if (match.kind == 0) {
        return false;
    }
    Match inside = find_phrase(lexer, at, end, POSITION_INSIDE);
    return match.kind != inside.kind || match.end != inside.end;
}

typedef enum LineEnd {
    LINE_GOES_ON,
    LINE_ENDS,
    LINE_ENDS_IN_BRACE,
    LINE_ENDS_IN_BRACKET,
} LineEnd;

static LineEnd judge_line_end(Lexer *lexer)
{
    end_physical_line(lexer);
    if (lexer->brace_count > 0) {
        return LINE_ENDS_IN_BRACE;
    }
    if (lexer->at_line_start) {
        return LINE_GOES_ON;
    }
    if (lexer->brackets > 0) {
        bool forgotten = lexer->mode == LEXER_WITH_EVIDENCE &&
                         begins_clause(lexer, skip_blank(lexer, lexer->cursor));
        return forgotten ? LINE_ENDS_IN_BRACKET : LINE_GOES_ON;
    }
    if (ends_open(lexer->last) || begins_continuation(skip_blank(lexer, lexer->cursor))) {
        return LINE_GOES_ON;
    }
    return LINE_ENDS;
}

static WritSpan span_at(const Lexer *lexer, uint32_t offset, uint32_t bytes)
{
    return (WritSpan){lexer->base + offset, lexer->base + offset + bytes};
}

// The line end that a fault comes with: the text or the bracket is given up there.
static Token end_faulty_line(Lexer *lexer, LexerFault fault, uint32_t open)
{
    Token token = make_line_end(lexer);
    token.fault = fault;
    token.fault_span = span_at(lexer, open, 1);
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

// --- Texts --------------------------------------------------------------------------------

// A text that does not end is read up to the end of the line it began in.
static Token give_up_text(Lexer *lexer, const unsigned char *start, bool begun)
{
    lexer->cursor = skip_comment(lexer, start);
    if (lexer->brace_count > 0 && !begun) {
        // The quotation mark was meant to end the text that a brace is open in.
        uint32_t open = lexer->braces[0].open;
        lexer->brace_count = 0;
        Token token = make_fault(lexer, TOK_FAULTY, start, LEXER_OPEN_BRACE);
        token.fault_span = span_at(lexer, open, 1);
        return token;
    }
    return make_fault(lexer, begun ? TOK_TEXT_TAIL : TOK_TEXT, start, LEXER_OPEN_TEXT);
}

static Token open_brace(Lexer *lexer, const unsigned char *start, bool triple, bool begun)
{
    if (lexer->brace_count == LEXER_BRACES_MAX) {
        lexer->cursor = skip_comment(lexer, start);
        lexer->brace_count = 0;
        return make_fault(lexer, TOK_FAULTY, start, LEXER_DEEP_BRACES);
    }
    uint32_t offset = (uint32_t)(lexer->cursor - lexer->text);
    lexer->braces[lexer->brace_count++] = (LexerBrace){triple, offset};
    lexer->cursor++;
    return make_token(lexer, begun ? TOK_TEXT_MIDDLE : TOK_TEXT_HEAD, start);
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
            return make_token(lexer, begun ? TOK_TEXT_TAIL : TOK_TEXT, start);
        }
    }
    return give_up_text(lexer, start, begun);
}

static Token close_brace(Lexer *lexer, const unsigned char *start)
{
    if (lexer->brace_count == 0) {
        return make_fault(lexer, TOK_NOTHING, start, LEXER_CHARACTER);
    }
    lexer->brace_count--;
    return read_text(lexer, start, lexer->braces[lexer->brace_count].triple, true);
}

// Up to the quotation mark that closes, or to the end of the line.
static Token read_foreign_text(Lexer *lexer, const unsigned char *start)
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
    return make_fault(lexer, TOK_TEXT, start, LEXER_QUOTES);
}

// --- Other tokens -------------------------------------------------------------------------

// `|-----|---|` below the head of a table is layout.
static bool is_rule_of_table(const unsigned char *at)
{
    bool dashed = false;
    for (; *at == '|' || *at == '-' || *at == ':' || *at == ' '; at++) {
        dashed = dashed || *at == '-';
    }
    return dashed && (*at == '\n' || *at == '\r' || *at == '\0');
}

static Token open_bracket(Lexer *lexer, int kind, const unsigned char *start)
{
    lexer->brackets++;
    lexer->bracket_open = (uint32_t)(start - lexer->text);
    return make_token(lexer, kind, start);
}

static Token close_bracket(Lexer *lexer, int kind, const unsigned char *start)
{
    lexer->brackets -= lexer->brackets > 0 ? 1 : 0;
    return make_token(lexer, kind, start);
}

// Digits with letters behind them are a position only when nothing follows: `2nd`, not `2ndary`.
static Token read_ordinal(Lexer *lexer, const unsigned char *start)
{
    if (!is_word_byte(*lexer->cursor)) {
        return make_token(lexer, TOK_ORDINAL, start);
    }
    lexer->cursor -= 2;
    return make_token(lexer, TOK_NUMBER, start);
}

static Token read_strange_word(Lexer *lexer, const unsigned char *start)
{
    bool small = false;
    for (const unsigned char *at = start; at < lexer->cursor; at++) {
        small = small || is_name_start(*at);
    }
    bool is_name = is_name_start(*start) || *start == '_' || small;
    return make_fault(lexer, is_name ? TOK_NAME : TOK_CODE, start, LEXER_WORD);
}

void lexer_start(Lexer *lexer, const WritSource *source, WritArena *arena, LexerMode mode)
{
    const unsigned char *text = (const unsigned char *)source->text.data;
    *lexer = (Lexer){
        .arena = arena,
        .text = text,
        .cursor = text,
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

Token lexer_next(Lexer *lexer)
{
    const unsigned char *start;
    for (;;) {
        start = lexer->cursor;
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

            $ { return make_end(lexer); }
            space+ { continue; }
            "#" [^\n]* { add_comment(lexer, start, lexer->cursor); continue; }
            "\r"? "\n" {
                LineEnd judged = judge_line_end(lexer);
                if (judged == LINE_GOES_ON) {
                    continue;
                }
                return end_line(lexer, judged);
            }

            [a-z][a-z0-9_]* { return read_word(lexer, start); }
            [A-Z][A-Z0-9]{1,3} { return make_token(lexer, TOK_CODE, start); }
            [A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]* { return make_token(lexer, TOK_TYPENAME, start); }
            [A-Za-z_][A-Za-z0-9_]* { return read_strange_word(lexer, start); }

            digits ("st" | "nd" | "rd" | "th") { return read_ordinal(lexer, start); }
            digit{4} "-" digit{2} "-" digit{2} { return make_token(lexer, TOK_DATE, start); }
            digit{2} ":" digit{2} { return make_token(lexer, TOK_TIME, start); }
            digits "." digits "." digits { return make_token(lexer, TOK_VERSION, start); }
            (digits | digit{1,3} (group digit{3})+) ("." digits)? {
                return make_token(lexer, TOK_NUMBER, start);
            }
            digits ("." digits)? "%" { return make_token(lexer, TOK_PERCENT, start); }

            "," { return read_comma(lexer, start); }
            "." { return make_token(lexer, TOK_DOT, start); }
            ":" { return make_token(lexer, TOK_COLON, start); }
            "(" { return open_bracket(lexer, TOK_OPEN_PAREN, start); }
            ")" { return close_bracket(lexer, TOK_CLOSE_PAREN, start); }
            "[" { return open_bracket(lexer, TOK_OPEN_BRACKET, start); }
            "]" { return close_bracket(lexer, TOK_CLOSE_BRACKET, start); }
            "=" { return make_token(lexer, TOK_EQUAL, start); }
            "<>" { return make_token(lexer, TOK_NOT_EQUAL, start); }
            "<" { return make_token(lexer, TOK_LESS, start); }
            "<=" { return make_token(lexer, TOK_LESS_EQUAL, start); }
            ">" { return make_token(lexer, TOK_GREATER, start); }
            ">=" { return make_token(lexer, TOK_GREATER_EQUAL, start); }
            "+" { return make_token(lexer, TOK_PLUS, start); }
            "-" { return make_token(lexer, TOK_MINUS, start); }
            "*" { return make_token(lexer, TOK_STAR, start); }
            "/" { return make_token(lexer, TOK_SLASH, start); }
            "||" { return make_token(lexer, TOK_BARS, start); }
            "|" {
                if (lexer->at_line_start && is_rule_of_table(start)) {
                    lexer->cursor = skip_comment(lexer, start);
                    lexer->nothing_on_line = false;
                    continue;
                }
                return make_token(lexer, TOK_BAR, start);
            }

            ["] { return read_text(lexer, start, false, false); }
            ["]["]["] { return read_text(lexer, start, true, false); }
            "}" { return close_brace(lexer, start); }
            quotes { return read_foreign_text(lexer, start); }

            "==" | "=>" { return make_fault(lexer, TOK_EQUAL, start, LEXER_OPERATOR); }
            "!=" { return make_fault(lexer, TOK_NOT_EQUAL, start, LEXER_OPERATOR); }
            "&&" | "&" { return make_fault(lexer, TOK_AND, start, LEXER_OPERATOR); }
            "!" { return make_fault(lexer, TOK_NOT, start, LEXER_OPERATOR); }
            [^] { return make_fault(lexer, TOK_NOTHING, start, LEXER_CHARACTER); }
            * { return make_fault(lexer, TOK_NOTHING, start, LEXER_CHARACTER); }
        */
    }
}
