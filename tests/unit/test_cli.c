// What people see on a terminal: safe whatever the data hold, within its width, with times that say
// whose they are; and what is read from the command line.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/arguments.h"
#include "cli/moments.h"
#include "cli/page.h"
#include "cli/table.h"

static void assert_shown(const char *bytes, size_t length, const char *wanted)
{
    Page page = {.width = 0};
    page_add(&page, (WritText){bytes, length});
    assert_string_equal(writ_buffer_string(&page.out), wanted);
    writ_buffer_dispose(&page.out);
}

// --- Safety ------------------------------------------------------------------------------------

static void what_would_command_a_terminal_is_not_sent(void **state)
{
    (void)state;
    assert_shown("a\033[2Jb", 6, "a\xef\xbf\xbd[2Jb");
    assert_shown("a\0b", 3,
                 "a\xef\xbf\xbd"
                 "b");
    assert_shown("\xc2\x9b"
                 "31m",
                 5,
                 "\xef\xbf\xbd"
                 "31m");
    assert_shown("two\nlines\tand a tab\r", 20, "two lines and a tab ");
}

static void what_would_deceive_a_reader_is_spelt_out(void **state)
{
    (void)state;
    assert_shown("pay\xe2\x80\xae"
                 "001",
                 9, "pay<U+202E>001");
    assert_shown("a\xe2\x80\x8b"
                 "b",
                 5, "a<U+200B>b");
    assert_shown("\xef\xbb\xbf", 3, "<U+FEFF>");
    assert_shown("\xf3\xa0\x81\x81", 4, "<U+E0041>");
}

static void bytes_that_are_no_text_become_the_replacement(void **state)
{
    (void)state;
    assert_shown("\xff", 1, "\xef\xbf\xbd");
    assert_shown("\xc3", 1, "\xef\xbf\xbd");
    assert_shown("\xe2\x82", 2, "\xef\xbf\xbd\xef\xbf\xbd");
    assert_shown("\xc0\xaf", 2, "\xef\xbf\xbd\xef\xbf\xbd");
    assert_shown("\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    assert_shown("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
}

// Whatever goes in: what comes out is UTF-8 without control characters, and page_width_of counts
// it.
static void any_bytes_are_shown_safely_and_cut_to_the_width(void **state)
{
    (void)state;
    srand(3);
    for (int round = 0; round < 20000; round++) {
        char bytes[40];
        size_t length = (size_t)rand() % sizeof bytes;
        for (size_t i = 0; i < length; i++) {
            bytes[i] = (char)(rand() % 3 == 0 ? 0xc2 + rand() % 0x35
                                              : 0x80 * (rand() % 2) + rand() % 0x80);
        }
        WritText text = {bytes, length};
        uint32_t columns = (uint32_t)(rand() % 30);
        WritBuffer cut = {0};
        page_cut(&cut, text, columns);
        assert_true(writ_text_is_utf8(writ_buffer_text(&cut)));
        assert_true(page_width_of(writ_buffer_text(&cut)) <= columns);
        for (size_t i = 0; i < cut.length; i++) {
            assert_true((unsigned char)cut.data[i] >= 0x20 && cut.data[i] != 0x7f);
        }
        if (page_width_of(text) <= columns) {
            Page page = {.width = 0};
            page_add(&page, text);
            assert_true(writ_text_equal(writ_buffer_text(&page.out), writ_buffer_text(&cut)));
            writ_buffer_dispose(&page.out);
        }
        writ_buffer_dispose(&cut);
    }
}

// --- Widths ------------------------------------------------------------------------------------

static void widths_are_columns_of_the_screen(void **state)
{
    (void)state;
    assert_int_equal(page_width_of(writ_text("Koll\xc3\xa9g")), 6);
    assert_int_equal(page_width_of(writ_text("\xe6\xb3\xa8\xe6\x96\x87")), 4);
    assert_int_equal(page_width_of(writ_text("e\xcc\x81")), 1);
    assert_int_equal(page_width_of(writ_text("\xe2\x80\xae")), 8);
}

static void a_cut_text_ends_in_an_ellipsis_within_its_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t columns;
        const char *wanted;
    } cases[] = {
        {"reserve", 7, "reserve"},
        {"reserve", 6, "reser\xe2\x80\xa6"},
        {"reserve", 1, "\xe2\x80\xa6"},
        {"reserve", 0, ""},
        {"\xe6\xb3\xa8\xe6\x96\x87", 3, "\xe6\xb3\xa8\xe2\x80\xa6"},
        {"\xe6\xb3\xa8\xe6\x96\x87", 2, "\xe2\x80\xa6"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritBuffer cut = {0};
        page_cut(&cut, writ_text(cases[i].text), cases[i].columns);
        assert_string_equal(writ_buffer_string(&cut), cases[i].wanted);
        writ_buffer_dispose(&cut);
    }
}

