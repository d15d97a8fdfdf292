// Makes two files from vocabulary.def while the program is built:
//
//     vocabulary_gen grammar FILE…   the parts of the grammar, with its tokens in place of
//     "%tokens" vocabulary_gen tables          the tables that vocabulary.c reads
//
// The tree of phrases is built here, once, so that at run time it is constant data.
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vocabulary_hash.h"

typedef struct Entry {
    const char *token;
    const char *place;
    const char *condition;
    const char *group;
    const char *text;
    const char *example;
} Entry;

static const Entry entries[] = {
#define VOCABULARY_CLASS(token, text, group) {#token, "CLASS", "ALWAYS", #group, text, ""},
#define VOCABULARY_SIGN(token, text, group) {#token, "SIGN", "ALWAYS", #group, text, ""},
#define VOCABULARY_LINE(token, phrase, group, example)                                             \
    {#token, "LINE", "ALWAYS", #group, phrase, example},
#define VOCABULARY_BOTH(token, phrase, group, example)                                             \
    {#token, "ANYWHERE", "ALWAYS", #group, phrase, example},
#define VOCABULARY_ANYWHERE(token, phrase, group)                                                  \
    {#token, "ANYWHERE", "ALWAYS", #group, phrase, ""},
#define VOCABULARY_INSIDE(token, phrase, group) {#token, "INSIDE", "ALWAYS", #group, phrase, ""},
#define VOCABULARY_COMMA(token, phrase, group) {#token, "COMMA", "ALWAYS", #group, phrase, ""},
#define VOCABULARY_WHERE(token, phrase, place, condition, group, example)                          \
    {#token, #place, #condition, #group, phrase, example},
#include "vocabulary.def"
};

enum {
    ENTRY_COUNT = sizeof entries / sizeof entries[0],
    NODES_MAX = 1000,
    CHILDREN_MAX = 20,
    NODE_ENTRIES_MAX = 4,
    WORD_BYTES_MAX = 32,
};

typedef struct Node {
    char word[WORD_BYTES_MAX];
    int entries[NODE_ENTRIES_MAX];
    int entry_count;
    int children[CHILDREN_MAX];
    int child_count;
} Node;

typedef struct Tree {
    Node nodes[NODES_MAX]; // Node 0 is the root.
    int count;
} Tree;

static void require(bool holds, const char *what)
{
    if (!holds) {
        (void)fprintf(stderr, "vocabulary_gen: %s\n", what);
        exit(1);
    }
}

// --- Tokens -------------------------------------------------------------------------------

static bool is_first_of_token(int index)
{
    for (int i = 0; i < index; i++) {
        if (strcmp(entries[i].token, entries[index].token) == 0) {
            return false;
        }
    }
    return true;
}

static void write_tokens(void)
{
    for (int i = 0; i < ENTRY_COUNT; i++) {
        if (is_first_of_token(i)) {
            printf("%%token %s\n", entries[i].token);
        }
    }
}

// Returns whether the tokens were written.
static bool write_part(const char *path)
{
    FILE *file = fopen(path, "r");
    require(file != NULL, "cannot open a part of the grammar");
    char line[1024];
    bool found = false;
    while (fgets(line, sizeof line, file) != NULL) {
        if (strcmp(line, "%tokens\n") == 0) {
            write_tokens();
            found = true;
        } else {
            (void)fputs(line, stdout);
        }
    }
    (void)fclose(file);
    return found;
}

static void write_grammar(int count, char **paths)
{
    bool found = false;
    for (int i = 0; i < count; i++) {
        found = write_part(paths[i]) || found;
    }
    require(found, "the grammar has no line \"%tokens\"");
}

// --- The tree of phrases ------------------------------------------------------------------

static int child_of(Tree *tree, int parent, const char *word)
{
    Node *node = &tree->nodes[parent];
    for (int i = 0; i < node->child_count; i++) {
        if (strcmp(tree->nodes[node->children[i]].word, word) == 0) {
            return node->children[i];
        }
    }
    return -1;
}

static int add_child(Tree *tree, int parent, const char *word)
{
    int child = child_of(tree, parent, word);
    if (child >= 0) {
        return child;
    }
    require(tree->count < NODES_MAX, "too many words");
    require(strlen(word) < WORD_BYTES_MAX, "a word is too long");
    child = tree->count++;
    strcpy(tree->nodes[child].word, word);
    if (parent > 0) { // Children of the root are found through the slots.
        Node *node = &tree->nodes[parent];
        require(node->child_count < CHILDREN_MAX, "too many words after one word");
        node->children[node->child_count++] = child;
    }
    return child;
}

static int find_first_word(const Tree *tree, const char *word, const int slots[])
{
    uint32_t slot = vocabulary_hash(word, strlen(word));
    while (slots[slot] != 0) {
        if (strcmp(tree->nodes[slots[slot]].word, word) == 0) {
            return slots[slot];
        }
        slot = (slot + 1) % VOCABULARY_SLOTS;
    }
    return -(int)slot - 1;
}

static void add_phrase(Tree *tree, int index, int slots[])
{
    char phrase[256];
    require(strlen(entries[index].text) < sizeof phrase, "a phrase is too long");
    strcpy(phrase, entries[index].text);
    int at = 0;
    for (char *word = strtok(phrase, " "); word != NULL; word = strtok(NULL, " ")) {
        if (at == 0) {
            at = find_first_word(tree, word, slots);
            if (at < 0) {
                int slot = -at - 1;
                at = add_child(tree, 0, word);
                slots[slot] = at;
            }
        } else {
            at = add_child(tree, at, word);
        }
    }
    Node *node = &tree->nodes[at];
    require(at > 0 && node->entry_count < NODE_ENTRIES_MAX, "too many entries of one phrase");
    node->entries[node->entry_count++] = index;
}

static bool is_phrase(const Entry *entry)
{
    return strcmp(entry->place, "CLASS") != 0 && strcmp(entry->place, "SIGN") != 0;
}

// --- Tables -------------------------------------------------------------------------------

static void write_string(const char *text)
{
    putchar('"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            putchar('\\');
        }
        putchar(*c);
    }
    putchar('"');
}

static void write_entries(void)
{
    printf("static const VocabularyEntry entries[] = {\n");
    for (int i = 0; i < ENTRY_COUNT; i++) {
        const Entry *entry = &entries[i];
        printf("    {TOK_%s, PLACE_%s, WHEN_%s, %s, ", entry->token, entry->place, entry->condition,
               entry->group);
        write_string(entry->text);
        printf(", ");
        write_string(entry->example);
        printf("},\n");
    }
    printf("};\n\n");
}

// Which entry is the first of a token, counted from 1; 0 is none.
static void write_first_entries(void)
{
    printf("static const uint16_t first_of_token[] = {\n");
    for (int i = 0; i < ENTRY_COUNT; i++) {
        if (is_first_of_token(i)) {
            printf("    [TOK_%s] = %d,\n", entries[i].token, i + 1);
        }
    }
    printf("};\n\n");
}

// Lists of entries and of children follow one another in two arrays; a node has where its own
// begin and how many they are.
static void write_nodes(const Tree *tree)
{
    int entry_at = 0;
    int child_at = 0;
    printf("static const VocabularyNode nodes[] = {\n    {\"\", 0, 0, 0, 0, 0},\n");
    for (int i = 1; i < tree->count; i++) {
        const Node *node = &tree->nodes[i];
        printf("    {\"%s\", %zu, %d, %d, %d, %d},\n", node->word, strlen(node->word), entry_at,
               node->entry_count, child_at, node->child_count);
        entry_at += node->entry_count;
        child_at += node->child_count;
    }
    printf("};\n\nstatic const uint16_t node_entries[] = {");
    for (int i = 1; i < tree->count; i++) {
        for (int k = 0; k < tree->nodes[i].entry_count; k++) {
            printf("%d,", tree->nodes[i].entries[k]);
        }
    }
    printf("};\n\nstatic const uint16_t node_children[] = {");
    for (int i = 1; i < tree->count; i++) {
        for (int k = 0; k < tree->nodes[i].child_count; k++) {
            printf("%d,", tree->nodes[i].children[k]);
        }
    }
    printf("};\n\n");
}

static void write_slots(const int slots[])
{
    printf("// 0 is free.\nstatic const uint16_t slots[VOCABULARY_SLOTS] = {");
    for (int i = 0; i < VOCABULARY_SLOTS; i++) {
        printf("%d,", slots[i]);
    }
    printf("};\n");
}

static void write_tables(void)
{
    static Tree tree = {.count = 1};
    static int slots[VOCABULARY_SLOTS];
    for (int i = 0; i < ENTRY_COUNT; i++) {
        if (is_phrase(&entries[i])) {
            add_phrase(&tree, i, slots);
        }
    }
    write_entries();
    write_first_entries();
    write_nodes(&tree);
    write_slots(slots);
}

int main(int count, char **arguments)
{
    if (count >= 3 && strcmp(arguments[1], "grammar") == 0) {
        write_grammar(count - 2, arguments + 2);
    } else if (count == 2 && strcmp(arguments[1], "tables") == 0) {
        write_tables();
    } else {
        (void)fprintf(stderr, "usage: vocabulary_gen grammar FILE... | vocabulary_gen tables\n");
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
