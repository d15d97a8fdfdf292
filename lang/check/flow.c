// The walk over nodes and actions with the facts that hold.
#include "check/flow.h"

#include <assert.h>
#include <string.h>

#include "check/types.h"

typedef struct Walk {
    Flow *flow;
    Facts now;   // What holds where the walk stands.
    Facts *next; // Where `next step` leads; NULL where it leads nowhere.
} Walk;

// --- Rules about an order -------------------------------------------------------------------

static bool is_about(const RuleUse *use, uint32_t group, const Occurrence *what)
{
    for (uint32_t i = 0; i < use->occurrence_count; i++) {
        const Occurrence *one = &use->occurrences[i];
        if (one->group == group && one->kind == what->kind && one->step == what->step &&
            one->milestone == what->milestone && one->event == what->event) {
            return true;
        }
    }
    return false;
}

// `what` is about to happen with these facts.
static void rules_begin(const Flow *flow, const Facts *facts, Occurrence what)
{
    for (uint32_t i = 0; facts->reached && i < flow->process->rule_count; i++) {
        RuleUse *use = &flow->process->rules[i];
        if (use->asks_order && is_about(use, 0, &what) && !is_about(use, 1, &what) &&
            !check_facts_has(facts, use->second_done)) {
            use->out_of_order = true;
        }
    }
}

// `what` has happened.
static void rules_happened(const Flow *flow, Facts *facts, Occurrence what)
{
    for (uint32_t i = 0; i < flow->process->rule_count; i++) {
        const RuleUse *use = &flow->process->rules[i];
        if (use->asks_order && is_about(use, 1, &what)) {
            check_facts_add(facts, use->second_done);
        }
    }
}

static void reach(const Flow *flow, Facts *facts, const Symbol *milestone)
{
    Occurrence what = {.kind = WRIT_OCCURS_MILESTONE, .milestone = milestone};
    rules_begin(flow, facts, what);
    rules_happened(flow, facts, what);
}

static void reach_all(const Flow *flow, Facts *facts, const Marks *marks)
{
    for (uint32_t i = 0; facts->reached && i < marks->count; i++) {
        reach(flow, facts, marks->items[i]);
    }
}

// The act of a step is carried out; a message that it waited for has come.
static void rules_act(const Flow *flow, Facts *facts, const Node *node)
{
    if (node->step->event != NULL) {
        Occurrence came = {.kind = WRIT_OCCURS_EVENT, .event = node->step->event};
        rules_begin(flow, facts, came);
        rules_happened(flow, facts, came);
    }
    rules_happened(flow, facts, (Occurrence){.kind = WRIT_OCCURS_STEP, .step = node});
}

// --- Actions --------------------------------------------------------------------------------

static void use_parties(Flow *flow, const Facts *facts, const Parties *parties)
{
    for (uint32_t i = 0; i < parties->count; i++) {
        check_facts_use(flow, facts, parties->items[i].expr);
        check_facts_use(flow, facts, parties->items[i].unit);
    }
}

static void use_exprs(Flow *flow, const Facts *facts, const Exprs *exprs)
{
    for (uint32_t i = 0; i < exprs->count; i++) {
        check_facts_use(flow, facts, exprs->items[i]);
    }
}

static void use_target(Flow *flow, const Facts *facts, const Target *target)
{
    if (target != NULL) {
        check_facts_use(flow, facts, target->through);
    }
}

static void end_case(Walk *walk, const Action *action)
{
    Flow *flow = walk->flow;
    if (flow->report && !check_facts_has(&walk->now, flow->told)) {
        WritDiag *diag = diag_warning(flow->checker->diags, DIAG_SILENT_END, action->span,
                                      "the case can end here without telling anybody");
        diag_hint(diag, "Write \"notify … with …, then\" before it.");
        check_run_ask(flow->checker, flow->process, DIAG_SILENT_END, action->span,
                      (RunTarget){.place = RUN_TO_ACTION, .action = action, .without = flow->told});
    }
    walk->now.reached = false;
}

static void walk_actions(Walk *walk, const Actions *actions);

