#include "support/case_walk.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef enum Life {
    LIFE_NEVER,
    LIFE_OPEN,
    LIFE_LEFT,
} Life;

// A block instance, by its number.
typedef struct Block {
    Life life;
    uint32_t parent, node;
    WritEventKind opened_by;
    uint32_t effect; // UNDO_ASKED: what a person undoes.
    bool answered;
    bool stuck;
    int64_t stuck_at;
    bool has_clock, paused, clock_stuck;
    int64_t clock_stuck_at;
    uint32_t reached[WRIT_RUNGS_MAX]; // For the which time, each rung.
} Block;

typedef enum Doing {
    DOING_NEVER,
    DOING_STANDS,
    DOING_UNDOING,
    DOING_UNDONE,
} Doing;

typedef struct Done {
    Doing doing;
    uint32_t call; // That undoes it.
    WritText id;
} Done;

// A call, by its number.
typedef struct Placed {
    bool open;
    uint32_t block;  // 0: of an undo.
    uint32_t effect; // That it undoes.
    WritText id;
} Placed;

typedef struct Tally {
    uint32_t block, action, count;
} Tally;

enum { MOST = 1 << 16, TALLIES_MAX = 512 };

struct CaseWalk {
    CaseRun *run;
    const WritPlan *plan;
    uint32_t seen; // Events taken in.
    Block blocks[MOST];
    Done effects[MOST];
    Placed calls[MOST];
    bool milestones[64];
    Tally tallies[TALLIES_MAX];
    uint32_t tally_count;
    uint32_t last_block, last_effect, last_call;
    WritEventKind before; // The kind of the event before.
    bool ended, closing;
};

CaseWalk *case_walk_new(CaseRun *run, const WritPlan *plan)
{
    CaseWalk *walk = calloc(1, sizeof *walk);
    assert_non_null(walk);
    walk->run = run;
    walk->plan = plan;
    return walk;
}

void case_walk_free(CaseWalk *walk)
{
    free(walk);
}

static Block *open_block(CaseWalk *walk, uint32_t number)
{
    assert_true(number > 0 && number < MOST);
    assert_int_equal(walk->blocks[number].life, LIFE_OPEN);
    return &walk->blocks[number];
}

static bool stands_in(const CaseWalk *walk, uint32_t block, uint32_t outer)
{
    while (block != 0 && block != outer) {
        block = walk->blocks[block].parent;
    }
    return block == outer;
}

// The branch, element or stage that a block stands in.
static uint32_t lane_of(const CaseWalk *walk, uint32_t block)
{
    while (block != 1 && walk->blocks[block].opened_by != WRIT_EVENT_PART_OPENED) {
        block = walk->blocks[block].parent;
    }
    return block;
}

static void open_new(CaseWalk *walk, const WritEvent *event, uint32_t parent)
{
    assert_true(event->frame > walk->last_block && event->frame < MOST);
    if (parent != 0) {
        (void)open_block(walk, parent);
    }
    for (uint32_t i = 1; i <= walk->last_block; i++) {
        const Block *other = &walk->blocks[i];
        bool twin = other->life == LIFE_OPEN && event->node != WRIT_NONE &&
                    other->node == event->node && event->kind == other->opened_by &&
                    event->kind != WRIT_EVENT_PART_OPENED &&
                    event->kind != WRIT_EVENT_ACTIONS_BEGAN;
        assert_false(twin && lane_of(walk, i) == lane_of(walk, parent));
        bool stage = event->kind == WRIT_EVENT_STAGE_ENTERED && other->life == LIFE_OPEN;
        assert_false(stage && other->opened_by == WRIT_EVENT_STAGE_ENTERED);
    }
    walk->last_block = event->frame;
    walk->blocks[event->frame] =
        (Block){.life = LIFE_OPEN, .parent = parent, .node = event->node, .opened_by = event->kind};
}

static void leave(CaseWalk *walk, uint32_t number)
{
    (void)open_block(walk, number);
    for (uint32_t i = 1; i <= walk->last_block; i++) {
        assert_false(walk->blocks[i].life == LIFE_OPEN && walk->blocks[i].parent == number);
    }
    walk->blocks[number].life = LIFE_LEFT;
}

