// A step is written with what it may read and write at its place (Around). Every step has a way to
// the next one, so that no text is dead whatever the others do.
#include "support/process_random.h"
#include "support/process_random_world.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { CELLS = 8, LISTS = 2, DEPTH_MOST = 3, STEPS_MOST = 30, STAGES_MOST = 4, NAME_BYTES = 24 };

static const char *const cells[CELLS] = {"order.a", "order.b", "first", "second",
                                         "third",   "fourth",  "fifth", "sixth"};
static const char *const lists[LISTS] = {"order.parts", "order.others"};

typedef struct Around {
    uint32_t reads, writes; // Cells, a bit each.
    uint32_t lists;         // Lists that nobody else writes elements of, a bit each.
    char element[NAME_BYTES];
    bool has_pieces;        // The element has a list of its own.
    bool may_leave;         // By going elsewhere.
    char until[NAME_BYTES]; // The stage or branch to whose end one may skip; "": none.
    uint32_t depth, indent;
} Around;

typedef struct Writing {
    Random *random;
    WritBuffer *out;
    uint32_t steps, names;
    uint32_t stages, stage; // How many, and which one is written.
    bool has_detour, on_calendar;
} Writing;

static bool chance(Writing *w, uint32_t percent)
{
    return random_below(w->random, 100) < percent;
}

static uint32_t pick(Writing *w, uint32_t count)
{
    return random_below(w->random, count);
}

static void begin_line(Writing *w, uint32_t indent)
{
    for (uint32_t i = 0; i < indent; i++) {
        writ_buffer_add_string(w->out, "  ");
    }
}

static void line(Writing *w, uint32_t indent, const char *text)
{
    begin_line(w, indent);
    writ_buffer_add_string(w->out, text);
    writ_buffer_add_byte(w->out, '\n');
}

// --- Values ---------------------------------------------------------------------------------

static const char *cell_of(Writing *w, uint32_t mask)
{
    const char *found = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < CELLS; i++) {
        if ((mask >> i & 1) != 0 && pick(w, ++count) == 0) {
            found = cells[i];
        }
    }
    return found;
}

static void add_number(Writing *w, const Around *around)
{
    const char *cell = cell_of(w, around->reads);
    if (around->element[0] != '\0' && chance(w, 40)) {
        writ_buffer_format(w->out, "%s.%s", around->element, chance(w, 70) ? "n" : "twice");
    } else if (cell != NULL && chance(w, 50)) {
        writ_buffer_add_string(w->out, cell);
    } else if (chance(w, 30)) {
        writ_buffer_add_string(w->out, chance(w, 50) ? "order.fixed" : "order.sum");
    } else {
        writ_buffer_format(w->out, "%u", pick(w, 4));
    }
}

static void add_value(Writing *w, const Around *around)
{
    static const char *const between[] = {" + ", " - ", " * "};
    add_number(w, around);
    if (chance(w, 20)) {
        writ_buffer_add_string(w->out, between[pick(w, 3)]);
        add_number(w, around);
    } else if (chance(w, 10)) {
        writ_buffer_add_string(w->out, " + scaled(");
        add_number(w, around);
        writ_buffer_add_string(w->out, ", 2)");
    }
}

static const char *writable(Writing *w, const Around *around, char name[NAME_BYTES])
{
    const char *cell = cell_of(w, around->writes);
    if (around->element[0] != '\0' && (cell == NULL || chance(w, 50))) {
        (void)snprintf(name, NAME_BYTES, "%.16s.n", around->element);
        return name;
    }
    return cell;
}

// A cell or element compared: never known beforehand, so that no way is dead.
static void add_comparison(Writing *w, const Around *around)
{
    static const char *const signs[] = {" = ", " < ", " >= ", " <> ", " > "};
    const char *cell = cell_of(w, around->reads);
    if (around->element[0] != '\0' && chance(w, 50)) {
        writ_buffer_format(w->out, "%s.n", around->element);
    } else {
        writ_buffer_add_string(w->out, cell == NULL || chance(w, 10) ? "order.fixed" : cell);
    }
    writ_buffer_add_string(w->out, signs[pick(w, 5)]);
    writ_buffer_format(w->out, "%u", 1 + pick(w, 3));
}

