// Words, names and numbers that are not what was meant.
#include <assert.h>

#include "syntax/repair_line.h"
#include "syntax/similar.h"
#include "syntax/tokens.h"
#include "syntax/trouble_scene.h"

// --- Words --------------------------------------------------------------------------------

static void suggest(TroubleScene *scene, Similar similar)
{
    WritText written = scene_text(scene, similar.span);
    WritDiag *diag = diag_error(scene->diags, DIAG_UNKNOWN_WORD, similar.span,
                                "I do not know \"%.*s\". Did you mean \"%s\"?",
                                WRIT_TEXT_ARGS(written), similar.entry->text);
    repair_show(scene->source, diag, similar.span, similar.entry->text);
    trouble_repair(scene->build, similar.span, similar.entry->token);
}

static void suggest_comma(TroubleScene *scene, Similar similar)
{
    WritDiag *diag = diag_error(scene->diags, DIAG_PHRASE_WITHOUT_COMMA, similar.span,
                                "A comma is missing before \"%s\".", similar.entry->text);
    diag_hint(diag, "The comma belongs to the phrase: write \", %s\".", similar.entry->text);
    trouble_repair(scene->build, similar.span, similar.entry->token);
}

// A misspelt word, or a phrase without its comma.
bool trouble_tell_similar(TroubleScene *scene)
{
    if (!scene_is_word(scene)) {
        return false;
    }
    Similar similar = similar_expected(scene->source, scene->token.span.start, scene->expected);
    if (similar.entry == NULL) {
        return false;
    }
    if (similar.entry->place == PLACE_COMMA) {
        if (!similar.exact) {
            return false;
        }
        suggest_comma(scene, similar);
        return true;
    }
    // A word of the language is no misspelling of another one; but it may begin a longer phrase.
    bool same_start = strncmp(similar.entry->text, scene->text.data, scene->text.length) == 0;
    bool is_free = scene->token.kind == TOK_NAME || scene->token.kind == TOK_NOTHING;
    if (!is_free && !same_start) {
        return false;
    }
    suggest(scene, similar);
    return true;
}

// `sales manager may skip`: the name has a space, the line is none the worse for it.
static bool goes_on_with_may(const TroubleScene *scene)
{
    uint32_t at = scene->token.span.end;
    while (scene_byte(scene, at) == ' ') {
        at++;
    }
    return scene_byte(scene, at) == 'm' && scene_byte(scene, at + 1) == 'a' &&
           scene_byte(scene, at + 2) == 'y' && scene_byte(scene, at + 3) == ' ';
}

// A line may begin with a name (`ROLE may …`), so a wrong first word is noticed at the second. What
// could have stood first is found out by reading again with the first word refused; the message
// comes then.
bool trouble_ask_about_line(TroubleScene *scene)
{
    const Token *first = &scene->place->line_first;
    bool is_sentence = trouble_expects(scene->expected, TOK_MAY) ||
                       trouble_expects(scene->expected, TOK_ARRIVES) ||
                       trouble_expects(scene->expected, TOK_BLOCKED_UNTIL);
    if (scene->place->line_tokens != 2 || first->kind != TOK_NAME || !is_sentence ||
        goes_on_with_may(scene) || scene->trouble->repair_count == TROUBLE_REPAIRS_MAX) {
        return false;
    }
    scene->trouble->told_count--; // This line is not told of yet.
    trouble_repair(scene->build, first->span, TOK_NOTHING);
    return true;
}

static bool tell_foreign_at(TroubleScene *scene, const Token *token)
{
    if (token->kind == TOK_NL || token->kind == TOK_YYEOF) {
        return false;
    }
    Foreign foreign = similar_foreign(scene->source, token->span.start);
    if (foreign.own == NULL) {
        return false;
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_FOREIGN_WORD, foreign.span,
                                "\"%.*s\" is no word of this language. Did you mean \"%s\"?",
                                WRIT_TEXT_ARGS(scene_text(scene, foreign.span)), foreign.own);
    if (foreign.kind != 0) {
        repair_show(scene->source, diag, foreign.span, foreign.own);
        trouble_repair(scene->build, foreign.span, foreign.kind);
    }
    return true;
}

bool trouble_tell_foreign(TroubleScene *scene)
{
    return tell_foreign_at(scene, &scene->token) ||
           (scene->place->line_tokens > 1 && tell_foreign_at(scene, &scene->place->previous));
}

bool trouble_tell_reserved(TroubleScene *scene)
{
    if (!trouble_expects(scene->expected, TOK_NAME) || !scene_is_word(scene) ||
        scene_is_line_first(scene) || scene->token.kind == TOK_NAME) {
        return false;
    }
    const char *space = memchr(scene->text.data, ' ', scene->text.length);
    WritText word = scene->text;
    word.length = space == NULL ? word.length : (size_t)(space - word.data);
    WritSpan span = {scene->token.span.start, scene->token.span.start + (uint32_t)word.length};
    WritDiag *diag = diag_error(scene->diags, DIAG_RESERVED_NAME, span,
                                "\"%.*s\" is a word of the language and cannot be a name here.",
                                WRIT_TEXT_ARGS(word));
    diag_hint(diag, "Choose another name, for example \"%.*s_\".", WRIT_TEXT_ARGS(word));
    trouble_repair(scene->build, span, TOK_NAME);
    return true;
}

// --- Names --------------------------------------------------------------------------------

