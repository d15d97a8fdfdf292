// Slots, nodes and the lines of the process. Nodes and slots are numbered in the order of the text
// before anything refers to them.
#include "plan/build.h"

#include <assert.h>

#include "check/checker.h"

// --- Numbers ------------------------------------------------------------------------------------

typedef struct Numbers {
    uint32_t nodes;
    uint32_t slots;
} Numbers;

static void number(Numbers *numbers, Node *node)
{
    node->number = numbers->nodes++;
    for (Slot *slot = node->slots; slot != NULL; slot = slot->next) {
        slot->number = numbers->slots++;
    }
    for (Node *child = node->children; child != NULL; child = child->next) {
        number(numbers, child);
    }
}

static void add_slots(Build *build, const Node *node)
{
    WritPlan *plan = build->plan;
    for (const Slot *slot = node->slots; slot != NULL; slot = slot->next) {
        WritSlot entry = {
            .name = slot->text,
            .kind = slot->kind,
            .node = node->number,
        };
        entry.type = plan_make_type(build, slot->type);
        entry.at_start = plan_make_optional_expr(build, slot->at_start);
        plan->slots = plan_room(build, plan->slots, &plan->slot_count, &build->room.slots,
                                sizeof *plan->slots);
        plan->slots[plan->slot_count++] = entry;
    }
    for (const Node *child = node->children; child != NULL; child = child->next) {
        add_slots(build, child);
    }
}

// --- Nodes --------------------------------------------------------------------------------------

// Actions and constants of each rung, then the rungs one after the other.
static uint32_t rungs(Build *build, const Deadline *said)
{
    WritPlan *plan = build->plan;
    WritRung *entries = writ_arena_array(build->arena, said->rung_count, sizeof *entries);
    for (uint32_t i = 0; i < said->rung_count; i++) {
        const Rung *rung = &said->rungs[i];
        entries[i] = (WritRung){
            .kind = rung->kind,
            .amount = WRIT_NONE,
            .reminder = rung->reminder,
            .repeated = rung->kind == WRIT_RUNG_AFTER_REMINDER ? rung->repeated : 0,
            .since = rung->since == NULL ? WRIT_NONE : rung->since->number,
        };
        if (rung->amount != NULL) {
            entries[i].amount = plan_make_constant(build, rung->amount);
        }
        entries[i].actions = plan_make_actions(build, rung->actions);
    }
    uint32_t start = plan->rung_count;
    for (uint32_t i = 0; i < said->rung_count; i++) {
        plan->rungs = plan_room(build, plan->rungs, &plan->rung_count, &build->room.rungs,
                                sizeof *plan->rungs);
        plan->rungs[plan->rung_count++] = entries[i];
    }
    return start;
}

static WritDeadline deadline(Build *build, const Deadline *said)
{
    WritDeadline entry = {
        .kind = said->kind,
        .since = said->since == NULL ? WRIT_NONE : said->since->number,
        .rung_count = said->rung_count,
        .no_deadline_because = said->no_deadline_because,
    };
    entry.expr = plan_make_optional_expr(build, said->expr);
    entry.calendar = plan_make_optional_expr(build, said->calendar);
    entry.pauses = plan_make_optional_expr(build, said->pauses);
    entry.rungs_start = rungs(build, said);
    entry.on_overdue = plan_make_actions(build, said->on_overdue);
    return entry;
}

static uint32_t children(Build *build, const Node *node)
{
    uint32_t *numbers = writ_arena_array(build->arena, node->child_count, sizeof *numbers);
    uint32_t count = 0;
    for (const Node *child = node->children; child != NULL; child = child->next) {
        numbers[count++] = child->number;
    }
    return plan_make_operands(build, numbers, count);
}

static void write_node(Build *build, const Node *node)
{
    WritNode entry = {
        .kind = node->kind,
        .name = node->text,
        .title = node->title,
        .parent = node->parent == NULL ? WRIT_NONE : node->parent->number,
        .index = node->index,
        .child_count = node->child_count,
        .mark_count = node->marks.count,
        .join = node->join,
        .order = node->order,
        .slot = node->slot == NULL ? WRIT_NONE : node->slot->number,
        .at_most = node->at_most,
    };
    entry.children_start = children(build, node);
    entry.step = node->step == NULL ? WRIT_NONE : plan_make_step(build, node->step);
    entry.condition = plan_make_optional_expr(build, node->condition);
    entry.actions = plan_make_actions(build, node->actions);
    entry.deadline = deadline(build, &node->deadline);
    entry.marks_start = plan_make_marks(build, &node->marks);
    entry.list = node->list == NULL ? WRIT_NONE : plan_make_target(build, node->list);
    entry.list_expr = plan_make_optional_expr(build, node->list_expr);
    build->plan->nodes[node->number] = entry;
    for (const Node *child = node->children; child != NULL; child = child->next) {
        write_node(build, child);
    }
}

