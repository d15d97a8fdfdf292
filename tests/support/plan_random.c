#include "support/plan_random.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 4, NODES_MAX = 60, NAME_BYTES = 24, STAGES_MAX = 5, DAYS_BEYOND = 4000000 };

// What can be named at a place of the plan.
typedef struct Around {
    uint32_t node;            // Where it stands.
    uint32_t stage;           // WRIT_NONE: in no stage.
    uint32_t branch;          // The nearest, or WRIT_NONE.
    uint32_t for_each;        // The nearest, or WRIT_NONE.
    char element[NAME_BYTES]; // Its variable; "": none.
    bool has_sub;             // The element has the list `sub`.
    uint32_t depth;
} Around;

// The last action that a list may end in, beside those that leave.
typedef enum Ending {
    ENDING_ROUTE,   // Leaves, or nothing.
    ENDING_STEP,    // And `next step`.
    ENDING_TASK,    // And parties that are whoever has the task.
    ENDING_OVERDUE, // As a task, and `extend by`.
    ENDING_OVERDUE_STEP,
    ENDING_OVERDUE_PROCESS,
    ENDING_PLAIN, // Never leaves.
} Ending;

typedef struct Making {
    PlanBuilder *b;
    Random *random;
    WritTypeId number;
    uint32_t line, sub, order; // Record types.
    uint32_t input, output, arrival;
    uint32_t hook_undone, hook_plain, undo;
    uint32_t event, alarm, message, decision;
    uint32_t clerk, chief;
    uint32_t milestones[3], endings[2];
    uint32_t stages[STAGES_MAX];
    uint32_t stage_count;
    uint32_t names, nodes;
    bool on_calendar; // What is made counts on a calendar.
} Making;

static bool chance(Making *m, uint32_t percent)
{
    return random_below(m->random, 100) < percent;
}

static uint32_t pick(Making *m, uint32_t count)
{
    return random_below(m->random, count);
}

static const char *new_name(Making *m, const char *prefix, char name[NAME_BYTES])
{
    (void)snprintf(name, NAME_BYTES, "%s%u", prefix, ++m->names);
    return name;
}

// --- Expressions ----------------------------------------------------------------------------

static const char *number_path(Making *m, const Around *around, char path[NAME_BYTES])
{
    if (around->element[0] != '\0' && chance(m, 50)) {
        (void)snprintf(path, NAME_BYTES, "%.16s.n", around->element);
        return path;
    }
    static const char *const paths[] = {"n", "m", "order.n"};
    return paths[pick(m, 3)];
}

static uint32_t small_number(Making *m)
{
    char digits[4];
    (void)snprintf(digits, sizeof digits, "%u", pick(m, PLAN_RANDOM_NUMBER_MAX + 1));
    return build_number(m->b, digits);
}

static uint32_t number(Making *m, const Around *around)
{
    char path[NAME_BYTES];
    uint32_t read = build_read(m->b, number_path(m, around, path));
    return chance(m, 30) ? small_number(m) : read;
}

// Now and then one that cannot be worked out where a number is zero: that makes incidents.
static uint32_t condition(Making *m, const Around *around)
{
    static const WritOperation operations[] = {WRIT_OP_EQUAL, WRIT_OP_LESS, WRIT_OP_GREATER_EQUAL,
                                               WRIT_OP_NOT_EQUAL};
    if (chance(m, 2)) {
        uint32_t share = build_share(m->b, number(m, around), build_read(m->b, "m"));
        uint32_t half = build_constant(m->b, build_plain(m->b, WRIT_TYPE_PERCENT), "50%");
        return build_two(m->b, WRIT_OP_LESS, share, half);
    }
    return build_two(m->b, operations[pick(m, 4)], number(m, around), small_number(m));
}

static uint32_t duration(Making *m)
{
    static const char *const spans[] = {"1 hours", "2 hours", "1 days"};
    return build_constant(m->b, build_plain(m->b, WRIT_TYPE_DURATION), spans[pick(m, 3)]);
}

// --- Actions --------------------------------------------------------------------------------

static WritParty a_party(Making *m, Ending ending)
{
    bool task = ending == ENDING_TASK || ending == ENDING_OVERDUE;
    if (task && chance(m, 20)) {
        return party_assignee();
    }
    return chance(m, 50) ? party_owner() : party_role(chance(m, 50) ? m->clerk : m->chief);
}

