// The lines of a run as a scenario. What happens by itself needs none; what a system answers stands
// before the line that leads the case to the call, for that line does all that follows by itself.
#include <assert.h>

#include "check/run_scene.h"

enum { DAYS_OF_DATE = 31, SECONDS_A_MINUTE = 60, MILLIS_A_SECOND = 1000 };

static void say(RunScene *scene, const RunItem *item, const char *what)
{
    writ_buffer_format(&scene->out, "  # \"%.*s\" %.*s: %s\n",
                       WRIT_TEXT_ARGS(check_run_subject(item)),
                       WRIT_TEXT_ARGS(check_run_way(scene->checker, item)), what);
}

// --- Time -------------------------------------------------------------------------------------

static void pass(RunScene *scene, WritValue amount)
{
    writ_buffer_add_string(&scene->out, "  ");
    writ_value_print(&scene->out, NULL, amount);
    writ_buffer_add_string(&scene->out, " pass\n");
}

static void pass_duration(RunScene *scene, WritDurationUnit unit, int64_t count)
{
    pass(scene, (WritValue){.kind = WRIT_VALUE_DURATION, .tag = unit, .integer = count});
}

// After a deadline that was prolonged, the next one is as far away as the line says.
static const Action *prolonged(const RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    bool again = number > 0 && scene->run->items[number - 1].kind == RUN_OVERDUE &&
                 scene->run->items[number - 1].node == item->node;
    const Actions *actions = item->node->deadline.on_overdue;
    return again && actions != NULL && actions->last->kind == WRIT_ACTION_EXTEND ? actions->last
                                                                                 : NULL;
}

static void pass_deadline(RunScene *scene, uint32_t number)
{
    const Deadline *deadline = &scene->run->items[number].node->deadline;
    const Action *more = prolonged(scene, number);
    if (more != NULL && more->working) {
        pass(scene, (WritValue){.kind = WRIT_VALUE_WORKING_TIME,
                                .tag = (uint32_t)more->unit,
                                .integer = more->count});
    } else if (more != NULL) {
        pass_duration(scene, more->unit, more->count);
    } else if (deadline->kind == WRIT_DEADLINE_AFTER &&
               deadline->expr->operation == WRIT_OP_CONSTANT) {
        pass(scene, deadline->expr->constant);
    } else {
        // A date that is made up lies 30 days ahead.
        say(scene, &scene->run->items[number], "let as much time pass as it takes.");
        pass_duration(scene, WRIT_DAYS, DAYS_OF_DATE);
    }
    pass_duration(scene, WRIT_SECONDS, 1);
}

static void pass_rung(RunScene *scene, const RunItem *item)
{
    const Rung *rung = item->rung;
    bool after = rung->kind == WRIT_RUNG_AFTER || rung->kind == WRIT_RUNG_EVERY;
    if (after && rung->amount != NULL && rung->amount->operation == WRIT_OP_CONSTANT) {
        pass(scene, rung->amount->constant);
    } else {
        say(scene, item, "let as much time pass as it takes.");
    }
}

// Until the last attempt has failed: each pause twice the one before and up to a tenth longer.
static void pass_retries(RunScene *scene, const Hook *hook)
{
    int64_t millis = hook->timeout_ms * ((int64_t)hook->retries + 1);
    int64_t pause = hook->retry_every_ms;
    for (uint32_t i = 0; i < hook->retries; i++) {
        millis += pause + pause / 10;
        pause = pause * 2 < hook->retry_up_to_ms ? pause * 2 : hook->retry_up_to_ms;
    }
    int64_t minute = (int64_t)SECONDS_A_MINUTE * MILLIS_A_SECOND;
    pass_duration(scene, WRIT_MINUTES, millis / minute + 1);
}

// --- Systems ----------------------------------------------------------------------------------

static bool is_silent(const RunItem *item)
{
    return item->kind == RUN_SILENT || (item->kind == RUN_OVERDUE && item->node->step != NULL &&
                                        item->node->step->act == WRIT_ACT_CALL);
}

