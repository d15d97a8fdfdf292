// The tables of entities: records, choices, units, roles, hooks, files, events, messages,
// decisions, milestones.
//
// In the first writing an entity may bring others, and its entry is thrown away; in the second all
// are there.
#include "plan/build.h"

#include <assert.h>

#include "check/checker.h"

// --- Data ---------------------------------------------------------------------------------------

// Each number is asked for in a statement of its own: C leaves open in which order the parts of an
// initialiser are evaluated, and the order of asking is the order of the tables.
static WritField field_entry(Build *build, const Field *field)
{
    WritField entry = {.name = field->text, .such_that_text = field->such_that_text};
    entry.type = plan_make_type(build, field->type);
    entry.at_start = plan_make_optional_expr(build, field->at_start);
    entry.computed = plan_make_optional_expr(build, field->computed);
    entry.such_that = plan_make_optional_expr(build, field->such_that);
    return entry;
}

static void write_record(Build *build, uint32_t number)
{
    const Record *record = (const Record *)build->records.items[number];
    WritField *fields = writ_arena_array(build->arena, record->field_count, sizeof *fields);
    for (uint32_t i = 0; i < record->field_count; i++) {
        fields[i] = field_entry(build, &record->fields[i]);
    }
    if (build->second) {
        build->plan->types.records[number] = (WritRecordType){
            .name = record->name,
            .title = record->title,
            .fields = fields,
            .field_count = record->field_count,
        };
    }
}

static void write_choice(Build *build, uint32_t number)
{
    const Choice *choice = (const Choice *)build->choices.items[number];
    if (!build->second) {
        return;
    }
    WritText *values = writ_arena_array(build->arena, choice->value_count, sizeof *values);
    for (uint32_t i = 0; i < choice->value_count; i++) {
        values[i] = choice->values[i].text;
    }
    build->plan->types.choices[number] = (WritChoiceType){
        .name = choice->name,
        .values = values,
        .value_count = choice->value_count,
        .ordered = choice->ordered,
    };
}

static void write_unit(Build *build, uint32_t number)
{
    const Unit *unit = (const Unit *)build->units.items[number];
    if (build->second) {
        build->plan->types.units[number] = (WritUnit){.name = unit->name, .title = unit->title};
    }
}

// --- People, hooks, events
// ------------------------------------------------------------------------

static void write_role(Build *build, uint32_t number)
{
    const Role *role = (const Role *)build->roles.items[number];
    uint32_t *deputies = writ_arena_array(build->arena, role->deputy_count, sizeof *deputies);
    for (uint32_t i = 0; i < role->deputy_count; i++) {
        deputies[i] = plan_make_entity(build, &build->roles, &role->deputies[i]->entry);
    }
    WritRole entry = {
        .name = role->name,
        .title = role->title,
        .group = role->group,
        .deputies_start = plan_make_operands(build, deputies, role->deputy_count),
        .deputy_count = role->deputy_count,
    };
    if (build->second) {
        build->plan->roles[number] = entry;
    }
}

static uint32_t texts(Build *build, const Hook *hook)
{
    uint32_t start = build->plan->text_count;
    for (uint32_t i = 0; i < hook->outcome_count; i++) {
        (void)plan_make_text(build, hook->outcomes[i].text);
    }
    return start;
}

static uint32_t uses(Build *build, const Hook *hook)
{
    uint32_t start = build->plan->text_count;
    for (uint32_t i = 0; i < hook->use_count; i++) {
        (void)plan_make_text(build, hook->uses[i]);
    }
    return start;
}

