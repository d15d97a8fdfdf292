// A process as a Mermaid flowchart: text that many wikis and forges draw.
//
// Every block is known by a letter and the number of its node: s12 is a step, f12 and j12 are where
// branches part and meet. A frame (stage, branch, arm, loop) is a subgraph; ways lead to the first
// node in it, never to the subgraph itself, which may hold the node where they begin.
//
// Labels stand in quotes. Everything in them that Mermaid, or the Markdown and HTML around it,
// could take for its own is written as the number of its character; so what could begin a list: "1.
// ".
#include <assert.h>
#include <string.h>

#include "draw/blocks.h"
#include "draw/wording.h"
#include "writ/draw_process.h"

enum { LABEL_COLUMNS = 120, EDGE_COLUMNS = 60, INDENT = 2 };

typedef struct Chart {
    WritBuffer *out;
    Phrases *phrases;
    uint32_t depth;
} Chart;

// --- Texts -------------------------------------------------------------------------------------

static void add_escaped(WritBuffer *out, WritText text, uint32_t columns)
{
    WritBuffer cut = {0};
    wording_add_cut(&cut, text, columns);
    for (size_t i = 0; i < cut.length; i++) {
        unsigned char byte = (unsigned char)cut.data[i];
        bool list = i + 1 < cut.length && cut.data[i + 1] == ' ' && strchr("-+.", byte) != NULL;
        if (list || strchr("\"#<>&`\\;:{}[]()|~*_=^$%@", byte) != NULL) {
            writ_buffer_format(out, "#%d;", byte);
        } else {
            writ_buffer_add_byte(out, cut.data[i]);
        }
    }
    writ_buffer_dispose(&cut);
}

static void begin_line(const Chart *chart)
{
    wording_pad(chart->out, INDENT * (chart->depth + 1));
}

// --- Nodes -------------------------------------------------------------------------------------

static char letter_of(const Block *block)
{
    switch (block->kind) {
    case BLOCK_START:
    case BLOCK_ASIDE:
    case BLOCK_STEP:
    case BLOCK_ROUTE:
        return 's';
    case BLOCK_FORK:
        return 'f';
    case BLOCK_CHOICE:
        return 'c';
    case BLOCK_STAGE:
    case BLOCK_DETOUR:
    case BLOCK_BRANCH:
    case BLOCK_ARM:
    case BLOCK_EACH:
    case BLOCK_REPEAT:
        return 'x'; // The empty node of a frame that holds nothing.
    }
    WRIT_UNREACHABLE();
}

// Where a way into the block leads.
static void add_entry(WritBuffer *out, const Block *block)
{
    while (block->first != NULL && block->kind != BLOCK_FORK && block->kind != BLOCK_CHOICE) {
        block = block->first;
    }
    writ_buffer_format(out, "%c%u", letter_of(block), block->node);
}

static bool parts(const Block *block)
{
    return block->kind == BLOCK_FORK || block->kind == BLOCK_CHOICE;
}

// Where a way out of the block begins.
static void add_exit(WritBuffer *out, const Block *block)
{
    while (block->last != NULL && !parts(block)) {
        block = block->last;
    }
    writ_buffer_format(out, "%c%u", parts(block) ? 'j' : letter_of(block), block->node);
}

static void add_label(const Chart *chart, const Block *block)
{
    bool first = true;
    for (const Row *row = block->rows; row != NULL; row = row->next) {
        if (row->kind == ROW_TITLE || row->brief || block->kind == BLOCK_ROUTE) {
            writ_buffer_add_string(chart->out, first ? "" : "<br/>");
            add_escaped(chart->out, phrases_join(chart->phrases, &row->phrase), LABEL_COLUMNS);
            first = false;
        }
    }
}

typedef struct Shape {
    const char *open, *close;
} Shape;

static Shape shape_of(const Block *block)
{
    bool rounded = block->kind == BLOCK_START || block->ends;
    return rounded                      ? (Shape){"([\"", "\"])"}
           : block->kind == BLOCK_ROUTE ? (Shape){"(\"", "\")"}
           : block->kind == BLOCK_ASIDE ? (Shape){"{{\"", "\"}}"}
                                        : (Shape){"[\"", "\"]"};
}

static void add_box(const Chart *chart, const Block *block)
{
    Shape shape = shape_of(block);
    begin_line(chart);
    writ_buffer_format(chart->out, "%c%u%s", letter_of(block), block->node, shape.open);
    add_label(chart, block);
    writ_buffer_format(chart->out, "%s\n", shape.close);
}

