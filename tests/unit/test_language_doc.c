// The examples of docs/language.md are accepted: each block of the language on the page is read, on
// its own or inside of what it is a part of, and has no error.
//
// A block of declarations joins the file that was begun last with "writ 2026"; the first files are
// the small book at the top. What stands behind the word on the fence says where a block belongs:
// in the head of a process, among its stages, among the steps of one, in a line of a step, or
// beside the small book, whose scenarios pass.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "syntax/vocabulary.h"
#include "writ/compile.h"
#include "writ/host.h"
#include "writ/trial.h"

enum { FILES_MAX = 8, SMALL_BOOK_FILES = 2, PARTS_MAX = 100, WORDS_MAX = 40 };

typedef enum PartKind {
    PART_CONDITION,
    PART_VALUE,
    PART_BY,
    PART_STEPS,
    PART_STAGES,
    PART_HEAD,
    PART_PROCESS,
    PART_SCENARIO, // A whole file, beside the small book.
    PART_MODULE,   // A whole file, beside the others.
} PartKind;

typedef struct Part {
    PartKind kind;
    uint32_t line; // Of its fence.
    WritBuffer text;
} Part;

typedef struct Page {
    WritBuffer bytes;
    WritBuffer files[FILES_MAX];
    uint32_t file_count;
    Part parts[PARTS_MAX];
    uint32_t part_count;
    WritBuffer lua;
    WritBuffer rates; // Of a rate file.
} Page;

// --- Reading the page ---------------------------------------------------------------------------

static WritText take_line(WritText *rest)
{
    const char *end = memchr(rest->data, '\n', rest->length);
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->data);
    WritText line = {rest->data, length};
    size_t taken = end == NULL ? length : length + 1;
    *rest = (WritText){rest->data + taken, rest->length - taken};
    return line;
}

static WritBuffer *add_part(Page *page, PartKind kind, uint32_t line)
{
    assert_true(page->part_count < PARTS_MAX);
    Part *part = &page->parts[page->part_count++];
    part->kind = kind;
    part->line = line;
    return &part->text;
}

static WritBuffer *open_file(Page *page, WritText first_line)
{
    if (writ_text_is(first_line, "writ 2026")) {
        assert_true(page->file_count < FILES_MAX);
        page->file_count++;
    }
    assert_true(page->file_count > 0);
    return &page->files[page->file_count - 1];
}

// Where the block goes that begins behind `fence`; NULL for one that is not of the language.
static WritBuffer *open_block(Page *page, WritText fence, WritText rest, uint32_t line)
{
    static const struct {
        const char *fence;
        PartKind kind;
    } kinds[] = {
        {"```writ condition", PART_CONDITION},
        {"```writ value", PART_VALUE},
        {"```writ by", PART_BY},
        {"```writ step", PART_STEPS},
        {"```writ stages", PART_STAGES},
        {"```writ head", PART_HEAD},
        {"```writ process", PART_PROCESS},
        {"```writ scenario", PART_SCENARIO},
        {"```writ module", PART_MODULE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (writ_text_is(fence, kinds[i].fence)) {
            return add_part(page, kinds[i].kind, line);
        }
    }
    if (writ_text_is(fence, "```lua")) {
        return &page->lua;
    }
    if (writ_text_is(fence, "```csv")) {
        return &page->rates;
    }
    if (writ_text_is(fence, "```writ")) {
        return open_file(page, take_line(&rest));
    }
    assert_true(writ_text_is(fence, "```json"));
    return NULL;
}

static bool is_fence(WritText line)
{
    return line.length >= 3 && memcmp(line.data, "```", 3) == 0;
}

static void read_blocks(Page *page)
{
    WritText rest = writ_buffer_text(&page->bytes);
    WritBuffer *block = NULL;
    bool inside = false;
    for (uint32_t number = 1; rest.length > 0; number++) {
        WritText line = take_line(&rest);
        if (is_fence(line)) {
            inside = !inside;
            block = inside ? open_block(page, line, rest, number) : NULL;
        } else if (block != NULL) {
            writ_buffer_add(block, line);
            writ_buffer_add_byte(block, '\n');
        }
    }
    assert_false(inside);
}

static int open_page(void **state)
{
    static Page page;
    page = (Page){0};
    FILE *file = fopen(LANGUAGE_PAGE, "rb");
    char bytes[4096];
    if (file == NULL) {
        return -1;
    }
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        writ_buffer_add(&page.bytes, (WritText){bytes, got});
    }
    (void)fclose(file);
    read_blocks(&page);
    *state = &page;
    return 0;
}

