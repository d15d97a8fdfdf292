#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "syntax/lexer.h"
#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

enum { ARENA_BYTES = 16 << 20, TOKENS_MAX = 200 };

typedef struct Lexed {
    WritArena *arena;
    const WritSource *source;
    Token tokens[TOKENS_MAX];
    uint32_t count; // Without the end of the file.
    Lexer lexer;
} Lexed;

static void lex_bytes(Lexed *lexed, WritText text)
{
    *lexed = (Lexed){.arena = writ_arena_new(ARENA_BYTES)};
    WritSources *sources = writ_sources_new(lexed->arena);
    WritError error;
    assert_int_equal(writ_sources_add(sources, writ_text("t"), text, &lexed->source, &error),
                     WRIT_OK);
    lexer_start(&lexed->lexer, lexed->source, lexed->arena, LEXER_PLAIN);
    for (;;) {
        Token token = lexer_next(&lexed->lexer);
        if (token.kind == TOK_YYEOF) {
            return;
        }
        assert_true(lexed->count < TOKENS_MAX);
        lexed->tokens[lexed->count++] = token;
    }
}

static void lex(Lexed *lexed, const char *text)
{
    lex_bytes(lexed, writ_text(text));
}

static bool covers(const Lexed *lexed, uint32_t index, const char *text)
{
    return index < lexed->count &&
           writ_text_is(writ_source_span_text(lexed->source, lexed->tokens[index].span), text);
}

static void assert_kinds(const char *text, const int *kinds)
{
    Lexed lexed;
    lex(&lexed, text);
    for (uint32_t i = 0; i < lexed.count || kinds[i] != 0; i++) {
        if (i >= lexed.count || kinds[i] != lexed.tokens[i].kind) {
            fail_msg("token %u of \"%s\" is %d, not %d", (unsigned)i, text,
                     i < lexed.count ? lexed.tokens[i].kind : -1, kinds[i]);
        }
    }
    writ_arena_free(lexed.arena);
}

#define KINDS(...) ((const int[]){__VA_ARGS__, 0})

// --- Phrases ------------------------------------------------------------------------------

// What may stand around a phrase so that it is one: the text before and behind it, and the number
// of tokens before it.
typedef struct Setting {
    const char *before;
    const char *behind;
    uint32_t index;
} Setting;

static Setting setting_of(const VocabularyEntry *entry)
{
    switch (entry->condition) {
    case WHEN_ALWAYS:
        break;
    case WHEN_ON_DEADLINE_LINE:
        return (Setting){"deadline x ", "", 2};
    case WHEN_ON_CHECK_LINE:
        return (Setting){"check x ", "", 2};
    case WHEN_ON_APPLIES_LINE:
        return (Setting){"applies to ", "", 1};
    case WHEN_ON_NAME_LINE:
    case WHEN_AFTER_SUBJECT:
        return (Setting){"x ", "", 1};
    case WHEN_IN_TABLE_HEAD:
        return (Setting){"| ", "", 1};
    case WHEN_AFTER_BARS:
        return (Setting){"| x || ", "", 3};
    case WHEN_AFTER_SUBJECT_OR_SYSTEM:
        return (Setting){"system x.y ", "", 4};
    case WHEN_AFTER_NUMBER:
    case WHEN_AFTER_NUMBER_OR_EVERY:
        return (Setting){"x 2 ", "", 2};
    case WHEN_AFTER_ORDINAL:
        return (Setting){"after the 2nd ", "", 2};
    case WHEN_AFTER_UNIT:
        return (Setting){"2 days ", "", 2};
    case WHEN_AFTER_MAY:
        return (Setting){"x may ", "", 2};
    case WHEN_CHANGES_LATER_FOLLOWS:
        return (Setting){"", " a.b changes later", 0};
    case WHEN_HAPPENS_FOLLOWS:
        return (Setting){"", " a.b happens", 0};
    }
    return entry->place == PLACE_LINE    ? (Setting){"", "", 0}
           : entry->place == PLACE_COMMA ? (Setting){"x", "", 1}
                                         : (Setting){"x y ", "", 2};
}

static bool is_phrase(const VocabularyEntry *entry)
{
    return entry->place != PLACE_CLASS && entry->place != PLACE_SIGN;
}

