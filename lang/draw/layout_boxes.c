// Boxes: what is read in one piece, and is never parted by the end of a page.
//
//     ┌───────────────────────────────────────────────┐
//     │▌ Title of the step                     PERSON │
//     │▌ by whom, until when      outcome: what then  │
//     └───────────────────────────────────────────────┘
//
// A narrow box has its outcomes below.
#include <assert.h>
#include <string.h>

#include "draw/layout_inside.h"

enum {
    STRIPE = 40,
    PADDING_X = 60,
    PADDING_Y = 45,
    PART_GAP = 22, // Between what a box says and its outcomes.
    COLUMN_GAP = 120,
    TWO_COLUMNS_FROM = 3000,
    TITLE_LEAD = 114, // From line to line.
    TEXT_LEAD = 100,
    ROW_LINES_MAX = 10,
    INDENT = 70,
    PORT_STEP = 30, // Between two ways of one row.
    ROUTE_PADDING = 90,
};

// --- Adding to the scene -----------------------------------------------------------------------

SceneRect *layout_add_rect(Layout *layout, RectStyle style, uint32_t node)
{
    Scene *scene = layout->scene;
    SceneRect *rect = writ_arena_alloc(layout->phrases->arena, sizeof *rect);
    *rect = (SceneRect){.style = style, .node = node};
    *(scene->last_rect == NULL ? &scene->rects : &scene->last_rect->next) = rect;
    scene->last_rect = rect;
    return rect;
}

void layout_add_header(Layout *layout, const Room *room, int32_t height)
{
    SceneRect *rect = layout_add_rect(layout, RECT_HEADER, WRIT_NONE);
    rect->x = room->x;
    rect->y = room->y;
    rect->width = room->width;
    rect->height = height;
}

void layout_add_text(Layout *layout, SceneText text)
{
    Scene *scene = layout->scene;
    SceneText *kept = writ_arena_alloc(layout->phrases->arena, sizeof *kept);
    *kept = text;
    *(scene->last_text == NULL ? &scene->texts : &scene->last_text->next) = kept;
    scene->last_text = kept;
}

void layout_add_link(Layout *layout, SceneLink link)
{
    Scene *scene = layout->scene;
    SceneLink *kept = writ_arena_alloc(layout->phrases->arena, sizeof *kept);
    *kept = link;
    *(scene->last_link == NULL ? &scene->links : &scene->last_link->next) = kept;
    scene->last_link = kept;
}

void layout_add_port(Layout *layout, ScenePort port)
{
    Scene *scene = layout->scene;
    ScenePort *kept = writ_arena_alloc(layout->phrases->arena, sizeof *kept);
    *kept = port;
    *(scene->last_port == NULL ? &scene->ports : &scene->last_port->next) = kept;
    scene->last_port = kept;
}

int32_t layout_fit(int32_t y, int32_t height)
{
    int32_t page = scene_page(y);
    y = y < scene_top(page) ? scene_top(page) : y;
    return y + height <= scene_bottom(page) ? y : scene_top(page + 1);
}

// --- Rows of text ------------------------------------------------------------------------------

static int32_t lead_of(RowKind kind)
{
    return kind == ROW_TITLE ? TITLE_LEAD : TEXT_LEAD;
}

static int32_t size_of(RowKind kind)
{
    return kind == ROW_TITLE ? SIZE_TITLE : SIZE_TEXT;
}

static void add_ports(Layout *layout, const Row *row, const RowsPlace *place, int32_t y)
{
    int32_t offset = lead_of(row->kind) / 2;
    for (const Jump *jump = row->jumps; jump != NULL; jump = jump->next) {
        layout_add_port(layout,
                        (ScenePort){place->port_x, y + offset, jump->stage, jump->back, NULL});
        offset += PORT_STEP;
    }
}

static void place_lines(Layout *layout, RowKind kind, const Lines *lines, const RowsPlace *place,
                        int32_t y)
{
    int32_t baseline = y + size_of(kind);
    uint32_t number = 0;
    for (const Line *line = lines->first; line != NULL; line = line->next) {
        layout_add_text(layout, (SceneText){.x = place->x,
                                            .y = baseline,
                                            .size = size_of(kind),
                                            .weight = WEIGHT_NORMAL,
                                            .line = line});
        baseline += lead_of(kind);
        number++;
    }
}