// The time after the last of `at most N times`.
static void walk_after(Walk *walk, const Actions *after)
{
    Walk later = {walk->flow, check_facts_copy(walk->flow, &walk->now), walk->next};
    walk_actions(&later, after);
}

static void skip(Walk *walk, Node *node)
{
    if (node != NULL) {
        (void)check_facts_meet(walk->flow, &node->flow->skipped, &walk->now);
    }
    walk->now.reached = false;
}

static void walk_set(Walk *walk, const Action *action)
{
    Flow *flow = walk->flow;
    check_facts_use(flow, &walk->now, action->expr);
    use_target(flow, &walk->now, action->target);
    if (action->target != NULL) {
        check_facts_write(flow, &walk->now, action->target, action->expr->type);
    }
}

static void walk_action(Walk *walk, const Action *action)
{
    Flow *flow = walk->flow;
    switch (action->kind) {
    case WRIT_ACTION_NOTIFY:
        use_parties(flow, &walk->now, &action->parties);
        use_exprs(flow, &walk->now, &action->args);
        check_facts_add(&walk->now, flow->told);
        return;
    case WRIT_ACTION_SET:
        walk_set(walk, action);
        return;
    case WRIT_ACTION_REASSIGN:
        use_parties(flow, &walk->now, &action->parties);
        return;
    case WRIT_ACTION_MARK:
        reach(flow, &walk->now, action->milestone);
        return;
    case WRIT_ACTION_UNDO:
        return;
    case WRIT_ACTION_EXTEND:
        walk_after(walk, action->after);
        walk->now.reached = false;
        return;
    case WRIT_ACTION_NEXT:
        if (walk->next != NULL) {
            (void)check_facts_meet(flow, walk->next, &walk->now);
        }
        walk->now.reached = false;
        return;
    case WRIT_ACTION_GO_TO:
        check_way_to(flow, &walk->now, action->node, action);
        walk->now.reached = false;
        return;
    case WRIT_ACTION_GO_BACK:
        check_way_to(flow, &walk->now, action->node, action);
        walk_after(walk, action->after);
        walk->now.reached = false;
        return;
    case WRIT_ACTION_END_CASE:
        end_case(walk, action);
        return;
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        skip(walk, action->node);
        return;
    }
    WRIT_UNREACHABLE();
}

// A list without a last action goes on where `next step` would.
static void walk_actions(Walk *walk, const Actions *actions)
{
    if (actions == NULL || !walk->now.reached) {
        return;
    }
    for (const Action *action = actions->first; action != NULL && walk->now.reached;
         action = action->next) {
        walk_action(walk, action);
    }
    if (walk->now.reached && walk->next != NULL) {
        (void)check_facts_meet(walk->flow, walk->next, &walk->now);
    }
}

// --- Steps ----------------------------------------------------------------------------------

static void walk_list(Flow *flow, const Facts *facts, Facts *next, const Actions *actions)
{
    Walk walk = {flow, check_facts_copy(flow, facts), next};
    walk_actions(&walk, actions);
}

static bool is_around(const Node *outer, const Node *node)
{
    while (node != NULL && node != outer) {
        node = node->parent;
    }
    return node != NULL;
}

// Tells when `since` may not have begun; NULL otherwise.
static WritDiag *use_since(Flow *flow, const Facts *facts, const Node *node, const Node *since,
                           WritSpan span)
{
    if (!flow->report || check_facts_has(facts, since->began_fact)) {
        return NULL;
    }
    WritDiag *diag =
        diag_error(flow->checker->diags, DIAG_NOT_BEGUN, span,
                   "on some way to this place \"%.*s\" has not begun", WRIT_TEXT_ARGS(since->text));
    diag_label(diag, since->span, "the clock would start here");
    diag_hint(diag, "Count from something that always comes before.");
    check_run_ask(flow->checker, flow->process, DIAG_NOT_BEGUN, span,
                  (RunTarget){.place = RUN_TO_NODE, .node = node, .without = since->began_fact});
    return diag;
}

