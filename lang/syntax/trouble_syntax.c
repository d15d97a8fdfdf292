// Where the parser stops: what the author may have meant.
//
// Each function below knows one kind of mistake. They are asked in turn, the most certain first;
// the first that recognises its mistake tells it.
#include <assert.h>
#include <string.h>

#include "syntax/expected.h"
#include "syntax/tokens.h"
#include "syntax/trouble_scene.h"
#include "syntax/vocabulary.h"

static void add_expected(const TroubleScene *scene, WritDiag *diag, const char *before)
{
    WritBuffer list = {0};
    expected_add(&list, scene->expected);
    diag_reason(diag, "%s %.*s.", before, WRIT_TEXT_ARGS(writ_buffer_text(&list)));
    writ_buffer_dispose(&list);
}

// --- The first line -----------------------------------------------------------------------

// What follows a beginning that is missing may be anything, so no more is told.
static bool tell_beginning(TroubleScene *scene)
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

// --- Tables -------------------------------------------------------------------------------

// Whether a cell has this word alone, though it is no value: it was meant as the label.
static bool is_whole_cell(const TroubleScene *scene)
{
    static const int values[] = {TOK_ANY, TOK_MISSING, TOK_PRESENT, TOK_YES, TOK_NO, TOK_NONE};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (scene->token.kind == values[i]) {
            return false;
        }
    }
    uint32_t at = scene->token.span.end;
    while (scene_byte(scene, at) == ' ') {
        at++;
    }
    return scene_is_word(scene) && scene_byte(scene, at) == '|';
}

static bool tell_row_label(TroubleScene *scene)
{
    if (scene->place->line_first.kind != TOK_BAR || scene->place->line_tokens != 2 ||
        !trouble_expects(scene->expected, TOK_CODE)) {
        return false;
    }
    if (is_whole_cell(scene)) {
        WritDiag *diag = diag_error(scene->diags, DIAG_RESERVED_NAME, scene->token.span,
                                    "\"%.*s\" is a word of the language and cannot be a label.",
                                    WRIT_TEXT_ARGS(scene->text));
        diag_hint(diag, "Choose another label, for example \"%.*s_\".",
                  WRIT_TEXT_ARGS(scene->text));
        return true;
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_ROW_LABEL, scene->token.span,
                                "This row does not begin with a label.");
    diag_reason(diag, "Records of decisions name the row by its label, so it stands first.");
    diag_hint(diag, "Write a code or a name and a bar before the first condition:");
    diag_example(diag, "| D10 | up to 5%% || sales_manager |");
    return true;
}

static bool tell_no_results(TroubleScene *scene)
{
    const Token *first = &scene->place->line_first;
    if (first->kind != TOK_BAR || scene->token.kind != TOK_NL) {
        return false;
    }
    WritText line = scene_text(scene, (WritSpan){first->span.start, scene->token.span.start});
    if (memmem(line.data, line.length, "||", 2) != NULL) {
        return false;
    }
    WritDiag *diag = diag_error(scene->diags, DIAG_ROW_RESULTS, scene->token.span,
                                "This row of the table has no \"||\".");
    diag_reason(diag, "Left of it stand the conditions, right of it what comes of them.");
    diag_hint(diag, "Write \"||\" before the first result, and at the head \"|| then\":");
    diag_example(diag, "| if  | depth    || then approvers |");
    return true;
}

// --- Sentences ----------------------------------------------------------------------------

