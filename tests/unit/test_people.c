// Who may act: the rule by example, and against a slow search of its own over random directories.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/random.h"
#include "writ/people.h"

enum { PERSONS_MAX = 40, ROLES_MAX = 40, LIST_MAX = 4 };

// A directory that is written down in a test, and what is asked of it.
typedef struct Company {
    WritArena *arena;
    WritPerson persons[PERSONS_MAX];
    uint32_t person_count;
    WritDirectory directory; // After `settle`.
    WritRoleFilling roles[ROLES_MAX];
    uint32_t deputies[ROLES_MAX][ROLES_MAX];
    uint32_t role_count;
    WritText barred[LIST_MAX];
    WritPermission permission;
} Company;

static void begin(Company *company)
{
    *company = (Company){.arena = writ_arena_new(16 << 20)};
    company->permission.roles = company->roles;
    company->permission.barred = company->barred;
    company->permission.substitutes = true;
    company->permission.day = 100;
}

static void end(Company *company)
{
    writ_arena_free(company->arena);
}

static WritPerson *person(Company *company, const char *id)
{
    for (uint32_t i = 0; i < company->person_count; i++) {
        if (writ_text_is(company->persons[i].id, id)) {
            return &company->persons[i];
        }
    }
    WritPerson *added = &company->persons[company->person_count++];
    *added = (WritPerson){.id = writ_arena_text(company->arena, writ_text(id))};
    added->memberships = writ_arena_array(company->arena, LIST_MAX, sizeof(WritMembership));
    added->absences = writ_arena_array(company->arena, LIST_MAX, sizeof(WritAbsence));
    added->accounts = writ_arena_array(company->arena, LIST_MAX, sizeof(WritText));
    return added;
}

static void belongs(Company *company, const char *id, const char *group, const char *unit)
{
    WritPerson *at = person(company, id);
    at->memberships[at->membership_count++] = (WritMembership){writ_text(group), writ_text(unit)};
}

static void away(Company *company, const char *id, int64_t from, int64_t through, const char *by)
{
    WritPerson *at = person(company, id);
    at->absences[at->absence_count++] = (WritAbsence){from, through, writ_text(by)};
}

static uint32_t role(Company *company, const char *group)
{
    company->roles[company->role_count] = (WritRoleFilling){
        .group = writ_text(group), .deputies = company->deputies[company->role_count]};
    return company->role_count++;
}

static void deputy(Company *company, uint32_t of, uint32_t is)
{
    company->deputies[of][company->roles[of].deputy_count++] = is;
}

static void managers_and_directors(Company *company)
{
    uint32_t managers = role(company, "managers");
    deputy(company, managers, role(company, "directors"));
}

static void bar(Company *company, const char *id)
{
    company->barred[company->permission.barred_count++] = writ_text(id);
}

// Through bytes, as every directory that is asked.
static void settle(Company *company)
{
    WritDirectory filled = {company->persons, company->person_count, NULL};
    writ_directory_sort(&filled);
    WritBuffer bytes = {0};
    writ_directory_encode(&bytes, &filled);
    WritError error;
    WritText kept = writ_arena_text(company->arena, writ_buffer_text(&bytes));
    WritStatus status = writ_directory_decode(&company->directory, company->arena, kept, &error);
    writ_buffer_dispose(&bytes);
    if (status != WRIT_OK) {
        fail_msg("%s", error.text);
    }
}

static void print_acting(WritBuffer *out, const WritActing *acting, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_format(out, "%s%.*s", i > 0 ? " " : "", WRIT_TEXT_ARGS(acting[i].person));
        if (acting[i].on_behalf.length > 0) {
            writ_buffer_format(out, "/%.*s", WRIT_TEXT_ARGS(acting[i].on_behalf));
        }
    }
}

