// Calendars, pauses and rungs of deadlines.
#include "support/plan_builder_inside.h"

#include <string.h>

void build_calendar(PlanBuilder *b, uint32_t node, const char *name)
{
    uint32_t calendar = build_constant(b, build_plain(b, WRIT_TYPE_CALENDAR), name);
    b->plan.nodes[node].deadline.calendar = calendar;
}

void build_owed_calendar(PlanBuilder *b, uint32_t node)
{
    uint32_t calendar = build_context(b, WRIT_CONTEXT_OWED_CALENDAR);
    b->plan.nodes[node].deadline.calendar = calendar;
}

void build_pauses(PlanBuilder *b, uint32_t node, uint32_t condition)
{
    b->plan.nodes[node].deadline.pauses = condition;
}

void build_rungs(PlanBuilder *b, uint32_t node, const WritRung *rungs, uint32_t count)
{
    b->plan.nodes[node].deadline.rungs_start = b->plan.rung_count;
    b->plan.nodes[node].deadline.rung_count = count;
    for (uint32_t i = 0; i < count; i++) {
        (void)builder_push(b, offsetof(WritPlan, rungs), offsetof(WritPlan, rung_count), &rungs[i],
                           sizeof rungs[i]);
    }
}

static uint32_t span(PlanBuilder *b, const char *amount)
{
    bool working = strstr(amount, "working") != NULL;
    WritTypeKind kind = working ? WRIT_TYPE_WORKING_TIME : WRIT_TYPE_DURATION;
    return build_value(b, build_plain(b, kind), amount);
}

WritRung rung_after(PlanBuilder *b, const char *amount, uint32_t since, uint32_t actions)
{
    return (WritRung){
        .kind = WRIT_RUNG_AFTER, .amount = span(b, amount), .since = since, .actions = actions};
}

WritRung rung_share(PlanBuilder *b, const char *percent, uint32_t actions)
{
    uint32_t amount = build_value(b, build_plain(b, WRIT_TYPE_PERCENT), percent);
    return (WritRung){
        .kind = WRIT_RUNG_AFTER_SHARE, .amount = amount, .since = WRIT_NONE, .actions = actions};
}

WritRung rung_every(PlanBuilder *b, const char *amount, uint32_t actions)
{
    return (WritRung){
        .kind = WRIT_RUNG_EVERY, .amount = span(b, amount), .since = WRIT_NONE, .actions = actions};
}

WritRung rung_before_due(PlanBuilder *b, const char *amount, uint32_t actions)
{
    return (WritRung){.kind = WRIT_RUNG_BEFORE_DUE,
                      .amount = span(b, amount),
                      .since = WRIT_NONE,
                      .actions = actions};
}

WritRung rung_reminder(uint32_t reminder, uint32_t repeated, uint32_t actions)
{
    return (WritRung){.kind = WRIT_RUNG_AFTER_REMINDER,
                      .amount = WRIT_NONE,
                      .reminder = reminder,
                      .repeated = repeated,
                      .since = WRIT_NONE,
                      .actions = actions};
}
