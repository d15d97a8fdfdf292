// Every bound on what an author may write that the checks keep, on both sides: a book with as much
// as is allowed has no error, one with one more has one, with its code. The bounds of the syntax
// stand in test_syntax.c and test_lexer.c, those of files in test_source.c and test_compile.c.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "check/scenarios.h"
#include "check/checker.h"
#include "writ/compile.h"

// What is added to a small book, for a number: lines of the process, of its only task, of the
// record, and whole declarations. NULL: nothing.
typedef void Lines(WritBuffer *out, uint32_t number);

typedef struct Limit {
    const char *what;
    uint32_t most;
    const char *code;
    Lines *head;
    Lines *task; // Behind `by desk`.
    Lines *steps;
    Lines *fields;
    Lines *declarations;
} Limit;

static void add(WritBuffer *out, Lines *lines, uint32_t number)
{
    if (lines != NULL) {
        lines(out, number);
    }
}

static void write_book(const Limit *limit, uint32_t number, WritBuffer *out)
{
    writ_buffer_add_string(out, "writ 2026\nmodule test.limits version 1.0\n\n"
                                "process trial \"Trial\"\n  process owner desk\n"
                                "  starts on request by desk\n  starts with order : Order\n");
    add(out, limit->head, number);
    writ_buffer_add_string(out, "  ends as done\n  no deadline because \"The desk watches\"\n"
                                "  if no permitted person is available notify desk with received, "
                                "then reassign to desk\n\n  stage work \"Work\"\n");
    add(out, limit->steps, number);
    if (limit->task != NULL) {
        writ_buffer_add_string(out, "    step look \"Look\"\n      do \"Look\"\n      by desk\n");
        limit->task(out, number);
        writ_buffer_add_string(out, "      outcomes seen\n      on seen next step\n");
    }
    writ_buffer_add_string(out, "    step tell \"Tell\"\n      notify order.contact with received\n"
                                "    end the case as done\n\nrole desk \"Desk\"\n"
                                "  filled from \"directory:desk\"\n\nmessage received\n"
                                "  subject \"We have it\"\n  text \"We look after it.\"\n\n"
                                "record Part\n  n : Number, at start 0\n\n"
                                "record Order\n  contact : Person\n  n : Number, at start 0\n"
                                "  parts : list of Part\n");
    add(out, limit->fields, number);
    writ_buffer_add_byte(out, '\n');
    add(out, limit->declarations, number);
}

// --- Data and expressions -------------------------------------------------------------------

static void records(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 2; i < number; i++) {
        writ_buffer_format(out, "record Deep%u\n  inner : Deep%u\n\n", i, i + 1);
    }
    writ_buffer_format(out, "record Deep%u\n  n : Number, at start 0\n", number);
}

static void record_field(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, number > 1 ? "  inner : Deep2\n" : "");
}

static void path_records(WritBuffer *out, uint32_t number)
{
    records(out, number - 1);
}

// "order", a name "inner" for each further record, and the last field.
static void long_path(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "    step count \"Count\"\n      set order");
    for (uint32_t i = 2; i < number; i++) {
        writ_buffer_add_string(out, ".inner");
    }
    writ_buffer_add_string(out, ".n to 1\n");
}

static void computed_fields_backwards(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = number; i > 1; i--) {
        writ_buffer_format(out, "  field%u : Number computed as field%u\n", i, i - 1);
    }
    writ_buffer_add_string(out, "  field1 : Number computed as n\n");
}

static void computed_fields(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "  field1 : Number computed as n\n");
    for (uint32_t i = 2; i <= number; i++) {
        writ_buffer_format(out, "  field%u : Number computed as field%u\n", i, i - 1);
    }
}

// Each sum stands on all before it, the first one on a field (two steps: the record and the field),
// and one step more reads what was computed.
static void high_expression(WritBuffer *out, uint32_t number)
{
    enum { FIRST = 150 };
    writ_buffer_add_string(out, "  low : Number computed as n");
    for (uint32_t i = 1; i < FIRST; i++) {
        writ_buffer_add_string(out, " + 1");
    }
    writ_buffer_add_string(out, "\n  high : Number computed as low");
    for (uint32_t i = FIRST + 2; i < number; i++) {
        writ_buffer_add_string(out, " + 1");
    }
    writ_buffer_add_byte(out, '\n');
}

