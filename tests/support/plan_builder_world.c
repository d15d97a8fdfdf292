// Hooks, events, messages and decision tables.
#include <string.h>

#include "support/plan_builder_inside.h"

static uint32_t add_file(PlanBuilder *b)
{
    WritFile file = {writ_text("hooks/test.lua"), writ_text("-- nothing")};
    return builder_push(b, offsetof(WritPlan, files), offsetof(WritPlan, file_count), &file,
                        sizeof file);
}

uint32_t build_hook(PlanBuilder *b, const char *name, uint32_t input, uint32_t output,
                    const char *outcomes)
{
    if (b->plan.file_count == 0) {
        (void)add_file(b);
    }
    WritHook hook = {
        .name = builder_text(b, name),
        .title = builder_text(b, name),
        .function = writ_text("run"),
        .input = input,
        .output = output,
        .effect = WRIT_EFFECT_WRITES,
        .timeout_ms = 1000,
        .retry_every_ms = 1000,
        .retry_up_to_ms = 60000,
        .undo = WRIT_NONE,
        .undo_args_start = WRIT_NONE,
    };
    hook.outcomes_start = build_text_list(b, outcomes, &hook.outcome_count);
    return builder_push(b, offsetof(WritPlan, hooks), offsetof(WritPlan, hook_count), &hook,
                        sizeof hook);
}

void build_undo(PlanBuilder *b, uint32_t hook, uint32_t undo, const uint32_t *args)
{
    uint32_t count = b->plan.types.records[b->plan.hooks[undo].input].field_count;
    b->plan.hooks[hook].undo = undo;
    b->plan.hooks[hook].undo_args_start = build_operands(b, args, count);
}

uint32_t build_event(PlanBuilder *b, const char *name, uint32_t record, const char *keys)
{
    WritEventType event = {
        .name = builder_text(b, name),
        .title = builder_text(b, name),
        .record = record,
        .addressing = keys[0] == '\0' ? WRIT_FOR_LONGEST : WRIT_FOR_CASE_WITH,
        .keys_start = b->plan.operand_count,
    };
    WritText rest = builder_text(b, keys);
    WritText key;
    while (keys[0] != '\0' && builder_next(&rest, ',', &key)) {
        uint32_t field = writ_types_find_field(&b->plan.types.records[record], key);
        (void)build_operands(b, &field, 1);
        event.key_count++;
    }
    return builder_push(b, offsetof(WritPlan, events), offsetof(WritPlan, event_count), &event,
                        sizeof event);
}

void build_sender(PlanBuilder *b, uint32_t event, const char *name, int64_t counts_ms)
{
    WritSender sender = {.event = event, .name = builder_text(b, name), .counts_ms = counts_ms};
    (void)builder_push(b, offsetof(WritPlan, senders), offsetof(WritPlan, sender_count), &sender,
                       sizeof sender);
}

uint32_t build_message(PlanBuilder *b, const char *name, WritTypeId about, uint32_t subject,
                       uint32_t text)
{
    WritMessage message = {
        .name = builder_text(b, name),
        .givens_start = b->plan.given_count,
        .subject = subject,
        .text = text,
    };
    if (about != WRIT_NONE) {
        WritGiven given = {writ_text("about"), about};
        (void)builder_push(b, offsetof(WritPlan, givens), offsetof(WritPlan, given_count), &given,
                           sizeof given);
        message.given_count = 1;
    }
    return builder_push(b, offsetof(WritPlan, messages), offsetof(WritPlan, message_count),
                        &message, sizeof message);
}

// --- Decisions ------------------------------------------------------------------------------

static uint32_t count_up(PlanBuilder *b, uint32_t count)
{
    uint32_t start = b->plan.operand_count;
    for (uint32_t i = 0; i < count; i++) {
        (void)build_operands(b, &i, 1);
    }
    return start;
}

uint32_t build_decision(PlanBuilder *b, const char *name, uint32_t input, uint32_t output,
                        WritHitPolicy policy)
{
    WritDecision decision = {
        .name = builder_text(b, name),
        .title = builder_text(b, name),
        .input = input,
        .output = output,
        .policy = policy,
        .column_count = b->plan.types.records[input].field_count,
        .result_count = b->plan.types.records[output].field_count,
    };
    decision.columns_start = count_up(b, decision.column_count);
    decision.results_start = count_up(b, decision.result_count);
    return builder_push(b, offsetof(WritPlan, decisions), offsetof(WritPlan, decision_count),
                        &decision, sizeof decision);
}

