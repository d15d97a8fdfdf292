// Nodes, steps and actions.
#include "support/plan_builder_inside.h"

static uint32_t add_text(PlanBuilder *b, const char *text, size_t array, size_t count)
{
    WritText copy = builder_text(b, text);
    return builder_push(b, array, count, &copy, sizeof copy);
}

uint32_t build_ending(PlanBuilder *b, const char *outcome)
{
    return add_text(b, outcome, offsetof(WritPlan, outcomes), offsetof(WritPlan, outcome_count));
}

uint32_t build_milestone(PlanBuilder *b, const char *name)
{
    return add_text(b, name, offsetof(WritPlan, milestones), offsetof(WritPlan, milestone_count));
}

// --- Nodes ----------------------------------------------------------------------------------

static uint32_t add_node(PlanBuilder *b, uint32_t parent, WritNodeKind kind, const char *name)
{
    WritNode node = {
        .kind = kind,
        .name = builder_text(b, name),
        .title = builder_text(b, name),
        .parent = parent,
        .step = WRIT_NONE,
        .condition = WRIT_NONE,
        .actions = WRIT_NONE,
        .list = WRIT_NONE,
        .list_expr = WRIT_NONE,
        .slot = WRIT_NONE,
    };
    node.deadline.since = WRIT_NONE;
    node.deadline.on_overdue = WRIT_NONE;
    node.deadline.calendar = WRIT_NONE;
    node.deadline.pauses = WRIT_NONE;
    return builder_push(b, offsetof(WritPlan, nodes), offsetof(WritPlan, node_count), &node,
                        sizeof node);
}

uint32_t build_stage(PlanBuilder *b, const char *name)
{
    return add_node(b, 0, WRIT_NODE_STAGE, name);
}

uint32_t build_detour(PlanBuilder *b, const char *name)
{
    return add_node(b, 0, WRIT_NODE_DETOUR, name);
}

uint32_t build_same_time(PlanBuilder *b, uint32_t parent, WritJoin join)
{
    uint32_t node = add_node(b, parent, WRIT_NODE_SAME_TIME, "");
    b->plan.nodes[node].join = join;
    return node;
}

uint32_t build_branch(PlanBuilder *b, uint32_t same_time, const char *name)
{
    return add_node(b, same_time, WRIT_NODE_BRANCH, name);
}

uint32_t build_for_each(PlanBuilder *b, uint32_t parent, const char *name, const char *list,
                        WritEachOrder order)
{
    uint32_t expr = build_read(b, list);
    uint32_t target = build_target(b, list);
    uint32_t node = add_node(b, parent, WRIT_NODE_FOR_EACH, name);
    WritTypeId element = b->plan.types.types[b->plan.exprs[expr].type].index;
    uint32_t slot = build_slot(b, WRIT_SLOT_ELEMENT, name, element, node);
    b->plan.nodes[node].order = order;
    b->plan.nodes[node].list_expr = expr;
    b->plan.nodes[node].list = target;
    b->plan.nodes[node].slot = slot;
    return node;
}

uint32_t build_if(PlanBuilder *b, uint32_t parent)
{
    return add_node(b, parent, WRIT_NODE_IF, "");
}

uint32_t build_arm(PlanBuilder *b, uint32_t if_node, uint32_t condition)
{
    uint32_t node = add_node(b, if_node, WRIT_NODE_ARM, "");
    b->plan.nodes[node].condition = condition;
    return node;
}

uint32_t build_repeat(PlanBuilder *b, uint32_t parent, uint32_t at_most, uint32_t until,
                      uint32_t still_not)
{
    uint32_t node = add_node(b, parent, WRIT_NODE_REPEAT, "");
    b->plan.nodes[node].at_most = at_most;
    b->plan.nodes[node].condition = until;
    b->plan.nodes[node].actions = still_not;
    return node;
}

uint32_t build_route(PlanBuilder *b, uint32_t parent, uint32_t list)
{
    uint32_t node = add_node(b, parent, WRIT_NODE_ROUTE, "");
    b->plan.nodes[node].actions = list;
    return node;
}

void build_where(PlanBuilder *b, uint32_t for_each, uint32_t condition)
{
    b->plan.nodes[for_each].condition = condition;
}

