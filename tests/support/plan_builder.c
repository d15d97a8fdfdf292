// Types, data and people; and the end, where everything is laid out.
#include "support/plan_builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/plan_builder_inside.h"

enum { BUILDER_BYTES_MAX = 1 << 28 };

_Noreturn void builder_give_up(const char *what, const char *which)
{
    (void)fprintf(stderr, "plan builder: %s: %s\n", what, which);
    abort();
}

WritText builder_text(PlanBuilder *b, const char *text)
{
    return writ_arena_text(b->arena, writ_text(text));
}

// Arrays double when their count is a power of two.
static void *grown(PlanBuilder *b, const void *array, uint32_t count, size_t size)
{
    if ((count & (count - 1)) != 0) {
        return NULL;
    }
    void *larger = writ_arena_array(b->arena, count == 0 ? 1 : (size_t)count * 2, size);
    if (count > 0) {
        memcpy(larger, array, count * size);
    }
    return larger;
}

uint32_t builder_push(PlanBuilder *b, size_t array_offset, size_t count_offset, const void *element,
                      size_t size)
{
    unsigned char *array = NULL;
    uint32_t count = 0;
    memcpy(&array, (unsigned char *)&b->plan + array_offset, sizeof array);
    memcpy(&count, (unsigned char *)&b->plan + count_offset, sizeof count);
    unsigned char *larger = grown(b, array, count, size);
    if (larger != NULL) {
        array = larger;
        memcpy((unsigned char *)&b->plan + array_offset, &array, sizeof array);
    }
    memcpy(array + count * size, element, size);
    count++;
    memcpy((unsigned char *)&b->plan + count_offset, &count, sizeof count);
    return count - 1;
}

void builder_piece(PlanBuilder *b, BuildPieces *pieces, BuildPiece piece)
{
    BuildPiece *larger = grown(b, pieces->pieces, pieces->count, sizeof piece);
    if (larger != NULL) {
        pieces->pieces = larger;
    }
    pieces->pieces[pieces->count++] = piece;
}

static bool is_space(char byte)
{
    return byte == ' ';
}

bool builder_next(WritText *rest, char separator, WritText *item)
{
    if (rest->data == NULL) {
        return false;
    }
    const char *end = rest->length > 0 ? memchr(rest->data, separator, rest->length) : NULL;
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->data);
    *item = (WritText){rest->data, length};
    *rest = end == NULL ? (WritText){NULL, 0} : (WritText){end + 1, rest->length - length - 1};
    while (item->length > 0 && is_space(item->data[0])) {
        item->data++;
        item->length--;
    }
    while (item->length > 0 && is_space(item->data[item->length - 1])) {
        item->length--;
    }
    return true;
}

PlanBuilder *build_new(const char *process)
{
    WritArena *arena = writ_arena_new(BUILDER_BYTES_MAX);
    PlanBuilder *b = writ_arena_alloc(arena, sizeof *b);
    b->arena = arena;
    b->next = WRIT_NONE;
    b->nothing = WRIT_NONE;
    b->plan.name = builder_text(b, process);
    b->plan.title = b->plan.name;
    b->plan.version = writ_text("1.0.0");
    b->plan.start = WRIT_START_ON_REQUEST;
    b->plan.on_nobody = WRIT_NONE;
    b->plan.start_event = WRIT_NONE;
    WritNode process_node = {.kind = WRIT_NODE_PROCESS, .parent = WRIT_NONE};
    process_node.title = b->plan.title;
    process_node.deadline.calendar = WRIT_NONE;
    process_node.deadline.pauses = WRIT_NONE;
    (void)builder_push(b, offsetof(WritPlan, nodes), offsetof(WritPlan, node_count), &process_node,
                       sizeof process_node);
    b->plan.owner = party_role(build_role(b, "owner"));
    (void)builder_push(b, offsetof(WritPlan, parties), offsetof(WritPlan, party_count),
                       &b->plan.owner, sizeof b->plan.owner);
    b->plan.start_party_count = 1;
    return b;
}

