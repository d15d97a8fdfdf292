// Laws of values: what is written is read back, nothing else is read, equal and order agree.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "writ/value.h"

#include "support/value_random.h"
#include "support/value_types.h"

enum { ARENA_BYTES_MAX = 1 << 24, ARENA_BYTES_A_BYTE = 32 };

typedef struct Fixture {
    WritArena *types_arena;
    WritArena *arena; // Emptied for every value.
    WritTypes *types;
    WritBuffer out;
    WritBuffer again;
    Random random;
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){.types_arena = writ_arena_new(1 << 20),
                        .arena = writ_arena_new(ARENA_BYTES_MAX),
                        .random = {1}};
    fixture.types = test_types_new(fixture.types_arena);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    writ_arena_free(fixture->types_arena);
    writ_arena_free(fixture->arena);
    writ_buffer_dispose(&fixture->out);
    writ_buffer_dispose(&fixture->again);
    return 0;
}

static WritTypeId any_type(Fixture *fixture)
{
    return random_below(&fixture->random, TEST_TYPES);
}

static WritValue any_value(Fixture *fixture, WritTypeId type)
{
    return random_value(&fixture->random, fixture->arena, fixture->types, type);
}

static void every_generated_value_has_its_type(void **state)
{
    Fixture *fixture = *state;
    for (int i = 0; i < 5000; i++) {
        writ_arena_reset(fixture->arena);
        WritTypeId type = any_type(fixture);
        assert_true(writ_value_fits(fixture->types, type, any_value(fixture, type)));
    }
}

static void what_is_written_is_read_back(void **state)
{
    Fixture *fixture = *state;
    for (int i = 0; i < 5000; i++) {
        writ_arena_reset(fixture->arena);
        WritTypeId type = any_type(fixture);
        WritValue value = any_value(fixture, type);
        WritValue back;
        writ_buffer_clear(&fixture->out);
        writ_buffer_clear(&fixture->again);
        writ_value_put(&fixture->out, value);
        WritReader in = writ_reader(writ_buffer_text(&fixture->out));
        assert_true(writ_value_get(&in, fixture->arena, &back));
        assert_true(writ_reader_done(&in));
        assert_true(writ_value_equal(value, back));
        assert_true(writ_value_fits(fixture->types, type, back));
        writ_value_put(&fixture->again, back);
        assert_true(
            writ_text_equal(writ_buffer_text(&fixture->out), writ_buffer_text(&fixture->again)));
    }
}

static void equal_scalars_but_for_their_zeros_have_equal_bytes(void **state)
{
    Fixture *fixture = *state;
    for (int i = 0; i < 5000; i++) {
        writ_arena_reset(fixture->arena);
        WritDecimal number = random_decimal(&fixture->random);
        WritDecimal again;
        char text[WRIT_DECIMAL_TEXT_BYTES];
        size_t length = writ_decimal_print(number, text);
        assert_int_equal(writ_decimal_parse(&again, (WritText){text, length}, NULL), WRIT_OK);
        writ_buffer_clear(&fixture->out);
        writ_buffer_clear(&fixture->again);
        writ_value_put(&fixture->out, writ_value_number(number));
        writ_value_put(&fixture->again, writ_value_number(again));
        assert_true(
            writ_text_equal(writ_buffer_text(&fixture->out), writ_buffer_text(&fixture->again)));
    }
}

static bool reads(Fixture *fixture, WritText bytes, WritValue *value)
{
    writ_arena_reset(fixture->arena);
    WritReader in = writ_reader(bytes);
    bool read = writ_value_get(&in, fixture->arena, value) && writ_reader_done(&in);
    assert_true(read || in.failed || writ_reader_left(&in) > 0);
    assert_true(writ_arena_used(fixture->arena) <= ARENA_BYTES_A_BYTE * (bytes.length + 1));
    return read;
}

