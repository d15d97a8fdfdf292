// Trials: one scenario knows nothing of another, runs alike each time, and is no part of a plan.
// What each kind of line does and says is in tests/golden/cli/test.session.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "writ/almanac.h"
#include "writ/book.h"
#include "writ/host.h"
#include "writ/trial.h"

typedef struct Compiled {
    WritArena *files, *arena, *almanac;
    WritBookContents contents;
    WritCompilation *compilation;
    WritCalendars calendars;
} Compiled;

typedef enum Scenarios {
    WITH_SCENARIOS,
    WITHOUT_SCENARIOS,
} Scenarios;

static void add_files(Compiled *book, Scenarios wanted)
{
    WritError error;
    for (uint32_t i = 0; i < book->contents.file_count; i++) {
        const WritBookFile *file = &book->contents.files[i];
        bool is_one = memmem(file->path.data, file->path.length, "scenarios", 9) != NULL;
        if (wanted == WITH_SCENARIOS || !is_one) {
            assert_int_equal(writ_compile_add(book->compilation, file->path, file->bytes, &error),
                             WRIT_OK);
        }
    }
}

static Compiled compile(const char *directory, Scenarios wanted)
{
    WritError error;
    Compiled book = {
        .files = writ_arena_new(WRIT_BOOK_ARENA_BYTES),
        .arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX),
        .almanac = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES),
    };
    assert_int_equal(writ_book_read_files(&book.contents, book.files, directory, &error), WRIT_OK);
    book.compilation = writ_compile_new(book.arena);
    add_files(&book, wanted);
    writ_compile_run(book.compilation);
    WritBookFiles files = {book.contents.files, book.contents.file_count};
    assert_int_equal(writ_host_release_calendars(&book.calendars, book.almanac, book.compilation,
                                                 &files, ALMANAC_PROGRAM, &error),
                     WRIT_OK);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(book.compilation)), 0);
    return book;
}

static void drop(Compiled *book)
{
    writ_arena_free(book->almanac);
    writ_arena_free(book->arena);
    writ_arena_free(book->files);
}

static WritTrial *open_trial(const Compiled *book)
{
    WritError error;
    WritTrial *trial = NULL;
    WritTrialOptions options = {book->compilation, &book->calendars, WRIT_HOOK_EXECUTABLE};
    assert_int_equal(writ_trial_open(&trial, &options, &error), WRIT_OK);
    return trial;
}

static WritTrialResult run(WritTrial *trial, uint32_t index)
{
    WritError error;
    WritTrialResult result;
    assert_int_equal(writ_trial_run(trial, index, &result, &error), WRIT_OK);
    return result;
}

static void assert_text(WritText a, WritText b)
{
    if (!writ_text_equal(a, b)) {
        fail_msg("\"%.*s\" is not \"%.*s\"", WRIT_TEXT_ARGS(a), WRIT_TEXT_ARGS(b));
    }
}

// Each scenario in a trial of its own says what it says among the others, also run twice.
static void compare_alone(const Compiled *book)
{
    uint32_t count = writ_compile_scenarios(book->compilation)->count;
    WritTrial *shared = open_trial(book);
    assert_true(count > 1);
    for (uint32_t i = 0; i < 2 * count; i++) {
        WritTrial *own = open_trial(book);
        WritTrialResult alone = run(own, i % count);
        WritTrialResult among = run(shared, i % count);
        assert_int_equal(alone.passed, among.passed);
        if (!alone.passed) {
            assert_text(alone.fault.happened, among.fault.happened);
            assert_text(alone.fault.timeline, among.fault.timeline);
            assert_text(alone.fault.clock, among.fault.clock);
        }
        writ_trial_close(own);
    }
    writ_trial_close(shared);
}

static void a_scenario_knows_nothing_of_another(void **state)
{
    (void)state;
    Compiled failing = compile(SCENES_BOOK, WITH_SCENARIOS);
    compare_alone(&failing);
    drop(&failing);
}

