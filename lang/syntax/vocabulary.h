// The vocabulary at run time: what vocabulary.def lists, and how the lexer finds phrases in it.
//
// The tables are made when the program is built and never change.
#ifndef SYNTAX_VOCABULARY_H
#define SYNTAX_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "writ/text.h"

typedef enum VocabularyPlace {
    PLACE_CLASS, // No fixed word.
    PLACE_SIGN,
    PLACE_LINE,     // The first word of a line.
    PLACE_INSIDE,   // Any other word of a line.
    PLACE_ANYWHERE, // Both: reserved.
    PLACE_COMMA,    // Directly after a comma.
} VocabularyPlace;

// What must hold beside the place.
typedef enum VocabularyCondition {
    WHEN_ALWAYS,
    WHEN_ON_DEADLINE_LINE,        // The line began with `deadline`.
    WHEN_ON_CHECK_LINE,           // The line began with `check`.
    WHEN_ON_APPLIES_LINE,         // The line began with `applies to`.
    WHEN_ON_NAME_LINE,            // The line began with a name.
    WHEN_IN_TABLE_HEAD,           // Directly after the bar that began the line.
    WHEN_AFTER_BARS,              // Directly after `||`.
    WHEN_AFTER_SUBJECT,           // Second in a line that began with a name.
    WHEN_AFTER_SUBJECT_OR_SYSTEM, // The same, or anywhere in a line that began with `system`.
    WHEN_AFTER_NUMBER,
    WHEN_AFTER_NUMBER_OR_EVERY,
    WHEN_AFTER_ORDINAL,
    WHEN_AFTER_UNIT,            // Directly after a unit of time.
    WHEN_AFTER_MAY,             // `may` stands earlier in the line.
    WHEN_CHANGES_LATER_FOLLOWS, // A path and `changes later` follow.
    WHEN_HAPPENS_FOLLOWS,       // A path and `happens` follow.
} VocabularyCondition;

typedef enum VocabularyGroup {
    GROUP_WHY,
    GROUP_DATA,
    GROUP_WHO,
    GROUP_WHAT,
    GROUP_UNTIL,
    GROUP_THEN,
    GROUP_EFFECT,
    GROUP_ORDER,
    GROUP_TABLE,
    GROUP_VOTE,
    GROUP_SENTENCE,
    GROUP_MIGRATION,
    GROUP_SCENARIO,
    GROUP_ACTION,
    GROUP_LAST_ACTION,
    GROUP_VALUE,
    GROUP_TYPE,
    GROUP_OPERATOR,
    GROUP_CELL,
    GROUP_TIME,
    GROUP_HEADING,
    GROUP_JOIN,
    GROUP_SIGN,
    GROUP_COUNT,
} VocabularyGroup;

typedef struct VocabularyEntry {
    int token; // TOK_… of the parser.
    VocabularyPlace place;
    VocabularyCondition condition;
    VocabularyGroup group;
    const char *text;    // A phrase with single spaces, a sign, or the name of a class.
    const char *example; // A line that begins so; may be empty.
} VocabularyEntry;

// The index-th entry of vocabulary.def, NULL behind the last.
const VocabularyEntry *vocabulary_entry(size_t index);

// The first entry of a token; NULL for the end of the file and what is no token.
const VocabularyEntry *vocabulary_of_token(int token);

// What a group is called in a sentence: "an action".
const char *vocabulary_group_name(VocabularyGroup group);

// --- Finding phrases ----------------------------------------------------------------------

// Phrases as a tree of words: a node stands for the words on the way to it, and has the entries
// that end there and the words that may follow.
typedef struct VocabularyNode {
    const char *word;
    uint16_t length;
    uint16_t first_entry; // Index into what vocabulary_node_entry reads.
    uint16_t entry_count;
    uint16_t first_child;
    uint16_t child_count;
} VocabularyNode;

// The node of the first word of some phrase, or NULL.
const VocabularyNode *vocabulary_first(WritText word);
// The node after another word, or NULL.
const VocabularyNode *vocabulary_next(const VocabularyNode *node, WritText word);
const VocabularyEntry *vocabulary_node_entry(const VocabularyNode *node, size_t index);

#endif
