// The grammar says which words follow one another; the vocabulary, how they are spelt. What may
// stand between two words is told here once more, apart from lexer and formatter.
#include "support/text_random.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "support/text_grammar.h"

enum {
    FILE_WORDS_LEAST = 50,
    FILE_WORDS_MOST = 600,
    CLAUSE_WORDS_LEAST = 3,
    CLAUSE_WORDS_MOST = 60,
    BRACES_MAX = 3,
    DEPTH_MAX = 60,
};

struct TextRandom {
    TextGrammar *grammar;
    char unused[200];
};

typedef struct Writer {
    TextRandom *self;
    Random *random;
    WritBuffer *out;
    const char *line_end;       // Of the whole file.
    const char *last;           // The token before; "" at the start.
    uint32_t words_left;        // Of the file: then the shortest way is taken, again and again.
    uint32_t clause_words_left; // The same inside a clause.
    uint32_t brackets;
    uint32_t braces;
    bool triple[BRACES_MAX + 1]; // The texts around.
    bool line_starts;
} Writer;

typedef struct Spelling {
    const char *token;
    const char *text;
} Spelling;

static const Spelling spellings[] = {
#define VOCABULARY_CLASS(token, text, group)
#define VOCABULARY_SIGN(token, text, group) {#token, text},
#define VOCABULARY_LINE(token, text, group, example) {#token, text},
#define VOCABULARY_BOTH(token, text, group, example) {#token, text},
#define VOCABULARY_ANYWHERE(token, text, group) {#token, text},
#define VOCABULARY_INSIDE(token, text, group) {#token, text},
#define VOCABULARY_COMMA(token, text, group) {#token, ", " text},
#define VOCABULARY_WHERE(token, text, place, condition, group, example) {#token, text},
#include "syntax/vocabulary.def"
#undef VOCABULARY_CLASS
#undef VOCABULARY_SIGN
#undef VOCABULARY_LINE
#undef VOCABULARY_BOTH
#undef VOCABULARY_ANYWHERE
#undef VOCABULARY_INSIDE
#undef VOCABULARY_COMMA
#undef VOCABULARY_WHERE
    {"NAME", "order"},
    {"NAME", "in_stock"},
    {"NAME", "x"},
    {"NAME", "not_there_2"},
    {"NAME", "customer_account_manager_of_the_northern_region"},
    {"TYPENAME", "Order"},
    {"TYPENAME", "CustomerClass2"},
    {"CODE", "EUR"},
    {"CODE", "D40"},
    {"NUMBER", "1"},
    {"NUMBER", "2"},
    {"NUMBER", "0.50"},
    {"NUMBER", "50 000"},
    {"NUMBER", "1\u00a0000\u202f000.25"},
    {"NUMBER", "1234567"},
    {"VERSION", "2.4.0"},
    {"PERCENT", "7.5%"},
    {"DATE", "2026-03-02"},
    {"TIME", "09:00"},
    {"ORDINAL", "2nd"},
    {"ORDINAL", "11th"},
    {"TEXT", "\"\""},
    {"TEXT", "\"Call the customer\""},
    {"TEXT", "\"  {{ \u00e9 # \u00a0 } \""},
    {"TEXT", "\"\"\"\n    one  \n\n   two {{\n  \"\"\""},
    {"TEXT", "\"\"\"  one \"\"\""},
    {"TEXT", "\"\"\"\"\"\""},
    {"TEXT", "\"\"\"\n\n  one\n\n\"\"\""},
};

static bool is(const char *token, const char *name)
{
    return strcmp(token, name) == 0;
}

static bool is_one_of(const char *token, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (is(token, *names)) {
            return true;
        }
    }
    return false;
}

static bool one_in(Writer *writer, uint32_t count)
{
    return random_below(writer->random, count) == 0;
}

static void add(Writer *writer, const char *text)
{
    writ_buffer_add_string(writer->out, text);
}

static const char *pick(Writer *writer, const char *const *texts, uint32_t count)
{
    return texts[random_below(writer->random, count)];
}

// --- Between words ------------------------------------------------------------------------

static void add_spaces(Writer *writer)
{
    static const char *const spaces[] = {" ", " ", " ", " ", "  ", "\u00a0", " \u202f "};
    add(writer, pick(writer, spaces, sizeof spaces / sizeof spaces[0]));
}

static void add_comment(Writer *writer)
{
    static const char *const comments[] = {"#", "# one", "#two", "# \"three\" {",
                                           "#\u00e9 | then  "};
    add(writer, pick(writer, comments, sizeof comments / sizeof comments[0]));
}

static void add_indentation(Writer *writer)
{
    for (uint32_t i = random_below(writer->random, 12); i > 0; i--) {
        add(writer, " ");
    }
}

static void add_line_end(Writer *writer)
{
    if (one_in(writer, 8)) {
        add_spaces(writer);
        add_comment(writer);
    }
    add(writer, writer->line_end);
    while (one_in(writer, 5)) {
        add_indentation(writer);
        if (one_in(writer, 2)) {
            add_comment(writer);
        }
        add(writer, writer->line_end);
    }
    add_indentation(writer);
}

