// One step after the other.
#include "plan/build.h"

#include "check/checker.h"

static uint32_t fills(Build *build, const Step *step)
{
    uint32_t *numbers = writ_arena_array(build->arena, step->fills.count, sizeof *numbers);
    for (uint32_t i = 0; i < step->fills.count; i++) {
        numbers[i] = plan_make_target(build, step->fills.items[i]);
    }
    return plan_make_operands(build, numbers, step->fills.count);
}

static uint32_t shown(Build *build, const Step *step)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->shown_count;
    for (uint32_t i = 0; i < step->shown_count; i++) {
        WritShown entry = {
            .expr = plan_make_expr(build, step->shown[i].expr),
            .text = step->shown[i].text,
        };
        plan->shown = plan_room(build, plan->shown, &plan->shown_count, &build->room.shown,
                                sizeof *plan->shown);
        plan->shown[plan->shown_count++] = entry;
    }
    return start;
}

static uint32_t needs(Build *build, const Step *step)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->need_count;
    for (uint32_t i = 0; i < step->need_count; i++) {
        WritNeed entry = {
            .expr = plan_make_expr(build, step->needs[i].expr),
            .text = step->needs[i].text,
            .because = step->needs[i].because,
        };
        plan->needs = plan_room(build, plan->needs, &plan->need_count, &build->room.needs,
                                sizeof *plan->needs);
        plan->needs[plan->need_count++] = entry;
    }
    return start;
}

static uint32_t handlers(Build *build, const Step *step)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->handler_count;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        WritOutcomeHandler entry = {
            .outcome = step->handlers[i].outcome,
            .actions = plan_make_actions(build, step->handlers[i].actions),
        };
        plan->handlers = plan_room(build, plan->handlers, &plan->handler_count,
                                   &build->room.handlers, sizeof *plan->handlers);
        plan->handlers[plan->handler_count++] = entry;
    }
    return start;
}

static uint32_t tags(Build *build, const Step *step)
{
    uint32_t start = build->plan->text_count;
    for (uint32_t i = 0; i < step->tag_count; i++) {
        (void)plan_make_text(build, step->tags[i]->qualified);
    }
    return start;
}

static uint32_t matches(Build *build, const Step *step)
{
    uint32_t *pairs = writ_arena_array(build->arena, 2 * (size_t)step->match_count, sizeof *pairs);
    for (uint32_t i = 0; i < step->match_count; i++) {
        pairs[2 * i] = step->match_fields[i];
        pairs[2 * i + 1] = plan_make_expr(build, step->match_values[i]);
    }
    return plan_make_operands(build, pairs, 2 * step->match_count);
}

static const Decision *earliest(const Decision *decision)
{
    return decision->version_count > 0 ? decision->versions[0] : decision;
}

static uint32_t callee(Build *build, const Step *step)
{
    return step->hook != NULL ? plan_make_entity(build, &build->hooks, &step->hook->entry)
           : step->decision != NULL
               ? plan_make_entity(build, &build->decisions, &earliest(step->decision)->entry)
           : step->event != NULL ? plan_make_entity(build, &build->events, &step->event->entry)
                                 : WRIT_NONE;
}

// Parts of a step that only some acts have; the order of the lines is the order of the bytes.
static void add_parts(Build *build, const Step *step, WritStep *entry)
{
    entry->only_if = plan_make_optional_expr(build, step->only_if);
    entry->performer = plan_make_performer(build, &step->performer);
    entry->never_start = plan_make_parties(build, &step->never);
    entry->never_count = step->never.count;
    entry->fills_start = fills(build, step);
    entry->fill_count = step->fills.count;
    entry->shows_start = shown(build, step);
    entry->show_count = step->shown_count;
    entry->needs_start = needs(build, step);
    entry->need_count = step->need_count;
    entry->callee = callee(build, step);
    entry->as_of = plan_make_optional_expr(build, step->as_of);
    entry->args_start = plan_make_exprs(build, step->args.items, step->args.count);
    entry->arg_count = step->args.count;
    entry->target = step->target == NULL ? WRIT_NONE : plan_make_target(build, step->target);
    entry->condition = plan_make_optional_expr(build, step->condition);
    if (step->match_count > 0) {
        entry->match_start = matches(build, step);
        entry->match_count = step->match_count;
    }
}

static void add_answers(Build *build, const Step *step, WritStep *entry)
{
    entry->handlers_start = handlers(build, step);
    entry->handler_count = step->handler_count;
    entry->on_no_answer = plan_make_actions(build, step->on_no_answer);
    entry->on_nobody = plan_make_actions(build, step->on_nobody);
    entry->then = plan_make_actions(build, step->then);
    entry->marks_start = plan_make_marks(build, &step->marks);
    entry->mark_count = step->marks.count;
    entry->undo = WRIT_NONE;
    if (step->undo != NULL) {
        entry->undo = plan_make_entity(build, &build->hooks, &step->undo->entry);
        entry->undo_args_start =
            plan_make_exprs(build, step->undo_args.items, step->undo_args.count);
    }
    entry->tags_start = tags(build, step);
    entry->tag_count = step->tag_count;
}

uint32_t plan_make_step(Build *build, const Step *step)
{
    WritPlan *plan = build->plan;
    WritStep entry = {
        .act = step->act,
        .instruction = step->instruction,
        .substitutes = step->substitutes,
        .into = step->into == NULL ? WRIT_NONE : step->into->number,
    };
    add_parts(build, step, &entry);
    add_answers(build, step, &entry);
    plan->steps =
        plan_room(build, plan->steps, &plan->step_count, &build->room.steps, sizeof *plan->steps);
    plan->steps[plan->step_count] = entry;
    return plan->step_count++;
}