static void add_condition(Writing *w, const Around *around)
{
    if ((around->lists & 1) != 0 && chance(w, 15)) {
        static const char *const every[] = {"every", "some", "no"};
        writ_buffer_format(w->out, "%s part in order.parts has part.n > %u", every[pick(w, 3)],
                           pick(w, 3));
        return;
    }
    if (chance(w, 10)) {
        writ_buffer_add_string(w->out,
                               chance(w, 50) ? "order.size is large" : "order.size >= middle");
        return;
    }
    bool several = chance(w, 25);
    writ_buffer_add_string(w->out, several && chance(w, 30) ? "not (" : "(");
    add_comparison(w, around);
    writ_buffer_add_string(w->out, ")");
    if (several) {
        writ_buffer_add_string(w->out, chance(w, 50) ? " and " : " or ");
        add_comparison(w, around);
    }
}

// --- Actions --------------------------------------------------------------------------------

static const char *a_party(Writing *w)
{
    static const char *const parties[] = {"clerk", "chief", "process.owner", "order.asker"};
    return parties[pick(w, 4)];
}

static void add_plain_action(Writing *w, const Around *around)
{
    static const char *const milestones[] = {"looked_at", "half_way", "sent_off"};
    char name[NAME_BYTES];
    const char *to = writable(w, around, name);
    if (to != NULL && chance(w, 50)) {
        writ_buffer_format(w->out, "set %s to ", to);
        add_value(w, around);
    } else if (chance(w, 50)) {
        writ_buffer_format(w->out, "mark %s", milestones[pick(w, 3)]);
    } else {
        writ_buffer_format(w->out, "notify %s with note", a_party(w));
    }
}

static void add_leaving(Writing *w, const Around *around)
{
    uint32_t way = pick(w, 4);
    if (way == 0 && w->stage + 1 < w->stages) {
        uint32_t ahead = w->stage + 1 + pick(w, w->stages - w->stage - 1);
        writ_buffer_format(w->out, "go to stage_%u", ahead);
    } else if (way == 1 && around->until[0] != '\0') {
        writ_buffer_format(w->out, "skip to the end of %s", around->until);
    } else if (way == 2) {
        writ_buffer_add_string(w->out, "undo everything, then notify order.asker with note, then "
                                       "end the case as stopped");
    } else {
        writ_buffer_add_string(w->out,
                               "notify order.asker with note, then end the case as stopped");
    }
}

typedef enum Ending { GOES_ON, MAY_LEAVE } Ending;

static void add_actions(Writing *w, const Around *around, Ending ending)
{
    if (chance(w, 40)) {
        add_plain_action(w, around);
        writ_buffer_add_string(w->out, ", then ");
    }
    if (ending == MAY_LEAVE && around->may_leave && chance(w, 40)) {
        add_leaving(w, around);
    } else {
        writ_buffer_add_string(w->out, "next step");
    }
    writ_buffer_add_byte(w->out, '\n');
}

static void add_handler(Writing *w, const Around *around, const char *outcome, Ending ending)
{
    begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "on %s ", outcome);
    add_actions(w, around, ending);
}

// --- Clocks ---------------------------------------------------------------------------------

static void add_span(Writing *w)
{
    static const char *const spans[] = {"%u hours", "%u days", "%u working hours",
                                        "%u working days"};
    uint32_t count = 4 + pick(w, 3);
    const char *span = spans[pick(w, w->on_calendar ? 4 : 2)];
    const char *rest = strchr(span, ' ');
    writ_buffer_format(w->out, "%u%s", count, rest);
}

static void add_deadline(Writing *w, const Around *around, const char *since)
{
    begin_line(w, around->indent + 1);
    writ_buffer_add_string(w->out, "deadline ");
    if (w->on_calendar && chance(w, 15)) {
        writ_buffer_format(w->out, "begun + %u working days", 1 + pick(w, 5));
    } else {
        add_span(w);
        if (since != NULL && chance(w, 10)) {
            writ_buffer_format(w->out, " since %s began", since);
        }
    }
    writ_buffer_add_byte(w->out, '\n');
}