void build_deadline(PlanBuilder *b, uint32_t node, WritDeadlineKind kind, uint32_t expr,
                    uint32_t on_overdue)
{
    b->plan.nodes[node].deadline = (WritDeadline){.kind = kind,
                                                  .expr = expr,
                                                  .since = WRIT_NONE,
                                                  .on_overdue = on_overdue,
                                                  .calendar = WRIT_NONE,
                                                  .pauses = WRIT_NONE};
}

// --- Steps ----------------------------------------------------------------------------------

uint32_t build_step(PlanBuilder *b, uint32_t parent, const char *name, WritAct act)
{
    WritStep step = {
        .act = act,
        .only_if = WRIT_NONE,
        .on_no_answer = WRIT_NONE,
        .on_nobody = WRIT_NONE,
        .callee = WRIT_NONE,
        .as_of = WRIT_NONE,
        .into = WRIT_NONE,
        .target = WRIT_NONE,
        .condition = WRIT_NONE,
        .then = WRIT_NONE,
        .undo = WRIT_NONE,
        .undo_args_start = WRIT_NONE,
    };
    step.instruction = builder_text(b, name);
    uint32_t index = builder_push(b, offsetof(WritPlan, steps), offsetof(WritPlan, step_count),
                                  &step, sizeof step);
    uint32_t node = add_node(b, parent, WRIT_NODE_STEP, name);
    b->plan.nodes[node].step = index;
    return index;
}

uint32_t build_node_of(PlanBuilder *b, uint32_t step)
{
    for (uint32_t i = 0; i < b->plan.node_count; i++) {
        if (b->plan.nodes[i].kind == WRIT_NODE_STEP && b->plan.nodes[i].step == step) {
            return i;
        }
    }
    builder_give_up("no such step", "");
}

void build_by(PlanBuilder *b, uint32_t step, WritParty party)
{
    builder_piece(b, &b->performers, (BuildPiece){.owner = step, .party = party});
}

void build_never_by(PlanBuilder *b, uint32_t step, WritParty party)
{
    builder_piece(b, &b->nevers, (BuildPiece){.owner = step, .party = party});
}

void build_fill(PlanBuilder *b, uint32_t step, const char *path)
{
    builder_piece(b, &b->fills, (BuildPiece){.owner = step, .number = build_target(b, path)});
}

void build_show(PlanBuilder *b, uint32_t step, const char *path)
{
    WritShown shown = {build_read(b, path), builder_text(b, path)};
    builder_piece(b, &b->shows, (BuildPiece){.owner = step, .shown = shown});
}

void build_need(PlanBuilder *b, uint32_t step, uint32_t expr, const char *text, const char *because)
{
    WritNeed need = {expr, builder_text(b, text), builder_text(b, because)};
    builder_piece(b, &b->needs, (BuildPiece){.owner = step, .need = need});
}

void build_outcome(PlanBuilder *b, uint32_t step, const char *outcome, uint32_t list)
{
    WritOutcomeHandler handler = {builder_text(b, outcome), list};
    builder_piece(b, &b->handlers, (BuildPiece){.owner = step, .handler = handler});
}

void build_step_mark(PlanBuilder *b, uint32_t step, uint32_t milestone)
{
    builder_piece(b, &b->marks, (BuildPiece){.owner = step, .number = milestone});
}

static void give_args(PlanBuilder *b, uint32_t step, uint32_t record, const uint32_t *args)
{
    uint32_t count = b->plan.types.records[record].field_count;
    b->plan.steps[step].args_start = build_operands(b, args, count);
    b->plan.steps[step].arg_count = count;
}

void build_call(PlanBuilder *b, uint32_t step, uint32_t hook, const uint32_t *args,
                uint32_t on_no_answer)
{
    give_args(b, step, b->plan.hooks[hook].input, args);
    b->plan.steps[step].callee = hook;
    b->plan.steps[step].on_no_answer = on_no_answer;
}

void build_decide(PlanBuilder *b, uint32_t step, uint32_t decision, const uint32_t *args,
                  const char *target)
{
    give_args(b, step, b->plan.decisions[decision].input, args);
    b->plan.steps[step].callee = decision;
    b->plan.steps[step].target = build_target(b, target);
}

void build_wait(PlanBuilder *b, uint32_t step, uint32_t event, uint32_t condition)
{
    b->plan.steps[step].callee = event;
    b->plan.steps[step].condition = condition;
}

