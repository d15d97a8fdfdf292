// Output for people: styled where the terminal shows colour, cut to its width, safe whatever the
// data hold. A page is collected first and written at once.
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/calendar.h"
#include "writ/text.h"

typedef enum PageStyle {
    PAGE_PLAIN,
    PAGE_BOLD,
    PAGE_DIM,
    PAGE_GOOD,    // Green
    PAGE_WARNING, // Yellow
    PAGE_BAD,     // Red
} PageStyle;

typedef enum PageColour {
    PAGE_COLOUR_NONE,
    PAGE_COLOUR_ANSI,
} PageColour;

typedef enum PageZone {
    PAGE_ZONE_LOCAL,
    PAGE_ZONE_UTC,
    PAGE_ZONE_OF_CALENDAR,
} PageZone;

typedef struct Page {
    WritBuffer out;
    uint32_t width; // Columns of the terminal; 0: no terminal, lines are as long as they are.
    PageColour colour;
    PageZone zone;
    const WritZone *wall; // OF_CALENDAR: whose clocks are shown.
    int64_t now;          // Microseconds, UTC: what ages are counted from.
} Page;

// Adds `text` on the line as it is: control characters become U+FFFD, line ends become spaces, and
// characters that cannot be seen or turn the direction of others are spelt out: <U+202E>.
void page_add(Page *page, WritText text);
void page_add_string(Page *page, const char *string);
void page_format(Page *page, const char *format, ...) WRIT_PRINTF(2, 3);
void page_styled(Page *page, PageStyle style, WritText text);
void page_end_line(Page *page);

// Words put on lines of the page's width (80 without a terminal), each indented. Line ends in the
// text are kept.
void page_paragraph(Page *page, uint32_t indent, PageStyle style, WritText text);

// How many columns `text` takes when it is added with page_add.
uint32_t page_width_of(WritText text);
// Appends what page_add would, cut to `columns`; what is cut ends with "…".
void page_cut(WritBuffer *out, WritText text, uint32_t columns);

#endif