static void cancel(CaseWalk *walk, uint32_t number)
{
    (void)open_block(walk, number);
    assert_int_equal(walk->blocks[number].effect, 0);
    for (uint32_t i = number; i <= walk->last_block; i++) {
        if (walk->blocks[i].life == LIFE_OPEN && stands_in(walk, i, number)) {
            walk->blocks[i].life = LIFE_LEFT;
        }
    }
}

static void count(CaseWalk *walk, uint32_t block, uint32_t action)
{
    uint32_t i = 0;
    while (i < walk->tally_count &&
           (walk->tallies[i].block != block || walk->tallies[i].action != action)) {
        i++;
    }
    assert_true(i < TALLIES_MAX);
    if (i == walk->tally_count) {
        walk->tallies[walk->tally_count++] = (Tally){block, action, 0};
    }
    assert_true(++walk->tallies[i].count <= walk->plan->actions[action].at_most);
}

// --- Calls and effects -------------------------------------------------------------------------

static void make_call(CaseWalk *walk, uint32_t number, WritText id, uint32_t block, uint32_t effect)
{
    assert_true(number > walk->last_call && number < MOST);
    for (uint32_t i = 1; i <= walk->last_call; i++) {
        assert_false(writ_text_equal(walk->calls[i].id, id));
    }
    walk->last_call = number;
    walk->calls[number] = (Placed){.open = true, .block = block, .effect = effect, .id = id};
}

static void undo_is_done(CaseWalk *walk, uint32_t effect)
{
    assert_int_equal(walk->effects[effect].doing, DOING_UNDOING);
    walk->effects[effect].doing = DOING_UNDONE;
}

static void settle_call(CaseWalk *walk, const WritEvent *event)
{
    assert_true(event->number <= walk->last_call);
    Placed *call = &walk->calls[event->number];
    assert_true(call->open);
    call->open = false;
    if (call->effect != 0 && event->kind == WRIT_EVENT_CALL_ANSWERED) {
        undo_is_done(walk, call->effect);
    } else if (walk->blocks[call->block].life == LIFE_OPEN) {
        walk->blocks[call->block].answered = true;
    }
}

// The newest first, and one at a time but for what came in late, which is undone at once.
static void begin_undo(CaseWalk *walk, uint32_t effect)
{
    assert_true(effect > 0 && effect <= walk->last_effect);
    bool late = walk->before == WRIT_EVENT_EFFECT_NOTED;
    for (uint32_t i = 1; i <= walk->last_effect; i++) {
        assert_false(i > effect && walk->effects[i].doing == DOING_STANDS);
        assert_false(!late && i != effect && walk->effects[i].doing == DOING_UNDOING);
    }
    walk->effects[effect].doing = DOING_UNDOING;
}

static void note_effect(CaseWalk *walk, const WritEvent *event)
{
    assert_true(event->number > walk->last_effect && event->number < MOST);
    walk->last_effect = event->number;
    walk->effects[event->number] = (Done){.doing = DOING_STANDS, .id = event->text};
}

static void ask_undo(CaseWalk *walk, const WritEvent *event)
{
    open_new(walk, event, event->parent);
    walk->blocks[event->frame].effect = event->number;
    if (walk->effects[event->number].doing == DOING_STANDS) {
        begin_undo(walk, event->number);
        return;
    }
    assert_int_equal(walk->effects[event->number].doing, DOING_UNDOING);
    assert_false(walk->calls[walk->effects[event->number].call].open);
}

static void call_undo(CaseWalk *walk, const WritEvent *event)
{
    assert_int_equal(walk->effects[event->list].doing, DOING_STANDS);
    begin_undo(walk, event->list);
    walk->effects[event->list].call = event->number;
    make_call(walk, event->number, walk->effects[event->list].id, 0, event->list);
}

