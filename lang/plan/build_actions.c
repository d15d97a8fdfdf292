// Targets, parties and lists of actions. A list's actions stand together, so those of the lists
// within it are written before.
#include "plan/build.h"

#include <assert.h>

#include "check/checker.h"

uint32_t plan_make_target(Build *build, const Target *target)
{
    WritPlan *plan = build->plan;
    WritTarget entry = {
        .slot = target->slot->number,
        .field_count = target->field_count,
        .text = target->text,
    };
    entry.fields_start = plan_make_operands(build, target->fields, target->field_count);
    entry.type = plan_make_type(build, target->type);
    plan->targets = plan_room(build, plan->targets, &plan->target_count, &build->room.targets,
                              sizeof *plan->targets);
    plan->targets[plan->target_count] = entry;
    return plan->target_count++;
}

WritParty plan_make_party(Build *build, const Party *party)
{
    WritParty entry = {
        .kind = party->kind,
        .index = WRIT_NONE,
        .unit = plan_make_optional_expr(build, party->unit),
    };
    switch (party->kind) {
    case WRIT_PARTY_ROLE:
        entry.index = plan_make_entity(build, &build->roles, &party->role->entry);
        return entry;
    case WRIT_PARTY_PERSON:
    case WRIT_PARTY_ROLE_VALUE:
        entry.index = plan_make_expr(build, party->expr);
        return entry;
    case WRIT_PARTY_OWNER:
    case WRIT_PARTY_ASSIGNEE:
        return entry;
    }
    WRIT_UNREACHABLE();
}

uint32_t plan_make_parties(Build *build, const Parties *parties)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->party_count;
    for (uint32_t i = 0; i < parties->count; i++) {
        WritParty entry = plan_make_party(build, &parties->items[i]);
        plan->parties = plan_room(build, plan->parties, &plan->party_count, &build->room.parties,
                                  sizeof *plan->parties);
        plan->parties[plan->party_count++] = entry;
    }
    return start;
}

WritPerformer plan_make_performer(Build *build, const Performer *performer)
{
    return (WritPerformer){
        .kind = performer->kind,
        .parties_start = plan_make_parties(build, &performer->parties),
        .party_count = performer->parties.count,
    };
}

uint32_t plan_make_marks(Build *build, const Marks *marks)
{
    uint32_t *numbers = writ_arena_array(build->arena, marks->count, sizeof *numbers);
    for (uint32_t i = 0; i < marks->count; i++) {
        numbers[i] = plan_make_entity(build, &build->milestones, &marks->items[i]->entry);
    }
    return plan_make_operands(build, numbers, marks->count);
}

static WritAction none(WritActionKind kind)
{
    return (WritAction){
        .kind = kind,
        .message = WRIT_NONE,
        .target = WRIT_NONE,
        .expr = WRIT_NONE,
        .milestone = WRIT_NONE,
        .node = WRIT_NONE,
        .outcome = WRIT_NONE,
        .after = WRIT_NONE,
    };
}

static WritAction notify(Build *build, const Action *action)
{
    WritAction entry = none(action->kind);
    entry.parties_start = plan_make_parties(build, &action->parties);
    entry.party_count = action->parties.count;
    entry.message = plan_make_entity(build, &build->messages, &action->message->entry);
    entry.args_start = plan_make_exprs(build, action->args.items, action->args.count);
    entry.arg_count = action->args.count;
    return entry;
}

static WritAction action_entry(Build *build, const Action *action)
{
    WritAction entry = none(action->kind);
    switch (action->kind) {
    case WRIT_ACTION_NOTIFY:
        return notify(build, action);
    case WRIT_ACTION_SET:
        entry.target = plan_make_target(build, action->target);
        entry.expr = plan_make_expr(build, action->expr);
        return entry;
    case WRIT_ACTION_MARK:
        entry.milestone = plan_make_entity(build, &build->milestones, &action->milestone->entry);
        return entry;
    case WRIT_ACTION_REASSIGN:
        entry.parties_start = plan_make_parties(build, &action->parties);
        entry.party_count = action->parties.count;
        return entry;
    case WRIT_ACTION_UNDO:
        // Everything is undone from no stage on.
        entry.node = action->node->kind == WRIT_NODE_PROCESS ? WRIT_NONE : action->node->number;
        return entry;
    case WRIT_ACTION_EXTEND:
        entry.count = action->count;
        entry.unit = action->unit;
        entry.working = action->working;
        entry.at_most = action->at_most;
        entry.after = plan_make_actions(build, action->after);
        return entry;
    case WRIT_ACTION_GO_BACK:
        entry.at_most = action->at_most;
        entry.after = plan_make_actions(build, action->after);
        entry.node = action->node->number;
        return entry;
    case WRIT_ACTION_GO_TO:
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        entry.node = action->node->number;
        return entry;
    case WRIT_ACTION_END_CASE:
        entry.outcome = action->outcome;
        return entry;
    case WRIT_ACTION_NEXT:
        return entry;
    }
    WRIT_UNREACHABLE();
}

uint32_t plan_make_actions(Build *build, const Actions *actions)
{
    if (actions == NULL) {
        return WRIT_NONE;
    }
    WritPlan *plan = build->plan;
    WritAction *entries = writ_arena_array(build->arena, actions->count, sizeof *entries);
    uint32_t count = 0;
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        entries[count++] = action_entry(build, action);
    }
    uint32_t start = plan->action_count;
    for (uint32_t i = 0; i < count; i++) {
        plan->actions = plan_room(build, plan->actions, &plan->action_count, &build->room.actions,
                                  sizeof *plan->actions);
        plan->actions[plan->action_count++] = entries[i];
    }
    plan->lists =
        plan_room(build, plan->lists, &plan->list_count, &build->room.lists, sizeof *plan->lists);
    plan->lists[plan->list_count] = (WritActionList){.start = start, .count = count};
    return plan->list_count++;
}