static void no_prefix_is_a_value(void **state)
{
    Fixture *fixture = *state;
    for (int i = 0; i < 300; i++) {
        writ_arena_reset(fixture->arena);
        writ_buffer_clear(&fixture->out);
        writ_value_put(&fixture->out, any_value(fixture, any_type(fixture)));
        for (size_t length = 0; length < fixture->out.length; length++) {
            WritValue value;
            assert_false(reads(fixture, (WritText){fixture->out.data, length}, &value));
            assert_int_equal(value.kind, WRIT_VALUE_MISSING);
        }
    }
}

// Changed bytes are refused, or they are the encoding of another value: never a second one of this.
static void a_changed_byte_is_refused_or_another_value(void **state)
{
    Fixture *fixture = *state;
    int refused = 0;
    int accepted = 0;
    for (int i = 0; i < 30; i++) {
        writ_arena_reset(fixture->arena);
        writ_buffer_clear(&fixture->out);
        writ_value_put(&fixture->out, any_value(fixture, any_type(fixture)));
        for (size_t at = 0; at < fixture->out.length && at < 300; at++) {
            char before = fixture->out.data[at];
            for (int change = 1; change < 256; change++) {
                WritValue value;
                fixture->out.data[at] = (char)(before ^ change);
                if (!reads(fixture, writ_buffer_text(&fixture->out), &value)) {
                    refused++;
                    continue;
                }
                accepted++;
                writ_buffer_clear(&fixture->again);
                writ_value_put(&fixture->again, value);
                assert_true(writ_text_equal(writ_buffer_text(&fixture->out),
                                            writ_buffer_text(&fixture->again)));
            }
            fixture->out.data[at] = before;
        }
    }
    assert_true(refused > 1000 && accepted > 1000);
}

static void bytes_that_claim_too_much_cost_no_memory(void **state)
{
    Fixture *fixture = *state;
    static char bytes[100000];
    WritValue value;
    // Lists inside lists, each claiming all the bytes that are left.
    size_t length = 0;
    for (size_t depth = 0; depth < 31; depth++) {
        WritBuffer head = {0};
        writ_put_u8(&head, WRIT_VALUE_LIST);
        writ_put_uint(&head, 0);
        writ_put_uint(&head, sizeof bytes - length - 5);
        memcpy(bytes + length, head.data, head.length);
        length += head.length;
        writ_buffer_dispose(&head);
    }
    assert_false(reads(fixture, (WritText){bytes, sizeof bytes}, &value));
    // As many missing values as there is room for.
    WritBuffer list = {0};
    writ_put_u8(&list, WRIT_VALUE_LIST);
    writ_put_uint(&list, 0);
    writ_put_uint(&list, 50000);
    for (int i = 0; i < 50000; i++) {
        writ_put_u8(&list, WRIT_VALUE_MISSING);
    }
    assert_true(reads(fixture, writ_buffer_text(&list), &value));
    list.length--;
    assert_false(reads(fixture, writ_buffer_text(&list), &value));
    writ_buffer_dispose(&list);
}

static void depth_is_bounded(void **state)
{
    Fixture *fixture = *state;
    for (int depth = WRIT_VALUE_DEPTH_MAX - 1; depth <= WRIT_VALUE_DEPTH_MAX + 1; depth++) {
        WritValue value;
        writ_buffer_clear(&fixture->out);
        for (int i = 1; i < depth; i++) {
            writ_put_u8(&fixture->out, WRIT_VALUE_LIST);
            writ_put_uint(&fixture->out, 0);
            writ_put_uint(&fixture->out, 1);
        }
        writ_value_put(&fixture->out, writ_value_boolean(true));
        bool read = reads(fixture, writ_buffer_text(&fixture->out), &value);
        assert_int_equal(read, depth <= WRIT_VALUE_DEPTH_MAX);
        if (read) {
            writ_buffer_clear(&fixture->again);
            writ_value_put(&fixture->again, writ_value_copy(fixture->arena, value));
            assert_true(writ_text_equal(writ_buffer_text(&fixture->out),
                                        writ_buffer_text(&fixture->again)));
        }
    }
}