static WritAction plain_action(Making *m, const Around *around, Ending ending)
{
    char path[NAME_BYTES];
    bool task = ending == ENDING_TASK || ending == ENDING_OVERDUE;
    switch (pick(m, task ? 6 : 5)) {
    case 0:
        return act_mark(m->milestones[pick(m, 3)]);
    case 1:
        return act_notify(m->b, a_party(m, ending), m->message, number(m, around));
    case 2:
        return act_undo(chance(m, 50) ? WRIT_NONE : m->stages[pick(m, m->stage_count)]);
    case 3:
    case 4: {
        const char *to = number_path(m, around, path);
        return act_set(m->b, to, chance(m, 50) ? small_number(m) : number(m, around));
    }
    default:
        return act_reassign(m->b, party_role(chance(m, 50) ? m->clerk : m->chief));
    }
}

static uint32_t list(Making *m, const Around *around, Ending ending, uint32_t depth);

static uint32_t onward(Making *m, const Around *around)
{
    uint32_t at = 0;
    while (at < m->stage_count && m->stages[at] != around->stage) {
        at++;
    }
    if (at == m->stage_count) {
        return m->stages[pick(m, m->stage_count)]; // Of no stage: a command set it off.
    }
    return at + 1 < m->stage_count ? m->stages[at + 1 + pick(m, m->stage_count - at - 1)]
                                   : WRIT_NONE;
}

static bool leaving_action(Making *m, const Around *around, Ending ending, uint32_t depth,
                           WritAction *action)
{
    uint32_t to = WRIT_NONE;
    switch (pick(m, 6)) {
    case 0:
        *action = act_end(m->endings[pick(m, 2)]);
        return true;
    case 1:
        to = onward(m, around);
        *action = act_go_to(to);
        return to != WRIT_NONE;
    case 2:
        to = m->stages[pick(m, m->stage_count)];
        *action = act_go_back(to, 1 + pick(m, 2), list(m, around, ending, depth + 1));
        return true;
    case 3:
        *action = act_skip_next(around->for_each);
        return around->for_each != WRIT_NONE;
    case 4:
        *action = act_skip_end(around->branch);
        return around->branch != WRIT_NONE;
    default:
        *action = act_skip_end(around->stage);
        return around->stage != WRIT_NONE;
    }
}

static bool last_action(Making *m, const Around *around, Ending ending, uint32_t depth,
                        WritAction *action)
{
    bool overdue = ending == ENDING_OVERDUE || ending == ENDING_OVERDUE_STEP ||
                   ending == ENDING_OVERDUE_PROCESS;
    if (ending == ENDING_PLAIN || chance(m, 20)) {
        return false;
    }
    if (overdue && chance(m, 40) && depth < 3) {
        int64_t most = chance(m, 10) ? DAYS_BEYOND : 0; // There is no such day.
        *action = act_extend(most + 1 + pick(m, 3), most > 0 ? WRIT_DAYS : WRIT_HOURS,
                             1 + pick(m, 2), list(m, around, ending, depth + 1));
        action->working = m->on_calendar && chance(m, 60);
        return true;
    }
    bool next = ending != ENDING_ROUTE && ending != ENDING_OVERDUE_PROCESS;
    if (next && chance(m, 55)) {
        *action = act_next();
        return true;
    }
    return depth < 3 && leaving_action(m, around, ending, depth, action);
}

static uint32_t list(Making *m, const Around *around, Ending ending, uint32_t depth)
{
    WritAction actions[3];
    uint32_t count = 0;
    uint32_t plain = pick(m, 3);
    for (uint32_t i = 0; i < plain; i++) {
        actions[count++] = plain_action(m, around, ending);
    }
    count += last_action(m, around, ending, depth, &actions[count]) ? 1 : 0;
    return build_actions(m->b, actions, count);
}

// --- Clocks ---------------------------------------------------------------------------------

static const char *some_time(Making *m)
{
    static const char *const times[] = {"1 hours",         "30 minutes",     "2 days",
                                        "1 working hours", "1 working days", "5 working hours"};
    return times[pick(m, m->on_calendar ? 6 : 3)];
}

// Now and then one that is not there, but for the process, which then could not start.
static void calendar(Making *m, uint32_t node)
{
    const char *name = node != 0 && chance(m, 1) ? "atlantis" : chance(m, 60) ? "office" : "plant";
    build_calendar(m->b, node, name);
}