static bool follows_name(const TroubleScene *scene)
{
    const Token *previous = &scene->place->previous;
    return scene->place->line_tokens > 1 && previous->kind == TOK_NAME &&
           !scene_has_line_end(scene, previous->span.end, scene->token.span.start);
}

static void tell_name_with_space(TroubleScene *scene, WritText first, WritText second)
{
    WritSpan both = {scene->place->previous.span.start, scene->token.span.end};
    WritDiag *diag = diag_error(scene->diags, DIAG_NAME_WITH_SPACE, both,
                                "Two names stand in a row: names have no spaces.");
    WritBuffer name = {0};
    writ_buffer_format(&name, "%.*s_%.*s", WRIT_TEXT_ARGS(first), WRIT_TEXT_ARGS(second));
    diag_hint(diag, "Did you mean \"%s\"?", writ_buffer_string(&name));
    repair_show(scene->source, diag, both, writ_buffer_string(&name));
    writ_buffer_dispose(&name);
    trouble_repair(scene->build, both, TOK_NAME);
}

static void tell_comma_missing(TroubleScene *scene, WritText first, WritText second)
{
    WritSpan both = {scene->place->previous.span.start, scene->token.span.end};
    WritDiag *diag = diag_error(scene->diags, DIAG_COMMA_MISSING, both,
                                "A comma is missing between \"%.*s\" and \"%.*s\".",
                                WRIT_TEXT_ARGS(first), WRIT_TEXT_ARGS(second));
    diag_hint(diag, "If it is one name, write \"%.*s_%.*s\": names have no spaces.",
              WRIT_TEXT_ARGS(first), WRIT_TEXT_ARGS(second));
    WritSpan behind = {scene->place->previous.span.end, scene->place->previous.span.end};
    repair_show(scene->source, diag, behind, ",");
    WritSpan before = {scene->token.span.start, scene->token.span.start};
    trouble_repair(scene->build, before, TOK_COMMA);
}

bool trouble_tell_two_names(TroubleScene *scene)
{
    if (scene->token.kind != TOK_NAME || !follows_name(scene)) {
        return false;
    }
    WritText first = scene_text(scene, scene->place->previous.span);
    bool is_list = trouble_expects(scene->expected, TOK_COMMA) && scene->expected.count <= 4;
    if (is_list) {
        tell_comma_missing(scene, first, scene->text);
    } else {
        tell_name_with_space(scene, first, scene->text);
    }
    return true;
}

bool trouble_tell_dash(TroubleScene *scene)
{
    uint32_t after = scene->token.span.end;
    if (scene->token.kind != TOK_MINUS || !follows_name(scene) ||
        scene->place->previous.span.end != scene->token.span.start ||
        !scene_is_small_letter(scene_byte(scene, after))) {
        return false;
    }
    WritSpan whole = {scene->place->previous.span.start, after};
    for (char c = scene_byte(scene, whole.end);
         scene_is_small_letter(c) || scene_is_digit(c) || c == '_' || c == '-';
         c = scene_byte(scene, whole.end)) {
        whole.end++;
    }
    WritBuffer name = {0};
    writ_buffer_add(&name, scene_text(scene, whole));
    for (size_t i = 0; i < name.length; i++) {
        name.data[i] = name.data[i] == '-' ? '_' : name.data[i];
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_NAME_WITH_DASH, whole,
                                "\"%.*s\" is no name: a dash is the minus sign.",
                                WRIT_TEXT_ARGS(scene_text(scene, whole)));
    diag_hint(diag, "Did you mean \"%s\"?", writ_buffer_string(&name));
    repair_show(scene->source, diag, whole, writ_buffer_string(&name));
    writ_buffer_dispose(&name);
    trouble_repair(scene->build, whole, TOK_NAME);
    return true;
}

// --- Numbers ------------------------------------------------------------------------------

// From the first to the last digit around a position, over points and commas.
static WritSpan number_around(const TroubleScene *scene, uint32_t position)
{
    WritSpan span = {position, position};
    for (char c; span.start > scene->source->start; span.start--) {
        c = scene_byte(scene, span.start - 1);
        if (!scene_is_digit(c) && c != ',' && c != '.') {
            break;
        }
    }
    for (char c = scene_byte(scene, span.end); scene_is_digit(c) || c == ',' || c == '.';
         c = scene_byte(scene, span.end)) {
        span.end++;
    }
    return span;
}

bool trouble_tell_number_with_comma(TroubleScene *scene)
{
    uint32_t comma =
        scene->token.kind == TOK_COMMA ? scene->token.span.start : scene->token.span.start - 1;
    if (scene->token.span.start <= scene->source->start + 1 || scene_byte(scene, comma) != ',' ||
        !scene_is_digit(scene_byte(scene, comma - 1)) ||
        !scene_is_digit(scene_byte(scene, comma + 1))) {
        return false;
    }
    WritSpan number = number_around(scene, comma);
    WritDiag *diag = diag_error(scene->diags, DIAG_DIGITS_WITH_COMMA, number,
                                "\"%.*s\" is no number: a comma separates the elements of a list.",
                                WRIT_TEXT_ARGS(scene_text(scene, number)));
    diag_hint(diag, "Separate groups of digits by a space and begin decimals with a point: "
                    "50 000.25.");
    trouble_repair(scene->build, number, TOK_NUMBER);
    return true;
}
