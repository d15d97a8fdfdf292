// Processes, stages, items and steps.
#include "syntax/dump.h"

#include <assert.h>

static void dump_items(Dump *dump, TreeItems items);

static void dump_one_action(Dump *dump, TreeAction *action)
{
    dump_actions(dump, (TreeActions){action, action, 1});
}

// --- Time ---------------------------------------------------------------------------------

static const char *timing_name(TreeTimingKind kind)
{
    switch (kind) {
    case TREE_TIMING_CALENDAR:
        return "uses calendar";
    case TREE_TIMING_OWN_CALENDAR:
        return "uses calendar of whoever does it";
    case TREE_TIMING_DEADLINE:
        return "deadline";
    case TREE_TIMING_NO_DEADLINE:
        return "no deadline";
    case TREE_TIMING_ESCALATE:
        return "escalate using";
    case TREE_TIMING_ON_OVERDUE:
        return "on overdue";
    case TREE_TIMING_PAUSES:
        return "clock pauses while";
    case TREE_TIMING_EVERY:
        return "every";
    }
    WRIT_UNREACHABLE();
}

static const char *whose_name(TreeWhose whose)
{
    switch (whose) {
    case TREE_WHOSE_UNSAID:
        return NULL;
    case TREE_WHOSE_EACH:
        return "each";
    case TREE_WHOSE_IN_TOTAL:
        return "in total";
    }
    WRIT_UNREACHABLE();
}

static void dump_timing(Dump *dump, const TreeTiming *timing)
{
    dump_begin(dump, timing->span, timing_name(timing->kind));
    dump_path(dump, NULL, timing->path);
    dump_expr(dump, NULL, timing->expr);
    dump_path(dump, "since", timing->since);
    dump_word(dump, whose_name(timing->whose));
    dump_text(dump, "because", timing->text);
    dump_duration(dump, NULL, timing->duration);
    dump_end(dump);
    dump_actions(dump, timing->actions);
    if (timing->remind != NULL) {
        dump_one_action(dump, timing->remind);
    }
}

// --- Steps --------------------------------------------------------------------------------

static const char *act_name(TreeActKind kind)
{
    switch (kind) {
    case TREE_ACT_DO:
        return "do";
    case TREE_ACT_ASK_APPROVAL:
        return "ask approval of";
    case TREE_ACT_VOTE_ON:
        return "vote on";
    case TREE_ACT_CALL:
        return "call";
    case TREE_ACT_RUN:
        return "run";
    case TREE_ACT_DECIDE:
        return "decide";
    case TREE_ACT_NOTIFY:
        return "notify";
    case TREE_ACT_WAIT_FOR:
        return "wait for";
    case TREE_ACT_SET:
        return "set";
    }
    WRIT_UNREACHABLE();
}

static void dump_act(Dump *dump, const TreeAct *act)
{
    dump_begin(dump, act->span, act_name(act->kind));
    dump_text(dump, NULL, act->text);
    dump_parties(dump, NULL, act->parties);
    dump_path(dump, act->kind == TREE_ACT_NOTIFY ? "with" : NULL, act->path);
    dump_path(dump, "using", act->using);
    dump_paths(dump, NULL, act->paths);
    bool dated = act->kind == TREE_ACT_DECIDE;
    dump_expr(dump, "as of", dated ? act->expr : NULL);
    dump_args(dump, act->args);
    dump_expr(dump, "to", dated ? NULL : act->expr);
    dump_expr(dump, "where", act->where);
    dump_name(dump, "into", act->into);
    dump_end(dump);
}

static void dump_fills(Dump *dump, TreeFills fills)
{
    for (const TreeFill *fill = fills.first; fill != NULL; fill = fill->next) {
        dump_word(dump, fill == fills.first ? NULL : ",");
        dump_path(dump, NULL, fill->path);
        if (fill->param != NULL) {
            dump_name(dump, NULL, fill->param->name);
            dump_word(dump, ":");
            dump_type(dump, fill->param->type);
        }
    }
}

static const char *action_line_name(TreeStepLineKind kind)
{
    return kind == TREE_STEP_NOBODY         ? "nobody"
           : kind == TREE_STEP_ON           ? "on"
           : kind == TREE_STEP_ON_NO_ANSWER ? "on no answer"
                                            : "if later";
}