// The kind of the token that stands where `phrase` does in the setting of `entry`.
static int kind_in_setting(const VocabularyEntry *entry, const char *phrase)
{
    Setting setting = setting_of(entry);
    char text[256];
    (void)snprintf(text, sizeof text, "%s%s%s%s", setting.before,
                   entry->place == PLACE_COMMA ? ", " : "", phrase, setting.behind);
    Lexed lexed;
    lex(&lexed, text);
    if (lexed.count <= setting.index) {
        fail_msg("\"%s\" has too few tokens", text);
    }
    int kind = lexed.tokens[setting.index].kind;
    writ_arena_free(lexed.arena);
    return kind;
}

static void every_phrase_is_reached(void **state)
{
    (void)state;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        if (is_phrase(entry) && kind_in_setting(entry, entry->text) != entry->token) {
            fail_msg("\"%s\" is not found", entry->text);
        }
    }
}

static void every_phrase_ends_at_a_word_boundary(void **state)
{
    (void)state;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        static const char *const endings[] = {"_x", "x", "2", "X"};
        for (size_t e = 0; is_phrase(entry) && e < sizeof endings / sizeof endings[0]; e++) {
            char phrase[128];
            (void)snprintf(phrase, sizeof phrase, "%s%s", entry->text, endings[e]);
            if (kind_in_setting(entry, phrase) == entry->token) {
                fail_msg("\"%s\" is taken for \"%s\"", phrase, entry->text);
            }
        }
    }
}

static void spaces_in_a_phrase_may_be_any_and_many(void **state)
{
    (void)state;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        if (!is_phrase(entry)) {
            continue;
        }
        WritBuffer phrase = {0};
        for (const char *c = entry->text; *c != '\0'; c++) {
            if (*c == ' ') {
                writ_buffer_add_string(&phrase, " \xc2\xa0\xe2\x80\xaf ");
            } else {
                writ_buffer_add_byte(&phrase, *c);
            }
        }
        assert_int_equal(kind_in_setting(entry, writ_buffer_string(&phrase)), entry->token);
        writ_buffer_dispose(&phrase);
    }
}

static void no_word_before_a_colon_is_a_phrase(void **state)
{
    (void)state;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        for (int spaces = 0; is_phrase(entry) && spaces < 2; spaces++) {
            char phrase[128];
            (void)snprintf(phrase, sizeof phrase, "%s%s:", entry->text, spaces == 0 ? "" : " ");
            if (kind_in_setting(entry, phrase) == entry->token) {
                fail_msg("\"%s\" is a phrase", phrase);
            }
        }
    }
}

static void every_word_after_a_dot_is_a_name(void **state)
{
    (void)state;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        char text[128];
        (void)snprintf(text, sizeof text, "x.%s", entry->text);
        if (is_phrase(entry)) {
            Lexed lexed;
            lex(&lexed, text);
            assert_int_equal(lexed.tokens[2].kind, TOK_NAME);
            writ_arena_free(lexed.arena);
        }
    }
}

// Line words inside a line, and words that need a neighbour without it, are names or the shorter
// phrase that they begin with.
static void phrases_count_only_in_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        bool elsewhere = entry->place == PLACE_LINE || entry->condition != WHEN_ALWAYS;
        if (!is_phrase(entry) || !elsewhere) {
            continue;
        }
        char text[128];
        (void)snprintf(text, sizeof text, "x y %s", entry->text);
        Lexed lexed;
        lex(&lexed, text);
        bool counts = lexed.tokens[2].kind == entry->token && covers(&lexed, 2, entry->text);
        if (counts && entry->condition != WHEN_ON_NAME_LINE) {
            fail_msg("\"%s\" counts inside a line", entry->text);
        }
        writ_arena_free(lexed.arena);
    }
}

