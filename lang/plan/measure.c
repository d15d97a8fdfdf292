// Canonical bytes of a measure: "writmeas", the format, its members, then its table of expressions
// as a plan has them.
#include "writ/measure.h"

#include <string.h>

#include "plan/plan_check.h"
#include "plan/plan_codec.h"
#include "writ/bytes.h"

static const char measure_magic[] = "writmeas";

enum { SCRATCH_BYTES_MAX = 256 << 20 };

// --- Validation ---------------------------------------------------------------------------------

static WritStatus damaged(const PlanChecker *checker, const char *reason)
{
    return writ_fail(checker->error, WRIT_INVALID, "the measure is damaged: %s", reason);
}

// It is no process: nothing of what one does is there.
static bool is_no_process(const WritPlan *plan)
{
    const uint32_t counts[] = {
        plan->slot_count,    plan->target_count,      plan->party_count,
        plan->hook_count,    plan->file_count,        plan->event_count,
        plan->message_count, plan->given_count,       plan->decision_count,
        plan->row_count,     plan->cell_count,        plan->milestone_count,
        plan->outcome_count, plan->action_count,      plan->list_count,
        plan->node_count,    plan->step_count,        plan->handler_count,
        plan->need_count,    plan->shown_count,       plan->happens_count,
        plan->rung_count,    plan->rule_count,        plan->sender_count,
        plan->binding_count, plan->occurrence_count,  plan->text_count,
        plan->key_count,     plan->start_party_count, plan->start_where_count,
    };
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        sum |= counts[i];
    }
    return sum == 0 && plan->start == WRIT_START_ON_REQUEST && plan->on_nobody == WRIT_NONE &&
           !plan->cancellation.allowed && plan->second == WRIT_SECOND_ALLOWED &&
           (plan->owner.kind == WRIT_PARTY_OWNER || plan->owner.kind == WRIT_PARTY_ROLE) &&
           (plan->owner.kind == WRIT_PARTY_OWNER || plan->owner.unit == WRIT_NONE);
}

static bool is_measured(const WritType *type)
{
    bool kind = type->kind == WRIT_TYPE_BOOLEAN || type->kind == WRIT_TYPE_NUMBER ||
                type->kind == WRIT_TYPE_PERCENT || type->kind == WRIT_TYPE_MONEY ||
                type->kind == WRIT_TYPE_QUANTITY || type->kind == WRIT_TYPE_DURATION ||
                type->kind == WRIT_TYPE_WORKING_TIME;
    return kind && !type->optional;
}

static WritStatus check_target(const PlanChecker *checker, const WritMeasure *measure)
{
    const WritPlan *plan = checker->plan;
    bool there = measure->target != WRIT_NONE;
    if (measure->target_kind > WRIT_TARGET_AT_MOST ||
        there != (measure->target_kind != WRIT_TARGET_NONE) ||
        (there && measure->target >= plan->expr_count)) {
        return damaged(checker, "its target is none");
    }
    if (!there) {
        return WRIT_OK;
    }
    WritTypeKind kind = plan->types.types[plan->exprs[measure->is].type].kind;
    PlanPlace closed = plan_place_closed();
    return plan_use_kind(checker, measure->target,
                         kind == WRIT_TYPE_BOOLEAN ? WRIT_TYPE_PERCENT : kind, &closed, "target",
                         0);
}

static WritStatus check_measure(PlanChecker *checker, const WritMeasure *measure)
{
    const WritPlan *plan = checker->plan;
    if (!writ_text_is_utf8(measure->process) || !writ_text_is_utf8(measure->is_text) ||
        !writ_text_is_utf8(measure->where_text) || !writ_text_is_utf8(measure->target_text)) {
        return damaged(checker, "a text is not UTF-8");
    }
    if (measure->ended >= plan->types.record_count || measure->is >= plan->expr_count ||
        (measure->where != WRIT_NONE && measure->where >= plan->expr_count)) {
        return damaged(checker, "it points outside its tables");
    }
    const WritType *type = &plan->types.types[plan->exprs[measure->is].type];
    if (!is_measured(type)) {
        return damaged(checker, "nothing is counted of what it is");
    }
    PlanPlace inside = plan_place_closed();
    inside.self = measure->ended;
    WritStatus status = plan_use_kind(checker, measure->is, type->kind, &inside, "measure", 0);
    if (status == WRIT_OK && measure->where != WRIT_NONE) {
        status = plan_use_kind(checker, measure->where, WRIT_TYPE_BOOLEAN, &inside, "where", 0);
    }
    return status == WRIT_OK ? check_target(checker, measure) : status;
}

