// The answer to `measure`: what one slice of the cases gives, as JSON.
#include "host/measuring.h"

#include "host/json_out.h"
#include "host/wording.h"

static void write_owner(const MeasuringSlice *slice, WritBuffer *json, const WritMeasure *measure)
{
    const WritPlan *plan = &measure->exprs;
    const WritParty *owner = &measure->exprs.owner;
    if (owner->kind == WRIT_PARTY_OWNER) {
        const InForce *in_force = definitions_find(slice->host, measure->process);
        plan = in_force == NULL ? NULL : &in_force->definition->plan;
        owner = plan == NULL ? NULL : &plan->owner;
    }
    if (owner != NULL && owner->kind == WRIT_PARTY_ROLE) {
        const WritRole *role = &plan->roles[owner->index];
        json_text(json, "owner", role->name);
        json_text(json, "owner_title", word_titled(role->title, role->name));
    }
}

static void write_unit(WritBuffer *json, const Measuring *measuring)
{
    const WritTypes *types = &measuring->measure->exprs.types;
    WritTypeId id = measuring->measure->exprs.exprs[measuring->measure->is].type;
    const WritType *type = &types->types[id];
    char letters[5];
    if (type->kind == WRIT_TYPE_MONEY && type->currency != 0) {
        (void)writ_code_text(type->currency, letters);
        json_string(json, "unit", letters);
    } else if (type->kind == WRIT_TYPE_QUANTITY && type->index != WRIT_NONE) {
        json_text(json, "unit", types->units[type->index].name);
    } else if (type->kind == WRIT_TYPE_PERCENT) {
        json_string(json, "unit", "%");
    } else if (type->kind == WRIT_TYPE_DURATION || type->kind == WRIT_TYPE_WORKING_TIME) {
        json_string(json, "unit", measuring_unit_word(measuring));
    }
}

static void write_target(WritBuffer *json, const Measuring *measuring)
{
    const WritMeasure *measure = measuring->measure;
    WritDecimal number;
    const char *reason = NULL;
    if (measure->target_kind == WRIT_TARGET_NONE) {
        return;
    }
    json_string(json, "target",
                measure->target_kind == WRIT_TARGET_AT_LEAST ? "at least" : "at most");
    json_text(json, "target_text", measure->target_text);
    if (measuring->has_target && measuring_number(measuring, measuring->target, &number, &reason)) {
        char text[WRIT_DECIMAL_TEXT_BYTES];
        (void)writ_decimal_print(number, text);
        json_string(json, "target_value", text);
    }
}

static void write_unread(WritBuffer *json, const Measuring *measuring)
{
    json_open_list(json, "unread");
    for (uint32_t i = 0; i <= MEASURING_REASONS_MAX; i++) {
        const MeasuringReason *reason = &measuring->reasons[i];
        if (reason->count > 0) {
            json_open(json, NULL);
            json_text(json, "reason",
                      i < MEASURING_REASONS_MAX ? reason->text : writ_text("other reasons"));
            json_number(json, "cases", reason->count);
            json_close(json);
        }
    }
    json_close_list(json);
}

static void write_list(WritBuffer *json, const char *key, const WritBuffer *elements)
{
    json_open_list(json, key);
    writ_buffer_add(json, writ_buffer_text(elements));
    json_close_list(json);
}

static void write_measure(const MeasuringSlice *slice, WritBuffer *json, const Measuring *measuring)
{
    const WritMeasure *measure = measuring->measure;
    json_open(json, NULL);
    json_text(json, "measure", measure->exprs.name);
    json_text(json, "title", word_titled(measure->exprs.title, measure->exprs.name));
    write_owner(slice, json, measure);
    json_text(json, "process", measure->process);
    json_text(json, "is", measure->is_text);
    json_some_text(json, "where", measure->where_text);
    json_string(json, "figure", measuring->kind == WRIT_TYPE_BOOLEAN ? "share" : "mean");
    write_unit(json, measuring);
    write_target(json, measuring);
    json_number(json, "counted", measuring->counted);
    json_number(json, "left_out", measuring->left_out);
    write_unread(json, measuring);
    if (measuring->kind == WRIT_TYPE_BOOLEAN) {
        json_number(json, "holds", measuring->holds);
    } else {
        write_list(json, "values", &measuring->values);
    }
    if (slice->lists_cases) {
        write_list(json, "cases", &measuring->cases);
    }
    json_close(json);
}

void measuring_write(const MeasuringSlice *slice, WritBuffer *json, bool rest)
{
    json_open(json, NULL);
    json_open_list(json, "measures");
    for (uint32_t i = 0; i < slice->measures.count; i++) {
        write_measure(slice, json, &slice->measuring[i]);
    }
    json_close_list(json);
    json_number(json, "looked_at", slice->looked_at);
    if (rest) {
        json_number(json, "through", slice->through);
        json_hash(json, "measures_version", &slice->measures.version);
    }
    json_close(json);
}