static const char *names_line_name(TreeStepLineKind kind)
{
    return kind == TREE_STEP_OUTCOMES ? "outcomes" : kind == TREE_STEP_MARK ? "mark" : "tagged";
}

// Lines of a word and at most an expression.
static const char *expr_line_name(TreeStepLineKind kind)
{
    return kind == TREE_STEP_SUBSTITUTES        ? "substitutes allowed"
           : kind == TREE_STEP_NO_SUBSTITUTES   ? "no substitutes"
           : kind == TREE_STEP_CANNOT_BE_UNDONE ? "cannot be undone"
           : kind == TREE_STEP_TWO_PEOPLE       ? "two people"
           : kind == TREE_STEP_ONLY_IF          ? "only if"
                                                : "needs";
}

static void dump_action_line(Dump *dump, const TreeStepLine *line)
{
    dump_begin(dump, line->span, action_line_name(line->kind));
    dump_name(dump, NULL, line->kind == TREE_STEP_ON ? line->name : NULL);
    dump_path(dump, NULL, line->kind == TREE_STEP_IF_LATER ? line->path : NULL);
    dump_end(dump);
    dump_actions(dump, line->actions);
}

static void dump_step_line(Dump *dump, const TreeStepLine *line)
{
    switch (line->kind) {
    case TREE_STEP_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_STEP_ACT:
        dump_act(dump, line->act);
        return;
    case TREE_STEP_TIMING:
        dump_timing(dump, line->timing);
        return;
    case TREE_STEP_NOBODY:
    case TREE_STEP_ON:
    case TREE_STEP_ON_NO_ANSWER:
    case TREE_STEP_IF_LATER:
        dump_action_line(dump, line);
        return;
    case TREE_STEP_BY:
        dump_begin(dump, line->span, "by");
        dump_performer(dump, line->performer);
        break;
    case TREE_STEP_NEVER_BY:
        dump_begin(dump, line->span, "never by");
        dump_parties(dump, NULL, line->parties);
        break;
    case TREE_STEP_POWERS:
        dump_begin(dump, line->span, "powers");
        dump_powers(dump, line->powers);
        break;
    case TREE_STEP_SHOWS:
        dump_begin(dump, line->span, "shows");
        dump_paths(dump, NULL, line->paths);
        break;
    case TREE_STEP_FILL:
        dump_begin(dump, line->span, "fill");
        dump_fills(dump, line->fills);
        break;
    case TREE_STEP_UNDO_WITH:
        dump_begin(dump, line->span, "undo with");
        dump_path(dump, NULL, line->path);
        dump_args(dump, line->args);
        break;
    case TREE_STEP_OUTCOMES:
    case TREE_STEP_MARK:
    case TREE_STEP_TAGGED:
        dump_begin(dump, line->span, names_line_name(line->kind));
        dump_names(dump, NULL, line->names);
        break;
    case TREE_STEP_SUBSTITUTES:
    case TREE_STEP_NO_SUBSTITUTES:
    case TREE_STEP_CANNOT_BE_UNDONE:
    case TREE_STEP_TWO_PEOPLE:
    case TREE_STEP_ONLY_IF:
    case TREE_STEP_NEEDS:
        dump_begin(dump, line->span, expr_line_name(line->kind));
        dump_expr(dump, NULL, line->expr);
        dump_text(dump, "because", line->text);
        break;
    }
    dump_end(dump);
}

static void dump_step(Dump *dump, const TreeStep *step)
{
    dump_begin(dump, step->span, "step");
    dump_name(dump, NULL, step->name);
    dump_text(dump, NULL, step->title);
    dump_end(dump);
    dump->depth++;
    for (const TreeStepLine *line = step->lines.first; line != NULL; line = line->next) {
        dump_step_line(dump, line);
    }
    dump->depth--;
}

// --- Items --------------------------------------------------------------------------------

