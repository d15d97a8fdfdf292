#include "format/merge_tables.h"

#include "syntax/tokens.h"

uint32_t merge_head(const Siblings *list)
{
    uint32_t i = list->first;
    while (i < list->end && unit_at(list, i)->kind != TOK_BAR) {
        i = unit_next(list, i);
    }
    return i;
}

static WritText table_of(const Siblings *list)
{
    uint32_t head = merge_head(list);
    WritText text = head < list->end ? unit_lines(list, head) : (WritText){NULL, 0};
    for (uint32_t i = head; i < list->end; i = unit_next(list, i)) {
        WritText row = unit_text(list, i);
        text.length = (size_t)(row.data + row.length - text.data);
    }
    return text;
}

static WritText head_of(const Siblings *list)
{
    uint32_t head = merge_head(list);
    return head < list->end ? unit_lines(list, head) : (WritText){NULL, 0};
}

int merge_find_changed_head(const Siblings of[MATCH_VERSIONS])
{
    WritText before = head_of(&of[MATCH_BASE]);
    for (int side = MATCH_MAIN; side < MATCH_VERSIONS; side++) {
        const Siblings *against = &of[side == MATCH_MAIN ? MATCH_OTHER : MATCH_MAIN];
        WritText head = head_of(&of[side]);
        if (head.length > 0 && !writ_text_equal(head, before) &&
            writ_text_equal(head_of(against), before) &&
            !writ_text_equal(table_of(against), table_of(&of[MATCH_BASE]))) {
            return side;
        }
    }
    return MATCH_BASE;
}
