// A step is written with what it may read and write at its place. Every step has a way to the next
// one, so that no text is dead whatever the others do.
#include "support/process_random_steps.h"

#include <stdio.h>
#include <string.h>

const char *const process_cells[PROCESS_CELLS] = {"order.a", "order.b", "first", "second",
                                                  "third",   "fourth",  "fifth", "sixth"};

bool process_chance(Writing *w, uint32_t percent)
{
    return random_below(w->random, 100) < percent;
}

uint32_t process_pick(Writing *w, uint32_t count)
{
    return random_below(w->random, count);
}

void process_begin_line(Writing *w, uint32_t indent)
{
    for (uint32_t i = 0; i < indent; i++) {
        writ_buffer_add_string(w->out, "  ");
    }
}

void process_line(Writing *w, uint32_t indent, const char *text)
{
    process_begin_line(w, indent);
    writ_buffer_add_string(w->out, text);
    writ_buffer_add_byte(w->out, '\n');
}

// --- Values ---------------------------------------------------------------------------------

static const char *cell_of(Writing *w, uint32_t mask)
{
    const char *found = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < PROCESS_CELLS; i++) {
        if ((mask >> i & 1) != 0 && process_pick(w, ++count) == 0) {
            found = process_cells[i];
        }
    }
    return found;
}

static void add_number(Writing *w, const Around *around)
{
    const char *cell = cell_of(w, around->reads);
    if (around->element[0] != '\0' && process_chance(w, 40)) {
        writ_buffer_format(w->out, "%s.%s", around->element, process_chance(w, 70) ? "n" : "twice");
    } else if (cell != NULL && process_chance(w, 50)) {
        writ_buffer_add_string(w->out, cell);
    } else if (process_chance(w, 30)) {
        writ_buffer_add_string(w->out, process_chance(w, 50) ? "order.fixed" : "order.sum");
    } else {
        writ_buffer_format(w->out, "%u", process_pick(w, 4));
    }
}

static void add_value(Writing *w, const Around *around)
{
    static const char *const between[] = {" + ", " - ", " * "};
    add_number(w, around);
    if (process_chance(w, 20)) {
        writ_buffer_add_string(w->out, between[process_pick(w, 3)]);
        add_number(w, around);
    } else if (process_chance(w, 10)) {
        writ_buffer_add_string(w->out, " + scaled(");
        add_number(w, around);
        writ_buffer_add_string(w->out, ", 2)");
    }
}

const char *process_writable(Writing *w, const Around *around, char name[PROCESS_NAME_BYTES])
{
    const char *cell = cell_of(w, around->writes);
    if (around->element[0] != '\0' && (cell == NULL || process_chance(w, 50))) {
        (void)snprintf(name, PROCESS_NAME_BYTES, "%.16s.n", around->element);
        return name;
    }
    return cell;
}

void process_add_comparison(Writing *w, const Around *around)
{
    static const char *const signs[] = {" = ", " < ", " >= ", " <> ", " > "};
    const char *cell = cell_of(w, around->reads);
    if (around->element[0] != '\0' && process_chance(w, 50)) {
        writ_buffer_format(w->out, "%s.n", around->element);
    } else {
        writ_buffer_add_string(w->out,
                               cell == NULL || process_chance(w, 10) ? "order.fixed" : cell);
    }
    writ_buffer_add_string(w->out, signs[process_pick(w, 5)]);
    writ_buffer_format(w->out, "%u", 1 + process_pick(w, 3));
}

enum { PAPERS = 4 };

static const char *const papers[PAPERS] = {
    "order.paper.size > 1",
    "(order.scan is present and order.scan.hash = order.paper.hash)",
    "(order.scan or else order.paper) <> order.paper",
    "(order.scan is missing or order.scan.name = \"paper-1.pdf\")",
};