// Layout that looks like the line below the head of a table, and means nothing anywhere.
static void add_rule(Writer *writer)
{
    add(writer, "|--|:-||- |");
    if (one_in(writer, 2)) {
        add_comment(writer);
    }
    add(writer, writer->line_end);
}

static bool may_break(const Writer *writer, const char *token)
{
    static const char *const open[] = {
        "COMMA",   "THEN",  "NEXT_TIME", "IF_STILL_NOT", "OR_IF_NONE", "AND",     "OR",
        "OR_ELSE", "EQUAL", "NOT_EQUAL", "LESS",         "LESS_EQUAL", "GREATER", "GREATER_EQUAL",
        "PLUS",    "MINUS", "STAR",      "SLASH",        NULL,
    };
    static const char *const going_on[] = {
        "WITH",    "WHERE",   "INTO",      "BECAUSE", "AND", "OR",
        "OR_ELSE", "OR_MORE", "STOP_WORK", "GO_ON",   NULL,
    };
    return writer->braces == 0 &&
           (writer->brackets > 0 || is_one_of(writer->last, open) || is_one_of(token, going_on));
}

static bool is_tight(const Writer *writer, const char *token)
{
    static const char *const before[] = {"DOT", "TEXT_MIDDLE", "TEXT_TAIL", NULL};
    static const char *const behind[] = {"DOT", "TEXT_HEAD", "TEXT_MIDDLE", NULL};
    return is_one_of(token, before) || is_one_of(writer->last, behind);
}

static bool may_touch(const Writer *writer, const char *token)
{
    static const char *const signs[] = {"COMMA",        "OPEN_PAREN",    "CLOSE_PAREN",
                                        "OPEN_BRACKET", "CLOSE_BRACKET", "COLON",
                                        "BAR",          "BARS",          NULL};
    return is_one_of(token, signs) || is_one_of(writer->last, signs);
}

static void add_gap(Writer *writer, const char *token)
{
    if (writer->line_starts || is_tight(writer, token)) {
        return;
    }
    if (may_break(writer, token) && one_in(writer, 6)) {
        add_line_end(writer);
    } else if (!may_touch(writer, token) || one_in(writer, 2)) {
        add_spaces(writer);
    }
}

// --- Words --------------------------------------------------------------------------------

static void add_phrase(Writer *writer, const char *phrase)
{
    bool comma = *phrase == ',' && phrase[1] != '\0';
    for (const char *at = phrase; *at != '\0'; at++) {
        if (*at != ' ') {
            writ_buffer_add_byte(writer->out, *at);
        } else if (comma && writer->braces == 0 && one_in(writer, 6)) {
            add_line_end(writer);
        } else {
            add_spaces(writer);
        }
        comma = comma && *at == ',';
    }
}

static const char *spell(Writer *writer, const char *token)
{
    const char *found = NULL;
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (is(spellings[i].token, token) && one_in(writer, ++count)) {
            found = spellings[i].text;
        }
    }
    assert(found != NULL);
    return found;
}

static void begin_text(Writer *writer)
{
    static const char *const heads[] = {"{", "one {", " {{{"};
    static const char *const triple_heads[] = {"{", "  \n  {", "\n\n one\n two  {", " one {"};
    bool triple = one_in(writer, 3);
    writer->triple[writer->braces++] = triple;
    add(writer, triple ? "\"\"\"" : "\"");
    add(writer, triple ? pick(writer, triple_heads, 4) : pick(writer, heads, 3));
}

static void go_on_with_text(Writer *writer, bool ends)
{
    static const char *const parts[] = {"", " and ", " {{ } "};
    static const char *const triple_parts[] = {"", " and ", "  \n  three \n", "\n\n"};
    bool triple = writer->triple[writer->braces - 1];
    add(writer, "}");
    add(writer, triple ? pick(writer, triple_parts, 4) : pick(writer, parts, 3));
    add(writer, !ends ? "{" : triple ? "\"\"\"" : "\"");
    writer->braces -= ends ? 1 : 0;
}

static void add_word(Writer *writer, const char *token)
{
    // Behind a dot every word is a name.
    static const char *const parts[] = {"number", "with", "then", "end", "step"};
    if (is(token, "TEXT_HEAD")) {
        begin_text(writer);
    } else if (is(token, "TEXT_MIDDLE") || is(token, "TEXT_TAIL")) {
        go_on_with_text(writer, is(token, "TEXT_TAIL"));
    } else if (is(token, "NAME") && is(writer->last, "DOT")) {
        add(writer, pick(writer, parts, 5));
    } else if (is(token, "NUMBER") && is(writer->last, "WRIT")) {
        add(writer, "2026");
    } else if (is(token, "TEXT") || is(token, "NUMBER")) {
        add(writer, spell(writer, token));
    } else {
        add_phrase(writer, spell(writer, token));
    }
    writer->brackets += is(token, "OPEN_PAREN") || is(token, "OPEN_BRACKET") ? 1 : 0;
    writer->brackets -= is(token, "CLOSE_PAREN") || is(token, "CLOSE_BRACKET") ? 1 : 0;
}