static void print_table(WritBuffer *out, uint32_t width)
{
    static const TableColumn columns[] = {{"CASE", TABLE_KEEPS},
                                          {"WHAT", TABLE_SHRINKS},
                                          {"NONE", TABLE_KEEPS},
                                          {"WHO", TABLE_SHRINKS}};
    Page page = {.width = width};
    Table *table = table_new(columns, 4);
    for (int i = 0; i < 2; i++) {
        table_cell(table, PAGE_PLAIN, writ_text(i == 0 ? "7" : "12345"));
        table_cell(table, PAGE_PLAIN,
                   writ_text(i == 0 ? "reserve the goods for a long while" : "ship"));
        table_cell(table, PAGE_PLAIN, (WritText){0});
        table_cell(table, PAGE_PLAIN, writ_text(i == 0 ? "Ana" : "\xc3\x89lodie Caron"));
    }
    table_print(table, &page);
    table_free(table);
    *out = page.out;
}

static void a_table_is_whole_without_a_terminal_and_fits_on_one(void **state)
{
    (void)state;
    WritBuffer out = {0};
    print_table(&out, 0);
    assert_string_equal(writ_buffer_string(&out),
                        "CASE   WHAT                                WHO\n"
                        "7      reserve the goods for a long while  Ana\n"
                        "12345  ship                                \xc3\x89lodie Caron\n");
    writ_buffer_dispose(&out);
    print_table(&out, 40);
    assert_string_equal(writ_buffer_string(&out),
                        "CASE   WHAT                 WHO\n"
                        "7      reserve the goods \xe2\x80\xa6  Ana\n"
                        "12345  ship                 \xc3\x89lodie Caron\n");
    writ_buffer_dispose(&out);
    print_table(&out, 5);
    assert_string_equal(writ_buffer_string(&out), "CASE   WHAT      WHO\n"
                                                  "7      reserve\xe2\x80\xa6  Ana\n"
                                                  "12345  ship      \xc3\x89lodie \xe2\x80\xa6\n");
    writ_buffer_dispose(&out);
}

static void paragraphs_break_between_words_and_keep_line_ends(void **state)
{
    (void)state;
    Page page = {.width = 24};
    page_paragraph(&page, 2, PAGE_PLAIN,
                   writ_text("one two three four five six\nseven averyveryveryverylongword"));
    assert_string_equal(writ_buffer_string(&page.out), "  one two three four\n"
                                                       "  five six\n"
                                                       "  seven\n"
                                                       "  averyveryveryverylongword\n");
    writ_buffer_dispose(&page.out);
}

