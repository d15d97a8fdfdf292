// What `test` tells people: each failure at the author's line with what led to it, and at the end
// what no scenario went through.
#include "cli/test.h"

#include <string.h>

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/timeline.h"
#include "writ/value.h"

enum { MISSING_MAX = 12, INDENT = 2, NUMBER_COLUMNS = 5 };

const char *test_kind_words(WritCoveredKind kind)
{
    static const char *const WORDS[] = {
        [WRIT_COVERED_STAGE] = "stages",
        [WRIT_COVERED_OUTCOME] = "outcomes",
        [WRIT_COVERED_OVERDUE] = "overdue lines",
        [WRIT_COVERED_NO_ANSWER] = "no-answer lines",
        [WRIT_COVERED_ROW] = "rows",
    };
    return WORDS[kind];
}

const char *test_kind_name(WritCoveredKind kind)
{
    static const char *const NAMES[] = {
        [WRIT_COVERED_STAGE] = "stage",     [WRIT_COVERED_OUTCOME] = "outcome",
        [WRIT_COVERED_OVERDUE] = "overdue", [WRIT_COVERED_NO_ANSWER] = "no answer",
        [WRIT_COVERED_ROW] = "row",
    };
    return NAMES[kind];
}

bool test_speaks_of(const TestRun *run, const WritCoverage *coverage)
{
    return run->name.length == 0 || coverage->is_tried;
}

// --- A failure ------------------------------------------------------------------------------

static void add_title(Page *page, const WritScenario *scenario)
{
    page_styled(page, PAGE_BAD, writ_text("FAILED "));
    page_styled(page, PAGE_BOLD, scenario->name);
    if (scenario->label.length > 0) {
        page_format(page, ", row %.*s", WRIT_TEXT_ARGS(scenario->label));
    }
    if (scenario->title.length > 0) {
        page_add_string(page, ": ");
        page_add(page, scenario->title);
    }
    page_end_line(page);
}

static void add_line(Page *page, const TestRun *run, WritSpan span)
{
    WritPlace place = writ_sources_place(run->sources, span.start);
    if (place.source == NULL) {
        return;
    }
    WritText text = writ_sources_line(run->sources, place.source, place.line);
    page_add(page, place.source->name);
    page_format(page, ":%u:%u", place.line, place.column);
    page_end_line(page);
    page_format(page, "%*u | ", NUMBER_COLUMNS, place.line);
    page_add(page, text);
    page_end_line(page);
}

static void add_fact(Page *page, const char *word, WritText text)
{
    if (text.length > 0) {
        page_styled(page, PAGE_BOLD, writ_text(word));
        page_add(page, text);
        page_end_line(page);
    }
}

static void add_values(Page *page, const WritTrialValue *values, uint32_t count, const char *join)
{
    for (uint32_t i = 0; i < count; i++) {
        page_format(page, "%*s", INDENT, "");
        page_add(page, values[i].text);
        page_add_string(page, join);
        page_add(page, values[i].value);
        page_end_line(page);
    }
}

static void add_event(Page *page, const WritJson *line)
{
    WritBuffer text = {0};
    int64_t at = 0;
    WritText step = reply_text(line, "step");
    WritText who = reply_text(line, "who");
    if (reply_instant(line, "at", &at)) {
        moment_time(&text, page, at);
    }
    page_format(page, "%*s", INDENT, "");
    page_styled(page, PAGE_DIM, writ_buffer_text(&text));
    writ_buffer_clear(&text);
    page_add_string(page, "  ");
    if (step.length > 0) {
        page_add(page, step);
        page_add_string(page, ": ");
    }
    timeline_sentence(&text, page, line);
    page_styled(page, timeline_style(line), writ_buffer_text(&text));
    if (who.length > 0 && writ_text_is(reply_text(line, "identity"), "asserted by operator")) {
        page_add_string(page, ", ");
        page_add(page, who);
    }
    page_end_line(page);
    writ_buffer_dispose(&text);
}

// The zone and the time are those of the scenario.
static void set_clock(Page *page, const WritTrialFault *fault)
{
    WritError error;
    int64_t now = 0;
    if (writ_instant_parse(&now, fault->clock, &error) == WRIT_OK) {
        page->now = now;
    }
    page->zone = fault->zone == NULL ? PAGE_ZONE_UTC : PAGE_ZONE_OF_CALENDAR;
    page->wall = fault->zone;
}

static void add_timeline(Page *page, const WritTrialFault *fault)
{
    WritJson reply;
    WritError error;
    WritBuffer now = {0};
    WritArena *arena = writ_arena_new(fault->timeline.length * WRIT_JSON_ARENA_BYTES + 1024);
    moment_full(&now, page, page->now);
    page_styled(page, PAGE_BOLD, writ_text("Until then, at "));
    page_add(page, writ_buffer_text(&now));
    page_add_string(page, ":");
    page_end_line(page);
    if (fault->timeline.length > 0 &&
        writ_json_parse(&reply, arena, fault->timeline, "the timeline", &error) == WRIT_OK) {
        const WritJson *lines = reply_list(&reply, "lines");
        for (uint32_t i = 0; i < lines->count; i++) {
            add_event(page, &lines->items[i]);
        }
    } else {
        page_format(page, "%*sno case began", INDENT, "");
        page_end_line(page);
    }
    writ_arena_free(arena);
    writ_buffer_dispose(&now);
}