static void add_token(Writer *writer, const char *token)
{
    writer->words_left -= writer->words_left > 0 ? 1 : 0;
    writer->clause_words_left -= writer->clause_words_left > 0 ? 1 : 0;
    if (is(token, "NL")) {
        add_line_end(writer);
        if (one_in(writer, 20)) {
            add_rule(writer);
        }
        writer->line_starts = true;
        writer->clause_words_left =
            (uint32_t)random_between(writer->random, CLAUSE_WORDS_LEAST, CLAUSE_WORDS_MOST);
    } else {
        add_gap(writer, token);
        add_word(writer, token);
        writer->line_starts = false;
    }
    writer->last = token;
}

// --- Ways ---------------------------------------------------------------------------------

static TextWay *flattest(const TextSymbol *symbol)
{
    TextWay *best = &symbol->ways[0];
    for (uint32_t i = 1; i < symbol->way_count; i++) {
        best = symbol->ways[i].height < best->height ? &symbol->ways[i] : best;
    }
    return best;
}

static TextWay *least_used(const TextSymbol *symbol, bool goes_on)
{
    TextWay *best = NULL;
    for (uint32_t i = 0; i < symbol->way_count; i++) {
        TextWay *way = &symbol->ways[i];
        if (way->goes_on == goes_on && (best == NULL || way->uses < best->uses)) {
            best = way;
        }
    }
    return best;
}

static TextWay *any_way(Writer *writer, const TextSymbol *symbol, bool goes_on)
{
    TextWay *found = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < symbol->way_count; i++) {
        if (symbol->ways[i].goes_on == goes_on && one_in(writer, ++count)) {
            found = &symbol->ways[i];
        }
    }
    return found;
}

static bool can_go_on(const TextSymbol *symbol)
{
    for (uint32_t i = 0; i < symbol->way_count; i++) {
        if (symbol->ways[i].goes_on) {
            return true;
        }
    }
    return false;
}

static TextWay *never_used(const TextSymbol *symbol)
{
    for (uint32_t i = 0; i < symbol->way_count; i++) {
        if (symbol->ways[i].uses == 0) {
            return &symbol->ways[i];
        }
    }
    return NULL;
}

// Lists of lines are long, other lists short. What was never used is used even where the shortest
// way should be taken: each way once, so that a file ends all the same.
static TextWay *choose(Writer *writer, const TextSymbol *symbol, uint32_t depth)
{
    if (writer->braces >= BRACES_MAX || depth >= DEPTH_MAX) {
        return flattest(symbol);
    }
    if (writer->words_left == 0 || writer->clause_words_left == 0) {
        TextWay *way = never_used(symbol);
        return way == NULL ? flattest(symbol) : way;
    }
    bool stops = one_in(writer, 4);
    bool goes_on = can_go_on(symbol) && stops != symbol->has_lines;
    return one_in(writer, 2) ? least_used(symbol, goes_on) : any_way(writer, symbol, goes_on);
}

static void add_symbol(Writer *writer, TextSymbol *symbol, uint32_t depth)
{
    if (symbol->ways == NULL) {
        add_token(writer, symbol->name);
        return;
    }
    TextWay *way = choose(writer, symbol, depth);
    way->uses++;
    for (uint32_t i = 0; i < way->part_count; i++) {
        add_symbol(writer, way->parts[i], depth + 1);
    }
}

TextRandom *text_random_new(WritArena *arena, const char *grammar_path)
{
    TextRandom *self = writ_arena_alloc(arena, sizeof *self);
    self->grammar = text_grammar_read(arena, grammar_path);
    return self;
}

void text_random_file(TextRandom *self, Random *random, WritBuffer *out)
{
    Writer writer = {
        .self = self,
        .random = random,
        .out = out,
        .last = "",
        .line_end = random_below(random, 8) == 0 ? "\r\n" : "\n",
        .words_left = (uint32_t)random_between(random, FILE_WORDS_LEAST, FILE_WORDS_MOST),
        .clause_words_left = CLAUSE_WORDS_MOST,
        .line_starts = true,
    };
    add_symbol(&writer, text_grammar_symbol(self->grammar, "file"), 0);
}

const char *text_random_unused(TextRandom *self)
{
    for (uint32_t i = 0; i < self->grammar->way_count; i++) {
        const TextWay *way = &self->grammar->ways[i];
        if (way->uses == 0) {
            int length = snprintf(self->unused, sizeof self->unused, "%s:", way->of->name);
            for (uint32_t k = 0; k < way->part_count && length < (int)sizeof self->unused; k++) {
                length += snprintf(self->unused + length, sizeof self->unused - (size_t)length,
                                   " %s", way->parts[k]->name);
            }
            return self->unused;
        }
    }
    return NULL;
}
