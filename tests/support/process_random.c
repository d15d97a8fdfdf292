// Blocks are written with what may be read and written inside them: branches share it out, elements
// that go all at once have themselves alone.
#include "support/process_random.h"

#include <stdio.h>

#include "support/process_random_steps.h"
#include "support/process_random_world.h"

enum { LISTS = 2, DEPTH_MOST = 3, STEPS_MOST = 30, STAGES_MOST = 4 };

static const char *const lists[LISTS] = {"order.parts", "order.others"};

// --- Blocks ---------------------------------------------------------------------------------

static void write_sequence(Writing *w, const Around *around);

static Around inside(const Around *around)
{
    Around within = *around;
    within.depth++;
    within.indent++;
    return within;
}

static void write_if(Writing *w, const Around *around)
{
    Around within = inside(around);
    static const char *const words[] = {"if ", "otherwise if "};
    uint32_t count = 1 + process_pick(w, 2);
    for (uint32_t i = 0; i < count; i++) {
        process_begin_line(w, around->indent);
        writ_buffer_format(w->out, "%s(%s = %u) or ", words[i], "order.fixed", i + 5);
        process_add_comparison(w, around);
        writ_buffer_add_byte(w->out, '\n');
        write_sequence(w, &within);
    }
    if (process_chance(w, 50)) {
        process_line(w, around->indent, "otherwise");
        write_sequence(w, &within);
    }
    process_line(w, around->indent, "end");
}

// The cells and lists are dealt out.
static void write_branches(Writing *w, const Around *around)
{
    uint32_t count = 2 + process_pick(w, 2);
    bool race = process_chance(w, 30);
    Around branches[3];
    for (uint32_t i = 0; i < count; i++) {
        branches[i] = inside(around);
        branches[i].reads = 0;
        branches[i].writes = 0;
        branches[i].lists = 0;
        branches[i].indent++;
        if (i > 0) {
            branches[i].element[0] = '\0';
            branches[i].has_pieces = false;
        }
    }
    for (uint32_t i = 0; i < PROCESS_CELLS; i++) {
        Around *owner = &branches[process_pick(w, count)];
        owner->reads |= around->reads & UINT32_C(1) << i;
        owner->writes |= around->writes & UINT32_C(1) << i;
        owner->lists |= i < LISTS ? around->lists & UINT32_C(1) << i : 0;
    }
    process_line(w, around->indent,
                 race ? "at the same time, the first one done cancels the others"
                      : "at the same time");
    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(branches[i].until, PROCESS_NAME_BYTES, "branch_%u", ++w->names);
        process_begin_line(w, around->indent + 1);
        writ_buffer_format(w->out, "branch %s \"Branch\"\n", branches[i].until);
        if (race) {
            process_write_wait(w, &branches[i]);
        }
        write_sequence(w, &branches[i]);
    }
    process_line(w, around->indent, "end");
}

static void write_for_each(Writing *w, const Around *around)
{
    Around within = inside(around);
    char list[PROCESS_NAME_BYTES * 2];
    if (around->has_pieces && process_chance(w, 60)) {
        (void)snprintf(list, sizeof list, "%s.pieces", around->element);
        within.has_pieces = false;
    } else {
        uint32_t number = process_pick(w, LISTS);
        if ((around->lists >> number & 1) == 0) {
            process_write_step(w, around);
            return;
        }
        (void)snprintf(list, sizeof list, "%s", lists[number]);
        within.lists &= ~(UINT32_C(1) << number);
        within.has_pieces = true;
    }
    bool together = process_chance(w, 60);
    if (together) {
        within.writes = 0;
        within.lists = 0;
    }
    within.may_leave = false;
    (void)snprintf(within.element, PROCESS_NAME_BYTES, "item_%u", ++w->names);
    process_begin_line(w, around->indent);
    writ_buffer_format(w->out, "for each %s in %s", within.element, list);
    if (process_chance(w, 30)) {
        writ_buffer_format(w->out, " where %s.n > 0", within.element);
    }
    writ_buffer_add_string(w->out, together ? " at the same time\n" : " one at a time\n");
    write_sequence(w, &within);
    process_line(w, around->indent, "end");
}

