// Tables whose head was changed.
//
// The cells of a row are told by the head of their column, so who changed the head changed every
// row: a row that the other side changed or added would stand under another head.
#ifndef FORMAT_MERGE_TABLES_H
#define FORMAT_MERGE_TABLES_H

#include "format/match.h"

// The side that alone changed the head of a table of which the other side changed something else;
// MATCH_BASE: neither.
int merge_find_changed_head(const Siblings of[MATCH_VERSIONS]);

// The index of the head; of the end when there is no table.
uint32_t merge_head(const Siblings *list);

#endif
