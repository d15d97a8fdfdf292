#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "source/diag.h"
#include "source/reading.h"
#include "source/utf8.h"
#include "writ/diag.h"
#include "writ/source.h"

enum { ARENA_BYTES = 64 << 20 };

typedef struct World {
    WritArena *arena;
    WritSources *sources;
    WritDiags *diags;
} World;

static World start(void)
{
    World world = {.arena = writ_arena_new(ARENA_BYTES)};
    world.sources = writ_sources_new(world.arena);
    world.diags = writ_diags_new(world.arena, world.sources);
    return world;
}

static const WritSource *add_bytes(World *world, const char *name, WritText bytes)
{
    const WritSource *source = NULL;
    WritError error;
    assert_int_equal(writ_sources_add(world->sources, writ_text(name), bytes, &source, &error),
                     WRIT_OK);
    return source;
}

static const WritSource *add(World *world, const char *name, const char *text)
{
    return add_bytes(world, name, writ_text(text));
}

// --- Places -------------------------------------------------------------------------------

static void every_position_belongs_to_one_file(void **state)
{
    (void)state;
    World world = start();
    const WritSource *a = add(&world, "a", "one\n");
    const WritSource *empty = add(&world, "empty", "");
    const WritSource *b = add(&world, "b", "two");
    assert_null(writ_sources_find(world.sources, 0));
    for (uint32_t i = 0; i <= 4; i++) {
        assert_ptr_equal(writ_sources_find(world.sources, a->start + i), a);
    }
    assert_ptr_equal(writ_sources_find(world.sources, empty->start), empty);
    for (uint32_t i = 0; i <= 3; i++) {
        assert_ptr_equal(writ_sources_find(world.sources, b->start + i), b);
    }
    assert_null(writ_sources_find(world.sources, b->start + 4));
    assert_int_equal(writ_sources_count(world.sources), 3);
    assert_ptr_equal(writ_sources_get(world.sources, 1), empty);
    writ_arena_free(world.arena);
}

// Counts lines and columns the slow way.
static void places_agree_with_counting(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n",
        "a",
        "a\n",
        "ab\ncd",
        "\n\nx\n",
        "\xc3\xa4\xe2\x82\xac\n\xf0\x9f\x98\x80z",
        "a\r\nb\r\n",
    };
    for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
        World world = start();
        const WritSource *source = add(&world, "t", texts[t]);
        uint32_t line = 1;
        uint32_t column = 1;
        for (size_t i = 0; i <= source->text.length; i++) {
            bool inside = (texts[t][i] & 0xc0) == 0x80;
            if (!inside) {
                WritPlace place = writ_sources_place(world.sources, source->start + (uint32_t)i);
                assert_ptr_equal(place.source, source);
                assert_int_equal(place.line, line);
                assert_int_equal(place.column, column);
                column++;
            }
            if (texts[t][i] == '\n') {
                line++;
                column = 1;
            }
        }
        writ_arena_free(world.arena);
    }
}

static void lines_are_without_their_end(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t", "one\r\n\ntwo");
    assert_true(writ_text_is(writ_sources_line(world.sources, source, 1), "one"));
    assert_true(writ_text_is(writ_sources_line(world.sources, source, 2), ""));
    assert_true(writ_text_is(writ_sources_line(world.sources, source, 3), "two"));
    assert_int_equal(writ_sources_line(world.sources, source, 0).length, 0);
    assert_int_equal(writ_sources_line(world.sources, source, 4).length, 0);
    writ_arena_free(world.arena);
}

static void bounds_of_sources_are_errors(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = NULL;
    WritError error;
    WritText none = {NULL, 0};
    assert_int_equal(writ_sources_add(world.sources, none, none, &source, &error), WRIT_INVALID);
    static char name[WRIT_SOURCE_NAME_BYTES_MAX + 1];
    memset(name, 'n', sizeof name);
    WritText long_name = {name, sizeof name};
    assert_int_equal(writ_sources_add(world.sources, long_name, none, &source, &error),
                     WRIT_INVALID);
    for (int i = 0; i < WRIT_SOURCES_MAX; i++) {
        (void)add(&world, "f", "");
    }
    assert_int_equal(writ_sources_add(world.sources, writ_text("f"), none, &source, &error),
                     WRIT_LIMIT);
    assert_true(strlen(error.hint) > 0);
    writ_arena_free(world.arena);
}

// --- Bytes --------------------------------------------------------------------------------