static uint32_t rung_actions(Making *m, const Around *around, Ending ending)
{
    WritAction actions[2];
    uint32_t count = pick(m, 3);
    bool task = ending == ENDING_OVERDUE;
    for (uint32_t i = 0; i < count; i++) {
        actions[i] = plain_action(m, around, task ? ENDING_TASK : ENDING_PLAIN);
    }
    return build_actions(m->b, actions, count);
}

static WritRung rung(Making *m, const Around *around, Ending ending, bool timed)
{
    static const char *const shares[] = {"25%", "50%", "100%", "150%", "33.3333333333333333%"};
    uint32_t actions = rung_actions(m, around, ending);
    switch (pick(m, timed ? 4 : 2)) {
    case 0:
        return rung_every(m->b, some_time(m), actions);
    case 1:
        return rung_after(m->b, some_time(m),
                          chance(m, 30) ? m->stages[pick(m, m->stage_count)] : WRIT_NONE, actions);
    case 2:
        return rung_share(m->b, shares[pick(m, 5)], actions);
    default:
        return rung_before_due(m->b, some_time(m), actions);
    }
}

static void rungs(Making *m, const Around *around, uint32_t node, Ending ending)
{
    WritRung made[5];
    bool timed = build_plan(m->b)->nodes[node].deadline.kind != WRIT_DEADLINE_NONE;
    uint32_t count = 1 + pick(m, 4);
    for (uint32_t i = 0; i < count; i++) {
        made[i] = rung(m, around, ending, timed);
    }
    if (made[0].kind == WRIT_RUNG_EVERY && chance(m, 60)) {
        made[count++] = rung_reminder(1 + pick(m, 2), 0, rung_actions(m, around, ending));
    }
    build_rungs(m->b, node, made, count);
}

static uint32_t amount(Making *m, WritDeadlineKind *kind)
{
    static const char *const spans[] = {"1 working hours", "9 working hours", "2 working days"};
    *kind = WRIT_DEADLINE_AFTER;
    if (!m->on_calendar) {
        return duration(m);
    }
    if (chance(m, 70)) {
        return build_constant(m->b, build_plain(m->b, WRIT_TYPE_WORKING_TIME), spans[pick(m, 3)]);
    }
    *kind = WRIT_DEADLINE_AT;
    return build_constant(m->b, build_plain(m->b, WRIT_TYPE_DATE),
                          chance(m, 50) ? "1970-01-02" : "1970-01-04");
}

static void deadline(Making *m, const Around *around, uint32_t node, Ending ending)
{
    WritDeadlineKind kind = WRIT_DEADLINE_AFTER;
    m->on_calendar = chance(m, 60);
    uint32_t expr = amount(m, &kind);
    build_deadline(m->b, node, kind, expr, list(m, around, ending, 0));
    if (m->on_calendar) {
        calendar(m, node);
    }
    if (chance(m, 20)) {
        build_plan(m->b)->nodes[node].deadline.since = m->stages[pick(m, m->stage_count)];
    }
    if (chance(m, 30)) {
        uint32_t standing = build_two(m->b, WRIT_OP_EQUAL, build_read(m->b, "m"), small_number(m));
        build_pauses(m->b, node, chance(m, 20) ? condition(m, around) : standing);
    }
    if (chance(m, 50)) {
        rungs(m, around, node, ending);
    }
    m->on_calendar = false;
}

// A deadline, or reminders without one, or neither.
static void clock_of(Making *m, const Around *around, uint32_t node, Ending ending)
{
    if (chance(m, 40)) {
        deadline(m, around, node, ending);
    } else if (chance(m, 10)) {
        m->on_calendar = true;
        calendar(m, node);
        rungs(m, around, node, ending);
        m->on_calendar = false;
    }
}

// --- Steps ----------------------------------------------------------------------------------