WritStatus writ_measure_validate(const WritMeasure *measure, WritError *error)
{
    static WritStatus (*const checks[])(PlanChecker *) = {
        plan_check_indexes,
        plan_check_types,
        plan_check_exprs,
        plan_check_data,
    };
    PlanChecker checker = {.plan = &measure->exprs, .error = error};
    if (!is_no_process(&measure->exprs)) {
        return damaged(&checker, "it has parts of a process");
    }
    checker.scratch = writ_arena_new(SCRATCH_BYTES_MAX);
    checker.node_depths = writ_arena_array(checker.scratch, 1, sizeof(uint32_t));
    WritStatus status = WRIT_OK;
    for (size_t i = 0; status == WRIT_OK && i < sizeof checks / sizeof checks[0]; i++) {
        status = checks[i](&checker);
    }
    if (status == WRIT_OK) {
        status = check_measure(&checker, measure);
    }
    writ_arena_free(checker.scratch);
    return status;
}

// --- Bytes --------------------------------------------------------------------------------------

static void put_index(WritBuffer *out, uint32_t index)
{
    writ_put_uint(out, (uint32_t)(index + 1));
}

void writ_measure_encode(WritBuffer *out, const WritMeasure *measure)
{
    writ_put_raw(out, measure_magic, strlen(measure_magic));
    writ_put_uint(out, WRIT_MEASURE_FORMAT);
    writ_put_text(out, measure->process);
    writ_put_text(out, measure->is_text);
    writ_put_text(out, measure->where_text);
    writ_put_text(out, measure->target_text);
    writ_put_uint(out, measure->ended);
    put_index(out, measure->where);
    writ_put_uint(out, measure->is);
    writ_put_uint(out, measure->target_kind);
    put_index(out, measure->target);
    WritBuffer exprs = {0};
    writ_plan_encode(&exprs, &measure->exprs);
    writ_put_text(out, writ_buffer_text(&exprs));
    writ_buffer_dispose(&exprs);
}

static WritStatus get_format(WritReader *in, WritError *error)
{
    WritText magic = writ_get_raw(in, strlen(measure_magic));
    uint64_t format = writ_get_uint(in);
    if (in->failed || !writ_text_is(magic, measure_magic) || format == 0) {
        return writ_fail(error, WRIT_INVALID, "these bytes are not a measure");
    }
    if (format > WRIT_MEASURE_FORMAT) {
        (void)writ_fail(error, WRIT_LIMIT,
                        "the measure has format %llu and this program reads formats up to %d",
                        (unsigned long long)format, (int)WRIT_MEASURE_FORMAT);
        return writ_hint(error, "Use the version of writ that made it, or a later one.");
    }
    return WRIT_OK;
}

WritStatus writ_measure_decode(WritMeasure *measure, WritArena *arena, WritText bytes,
                               WritError *error)
{
    *measure = (WritMeasure){0};
    if (bytes.length > WRIT_PLAN_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the measure has %zu bytes and at most %d are allowed",
                         bytes.length, (int)WRIT_PLAN_BYTES_MAX);
    }
    WritReader in = writ_reader(writ_arena_text(arena, bytes));
    WritStatus status = get_format(&in, error);
    if (status != WRIT_OK) {
        return status;
    }
    measure->process = writ_get_text(&in);
    measure->is_text = writ_get_text(&in);
    measure->where_text = writ_get_text(&in);
    measure->target_text = writ_get_text(&in);
    measure->ended = writ_get_u32(&in);
    measure->where = writ_get_u32(&in) - 1;
    measure->is = writ_get_u32(&in);
    uint32_t target_kind = writ_get_u32(&in);
    measure->target = writ_get_u32(&in) - 1;
    WritText exprs = writ_get_text(&in);
    if (!writ_reader_done(&in) || target_kind > WRIT_TARGET_AT_MOST) {
        return writ_fail(error, WRIT_INVALID,
                         "the measure is damaged: its bytes end too early or mean nothing");
    }
    measure->target_kind = (WritMeasureTarget)target_kind;
    status = plan_read(&measure->exprs, arena, exprs, error);
    return status == WRIT_OK ? writ_measure_validate(measure, error) : status;
}
