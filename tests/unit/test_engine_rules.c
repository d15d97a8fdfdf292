// Rules as they are written: each test is a small procedure with one rule, and what becomes of it.
// What each sentence means for any run is the question of test_engine_random (support/rule_oracle).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/changing_calendars.h"
#include "writ/compile.h"

static const char procedure[] =
    "writ 2026\n"
    "module test.work version 1.0\n"
    "process work \"Work on an order\"\n"
    "  process owner clerk\n"
    "  uses calendar office\n"
    "  starts on event came\n"
    "  one open case per order.number, join a second\n"
    "  starts with order : Order\n"
    "  ends as done, cancelled\n"
    "  no deadline because \"Somebody looks after it\"\n"
    "  if no permitted person is available notify clerk with told, then reassign to clerk\n"
    "  cancellation \"Not wanted any more\"\n"
    "    by clerk\n"
    "    mark withdrawn\n"
    "    on cancellation mark dropped, then notify clerk with told, then end the case as "
    "cancelled\n"
    "  stage asking \"Ask\"\n"
    "    step request \"Ask for it\"\n"
    "      do \"Ask for it\"\n"
    "      by clerk\n"
    "      fill order.pieces\n"
    "      tagged request\n"
    "      no deadline because \"Somebody looks after it\"\n"
    "      outcomes asked\n"
    "      on asked next step\n"
    "  stage doing \"Do\"\n"
    "    at the same time\n"
    "      branch sending \"Send\"\n"
    "        step send \"Send it\"\n"
    "          call carrier.send with number = order.number\n"
    "          on sent mark shipped, then next step\n"
    "          on kept next step\n"
    "          on no answer notify clerk with told, then next step\n"
    "      branch checking \"Check\"\n"
    "        step approve \"Agree\"\n"
    "          do \"Say whether it may go\"\n"
    "          by clerk\n"
    "          tagged approval\n"
    "          no deadline because \"Somebody looks after it\"\n"
    "          outcomes fine, again\n"
    "          on fine mark approved, then next step\n"
    "          on again notify clerk with told, then go back to asking at most 3 times, the next "
    "time mark withdrawn, then end the case as cancelled\n"
    "    end\n"
    "  stage ending \"End\"\n"
    "    step settle \"Let it settle\"\n"
    "      only if order.number = \"slow\"\n"
    "      wait for settled where event.number = order.number\n"
    "      deadline 1 working day\n"
    "      on overdue next step\n"
    "    step close \"Close it\"\n"
    "      do \"Close it\"\n"
    "      by clerk\n"
    "      no deadline because \"Somebody looks after it\"\n"
    "      outcomes closed\n"
    "      on closed set order.closed to yes, then next step\n"
    "    step tell \"Tell\"\n"
    "      notify clerk with told\n"
    "    end the case as done\n"
    "role clerk \"Clerk\"\n"
    "  filled from \"directory:clerk\"\n"
    "calendar office \"Office\"\n"
    "  time zone \"Europe/Paris\"\n"
    "  open monday to friday 09:00 to 17:00\n"
    "tag request \"Somebody asks\"\n"
    "tag approval \"Somebody agrees\"\n"
    "milestone shipped \"It has left\"\n"
    "milestone approved \"It may go\"\n"
    "milestone withdrawn \"Nobody wants it\"\n"
    "milestone dropped \"It is over\"\n"
    "message told\n"
    "  subject \"An order\"\n"
    "  text \"Please look after it.\"\n"
    "message broken\n"
    "  given breach : Breach\n"
    "  subject \"{breach.rule} in {breach.process}\"\n"
    "  text \"{breach.sentence} Case {breach.case}, {breach.step}.\"\n"
    "event came \"An order comes\"\n"
    "  order : Order\n"
    "event settled \"It has settled\"\n"
    "  number : Text\n"
    "  for the case with number\n"
    "record Order\n"
    "  number : Text\n"
    "  pieces : Number\n"
    "  closed : Boolean, at start no\n"
    "hook carrier.send \"Sends\"\n"
    "  lua send in \"hooks/carrier.lua\"\n"
    "  takes number : Text\n"
    "  outcomes sent, kept\n"
    "  writes outside\n"
    "  timeout 20 seconds\n"
    "  cannot be undone\n";

