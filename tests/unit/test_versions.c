// Versions of a decision: which one is in force on which day, up to the first and last one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>

#include "support/book_text.h"
#include "support/random.h"

static const char head[] = "writ 2026\n"
                           "module test.book version 1.0\n"
                           "process take_order \"Take an order\"\n"
                           "  process owner desk\n"
                           "  starts on request by desk\n"
                           "  starts with order : Order\n"
                           "  stores limit : Number, at start 0\n"
                           "  ends as done\n"
                           "  no deadline because \"The desk watches the orders\"\n"
                           "  stage work \"Work on the order\"\n"
                           "    step find \"Find the limit\"\n"
                           "      decide limit using limits with count = order.count\n"
                           "    end the case as done\n"
                           "role desk \"Order desk\"\n"
                           "  filled from \"directory:desk\"\n"
                           "record Order\n"
                           "  count : Number\n";

static void add_version(WritBuffer *text, const char *force, uint32_t label)
{
    writ_buffer_format(text,
                       "decision limits \"Limits\"\n%s"
                       "  given count : Number\n  gives limit : Number\n"
                       "  exactly one row must match\n"
                       "  | if | count || then limit |\n  | V%u | any || %u |\n",
                       force, label, label);
}

// The day of 2026 that is `number` days after its first.
static void write_day(char day[16], uint32_t number)
{
    WritDate date = writ_date_from_days(20454 + (int64_t)number);
    (void)snprintf(day, 16, "%04d-%02d-%02d", (int)date.year, date.month, date.day);
}

// The label of the version that is in force, -1: none. Asked day by day of what was written down.
typedef struct Written {
    bool dated;
    uint32_t from, through; // UINT32_MAX: as long as no other begins.
    uint32_t label;
} Written;

static int64_t asked_slowly(const Written *versions, uint32_t count, uint32_t day)
{
    const Written *found = NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool began = !versions[i].dated || versions[i].from <= day;
        bool later = found == NULL ||
                     (versions[i].dated && (!found->dated || versions[i].from > found->from));
        if (began && later) {
            found = &versions[i];
        }
    }
    return found == NULL || found->through < day ? -1 : (int64_t)found->label;
}

static void check_book(Random *random)
{
    Written versions[4] = {0};
    uint32_t count = 1 + random_below(random, 4);
    WritBuffer text = {0};
    writ_buffer_add_string(&text, head);
    uint32_t start = 0;
    for (uint32_t i = 0; i < count; i++) {
        char from[16];
        char force[64] = "";
        start += 1 + random_below(random, 20);
        versions[i] = (Written){i > 0 || random_below(random, 2) == 0, start, UINT32_MAX, i + 1};
        write_day(from, start);
        if (versions[i].dated && i + 1 == count && random_below(random, 2) == 0) {
            char through[16];
            versions[i].through = start + random_below(random, 5);
            write_day(through, versions[i].through);
            (void)snprintf(force, sizeof force, "  in force from %s through %s\n", from, through);
        } else if (versions[i].dated) {
            (void)snprintf(force, sizeof force, "  in force from %s\n", from);
        }
        add_version(&text, force, i + 1);
    }
    BookText book;
    book_open(&book, writ_buffer_string(&text));
    uint32_t first = book_decision(&book, "limits");
    for (uint32_t day = 0; day < 100; day++) {
        uint32_t version = writ_plan_version(book.plan, first, 20454 + (int64_t)day);
        int64_t expected = asked_slowly(versions, count, day);
        assert_int_equal(version == WRIT_NONE, expected < 0);
        if (version != WRIT_NONE) {
            const WritRow *row = &book.plan->rows[book.plan->decisions[version].rows_start];
            char label[8];
            (void)snprintf(label, sizeof label, "V%d", (int)expected);
            assert_true(writ_text_is(row->label, label));
        }
    }
    book_close(&book);
    writ_buffer_dispose(&text);
}

static void each_day_has_the_version_that_began_last(void **state)
{
    (void)state;
    Random random = {5};
    for (int i = 0; i < 60; i++) {
        check_book(&random);
    }
}

static void the_order_of_versions_in_the_file_does_not_matter(void **state)
{
    (void)state;
    const char *force[] = {"", "  in force from 2026-03-01\n", "  in force from 2026-06-01\n"};
    WritHash hashes[2];
    for (uint32_t turn = 0; turn < 2; turn++) {
        WritBuffer text = {0};
        WritBuffer bytes = {0};
        BookText book;
        writ_buffer_add_string(&text, head);
        for (uint32_t i = 0; i < 3; i++) {
            uint32_t which = turn == 0 ? i : 2 - i;
            add_version(&text, force[which], which);
        }
        book_open(&book, writ_buffer_string(&text));
        writ_plan_encode(&bytes, book.plan);
        hashes[turn] = writ_plan_hash(writ_buffer_text(&bytes));
        book_close(&book);
        writ_buffer_dispose(&bytes);
        writ_buffer_dispose(&text);
    }
    assert_memory_equal(&hashes[0], &hashes[1], sizeof hashes[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_has_the_version_that_began_last),
        cmocka_unit_test(the_order_of_versions_in_the_file_does_not_matter),
    };
    return cmocka_run_group_tests_name("versions", tests, NULL, NULL);
}