static void the_book_of_the_company_passes_and_tries_every_line(void **state)
{
    (void)state;
    Compiled book = compile(COMPANY_BOOK, WITH_SCENARIOS);
    WritTrial *trial = open_trial(&book);
    uint32_t count = writ_compile_scenarios(book.compilation)->count;
    for (uint32_t i = 0; i < count; i++) {
        WritTrialResult result = run(trial, i);
        if (!result.passed) {
            fail_msg("scenario %u: %.*s", i, WRIT_TEXT_ARGS(result.fault.happened));
        }
    }
    for (uint32_t i = 0; i < writ_trial_process_count(trial); i++) {
        const WritCoverage *coverage = writ_trial_coverage(trial, i);
        for (uint32_t k = 0; k < coverage->item_count; k++) {
            if (coverage->items[k].times == 0) {
                fail_msg("no scenario goes through %.*s %.*s",
                         WRIT_TEXT_ARGS(coverage->items[k].name),
                         WRIT_TEXT_ARGS(coverage->items[k].part));
            }
        }
    }
    writ_trial_close(trial);
    drop(&book);
}

static WritHash hash_of(const WritPlan *plan)
{
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, plan);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return hash;
}

static void a_scenario_is_no_part_of_a_plan(void **state)
{
    (void)state;
    Compiled with = compile(COMPANY_BOOK, WITH_SCENARIOS);
    Compiled without = compile(COMPANY_BOOK, WITHOUT_SCENARIOS);
    uint32_t count = writ_compile_plan_count(with.compilation);
    assert_true(writ_compile_scenarios(with.compilation)->count > 0);
    assert_int_equal(writ_compile_scenarios(without.compilation)->count, 0);
    assert_int_equal(count, writ_compile_plan_count(without.compilation));
    for (uint32_t i = 0; i < count; i++) {
        WritHash a = hash_of(writ_compile_plan(with.compilation, i));
        WritHash b = hash_of(writ_compile_plan(without.compilation, i));
        assert_true(writ_hash_equal(&a, &b));
    }
    drop(&with);
    drop(&without);
}

// --- Bounds -----------------------------------------------------------------------------------

static const char HEAD[] = "writ 2026\nmodule test version 1.0\n"
                           "process p \"P\"\n"
                           "  process owner desk\n"
                           "  starts on request by desk\n"
                           "  starts with number : Number\n"
                           "  ends as done\n"
                           "  no deadline because \"it is short\"\n"
                           "  if no permitted person is available reassign to desk\n"
                           "  stage work \"Work\"\n"
                           "    step tell \"Tell\"\n"
                           "      notify desk with told\n"
                           "    end the case as done\n"
                           "role desk \"Desk\"\n"
                           "  filled from \"directory:desk\"\n"
                           "message told\n"
                           "  subject \"Told\"\n"
                           "  text \"Told.\"\n";

static void begin_scenario(WritBuffer *text, uint32_t number)
{
    writ_buffer_format(text,
                       "scenario many_%u \"Many\"\n"
                       "  clock 2026-03-02 09:00\n"
                       "  person anna as desk\n",
                       number);
}

static Compiled compile_text(const WritBuffer *text)
{
    WritError error;
    Compiled book = {
        .files = writ_arena_new(1 << 16),
        .arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX),
        .almanac = writ_arena_new(1 << 16),
    };
    book.compilation = writ_compile_new(book.arena);
    assert_int_equal(
        writ_compile_add(book.compilation, writ_text("many.writ"), writ_buffer_text(text), &error),
        WRIT_OK);
    writ_compile_run(book.compilation);
    return book;
}

// A table has at most ROWS.
static uint32_t errors_with_rows(uint32_t rows)
{
    enum { ROWS = 1000 };
    WritBuffer text = {0};
    writ_buffer_add_string(&text, HEAD);
    for (uint32_t i = 0; i < rows; i++) {
        if (i % ROWS == 0) {
            begin_scenario(&text, i);
            writ_buffer_add_string(&text, "  anna starts p with number = value\n"
                                          "  check the case ended as ending\n\n  cases\n"
                                          "    | if | value || then ending |\n    |--|--||--|\n");
        }
        writ_buffer_format(&text, "    | r%u | %u || done |\n", i, i);
    }
    Compiled book = compile_text(&text);
    uint32_t errors = writ_diags_error_count(writ_compile_diags(book.compilation));
    drop(&book);
    writ_buffer_dispose(&text);
    return errors;
}