static int close_page(void **state)
{
    Page *page = *state;
    for (uint32_t i = 0; i < FILES_MAX; i++) {
        writ_buffer_dispose(&page->files[i]);
    }
    for (uint32_t i = 0; i < page->part_count; i++) {
        writ_buffer_dispose(&page->parts[i].text);
    }
    writ_buffer_dispose(&page->lua);
    writ_buffer_dispose(&page->rates);
    writ_buffer_dispose(&page->bytes);
    return 0;
}

// --- Compiling ----------------------------------------------------------------------------------

typedef struct Book {
    WritArena *arena;
    WritCompilation *compilation;
} Book;

static Book begin_book(void)
{
    Book book = {.arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX)};
    book.compilation = writ_compile_new(book.arena);
    return book;
}

static void add_file(Book *book, const char *path, WritText bytes)
{
    WritError error;
    assert_int_equal(writ_compile_add(book->compilation, writ_text(path), bytes, &error), WRIT_OK);
}

static uint32_t count_of(const char *text, const char *words)
{
    uint32_t count = 0;
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words)) {
        count++;
    }
    return count;
}

// No error, and no warning but that of what a single example leaves unused.
static bool end_book(Book *book, const char *where)
{
    bool good = true;
    WritError error;
    writ_compile_run(book->compilation);
    if (writ_host_check_lua(book->compilation, WRIT_HOOK_EXECUTABLE, &error) != WRIT_OK) {
        fail_msg("%s: %s", where, error.text);
    }
    const WritDiags *diags = writ_compile_diags(book->compilation);
    WritBuffer json = {0};
    writ_diags_render_json(diags, &json);
    uint32_t unused = count_of(writ_buffer_string(&json), "\"code\":\"W2117\"");
    if (writ_diags_error_count(diags) > 0 || writ_diags_warning_count(diags) > unused) {
        writ_buffer_clear(&json);
        writ_diags_render_text(diags, WRIT_COLOUR_NONE, &json);
        (void)fprintf(stderr, "%s:\n%s", where, writ_buffer_string(&json));
        good = false;
    }
    writ_buffer_dispose(&json);
    writ_arena_free(book->arena);
    return good;
}

// Compiles a process together with all that the page declares behind its small book.
static bool runs(Page *page, const Part *part, WritText process)
{
    char where[60];
    (void)snprintf(where, sizeof where, "the example at line %u", part == NULL ? 0 : part->line);
    Book book = begin_book();
    WritBuffer last = {0};
    for (uint32_t i = SMALL_BOOK_FILES; i < page->file_count; i++) {
        char path[32];
        (void)snprintf(path, sizeof path, "file%u.writ", i);
        writ_buffer_clear(&last);
        writ_buffer_add(&last, writ_buffer_text(&page->files[i]));
        if (i + 1 == page->file_count) {
            writ_buffer_add(&last, process);
        }
        add_file(&book, path, writ_buffer_text(&last));
    }
    for (uint32_t i = 0; i < page->part_count; i++) {
        char path[32];
        (void)snprintf(path, sizeof path, "beside%u.writ", i);
        if (page->parts[i].kind == PART_MODULE) {
            add_file(&book, path, writ_buffer_text(&page->parts[i].text));
        }
    }
    add_file(&book, "hooks/shop.lua", writ_buffer_text(&page->lua));
    add_file(&book, "rates/ecb.csv", writ_buffer_text(&page->rates));
    bool good = end_book(&book, where);
    writ_buffer_dispose(&last);
    return good;
}

// --- What an example is a part of ---------------------------------------------------------------

// The names that stand behind "end the case as", each once: what the process has to promise.
static void add_outcomes(WritBuffer *out, const char *text)
{
    static const char words[] = "end the case as ";
    writ_buffer_add_string(out, "  ends as done");
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at, words)) {
        at += strlen(words);
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
        char name[WORDS_MAX];
        char listed[WORDS_MAX + 2];
        (void)snprintf(name, sizeof name, "%.*s", (int)length, at);
        (void)snprintf(listed, sizeof listed, " %s", name);
        if (strstr(writ_buffer_string(out), listed) == NULL) {
            writ_buffer_format(out, ", %s", name);
        }
    }
    writ_buffer_add_byte(out, '\n');
}

static void add_head(WritBuffer *out, const char *text)
{
    WritBuffer outcomes = {0};
    add_outcomes(&outcomes, text);
    writ_buffer_add_string(
        out, "process complaint_handling \"Sample\"\n"
             "  process owner head\n"
             "  starts on request by agent\n"
             "  starts with complaint : Complaint\n"
             "  stores answer : result of goodwill\n"
             "  no deadline because \"A sample\"\n"
             "  if no permitted person is available notify head with nobody_there, then reassign "
             "to head\n");
    if (strstr(text, "one open case per") == NULL) {
        writ_buffer_add_string(out, "  one open case per complaint.number, refuse a second\n");
    }
    if (strstr(text, "\n  uses calendar") == NULL) {
        writ_buffer_add_string(out, "  uses calendar office\n");
    }
    writ_buffer_add(out, writ_buffer_text(&outcomes));
    writ_buffer_dispose(&outcomes);
}