static const char carrier[] = "function send(input)\n  return \"sent\"\nend\n";

typedef struct Bench {
    WritArena *arena;
    CaseRun *run;
    WritError error; // Of the last command.
} Bench;

static const WritPlan *compile(WritArena *arena, const char *rules)
{
    WritError error;
    WritBuffer text = {0};
    WritCompilation *compilation = writ_compile_new(arena);
    writ_buffer_add_string(&text, procedure);
    writ_buffer_add_string(&text, rules);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("work.writ"), writ_buffer_text(&text), &error),
        WRIT_OK);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("hooks/carrier.lua"), writ_text(carrier), &error),
        WRIT_OK);
    writ_compile_run(compilation);
    writ_buffer_dispose(&text);
    if (writ_compile_plan_count(compilation) != 1) {
        WritBuffer told = {0};
        writ_diags_render_text(writ_compile_diags(compilation), WRIT_COLOUR_NONE, &told);
        fail_msg("%s", writ_buffer_string(&told));
    }
    return writ_compile_plan(compilation, 0);
}

// The office of the run under its full name, closed on 1970-01-01 and every fifth day.
static const WritCalendars *calendars(WritArena *arena)
{
    const WritCalendars *made = changing_calendars(arena, 0);
    WritCalendars *set = writ_arena_alloc(arena, sizeof *set);
    *set = *made;
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        WritBuffer name = {0};
        writ_buffer_format(&name, "test.work.%.*s", WRIT_TEXT_ARGS(set->calendars[i].name));
        set->calendars[i].name = writ_arena_text(arena, writ_buffer_text(&name));
        writ_buffer_dispose(&name);
    }
    return set;
}

static WritValue order_of(WritArena *arena, const WritPlan *plan, const char *number,
                          int64_t pieces)
{
    WritTypeId type = plan->slots[0].type;
    uint32_t record = plan->types.types[type].index;
    WritRecord *made = writ_record_new(arena, 3);
    made->fields[0] = writ_value_text(writ_text(number));
    made->fields[1] = writ_value_number(writ_decimal_from_int(pieces));
    made->fields[2] = writ_value_boolean(false);
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = record, .record = made};
}

static WritStatus try_start(Bench *b, const WritPlan *plan, const char *number, int64_t pieces)
{
    WritValue *values = writ_arena_array(b->arena, 1, sizeof *values);
    values[0] = order_of(b->arena, plan, number, pieces);
    WritCommand command = {.kind = WRIT_COMMAND_START,
                           .text = writ_text("work-1"),
                           .values = values,
                           .value_count = 1};
    return case_run_command(b->run, &command, &b->error);
}

static Bench begin_order(const char *rules, const char *number)
{
    Bench b = {.arena = writ_arena_new((size_t)1 << 30)};
    const WritPlan *plan = compile(b.arena, rules);
    b.run = case_run_new(plan);
    case_run_crowd(b.run);
    case_run_calendars(b.run, calendars(b.arena));
    assert_int_equal(try_start(&b, plan, number, 1), WRIT_OK);
    return b;
}

static Bench begin(const char *rules)
{
    return begin_order(rules, "A-1");
}

static void end(Bench *b)
{
    case_run_free(b->run);
    writ_arena_free(b->arena);
}