static void use_deadline(Flow *flow, const Facts *facts, const Node *node)
{
    check_facts_use(flow, facts, node->deadline.expr);
    check_facts_use(flow, facts, node->deadline.calendar);
    const Node *since = node->deadline.since;
    if (since != NULL && !is_around(since, node)) {
        (void)use_since(flow, facts, node, since, node->deadline.span);
    }
}

static void use_rung(Flow *flow, const Facts *facts, const Node *node, const Rung *rung)
{
    if (rung->since != NULL && !is_around(rung->since, node)) {
        WritDiag *diag = use_since(flow, facts, node, rung->since, rung->used);
        if (diag != NULL) {
            diag_label(diag, rung->span, "the rung that counts from it");
        }
    }
    walk_list(flow, facts, NULL, rung->actions);
}

// What happens while the work is open, at any moment: the pause of its clock and its rungs. What a
// ladder is given is asked first, where the ladder is named; what its lines make of that follows.
static void use_rungs(Flow *flow, const Facts *facts, const Node *node)
{
    const Deadline *deadline = &node->deadline;
    check_facts_use(flow, facts, deadline->pauses);
    uint32_t errors = writ_diags_error_count(flow->checker->diags);
    use_exprs(flow, facts, &deadline->givens);
    if (writ_diags_error_count(flow->checker->diags) != errors) {
        return;
    }
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        use_rung(flow, facts, node, &deadline->rungs[i]);
    }
}

static void use_step(Flow *flow, const Facts *facts, const Step *step)
{
    use_parties(flow, facts, &step->performer.parties);
    use_parties(flow, facts, &step->never);
    use_exprs(flow, facts, &step->args);
    for (uint32_t i = 0; i < step->shown_count; i++) {
        check_facts_use(flow, facts, step->shown[i].expr);
    }
    for (uint32_t i = 0; i < step->fills.count; i++) {
        use_target(flow, facts, step->fills.items[i]);
    }
    use_target(flow, facts, step->target);
    check_facts_use(flow, facts, step->condition);
}

// What stands when the act is done.
static void do_act(Flow *flow, Facts *facts, const Step *step)
{
    for (uint32_t i = 0; i < step->fills.count; i++) {
        check_facts_write(flow, facts, step->fills.items[i], step->fills.items[i]->type);
    }
    if (step->target != NULL) {
        check_facts_write(flow, facts, step->target, step->decision->result_type);
    }
    if (step->into != NULL) {
        if (flow->present_count > 0) {
            Facts killed = check_facts_new(flow, flow->scratch);
            check_facts_kills(flow, step->into->place, killed.bits);
            check_facts_drop(flow, facts, killed.bits);
        }
        check_facts_add(facts, step->into->fact);
    }
    for (uint32_t i = 0; i < step->need_count; i++) {
        check_facts_use(flow, facts, step->needs[i].expr);
        check_facts_assume(flow, facts, step->needs[i].expr, HOLDS);
    }
    use_exprs(flow, facts, &step->undo_args);
}

// A rung may have written before anybody answers.
static void drop_rungs(Flow *flow, Facts *facts, const Node *node)
{
    if (node->deadline.rung_count > 0) {
        Facts killed = check_facts_new(flow, flow->scratch);
        check_facts_kill_rungs(flow, killed.bits, &node->deadline);
        check_facts_drop(flow, facts, killed.bits);
    }
}

// What happens when something changes after it was approved: at any time from here on, so that
// only what nothing ever undoes still holds.
static void use_bindings(Flow *flow, const Facts *facts, const Step *step)
{
    const Process *process = flow->process;
    Facts any_time = check_facts_copy(flow, facts);
    check_facts_drop(flow, &any_time, process->root->flow->kills);
    Node *stage = flow->stage;
    for (uint32_t i = 0; i < process->binding_count; i++) {
        const Binding *binding = &process->bindings[i];
        if (binding->step == step) {
            check_facts_use(flow, facts, binding->expr);
            flow->stage = NULL; // The case may be anywhere by then.
            walk_list(flow, &any_time, NULL, binding->actions);
            flow->stage = stage;
        }
    }
}

