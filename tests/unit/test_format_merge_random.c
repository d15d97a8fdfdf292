// Two authors who each change something in a file, at random: our merge beside git's, and beside
// what must hold of any.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "support/merge_claims.h"
#include "support/merge_edits.h"
#include "support/scratch_directory.h"

enum { PAIRS = 600, PAIRS_WITH_GIT = 100, NEIGHBOURHOOD = 4, FILE_BYTES = 1 << 16 };
enum { CLEAN_LEAST = 200, CONFLICTS_LEAST = 40, GIT_CLEAN_LEAST = 60, GIT_CONFLICTS_LEAST = 3 };

extern char **environ;

static const char *const files[] = {
    "processes/order_to_deliver/order_to_deliver.writ",
    "processes/order_to_deliver/order_scenarios.writ",
    "processes/people.writ",
    "processes/policy.writ",
    "tests/golden/check/good/calendars.writ",
    "tests/golden/check/good/ladders.writ",
    "tests/golden/check/good/versions.writ",
    "tests/golden/syntax/good/every_declaration.writ",
    "tests/golden/syntax/good/pricing_committee.writ",
    "tests/golden/draw/claims/claims.writ",
};

enum { FILES = sizeof files / sizeof files[0] };

typedef struct Tally {
    uint32_t clean;
    uint32_t conflicts;
    uint32_t mistakes; // Versions that are no files.
    uint32_t git_clean;
    uint32_t git_conflicts;
    uint32_t git_mistakes;
    uint32_t git_doubled; // The same field, put at two places of a record.
} Tally;

typedef struct Pair {
    WritBuffer base;
    WritBuffer ours;
    WritBuffer theirs;
    WritBuffer merged;
    WritBuffer told;
} Pair;

static MergeTexts texts_of(const Pair *pair)
{
    return (MergeTexts){writ_buffer_text(&pair->base), writ_buffer_text(&pair->ours),
                        writ_buffer_text(&pair->theirs)};
}

static void fail_pair(Pair *pair, uint64_t seed, const char *what)
{
    (void)fprintf(stderr, "seed %llu: %s\n%s\n--- base\n%s--- ours\n%s--- theirs\n%s--- merged\n%s",
                  (unsigned long long)seed, what, writ_buffer_string(&pair->told),
                  writ_buffer_string(&pair->base), writ_buffer_string(&pair->ours),
                  writ_buffer_string(&pair->theirs), writ_buffer_string(&pair->merged));
    fail();
}

// --- Files --------------------------------------------------------------------------------

static void read_file(const char *path, WritBuffer *out)
{
    static char bytes[FILE_BYTES];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    assert_true(length < sizeof bytes);
    assert_int_equal(fclose(file), 0);
    writ_buffer_add(out, (WritText){bytes, length});
}