static void bytes_outside_the_ranges_are_refused(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *bytes;
        size_t length;
    } bad[] = {
        {"\x01\x02", 2},                     // a boolean of 2
        {"\x02\x01\x00", 3},                 // minus zero
        {"\x02\x08\x01", 3},                 // 1E+1 in place of 10
        {"\x02\x02\x01\x00", 4},             // a wide coefficient without a high half
        {"\x02\xec\x83\x03\x01", 5},         // an exponent below the range
        {"\x04\x00\x00\x0a", 4},             // money without a currency
        {"\x04\x1b\x00\x0a", 4},             // a currency of one letter
        {"\x07\xa1\x17", 3},                 // a time before midnight
        {"\x07\xc2\x16", 3},                 // 24:01
        {"\x09\x07\x02", 3},                 // an eighth unit of durations
        {"\x0a\x02\x02", 3},                 // a third unit of working time
        {"\x0b\x16", 2},                     // December of the year 0
        {"\x0c\x01\xff", 3},                 // a text that is no UTF-8
        {"\x0c\x01\x00", 3},                 // a text with U+0000
        {"\x0e\x00", 2},                     // a person without an id
        {"\x0d\x00\x01", 3},                 // a choice below its first value
        {"\x12\x00\x01\x13\x00\x01\x00", 7}, // element 1 of a list that gave no id
        {"\x14", 1},                         // no kind
        {"\xff", 1},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WritValue value;
        if (reads(fixture, (WritText){bad[i].bytes, bad[i].length}, &value)) {
            fail_msg("the bytes of line %zu are read", i);
        }
    }
}

// The scan goes eight bytes at a time: every length and every place of the bad byte.
static void a_bad_byte_in_a_text_is_seen_wherever_it_stands(void **state)
{
    Fixture *fixture = *state;
    static const char bad[] = {'\0', '\x80', '\xff', '\xc3'};
    for (size_t length = 1; length < 40; length++) {
        char letters[40];
        WritValue value;
        memset(letters, 'x', sizeof letters);
        for (size_t at = 0; at < length * sizeof bad; at++) {
            letters[at / sizeof bad] = bad[at % sizeof bad];
            writ_buffer_clear(&fixture->out);
            writ_put_u8(&fixture->out, WRIT_VALUE_TEXT);
            writ_put_text(&fixture->out, (WritText){letters, length});
            assert_false(reads(fixture, writ_buffer_text(&fixture->out), &value));
            letters[at / sizeof bad] = 'x';
        }
    }
}

static void a_copy_is_equal_and_stands_alone(void **state)
{
    Fixture *fixture = *state;
    for (int i = 0; i < 1000; i++) {
        writ_arena_reset(fixture->arena);
        WritArena *other = writ_arena_new(ARENA_BYTES_MAX);
        WritTypeId type = any_type(fixture);
        WritValue copy = writ_value_copy(other, any_value(fixture, type));
        writ_buffer_clear(&fixture->out);
        writ_value_put(&fixture->out, copy);
        writ_arena_reset(fixture->arena); // Clears what the copy must not point to.
        writ_buffer_clear(&fixture->again);
        writ_value_put(&fixture->again, copy);
        assert_true(
            writ_text_equal(writ_buffer_text(&fixture->out), writ_buffer_text(&fixture->again)));
        assert_true(writ_value_fits(fixture->types, type, copy));
        writ_arena_free(other);
    }
}

static void order_and_equality_agree(void **state)
{
    Fixture *fixture = *state;
    int ordered = 0;
    for (int i = 0; i < 20000; i++) {
        writ_arena_reset(fixture->arena);
        WritTypeId type = any_type(fixture);
        WritValue values[3];
        int order[3][3];
        bool can[3][3];
        for (int j = 0; j < 3; j++) {
            values[j] = any_value(fixture, type);
            assert_true(writ_value_equal(values[j], values[j]));
        }
        for (int j = 0; j < 9; j++) {
            int a = j / 3;
            int b = j % 3;
            can[a][b] = writ_value_compare(values[a], values[b], &order[a][b]);
            assert_int_equal(writ_value_equal(values[a], values[b]),
                             writ_value_equal(values[b], values[a]));
            if (can[a][b]) {
                ordered++;
                assert_int_equal(order[a][b] == 0, writ_value_equal(values[a], values[b]));
            }
        }
        for (int a = 0; a < 3; a++) {
            int b = (a + 1) % 3;
            int c = (a + 2) % 3;
            assert_int_equal(can[a][b], can[b][a]);
            if (can[a][b] && can[b][c]) {
                assert_true(can[a][c]);
                assert_int_equal(order[a][b]<0, order[b][a]> 0);
                assert_false(order[a][b] <= 0 && order[b][c] <= 0 && order[a][c] > 0);
            }
        }
    }
    assert_true(ordered > 20000);
}