static void add_end(WritBuffer *out)
{
    writ_buffer_add_string(out, "    step sample_end \"Tell\"\n"
                                "      mark money_sent\n"
                                "    step sample_tell \"Tell\"\n"
                                "      notify complaint.customer.contact with complaint_closed\n"
                                "    end the case as done\n");
}

static bool try_part(Page *page, const Part *part, const char *text)
{
    WritBuffer process = {0};
    if (part->kind != PART_PROCESS) {
        add_head(&process, text);
    }
    if (part->kind == PART_HEAD || part->kind == PART_PROCESS) {
        writ_buffer_add_string(&process, text);
    }
    if (part->kind != PART_STAGES) {
        writ_buffer_add_string(&process, "  stage work \"Work\"\n");
    }
    if (part->kind != PART_HEAD && part->kind != PART_PROCESS) {
        writ_buffer_add_string(&process, text);
    }
    if (part->kind != PART_STAGES) {
        add_end(&process);
    }
    bool good = runs(page, part, writ_buffer_text(&process));
    writ_buffer_dispose(&process);
    return good;
}

// Each line is a condition.
static bool try_condition(Page *page, const Part *part, WritText line)
{
    WritBuffer text = {0};
    writ_buffer_format(&text,
                       "    if %.*s\n"
                       "      step sample_if \"Mark\"\n"
                       "        mark looked_at\n"
                       "    end\n",
                       WRIT_TEXT_ARGS(line));
    bool good = try_part(page, part, writ_buffer_string(&text));
    writ_buffer_dispose(&text);
    return good;
}

// Each line is one of a step that somebody does.
static bool try_by(Page *page, const Part *part, WritText line)
{
    WritBuffer text = {0};
    bool says_who = memcmp(line.data, "by ", 3) == 0;
    writ_buffer_format(&text,
                       "    step sample_do \"Do\"\n"
                       "      do \"Do it\"\n"
                       "%s"
                       "      %.*s\n"
                       "      deadline 1 day\n"
                       "      outcomes seen\n"
                       "      on seen next step\n"
                       "      on overdue next step\n",
                       says_who ? "" : "      by agent\n", WRIT_TEXT_ARGS(line));
    bool good = try_part(page, part, writ_buffer_string(&text));
    writ_buffer_dispose(&text);
    return good;
}

// Each line is a type, and a value of it.
static bool try_value(Page *page, const Part *part, WritText line)
{
    enum { VALUE = 15 };
    int type = VALUE;
    assert_true(line.length > VALUE);
    while (type > 0 && line.data[type - 1] == ' ') {
        type--;
    }
    WritBuffer text = {0};
    writ_buffer_format(&text,
                       "  stores sample_value : %.*s\n"
                       "  stage work \"Work\"\n"
                       "    step sample_set \"Set\"\n"
                       "      set sample_value to %.*s\n",
                       type, line.data, (int)line.length - VALUE, line.data + VALUE);
    add_end(&text);
    Part stages = {.kind = PART_STAGES, .line = part->line};
    bool good = try_part(page, &stages, writ_buffer_string(&text));
    writ_buffer_dispose(&text);
    return good;
}

// --- Tests --------------------------------------------------------------------------------------

static Book small_book(const Page *page)
{
    Book book = begin_book();
    assert_true(page->file_count > SMALL_BOOK_FILES);
    add_file(&book, "people.writ", writ_buffer_text(&page->files[0]));
    add_file(&book, "days_off.writ", writ_buffer_text(&page->files[1]));
    return book;
}

static void the_small_book_is_whole(void **state)
{
    Book book = small_book(*state);
    writ_compile_run(book.compilation);
    assert_int_equal(writ_diags_warning_count(writ_compile_diags(book.compilation)), 0);
    assert_int_equal(writ_compile_plan_count(book.compilation), 1);
    writ_arena_free(book.arena);
}

static void the_scenarios_of_the_page_pass(void **state)
{
    const Page *page = *state;
    Book book = small_book(page);
    for (uint32_t i = 0; i < page->part_count; i++) {
        if (page->parts[i].kind == PART_SCENARIO) {
            add_file(&book, "scenarios.writ", writ_buffer_text(&page->parts[i].text));
        }
    }
    writ_compile_run(book.compilation);
    WritCalendars calendars = {0};
    WritTrialOptions options = {book.compilation, &calendars, WRIT_HOOK_EXECUTABLE};
    WritTrial *trial = NULL;
    WritError error;
    uint32_t count = writ_compile_scenarios(book.compilation)->count;
    assert_true(count > 0);
    assert_int_equal(writ_trial_open(&trial, &options, &error), WRIT_OK);
    for (uint32_t i = 0; i < count; i++) {
        WritTrialResult result;
        assert_int_equal(writ_trial_run(trial, i, &result, &error), WRIT_OK);
        if (!result.passed) {
            fail_msg("scenario %u: %.*s", i, WRIT_TEXT_ARGS(result.fault.happened));
        }
    }
    writ_trial_close(trial);
    writ_arena_free(book.arena);
}