static void variables(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "  found : Boolean computed as ");
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "some part%u in parts has ", i);
    }
    writ_buffer_add_string(out, "part1.n > 0\n");
}

static void places(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out, "  short : Number computed as rounded(n * 3, %u)\n", number);
}

static void given_stores(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "  stores value%u : Number, at start 0\n", i);
    }
}

static void given_message(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "message long\n");
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "  given value%u : Number\n", i);
    }
    writ_buffer_add_string(out, "  subject \"About {value1}\"\n  text \"See there.\"\n");
}

static void given_step(WritBuffer *out, uint32_t number)
{
    (void)number;
    writ_buffer_add_string(out, "    step say \"Say\"\n      notify desk with long\n");
}

// --- Ways -----------------------------------------------------------------------------------

static void facts(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "  stores note%u : Number\n", i);
    }
}

static void set_facts(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "    step note%u \"Note\"\n      set note%u to 1\n", i, i);
        writ_buffer_format(out, "    step copy%u \"Copy\"\n      set order.n to note%u\n", i, i);
    }
}

// A stage, two levels for each "if", and three that a block and its step might need.
static void nested(WritBuffer *out, uint32_t number)
{
    uint32_t blocks = number / 2 - 2;
    for (uint32_t i = 1; i <= blocks; i++) {
        writ_buffer_format(out, "    if order.n > %u\n", i);
    }
    writ_buffer_add_string(out, "    step inner \"Inner\"\n      notify desk with received\n");
    for (uint32_t i = 1; i <= blocks; i++) {
        writ_buffer_add_string(out, "    end\n");
    }
}

static void rounds(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out,
                       "    repeat at most %u times until order.n > 3, if still not next step\n"
                       "      step count \"Count\"\n        set order.n to order.n + 1\n    end\n",
                       number);
}

static void extensions(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out,
                       "      deadline 1 hour\n"
                       "      on overdue extend by 1 hour at most %u times, the next time next "
                       "step\n",
                       number);
}

static void long_deadline(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out, "      deadline %u minutes\n      on overdue next step\n", number);
}

static void reminding_lines(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "      deadline 9 days\n      on overdue next step\n");
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "      every %u hours remind desk\n", i);
    }
}

static void escalated(WritBuffer *out, uint32_t number)
{
    (void)number;
    writ_buffer_add_string(out, "      deadline 9 days\n      escalate using slow\n"
                                "      on overdue extend by 9 days at most 1000 times, "
                                "the next time next step\n");
}

static void rungs(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "ladder slow \"Slow\"\n");
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "  after %u hours notify desk with received\n", i);
    }
}

static void late_rung(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out,
                       "ladder slow \"Slow\"\n  after %u%% of the deadline notify desk with "
                       "received\n",
                       number);
}

static void reminder(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out,
                       "ladder slow \"Slow\"\n  every 1 minute remind desk\n"
                       "  after the %u%s reminder notify desk with received\n",
                       number, number % 10 == 1 ? "st" : "th");
}

// --- The world ------------------------------------------------------------------------------

static void hook(WritBuffer *out, const char *timeout, const char *retry)
{
    writ_buffer_format(out,
                       "hook shop.look \"Look\"\n  lua look in \"a.lua\"\n  outcomes fine\n"
                       "  computes only\n  timeout %s\n  retry %s\n",
                       timeout, retry);
}

static void retries(WritBuffer *out, uint32_t number)
{
    char retry[40];
    (void)snprintf(retry, sizeof retry, "%u times every 1 second", number);
    hook(out, "1 second", retry);
}

static void hook_timeout(WritBuffer *out, uint32_t number)
{
    char seconds[40];
    (void)snprintf(seconds, sizeof seconds, "%u minutes", number);
    hook(out, seconds, "2 times every 1 second");
}

static void hook_pause(WritBuffer *out, uint32_t number)
{
    char retry[60];
    (void)snprintf(retry, sizeof retry, "2 times every 1 second up to %u minutes", number);
    hook(out, "1 second", retry);
}

static void deputies(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 0; i <= number; i++) {
        writ_buffer_format(out, "role role%03u \"Role\"\n  filled from \"directory:r\"\n", i);
        if (i < number) {
            writ_buffer_format(out, "  standing deputy role%03u\n", i + 1);
        }
    }
}