static WritStatus answer(Bench *b, const char *person, const char *step, const char *outcome)
{
    WritValue *values = writ_arena_array(b->arena, 1, sizeof *values);
    values[0] = writ_value_number(writ_decimal_from_int(1));
    const WritDuty *task = case_run_find(b->run, WRIT_DUTY_TASK, step);
    assert_non_null(task);
    WritCommand command = {
        .kind = WRIT_COMMAND_ANSWER,
        .frame = task->frame,
        .person = writ_text(person),
        .text = writ_text(outcome),
        .values = values,
        .value_count = strcmp(step, "request") == 0 ? 1 : 0,
    };
    return case_run_command(b->run, &command, &b->error);
}

static void must(WritStatus status)
{
    assert_int_equal(status, WRIT_OK);
}

static void sent(Bench *b, const char *outcome)
{
    const WritPlan *plan = writ_program_plan(case_run_program(b->run));
    WritRecord *nothing = writ_record_new(b->arena, 0);
    case_run_result(
        b->run, "carrier.send", outcome,
        (WritValue){.kind = WRIT_VALUE_RECORD, .tag = plan->hooks[0].output, .record = nothing});
}

static uint32_t breaches(const Bench *b, WritBreach kind)
{
    uint32_t count = 0;
    uint32_t found = 0;
    const WritEvent *events = case_run_events(b->run, &count);
    for (uint32_t i = 0; i < count; i++) {
        found += events[i].kind == WRIT_EVENT_RULE_BREACHED && events[i].number == (uint32_t)kind
                     ? 1
                     : 0;
    }
    return found;
}

static void assert_last_notice(const Bench *b, const char *subject, const char *text)
{
    uint32_t last = 0;
    while (case_run_notice(b->run, last + 1) != NULL) {
        last++;
    }
    const WritNotice *notice = case_run_notice(b->run, last);
    assert_non_null(notice);
    assert_true(writ_text_is(notice->subject, subject));
    assert_true(writ_text_is(notice->text, text));
}

// --- Refusing -------------------------------------------------------------------------------

static const char no_self_approval[] =
    "rule no_self_approval \"Nobody approves what he or she asked for\"\n"
    "  applies to every process\n"
    "  whoever did any request never does any approval\n"
    "  on breach block, then notify clerk with broken\n";

static void a_refused_answer_is_on_the_record_and_told_and_the_task_stays(void **state)
{
    (void)state;
    Bench b = begin(no_self_approval);
    must(answer(&b, "bert", "request", "asked"));
    assert_int_equal(answer(&b, "bert", "approve", "fine"), WRIT_DENIED);
    assert_string_equal(b.error.text,
                        "the rule \"no_self_approval\" does not allow it: Whoever did any request "
                        "never does any approval");
    assert_int_equal(breaches(&b, WRIT_BREACH_REFUSED), 1);
    assert_last_notice(&b, "no_self_approval in Work on an order",
                       "Whoever did any request never does any approval. Case 7, Agree.");
    assert_non_null(case_run_find(b.run, WRIT_DUTY_TASK, "approve"));
    must(answer(&b, "carl", "approve", "fine"));
    end(&b);
}

static void who_acts_for_somebody_counts_as_both(void **state)
{
    (void)state;
    Bench b = begin(no_self_approval);
    must(answer(&b, "anna", "request", "asked"));
    assert_int_equal(answer(&b, "dora", "approve", "fine"), WRIT_DENIED); // For anna.
    must(answer(&b, "bert", "approve", "again"));
    must(answer(&b, "dora", "request", "asked"));
    assert_int_equal(answer(&b, "anna", "approve", "fine"), WRIT_DENIED);
    end(&b);
}

static void the_same_person_and_different_people(void **state)
{
    (void)state;
    Bench b = begin("rule one_hand\n"
                    "  applies to work\n"
                    "  same person does request, approve\n"
                    "  on breach block\n"
                    "rule other_hands\n"
                    "  applies to work\n"
                    "  different people do any approval, close\n"
                    "  on breach block\n");
    must(answer(&b, "bert", "request", "asked"));
    assert_int_equal(answer(&b, "carl", "approve", "fine"), WRIT_DENIED);
    must(answer(&b, "bert", "approve", "fine"));
    sent(&b, "kept");
    assert_int_equal(answer(&b, "bert", "close", "closed"), WRIT_DENIED);
    must(answer(&b, "carl", "close", "closed"));
    end(&b);
}