static void write_hook(Build *build, uint32_t number)
{
    const Hook *hook = (const Hook *)build->hooks.items[number];
    WritHook entry = {
        .name = hook->name,
        .title = hook->title,
        .function = hook->function,
        .outcome_count = hook->outcome_count,
        .effect = hook->effect,
        .timeout_ms = hook->timeout_ms,
        .retries = hook->retries,
        .retry_every_ms = hook->retry_every_ms,
        .retry_up_to_ms = hook->retry_up_to_ms,
        .undo = WRIT_NONE,
        .once_count = hook->once.count,
    };
    entry.file = plan_make_entity(build, &build->files, &hook->file->entry);
    entry.input = plan_make_entity(build, &build->records, &hook->input->entry);
    entry.output = plan_make_entity(build, &build->records, &hook->output->entry);
    entry.outcomes_start = texts(build, hook);
    entry.once_start = plan_make_exprs(build, hook->once.items, hook->once.count);
    entry.uses_start = uses(build, hook);
    entry.use_count = hook->use_count;
    if (hook->undo != NULL) {
        entry.undo = plan_make_entity(build, &build->hooks, &hook->undo->entry);
        entry.undo_args_start =
            plan_make_exprs(build, hook->undo_args, hook->undo->input->field_count);
    }
    if (build->second) {
        build->plan->hooks[number] = entry;
    }
}

static void write_file(Build *build, uint32_t number)
{
    const LuaFile *file = (const LuaFile *)build->files.items[number];
    if (build->second) {
        build->plan->files[number] = (WritFile){.path = file->path, .bytes = file->bytes};
    }
}

// In the second writing events are written in the order of their numbers.
static void add_senders(Build *build, const Event *event, uint32_t number)
{
    WritPlan *plan = build->plan;
    for (uint32_t i = 0; i < event->sender_count; i++) {
        const Sender *sender = &event->senders[i];
        plan->senders = plan_room(build, plan->senders, &plan->sender_count, &build->room.senders,
                                  sizeof *plan->senders);
        plan->senders[plan->sender_count++] =
            (WritSender){.event = number, .name = sender->name, .counts_ms = sender->counts_ms};
    }
}

static void write_event(Build *build, uint32_t number)
{
    const Event *event = (const Event *)build->events.items[number];
    WritEventType entry = {
        .name = event->name,
        .title = event->title,
        // One that does not say for which case it is names no fields: it only starts cases.
        .addressing = event->addressed ? event->addressing : WRIT_FOR_CASE_WITH,
        .key_count = event->key_count,
        .kept_count = event->kept_count,
        .kept_unit = event->kept_unit,
    };
    entry.record = plan_make_entity(build, &build->records, &event->record->entry);
    entry.keys_start = plan_make_operands(build, event->keys, event->key_count);
    add_senders(build, event, number);
    if (build->second) {
        build->plan->events[number] = entry;
    }
}

// --- Messages, decisions, milestones ------------------------------------------------------------

static uint32_t givens(Build *build, const Message *message)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->given_count;
    for (uint32_t i = 0; i < message->given_count; i++) {
        const Given *given = &message->givens[i];
        plan->givens = plan_room(build, plan->givens, &plan->given_count, &build->room.givens,
                                 sizeof *plan->givens);
        plan->givens[plan->given_count++] =
            (WritGiven){.name = given->text, .type = plan_make_type(build, given->type)};
    }
    return start;
}

static void write_message(Build *build, uint32_t number)
{
    const Message *message = (const Message *)build->messages.items[number];
    WritMessage entry = {.name = message->name, .given_count = message->given_count};
    entry.givens_start = givens(build, message);
    entry.subject = plan_make_expr(build, message->subject);
    entry.text = plan_make_expr(build, message->text);
    if (build->second) {
        build->plan->messages[number] = entry;
    }
}

static WritCell cell_entry(Build *build, const Cell *cell)
{
    uint32_t *values = writ_arena_array(build->arena, cell->values.count, sizeof *values);
    for (uint32_t i = 0; i < cell->values.count; i++) {
        values[i] = plan_make_constant(build, cell->values.items[i]);
    }
    WritCell entry = {
        .kind = cell->kind,
        .low_open = cell->low_open,
        .high_open = cell->high_open,
        .value_count = cell->values.count,
        .text = cell->text,
    };
    entry.low = cell->low == NULL ? WRIT_NONE : plan_make_constant(build, cell->low);
    entry.high = cell->high == NULL ? WRIT_NONE : plan_make_constant(build, cell->high);
    entry.values_start = plan_make_operands(build, values, cell->values.count);
    return entry;
}

