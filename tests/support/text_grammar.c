#include "support/text_grammar.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 1 << 20, HEIGHT_UNKNOWN = 1 << 20 };

typedef struct Reader {
    TextGrammar *grammar;
    const char *at;
} Reader;

static char *read_whole(WritArena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        abort();
    }
    char *bytes = writ_arena_alloc(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);
    assert(length < FILE_BYTES_MAX);
    (void)fclose(file);
    return bytes;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *skip_action(const char *at)
{
    int depth = 0;
    do {
        depth += *at == '{' ? 1 : *at == '}' ? -1 : 0;
        at++;
    } while (depth > 0);
    return at;
}

// The next word or sign; actions, comments and spaces are read over. Empty at the end.
static WritText next_word(Reader *reader)
{
    for (;;) {
        const char *at = reader->at;
        if (*at == '/' && at[1] == '/') {
            reader->at = strchr(at, '\n');
        } else if (*at == '{') {
            reader->at = skip_action(at);
        } else if (*at == ' ' || *at == '\n') {
            reader->at++;
        } else {
            break;
        }
    }
    const char *start = reader->at;
    if (*start == '\0' || strncmp(start, "%%", 2) == 0) {
        return (WritText){start, 0};
    }
    reader->at++;
    while ((is_word(*start) || *start == '%') && is_word(*reader->at)) {
        reader->at++;
    }
    return (WritText){start, (size_t)(reader->at - start)};
}

static TextSymbol *find_symbol(TextGrammar *grammar, WritText name)
{
    for (uint32_t i = 0; i < grammar->symbol_count; i++) {
        if (writ_text_is(name, grammar->symbols[i].name)) {
            return &grammar->symbols[i];
        }
    }
    assert(grammar->symbol_count < TEXT_GRAMMAR_SYMBOLS_MAX);
    TextSymbol *symbol = &grammar->symbols[grammar->symbol_count++];
    char *kept = writ_arena_alloc(grammar->arena, name.length + 1);
    memcpy(kept, name.data, name.length);
    *symbol = (TextSymbol){.name = kept};
    return symbol;
}

TextSymbol *text_grammar_symbol(TextGrammar *grammar, const char *name)
{
    return find_symbol(grammar, writ_text(name));
}

// One way, up to the sign behind it, which is handed out.
static WritText read_way(Reader *reader, TextSymbol *symbol)
{
    TextGrammar *grammar = reader->grammar;
    assert(grammar->way_count < TEXT_GRAMMAR_WAYS_MAX);
    TextWay way = {.of = symbol, .height = HEIGHT_UNKNOWN};
    bool kept = true;
    WritText word = next_word(reader);
    for (; !writ_text_is(word, "|") && !writ_text_is(word, ";"); word = next_word(reader)) {
        kept = kept && !writ_text_is(word, "error") && !writ_text_is(word, "skipped");
        if (!writ_text_is(word, "%empty")) {
            assert(way.part_count < TEXT_GRAMMAR_PARTS_MAX);
            TextSymbol *part = find_symbol(grammar, word);
            way.goes_on = way.goes_on || (way.part_count == 0 && part == symbol);
            way.parts[way.part_count++] = part;
        }
    }
    if (kept) {
        grammar->ways[grammar->way_count++] = way;
        symbol->way_count++;
    }
    return word;
}

static bool read_rule(Reader *reader)
{
    WritText name = next_word(reader);
    if (name.length == 0) {
        return false;
    }
    TextSymbol *symbol = find_symbol(reader->grammar, name);
    WritText colon = next_word(reader);
    assert(writ_text_is(colon, ":"));
    symbol->ways = &reader->grammar->ways[reader->grammar->way_count];
    while (writ_text_is(read_way(reader, symbol), "|")) {
    }
    return true;
}

static bool measure(TextWay *way)
{
    uint32_t height = 0;
    bool has_lines = way->of->has_lines;
    for (uint32_t i = 0; i < way->part_count; i++) {
        uint32_t part = way->parts[i]->height;
        height = part > height ? part : height;
        way->of->has_lines = way->of->has_lines || way->parts[i]->has_lines;
    }
    bool lower = height + 1 < way->height || has_lines != way->of->has_lines;
    way->height = height + 1 < way->height ? height + 1 : way->height;
    return lower;
}

static void measure_all(TextGrammar *grammar)
{
    text_grammar_symbol(grammar, "NL")->has_lines = true;
    for (uint32_t i = 0; i < grammar->symbol_count; i++) {
        grammar->symbols[i].height = grammar->symbols[i].ways == NULL ? 0 : HEIGHT_UNKNOWN;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < grammar->way_count; i++) {
            TextWay *way = &grammar->ways[i];
            changed = measure(way) || changed;
            way->of->height = way->height < way->of->height ? way->height : way->of->height;
        }
    }
}

TextGrammar *text_grammar_read(WritArena *arena, const char *path)
{
    TextGrammar *grammar = writ_arena_alloc(arena, sizeof *grammar);
    grammar->arena = arena;
    grammar->symbols = writ_arena_array(arena, TEXT_GRAMMAR_SYMBOLS_MAX, sizeof(TextSymbol));
    grammar->ways = writ_arena_array(arena, TEXT_GRAMMAR_WAYS_MAX, sizeof(TextWay));
    const char *rules = strstr(read_whole(arena, path), "\n%%\n");
    assert(rules != NULL);
    Reader reader = {grammar, rules + 4};
    while (read_rule(&reader)) {
    }
    measure_all(grammar);
    return grammar;
}