static void each_condition_needs_its_neighbour(void **state)
{
    (void)state;
    assert_kinds("deadline x in total", KINDS(TOK_DEADLINE, TOK_NAME, TOK_IN_TOTAL, TOK_NL));
    assert_kinds("only if x in total", KINDS(TOK_ONLY_IF, TOK_NAME, TOK_IN, TOK_NAME, TOK_NL));
    assert_kinds("deadline each", KINDS(TOK_DEADLINE, TOK_EACH, TOK_NL));
    assert_kinds("do each", KINDS(TOK_DO, TOK_NAME, TOK_NL));
    assert_kinds("every process", KINDS(TOK_EVERY, TOK_NAME, TOK_NL));
    assert_kinds("2 days", KINDS(TOK_NUMBER, TOK_DAY, TOK_NL));
    assert_kinds("every day", KINDS(TOK_EVERY, TOK_DAY, TOK_NL));
    assert_kinds("some day", KINDS(TOK_SOME, TOK_NAME, TOK_NL));
    assert_kinds("2 times", KINDS(TOK_NUMBER, TOK_TIMES, TOK_NL));
    assert_kinds("every times", KINDS(TOK_EVERY, TOK_NAME, TOK_NL));
    assert_kinds("x starts y", KINDS(TOK_NAME, TOK_STARTS, TOK_NAME, TOK_NL));
    assert_kinds("x y starts", KINDS(TOK_NAME, TOK_NAME, TOK_NAME, TOK_NL));
    assert_kinds("x.y arrives", KINDS(TOK_NAME, TOK_DOT, TOK_NAME, TOK_ARRIVES, TOK_NL));
    assert_kinds("do arrives", KINDS(TOK_DO, TOK_NAME, TOK_NL));
    assert_kinds("| x | if", KINDS(TOK_BAR, TOK_NAME, TOK_BAR, TOK_NAME, TOK_NL));
    assert_kinds("x skip", KINDS(TOK_NAME, TOK_NAME, TOK_NL));
    assert_kinds("x may y, skip",
                 KINDS(TOK_NAME, TOK_MAY, TOK_NAME, TOK_COMMA, TOK_POWER_SKIP, TOK_NL));
    assert_kinds("x may y\nz skip",
                 KINDS(TOK_NAME, TOK_MAY, TOK_NAME, TOK_NL, TOK_NAME, TOK_NAME, TOK_NL));
    assert_kinds("if a.b changes later",
                 KINDS(TOK_IF_LATER, TOK_NAME, TOK_DOT, TOK_NAME, TOK_CHANGES_LATER, TOK_NL));
    assert_kinds("if a.b changes", KINDS(TOK_IF, TOK_NAME, TOK_DOT, TOK_NAME, TOK_NAME, TOK_NL));
    assert_kinds("if a happens", KINDS(TOK_IF_HAPPENS, TOK_NAME, TOK_HAPPENS, TOK_NL));
    assert_kinds("if happens", KINDS(TOK_IF, TOK_HAPPENS, TOK_NL));
    assert_kinds("is not x", KINDS(TOK_IS, TOK_NOT, TOK_NAME, TOK_NL));
    assert_kinds("x is not y", KINDS(TOK_NAME, TOK_IS_NOT, TOK_NAME, TOK_NL));
}

static void the_longest_phrase_counts(void **state)
{
    (void)state;
    assert_kinds("undo everything from x", KINDS(TOK_UNDO_FROM, TOK_NAME, TOK_NL));
    assert_kinds("undo everything x", KINDS(TOK_UNDO_ALL, TOK_NAME, TOK_NL));
    assert_kinds("undo x", KINDS(TOK_NAME, TOK_NAME, TOK_NL));
    assert_kinds("on no answer", KINDS(TOK_ON_NO_ANSWER, TOK_NL));
    assert_kinds("on no", KINDS(TOK_ON, TOK_NO, TOK_NL));
    assert_kinds("x not in_stock", KINDS(TOK_NAME, TOK_NOT, TOK_NAME, TOK_NL));
    assert_kinds("x or else_case", KINDS(TOK_NAME, TOK_OR, TOK_NAME, TOK_NL));
    assert_kinds("x list of_numbers", KINDS(TOK_NAME, TOK_NAME, TOK_NAME, TOK_NL));
}

// --- Lines --------------------------------------------------------------------------------

static void lines_go_on_after_what_is_not_complete(void **state)
{
    (void)state;
    static const char *const open[] = {
        ",",
        "and",
        "or",
        "=",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "-",
        "*",
        "/",
        "or else",
        ", then",
        ", the next time",
        ", if still not",
        ", or if none is available",
    };
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        for (int comment = 0; comment < 2; comment++) {
            char text[64];
            (void)snprintf(text, sizeof text, "x %s%s\n\n  step", open[i],
                           comment ? " # why\n # more" : "");
            Lexed lexed;
            lex(&lexed, text);
            assert_int_equal(lexed.count, 4);
            assert_int_equal(lexed.tokens[2].kind, TOK_NAME); // Inside a line, `step` is a name.
            assert_int_equal(lexed.tokens[3].kind, TOK_NL);
            writ_arena_free(lexed.arena);
        }
    }
}