// `expected` is "emil/bert carla": emil for bert, and carla.
static void assert_acting(Company *company, const char *expected)
{
    settle(company);
    WritActing *acting;
    uint32_t count =
        writ_directory_acting(&company->directory, company->arena, &company->permission, &acting);
    WritBuffer out = {0};
    print_acting(&out, acting, count);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

// --- By example -----------------------------------------------------------------------------

static void whoever_has_the_role_and_is_there_may_act(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "dora", "managers", "north");
    belongs(&company, "bert", "managers", "south");
    belongs(&company, "anna", "managers", "north");
    belongs(&company, "carl", "reps", "");
    (void)role(&company, "managers");
    assert_acting(&company, "anna bert dora");
    company.permission.unit = writ_text("north");
    assert_acting(&company, "anna dora");
    company.permission.unit = writ_text("west");
    assert_acting(&company, "");
    end(&company);
}

static void a_role_without_units_is_the_role_of_every_unit(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "anna", "finance", "");
    belongs(&company, "bert", "managers", "south");
    belongs(&company, "bert", "managers", "north");
    belongs(&company, "carl", "managers", "");
    uint32_t finance = role(&company, "finance"), managers = role(&company, "managers");
    company.permission.unit = writ_text("north");
    company.permission.role = finance;
    assert_acting(&company, "anna");
    company.permission.role = managers;
    assert_acting(&company, "bert");
    company.permission.unit = (WritText){0};
    assert_acting(&company, "bert carl");
    end(&company);
}

static void an_absence_counts_from_its_first_to_its_last_day(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "");
    person(&company, "emil");
    away(&company, "bert", 100, 102, "emil");
    (void)role(&company, "managers");
    static const char *const expected[] = {"bert", "emil/bert", "emil/bert", "emil/bert", "bert"};
    for (int64_t day = 99; day <= 103; day++) {
        company.permission.day = day;
        assert_acting(&company, expected[day - 99]);
    }
    end(&company);
}

static void a_persons_own_substitute_comes_before_the_deputy_of_the_role(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "");
    belongs(&company, "carla", "directors", "");
    person(&company, "emil");
    away(&company, "bert", 100, 100, "emil");
    managers_and_directors(&company);
    assert_acting(&company, "emil/bert");
    bar(&company, "emil");
    assert_acting(&company, "carla/bert");
    company.permission.substitutes = false;
    assert_acting(&company, "");
    end(&company);
}

static void who_is_barred_acts_for_nobody_and_nobody_for_him(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "anna", "managers", "");
    belongs(&company, "bert", "managers", "");
    person(&company, "emil");
    away(&company, "bert", 100, 100, "emil");
    (void)role(&company, "managers");
    assert_acting(&company, "anna emil/bert");
    bar(&company, "bert");
    assert_acting(&company, "anna");
    bar(&company, "anna");
    assert_acting(&company, "");
    end(&company);
}

static void a_substitute_who_is_away_is_replaced_by_his_own(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "");
    away(&company, "bert", 100, 100, "emil");
    away(&company, "emil", 90, 110, "finn");
    away(&company, "finn", 100, 100, "gina");
    person(&company, "gina");
    (void)role(&company, "managers");
    assert_acting(&company, "gina/bert");
    bar(&company, "finn");
    assert_acting(&company, "");
    end(&company);
}

static void substitutes_in_a_circle_come_to_an_end(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "");
    belongs(&company, "carla", "directors", "");
    away(&company, "bert", 100, 100, "emil");
    away(&company, "emil", 100, 100, "bert");
    managers_and_directors(&company);
    assert_acting(&company, "carla/bert");
    end(&company);
}

static void the_chain_of_substitutes_is_bounded(void **state)
{
    (void)state;
    for (int hops = WRIT_SUBSTITUTE_HOPS_MAX; hops <= WRIT_SUBSTITUTE_HOPS_MAX + 1; hops++) {
        Company company;
        begin(&company);
        char ids[WRIT_SUBSTITUTE_HOPS_MAX + 2][8];
        for (int i = 0; i <= hops; i++) {
            (void)snprintf(ids[i], sizeof ids[i], "p%02d", i);
            person(&company, ids[i]);
            if (i > 0) {
                away(&company, ids[i - 1], 100, 100, ids[i]);
            }
        }
        belongs(&company, ids[0], "managers", "");
        (void)role(&company, "managers");
        assert_acting(&company, hops == WRIT_SUBSTITUTE_HOPS_MAX ? "p08/p00" : "");
        end(&company);
    }
}

