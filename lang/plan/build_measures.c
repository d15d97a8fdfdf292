// A measure: its expressions in a table of their own, with what they use.
#include "plan/build.h"

static void add_head(Build *build)
{
    const Measure *source = build->source;
    WritPlan *plan = build->plan;
    plan->name = source->symbol->qualified;
    plan->title = source->title;
    plan->version = source->symbol->module->version;
    plan->per = source->symbol->module->per;
    plan->start = WRIT_START_ON_REQUEST;
    plan->on_nobody = WRIT_NONE;
    plan->owner = plan_make_party(build, &source->owner);
}

void plan_make_measure(Build *build)
{
    const Measure *source = build->source;
    WritMeasure *measure = build->measure;
    add_head(build);
    measure->process = source->process->name;
    measure->is_text = source->is_text;
    measure->where_text = source->where_text;
    measure->target_text = source->target_text;
    measure->ended = plan_make_entity(build, &build->records, &source->record->entry);
    measure->where = plan_make_optional_expr(build, source->where);
    measure->is = plan_make_expr(build, source->is);
    measure->target_kind = source->target_kind;
    measure->target = plan_make_optional_expr(build, source->target);
}
