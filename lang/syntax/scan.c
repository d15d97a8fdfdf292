#include "syntax/scan.h"

#include <assert.h>

#include "syntax/tokens.h"
#include "syntax/trouble.h"
#include "syntax/vocabulary.h"

// --- The careful pass ---------------------------------------------------------------------

static void push(Trouble *trouble, Token token)
{
    assert(trouble->pending_count < TROUBLE_PENDING_MAX);
    trouble->pending[trouble->pending_count++] = token;
}

static const Repair *find_repair(const Trouble *trouble, WritSpan span, bool empty)
{
    for (uint32_t i = 0; i < trouble->repair_count; i++) {
        WritSpan own = trouble->repairs[i].span;
        if (own.start == span.start && (own.start == own.end) == empty) {
            return &trouble->repairs[i];
        }
    }
    return NULL;
}

// The lexer goes on behind the repair as if it had read the repaired token itself.
static Token put_in_place(Lexer *lexer, Token token, const Repair *repair)
{
    bool first = lexer->line_start == token.span.start;
    token.kind = repair->kind;
    token.fault = LEXER_NO_FAULT;
    token.span.end = repair->span.end;
    lexer->cursor = lexer->text + (repair->span.end - lexer->base);
    lexer->last = token.kind;
    lexer->last_end = token.span.end;
    lexer->line_first = first ? token.kind : lexer->line_first;
    lexer->may_seen = lexer->may_seen || token.kind == TOK_MAY;
    return token;
}

static Token read_repaired(Build *build)
{
    Trouble *trouble = build->trouble;
    for (;;) {
        Token token = lexer_next(&build->lexer);
        const Repair *repair = find_repair(trouble, token.span, false);
        if (repair != NULL && token.kind != TOK_NL && token.kind != TOK_YYEOF) {
            return put_in_place(&build->lexer, token, repair);
        }
        if (token.fault != LEXER_NO_FAULT) {
            trouble_fault(build, &token);
        }
        if (token.kind == TOK_NOTHING) {
            continue;
        }
        repair = token.kind == TOK_NL ? NULL : find_repair(trouble, token.span, true);
        if (repair != NULL) {
            push(trouble, token);
            WritSpan at = {token.span.start, token.span.start};
            return (Token){.kind = repair->kind, .span = at};
        }
        return token;
    }
}

static Token end_at(WritSpan at, int kind)
{
    WritSpan span = {at.start, at.start};
    return (Token){.kind = kind, .span = span};
}

// Puts `count` ends, each a line, before the token.
static void put_ends_before(Trouble *trouble, Token *token, uint32_t count)
{
    if (count == 0) {
        return;
    }
    push(trouble, *token);
    for (uint32_t i = 0; i < count; i++) {
        push(trouble, end_at(token->span, TOK_NL));
        if (i + 1 < count) {
            push(trouble, end_at(token->span, TOK_END));
        }
    }
    *token = end_at(token->span, TOK_END);
}

// False when the `end` closes nothing and is to be left out.
static bool check_end(Build *build, Token *token, uint32_t column)
{
    Trouble *trouble = build->trouble;
    uint32_t missing = 0;
    LayoutBlock block;
    LayoutEnd judged = layout_end(&trouble->layout, column, &block);
    for (; judged == LAYOUT_END_OUTER; missing++) {
        trouble_missing_end(build, &block, token);
        judged = layout_end(&trouble->layout, column, &block);
    }
    if (judged == LAYOUT_END_MISPLACED) {
        trouble_misplaced_end(build, &block, token);
    }
    if (judged == LAYOUT_END_EXTRA && trouble->layout.verdict == LAYOUT_ENDS_TOO_MANY) {
        trouble_extra_end(build, token);
        return false;
    }
    put_ends_before(trouble, token, missing);
    return true;
}

// Asks layout about the first token of a line; puts ends before it that are missing there. False
// when the token is to be left out.
static bool check_layout(Build *build, Token *token)
{
    Trouble *trouble = build->trouble;
    if (trouble->layout.verdict == LAYOUT_NOT_ASKED || token->kind == TOK_NL) {
        return true;
    }
    uint32_t column = token->kind == TOK_YYEOF ? 0 : layout_column(&build->lexer, token->span);
    if (token->kind == TOK_END) {
        return check_end(build, token, column);
    }
    uint32_t missing = 0;
    const LayoutBlock *block = layout_close(&trouble->layout, token->kind, column);
    for (; block != NULL; missing++) {
        trouble_missing_end(build, block, token);
        block = layout_close(&trouble->layout, token->kind, column);
    }
    layout_open(&trouble->layout, token->kind, token->span, column);
    put_ends_before(trouble, token, missing);
    return true;
}

static bool is_heading(int kind)
{
    const VocabularyEntry *entry = vocabulary_of_token(kind);
    return entry != NULL && entry->group == GROUP_HEADING;
}

static bool is_last_action(int kind)
{
    const VocabularyEntry *entry = vocabulary_of_token(kind);
    return entry != NULL && entry->group == GROUP_LAST_ACTION;
}

// Keeps in mind what messages need to know about the line.
static void note_place(TroublePlace *place, Token token)
{
    bool begins_line = place->line_tokens == 0;
    place->before_previous = place->previous;
    place->previous = place->token;
    place->token = token;
    if (begins_line) {
        place->heading_is_last = is_heading(place->line_first.kind);
        place->line_before = place->line_first;
        place->line_first = token;
        place->line_number++;
        place->last_action = (Token){0};
        place->heading_before = place->heading;
        place->heading_before_name = place->heading_name;
        if (is_heading(token.kind)) {
            place->heading = token;
            place->heading_name = (WritSpan){0, 0};
        }
    } else if (place->line_tokens == 1 && is_heading(place->line_first.kind) &&
               (token.kind == TOK_NAME || token.kind == TOK_TYPENAME)) {
        place->heading_name = token.span;
    }
    if (is_last_action(token.kind)) {
        place->last_action = token;
    }
    place->line_tokens = token.kind == TOK_NL ? 0 : place->line_tokens + 1;
}

static Token read_carefully(Build *build)
{
    Trouble *trouble = build->trouble;
    if (trouble->pending_count > 0) {
        trouble->pending_count--;
        return trouble->pending[trouble->pending_count];
    }
    Token token = read_repaired(build);
    while (trouble->place.line_tokens == 0 && !check_layout(build, &token)) {
        token = read_repaired(build);
        if (token.kind == TOK_NL) { // Of the line that held nothing else.
            token = read_repaired(build);
        }
    }
    return token;
}

int scan_next(Build *build, WritSpan *span)
{
    if (build->failed) {
        *span = (WritSpan){build->lexer.last_end, build->lexer.last_end};
        return TOK_YYEOF;
    }
    if (build->trouble == NULL) {
        Token token = lexer_next(&build->lexer);
        build->failed = token.fault != LEXER_NO_FAULT;
        *span = token.span;
        return build->failed ? TOK_YYEOF : token.kind;
    }
    Token token = read_carefully(build);
    note_place(&build->trouble->place, token);
    *span = token.span;
    return build->failed || build->trouble->again ? TOK_YYEOF : token.kind;
}
