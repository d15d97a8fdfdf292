// Equal lines at both ends are left out first: what is edited is mostly a small part. Between them
// the longest common subsequence is found with the whole matrix.
#include "cli/line_changes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct Lines {
    WritText *items; // Each with its line feed.
    uint32_t count;
} Lines;

typedef struct Changing {
    const WritText *before, *after; // Between the equal ends.
    uint32_t before_count, after_count;
    uint32_t first;   // Lines in front of them, the same in both.
    uint32_t *common; // Of before from i and after from j, at i * (after_count + 1) + j, or NULL.
    WritBuffer *out;
    LineChanges changes;
    bool running; // The line above was a change too.
} Changing;

static Lines split(WritText text)
{
    uint32_t capacity = 1;
    for (size_t i = 0; i < text.length; i++) {
        capacity += text.data[i] == '\n' ? 1 : 0;
    }
    Lines lines = {.items = calloc(capacity, sizeof(WritText))};
    assert(lines.items != NULL);
    while (text.length > 0) {
        const char *end = memchr(text.data, '\n', text.length);
        size_t length = end == NULL ? text.length : (size_t)(end - text.data) + 1;
        lines.items[lines.count++] = (WritText){text.data, length};
        text = (WritText){text.data + length, text.length - length};
    }
    return lines;
}

static Changing between_equal_ends(const Lines *before, const Lines *after)
{
    uint32_t first = 0;
    uint32_t b = before->count;
    uint32_t a = after->count;
    while (first < b && first < a && writ_text_equal(before->items[first], after->items[first])) {
        first++;
    }
    while (b > first && a > first && writ_text_equal(before->items[b - 1], after->items[a - 1])) {
        b--;
        a--;
    }
    return (Changing){.before = before->items + first,
                      .after = after->items + first,
                      .before_count = b - first,
                      .after_count = a - first,
                      .first = first};
}

static uint32_t *common_at(const Changing *changing, uint32_t i, uint32_t j)
{
    return &changing->common[(size_t)i * (changing->after_count + 1) + j];
}

static bool same(const Changing *changing, uint32_t i, uint32_t j)
{
    return writ_text_equal(changing->before[i], changing->after[j]);
}

static void fill_common(Changing *changing)
{
    size_t rows = (size_t)changing->before_count + 1;
    size_t columns = (size_t)changing->after_count + 1;
    if (rows * columns > LINE_CHANGES_PAIRS_MAX) {
        return;
    }
    changing->common = calloc(rows * columns, sizeof(uint32_t));
    assert(changing->common != NULL);
    for (uint32_t i = changing->before_count; i-- > 0;) {
        for (uint32_t j = changing->after_count; j-- > 0;) {
            uint32_t down = *common_at(changing, i + 1, j);
            uint32_t right = *common_at(changing, i, j + 1);
            *common_at(changing, i, j) = same(changing, i, j)
                                             ? *common_at(changing, i + 1, j + 1) + 1
                                             : (down >= right ? down : right);
        }
    }
}

static void tell(Changing *changing, const char *sign, WritText line, uint32_t at)
{
    uint32_t number = changing->first + at + 1;
    if (!changing->running) {
        writ_buffer_format(changing->out, "line %u\n", (unsigned)number);
    }
    if (changing->changes.line == 0) {
        changing->changes.line = number;
    }
    changing->running = true;
    writ_buffer_add_string(changing->out, sign);
    writ_buffer_add(changing->out, line);
    if (line.data[line.length - 1] != '\n') {
        writ_buffer_add_byte(changing->out, '\n');
    }
}

static bool goes_down(const Changing *changing, uint32_t i, uint32_t j)
{
    if (i == changing->before_count || j == changing->after_count) {
        return i < changing->before_count;
    }
    return changing->common == NULL ||
           *common_at(changing, i + 1, j) >= *common_at(changing, i, j + 1);
}

static void walk(Changing *changing)
{
    uint32_t i = 0;
    uint32_t j = 0;
    while (i < changing->before_count || j < changing->after_count) {
        bool both = i < changing->before_count && j < changing->after_count;
        if (both && changing->common != NULL && same(changing, i, j)) {
            changing->running = false;
            i++;
            j++;
        } else if (goes_down(changing, i, j)) {
            tell(changing, "- ", changing->before[i++], j);
            changing->changes.removed++;
        } else {
            tell(changing, "+ ", changing->after[j], j);
            changing->changes.added++;
            j++;
        }
    }
}

LineChanges line_changes(WritText before, WritText after, WritBuffer *out)
{
    Lines old = split(before);
    Lines new = split(after);
    Changing changing = between_equal_ends(&old, &new);
    changing.out = out;
    fill_common(&changing);
    walk(&changing);
    free(changing.common);
    free(old.items);
    free(new.items);
    return changing.changes;
}
