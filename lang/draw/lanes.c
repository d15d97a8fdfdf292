// Page by page. Ports and rectangles of a page are gathered once, so that the work stays within
// what a page can hold.
#include "draw/lanes.h"

#include <assert.h>

#include "draw/layout.h"

enum {
    LANE_FIRST = 110, // Of the lanes, from the right edge of the drawing.
    LANE_STEP = 85,
    LABEL_GAP = 35,
    STUB = 60,      // What two lanes beside one another at least have between their ends.
    EDGE = 115,     // How far beyond the drawing a lane ends that leads off its page,
    EDGE_STEP = 64, // and how much further each one to the right: room for their labels.
};

typedef struct Lane {
    uint32_t stage;
    bool back;
    int32_t from, to;        // What it covers, downward.
    int32_t end;             // Where it leads.
    const SceneEntry *entry; // On this page; NULL: it leads off it.
    uint32_t column;         // LANES_MAX: it has none.
    uint32_t port_count;
} Lane;

typedef struct PagePort {
    const ScenePort *port;
    struct PagePort *next;
} PagePort;

typedef struct PageRect {
    const SceneRect *rect;
    struct PageRect *next;
} PageRect;

typedef struct PageParts {
    PagePort *ports, *last_port;
    PageRect *rects;
} PageParts;

typedef struct Drawing {
    Scene *scene;
    Phrases *phrases;
    PageParts *pages;
    const SceneEntry **entries; // One a node.
    int32_t right;              // Of the drawing: where the margin begins.
} Drawing;

// --- What is on a page -------------------------------------------------------------------------

static void gather_rects(Drawing *drawing)
{
    for (const SceneRect *rect = drawing->scene->rects; rect != NULL; rect = rect->next) {
        if (!scene_is_frame(rect->style)) {
            PageParts *page = &drawing->pages[scene_page(rect->y)];
            PageRect *kept = writ_arena_alloc(drawing->phrases->arena, sizeof *kept);
            *kept = (PageRect){rect, page->rects};
            page->rects = kept;
        }
    }
}

static bool is_clear(const PageParts *page, int32_t from, int32_t y)
{
    for (const PageRect *each = page->rects; each != NULL; each = each->next) {
        const SceneRect *rect = each->rect;
        if (y >= rect->y && y <= rect->y + rect->height && rect->x + rect->width > from) {
            return false;
        }
    }
    return true;
}

static void gather_ports(Drawing *drawing)
{
    for (const ScenePort *port = drawing->scene->ports; port != NULL; port = port->next) {
        PageParts *page = &drawing->pages[scene_page(port->y)];
        if (drawing->entries[port->stage] != NULL && is_clear(page, port->x, port->y)) {
            PagePort *kept = writ_arena_alloc(drawing->phrases->arena, sizeof *kept);
            *kept = (PagePort){port, NULL};
            *(page->last_port == NULL ? &page->ports : &page->last_port->next) = kept;
            page->last_port = kept;
        }
    }
}

static void gather_entries(Drawing *drawing)
{
    for (const SceneEntry *entry = drawing->scene->entries; entry != NULL; entry = entry->next) {
        drawing->entries[entry->stage] = entry;
        drawing->right = entry->x;
    }
}

// --- The lanes of a page -----------------------------------------------------------------------

typedef struct PageLanes {
    Lane lanes[2 * LANES_MAX]; // Some cover parts of the page that others leave free.
    uint32_t count;
} PageLanes;

static Lane *lane_of(PageLanes *lanes, const ScenePort *port)
{
    for (uint32_t i = 0; i < lanes->count; i++) {
        if (lanes->lanes[i].stage == port->stage && lanes->lanes[i].back == port->back) {
            return &lanes->lanes[i];
        }
    }
    if (lanes->count == 2 * LANES_MAX) {
        return NULL;
    }
    Lane *lane = &lanes->lanes[lanes->count++];
    *lane = (Lane){.stage = port->stage,
                   .back = port->back,
                   .from = port->y,
                   .to = port->y,
                   .column = LANES_MAX};
    return lane;
}

static void widen(Lane *lane, int32_t y)
{
    lane->from = y < lane->from ? y : lane->from;
    lane->to = y > lane->to ? y : lane->to;
}

static void lead(const Drawing *drawing, Lane *lane, int32_t page)
{
    const SceneEntry *entry = drawing->entries[lane->stage];
    int32_t there = scene_page(entry->y);
    if (there == page) {
        lane->entry = entry;
        lane->end = entry->y + (lane->back ? STUB / 2 : 0);
    } else {
        lane->end = there > page ? scene_bottom(page) : scene_top(page);
    }
    widen(lane, lane->end);
}

static bool overlaps(const Lane *a, const Lane *b)
{
    return a->from <= b->to + STUB && b->from <= a->to + STUB;
}

// The leftmost column that is free; short lanes come first, so that they lie within long ones.
static void choose_columns(PageLanes *lanes, uint32_t columns)
{
    for (uint32_t round = 0; round < lanes->count; round++) {
        Lane *next = NULL;
        for (uint32_t i = 0; i < lanes->count; i++) {
            Lane *lane = &lanes->lanes[i];
            if (lane->port_count > 0 &&
                (next == NULL || lane->to - lane->from < next->to - next->from)) {
                next = lane;
            }
        }
        bool taken[LANES_MAX] = {false};
        for (uint32_t i = 0; i < lanes->count; i++) {
            Lane *other = &lanes->lanes[i];
            if (other->column < LANES_MAX && overlaps(other, next)) {
                taken[other->column] = true;
            }
        }
        for (uint32_t column = columns; column > 0; column--) {
            next->column = taken[column - 1] ? next->column : column - 1;
        }
        next->port_count = 0;
    }
}