static void write_file(const char *path, WritText text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

// --- Pairs --------------------------------------------------------------------------------

static void change(const WritBuffer *base, Random *random, uint32_t near, WritBuffer *out)
{
    writ_buffer_clear(out);
    merge_edit(writ_buffer_text(base), random, near, out);
    if (random_below(random, 3) == 0) {
        WritBuffer again = {0};
        merge_edit(writ_buffer_text(out), random, near, &again);
        writ_buffer_clear(out);
        writ_buffer_add(out, writ_buffer_text(&again));
        writ_buffer_dispose(&again);
    }
}

// Half of the time both change something in one place.
static void make_pair(Random *random, Pair *pair)
{
    uint32_t lines = merge_line_count(writ_buffer_text(&pair->base));
    uint32_t near = random_below(random, lines);
    uint32_t other = random_below(random, 2) == 0 ? random_below(random, lines)
                                                  : near + random_below(random, NEIGHBOURHOOD);
    change(&pair->base, random, near, &pair->ours);
    change(&pair->base, random, other < lines ? other : lines - 1, &pair->theirs);
}

// Makes the layout of each the text itself. Whether both are files.
static bool lay_out_sides(Pair *pair)
{
    WritBuffer *sides[] = {&pair->ours, &pair->theirs};
    bool both = true;
    for (int i = 0; i < 2; i++) {
        WritBuffer layout = {0};
        both = both &&
               merge_lay_out(writ_buffer_text(sides[i]), WRIT_FORMAT_TIGHT, &layout) == WRIT_OK;
        writ_buffer_clear(sides[i]);
        writ_buffer_add(sides[i], writ_buffer_text(&layout));
        writ_buffer_dispose(&layout);
    }
    return both;
}

// Leaves the merged text without alignment in `merged`. Whether there was no conflict.
static bool merge_ours(Pair *pair, uint64_t seed)
{
    WritError error;
    WritBuffer aligned = {0};
    writ_buffer_clear(&pair->merged);
    writ_buffer_clear(&pair->told);
    WritStatus status = merge_texts(texts_of(pair), &aligned, &error);
    bool merged = status == WRIT_OK;
    if (merged &&
        merge_lay_out(writ_buffer_text(&aligned), WRIT_FORMAT_TIGHT, &pair->merged) != WRIT_OK) {
        fail_pair(pair, seed, "what was merged is no file");
    }
    if (!merged && status != WRIT_CONFLICT) {
        fail_pair(pair, seed, error.text);
    }
    writ_buffer_dispose(&aligned);
    return merged;
}

// --- Git ----------------------------------------------------------------------------------

// Whether git merges without a conflict; then the layout of what it merged is in `out`, empty when
// that is no file.
static bool merge_with_git(const ScratchDirectory *directory, const Pair *pair, WritBuffer *out)
{
    char base[SCRATCH_PATH_BYTES];
    char ours[SCRATCH_PATH_BYTES];
    char theirs[SCRATCH_PATH_BYTES];
    MergeTexts texts = texts_of(pair);
    write_file(scratch_directory_path(directory, "base", base), texts.base);
    write_file(scratch_directory_path(directory, "ours", ours), texts.ours);
    write_file(scratch_directory_path(directory, "theirs", theirs), texts.theirs);
    char *arguments[] = {"git", "merge-file", "--quiet", ours, base, theirs, NULL};
    pid_t child = 0;
    int end = 0;
    assert_int_equal(posix_spawnp(&child, "git", NULL, NULL, arguments, environ), 0);
    assert_int_equal(waitpid(child, &end, 0), child);
    assert_true(WIFEXITED(end) && WEXITSTATUS(end) < 128);
    if (WEXITSTATUS(end) != 0) {
        return false;
    }
    WritBuffer text = {0};
    read_file(ours, &text);
    if (merge_lay_out(writ_buffer_text(&text), WRIT_FORMAT_TIGHT, out) != WRIT_OK) {
        writ_buffer_clear(out);
    }
    writ_buffer_dispose(&text);
    return true;
}

static void compare_with_git(const ScratchDirectory *directory, Pair *pair, uint64_t seed,
                             Tally *tally)
{
    WritBuffer theirs = {0};
    if (!merge_with_git(directory, pair, &theirs)) {
        tally->git_conflicts++;
    } else if (theirs.length == 0) {
        tally->git_mistakes++;
    } else if (merge_doubles_line(texts_of(pair), writ_buffer_text(&theirs))) {
        tally->git_doubled++;
    } else {
        tally->git_clean++;
        if (!merge_same_meaning(writ_buffer_text(&theirs), writ_buffer_text(&pair->merged))) {
            writ_buffer_add_string(&pair->told, "--- git\n");
            writ_buffer_add(&pair->told, writ_buffer_text(&theirs));
            fail_pair(pair, seed, "git merges something else");
        }
    }
    writ_buffer_dispose(&theirs);
}

// --- All ----------------------------------------------------------------------------------

static void try_pair(const ScratchDirectory *directory, Pair *pair, uint64_t seed, Tally *tally)
{
    if (!lay_out_sides(pair)) {
        tally->mistakes++;
        return;
    }
    if (!merge_ours(pair, seed)) {
        tally->conflicts++;
        return;
    }
    tally->clean++;
    if (!merge_claims_hold(texts_of(pair), writ_buffer_text(&pair->merged), &pair->told)) {
        fail_pair(pair, seed, "a claim does not hold");
    }
    if (tally->git_clean + tally->git_conflicts < PAIRS_WITH_GIT) {
        compare_with_git(directory, pair, seed, tally);
    }
}

static void test_random_changes_are_merged_as_they_must_be(void **state)
{
    (void)state;
    ScratchDirectory directory;
    scratch_directory_make(&directory);
    WritBuffer bases[FILES] = {0};
    Pair pair = {0};
    Tally tally = {0};
    for (size_t i = 0; i < FILES; i++) {
        char path[FILE_BYTES / 16];
        (void)snprintf(path, sizeof path, "%s/%s", WRIT_TREE, files[i]);
        WritBuffer text = {0};
        read_file(path, &text);
        assert_int_equal(merge_lay_out(writ_buffer_text(&text), WRIT_FORMAT_TIGHT, &bases[i]),
                         WRIT_OK);
        writ_buffer_dispose(&text);
    }
    for (uint64_t seed = 1; seed <= PAIRS; seed++) {
        Random random = {seed};
        writ_buffer_clear(&pair.base);
        writ_buffer_add(&pair.base, writ_buffer_text(&bases[seed % FILES]));
        make_pair(&random, &pair);
        try_pair(&directory, &pair, seed, &tally);
    }
    scratch_directory_remove(&directory);
    for (size_t i = 0; i < FILES; i++) {
        writ_buffer_dispose(&bases[i]);
    }
    WritBuffer *const made[] = {&pair.base, &pair.ours, &pair.theirs, &pair.merged, &pair.told};
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        writ_buffer_dispose(made[i]);
    }
    assert_true(tally.clean >= CLEAN_LEAST && tally.conflicts >= CONFLICTS_LEAST);
    assert_true(tally.git_clean >= GIT_CLEAN_LEAST && tally.git_conflicts >= GIT_CONFLICTS_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_changes_are_merged_as_they_must_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