static WritValue span(WritValueKind kind, uint32_t unit, int64_t count)
{
    return (WritValue){.kind = kind, .tag = unit, .integer = count};
}

static void what_has_no_common_measure_is_not_ordered(void **state)
{
    (void)state;
    int order = 0;
    WritValue week = span(WRIT_VALUE_DURATION, WRIT_WEEKS, 1);
    WritValue days = span(WRIT_VALUE_DURATION, WRIT_DAYS, 7);
    WritValue month = span(WRIT_VALUE_DURATION, WRIT_MONTHS, 12);
    WritValue year = span(WRIT_VALUE_DURATION, WRIT_YEARS, 1);
    assert_true(writ_value_equal(week, days));
    assert_true(writ_value_equal(month, year));
    assert_false(writ_value_compare(week, month, &order));
    assert_false(writ_value_equal(span(WRIT_VALUE_DURATION, WRIT_DAYS, 0),
                                  span(WRIT_VALUE_DURATION, WRIT_MONTHS, 0)));
    assert_true(
        writ_value_compare(span(WRIT_VALUE_DURATION, WRIT_WEEKS, INT64_MAX), week, &order) &&
        order > 0);
    assert_false(writ_value_compare(span(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_DAYS, 1),
                                    span(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_HOURS, 8), &order));
    WritValue euros = {.kind = WRIT_VALUE_MONEY, .tag = writ_code(writ_text("EUR"))};
    WritValue dollars = {.kind = WRIT_VALUE_MONEY, .tag = writ_code(writ_text("USD"))};
    euros.number = dollars.number = writ_decimal_from_int(0);
    assert_false(writ_value_compare(euros, dollars, &order));
    assert_false(writ_value_equal(euros, dollars));
    assert_false(writ_value_equal(euros, writ_value_number(euros.number)));
    WritValue one = {.kind = WRIT_VALUE_RECORD, .tag = 1, .record = &(WritRecord){0}};
    WritValue other = {.kind = WRIT_VALUE_RECORD, .tag = 2, .record = one.record};
    assert_false(writ_value_equal(one, other));
    assert_false(writ_value_compare(writ_value_text(writ_text("a")),
                                    writ_value_text(writ_text("b")), &order));
}

static void ids_of_elements_do_not_count_for_equality(void **state)
{
    Fixture *fixture = *state;
    writ_arena_reset(fixture->arena);
    WritValue lines = {.kind = WRIT_VALUE_LIST};
    while (lines.list == NULL || lines.list->count < 2) {
        lines = any_value(fixture, TEST_LINES);
    }
    WritValue other = writ_value_copy(fixture->arena, lines);
    other.list->last_id += 5;
    other.list->items[1].record->id = other.list->last_id;
    assert_true(writ_value_equal(lines, other));
    other.list->items[1].record->fields[0] = writ_value_number(writ_decimal_from_int(-77));
    assert_false(writ_value_equal(lines, other));
}

static void documents_are_equal_by_name_and_content(void **state)
{
    Fixture *fixture = *state;
    writ_arena_reset(fixture->arena);
    WritDocument one = {writ_text("a.pdf"), 3, writ_hash(writ_text("one"))};
    WritDocument renamed = one;
    WritDocument other = one;
    renamed.name = writ_text("b.pdf");
    other.hash = writ_hash(writ_text("two"));
    WritValue value = writ_value_document(fixture->arena, &one);
    assert_true(writ_value_equal(value, writ_value_document(fixture->arena, &one)));
    assert_false(writ_value_equal(value, writ_value_document(fixture->arena, &renamed)));
    assert_false(writ_value_equal(value, writ_value_document(fixture->arena, &other)));
    int order = 0;
    assert_false(writ_value_compare(value, value, &order));
    writ_buffer_clear(&fixture->out);
    writ_value_print(&fixture->out, fixture->types, value);
    assert_string_equal(writ_buffer_string(&fixture->out), "a.pdf (3 bytes, 7692c3ad3540)");
}