static void answer(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_false(block->answered);
    block->answered = true;
    if (block->effect != 0) {
        undo_is_done(walk, block->effect);
        leave(walk, event->frame);
    }
}

static bool is_work(const Block *block)
{
    return block->opened_by == WRIT_EVENT_TASK_OPENED || block->opened_by == WRIT_EVENT_CALL_MADE ||
           block->opened_by == WRIT_EVENT_WAIT_OPENED ||
           block->opened_by == WRIT_EVENT_ACTIONS_BEGAN;
}

static void end(CaseWalk *walk)
{
    assert_false(walk->ended);
    leave(walk, 1);
    for (uint32_t i = 1; i <= walk->last_block; i++) {
        assert_int_not_equal(walk->blocks[i].life, LIFE_OPEN);
    }
    for (uint32_t i = 1; i <= walk->last_call; i++) {
        assert_false(walk->calls[i].open);
    }
    walk->ended = true;
}

// --- Events ------------------------------------------------------------------------------------

static void start(CaseWalk *walk, const WritEvent *event)
{
    walk->blocks[1] = (Block){.life = LIFE_OPEN, .opened_by = event->kind};
    walk->last_block = 1;
}

static void close_case(CaseWalk *walk, const WritEvent *event)
{
    (void)event;
    walk->closing = true;
}

static void end_case(CaseWalk *walk, const WritEvent *event)
{
    (void)event;
    end(walk);
}

static void enter_stage(CaseWalk *walk, const WritEvent *event)
{
    open_new(walk, event, 1);
}

static void open_inside(CaseWalk *walk, const WritEvent *event)
{
    open_new(walk, event, event->parent);
}

static void open_call(CaseWalk *walk, const WritEvent *event)
{
    open_new(walk, event, event->parent);
    make_call(walk, event->number, event->text, event->frame, 0);
}

static void go_round(CaseWalk *walk, const WritEvent *event)
{
    const Block *block = open_block(walk, event->frame);
    assert_true(event->number <= walk->plan->nodes[block->node].at_most);
}

static void leave_block(CaseWalk *walk, const WritEvent *event)
{
    leave(walk, event->frame);
}

static void cancel_block(CaseWalk *walk, const WritEvent *event)
{
    cancel(walk, event->frame);
}

static void finish_step(CaseWalk *walk, const WritEvent *event)
{
    if (is_work(open_block(walk, event->frame))) {
        leave(walk, event->frame);
    }
}

static void take_message(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_false(block->answered);
    block->answered = true;
}

static void extend(CaseWalk *walk, const WritEvent *event)
{
    (void)open_block(walk, event->frame);
    count(walk, event->frame, event->index);
}

static void go_back(CaseWalk *walk, const WritEvent *event)
{
    count(walk, 0, event->index);
}

static void reach(CaseWalk *walk, const WritEvent *event)
{
    walk->milestones[event->index] = true;
}

static void fail_call(CaseWalk *walk, const WritEvent *event)
{
    assert_true(walk->calls[event->number].open);
}

static void need_nothing(CaseWalk *walk, const WritEvent *event)
{
    (void)walk;
    (void)event;
}

static void need_block(CaseWalk *walk, const WritEvent *event)
{
    (void)open_block(walk, event->frame);
}

static void open_incident(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_true(!walk->closing || block->effect != 0);
    block->stuck = true;
    block->stuck_at = case_run_instants(walk->run)[walk->seen];
}

static void clear_incident(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_true(block->stuck || block->clock_stuck);
    block->stuck = false;
    block->clock_stuck = false;
}

// What a rule held goes on; the trouble of a clock stays.
static void release(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_true(block->stuck);
    block->stuck = false;
}

// --- Clocks ------------------------------------------------------------------------------------

static void start_clock(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_false(block->has_clock || block->answered);
    block->has_clock = true;
}