static void add_overdue(Writing *w, const Around *around)
{
    begin_line(w, around->indent + 1);
    writ_buffer_add_string(w->out, "on overdue ");
    if (chance(w, 25)) {
        writ_buffer_add_string(w->out, "notify process.owner with note, then ");
    }
    if (chance(w, 25)) {
        writ_buffer_add_string(w->out, "extend by ");
        add_span(w);
        writ_buffer_format(w->out, " at most %u times, the next time ", 2 + pick(w, 3));
    }
    add_actions(w, around, MAY_LEAVE);
}

// --- Steps ----------------------------------------------------------------------------------

static void begin_step(Writing *w, const Around *around, char name[NAME_BYTES])
{
    (void)snprintf(name, NAME_BYTES, "step_%u", ++w->names);
    begin_line(w, around->indent);
    writ_buffer_format(w->out, "step %s \"Step number %u\"\n", name, w->names);
    if (around->depth > 0 && chance(w, 8)) {
        begin_line(w, around->indent + 1);
        writ_buffer_add_string(w->out, "only if ");
        add_condition(w, around);
        writ_buffer_add_byte(w->out, '\n');
    }
}

static void add_performer(Writing *w, const Around *around)
{
    static const char *const performers[] = {"by clerk", "by chief", "by order.asker",
                                             "by either clerk or chief",
                                             "by clerk, or if none is available by chief"};
    line(w, around->indent + 1, performers[pick(w, 5)]);
    if (chance(w, 20)) {
        line(w, around->indent + 1, "never by order.barred");
    }
    if (chance(w, 15)) {
        line(w, around->indent + 1, "no substitutes");
    }
}

static void add_fill(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    const char *to = writable(w, around, name);
    if (to == NULL || chance(w, 40)) {
        return;
    }
    begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "fill %s\n", to);
    if (chance(w, 30)) {
        begin_line(w, around->indent + 1);
        writ_buffer_format(w->out, "needs %s >= 1 because \"Nothing is no answer\"\n", to);
    }
}

static void write_task(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    begin_step(w, around, name);
    bool approval = chance(w, 30);
    line(w, around->indent + 1,
         approval ? "ask approval of order.number, order.fixed" : "do \"Look at it\"");
    add_performer(w, around);
    if (chance(w, 30)) {
        line(w, around->indent + 1, "shows order.asker, order.size");
    }
    if (!approval) {
        add_fill(w, around);
    }
    add_deadline(w, around, NULL);
    if (chance(w, 20)) {
        line(w, around->indent + 1, "escalate using slow");
    } else if (chance(w, 20)) {
        line(w, around->indent + 1, "every 3 hours remind assignee");
    }
    line(w, around->indent + 1, "outcomes yes_please, not_now");
    add_handler(w, around, "yes_please", GOES_ON);
    add_handler(w, around, "not_now", MAY_LEAVE);
    add_overdue(w, around);
}

static void write_call(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    char to[NAME_BYTES];
    static const char *const hooks[] = {"shop.look", "shop.book", "shop.tell"};
    const char *written = writable(w, around, to);
    begin_step(w, around, name);
    begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "call %s with n = ", hooks[pick(w, 3)]);
    add_value(w, around);
    if (written != NULL) {
        writ_buffer_format(w->out, " into answer_%u", w->names);
    }
    writ_buffer_add_byte(w->out, '\n');
    begin_line(w, around->indent + 1);
    if (written == NULL) {
        writ_buffer_add_string(w->out, "on fine next step\n");
    } else {
        writ_buffer_format(w->out, "on fine set %s to answer_%u.n, then next step\n", written,
                           w->names);
    }
    add_handler(w, around, "short", MAY_LEAVE);
    add_handler(w, around, "no answer", MAY_LEAVE);
}

static void write_wait(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    begin_step(w, around, name);
    begin_line(w, around->indent + 1);
    writ_buffer_add_string(w->out, "wait for arrival where event.n >= ");
    add_number(w, around);
    writ_buffer_add_byte(w->out, '\n');
    add_deadline(w, around, NULL);
    add_overdue(w, around);
}

