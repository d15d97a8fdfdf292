// Columns that are paths over what is given: what they see, version by version.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/book_text.h"
#include "support/random.h"

static const char text[] =
    "writ 2026\n"
    "module test.book version 1.0\n"
    "process take_order \"Take an order\"\n"
    "  process owner desk\n"
    "  starts on request by desk\n"
    "  starts with order : Order\n"
    "  stores route : Text, at start \"\"\n"
    "  stores levels : result of scrutiny\n"
    "  ends as done\n"
    "  no deadline because \"The desk watches the orders\"\n"
    "  stage work \"Work on the order\"\n"
    "    step find \"Find the way\"\n"
    "      decide route using routes with order = order, rush = no\n"
    "    step find_levels \"Find the levels\"\n"
    "      decide levels using scrutiny with order = order\n"
    "    end the case as done\n"
    "role desk \"Order desk\"\n"
    "  filled from \"directory:desk\"\n"
    "record Order\n"
    "  customer : Customer\n"
    "  count : Number\n"
    "  part : Percent computed as share(1, count)\n"
    "  due : optional Date\n"
    "record Customer\n"
    "  class : Class\n"
    "  credit : Money in EUR\n"
    "choice Class is standard, key_account\n"
    "decision routes \"Ways\"\n"
    "  given order : Order, rush : Boolean\n"
    "  gives route : Text\n"
    "  exactly one row must match\n"
    "  | if | rush | order.customer.class | order.part | order.due || then route |\n"
    "  | R10 | yes | any | any | any || \"rush\" |\n"
    "  | R20 | no | key_account | any | any || \"key {order.customer.credit}\" |\n"
    "  | R30 | no | standard | up to 10% | missing || \"many\" |\n"
    "  | R40 | no | standard | up to 10% | present || \"dated\" |\n"
    "  | R50 | no | standard | above 10% | any || \"few\" |\n"
    "decision scrutiny \"How closely each part is looked at\"\n"
    "  given order : Order\n"
    "  gives level : Text\n"
    "  every row that matches\n"
    "  | if | order.count | order.customer.credit || then level |\n"
    "  | C10 | above 10 | any || \"count\" |\n"
    "  | M10 | any | above 100 EUR || \"credit\" |\n";

#define ORDER(class, count, due)                                                                   \
    "{\"order\":{\"customer\":{\"class\":\"" class "\",\"credit\":\"200 EUR\"},\"count\":" count   \
        due "},\"rush\":false}"

static void columns_see_fields_of_what_is_given(void **state)
{
    (void)state;
    BookText book;
    book_open(&book, text);
    assert_string_equal(book_decide(&book, "routes", ORDER("key_account", "1", "")), "key 200 EUR");
    assert_string_equal(book_decide(&book, "routes", ORDER("standard", "5", "")), "few");
    assert_string_equal(book_decide(&book, "routes", ORDER("standard", "10", "")), "many");
    assert_string_equal(
        book_decide(&book, "routes", ORDER("standard", "10", ",\"due\":\"2026-03-02\"")), "dated");
    book_close(&book);
}

static void every_row_is_asked_by_its_own_path(void **state)
{
    (void)state;
    BookText book;
    book_open(&book, text);
    assert_string_equal(book_decide(&book, "scrutiny",
                                    "{\"order\":{\"customer\":{\"class\":\"standard\",\"credit\":"
                                    "\"200 EUR\"},\"count\":11}}"),
                        "[\"count\", \"credit\"]");
    book_close(&book);
}

// Each dimension is looked up by itself, and the highest level is the one that is needed.
static const char quotes[] =
    "writ 2026\n"
    "module test.book version 1.0\n"
    "process approve \"Approve a quote\"\n"
    "  process owner desk\n"
    "  starts on request by desk\n"
    "  starts with quote : Quote\n"
    "  stores levels : result of needed\n"
    "  stores level : Level, at start none_needed\n"
    "  ends as done\n"
    "  no deadline because \"The desk watches the quotes\"\n"
    "  stage work \"Work on the quote\"\n"
    "    step find \"Find the levels\"\n"
    "      decide levels using needed with quote = quote\n"
    "    step take \"Take the highest\"\n"
    "      set level to highest(levels) or else none_needed\n"
    "    end the case as done\n"
    "role desk \"Sales desk\"\n"
    "  filled from \"directory:desk\"\n"
    "ordered choice Level is none_needed, manager, director, board\n"
    "record Quote\n"
    "  discount : Percent\n"
    "  margin : Percent\n"
    "  terms : Number\n"
    "decision needed \"Who must agree, for each dimension\"\n"
    "  given quote : Quote\n"
    "  gives level : Level\n"
    "  every row that matches\n"
    "  | if | quote.discount | quote.margin | quote.terms || then level |\n"
    "  | D10 | above 5% up to 10% | any | any || manager |\n"
    "  | D20 | above 10% up to 18% | any | any || director |\n"
    "  | D30 | above 18% | any | any || board |\n"
    "  | M10 | any | 30% to below 35% | any || manager |\n"
    "  | M20 | any | 25% to below 30% | any || director |\n"
    "  | M30 | any | below 25% | any || board |\n"
    "  | T10 | any | any | above 30 up to 45 || manager |\n"
    "  | T20 | any | any | above 45 || director |\n";

static uint32_t above(uint32_t value, const uint32_t limits[3])
{
    return value > limits[2] ? 3 : value > limits[1] ? 2 : value > limits[0] ? 1 : 0;
}

static void each_dimension_names_its_own_level(void **state)
{
    (void)state;
    static const char *const levels[] = {"", "manager", "director", "board"};
    static const uint32_t discounts[] = {5, 10, 18}, terms[] = {30, 45, 1000},
                          lacks[] = {65, 70, 75};
    BookText book;
    Random random = {1};
    book_open(&book, quotes);
    for (int i = 0; i < 500; i++) {
        char json[200];
        char expected[200] = "[";
        uint32_t discount = random_below(&random, 25);
        uint32_t margin = random_below(&random, 50);
        uint32_t days = random_below(&random, 70);
        uint32_t needed[] = {above(discount, discounts), above(100 - margin, lacks),
                             above(days, terms)};
        for (int k = 0; k < 3; k++) {
            (void)strcat(expected, needed[k] > 0 && expected[1] != '\0' ? ", " : "");
            (void)strcat(expected, levels[needed[k]]);
        }
        (void)strcat(expected, "]");
        (void)snprintf(json, sizeof json,
                       "{\"quote\":{\"discount\":\"%u%%\",\"margin\":\"%u%%\",\"terms\":%u}}",
                       discount, margin, days);
        assert_string_equal(book_decide(&book, "needed", json), expected);
    }
    book_close(&book);
}

static void a_column_that_cannot_be_worked_out_says_whose_it_is(void **state)
{
    (void)state;
    BookText book;
    book_open(&book, text);
    assert_string_equal(book_decide(&book, "routes", ORDER("standard", "0", "")),
                        "share(1, count): the divisor is zero (in part of Order)");
    book_close(&book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_see_fields_of_what_is_given),
        cmocka_unit_test(every_row_is_asked_by_its_own_path),
        cmocka_unit_test(each_dimension_names_its_own_level),
        cmocka_unit_test(a_column_that_cannot_be_worked_out_says_whose_it_is),
    };
    return cmocka_run_group_tests_name("path_columns", tests, NULL, NULL);
}