static void finish_person_step(Making *m, const Around *around, uint32_t step, uint32_t node)
{
    static const char *const outcomes[] = {"yes", "no", "perhaps"};
    bool owed = chance(m, 30);
    WritParty party = party_role(chance(m, 60) ? m->clerk : m->chief);
    if (owed) {
        party.unit = build_words(m->b, chance(m, 60) ? "north" : "south");
    }
    build_by(m->b, step, party);
    if (chance(m, 30)) {
        build_by(m->b, step, owed ? party : party_owner());
        build_plan(m->b)->steps[step].performer.kind =
            chance(m, 50) ? WRIT_PERFORMER_IN_TURN : WRIT_PERFORMER_ANY;
    }
    if (chance(m, 4)) {
        build_never_by(m->b, step, party_role(m->chief)); // Bars everybody in these tests.
    }
    if (chance(m, 40)) {
        build_fill(m->b, step, "m");
    }
    if (chance(m, 15)) {
        build_need(m->b, step, condition(m, around), "as needed", "it must be so");
    }
    uint32_t count = 1 + pick(m, 3);
    for (uint32_t i = 0; i < count; i++) {
        build_outcome(m->b, step, outcomes[i],
                      i == 0 ? build_next(m->b) : list(m, around, ENDING_TASK, 0));
    }
    if (chance(m, 25)) {
        uint32_t nobody = list(m, around, ENDING_TASK, 0);
        build_plan(m->b)->steps[step].on_nobody = nobody;
    }
    clock_of(m, around, node, ENDING_OVERDUE);
    if (owed && build_plan(m->b)->nodes[node].deadline.calendar != WRIT_NONE) {
        build_owed_calendar(m->b, node);
    }
}

static void finish_call(Making *m, const Around *around, uint32_t step, uint32_t node)
{
    uint32_t args[] = {number(m, around)};
    bool undone = chance(m, 60);
    build_call(m->b, step, undone ? m->hook_undone : m->hook_plain, args,
               list(m, around, ENDING_STEP, 0));
    if (chance(m, 40)) {
        char name[NAME_BYTES];
        (void)build_into(m->b, step, new_name(m, "got", name), 0);
    }
    build_outcome(m->b, step, "fine",
                  chance(m, 70) ? build_next(m->b) : list(m, around, ENDING_STEP, 0));
    build_outcome(m->b, step, "bad", list(m, around, ENDING_STEP, 0));
    clock_of(m, around, node, ENDING_OVERDUE_STEP);
}

static void finish_wait(Making *m, const Around *around, uint32_t step, uint32_t node)
{
    uint32_t fits = WRIT_NONE;
    if (chance(m, 50)) {
        fits = build_two(m->b, WRIT_OP_GREATER_EQUAL, build_event_read(m->b, m->arrival, "n"),
                         number(m, around));
    }
    build_wait(m->b, step, m->event, fits);
    if (chance(m, 30)) {
        uint32_t match[] = {0, number(m, around)};
        uint32_t start = build_operands(m->b, match, 2);
        build_plan(m->b)->steps[step].match_start = start;
        build_plan(m->b)->steps[step].match_count = 1;
    }
    if (chance(m, 30)) {
        char name[NAME_BYTES];
        (void)build_into(m->b, step, new_name(m, "came", name), 0);
    }
    clock_of(m, around, node, ENDING_OVERDUE_STEP);
}

static void add_step(Making *m, const Around *outside)
{
    static const WritAct acts[] = {WRIT_ACT_DO,   WRIT_ACT_DO,     WRIT_ACT_APPROVE,
                                   WRIT_ACT_CALL, WRIT_ACT_CALL,   WRIT_ACT_DECIDE,
                                   WRIT_ACT_WAIT, WRIT_ACT_ACTIONS};
    char name[NAME_BYTES];
    WritAct act = acts[pick(m, 8)];
    uint32_t step = build_step(m->b, outside->node, new_name(m, "s", name), act);
    Around around = *outside;
    around.node = build_node_of(m->b, step);
    if (chance(m, 15)) {
        uint32_t only_if = condition(m, &around);
        build_plan(m->b)->steps[step].only_if = only_if;
    }
    if (chance(m, 20)) {
        build_step_mark(m->b, step, m->milestones[pick(m, 3)]);
    }
    if (act == WRIT_ACT_DO && chance(m, 20)) {
        uint32_t args[] = {number(m, &around)};
        uint32_t start = build_operands(m->b, args, 1);
        build_plan(m->b)->steps[step].undo = m->undo;
        build_plan(m->b)->steps[step].undo_args_start = start;
    }
    switch (act) {
    case WRIT_ACT_APPROVE:
        build_show(m->b, step, "order.n");
        finish_person_step(m, &around, step, around.node);
        return;
    case WRIT_ACT_DO:
        finish_person_step(m, &around, step, around.node);
        return;
    case WRIT_ACT_CALL:
        finish_call(m, &around, step, around.node);
        return;
    case WRIT_ACT_DECIDE: {
        uint32_t args[] = {number(m, &around)};
        build_decide(m->b, step, m->decision, args, "m");
        return;
    }
    case WRIT_ACT_WAIT:
        finish_wait(m, &around, step, around.node);
        return;
    case WRIT_ACT_ACTIONS:
        build_then(m->b, step, list(m, &around, chance(m, 30) ? ENDING_STEP : ENDING_PLAIN, 0));
        return;
    }
    WRIT_UNREACHABLE();
}