void build_free(PlanBuilder *b)
{
    writ_arena_free(b->arena);
}

WritArena *build_arena(PlanBuilder *b)
{
    return b->arena;
}

WritPlan *build_plan(PlanBuilder *b)
{
    return &b->plan;
}

// --- Types ----------------------------------------------------------------------------------

static WritTypeId add_type(PlanBuilder *b, WritType type)
{
    const WritTypes *types = &b->plan.types;
    for (WritTypeId i = 0; i < types->type_count; i++) {
        const WritType *known = &types->types[i];
        if (known->kind == type.kind && known->optional == type.optional &&
            known->index == type.index && known->currency == type.currency &&
            known->currency_field == type.currency_field) {
            return i;
        }
    }
    return builder_push(b, offsetof(WritPlan, types.types), offsetof(WritPlan, types.type_count),
                        &type, sizeof type);
}

static WritType plain(WritTypeKind kind, uint32_t index)
{
    return (WritType){.kind = kind, .index = index, .currency_field = WRIT_NONE};
}

WritTypeId build_plain(PlanBuilder *b, WritTypeKind kind)
{
    return add_type(b, plain(kind, 0));
}

WritTypeId build_optional(PlanBuilder *b, WritTypeId type)
{
    WritType optional = b->plan.types.types[type];
    optional.optional = true;
    return add_type(b, optional);
}

WritTypeId builder_required(PlanBuilder *b, WritTypeId type)
{
    WritType required = b->plan.types.types[type];
    required.optional = false;
    return add_type(b, required);
}

WritTypeId build_list(PlanBuilder *b, WritTypeId element)
{
    return add_type(b, plain(WRIT_TYPE_LIST, element));
}

WritTypeId build_money(PlanBuilder *b, const char *currency)
{
    WritType type = plain(WRIT_TYPE_MONEY, 0);
    type.currency = writ_code(writ_text(currency));
    return add_type(b, type);
}

WritTypeId build_money_in(PlanBuilder *b, uint32_t field)
{
    WritType type = plain(WRIT_TYPE_MONEY, 0);
    type.currency_field = field;
    return add_type(b, type);
}

WritTypeId build_quantity(PlanBuilder *b, const char *unit)
{
    uint32_t index = writ_types_find_unit(&b->plan.types, writ_text(unit));
    if (index == WRIT_NONE) {
        WritUnit added = {builder_text(b, unit), builder_text(b, unit)};
        index = builder_push(b, offsetof(WritPlan, types.units),
                             offsetof(WritPlan, types.unit_count), &added, sizeof added);
    }
    return add_type(b, plain(WRIT_TYPE_QUANTITY, index));
}

uint32_t build_text_list(PlanBuilder *b, const char *texts, uint32_t *count)
{
    uint32_t start = b->plan.text_count;
    WritText rest = builder_text(b, texts);
    WritText item;
    while (texts[0] != '\0' && builder_next(&rest, ',', &item)) {
        (void)builder_push(b, offsetof(WritPlan, texts), offsetof(WritPlan, text_count), &item,
                           sizeof item);
    }
    *count = b->plan.text_count - start;
    return start;
}

static WritTypeId add_choice(PlanBuilder *b, const char *name, const char *values, bool ordered)
{
    uint32_t count = 1;
    for (const char *at = values; *at != '\0'; at++) {
        count += *at == ',' ? 1 : 0;
    }
    WritChoiceType choice = {.name = builder_text(b, name), .ordered = ordered};
    choice.values = writ_arena_array(b->arena, count, sizeof *choice.values);
    WritText rest = builder_text(b, values);
    while (builder_next(&rest, ',', &choice.values[choice.value_count])) {
        choice.value_count++;
        if (choice.value_count == count) {
            break;
        }
    }
    uint32_t index = builder_push(b, offsetof(WritPlan, types.choices),
                                  offsetof(WritPlan, types.choice_count), &choice, sizeof choice);
    return add_type(b, plain(WRIT_TYPE_CHOICE, index));
}

