#include "syntax/vocabulary.h"

#include <assert.h>
#include <string.h>

#include "syntax/tokens.h"
#include "syntax/vocabulary_hash.h"

#include "vocabulary_tables.inc"

enum { ENTRY_COUNT = sizeof entries / sizeof entries[0] };

const VocabularyEntry *vocabulary_entry(size_t index)
{
    return index < ENTRY_COUNT ? &entries[index] : NULL;
}

const VocabularyEntry *vocabulary_of_token(int token)
{
    size_t count = sizeof first_of_token / sizeof first_of_token[0];
    uint16_t first = token >= 0 && (size_t)token < count ? first_of_token[token] : 0;
    return first == 0 ? NULL : &entries[first - 1];
}

const char *vocabulary_group_name(VocabularyGroup group)
{
    switch (group) {
    case GROUP_HEADING:
        return "a heading";
    case GROUP_WHY:
        return "why and since when";
    case GROUP_DATA:
        return "its data";
    case GROUP_WHO:
        return "who";
    case GROUP_WHAT:
        return "what is done";
    case GROUP_UNTIL:
        return "until when";
    case GROUP_THEN:
        return "what happens then";
    case GROUP_EFFECT:
        return "its effect outside";
    case GROUP_ORDER:
        return "the order of work";
    case GROUP_TABLE:
        return "its rows";
    case GROUP_VOTE:
        return "how votes count";
    case GROUP_SENTENCE:
        return "a rule";
    case GROUP_MIGRATION:
        return "what becomes of open cases";
    case GROUP_SCENARIO:
        return "what happens in the test";
    case GROUP_ACTION:
        return "an action";
    case GROUP_LAST_ACTION:
        return "a last action";
    case GROUP_VALUE:
        return "a value";
    case GROUP_TYPE:
        return "a type";
    case GROUP_OPERATOR:
        return "an operator";
    case GROUP_CELL:
        return "a range";
    case GROUP_TIME:
        return "a unit of time";
    case GROUP_JOIN:
        return "a connecting word";
    case GROUP_SIGN:
        return "a sign";
    case GROUP_COUNT:
        break;
    }
    WRIT_UNREACHABLE();
}

static bool is_word(const VocabularyNode *node, WritText word)
{
    return node->length == word.length && memcmp(node->word, word.data, word.length) == 0;
}

const VocabularyNode *vocabulary_first(WritText word)
{
    assert(word.length > 0);
    uint32_t slot = vocabulary_hash(word.data, word.length);
    for (; slots[slot] != 0; slot = (slot + 1) % VOCABULARY_SLOTS) {
        const VocabularyNode *node = &nodes[slots[slot]];
        if (is_word(node, word)) {
            return node;
        }
    }
    return NULL;
}

const VocabularyNode *vocabulary_next(const VocabularyNode *node, WritText word)
{
    for (size_t i = 0; i < node->child_count; i++) {
        const VocabularyNode *child = &nodes[node_children[node->first_child + i]];
        if (is_word(child, word)) {
            return child;
        }
    }
    return NULL;
}

const VocabularyEntry *vocabulary_node_entry(const VocabularyNode *node, size_t index)
{
    assert(index < node->entry_count);
    return &entries[node_entries[node->first_entry + index]];
}
