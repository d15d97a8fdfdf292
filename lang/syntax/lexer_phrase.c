// Phrases: the longest one that is in the vocabulary and may stand where it stands.
#include <assert.h>
#include <string.h>

#include "syntax/characters.h"
#include "syntax/lexer_parts.h"
#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

static bool is_time_unit(int kind)
{
    return kind == TOK_SECOND || kind == TOK_MINUTE || kind == TOK_HOUR || kind == TOK_DAY ||
           kind == TOK_WEEK || kind == TOK_MONTH || kind == TOK_YEAR || kind == TOK_WORKING_DAY ||
           kind == TOK_WORKING_HOUR;
}

// Whether a path follows, and then `words`: `if order.lines changes later` and `if paid happens`
// are lines of their own; any other `if` opens a block.
static bool path_and_words_follow(const unsigned char *at, const char *const words[2])
{
    const unsigned char *name = skip_spaces(at);
    for (;;) {
        if (!is_name_start(*name)) {
            return false;
        }
        at = skip_name(name);
        if (*at != '.') {
            break;
        }
        name = at + 1;
    }
    for (int i = 0; i < 2 && words[i] != NULL; i++) {
        size_t length = strlen(words[i]);
        const unsigned char *word = skip_spaces(at);
        if (word == at || strncmp((const char *)word, words[i], length) != 0 ||
            is_word_byte(word[length])) {
            return false;
        }
        at = word + length;
    }
    return true;
}

static bool condition_holds(const Lexer *lexer, VocabularyCondition condition,
                            const unsigned char *end)
{
    bool second = lexer->line_tokens == 1;
    switch (condition) {
    case WHEN_ALWAYS:
        return true;
    case WHEN_ON_DEADLINE_LINE:
        return lexer->line_first == TOK_DEADLINE;
    case WHEN_ON_CHECK_LINE:
        return lexer->line_first == TOK_CHECK;
    case WHEN_ON_APPLIES_LINE:
        return lexer->line_first == TOK_APPLIES_TO;
    case WHEN_ON_NAME_LINE:
        return lexer->line_first == TOK_NAME;
    case WHEN_IN_TABLE_HEAD:
        return second && lexer->line_first == TOK_BAR;
    case WHEN_AFTER_BARS:
        return lexer->last == TOK_BARS;
    case WHEN_AFTER_SUBJECT:
        return second && lexer->line_first == TOK_NAME;
    case WHEN_AFTER_SUBJECT_OR_SYSTEM:
        return (second && lexer->line_first == TOK_NAME) || lexer->line_first == TOK_SYSTEM;
    case WHEN_AFTER_NUMBER:
        return lexer->last == TOK_NUMBER;
    case WHEN_AFTER_NUMBER_OR_EVERY:
        return lexer->last == TOK_NUMBER || lexer->last == TOK_EVERY;
    case WHEN_AFTER_ORDINAL:
        return lexer->last == TOK_ORDINAL;
    case WHEN_AFTER_UNIT:
        return is_time_unit(lexer->last);
    case WHEN_AFTER_MAY:
        return lexer->may_seen;
    case WHEN_CHANGES_LATER_FOLLOWS:
        return path_and_words_follow(end, (const char *const[]){"changes", "later"});
    case WHEN_HAPPENS_FOLLOWS:
        return path_and_words_follow(end, (const char *const[]){"happens", NULL});
    }
    WRIT_UNREACHABLE();
}

static bool place_fits(VocabularyPlace place, PhrasePosition position)
{
    switch (place) {
    case PLACE_CLASS:
    case PLACE_SIGN:
        return false;
    case PLACE_LINE:
        return position == PHRASE_LINE_START;
    case PLACE_INSIDE:
        return position == PHRASE_INSIDE;
    case PLACE_ANYWHERE:
        return position != PHRASE_AFTER_COMMA;
    case PLACE_COMMA:
        return position == PHRASE_AFTER_COMMA;
    }
    WRIT_UNREACHABLE();
}

PhraseMatch phrase_find(const Lexer *lexer, const unsigned char *start, const unsigned char *end,
                        PhrasePosition position)
{
    PhraseMatch best = {0, end};
    const VocabularyNode *node = vocabulary_first(text_between(start, end));
    while (node != NULL && !stands_before_colon(end)) {
        for (size_t i = 0; i < node->entry_count; i++) {
            const VocabularyEntry *entry = vocabulary_node_entry(node, i);
            if (place_fits(entry->place, position) &&
                condition_holds(lexer, entry->condition, end)) {
                best = (PhraseMatch){entry->token, end};
                break;
            }
        }
        if (node->child_count == 0) {
            break;
        }
        start = skip_spaces(end);
        if (start == end || !is_name_start(*start)) {
            break;
        }
        end = skip_name(start);
        if (is_word_byte(*end)) {
            break; // `not inStock`
        }
        node = vocabulary_next(node, text_between(start, end));
    }
    return best;
}