static void lines_go_on_before_what_cannot_begin_one(void **state)
{
    (void)state;
    static const char *const going_on[] = {
        "with",
        "where",
        "into",
        "because",
        "and",
        "or",
        "then",
        "stop the work there",
        "go on with the work",
    };
    for (size_t i = 0; i < sizeof going_on / sizeof going_on[0]; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "x\n# why\n\n  %s y", going_on[i]);
        Lexed lexed;
        lex(&lexed, text);
        assert_int_equal(lexed.count, 4);
        writ_arena_free(lexed.arena);
        (void)snprintf(text, sizeof text, "x\n  %s_y z", going_on[i]);
        lex(&lexed, text);
        assert_int_equal(lexed.tokens[1].kind, TOK_NL);
        writ_arena_free(lexed.arena);
        (void)snprintf(text, sizeof text, "x\n  %s : Y", going_on[i]);
        lex(&lexed, text);
        assert_int_equal(lexed.tokens[1].kind, TOK_NL);
        writ_arena_free(lexed.arena);
    }
}

static void lines_go_on_in_brackets(void **state)
{
    (void)state;
    assert_kinds("x(\na\n)\ny", KINDS(TOK_NAME, TOK_OPEN_PAREN, TOK_NAME, TOK_CLOSE_PAREN, TOK_NL,
                                      TOK_NAME, TOK_NL));
    assert_kinds("[\n1]", KINDS(TOK_OPEN_BRACKET, TOK_NUMBER, TOK_CLOSE_BRACKET, TOK_NL));
}

static void phrases_after_a_comma_may_stand_in_the_next_line(void **state)
{
    (void)state;
    assert_kinds("x, # why\n\n then y", KINDS(TOK_NAME, TOK_THEN, TOK_NAME, TOK_NL));
    assert_kinds("x,\nthe next time y", KINDS(TOK_NAME, TOK_NEXT_TIME, TOK_NAME, TOK_NL));
    assert_kinds("x, the next y", KINDS(TOK_NAME, TOK_COMMA, TOK_NAME, TOK_NAME, TOK_NAME, TOK_NL));
    assert_kinds("x, then : Text",
                 KINDS(TOK_NAME, TOK_COMMA, TOK_NAME, TOK_COLON, TOK_TYPENAME, TOK_NL));
}

static void every_file_ends_with_a_line_end(void **state)
{
    (void)state;
    assert_kinds("", KINDS(TOK_YYEOF));
    assert_kinds("\n\n  # only a comment", KINDS(TOK_YYEOF));
    assert_kinds("x", KINDS(TOK_NAME, TOK_NL));
    assert_kinds("x\n", KINDS(TOK_NAME, TOK_NL));
    assert_kinds("x\r\n\r\n", KINDS(TOK_NAME, TOK_NL));
    assert_kinds("x,", KINDS(TOK_NAME, TOK_COMMA, TOK_NL));
}

static void rules_of_tables_are_layout(void **state)
{
    (void)state;
    assert_kinds("|---|:-:||--|\n| a |", KINDS(TOK_BAR, TOK_NAME, TOK_BAR, TOK_NL));
    assert_kinds("| --- | - |\n", KINDS(TOK_YYEOF));
    assert_kinds("|---|", KINDS(TOK_YYEOF));
    assert_kinds("| | |", KINDS(TOK_BAR, TOK_BAR, TOK_BAR, TOK_NL));
    assert_kinds("| -1 |", KINDS(TOK_BAR, TOK_MINUS, TOK_NUMBER, TOK_BAR, TOK_NL));
}

// --- Literals -----------------------------------------------------------------------------

static void literals_are_told_apart(void **state)
{
    (void)state;
    assert_kinds("1 1.5 1.5.2 5% 1.5%",
                 KINDS(TOK_NUMBER, TOK_NUMBER, TOK_VERSION, TOK_PERCENT, TOK_PERCENT, TOK_NL));
    assert_kinds("2026-03-02 09:00 2026-3-2", KINDS(TOK_DATE, TOK_TIME, TOK_NUMBER, TOK_MINUS,
                                                    TOK_NUMBER, TOK_MINUS, TOK_NUMBER, TOK_NL));
    assert_kinds("2nd 1st 3rd 4th 2ndx", KINDS(TOK_ORDINAL, TOK_ORDINAL, TOK_ORDINAL, TOK_ORDINAL,
                                               TOK_NUMBER, TOK_NAME, TOK_NL));
    assert_kinds("EUR D40 Order A1b 12kg", KINDS(TOK_CODE, TOK_CODE, TOK_TYPENAME, TOK_TYPENAME,
                                                 TOK_NUMBER, TOK_NAME, TOK_NL));
    assert_kinds("| D10 | 50 000 |",
                 KINDS(TOK_BAR, TOK_CODE, TOK_BAR, TOK_NUMBER, TOK_BAR, TOK_NL));
}

