// Figures for people: of each measure what it comes to, of how many cases, and which missed it.
#include "cli/measure.h"

#include <string.h>

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/table.h"
#include "writ/decimal.h"
#include "writ/value.h"

static void count_cases(WritBuffer *out, uint64_t count)
{
    writ_buffer_add_number(out, count);
    writ_buffer_add_string(out, count == 1 ? " case" : " cases");
}

static void begin_line(Page *page, const char *what)
{
    page_format(page, "  %-9s ", what);
}

// "273600 seconds" as "3 days 4 h", "50000.00 EUR" as "50 000.00 EUR"; anything else as it is.
static void add_figure(WritBuffer *out, WritText figure)
{
    const char *blank = memchr(figure.data, ' ', figure.length);
    WritText number = {figure.data, blank == NULL ? figure.length : (size_t)(blank - figure.data)};
    WritText unit = {figure.data + number.length, figure.length - number.length};
    WritDecimal decimal;
    WritDecimal whole;
    WritError error;
    int64_t seconds = 0;
    if (writ_decimal_parse(&decimal, number, &error) != WRIT_OK) {
        writ_buffer_add(out, figure);
        return;
    }
    if (writ_text_is(unit, " seconds") &&
        writ_decimal_round(&whole, decimal, 0, WRIT_ROUND_HALF_UP, &error) == WRIT_OK &&
        writ_decimal_to_int(whole, &seconds)) {
        moment_length(out, seconds);
        return;
    }
    writ_value_print(out, NULL, writ_value_number(decimal));
    writ_buffer_add(out, unit);
}

static void add_member(WritBuffer *out, const WritJson *measure, const char *what, const char *key)
{
    writ_buffer_add_string(out, what);
    add_figure(out, reply_text(measure, key));
}

static void print_value(Page *page, const WritJson *measure)
{
    WritText value = reply_text(measure, "value");
    WritText target = reply_text(measure, "target");
    WritBuffer text = {0};
    begin_line(page, "Value");
    if (value.length == 0) {
        page_styled(page, PAGE_DIM, writ_text("no case to count"));
    } else {
        add_figure(&text, value);
        page_styled(page, PAGE_BOLD, writ_buffer_text(&text));
        page_add_string(page,
                        writ_text_is(reply_text(measure, "figure"), "mean") ? " on average" : "");
    }
    if (target.length > 0) {
        page_format(page, ", target %.*s ", WRIT_TEXT_ARGS(target));
        page_add(page, reply_text(measure, "target_text"));
    }
    if (writ_json_find(measure, "met") != NULL) {
        bool met = reply_truth(measure, "met");
        page_add_string(page, ": ");
        page_styled(page, met ? PAGE_GOOD : PAGE_BAD, writ_text(met ? "met" : "missed"));
    }
    page_end_line(page);
    writ_buffer_dispose(&text);
}

static void print_spread(Page *page, const WritJson *measure)
{
    if (reply_text(measure, "median").length == 0) {
        return;
    }
    WritBuffer text = {0};
    add_member(&text, measure, "median ", "median");
    add_member(&text, measure, ", smallest ", "smallest");
    add_member(&text, measure, ", largest ", "largest");
    begin_line(page, "Spread");
    page_add(page, writ_buffer_text(&text));
    page_end_line(page);
    writ_buffer_dispose(&text);
}

static uint64_t count_unread(const WritJson *measure)
{
    const WritJson *unread = reply_list(measure, "unread");
    uint64_t count = 0;
    for (uint32_t i = 0; i < unread->count; i++) {
        count += reply_number(&unread->items[i], "cases");
    }
    return count;
}