void test_text_failed(const TestRun *run, const WritScenario *scenario, const WritTrialFault *fault)
{
    Page page = cli_page(run->cli);
    set_clock(&page, fault);
    add_title(&page, scenario);
    add_line(&page, run, fault->span);
    add_fact(&page, "Expected: ", fault->expected);
    add_fact(&page, "Happened: ", fault->happened);
    add_values(&page, fault->values, fault->value_count, " = ");
    add_fact(&page, "", fault->hint);
    if (fault->refused_count > 0) {
        page_styled(&page, PAGE_BOLD, writ_text("Refused before:"));
        page_end_line(&page);
        add_values(&page, fault->refused, fault->refused_count, ": ");
    }
    add_timeline(&page, fault);
    page_end_line(&page);
    cli_print_page(run->cli, &page);
    (void)fflush(run->cli->out);
}

// --- The end --------------------------------------------------------------------------------

// "withheld, lapsed of release_credit": parts of one name stand next to one another.
static void add_missing(Page *page, const WritCoverage *coverage, WritCoveredKind kind,
                        uint32_t missing)
{
    uint32_t told = 0;
    const WritCovered *before = NULL;
    page_format(page, "%*snot tried, %s: ", INDENT, "", test_kind_words(kind));
    for (uint32_t i = 0; i < coverage->item_count && told < MISSING_MAX; i++) {
        const WritCovered *item = &coverage->items[i];
        if (item->kind != kind || item->times > 0) {
            continue;
        }
        if (before != NULL && before->part.length > 0 &&
            !writ_text_equal(before->name, item->name)) {
            page_add_string(page, " of ");
            page_add(page, writ_text_last_name(before->name));
        }
        page_add_string(page, told++ > 0 ? ", " : "");
        page_add(page, item->part.length > 0 ? item->part : item->name);
        before = item;
    }
    if (before != NULL && before->part.length > 0) {
        page_add_string(page, " of ");
        page_add(page, writ_text_last_name(before->name));
    }
    if (missing > told) {
        page_format(page, " and %u more", missing - told);
    }
    page_end_line(page);
}

static uint32_t count(const WritCoverage *coverage, WritCoveredKind kind, uint32_t *missing)
{
    uint32_t all = 0;
    *missing = 0;
    for (uint32_t i = 0; i < coverage->item_count; i++) {
        all += coverage->items[i].kind == kind;
        *missing += coverage->items[i].kind == kind && coverage->items[i].times == 0;
    }
    return all;
}

static void add_process(Page *page, const WritCoverage *coverage)
{
    page_styled(page, PAGE_BOLD, coverage->process);
    if (!coverage->is_tried) {
        page_add_string(page, ": no scenario");
        page_end_line(page);
        return;
    }
    const char *join = ": ";
    for (int kind = 0; kind < WRIT_COVERED_KINDS; kind++) {
        uint32_t missing = 0;
        uint32_t all = count(coverage, (WritCoveredKind)kind, &missing);
        if (all > 0) {
            page_format(page, "%s%u of %u %s", join, all - missing, all,
                        test_kind_words((WritCoveredKind)kind));
            join = ", ";
        }
    }
    page_end_line(page);
    for (int kind = 0; kind < WRIT_COVERED_KINDS; kind++) {
        uint32_t missing = 0;
        (void)count(coverage, (WritCoveredKind)kind, &missing);
        if (missing > 0) {
            add_missing(page, coverage, (WritCoveredKind)kind, missing);
        }
    }
}

void test_text_end(const TestRun *run)
{
    Page page = cli_page(run->cli);
    uint32_t run_count = run->passed + run->failed;
    if (run->chosen == 0) {
        page_add_string(&page, "The book has no scenario. The language reference shows one: "
                               "docs/language.md, Scenarios.");
        page_end_line(&page);
        cli_print_page(run->cli, &page);
        return;
    }
    for (uint32_t i = 0; i < writ_trial_process_count(run->trial); i++) {
        const WritCoverage *coverage = writ_trial_coverage(run->trial, i);
        if (test_speaks_of(run, coverage)) {
            add_process(&page, coverage);
        }
    }
    page_format(&page, "%u scenario%s passed", run->passed, run->passed == 1 ? "" : "s");
    if (run->failed > 0) {
        page_add_string(&page, ", ");
        WritBuffer failed = {0};
        writ_buffer_format(&failed, "%u failed", run->failed);
        page_styled(&page, PAGE_BAD, writ_buffer_text(&failed));
        writ_buffer_dispose(&failed);
    }
    if (run_count < run->chosen) {
        page_format(&page, ", %u not run", run->chosen - run_count);
    }
    page_end_line(&page);
    cli_print_page(run->cli, &page);
}
