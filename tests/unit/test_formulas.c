// Formulas: what they give, and what is said when they fail.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "support/book_text.h"

static const char text[] =
    "writ 2026\n"
    "module test.book version 1.0\n"
    "process take_order \"Take an order\"\n"
    "  process owner desk\n"
    "  starts on request by desk\n"
    "  starts with order : Order\n"
    "  starts with lists : Lists\n"
    "  ends as done\n"
    "  no deadline because \"The desk watches the orders\"\n"
    "  stage work \"Work on the order\"\n"
    "    step tell \"Tell the customer\"\n"
    "      notify desk with received\n"
    "    end the case as done\n"
    "role desk \"Order desk\"\n"
    "  filled from \"directory:desk\"\n"
    "message received\n"
    "  subject \"We have your order\"\n"
    "  text \"Somebody looks after it.\"\n"
    "unit kg \"kilograms\"\n"
    "record Line\n"
    "  weight : Quantity in kg\n"
    "ordered choice Priority is low, normal, high\n"
    "record Lists\n"
    "  priorities : list of Priority\n"
    "  counts : list of Number\n"
    "  priority : Priority computed as highest(priorities) or else low\n"
    "  highest_count : optional Number computed as highest(counts)\n"
    "  lowest_count : optional Number computed as lowest(counts)\n"
    "record Order\n"
    "  currency : Currency\n"
    "  list : Money in currency\n"
    "  discount : Percent\n"
    "  lines : list of Line\n"
    "  net : Money in currency computed as without_discount(currency, list, discount)\n"
    "  twice : Percent computed as doubled(doubled(discount))\n"
    "  heavy : Number computed as heavy(lines, 10 kg) + heavy(lines, 20 kg) * 10\n"
    "  mean : Percent computed as part(currency, list, net)\n"
    "formula without_discount \"What is left\"\n"
    "  given currency : Currency, list : Money in currency, discount : Percent\n"
    "  gives Money in currency\n"
    "  is list - list * discount\n"
    "formula doubled \"Twice as much\"\n"
    "  given discount : Percent\n"
    "  gives Percent\n"
    "  is discount + discount\n"
    "formula heavy \"How many lines are heavy\"\n"
    "  given lines : list of Line, limit : Quantity in kg\n"
    "  gives Number\n"
    "  is count of line in lines where (some other in lines has line.weight > limit)\n"
    "formula part \"One of the other\"\n"
    "  given currency : Currency, one : Money in currency, other : Money in currency\n"
    "  gives Percent\n"
    "  is share(one, other)\n";

static void values_stand_for_what_is_given(void **state)
{
    BookText *book = *state;
    const char *order = "{\"currency\": \"RON\", \"list\": \"200 RON\", \"discount\": \"15%\", "
                        "\"lines\": [{\"weight\": \"15 kg\"}, {\"weight\": \"25 kg\"}]}";
    assert_string_equal(book_compute(book, "Order", order, "net"), "170.00 RON");
    assert_string_equal(book_compute(book, "Order", order, "twice"), "60%");
}

static void variables_of_one_call_are_not_those_of_another(void **state)
{
    BookText *book = *state;
    const char *order = "{\"currency\": \"EUR\", \"list\": \"200 EUR\", \"discount\": \"15%\", "
                        "\"lines\": [{\"weight\": \"15 kg\"}, {\"weight\": \"25 kg\"}, "
                        "{\"weight\": \"5 kg\"}]}";
    assert_string_equal(book_compute(book, "Order", order, "heavy"), "12");
}

static void a_failure_names_the_formula(void **state)
{
    BookText *book = *state;
    const char *order = "{\"currency\": \"EUR\", \"list\": \"0 EUR\", \"discount\": \"15%\", "
                        "\"lines\": []}";
    assert_string_equal(book_compute(book, "Order", order, "mean"),
                        "share(one, other): the divisor is zero (in the result of part)");
}

static void a_failure_shows_the_call_as_it_is_written(void **state)
{
    BookText *book = *state;
    uint32_t record = book_record(book, "Order");
    uint32_t net = book->plan->types.records[record].fields[4].computed;
    WritBuffer printed = {0};
    writ_plan_print_expr(&printed, book->plan, net);
    assert_string_equal(writ_buffer_string(&printed), "without_discount(currency, list, discount)");
    writ_buffer_dispose(&printed);
}

static void the_highest_and_the_lowest_are_found(void **state)
{
    BookText *book = *state;
    const char *some = "{\"priorities\": [\"low\", \"high\", \"normal\"], \"counts\": [\"3\", "
                       "\"-1.50\", \"3.0\"]}";
    const char *none = "{\"priorities\": [], \"counts\": []}";
    assert_string_equal(book_compute(book, "Lists", some, "priority"), "high");
    assert_string_equal(book_compute(book, "Lists", some, "lowest_count"), "-1.50");
    assert_string_equal(book_compute(book, "Lists", some, "highest_count"), "3");
    assert_string_equal(book_compute(book, "Lists", none, "priority"), "low");
    assert_string_equal(book_compute(book, "Lists", none, "lowest_count"), "none");
}

static int open_book(void **state)
{
    static BookText book;
    book_open(&book, text);
    *state = &book;
    return 0;
}

static int close_book(void **state)
{
    book_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_stand_for_what_is_given),
        cmocka_unit_test(variables_of_one_call_are_not_those_of_another),
        cmocka_unit_test(a_failure_names_the_formula),
        cmocka_unit_test(the_highest_and_the_lowest_are_found),
        cmocka_unit_test(a_failure_shows_the_call_as_it_is_written),
    };
    return cmocka_run_group_tests_name("formulas", tests, open_book, close_book);
}
