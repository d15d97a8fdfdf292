// A witness in the words of the author: each column that matters, with the values that it is about.
#include "check/table_regions.h"

enum { WORDS_VALUES_MAX = 5 }; // Of one column, before the rest is only counted.

// How many regions hold values.
static uint32_t value_regions(const TableColumn *column)
{
    return column->region_count - (column->missing == UINT32_MAX ? 0 : 1);
}

static void add_low(WritBuffer *out, const TableColumn *column, uint32_t raw)
{
    bool point = raw % 2 == 1;
    WritText text = column->points[point ? raw / 2 : raw / 2 - 1].text;
    writ_buffer_format(out, point ? " is %.*s" : " is above %.*s", WRIT_TEXT_ARGS(text));
}

static void add_high(WritBuffer *out, const TableColumn *column, uint32_t raw, const char *before)
{
    bool point = raw % 2 == 1;
    WritText text = column->points[raw / 2].text;
    writ_buffer_format(out, "%s%s %.*s", before, point ? "up to" : "below", WRIT_TEXT_ARGS(text));
}

static void add_line_words(WritBuffer *out, const TableColumn *column, ProofSpan span)
{
    uint32_t low = column->raw_of_region[span.first];
    uint32_t high = column->raw_of_region[span.last];
    bool from = span.first > 0;
    bool to = span.last + 1 < value_regions(column);
    if (span.first == span.last && low % 2 == 1) {
        writ_buffer_format(out, " is %.*s", WRIT_TEXT_ARGS(column->points[low / 2].text));
    } else if (from && to) {
        add_low(out, column, low);
        if (low % 2 == 1) { // "is 5% to 10%", "is 5% to below 10%"
            writ_buffer_add_string(out, high % 2 == 1 ? " to" : " to below");
            writ_buffer_format(out, " %.*s", WRIT_TEXT_ARGS(column->points[high / 2].text));
        } else {
            add_high(out, column, high, high % 2 == 1 ? " " : " and ");
        }
    } else if (from) {
        add_low(out, column, low);
        writ_buffer_add_string(out, low % 2 == 1 ? " or more" : "");
    } else if (to) {
        add_high(out, column, high, " is ");
    } else {
        writ_buffer_add_string(out, " is present");
    }
}

static void add_value_words(WritBuffer *out, const TableColumn *column, ProofSpan span)
{
    uint32_t count = span.last - span.first + 1;
    if (count == value_regions(column)) {
        writ_buffer_add_string(out, " is present");
        return;
    }
    writ_buffer_add_string(out, " is ");
    for (uint32_t i = 0; i < count && i <= WORDS_VALUES_MAX; i++) {
        uint32_t region = span.first + i;
        if (i > 0) {
            writ_buffer_add_string(out, i + 1 == count || i == WORDS_VALUES_MAX ? " or " : ", ");
        }
        if (i == WORDS_VALUES_MAX && count > i + 1) {
            writ_buffer_format(out, "one of %u others", (unsigned)(count - i));
        } else if (region < column->point_count) {
            writ_buffer_add(out, column->points[region].text);
        } else {
            writ_buffer_add_string(out, "anything else");
        }
    }
}

static void add_words(WritBuffer *out, const TableColumn *column, ProofSpan span)
{
    writ_buffer_add(out, column->field->text);
    if (span.first == column->missing) {
        writ_buffer_add_string(out, " is missing");
    } else if (column->domain == DOMAIN_LINE) {
        add_line_words(out, column, span);
    } else {
        add_value_words(out, column, span);
    }
}

static bool says_nothing(const TableColumn *column, ProofSpan span)
{
    return span.first == 0 && span.last + 1 == column->region_count;
}

const char *check_table_words(Checker *checker, const TableColumn *columns, uint32_t count,
                              const ProofSpan *spans)
{
    WritBuffer *out = checker->scratch;
    writ_buffer_clear(out);
    uint32_t left = 0;
    for (uint32_t i = 0; i < count; i++) {
        left += says_nothing(&columns[i], spans[i]) ? 0 : 1;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (says_nothing(&columns[i], spans[i])) {
            continue;
        }
        if (out->length > 0) {
            writ_buffer_add_string(out, left == 1 ? " and " : ", ");
        } else {
            writ_buffer_add_string(out, "when ");
        }
        add_words(out, &columns[i], spans[i]);
        left--;
    }
    if (out->length == 0) {
        writ_buffer_add_string(out, "whatever is given");
    }
    return check_scratch_text(checker).data;
}