static void system_line(RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    const Hook *hook = item->node->step->hook;
    writ_buffer_format(&scene->out, "  system %.*s ",
                       WRIT_TEXT_ARGS(check_run_scene_name(scene, hook->symbol)));
    if (is_silent(item)) {
        writ_buffer_add_string(&scene->out, "gives no answer");
    } else {
        writ_buffer_format(&scene->out, "answers %.*s", WRIT_TEXT_ARGS(item->handler->outcome));
        check_run_scene_with(scene, number);
    }
    writ_buffer_add_byte(&scene->out, '\n');
}

// What systems answer between this item and the next thing that needs a line.
static void systems_after(RunScene *scene, uint32_t number)
{
    for (uint32_t i = number + 1; i < scene->run->count; i++) {
        const RunItem *item = &scene->run->items[i];
        bool silent = is_silent(item);
        if (item->kind == RUN_CALLED || silent) {
            system_line(scene, i);
        }
        if (silent || (check_run_acts(item) && item->kind != RUN_CALLED)) {
            return;
        }
    }
}

static bool is_in_run(const RunScene *scene, const Hook *hook)
{
    for (uint32_t i = 0; i < scene->run->count; i++) {
        const RunItem *item = &scene->run->items[i];
        if ((item->kind == RUN_CALLED || is_silent(item)) && item->node->step->hook == hook) {
            return true;
        }
        if (check_run_acts(item) && item->kind != RUN_CALLED) {
            return false;
        }
    }
    return false;
}

static void system_beside(RunScene *scene, const Hook *hook)
{
    if (hook->effect != WRIT_EFFECT_COMPUTES && hook->outcome_count > 0 &&
        !is_in_run(scene, hook)) {
        writ_buffer_format(&scene->out, "  system %.*s answers %.*s\n",
                           WRIT_TEXT_ARGS(check_run_scene_name(scene, hook->symbol)),
                           WRIT_TEXT_ARGS(hook->outcomes[0].text));
    }
}

// A line answers all calls of a system: only the first is looked for.
static bool is_answered(RunScene *scene, const Hook *hook)
{
    for (uint32_t i = 0; i < scene->answered_count; i++) {
        if (scene->answered[i] == hook) {
            return true;
        }
    }
    scene->answered = check_grow(scene->checker->arena, scene->answered, scene->answered_count,
                                 &scene->answered_capacity, sizeof(const Hook *));
    scene->answered[scene->answered_count++] = hook;
    return false;
}

static void beside(RunScene *scene, const Node *node, bool branches)
{
    branches = branches || node->kind == WRIT_NODE_SAME_TIME;
    if (branches && node->step != NULL && node->step->hook != NULL &&
        !is_answered(scene, node->step->hook)) {
        system_beside(scene, node->step->hook);
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        beside(scene, child, branches);
    }
}

void check_run_scene_beside(RunScene *scene)
{
    beside(scene, scene->process->root, false);
}

// --- What happens -----------------------------------------------------------------------------

static void event_line(RunScene *scene, uint32_t number, const Event *event)
{
    writ_buffer_format(&scene->out, "  %.*s arrives",
                       WRIT_TEXT_ARGS(check_run_scene_name(scene, event->symbol)));
    check_run_scene_with(scene, number);
    writ_buffer_add_byte(&scene->out, '\n');
}

static void give_match(RunScene *scene, uint32_t number, const Event *event, uint32_t field,
                       const Expr *value)
{
    WritText text = check_run_scene_value(scene, number, value);
    if (text.length > 0) {
        check_run_scene_give(scene, number, event->record->fields[field].text, text);
    } else {
        writ_buffer_format(&scene->out, "  # Give \"%.*s\" what the case knows it by.\n",
                           WRIT_TEXT_ARGS(event->record->fields[field].text));
    }
}

