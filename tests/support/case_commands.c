#include "support/case_commands.h"
#include "support/changing_calendars.h"
#include "support/plan_random.h"

#include <assert.h>

enum { DUTIES_MOST = 256, HOUR = 3600 };

// A clock that goes no further does not come to the end of its range.
static const int64_t CENTURIES = INT64_C(3000000000) * 1000000;

typedef struct Giving {
    CaseRun *run;
    const WritPlan *plan;
    WritArena *arena;
    Random *random;
    WritDuty duties[DUTIES_MOST];
    uint32_t duty_count;
} Giving;

static bool chance(Giving *g, uint32_t percent)
{
    return random_below(g->random, 100) < percent;
}

static void collect(void *self, const WritDuty *duty)
{
    Giving *g = self;
    if (g->duty_count < DUTIES_MOST) {
        g->duties[g->duty_count++] = *duty;
    }
}

static WritValue a_number(Giving *g)
{
    return writ_value_number(
        writ_decimal_from_int(random_below(g->random, PLAN_RANDOM_NUMBER_MAX + 1)));
}

static WritValue a_record(Giving *g, uint32_t type)
{
    WritRecord *record = writ_record_new(g->arena, 1);
    record->fields[0] = a_number(g);
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = type, .record = record};
}

static WritText an_outcome(Giving *g, const WritDuty *task)
{
    if (chance(g, 4)) {
        return writ_text("sideways");
    }
    if (task->node == WRIT_NONE) {
        return writ_text("done");
    }
    const WritStep *step = &g->plan->steps[g->plan->nodes[task->node].step];
    uint32_t number = random_below(g->random, step->handler_count);
    return g->plan->handlers[step->handlers_start + number].outcome;
}

static WritCommand answer(Giving *g, const WritDuty *task)
{
    WritCommand command = {.kind = WRIT_COMMAND_ANSWER, .frame = task->frame};
    bool named = task->asked_count > 0 && task->asked[0].role == WRIT_NONE;
    command.person = named ? task->asked[0].person : writ_text("anna");
    if (chance(g, 4)) {
        command.person = writ_text("bert");
    }
    command.text = an_outcome(g, task);
    command.revision = chance(g, 4) ? writ_text("stale") : (WritText){0};
    if (task->node != WRIT_NONE) {
        command.value_count = g->plan->steps[g->plan->nodes[task->node].step].fill_count;
    }
    command.values = writ_arena_array(g->arena, command.value_count + 1, sizeof(WritValue));
    for (uint32_t i = 0; i < command.value_count; i++) {
        command.values[i] = a_number(g);
    }
    return command;
}

static WritCommand settle(Giving *g, const WritDuty *call)
{
    if (chance(g, 35)) {
        return (WritCommand){.kind = WRIT_COMMAND_FAILURE,
                             .number = call->call,
                             .text = writ_text("it did not answer")};
    }
    const WritHook *hook = &g->plan->hooks[call->hook];
    uint32_t outcome = random_below(g->random, hook->outcome_count);
    return (WritCommand){.kind = WRIT_COMMAND_RESULT,
                         .number = call->call,
                         .text = chance(g, 4) ? writ_text("sideways")
                                              : g->plan->texts[hook->outcomes_start + outcome],
                         .value = a_record(g, hook->output)};
}

static WritCommand message(Giving *g, uint32_t frame, uint32_t event)
{
    assert(event < g->plan->event_count);
    return (WritCommand){.kind = WRIT_COMMAND_MESSAGE,
                         .frame = frame,
                         .index = event,
                         .value = a_record(g, g->plan->events[event].record)};
}

static WritCommand pass(Giving *g, const WritDuty *timer)
{
    bool comes = timer->due < CENTURIES; // A damaged case may have any.
    if (comes && timer->due > case_run_now(g->run)) {
        case_run_pass(g->run, timer->due - case_run_now(g->run) + 1);
    }
    return (WritCommand){.kind = WRIT_COMMAND_DUE, .frame = timer->frame, .due = timer->due};
}

static WritCommand asked_for(Giving *g, const WritDuty *duty)
{
    switch (duty->kind) {
    case WRIT_DUTY_TASK:
        return answer(g, duty);
    case WRIT_DUTY_WAIT:
        return message(g, duty->frame, duty->event);
    case WRIT_DUTY_CALL:
        return settle(g, duty);
    case WRIT_DUTY_TIMER:
        return pass(g, duty);
    case WRIT_DUTY_INCIDENT:
        return (WritCommand){
            .kind = WRIT_COMMAND_RETRY, .frame = duty->frame, .person = writ_text("anna")};
    }
    WRIT_UNREACHABLE();
}

// Incidents are many and trying again seldom helps: most often something else is done.
static const WritDuty *a_duty(Giving *g)
{
    const WritDuty *duty = &g->duties[random_below(g->random, g->duty_count)];
    for (uint32_t i = 0; i < 4 && duty->kind == WRIT_DUTY_INCIDENT; i++) {
        duty = &g->duties[random_below(g->random, g->duty_count)];
    }
    return duty;
}

static WritCommand recount(void)
{
    return (WritCommand){.kind = WRIT_COMMAND_RECOUNT, .detail = writ_text("calendars changed")};
}

static void change_units(Giving *g)
{
    static const char *const names[] = {"office", "plant", "atlantis", NULL};
    case_run_own_calendar(g->run, chance(g, 60) ? "north" : "south",
                          names[random_below(g->random, 4)]);
}

// What comes too late, from the wrong person, or to a place that never was.
static WritCommand uncalled_for(Giving *g)
{
    uint32_t frame = random_below(g->random, 30);
    switch (random_below(g->random, 12)) {
    case 10: // The directory names other calendars, or none any more.
        change_units(g);
        return recount();
    case 8: // The calendars change, and clocks are counted anew, at once or later.
        case_run_calendars(
            g->run, changing_calendars(g->arena, random_below(g->random, CHANGING_VERSIONS)));
        return recount();
    case 9:
    case 11:
        return recount();
    case 0:
        return (WritCommand){.kind = WRIT_COMMAND_CANCEL,
                             .person = writ_text(chance(g, 70) ? "anna" : "bert"),
                             .detail = writ_text("not wanted")};
    case 1:
        return (WritCommand){.kind = WRIT_COMMAND_DUE, .frame = frame, .due = case_run_now(g->run)};
    case 2:
        return (WritCommand){.kind = WRIT_COMMAND_RETRY,
                             .frame = frame,
                             .person = writ_text(chance(g, 70) ? "anna" : "bert")};
    case 3:
        return (WritCommand){.kind = WRIT_COMMAND_FAILURE, .number = frame};
    case 4:
        return message(g, frame, random_below(g->random, g->plan->event_count));
    case 5:
        return (WritCommand){.kind = WRIT_COMMAND_START};
    default:
        return message(g, 0, random_below(g->random, g->plan->event_count));
    }
}

void case_commands_next(CaseRun *run, const WritPlan *plan, WritArena *arena, Random *random)
{
    Giving g = {.run = run, .plan = plan, .arena = arena, .random = random};
    writ_case_duties(case_run_case(run), &g, collect);
    case_run_pass(run, random_below(random, HOUR) * INT64_C(1000000));
    if (chance(&g, 15)) {
        uint32_t roles = random_below(random, 1 << PLAN_RANDOM_ROLES);
        case_run_nobody(run, chance(&g, 50) ? 0 : roles);
    }
    WritCommand command =
        g.duty_count == 0 || chance(&g, 12) ? uncalled_for(&g) : asked_for(&g, a_duty(&g));
    WritError error;
    (void)case_run_command(run, &command, &error);
}
