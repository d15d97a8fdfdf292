// Who may act in companies made at random: the search against a slow one, which works on the list
// as it was written, without order, index or queue.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "support/company.h"
#include "support/random.h"

// --- The oracle -----------------------------------------------------------------------------

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
    WritActing items[COMPANY_PERSONS_MAX];
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
    bool met[COMPANY_ROLES_MAX] = {false};
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
    bool reached[COMPANY_ROLES_MAX] = {false};
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
static bool oracle_agrees(const Company *company, const WritCandidate *said, uint32_t acting_count)
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
    company_person(company, id);
    uint32_t seen = 0;
    for (uint32_t i = random_below(random, 3); i > 0; i--) {
        uint32_t seat = random_below(random, 12);
        if ((seen & 1u << seat) == 0) {
            company_belongs(company, id, groups[seat % 4], units[seat / 4]);
        }
        seen |= 1u << seat;
    }
    int64_t day = 90;
    for (uint32_t i = random_below(random, 3); i > 0; i--) {
        day += random_between(random, 1, 6);
        int64_t last = day + random_between(random, 0, 6);
        const char *by = ids[(random_below(random, count) * 7 + 3) % 10];
        company_away(company, id, day, last,
                     random_below(random, 4) == 0 || strcmp(by, id) == 0 ? "" : by);
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
        (void)company_role(company, groups[random_below(random, 4)]);
    }
    for (uint32_t i = 0; i < company->role_count; i++) {
        for (uint32_t j = random_below(random, 3); j > 0; j--) {
            company_deputy(company, i, random_below(random, company->role_count));
        }
    }
    for (uint32_t i = random_below(random, 4); i > 0; i--) {
        company_bar(company, ids[random_below(random, 10)]);
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
    WritCandidate *candidates;
    company_settle(company);
    oracle_acting(&expected, company);
    uint32_t count =
        writ_directory_acting(&company->directory, company->arena, &company->permission, &acting);
    WritBuffer is = {0}, should = {0};
    company_print_acting(&is, acting, count);
    company_print_acting(&should, expected.items, expected.count);
    if (strcmp(writ_buffer_string(&is), writ_buffer_string(&should)) != 0) {
        fail_msg("seed %llu: %s, not %s", (unsigned long long)seed, writ_buffer_string(&is),
                 writ_buffer_string(&should));
    }
    writ_buffer_dispose(&is);
    writ_buffer_dispose(&should);
    uint32_t told = writ_directory_explain(&company->directory, company->arena,
                                           &company->permission, &candidates);
    assert_true(told >= count);
    for (uint32_t i = 0; i < told; i++) {
        assert_int_equal(writ_standing_acts(candidates[i].standing), i < count);
        assert_true(i >= count || (writ_text_equal(candidates[i].person, acting[i].person) &&
                                   writ_text_equal(candidates[i].on_behalf, acting[i].on_behalf)));
        if (!oracle_agrees(company, &candidates[i], count)) {
            fail_msg("seed %llu: %.*s is not %d", (unsigned long long)seed,
                     WRIT_TEXT_ARGS(candidates[i].person), (int)candidates[i].standing);
        }
        for (uint32_t j = 0; j < i; j++) {
            assert_false(writ_text_equal(candidates[i].person, candidates[j].person));
        }
    }
    // Whoever holds the role that was asked is spoken of.
    for (uint32_t i = 0; i < company->person_count; i++) {
        bool spoken_of = false;
        for (uint32_t j = 0; j < told; j++) {
            spoken_of = spoken_of || writ_text_equal(candidates[j].person, company->persons[i].id);
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
        company_begin(&company);
        random_company(&company, &random);
        compare(&company, seed);
        with_deputies += company.role_count > 1;
        company_end(&company);
    }
    assert_true(with_deputies > ROUNDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_companies_are_answered_as_by_the_oracle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