static bool is_utf8_by_units(WritText text)
{
    for (size_t i = 0; i < text.length;) {
        Utf8 unit = utf8_at(text, i);
        if (unit.code_point == UTF8_MALFORMED) {
            return false;
        }
        i += unit.bytes;
    }
    return true;
}

static void decoding_agrees_with_the_other_decoder(void **state)
{
    (void)state;
    static const unsigned char tails[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                          0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff};
    enum { TAILS = sizeof tails };
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            for (size_t t = 0; t < (size_t)TAILS * TAILS; t++) {
                unsigned char bytes[4] = {(unsigned char)first, (unsigned char)second,
                                          tails[t / TAILS], tails[t % TAILS]};
                for (size_t length = 1; length <= 4; length += 3) {
                    WritText text = {(const char *)bytes, length};
                    assert_int_equal(is_utf8_by_units(text), writ_text_is_utf8(text));
                }
            }
        }
    }
    assert_int_equal(utf8_at(writ_text("\xf0\x9f\x98\x80"), 0).code_point, 0x1f600);
    assert_int_equal(utf8_at(writ_text("\xe2\x82\xac"), 0).code_point, 0x20ac);
}

static void what_is_harmless_stays_so(void **state)
{
    (void)state;
    WritBuffer out = {0};
    utf8_add_harmless(&out, writ_text("a\tb\x1b[0m\xe2\x80\xae\xff\xc2\x85 \xc3\xa4\xef\xbb\xbf"));
    assert_string_equal(
        writ_buffer_string(&out),
        "a b\xef\xbf\xbd[0m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd \xc3\xa4\xef\xbf\xbd");
    writ_buffer_dispose(&out);
}

// Bytes 0 to 127 between letters: which are refused, and what reading says.
static void only_visible_characters_and_line_ends_are_read(void **state)
{
    (void)state;
    for (int byte = 0; byte < 128; byte++) {
        World world = start();
        char text[3] = {'a', (char)byte, 'b'};
        const WritSource *source = add_bytes(&world, "t", (WritText){text, sizeof text});
        bool fine = (byte >= 0x20 && byte < 0x7f) || byte == '\n';
        Reading expected = fine ? READING_CLEAN : byte == '\t' ? READING_TABS : READING_BAD;
        assert_int_equal(reading_check(source, world.diags), expected);
        assert_int_equal(writ_diags_error_count(world.diags), fine ? 0 : 1);
        writ_arena_free(world.arena);
    }
}

static void a_mark_at_the_start_and_line_ends_of_two_bytes_are_read(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t",
                                   "\xef\xbb\xbf"
                                   "a\r\n\xc2\xa0 \xe2\x80\xaf\r\n");
    assert_int_equal(reading_check(source, world.diags), READING_CLEAN);
    source = add(&world, "u", "a\r");
    assert_int_equal(reading_check(source, world.diags), READING_BAD);
    writ_arena_free(world.arena);
}