static void arrives(RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    const Process *process = scene->process;
    const Event *event = item->kind == RUN_ARRIVES ? item->node->step->event : item->happens->event;
    if (item->kind == RUN_ARRIVES) {
        const Step *step = item->node->step;
        for (uint32_t i = 0; i < step->match_count; i++) {
            give_match(scene, number, event, step->match_fields[i], step->match_values[i]);
        }
    } else {
        for (uint32_t i = 0; i < event->key_count && i < process->keys.count; i++) {
            give_match(scene, number, event, event->keys[i], process->keys.items[i]);
        }
    }
    event_line(scene, number, event);
}

static void starts(RunScene *scene)
{
    const Process *process = scene->process;
    if (process->start == WRIT_START_ON_EVENT) {
        event_line(scene, 0, process->start_event);
        return;
    }
    if (process->start == WRIT_START_ON_SCHEDULE) {
        writ_buffer_add_string(&scene->out, "  # It starts by the calendar; here somebody does.\n");
    }
    writ_buffer_format(&scene->out, "  %.*s starts %.*s", WRIT_TEXT_ARGS(scene->persons[0].name),
                       WRIT_TEXT_ARGS(check_run_scene_name(scene, process->symbol)));
    check_run_scene_with(scene, 0);
    writ_buffer_add_byte(&scene->out, '\n');
}

// The name of a step, with its stage where several stages have one of that name.
void check_run_scene_step(RunScene *scene, const Node *node)
{
    uint32_t count = 0;
    const Node *stage = scene->process->root->children;
    for (; stage != NULL; stage = stage->next) {
        count += stage->steps != NULL && check_names_find(stage->steps, node->name) != NULL;
    }
    if (count > 1) {
        const Node *own = node;
        while (own->parent != scene->process->root) {
            own = own->parent;
        }
        writ_buffer_format(&scene->out, "%.*s.", WRIT_TEXT_ARGS(own->text));
    }
    writ_buffer_add(&scene->out, node->text);
}

static void answers(RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    const RunPerson *doer = check_run_scene_doer(scene, item->node);
    if (doer == NULL) {
        say(scene, item, "let somebody answer who may.");
        doer = &scene->persons[0];
    }
    writ_buffer_format(&scene->out, "  %.*s answers ", WRIT_TEXT_ARGS(doer->name));
    check_run_scene_step(scene, item->node);
    writ_buffer_format(&scene->out, " as %.*s", WRIT_TEXT_ARGS(item->handler->outcome));
    check_run_scene_with(scene, number);
    writ_buffer_add_byte(&scene->out, '\n');
}

static void cancels(RunScene *scene)
{
    const Parties *parties = &scene->process->cancellation.performer.parties;
    const RunPerson *person =
        parties->count == 0 ? NULL : check_run_scene_party(scene, &parties->items[0], NULL);
    person = person == NULL ? &scene->persons[0] : person;
    writ_buffer_format(&scene->out, "  %.*s cancels the case\n", WRIT_TEXT_ARGS(person->name));
}

static void happens(RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    switch (item->kind) {
    case RUN_BEGINS:
        starts(scene);
        return;
    case RUN_ANSWERED:
        answers(scene, number);
        return;
    case RUN_ARRIVES:
    case RUN_HAPPENS:
        arrives(scene, number);
        return;
    case RUN_OVERDUE:
        if (!item->passed) {
            pass_deadline(scene, number);
        }
        return;
    case RUN_RUNG:
        pass_rung(scene, item);
        return;
    case RUN_SILENT:
        pass_retries(scene, item->node->step->hook);
        return;
    case RUN_CANCELLED:
        cancels(scene);
        return;
    case RUN_NOBODY:
        say(scene, item, "nobody of its role is here.");
        return;
    case RUN_CHANGES:
        say(scene, item, "let what changes it happen here.");
        return;
    case RUN_CALLED:
    case RUN_STAGE:
    case RUN_WHERE:
    case RUN_EMPTY:
    case RUN_ELEMENT:
    case RUN_AGAIN:
        return;
    }
    WRIT_UNREACHABLE();
}

void check_run_scene_happens(RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    if (number == 0 || (check_run_acts(item) && item->kind != RUN_CALLED)) {
        systems_after(scene, number);
        happens(scene, number);
    }
}