static void walk_step(Walk *walk, const Node *node)
{
    Flow *flow = walk->flow;
    const Step *step = node->step;
    Facts out = check_facts_new(flow, flow->scratch);
    Facts before = check_facts_copy(flow, &walk->now);
    check_facts_add(&before, node->began_fact);
    if (step->only_if != NULL) {
        check_facts_use(flow, &before, step->only_if);
        check_facts_assume(flow, &before, step->only_if, HOLDS);
    }
    use_deadline(flow, &before, node);
    drop_rungs(flow, &before, node);
    use_step(flow, &before, step);
    use_rungs(flow, &before, node);
    rules_begin(flow, &before, (Occurrence){.kind = WRIT_OCCURS_STEP, .step = node});
    if (step->act == WRIT_ACT_APPROVE) {
        use_bindings(flow, &before, step);
    }
    Facts after = check_facts_copy(flow, &before);
    do_act(flow, &after, step);
    if (step->act != WRIT_ACT_ACTIONS) {
        rules_act(flow, &after, node);
    }
    for (uint32_t i = 0; i < step->handler_count; i++) {
        walk_list(flow, &after, &out, step->handlers[i].actions);
    }
    if (step->act == WRIT_ACT_ACTIONS) {
        walk_list(flow, &after, &out, step->then);
    } else if (step->act == WRIT_ACT_WAIT || step->act == WRIT_ACT_DECIDE) {
        (void)check_facts_meet(flow, &out, &after);
    }
    walk_list(flow, &before, &out, step->on_no_answer);
    walk_list(flow, &before, &out, step->on_nobody);
    walk_list(flow, &before, &out, node->deadline.on_overdue);
    if (step->act == WRIT_ACT_ACTIONS) {
        rules_act(flow, &out, node);
    }
    reach_all(flow, &out, &step->marks);
    if (step->only_if != NULL) {
        Facts skipped = check_facts_copy(flow, &walk->now);
        check_facts_assume(flow, &skipped, step->only_if, HOLDS_NOT);
        (void)check_facts_meet(flow, &out, &skipped);
    }
    walk->now = out;
}

// --- Blocks ---------------------------------------------------------------------------------

static void walk_items(Walk *walk, Node *parent);

static void enter_frame(Walk *walk, Node *node)
{
    check_facts_drop(walk->flow, &walk->now, node->flow->fresh);
    node->flow->skipped.reached = false;
}

// One branch, in which whatever the others write may happen at any time.
static Facts walk_branch(Walk *walk, Node *branch, const uint64_t *others)
{
    Walk inner = {walk->flow, check_facts_copy(walk->flow, &walk->now), NULL};
    check_facts_drop(walk->flow, &inner.now, others);
    enter_frame(&inner, branch);
    walk_items(&inner, branch);
    (void)check_facts_meet(walk->flow, &inner.now, &branch->flow->skipped);
    return inner.now;
}

typedef struct Join {
    uint64_t *once;  // Undone by at least one branch.
    uint64_t *twice; // Undone by at least two.
    uint64_t *others;
} Join;

static Join join_of(Flow *flow, const Node *node)
{
    Join join = {
        check_facts_new(flow, flow->scratch).bits,
        check_facts_new(flow, flow->scratch).bits,
        check_facts_new(flow, flow->scratch).bits,
    };
    for (const Node *branch = node->children; branch != NULL; branch = branch->next) {
        for (uint32_t i = 0; i < flow->words; i++) {
            uint64_t kills = branch->flow->kills[i];
            join.twice[i] |= join.once[i] & kills;
            join.once[i] |= kills;
        }
    }
    return join;
}

static void kills_of_others(const Flow *flow, Join *join, const Node *branch)
{
    for (uint32_t i = 0; i < flow->words; i++) {
        join->others[i] = join->twice[i] | (join->once[i] & ~branch->flow->kills[i]);
    }
}