static void write_repeat(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    const char *cell = process_writable(w, around, name);
    if (cell == NULL) {
        process_write_step(w, around);
        return;
    }
    Around within = inside(around);
    process_begin_line(w, around->indent);
    writ_buffer_format(w->out,
                       "repeat at most %u times until %s >= %u, if still not notify %s with note\n",
                       2 + process_pick(w, 2), cell, 2 + process_pick(w, 2), process_party(w));
    process_begin_line(w, within.indent);
    writ_buffer_format(w->out, "step step_%u \"Count\"\n", ++w->names);
    process_begin_line(w, within.indent + 1);
    writ_buffer_format(w->out, "set %s to %s + 1\n", cell, cell);
    write_sequence(w, &within);
    process_line(w, around->indent, "end");
}

static void write_sequence(Writing *w, const Around *around)
{
    for (uint32_t i = 1 + process_pick(w, 3); i > 0; i--) {
        if (around->depth >= DEPTH_MOST || w->steps >= STEPS_MOST || process_chance(w, 55)) {
            process_write_step(w, around);
            continue;
        }
        switch (process_pick(w, 4)) {
        case 0:
            write_if(w, around);
            break;
        case 1:
            write_branches(w, around);
            break;
        case 2:
            write_for_each(w, around);
            break;
        default:
            write_repeat(w, around);
            break;
        }
    }
}

// --- The process ----------------------------------------------------------------------------

static Around stage_around(uint32_t number)
{
    Around around = {.reads = (1u << PROCESS_CELLS) - 1,
                     .writes = (1u << PROCESS_CELLS) - 1,
                     .lists = (1u << LISTS) - 1,
                     .may_leave = true,
                     .indent = 2};
    (void)snprintf(around.until, PROCESS_NAME_BYTES, "stage_%u", number);
    return around;
}

static void write_detour(Writing *w)
{
    Around around = stage_around(0);
    around.may_leave = false;
    (void)snprintf(around.until, PROCESS_NAME_BYTES, "aside");
    process_line(w, 1, "detour aside \"Clear it up\"");
    write_sequence(w, &around);
    process_begin_line(w, 2);
    writ_buffer_format(w->out,
                       "go back to stage_0 at most %u times, the next time notify order.asker "
                       "with note, then end the case as stopped\n\n",
                       1 + process_pick(w, 3));
}

// What is declared is used at least here: what no process uses is no part of its plan.
static void write_ending(Writing *w)
{
    static const char *const hooks[] = {"look", "book", "tell"};
    for (uint32_t i = 0; i < 3; i++) {
        writ_buffer_format(w->out,
                           "    step %s_last \"Ask once more\"\n"
                           "      call shop.%s with n = scaled(first, 2)\n"
                           "      on fine next step\n"
                           "      on short next step\n"
                           "      on no answer notify process.owner with note, then next step\n",
                           hooks[i], hooks[i]);
    }
    process_line(w, 2,
                 "step level_last \"Decide the level\"\n"
                 "      decide second using level with n = third, size = order.size\n"
                 "    step fee_last \"Decide the fee\"\n"
                 "      decide third using fee with n = second, size = order.size\n"
                 "    step wait_last \"Wait once more\"\n"
                 "      wait for arrival where event.n >= 1\n"
                 "      deadline 2 days\n"
                 "      on overdue next step\n"
                 "    step seen_last \"Look at it once more\"\n"
                 "      do \"Look at it\"\n"
                 "      by clerk\n"
                 "      deadline 2 days\n"
                 "      escalate using slow\n"
                 "      outcomes seen\n"
                 "      on seen next step\n"
                 "      on overdue next step\n"
                 "    step sending \"Send it off\"\n"
                 "      mark sent_off\n"
                 "    step telling \"Tell it\"\n"
                 "      notify order.asker with note\n"
                 "    if order.b >= 2\n"
                 "      end the case as stopped\n"
                 "    end\n"
                 "    end the case as done");
}