static void write_decide(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    const char *to = cell_of(w, around->writes);
    if (to == NULL) {
        write_wait(w, around);
        return;
    }
    begin_step(w, around, name);
    begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "decide %s using %s\n", to, chance(w, 50) ? "level" : "fee");
    begin_line(w, around->indent + 2);
    writ_buffer_add_string(w->out, "with n = ");
    add_value(w, around);
    writ_buffer_add_string(w->out, ", size = order.size\n");
}

static void write_at_once(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    begin_step(w, around, name);
    begin_line(w, around->indent + 1);
    add_plain_action(w, around);
    writ_buffer_add_byte(w->out, '\n');
}

static void write_step(Writing *w, const Around *around)
{
    w->steps++;
    switch (pick(w, 6)) {
    case 0:
    case 1:
        write_task(w, around);
        break;
    case 2:
        write_call(w, around);
        break;
    case 3:
        write_wait(w, around);
        break;
    case 4:
        write_decide(w, around);
        break;
    default:
        write_at_once(w, around);
        break;
    }
}

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
    uint32_t count = 1 + pick(w, 2);
    for (uint32_t i = 0; i < count; i++) {
        begin_line(w, around->indent);
        writ_buffer_format(w->out, "%s(%s = %u) or ", words[i], "order.fixed", i + 5);
        add_comparison(w, around);
        writ_buffer_add_byte(w->out, '\n');
        write_sequence(w, &within);
    }
    if (chance(w, 50)) {
        line(w, around->indent, "otherwise");
        write_sequence(w, &within);
    }
    line(w, around->indent, "end");
}

// The cells and lists are dealt out.
static void write_branches(Writing *w, const Around *around)
{
    uint32_t count = 2 + pick(w, 2);
    bool race = chance(w, 30);
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
    for (uint32_t i = 0; i < CELLS; i++) {
        Around *owner = &branches[pick(w, count)];
        owner->reads |= around->reads & UINT32_C(1) << i;
        owner->writes |= around->writes & UINT32_C(1) << i;
        owner->lists |= i < LISTS ? around->lists & UINT32_C(1) << i : 0;
    }
    line(w, around->indent,
         race ? "at the same time, the first one done cancels the others" : "at the same time");
    for (uint32_t i = 0; i < count; i++) {
        (void)snprintf(branches[i].until, NAME_BYTES, "branch_%u", ++w->names);
        begin_line(w, around->indent + 1);
        writ_buffer_format(w->out, "branch %s \"Branch\"\n", branches[i].until);
        if (race) {
            write_wait(w, &branches[i]);
        }
        write_sequence(w, &branches[i]);
    }
    line(w, around->indent, "end");
}

static void write_for_each(Writing *w, const Around *around)
{
    Around within = inside(around);
    char list[NAME_BYTES * 2];
    if (around->has_pieces && chance(w, 60)) {
        (void)snprintf(list, sizeof list, "%s.pieces", around->element);
        within.has_pieces = false;
    } else {
        uint32_t number = pick(w, LISTS);
        if ((around->lists >> number & 1) == 0) {
            write_step(w, around);
            return;
        }
        (void)snprintf(list, sizeof list, "%s", lists[number]);
        within.lists &= ~(UINT32_C(1) << number);
        within.has_pieces = true;
    }
    bool together = chance(w, 60);
    if (together) {
        within.writes = 0;
        within.lists = 0;
    }
    within.may_leave = false;
    (void)snprintf(within.element, NAME_BYTES, "item_%u", ++w->names);
    begin_line(w, around->indent);
    writ_buffer_format(w->out, "for each %s in %s", within.element, list);
    if (chance(w, 30)) {
        writ_buffer_format(w->out, " where %s.n > 0", within.element);
    }
    writ_buffer_add_string(w->out, together ? " at the same time\n" : " one at a time\n");
    write_sequence(w, &within);
    line(w, around->indent, "end");
}

static void write_repeat(Writing *w, const Around *around)
{
    char name[NAME_BYTES];
    const char *cell = writable(w, around, name);
    if (cell == NULL) {
        write_step(w, around);
        return;
    }
    Around within = inside(around);
    begin_line(w, around->indent);
    writ_buffer_format(w->out,
                       "repeat at most %u times until %s >= %u, if still not notify %s with note\n",
                       2 + pick(w, 2), cell, 2 + pick(w, 2), a_party(w));
    begin_line(w, within.indent);
    writ_buffer_format(w->out, "step step_%u \"Count\"\n", ++w->names);
    begin_line(w, within.indent + 1);
    writ_buffer_format(w->out, "set %s to %s + 1\n", cell, cell);
    write_sequence(w, &within);
    line(w, around->indent, "end");
}

