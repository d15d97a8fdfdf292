// Source files and places in them.
//
// All files of one compilation stand in one line of positions: each file begins where the one
// before ended. So a span of eight bytes says file and place, and a message about one file can
// point into another. Position 0 is no place.
#ifndef WRIT_SOURCE_H
#define WRIT_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/status.h"
#include "writ/text.h"

enum {
    WRIT_SOURCE_BYTES_MAX = 1 << 20, // Of one file.
    WRIT_SOURCES_MAX = 4000,         // Files of one compilation.
    WRIT_SOURCE_NAME_BYTES_MAX = 4096,
};

// From the first byte to the one behind the last. {0, 0} is no place.
typedef struct WritSpan {
    uint32_t start;
    uint32_t end;
} WritSpan;

typedef struct WritSource {
    WritText name;  // The path as the author knows it.
    WritText text;  // A NUL that is not counted follows.
    uint32_t start; // Position of the first byte.
    uint32_t index; // Position in the order of adding, from 0.
    bool cut;       // Longer than WRIT_SOURCE_BYTES_MAX: `text` is its beginning.
} WritSource;

typedef struct WritSources WritSources;

// Lives in `arena`, to which names and bytes are copied.
WritSources *writ_sources_new(WritArena *arena);

// Adds a file. What is wrong with its bytes is told when it is parsed. Fails with WRIT_LIMIT when
// there are WRIT_SOURCES_MAX files already, with WRIT_INVALID when the name is empty or longer
// than WRIT_SOURCE_NAME_BYTES_MAX. `out` is borrowed from `sources`.
WritStatus writ_sources_add(WritSources *sources, WritText name, WritText bytes,
                            const WritSource **out, WritError *error) WRIT_NODISCARD;

uint32_t writ_sources_count(const WritSources *sources);
const WritSource *writ_sources_get(const WritSources *sources, uint32_t index);

// The file of a position; NULL for position 0 and whatever no file covers.
const WritSource *writ_sources_find(const WritSources *sources, uint32_t position);

// Lines and columns count from 1; columns count code points.
typedef struct WritPlace {
    const WritSource *source; // NULL: no place; the rest is 0.
    uint32_t line;
    uint32_t column;
} WritPlace;

// The first question about a file makes its table of lines, which is why `sources` changes.
WritPlace writ_sources_place(WritSources *sources, uint32_t position);

// The text of a line without what ends it; empty when there is no such line.
WritText writ_sources_line(WritSources *sources, const WritSource *source, uint32_t line);

// The text that a span covers; `span` lies within `source`.
WritText writ_source_span_text(const WritSource *source, WritSpan span);

// From the start of the first to the end of the last.
WritSpan writ_span_join(WritSpan first, WritSpan last);

#endif