static void a_cancellation_is_refused_by_what_it_marks(void **state)
{
    (void)state;
    Bench b = begin("rule no_way_back\n"
                    "  applies to every process\n"
                    "  withdrawn never after shipped\n"
                    "  on breach block\n");
    must(answer(&b, "bert", "request", "asked"));
    sent(&b, "sent");
    WritCommand cancel = {
        .kind = WRIT_COMMAND_CANCEL, .person = writ_text("anna"), .detail = writ_text("no")};
    assert_int_equal(case_run_command(b.run, &cancel, &b.error), WRIT_DENIED);
    assert_int_equal(breaches(&b, WRIT_BREACH_REFUSED), 1);
    assert_int_equal(writ_case_status(case_run_case(b.run)), WRIT_CASE_OPEN);
    end(&b);
}

static void a_cancellation_is_refused_by_what_its_actions_mark(void **state)
{
    (void)state;
    Bench b = begin("rule not_both\n"
                    "  applies to every process\n"
                    "  never both withdrawn and dropped\n"
                    "  on breach block\n");
    WritCommand cancel = {
        .kind = WRIT_COMMAND_CANCEL, .person = writ_text("anna"), .detail = writ_text("no")};
    assert_int_equal(case_run_command(b.run, &cancel, &b.error), WRIT_DENIED);
    assert_int_equal(breaches(&b, WRIT_BREACH_REFUSED), 1);
    assert_non_null(case_run_find(b.run, WRIT_DUTY_TASK, "request"));
    end(&b);
}

static void what_comes_of_going_back_too_often_is_refused_only_then(void **state)
{
    (void)state;
    Bench b = begin("rule never_given_up\n"
                    "  applies to every process\n"
                    "  withdrawn is blocked until shipped\n");
    for (int round = 0; round < 3; round++) {
        must(answer(&b, "bert", "request", "asked"));
        must(answer(&b, "bert", "approve", "again"));
    }
    must(answer(&b, "bert", "request", "asked"));
    assert_int_equal(answer(&b, "bert", "approve", "again"), WRIT_DENIED);
    assert_int_equal(breaches(&b, WRIT_BREACH_REFUSED), 1);
    end(&b);
}

// --- Holding --------------------------------------------------------------------------------

static const char approved_first[] = "rule approved_first\n"
                                     "  applies to every process\n"
                                     "  shipped is blocked until approved\n"
                                     "  on breach notify clerk with broken\n";

static void a_call_that_could_break_a_rule_is_held_until_it_may_begin(void **state)
{
    (void)state;
    Bench b = begin(approved_first);
    must(answer(&b, "bert", "request", "asked"));
    assert_null(case_run_find(b.run, WRIT_DUTY_CALL, NULL));
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 1);
    assert_int_equal(breaches(&b, WRIT_BREACH_HELD), 1);
    assert_last_notice(&b, "approved_first in Work on an order",
                       "shipped is blocked until approved. Case 7, Send it.");
    must(answer(&b, "bert", "approve", "fine"));
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_RULE_RELEASED), 1);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 0);
    assert_non_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    end(&b);
}

static void what_is_held_is_held_again_when_it_is_tried_too_early(void **state)
{
    (void)state;
    Bench b = begin(approved_first);
    must(answer(&b, "bert", "request", "asked"));
    const WritDuty *incident = case_run_find(b.run, WRIT_DUTY_INCIDENT, NULL);
    WritCommand retry = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(b.run, &retry);
    assert_int_equal(breaches(&b, WRIT_BREACH_HELD), 2);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 1);
    end(&b);
}

