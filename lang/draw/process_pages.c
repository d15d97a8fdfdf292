// Each piece of the scene is written to the page that it is on; frames and links that go over
// several pages are cut to what each page shows. Arrow heads are drawn as they are, without
// markers, which not every viewer has.
#include "draw/process_pages.h"

#include <assert.h>

#include "draw/lanes.h"
#include "draw/layout.h"
#include "draw/wording.h"

enum {
    LENGTH_FIXED_FROM = 100, // Shorter texts are left as the font makes them.
    HEAD_LENGTH = 45,
    HEAD_WIDTH = 22,
    BADGE_PADDING = 30, // As metrics.c has them.
    BADGE_GAP = 20,
    PILL_PADDING = 40,
    STRIPE_WIDTH = 40,
    HEADING_COLUMNS = 58, // Letters that surely fit.
    SUBHEADING_COLUMNS = 95,
    FOOTER_Y = 8240,
};

const char process_pages_styles[] =
    ".wd text{font-family:Helvetica,Arial,'Liberation Sans',sans-serif;fill:#1b222a}\n"
    ".wd .b{font-weight:bold}\n"
    ".wd .m{fill:#4d5863}\n"
    ".wd .w{fill:#ffffff;font-weight:bold}\n"
    ".wd .box{fill:#ffffff;stroke:#3c4650;stroke-width:.7}\n"
    ".wd .start{fill:#eef1f4}\n"
    ".wd .aside{stroke-dasharray:3 2}\n"
    ".wd .end{fill:#ffffff;stroke:#1b222a;stroke-width:1.2}\n"
    ".wd .s-start,.wd .s-aside{fill:#3c4650}\n"
    ".wd .s-person{fill:#0b5cad}\n"
    ".wd .s-system{fill:#6b6f76}\n"
    ".wd .s-table{fill:#d98200}\n"
    ".wd .s-wait{fill:#0f8577}\n"
    ".wd .s-once{fill:#c9ced4}\n"
    ".wd .stage{fill:#f5f7f9;stroke:#3c4650;stroke-width:1}\n"
    ".wd .detour{fill:#fdf6ea;stroke:#8a5a00;stroke-width:1;stroke-dasharray:5 2}\n"
    ".wd .branch,.wd .arm{fill:#ffffff;fill-opacity:.65;stroke:#b4bcc4;stroke-width:.6}\n"
    ".wd .each{fill:#e9f1fa;stroke:#0b5cad;stroke-width:.7}\n"
    ".wd .repeat{fill:#f0edf7;stroke:#5b4a94;stroke-width:.7}\n"
    ".wd .badge{fill:#1b222a}\n"
    ".wd .badge-d{fill:#8a5a00}\n"
    ".wd .flow,.wd .bar,.wd .loop,.wd .go,.wd .back{fill:none}\n"
    ".wd .flow{stroke:#3c4650;stroke-width:.8}\n"
    ".wd .bar{stroke:#1b222a;stroke-width:2.2}\n"
    ".wd .loop{stroke:#5b4a94;stroke-width:.8;stroke-dasharray:3 1.5}\n"
    ".wd .go{stroke:#0b5cad;stroke-width:.8}\n"
    ".wd .back{stroke:#b3450e;stroke-width:.8;stroke-dasharray:4 2}\n"
    ".wd .h-flow,.wd .h-bar{fill:#3c4650}\n"
    ".wd .h-loop{fill:#5b4a94}\n"
    ".wd .h-go{fill:#0b5cad}\n"
    ".wd .h-back{fill:#b3450e}\n"
    ".wd .rule{stroke:#b4bcc4;stroke-width:.5}\n";

typedef struct Drawing {
    ProcessPages *pages;
    Phrases *phrases;
    const Scene *scene;
    uint32_t *continued; // One a page: the stage that goes on from the page before, or WRIT_NONE.
} Drawing;

// --- Numbers -----------------------------------------------------------------------------------

