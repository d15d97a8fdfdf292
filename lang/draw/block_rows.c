#include "draw/block_rows.h"

#include <assert.h>

static Row *add_row(Phrases *phrases, Block *block, RowKind kind)
{
    Row *row = writ_arena_alloc(phrases->arena, sizeof *row);
    *row = (Row){.kind = kind, .list = WRIT_NONE};
    *(block->last_row == NULL ? &block->rows : &block->last_row->next) = row;
    block->last_row = row;
    return row;
}

static Row *add_detail(Phrases *phrases, Block *block, const char *words)
{
    Row *row = add_row(phrases, block, ROW_DETAIL);
    phrase_add(phrases, &row->phrase, PIECE_MUTED, writ_text(words));
    return row;
}

static void add_title(Phrases *phrases, Block *block, WritText title)
{
    Row *row = add_row(phrases, block, ROW_TITLE);
    phrase_add(phrases, &row->phrase, PIECE_STRONG, title);
}

// --- Ways --------------------------------------------------------------------------------------

static void add_jump(Phrases *phrases, Row *row, const WritAction *action)
{
    bool back = action->kind == WRIT_ACTION_GO_BACK;
    Jump **end = &row->jumps;
    for (; *end != NULL; end = &(*end)->next) {
        if ((*end)->stage == action->node && (*end)->back == back) {
            return;
        }
    }
    *end = writ_arena_alloc(phrases->arena, sizeof **end);
    **end = (Jump){.stage = action->node, .back = back};
}

static void add_jumps(Phrases *phrases, Row *row, uint32_t list)
{
    if (list == WRIT_NONE) {
        return;
    }
    const WritActionList *actions = &phrases->plan->lists[list];
    for (uint32_t i = 0; i < actions->count; i++) {
        const WritAction *action = &phrases->plan->actions[actions->start + i];
        if (action->kind == WRIT_ACTION_GO_TO || action->kind == WRIT_ACTION_GO_BACK) {
            add_jump(phrases, row, action);
        }
        if (action->kind == WRIT_ACTION_EXTEND || action->kind == WRIT_ACTION_GO_BACK) {
            add_jumps(phrases, row, action->after);
        }
    }
}

static void add_list(Phrases *phrases, Row *row, uint32_t list)
{
    row->list = list;
    phrase_add_actions(phrases, &row->phrase, list);
    add_jumps(phrases, row, list);
}

// "approved: next step"
static void add_outcome(Phrases *phrases, Block *block, WritText word, uint32_t list)
{
    if (list != WRIT_NONE) {
        Row *row = add_row(phrases, block, ROW_OUTCOME);
        row->word = phrases_text(phrases, word);
        phrase_add(phrases, &row->phrase, PIECE_STRONG, word);
        phrase_add_words(phrases, &row->phrase, ": ");
        add_list(phrases, row, list);
    }
}

// --- Time --------------------------------------------------------------------------------------

static void add_rungs(Phrases *phrases, Block *block, const WritDeadline *deadline)
{
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        const WritRung *rung = &phrases->plan->rungs[deadline->rungs_start + i];
        Row *row = add_row(phrases, block, ROW_OUTCOME);
        phrase_add_rung_when(phrases, &row->phrase, rung);
        row->word = phrases_join(phrases, &row->phrase);
        phrase_add_words(phrases, &row->phrase, ": ");
        add_list(phrases, row, rung->actions);
    }
}

static void add_deadline(Phrases *phrases, Block *block, const WritDeadline *deadline)
{
    if (deadline->kind != WRIT_DEADLINE_NONE) {
        Row *row = add_detail(phrases, block, "deadline ");
        row->brief = true;
        phrase_add_deadline(phrases, &row->phrase, deadline);
    } else if (deadline->no_deadline_because.length > 0) {
        Row *row = add_detail(phrases, block, "no deadline: ");
        phrase_add(phrases, &row->phrase, PIECE_PLAIN, deadline->no_deadline_because);
    }
    if (deadline->pauses != WRIT_NONE) {
        Row *row = add_detail(phrases, block, "clock pauses while ");
        phrase_add_expr(phrases, &row->phrase, deadline->pauses);
    }
    add_outcome(phrases, block, writ_text("overdue"), deadline->on_overdue);
    add_rungs(phrases, block, deadline);
}

static void add_marks(Phrases *phrases, Block *block, uint32_t start, uint32_t count)
{
    if (count > 0) {
        phrase_add_milestones(phrases, &add_detail(phrases, block, "marks ")->phrase, start, count);
    }
}