static Lines set(Layout *layout, const Row *row, const RowsPlace *place)
{
    Setting setting = {.size = size_of(row->kind),
                       .width = place->width,
                       .indent = row->kind == ROW_TITLE ? 0 : INDENT,
                       .lines_max = ROW_LINES_MAX,
                       .weight = WEIGHT_NORMAL};
    if (setting.indent * 4 > setting.width) {
        setting.indent = 0;
    }
    return metrics_set(layout->phrases, &row->phrase, &setting);
}

static int32_t say_more(Layout *layout, const RowsPlace *place, int32_t height, uint32_t more)
{
    Phrase phrase = {NULL, NULL};
    WritBuffer words = {0};
    writ_buffer_format(&words, "\xe2\x80\xa6 and %u more", more);
    phrase_add(layout->phrases, &phrase, PIECE_MUTED, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    Row row = {.kind = place->kind, .phrase = phrase};
    Lines lines = set(layout, &row, place);
    if (place->mode == ROWS_PLACE) {
        place_lines(layout, row.kind, &lines, place, place->y + height);
    }
    return height + lead_of(row.kind) * (int32_t)lines.count;
}

int32_t layout_rows(Layout *layout, const Block *block, const RowsPlace *place)
{
    int32_t height = 0;
    uint32_t more = 0;
    for (const Row *row = block->rows; row != NULL; row = row->next) {
        if (row->kind != place->kind) {
            continue;
        }
        Lines lines = {NULL, NULL, 0};
        if (more == 0) {
            lines = set(layout, row, place);
        }
        int32_t needed = lead_of(row->kind) * (int32_t)lines.count;
        if (more > 0 || height + needed > place->height_max) {
            more++;
            continue;
        }
        if (place->mode == ROWS_PLACE) {
            place_lines(layout, row->kind, &lines, place, place->y + height);
            add_ports(layout, row, place, place->y + height);
        }
        height += needed;
    }
    return more > 0 ? say_more(layout, place, height, more) : height;
}

// --- Boxes -------------------------------------------------------------------------------------

bool layout_is_box(const Block *block)
{
    return block->kind == BLOCK_START || block->kind == BLOCK_STEP || block->kind == BLOCK_ROUTE ||
           block->kind == BLOCK_ASIDE;
}

static bool has_rows(const Block *block, RowKind kind)
{
    for (const Row *row = block->rows; row != NULL; row = row->next) {
        if (row->kind == kind) {
            return true;
        }
    }
    return false;
}

static bool has_two_columns(const Block *block, int32_t width)
{
    return width >= TWO_COLUMNS_FROM && has_rows(block, ROW_DETAIL) && has_rows(block, ROW_OUTCOME);
}

static int32_t tag_width(const Block *block)
{
    return block->tag == NULL
               ? 0
               : metrics_width(writ_text(block->tag), SIZE_SMALL, WEIGHT_BOLD) + PADDING_X;
}

// Measures or places all rows of a box whose top is room->y; tells its height.
static int32_t fill_box(Layout *layout, const Block *block, const Room *room, RowsMode mode)
{
    int32_t inner = room->width - STRIPE - 2 * PADDING_X;
    bool two = has_two_columns(block, room->width);
    RowsPlace place = {.mode = mode,
                       .kind = ROW_TITLE,
                       .x = room->x + STRIPE + PADDING_X,
                       .y = room->y + PADDING_Y,
                       .width = inner - tag_width(block),
                       .height_max = BOX_HEIGHT_MAX / 4,
                       .port_x = room->x + room->width};
    place.y += layout_rows(layout, block, &place);
    place.kind = ROW_DETAIL;
    place.width = two ? (inner - COLUMN_GAP) * 45 / 100 : inner;
    place.height_max = two ? BOX_HEIGHT_MAX / 2 : BOX_HEIGHT_MAX / 4;
    int32_t details = layout_rows(layout, block, &place);
    place.kind = ROW_OUTCOME;
    if (two) {
        place.x += place.width + COLUMN_GAP;
        place.width = inner - place.width - COLUMN_GAP;
    } else {
        place.y += details + (details > 0 && has_rows(block, ROW_OUTCOME) ? PART_GAP : 0);
        place.height_max = BOX_HEIGHT_MAX / 2;
        details = 0;
    }
    int32_t outcomes = layout_rows(layout, block, &place);
    return place.y + (details > outcomes ? details : outcomes) + PADDING_Y - room->y;
}

static RectStyle style_of(const Block *block)
{
    static const struct {
        const char *tag;
        RectStyle style;
    } styles[] = {
        {"start", RECT_START},     {"person", RECT_PERSON}, {"approval", RECT_PERSON},
        {"system", RECT_SYSTEM},   {"table", RECT_TABLE},   {"waits", RECT_WAIT},
        {"at once", RECT_AT_ONCE},
    };
    if (block->kind == BLOCK_ASIDE) {
        return RECT_ASIDE;
    }
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        if (strcmp(styles[i].tag, block->tag) == 0) {
            return styles[i].style;
        }
    }
    WRIT_UNREACHABLE();
}

