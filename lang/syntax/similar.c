// A phrase is near when its first word is at most a misspelling away; how many of its other words
// follow decides between several. The costs are small numbers that order the candidates and mean
// nothing else.
#include "syntax/similar.h"

#include <limits.h>
#include <string.h>

#include "syntax/tokens.h"

enum {
    COST_OF_EDIT = 2,
    COST_OF_MISSING_WORD = 3,
    COST_NONE = 1000,
    SHUFFLED_BYTES_LEAST = 4,
};

// --- Words --------------------------------------------------------------------------------

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The word at `offset`, empty when none stands there.
static WritText word_at(WritText text, size_t offset)
{
    size_t end = offset;
    while (end < text.length && is_letter(text.data[end])) {
        end++;
    }
    return (WritText){text.data + offset, end - offset};
}

static size_t behind_spaces(WritText text, size_t offset)
{
    while (offset < text.length && (text.data[offset] == ' ' || text.data[offset] == '\t')) {
        offset++;
    }
    return offset;
}

// Cuts the first word off a phrase with single spaces.
static WritText next_word(WritText *phrase)
{
    const char *space = memchr(phrase->data, ' ', phrase->length);
    size_t length = space == NULL ? phrase->length : (size_t)(space - phrase->data);
    WritText word = {phrase->data, length};
    size_t used = space == NULL ? length : length + 1;
    *phrase = (WritText){phrase->data + used, phrase->length - used};
    return word;
}

// Whether both words have the same letters: `whit` for `with`.
static bool is_shuffled(WritText a, WritText b)
{
    int counts[UCHAR_MAX + 1] = {0};
    if (a.length != b.length || a.length < SHUFFLED_BYTES_LEAST) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        counts[(unsigned char)a.data[i]]++;
        counts[(unsigned char)b.data[i]]--;
    }
    for (size_t c = 0; c <= UCHAR_MAX; c++) {
        if (counts[c] != 0) {
            return false;
        }
    }
    return true;
}

static uint32_t edits(WritText written, WritText meant)
{
    uint32_t count = diag_word_distance(written, meant, diag_word_edits_max(written));
    return count > 1 && is_shuffled(written, meant) ? 1 : count;
}

static bool is_near(WritText written, WritText meant)
{
    return written.length > 0 && edits(written, meant) <= diag_word_edits_max(written);
}

// --- Phrases ------------------------------------------------------------------------------

typedef struct Nearness {
    uint32_t cost; // COST_NONE: not near.
    size_t end;    // Offset behind the last word that belongs to the phrase.
} Nearness;

static Nearness compare_phrase(WritText text, size_t offset, WritText phrase)
{
    WritText written = word_at(text, offset);
    WritText meant = next_word(&phrase);
    Nearness near = {COST_NONE, offset + written.length};
    if (!is_near(written, meant)) {
        return near;
    }
    near.cost = edits(written, meant) * COST_OF_EDIT;
    bool some_follow = phrase.length == 0;
    size_t at = near.end;
    while (phrase.length > 0) {
        meant = next_word(&phrase);
        size_t start = behind_spaces(text, at);
        written = word_at(text, start);
        if (is_near(written, meant)) {
            near.cost += edits(written, meant) * COST_OF_EDIT;
            at = start + written.length;
            near.end = at;
            some_follow = true;
        } else {
            near.cost += COST_OF_MISSING_WORD;
        }
    }
    // A first word alone shows a phrase only when it is not a word that stands for itself.
    if (!some_follow && near.cost >= 2 * COST_OF_MISSING_WORD) {
        near.cost = COST_NONE;
    }
    return near;
}

static void consider(Similar *best, uint32_t *best_cost, const VocabularyEntry *entry,
                     const WritSource *source, uint32_t start)
{
    if (entry->place == PLACE_CLASS || entry->place == PLACE_SIGN) {
        return;
    }
    size_t offset = start - source->start;
    Nearness near = compare_phrase(source->text, offset, writ_text(entry->text));
    bool exact = near.cost == 0;
    // The very words of a phrase that is not read as one: where its comma is missing.
    if (near.cost >= *best_cost || (exact && entry->place != PLACE_COMMA)) {
        return;
    }
    *best_cost = near.cost;
    *best = (Similar){entry, {start, source->start + (uint32_t)near.end}, exact};
}

Similar similar_expected(const WritSource *source, uint32_t start, TroubleExpected expected)
{
    Similar best = {0};
    uint32_t best_cost = COST_NONE;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        if (trouble_expects(expected, entry->token)) {
            consider(&best, &best_cost, entry, source, start);
        }
    }
    return best;
}

Similar similar_line(const WritSource *source, uint32_t start)
{
    Similar best = {0};
    uint32_t best_cost = COST_NONE;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        if (entry->example[0] != '\0') {
            consider(&best, &best_cost, entry, source, start);
        }
    }
    return best;
}

// --- Foreign words ------------------------------------------------------------------------

typedef struct ForeignWord {
    const char *words;
    const char *own;
    int kind;
} ForeignWord;

static const ForeignWord foreign_words[] = {
    {"else if", "otherwise if", TOK_OTHERWISE_IF},
    {"elseif", "otherwise if", TOK_OTHERWISE_IF},
    {"elsif", "otherwise if", TOK_OTHERWISE_IF},
    {"elif", "otherwise if", TOK_OTHERWISE_IF},
    {"else", "otherwise", TOK_OTHERWISE},
    {"endif", "end", TOK_END},
    {"done", "end", TOK_END},
    {"foreach", "for each", TOK_FOR_EACH},
    {"while", "repeat at most 3 times until …, if still not …", 0},
    {"goto", "go to", TOK_GO_TO},
    {"return to", "go back to", TOK_GO_BACK_TO},
    {"continue", "next step", TOK_NEXT_STEP},
    {"over", "above", TOK_ABOVE},
    {"under", "below", TOK_BELOW},
    {"more than", "above", TOK_ABOVE},
    {"less than", "below", TOK_BELOW},
    {"at most", "up to", TOK_UP_TO},
    {"except", "not", TOK_NOT},
    {"contains", "in", 0},
    {"equals", "=", TOK_EQUAL},
};

// Offset behind the words if they stand at `offset`, else 0.
static size_t match_words(WritText text, size_t offset, WritText words)
{
    while (words.length > 0) {
        WritText meant = next_word(&words);
        WritText written = word_at(text, offset);
        if (!writ_text_equal(written, meant)) {
            return 0;
        }
        offset += written.length;
        if (words.length > 0) {
            offset = behind_spaces(text, offset);
        }
    }
    return offset;
}

Foreign similar_foreign(const WritSource *source, uint32_t start)
{
    for (size_t i = 0; i < sizeof foreign_words / sizeof foreign_words[0]; i++) {
        const ForeignWord *word = &foreign_words[i];
        size_t end = match_words(source->text, start - source->start, writ_text(word->words));
        if (end > 0) {
            return (Foreign){word->own, word->kind, {start, source->start + (uint32_t)end}};
        }
    }
    return (Foreign){0};
}
