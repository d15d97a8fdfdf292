#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "writ/nearest.h"
#include "writ/types.h"

#include "support/value_types.h"

static void a_code_has_one_number_and_comes_back(void **state)
{
    (void)state;
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char letters[5];
    WritCode largest = 0;
    for (size_t i = 0; i < 36 * 36 * 36; i++) {
        char code[3] = {alphabet[i / 1296], alphabet[i / 36 % 36], alphabet[i % 36]};
        WritCode number = writ_code((WritText){code, 3});
        assert_int_equal(writ_code_text(number, letters), 3);
        assert_memory_equal(letters, code, 3);
        assert_int_equal(letters[3], '\0');
        // The order of the alphabet is the order of the numbers, so no two are the same.
        assert_true(number > largest);
        largest = number;
    }
    assert_int_equal(writ_code_text(writ_code(writ_text("NL")), letters), 2);
    assert_string_equal(letters, "NL");
    assert_int_equal(writ_code_text(writ_code(writ_text("9999")), letters), 4);
    assert_string_equal(letters, "9999");
    assert_int_equal(writ_code_text(0, letters), 0);
}

static void what_is_no_code_is_zero(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "E", "EUROS", "eur", "E R", "EU\xc3", "E-R", "é"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(writ_code(writ_text(bad[i])), 0);
    }
}

static void types_print_as_the_language_writes_them(void **state)
{
    (void)state;
    static const struct {
        TestType type;
        const char *printed;
    } cases[] = {
        {TEST_BOOLEAN, "Boolean"},
        {TEST_NUMBER, "Number"},
        {TEST_PERCENT, "Percent"},
        {TEST_MONEY_EUR, "Money in EUR"},
        {TEST_MONEY_ANY, "Money"},
        {TEST_MONEY_SIBLING, "Money in currency"},
        {TEST_PIECES, "Quantity in pcs"},
        {TEST_QUANTITY_ANY, "Quantity"},
        {TEST_DATE, "Date"},
        {TEST_TIME, "Time"},
        {TEST_INSTANT, "Instant"},
        {TEST_DURATION, "Duration"},
        {TEST_WORKING_TIME, "WorkingTime"},
        {TEST_MONTH, "Month"},
        {TEST_TEXT, "Text"},
        {TEST_INCOTERM, "Incoterm"},
        {TEST_PERSON, "Person"},
        {TEST_ROLE, "Role"},
        {TEST_CALENDAR, "Calendar"},
        {TEST_COUNTRY, "Country"},
        {TEST_CURRENCY, "Currency"},
        {TEST_DOCUMENT, "Document"},
        {TEST_OPTIONAL_DATE, "optional Date"},
        {TEST_MONEYS_SIBLING, "list of Money in currency"},
        {TEST_OPTIONAL_NUMBERS, "list of optional Number"},
        {TEST_LINES, "list of OrderLine"},
        {TEST_ORDER, "Order"},
        {TEST_ANONYMOUS, "record with owner : Person, due : Date"},
    };
    WritArena *arena = writ_arena_new(1 << 20);
    WritTypes *types = test_types_new(arena);
    WritBuffer out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        writ_buffer_clear(&out);
        writ_types_print(&out, types, cases[i].type);
        assert_string_equal(writ_buffer_string(&out), cases[i].printed);
    }
    // Money by a sibling that its only record does not have, then by one in no record at all.
    WritRecordType *shorter = &types->records[types->types[TEST_ANONYMOUS].index];
    shorter->fields[0].type = TEST_MONEY_SIBLING;
    types->records = shorter;
    types->record_count = 1;
    writ_buffer_clear(&out);
    writ_types_print(&out, types, TEST_MONEY_SIBLING);
    assert_string_equal(writ_buffer_string(&out), "Money");
    types->record_count = 0;
    writ_buffer_clear(&out);
    writ_types_print(&out, types, TEST_MONEY_SIBLING);
    assert_string_equal(writ_buffer_string(&out), "Money");
    writ_buffer_dispose(&out);
    writ_arena_free(arena);
}

static void names_are_found_or_absent(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(1 << 20);
    WritTypes *types = test_types_new(arena);
    const WritRecordType *line = &types->records[types->types[TEST_LINE].index];
    const WritChoiceType *incoterm = &types->choices[types->types[TEST_INCOTERM].index];
    assert_int_equal(writ_types_find_field(line, writ_text("ordered")), 2);
    assert_int_equal(writ_types_find_field(line, writ_text("order")), WRIT_NONE);
    assert_int_equal(writ_types_find_value(incoterm, writ_text("DDP")), 3);
    assert_int_equal(writ_types_find_value(incoterm, writ_text("ddp")), WRIT_NONE);
    assert_int_equal(writ_types_find_unit(types, writ_text("kg")), 1);
    assert_int_equal(writ_types_find_unit(types, writ_text("")), WRIT_NONE);
    writ_arena_free(arena);
}

static const char *nearest_of(const char *word, const char *const *candidates)
{
    static char found[65];
    WritNearest nearest = writ_nearest(writ_text(word));
    for (; *candidates != NULL; candidates++) {
        writ_nearest_offer(&nearest, writ_text(*candidates));
    }
    memcpy(found, nearest.best.length > 0 ? nearest.best.data : "", nearest.best.length);
    found[nearest.best.length] = '\0';
    return found;
}

static void the_nearest_word_has_at_most_two_wrong_letters(void **state)
{
    (void)state;
    static const char *const words[] = {"deadline", "released", "withheld", "pcs",
                                        "kg",       "EUR",      NULL};
    assert_string_equal(nearest_of("dedline", words), "deadline");
    assert_string_equal(nearest_of("deadlines", words), "deadline");
    assert_string_equal(nearest_of("daedline", words), "deadline");
    assert_string_equal(nearest_of("relesd", words), "released");
    assert_string_equal(nearest_of("Released", words), "released");
    assert_string_equal(nearest_of("pc", words), "pcs");
    assert_string_equal(nearest_of("eur", words), "EUR");
    assert_string_equal(nearest_of("reld", words), "");
    assert_string_equal(nearest_of("xyz", words), "");
    assert_string_equal(nearest_of("lb", words), "");
    assert_string_equal(nearest_of("", words), "");
}

static void long_words_are_near_to_nothing(void **state)
{
    (void)state;
    char word[80];
    memset(word, 'x', sizeof word);
    WritNearest nearest = writ_nearest((WritText){word, 65});
    writ_nearest_offer(&nearest, (WritText){word, 65});
    assert_int_equal(nearest.best.length, 0);
    nearest = writ_nearest((WritText){word, 64});
    writ_nearest_offer(&nearest, (WritText){word, 63});
    assert_int_equal(nearest.best.length, 63);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_one_number_and_comes_back),
        cmocka_unit_test(what_is_no_code_is_zero),
        cmocka_unit_test(types_print_as_the_language_writes_them),
        cmocka_unit_test(names_are_found_or_absent),
        cmocka_unit_test(the_nearest_word_has_at_most_two_wrong_letters),
        cmocka_unit_test(long_words_are_near_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