// --- Steps -------------------------------------------------------------------------------------

static void add_shown(Phrases *phrases, Block *block, const WritStep *step)
{
    if (step->show_count == 0) {
        return;
    }
    Row *row = add_detail(phrases, block, "sees ");
    for (uint32_t i = 0; i < step->show_count; i++) {
        phrase_add_words(phrases, &row->phrase, i > 0 ? ", " : "");
        phrase_add(phrases, &row->phrase, PIECE_PLAIN,
                   phrases->plan->shown[step->shows_start + i].text);
    }
}

static void add_needs(Phrases *phrases, Block *block, const WritStep *step)
{
    for (uint32_t i = 0; i < step->need_count; i++) {
        Row *row = add_detail(phrases, block, "needs ");
        phrase_add(phrases, &row->phrase, PIECE_PLAIN,
                   phrases->plan->needs[step->needs_start + i].text);
    }
}

static void add_person(Phrases *phrases, Block *block, const WritStep *step)
{
    block->tag = step->act == WRIT_ACT_DO ? "person" : "approval";
    if (step->instruction.length > 0) {
        phrase_add(phrases, &add_row(phrases, block, ROW_DETAIL)->phrase, PIECE_PLAIN,
                   step->instruction);
    }
    Row *row = add_detail(phrases, block, "by ");
    row->brief = true;
    phrase_add_performer(phrases, &row->phrase, &step->performer);
    if (step->never_count > 0) {
        phrase_add_parties(phrases, &add_detail(phrases, block, "never by ")->phrase,
                           step->never_start, step->never_count, ", ");
    }
    add_shown(phrases, block, step);
    if (step->fill_count > 0) {
        phrase_add_targets(phrases, &add_detail(phrases, block, "fills in ")->phrase,
                           step->fills_start, step->fill_count);
    }
    add_needs(phrases, block, step);
}

static void add_call(Phrases *phrases, Block *block, const WritStep *step)
{
    const WritHook *hook = &phrases->plan->hooks[step->callee];
    block->tag = "system";
    Row *row = add_detail(phrases, block, "calls ");
    phrase_add(phrases, &row->phrase, PIECE_PLAIN, hook->name);
    if (hook->title.length > 0) {
        phrase_add_words(phrases, &row->phrase, ": ");
        phrase_add(phrases, &row->phrase, PIECE_PLAIN, hook->title);
    }
    if (hook->undo != WRIT_NONE) {
        phrase_add(phrases, &add_detail(phrases, block, "undone by ")->phrase, PIECE_PLAIN,
                   phrases->plan->hooks[hook->undo].name);
    }
}

static void add_decide(Phrases *phrases, Block *block, const WritStep *step)
{
    const WritDecision *decision = &phrases->plan->decisions[step->callee];
    block->tag = "table";
    Row *row = add_detail(phrases, block, "sets ");
    phrase_add(phrases, &row->phrase, PIECE_PLAIN, phrases->plan->targets[step->target].text);
    phrase_add_words(phrases, &row->phrase, " by ");
    phrase_add(phrases, &row->phrase, PIECE_PLAIN, writ_text_last_name(decision->name));
    if (decision->title.length > 0) {
        phrase_add_words(phrases, &row->phrase, ": ");
        phrase_add(phrases, &row->phrase, PIECE_PLAIN, decision->title);
    }
}

static void add_wait(Phrases *phrases, Block *block, const WritStep *step)
{
    const WritEventType *event = &phrases->plan->events[step->callee];
    block->tag = "waits";
    Row *row = add_detail(phrases, block, "for ");
    phrase_add(phrases, &row->phrase, PIECE_PLAIN, writ_text_last_name(event->name));
    if (step->condition != WRIT_NONE) {
        phrase_add_words(phrases, &row->phrase, " where ");
        phrase_add_expr(phrases, &row->phrase, step->condition);
    }
}

static void add_act(Phrases *phrases, Block *block, const WritStep *step)
{
    switch (step->act) {
    case WRIT_ACT_DO:
    case WRIT_ACT_APPROVE:
        add_person(phrases, block, step);
        return;
    case WRIT_ACT_CALL:
        add_call(phrases, block, step);
        return;
    case WRIT_ACT_DECIDE:
        add_decide(phrases, block, step);
        return;
    case WRIT_ACT_WAIT:
        add_wait(phrases, block, step);
        return;
    case WRIT_ACT_ACTIONS:
        block->tag = "at once";
        if (step->then != WRIT_NONE) {
            add_list(phrases, add_row(phrases, block, ROW_DETAIL), step->then);
        }
        return;
    }
    WRIT_UNREACHABLE();
}

