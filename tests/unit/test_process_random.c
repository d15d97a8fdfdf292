// Well-typed processes made at random as text: what the language promises of every one of them.
//
// WRIT_SEEDS=N takes N texts instead, from seed WRIT_FIRST_SEED on; a failure prints its seed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/book_text.h"
#include "support/case_commands.h"
#include "support/case_walk.h"
#include "support/changing_calendars.h"
#include "support/format_laws.h"
#include "support/process_random.h"
#include "writ/format.h"

enum { TEXTS = 300, PATHS = 3, COMMANDS_MAX = 30 };

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static WritHash hash_of(const WritPlan *plan)
{
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, plan);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return hash;
}

// The layout of a text that has one.
static void lay_out(WritText text, WritBuffer *out)
{
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    const WritSource *source = NULL;
    WritError error;
    assert_int_equal(writ_sources_add(sources, writ_text("book.writ"), text, &source, &error),
                     WRIT_OK);
    assert_int_equal(writ_format(source, WRIT_FORMAT_ALIGNED, arena, writ_diags_new(arena, sources),
                                 out, &error),
                     WRIT_OK);
    writ_arena_free(arena);
}

static void layout_keeps_tree_and_plan(const BookText *book, WritText text)
{
    WritBuffer told = {0};
    FormatVerdict verdict = format_laws_check(text, &told);
    if (verdict != FORMAT_LAWFUL) {
        print_error("%s\n", writ_buffer_string(&told));
    }
    assert_int_equal(verdict, FORMAT_LAWFUL);
    writ_buffer_dispose(&told);
    WritBuffer layout = {0};
    lay_out(text, &layout);
    BookText again;
    book_open(&again, writ_buffer_string(&layout));
    WritHash before = hash_of(book->plan);
    WritHash after = hash_of(again.plan);
    assert_true(writ_hash_equal(&before, &after));
    book_close(&again);
    writ_buffer_dispose(&layout);
}

static void walk(BookText *book, uint64_t seed)
{
    Random random = {seed};
    WritBuffer json = {0};
    process_random_order(&random, &json);
    WritValue order = book_value(book, book_record(book, "Order"), writ_buffer_string(&json));
    writ_buffer_dispose(&json);
    CaseRun *run = case_run_new(book->plan);
    CaseWalk *walked = case_walk_new(run, book->plan);
    case_run_calendars(run, changing_calendars(book->arena, 0));
    case_run_start(run, &order, 1);
    case_walk_check(walked);
    for (uint32_t i = 0; i < COMMANDS_MAX; i++) {
        if (writ_case_status(case_run_case(run)) == WRIT_CASE_ENDED) {
            break;
        }
        case_commands_next(run, book->plan, book->arena, &random);
        case_walk_check(walked);
    }
    case_walk_free(walked);
    case_run_free(run);
}

static uint64_t under_way;

static int say_which(void **state)
{
    (void)state;
    if (under_way != 0) {
        print_error("WRIT_FIRST_SEED=%llu WRIT_SEEDS=1\n", (unsigned long long)under_way);
    }
    return 0;
}

static void each_compiles_is_laid_out_runs_and_replays(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", TEXTS);
    for (under_way = first; under_way < first + count; under_way++) {
        Random random = {under_way};
        WritBuffer text = {0};
        process_random_write(&random, &text);
        BookText book;
        if (getenv("WRIT_SHOW") != NULL) {
            (void)fputs(writ_buffer_string(&text), stderr);
        }
        book_open(&book, writ_buffer_string(&text));
        layout_keeps_tree_and_plan(&book, writ_buffer_text(&text));
        for (uint64_t path = 0; path < PATHS; path++) {
            walk(&book, under_way << 8 | path);
        }
        book_close(&book);
        writ_buffer_dispose(&text);
    }
    under_way = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_compiles_is_laid_out_runs_and_replays, say_which),
    };
    return cmocka_run_group_tests_name("process_random", tests, NULL, NULL);
}
