// A decision for people: the row that decides with what it gives, then why the others do not.
#include "cli/explain_decision.h"
#include "cli/words.h"

static void add_value(Page *page, const WritPlan *plan, WritValue value)
{
    WritBuffer text = {0};
    if (value.kind == WRIT_VALUE_LIST && value.list->count == 0) {
        writ_buffer_add_string(&text, "none");
    } else if (value.kind == WRIT_VALUE_LIST) {
        for (uint32_t i = 0; i < value.list->count; i++) {
            writ_buffer_add_string(&text, i > 0 ? ", " : "");
            writ_value_print(&text, &plan->types, value.list->items[i]);
        }
    } else {
        writ_value_print(&text, &plan->types, value);
    }
    page_add(page, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void add_named(Page *page, const WritPlan *plan, WritText name, WritValue value)
{
    page_add(page, name);
    page_add_string(page, value.kind == WRIT_VALUE_MISSING ? " is missing" : " ");
    if (value.kind != WRIT_VALUE_MISSING) {
        add_value(page, plan, value);
    }
}

// "asked 20.00 EUR, weight 3 kg": the fields that were given, not the computed ones.
static void add_fields(Page *page, const WritPlan *plan, uint32_t type, WritValue record)
{
    const WritRecordType *declared = &plan->types.records[type];
    const char *comma = "";
    for (uint32_t i = 0; i < declared->field_count; i++) {
        if (declared->fields[i].computed == WRIT_NONE) {
            page_add_string(page, comma);
            add_named(page, plan, declared->fields[i].name, record.record->fields[i]);
            comma = ", ";
        }
    }
}

static void print_force(Page *page, const Asking *asking)
{
    const WritDecision *decision = asking->decision;
    WritBuffer text = {0};
    WritValue day = {.kind = WRIT_VALUE_DATE, .integer = decision->from};
    if (decision->has_from) {
        writ_buffer_add_string(&text, " from ");
        writ_value_print(&text, &asking->plan->types, day);
    }
    if (decision->has_through) {
        day.integer = decision->through;
        writ_buffer_add_string(&text, " through ");
        writ_value_print(&text, &asking->plan->types, day);
    }
    if (text.length > 0) {
        page_format(page, "in force%s", writ_buffer_string(&text));
        page_end_line(page);
    }
    writ_buffer_dispose(&text);
}

static void print_head(Page *page, const Asking *asking)
{
    page_styled(page, PAGE_BOLD, asking->decision->name);
    page_format(page, ": %.*s", WRIT_TEXT_ARGS(asking->decision->title));
    page_end_line(page);
    print_force(page, asking);
}

static void print_formulas(Page *page, const Asking *asking, const WritResultSeen *result)
{
    for (uint32_t i = 0; i < result->formula_count; i++) {
        const WritFormulaSeen *seen = &result->formulas[i];
        const WritRecordType *type = &asking->plan->types.records[seen->given_type];
        WritBuffer is = {0};
        writ_plan_print_expr(&is, asking->plan, type->fields[type->field_count - 1].computed);
        page_format(page, "      %.*s(", WRIT_TEXT_ARGS(seen->name));
        add_fields(page, asking->plan, seen->given_type, seen->given);
        page_add_string(page, ") is ");
        add_value(page, asking->plan, seen->value);
        page_add_string(page, ": ");
        page_add(page, writ_buffer_text(&is));
        page_end_line(page);
        writ_buffer_dispose(&is);
    }
}

static void print_results(Page *page, const Asking *asking, const WritResultSeen *results)
{
    for (uint32_t i = 0; i < asking->decision->result_count; i++) {
        page_add_string(page, "    ");
        add_named(page, asking->plan, results[i].column, results[i].value);
        if (results[i].expr != WRIT_NONE) {
            WritBuffer how = {0};
            writ_plan_print_expr(&how, asking->plan, results[i].expr);
            page_add_string(page, ": ");
            page_add(page, writ_buffer_text(&how));
            writ_buffer_dispose(&how);
        }
        page_end_line(page);
        print_formulas(page, asking, &results[i]);
    }
}

static const char *row_word(const Asking *asking, const WritRowSeen *row)
{
    if (explain_decided_at(asking, row->row) != WRIT_NONE) {
        return asking->decision->policy == WRIT_HIT_EVERY ? " counts: " : " decides: ";
    }
    return row->matched ? " matches too: " : ": ";
}

static void print_row(Page *page, const Asking *asking, uint32_t position)
{
    const WritRowSeen *row = &asking->explanation.rows[position];
    bool decided = explain_decided_at(asking, row->row) != WRIT_NONE;
    WritBuffer why = {0};
    writ_eval_explain_row(&why, asking->plan, &asking->explanation, position);
    page_add_string(page, "  ");
    page_styled(page, decided ? PAGE_GOOD : row->matched ? PAGE_WARNING : PAGE_DIM, row->label);
    page_add_string(page, row_word(asking, row));
    page_add(page, writ_buffer_text(&why));
    page_end_line(page);
    writ_buffer_dispose(&why);
}

void explain_print_asked(Page *page, const Asking *asking)
{
    print_head(page, asking);
    page_add_string(page, "given ");
    add_fields(page, asking->plan, asking->decision->input, asking->input);
    page_end_line(page);
    page_end_line(page);
    for (uint32_t i = 0; i < asking->explanation.row_count; i++) {
        uint32_t at = explain_decided_at(asking, asking->explanation.rows[i].row);
        if (at != WRIT_NONE) {
            print_row(page, asking, i);
            print_results(page, asking, asking->results[at]);
        }
    }
    if (asking->refused.status != WRIT_OK) {
        page_styled(page, PAGE_BAD, writ_text(asking->refused.text));
        page_end_line(page);
    } else if (asking->verdict.row_count == 0) {
        page_add_string(page, "  No row matches: the list is empty.");
        page_end_line(page);
    }
    bool apart = false;
    for (uint32_t i = 0; i < asking->explanation.row_count; i++) {
        if (explain_decided_at(asking, asking->explanation.rows[i].row) == WRIT_NONE) {
            if (!apart) {
                page_end_line(page);
            }
            apart = true;
            print_row(page, asking, i);
        }
    }
}

static void print_params(Page *page, const Asking *asking, const char *word, uint32_t record)
{
    const WritRecordType *type = &asking->plan->types.records[record];
    for (uint32_t i = 0; i < type->field_count && type->fields[i].computed == WRIT_NONE; i++) {
        WritBuffer text = {0};
        writ_types_print(&text, &asking->plan->types, type->fields[i].type);
        page_format(page, "  %s %.*s : ", word, WRIT_TEXT_ARGS(type->fields[i].name));
        page_add(page, writ_buffer_text(&text));
        page_end_line(page);
        writ_buffer_dispose(&text);
    }
}

void explain_print_described(Page *page, const Asking *asking)
{
    const WritRecordType *input = &asking->plan->types.records[asking->decision->input];
    print_head(page, asking);
    print_params(page, asking, "given", asking->decision->input);
    print_params(page, asking, "gives", asking->decision->output);
    page_format(page, "  %s, of %u", explain_policy(asking->decision->policy),
                (unsigned)asking->decision->row_count);
    page_end_line(page);
    page_end_line(page);
    page_format(page, "Ask it: writ explain %.*s",
                WRIT_TEXT_ARGS(writ_text_last_name(asking->decision->name)));
    for (uint32_t i = 0; i < input->field_count && input->fields[i].computed == WRIT_NONE; i++) {
        page_format(page, " %.*s=…", WRIT_TEXT_ARGS(input->fields[i].name));
    }
    page_end_line(page);
}
