// Changes such as an author makes, at random: a word, a line, a line elsewhere.
#ifndef SUPPORT_MERGE_EDITS_H
#define SUPPORT_MERGE_EDITS_H

#include "support/random.h"
#include "writ/text.h"

// Appends `text` after one change at or near the line with index `near`. The text is a layout
// without alignment: what stands further right below a line belongs to it, and is taken away and
// moved with it. What comes out may have mistakes.
void merge_edit(WritText text, Random *random, uint32_t near, WritBuffer *out);

uint32_t merge_line_count(WritText text);

#endif
