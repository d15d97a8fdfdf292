#include "format/levels.h"

#include <assert.h>

#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

enum {
    LEVEL_OF_LINES = 1, // Lines of a declaration, stages of a process.
    LEVEL_OF_ITEMS = 2, // Lines and steps of a stage.
};

bool levels_opens_block(int kind)
{
    return kind == TOK_SAME_TIME || kind == TOK_FOR_EACH || kind == TOK_IF ||
           kind == TOK_OTHERWISE_IF || kind == TOK_OTHERWISE || kind == TOK_REPEAT;
}

static bool is_heading(int kind)
{
    const VocabularyEntry *entry = vocabulary_of_token(kind);
    return entry != NULL && entry->group == GROUP_HEADING;
}

static const LevelsBlock *innermost(const Levels *levels)
{
    assert(levels->block_count > 0);
    return &levels->blocks[levels->block_count - 1];
}

static uint32_t level_of_items(const Levels *levels)
{
    if (levels->block_count == 0) {
        return LEVEL_OF_ITEMS;
    }
    // The branches stand between.
    const LevelsBlock *block = innermost(levels);
    return block->level + (block->kind == TOK_SAME_TIME ? 2 : 1);
}

static uint32_t open_block(Levels *levels, int kind)
{
    assert(levels->block_count < LEVELS_BLOCKS_MAX);
    uint32_t level = level_of_items(levels);
    levels->blocks[levels->block_count++] = (LevelsBlock){kind, level};
    return level;
}

static uint32_t start_stage(Levels *levels)
{
    levels->in_stage = true;
    levels->part = TOK_STAGE;
    levels->block_count = 0;
    return LEVEL_OF_LINES;
}

static uint32_t start_declaration(Levels *levels, int kind)
{
    levels->declaration = kind;
    levels->in_stage = false;
    levels->part = 0;
    levels->block_count = 0;
    return 0;
}

static bool is_item(int kind)
{
    return kind == TOK_STEP || kind == TOK_GO_TO || kind == TOK_GO_BACK_TO ||
           kind == TOK_END_CASE || kind == TOK_SKIP_TO_NEXT || kind == TOK_SKIP_TO_END ||
           kind == TOK_UNDO_ALL || kind == TOK_UNDO_FROM;
}

// What stands between steps ends the step before.
static uint32_t next_in_stage(Levels *levels, int kind)
{
    int before = levels->part;
    levels->part = kind == TOK_STEP ? TOK_STEP : TOK_STAGE;
    if (kind == TOK_SAME_TIME || kind == TOK_FOR_EACH || kind == TOK_IF || kind == TOK_REPEAT) {
        return open_block(levels, kind);
    }
    if (kind == TOK_BRANCH) {
        return innermost(levels)->level + 1;
    }
    if (kind == TOK_OTHERWISE || kind == TOK_OTHERWISE_IF) {
        return innermost(levels)->level;
    }
    if (kind == TOK_END) {
        uint32_t level = innermost(levels)->level;
        levels->block_count--;
        return level;
    }
    if (is_item(kind)) {
        return level_of_items(levels);
    }
    levels->part = before; // A line of the step or of the stage.
    return level_of_items(levels) + (before == TOK_STEP ? 1u : 0u);
}

static bool is_line_of_cancellation(int kind)
{
    return kind == TOK_BY || kind == TOK_ONLY_BEFORE || kind == TOK_MARK ||
           kind == TOK_ON_CANCELLATION;
}

uint32_t levels_next(Levels *levels, int kind)
{
    if (kind == TOK_STAGE || kind == TOK_DETOUR) {
        return start_stage(levels);
    }
    if (kind == TOK_CANCELLATION) {
        levels->part = TOK_CANCELLATION;
        return LEVEL_OF_LINES;
    }
    bool is_inside = kind == TOK_STEP || kind == TOK_BRANCH ||
                     (kind == TOK_PERSON && levels->declaration == TOK_SCENARIO);
    if (is_heading(kind) && !is_inside) {
        return start_declaration(levels, kind);
    }
    if (levels->in_stage) {
        return next_in_stage(levels, kind);
    }
    if (levels->part == TOK_CANCELLATION) {
        return LEVEL_OF_LINES + (is_line_of_cancellation(kind) ? 1u : 0u);
    }
    // The table of a scenario stands under `cases`.
    return LEVEL_OF_LINES + (kind == TOK_BAR && levels->declaration == TOK_SCENARIO ? 1u : 0u);
}
