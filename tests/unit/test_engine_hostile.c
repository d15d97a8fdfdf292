// Journals and rows that were tampered with: each event or row is refused, or leaves a case that
// goes on like any other. Random plans on random ways are the material.
//
// WRIT_SEEDS=N takes N plans instead, from seed WRIT_FIRST_SEED on; a failure prints its seeds.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_commands.h"
#include "support/changing_calendars.h"
#include "support/plan_random.h"

enum { PLANS = 200, WAYS = 25, COMMANDS = 12, AFTERWARDS = 6, ROWS_MOST = 512 };

typedef struct Seeds {
    uint64_t plan, way;
    bool under_way;
} Seeds;

static Seeds seeds; // For say_which_died, which is handed nothing else.

static void say_which_died(int signal_number)
{
    (void)signal_number;
    (void)fprintf(stderr, "WRIT_FIRST_SEED=%llu WRIT_SEEDS=1, way %llu\n",
                  (unsigned long long)seeds.plan, (unsigned long long)seeds.way);
}

static int say_which(void **state)
{
    (void)state;
    if (seeds.under_way) {
        say_which_died(0);
    }
    return 0;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static CaseRun *run_a_while(PlanBuilder *b, const WritPlan *plan, Random *random)
{
    WritValue values[2];
    plan_random_parameters(b, random, values);
    CaseRun *run = case_run_new(plan);
    case_run_calendars(run, changing_calendars(build_arena(b), 0));
    case_run_start(run, values, 2);
    for (uint32_t i = 0; i < COMMANDS; i++) {
        if (writ_case_status(case_run_case(run)) == WRIT_CASE_ENDED) {
            break;
        }
        case_commands_next(run, plan, build_arena(b), random);
    }
    return run;
}

static void go_on(CaseRun *run, const WritPlan *plan, PlanBuilder *b, Random *random)
{
    case_run_calendars(run, changing_calendars(build_arena(b), 0));
    for (uint32_t i = 0; i < AFTERWARDS; i++) {
        WritCaseStatus status = writ_case_status(case_run_case(run));
        if (status == WRIT_CASE_ENDED || status == WRIT_CASE_NEW) {
            return;
        }
        case_commands_next(run, plan, build_arena(b), random);
    }
}

// --- Journals ----------------------------------------------------------------------------------

static uint32_t other_number(Random *random, uint32_t number)
{
    const uint32_t numbers[] = {0, 1, WRIT_NONE, number + 1, number - 1, random_below(random, 40)};
    return numbers[random_below(random, 6)];
}

static void change_member(Random *random, WritEvent *event, const WritEvent *other)
{
    switch (random_below(random, 12)) {
    case 0:
        event->frame = other_number(random, event->frame);
        return;
    case 1:
        event->parent = other_number(random, event->parent);
        return;
    case 2:
        event->node = other_number(random, event->node);
        return;
    case 3:
        event->number = other_number(random, event->number);
        return;
    case 4:
        event->index = other_number(random, event->index);
        return;
    case 5:
        event->list = other_number(random, event->list);
        return;
    case 6:
        event->due = (int64_t)random_bits(random);
        return;
    case 7:
        event->value = other->value;
        return;
    case 8:
        event->values = other->values;
        event->value_count = other->value_count;
        return;
    case 9:
        event->ids = other->ids;
        event->id_count = other->id_count;
        return;
    case 10:
        event->value = (WritValue){0};
        return;
    default:
        do {
            event->kind = (WritEventKind)(1 + random_below(random, WRIT_EVENT_CASE_JOINED));
        } while (writ_event_name(event->kind) == NULL); // Some numbers are nobody's.
    }
}

// As it would come from the journal: members that its kind has not are gone.
static bool through_bytes(WritArena *arena, WritEvent *event)
{
    WritBuffer bytes = {0};
    writ_event_put(&bytes, event);
    WritText kept = writ_arena_text(arena, writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    WritReader in = writ_reader(kept);
    return writ_event_get(&in, arena, event) && writ_reader_done(&in);
}

static void replay_tampered(const CaseRun *source, CaseRun *run, WritArena *arena, Random *random)
{
    uint32_t count = 0;
    const WritEvent *events = case_run_events(source, &count);
    uint32_t at = random_below(random, count);
    uint32_t how = random_below(random, 8);
    WritError error;
    for (uint32_t i = 0; i < count; i++) {
        WritEvent event = events[how == 0 && i == at && i + 1 < count ? i + 1 : i];
        if (how == 1 && i == at) {
            continue;
        }
        if (how > 2 && i == at) {
            change_member(random, &event, &events[random_below(random, count)]);
        }
        if (!through_bytes(arena, &event)) {
            continue;
        }
        uint32_t times = how == 2 && i == at ? 2 : 1;
        for (; times > 0; times--) {
            (void)case_run_apply(run, &event, case_run_instants(source)[i], &error);
        }
    }
    if (writ_case_status(case_run_case(run)) != WRIT_CASE_NEW) {
        case_run_save(run);
    }
}

static void a_journal_that_was_tampered_with_is_refused_or_makes_a_sound_case(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", PLANS);
    for (seeds.plan = first; seeds.plan < first + count; seeds.plan++) {
        Random random = {seeds.plan};
        PlanBuilder *b = build_new("random");
        const WritPlan *plan = plan_random_build(b, &random);
        CaseRun *source = run_a_while(b, plan, &random);
        for (seeds.way = 0; seeds.way < WAYS; seeds.way++) {
            seeds.under_way = true;
            CaseRun *run = case_run_new(plan);
            replay_tampered(source, run, build_arena(b), &random);
            go_on(run, plan, b, &random);
            case_run_free(run);
        }
        case_run_free(source);
        build_free(b);
    }
    seeds.under_way = false;
}

// --- Rows --------------------------------------------------------------------------------------

typedef struct Row {
    WritText key, value;
} Row;

static WritText damage(WritArena *arena, Random *random, WritText text)
{
    char *bytes = writ_arena_alloc(arena, text.length + 1);
    if (text.length > 0) {
        memcpy(bytes, text.data, text.length);
        uint32_t at = random_below(random, (uint32_t)text.length);
        uint64_t flipped = (uint8_t)bytes[at] ^ (1u << random_below(random, 3));
        bytes[at] = (char)(random_below(random, 2) == 0 ? random_bits(random) : flipped);
    }
    size_t length =
        random_below(random, 12) == 0 && text.length > 0 ? text.length - 1 : text.length;
    return (WritText){bytes, length};
}

static uint32_t tamper(WritArena *arena, Random *random, Row *rows, uint32_t count)
{
    uint32_t at = random_below(random, count);
    Row row = rows[at];
    switch (random_below(random, 8)) {
    case 0:
        memmove(&rows[at], &rows[at + 1], (count - at - 1) * sizeof *rows);
        return count - 1;
    case 1:
        rows[at].value = rows[random_below(random, count)].value;
        return count;
    case 2:
        rows[count] = row;
        return count + 1;
    case 3:
        rows[at].key = damage(arena, random, row.key);
        return count;
    default:
        rows[at].value = damage(arena, random, row.value);
        return count;
    }
}

static void load_tampered(CaseRun *source, const WritPlan *plan, PlanBuilder *b, Random *random)
{
    Row rows[ROWS_MOST + 1];
    uint32_t count = case_run_rows(source);
    if (count == 0 || count > ROWS_MOST) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        case_run_row(source, i, &rows[i].key, &rows[i].value);
    }
    count = tamper(build_arena(b), random, rows, count);
    WritError error;
    WritCase *loaded = writ_case_new(case_run_program(source), 7);
    bool well = true;
    for (uint32_t i = 0; well && i < count; i++) {
        well = writ_case_load_row(loaded, rows[i].key, rows[i].value, &error) == WRIT_OK;
    }
    if (!well || writ_case_load_end(loaded, &error) != WRIT_OK) {
        writ_case_free(loaded);
        return;
    }
    CaseRun *run = case_run_take_over(plan, case_run_program(source), loaded);
    go_on(run, plan, b, random);
    case_run_free(run);
}

static void rows_that_were_tampered_with_are_refused_or_make_a_sound_case(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", PLANS);
    for (seeds.plan = first; seeds.plan < first + count; seeds.plan++) {
        Random random = {seeds.plan};
        PlanBuilder *b = build_new("random");
        const WritPlan *plan = plan_random_build(b, &random);
        CaseRun *source = run_a_while(b, plan, &random);
        for (seeds.way = 0; seeds.way < 4 * WAYS; seeds.way++) {
            seeds.under_way = true;
            load_tampered(source, plan, b, &random);
        }
        case_run_free(source);
        build_free(b);
    }
    seeds.under_way = false;
}

int main(void)
{
    (void)signal(SIGABRT, say_which_died);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_journal_that_was_tampered_with_is_refused_or_makes_a_sound_case,
                                  say_which),
        cmocka_unit_test_teardown(rows_that_were_tampered_with_are_refused_or_make_a_sound_case,
                                  say_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