// A name that could deceive or a size that cannot be are not read, whoever wrote the bytes.
static void bytes_of_no_document_are_refused(void **state)
{
    Fixture *fixture = *state;
    static const char *const names[] = {
        "",   ".",    "..",   "a/b",           "a\\b",         "a\nb",    " a",
        "a ", "\x7f", "\xff", "a\xe2\x80\xae", "\xef\xbb\xbf", "\xc2\x85"};
    char longest[WRIT_DOCUMENT_NAME_BYTES_MAX + 2];
    memset(longest, 'n', sizeof longest);
    for (size_t i = 0; i < sizeof names / sizeof names[0] + 4; i++) {
        size_t extra = i - sizeof names / sizeof names[0];
        WritText name = i < sizeof names / sizeof names[0] ? writ_text(names[i]) : writ_text("a");
        uint64_t size = extra == 2   ? WRIT_DOCUMENT_BYTES_MAX
                        : extra == 3 ? WRIT_DOCUMENT_BYTES_MAX + 1
                                     : 1;
        if (extra == 0 || extra == 1) {
            name = (WritText){longest, WRIT_DOCUMENT_NAME_BYTES_MAX + extra};
        }
        WritValue value;
        writ_buffer_clear(&fixture->out);
        writ_put_u8(&fixture->out, WRIT_VALUE_DOCUMENT);
        writ_put_text(&fixture->out, name);
        writ_put_uint(&fixture->out, size);
        writ_put_raw(&fixture->out, longest, WRIT_HASH_BYTES);
        assert_int_equal(reads(fixture, writ_buffer_text(&fixture->out), &value),
                         extra == 0 || extra == 2);
    }
}

static void a_value_of_one_kind_does_not_fit_another(void **state)
{
    Fixture *fixture = *state;
    static const WritTypeId plain[] = {
        TEST_BOOLEAN,  TEST_NUMBER,   TEST_PERCENT,  TEST_MONEY_EUR,    TEST_PIECES,  TEST_DATE,
        TEST_TIME,     TEST_INSTANT,  TEST_DURATION, TEST_WORKING_TIME, TEST_MONTH,   TEST_TEXT,
        TEST_INCOTERM, TEST_PRIORITY, TEST_PERSON,   TEST_ROLE,         TEST_COUNTRY, TEST_CURRENCY,
        TEST_LINE,     TEST_ORDER,    TEST_CALENDAR, TEST_DOCUMENT,
    };
    size_t count = sizeof plain / sizeof plain[0];
    writ_arena_reset(fixture->arena);
    for (size_t i = 0; i < count * count; i++) {
        WritValue value = any_value(fixture, plain[i / count]);
        bool same = plain[i / count] == plain[i % count];
        assert_int_equal(writ_value_fits(fixture->types, plain[i % count], value), same);
    }
    WritValue missing = {.kind = WRIT_VALUE_MISSING};
    assert_true(writ_value_fits(fixture->types, TEST_OPTIONAL_DATE, missing));
    assert_false(writ_value_fits(fixture->types, TEST_DATE, missing));
}

// Finds the field of a generated record, which the test then spoils.
static WritValue *field_of(Fixture *fixture, WritValue record, const char *name)
{
    uint32_t field = writ_types_find_field(&fixture->types->records[record.tag], writ_text(name));
    assert_int_not_equal(field, WRIT_NONE);
    return &record.record->fields[field];
}