static void place_tag(Layout *layout, const Block *block, const Room *room)
{
    Phrase phrase = {NULL, NULL};
    Setting setting = {SIZE_SMALL, PAGE_WIDTH, 0, 1, WEIGHT_NORMAL};
    phrase_add(layout->phrases, &phrase, PIECE_MUTED, writ_text(block->tag));
    Lines lines = metrics_set(layout->phrases, &phrase, &setting);
    layout_add_text(layout, (SceneText){.x = room->x + room->width - PADDING_X - lines.first->width,
                                        .y = room->y + PADDING_Y + SIZE_TITLE,
                                        .size = SIZE_SMALL,
                                        .line = lines.first});
}

// A route is as wide as its words.
static Room route_room(Layout *layout, const Block *block, Room room)
{
    Setting setting = {SIZE_TEXT, room.width - 2 * ROUTE_PADDING, 0, ROW_LINES_MAX, WEIGHT_NORMAL};
    Lines lines = metrics_set(layout->phrases, &block->rows->phrase, &setting);
    int32_t widest = 0;
    for (const Line *line = lines.first; line != NULL; line = line->next) {
        widest = line->width > widest ? line->width : widest;
    }
    widest += 2 * ROUTE_PADDING;
    if (widest < room.width) {
        room.x += (room.width - widest) / 2;
        room.width = widest;
    }
    return room;
}

static RowsPlace route_place(const Room *room, RowsMode mode)
{
    // A blank more than its words: a line that just fits must not be broken anew.
    return (RowsPlace){.mode = mode,
                       .kind = ROW_OUTCOME,
                       .x = room->x + ROUTE_PADDING,
                       .y = room->y + PADDING_Y / 2,
                       .width = room->width - 2 * ROUTE_PADDING + SIZE_TEXT / 3,
                       .height_max = BOX_HEIGHT_MAX,
                       .port_x = room->x + room->width};
}

static int32_t route_height(Layout *layout, const Block *block, const Room *room)
{
    RowsPlace place = route_place(room, ROWS_MEASURE);
    return layout_rows(layout, block, &place) + PADDING_Y;
}

static Span place_route(Layout *layout, const Block *block, Room room)
{
    room = route_room(layout, block, room);
    int32_t height = route_height(layout, block, &room);
    room.y = layout_fit(room.y, height);
    SceneRect *rect = layout_add_rect(layout, block->ends ? RECT_END : RECT_ROUTE, block->node);
    rect->x = room.x;
    rect->y = room.y;
    rect->width = room.width;
    rect->height = height;
    RowsPlace place = route_place(&room, ROWS_PLACE);
    (void)layout_rows(layout, block, &place);
    return (Span){room.y, room.y + height};
}

int32_t layout_box_height(Layout *layout, const Block *block, int32_t width)
{
    Room room = {.x = 0, .width = width, .y = 0};
    if (block->kind == BLOCK_ROUTE) {
        room = route_room(layout, block, room);
        return route_height(layout, block, &room);
    }
    return fill_box(layout, block, &room, ROWS_MEASURE);
}

Span layout_box(Layout *layout, const Block *block, Room room)
{
    if (block->kind == BLOCK_ROUTE) {
        return place_route(layout, block, room);
    }
    int32_t height = fill_box(layout, block, &room, ROWS_MEASURE);
    room.y = layout_fit(room.y, height);
    SceneRect *rect = layout_add_rect(layout, style_of(block), block->node);
    rect->x = room.x;
    rect->y = room.y;
    rect->width = room.width;
    rect->height = height;
    (void)fill_box(layout, block, &room, ROWS_PLACE);
    place_tag(layout, block, &room);
    return (Span){room.y, room.y + height};
}