static void deputies_come_in_their_order_and_then_their_own(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    uint32_t first = role(&company, "first");
    uint32_t second = role(&company, "second");
    uint32_t third = role(&company, "third");
    uint32_t fourth = role(&company, "fourth");
    deputy(&company, first, second);
    deputy(&company, first, third);
    deputy(&company, second, fourth);
    deputy(&company, fourth, first);
    belongs(&company, "x", "fourth", "");
    assert_acting(&company, "x");
    belongs(&company, "y", "third", "");
    assert_acting(&company, "y");
    belongs(&company, "z", "second", "");
    assert_acting(&company, "z");
    end(&company);
}

static void a_deputy_is_of_the_unit_that_is_asked(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "north");
    belongs(&company, "carla", "directors", "north");
    belongs(&company, "dirk", "directors", "south");
    belongs(&company, "cco", "cco", "");
    uint32_t managers = role(&company, "managers"), directors = role(&company, "directors"),
             cco = role(&company, "cco");
    deputy(&company, managers, directors);
    deputy(&company, directors, cco);
    company.permission.unit = writ_text("north");
    bar(&company, "bert");
    assert_acting(&company, "carla");
    bar(&company, "carla");
    assert_acting(&company, "cco");
    end(&company);
}

// A deputy acts for a holder who is away, never for another deputy who is.
static void whom_a_deputy_stands_in_for_is_a_holder_of_the_role(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "");
    belongs(&company, "carla", "directors", "");
    belongs(&company, "dirk", "cco", "");
    away(&company, "carla", 100, 100, "");
    managers_and_directors(&company);
    deputy(&company, 1, role(&company, "cco"));
    bar(&company, "bert");
    assert_acting(&company, "dirk");
    company.permission.barred_count = 0;
    away(&company, "bert", 100, 100, "");
    assert_acting(&company, "dirk/bert");
    end(&company);
}

static void a_member_of_several_units_is_one_member_of_the_group(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "bert", "managers", "south");
    belongs(&company, "anna", "managers", "south");
    belongs(&company, "anna", "managers", "north");
    belongs(&company, "anna", "managers", "");
    settle(&company);
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
    end(&company);
}

static void each_person_counts_once_and_in_his_own_right_first(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "anna", "managers", "");
    belongs(&company, "bert", "managers", "");
    belongs(&company, "carl", "managers", "");
    away(&company, "anna", 100, 100, "carl");
    away(&company, "bert", 100, 100, "dora");
    person(&company, "dora");
    (void)role(&company, "managers");
    assert_acting(&company, "carl dora/bert");
    belongs(&company, "eve", "managers", "");
    away(&company, "eve", 100, 100, "dora");
    assert_acting(&company, "carl dora/bert");
    end(&company);
}

static void a_person_who_is_asked_is_replaced_like_a_holder(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    person(&company, "bert");
    person(&company, "emil");
    company.permission.role = UINT32_MAX;
    company.permission.person = writ_text("bert");
    assert_acting(&company, "bert");
    away(&company, "bert", 100, 100, "emil");
    assert_acting(&company, "emil/bert");
    company.permission.substitutes = false;
    assert_acting(&company, "");
    company.permission.person = writ_text("nobody");
    assert_acting(&company, "");
    end(&company);
}

// 40 roles that all name each other: as many ways as there are orders, but 40 roles.
static void many_deputies_are_looked_at_once_each(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    person(&company, "anna");
    char groups[ROLES_MAX][8];
    for (uint32_t i = 0; i < ROLES_MAX; i++) {
        (void)snprintf(groups[i], sizeof groups[i], "g%u", i);
        (void)role(&company, groups[i]);
    }
    for (uint32_t i = 0; i < ROLES_MAX; i++) {
        for (uint32_t j = 0; j < ROLES_MAX; j++) {
            deputy(&company, i, j);
        }
    }
    assert_acting(&company, "");
    belongs(&company, "anna", "g39", "");
    assert_acting(&company, "anna");
    end(&company);
}