static void each_fault_is_told_once_with_its_number(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t", "\ta\n\tb\n\tc\n\x07\x07");
    assert_int_equal(reading_check(source, world.diags), READING_BAD);
    assert_int_equal(writ_diags_error_count(world.diags), 2);
    WritBuffer out = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
    assert_non_null(strstr(writ_buffer_string(&out), "There are 3 in the file"));
    assert_non_null(strstr(writ_buffer_string(&out), "There are 2 in the file"));
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void a_file_may_have_one_megabyte(void **state)
{
    (void)state;
    char *bytes = malloc(WRIT_SOURCE_BYTES_MAX + 1);
    memset(bytes, '#', WRIT_SOURCE_BYTES_MAX + 1);
    World world = start();
    const WritSource *source = add_bytes(&world, "t", (WritText){bytes, WRIT_SOURCE_BYTES_MAX});
    assert_int_equal(reading_check(source, world.diags), READING_CLEAN);
    source = add_bytes(&world, "u", (WritText){bytes, WRIT_SOURCE_BYTES_MAX + 1});
    assert_int_equal(reading_check(source, world.diags), READING_BAD);
    assert_int_equal(source->text.length, WRIT_SOURCE_BYTES_MAX);
    writ_arena_free(world.arena);
    free(bytes);
}

// --- Diagnostics --------------------------------------------------------------------------

static void fifty_are_kept_and_all_are_counted(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t", "text\n");
    WritSpan span = {source->start, source->start + 4};
    for (int i = 0; i < WRIT_DIAGS_KEPT_MAX + 7; i++) {
        WritDiag *diag = diag_error(world.diags, DIAG_UNEXPECTED, span, "number %d", i);
        diag_label(diag, span, "here");
        diag_hint(diag, "do");
        diag_reason(diag, "so");
        diag_example(diag, "as");
    }
    assert_int_equal(writ_diags_error_count(world.diags), WRIT_DIAGS_KEPT_MAX + 7);
    assert_int_equal(writ_diags_warning_count(world.diags), 0);
    WritBuffer out = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
    const char *text = writ_buffer_string(&out);
    assert_non_null(strstr(text, "number 4"));
    assert_null(strstr(text, "number 5"));
    assert_non_null(strstr(text, "45 more in t."));
    assert_non_null(strstr(text, "7 more were found"));
    writ_buffer_clear(&out);
    writ_diags_render_json(world.diags, &out);
    assert_non_null(strstr(writ_buffer_string(&out), "number 49"));
    assert_null(strstr(writ_buffer_string(&out), "number 50"));
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void an_error_is_kept_before_warnings(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source =
        add(&world, "t", "A text that has as many places as there are warnings, and some more\n");
    WritSpan span = {source->start, source->start + 4};
    for (uint32_t i = 0; i < WRIT_DIAGS_KEPT_MAX + 7; i++) {
        WritSpan place = {source->start + i, source->start + i + 1};
        (void)diag_warning(world.diags, DIAG_UNUSED, place, "warning %u.", i);
    }
    (void)diag_error(world.diags, DIAG_UNEXPECTED, span, "error 0.");
    (void)diag_error(world.diags, DIAG_UNEXPECTED, span, "error 1.");
    assert_int_equal(writ_diags_error_count(world.diags), 2);
    assert_int_equal(writ_diags_warning_count(world.diags), WRIT_DIAGS_KEPT_MAX + 7);
    WritBuffer out = {0};
    writ_diags_render_json(world.diags, &out);
    const char *text = writ_buffer_string(&out);
    assert_non_null(strstr(text, "warning 47."));
    assert_null(strstr(text, "warning 48."));
    const char *first = strstr(text, "error 0.");
    assert_non_null(first);
    assert_non_null(strstr(first, "error 1."));
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void a_warning_stands_once_at_a_place(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t", "text\n");
    WritSpan span = {source->start, source->start + 4};
    for (int i = 0; i < 3; i++) {
        diag_hint(diag_warning(world.diags, DIAG_UNUSED, span, "warning %d.", i), "hint %d.", i);
    }
    (void)diag_warning(world.diags, DIAG_SILENT_END, span, "another.");
    assert_int_equal(writ_diags_warning_count(world.diags), 2);
    WritBuffer out = {0};
    writ_diags_render_json(world.diags, &out);
    assert_non_null(strstr(writ_buffer_string(&out), "hint 0."));
    assert_null(strstr(writ_buffer_string(&out), "hint 1."));
    assert_non_null(strstr(writ_buffer_string(&out), "another."));
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void they_are_shown_by_file_and_place(void **state)
{
    (void)state;
    World world = start();
    const WritSource *a = add(&world, "a", "one\ntwo\n");
    const WritSource *b = add(&world, "b", "three\n");
    diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){b->start, b->start + 1}, "third");
    diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){a->start + 4, a->start + 5}, "second");
    diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){a->start, a->start + 1}, "first");
    diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){0, 0}, "nowhere");
    WritBuffer out = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
    const char *text = writ_buffer_string(&out);
    const char *nowhere = strstr(text, "nowhere");
    const char *first = strstr(text, "first");
    const char *second = strstr(text, "second");
    const char *third = strstr(text, "third");
    assert_true(nowhere < first && first < second && second < third);
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void labels_point_into_other_files(void **state)
{
    (void)state;
    World world = start();
    const WritSource *a = add(&world, "a.writ", "role a\n");
    const WritSource *b = add(&world, "b.writ", "\nrole a\n");
    WritDiag *diag =
        diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){a->start + 5, a->start + 6},
                   "\"%s\" is there twice", "a");
    diag_label(diag, (WritSpan){b->start + 6, b->start + 7}, "the other one");
    diag_hint(diag, "Delete one.");
    WritBuffer out = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
    assert_string_equal(writ_buffer_string(&out),
                        "-- I GOT STUCK ------------------------------------------------------ "
                        "a.writ:1:6\n\n"
                        "    1 | role a\n"
                        "      |      ^\n"
                        " in b.writ:\n"
                        "    2 | role a\n"
                        "      |      - the other one\n"
                        "\"a\" is there twice\n"
                        "Delete one.\n\n"
                        "W1115: writ explain W1115\n\n");
    writ_buffer_clear(&out);
    writ_diags_render_json(world.diags, &out);
    assert_string_equal(
        writ_buffer_string(&out),
        "{\"errors\":1,\"warnings\":0,\"diagnostics\":[{\"file\":\"a.writ\",\"line\":1,\"column\":"
        "6,"
        "\"end\":{\"line\":1,\"column\":7},\"code\":\"W1115\",\"severity\":\"error\","
        "\"title\":\"I got stuck\",\"message\":\"\\\"a\\\" is there twice\",\"reason\":\"\","
        "\"hint\":\"Delete one.\",\"example\":\"\",\"labels\":[{\"file\":\"b.writ\",\"line\":2,"
        "\"column\":6,\"end\":{\"line\":2,\"column\":7},\"message\":\"the other "
        "one\"}],\"run\":[]}]}");
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void what_files_say_cannot_reach_the_terminal(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "\x1b]0;name\x07", "a\x1b[31mred\xff\n");
    WritSpan span = {source->start, source->start + 9};
    WritDiag *diag = diag_error(world.diags, DIAG_UNEXPECTED, span, "the \x1b[1m message");
    diag_label(diag, span, "a \x1b label");
    WritBuffer out = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
    writ_diags_render_json(world.diags, &out);
    for (size_t i = 0; i < out.length; i++) {
        unsigned char byte = (unsigned char)out.data[i];
        assert_true(byte == '\n' || byte >= 0x20);
    }
    assert_true(writ_text_is_utf8(writ_buffer_text(&out)));
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