static void walk_same_time(Walk *walk, Node *node)
{
    Flow *flow = walk->flow;
    Join join = join_of(flow, node);
    Facts out = check_facts_new(flow, flow->scratch);
    bool all_end = true;
    for (Node *branch = node->children; branch != NULL; branch = branch->next) {
        kills_of_others(flow, &join, branch);
        Facts end = walk_branch(walk, branch, join.others);
        all_end = all_end && end.reached;
        check_facts_drop(flow, &end, join.others);
        if (node->join == WRIT_JOIN_FIRST) {
            (void)check_facts_meet(flow, &out, &end);
            continue;
        }
        // All branches are done: what holds at the end of any of them holds.
        for (uint32_t i = 0; i < flow->words; i++) {
            out.bits[i] |= end.bits[i];
        }
    }
    if (node->join == WRIT_JOIN_ALL) {
        out.reached = all_end;
    }
    walk->now = out;
}

static void walk_for_each(Walk *walk, Node *node)
{
    Flow *flow = walk->flow;
    check_facts_use(flow, &walk->now, node->list_expr);
    check_facts_drop(flow, &walk->now, node->flow->kills);
    Walk inner = {flow, check_facts_copy(flow, &walk->now), NULL};
    enter_frame(&inner, node);
    if (node->condition != NULL) {
        check_facts_use(flow, &inner.now, node->condition);
        check_facts_assume(flow, &inner.now, node->condition, HOLDS);
    }
    walk_items(&inner, node);
}

static void walk_if(Walk *walk, Node *node)
{
    Flow *flow = walk->flow;
    Facts out = check_facts_new(flow, flow->scratch);
    Facts rest = check_facts_copy(flow, &walk->now);
    bool otherwise = false;
    for (Node *arm = node->children; arm != NULL; arm = arm->next) {
        Walk inner = {flow, check_facts_copy(flow, &rest), NULL};
        if (arm->condition == NULL) {
            otherwise = true;
        } else {
            check_facts_use(flow, &rest, arm->condition);
            check_facts_assume(flow, &inner.now, arm->condition, HOLDS);
            check_facts_assume(flow, &rest, arm->condition, HOLDS_NOT);
        }
        walk_items(&inner, arm);
        (void)check_facts_meet(flow, &out, &inner.now);
    }
    if (!otherwise) {
        (void)check_facts_meet(flow, &out, &rest);
    }
    walk->now = out;
}

static void walk_repeat(Walk *walk, Node *node)
{
    Flow *flow = walk->flow;
    Walk inner = {flow, check_facts_copy(flow, &walk->now), NULL};
    check_facts_drop(flow, &inner.now, node->flow->kills);
    walk_items(&inner, node);
    Facts out = check_facts_new(flow, flow->scratch);
    if (inner.now.reached) {
        check_facts_use(flow, &inner.now, node->condition);
        Facts still_not = check_facts_copy(flow, &inner.now);
        check_facts_assume(flow, &still_not, node->condition, HOLDS_NOT);
        walk_list(flow, &still_not, &out, node->actions);
        check_facts_assume(flow, &inner.now, node->condition, HOLDS);
        (void)check_facts_meet(flow, &out, &inner.now);
    }
    walk->now = out;
}

static void walk_route(Walk *walk, const Node *node)
{
    Facts out = check_facts_new(walk->flow, walk->flow->scratch);
    Walk inner = {walk->flow, walk->now, &out};
    walk_actions(&inner, node->actions);
    walk->now = out;
}

static void walk_item(Walk *walk, Node *node)
{
    switch (node->kind) {
    case WRIT_NODE_STEP:
        walk_step(walk, node);
        return;
    case WRIT_NODE_SAME_TIME:
        walk_same_time(walk, node);
        return;
    case WRIT_NODE_FOR_EACH:
        walk_for_each(walk, node);
        return;
    case WRIT_NODE_IF:
        walk_if(walk, node);
        return;
    case WRIT_NODE_REPEAT:
        walk_repeat(walk, node);
        return;
    case WRIT_NODE_ROUTE:
        walk_route(walk, node);
        return;
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
        break;
    }
    WRIT_UNREACHABLE();
}

static void tell_unreachable(Flow *flow, const Node *node, const Node *before)
{
    WritDiag *diag = diag_error(flow->checker->diags, DIAG_UNREACHABLE, node->span,
                                "nothing leads here: what stands before never goes on");
    diag_label(diag, before->span, "every way out of this leads elsewhere");
    diag_hint(diag, "Let a way go on with \"next step\", or remove what cannot be reached.");
}

