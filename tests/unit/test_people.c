// Who may act: the rule by example.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/company.h"

// `expected` is "emil/bert carla": emil for bert, and carla.
static void assert_acting(Company *company, const char *expected)
{
    company_settle(company);
    WritActing *acting;
    uint32_t count =
        writ_directory_acting(&company->directory, company->arena, &company->permission, &acting);
    WritBuffer out = {0};
    company_print_acting(&out, acting, count);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

// --- By example -----------------------------------------------------------------------------

static void whoever_has_the_role_and_is_there_may_act(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "dora", "managers", "north");
    company_belongs(&company, "bert", "managers", "south");
    company_belongs(&company, "anna", "managers", "north");
    company_belongs(&company, "carl", "reps", "");
    (void)company_role(&company, "managers");
    assert_acting(&company, "anna bert dora");
    company.permission.unit = writ_text("north");
    assert_acting(&company, "anna dora");
    company.permission.unit = writ_text("west");
    assert_acting(&company, "");
    company_end(&company);
}

static void a_role_without_units_is_the_role_of_every_unit(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "anna", "finance", "");
    company_belongs(&company, "bert", "managers", "south");
    company_belongs(&company, "bert", "managers", "north");
    company_belongs(&company, "carl", "managers", "");
    uint32_t finance = company_role(&company, "finance"),
             managers = company_role(&company, "managers");
    company.permission.unit = writ_text("north");
    company.permission.role = finance;
    assert_acting(&company, "anna");
    company.permission.role = managers;
    assert_acting(&company, "bert");
    company.permission.unit = (WritText){0};
    assert_acting(&company, "bert carl");
    company_end(&company);
}

static void an_absence_counts_from_its_first_to_its_last_day(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "");
    company_person(&company, "emil");
    company_away(&company, "bert", 100, 102, "emil");
    (void)company_role(&company, "managers");
    static const char *const expected[] = {"bert", "emil/bert", "emil/bert", "emil/bert", "bert"};
    for (int64_t day = 99; day <= 103; day++) {
        company.permission.day = day;
        assert_acting(&company, expected[day - 99]);
    }
    company_end(&company);
}

static void a_persons_own_substitute_comes_before_the_deputy_of_the_role(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "");
    company_belongs(&company, "carla", "directors", "");
    company_person(&company, "emil");
    company_away(&company, "bert", 100, 100, "emil");
    company_managers_and_directors(&company);
    assert_acting(&company, "emil/bert");
    company_bar(&company, "emil");
    assert_acting(&company, "carla/bert");
    company.permission.substitutes = false;
    assert_acting(&company, "");
    company_end(&company);
}

static void who_is_barred_acts_for_nobody_and_nobody_for_him(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "anna", "managers", "");
    company_belongs(&company, "bert", "managers", "");
    company_person(&company, "emil");
    company_away(&company, "bert", 100, 100, "emil");
    (void)company_role(&company, "managers");
    assert_acting(&company, "anna emil/bert");
    company_bar(&company, "bert");
    assert_acting(&company, "anna");
    company_bar(&company, "anna");
    assert_acting(&company, "");
    company_end(&company);
}

static void a_substitute_who_is_away_is_replaced_by_his_own(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "");
    company_away(&company, "bert", 100, 100, "emil");
    company_away(&company, "emil", 90, 110, "finn");
    company_away(&company, "finn", 100, 100, "gina");
    company_person(&company, "gina");
    (void)company_role(&company, "managers");
    assert_acting(&company, "gina/bert");
    company_bar(&company, "finn");
    assert_acting(&company, "");
    company_end(&company);
}

static void substitutes_in_a_circle_come_to_an_end(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "");
    company_belongs(&company, "carla", "directors", "");
    company_away(&company, "bert", 100, 100, "emil");
    company_away(&company, "emil", 100, 100, "bert");
    company_managers_and_directors(&company);
    assert_acting(&company, "carla/bert");
    company_end(&company);
}

static void the_chain_of_substitutes_is_bounded(void **state)
{
    (void)state;
    for (int hops = WRIT_SUBSTITUTE_HOPS_MAX; hops <= WRIT_SUBSTITUTE_HOPS_MAX + 1; hops++) {
        Company company;
        company_begin(&company);
        char ids[WRIT_SUBSTITUTE_HOPS_MAX + 2][8];
        for (int i = 0; i <= hops; i++) {
            (void)snprintf(ids[i], sizeof ids[i], "p%02d", i);
            company_person(&company, ids[i]);
            if (i > 0) {
                company_away(&company, ids[i - 1], 100, 100, ids[i]);
            }
        }
        company_belongs(&company, ids[0], "managers", "");
        (void)company_role(&company, "managers");
        assert_acting(&company, hops == WRIT_SUBSTITUTE_HOPS_MAX ? "p08/p00" : "");
        company_end(&company);
    }
}