uint32_t build_into(PlanBuilder *b, uint32_t step, const char *name, uint32_t node)
{
    const WritStep *taker = &b->plan.steps[step];
    uint32_t record = taker->act == WRIT_ACT_CALL ? b->plan.hooks[taker->callee].output
                                                  : b->plan.events[taker->callee].record;
    uint32_t slot = build_slot(b, WRIT_SLOT_RESULT, name, build_record_type(b, record), node);
    b->plan.steps[step].into = slot;
    return slot;
}

void build_then(PlanBuilder *b, uint32_t step, uint32_t list)
{
    b->plan.steps[step].then = list;
}

// --- Actions --------------------------------------------------------------------------------

uint32_t build_actions(PlanBuilder *b, const WritAction *actions, uint32_t count)
{
    WritActionList list = {b->plan.action_count, count};
    for (uint32_t i = 0; i < count; i++) {
        (void)builder_push(b, offsetof(WritPlan, actions), offsetof(WritPlan, action_count),
                           &actions[i], sizeof actions[i]);
    }
    return builder_push(b, offsetof(WritPlan, lists), offsetof(WritPlan, list_count), &list,
                        sizeof list);
}

uint32_t build_action(PlanBuilder *b, WritAction action)
{
    return build_actions(b, &action, 1);
}

uint32_t build_next(PlanBuilder *b)
{
    if (b->next == WRIT_NONE) {
        b->next = build_action(b, act_next());
    }
    return b->next;
}

uint32_t build_nothing(PlanBuilder *b)
{
    if (b->nothing == WRIT_NONE) {
        b->nothing = build_actions(b, NULL, 0);
    }
    return b->nothing;
}

static WritAction plain_action(WritActionKind kind)
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

static WritAction with_node(WritActionKind kind, uint32_t node)
{
    WritAction action = plain_action(kind);
    action.node = node;
    return action;
}

static void with_party(PlanBuilder *b, WritAction *action, WritParty party)
{
    action->parties_start = builder_push(b, offsetof(WritPlan, parties),
                                         offsetof(WritPlan, party_count), &party, sizeof party);
    action->party_count = 1;
}

WritAction act_next(void)
{
    return plain_action(WRIT_ACTION_NEXT);
}

WritAction act_set(PlanBuilder *b, const char *path, uint32_t expr)
{
    WritAction action = plain_action(WRIT_ACTION_SET);
    action.target = build_target(b, path);
    action.expr = expr;
    return action;
}

WritAction act_mark(uint32_t milestone)
{
    WritAction action = plain_action(WRIT_ACTION_MARK);
    action.milestone = milestone;
    return action;
}

WritAction act_notify(PlanBuilder *b, WritParty party, uint32_t message, uint32_t arg)
{
    WritAction action = plain_action(WRIT_ACTION_NOTIFY);
    action.message = message;
    action.arg_count = b->plan.messages[message].given_count;
    action.args_start = build_operands(b, &arg, action.arg_count);
    with_party(b, &action, party);
    return action;
}

WritAction act_reassign(PlanBuilder *b, WritParty party)
{
    WritAction action = plain_action(WRIT_ACTION_REASSIGN);
    with_party(b, &action, party);
    return action;
}

WritAction act_undo(uint32_t from)
{
    return with_node(WRIT_ACTION_UNDO, from);
}

WritAction act_go_to(uint32_t stage)
{
    return with_node(WRIT_ACTION_GO_TO, stage);
}

WritAction act_go_back(uint32_t stage, uint32_t at_most, uint32_t after)
{
    WritAction action = with_node(WRIT_ACTION_GO_BACK, stage);
    action.at_most = at_most;
    action.after = after;
    return action;
}

WritAction act_end(uint32_t ending)
{
    WritAction action = plain_action(WRIT_ACTION_END_CASE);
    action.outcome = ending;
    return action;
}

WritAction act_skip_next(uint32_t for_each)
{
    return with_node(WRIT_ACTION_SKIP_NEXT, for_each);
}

WritAction act_skip_end(uint32_t node)
{
    return with_node(WRIT_ACTION_SKIP_END, node);
}

WritAction act_extend(int64_t count, WritDurationUnit unit, uint32_t at_most, uint32_t after)
{
    WritAction action = plain_action(WRIT_ACTION_EXTEND);
    action.count = count;
    action.unit = unit;
    action.at_most = at_most;
    action.after = after;
    return action;
}

WritAction act_extend_working(int64_t count, WritDurationUnit unit, uint32_t at_most,
                              uint32_t after)
{
    WritAction action = act_extend(count, unit, at_most, after);
    action.working = true;
    return action;
}
