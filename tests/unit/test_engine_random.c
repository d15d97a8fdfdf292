// Random plans on random ways (guarantees.md G9). At every command the case that was decided, the
// one that was loaded from rows and the one that was replayed are the same to the byte
// (support/case_run.h), and a walk over the events checks what has to hold (support/case_walk.h).
//
// WRIT_SEEDS=N runs N plans instead, from seed WRIT_FIRST_SEED on; a failure prints its seeds.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "support/case_commands.h"
#include "support/case_walk.h"
#include "support/changing_calendars.h"
#include "support/plan_random.h"

enum { PLANS = 200, PATHS = 5, COMMANDS_MAX = 40 };

typedef struct Seeds {
    uint64_t plan, path;
    bool under_way;
} Seeds;

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static Seeds seeds; // For say_which_died, which is handed nothing else.

// An assertion of the engine ends the program, and cmocka does not see it.
static void say_which_died(int signal_number)
{
    (void)signal_number;
    (void)fprintf(stderr, "WRIT_FIRST_SEED=%llu WRIT_SEEDS=1, path %llu\n",
                  (unsigned long long)seeds.plan, (unsigned long long)seeds.path);
}

static int say_which(void **state)
{
    (void)state;
    if (seeds.under_way) {
        print_error("WRIT_FIRST_SEED=%llu WRIT_SEEDS=1, path %llu\n",
                    (unsigned long long)seeds.plan, (unsigned long long)seeds.path);
    }
    return 0;
}

static void walk_one_path(PlanBuilder *b, const WritPlan *plan, uint64_t seed)
{
    Random random = {seed};
    WritValue values[2];
    plan_random_parameters(b, &random, values);
    CaseRun *run = case_run_new(plan);
    CaseWalk *walk = case_walk_new(run, plan);
    case_run_calendars(run, changing_calendars(build_arena(b), 0));
    case_run_own_calendar(run, "north", "office");
    case_run_own_calendar(run, "south", seed % 3 == 0 ? NULL : "plant");
    case_run_start(run, values, 2);
    case_walk_check(walk);
    for (uint32_t i = 0; i < COMMANDS_MAX; i++) {
        if (writ_case_status(case_run_case(run)) == WRIT_CASE_ENDED) {
            break;
        }
        case_commands_next(run, plan, build_arena(b), &random);
        case_walk_check(walk);
    }
    case_walk_free(walk);
    case_run_free(run);
}

static void a_case_is_the_same_however_it_came_to_be(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", PLANS);
    for (seeds.plan = first; seeds.plan < first + count; seeds.plan++) {
        Random random = {seeds.plan};
        PlanBuilder *b = build_new("random");
        const WritPlan *plan = plan_random_build(b, &random);
        for (seeds.path = 0; seeds.path < PATHS; seeds.path++) {
            seeds.under_way = true;
            walk_one_path(b, plan, seeds.plan << 8 | seeds.path);
        }
        build_free(b);
    }
    seeds.under_way = false;
}

int main(void)
{
    (void)signal(SIGABRT, say_which_died);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_case_is_the_same_however_it_came_to_be, say_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
