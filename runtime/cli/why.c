// `why`, and what is said after a command that changed a case.
#include "cli/why.h"

#include <unistd.h>

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/timeline.h"
#include "cli/words.h"

enum { SECONDS_A_MINUTE = 60, MINUTES_AN_HOUR = 60 };

// --- Reasons -----------------------------------------------------------------------------------

static PageStyle style_of(WritText kind)
{
    if (writ_text_is(kind, "incident")) {
        return PAGE_BAD;
    }
    return writ_text_is(kind, "ended") ? PAGE_BOLD : PAGE_PLAIN;
}

// The dates in brackets behind a sentence; the first one opens them.
static void begin_date(WritBuffer *dates, const char *word)
{
    writ_buffer_add_string(dates, dates->length == 0 ? " (" : ", ");
    writ_buffer_add_string(dates, word);
}

static void add_dates(WritBuffer *text, const Page *page, const WritJson *reason)
{
    WritBuffer dates = {0};
    int64_t at = 0;
    bool is_deadline = writ_text_is(reply_text(reason, "kind"), "deadline");
    if (!is_deadline && reply_instant(reason, "since", &at)) {
        begin_date(&dates, "");
        moment_so_far(&dates, page, at);
    }
    if (reply_instant(reason, "due", &at)) {
        begin_date(&dates, at < page->now ? "was due " : "due ");
        moment_age(&dates, page, at);
    }
    if (reply_instant(reason, "held_until", &at)) {
        begin_date(&dates, "held until ");
        moment_time(&dates, page, at);
    }
    if (reply_instant(reason, "next", &at)) {
        begin_date(&dates, "again ");
        moment_age(&dates, page, at);
    }
    writ_buffer_add(text, writ_buffer_text(&dates));
    writ_buffer_add_string(text, dates.length > 0 ? ")." : ".");
    writ_buffer_dispose(&dates);
}

static void begin_part(WritBuffer *text, const char *word)
{
    writ_buffer_add_string(text, text->length == 0 ? "" : "; ");
    writ_buffer_add_string(text, word);
}

// "4 h 30 min": open time has no days that are the same everywhere.
static void add_hours(WritBuffer *text, uint64_t seconds)
{
    uint64_t minutes = seconds / SECONDS_A_MINUTE;
    writ_buffer_format(text, "%llu h", (unsigned long long)(minutes / MINUTES_AN_HOUR));
    if (minutes % MINUTES_AN_HOUR > 0) {
        writ_buffer_format(text, " %llu min", (unsigned long long)(minutes % MINUTES_AN_HOUR));
    }
}

// " (the calendar of Ana Ionescu, of south)": where no `uses calendar` said which it is.
static void add_owner(WritBuffer *text, const WritJson *clock)
{
    WritText unit = reply_text(clock, "calendar_of_unit");
    WritText person = reply_text(clock, "calendar_of_person_name");
    if (unit.length == 0 && person.length == 0) {
        return;
    }
    writ_buffer_add_string(text, " (the calendar of ");
    writ_buffer_add(text, person);
    writ_buffer_add_string(text, person.length > 0 && unit.length > 0 ? ", of " : "");
    writ_buffer_add(text, unit);
    writ_buffer_add_string(text, ")");
}

// "16 working hours on ro_off, counted from 2026-03-02 10:00; 4 h used, 12 h left"
static void add_count(WritBuffer *text, const Page *page, const WritJson *clock)
{
    WritText calendar = writ_text_last_name(reply_text(clock, "calendar"));
    int64_t from = 0;
    if (reply_text(clock, "amount").length == 0 || !reply_instant(clock, "from", &from)) {
        return;
    }
    writ_buffer_add(text, reply_text(clock, "amount"));
    if (calendar.length > 0) {
        writ_buffer_format(text, " on %.*s", WRIT_TEXT_ARGS(calendar));
        add_owner(text, clock);
    }
    writ_buffer_add_string(text, ", counted from ");
    moment_minute(text, page, from);
    if (writ_json_find(clock, "open_left") != NULL) {
        begin_part(text, "");
        add_hours(text, reply_number(clock, "open_used"));
        writ_buffer_add_string(text, " used, ");
        add_hours(text, reply_number(clock, "open_left") + SECONDS_A_MINUTE - 1);
        writ_buffer_add_string(text, " left");
    }
}