static void long_sentences_are_cut(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t", "x\n");
    char sentence[3 * WRIT_DIAG_TEXT_BYTES_MAX];
    memset(sentence, 'y', sizeof sentence - 1);
    sentence[sizeof sentence - 1] = '\0';
    diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){source->start, source->start}, "%s",
               sentence);
    WritBuffer out = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
    assert_true(out.length < 2 * WRIT_DIAG_TEXT_BYTES_MAX);
    writ_buffer_dispose(&out);
    writ_arena_free(world.arena);
}

// Every window of a long line shows the mark, under what it marks.
static void marks_stand_under_what_they_mark(void **state)
{
    (void)state;
    char line[401];
    for (size_t i = 0; i < 400; i++) {
        line[i] = (char)('a' + i % 26);
    }
    line[400] = '\0';
    for (uint32_t at = 0; at < 400; at += 7) {
        World world = start();
        const WritSource *source = add(&world, "t", line);
        diag_error(world.diags, DIAG_UNEXPECTED,
                   (WritSpan){source->start + at, source->start + at + 1}, "m");
        WritBuffer out = {0};
        writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &out);
        char *shown = strstr(writ_buffer_string(&out), " 1 | ") + 5;
        char *mark = strstr(shown, "      | ") + 8;
        uint32_t column = (uint32_t)(strchr(mark, '^') - mark);
        bool cut = strncmp(shown, "…", strlen("…")) == 0;
        assert_int_equal(shown[column + (cut ? strlen("…") - 1 : 0)], line[at]);
        writ_buffer_dispose(&out);
        writ_arena_free(world.arena);
    }
}

static void colour_only_adds_to_the_text(void **state)
{
    (void)state;
    World world = start();
    const WritSource *source = add(&world, "t", "text\n");
    diag_error(world.diags, DIAG_UNEXPECTED, (WritSpan){source->start, source->start + 4}, "m");
    WritBuffer plain = {0};
    WritBuffer coloured = {0};
    writ_diags_render_text(world.diags, WRIT_COLOUR_NONE, &plain);
    writ_diags_render_text(world.diags, WRIT_COLOUR_ANSI, &coloured);
    WritBuffer without = {0};
    for (size_t i = 0; i < coloured.length; i++) {
        if (coloured.data[i] == '\x1b') {
            i = (size_t)((char *)memchr(coloured.data + i, 'm', coloured.length - i) -
                         coloured.data);
        } else {
            writ_buffer_add_byte(&without, coloured.data[i]);
        }
    }
    assert_string_equal(writ_buffer_string(&without), writ_buffer_string(&plain));
    assert_true(coloured.length > plain.length);
    writ_buffer_dispose(&plain);
    writ_buffer_dispose(&coloured);
    writ_buffer_dispose(&without);
    writ_arena_free(world.arena);
}