static void write_stage(Writing *w)
{
    Around around = stage_around(w->stage);
    if (w->stage + 1 == w->stages) {
        around.until[0] = '\0'; // Nothing follows it.
    }
    process_begin_line(w, 1);
    writ_buffer_format(w->out, "stage stage_%u \"Stage\"\n", w->stage);
    if (process_chance(w, 20)) {
        writ_buffer_format(w->out,
                           "    deadline %u days\n    on overdue extend by 5 days at most 2 times, "
                           "the next time notify chief with note, then end the case as stopped\n",
                           20 + process_pick(w, 10));
    }
    if (w->stage == 0 && w->has_detour) {
        process_line(w, 2, "if order.a >= 2");
        process_line(w, 3, "go to aside");
        process_line(w, 2, "end");
    }
    write_sequence(w, &around);
    if (w->stage + 1 == w->stages) {
        write_ending(w);
    }
    writ_buffer_add_byte(w->out, '\n');
    if (w->stage == 0 && w->has_detour) {
        write_detour(w);
    }
}

static void write_head(Writing *w)
{
    process_line(w, 0,
                 "process trial \"Trial\"\n"
                 "  process owner owner\n"
                 "  starts on request by clerk\n"
                 "  one open case per order.key, refuse a second\n"
                 "  starts with order : Order");
    for (uint32_t i = 2; i < PROCESS_CELLS; i++) {
        process_begin_line(w, 1);
        writ_buffer_format(w->out, "stores %s : Number, at start %u\n", process_cells[i],
                           process_pick(w, 3));
    }
    process_line(w, 1, "stores spoken : Number, at start 0");
    if (w->on_calendar) {
        process_line(w, 1, "stores begun : Date, at start today()\n  uses calendar office");
    }
    process_line(w, 1, "ends as done, stopped");
    process_begin_line(w, 1);
    writ_buffer_format(w->out, "deadline %u days\n", 100 + process_pick(w, 200));
    process_line(w, 1,
                 process_chance(w, 50)
                     ? "on overdue notify chief with note, then end the case as stopped"
                     : "on overdue notify process.owner with note, then extend by 5 days "
                       "at most 2 times, the next time end the case as stopped");
    process_line(w, 1,
                 "if no permitted person is available notify process.owner with nobody, then "
                 "reassign to chief\n");
    if (process_chance(w, 60)) {
        process_line(w, 1,
                     "cancellation \"Not wanted any more\"\n"
                     "    by either clerk or process.owner\n"
                     "    allowed only before sent_off\n"
                     "    mark given_up\n"
                     "    on cancellation undo everything, then notify chief with note, then "
                     "end the case as stopped\n");
    }
    if (process_chance(w, 40)) {
        process_line(w, 1,
                     process_chance(w, 50)
                         ? "if alarm happens where event.key > 2\n"
                           "    stop the work there, then undo everything, then "
                           "notify chief with note, then end the case as stopped\n"
                         : "if alarm happens\n"
                           "    go on with the work, and set spoken to spoken + 1\n");
    }
}

void process_random_write(Random *random, WritBuffer *out)
{
    Writing w = {.random = random, .out = out};
    w.stages = 1 + random_below(random, STAGES_MOST);
    w.has_detour = process_chance(&w, 40);
    w.on_calendar = process_chance(&w, 50);
    process_line(&w, 0, "writ 2026\nmodule test.trial version 1.0\n  purpose \"A trial\"\n");
    write_head(&w);
    for (; w.stage < w.stages; w.stage++) {
        write_stage(&w);
    }
    process_random_world(random, out);
}