static void print_counts(Page *page, const WritJson *measure)
{
    WritBuffer text = {0};
    uint64_t left_out = reply_number(measure, "left_out");
    uint64_t unread = count_unread(measure);
    count_cases(&text, reply_number(measure, "counted"));
    writ_buffer_add_string(&text, " counted");
    if (writ_json_find(measure, "holds") != NULL) {
        writ_buffer_format(&text, ", %llu of them so",
                           (unsigned long long)reply_number(measure, "holds"));
    }
    if (left_out > 0) {
        writ_buffer_format(&text, "; %llu left out by \"where\"", (unsigned long long)left_out);
    }
    if (unread > 0) {
        writ_buffer_format(&text, "; %llu cannot be read", (unsigned long long)unread);
    }
    begin_line(page, "Cases");
    page_add(page, writ_buffer_text(&text));
    page_end_line(page);
    writ_buffer_dispose(&text);
}

static void print_unread(Page *page, const WritJson *measure)
{
    const WritJson *unread = reply_list(measure, "unread");
    for (uint32_t i = 0; i < unread->count; i++) {
        WritBuffer text = {0};
        count_cases(&text, reply_number(&unread->items[i], "cases"));
        writ_buffer_add_string(&text, ": ");
        writ_buffer_add(&text, reply_text(&unread->items[i], "reason"));
        begin_line(page, i == 0 ? "Not read" : "");
        page_styled(page, PAGE_WARNING, writ_buffer_text(&text));
        page_end_line(page);
        writ_buffer_dispose(&text);
    }
}

static void add_row(Table *table, const Page *page, const WritJson *item)
{
    WritBuffer text = {0};
    int64_t at = 0;
    writ_buffer_add_string(&text, "  ");
    writ_buffer_add_number(&text, reply_number(item, "case"));
    table_cell(table, PAGE_BOLD, writ_buffer_text(&text));
    table_cell(table, PAGE_PLAIN, reply_text(item, "key"));
    table_cell(table, PAGE_PLAIN, reply_text(item, "outcome"));
    writ_buffer_clear(&text);
    if (reply_instant(item, "ended", &at)) {
        moment_minute(&text, page, at);
    }
    table_cell(table, PAGE_DIM, writ_buffer_text(&text));
    WritText unread = reply_text(item, "unread");
    writ_buffer_clear(&text);
    if (unread.length == 0) {
        add_figure(&text, reply_text(item, "value"));
    }
    table_cell(table, unread.length > 0 ? PAGE_WARNING : PAGE_BAD,
               unread.length > 0 ? unread : writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void print_cases(Page *page, const WritJson *measure)
{
    static const TableColumn columns[] = {{"  CASE", TABLE_KEEPS},
                                          {"FOR", TABLE_SHRINKS},
                                          {"ENDED AS", TABLE_SHRINKS},
                                          {"ENDED", TABLE_KEEPS},
                                          {"VALUE", TABLE_SHRINKS}};
    const WritJson *cases = reply_list(measure, "cases");
    Table *table = table_new(columns, sizeof columns / sizeof columns[0]);
    for (uint32_t i = 0; i < cases->count; i++) {
        add_row(table, page, &cases->items[i]);
    }
    table_print(table, page);
    table_free(table);
    uint64_t more = reply_number(measure, "more");
    if (more > 0) {
        page_format(page, "  and %llu more; --limit shows more of them.", (unsigned long long)more);
        page_end_line(page);
    }
}

static void print_measure(Page *page, const WritJson *measure)
{
    WritText owner = reply_text(measure, "owner_title");
    page_styled(page, PAGE_BOLD, writ_text_last_name(reply_text(measure, "measure")));
    page_add_string(page, "  ");
    page_add(page, reply_text(measure, "title"));
    page_end_line(page);
    print_value(page, measure);
    print_spread(page, measure);
    print_counts(page, measure);
    print_unread(page, measure);
    if (owner.length > 0) {
        begin_line(page, "Owner");
        page_add(page, owner);
        page_end_line(page);
    }
    print_cases(page, measure);
}

void measure_print(Page *page, const WritJson *reply)
{
    const WritJson *measures = reply_list(reply, "measures");
    for (uint32_t i = 0; i < measures->count; i++) {
        if (i > 0) {
            page_end_line(page);
        }
        print_measure(page, &measures->items[i]);
    }
    if (measures->count == 0) {
        page_add_string(page, "No measure is in force.");
        page_end_line(page);
    }
}
