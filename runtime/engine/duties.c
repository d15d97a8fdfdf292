// Duties: what somebody outside has to see to. They follow from frames and calls; a save compares
// them with what was told before.
#include "engine/duties.h"

#include <string.h>

uint32_t duties_of_frame(const Frame *frame, const WritCase *instance, WritDuty duties[DUTIES_MAX])
{
    uint32_t count = 0;
    WritDuty base = {
        .frame = frame->id,
        .node = frame->node,
        .since = frame->began,
        .due = frame->due,
    };
    if (frame->gone) {
        return 0;
    }
    if (frame->kind == FRAME_TASK && !frame->answered) {
        WritDuty *task = &duties[count++];
        *task = base;
        task->kind = WRIT_DUTY_TASK;
        task->asked = frame->asked;
        task->asked_count = frame->asked_count;
        task->barred = frame->barred;
        task->barred_count = frame->barred_count;
        task->text = frame->text;
    }
    if (frame->kind == FRAME_WAIT && !frame->answered) {
        WritDuty *wait = &duties[count++];
        *wait = base;
        wait->kind = WRIT_DUTY_WAIT;
        wait->event = program_step(instance->program, frame->node)->callee;
        wait->keys = frame->keys;
        wait->key_count = frame->key_count;
    }
    Mark next = frame_next_mark(frame);
    if (frame->kind == FRAME_PROCESS && rules_next_due(instance) < next.due) {
        next.due = rules_next_due(instance);
    }
    if (next.due != WRIT_NEVER) {
        duties[count] = base;
        duties[count].kind = WRIT_DUTY_TIMER;
        duties[count++].due = next.due;
    }
    // One incident a frame: that of its clock shows when its own is over.
    bool clock_stuck = frame->clock != NULL && frame->clock->trouble.length > 0;
    if (frame->state == FRAME_STUCK || clock_stuck) {
        bool own = frame->state == FRAME_STUCK;
        duties[count] = base;
        duties[count].kind = WRIT_DUTY_INCIDENT;
        duties[count].since = own ? frame->stuck_at : frame->clock->stuck_at;
        duties[count].held = own && frame->held_by != 0;
        duties[count++].reason = own ? frame->reason : frame->clock->trouble;
    }
    return count;
}

WritDuty duty_of_call(const Call *call)
{
    return (WritDuty){
        .kind = WRIT_DUTY_CALL,
        .frame = call->frame,
        .node = WRIT_NONE,
        .call = call->number,
        .since = call->since,
        .due = call->due,
        .hook = call->hook,
        .attempt = call->attempt,
        .call_id = call->id,
        .input = call->input,
        .reason = call->reason,
    };
}

bool writ_case_find_call(const WritCase *instance, uint32_t call, WritDuty *duty)
{
    const Call *found = case_call(instance, call);
    if (found != NULL) {
        *duty = duty_of_call(found);
    }
    return found != NULL;
}

bool duties_equal(const WritDuty *a, const WritDuty *b)
{
    return a->kind == b->kind && a->frame == b->frame && a->due == b->due && a->since == b->since &&
           a->asked == b->asked && a->barred == b->barred && a->keys == b->keys &&
           a->attempt == b->attempt && writ_text_equal(a->reason, b->reason) &&
           writ_text_equal(a->text, b->text);
}

void writ_case_duties(const WritCase *instance, void *self, WritDutyVisitor *visit)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        WritDuty duties[DUTIES_MAX];
        uint32_t count = duties_of_frame(instance->frames[i], instance, duties);
        for (uint32_t j = 0; j < count; j++) {
            visit(self, &duties[j]);
        }
    }
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (!instance->calls[i]->gone) {
            WritDuty duty = duty_of_call(instance->calls[i]);
            visit(self, &duty);
        }
    }
}