WritTypeId build_choice(PlanBuilder *b, const char *name, const char *values)
{
    return add_choice(b, name, values, false);
}

WritTypeId build_ordered_choice(PlanBuilder *b, const char *name, const char *values)
{
    return add_choice(b, name, values, true);
}

WritTypeId build_record_type(PlanBuilder *b, uint32_t record)
{
    return add_type(b, plain(WRIT_TYPE_RECORD, record));
}

uint32_t build_record(PlanBuilder *b, const char *name)
{
    WritRecordType record = {.name = builder_text(b, name)};
    return builder_push(b, offsetof(WritPlan, types.records),
                        offsetof(WritPlan, types.record_count), &record, sizeof record);
}

uint32_t build_field(PlanBuilder *b, uint32_t record, const char *name, WritTypeId type)
{
    WritRecordType *declared = &b->plan.types.records[record];
    WritField field = {
        .name = builder_text(b, name),
        .type = type,
        .at_start = WRIT_NONE,
        .computed = WRIT_NONE,
        .such_that = WRIT_NONE,
    };
    WritField *larger = grown(b, declared->fields, declared->field_count, sizeof field);
    if (larger != NULL) {
        declared->fields = larger;
    }
    declared->fields[declared->field_count] = field;
    return declared->field_count++;
}

void build_at_start(PlanBuilder *b, uint32_t record, uint32_t field, uint32_t expr)
{
    b->plan.types.records[record].fields[field].at_start = expr;
}

void build_computed(PlanBuilder *b, uint32_t record, uint32_t field, uint32_t expr)
{
    b->plan.types.records[record].fields[field].computed = expr;
}

void build_such_that(PlanBuilder *b, uint32_t record, uint32_t field, uint32_t expr,
                     const char *text)
{
    WritField *declared = &b->plan.types.records[record].fields[field];
    declared->such_that = expr;
    declared->such_that_text = builder_text(b, text);
}

// --- Data and people ------------------------------------------------------------------------

uint32_t build_slot(PlanBuilder *b, WritSlotKind kind, const char *name, WritTypeId type,
                    uint32_t node)
{
    WritSlot slot = {builder_text(b, name), kind, type, node, WRIT_NONE};
    return builder_push(b, offsetof(WritPlan, slots), offsetof(WritPlan, slot_count), &slot,
                        sizeof slot);
}

uint32_t build_parameter(PlanBuilder *b, const char *name, WritTypeId type)
{
    return build_slot(b, WRIT_SLOT_PARAMETER, name, type, 0);
}

uint32_t build_stored(PlanBuilder *b, const char *name, WritTypeId type, uint32_t at_start)
{
    uint32_t slot = build_slot(b, WRIT_SLOT_STORED, name, type, 0);
    b->plan.slots[slot].at_start = at_start;
    return slot;
}

uint32_t build_role(PlanBuilder *b, const char *name)
{
    WritRole role = {.name = builder_text(b, name), .title = builder_text(b, name)};
    role.group = role.name;
    return builder_push(b, offsetof(WritPlan, roles), offsetof(WritPlan, role_count), &role,
                        sizeof role);
}

WritParty party_role(uint32_t role)
{
    return (WritParty){WRIT_PARTY_ROLE, role, WRIT_NONE};
}

WritParty party_person(uint32_t expr)
{
    return (WritParty){WRIT_PARTY_PERSON, expr, WRIT_NONE};
}

WritParty party_owner(void)
{
    return (WritParty){WRIT_PARTY_OWNER, WRIT_NONE, WRIT_NONE};
}

WritParty party_assignee(void)
{
    return (WritParty){WRIT_PARTY_ASSIGNEE, WRIT_NONE, WRIT_NONE};
}

// --- The end --------------------------------------------------------------------------------