static void colour_is_sent_only_where_it_is_wanted(void **state)
{
    (void)state;
    Page page = {.colour = PAGE_COLOUR_ANSI};
    page_styled(&page, PAGE_BAD, writ_text("stops"));
    page_styled(&page, PAGE_PLAIN, writ_text(" here"));
    assert_string_equal(writ_buffer_string(&page.out), "\033[31mstops\033[0m here");
    writ_buffer_dispose(&page.out);
    page = (Page){.colour = PAGE_COLOUR_NONE};
    page_styled(&page, PAGE_BAD, writ_text("stops"));
    assert_string_equal(writ_buffer_string(&page.out), "stops");
    writ_buffer_dispose(&page.out);
}

// --- Moments -----------------------------------------------------------------------------------

static const int64_t second = 1000000;
static const int64_t march = INT64_C(1772442005) * 1000000; // 2026-03-02T09:00:05Z

static void assert_moment(void (*moment)(WritBuffer *out, const Page *page, int64_t instant),
                          const Page *page, int64_t instant, const char *wanted)
{
    WritBuffer out = {0};
    moment(&out, page, instant);
    assert_string_equal(writ_buffer_string(&out), wanted);
    writ_buffer_dispose(&out);
}

static void a_time_says_its_zone_where_it_is_not_the_readers(void **state)
{
    (void)state;
    Page page = {.now = march};
    (void)setenv("TZ", "Europe/Berlin", 1);
    tzset();
    assert_moment(moment_time, &page, march, "2026-03-02 10:00:05");
    assert_moment(moment_full, &page, march, "2026-03-02 10:00:05 +01:00");
    assert_moment(moment_minute, &page, march + 30 * 86400 * second, "2026-04-01 11:00 +02:00");
    page.zone = PAGE_ZONE_UTC;
    assert_moment(moment_full, &page, march, "2026-03-02 09:00:05 UTC");
    assert_moment(moment_short_time, &page, march, "03-02 09:00:05");
    assert_moment(moment_time, &page, -1, "1969-12-31 23:59:59");
}

static void ages_have_one_unit(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *wanted;
    } ages[] = {
        {0, "now"},
        {1, "1 s ago"},
        {119, "119 s ago"},
        {120, "2 min ago"},
        {7199, "119 min ago"},
        {7200, "2 h ago"},
        {172799, "47 h ago"},
        {172800, "2 days ago"},
        {-90, "in 90 s"},
        {-172800, "in 2 days"},
    };
    Page page = {.now = march};
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        assert_moment(moment_age, &page, march - ages[i].seconds * second, ages[i].wanted);
    }
    assert_moment(moment_so_far, &page, march - 7200 * second, "for 2 h");
    assert_moment(moment_so_far, &page, march, "just now");
}

// --- Arguments ---------------------------------------------------------------------------------

static void options_may_stand_anywhere_behind_the_command(void **state)
{
    (void)state;
    static const char *const spellings[][6] = {
        {"answer", "17.4", "approved", "--as", "ben", "--json"},
        {"answer", "--as=ben", "17.4", "--json", "approved", NULL},
        {"answer", "--json", "--as", "ben", "17.4", "approved"},
    };
    for (size_t i = 0; i < 3; i++) {
        CliArguments arguments;
        WritError error;
        int count = spellings[i][5] == NULL ? 5 : 6;
        assert_int_equal(cli_arguments_read(&arguments, count, spellings[i], &error), WRIT_OK);
        assert_int_equal(arguments.command, CLI_COMMAND_ANSWER);
        assert_string_equal(arguments.operands[0], "17.4");
        assert_string_equal(arguments.operands[1], "approved");
        assert_true(writ_text_is(cli_text(&arguments, CLI_OPTION_AS), "ben"));
        assert_true(cli_has(&arguments, CLI_OPTION_JSON));
        assert_false(cli_has(&arguments, CLI_OPTION_KEY));
    }
}

static void after_two_dashes_everything_is_an_operand(void **state)
{
    (void)state;
    static const char *const words[] = {"answer", "--", "17.4", "--as"};
    CliArguments arguments;
    WritError error;
    assert_int_equal(cli_arguments_read(&arguments, 4, words, &error), WRIT_OK);
    assert_string_equal(arguments.operands[1], "--as");
}