void block_rows_of_step(Phrases *phrases, Block *block)
{
    const WritPlan *plan = phrases->plan;
    const WritNode *node = &plan->nodes[block->node];
    const WritStep *step = &plan->steps[node->step];
    add_title(phrases, block, phrases_node_title(phrases, block->node));
    if (step->only_if != WRIT_NONE) {
        phrase_add_expr(phrases, &add_detail(phrases, block, "only if ")->phrase, step->only_if);
    }
    add_act(phrases, block, step);
    add_marks(phrases, block, step->marks_start, step->mark_count);
    if (step->undo != WRIT_NONE) {
        phrase_add(phrases, &add_detail(phrases, block, "undone by ")->phrase, PIECE_PLAIN,
                   plan->hooks[step->undo].name);
    }
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const WritOutcomeHandler *handler = &plan->handlers[step->handlers_start + i];
        add_outcome(phrases, block, handler->outcome, handler->actions);
    }
    add_outcome(phrases, block, writ_text("no answer"), step->on_no_answer);
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        if (plan->bindings[i].node == block->node) {
            add_outcome(phrases, block, phrases_changed(phrases, &plan->bindings[i]),
                        plan->bindings[i].actions);
        }
    }
    add_deadline(phrases, block, &node->deadline);
    add_outcome(phrases, block, writ_text("nobody available"), step->on_nobody);
}

// --- Around steps ------------------------------------------------------------------------------

void block_rows_of_stage(Phrases *phrases, Block *block)
{
    const WritNode *node = &phrases->plan->nodes[block->node];
    Row *row = add_row(phrases, block, ROW_TITLE);
    phrase_add_stage(phrases, &row->phrase, block->node);
    if (node->title.length > 0) {
        phrase_add_words(phrases, &row->phrase, " ");
        phrase_add(phrases, &row->phrase, PIECE_STRONG, node->title);
    }
    block->tag = node->kind == WRIT_NODE_DETOUR ? "detour" : NULL;
    add_marks(phrases, block, node->marks_start, node->mark_count);
    add_deadline(phrases, block, &node->deadline);
}

static void add_arm(Phrases *phrases, Block *block, const WritNode *node)
{
    Row *row = add_row(phrases, block, ROW_TITLE);
    if (node->condition == WRIT_NONE) {
        phrase_add(phrases, &row->phrase, PIECE_MUTED, writ_text("otherwise"));
        return;
    }
    phrase_add(phrases, &row->phrase, PIECE_MUTED,
               writ_text(node->index == 0 ? "if " : "otherwise if "));
    phrase_add_expr(phrases, &row->phrase, node->condition);
}

static void add_route(Phrases *phrases, Block *block, uint32_t list)
{
    Row *row = add_row(phrases, block, ROW_OUTCOME);
    add_list(phrases, row, list);
    // The box of an end that is all there is has its form already.
    if (block->ends && phrases->plan->lists[list].count == 1) {
        row->phrase.last->style = PIECE_STRONG;
    }
}

void block_rows_of_group(Phrases *phrases, Block *block)
{
    const WritNode *node = &phrases->plan->nodes[block->node];
    switch (block->kind) {
    case BLOCK_BRANCH:
        add_title(phrases, block, phrases_node_title(phrases, block->node));
        return;
    case BLOCK_ARM:
        add_arm(phrases, block, node);
        return;
    case BLOCK_EACH:
        phrase_add_loop(phrases, &add_row(phrases, block, ROW_TITLE)->phrase, node);
        return;
    case BLOCK_REPEAT: {
        Row *row = add_row(phrases, block, ROW_TITLE);
        phrase_add_loop(phrases, &row->phrase, node);
        add_jumps(phrases, row, node->actions);
        return;
    }
    case BLOCK_ROUTE:
        add_route(phrases, block, node->actions);
        return;
    case BLOCK_START:
    case BLOCK_STAGE:
    case BLOCK_DETOUR:
    case BLOCK_ASIDE:
    case BLOCK_STEP:
    case BLOCK_FORK:
    case BLOCK_CHOICE:
        break;
    }
    WRIT_UNREACHABLE();
}

// --- The process -------------------------------------------------------------------------------