// --- Blocks ---------------------------------------------------------------------------------

static void add_items(Making *m, const Around *around);

static void add_same_time(Making *m, const Around *outside)
{
    char name[NAME_BYTES];
    Around around = *outside;
    uint32_t node =
        build_same_time(m->b, outside->node, chance(m, 60) ? WRIT_JOIN_ALL : WRIT_JOIN_FIRST);
    uint32_t count = 1 + pick(m, 3);
    around.depth++;
    for (uint32_t i = 0; i < count; i++) {
        around.node = build_branch(m->b, node, new_name(m, "b", name));
        around.branch = around.node;
        add_items(m, &around);
    }
}

static void add_for_each(Making *m, const Around *outside)
{
    Around around = *outside;
    char path[2 * NAME_BYTES];
    bool sub = outside->has_sub && chance(m, 60);
    (void)snprintf(path, sizeof path, "%s.%s", sub ? outside->element : "order",
                   sub ? "sub" : "lines");
    (void)new_name(m, "e", around.element);
    around.node = build_for_each(m->b, outside->node, around.element, path,
                                 chance(m, 50) ? WRIT_EACH_SAME_TIME : WRIT_EACH_ONE_AT_A_TIME);
    around.for_each = around.node;
    around.branch = WRIT_NONE;
    around.has_sub = !sub;
    around.depth++;
    if (chance(m, 30)) {
        build_where(m->b, around.node, condition(m, &around));
    }
    add_items(m, &around);
}

static void add_if(Making *m, const Around *outside)
{
    Around around = *outside;
    uint32_t node = build_if(m->b, outside->node);
    uint32_t count = 1 + pick(m, 2);
    around.depth++;
    for (uint32_t i = 0; i < count; i++) {
        bool otherwise = i + 1 == count && count > 1;
        around.node = build_arm(m->b, node, otherwise ? WRIT_NONE : condition(m, outside));
        add_items(m, &around);
    }
}

static void add_repeat(Making *m, const Around *outside)
{
    Around around = *outside;
    uint32_t until = condition(m, outside);
    uint32_t still_not = list(m, outside, ENDING_STEP, 0);
    around.node = build_repeat(m->b, outside->node, 1 + pick(m, 3), until, still_not);
    around.depth++;
    add_items(m, &around);
}

static void add_item(Making *m, const Around *around)
{
    m->nodes++;
    uint32_t kind = around->depth >= DEPTH_MAX || m->nodes > NODES_MAX ? 0 : pick(m, 10);
    switch (kind) {
    case 5:
        add_same_time(m, around);
        return;
    case 6:
        add_for_each(m, around);
        return;
    case 7:
        add_if(m, around);
        return;
    case 8:
        add_repeat(m, around);
        return;
    case 9:
        (void)build_route(m->b, around->node, list(m, around, ENDING_ROUTE, 0));
        return;
    default:
        add_step(m, around);
    }
}

static void add_items(Making *m, const Around *around)
{
    uint32_t count = 1 + pick(m, 3);
    for (uint32_t i = 0; i < count; i++) {
        add_item(m, around);
    }
}

// --- The world and the process --------------------------------------------------------------

