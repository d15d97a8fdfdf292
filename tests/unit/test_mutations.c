// Well-typed processes with one thing changed. Whatever it is, the compiler says what is wrong or
// makes a plan; what means something is refused or makes another plan, and layout never does.
//
// WRIT_SEEDS=N takes N texts instead, from seed WRIT_FIRST_SEED on; a failure prints its seed.
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/book_text.h"
#include "support/format_laws.h"
#include "support/process_random.h"
#include "support/text_mutate.h"
#include "writ/compile.h"

// No compilation of a text of this size takes a hundredth of that.
enum { TEXTS = 40, SECONDS_MAX = 60, MUTATIONS_EACH = 2 };

typedef struct Outcome {
    bool refused;
    WritHash hash; // Of the plan.
} Outcome;

static struct {
    uint64_t seed;
    const char *change;
} under_way; // For say_which_died, which is handed nothing else.

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static void say_which_died(int signal_number)
{
    (void)fprintf(stderr, "signal %d: WRIT_FIRST_SEED=%llu WRIT_SEEDS=1, %s\n", signal_number,
                  (unsigned long long)under_way.seed, under_way.change);
    _exit(1);
}

// Whatever ended the test before its last text.
static int say_which(void **state)
{
    (void)state;
    if (under_way.change != NULL) {
        print_error("WRIT_FIRST_SEED=%llu WRIT_SEEDS=1, %s\n", (unsigned long long)under_way.seed,
                    under_way.change);
    }
    under_way.change = NULL;
    return 0;
}

static void render(const WritDiags *diags, WritBuffer *told)
{
    writ_diags_render_json(diags, told);
    writ_buffer_clear(told);
    writ_diags_render_text(diags, WRIT_COLOUR_NONE, told);
}

static WritHash hash_of(const WritPlan *plan)
{
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, plan);
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritPlan decoded;
    WritError error;
    assert_int_equal(writ_plan_decode(&decoded, arena, writ_buffer_text(&bytes), &error), WRIT_OK);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    writ_arena_free(arena);
    writ_buffer_dispose(&bytes);
    return hash;
}

// Errors that are told, or one plan; never both and never neither.
static Outcome compile(WritText text, WritBuffer *told)
{
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritError error;
    assert_int_equal(writ_compile_add(compilation, writ_text("book.writ"), text, &error), WRIT_OK);
    assert_int_equal(writ_compile_add(compilation, writ_text(BOOK_LUA), (WritText){0}, &error),
                     WRIT_OK);
    writ_compile_run(compilation);
    const WritDiags *diags = writ_compile_diags(compilation);
    writ_buffer_clear(told);
    render(diags, told);
    Outcome outcome = {.refused = writ_diags_error_count(diags) > 0};
    assert_true(!outcome.refused || told->length > 0);
    assert_int_equal(writ_compile_plan_count(compilation), outcome.refused ? 0 : 1);
    if (!outcome.refused) {
        outcome.hash = hash_of(writ_compile_plan(compilation, 0));
    }
    writ_arena_free(arena);
    return outcome;
}

static void fail_with(WritBuffer *text, WritBuffer *told, const char *what)
{
    (void)fprintf(stderr, "WRIT_FIRST_SEED=%llu WRIT_SEEDS=1, %s: %s\n%s\n%s",
                  (unsigned long long)under_way.seed, under_way.change, what,
                  writ_buffer_string(told), writ_buffer_string(text));
    fail();
}

typedef void Trial(WritText text, Random *random);

static void for_each_text(Trial *try_text)
{
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", TEXTS);
    for (under_way.seed = first; under_way.seed < first + count; under_way.seed++) {
        Random random = {under_way.seed};
        WritBuffer text = {0};
        process_random_write(&random, &text);
        (void)alarm(SECONDS_MAX);
        try_text(writ_buffer_text(&text), &random);
        (void)alarm(0);
        writ_buffer_dispose(&text);
    }
    under_way.change = NULL;
}

static void mutate(WritText text, Random *random)
{
    WritBuffer told = {0};
    WritBuffer changed = {0};
    for (uint32_t i = 0; i < MUTATIONS_EACH * MUTATIONS; i++) {
        Mutation mutation = (Mutation)(i % MUTATIONS);
        under_way.change = text_mutation_name(mutation);
        writ_buffer_clear(&changed);
        text_mutate(text, mutation, random, &changed);
        (void)compile(writ_buffer_text(&changed), &told);
        writ_buffer_clear(&told);
        if (format_laws_check(writ_buffer_text(&changed), &told) == FORMAT_UNLAWFUL) {
            fail_with(&changed, &told, "its layout breaks a law");
        }
    }
    writ_buffer_dispose(&changed);
    writ_buffer_dispose(&told);
}

static void a_mutation_is_told_or_makes_a_plan(void **state)
{
    (void)state;
    for_each_text(mutate);
}

static uint32_t tried[100]; // How often a change had a place.

static void change(WritText text, Random *random)
{
    WritBuffer told = {0};
    WritBuffer changed = {0};
    Outcome before = compile(text, &told);
    for (uint32_t i = 0; i < text_change_count(); i++) {
        under_way.change = text_change_name(i);
        writ_buffer_clear(&changed);
        if (!text_change(text, i, random, &changed)) {
            continue;
        }
        tried[i]++;
        Outcome after = compile(writ_buffer_text(&changed), &told);
        bool same = !after.refused && writ_hash_equal(&before.hash, &after.hash);
        if (same != (text_change_meaning(i) == MEANING_SAME)) {
            fail_with(&changed, &told, same ? "the plan is the same" : "it means something else");
        }
    }
    writ_buffer_dispose(&changed);
    writ_buffer_dispose(&told);
}

static void meaning_changes_the_plan_and_layout_never_does(void **state)
{
    (void)state;
    assert_true(text_change_count() <= sizeof tried / sizeof tried[0]);
    for_each_text(change);
    for (uint32_t i = 0; i < text_change_count() && getenv("WRIT_SEEDS") == NULL; i++) {
        if (tried[i] == 0) {
            fail_msg("\"%s\" was never tried", text_change_name(i));
        }
    }
}

int main(void)
{
    (void)signal(SIGABRT, say_which_died);
    (void)signal(SIGALRM, say_which_died);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_mutation_is_told_or_makes_a_plan, say_which),
        cmocka_unit_test_teardown(meaning_changes_the_plan_and_layout_never_does, say_which),
    };
    return cmocka_run_group_tests_name("mutations", tests, NULL, NULL);
}