static void people_are_found_by_account_and_manager(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    WritPerson *anna = person(&company, "anna");
    anna->accounts[anna->account_count++] = writ_text("anna.a");
    anna->accounts[anna->account_count++] = writ_text("aa");
    anna->reports_to = writ_text("bert");
    WritPerson *bert = person(&company, "bert");
    bert->accounts[bert->account_count++] = writ_text("ab");
    settle(&company);
    const WritDirectory *directory = &company.directory;
    const WritPerson *found = writ_directory_find_account(directory, writ_text("aa"));
    assert_true(writ_text_is(found->id, "anna"));
    assert_true(writ_text_is(writ_directory_manager(directory, found)->id, "bert"));
    found = writ_directory_find_account(directory, writ_text("ab"));
    assert_null(writ_directory_manager(directory, found));
    assert_null(writ_directory_find_account(directory, writ_text("a")));
    assert_null(writ_directory_find_account(directory, writ_text("")));
    assert_null(writ_directory_find(directory, writ_text("carl")));
    end(&company);
}

static void every_reason_can_be_told(void **state)
{
    (void)state;
    Company company;
    begin(&company);
    belongs(&company, "anna", "managers", "north");
    belongs(&company, "bert", "managers", "north");
    belongs(&company, "carl", "managers", "north");
    belongs(&company, "dora", "managers", "south");
    belongs(&company, "eve", "managers", "north");
    away(&company, "bert", 90, 110, "finn");
    away(&company, "finn", 90, 110, "gina");
    away(&company, "eve", 90, 110, "hans");
    belongs(&company, "ida", "directors", "");
    person(&company, "gina");
    person(&company, "hans");
    person(&company, "nobody");
    uint32_t managers = role(&company, "managers"), directors = role(&company, "directors");
    deputy(&company, managers, directors);
    bar(&company, "carl");
    bar(&company, "eve");
    company.permission.unit = writ_text("north");
    settle(&company);
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
    WritVerdict *verdicts;
    uint32_t count =
        writ_directory_explain(&company.directory, company.arena, &company.permission, &verdicts);
    assert_int_equal(count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(writ_text_is(verdicts[i].person, expected[i].person));
        assert_int_equal(verdicts[i].standing, expected[i].standing);
        assert_true(writ_text_is(verdicts[i].on_behalf, expected[i].on_behalf));
        assert_true(writ_text_is(verdicts[i].through, expected[i].through));
        assert_int_equal(verdicts[i].role, i == 8 ? directors : managers);
        assert_int_equal(verdicts[i].absence != NULL, verdicts[i].standing == WRIT_STANDING_AWAY);
    }
    company.permission.substitutes = false;
    count =
        writ_directory_explain(&company.directory, company.arena, &company.permission, &verdicts);
    uint32_t without = 0;
    for (uint32_t i = 0; i < count; i++) {
        without += verdicts[i].standing == WRIT_STANDING_NO_SUBSTITUTES;
    }
    assert_int_equal(without, 3); // finn, hans and ida
    end(&company);
}

// --- The oracle -----------------------------------------------------------------------------
// Works on the list as it was written, without order, index or queue.

static bool oracle_has(const Company *company, const WritPerson *at, WritText group, WritText unit)
{
    bool group_has_units = false;
    for (uint32_t i = 0; i < company->person_count; i++) {
        for (uint32_t j = 0; j < company->persons[i].membership_count; j++) {
            const WritMembership *membership = &company->persons[i].memberships[j];
            group_has_units = group_has_units || (writ_text_equal(membership->group, group) &&
                                                  membership->unit.length > 0);
        }
    }
    for (uint32_t j = 0; j < at->membership_count; j++) {
        if (writ_text_equal(at->memberships[j].group, group) &&
            (unit.length == 0 || !group_has_units ||
             writ_text_equal(at->memberships[j].unit, unit))) {
            return true;
        }
    }
    return false;
}