// Takes `word` off the beginning of `text`.
static bool take(WritText *text, const char *word)
{
    size_t length = strlen(word);
    if (text->length < length || memcmp(text->data, word, length) != 0) {
        return false;
    }
    text->data += length;
    text->length -= length;
    return true;
}

// What stands before `word`, which is taken off too. False where `word` is not there.
static bool take_before(WritText *text, const char *word, WritText *before)
{
    const char *at = memmem(text->data, text->length, word, strlen(word));
    if (at == NULL) {
        return false;
    }
    *before = (WritText){text->data, (size_t)(at - text->data)};
    text->length -= before->length + strlen(word);
    text->data = at + strlen(word);
    return true;
}

static uint32_t bound(PlanBuilder *b, WritTypeId type, WritText text)
{
    return build_value(b, builder_required(b, type), writ_arena_text(b->arena, text).data);
}

static void read_values(PlanBuilder *b, WritTypeId type, WritText text, WritCell *cell)
{
    uint32_t values[64];
    WritText item;
    while (builder_next(&text, ',', &item) && cell->value_count < 64) {
        values[cell->value_count++] = bound(b, type, item);
    }
    cell->values_start = build_operands(b, values, cell->value_count);
}

static bool read_between(PlanBuilder *b, WritTypeId type, WritText text, WritCell *cell)
{
    WritText low;
    if (take(&text, "up to ")) {
        cell->high = bound(b, type, text);
    } else if (take(&text, "below ")) {
        cell->high = bound(b, type, text);
        cell->high_open = true;
    } else if (take(&text, "above ")) {
        cell->low_open = true;
        if (take_before(&text, " up to ", &low)) {
            cell->high = bound(b, type, text);
        } else if (take_before(&text, " below ", &low)) {
            cell->high = bound(b, type, text);
            cell->high_open = true;
        } else {
            low = text;
        }
        cell->low = bound(b, type, low);
    } else if (take_before(&text, " or more", &low)) {
        cell->low = bound(b, type, low);
    } else if (take_before(&text, " to below ", &low)) {
        cell->low = bound(b, type, low);
        cell->high = bound(b, type, text);
        cell->high_open = true;
    } else if (take_before(&text, " to ", &low)) {
        cell->low = bound(b, type, low);
        cell->high = bound(b, type, text);
    } else {
        return false;
    }
    return true;
}

static WritCell read_cell(PlanBuilder *b, WritTypeId type, WritText text)
{
    WritCell cell = {.kind = WRIT_CELL_BETWEEN, .low = WRIT_NONE, .high = WRIT_NONE, .text = text};
    if (writ_text_is(text, "any")) {
        cell.kind = WRIT_CELL_ANY;
    } else if (writ_text_is(text, "missing")) {
        cell.kind = WRIT_CELL_MISSING;
    } else if (writ_text_is(text, "present")) {
        cell.kind = WRIT_CELL_PRESENT;
    } else if (!read_between(b, type, text, &cell)) {
        cell.kind = take(&text, "not ") ? WRIT_CELL_NOT_ONE_OF : WRIT_CELL_ONE_OF;
        read_values(b, type, text, &cell);
    }
    return cell;
}

static void read_results(PlanBuilder *b, const WritRecordType *output, WritText rest, WritRow *row)
{
    uint32_t results[16];
    uint32_t count = 0;
    WritText text;
    while (count < output->field_count && count < 16 && builder_next(&rest, '|', &text)) {
        results[count] =
            build_constant(b, output->fields[count].type, writ_arena_text(b->arena, text).data);
        count++;
    }
    row->results_start = build_operands(b, results, count);
}

void build_row(PlanBuilder *b, uint32_t decision, const char *line)
{
    const WritDecision *declared = &b->plan.decisions[decision];
    const WritRecordType *input = &b->plan.types.records[declared->input];
    const WritRecordType *output = &b->plan.types.records[declared->output];
    WritText rest = builder_text(b, line);
    WritText conditions;
    if (!take_before(&rest, "||", &conditions)) {
        builder_give_up("no results in this row", line);
    }
    WritRow row = {.cells_start = b->plan.cell_count};
    WritText text;
    (void)builder_next(&conditions, '|', &row.label);
    for (uint32_t i = 0; i < input->field_count; i++) {
        if (!builder_next(&conditions, '|', &text)) {
            builder_give_up("too few cells in this row", line);
        }
        WritCell cell = read_cell(b, input->fields[i].type, text);
        (void)builder_push(b, offsetof(WritPlan, cells), offsetof(WritPlan, cell_count), &cell,
                           sizeof cell);
    }
    read_results(b, output, rest, &row);
    builder_piece(b, &b->rows, (BuildPiece){.owner = decision, .row = row});
}