static bool is_frame(const Block *block)
{
    return letter_of(block) == 'x';
}

static void add_blocks(Chart *chart, const Block *first);

static void add_frame(Chart *chart, const Block *block)
{
    begin_line(chart);
    writ_buffer_format(chart->out, "subgraph g%u [\"", block->node);
    if (block->kind == BLOCK_STAGE || block->kind == BLOCK_DETOUR) {
        add_escaped(chart->out, phrases_label(chart->phrases, block->node), LABEL_COLUMNS);
        writ_buffer_add_byte(chart->out, ' ');
    }
    add_label(chart, block);
    writ_buffer_add_string(chart->out, "\"]\n");
    chart->depth++;
    if (block->first == NULL) {
        begin_line(chart);
        writ_buffer_format(chart->out, "x%u[\" \"]\n", block->node);
    }
    add_blocks(chart, block->first);
    chart->depth--;
    begin_line(chart);
    writ_buffer_add_string(chart->out, "end\n");
}

static void add_parting(Chart *chart, const Block *block)
{
    begin_line(chart);
    if (block->kind == BLOCK_FORK) {
        writ_buffer_format(chart->out, "f%u{{\"at the same time%s\"}}\n", block->node,
                           block->once ? ",<br/>the first one done cancels the others" : "");
    } else {
        writ_buffer_format(chart->out, "c%u{\" \"}\n", block->node);
    }
    add_blocks(chart, block->first);
    if (block->passes) {
        begin_line(chart);
        writ_buffer_format(chart->out, "j%u((\" \"))\n", block->node);
    }
}

static void add_blocks(Chart *chart, const Block *first)
{
    for (const Block *block = first; block != NULL; block = block->next) {
        if (block->kind == BLOCK_ARM && block->first != NULL) {
            add_blocks(chart, block->first); // Its condition stands at the way into it.
        } else if (is_frame(block)) {
            add_frame(chart, block);
        } else if (parts(block)) {
            add_parting(chart, block);
        } else {
            add_box(chart, block);
        }
    }
}

// --- Ways --------------------------------------------------------------------------------------

static void add_arrow(const Chart *chart, const char *arrow, WritText words)
{
    writ_buffer_format(chart->out, " %s", arrow);
    if (words.length > 0) {
        writ_buffer_add_string(chart->out, "|\"");
        add_escaped(chart->out, words, EDGE_COLUMNS);
        writ_buffer_add_string(chart->out, "\"|");
    }
    writ_buffer_add_byte(chart->out, ' ');
}

static void add_next(Chart *chart, const Block *from, const Block *to, WritText words)
{
    begin_line(chart);
    add_exit(chart->out, from);
    add_arrow(chart, "-->", words);
    add_entry(chart->out, to);
    writ_buffer_add_byte(chart->out, '\n');
}

// The block of a stage, to find its first node.
typedef struct Stages {
    const Block **of; // One a node; NULL where that is no stage.
} Stages;

static void add_from(const Chart *chart, const Block *block)
{
    begin_line(chart);
    if (is_frame(block)) {
        add_entry(chart->out, block);
    } else {
        writ_buffer_format(chart->out, "%c%u", letter_of(block), block->node);
    }
}

static void add_leaving(Chart *chart, const Stages *stages, const Block *block, const Row *row,
                        uint32_t list)
{
    const WritPlan *plan = chart->phrases->plan;
    const WritActionList *actions = &plan->lists[list];
    for (uint32_t i = 0; i < actions->count; i++) {
        const WritAction *action = &plan->actions[actions->start + i];
        bool back = action->kind == WRIT_ACTION_GO_BACK;
        if (back || action->kind == WRIT_ACTION_GO_TO) {
            add_from(chart, block);
            add_arrow(chart, back ? "-.->" : "-->", row->word);
            add_entry(chart->out, stages->of[action->node]);
            writ_buffer_add_byte(chart->out, '\n');
        } else if (action->kind == WRIT_ACTION_END_CASE && !block->ends) {
            add_from(chart, block);
            add_arrow(chart, "-->", row->word);
            writ_buffer_format(chart->out, "e%u\n", action->outcome);
        }
        if (back || action->kind == WRIT_ACTION_EXTEND) {
            add_leaving(chart, stages, block, row, action->after);
        }
    }
}

static void add_ways_of_rows(Chart *chart, const Stages *stages, const Block *block)
{
    for (const Row *row = block->rows; row != NULL; row = row->next) {
        if (row->list != WRIT_NONE) {
            add_leaving(chart, stages, block, row, row->list);
        }
    }
}