static const WritAbsence *oracle_absence(const Company *company, const WritPerson *at)
{
    int64_t day = company->permission.day;
    for (uint32_t i = 0; i < at->absence_count; i++) {
        if (!(day < at->absences[i].from) && !(day > at->absences[i].through)) {
            return &at->absences[i];
        }
    }
    return NULL;
}

static const WritPerson *oracle_person(const Company *company, WritText id)
{
    for (uint32_t i = 0; i < company->person_count; i++) {
        if (writ_text_equal(company->persons[i].id, id)) {
            return &company->persons[i];
        }
    }
    return NULL;
}

static bool oracle_barred(const Company *company, WritText id)
{
    for (uint32_t i = 0; i < company->permission.barred_count; i++) {
        if (writ_text_equal(company->barred[i], id)) {
            return true;
        }
    }
    return false;
}

// Who acts in the end for somebody who is away.
static const WritPerson *oracle_end(const Company *company, const WritPerson *at, int hops_left)
{
    const WritAbsence *absence = oracle_absence(company, at);
    if (oracle_barred(company, at->id)) {
        return NULL;
    }
    if (absence == NULL) {
        return at;
    }
    const WritPerson *named = oracle_person(company, absence->replaced_by);
    return named == NULL || hops_left == 0 ? NULL : oracle_end(company, named, hops_left - 1);
}

typedef struct Found {
    WritActing items[PERSONS_MAX];
    uint32_t count;
} Found;

static void oracle_add(Found *found, WritText id, WritText on_behalf)
{
    for (uint32_t i = 0; i < found->count; i++) {
        if (writ_text_equal(found->items[i].person, id)) {
            return;
        }
    }
    found->items[found->count++] = (WritActing){id, on_behalf};
}

// The persons by id, found by counting who is smaller.
static const WritPerson *oracle_nth(const Company *company, uint32_t rank)
{
    for (uint32_t i = 0; i < company->person_count; i++) {
        uint32_t smaller = 0;
        for (uint32_t j = 0; j < company->person_count; j++) {
            smaller += writ_text_compare(company->persons[j].id, company->persons[i].id) < 0;
        }
        if (smaller == rank) {
            return &company->persons[i];
        }
    }
    return NULL;
}

static bool oracle_holds(const Company *company, const WritPerson *at, uint32_t asked)
{
    return asked == UINT32_MAX
               ? writ_text_equal(at->id, company->permission.person)
               : oracle_has(company, at, company->roles[asked].group, company->permission.unit);
}

static void oracle_role(Found *found, const Company *company, uint32_t asked, WritText principal)
{
    for (int pass = 0; pass < (company->permission.substitutes ? 2 : 1); pass++) {
        for (uint32_t rank = 0; rank < company->person_count; rank++) {
            const WritPerson *at = oracle_nth(company, rank);
            bool is_away = oracle_absence(company, at) != NULL;
            if (!oracle_holds(company, at, asked) || is_away != (pass == 1)) {
                continue;
            }
            const WritPerson *acts = oracle_end(company, at, WRIT_SUBSTITUTE_HOPS_MAX);
            if (acts != NULL) {
                oracle_add(found, acts->id, is_away ? at->id : principal);
            }
        }
    }
}

static WritText oracle_principal(const Company *company)
{
    for (uint32_t rank = 0; rank < company->person_count; rank++) {
        const WritPerson *at = oracle_nth(company, rank);
        if (oracle_holds(company, at, company->permission.role) &&
            oracle_absence(company, at) != NULL && !oracle_barred(company, at->id)) {
            return at->id;
        }
    }
    return (WritText){0};
}