static void add_pauses(WritBuffer *text, const Page *page, const WritJson *clock)
{
    int64_t since = 0;
    uint64_t seconds = reply_number(clock, "paused_for");
    if (reply_instant(clock, "paused_since", &since)) {
        begin_part(text, "paused since ");
        moment_minute(text, page, since);
    } else if (seconds > 0) {
        begin_part(text, "paused for ");
        moment_length(text, (int64_t)seconds);
    }
}

// What a deadline is counted from and on what, with what changed it and what comes before it.
static void print_clock(Page *page, const WritJson *reason)
{
    const WritJson *clock = writ_json_find(reason, "clock");
    WritBuffer text = {0};
    int64_t at = 0;
    if (clock == NULL) {
        return;
    }
    add_count(&text, page, clock);
    add_pauses(&text, page, clock);
    uint64_t extensions = reply_number(clock, "extensions");
    if (extensions > 0) {
        begin_part(&text, "extended ");
        writ_buffer_format(&text, "%llu %s", (unsigned long long)extensions,
                           extensions == 1 ? "time" : "times");
    }
    if (reply_instant(clock, "next_rung", &at)) {
        begin_part(&text, "next reminder or escalation ");
        moment_age(&text, page, at);
    }
    if (reply_instant(clock, "useful_until", &at)) {
        begin_part(&text, "but of use only until ");
        moment_minute(&text, page, at);
        writ_buffer_format(&text, ", the deadline of %.*s",
                           WRIT_TEXT_ARGS(reply_text(clock, "useful_until_of")));
    }
    if (reply_text(clock, "trouble").length > 0) {
        begin_part(&text, "it cannot be counted: ");
        writ_buffer_add(&text, reply_text(clock, "trouble"));
    }
    if (text.length > 0) {
        page_paragraph(page, 4, PAGE_DIM, writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

static void print_people(Page *page, const WritJson *reason, const char *key, const char *before)
{
    const WritJson *people = reply_list(reason, key);
    WritBuffer text = {0};
    for (uint32_t i = 0; i < people->count; i++) {
        writ_buffer_add_string(&text, i == 0 ? before : ", ");
        words_person(&text, &people->items[i], "person");
    }
    if (people->count > 0) {
        page_paragraph(page, 4, PAGE_DIM, writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

// A line of the timeline that led to how the case ends.
static void print_cause(Page *page, const WritJson *line)
{
    WritBuffer text = {0};
    int64_t at = 0;
    if (reply_instant(line, "at", &at)) {
        moment_full(&text, page, at);
        writ_buffer_add_string(&text, "  ");
    }
    if (reply_text(line, "title").length > 0) {
        words_step(&text, line);
        writ_buffer_add_string(&text, ": ");
    }
    timeline_sentence(&text, page, line);
    size_t before = text.length;
    writ_buffer_add_string(&text, " — ");
    size_t start = text.length;
    words_actor(&text, line);
    text.length = text.length == start ? before : text.length;
    page_paragraph(page, 4, PAGE_PLAIN, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void print_reason(Page *page, const WritJson *reason)
{
    WritBuffer text = {0};
    WritText hint = reply_text(reason, "hint");
    writ_buffer_add(&text, reply_text(reason, "text"));
    add_dates(&text, page, reason);
    page_paragraph(page, 2, style_of(reply_text(reason, "kind")), writ_buffer_text(&text));
    print_clock(page, reason);
    print_people(page, reason, "may", "may: ");
    print_people(page, reason, "barred", "barred: ");
    print_people(page, reason, "away", "away: ");
    const WritJson *causes = reply_list(reason, "causes");
    for (uint32_t i = 0; i < causes->count; i++) {
        print_cause(page, &causes->items[i]);
    }
    if (hint.length > 0) {
        page_paragraph(page, 4, PAGE_DIM, hint);
    }
    writ_buffer_dispose(&text);
}

static void print_reasons(Page *page, const WritJson *reply)
{
    const WritJson *reasons = reply_list(reply, "reasons");
    for (uint32_t i = 0; i < reasons->count; i++) {
        print_reason(page, &reasons->items[i]);
    }
}

static void print_why(Page *page, const WritJson *reply)
{
    WritBuffer head = {0};
    writ_buffer_format(&head, "Case %llu: ", (unsigned long long)reply_number(reply, "case"));
    words_about(&head, reply);
    page_styled(page, PAGE_BOLD, writ_buffer_text(&head));
    page_end_line(page);
    writ_buffer_dispose(&head);
    print_reasons(page, reply);
}

CliExit command_why(Cli *cli)
{
    WritRequest request = {.kind = WRIT_REQUEST_WHY};
    WritError error;
    if (cli_read_case(&request.case_number, cli->arguments.operands[0], &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_why);
}

// --- After a change ----------------------------------------------------------------------------

typedef struct Waiting {
    Cli *cli;
    uint64_t case_number;
    bool is_shown;
} Waiting;

static WritStatus ask_why(Session *session, uint64_t case_number, WritArena *arena, WritJson *reply,
                          WritError *error)
{
    WritBuffer json = {0};
    WritRequest request = {.kind = WRIT_REQUEST_WHY, .case_number = case_number};
    WritStatus status = session_ask(session, &request, &json, error);
    if (status == WRIT_OK) {
        status = writ_json_parse(reply, arena, writ_buffer_text(&json), "the answer", error);
    }
    writ_buffer_dispose(&json);
    return status;
}

static WritArena *reply_arena(void)
{
    return writ_arena_new((size_t)WRIT_REPLY_JSON_BYTES_MAX * WRIT_JSON_ARENA_BYTES + 1024);
}

static void clear_line(Waiting *waiting)
{
    if (waiting->is_shown) {
        (void)fputs("\r\033[K", waiting->cli->err);
    }
    waiting->is_shown = false;
}

// One line that is written over, on a terminal only.
static void show_waiting(void *self, Session *session)
{
    Waiting *waiting = self;
    Cli *cli = waiting->cli;
    WritError error;
    WritJson reply;
    if (waiting->case_number == 0 || isatty(fileno(cli->err)) == 0) {
        return;
    }
    WritArena *arena = reply_arena();
    if (ask_why(session, waiting->case_number, arena, &reply, &error) == WRIT_OK &&
        reply_list(&reply, "reasons")->count > 0) {
        WritBuffer line = {0};
        Page page = cli_page(cli);
        clear_line(waiting);
        page_cut(&line, reply_text(&reply_list(&reply, "reasons")->items[0], "text"),
                 page.width == 0 ? 79 : page.width - 1);
        cli_write(cli->err, writ_buffer_text(&line));
        (void)fflush(cli->err);
        waiting->is_shown = true;
        writ_buffer_dispose(&line);
    }
    writ_arena_free(arena);
}

// The case that an answer speaks of; 0: none, or several.
static uint64_t case_of(WritText reply)
{
    WritJson json;
    WritError error;
    WritArena *arena = reply_arena();
    uint64_t number = 0;
    if (writ_json_parse(&json, arena, reply, "the answer", &error) == WRIT_OK) {
        number = reply_number(&json, "case");
        const WritJson *cases = reply_list(&json, "cases");
        number = cases->count == 1 ? reply_as_number(&cases->items[0]) : number;
    }
    writ_arena_free(arena);
    return number;
}

WritStatus why_settle(Cli *cli, Session *session, WritText reply, WritError *error)
{
    Waiting waiting = {.cli = cli, .case_number = case_of(reply)};
    WritStatus status = session_settle(session, show_waiting, &waiting, error);
    clear_line(&waiting);
    if (status != WRIT_OK || waiting.case_number == 0 ||
        cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        return status;
    }
    WritArena *arena = reply_arena();
    WritJson why;
    status = ask_why(session, waiting.case_number, arena, &why, error);
    if (status == WRIT_OK) {
        Page page = cli_page(cli);
        print_reasons(&page, &why);
        cli_print_page(cli, &page);
    }
    writ_arena_free(arena);
    return status;
}