static void what_is_held_goes_on_when_the_owner_overrides_the_rule(void **state)
{
    (void)state;
    Bench b = begin(approved_first);
    must(answer(&b, "bert", "request", "asked"));
    const WritDuty *incident = case_run_find(b.run, WRIT_DUTY_INCIDENT, NULL);
    WritCommand command = {
        .kind = WRIT_COMMAND_OVERRIDE, .frame = incident->frame, .person = writ_text("anna")};
    assert_int_equal(case_run_command(b.run, &command, &b.error), WRIT_INVALID); // No reason.
    command.detail = writ_text("Agreed by phone");
    case_run_must(b.run, &command);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 0);
    sent(&b, "sent"); // It is told that the rule was broken.
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1);
    assert_int_equal(case_run_command(b.run, &command, &b.error), WRIT_CONFLICT);
    end(&b);
}

// A change of holidays lets go on what stopped for want of a calendar, and nothing else.
static void what_is_held_is_no_concern_of_calendars(void **state)
{
    (void)state;
    Bench b = begin_order("rule closed_first\n"
                          "  applies to work\n"
                          "  settle is blocked until close\n"
                          "  on breach notify clerk with broken\n",
                          "slow");
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "fine"));
    sent(&b, "kept");
    assert_int_equal(breaches(&b, WRIT_BREACH_HELD), 1);
    WritCommand recount = {.kind = WRIT_COMMAND_RECOUNT, .detail = writ_text("holidays")};
    case_run_must(b.run, &recount);
    assert_int_equal(breaches(&b, WRIT_BREACH_HELD), 1);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 1);
    end(&b);
}

static void override_held(Bench *b)
{
    WritCommand command = {.kind = WRIT_COMMAND_OVERRIDE,
                           .frame = case_run_find(b->run, WRIT_DUTY_INCIDENT, NULL)->frame,
                           .person = writ_text("anna"),
                           .detail = writ_text("Agreed by phone")};
    case_run_must(b->run, &command);
}

static const char two_first[] = "rule also_withdrawn\n"
                                "  applies to every process\n"
                                "  shipped is blocked until withdrawn\n"
                                "rule approved_first\n"
                                "  applies to every process\n"
                                "  shipped is blocked until approved\n";

static void each_rule_that_holds_something_is_overridden_by_itself(void **state)
{
    (void)state;
    Bench b = begin(two_first);
    must(answer(&b, "bert", "request", "asked"));
    override_held(&b);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 1);
    override_held(&b);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 0);
    assert_non_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    end(&b);
}

static void what_is_overridden_stays_so_until_no_other_rule_holds_it(void **state)
{
    (void)state;
    Bench b = begin(two_first);
    must(answer(&b, "bert", "request", "asked"));
    override_held(&b);
    assert_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    must(answer(&b, "bert", "approve", "fine"));
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_RULE_RELEASED), 1);
    assert_non_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    end(&b);
}

static void what_was_let_pass_once_is_held_the_next_time(void **state)
{
    (void)state;
    Bench b = begin(two_first);
    must(answer(&b, "bert", "request", "asked"));
    override_held(&b);
    override_held(&b);
    sent(&b, "kept");
    must(answer(&b, "bert", "approve", "again"));
    must(answer(&b, "bert", "request", "asked"));
    assert_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    override_held(&b);
    assert_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    end(&b);
}

static void a_step_may_run_once_more_only_as_often_as_a_rule_says(void **state)
{
    (void)state;
    Bench b = begin("rule once\n"
                    "  applies to work\n"
                    "  send at most 1 time\n"
                    "  on breach block\n");
    must(answer(&b, "bert", "request", "asked"));
    sent(&b, "kept");
    must(answer(&b, "bert", "approve", "again"));
    must(answer(&b, "bert", "request", "asked"));
    assert_null(case_run_find(b.run, WRIT_DUTY_CALL, NULL));
    assert_int_equal(breaches(&b, WRIT_BREACH_HELD), 1);
    end(&b);
}