static void the_declarations_of_the_page_go_together(void **state)
{
    assert_true(runs(*state, NULL, (WritText){"", 0}));
}

static void every_example_is_accepted(void **state)
{
    Page *page = *state;
    uint32_t kinds[PART_PROCESS + 1] = {0};
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < page->part_count; i++) {
        const Part *part = &page->parts[i];
        if (part->kind == PART_SCENARIO || part->kind == PART_MODULE) {
            continue;
        }
        kinds[part->kind]++;
        bool (*try_line)(Page *, const Part *, WritText) = part->kind == PART_CONDITION
                                                               ? try_condition
                                                           : part->kind == PART_VALUE ? try_value
                                                           : part->kind == PART_BY    ? try_by
                                                                                      : NULL;
        if (try_line == NULL) {
            wrong += !try_part(page, part, writ_buffer_string(&page->parts[i].text));
            continue;
        }
        WritText rest = writ_buffer_text(&part->text);
        while (rest.length > 0) {
            WritText line = take_line(&rest);
            wrong += !try_line(page, part, line);
        }
    }
    assert_int_equal(wrong, 0);
    for (size_t i = 0; i <= PART_PROCESS; i++) {
        assert_true(kinds[i] > 0);
    }
}

// All that is refused until a later version is on the page, and every code on it exists.
static void what_is_refused_is_told(void **state)
{
    Page *page = *state;
    const char *text = writ_buffer_string(&page->bytes);
    for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
        const char *code = writ_diag_info(i)->code;
        if (code[1] == '9' && strstr(text, code) == NULL) {
            fail_msg("%s (%s) is not on the page", code, writ_diag_info(i)->title);
        }
    }
    for (const char *at = strstr(text, "W"); at != NULL; at = strstr(at + 1, "W")) {
        if (strspn(at + 1, "0123456789") == 4 && writ_diag_info_find((WritText){at, 5}) == NULL) {
            fail_msg("there is no code %.5s", at);
        }
    }
}

static bool is_part_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Whether a text has a phrase, between words, its own words parted by any white space.
static bool is_in(const char *page, const char *phrase)
{
    for (const char *start = page; *start != '\0'; start++) {
        const char *at = start;
        const char *next = phrase;
        while (*next != '\0' && (*at == *next || (*next == ' ' && *at == '\n'))) {
            at += strspn(at + 1, *next == ' ' ? " \n" : "") + 1;
            next++;
        }
        bool word = is_part_of_word(*phrase);
        bool inside = start > page && is_part_of_word(start[-1]);
        if (*next == '\0' && !(word && (inside || is_part_of_word(*at)))) {
            return true;
        }
    }
    return false;
}

// What the grammar has is on the page: in an example, all of which are accepted; among what is not
// run yet; or in the lists of what scenarios say, since the process of their examples is too small
// for all of it.
static void every_phrase_is_told_of(void **state)
{
    Page *page = *state;
    WritBuffer told = {0};
    const char *from = strstr(writ_buffer_string(&page->bytes), "\n## Scenarios\n");
    assert_non_null(from);
    assert_non_null(strstr(from, "\n## Not yet\n"));
    writ_buffer_add_string(&told, from);
    for (uint32_t i = 0; i < page->file_count; i++) {
        writ_buffer_add(&told, writ_buffer_text(&page->files[i]));
    }
    for (uint32_t i = 0; i < page->part_count; i++) {
        writ_buffer_add(&told, writ_buffer_text(&page->parts[i].text));
    }
    uint32_t missing = 0;
    for (size_t i = 0; vocabulary_entry(i) != NULL; i++) {
        const VocabularyEntry *entry = vocabulary_entry(i);
        if (entry->place != PLACE_CLASS && !is_in(writ_buffer_string(&told), entry->text)) {
            (void)fprintf(stderr, "the page has no example of: %s\n", entry->text);
            missing++;
        }
    }
    writ_buffer_dispose(&told);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_book_is_whole),
        cmocka_unit_test(the_scenarios_of_the_page_pass),
        cmocka_unit_test(the_declarations_of_the_page_go_together),
        cmocka_unit_test(every_example_is_accepted),
        cmocka_unit_test(what_is_refused_is_told),
        cmocka_unit_test(every_phrase_is_told_of),
    };
    return cmocka_run_group_tests_name("language_doc", tests, open_page, close_page);
}