static void deputies_come_in_their_order_and_then_their_own(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    uint32_t first = company_role(&company, "first");
    uint32_t second = company_role(&company, "second");
    uint32_t third = company_role(&company, "third");
    uint32_t fourth = company_role(&company, "fourth");
    company_deputy(&company, first, second);
    company_deputy(&company, first, third);
    company_deputy(&company, second, fourth);
    company_deputy(&company, fourth, first);
    company_belongs(&company, "x", "fourth", "");
    assert_acting(&company, "x");
    company_belongs(&company, "y", "third", "");
    assert_acting(&company, "y");
    company_belongs(&company, "z", "second", "");
    assert_acting(&company, "z");
    company_end(&company);
}

static void a_deputy_is_of_the_unit_that_is_asked(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "north");
    company_belongs(&company, "carla", "directors", "north");
    company_belongs(&company, "dirk", "directors", "south");
    company_belongs(&company, "cco", "cco", "");
    uint32_t managers = company_role(&company, "managers"),
             directors = company_role(&company, "directors"), cco = company_role(&company, "cco");
    company_deputy(&company, managers, directors);
    company_deputy(&company, directors, cco);
    company.permission.unit = writ_text("north");
    company_bar(&company, "bert");
    assert_acting(&company, "carla");
    company_bar(&company, "carla");
    assert_acting(&company, "cco");
    company_end(&company);
}

// A deputy acts for a holder who is away, never for another deputy who is.
static void whom_a_deputy_stands_in_for_is_a_holder_of_the_role(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "");
    company_belongs(&company, "carla", "directors", "");
    company_belongs(&company, "dirk", "cco", "");
    company_away(&company, "carla", 100, 100, "");
    company_managers_and_directors(&company);
    company_deputy(&company, 1, company_role(&company, "cco"));
    company_bar(&company, "bert");
    assert_acting(&company, "dirk");
    company.permission.barred_count = 0;
    company_away(&company, "bert", 100, 100, "");
    assert_acting(&company, "dirk/bert");
    company_end(&company);
}

static void a_member_of_several_units_is_one_member_of_the_group(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "bert", "managers", "south");
    company_belongs(&company, "anna", "managers", "south");
    company_belongs(&company, "anna", "managers", "north");
    company_belongs(&company, "anna", "managers", "");
    company_settle(&company);
    const WritPerson **members;
    uint32_t count = writ_directory_members(&company.directory, company.arena,
                                            writ_text("managers"), writ_text(""), &members);
    assert_int_equal(count, 2);
    assert_true(writ_text_is(members[0]->id, "anna"));
    assert_true(writ_text_is(members[1]->id, "bert"));
    count = writ_directory_members(&company.directory, company.arena, writ_text("managers"),
                                   writ_text("north"), &members);
    assert_int_equal(count, 1);
    count = writ_directory_members(&company.directory, company.arena, writ_text("manager"),
                                   writ_text(""), &members);
    assert_int_equal(count, 0);
    company_end(&company);
}

static void each_person_counts_once_and_in_his_own_right_first(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "anna", "managers", "");
    company_belongs(&company, "bert", "managers", "");
    company_belongs(&company, "carl", "managers", "");
    company_away(&company, "anna", 100, 100, "carl");
    company_away(&company, "bert", 100, 100, "dora");
    company_person(&company, "dora");
    (void)company_role(&company, "managers");
    assert_acting(&company, "carl dora/bert");
    company_belongs(&company, "eve", "managers", "");
    company_away(&company, "eve", 100, 100, "dora");
    assert_acting(&company, "carl dora/bert");
    company_end(&company);
}

static void a_person_who_is_asked_is_replaced_like_a_holder(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_person(&company, "bert");
    company_person(&company, "emil");
    company.permission.role = UINT32_MAX;
    company.permission.person = writ_text("bert");
    assert_acting(&company, "bert");
    company_away(&company, "bert", 100, 100, "emil");
    assert_acting(&company, "emil/bert");
    company.permission.substitutes = false;
    assert_acting(&company, "");
    company.permission.person = writ_text("nobody");
    assert_acting(&company, "");
    company_end(&company);
}

// 40 roles that all name each other: as many ways as there are orders, but 40 roles.
static void many_deputies_are_looked_at_once_each(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_person(&company, "anna");
    char groups[COMPANY_ROLES_MAX][8];
    for (uint32_t i = 0; i < COMPANY_ROLES_MAX; i++) {
        (void)snprintf(groups[i], sizeof groups[i], "g%u", i);
        (void)company_role(&company, groups[i]);
    }
    for (uint32_t i = 0; i < COMPANY_ROLES_MAX; i++) {
        for (uint32_t j = 0; j < COMPANY_ROLES_MAX; j++) {
            company_deputy(&company, i, j);
        }
    }
    assert_acting(&company, "");
    company_belongs(&company, "anna", "g39", "");
    assert_acting(&company, "anna");
    company_end(&company);
}