static void what_a_system_has_done_meanwhile_is_told_and_not_held(void **state)
{
    (void)state;
    Bench b = begin("rule not_when_approved\n"
                    "  applies to every process\n"
                    "  shipped never after approved\n"
                    "  on breach block, then notify clerk with broken\n");
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "fine"));
    sent(&b, "sent");
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1);
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 0);
    end(&b);
}

// --- Reporting ------------------------------------------------------------------------------

static void what_is_reported_goes_on(void **state)
{
    (void)state;
    Bench b = begin("rule told_only \"Look first\"\n"
                    "  applies to every process\n"
                    "  shipped before approved is reported to clerk\n");
    must(answer(&b, "bert", "request", "asked"));
    sent(&b, "sent");
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1);
    assert_last_notice(&b, "Rule told_only was not kept in Work on an order",
                       "shipped before approved is reported to clerk. Case 7: Send it.");
    end(&b);
}

// The system may have sent it already: nobody knows before it answers.
static void what_is_under_way_counts_where_a_rule_forbids_and_not_where_it_asks(void **state)
{
    (void)state;
    Bench b = begin("rule not_any_more\n"
                    "  applies to work\n"
                    "  approved never after send\n"
                    "  on breach notify clerk with broken\n"
                    "rule sent_first\n"
                    "  applies to work\n"
                    "  approved before send is reported to clerk\n");
    must(answer(&b, "bert", "request", "asked"));
    assert_non_null(case_run_find(b.run, WRIT_DUTY_CALL, "carrier.send"));
    must(answer(&b, "bert", "approve", "fine"));
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 2);
    end(&b);
}

static void a_rule_counts_only_when_its_condition_holds(void **state)
{
    (void)state;
    Bench b = begin("rule many\n"
                    "  applies to work\n"
                    "  when order.pieces > 1\n"
                    "  never both shipped and approved\n"
                    "  on breach notify clerk with broken\n");
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "fine"));
    sent(&b, "sent");
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_RULE_BREACHED), 0);
    end(&b);
}

// --- Asking for something -------------------------------------------------------------------

enum { HOUR = 3600, DAY = 24 * HOUR };
#define MICROS INT64_C(1000000)

static const char answered_soon[] = "rule answered_soon\n"
                                    "  applies to work\n"
                                    "  after request always approve within 2 hours\n"
                                    "  on breach notify clerk with broken\n";

static void what_a_rule_asks_for_is_late_when_its_time_has_passed(void **state)
{
    (void)state;
    Bench b = begin(answered_soon);
    int64_t asked = case_run_now(b.run);
    must(answer(&b, "bert", "request", "asked"));
    case_run_until(b.run, asked + 2 * HOUR * MICROS - 1);
    assert_int_equal(breaches(&b, WRIT_BREACH_LATE), 0);
    case_run_until(b.run, asked + 2 * HOUR * MICROS);
    assert_int_equal(breaches(&b, WRIT_BREACH_LATE), 1);
    case_run_until(b.run, asked + 9 * HOUR * MICROS);
    assert_int_equal(breaches(&b, WRIT_BREACH_LATE), 1);
    end(&b);
}

static void what_a_rule_asks_for_is_done_in_time(void **state)
{
    (void)state;
    Bench b = begin(answered_soon);
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "fine"));
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_TIMER), 0);
    case_run_until(b.run, case_run_now(b.run) + DAY * MICROS);
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_RULE_BREACHED), 0);
    end(&b);
}