static void every_code_has_a_number_of_its_own(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
        const WritDiagInfo *info = writ_diag_info(i);
        assert_int_equal(info->code[0], 'W');
        assert_int_equal(strlen(info->code), 5);
        // No earlier one has it.
        assert_ptr_equal(writ_diag_info_find(writ_text(info->code)), info);
        count++;
    }
    assert_true(count > 30);
    assert_non_null(writ_diag_info_find(writ_text("w1101")));
    assert_null(writ_diag_info_find(writ_text("W9998")));
    assert_null(writ_diag_info_find(writ_text("")));
}

// The codes of reading and syntax; each layer above looks at its own.
static void every_code_explains_itself(void **state)
{
    (void)state;
    for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
        const WritDiagInfo *info = writ_diag_info(i);
        if (info->code[1] != '1') {
            continue;
        }
        assert_true(strlen(info->title) > 3 && strlen(info->title) <= 60);
        assert_true(strlen(info->explanation) > 40);
        assert_int_equal(strlen(info->wrong) == 0, strlen(info->right) == 0);
    }
}

// --- Words --------------------------------------------------------------------------------

// The definition, tried out: every way to edit the first letters away.
static uint32_t slow_distance(const char *a, const char *b)
{
    size_t m = strlen(a);
    size_t n = strlen(b);
    if (m == 0 || n == 0) {
        return (uint32_t)(m + n);
    }
    uint32_t best = slow_distance(a + 1, b + 1) + (a[0] != b[0]);
    uint32_t other = slow_distance(a + 1, b) + 1;
    best = other < best ? other : best;
    other = slow_distance(a, b + 1) + 1;
    best = other < best ? other : best;
    if (m > 1 && n > 1 && a[0] == b[1] && a[1] == b[0]) {
        other = slow_distance(a + 2, b + 2) + 1;
        best = other < best ? other : best;
    }
    return best;
}

static void word_of(unsigned number, char word[6])
{
    size_t length = 0;
    for (; number > 0; number /= 4) {
        if (number % 4 > 0) {
            word[length++] = (char)('a' + number % 4 - 1);
        }
    }
    word[length] = '\0';
}

static void distances_agree_with_the_definition(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        for (unsigned k = 0; k < 256; k++) {
            char a[6];
            char b[6];
            word_of(i, a);
            word_of(k, b);
            uint32_t slow = slow_distance(a, b);
            for (uint32_t most = 0; most < 5; most++) {
                uint32_t fast = diag_word_distance(writ_text(a), writ_text(b), most);
                assert_int_equal(fast, slow <= most ? slow : most + 1);
            }
        }
    }
}

static void long_words_are_far_from_everything(void **state)
{
    (void)state;
    char word[66];
    memset(word, 'a', 65);
    word[65] = '\0';
    assert_int_equal(diag_word_distance(writ_text(word), writ_text(word), 2), 3);
    word[64] = '\0';
    assert_int_equal(diag_word_distance(writ_text(word), writ_text(word), 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_position_belongs_to_one_file),
        cmocka_unit_test(places_agree_with_counting),
        cmocka_unit_test(lines_are_without_their_end),
        cmocka_unit_test(bounds_of_sources_are_errors),
        cmocka_unit_test(decoding_agrees_with_the_other_decoder),
        cmocka_unit_test(what_is_harmless_stays_so),
        cmocka_unit_test(only_visible_characters_and_line_ends_are_read),
        cmocka_unit_test(a_mark_at_the_start_and_line_ends_of_two_bytes_are_read),
        cmocka_unit_test(each_fault_is_told_once_with_its_number),
        cmocka_unit_test(a_file_may_have_one_megabyte),
        cmocka_unit_test(fifty_are_kept_and_all_are_counted),
        cmocka_unit_test(an_error_is_kept_before_warnings),
        cmocka_unit_test(a_warning_stands_once_at_a_place),
        cmocka_unit_test(they_are_shown_by_file_and_place),
        cmocka_unit_test(labels_point_into_other_files),
        cmocka_unit_test(what_files_say_cannot_reach_the_terminal),
        cmocka_unit_test(long_sentences_are_cut),
        cmocka_unit_test(marks_stand_under_what_they_mark),
        cmocka_unit_test(colour_only_adds_to_the_text),
        cmocka_unit_test(every_code_has_a_number_of_its_own),
        cmocka_unit_test(every_code_explains_itself),
        cmocka_unit_test(distances_agree_with_the_definition),
        cmocka_unit_test(long_words_are_far_from_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
