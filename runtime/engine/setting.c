// Whether a value may stand at a place. The value is put there, every invariant that reads the
// changed field is judged in the records around it, and the old value is put back: only an event
// changes a case.
#include "engine/decide.h"

#include <assert.h>

enum { CHAIN_MAX = 32 };

// The records in which a place stands, outermost last.
typedef struct Chain {
    WritRecord *records[CHAIN_MAX];
    uint32_t types[CHAIN_MAX];
    const WritTarget *targets[CHAIN_MAX]; // What each stands on the way to,
    uint32_t depths[CHAIN_MAX];           // behind so many points.
    uint32_t count;
} Chain;

static void add_record(Chain *chain, const WritTarget *target, uint32_t depth,
                       const WritValue *value)
{
    if (value->kind == WRIT_VALUE_RECORD && chain->count < CHAIN_MAX) {
        chain->records[chain->count] = value->record;
        chain->types[chain->count] = value->tag;
        chain->targets[chain->count] = target;
        chain->depths[chain->count++] = depth;
    }
}

static void add_path(const Deciding *d, Chain *chain, const Frame *frame, const WritTarget *target)
{
    const WritPlan *plan = d->plan;
    WritTarget prefix = *target;
    WritTypeId type = plan->slots[target->slot].type;
    for (uint32_t i = 0; i <= target->field_count; i++) {
        prefix.field_count = i;
        const WritValue *value = data_at(d->instance, frame, &prefix);
        if (value == NULL || plan->types.types[type].kind != WRIT_TYPE_RECORD ||
            i == target->field_count) {
            break;
        }
        uint32_t record = plan->types.types[type].index;
        add_record(chain, target, i, value);
        type = plan->types.records[record].fields[plan->operands[target->fields_start + i]].type;
    }
}

static void find_chain(const Deciding *d, Chain *chain, const Frame *frame,
                       const WritTarget *target)
{
    for (;;) {
        add_path(d, chain, frame, target);
        if (d->plan->slots[target->slot].kind != WRIT_SLOT_ELEMENT) {
            return;
        }
        const Frame *element = data_owner(frame, target->slot, d->program);
        uint32_t list = program_node(d->program, element->parent->node)->list;
        if (list == WRIT_NONE) {
            return;
        }
        frame = element->parent->parent;
        target = &d->plan->targets[list];
    }
}

static bool reads_field(const Invariant *invariant, uint32_t record, uint32_t field)
{
    for (uint32_t i = 0; i < invariant->read_count; i++) {
        if (invariant->reads[2 * i] == record && invariant->reads[2 * i + 1] == field) {
            return true;
        }
    }
    return false;
}

static bool judge_chain(Deciding *d, const Chain *chain, uint32_t record, uint32_t field)
{
    for (uint32_t i = 0; i < d->program->invariant_count; i++) {
        const Invariant *invariant = &d->program->invariants[i];
        if (!reads_field(invariant, record, field)) {
            continue;
        }
        for (uint32_t j = 0; j < chain->count; j++) {
            if (chain->types[j] == invariant->record &&
                !judge_invariant(d, chain->records[j], invariant->record, invariant->field)) {
                return false;
            }
        }
    }
    return true;
}

// True when `outer` names the same place as `inner` or one around it.
static bool contains(const WritPlan *plan, const WritTarget *outer, const WritTarget *inner)
{
    if (outer->slot != inner->slot || outer->field_count > inner->field_count) {
        return false;
    }
    for (uint32_t i = 0; i < outer->field_count; i++) {
        if (plan->operands[outer->fields_start + i] != plan->operands[inner->fields_start + i]) {
            return false;
        }
    }
    return true;
}

static bool replaces_running_list(Deciding *d, const WritTarget *target)
{
    for (uint32_t i = 0; i < d->instance->frame_count; i++) {
        const Frame *frame = d->instance->frames[i];
        if (frame->gone || frame->kind != FRAME_EACH) {
            continue;
        }
        uint32_t list = program_node(d->program, frame->node)->list;
        if (list != WRIT_NONE && contains(d->plan, target, &d->plan->targets[list])) {
            (void)writ_fail(&d->trouble, WRIT_CONFLICT,
                            "%.*s cannot be replaced while work runs over its elements",
                            WRIT_TEXT_ARGS(target->text));
            return true;
        }
    }
    return false;
}

bool may_set(Deciding *d, const Frame *frame, uint32_t number, WritValue value)
{
    const WritTarget *target = &d->plan->targets[number];
    WritValue *at = data_at(d->instance, frame, target);
    if (at == NULL) {
        (void)writ_fail(&d->trouble, WRIT_INVALID, "%.*s cannot be set: it is not there",
                        WRIT_TEXT_ARGS(target->text));
        return false;
    }
    bool compound = value.kind == WRIT_VALUE_LIST || value.kind == WRIT_VALUE_RECORD;
    if (compound && (replaces_running_list(d, target) || !judge_value(d, value))) {
        return false;
    }
    uint32_t record = 0;
    uint32_t field = 0;
    if (d->program->invariant_count == 0 || !data_last_field(d->plan, target, &record, &field)) {
        return true;
    }
    Chain chain = {.count = 0};
    find_chain(d, &chain, frame, target);
    WritValue before = *at;
    *at = value;
    bool well = judge_chain(d, &chain, record, field);
    *at = before;
    return well;
}

// "bill" of "bill.lines", behind no point.
static WritText name_of(const WritTarget *target, uint32_t depth)
{
    WritText name = {target->text.data, 0};
    for (; name.length < target->text.length; name.length++) {
        if (name.data[name.length] == '.' && depth-- == 0) {
            break;
        }
    }
    return name;
}

bool may_compute(Deciding *d, const Frame *frame, uint32_t target)
{
    if (!d->program->computes) {
        return true;
    }
    Chain chain = {.count = 0};
    find_chain(d, &chain, frame, &d->plan->targets[target]);
    for (uint32_t i = 0; i < chain.count; i++) {
        if (!judge_computed(d, chain.records[i], chain.types[i])) {
            WritError before = d->trouble;
            WritText name = name_of(chain.targets[i], chain.depths[i]);
            (void)writ_fail(&d->trouble, before.status, "%.*s.%s", WRIT_TEXT_ARGS(name),
                            before.text);
            (void)writ_hint(&d->trouble, "%s", before.hint);
            return false;
        }
    }
    return true;
}
