#include "syntax/layout.h"

#include <assert.h>

#include "syntax/tokens.h"

enum { TAB_COLUMNS = 8 };

static bool opens_block(int kind)
{
    return kind == TOK_SAME_TIME || kind == TOK_FOR_EACH || kind == TOK_IF || kind == TOK_REPEAT;
}

// Only lines that begin with a phrase are evidence: names and tables may stand anywhere.
static bool is_evidence(int kind)
{
    return kind != TOK_NAME && kind != TOK_BAR && kind != TOK_TEXT && kind != TOK_TEXT_HEAD &&
           kind != TOK_NUMBER && kind != TOK_NL && kind != TOK_OTHERWISE &&
           kind != TOK_OTHERWISE_IF && kind != TOK_FAULTY && kind != TOK_NOTHING;
}

uint32_t layout_column(const Lexer *lexer, WritSpan span)
{
    const unsigned char *at = lexer->text + (span.start - lexer->base);
    const unsigned char *start = at;
    while (start > lexer->text && start[-1] != '\n') {
        start--;
    }
    uint32_t column = 0;
    for (; start < at; start++) {
        bool continues = (*start & 0xc0) == 0x80;
        column += *start == '\t' ? TAB_COLUMNS : continues ? 0 : 1;
    }
    return column;
}

LayoutVerdict layout_judge(const WritSource *source, WritArena *scratch)
{
    Lexer lexer;
    lexer_start(&lexer, source, scratch, LEXER_WITH_EVIDENCE);
    uint32_t blocks = 0;
    uint32_t ends = 0;
    uint32_t indented = 0; // Blocks whose first line stands right of them.
    bool first = true;
    bool after_block = false;
    uint32_t block_column = 0;
    for (Token token = lexer_next(&lexer); token.kind != TOK_YYEOF; token = lexer_next(&lexer)) {
        if (first) {
            uint32_t column = layout_column(&lexer, token.span);
            indented += after_block && column > block_column ? 1 : 0;
            after_block = opens_block(token.kind);
            block_column = column;
            blocks += after_block ? 1 : 0;
            ends += token.kind == TOK_END ? 1 : 0;
        }
        first = token.kind == TOK_NL;
    }
    if (blocks == ends || indented < (blocks + 1) / 2) {
        return LAYOUT_NOT_ASKED;
    }
    return blocks > ends ? LAYOUT_ENDS_MISSING : LAYOUT_ENDS_TOO_MANY;
}

const LayoutBlock *layout_close(Layout *layout, int kind, uint32_t column)
{
    if (layout->verdict != LAYOUT_ENDS_MISSING || !is_evidence(kind) || layout->count == 0 ||
        layout->blocks[layout->count - 1].column < column) {
        return NULL;
    }
    layout->count--;
    return &layout->blocks[layout->count];
}

void layout_open(Layout *layout, int kind, WritSpan span, uint32_t column)
{
    if (opens_block(kind) && layout->count < LAYOUT_BLOCKS_MAX) {
        layout->blocks[layout->count++] = (LayoutBlock){column, span};
    }
}

// Whether a block further out than the innermost lines up with an `end`.
static bool lines_up_further_out(const Layout *layout, uint32_t column)
{
    for (uint32_t i = 0; i + 1 < layout->count; i++) {
        if (layout->blocks[i].column == column) {
            return true;
        }
    }
    return false;
}

LayoutEnd layout_end(Layout *layout, uint32_t column, LayoutBlock *block)
{
    if (layout->count == 0) {
        return LAYOUT_END_EXTRA;
    }
    *block = layout->blocks[layout->count - 1];
    if (layout->verdict == LAYOUT_ENDS_TOO_MANY && column > block->column) {
        return LAYOUT_END_EXTRA;
    }
    layout->count--;
    if (column == block->column) {
        return LAYOUT_END_FITS;
    }
    bool outer = layout->verdict == LAYOUT_ENDS_MISSING && column < block->column;
    layout->count++;
    bool found = outer && lines_up_further_out(layout, column);
    layout->count--;
    return found ? LAYOUT_END_OUTER : LAYOUT_END_MISPLACED;
}