static WritText arm_words(const Chart *chart, const Block *block)
{
    return block->kind == BLOCK_ARM ? phrases_join(chart->phrases, &block->rows->phrase)
                                    : writ_text("");
}

static void add_ways_of_parting(Chart *chart, const Block *block)
{
    for (const Block *child = block->first; child != NULL; child = child->next) {
        begin_line(chart);
        writ_buffer_format(chart->out, "%c%u", letter_of(block), block->node);
        add_arrow(chart, "-->", arm_words(chart, child));
        add_entry(chart->out, child);
        writ_buffer_add_byte(chart->out, '\n');
        if (child->passes) {
            begin_line(chart);
            add_exit(chart->out, child);
            writ_buffer_format(chart->out, " --> j%u\n", block->node);
        }
    }
    if (block->kind == BLOCK_CHOICE && !block->covered) {
        begin_line(chart);
        writ_buffer_format(chart->out, "c%u -->|\"otherwise\"| j%u\n", block->node, block->node);
    }
}

static bool falls_into(const Block *block, const Block *next)
{
    return next != NULL && block->passes && block->kind != BLOCK_BRANCH &&
           block->kind != BLOCK_ARM && block->kind != BLOCK_DETOUR && next->kind != BLOCK_DETOUR &&
           next->kind != BLOCK_ASIDE;
}

static void add_ways(Chart *chart, const Stages *stages, const Block *first)
{
    for (const Block *block = first; block != NULL; block = block->next) {
        add_ways_of_rows(chart, stages, block);
        if (parts(block)) {
            add_ways_of_parting(chart, block);
        }
        bool repeats = block->kind == BLOCK_REPEAT && block->last != NULL && block->last->passes;
        if (repeats) {
            add_next(chart, block, block, writ_text("again"));
        }
        add_ways(chart, stages, block->first);
        if (falls_into(block, block->next)) {
            add_next(chart, block, block->next, writ_text(""));
        }
    }
}

// --- The whole ---------------------------------------------------------------------------------

// Start and asides have no node of their own: they are numbered behind the last one.
static void number_blocks(Chart *chart, Stages *stages, Block *first)
{
    uint32_t number = chart->phrases->plan->node_count;
    stages->of = writ_arena_array(chart->phrases->arena, number, sizeof(const Block *));
    for (Block *block = first; block != NULL; block = block->next) {
        if (block->node == WRIT_NONE) {
            block->node = number++;
        } else {
            stages->of[block->node] = block;
        }
    }
}

static void add_classes(Chart *chart, const Block *first)
{
    for (const Block *block = first; block != NULL; block = block->next) {
        if (block->kind == BLOCK_STEP && strcmp(block->tag, "at once") != 0) {
            begin_line(chart);
            writ_buffer_format(chart->out, "class s%u %s\n", block->node, block->tag);
        }
        add_classes(chart, block->first);
    }
}

static const char class_lines[] = "  classDef person fill:#dcebfa,stroke:#0b5cad,color:#1b222a\n"
                                  "  classDef approval fill:#dcebfa,stroke:#0b5cad,color:#1b222a\n"
                                  "  classDef system fill:#eceef0,stroke:#6b6f76,color:#1b222a\n"
                                  "  classDef table fill:#fdf0dc,stroke:#d98200,color:#1b222a\n"
                                  "  classDef waits fill:#ddf3f0,stroke:#0f8577,color:#1b222a\n";

void writ_draw_process_mermaid(WritBuffer *out, WritArena *arena, const WritPlan *plan)
{
    Phrases phrases = {.arena = arena, .plan = plan};
    Blocks blocks = blocks_of(&phrases);
    Chart chart = {out, &phrases, 0};
    Stages stages;
    number_blocks(&chart, &stages, blocks.first);
    writ_buffer_add_string(out, "flowchart TD\n");
    add_blocks(&chart, blocks.first);
    for (uint32_t i = 0; i < plan->outcome_count; i++) {
        begin_line(&chart);
        writ_buffer_format(out, "e%u([\"end as ", i);
        add_escaped(out, plan->outcomes[i], LABEL_COLUMNS);
        writ_buffer_add_string(out, "\"])\n");
    }
    add_ways(&chart, &stages, blocks.first);
    writ_buffer_add_string(out, class_lines);
    add_classes(&chart, blocks.first);
    phrases_dispose(&phrases);
}