static void more_scenarios_than_a_book_may_have_are_refused(void **state)
{
    (void)state;
    assert_int_equal(errors_with_rows(WRIT_SCENARIOS_MAX), 0);
    assert_true(errors_with_rows(WRIT_SCENARIOS_MAX + 1) > 0);
}

static bool passes_with_cases(uint32_t cases)
{
    WritBuffer text = {0};
    writ_buffer_add_string(&text, HEAD);
    begin_scenario(&text, 0);
    for (uint32_t i = 0; i < cases; i++) {
        writ_buffer_format(&text, "  anna starts p with number = %u\n", i);
    }
    writ_buffer_format(&text, "  check that number = %u\n", cases - 1);
    Compiled book = compile_text(&text);
    WritTrial *trial = open_trial(&book);
    bool passed = run(trial, 0).passed;
    writ_trial_close(trial);
    drop(&book);
    writ_buffer_dispose(&text);
    return passed;
}

static void more_cases_than_a_scenario_may_start_fail_it(void **state)
{
    (void)state;
    assert_true(passes_with_cases(WRIT_TRIAL_CASES_MAX));
    assert_false(passes_with_cases(WRIT_TRIAL_CASES_MAX + 1));
}

// A reminder a minute: each is met by itself.
static bool passes_minutes(uint32_t minutes)
{
    WritBuffer text = {0};
    writ_buffer_add_string(&text, "writ 2026\nmodule test version 1.0\n"
                                  "process p \"P\"\n"
                                  "  process owner desk\n"
                                  "  starts on request by desk\n"
                                  "  ends as done\n"
                                  "  no deadline because \"it is watched\"\n"
                                  "  stage work \"Work\"\n"
                                  "    step look \"Look\"\n"
                                  "      do \"Look\"\n"
                                  "      by desk\n"
                                  "      every 1 minute remind assignee with told\n"
                                  "      deadline 400 days\n"
                                  "      if no permitted person is available reassign to desk\n"
                                  "      outcomes seen\n"
                                  "      on seen next step\n"
                                  "      on overdue next step\n"
                                  "    step tell \"Tell\"\n"
                                  "      notify desk with told\n"
                                  "    end the case as done\n"
                                  "role desk \"Desk\"\n"
                                  "  filled from \"directory:desk\"\n"
                                  "message told\n"
                                  "  subject \"Told\"\n"
                                  "  text \"Told.\"\n");
    begin_scenario(&text, 0);
    writ_buffer_format(&text, "  anna starts p\n  %u minutes pass\n  check anna has task look\n",
                       minutes);
    Compiled book = compile_text(&text);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(book.compilation)), 0);
    WritTrial *trial = open_trial(&book);
    bool passed = run(trial, 0).passed;
    writ_trial_close(trial);
    drop(&book);
    writ_buffer_dispose(&text);
    return passed;
}

static void more_reminders_than_a_line_may_meet_fail_it(void **state)
{
    (void)state;
    assert_true(passes_minutes(WRIT_TRIAL_TURNS_MAX));
    assert_false(passes_minutes(WRIT_TRIAL_TURNS_MAX + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_knows_nothing_of_another),
        cmocka_unit_test(the_book_of_the_company_passes_and_tries_every_line),
        cmocka_unit_test(a_scenario_is_no_part_of_a_plan),
        cmocka_unit_test(more_scenarios_than_a_book_may_have_are_refused),
        cmocka_unit_test(more_cases_than_a_scenario_may_start_fail_it),
        cmocka_unit_test(more_reminders_than_a_line_may_meet_fail_it),
    };
    return cmocka_run_group_tests_name("trial", tests, NULL, NULL);
}