// All ways of exactly `length` deputies, in the order of the lists: the nearest roles first. A role
// that was met on a shorter way, or on an earlier one of this length, is passed over.
static void oracle_ways(Found *found, const Company *company, uint32_t from, int length, bool *met)
{
    if (length == 0) {
        if (!met[from] && found->count == 0) {
            met[from] = true;
            oracle_role(found, company, from, oracle_principal(company));
        }
        return;
    }
    for (uint32_t i = 0; i < company->roles[from].deputy_count; i++) {
        oracle_ways(found, company, company->deputies[from][i], length - 1, met);
    }
}

static void oracle_acting(Found *found, const Company *company)
{
    bool met[ROLES_MAX] = {false};
    uint32_t asked = company->permission.role;
    *found = (Found){.count = 0};
    oracle_role(found, company, asked, (WritText){0});
    if (asked == UINT32_MAX || !company->permission.substitutes) {
        return;
    }
    met[asked] = true;
    for (int length = 1; length <= (int)company->role_count && found->count == 0; length++) {
        oracle_ways(found, company, asked, length, met);
    }
}

static bool oracle_is_deputy(const Company *company, uint32_t asked, uint32_t other)
{
    bool reached[ROLES_MAX] = {false};
    reached[asked] = true;
    for (uint32_t round = 0; round < company->role_count; round++) {
        for (uint32_t i = 0; i < company->role_count; i++) {
            for (uint32_t j = 0; reached[i] && j < company->roles[i].deputy_count; j++) {
                reached[company->deputies[i][j]] = true;
            }
        }
    }
    return reached[other];
}

// True when what is said of one person is so.
static bool oracle_agrees(const Company *company, const WritVerdict *said, uint32_t acting_count)
{
    const WritPerson *at = oracle_person(company, said->person);
    const WritPerson *through = oracle_person(company, said->through);
    const WritAbsence *of_through = through == NULL ? NULL : oracle_absence(company, through);
    bool named = of_through != NULL && writ_text_equal(of_through->replaced_by, at->id);
    bool is_deputy = said->role != company->permission.role && said->role != UINT32_MAX &&
                     oracle_holds(company, at, said->role) &&
                     oracle_is_deputy(company, company->permission.role, said->role);
    const WritAbsence *absence = oracle_absence(company, at);
    switch (said->standing) {
    case WRIT_STANDING_HOLDER:
        return absence == NULL && said->role == company->permission.role &&
               oracle_holds(company, at, said->role) && said->on_behalf.length == 0;
    case WRIT_STANDING_SUBSTITUTE:
        return absence == NULL && named && company->permission.substitutes;
    case WRIT_STANDING_DEPUTY:
        return absence == NULL && is_deputy && company->permission.substitutes;
    case WRIT_STANDING_BARRED:
        return oracle_barred(company, at->id);
    case WRIT_STANDING_AWAY:
        return absence != NULL && said->absence != NULL && absence->from == said->absence->from;
    case WRIT_STANDING_FOR_BARRED:
        return named && oracle_barred(company, through->id);
    case WRIT_STANDING_NO_SUBSTITUTES:
        return !company->permission.substitutes && (named || is_deputy);
    case WRIT_STANDING_NOT_NEEDED:
        return is_deputy && acting_count > 0;
    case WRIT_STANDING_OTHER_UNIT:
        return oracle_has(company, at, company->roles[said->role].group, (WritText){0}) &&
               !oracle_holds(company, at, said->role);
    }
    return false;
}

static const char *const ids[] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"};
static const char *const groups[] = {"g0", "g1", "g2", "g3"};
static const char *const units[] = {"", "n", "s"};

static void random_person(Company *company, Random *random, uint32_t count, uint32_t at)
{
    const char *id = ids[(at * 7 + 3) % 10]; // Not in the order of ids.
    person(company, id);
    uint32_t seen = 0;
    for (uint32_t i = random_below(random, 3); i > 0; i--) {
        uint32_t seat = random_below(random, 12);
        if ((seen & 1u << seat) == 0) {
            belongs(company, id, groups[seat % 4], units[seat / 4]);
        }
        seen |= 1u << seat;
    }
    int64_t day = 90;
    for (uint32_t i = random_below(random, 3); i > 0; i--) {
        day += random_between(random, 1, 6);
        int64_t last = day + random_between(random, 0, 6);
        const char *by = ids[(random_below(random, count) * 7 + 3) % 10];
        away(company, id, day, last, random_below(random, 4) == 0 || strcmp(by, id) == 0 ? "" : by);
        day = last;
    }
}