static void digits_are_grouped_by_threes(void **state)
{
    (void)state;
    assert_kinds("1 000", KINDS(TOK_NUMBER, TOK_NL));
    assert_kinds("999 000 000.25", KINDS(TOK_NUMBER, TOK_NL));
    assert_kinds("1\xc2\xa0"
                 "000\xe2\x80\xaf"
                 "000",
                 KINDS(TOK_NUMBER, TOK_NL));
    assert_kinds("1 00", KINDS(TOK_NUMBER, TOK_NUMBER, TOK_NL));
    assert_kinds("1000 000", KINDS(TOK_NUMBER, TOK_NUMBER, TOK_NL));
    assert_kinds("1  000", KINDS(TOK_NUMBER, TOK_NUMBER, TOK_NL));
    assert_kinds("1\n000", KINDS(TOK_NUMBER, TOK_NL, TOK_NUMBER, TOK_NL));
}

static void texts_are_cut_at_their_braces(void **state)
{
    (void)state;
    assert_kinds("\"a\"", KINDS(TOK_TEXT, TOK_NL));
    assert_kinds("\"a{b}c\"", KINDS(TOK_TEXT_HEAD, TOK_NAME, TOK_TEXT_TAIL, TOK_NL));
    assert_kinds("\"{a}{b}\"",
                 KINDS(TOK_TEXT_HEAD, TOK_NAME, TOK_TEXT_MIDDLE, TOK_NAME, TOK_TEXT_TAIL, TOK_NL));
    assert_kinds("\"{{a}\"", KINDS(TOK_TEXT, TOK_NL));
    assert_kinds("\"\"\"a\nb \" {c}\n\"\"\" d",
                 KINDS(TOK_TEXT_HEAD, TOK_NAME, TOK_TEXT_TAIL, TOK_NAME, TOK_NL));
    assert_kinds("\"{x(\"{y}\")}\"",
                 KINDS(TOK_TEXT_HEAD, TOK_NAME, TOK_OPEN_PAREN, TOK_TEXT_HEAD, TOK_NAME,
                       TOK_TEXT_TAIL, TOK_CLOSE_PAREN, TOK_TEXT_TAIL, TOK_NL));
}

static void braces_nest_sixteen_deep(void **state)
{
    (void)state;
    for (uint32_t depth = LEXER_BRACES_MAX; depth <= LEXER_BRACES_MAX + 1; depth++) {
        char text[256] = "";
        for (uint32_t i = 0; i < depth; i++) {
            (void)strcat(text, "\"{");
        }
        (void)strcat(text, "x");
        for (uint32_t i = 0; i < depth; i++) {
            (void)strcat(text, "}\"");
        }
        Lexed lexed;
        lex(&lexed, text);
        LexerFault fault = LEXER_NO_FAULT;
        for (uint32_t i = 0; i < lexed.count && fault == LEXER_NO_FAULT; i++) {
            fault = lexed.tokens[i].fault;
        }
        assert_int_equal(fault, depth > LEXER_BRACES_MAX ? LEXER_DEEP_BRACES : LEXER_NO_FAULT);
        writ_arena_free(lexed.arena);
    }
}

static void faults_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        LexerFault fault;
    } faults[] = {
        {"\"a", LEXER_OPEN_TEXT},
        {"\"a\n", LEXER_OPEN_TEXT},
        {"\"\"\"a\n", LEXER_OPEN_TEXT},
        {"\"{a\n", LEXER_OPEN_BRACE},
        {"\"{a.\"", LEXER_OPEN_BRACE},
        {"\xe2\x80\x9c"
         "a\xe2\x80\x9d",
         LEXER_QUOTES},
        {"'a'", LEXER_QUOTES},
        {"\xc2\xab"
         "a\xc2\xbb",
         LEXER_QUOTES},
        {"aB", LEXER_WORD},
        {"ABCDE", LEXER_WORD},
        {"A", LEXER_WORD},
        {"_a", LEXER_WORD},
        {"A_b", LEXER_WORD},
        {"a == b", LEXER_OPERATOR},
        {"a => b", LEXER_OPERATOR},
        {"a && b", LEXER_OPERATOR},
        {"a != b", LEXER_OPERATOR},
        {"!a", LEXER_OPERATOR},
        {"a;", LEXER_CHARACTER},
        {"}", LEXER_CHARACTER},
        {"\xc3\xa4", LEXER_CHARACTER},
        {"{", LEXER_CHARACTER},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        Lexed lexed;
        lex(&lexed, faults[i].text);
        LexerFault found = LEXER_NO_FAULT;
        for (uint32_t t = 0; t < lexed.count && found == LEXER_NO_FAULT; t++) {
            found = lexed.tokens[t].fault;
        }
        if (found != faults[i].fault) {
            fail_msg("\"%s\" has fault %d, not %d", faults[i].text, found, faults[i].fault);
        }
        writ_arena_free(lexed.arena);
    }
}