static void add_condition(Writing *w, const Around *around)
{
    if ((around->lists & 1) != 0 && process_chance(w, 15)) {
        static const char *const every[] = {"every", "some", "no"};
        writ_buffer_format(w->out, "%s part in order.parts has part.n > %u",
                           every[process_pick(w, 3)], process_pick(w, 3));
        return;
    }
    if (process_chance(w, 10)) {
        writ_buffer_add_string(w->out, process_chance(w, 50) ? "order.size is large"
                                                             : "order.size >= middle");
        return;
    }
    if (process_chance(w, 10)) {
        writ_buffer_add_string(w->out, papers[process_pick(w, PAPERS)]);
        return;
    }
    bool several = process_chance(w, 25);
    writ_buffer_add_string(w->out, several && process_chance(w, 30) ? "not (" : "(");
    process_add_comparison(w, around);
    writ_buffer_add_string(w->out, ")");
    if (several) {
        writ_buffer_add_string(w->out, process_chance(w, 50) ? " and " : " or ");
        process_add_comparison(w, around);
    }
}

// --- Actions --------------------------------------------------------------------------------

const char *process_party(Writing *w)
{
    static const char *const parties[] = {"clerk", "chief", "process.owner", "order.asker"};
    return parties[process_pick(w, 4)];
}

static void add_plain_action(Writing *w, const Around *around)
{
    static const char *const milestones[] = {"looked_at", "half_way", "sent_off"};
    char name[PROCESS_NAME_BYTES];
    const char *to = process_writable(w, around, name);
    if (to != NULL && process_chance(w, 50)) {
        writ_buffer_format(w->out, "set %s to ", to);
        add_value(w, around);
    } else if (process_chance(w, 50)) {
        writ_buffer_format(w->out, "mark %s", milestones[process_pick(w, 3)]);
    } else {
        writ_buffer_format(w->out, "notify %s with note", process_party(w));
    }
}

static void add_leaving(Writing *w, const Around *around)
{
    uint32_t way = process_pick(w, 4);
    if (way == 0 && w->stage + 1 < w->stages) {
        uint32_t ahead = w->stage + 1 + process_pick(w, w->stages - w->stage - 1);
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
    if (process_chance(w, 40)) {
        add_plain_action(w, around);
        writ_buffer_add_string(w->out, ", then ");
    }
    if (ending == MAY_LEAVE && around->may_leave && process_chance(w, 40)) {
        add_leaving(w, around);
    } else {
        writ_buffer_add_string(w->out, "next step");
    }
    writ_buffer_add_byte(w->out, '\n');
}

static void add_handler(Writing *w, const Around *around, const char *outcome, Ending ending)
{
    process_begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "on %s ", outcome);
    add_actions(w, around, ending);
}

// --- Clocks ---------------------------------------------------------------------------------

static void add_span(Writing *w)
{
    static const char *const spans[] = {"%u hours", "%u days", "%u working hours",
                                        "%u working days"};
    uint32_t count = 4 + process_pick(w, 3);
    const char *span = spans[process_pick(w, w->on_calendar ? 4 : 2)];
    const char *rest = strchr(span, ' ');
    writ_buffer_format(w->out, "%u%s", count, rest);
}

static void add_deadline(Writing *w, const Around *around, const char *since)
{
    process_begin_line(w, around->indent + 1);
    writ_buffer_add_string(w->out, "deadline ");
    if (w->on_calendar && process_chance(w, 15)) {
        writ_buffer_format(w->out, "begun + %u working days", 1 + process_pick(w, 5));
    } else {
        add_span(w);
        if (since != NULL && process_chance(w, 10)) {
            writ_buffer_format(w->out, " since %s began", since);
        }
    }
    writ_buffer_add_byte(w->out, '\n');
}

static void add_overdue(Writing *w, const Around *around)
{
    process_begin_line(w, around->indent + 1);
    writ_buffer_add_string(w->out, "on overdue ");
    if (process_chance(w, 25)) {
        writ_buffer_add_string(w->out, "notify process.owner with note, then ");
    }
    if (process_chance(w, 25)) {
        writ_buffer_add_string(w->out, "extend by ");
        add_span(w);
        writ_buffer_format(w->out, " at most %u times, the next time ", 2 + process_pick(w, 3));
    }
    add_actions(w, around, MAY_LEAVE);
}

// --- Steps ----------------------------------------------------------------------------------

