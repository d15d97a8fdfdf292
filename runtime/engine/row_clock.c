// A clock as the last part of its frame's row.
#include "engine/fits.h"
#include "engine/rows.h"

static void put_rung(WritBuffer *out, const RungState *rung)
{
    row_put_due(out, rung->due);
    row_put_due(out, rung->from);
    writ_put_int(out, rung->left);
    writ_put_uint(out, rung->count);
}

void row_put_clock(WritBuffer *out, const Clock *clock)
{
    writ_put_text(out, clock->calendar);
    writ_value_put(out, clock->amount);
    writ_put_u8(out, clock->ahead ? 1 : 0);
    writ_put_int(out, clock->from);
    writ_put_int(out, clock->base);
    writ_put_u8(out, (uint8_t)clock->span.kind);
    writ_put_int(out, clock->span.count);
    writ_put_int(out, clock->used);
    writ_put_int(out, clock->whole);
    row_put_due(out, clock->due);
    row_put_due(out, clock->paused_at);
    row_put_due(out, clock->resumed_at);
    writ_put_int(out, clock->paused_for);
    writ_put_text(out, clock->trouble);
    if (clock->trouble.length > 0) {
        writ_put_int(out, clock->stuck_at);
    }
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        put_rung(out, &clock->rungs[i]);
    }
}

static WritText get_text(WritCase *instance, WritReader *in)
{
    WritText text = writ_get_text(in);
    return text.length == 0 ? (WritText){0} : writ_arena_text(instance->arena, text);
}

static int64_t get_time(WritReader *in)
{
    int64_t micros = writ_get_int(in);
    in->failed = in->failed || !place_has_time(micros);
    return micros;
}

static void get_span(WritReader *in, Span *span)
{
    uint8_t kind = writ_get_u8(in);
    span->kind = (SpanKind)kind;
    span->count = writ_get_int(in);
    in->failed = in->failed || kind > SPAN_INSTANT || !place_has_span(*span);
}

static void get_rungs(WritCase *instance, WritReader *in, Clock *clock)
{
    clock->rungs = writ_arena_array(instance->arena, clock->rung_count + 1, sizeof *clock->rungs);
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        RungState *rung = &clock->rungs[i];
        rung->due = row_get_due(in);
        rung->from = row_get_due(in);
        rung->left = writ_get_int(in);
        rung->count = writ_get_u32(in);
        in->failed = in->failed || (rung->left != RUNG_WHOLE && !place_has_time(rung->left)) ||
                     rung->count == UINT32_MAX;
    }
}

bool row_get_clock(WritCase *instance, WritReader *in, Frame *frame)
{
    if (frame->node == WRIT_NONE) {
        return false;
    }
    Clock *clock = writ_arena_alloc(instance->arena, sizeof *clock);
    clock->rung_count = program_node(instance->program, frame->node)->deadline.rung_count;
    clock->calendar = get_text(instance, in);
    WritValue amount;
    if (!writ_value_get(in, instance->arena, &amount)) {
        return false;
    }
    clock->amount = writ_value_copy(instance->arena, amount);
    uint8_t ahead = writ_get_u8(in);
    clock->ahead = ahead == 1;
    clock->from = row_get_instant(in);
    clock->base = row_get_instant(in);
    get_span(in, &clock->span);
    clock->used = get_time(in);
    clock->whole = get_time(in);
    clock->due = row_get_due(in);
    clock->paused_at = row_get_due(in);
    clock->resumed_at = row_get_due(in);
    clock->paused_for = get_time(in);
    clock->trouble = get_text(instance, in);
    clock->stuck_at = clock->trouble.length > 0 ? row_get_instant(in) : 0;
    get_rungs(instance, in, clock);
    frame->clock = clock;
    return ahead <= 1;
}

// --- Whose calendar it is -----------------------------------------------------------------------

bool row_has_owner(const Clock *clock)
{
    return clock != NULL && (clock->unit.length > 0 || clock->person.length > 0);
}

void row_put_owner(WritBuffer *out, const Clock *clock)
{
    writ_put_text(out, clock->unit);
    writ_put_text(out, clock->person);
}

bool row_get_owner(WritCase *instance, WritReader *in, Frame *frame)
{
    if (frame->clock == NULL) {
        return false;
    }
    frame->clock->unit = get_text(instance, in);
    frame->clock->person = get_text(instance, in);
    return row_has_owner(frame->clock) && frame->clock->calendar.length > 0;
}