static void letters_take_their_value_with_or_without_a_space(void **state)
{
    (void)state;
    static const char *const words[][3] = {{"tasks", "-n", "5"}, {"tasks", "-n5", NULL}};
    for (int i = 0; i < 2; i++) {
        CliArguments arguments;
        WritError error;
        uint32_t limit = 0;
        assert_int_equal(cli_arguments_read(&arguments, 3 - i, words[i], &error), WRIT_OK);
        assert_int_equal(cli_read_limit(&limit, &arguments, &error), WRIT_OK);
        assert_int_equal(limit, 5);
    }
}

static void numbers_of_cases_have_one_spelling(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "0",
                                      "01",
                                      "-1",
                                      "+1",
                                      "1 ",
                                      "1.",
                                      ".1",
                                      "1.0",
                                      "1.2.3",
                                      "1.4294967296",
                                      "a.b",
                                      "9223372036854775808.1"};
    uint64_t number = 0;
    uint32_t frame = 0;
    WritError error;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(cli_read_part(&number, &frame, bad[i], &error), WRIT_INVALID);
    }
    assert_int_equal(cli_read_part(&number, &frame, "9223372036854775807.4294967295", &error),
                     WRIT_OK);
    assert_true(number == INT64_MAX && frame == UINT32_MAX);
    assert_int_equal(cli_read_case(&number, "17.4", &error), WRIT_INVALID);
    assert_int_equal(cli_read_case(&number, "17", &error), WRIT_OK);
}

// Splits as a shell does, as far as the examples need it.
static int split(char *line, const char **words)
{
    int count = 0;
    for (char *at = line; *at != '\0';) {
        char end = *at == '"' ? '"' : ' ';
        at += *at == '"' ? 1 : 0;
        words[count++] = at;
        at += strcspn(at, end == '"' ? "\"" : " ");
        if (*at == end) {
            *at++ = '\0';
        }
        at += strspn(at, " ");
    }
    return count;
}

static void the_example_of_every_command_is_one(void **state)
{
    (void)state;
    for (int i = 0; i < CLI_COMMAND_COUNT; i++) {
        const char *words[20];
        CliArguments arguments;
        WritError error;
        char *line = strdup(cli_command_info((CliCommandKind)i)->example);
        assert_non_null(line);
        int count = split(line, words);
        assert_string_equal(words[0], "writ");
        assert_int_equal(cli_arguments_read(&arguments, count - 1, words + 1, &error), WRIT_OK);
        assert_int_equal(arguments.command, i);
        free(line);
    }
}

int main(void)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_would_command_a_terminal_is_not_sent),
        cmocka_unit_test(what_would_deceive_a_reader_is_spelt_out),
        cmocka_unit_test(bytes_that_are_no_text_become_the_replacement),
        cmocka_unit_test(any_bytes_are_shown_safely_and_cut_to_the_width),
        cmocka_unit_test(widths_are_columns_of_the_screen),
        cmocka_unit_test(a_cut_text_ends_in_an_ellipsis_within_its_columns),
        cmocka_unit_test(a_table_is_whole_without_a_terminal_and_fits_on_one),
        cmocka_unit_test(paragraphs_break_between_words_and_keep_line_ends),
        cmocka_unit_test(colour_is_sent_only_where_it_is_wanted),
        cmocka_unit_test(a_time_says_its_zone_where_it_is_not_the_readers),
        cmocka_unit_test(ages_have_one_unit),
        cmocka_unit_test(options_may_stand_anywhere_behind_the_command),
        cmocka_unit_test(after_two_dashes_everything_is_an_operand),
        cmocka_unit_test(letters_take_their_value_with_or_without_a_space),
        cmocka_unit_test(numbers_of_cases_have_one_spelling),
        cmocka_unit_test(the_example_of_every_command_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