static void begin_step(Writing *w, const Around *around, char name[PROCESS_NAME_BYTES])
{
    (void)snprintf(name, PROCESS_NAME_BYTES, "step_%u", ++w->names);
    process_begin_line(w, around->indent);
    writ_buffer_format(w->out, "step %s \"Step number %u\"\n", name, w->names);
    if (around->depth > 0 && process_chance(w, 8)) {
        process_begin_line(w, around->indent + 1);
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
    process_line(w, around->indent + 1, performers[process_pick(w, 5)]);
    if (process_chance(w, 20)) {
        process_line(w, around->indent + 1, "never by order.barred");
    }
    if (process_chance(w, 15)) {
        process_line(w, around->indent + 1, "no substitutes");
    }
}

static void add_fill(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    const char *to = process_writable(w, around, name);
    if (to == NULL || process_chance(w, 40)) {
        return;
    }
    process_begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "fill %s\n", to);
    if (process_chance(w, 30)) {
        process_begin_line(w, around->indent + 1);
        writ_buffer_format(w->out, "needs %s >= 1 because \"Nothing is no answer\"\n", to);
    }
}

static void write_task(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    begin_step(w, around, name);
    bool approval = process_chance(w, 30);
    process_line(w, around->indent + 1,
                 approval ? "ask approval of order.number, order.fixed, order.paper"
                          : "do \"Look at it\"");
    add_performer(w, around);
    if (process_chance(w, 30)) {
        process_line(w, around->indent + 1, "shows order.asker, order.size, order.paper.hash");
    }
    if (!approval) {
        add_fill(w, around);
    }
    add_deadline(w, around, NULL);
    if (process_chance(w, 20)) {
        process_line(w, around->indent + 1, "escalate using slow");
    } else if (process_chance(w, 20)) {
        process_line(w, around->indent + 1, "every 3 hours remind assignee");
    }
    process_line(w, around->indent + 1, "outcomes yes_please, not_now");
    add_handler(w, around, "yes_please", GOES_ON);
    add_handler(w, around, "not_now", MAY_LEAVE);
    add_overdue(w, around);
}

static void write_call(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    char to[PROCESS_NAME_BYTES];
    static const char *const hooks[] = {"shop.look", "shop.book", "shop.tell"};
    const char *written = process_writable(w, around, to);
    begin_step(w, around, name);
    process_begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "call %s with n = ", hooks[process_pick(w, 3)]);
    add_value(w, around);
    if (written != NULL) {
        writ_buffer_format(w->out, " into answer_%u", w->names);
    }
    writ_buffer_add_byte(w->out, '\n');
    process_begin_line(w, around->indent + 1);
    if (written == NULL) {
        writ_buffer_add_string(w->out, "on fine next step\n");
    } else {
        writ_buffer_format(w->out, "on fine set %s to answer_%u.n, then next step\n", written,
                           w->names);
    }
    add_handler(w, around, "short", MAY_LEAVE);
    add_handler(w, around, "no answer", MAY_LEAVE);
}

void process_write_wait(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    begin_step(w, around, name);
    process_begin_line(w, around->indent + 1);
    writ_buffer_add_string(w->out, "wait for arrival where event.n >= ");
    add_number(w, around);
    writ_buffer_add_byte(w->out, '\n');
    add_deadline(w, around, NULL);
    add_overdue(w, around);
}

static void write_decide(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    const char *to = cell_of(w, around->writes);
    if (to == NULL) {
        process_write_wait(w, around);
        return;
    }
    begin_step(w, around, name);
    process_begin_line(w, around->indent + 1);
    writ_buffer_format(w->out, "decide %s using %s\n", to, process_chance(w, 50) ? "level" : "fee");
    process_begin_line(w, around->indent + 2);
    writ_buffer_add_string(w->out, "with n = ");
    add_value(w, around);
    writ_buffer_add_string(w->out, ", size = order.size\n");
}

static void write_at_once(Writing *w, const Around *around)
{
    char name[PROCESS_NAME_BYTES];
    begin_step(w, around, name);
    process_begin_line(w, around->indent + 1);
    add_plain_action(w, around);
    writ_buffer_add_byte(w->out, '\n');
}

void process_write_step(Writing *w, const Around *around)
{
    w->steps++;
    switch (process_pick(w, 6)) {
    case 0:
    case 1:
        write_task(w, around);
        break;
    case 2:
        write_call(w, around);
        break;
    case 3:
        process_write_wait(w, around);
        break;
    case 4:
        write_decide(w, around);
        break;
    default:
        write_at_once(w, around);
        break;
    }
}