// Right behind the beginning of the clock, of a task alone, and it stays (N7, S4).
static void choose_calendar(CaseWalk *walk, const WritEvent *event)
{
    uint32_t count = 0;
    const WritEvent *events = case_run_events(walk->run, &count);
    assert_true(walk->seen > 0);
    const WritEvent *before = &events[walk->seen - 1];
    assert_int_equal(before->kind, WRIT_EVENT_CLOCK_STARTED);
    assert_int_equal(before->frame, event->frame);
    assert_true(writ_text_equal(before->text, event->text));
    assert_true(open_block(walk, event->frame)->has_clock);
    assert_true(event->detail.length > 0 || event->person_count == 1);
}

// A block whose clock has something to come.
static Block *open_clock(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_block(walk, event->frame);
    assert_true(block->has_clock && !block->answered);
    return block;
}

static void pause_clock(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_clock(walk, event);
    assert_false(block->paused);
    block->paused = true;
    block->clock_stuck = false;
}

static void resume_clock(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_clock(walk, event);
    assert_true(block->paused);
    block->paused = false;
    block->clock_stuck = false;
}

// Rungs are reached once each, repetitions one time after the other, none while a clock is paused,
// and none before its time.
static void reach_rung(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_clock(walk, event);
    const WritDeadline *deadline = &walk->plan->nodes[block->node].deadline;
    assert_true(event->index < deadline->rung_count && !block->paused);
    const WritRung *rung = &walk->plan->rungs[deadline->rungs_start + event->index];
    assert_true(rung->kind == WRIT_RUNG_EVERY || event->number == 1);
    assert_true(event->number > block->reached[event->index]);
    assert_true(event->due <= case_run_now(walk->run));
    block->reached[event->index] = event->number;
    if (rung->kind == WRIT_RUNG_AFTER_REMINDER) {
        assert_true(block->reached[rung->repeated] >= rung->reminder);
    }
}

static void count_clock(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_clock(walk, event);
    assert_true(!block->paused || event->due == WRIT_NEVER);
    block->clock_stuck = false;
}

static void stick_clock(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_clock(walk, event);
    block->clock_stuck = true;
    block->clock_stuck_at = case_run_instants(walk->run)[walk->seen];
}

static void set_rung(CaseWalk *walk, const WritEvent *event)
{
    Block *block = open_clock(walk, event);
    assert_true(!block->paused && block->reached[event->index] == 0);
}

static void need_open_task(CaseWalk *walk, const WritEvent *event)
{
    const Block *block = open_block(walk, event->frame);
    assert_true(block->opened_by == WRIT_EVENT_TASK_OPENED && !block->answered);
}

static void change_approved(CaseWalk *walk, const WritEvent *event)
{
    assert_true(event->index < walk->plan->binding_count);
    if (event->frame != 0) {
        need_open_task(walk, event);
    }
}

typedef void Taker(CaseWalk *walk, const WritEvent *event);