static void add_row(Build *build, const Decision *decision, const Row *row)
{
    WritPlan *plan = build->plan;
    WritRow entry = {
        .label = row->label,
        .cells_start = plan->cell_count,
    };
    for (uint32_t i = 0; i < decision->column_count; i++) {
        WritCell cell = cell_entry(build, &row->cells[i]);
        plan->cells = plan_room(build, plan->cells, &plan->cell_count, &build->room.cells,
                                sizeof *plan->cells);
        plan->cells[plan->cell_count++] = cell;
    }
    entry.results_start = plan_make_exprs(build, row->results, decision->result_count);
    plan->rows =
        plan_room(build, plan->rows, &plan->row_count, &build->room.rows, sizeof *plan->rows);
    plan->rows[plan->row_count++] = entry;
}

// All versions come with the first; the first is the one that starts earliest.
static uint32_t versions_from(Build *build, const Decision *decision)
{
    const Symbol *first = decision->symbol->version_of;
    const Decision *named = first == NULL ? decision : first->decision;
    if (named->version_count == 0 || named->versions[0] != decision) {
        return 0;
    }
    for (uint32_t i = 0; i < named->version_count; i++) {
        (void)plan_make_entity(build, &build->decisions, &named->versions[i]->entry);
    }
    return named->version_count;
}

static void write_decision(Build *build, uint32_t number)
{
    const Decision *decision = (const Decision *)build->decisions.items[number];
    WritDecision entry = {
        .name = decision->name,
        .title = decision->title,
        .policy = decision->policy,
        .column_count = decision->column_count,
        .result_count = decision->result_count,
        .rows_start = build->plan->row_count,
        .row_count = decision->row_count,
        .has_from = decision->from != WRIT_DATE_DAYS_MIN,
        .has_through = decision->through != WRIT_DATE_DAYS_MAX,
    };
    entry.from = entry.has_from ? decision->from : 0;
    entry.through = entry.has_through ? decision->through : 0;
    entry.version_count = versions_from(build, decision);
    entry.input = plan_make_entity(build, &build->records, &decision->input->entry);
    entry.output = plan_make_entity(build, &build->records, &decision->output->entry);
    entry.columns_start = plan_make_operands(build, decision->columns, decision->column_count);
    entry.results_start = plan_make_operands(build, decision->results, decision->result_count);
    for (uint32_t i = 0; i < decision->row_count; i++) {
        add_row(build, decision, &decision->rows[i]);
    }
    if (build->second) {
        build->plan->decisions[number] = entry;
    }
}

static void write_milestone(Build *build, uint32_t number)
{
    if (build->second) {
        build->plan->milestones[number] = build->milestones.items[number]->order;
    }
}

// --- All tables ---------------------------------------------------------------------------------

typedef void (*WriteEntry)(Build *build, uint32_t number);

static bool write_new(Build *build, Entities *entities, WriteEntry write)
{
    bool any = entities->written < entities->count;
    while (entities->written < entities->count) {
        write(build, entities->written++);
    }
    return any;
}

bool plan_make_write_entities(Build *build)
{
    bool any = write_new(build, &build->records, write_record);
    any = write_new(build, &build->choices, write_choice) || any;
    any = write_new(build, &build->units, write_unit) || any;
    any = write_new(build, &build->roles, write_role) || any;
    any = write_new(build, &build->hooks, write_hook) || any;
    any = write_new(build, &build->files, write_file) || any;
    any = write_new(build, &build->events, write_event) || any;
    any = write_new(build, &build->messages, write_message) || any;
    any = write_new(build, &build->decisions, write_decision) || any;
    return write_new(build, &build->milestones, write_milestone) || any;
}