// Tenths of a point, as points.
static void add_number(WritBuffer *out, int32_t tenths)
{
    if (tenths < 0) {
        writ_buffer_add_byte(out, '-');
        tenths = -tenths;
    }
    writ_buffer_add_number(out, (uint64_t)(tenths / 10));
    if (tenths % 10 != 0) {
        writ_buffer_add_byte(out, '.');
        writ_buffer_add_byte(out, (char)('0' + tenths % 10));
    }
}

static void add_attribute(WritBuffer *out, const char *name, int32_t tenths)
{
    writ_buffer_format(out, " %s=\"", name);
    add_number(out, tenths);
    writ_buffer_add_byte(out, '"');
}

// --- Rectangles --------------------------------------------------------------------------------

typedef struct RectLook {
    const char *class;
    const char *stripe; // NULL: none.
    int32_t round;
} RectLook;

static RectLook look_of(RectStyle style)
{
    switch (style) {
    case RECT_START:
        return (RectLook){"box start", "s-start", 60};
    case RECT_PERSON:
        return (RectLook){"box", "s-person", 20};
    case RECT_SYSTEM:
        return (RectLook){"box", "s-system", 20};
    case RECT_TABLE:
        return (RectLook){"box", "s-table", 20};
    case RECT_WAIT:
        return (RectLook){"box", "s-wait", 20};
    case RECT_AT_ONCE:
        return (RectLook){"box", "s-once", 20};
    case RECT_ROUTE:
        return (RectLook){"box", NULL, 30};
    case RECT_END:
        return (RectLook){"end", NULL, 75};
    case RECT_ASIDE:
        return (RectLook){"box aside", "s-aside", 20};
    case RECT_STAGE:
        return (RectLook){"stage", NULL, 30};
    case RECT_DETOUR:
        return (RectLook){"detour", NULL, 30};
    case RECT_BRANCH:
        return (RectLook){"branch", NULL, 20};
    case RECT_ARM:
        return (RectLook){"arm", NULL, 20};
    case RECT_EACH:
        return (RectLook){"each", NULL, 20};
    case RECT_REPEAT:
        return (RectLook){"repeat", NULL, 20};
    case RECT_HEADER:
        break;
    }
    WRIT_UNREACHABLE();
}

static void add_rect(WritBuffer *out, const char *class, const SceneRect *rect, int32_t round)
{
    writ_buffer_format(out, "<rect class=\"%s\"", class);
    add_attribute(out, "x", rect->x);
    add_attribute(out, "y", rect->y);
    add_attribute(out, "width", rect->width);
    add_attribute(out, "height", rect->height);
    add_attribute(out, "rx", round);
    writ_buffer_add_string(out, "/>\n");
}