static void people_are_found_by_account_and_manager(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    WritPerson *anna = company_person(&company, "anna");
    anna->accounts[anna->account_count++] = writ_text("anna.a");
    anna->accounts[anna->account_count++] = writ_text("aa");
    anna->reports_to = writ_text("bert");
    WritPerson *bert = company_person(&company, "bert");
    bert->accounts[bert->account_count++] = writ_text("ab");
    company_settle(&company);
    const WritDirectory *directory = &company.directory;
    const WritPerson *found = writ_directory_find_account(directory, writ_text("aa"));
    assert_true(writ_text_is(found->id, "anna"));
    assert_true(writ_text_is(writ_directory_manager(directory, found)->id, "bert"));
    found = writ_directory_find_account(directory, writ_text("ab"));
    assert_null(writ_directory_manager(directory, found));
    assert_null(writ_directory_find_account(directory, writ_text("a")));
    assert_null(writ_directory_find_account(directory, writ_text("")));
    assert_null(writ_directory_find(directory, writ_text("carl")));
    company_end(&company);
}

static void every_reason_can_be_told(void **state)
{
    (void)state;
    Company company;
    company_begin(&company);
    company_belongs(&company, "anna", "managers", "north");
    company_belongs(&company, "bert", "managers", "north");
    company_belongs(&company, "carl", "managers", "north");
    company_belongs(&company, "dora", "managers", "south");
    company_belongs(&company, "eve", "managers", "north");
    company_away(&company, "bert", 90, 110, "finn");
    company_away(&company, "finn", 90, 110, "gina");
    company_away(&company, "eve", 90, 110, "hans");
    company_belongs(&company, "ida", "directors", "");
    company_person(&company, "gina");
    company_person(&company, "hans");
    company_person(&company, "nobody");
    uint32_t managers = company_role(&company, "managers"),
             directors = company_role(&company, "directors");
    company_deputy(&company, managers, directors);
    company_bar(&company, "carl");
    company_bar(&company, "eve");
    company.permission.unit = writ_text("north");
    company_settle(&company);
    static const struct {
        const char *person;
        WritStanding standing;
        const char *on_behalf, *through;
    } expected[] = {
        {"anna", WRIT_STANDING_HOLDER, "", ""},
        {"gina", WRIT_STANDING_SUBSTITUTE, "bert", "finn"},
        {"carl", WRIT_STANDING_BARRED, "", ""},
        {"eve", WRIT_STANDING_BARRED, "", ""},
        {"bert", WRIT_STANDING_AWAY, "", ""},
        {"finn", WRIT_STANDING_AWAY, "", "bert"},
        {"hans", WRIT_STANDING_FOR_BARRED, "", "eve"},
        {"dora", WRIT_STANDING_OTHER_UNIT, "", ""},
        {"ida", WRIT_STANDING_NOT_NEEDED, "", ""},
    };
    WritCandidate *candidates;
    uint32_t count =
        writ_directory_explain(&company.directory, company.arena, &company.permission, &candidates);
    assert_int_equal(count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(writ_text_is(candidates[i].person, expected[i].person));
        assert_int_equal(candidates[i].standing, expected[i].standing);
        assert_true(writ_text_is(candidates[i].on_behalf, expected[i].on_behalf));
        assert_true(writ_text_is(candidates[i].through, expected[i].through));
        assert_int_equal(candidates[i].role, i == 8 ? directors : managers);
        assert_int_equal(candidates[i].absence != NULL,
                         candidates[i].standing == WRIT_STANDING_AWAY);
    }
    company.permission.substitutes = false;
    count =
        writ_directory_explain(&company.directory, company.arena, &company.permission, &candidates);
    uint32_t without = 0;
    for (uint32_t i = 0; i < count; i++) {
        without += candidates[i].standing == WRIT_STANDING_NO_SUBSTITUTES;
    }
    assert_int_equal(without, 3); // finn, hans and ida
    company_end(&company);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_has_the_role_and_is_there_may_act),
        cmocka_unit_test(a_role_without_units_is_the_role_of_every_unit),
        cmocka_unit_test(an_absence_counts_from_its_first_to_its_last_day),
        cmocka_unit_test(a_persons_own_substitute_comes_before_the_deputy_of_the_role),
        cmocka_unit_test(who_is_barred_acts_for_nobody_and_nobody_for_him),
        cmocka_unit_test(a_substitute_who_is_away_is_replaced_by_his_own),
        cmocka_unit_test(substitutes_in_a_circle_come_to_an_end),
        cmocka_unit_test(the_chain_of_substitutes_is_bounded),
        cmocka_unit_test(deputies_come_in_their_order_and_then_their_own),
        cmocka_unit_test(a_deputy_is_of_the_unit_that_is_asked),
        cmocka_unit_test(whom_a_deputy_stands_in_for_is_a_holder_of_the_role),
        cmocka_unit_test(a_member_of_several_units_is_one_member_of_the_group),
        cmocka_unit_test(each_person_counts_once_and_in_his_own_right_first),
        cmocka_unit_test(a_person_who_is_asked_is_replaced_like_a_holder),
        cmocka_unit_test(many_deputies_are_looked_at_once_each),
        cmocka_unit_test(people_are_found_by_account_and_manager),
        cmocka_unit_test(every_reason_can_be_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