// --- Lines of the process
// -------------------------------------------------------------------------

static void add_head(Build *build)
{
    const Process *process = build->process;
    WritPlan *plan = build->plan;
    plan->name = process->name;
    plan->title = process->title;
    plan->version = process->symbol->module->version;
    plan->per = process->symbol->module->per;
    const Expr *calendar = process->root->calendar;
    if (calendar != NULL && calendar->operation == WRIT_OP_CONSTANT) {
        plan->calendar = calendar->constant.text;
    }
    plan->outcome_count = process->outcome_count;
    plan->outcomes = writ_arena_array(build->arena, process->outcome_count, sizeof(WritText));
    for (uint32_t i = 0; i < process->outcome_count; i++) {
        plan->outcomes[i] = process->outcomes[i].text;
    }
    plan->owner = plan_make_party(build, &process->owner);
    plan->start = process->start;
    plan->start_event = process->start_event == NULL
                            ? WRIT_NONE
                            : plan_make_entity(build, &build->events, &process->start_event->entry);
    plan->start_where_count = process->start_where == NULL ? 0 : 1;
    plan->start_wheres_start =
        plan_make_exprs(build, &process->start_where, plan->start_where_count);
    plan->schedule = process->schedule;
    plan->start_parties_start = plan_make_parties(build, &process->start_parties);
    plan->start_party_count = process->start_parties.count;
    plan->second = process->second;
    plan->keys_start = plan_make_exprs(build, process->keys.items, process->keys.count);
    plan->key_count = process->keys.count;
    plan->keys_text = process->keys_text;
    plan->on_nobody = plan_make_actions(build, process->on_nobody);
}

static void add_cancellation(Build *build)
{
    const Cancellation *said = &build->process->cancellation;
    WritCancellation entry = {
        .allowed = said->allowed,
        .title = said->title,
        .only_before = WRIT_NONE,
        .mark_count = said->marks.count,
    };
    entry.performer = plan_make_performer(build, &said->performer);
    if (said->only_before != NULL) {
        entry.only_before = plan_make_entity(build, &build->milestones, &said->only_before->entry);
    }
    entry.marks_start = plan_make_marks(build, &said->marks);
    entry.actions = plan_make_actions(build, said->actions);
    build->plan->cancellation = entry;
}

static WritHappens happens_entry(Build *build, const Happens *said)
{
    uint32_t *stages = writ_arena_array(build->arena, said->stage_count, sizeof *stages);
    for (uint32_t i = 0; i < said->stage_count; i++) {
        stages[i] = said->stages[i]->number;
    }
    WritHappens entry = {.stage_count = said->stage_count, .stops_work = said->stops_work};
    entry.event = plan_make_entity(build, &build->events, &said->event->entry);
    entry.stages_start = plan_make_operands(build, stages, said->stage_count);
    entry.where = plan_make_optional_expr(build, said->where);
    entry.actions = plan_make_actions(build, said->actions);
    return entry;
}

static void add_happens(Build *build)
{
    const Process *process = build->process;
    WritPlan *plan = build->plan;
    plan->happens = writ_arena_array(build->arena, process->happens_count, sizeof(WritHappens));
    plan->happens_count = process->happens_count;
    for (uint32_t i = 0; i < process->happens_count; i++) {
        plan->happens[i] = happens_entry(build, &process->happens[i]);
    }
}

static void add_bindings(Build *build)
{
    const Process *process = build->process;
    WritPlan *plan = build->plan;
    plan->bindings = writ_arena_array(build->arena, process->binding_count, sizeof(WritBinding));
    plan->binding_count = process->binding_count;
    for (uint32_t i = 0; i < process->binding_count; i++) {
        const Binding *said = &process->bindings[i];
        WritBinding *entry = &plan->bindings[i];
        *entry = (WritBinding){.node = said->step->node->number, .text = said->text};
        entry->expr = plan_make_expr(build, said->expr);
        entry->leaves =
            said->actions->last != NULL && said->actions->last->kind >= WRIT_ACTION_EXTEND;
        entry->actions = plan_make_actions(build, said->actions);
    }
}

void plan_make_process(Build *build)
{
    Node *root = build->process->root;
    Numbers numbers = {0};
    number(&numbers, root);
    WritPlan *plan = build->plan;
    plan->node_count = numbers.nodes;
    plan->nodes = writ_arena_array(build->arena, numbers.nodes, sizeof(WritNode));
    add_slots(build, root);
    add_head(build);
    add_cancellation(build);
    add_happens(build);
    write_node(build, root);
    add_bindings(build);
}