// --- Everything ---------------------------------------------------------------------------

// Every byte alone, after a word and in a text: tokens follow one another inside the file.
static void every_byte_is_read_over(void **state)
{
    (void)state;
    static const char *const before[] = {"", "x ", "\"", "\"{", "2", "\"\"\"", "x, "};
    for (unsigned byte = 1; byte < 256; byte++) {
        for (size_t b = 0; b < sizeof before / sizeof before[0]; b++) {
            char text[16];
            (void)snprintf(text, sizeof text, "%s%c", before[b], (int)byte);
            Lexed lexed;
            lex(&lexed, text);
            uint32_t at = lexed.source->start;
            for (uint32_t i = 0; i < lexed.count; i++) {
                assert_true(lexed.tokens[i].span.start >= at);
                assert_true(lexed.tokens[i].span.end >= lexed.tokens[i].span.start);
                at = lexed.tokens[i].span.end;
            }
            assert_true(at <= lexed.source->start + lexed.source->text.length);
            writ_arena_free(lexed.arena);
        }
    }
}

static void comments_belong_to_the_token_behind_them(void **state)
{
    (void)state;
    Lexed lexed;
    lex(&lexed, "# one\n\nx # two\ny, # three\n\nz\n\n# four\n");
    assert_int_equal(lexed.lexer.trivia_count, 4);
    const TreeTrivia *trivia = lexed.lexer.trivia;
    assert_int_equal(trivia[0].before, lexed.tokens[0].span.start);
    assert_true(trivia[0].blank_line);
    assert_true(trivia[0].comments[0].own_line);
    assert_int_equal(trivia[1].before, lexed.tokens[2].span.start);
    assert_false(trivia[1].comments[0].own_line);
    assert_false(trivia[1].blank_line);
    assert_int_equal(trivia[2].before, lexed.tokens[4].span.start);
    assert_true(trivia[2].blank_line);
    assert_int_equal(trivia[3].before, lexed.source->start + lexed.source->text.length);
    assert_true(trivia[3].comments[0].blank_line);
    assert_true(
        writ_text_is(writ_source_span_text(lexed.source, trivia[3].comments[0].span), "# four"));
    writ_arena_free(lexed.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_phrase_is_reached),
        cmocka_unit_test(every_phrase_ends_at_a_word_boundary),
        cmocka_unit_test(spaces_in_a_phrase_may_be_any_and_many),
        cmocka_unit_test(no_word_before_a_colon_is_a_phrase),
        cmocka_unit_test(every_word_after_a_dot_is_a_name),
        cmocka_unit_test(phrases_count_only_in_their_place),
        cmocka_unit_test(each_condition_needs_its_neighbour),
        cmocka_unit_test(the_longest_phrase_counts),
        cmocka_unit_test(lines_go_on_after_what_is_not_complete),
        cmocka_unit_test(lines_go_on_before_what_cannot_begin_one),
        cmocka_unit_test(lines_go_on_in_brackets),
        cmocka_unit_test(phrases_after_a_comma_may_stand_in_the_next_line),
        cmocka_unit_test(every_file_ends_with_a_line_end),
        cmocka_unit_test(rules_of_tables_are_layout),
        cmocka_unit_test(literals_are_told_apart),
        cmocka_unit_test(digits_are_grouped_by_threes),
        cmocka_unit_test(texts_are_cut_at_their_braces),
        cmocka_unit_test(braces_nest_sixteen_deep),
        cmocka_unit_test(faults_are_told_apart),
        cmocka_unit_test(every_byte_is_read_over),
        cmocka_unit_test(comments_belong_to_the_token_behind_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
