// Each expression is walked once. Reading a computed field reads what it is computed from.
#include "check/accesses.h"

#include <assert.h>

#include "check/places.h"
#include "check/types.h"

typedef struct Listing {
    Checker *checker;
    Process *process;
    Node *node;
    WritSpan span; // Of the expression that is walked.
    bool watches;
} Listing;

static void add(Listing *listing, Access access)
{
    Process *process = listing->process;
    process->accesses =
        check_grow(listing->checker->arena, process->accesses, process->access_count,
                   &process->access_capacity, sizeof(Access));
    access.node = listing->node;
    access.canonical = check_place_canonical(listing->checker, access.place);
    process->accesses[process->access_count++] = access;
}

// --- Computed fields --------------------------------------------------------------------------

typedef struct FieldReads {
    Checker *checker;
    Field *field;
    PlaceId self;
} FieldReads;

static void visit_reads(const Expr *expr, ReadDepth depth, ReadFunction read, void *context);

static void visit_operands(const Expr *expr, ReadFunction read, void *context)
{
    bool list = expr->operation == WRIT_OP_EVERY || expr->operation == WRIT_OP_SOME ||
                expr->operation == WRIT_OP_NO || expr->operation == WRIT_OP_COUNT ||
                expr->operation == WRIT_OP_SUM || expr->operation == WRIT_OP_IS_EMPTY ||
                expr->operation == WRIT_OP_IS_PRESENT || expr->operation == WRIT_OP_IS_MISSING;
    visit_reads(expr->a, list ? READ_SHALLOW : READ_WITHIN, read, context);
    visit_reads(expr->b, READ_WITHIN, read, context);
    visit_reads(expr->c, READ_WITHIN, read, context);
    for (uint32_t i = 0; i < expr->item_count; i++) {
        visit_reads(expr->items[i], READ_WITHIN, read, context);
    }
}

// Calls `read` for each place that an expression reads, the longest ones only.
static void visit_reads(const Expr *expr, ReadDepth depth, ReadFunction read, void *context)
{
    if (expr == NULL) {
        return;
    }
    if (expr->place != 0 && expr->operation != WRIT_OP_CONSTANT) {
        read(context, expr->place, depth);
        return;
    }
    visit_operands(expr, read, context);
}

static void note_field_read(void *context, PlaceId place, ReadDepth depth)
{
    FieldReads *reads = context;
    Checker *checker = reads->checker;
    PlaceId canonical = check_place_canonical(checker, place);
    uint32_t count = 0;
    PlaceId at = canonical;
    for (; at != reads->self && at != 0; at = checker->places.nodes[at].parent) {
        count++;
    }
    if (at == 0) {
        return; // Of no record: a variable over something else.
    }
    uint32_t *steps = writ_arena_array(checker->arena, count, sizeof(uint32_t));
    at = canonical;
    for (uint32_t i = count; i-- > 0; at = checker->places.nodes[at].parent) {
        steps[i] = checker->places.nodes[at].step;
    }
    Field *field = reads->field;
    field->reads = check_grow(checker->arena, field->reads, field->read_count,
                              &field->read_capacity, sizeof(FieldRead));
    field->reads[field->read_count++] = (FieldRead){{steps, count}, depth};
}

static void know_reads(Checker *checker, const Record *record, Field *field)
{
    if (!field->reads_known) {
        field->reads_known = true;
        FieldReads reads = {checker, field, record->self};
        visit_reads(field->computed, READ_WITHIN, note_field_read, &reads);
    }
}

// The outermost computed field on the way to a canonical place; 0 where there is none.
static PlaceId computed_on_way(Checker *checker, PlaceId place, Field **computed,
                               const Record **owner)
{
    PlaceId found = 0;
    for (PlaceId at = place; checker->places.nodes[at].parent != 0;
         at = checker->places.nodes[at].parent) {
        const PlaceNode *node = &checker->places.nodes[at];
        TypeId type = checker->places.nodes[node->parent].type;
        if (node->step == STEP_ELEMENT || check_type_record(checker, type) == NULL) {
            continue;
        }
        Record *record = checker->model->records[check_type(checker, type)->index];
        if (record->fields[node->step].computed != NULL) {
            *computed = &record->fields[node->step];
            *owner = record;
            found = at;
        }
    }
    return found;
}

enum { COMPUTED_LEVELS_MAX = 16 }; // Computed from computed; deeper, the whole record counts.

typedef struct Reader {
    Checker *checker;
    ReadFunction read;
    void *context;
} Reader;

// A place without computed parts keeps its root, so that "this element" is known from others.
static void read_place(const Reader *reader, PlaceId place, ReadDepth depth, uint32_t level)
{
    Checker *checker = reader->checker;
    Field *field = NULL;
    const Record *record = NULL;
    PlaceId computed = computed_on_way(checker, place, &field, &record);
    if (computed == 0) {
        PlaceId canonical = check_place_canonical(checker, place);
        computed = computed_on_way(checker, canonical, &field, &record);
    }
    if (computed == 0) {
        reader->read(reader->context, place, depth);
        return;
    }
    PlaceId base = checker->places.nodes[computed].parent;
    if (level == COMPUTED_LEVELS_MAX) {
        reader->read(reader->context, base, READ_WITHIN);
        return;
    }
    know_reads(checker, record, field);
    for (uint32_t i = 0; i < field->read_count; i++) {
        PlaceId read = check_place_relative(checker, base, &field->reads[i].path);
        read_place(reader, read, field->reads[i].depth, level + 1);
    }
}