static void what_a_rule_asks_for_is_missed_when_the_case_ends(void **state)
{
    (void)state;
    Bench b = begin("rule shipped_at_last\n"
                    "  applies to work\n"
                    "  after request always shipped\n"
                    "  on breach notify clerk with broken\n"
                    "rule approved_twice\n"
                    "  applies to work\n"
                    "  approved at least 2 times\n"
                    "  on breach notify clerk with broken\n");
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "fine"));
    sent(&b, "kept");
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_RULE_BREACHED), 0);
    must(answer(&b, "bert", "close", "closed"));
    assert_int_equal(writ_case_status(case_run_case(b.run)), WRIT_CASE_ENDED);
    assert_int_equal(breaches(&b, WRIT_BREACH_AT_END), 2);
    end(&b);
}

// 1970-01-01 is a Thursday and closed: the next working day ends at 17:00 in Paris on Friday.
static void working_time_counts_on_the_calendar_of_the_process(void **state)
{
    (void)state;
    Bench b = begin("rule next_day\n"
                    "  applies to work\n"
                    "  after came always approve within 1 working day\n"
                    "  on breach notify clerk with broken\n");
    const WritDuty *timer = case_run_find(b.run, WRIT_DUTY_TIMER, NULL);
    assert_non_null(timer);
    assert_int_equal(timer->due, (DAY + 16 * HOUR) * MICROS);
    end(&b);
}

// --- Data -----------------------------------------------------------------------------------

static void what_is_filled_in_may_not_break_what_always_holds(void **state)
{
    (void)state;
    Bench b = begin("rule few\n"
                    "  applies to every process\n"
                    "  given order : Order\n"
                    "  always order.pieces > 1 or order.closed\n"
                    "  on breach notify clerk with broken\n");
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1); // It begins so.
    must(answer(&b, "bert", "request", "asked"));
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1); // Nothing became worse.
    end(&b);
}

static void a_case_does_not_begin_against_a_rule(void **state)
{
    (void)state;
    Bench b = {.arena = writ_arena_new((size_t)1 << 30)};
    const WritPlan *plan = compile(b.arena, "rule few\n"
                                            "  applies to work\n"
                                            "  always order.pieces < 5\n"
                                            "  on breach block\n");
    b.run = case_run_new(plan);
    assert_int_equal(try_start(&b, plan, "A-1", 5), WRIT_INVALID);
    assert_string_equal(b.error.text,
                        "the rule \"few\" does not allow it: Always order.pieces < 5");
    end(&b);
}

static WritStatus join(Bench *b, int64_t pieces)
{
    const WritPlan *plan = writ_program_plan(case_run_program(b->run));
    WritValue order = order_of(b->arena, plan, "A-1", pieces);
    WritCommand command = {.kind = WRIT_COMMAND_JOIN, .values = &order, .value_count = 1};
    return case_run_command(b->run, &command, &b->error);
}

static void a_second_does_not_join_against_a_rule(void **state)
{
    (void)state;
    Bench b = begin("rule few\n"
                    "  applies to work\n"
                    "  always order.pieces < 5\n"
                    "  on breach block\n");
    assert_int_equal(join(&b, 5), WRIT_INVALID);
    assert_string_equal(b.error.text,
                        "the rule \"few\" does not allow it: Always order.pieces < 5");
    must(join(&b, 4));
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_CASE_JOINED), 1);
    end(&b);
}

static void a_second_that_breaks_what_always_holds_is_told(void **state)
{
    (void)state;
    Bench b = begin("rule few\n"
                    "  applies to work\n"
                    "  always order.pieces < 5\n"
                    "  on breach notify clerk with broken\n");
    must(join(&b, 5));
    must(join(&b, 6));
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1); // Nothing became worse.
    end(&b);
}

static void the_event_of_a_second_happens(void **state)
{
    (void)state;
    Bench b = begin("rule once\n"
                    "  applies to work\n"
                    "  came at most 1 time\n"
                    "  on breach notify clerk with broken\n"
                    "rule looked_at\n"
                    "  applies to work\n"
                    "  after came always request within 2 hours\n"
                    "  on breach notify clerk with broken\n");
    must(join(&b, 5));
    assert_int_equal(breaches(&b, WRIT_BREACH_PASSED), 1);
    assert_int_equal(case_run_count(b.run, WRIT_EVENT_RULE_OBLIGED), 2);
    end(&b);
}