static bool is_stage(const SceneRect *rect)
{
    return rect->style == RECT_STAGE || rect->style == RECT_DETOUR;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void draw_rect(Drawing *drawing, const SceneRect *rect)
{
    RectLook look = look_of(rect->style);
    int32_t end = rect->y + rect->height;
    for (int32_t page = scene_page(rect->y); page <= scene_page(end); page++) {
        SceneRect part = *rect;
        part.y = most(rect->y, scene_top(page) - PAGE_SEAM);
        part.height = least(end, scene_bottom(page) + PAGE_SEAM) - part.y;
        if (part.height <= 0) {
            continue;
        }
        if (page > scene_page(rect->y) && is_stage(rect)) {
            drawing->continued[page] = rect->node;
        }
        part.y -= page * PAGE_HEIGHT;
        WritBuffer *out = &drawing->pages->pages[page];
        add_rect(out, look.class, &part, look.round);
        if (look.stripe != NULL) {
            part.width = STRIPE_WIDTH;
            add_rect(out, look.stripe, &part, look.round);
        }
    }
}

// --- Lines -------------------------------------------------------------------------------------

static const char *link_class(LinkStyle style)
{
    switch (style) {
    case LINK_FLOW:
        return "flow";
    case LINK_BAR:
        return "bar";
    case LINK_LOOP:
        return "loop";
    case LINK_GO:
        return "go";
    case LINK_BACK:
        return "back";
    }
    WRIT_UNREACHABLE();
}

static void add_point(WritBuffer *out, char letter, int32_t x, int32_t y)
{
    writ_buffer_add_byte(out, letter);
    add_number(out, x);
    writ_buffer_add_byte(out, ' ');
    add_number(out, y);
}

// The tip is at x, y; dx and dy are the direction: -1, 0 or 1.
static void add_head(WritBuffer *out, LinkStyle style, const SceneLink *link, int32_t page_y)
{
    int32_t dx = (link->to_x > link->from_x) - (link->to_x < link->from_x);
    int32_t dy = (link->to_y > link->from_y) - (link->to_y < link->from_y);
    int32_t x = link->to_x;
    int32_t y = link->to_y - page_y;
    writ_buffer_format(out, "<path class=\"h-%s\" d=\"", link_class(style));
    add_point(out, 'M', x, y);
    add_point(out, 'L', x - dx * HEAD_LENGTH - dy * HEAD_WIDTH,
              y - dy * HEAD_LENGTH - dx * HEAD_WIDTH);
    add_point(out, 'L', x - dx * HEAD_LENGTH + dy * HEAD_WIDTH,
              y - dy * HEAD_LENGTH + dx * HEAD_WIDTH);
    writ_buffer_add_string(out, "Z\"/>\n");
}

static void draw_link(Drawing *drawing, const SceneLink *link)
{
    int32_t high = least(link->from_y, link->to_y);
    int32_t low = most(link->from_y, link->to_y);
    for (int32_t page = scene_page(high); page <= scene_page(low); page++) {
        WritBuffer *out = &drawing->pages->pages[page];
        int32_t page_y = page * PAGE_HEIGHT;
        int32_t top = scene_page(high) == page ? high : scene_top(page) - HEAD_LENGTH;
        int32_t bottom = scene_page(low) == page ? low : scene_bottom(page) + HEAD_LENGTH;
        bool down = link->from_y <= link->to_y;
        if (top == bottom && link->from_x == link->to_x) {
            continue;
        }
        writ_buffer_format(out, "<path class=\"%s\" d=\"", link_class(link->style));
        add_point(out, 'M', link->from_x, (down ? top : bottom) - page_y);
        add_point(out, 'L', link->to_x, (down ? bottom : top) - page_y);
        writ_buffer_add_string(out, "\"/>\n");
    }
    if (link->arrow) {
        int32_t page = scene_page(link->to_y);
        add_head(&drawing->pages->pages[page], link->style, link, page * PAGE_HEIGHT);
    }
}

// --- Texts -------------------------------------------------------------------------------------

typedef struct TextPlace {
    int32_t x, y, size, width;
    const char *class;
} TextPlace;

static void add_text(WritBuffer *out, WritText text, const TextPlace *place)
{
    writ_buffer_add_string(out, "<text");
    if (*place->class != '\0') {
        writ_buffer_format(out, " class=\"%s\"", place->class);
    }
    add_attribute(out, "x", place->x);
    add_attribute(out, "y", place->y);
    add_attribute(out, "font-size", place->size);
    if (place->width >= LENGTH_FIXED_FROM) {
        add_attribute(out, "textLength", place->width);
        writ_buffer_add_string(out, " lengthAdjust=\"spacingAndGlyphs\"");
    }
    writ_buffer_add_byte(out, '>');
    wording_add_xml(out, text, UINT32_MAX);
    writ_buffer_add_string(out, "</text>\n");
}

static void add_plate(WritBuffer *out, const char *class, const TextPlace *place, int32_t round)
{
    SceneRect plate = {.x = place->x,
                       .y = place->y - place->size * 19 / 20,
                       .width = place->width,
                       .height = place->size * 6 / 5};
    add_rect(out, class, &plate, round);
}

static void draw_stage_name(WritBuffer *out, const Run *run, TextPlace place)
{
    bool detour = run->label.length > 0 && run->label.data[0] >= 'A';
    int32_t label = metrics_width(run->label, place.size, WEIGHT_BOLD);
    place.width = label + 2 * BADGE_PADDING;
    add_plate(out, detour ? "badge-d" : "badge", &place, 20);
    int32_t after = place.x + place.width + BADGE_GAP;
    place.x += BADGE_PADDING;
    place.width = label;
    place.class = "w";
    add_text(out, run->label, &place);
    place.x = after;
    place.width = metrics_width(run->text, place.size, WEIGHT_NORMAL);
    place.class = "";
    add_text(out, run->text, &place);
}

static void draw_end(WritBuffer *out, const Run *run, TextPlace place)
{
    add_plate(out, "end", &place, 50);
    place.x += PILL_PADDING;
    place.width -= 2 * PILL_PADDING;
    place.class = "b";
    add_text(out, run->text, &place);
}

static void draw_run(WritBuffer *out, const Run *run, TextPlace place)
{
    switch (run->style) {
    case PIECE_PLAIN:
        add_text(out, run->text, &place);
        return;
    case PIECE_STRONG:
        place.class = "b";
        add_text(out, run->text, &place);
        return;
    case PIECE_MUTED:
        place.class = "m";
        add_text(out, run->text, &place);
        return;
    case PIECE_STAGE:
        draw_stage_name(out, run, place);
        return;
    case PIECE_END:
        draw_end(out, run, place);
        return;
    }
    WRIT_UNREACHABLE();
}

static void draw_text(Drawing *drawing, const SceneText *text)
{
    int32_t page = scene_page(text->y);
    WritBuffer *out = &drawing->pages->pages[page];
    for (const Run *run = text->line->first; run != NULL; run = run->next) {
        draw_run(out, run,
                 (TextPlace){text->x + run->x, text->y - page * PAGE_HEIGHT, text->size, run->width,
                             ""});
    }
}

// --- Around the drawing ------------------------------------------------------------------------

static void add_plain(WritBuffer *out, const char *class, int32_t x, int32_t y, int32_t size,
                      WritText text, uint32_t columns)
{
    WritBuffer cut = {0};
    wording_add_cut(&cut, text, columns);
    TextWeight weight = class[0] == 'b' ? WEIGHT_BOLD : WEIGHT_NORMAL;
    TextPlace place = {x, y, size, metrics_width(writ_buffer_text(&cut), size, weight), class};
    add_text(out, writ_buffer_text(&cut), &place);
    writ_buffer_dispose(&cut);
}

static void draw_first_heading(Drawing *drawing, WritBuffer *out)
{
    const WritPlan *plan = drawing->phrases->plan;
    WritBuffer words = {0};
    add_plain(out, "b", PAGE_MARGIN, 490, SIZE_HEADING,
              phrases_title(drawing->phrases, plan->title, plan->name), HEADING_COLUMNS);
    writ_buffer_add(&words, plan->name);
    writ_buffer_add_string(&words, ", version ");
    writ_buffer_add(&words, plan->version);
    if (plan->per.length > 0) {
        writ_buffer_add_string(&words, ", per ");
        writ_buffer_add(&words, plan->per);
    }
    add_plain(out, "m", PAGE_MARGIN, 630, 80, writ_buffer_text(&words), SUBHEADING_COLUMNS);
    writ_buffer_dispose(&words);
}

static void draw_later_heading(Drawing *drawing, WritBuffer *out, uint32_t page)
{
    WritBuffer words = {0};
    uint32_t stage = drawing->continued[page];
    writ_buffer_add(&words, phrases_title(drawing->phrases, drawing->phrases->plan->title,
                                          drawing->phrases->plan->name));
    if (stage != WRIT_NONE) {
        writ_buffer_add_string(&words, "  \xc2\xb7  ");
        writ_buffer_add(&words, phrases_label(drawing->phrases, stage));
        writ_buffer_add_byte(&words, ' ');
        writ_buffer_add(&words, phrases_node_title(drawing->phrases, stage));
        writ_buffer_add_string(&words, ", continued");
    }
    add_plain(out, "m", PAGE_MARGIN, 400, 80, writ_buffer_text(&words), SUBHEADING_COLUMNS);
    writ_buffer_dispose(&words);
}

static void draw_key(WritBuffer *out, int32_t y)
{
    static const struct {
        const char *plate, *words;
        int32_t x;
    } keys[] = {{"s-person", "person", 0},
                {"s-system", "system", 460},
                {"s-table", "table", 930},
                {"s-wait", "waits", 1340},
                {"s-once", "at once", 1740}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        TextPlace plate = {PAGE_MARGIN + keys[i].x, y, 60, 60, ""};
        add_plate(out, keys[i].plate, &plate, 10);
        add_plain(out, "m", plate.x + 90, y, SIZE_SMALL, writ_text(keys[i].words), 20);
    }
    static const struct {
        LinkStyle style;
        const char *words;
        int32_t x;
    } ways[] = {{LINK_GO, "go to", 2300}, {LINK_BACK, "go back to", 2900}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        int32_t x = PAGE_MARGIN + ways[i].x;
        writ_buffer_format(out, "<path class=\"%s\" d=\"", link_class(ways[i].style));
        add_point(out, 'M', x, y - 25);
        add_point(out, 'L', x + 200, y - 25);
        writ_buffer_add_string(out, "\"/>\n");
        add_plain(out, "m", x + 230, y, SIZE_SMALL, writ_text(ways[i].words), 20);
    }
}

static void draw_around(Drawing *drawing, uint32_t page)
{
    WritBuffer *out = &drawing->pages->pages[page];
    WritBuffer words = {0};
    if (page == 0) {
        draw_first_heading(drawing, out);
    } else {
        draw_later_heading(drawing, out, page);
    }
    draw_key(out, FOOTER_Y);
    writ_buffer_format(&words, "page %u of %u", page + 1, drawing->pages->count);
    int32_t width = metrics_width(writ_buffer_text(&words), SIZE_SMALL, WEIGHT_NORMAL);
    add_plain(out, "m", PAGE_WIDTH - PAGE_MARGIN - width, FOOTER_Y, SIZE_SMALL,
              writ_buffer_text(&words), 40);
    writ_buffer_dispose(&words);
}

static void draw(ProcessPages *pages, Phrases *phrases, const Scene *scene)
{
    Drawing drawing = {pages, phrases, scene,
                       writ_arena_array(phrases->arena, scene->page_count, sizeof(uint32_t))};
    for (uint32_t page = 0; page < scene->page_count; page++) {
        drawing.continued[page] = WRIT_NONE;
    }
    for (const SceneRect *rect = scene->rects; rect != NULL; rect = rect->next) {
        if (scene_is_frame(rect->style)) {
            draw_rect(&drawing, rect);
        }
    }
    for (const SceneLink *link = scene->links; link != NULL; link = link->next) {
        draw_link(&drawing, link);
    }
    for (const SceneRect *rect = scene->rects; rect != NULL; rect = rect->next) {
        if (!scene_is_frame(rect->style) && rect->style != RECT_HEADER) {
            draw_rect(&drawing, rect);
        }
    }
    for (const SceneText *text = scene->texts; text != NULL; text = text->next) {
        draw_text(&drawing, text);
    }
    for (uint32_t page = 0; page < scene->page_count; page++) {
        draw_around(&drawing, page);
    }
}

WritStatus process_pages_draw(ProcessPages *pages, WritArena *arena, const WritPlan *plan,
                              WritError *error)
{
    Phrases phrases = {.arena = arena, .plan = plan};
    Scene scene;
    Blocks blocks = blocks_of(&phrases);
    WritStatus status = layout_process(&scene, &phrases, &blocks, error);
    if (status == WRIT_OK) {
        lanes_draw(&scene, &phrases);
        pages->count = scene.page_count;
        pages->pages = writ_arena_array(arena, scene.page_count, sizeof(WritBuffer));
        draw(pages, &phrases, &scene);
    }
    phrases_dispose(&phrases);
    return status;
}

void process_pages_dispose(ProcessPages *pages)
{
    for (uint32_t i = 0; i < pages->count; i++) {
        writ_buffer_dispose(&pages->pages[i]);
    }
}