// Every kind of event has its bookkeeping here.
static Taker *const takers[] = {
    [WRIT_EVENT_CASE_STARTED] = start,
    [WRIT_EVENT_CASE_CLOSING] = close_case,
    [WRIT_EVENT_CASE_ENDED] = end_case,
    [WRIT_EVENT_STAGE_ENTERED] = enter_stage,
    [WRIT_EVENT_BLOCK_OPENED] = open_inside,
    [WRIT_EVENT_PART_OPENED] = open_inside,
    [WRIT_EVENT_TASK_OPENED] = open_inside,
    [WRIT_EVENT_WAIT_OPENED] = open_inside,
    [WRIT_EVENT_ACTIONS_BEGAN] = open_inside,
    [WRIT_EVENT_CALL_MADE] = open_call,
    [WRIT_EVENT_ROUND_BEGAN] = go_round,
    [WRIT_EVENT_BLOCK_DONE] = leave_block,
    [WRIT_EVENT_WORK_CANCELLED] = cancel_block,
    [WRIT_EVENT_STEP_DONE] = finish_step,
    [WRIT_EVENT_TASK_ANSWERED] = answer,
    [WRIT_EVENT_MESSAGE_TAKEN] = take_message,
    [WRIT_EVENT_CALL_ANSWERED] = settle_call,
    [WRIT_EVENT_CALL_GIVEN_UP] = settle_call,
    [WRIT_EVENT_DEADLINE_EXTENDED] = extend,
    [WRIT_EVENT_WENT_BACK] = go_back,
    [WRIT_EVENT_MILESTONE_REACHED] = reach,
    [WRIT_EVENT_EFFECT_NOTED] = note_effect,
    [WRIT_EVENT_UNDO_CALLED] = call_undo,
    [WRIT_EVENT_UNDO_ASKED] = ask_undo,
    [WRIT_EVENT_CALL_FAILED] = fail_call,
    [WRIT_EVENT_CANCELLED] = need_nothing,
    [WRIT_EVENT_HAPPENED] = need_nothing,
    [WRIT_EVENT_ARM_TAKEN] = need_block,
    [WRIT_EVENT_STEP_SKIPPED] = need_block,
    [WRIT_EVENT_TASK_REASSIGNED] = need_block,
    [WRIT_EVENT_DEADLINE_PASSED] = need_block,
    [WRIT_EVENT_FIELD_SET] = need_block,
    [WRIT_EVENT_NOTIFIED] = need_block,
    [WRIT_EVENT_DECIDED] = need_block,
    [WRIT_EVENT_DECIDED_IN_FORCE] = need_block,
    [WRIT_EVENT_UNDO_BEGAN] = need_block,
    [WRIT_EVENT_UNDO_DONE] = need_block,
    [WRIT_EVENT_ACTIONS_DONE] = need_block,
    [WRIT_EVENT_INCIDENT_OPENED] = open_incident,
    [WRIT_EVENT_INCIDENT_CLEARED] = clear_incident,
    [WRIT_EVENT_CLOCK_STARTED] = start_clock,
    [WRIT_EVENT_CLOCK_PAUSED] = pause_clock,
    [WRIT_EVENT_CLOCK_RESUMED] = resume_clock,
    [WRIT_EVENT_RUNG_REACHED] = reach_rung,
    [WRIT_EVENT_DEADLINE_MOVED] = count_clock,
    [WRIT_EVENT_CLOCK_COUNTED] = count_clock,
    [WRIT_EVENT_CLOCK_STUCK] = stick_clock,
    [WRIT_EVENT_RUNG_SET] = set_rung,
    [WRIT_EVENT_RECOUNT_STOPPED] = need_nothing,
    [WRIT_EVENT_RULE_BREACHED] = need_block,
    [WRIT_EVENT_RULE_OBLIGED] = need_nothing,
    [WRIT_EVENT_RULE_RELEASED] = release,
    [WRIT_EVENT_RULE_TROUBLE] = need_nothing,
    [WRIT_EVENT_DONE_BY] = need_block,
    [WRIT_EVENT_RULE_OVERRIDDEN] = release,
    [WRIT_EVENT_CALENDAR_CHOSEN] = choose_calendar,
    [WRIT_EVENT_APPROVAL_BOUND] = need_open_task,
    [WRIT_EVENT_APPROVED_CHANGED] = change_approved,
    [WRIT_EVENT_TASK_REVISED] = need_open_task,
    [WRIT_EVENT_CASE_JOINED] = need_nothing,
    [WRIT_EVENT_RATE_USED] = need_nothing,
};

static void take_in(CaseWalk *walk, const WritEvent *event)
{
    assert_false(walk->ended);
    assert_true((size_t)event->kind < sizeof takers / sizeof takers[0]);
    assert_non_null(takers[event->kind]);
    takers[event->kind](walk, event);
}

// --- The case beside the walk ------------------------------------------------------------------

typedef struct Counted {
    const CaseWalk *walk;
    uint32_t tasks, waits, calls;
} Counted;