static void dump_same_time(Dump *dump, const TreeItem *item)
{
    dump_begin(dump, item->heading, "at the same time");
    dump_word(dump, item->join == TREE_JOIN_FIRST ? "first done" : NULL);
    dump_end(dump);
    dump->depth++;
    for (const TreeBranch *branch = item->branches.first; branch != NULL; branch = branch->next) {
        dump_begin(dump, branch->span, "branch");
        dump_name(dump, NULL, branch->name);
        dump_text(dump, NULL, branch->title);
        dump_end(dump);
        dump_items(dump, branch->items);
    }
    dump->depth--;
}

static void dump_if(Dump *dump, const TreeItem *item)
{
    for (const TreeArm *arm = item->arms.first; arm != NULL; arm = arm->next) {
        bool is_first = arm == item->arms.first;
        dump_begin(dump, arm->heading,
                   is_first                 ? "if"
                   : arm->condition != NULL ? "otherwise if"
                                            : "otherwise");
        dump_expr(dump, NULL, arm->condition);
        dump_end(dump);
        dump_items(dump, arm->items);
    }
}

static void dump_for_each(Dump *dump, const TreeItem *item)
{
    dump_begin(dump, item->heading, "for each");
    dump_name(dump, NULL, item->name);
    dump_expr(dump, "in", item->list);
    dump_expr(dump, "where", item->where);
    dump_word(dump,
              item->mode == TREE_EACH_AT_THE_SAME_TIME ? "at the same time" : "one at a time");
    dump_end(dump);
    dump_items(dump, item->items);
}

static void dump_repeat(Dump *dump, const TreeItem *item)
{
    dump_begin(dump, item->heading, "repeat");
    dump_literal(dump, "at most", item->number);
    dump_expr(dump, "until", item->until);
    dump_end(dump);
    dump_actions(dump, item->if_still_not);
    dump_items(dump, item->items);
}

static void dump_item(Dump *dump, const TreeItem *item)
{
    switch (item->kind) {
    case TREE_ITEM_STEP:
        dump_step(dump, item->step);
        return;
    case TREE_ITEM_SAME_TIME:
        dump_same_time(dump, item);
        return;
    case TREE_ITEM_FOR_EACH:
        dump_for_each(dump, item);
        return;
    case TREE_ITEM_IF:
        dump_if(dump, item);
        return;
    case TREE_ITEM_REPEAT:
        dump_repeat(dump, item);
        return;
    case TREE_ITEM_ROUTE:
        dump_begin(dump, item->span, "route");
        dump_end(dump);
        dump_one_action(dump, item->action);
        return;
    }
}

static void dump_items(Dump *dump, TreeItems items)
{
    dump->depth++;
    for (const TreeItem *item = items.first; item != NULL; item = item->next) {
        dump_item(dump, item);
    }
    dump->depth--;
}

static void dump_stage(Dump *dump, const TreeStage *stage)
{
    dump_begin(dump, stage->span, stage->detour ? "detour" : "stage");
    dump_name(dump, NULL, stage->name);
    dump_text(dump, NULL, stage->title);
    dump_end(dump);
    dump->depth++;
    for (const TreeStageLine *line = stage->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_STAGE_META:
            dump_meta(dump, line->meta);
            break;
        case TREE_STAGE_TIMING:
            dump_timing(dump, line->timing);
            break;
        case TREE_STAGE_MARK:
            dump_begin(dump, line->span, "mark");
            dump_names(dump, NULL, line->names);
            dump_end(dump);
            break;
        }
    }
    dump->depth--;
    dump_items(dump, stage->items);
}

// --- Processes ----------------------------------------------------------------------------

static const char *start_name(TreeStartKind kind)
{
    switch (kind) {
    case TREE_START_EVENT:
        return "on event";
    case TREE_START_REQUEST:
        return "on request by";
    case TREE_START_MONTH_DAY:
        return "every month on working day";
    case TREE_START_MONTH_LAST_DAY:
        return "every month on last working day";
    case TREE_START_WEEK:
        return "every week";
    case TREE_START_DAY:
        return "every day";
    case TREE_START_RRULE:
        return "by rrule";
    }
    WRIT_UNREACHABLE();
}

