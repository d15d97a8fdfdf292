// Where the parser stops: what the author may have meant.
//
// Each function below knows one kind of mistake. They are asked in turn, the most certain first;
// the first that recognises its mistake tells it.
#include "syntax/trouble.h"

#include <assert.h>
#include <string.h>

#include "syntax/expected.h"
#include "syntax/repair_line.h"
#include "syntax/similar.h"
#include "syntax/tokens.h"

typedef struct Scene {
    Build *build;
    Trouble *trouble;
    WritDiags *diags;
    const WritSource *source;
    const TroublePlace *place;
    Token token; // The one that was refused.
    WritText text; // What it covers.
    TroubleExpected expected;
} Scene;

static WritText text_of(const Scene *scene, WritSpan span)
{
    return writ_source_span_text(scene->source, span);
}

static char byte_at(const Scene *scene, uint32_t position)
{
    uint32_t offset = position - scene->source->start;
    return offset < scene->source->text.length ? scene->source->text.data[offset] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_word(const Scene *scene)
{
    return scene->text.length > 0 && is_small_letter(scene->text.data[0]);
}

static bool is_line_first(const Scene *scene)
{
    return scene->place->line_tokens == 1;
}

// Whether a line end lies between two positions.
static bool is_line_between(const Scene *scene, uint32_t start, uint32_t end)
{
    WritText between = text_of(scene, (WritSpan){start, end});
    return memchr(between.data, '\n', between.length) != NULL;
}

static void add_expected(const Scene *scene, WritDiag *diag, const char *before)
{
    WritBuffer list = {0};
    expected_add(&list, scene->expected);
    diag_reason(diag, "%s %.*s.", before, WRIT_TEXT_ARGS(writ_buffer_text(&list)));
    writ_buffer_dispose(&list);
}

// --- The first line -----------------------------------------------------------------------

// What follows a beginning that is missing may be anything, so no more is told.
static bool tell_beginning(Scene *scene)
{
    bool first = trouble_expects(scene->expected, TOK_WRIT);
    bool second = trouble_expects(scene->expected, TOK_MODULE);
    if (!first && !second) {
        return false;
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_FILE_BEGINNING, scene->token.span,
                                first ? "The file does not begin with its edition."
                                      : "The file does not say what kind of file it is.");
    diag_hint(diag, first ? "Write this as the first line:"
                          : "Write \"module\" or \"directory\" in the line after the edition:");
    diag_example(diag, first ? "writ 2026" : "module sales.orders version 1.0");
    scene->build->failed = true;
    return true;
}

// --- Words --------------------------------------------------------------------------------

static void suggest(Scene *scene, Similar similar)
{
    WritText written = text_of(scene, similar.span);
    WritDiag *diag = diag_error(scene->diags, DIAG_UNKNOWN_WORD, similar.span,
                                "I do not know \"%.*s\". Did you mean \"%s\"?",
                                WRIT_TEXT_ARGS(written), similar.entry->text);
    repair_show(scene->source, diag, similar.span, similar.entry->text);
    trouble_repair(scene->build, similar.span, similar.entry->token);
}

static void suggest_comma(Scene *scene, Similar similar)
{
    WritDiag *diag = diag_error(scene->diags, DIAG_PHRASE_WITHOUT_COMMA, similar.span,
                                "A comma is missing before \"%s\".", similar.entry->text);
    diag_hint(diag, "The comma belongs to the phrase: write \", %s\".", similar.entry->text);
    trouble_repair(scene->build, similar.span, similar.entry->token);
}

// A misspelt word, or a phrase without its comma.
static bool tell_similar(Scene *scene)
{
    if (!is_word(scene)) {
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

// A line may begin with a name (`ROLE may …`), so a wrong first word is noticed at the second. What
// could have stood first is found out by reading again with the first word refused.
static bool ask_about_line(Scene *scene)
{
    const Token *first = &scene->place->line_first;
    bool may_follow = trouble_expects(scene->expected, TOK_MAY) ||
                      trouble_expects(scene->expected, TOK_ARRIVES) ||
                      trouble_expects(scene->expected, TOK_BLOCKED_UNTIL);
    bool name_with_space = scene->token.kind == TOK_NAME &&
                           byte_at(scene, scene->token.span.end + 1) == 'm' &&
                           trouble_expects(scene->expected, TOK_MAY);
    if (scene->place->line_tokens != 2 || first->kind != TOK_NAME || !may_follow ||
        name_with_space) {
        return false;
    }
    scene->trouble->told_count--;
    trouble_repair(scene->build, first->span, TOK_NOTHING);
    return scene->trouble->again;
}

static bool tell_foreign_at(Scene *scene, const Token *token)
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
                                WRIT_TEXT_ARGS(text_of(scene, foreign.span)), foreign.own);
    if (foreign.kind != 0) {
        repair_show(scene->source, diag, foreign.span, foreign.own);
        trouble_repair(scene->build, foreign.span, foreign.kind);
    }
    return true;
}

static bool tell_foreign(Scene *scene)
{
    return tell_foreign_at(scene, &scene->token) ||
           (scene->place->line_tokens > 1 && tell_foreign_at(scene, &scene->place->previous));
}

static bool tell_reserved(Scene *scene)
{
    if (!trouble_expects(scene->expected, TOK_NAME) || !is_word(scene) || is_line_first(scene) ||
        scene->token.kind == TOK_NAME) {
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

static bool follows_name(const Scene *scene)
{
    const Token *previous = &scene->place->previous;
    return scene->place->line_tokens > 1 && previous->kind == TOK_NAME &&
           !is_line_between(scene, previous->span.end, scene->token.span.start);
}

static void tell_name_with_space(Scene *scene, WritText first, WritText second)
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

static void tell_comma_missing(Scene *scene, WritText first, WritText second)
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

static bool tell_two_names(Scene *scene)
{
    if (scene->token.kind != TOK_NAME || !follows_name(scene)) {
        return false;
    }
    WritText first = text_of(scene, scene->place->previous.span);
    bool is_list = trouble_expects(scene->expected, TOK_COMMA) && scene->expected.count <= 4;
    if (is_list) {
        tell_comma_missing(scene, first, scene->text);
    } else {
        tell_name_with_space(scene, first, scene->text);
    }
    return true;
}

static bool tell_dash(Scene *scene)
{
    uint32_t after = scene->token.span.end;
    if (scene->token.kind != TOK_MINUS || !follows_name(scene) ||
        scene->place->previous.span.end != scene->token.span.start ||
        !is_small_letter(byte_at(scene, after))) {
        return false;
    }
    WritSpan whole = {scene->place->previous.span.start, after};
    for (char c = byte_at(scene, whole.end);
         is_small_letter(c) || is_digit(c) || c == '_' || c == '-';
         c = byte_at(scene, whole.end)) {
        whole.end++;
    }
    WritBuffer name = {0};
    writ_buffer_add(&name, text_of(scene, whole));
    for (size_t i = 0; i < name.length; i++) {
        name.data[i] = name.data[i] == '-' ? '_' : name.data[i];
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_NAME_WITH_DASH, whole,
                                "\"%.*s\" is no name: a dash is the minus sign.",
                                WRIT_TEXT_ARGS(text_of(scene, whole)));
    diag_hint(diag, "Did you mean \"%s\"?", writ_buffer_string(&name));
    repair_show(scene->source, diag, whole, writ_buffer_string(&name));
    writ_buffer_dispose(&name);
    trouble_repair(scene->build, whole, TOK_NAME);
    return true;
}

// --- Numbers ------------------------------------------------------------------------------

// From the first to the last digit around a position, over points and commas.
static WritSpan number_around(const Scene *scene, uint32_t position)
{
    WritSpan span = {position, position};
    for (char c; span.start > scene->source->start; span.start--) {
        c = byte_at(scene, span.start - 1);
        if (!is_digit(c) && c != ',' && c != '.') {
            break;
        }
    }
    for (char c = byte_at(scene, span.end); is_digit(c) || c == ',' || c == '.';
         c = byte_at(scene, span.end)) {
        span.end++;
    }
    return span;
}

static bool tell_number_with_comma(Scene *scene)
{
    uint32_t comma = scene->token.kind == TOK_COMMA ? scene->token.span.start
                                                    : scene->token.span.start - 1;
    if (scene->token.span.start <= scene->source->start + 1 || byte_at(scene, comma) != ',' ||
        !is_digit(byte_at(scene, comma - 1)) || !is_digit(byte_at(scene, comma + 1))) {
        return false;
    }
    WritSpan number = number_around(scene, comma);
    WritDiag *diag = diag_error(scene->diags, DIAG_DIGITS_WITH_COMMA, number,
                                "\"%.*s\" is no number: a comma separates the elements of a list.",
                                WRIT_TEXT_ARGS(text_of(scene, number)));
    diag_hint(diag, "Separate groups of digits by a space and begin decimals with a point: "
                    "50 000.25.");
    trouble_repair(scene->build, number, TOK_NUMBER);
    return true;
}

// --- Tables -------------------------------------------------------------------------------

static bool tell_row_label(Scene *scene)
{
    if (scene->place->line_first.kind != TOK_BAR || scene->place->line_tokens != 2 ||
        !trouble_expects(scene->expected, TOK_CODE)) {
        return false;
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_ROW_LABEL, scene->token.span,
                                "This row does not begin with a label.");
    diag_reason(diag, "Records of decisions name the row by its label, so it stands first.");
    diag_hint(diag, "Write a code or a name and a bar before the first condition:");
    diag_example(diag, "| D10 | up to 5%% || sales_manager |");
    return true;
}

// --- Sentences ----------------------------------------------------------------------------

static bool tell_after_last_action(Scene *scene)
{
    const Token *last = &scene->place->last_action;
    if (scene->token.kind != TOK_THEN || last->kind == 0) {
        return false;
    }
    WritText action = text_of(scene, last->span);
    WritDiag *diag = diag_error(scene->diags, DIAG_AFTER_LAST_ACTION, scene->token.span,
                                "Nothing can follow \"%.*s\" in this line.",
                                WRIT_TEXT_ARGS(action));
    diag_label(diag, last->span, "this leaves the step");
    diag_hint(diag, "Put \"%.*s …\" at the end of the line, behind the other actions.",
              WRIT_TEXT_ARGS(action));
    return true;
}

static bool ends_open(int kind)
{
    return kind == TOK_COMMA || kind == TOK_AND || kind == TOK_OR || kind == TOK_EQUAL ||
           kind == TOK_PLUS || kind == TOK_MINUS || kind == TOK_STAR || kind == TOK_SLASH ||
           kind == TOK_OR_ELSE;
}

// A comma at the end of a list draws the next line in; its first word is then read as a name.
static bool tell_line_goes_on(Scene *scene)
{
    const TroublePlace *place = scene->place;
    bool first = ends_open(place->previous.kind);
    bool second = place->line_tokens > 2 && ends_open(place->before_previous.kind);
    const Token *open = first ? &place->previous : &place->before_previous;
    const Token *next = first ? &scene->token : &place->previous;
    if (is_line_first(scene) || !(first || second) ||
        !is_line_between(scene, open->span.end, next->span.start)) {
        return false;
    }
    WritText sign = text_of(scene, open->span);
    WritDiag *diag = diag_error(scene->diags, DIAG_LINE_GOES_ON, open->span,
                                "This line ends with \"%.*s\", so the next one belongs to it.",
                                WRIT_TEXT_ARGS(sign));
    diag_label(diag, next->span, "this was meant to be a line of its own?");
    diag_hint(diag, "If the line is complete, leave out \"%.*s\" at its end.",
              WRIT_TEXT_ARGS(sign));
    return true;
}

// --- Lines --------------------------------------------------------------------------------

// The heading that the refused line stands under, with its name; {0, 0} when there is none.
static WritSpan heading_above(const Scene *scene)
{
    const TroublePlace *place = scene->place;
    WritSpan span = place->heading_before.span;
    if (place->heading_before_name.end > 0) {
        span.end = place->heading_before_name.end;
    }
    return span;
}

static bool is_heading(int kind)
{
    const VocabularyEntry *entry = vocabulary_of_token(kind);
    return entry != NULL && entry->group == GROUP_HEADING;
}

static void add_lines_that_fit(const Scene *scene, WritDiag *diag)
{
    add_expected(scene, diag, "Here a line can say");
    int heading = scene->place->heading_before.kind;
    const char *example = heading == TOK_RECORD || heading == TOK_EVENT
                              ? "number : Text"
                              : expected_example(scene->expected);
    if (example != NULL) {
        diag_example(diag, "%s", example);
    }
}

static void tell_unknown_line(Scene *scene)
{
    WritDiag *diag = diag_error(scene->diags, DIAG_UNKNOWN_LINE, scene->token.span,
                                "I do not know a line that begins with \"%.*s\".",
                                WRIT_TEXT_ARGS(scene->text));
    add_lines_that_fit(scene, diag);
}

static void tell_empty_heading(Scene *scene)
{
    WritSpan heading = heading_above(scene);
    WritDiag *diag = diag_error(scene->diags, DIAG_EMPTY_HEADING, heading,
                                "Nothing stands under \"%.*s\".",
                                WRIT_TEXT_ARGS(text_of(scene, heading)));
    add_lines_that_fit(scene, diag);
}

static void tell_line_elsewhere(Scene *scene)
{
    WritDiag *diag = diag_error(scene->diags, DIAG_LINE_ELSEWHERE, scene->token.span,
                                "A line that begins with \"%.*s\" does not belong here.",
                                WRIT_TEXT_ARGS(scene->text));
    WritSpan heading = heading_above(scene);
    if (heading.end > 0) {
        diag_label(diag, heading, "the heading before it");
    }
    add_lines_that_fit(scene, diag);
}

// Lines that are refused one after another have one cause: only the first is told.
static bool goes_on_being_bad(Scene *scene)
{
    uint32_t before = scene->trouble->bad_line;
    scene->trouble->bad_line = scene->place->line_number;
    return before > 0 && before + 1 == scene->place->line_number;
}

static bool tell_line(Scene *scene)
{
    if (!is_line_first(scene)) {
        return false;
    }
    if (goes_on_being_bad(scene)) {
        return true;
    }
    if (scene->token.kind == TOK_NAME || scene->token.kind == TOK_NOTHING) {
        tell_unknown_line(scene);
        return true;
    }
    if (scene->place->heading_is_last &&
        (is_heading(scene->token.kind) || scene->token.kind == TOK_YYEOF)) {
        tell_empty_heading(scene);
        return true;
    }
    if (scene->token.kind == TOK_END) {
        trouble_extra_end(scene->build, &scene->token);
        return true;
    }
    if (!is_word(scene)) {
        return false;
    }
    tell_line_elsewhere(scene);
    return true;
}

// --- Everything else ----------------------------------------------------------------------

static void tell_unexpected(Scene *scene)
{
    WritDiag *diag;
    if (scene->token.kind == TOK_YYEOF) {
        diag = diag_error(scene->diags, DIAG_UNEXPECTED, scene->token.span,
                          "The file ends here.");
    } else if (scene->token.kind == TOK_NL) {
        diag = diag_error(scene->diags, DIAG_UNEXPECTED, scene->token.span,
                          "The line ends here, but it is not complete.");
    } else {
        diag = diag_error(scene->diags, DIAG_UNEXPECTED, scene->token.span,
                          "I do not understand \"%.*s\" here.", WRIT_TEXT_ARGS(scene->text));
    }
    add_expected(scene, diag, "What can stand here is");
    if (trouble_expects(scene->expected, TOK_TABLE_IF) ||
        trouble_expects(scene->expected, TOK_TABLE_THEN)) {
        diag_example(diag, "| if  | depth | value || then approver |");
        return;
    }
    const VocabularyEntry *line = vocabulary_of_token(scene->place->line_first.kind);
    if (line != NULL && line->example[0] != '\0') {
        diag_example(diag, "%s", line->example);
    }
}

void trouble_syntax(Build *build, TroubleExpected expected)
{
    Trouble *trouble = build->trouble;
    const TroublePlace *place = &trouble->place;
    if (build->failed || trouble->again) {
        return;
    }
    Scene scene = {
        .build = build,
        .trouble = trouble,
        .diags = trouble->diags,
        .source = build->source,
        .place = place,
        .token = place->token,
        .text = writ_source_span_text(build->source, place->token.span),
        .expected = expected,
    };
    if (!trouble_tell_line(build, build->lexer.line_start)) {
        // A line that is told of already must not end a run of bad lines.
        (void)(is_line_first(&scene) && goes_on_being_bad(&scene));
        return;
    }
    bool told = tell_number_with_comma(&scene) || tell_after_last_action(&scene) ||
                tell_line_goes_on(&scene) || tell_foreign(&scene) || tell_similar(&scene) ||
                ask_about_line(&scene) || tell_beginning(&scene) || tell_dash(&scene) ||
                tell_two_names(&scene) || tell_row_label(&scene) || tell_reserved(&scene) || tell_line(&scene);
    // The end of a file that has other mistakes is only where one of them shows once more.
    if (!told && (place->token.kind != TOK_YYEOF || trouble->told_count == 1)) {
        tell_unexpected(&scene);
    }
}
