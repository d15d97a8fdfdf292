// A process as one SVG document: its pages below one another, each of A4.
#include "draw/process_pages.h"
#include "draw/wording.h"
#include "writ/draw_process.h"

enum { PAGE_WIDTH_MM = 210, PAGE_HEIGHT_MM = 297, TITLE_COLUMNS = 200 };

static void add_head(WritBuffer *out, const WritPlan *plan, uint32_t count)
{
    writ_buffer_format(out,
                       "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"wd\" role=\"img\" "
                       "width=\"%dmm\" height=\"%umm\" viewBox=\"0 0 %d %u\">\n<title>",
                       PAGE_WIDTH_MM, PAGE_HEIGHT_MM * count, PAGE_WIDTH / 10,
                       PAGE_HEIGHT / 10 * count);
    wording_add_xml(out, plan->title.length > 0 ? plan->title : plan->name, TITLE_COLUMNS);
    writ_buffer_format(out, "</title>\n<style>\n%s</style>\n", process_pages_styles);
    writ_buffer_format(out, "<rect width=\"%d\" height=\"%u\" fill=\"#ffffff\"/>\n",
                       PAGE_WIDTH / 10, PAGE_HEIGHT / 10 * count);
}

WritStatus writ_draw_process_svg(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                                 WritError *error)
{
    ProcessPages pages = {NULL, 0};
    WritStatus status = process_pages_draw(&pages, arena, plan, error);
    if (status != WRIT_OK) {
        return status;
    }
    add_head(out, plan, pages.count);
    for (uint32_t i = 0; i < pages.count; i++) {
        writ_buffer_format(out, "<g transform=\"translate(0 %u)\">\n", PAGE_HEIGHT / 10 * i);
        if (i > 0) {
            writ_buffer_format(out, "<path class=\"rule\" d=\"M0 0L%d 0\"/>\n", PAGE_WIDTH / 10);
        }
        writ_buffer_add(out, writ_buffer_text(&pages.pages[i]));
        writ_buffer_add_string(out, "</g>\n");
    }
    writ_buffer_add_string(out, "</svg>\n");
    process_pages_dispose(&pages);
    return WRIT_OK;
}