void check_read_places(Checker *checker, PlaceId place, ReadDepth depth, ReadFunction read,
                       void *context)
{
    Reader reader = {checker, read, context};
    read_place(&reader, place, depth, 0);
}

// --- Expressions and targets ------------------------------------------------------------------

static void add_read(void *context, PlaceId place, ReadDepth depth)
{
    Listing *listing = context;
    add(listing,
        (Access){
            .place = place, .depth = depth, .watches = listing->watches, .span = listing->span});
}

static void note_read(void *context, PlaceId place, ReadDepth depth)
{
    Listing *listing = context;
    check_read_places(listing->checker, place, depth, add_read, listing);
}

static void read_expr(Listing *listing, const Expr *expr)
{
    if (expr != NULL) {
        listing->span = expr->span;
        visit_reads(expr, READ_WITHIN, note_read, listing);
    }
}

static void read_exprs(Listing *listing, const Exprs *exprs)
{
    for (uint32_t i = 0; i < exprs->count; i++) {
        read_expr(listing, exprs->items[i]);
    }
}

static void read_parties(Listing *listing, const Parties *parties)
{
    for (uint32_t i = 0; i < parties->count; i++) {
        read_expr(listing, parties->items[i].expr);
        read_expr(listing, parties->items[i].unit);
    }
}

static void write_target(Listing *listing, const Target *target)
{
    if (target != NULL) {
        add(listing, (Access){.place = target->place, .write = true, .span = target->span});
    }
}

// A message reads only those parts of what it is given that its texts show.
static void read_message(Listing *listing, const Action *action)
{
    for (uint32_t i = 0; i < action->args.count; i++) {
        const Expr *arg = action->args.items[i];
        const Given *given = &action->message->givens[i];
        if (arg->place == 0) {
            read_expr(listing, arg);
            continue;
        }
        listing->span = action->span;
        for (uint32_t k = 0; k < given->read_count; k++) {
            PlaceId place = check_place_relative(listing->checker, arg->place, &given->reads[k]);
            note_read(listing, place, READ_WITHIN);
        }
    }
}

static void list_actions(Listing *listing, const Actions *actions)
{
    const Action *action = actions == NULL ? NULL : actions->first;
    for (; action != NULL; action = action->next) {
        read_parties(listing, &action->parties);
        if (action->message != NULL) {
            read_message(listing, action);
        }
        read_expr(listing, action->expr);
        write_target(listing, action->target);
        list_actions(listing, action->after);
    }
}

// --- Nodes ------------------------------------------------------------------------------------

static void list_step(Listing *listing, const Step *step)
{
    read_expr(listing, step->only_if);
    read_parties(listing, &step->performer.parties);
    read_parties(listing, &step->never);
    for (uint32_t i = 0; i < step->shown_count; i++) {
        read_expr(listing, step->shown[i].expr);
    }
    read_exprs(listing, &step->args);
    read_expr(listing, step->condition);
    for (uint32_t i = 0; i < step->fills.count; i++) {
        write_target(listing, step->fills.items[i]);
    }
    for (uint32_t i = 0; i < step->need_count; i++) {
        read_expr(listing, step->needs[i].expr);
    }
    write_target(listing, step->target);
    if (step->into != NULL) {
        add(listing, (Access){.place = step->into->place, .write = true, .span = step->act_span});
    }
    for (uint32_t i = 0; i < step->handler_count; i++) {
        list_actions(listing, step->handlers[i].actions);
    }
    list_actions(listing, step->on_no_answer);
    list_actions(listing, step->on_nobody);
    list_actions(listing, step->then);
    read_exprs(listing, &step->undo_args);
}

static void list_deadline(Listing *listing, const Deadline *deadline)
{
    read_expr(listing, deadline->expr);
    read_expr(listing, deadline->calendar);
    listing->watches = true;
    read_expr(listing, deadline->pauses);
    listing->watches = false;
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        list_actions(listing, deadline->rungs[i].actions);
    }
    list_actions(listing, deadline->on_overdue);
}

static void list_node(Listing *listing, Node *node)
{
    node->first_access = listing->process->access_count;
    listing->node = node;
    if (node->step != NULL) {
        list_step(listing, node->step);
    }
    if (node->list_expr != NULL) {
        listing->span = node->list_expr->span;
        visit_reads(node->list_expr, READ_SHALLOW, note_read, listing);
    }
    read_expr(listing, node->condition);
    list_actions(listing, node->actions);
    list_deadline(listing, &node->deadline);
    for (Node *child = node->children; child != NULL; child = child->next) {
        list_node(listing, child);
    }
    node->access_end = listing->process->access_count;
}

static void list_process_lines(Listing *listing)
{
    const Process *process = listing->process;
    listing->node = process->root;
    for (const Slot *slot = process->root->slots; slot != NULL; slot = slot->next) {
        if (process->second == WRIT_SECOND_JOINED && slot->kind == WRIT_SLOT_PARAMETER) {
            add(listing, (Access){.place = slot->place,
                                  .write = true,
                                  .joins = true,
                                  .span = process->second_span});
        }
    }
    list_actions(listing, process->on_nobody);
    list_actions(listing, process->cancellation.actions);
    for (uint32_t i = 0; i < process->happens_count; i++) {
        list_actions(listing, process->happens[i].actions);
    }
    for (uint32_t i = 0; i < process->binding_count; i++) {
        list_actions(listing, process->bindings[i].actions);
    }
}

void check_list_accesses(Checker *checker, Process *process)
{
    Listing listing = {.checker = checker, .process = process};
    list_node(&listing, process->root);
    list_process_lines(&listing);
}