static bool tell_after_last_action(TroubleScene *scene)
{
    const Token *last = &scene->place->last_action;
    if (scene->token.kind != TOK_THEN || last->kind == 0) {
        return false;
    }
    WritText action = scene_text(scene, last->span);
    WritDiag *diag =
        diag_error(scene->diags, DIAG_AFTER_LAST_ACTION, scene->token.span,
                   "Nothing can follow \"%.*s\" in this line.", WRIT_TEXT_ARGS(action));
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
static bool tell_line_goes_on(TroubleScene *scene)
{
    const TroublePlace *place = scene->place;
    bool first = ends_open(place->previous.kind);
    bool second = place->line_tokens > 2 && ends_open(place->before_previous.kind);
    const Token *open = first ? &place->previous : &place->before_previous;
    const Token *next = first ? &scene->token : &place->previous;
    if (scene_is_line_first(scene) || !(first || second) ||
        !scene_has_line_end(scene, open->span.end, next->span.start)) {
        return false;
    }
    WritText sign = scene_text(scene, open->span);
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
static WritSpan heading_above(const TroubleScene *scene)
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

static void add_lines_that_fit(const TroubleScene *scene, WritDiag *diag)
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

static void tell_unknown_line(TroubleScene *scene)
{
    WritDiag *diag =
        diag_error(scene->diags, DIAG_UNKNOWN_LINE, scene->token.span,
                   "I do not know a line that begins with \"%.*s\".", WRIT_TEXT_ARGS(scene->text));
    add_lines_that_fit(scene, diag);
}

static void tell_empty_heading(TroubleScene *scene)
{
    WritSpan heading = heading_above(scene);
    WritDiag *diag =
        diag_error(scene->diags, DIAG_EMPTY_HEADING, heading, "Nothing stands under \"%.*s\".",
                   WRIT_TEXT_ARGS(scene_text(scene, heading)));
    add_lines_that_fit(scene, diag);
}

// A block that is closed, or goes on with another arm, in the line after it began.
static bool tell_empty_block(TroubleScene *scene)
{
    static const int openers[] = {TOK_SAME_TIME, TOK_FOR_EACH,     TOK_IF,
                                  TOK_REPEAT,    TOK_OTHERWISE_IF, TOK_OTHERWISE};
    int kind = scene->token.kind;
    const Token *before = &scene->place->line_before;
    if (kind != TOK_END && kind != TOK_OTHERWISE && kind != TOK_OTHERWISE_IF) {
        return false;
    }
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        if (before->kind == openers[i]) {
            WritDiag *diag = diag_error(scene->diags, DIAG_EMPTY_HEADING, before->span,
                                        "Nothing stands under \"%.*s\".",
                                        WRIT_TEXT_ARGS(scene_text(scene, before->span)));
            add_lines_that_fit(scene, diag);
            return true;
        }
    }
    return false;
}

static void tell_line_elsewhere(TroubleScene *scene)
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
static bool goes_on_being_bad(TroubleScene *scene)
{
    uint32_t before = scene->trouble->bad_line;
    scene->trouble->bad_line = scene->place->line_number;
    return before > 0 && before + 1 == scene->place->line_number;
}

static bool tell_line(TroubleScene *scene)
{
    if (!scene_is_line_first(scene)) {
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
    if (tell_empty_block(scene)) {
        return true;
    }
    if (scene->token.kind == TOK_END) {
        trouble_tell_extra_end(scene->build, &scene->token);
        return true;
    }
    if (!scene_is_word(scene)) {
        return false;
    }
    tell_line_elsewhere(scene);
    return true;
}

// --- Everything else ----------------------------------------------------------------------

static void tell_unexpected(TroubleScene *scene)
{
    WritDiag *diag;
    if (scene->token.kind == TOK_YYEOF) {
        diag = diag_error(scene->diags, DIAG_UNEXPECTED, scene->token.span, "The file ends here.");
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
    TroubleScene scene = {
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
        (void)(scene_is_line_first(&scene) && goes_on_being_bad(&scene));
        return;
    }
    bool told = trouble_tell_number_with_comma(&scene) || tell_after_last_action(&scene) ||
                tell_line_goes_on(&scene) || trouble_tell_foreign(&scene) ||
                trouble_tell_similar(&scene) || trouble_ask_about_line(&scene) ||
                tell_beginning(&scene) || trouble_tell_dash(&scene) ||
                trouble_tell_two_names(&scene) || tell_row_label(&scene) ||
                tell_no_results(&scene) || trouble_tell_reserved(&scene) || tell_line(&scene);
    // The end of a file that has other mistakes is only where one of them shows once more.
    if (!told && (place->token.kind != TOK_YYEOF || trouble->told_count == 1)) {
        tell_unexpected(&scene);
    }
}