static void deputies_backwards(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 0; i <= number; i++) {
        writ_buffer_format(out, "role role%03u \"Role\"\n  filled from \"directory:r\"\n", i);
        if (i > 0) {
            writ_buffer_format(out, "  standing deputy role%03u\n", i - 1);
        }
    }
}

static void event(WritBuffer *out)
{
    writ_buffer_add_string(out,
                           "event came \"Came\"\n  n : Number\n  for all cases waiting for it\n");
}

static void senders(WritBuffer *out, uint32_t number)
{
    event(out);
    for (uint32_t i = 1; i <= number; i++) {
        writ_buffer_format(out, "  sent times of \"source%u\" count for 1 minute\n", i);
    }
}

static void add_letters(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 0; i < number; i++) {
        writ_buffer_add_byte(out, 'x');
    }
}

static void sender_name(WritBuffer *out, uint32_t number)
{
    event(out);
    writ_buffer_add_string(out, "  sent times of \"");
    add_letters(out, number);
    writ_buffer_add_string(out, "\" count for 1 minute\n");
}

static void sent_time(WritBuffer *out, uint32_t number)
{
    event(out);
    writ_buffer_format(out, "  sent times of \"wms\" count for %u minutes\n", number);
}

static void calendar(WritBuffer *out, uint32_t number)
{
    writ_buffer_format(out,
                       "calendar calendar%u \"Calendar\"\n  time zone \"UTC\"\n"
                       "  open monday 09:00 to 17:00\n",
                       number);
}

static void calendars(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 1; i <= number; i++) {
        calendar(out, i);
    }
}

static void calendar_title(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_string(out, "calendar office \"");
    add_letters(out, number);
    writ_buffer_add_string(out, "\"\n  time zone \"UTC\"\n  open monday 09:00 to 17:00\n");
}

// Of one hour, on one day after the other.
static void openings(WritBuffer *out, uint32_t number)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    writ_buffer_add_string(out, "calendar office \"Office\"\n  time zone \"UTC\"\n");
    for (uint32_t i = 0; i < number; i++) {
        writ_buffer_format(out, "  open %s %02u:00 to %02u:30\n", days[i / 24], i % 24, i % 24);
    }
}

static void calendar_parts(WritBuffer *out, uint32_t number)
{
    calendars(out, number);
    writ_buffer_add_string(out, "calendar all \"All\"\n  open when all of calendar1");
    for (uint32_t i = 2; i <= number; i++) {
        writ_buffer_format(out, ", calendar%u", i);
    }
    writ_buffer_add_byte(out, '\n');
}

static void calendar_levels(WritBuffer *out, uint32_t number)
{
    calendar(out, 1);
    for (uint32_t i = 2; i <= number; i++) {
        writ_buffer_format(out, "calendar calendar%u \"Calendar\"\n  open when all of calendar%u\n",
                           i, i - 1);
    }
}

// --- Scenarios ------------------------------------------------------------------------------

// Beside an order, its contact and its parts.
static void made_up_fields(WritBuffer *out, uint32_t number)
{
    for (uint32_t i = 4; i <= number; i++) {
        writ_buffer_format(out, "  text%u : Text\n", i);
    }
}

static void scenario(WritBuffer *out, uint32_t number)
{
    (void)number;
    writ_buffer_add_string(out, "scenario tried \"Tried\"\n  clock 2026-03-02 09:00\n"
                                "  person anna as desk\n  anna starts trial\n"
                                "  check the case ended as done\n");
}

// --- Both sides -----------------------------------------------------------------------------

enum { MINUTES_OF_A_WEEK = 7 * 24 * 60 };

