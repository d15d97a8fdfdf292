// Which lines were told of, repairs, and what lexer and layout find. What the parser finds is in
// trouble_syntax.c.
#include "syntax/trouble.h"

#include <assert.h>
#include <string.h>

#include "source/utf8.h"
#include "syntax/repair_line.h"
#include "syntax/tokens.h"

bool trouble_expects(TroubleExpected expected, int kind)
{
    for (uint32_t i = 0; i < expected.count; i++) {
        if (expected.kinds[i] == kind) {
            return true;
        }
    }
    return false;
}

bool trouble_tell_line(Build *build, uint32_t line)
{
    Trouble *trouble = build->trouble;
    for (uint32_t i = 0; i < trouble->told_count; i++) {
        if (trouble->told[i] == line) {
            return false;
        }
    }
    if (trouble->told_count == TROUBLE_TOLD_MAX) {
        build->failed = true;
        return false;
    }
    trouble->told[trouble->told_count++] = line;
    return true;
}

void trouble_repair(Build *build, WritSpan span, int kind)
{
    Trouble *trouble = build->trouble;
    assert(kind != 0);
    if (trouble->repair_count == TROUBLE_REPAIRS_MAX) {
        return;
    }
    trouble->repairs[trouble->repair_count++] = (Repair){span, kind};
    trouble->again = true;
}

void build_limit(Build *build, DiagCode code, WritSpan span)
{
    if (build->trouble != NULL && !build->failed && !build->trouble->limit_told) {
        build->trouble->limit_told = true;
        WritDiag *diag = diag_error(build->trouble->diags, code, span,
                                    "Reading ends here: the limit of the language is passed.");
        diag_reason(diag, "%s", diag_explanation(code));
    }
    build->failed = true;
}

// --- What the lexer finds -----------------------------------------------------------------

static WritText text_of(const Build *build, WritSpan span)
{
    return writ_source_span_text(build->source, span);
}

static void tell_open_text(Build *build, const Token *token)
{
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_OPEN_TEXT, build->lexer.fault_at,
                                "The text that begins here has no end.");
    WritText text = text_of(build, token->span);
    if (text.length >= 3 && memcmp(text.data, "\"\"\"", 3) == 0) {
        diag_hint(diag, "Close it with three quotation marks: \"\"\".");
    } else {
        diag_hint(diag, "Close it with a quotation mark. A text of several lines begins and ends "
                        "with three of them.");
    }
}

static void tell_open_brace(Build *build)
{
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_OPEN_BRACE, build->lexer.fault_at,
                                "The { in this text is not closed.");
    diag_reason(diag, "In a text, { begins an expression, and } must end it in the same line.");
    diag_hint(diag, "Write } behind the expression, or {{ if the brace is meant to be read.");
}

static void tell_open_bracket(Build *build)
{
    WritText text = text_of(build, build->lexer.fault_at);
    const char *closing = text.data[0] == '(' ? ")" : "]";
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_OPEN_BRACKET, build->lexer.fault_at,
                                "The %.*s is not closed.", WRIT_TEXT_ARGS(text));
    diag_reason(diag, "The line that follows begins something new.");
    diag_hint(diag, "Write %s where it ends.", closing);
}

static void tell_quotes(Build *build, const Token *token)
{
    WritText text = text_of(build, token->span);
    bool single = text.data[0] == '\'';
    WritDiag *diag = diag_error(
        build->trouble->diags, DIAG_TYPOGRAPHIC_QUOTES, build->lexer.fault_at,
        single ? "These are single quotation marks." : "These are typographic quotation marks.");
    diag_hint(diag, "Use straight double ones: \"…\".");
}

// credit_limit for creditLimit: a small letter for each capital, with an underscore before it.
static void add_snake_case(WritBuffer *out, WritText word)
{
    for (size_t i = 0; i < word.length; i++) {
        char c = word.data[i];
        bool capital = c >= 'A' && c <= 'Z';
        bool after_small = i > 0 && word.data[i - 1] >= 'a' && word.data[i - 1] <= 'z';
        if (capital && after_small) {
            writ_buffer_add_byte(out, '_');
        }
        if (c != '_' || out->length > 0) {
            writ_buffer_add_byte(out, capital ? (char)(c - 'A' + 'a') : c);
        }
    }
}

static void tell_strange_word(Build *build, const Token *token)
{
    WritText word = text_of(build, token->span);
    if (token->kind == TOK_CODE) {
        WritDiag *diag =
            diag_error(build->trouble->diags, DIAG_NAME_WITH_CAPITAL, token->span,
                       "\"%.*s\" is neither a code nor the name of a type.", WRIT_TEXT_ARGS(word));
        diag_hint(diag,
                  "A code has two to four capitals or digits (EUR); the name of a type has at "
                  "least one small letter (OrderLine).");
        return;
    }
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_NAME_WITH_CAPITAL, token->span,
                                "\"%.*s\" is no name.", WRIT_TEXT_ARGS(word));
    diag_reason(diag, "A name has small letters, digits and underscores.");
    WritBuffer name = {0};
    add_snake_case(&name, word);
    diag_hint(diag, "Write \"%.*s\".", WRIT_TEXT_ARGS(writ_buffer_text(&name)));
    writ_buffer_dispose(&name);
}