static void place_children(PlanBuilder *b)
{
    for (uint32_t parent = 0; parent < b->plan.node_count; parent++) {
        uint32_t start = b->plan.operand_count;
        for (uint32_t i = 0; i < b->plan.node_count; i++) {
            if (b->plan.nodes[i].parent == parent) {
                b->plan.nodes[i].index = b->plan.operand_count - start;
                (void)build_operands(b, &i, 1);
            }
        }
        b->plan.nodes[parent].children_start = start;
        b->plan.nodes[parent].child_count = b->plan.operand_count - start;
    }
}

typedef struct Table {
    size_t array, count, piece, size; // Of the plan's table; of the member of a piece.
} Table;

static void place_pieces(PlanBuilder *b, const BuildPieces *pieces, const Table *table,
                         uint32_t owner, uint32_t range[2])
{
    uint32_t before = 0;
    memcpy(&before, (unsigned char *)&b->plan + table->count, sizeof before);
    range[0] = before;
    range[1] = 0;
    for (uint32_t i = 0; i < pieces->count; i++) {
        if (pieces->pieces[i].owner == owner) {
            (void)builder_push(b, table->array, table->count,
                               (const unsigned char *)&pieces->pieces[i] + table->piece,
                               table->size);
            range[1]++;
        }
    }
}

static const Table party_table = {offsetof(WritPlan, parties), offsetof(WritPlan, party_count),
                                  offsetof(BuildPiece, party), sizeof(WritParty)};
static const Table need_table = {offsetof(WritPlan, needs), offsetof(WritPlan, need_count),
                                 offsetof(BuildPiece, need), sizeof(WritNeed)};
static const Table shown_table = {offsetof(WritPlan, shown), offsetof(WritPlan, shown_count),
                                  offsetof(BuildPiece, shown), sizeof(WritShown)};
static const Table handler_table = {offsetof(WritPlan, handlers), offsetof(WritPlan, handler_count),
                                    offsetof(BuildPiece, handler), sizeof(WritOutcomeHandler)};
static const Table operand_table = {offsetof(WritPlan, operands), offsetof(WritPlan, operand_count),
                                    offsetof(BuildPiece, number), sizeof(uint32_t)};
static const Table row_table = {offsetof(WritPlan, rows), offsetof(WritPlan, row_count),
                                offsetof(BuildPiece, row), sizeof(WritRow)};

static void place_step(PlanBuilder *b, uint32_t index)
{
    WritStep *step = &b->plan.steps[index];
    uint32_t range[2];
    place_pieces(b, &b->performers, &party_table, index, range);
    step->performer.parties_start = range[0];
    step->performer.party_count = range[1];
    place_pieces(b, &b->nevers, &party_table, index, range);
    step->never_start = range[0];
    step->never_count = range[1];
    place_pieces(b, &b->needs, &need_table, index, range);
    step->needs_start = range[0];
    step->need_count = range[1];
    place_pieces(b, &b->shows, &shown_table, index, range);
    step->shows_start = range[0];
    step->show_count = range[1];
    place_pieces(b, &b->handlers, &handler_table, index, range);
    step->handlers_start = range[0];
    step->handler_count = range[1];
    place_pieces(b, &b->fills, &operand_table, index, range);
    step->fills_start = range[0];
    step->fill_count = range[1];
    place_pieces(b, &b->marks, &operand_table, index, range);
    step->marks_start = range[0];
    step->mark_count = range[1];
}

WritPlan *build_finish_unchecked(PlanBuilder *b)
{
    place_children(b);
    for (uint32_t i = 0; i < b->plan.step_count; i++) {
        place_step(b, i);
    }
    for (uint32_t i = 0; i < b->plan.decision_count; i++) {
        uint32_t range[2];
        place_pieces(b, &b->rows, &row_table, i, range);
        b->plan.decisions[i].rows_start = range[0];
        b->plan.decisions[i].row_count = range[1];
    }
    return &b->plan;
}

const WritPlan *build_finish(PlanBuilder *b)
{
    WritError error;
    const WritPlan *plan = build_finish_unchecked(b);
    if (writ_plan_validate(plan, &error) != WRIT_OK) {
        builder_give_up("the plan is not valid", error.text);
    }
    return plan;
}