static const Limit limits[] = {
    {"records inside one another", 24, "W2208", .fields = record_field, .declarations = records},
    {"names of a path", CHECK_PATH_PARTS_MAX, "W2116", .fields = record_field,
     .declarations = path_records, .steps = long_path},
    {"computed fields over one another", 64, "W2210", .fields = computed_fields},
    {"the same in another order", 64, "W2210", .fields = computed_fields_backwards},
    {"steps of an expression", WRIT_EXPR_DEPTH_MAX - 16, "W2210", .fields = high_expression},
    {"variables", WRIT_LOCALS_MAX, "W2318", .fields = variables},
    {"places to round to", WRIT_DECIMAL_DIGITS_MAX, "W2312", .fields = places},
    {"values of a message", WRIT_LOCALS_MAX, "W2318", .head = given_stores, .steps = given_step,
     .declarations = given_message},
    {"values that may be missing", CHECK_FACTS_MAX, "W3205", .head = facts, .steps = set_facts},
    {"levels of blocks", WRIT_NODE_DEPTH_MAX, "W3114", .steps = nested},
    {"rounds", CHECK_TIMES_MAX, "W2309", .steps = rounds},
    {"extensions", CHECK_TIMES_MAX, "W2309", .task = extensions},
    {"count of a duration", CHECK_COUNT_MAX, "W2309", .task = long_deadline},
    {"lines that remind", 8, "W5308", .task = reminding_lines},
    {"rungs of a ladder", WRIT_RUNGS_MAX - 8, "W5308", .task = escalated, .declarations = rungs},
    {"share of a rung", WRIT_RUNG_SHARE_MAX * 100, "W5304", .task = escalated,
     .declarations = late_rung},
    {"position of a reminder", CHECK_TIMES_MAX, "W2309", .task = escalated,
     .declarations = reminder},
    {"retries of a hook", 1000, "W2309", .declarations = retries},
    {"timeout of a hook", MINUTES_OF_A_WEEK, "W6003", .declarations = hook_timeout},
    {"pause of a hook", MINUTES_OF_A_WEEK, "W6003", .declarations = hook_pause},
    {"deputies of deputies", 100, "W5103", .declarations = deputies},
    {"the same in another order", 100, "W5103", .declarations = deputies_backwards},
    {"sources of an event", WRIT_SENDERS_MAX, "W5217", .declarations = senders},
    {"bytes of a source", WRIT_SENDER_BYTES_MAX, "W5217", .declarations = sender_name},
    {"time that a source counts", MINUTES_OF_A_WEEK, "W5216", .declarations = sent_time},
    {"calendars", WRIT_CALENDARS_MAX, "W5214", .declarations = calendars},
    {"bytes of a calendar's title", WRIT_CALENDAR_TEXT_BYTES_MAX, "W5214",
     .declarations = calendar_title},
    {"lines of hours", WRIT_CALENDAR_OPENINGS_MAX, "W5202", .declarations = openings},
    {"parts of a calendar", WRIT_CALENDAR_PARTS_MAX, "W5204", .declarations = calendar_parts},
    {"values of a scenario's line", CHECK_SCENE_VALUES_MAX, "W5411", .fields = made_up_fields,
     .declarations = scenario},
    {"levels of calendars", WRIT_CALENDAR_PART_DEPTH_MAX, "W5204", .declarations = calendar_levels},
};

// Whether there are errors; `told` has what was told.
static bool is_refused(const Limit *limit, uint32_t number, WritBuffer *told)
{
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritBuffer text = {0};
    WritError error;
    write_book(limit, number, &text);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("book.writ"), writ_buffer_text(&text), &error),
        WRIT_OK);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("a.lua"), writ_text("function look() end"), &error),
        WRIT_OK);
    writ_compile_run(compilation);
    const WritDiags *diags = writ_compile_diags(compilation);
    bool refused = writ_diags_error_count(diags) > 0;
    writ_buffer_clear(told);
    writ_diags_render_text(diags, WRIT_COLOUR_NONE, told);
    assert_true(refused || writ_compile_plan_count(compilation) == 1);
    writ_buffer_dispose(&text);
    writ_arena_free(arena);
    return refused;
}

static void as_much_as_is_allowed_is_accepted_and_more_is_told_of(void **state)
{
    (void)state;
    WritBuffer told = {0};
    uint32_t wrong = 0;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const Limit *limit = &limits[i];
        // Levels of blocks come in pairs.
        uint32_t step = limit->steps == nested ? 2 : 1;
        if (is_refused(limit, limit->most, &told)) {
            (void)fprintf(stderr, "%s: %u are refused\n%.2000s\n", limit->what, limit->most,
                          writ_buffer_string(&told));
            wrong++;
        }
        if (!is_refused(limit, limit->most + step, &told) ||
            strstr(writ_buffer_string(&told), limit->code) == NULL) {
            (void)fprintf(stderr, "%s: %u give no %s\n%.2000s\n", limit->what, limit->most + step,
                          limit->code, writ_buffer_string(&told));
            wrong++;
        }
    }
    writ_buffer_dispose(&told);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_much_as_is_allowed_is_accepted_and_more_is_told_of),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