static void write_sequence(Writing *w, const Around *around)
{
    for (uint32_t i = 1 + pick(w, 3); i > 0; i--) {
        if (around->depth >= DEPTH_MOST || w->steps >= STEPS_MOST || chance(w, 55)) {
            write_step(w, around);
            continue;
        }
        switch (pick(w, 4)) {
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
    Around around = {.reads = (1u << CELLS) - 1,
                     .writes = (1u << CELLS) - 1,
                     .lists = (1u << LISTS) - 1,
                     .may_leave = true,
                     .indent = 2};
    (void)snprintf(around.until, NAME_BYTES, "stage_%u", number);
    return around;
}

static void write_detour(Writing *w)
{
    Around around = stage_around(0);
    around.may_leave = false;
    (void)snprintf(around.until, NAME_BYTES, "aside");
    line(w, 1, "detour aside \"Clear it up\"");
    write_sequence(w, &around);
    begin_line(w, 2);
    writ_buffer_format(w->out,
                       "go back to stage_0 at most %u times, the next time notify order.asker "
                       "with note, then end the case as stopped\n\n",
                       1 + pick(w, 3));
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
    line(w, 2,
         "step level_last \"Decide the level\"\n"
         "      decide second using level with n = third, size = order.size\n"
         "    step fee_last \"Decide the fee\"\n"
         "      decide third using fee with n = second, size = order.size\n"
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
    begin_line(w, 1);
    writ_buffer_format(w->out, "stage stage_%u \"Stage\"\n", w->stage);
    if (chance(w, 20)) {
        writ_buffer_format(w->out,
                           "    deadline %u days\n    on overdue extend by 5 days at most 2 times, "
                           "the next time notify chief with note, then end the case as stopped\n",
                           20 + pick(w, 10));
    }
    if (w->stage == 0 && w->has_detour) {
        line(w, 2, "if order.a >= 2");
        line(w, 3, "go to aside");
        line(w, 2, "end");
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
    line(w, 0,
         "process trial \"Trial\"\n"
         "  process owner owner\n"
         "  starts on request by clerk\n"
         "  one open case per order.key, refuse a second\n"
         "  starts with order : Order");
    for (uint32_t i = 2; i < CELLS; i++) {
        begin_line(w, 1);
        writ_buffer_format(w->out, "stores %s : Number, at start %u\n", cells[i], pick(w, 3));
    }
    line(w, 1, "stores spoken : Number, at start 0");
    if (w->on_calendar) {
        line(w, 1, "stores begun : Date, at start today()\n  uses calendar office");
    }
    line(w, 1, "ends as done, stopped");
    begin_line(w, 1);
    writ_buffer_format(w->out, "deadline %u days\n", 100 + pick(w, 200));
    line(w, 1,
         chance(w, 50) ? "on overdue notify chief with note, then end the case as stopped"
                       : "on overdue notify process.owner with note, then extend by 5 days "
                         "at most 2 times, the next time end the case as stopped");
    line(w, 1,
         "if no permitted person is available notify process.owner with nobody, then "
         "reassign to chief\n");
    if (chance(w, 60)) {
        line(w, 1,
             "cancellation \"Not wanted any more\"\n"
             "    by either clerk or process.owner\n"
             "    allowed only before sent_off\n"
             "    mark given_up\n"
             "    on cancellation undo everything, then notify chief with note, then "
             "end the case as stopped\n");
    }
    if (chance(w, 40)) {
        line(w, 1,
             chance(w, 50) ? "if alarm happens where event.key > 2\n"
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
    w.has_detour = chance(&w, 40);
    w.on_calendar = chance(&w, 50);
    line(&w, 0, "writ 2026\nmodule test.trial version 1.0\n  purpose \"A trial\"\n");
    write_head(&w);
    for (; w.stage < w.stages; w.stage++) {
        write_stage(&w);
    }
    process_random_world(random, out);
}