static void walk_items(Walk *walk, Node *parent)
{
    const Node *before = NULL;
    for (Node *node = parent->children; node != NULL; node = node->next) {
        if (!walk->now.reached) {
            if (walk->flow->report && before != NULL) {
                tell_unreachable(walk->flow, node, before);
            }
            return;
        }
        walk_item(walk, node);
        before = node;
    }
}

// --- Stages ---------------------------------------------------------------------------------

static Node *stage_after(const Node *stage)
{
    Node *next = stage->next;
    while (next != NULL && next->kind == WRIT_NODE_DETOUR) {
        next = next->next;
    }
    return next;
}

static void tell_open_end(Flow *flow, const Node *stage)
{
    bool detour = stage->kind == WRIT_NODE_DETOUR;
    WritDiag *diag = diag_error(flow->checker->diags, DIAG_OPEN_END, stage->span,
                                detour ? "nothing says where the case goes from the detour \"%.*s\""
                                       : "nothing follows the last stage \"%.*s\"",
                                WRIT_TEXT_ARGS(stage->text));
    if (detour) {
        diag_reason(diag, "No stage follows a detour by itself.");
    }
    diag_hint(diag, "End it with \"end the case as …\"%s.",
              detour ? ", \"go to …\" or \"go back to …\"" : "");
    check_run_ask(flow->checker, flow->process, DIAG_OPEN_END, stage->span,
                  (RunTarget){.place = RUN_PAST_NODE, .node = stage, .without = FACT_NONE});
}

static void find_unsteady(Flow *flow, const Node *stage)
{
    memset(flow->unsteady, 0, flow->words * sizeof *flow->unsteady);
    check_facts_kill_rungs(flow, flow->unsteady, &flow->process->root->deadline);
    check_facts_kill_bindings(flow, flow->unsteady);
    if (stage != NULL) {
        check_facts_kill_rungs(flow, flow->unsteady, &stage->deadline);
    }
}

static void walk_stage(Flow *flow, Node *stage)
{
    flow->stage = stage;
    find_unsteady(flow, stage);
    stage->flow->dirty = false;
    stage->flow->skipped.reached = false;
    Walk walk = {flow, check_facts_copy(flow, &stage->flow->entry), NULL};
    check_facts_add(&walk.now, stage->began_fact);
    use_deadline(flow, &walk.now, stage);
    Facts any_time = check_facts_copy(flow, &walk.now);
    check_facts_drop(flow, &any_time, stage->flow->kills);
    use_rungs(flow, &any_time, stage);
    walk_list(flow, &any_time, NULL, stage->deadline.on_overdue);
    walk_items(&walk, stage);
    reach_all(flow, &walk.now, &stage->marks);
    (void)check_facts_meet(flow, &walk.now, &stage->flow->skipped);
    if (walk.now.reached) {
        Node *next = stage->kind == WRIT_NODE_DETOUR ? NULL : stage_after(stage);
        if (next != NULL) {
            check_way_to(flow, &walk.now, next, NULL);
        } else if (flow->report) {
            tell_open_end(flow, stage);
        }
    }
    writ_arena_reset(flow->scratch);
}

// A rule is asked at any time too, and an event that interrupts may be what it is about.
static void walk_rules(Flow *flow, Facts *any_time)
{
    const Process *process = flow->process;
    for (uint32_t i = 0; i < process->rule_count; i++) {
        const RuleUse *use = &process->rules[i];
        check_facts_use(flow, any_time, use->when);
        check_facts_use(flow, any_time, use->expr);
        check_facts_use(flow, any_time, use->calendar);
        walk_list(flow, any_time, NULL, use->actions);
    }
    for (uint32_t i = 0; i < process->happens_count; i++) {
        rules_begin(flow, any_time,
                    (Occurrence){.kind = WRIT_OCCURS_EVENT, .event = process->happens[i].event});
    }
    if (process->start_event != NULL) {
        rules_begin(flow, any_time,
                    (Occurrence){.kind = WRIT_OCCURS_EVENT, .event = process->start_event});
    }
}