static const char *own_operator(int kind)
{
    return kind == TOK_EQUAL ? "=" : kind == TOK_NOT_EQUAL ? "<>" : kind == TOK_AND ? "and" : "not";
}

static void tell_operator(Build *build, const Token *token)
{
    const char *own = own_operator(token->kind);
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_FOREIGN_OPERATOR, token->span,
                                "I do not know \"%.*s\". Did you mean \"%s\"?",
                                WRIT_TEXT_ARGS(text_of(build, token->span)), own);
    repair_show(build->source, diag, token->span, own);
}

static void tell_character(Build *build, const Token *token)
{
    WritText text = text_of(build, token->span);
    Utf8 unit = utf8_at(text, 0);
    bool visible = unit.code_point < 0x2000 || unit.code_point > 0x206f;
    WritDiag *diag =
        visible
            ? diag_error(build->trouble->diags, DIAG_UNKNOWN_CHARACTER, token->span,
                         "I do not know the character \"%.*s\" here.", WRIT_TEXT_ARGS(text))
            : diag_error(build->trouble->diags, DIAG_UNKNOWN_CHARACTER, token->span,
                         "An invisible character, U+%04X, stands here.", (unsigned)unit.code_point);
    diag_hint(diag, "Characters other than letters from a to z, digits and . , : = < > + - * / "
                    "( ) [ ] | belong into texts and comments.");
}

void trouble_fault(Build *build, const Token *token)
{
    if (!trouble_tell_line(build, build->lexer.line_start)) {
        return;
    }
    switch (token->fault) {
    case LEXER_NO_FAULT:
        return;
    case LEXER_OPEN_TEXT:
        tell_open_text(build, token);
        return;
    case LEXER_OPEN_BRACE:
        tell_open_brace(build);
        return;
    case LEXER_DEEP_BRACES:
        diag_error(build->trouble->diags, DIAG_TOO_DEEP, build->lexer.fault_at,
                   "Texts stand more than %d deep inside one another.", LEXER_BRACES_MAX);
        return;
    case LEXER_OPEN_BRACKET:
        tell_open_bracket(build);
        return;
    case LEXER_QUOTES:
        tell_quotes(build, token);
        return;
    case LEXER_WORD:
        tell_strange_word(build, token);
        return;
    case LEXER_OPERATOR:
        tell_operator(build, token);
        return;
    case LEXER_CHARACTER:
        tell_character(build, token);
        return;
    }
}

// --- What layout finds --------------------------------------------------------------------

static const char *name_of_block(const Build *build, const LayoutBlock *block)
{
    switch (text_of(build, block->span).data[0]) {
    case 'a':
        return "at the same time";
    case 'f':
        return "for each";
    case 'i':
        return "if";
    default:
        return "repeat";
    }
}

void trouble_missing_end(Build *build, const LayoutBlock *block, const Token *token)
{
    bool new_block = trouble_tell_line(build, block->span.start);
    (void)trouble_tell_line(build, build->lexer.line_start); // The line may look wrong only for it.
    if (!new_block) {
        return;
    }
    const char *name = name_of_block(build, block);
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_MISSING_END, block->span,
                                "This \"%s\" has no \"end\".", name);
    if (token->kind == TOK_YYEOF) {
        diag_reason(diag, "The file ends before it is closed.");
        diag_hint(diag, "Write \"end\" where it is complete, lined up with \"%s\".", name);
        return;
    }
    diag_label(diag, token->span, "stands at or left of it, so it should be closed before");
    diag_hint(diag, "Write \"end\" before this line, lined up with \"%s\".", name);
}

void trouble_misplaced_end(Build *build, const LayoutBlock *block, const Token *token)
{
    if (!trouble_tell_line(build, build->lexer.line_start)) {
        return;
    }
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_MISLEADING_LAYOUT, token->span,
                                "This \"end\" is not lined up with what it closes.");
    diag_label(diag, block->span, "it closes this");
    diag_reason(diag, "The blocks and ends of this file do not come out even, so one of them may "
                      "be missing or too much near here.");
    diag_hint(diag,
              "Line up each \"end\" with its block, and add or delete the one that is wrong.");
}

void trouble_extra_end(Build *build, const Token *token)
{
    if (trouble_tell_line(build, build->lexer.line_start)) {
        trouble_tell_extra_end(build, token);
    }
}

void trouble_tell_extra_end(Build *build, const Token *token)
{
    WritDiag *diag = diag_error(build->trouble->diags, DIAG_EXTRA_END, token->span,
                                "This \"end\" closes nothing.");
    diag_reason(diag, "Only \"at the same time\", \"for each\", \"if\" and \"repeat\" are closed; "
                      "a heading such as \"step\" runs to the next one.");
    diag_hint(diag, "Delete it.");
}