static void add_data(Making *m)
{
    PlanBuilder *b = m->b;
    m->number = build_plain(b, WRIT_TYPE_NUMBER);
    m->sub = build_record(b, "Sub");
    (void)build_field(b, m->sub, "n", m->number);
    m->line = build_record(b, "Line");
    (void)build_field(b, m->line, "n", m->number);
    (void)build_field(b, m->line, "sub", build_list(b, build_record_type(b, m->sub)));
    m->order = build_record(b, "Order");
    (void)build_field(b, m->order, "n", m->number);
    (void)build_field(b, m->order, "lines", build_list(b, build_record_type(b, m->line)));
    (void)build_parameter(b, "order", build_record_type(b, m->order));
    (void)build_parameter(b, "n", m->number);
    (void)build_stored(b, "m", m->number, build_number(b, "0"));
    m->clerk = build_role(b, "clerk");
    m->chief = build_role(b, "chief");
    m->endings[0] = build_ending(b, "done");
    m->endings[1] = build_ending(b, "failed");
    m->milestones[0] = build_milestone(b, "seen");
    m->milestones[1] = build_milestone(b, "sent");
    m->milestones[2] = build_milestone(b, "paid");
}

static void add_world(Making *m)
{
    PlanBuilder *b = m->b;
    m->input = build_record(b, "Input");
    (void)build_field(b, m->input, "n", m->number);
    m->output = build_record(b, "Output");
    (void)build_field(b, m->output, "n", m->number);
    m->hook_undone = build_hook(b, "erp.reserve", m->input, m->output, "fine, bad");
    m->hook_plain = build_hook(b, "erp.look", m->input, m->output, "fine, bad");
    m->undo = build_hook(b, "erp.release", m->input, m->output, "fine, bad");
    build_plan(b)->hooks[m->hook_undone].retries = 1;
    build_plan(b)->hooks[m->undo].retries = 1;
    // Of the output where it is random, so that it cannot be worked out when a call has no answer.
    uint32_t local = chance(m, 50) ? 1 : 0;
    uint32_t record = local == 1 ? m->output : m->input;
    uint32_t args[] = {build_local(b, local, build_record_type(b, record), "n")};
    build_undo(b, m->hook_undone, m->undo, args);
    m->arrival = build_record(b, "Arrival");
    (void)build_field(b, m->arrival, "n", m->number);
    m->event = build_event(b, "arrived", m->arrival, "");
    m->alarm = build_event(b, "alarm", m->arrival, "");
    m->message =
        build_message(b, "note", m->number, build_words(b, "About"), build_words(b, "It is so."));
    m->decision = build_decision(b, "rating", m->input, m->output, WRIT_HIT_FIRST);
    build_row(b, m->decision, "R1 | above 1 || 2");
    build_row(b, m->decision, chance(m, 80) ? "R2 | any || 1" : "R2 | below 1 || 0");
}

static void add_happenings(Making *m, const Around *process)
{
    WritPlan *plan = build_plan(m->b);
    uint32_t count = pick(m, 3);
    WritHappens *happens = writ_arena_array(build_arena(m->b), count + 1, sizeof *happens);
    for (uint32_t i = 0; i < count; i++) {
        bool stops = chance(m, 50);
        happens[i] = (WritHappens){
            .event = m->alarm,
            .where = WRIT_NONE,
            .stops_work = stops,
            .actions = list(m, process, stops ? ENDING_ROUTE : ENDING_PLAIN, 0),
        };
        if (chance(m, 50)) {
            happens[i].stages_start = build_operands(m->b, m->stages, 1);
            happens[i].stage_count = 1;
        }
    }
    plan->happens = happens;
    plan->happens_count = count;
}

static bool may_be_bound(const WritPlan *plan, uint32_t node)
{
    bool asks = plan->nodes[node].kind == WRIT_NODE_STEP &&
                plan->steps[plan->nodes[node].step].act == WRIT_ACT_APPROVE;
    for (; asks && node != 0; node = plan->nodes[node].parent) {
        asks = plan->nodes[node].kind != WRIT_NODE_FOR_EACH;
    }
    return asks;
}

static void add_bindings(Making *m, const Around *process)
{
    uint32_t nodes = build_plan(m->b)->node_count;
    WritBinding *bindings = writ_arena_array(build_arena(m->b), nodes, sizeof *bindings);
    uint32_t count = 0;
    for (uint32_t node = 1; node < nodes; node++) {
        if (!may_be_bound(build_plan(m->b), node) || chance(m, 40)) {
            continue;
        }
        const char *path = chance(m, 50) ? "order.n" : "m";
        bool leaves = chance(m, 60);
        bindings[count++] = (WritBinding){
            .node = node,
            .expr = build_read(m->b, path),
            .text = writ_text(path),
            .leaves = leaves,
            .actions = list(m, process, leaves ? ENDING_ROUTE : ENDING_PLAIN, 0),
        };
    }
    build_plan(m->b)->bindings = bindings;
    build_plan(m->b)->binding_count = count;
}