static void add_parameters(Phrases *phrases, Block *block)
{
    const WritPlan *plan = phrases->plan;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const WritSlot *slot = &plan->slots[i];
        if (slot->kind == WRIT_SLOT_PARAMETER && slot->node == 0) {
            WritBuffer type = {0};
            Row *row = add_detail(phrases, block, "with ");
            phrase_add(phrases, &row->phrase, PIECE_PLAIN, slot->name);
            writ_buffer_add_string(&type, " : ");
            writ_types_print(&type, &plan->types, slot->type);
            phrase_add(phrases, &row->phrase, PIECE_PLAIN, writ_buffer_text(&type));
            writ_buffer_dispose(&type);
        }
    }
}

static void add_start_title(Phrases *phrases, Block *block)
{
    const WritPlan *plan = phrases->plan;
    Row *row = add_row(phrases, block, ROW_TITLE);
    phrase_add(phrases, &row->phrase, PIECE_STRONG, writ_text("Starts "));
    phrase_add_start(phrases, &row->phrase);
    if (plan->start == WRIT_START_ON_EVENT && plan->events[plan->start_event].title.length > 0) {
        phrase_add(phrases, &row->phrase, PIECE_MUTED, writ_text(": "));
        phrase_add(phrases, &row->phrase, PIECE_MUTED, plan->events[plan->start_event].title);
    }
}

void block_rows_of_start(Phrases *phrases, Block *block)
{
    const WritPlan *plan = phrases->plan;
    block->tag = "start";
    add_start_title(phrases, block);
    add_parameters(phrases, block);
    if (plan->second != WRIT_SECOND_ALLOWED) {
        Row *row = add_detail(phrases, block, "one open case per ");
        phrase_add(phrases, &row->phrase, PIECE_PLAIN, plan->keys_text);
        if (plan->second == WRIT_SECOND_JOINED) {
            phrase_add_words(phrases, &row->phrase, ", a second joins it");
        }
    }
    phrase_add_party(phrases, &add_detail(phrases, block, "process owner ")->phrase, &plan->owner);
    if (plan->calendar.length > 0) {
        phrase_add(phrases, &add_detail(phrases, block, "calendar ")->phrase, PIECE_PLAIN,
                   writ_text_last_name(plan->calendar));
    }
    add_deadline(phrases, block, &plan->nodes[0].deadline);
    add_outcome(phrases, block, writ_text("nobody available"), plan->on_nobody);
}

void block_rows_of_cancellation(Phrases *phrases, Block *block)
{
    const WritCancellation *said = &phrases->plan->cancellation;
    block->tag = "cancellation";
    add_title(phrases, block, said->title.length > 0 ? said->title : writ_text("Cancellation"));
    Row *row = add_detail(phrases, block, "by ");
    row->brief = true;
    phrase_add_performer(phrases, &row->phrase, &said->performer);
    if (said->only_before != WRIT_NONE) {
        phrase_add(phrases, &add_detail(phrases, block, "only before ")->phrase, PIECE_PLAIN,
                   writ_text_last_name(phrases->plan->milestones[said->only_before]));
    }
    add_marks(phrases, block, said->marks_start, said->mark_count);
    add_outcome(phrases, block, writ_text("cancelled"), said->actions);
}

static void add_where(Phrases *phrases, Block *block, const WritHappens *happens)
{
    Row *row = add_detail(phrases, block, happens->stage_count > 0 ? "in " : "in every stage");
    for (uint32_t i = 0; i < happens->stage_count; i++) {
        phrase_add_words(phrases, &row->phrase, i > 0 ? ", " : "");
        phrase_add_stage(phrases, &row->phrase, phrases->plan->operands[happens->stages_start + i]);
    }
    if (happens->where != WRIT_NONE) {
        phrase_add_expr(phrases, &add_detail(phrases, block, "where ")->phrase, happens->where);
    }
}

void block_rows_of_happens(Phrases *phrases, Block *block, const WritHappens *happens)
{
    const WritEventType *event = &phrases->plan->events[happens->event];
    block->tag = "if it happens";
    add_title(phrases, block, phrases_title(phrases, event->title, event->name));
    add_where(phrases, block, happens);
    Row *row = add_row(phrases, block, ROW_OUTCOME);
    phrase_add(phrases, &row->phrase, PIECE_STRONG,
               writ_text(happens->stops_work ? "the work there stops" : "the work goes on"));
    phrase_add_words(phrases, &row->phrase, ": ");
    add_list(phrases, row, happens->actions);
}