static void records_keep_their_own_rules(void **state)
{
    Fixture *fixture = *state;
    writ_arena_reset(fixture->arena);
    WritValue line = any_value(fixture, TEST_LINE);
    WritValue *net = field_of(fixture, line, "net");
    WritValue *computed = field_of(fixture, line, "outstanding");
    assert_true(writ_value_fits(fixture->types, TEST_LINE, line));
    net->tag = net->tag == writ_code(writ_text("EUR")) ? writ_code(writ_text("USD"))
                                                       : writ_code(writ_text("EUR"));
    assert_false(writ_value_fits(fixture->types, TEST_LINE, line));
    net->tag = field_of(fixture, line, "currency")->tag;
    *computed = *field_of(fixture, line, "ordered");
    assert_false(writ_value_fits(fixture->types, TEST_LINE, line));
    *computed = (WritValue){.kind = WRIT_VALUE_MISSING};
    assert_true(writ_value_fits(fixture->types, TEST_LINE, line));
    field_of(fixture, line, "ordered")->tag = 1; // Kilograms.
    assert_false(writ_value_fits(fixture->types, TEST_LINE, line));
}

static void elements_have_different_ids(void **state)
{
    Fixture *fixture = *state;
    writ_arena_reset(fixture->arena);
    WritValue lines = {.kind = WRIT_VALUE_LIST};
    while (lines.list == NULL || lines.list->count < 3) {
        lines = any_value(fixture, TEST_LINES);
    }
    WritList *list = lines.list;
    uint32_t first = list->items[0].record->id;
    uint32_t last = list->items[2].record->id;
    list->items[0].record->id = last;
    assert_false(writ_value_fits(fixture->types, TEST_LINES, lines));
    list->items[2].record->id = first; // Moved, but each its own.
    assert_true(writ_value_fits(fixture->types, TEST_LINES, lines));
    list->items[1].record->id = 0;
    assert_false(writ_value_fits(fixture->types, TEST_LINES, lines));
    list->items[1].record->id = list->last_id + 1;
    assert_false(writ_value_fits(fixture->types, TEST_LINES, lines));
    list->items[1] = (WritValue){.kind = WRIT_VALUE_MISSING};
    assert_false(writ_value_fits(fixture->types, TEST_LINES, lines));
}

static void a_value_deeper_than_the_bound_does_not_fit(void **state)
{
    Fixture *fixture = *state;
    writ_arena_reset(fixture->arena);
    uint32_t box = fixture->types->types[TEST_BOX].index;
    WritValue value = {.kind = WRIT_VALUE_MISSING};
    for (int depth = 1; depth <= WRIT_VALUE_DEPTH_MAX + 1; depth++) {
        WritRecord *record = writ_record_new(fixture->arena, 2);
        record->fields[0] = value;
        record->fields[1] =
            (WritValue){.kind = WRIT_VALUE_LIST, .list = writ_list_new(fixture->arena, 0)};
        value = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = box, .record = record};
        // The empty list beside the innermost box is one deeper than the box.
        assert_int_equal(writ_value_fits(fixture->types, TEST_BOX, value),
                         depth < WRIT_VALUE_DEPTH_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_generated_value_has_its_type),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(equal_scalars_but_for_their_zeros_have_equal_bytes),
        cmocka_unit_test(no_prefix_is_a_value),
        cmocka_unit_test(a_changed_byte_is_refused_or_another_value),
        cmocka_unit_test(bytes_that_claim_too_much_cost_no_memory),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(bytes_outside_the_ranges_are_refused),
        cmocka_unit_test(a_bad_byte_in_a_text_is_seen_wherever_it_stands),
        cmocka_unit_test(a_copy_is_equal_and_stands_alone),
        cmocka_unit_test(order_and_equality_agree),
        cmocka_unit_test(what_has_no_common_measure_is_not_ordered),
        cmocka_unit_test(ids_of_elements_do_not_count_for_equality),
        cmocka_unit_test(documents_are_equal_by_name_and_content),
        cmocka_unit_test(bytes_of_no_document_are_refused),
        cmocka_unit_test(a_value_of_one_kind_does_not_fit_another),
        cmocka_unit_test(records_keep_their_own_rules),
        cmocka_unit_test(elements_have_different_ids),
        cmocka_unit_test(a_value_deeper_than_the_bound_does_not_fit),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
