// What stands before a step or stage, and what comes behind it, told from its place among the
// lines.
//
// Recursion goes as deep as the nodes do, which is at most WRIT_NODE_DEPTH_MAX.
#include <assert.h>

#include "draw/meaning.h"

static uint32_t child_of(const WritPlan *plan, uint32_t parent, uint32_t index)
{
    return plan->operands[plan->nodes[parent].children_start + index];
}

static void add_named(Phrases *phrases, Phrase *phrase, const char *before, uint32_t node,
                      const char *behind)
{
    phrase_add_words(phrases, phrase, before);
    phrase_add(phrases, phrase, PIECE_STRONG, phrases_node_title(phrases, node));
    phrase_add_words(phrases, phrase, behind);
}

// --- Before ------------------------------------------------------------------------------------

// Behind what stands before it among the same lines.
static void add_behind(Phrases *phrases, Phrase *phrase, uint32_t before)
{
    const WritNode *node = &phrases->plan->nodes[before];
    switch (node->kind) {
    case WRIT_NODE_STEP:
        add_named(phrases, phrase, "behind \"", before, "\"");
        return;
    case WRIT_NODE_SAME_TIME:
        phrase_add_words(phrases, phrase, "behind what is done at the same time before it");
        return;
    case WRIT_NODE_FOR_EACH:
        phrase_add_words(phrases, phrase, "when every ");
        phrase_add(phrases, phrase, PIECE_PLAIN, node->name);
        phrase_add_words(phrases, phrase, " before it is through");
        return;
    case WRIT_NODE_IF:
        phrase_add_words(phrases, phrase, "behind the conditions before it");
        return;
    case WRIT_NODE_ROUTE:
        phrase_add_words(phrases, phrase, "behind ");
        phrase_add_actions(phrases, phrase, node->actions);
        return;
    case WRIT_NODE_REPEAT:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_PROCESS:
        phrase_add_words(phrases, phrase, "behind what is repeated before it");
        return;
    }
    WRIT_UNREACHABLE();
}

static void add_arm(Phrases *phrases, Phrase *phrase, const WritNode *arm)
{
    if (arm->condition == WRIT_NONE) {
        phrase_add_words(phrases, phrase, "otherwise, ");
        return;
    }
    phrase_add_words(phrases, phrase, arm->index > 0 ? "otherwise if " : "if ");
    phrase_add_expr(phrases, phrase, arm->condition);
    phrase_add_words(phrases, phrase, ", ");
}

// As the first of what `parent` holds.
static void add_first(Meaning *meaning, Phrase *phrase, uint32_t parent)
{
    Phrases *phrases = &meaning->sheet.phrases;
    const WritNode *node = &phrases->plan->nodes[parent];
    switch (node->kind) {
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
        add_named(phrases, phrase,
                  node->kind == WRIT_NODE_STAGE ? "with the stage \"" : "with the detour \"",
                  parent, "\"");
        return;
    case WRIT_NODE_BRANCH:
        add_named(phrases, phrase, "in the branch \"", parent, "\", ");
        break;
    case WRIT_NODE_ARM:
        add_arm(phrases, phrase, node);
        break;
    case WRIT_NODE_FOR_EACH:
        phrase_add_loop(phrases, phrase, node);
        phrase_add_words(phrases, phrase, ", ");
        break;
    case WRIT_NODE_REPEAT:
        phrase_add_words(phrases, phrase, "in each round, ");
        break;
    case WRIT_NODE_IF:
    case WRIT_NODE_SAME_TIME:
        break;
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STEP:
    case WRIT_NODE_ROUTE:
        return;
    }
    meaning_add_beginning(meaning, phrase, parent);
}

void meaning_add_beginning(Meaning *meaning, Phrase *phrase, uint32_t number)
{
    Phrases *phrases = &meaning->sheet.phrases;
    const WritNode *node = &phrases->plan->nodes[number];
    bool beside = node->kind == WRIT_NODE_ARM || node->kind == WRIT_NODE_BRANCH;
    if (beside || node->index == 0) {
        add_first(meaning, phrase, node->parent);
        return;
    }
    add_behind(phrases, phrase, child_of(phrases->plan, node->parent, node->index - 1));
}

// --- Behind ------------------------------------------------------------------------------------

// What follows when all that `number` holds is done.
static void add_behind_all(Phrases *phrases, Phrase *phrase, uint32_t number)
{
    const WritNode *node = &phrases->plan->nodes[number];
    switch (node->kind) {
    case WRIT_NODE_FOR_EACH:
        phrase_add_words(phrases, phrase, "when every ");
        phrase_add(phrases, phrase, PIECE_PLAIN, node->name);
        phrase_add_words(phrases, phrase, " is through, ");
        break;
    case WRIT_NODE_REPEAT:
        phrase_add_words(phrases, phrase, "once ");
        phrase_add_expr(phrases, phrase, node->condition);
        phrase_add_words(phrases, phrase, ", ");
        break;
    case WRIT_NODE_SAME_TIME:
        phrase_add_words(phrases, phrase,
                         node->join == WRIT_JOIN_ALL ? "when all branches are done, "
                                                     : "as the first branch that is done, ");
        break;
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_STEP:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_IF:
    case WRIT_NODE_ARM:
    case WRIT_NODE_ROUTE:
    case WRIT_NODE_PROCESS:
        break;
    }
    meaning_add_next(phrases, phrase, number);
}

static void add_block(Phrases *phrases, Phrase *phrase, uint32_t number)
{
    const WritNode *node = &phrases->plan->nodes[number];
    switch (node->kind) {
    case WRIT_NODE_STEP:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
        add_named(phrases, phrase, node->kind == WRIT_NODE_STEP ? "\"" : "the stage \"", number,
                  "\"");
        return;
    case WRIT_NODE_ROUTE:
        phrase_add_actions(phrases, phrase, node->actions);
        return;
    case WRIT_NODE_FOR_EACH:
    case WRIT_NODE_REPEAT:
        phrase_add_loop(phrases, phrase, node);
        return;
    case WRIT_NODE_IF:
        phrase_add_words(phrases, phrase, "as the conditions behind it say");
        return;
    case WRIT_NODE_SAME_TIME:
        phrase_add_words(phrases, phrase, "several branches at the same time");
        return;
    case WRIT_NODE_ARM:
    case WRIT_NODE_PROCESS:
        return;
    }
    WRIT_UNREACHABLE();
}

void meaning_add_next(Phrases *phrases, Phrase *phrase, uint32_t number)
{
    const WritPlan *plan = phrases->plan;
    const WritNode *node = &plan->nodes[number];
    const WritNode *parent = &plan->nodes[node->parent];
    bool beside = node->kind == WRIT_NODE_ARM || node->kind == WRIT_NODE_BRANCH;
    if (node->parent == 0 && node->kind == WRIT_NODE_DETOUR) {
        phrase_add_words(phrases, phrase, "nothing");
    } else if (beside || node->index + 1 >= parent->child_count) {
        add_behind_all(phrases, phrase, node->parent);
    } else {
        add_block(phrases, phrase, child_of(plan, node->parent, node->index + 1));
    }
}