static void dump_start(Dump *dump, const TreeStart *start)
{
    dump_word(dump, start_name(start->kind));
    dump_path(dump, NULL, start->path);
    dump_expr(dump, "where", start->where);
    dump_parties(dump, NULL, start->parties);
    dump_literal(dump, NULL, start->number);
    if (start->weekday != NULL) {
        dump_weekday(dump, start->weekday);
    }
    dump_text(dump, NULL, start->text);
    dump_literal(dump, "at", start->time);
}

static void dump_cancellation(Dump *dump, const TreeCancellation *cancellation)
{
    dump_begin(dump, cancellation->span, "cancellation");
    dump_text(dump, NULL, cancellation->title);
    dump_end(dump);
    dump->depth++;
    for (const TreeCancellationLine *line = cancellation->lines.first; line != NULL;
         line = line->next) {
        switch (line->kind) {
        case TREE_CANCELLATION_BY:
            dump_begin(dump, line->span, "by");
            dump_performer(dump, line->performer);
            break;
        case TREE_CANCELLATION_ONLY_BEFORE:
            dump_begin(dump, line->span, "allowed only before");
            dump_name(dump, NULL, line->name);
            break;
        case TREE_CANCELLATION_MARK:
            dump_begin(dump, line->span, "mark");
            dump_names(dump, NULL, line->names);
            break;
        case TREE_CANCELLATION_ACTIONS:
            dump_begin(dump, line->span, "on cancellation");
            break;
        }
        dump_end(dump);
        dump_actions(dump, line->actions);
    }
    dump->depth--;
}

static void dump_happens(Dump *dump, const TreeHappens *happens)
{
    dump_begin(dump, happens->span, "if");
    dump_path(dump, NULL, happens->event);
    dump_names(dump, "happens in", happens->stages);
    dump_expr(dump, "where", happens->where);
    dump_word(dump, happens->stops ? "stop" : "go on");
    dump_end(dump);
    dump_actions(dump, happens->actions);
}

static void dump_process_line(Dump *dump, const TreeProcessLine *line)
{
    switch (line->kind) {
    case TREE_PROCESS_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_PROCESS_OWNER:
        dump_begin(dump, line->span, "process owner");
        dump_party(dump, NULL, line->party);
        break;
    case TREE_PROCESS_POWERS:
        dump_begin(dump, line->span, "powers");
        dump_powers(dump, line->powers);
        break;
    case TREE_PROCESS_STARTS:
        dump_begin(dump, line->span, "starts");
        dump_start(dump, line->start);
        break;
    case TREE_PROCESS_STARTS_WITH:
        dump_begin(dump, line->span, "starts with");
        dump_params(dump, NULL, line->params);
        break;
    case TREE_PROCESS_STORES:
        dump_begin(dump, line->span, "stores");
        dump_name(dump, NULL, line->param->name);
        dump_word(dump, ":");
        dump_type(dump, line->param->type);
        dump_expr(dump, "at start", line->at_start);
        break;
    case TREE_PROCESS_ONE_OPEN_CASE:
        dump_begin(dump, line->span, "one open case per");
        dump_paths(dump, NULL, line->paths);
        dump_word(dump, line->second == TREE_SECOND_REFUSED ? "refuse" : "join");
        break;
    case TREE_PROCESS_ENDS_AS:
        dump_begin(dump, line->span, "ends as");
        dump_names(dump, NULL, line->names);
        break;
    case TREE_PROCESS_TIMING:
        dump_timing(dump, line->timing);
        return;
    case TREE_PROCESS_CANCELLATION:
        dump_cancellation(dump, line->cancellation);
        return;
    case TREE_PROCESS_HAPPENS:
        dump_happens(dump, line->happens);
        return;
    case TREE_PROCESS_NOBODY:
        dump_begin(dump, line->span, "nobody");
        dump_end(dump);
        dump_actions(dump, line->actions);
        return;
    }
    dump_end(dump);
}

void dump_process(Dump *dump, const TreeProcess *process)
{
    dump->depth++;
    for (const TreeProcessLine *line = process->lines.first; line != NULL; line = line->next) {
        dump_process_line(dump, line);
    }
    for (const TreeStage *stage = process->stages.first; stage != NULL; stage = stage->next) {
        dump_stage(dump, stage);
    }
    dump->depth--;
}