static void random_company(Company *company, Random *random)
{
    uint32_t count = 2 + random_below(random, 9);
    for (uint32_t i = 0; i < count; i++) {
        random_person(company, random, count, i);
    }
    for (uint32_t i = 1 + random_below(random, 5); i > 0; i--) {
        (void)role(company, groups[random_below(random, 4)]);
    }
    for (uint32_t i = 0; i < company->role_count; i++) {
        for (uint32_t j = random_below(random, 3); j > 0; j--) {
            deputy(company, i, random_below(random, company->role_count));
        }
    }
    for (uint32_t i = random_below(random, 4); i > 0; i--) {
        bar(company, ids[random_below(random, 10)]);
    }
    company->permission.role =
        random_below(random, 8) == 0 ? UINT32_MAX : random_below(random, company->role_count);
    company->permission.person = writ_text(ids[random_below(random, 10)]);
    company->permission.unit = writ_text(units[random_below(random, 3)]);
    company->permission.substitutes = random_below(random, 5) > 0;
}

static void compare(Company *company, uint64_t seed)
{
    Found expected;
    WritActing *acting;
    WritVerdict *verdicts;
    settle(company);
    oracle_acting(&expected, company);
    uint32_t count =
        writ_directory_acting(&company->directory, company->arena, &company->permission, &acting);
    WritBuffer is = {0}, should = {0};
    print_acting(&is, acting, count);
    print_acting(&should, expected.items, expected.count);
    if (strcmp(writ_buffer_string(&is), writ_buffer_string(&should)) != 0) {
        fail_msg("seed %llu: %s, not %s", (unsigned long long)seed, writ_buffer_string(&is),
                 writ_buffer_string(&should));
    }
    writ_buffer_dispose(&is);
    writ_buffer_dispose(&should);
    uint32_t told = writ_directory_explain(&company->directory, company->arena,
                                           &company->permission, &verdicts);
    assert_true(told >= count);
    for (uint32_t i = 0; i < told; i++) {
        assert_int_equal(writ_standing_acts(verdicts[i].standing), i < count);
        assert_true(i >= count || (writ_text_equal(verdicts[i].person, acting[i].person) &&
                                   writ_text_equal(verdicts[i].on_behalf, acting[i].on_behalf)));
        if (!oracle_agrees(company, &verdicts[i], count)) {
            fail_msg("seed %llu: %.*s is not %d", (unsigned long long)seed,
                     WRIT_TEXT_ARGS(verdicts[i].person), (int)verdicts[i].standing);
        }
        for (uint32_t j = 0; j < i; j++) {
            assert_false(writ_text_equal(verdicts[i].person, verdicts[j].person));
        }
    }
    // Whoever holds the role that was asked is spoken of.
    for (uint32_t i = 0; i < company->person_count; i++) {
        bool spoken_of = false;
        for (uint32_t j = 0; j < told; j++) {
            spoken_of = spoken_of || writ_text_equal(verdicts[j].person, company->persons[i].id);
        }
        assert_true(spoken_of ||
                    !oracle_holds(company, &company->persons[i], company->permission.role));
    }
}

static void random_companies_are_answered_as_by_the_oracle(void **state)
{
    (void)state;
    enum { ROUNDS = 20000 };
    uint32_t with_deputies = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        Company company;
        Random random = {seed};
        begin(&company);
        random_company(&company, &random);
        compare(&company, seed);
        with_deputies += company.role_count > 1;
        end(&company);
    }
    assert_true(with_deputies > ROUNDS / 2);
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
        cmocka_unit_test(random_companies_are_answered_as_by_the_oracle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