static void add_cancellation(Making *m, const Around *process)
{
    uint32_t actions = list(m, process, ENDING_ROUTE, 0);
    WritPlan *plan = build_plan(m->b);
    plan->cancellation = (WritCancellation){
        .allowed = true,
        .performer = {WRIT_PERFORMER_ANY, plan->start_parties_start, 1},
        .only_before = chance(m, 50) ? m->milestones[1] : WRIT_NONE,
        .actions = actions,
    };
}

static void add_stages(Making *m)
{
    char name[NAME_BYTES];
    m->stage_count = 1 + pick(m, STAGES_MAX - 1);
    for (uint32_t i = 0; i < m->stage_count; i++) {
        bool detour = i > 0 && chance(m, 25);
        m->stages[i] = detour ? build_detour(m->b, new_name(m, "d", name))
                              : build_stage(m->b, new_name(m, "w", name));
    }
}

static void fill_stages(Making *m, const Around *process)
{
    for (uint32_t i = 0; i < m->stage_count; i++) {
        Around around = *process;
        around.node = m->stages[i];
        around.stage = m->stages[i];
        add_items(m, &around);
        if (chance(m, 35)) {
            deadline(m, &around, m->stages[i], ENDING_OVERDUE_STEP);
        }
        if (chance(m, 30)) {
            uint32_t start = build_operands(m->b, m->milestones, 1);
            build_plan(m->b)->nodes[m->stages[i]].marks_start = start;
            build_plan(m->b)->nodes[m->stages[i]].mark_count = 1;
        }
        if (i + 1 == m->stage_count && chance(m, 85)) {
            (void)build_route(m->b, m->stages[i], build_action(m->b, act_end(m->endings[0])));
        }
    }
}

const WritPlan *plan_random_build(PlanBuilder *b, Random *random)
{
    Making m = {.b = b, .random = random};
    Around process = {.stage = WRIT_NONE, .branch = WRIT_NONE, .for_each = WRIT_NONE};
    add_data(&m);
    add_world(&m);
    add_stages(&m);
    fill_stages(&m, &process);
    add_happenings(&m, &process);
    add_bindings(&m, &process);
    if (chance(&m, 60)) {
        add_cancellation(&m, &process);
    }
    if (chance(&m, 30)) {
        deadline(&m, &process, 0, ENDING_OVERDUE_PROCESS);
    }
    return build_finish(b);
}

// --- Values ---------------------------------------------------------------------------------

static WritValue random_number(Random *random)
{
    return writ_value_number(
        writ_decimal_from_int(random_below(random, PLAN_RANDOM_NUMBER_MAX + 1)));
}

static uint32_t find_record(const WritPlan *plan, const char *name)
{
    uint32_t record = 0;
    while (!writ_text_is(plan->types.records[record].name, name)) {
        record++;
    }
    return record;
}

// A list of up to three records whose first field is a number; `below` has their other field.
static WritValue list_of(PlanBuilder *b, Random *random, uint32_t record, uint32_t below)
{
    WritList *made = writ_list_new(build_arena(b), random_below(random, 4));
    for (uint32_t i = 0; i < made->count; i++) {
        WritRecord *item = writ_record_new(build_arena(b), below == WRIT_NONE ? 1 : 2);
        item->id = ++made->last_id;
        item->fields[0] = random_number(random);
        if (below != WRIT_NONE) {
            item->fields[1] = list_of(b, random, below, WRIT_NONE);
        }
        made->items[i] = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = record, .record = item};
    }
    return (WritValue){.kind = WRIT_VALUE_LIST, .list = made};
}

void plan_random_parameters(PlanBuilder *b, Random *random, WritValue values[2])
{
    const WritPlan *plan = build_plan(b);
    uint32_t order = find_record(plan, "Order");
    WritRecord *record = writ_record_new(build_arena(b), 2);
    record->fields[0] = random_number(random);
    record->fields[1] = list_of(b, random, find_record(plan, "Line"), find_record(plan, "Sub"));
    values[0] = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = order, .record = record};
    values[1] = random_number(random);
}