static void a_line_that_would_break_what_always_holds_is_held(void **state)
{
    (void)state;
    Bench b = begin("rule open\n"
                    "  applies to work\n"
                    "  always not order.closed\n"
                    "  on breach block\n");
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "fine"));
    sent(&b, "kept");
    must(answer(&b, "bert", "close", "closed")); // The answer stands; its line `set` does not.
    assert_int_equal(case_run_duties(b.run, WRIT_DUTY_INCIDENT), 1);
    assert_int_equal(breaches(&b, WRIT_BREACH_HELD), 1);
    end(&b);
}

// --- In force -------------------------------------------------------------------------------

static void a_rule_counts_from_the_day_on_which_it_comes_into_force(void **state)
{
    (void)state;
    Bench b = begin("rule once\n"
                    "  applies to work\n"
                    "  in force from 1970-01-03\n"
                    "  request at most 1 time\n"
                    "  on breach block\n");
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "again"));
    must(answer(&b, "bert", "request", "asked"));
    must(answer(&b, "bert", "approve", "again"));
    case_run_until(b.run, 3 * DAY * MICROS);
    assert_int_equal(answer(&b, "bert", "request", "asked"), WRIT_DENIED);
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_answer_is_on_the_record_and_told_and_the_task_stays),
        cmocka_unit_test(who_acts_for_somebody_counts_as_both),
        cmocka_unit_test(the_same_person_and_different_people),
        cmocka_unit_test(a_cancellation_is_refused_by_what_it_marks),
        cmocka_unit_test(a_cancellation_is_refused_by_what_its_actions_mark),
        cmocka_unit_test(what_comes_of_going_back_too_often_is_refused_only_then),
        cmocka_unit_test(a_call_that_could_break_a_rule_is_held_until_it_may_begin),
        cmocka_unit_test(what_is_held_is_held_again_when_it_is_tried_too_early),
        cmocka_unit_test(what_is_held_goes_on_when_the_owner_overrides_the_rule),
        cmocka_unit_test(what_is_held_is_no_concern_of_calendars),
        cmocka_unit_test(each_rule_that_holds_something_is_overridden_by_itself),
        cmocka_unit_test(what_is_overridden_stays_so_until_no_other_rule_holds_it),
        cmocka_unit_test(what_was_let_pass_once_is_held_the_next_time),
        cmocka_unit_test(a_step_may_run_once_more_only_as_often_as_a_rule_says),
        cmocka_unit_test(what_a_system_has_done_meanwhile_is_told_and_not_held),
        cmocka_unit_test(what_is_reported_goes_on),
        cmocka_unit_test(what_is_under_way_counts_where_a_rule_forbids_and_not_where_it_asks),
        cmocka_unit_test(a_rule_counts_only_when_its_condition_holds),
        cmocka_unit_test(what_a_rule_asks_for_is_late_when_its_time_has_passed),
        cmocka_unit_test(what_a_rule_asks_for_is_done_in_time),
        cmocka_unit_test(what_a_rule_asks_for_is_missed_when_the_case_ends),
        cmocka_unit_test(working_time_counts_on_the_calendar_of_the_process),
        cmocka_unit_test(what_is_filled_in_may_not_break_what_always_holds),
        cmocka_unit_test(a_case_does_not_begin_against_a_rule),
        cmocka_unit_test(a_second_does_not_join_against_a_rule),
        cmocka_unit_test(a_second_that_breaks_what_always_holds_is_told),
        cmocka_unit_test(the_event_of_a_second_happens),
        cmocka_unit_test(a_line_that_would_break_what_always_holds_is_held),
        cmocka_unit_test(a_rule_counts_from_the_day_on_which_it_comes_into_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
