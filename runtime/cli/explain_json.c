// A decision for programs: every cell of every row.
#include "cli/explain_decision.h"

static void json_text(WritBuffer *json, const char *name, WritText text)
{
    writ_buffer_format(json, "\"%s\":\"", name);
    writ_buffer_add_json(json, text);
    writ_buffer_add_byte(json, '"');
}

static void json_formulas(WritBuffer *json, const Asking *asking, const WritResultSeen *result)
{
    writ_buffer_add_string(json, ",\"formulas\":[");
    for (uint32_t i = 0; i < result->formula_count; i++) {
        const WritFormulaSeen *seen = &result->formulas[i];
        writ_buffer_add_string(json, i > 0 ? ",{" : "{");
        json_text(json, "name", seen->name);
        writ_buffer_add_string(json, ",\"given\":");
        writ_value_to_json(json, &asking->plan->types, seen->given);
        writ_buffer_add_string(json, ",\"value\":");
        writ_value_to_json(json, &asking->plan->types, seen->value);
        writ_buffer_add_byte(json, '}');
    }
    writ_buffer_add_byte(json, ']');
}

static void json_results(WritBuffer *json, const Asking *asking, const WritResultSeen *results)
{
    const WritPlan *plan = asking->plan;
    writ_buffer_add_string(json, ",\"results\":[");
    for (uint32_t i = 0; i < asking->decision->result_count; i++) {
        writ_buffer_add_string(json, i > 0 ? ",{" : "{");
        json_text(json, "name", results[i].column);
        writ_buffer_add_string(json, ",\"value\":");
        writ_value_to_json(json, &plan->types, results[i].value);
        if (results[i].expr != WRIT_NONE) {
            WritBuffer how = {0};
            writ_plan_print_expr(&how, plan, results[i].expr);
            writ_buffer_add_byte(json, ',');
            json_text(json, "how", writ_buffer_text(&how));
            writ_buffer_dispose(&how);
            json_formulas(json, asking, &results[i]);
        }
        writ_buffer_add_byte(json, '}');
    }
    writ_buffer_add_byte(json, ']');
}

static void json_row(WritBuffer *json, const Asking *asking, uint32_t position)
{
    const WritRowSeen *row = &asking->explanation.rows[position];
    uint32_t at = explain_decided_at(asking, row->row);
    writ_buffer_add_string(json, position > 0 ? ",{" : "{");
    json_text(json, "row", row->label);
    writ_buffer_format(json, ",\"matches\":%s,\"decides\":%s,\"cells\":[",
                       row->matched ? "true" : "false", at != WRIT_NONE ? "true" : "false");
    for (uint32_t i = 0; i < asking->explanation.column_count; i++) {
        writ_buffer_add_string(json, i > 0 ? ",{" : "{");
        json_text(json, "column", row->cells[i].column);
        writ_buffer_add_byte(json, ',');
        json_text(json, "cell", row->cells[i].cell->text);
        writ_buffer_format(json, ",\"matches\":%s}", row->cells[i].matched ? "true" : "false");
    }
    writ_buffer_add_byte(json, ']');
    if (at != WRIT_NONE) {
        json_results(json, asking, asking->results[at]);
    }
    writ_buffer_add_byte(json, '}');
}

static void json_day(WritBuffer *json, const char *name, int64_t days)
{
    WritDate date = writ_date_from_days(days);
    writ_buffer_format(json, ",\"%s\":\"%04d-%02d-%02d\"", name, (int)date.year, date.month,
                       date.day);
}

static void json_force(WritBuffer *json, const Asking *asking)
{
    if (asking->decision->has_from) {
        json_day(json, "in_force_from", asking->decision->from);
    }
    if (asking->decision->has_through) {
        json_day(json, "in_force_through", asking->decision->through);
    }
}

void explain_print_json(const Asking *asking, bool asked)
{
    WritBuffer json = {0};
    writ_buffer_add_byte(&json, '{');
    json_text(&json, "decision", asking->decision->name);
    writ_buffer_add_byte(&json, ',');
    json_text(&json, "title", asking->decision->title);
    writ_buffer_add_byte(&json, ',');
    json_text(&json, "policy", writ_text(explain_policy(asking->decision->policy)));
    json_force(&json, asking);
    if (asked) {
        writ_buffer_add_string(&json, ",\"given\":");
        writ_value_to_json(&json, &asking->plan->types, asking->input);
        if (asking->refused.status != WRIT_OK) {
            writ_buffer_add_byte(&json, ',');
            json_text(&json, "error", writ_text(asking->refused.text));
        }
        writ_buffer_add_string(&json, ",\"rows\":[");
        for (uint32_t i = 0; i < asking->explanation.row_count; i++) {
            json_row(&json, asking, i);
        }
        writ_buffer_add_byte(&json, ']');
    }
    writ_buffer_add_string(&json, "}\n");
    cli_write(asking->cli->out, writ_buffer_text(&json));
    writ_buffer_dispose(&json);
}