// --- Drawing -----------------------------------------------------------------------------------

static void add_link(Drawing *drawing, SceneLink link)
{
    SceneLink *kept = writ_arena_alloc(drawing->phrases->arena, sizeof *kept);
    *kept = link;
    *(drawing->scene->last_link == NULL ? &drawing->scene->links
                                        : &drawing->scene->last_link->next) = kept;
    drawing->scene->last_link = kept;
}

// A lane that leads off the page ends beyond the drawing, the further the further right it is.
static int32_t end_of(const Lane *lane)
{
    int32_t beyond = lane->entry != NULL ? 0 : EDGE + EDGE_STEP * (int32_t)lane->column;
    return lane->end == lane->to ? lane->end + beyond : lane->end - beyond;
}

static int32_t lane_x(const Drawing *drawing, const Lane *lane)
{
    return drawing->right + LANE_FIRST + LANE_STEP * (int32_t)lane->column;
}

// "A p. 3", where a lane leaves the page.
static void add_label(Drawing *drawing, const Lane *lane)
{
    Phrase phrase = {NULL, NULL};
    Setting setting = {SIZE_SMALL, PAGE_WIDTH, 0, 1, WEIGHT_NORMAL};
    WritBuffer words = {0};
    const SceneEntry *entry = drawing->entries[lane->stage];
    writ_buffer_add(&words, phrases_label(drawing->phrases, lane->stage));
    writ_buffer_format(&words, " p.%d", scene_page(entry->y) + 1);
    phrase_add(drawing->phrases, &phrase, PIECE_MUTED, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    Lines lines = metrics_set(drawing->phrases, &phrase, &setting);
    SceneText *text = writ_arena_alloc(drawing->phrases->arena, sizeof *text);
    *text = (SceneText){.x = lane_x(drawing, lane) - lines.first->width - LABEL_GAP,
                        .y = end_of(lane) + (lane->end == lane->to ? 0 : SIZE_SMALL * 7 / 10),
                        .size = SIZE_SMALL,
                        .line = lines.first};
    drawing->scene->last_text->next = text;
    drawing->scene->last_text = text;
}

static void draw_lane(Drawing *drawing, const Lane *lane)
{
    int32_t x = lane_x(drawing, lane);
    LinkStyle style = lane->back ? LINK_BACK : LINK_GO;
    int32_t start = lane->end == lane->from ? lane->to : lane->from;
    bool through = lane->end != lane->from && lane->end != lane->to;
    add_link(drawing, (SceneLink){style, !through && lane->entry == NULL, x, start, x,
                                  through ? lane->to : end_of(lane), NULL});
    if (lane->entry != NULL) {
        add_link(drawing, (SceneLink){style, true, x, lane->end, lane->entry->x, lane->end, NULL});
    } else {
        add_label(drawing, lane);
    }
}

static void draw_port(Drawing *drawing, const Lane *lane, const ScenePort *port)
{
    LinkStyle style = lane->back ? LINK_BACK : LINK_GO;
    add_link(drawing,
             (SceneLink){style, false, port->x, port->y, lane_x(drawing, lane), port->y, NULL});
}

static void draw_page(Drawing *drawing, int32_t page)
{
    PageLanes lanes = {.count = 0};
    const PageParts *parts = &drawing->pages[page];
    for (const PagePort *each = parts->ports; each != NULL; each = each->next) {
        Lane *lane = lane_of(&lanes, each->port);
        if (lane != NULL) {
            widen(lane, each->port->y);
            lane->port_count++;
        }
    }
    for (uint32_t i = 0; i < lanes.count; i++) {
        lead(drawing, &lanes.lanes[i], page);
    }
    choose_columns(&lanes, drawing->scene->lane_count);
    for (uint32_t i = 0; i < lanes.count; i++) {
        if (lanes.lanes[i].column < LANES_MAX) {
            draw_lane(drawing, &lanes.lanes[i]);
        }
    }
    for (const PagePort *each = parts->ports; each != NULL; each = each->next) {
        for (uint32_t i = 0; i < lanes.count; i++) {
            const Lane *lane = &lanes.lanes[i];
            if (lane->stage == each->port->stage && lane->back == each->port->back &&
                lane->column < LANES_MAX) {
                draw_port(drawing, lane, each->port);
            }
        }
    }
}

void lanes_draw(Scene *scene, Phrases *phrases)
{
    Drawing drawing = {
        .scene = scene,
        .phrases = phrases,
        .pages = writ_arena_array(phrases->arena, scene->page_count, sizeof(PageParts)),
        .entries =
            writ_arena_array(phrases->arena, phrases->plan->node_count, sizeof(const SceneEntry *)),
    };
    gather_entries(&drawing);
    gather_rects(&drawing);
    gather_ports(&drawing);
    for (uint32_t page = 0; page < scene->page_count; page++) {
        draw_page(&drawing, (int32_t)page);
    }
}