static void check_duty(void *self, const WritDuty *duty)
{
    Counted *counted = self;
    const CaseWalk *walk = counted->walk;
    const Block *block = &walk->blocks[duty->frame];
    assert_true(duty->frame == 0 || block->life == LIFE_OPEN);
    switch (duty->kind) {
    case WRIT_DUTY_TASK:
        assert_true(!block->answered && (block->opened_by == WRIT_EVENT_TASK_OPENED ||
                                         block->opened_by == WRIT_EVENT_UNDO_ASKED));
        assert_true(!walk->closing || block->effect != 0);
        counted->tasks++;
        return;
    case WRIT_DUTY_WAIT:
        assert_true(!block->answered && block->opened_by == WRIT_EVENT_WAIT_OPENED);
        assert_false(walk->closing);
        counted->waits++;
        return;
    case WRIT_DUTY_CALL:
        assert_true(walk->calls[duty->call].open);
        assert_true(duty->frame == 0 || walk->calls[duty->call].block == duty->frame);
        assert_true(!walk->closing || duty->frame == 0);
        counted->calls++;
        return;
    case WRIT_DUTY_TIMER:
        // What a rule asks for of a case runs on while the clock of the process is paused.
        assert_true(duty->frame != 0 && !block->answered && !walk->closing &&
                    (!block->paused || (duty->frame == 1 && walk->plan->rule_count > 0)));
        return;
    case WRIT_DUTY_INCIDENT:
        assert_true(duty->frame != 0 && (block->stuck || block->clock_stuck));
        assert_int_equal(duty->since, block->stuck ? block->stuck_at : block->clock_stuck_at);
        assert_true(!walk->closing || block->effect != 0);
        return;
    }
    WRIT_UNREACHABLE();
}

static void check_duties(const CaseWalk *walk)
{
    Counted counted = {.walk = walk};
    uint32_t tasks = 0;
    uint32_t waits = 0;
    uint32_t calls = 0;
    writ_case_duties(case_run_case(walk->run), &counted, check_duty);
    for (uint32_t i = 1; i <= walk->last_block; i++) {
        const Block *block = &walk->blocks[i];
        bool waiting = block->life == LIFE_OPEN && !block->answered;
        tasks += waiting && (block->opened_by == WRIT_EVENT_TASK_OPENED ||
                             block->opened_by == WRIT_EVENT_UNDO_ASKED)
                     ? 1
                     : 0;
        waits += waiting && block->opened_by == WRIT_EVENT_WAIT_OPENED ? 1 : 0;
    }
    for (uint32_t i = 1; i <= walk->last_call; i++) {
        calls += walk->calls[i].open ? 1 : 0;
    }
    assert_int_equal(counted.tasks, tasks);
    assert_int_equal(counted.waits, waits);
    assert_int_equal(counted.calls, calls);
}

static void check_blocks(const CaseWalk *walk)
{
    const WritCase *instance = case_run_case(walk->run);
    for (uint32_t i = 1; i <= walk->last_block + 1; i++) {
        const Block *block = &walk->blocks[i];
        WritPlaceInCase place;
        bool open = writ_case_place(instance, i, &place);
        assert_int_equal(open, block->life == LIFE_OPEN);
        assert_true(!open || (place.parent == block->parent && place.node == block->node));
    }
    for (uint32_t i = 0; i < walk->plan->milestone_count; i++) {
        assert_int_equal(writ_case_has_milestone(instance, i), walk->milestones[i]);
    }
    bool over = writ_case_status(instance) == WRIT_CASE_ENDED;
    assert_int_equal(over, walk->ended);
}

// A command that goes on where there is nothing to go on with decides nothing.
static void check_rests(const CaseWalk *walk)
{
    uint32_t before = 0;
    uint32_t after = 0;
    (void)case_run_events(walk->run, &before);
    WritCommand go_on = {.kind = WRIT_COMMAND_GO_ON};
    case_run_must(walk->run, &go_on);
    (void)case_run_events(walk->run, &after);
    assert_int_equal(before, after);
}

void case_walk_check(CaseWalk *walk)
{
    uint32_t count_now = 0;
    const WritEvent *events = case_run_events(walk->run, &count_now);
    for (; walk->seen < count_now; walk->seen++) {
        take_in(walk, &events[walk->seen]);
        walk->before = events[walk->seen].kind;
    }
    check_blocks(walk);
    check_duties(walk);
    if (!walk->ended) {
        check_rests(walk);
    }
}