// The lines of the process act at any time: they can count on what holds from the start alone.
static void walk_process_lines(Flow *flow)
{
    const Process *process = flow->process;
    flow->stage = NULL;
    find_unsteady(flow, NULL);
    Facts any_time = check_facts_new(flow, flow->scratch);
    any_time.reached = true;
    check_facts_use(flow, &any_time, process->owner.expr);
    check_facts_use(flow, &any_time, process->owner.unit);
    use_deadline(flow, &any_time, process->root);
    use_rungs(flow, &any_time, process->root);
    walk_list(flow, &any_time, NULL, process->root->deadline.on_overdue);
    walk_list(flow, &any_time, NULL, process->on_nobody);
    use_parties(flow, &any_time, &process->cancellation.performer.parties);
    walk_list(flow, &any_time, NULL, process->cancellation.actions);
    Facts cancelled = check_facts_copy(flow, &any_time);
    reach_all(flow, &cancelled, &process->cancellation.marks);
    walk_rules(flow, &any_time);
    for (uint32_t i = 0; i < process->happens_count; i++) {
        check_facts_use(flow, &any_time, process->happens[i].where);
        walk_list(flow, &any_time, NULL, process->happens[i].actions);
    }
    use_exprs(flow, &any_time, &process->keys);
    writ_arena_reset(flow->scratch);
}

static void use_starts(Flow *flow)
{
    Facts at_start = check_facts_new(flow, flow->scratch);
    at_start.reached = true;
    for (const Slot *slot = flow->process->root->slots; slot != NULL; slot = slot->next) {
        check_facts_use(flow, &at_start, slot->at_start);
    }
    writ_arena_reset(flow->scratch);
}

static void walk_until_stable(Flow *flow)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (Node *stage = flow->process->root->children; stage != NULL; stage = stage->next) {
            if (stage->flow->dirty) {
                changed = true;
                walk_stage(flow, stage);
            }
        }
    }
}

// False when there is none.
static bool enter_first_stage(Flow *flow)
{
    Node *first = flow->process->root->children;
    while (first != NULL && first->kind == WRIT_NODE_DETOUR) {
        first = first->next;
    }
    if (first == NULL) {
        WritDiag *diag = diag_error(flow->checker->diags, DIAG_NO_STAGE, flow->process->span,
                                    "the process has detours alone");
        diag_hint(diag, "Add a stage in which a case begins.");
        return false;
    }
    first->flow->entry.reached = true;
    first->flow->dirty = true;
    if (flow->process->start_event != NULL) {
        rules_happened(
            flow, &first->flow->entry,
            (Occurrence){.kind = WRIT_OCCURS_EVENT, .event = flow->process->start_event});
    }
    return true;
}

void check_flow(Checker *checker, Process *process)
{
    Flow flow = {
        .checker = checker,
        .process = process,
        .scratch = checker->flow_scratch,
        .told = process->fact_count++,
        .errors_before = writ_diags_error_count(checker->diags),
    };
    if (flow.told > CHECK_FACTS_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TOO_MANY_FACTS, process->span,
                                    "the process has more than %d values that may be missing",
                                    (int)CHECK_FACTS_MAX);
        diag_hint(diag, "Give stored values a start, or divide the process.");
        return;
    }
    flow.words = (process->fact_count + 63) / 64;
    flow.unsteady = writ_arena_array(checker->arena, flow.words, sizeof(uint64_t));
    check_facts_prepare(&flow);
    process->flow = writ_arena_alloc(checker->arena, sizeof flow);
    *process->flow = flow;
    if (!enter_first_stage(&flow)) {
        return;
    }
    walk_process_lines(&flow);
    walk_until_stable(&flow);
    flow.report = true;
    walk_process_lines(&flow);
    use_starts(&flow);
    for (Node *stage = process->root->children; stage != NULL; stage = stage->next) {
        if (stage->flow->entry.reached) {
            walk_stage(&flow, stage);
        }
    }
    check_ways(&flow);
}
