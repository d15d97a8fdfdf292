// Declarations: data, people, time, messages, hooks, formulas, measures; and the way to the others.
#include "syntax/dump.h"

#include <assert.h>

// --- Data ---------------------------------------------------------------------------------

static void dump_field(Dump *dump, const TreeField *field)
{
    dump_begin(dump, field->span, "field");
    dump_name(dump, NULL, field->name);
    dump_word(dump, ":");
    dump_type(dump, field->type);
    for (const TreeFieldOption *option = field->options.first; option != NULL;
         option = option->next) {
        const char *word = NULL;
        switch (option->kind) {
        case TREE_FIELD_AT_START:
            word = "at start";
            break;
        case TREE_FIELD_COMPUTED_AS:
            word = "computed as";
            break;
        case TREE_FIELD_SUCH_THAT:
            word = "such that";
            break;
        }
        dump_expr(dump, word, option->expr);
    }
    dump_end(dump);
}

static void dump_fields(Dump *dump, TreeFields lines)
{
    for (const TreeField *line = lines.first; line != NULL; line = line->next) {
        dump_field(dump, line);
    }
}

static void dump_event_line(Dump *dump, const TreeEventLine *line)
{
    switch (line->kind) {
    case TREE_EVENT_FIELD:
        dump_field(dump, line->field);
        return;
    case TREE_EVENT_FOR_CASE_WITH:
        dump_begin(dump, line->span, "for the case with");
        break;
    case TREE_EVENT_FOR_LONGEST:
        dump_begin(dump, line->span, "for the longest waiting case");
        break;
    case TREE_EVENT_FOR_ALL:
        dump_begin(dump, line->span, "for all cases waiting for it");
        break;
    case TREE_EVENT_EARLY_KEPT:
        dump_begin(dump, line->span, "early ones are kept");
        break;
    case TREE_EVENT_SENT_TIMES:
        dump_begin(dump, line->span, "sent times of");
        break;
    }
    dump_paths(dump, NULL, line->paths);
    dump_text(dump, NULL, line->text);
    dump_duration(dump, NULL, line->duration);
    dump_end(dump);
}

static void dump_event_lines(Dump *dump, TreeEventLines lines)
{
    for (const TreeEventLine *line = lines.first; line != NULL; line = line->next) {
        dump_event_line(dump, line);
    }
}

// --- People, time, messages ---------------------------------------------------------------

static void dump_role_line(Dump *dump, const TreeRoleLine *line)
{
    switch (line->kind) {
    case TREE_ROLE_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_ROLE_FILLED_FROM:
        dump_begin(dump, line->span, "filled from");
        break;
    case TREE_ROLE_STAFFED_BY:
        dump_begin(dump, line->span, "staffed by at least");
        break;
    case TREE_ROLE_DEPUTY:
        dump_begin(dump, line->span, "standing deputy");
        break;
    case TREE_ROLE_EXCLUDES:
        dump_begin(dump, line->span, "excludes");
        break;
    }
    dump_text(dump, NULL, line->text);
    dump_literal(dump, NULL, line->number);
    dump_parties(dump, NULL, line->parties);
    dump_end(dump);
}

static void dump_role_lines(Dump *dump, TreeRoleLines lines)
{
    for (const TreeRoleLine *line = lines.first; line != NULL; line = line->next) {
        dump_role_line(dump, line);
    }
}

static void dump_calendar_line(Dump *dump, const TreeCalendarLine *line)
{
    switch (line->kind) {
    case TREE_CALENDAR_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_CALENDAR_TIME_ZONE:
        dump_begin(dump, line->span, "time zone");
        break;
    case TREE_CALENDAR_OPEN:
        dump_begin(dump, line->span, "open");
        dump_weekday(dump, line->first);
        dump_weekday(dump, line->last);
        break;
    case TREE_CALENDAR_HOLIDAYS:
        dump_begin(dump, line->span, "public holidays from");
        break;
    case TREE_CALENDAR_OPEN_ALL:
        dump_begin(dump, line->span, "open when all of");
        break;
    case TREE_CALENDAR_OPEN_ANY:
        dump_begin(dump, line->span, "open when any of");
        break;
    case TREE_CALENDAR_VALID_THROUGH:
        dump_begin(dump, line->span, "valid through");
        break;
    }
    dump_text(dump, NULL, line->text);
    dump_literal(dump, NULL, line->from);
    dump_literal(dump, "to", line->to);
    dump_paths(dump, NULL, line->paths);
    dump_end(dump);
}

static void dump_calendar_lines(Dump *dump, TreeCalendarLines lines)
{
    for (const TreeCalendarLine *line = lines.first; line != NULL; line = line->next) {
        dump_calendar_line(dump, line);
    }
}

static const char *rates_word(TreeRatesLineKind kind)
{
    switch (kind) {
    case TREE_RATES_META:
        return "";
    case TREE_RATES_AGAINST:
        return "against";
    case TREE_RATES_FROM:
        return "rates from";
    case TREE_RATES_AGE:
        return "no older than";
    case TREE_RATES_TO_UNIT:
        return "rounded to the minor unit";
    case TREE_RATES_TO_PLACES:
        return "rounded to";
    }
    WRIT_UNREACHABLE();
}

static void dump_rates_lines(Dump *dump, TreeRatesLines lines)
{
    for (const TreeRatesLine *line = lines.first; line != NULL; line = line->next) {
        if (line->kind == TREE_RATES_META) {
            dump_meta(dump, line->meta);
            continue;
        }
        dump_begin(dump, line->span, rates_word(line->kind));
        dump_name(dump, NULL, line->code);
        dump_text(dump, NULL, line->text);
        dump_duration(dump, NULL, line->duration);
        dump_literal(dump, NULL, line->number);
        dump_end(dump);
    }
}

static void dump_rung(Dump *dump, const TreeRung *rung)
{
    switch (rung->kind) {
    case TREE_RUNG_META:
        dump_meta(dump, rung->meta);
        return;
    case TREE_RUNG_GIVEN:
        dump_begin(dump, rung->span, "given");
        break;
    case TREE_RUNG_AFTER:
        dump_begin(dump, rung->span, "after");
        break;
    case TREE_RUNG_AFTER_PERCENT:
        dump_begin(dump, rung->span, "after percent");
        break;
    case TREE_RUNG_AFTER_REMINDER:
        dump_begin(dump, rung->span, "after reminder");
        break;
    case TREE_RUNG_EVERY:
        dump_begin(dump, rung->span, "every");
        break;
    case TREE_RUNG_BEFORE_DUE:
        dump_begin(dump, rung->span, "before due");
        break;
    }
    dump_params(dump, NULL, rung->params);
    dump_duration(dump, NULL, rung->duration);
    dump_literal(dump, NULL, rung->literal);
    dump_path(dump, "since", rung->since);
    dump_end(dump);
    dump_actions(dump, rung->actions);
}

static void dump_rungs(Dump *dump, TreeRungs lines)
{
    for (const TreeRung *line = lines.first; line != NULL; line = line->next) {
        dump_rung(dump, line);
    }
}

static void dump_message_line(Dump *dump, const TreeMessageLine *line)
{
    switch (line->kind) {
    case TREE_MESSAGE_GIVEN:
        dump_begin(dump, line->span, "given");
        break;
    case TREE_MESSAGE_SUBJECT:
        dump_begin(dump, line->span, "subject");
        break;
    case TREE_MESSAGE_TEXT:
        dump_begin(dump, line->span, "text");
        break;
    }
    dump_params(dump, NULL, line->params);
    dump_text(dump, NULL, line->text);
    dump_end(dump);
}

static void dump_message_lines(Dump *dump, TreeMessageLines lines)
{
    for (const TreeMessageLine *line = lines.first; line != NULL; line = line->next) {
        dump_message_line(dump, line);
    }
}

// --- Hooks, formulas, measures ------------------------------------------------------------

static const char *hook_line_name(TreeHookLineKind kind)
{
    switch (kind) {
    case TREE_HOOK_META:
        return "meta";
    case TREE_HOOK_LUA:
        return "lua";
    case TREE_HOOK_TAKES:
        return "takes";
    case TREE_HOOK_GIVES:
        return "gives";
    case TREE_HOOK_OUTCOMES:
        return "outcomes";
    case TREE_HOOK_COMPUTES_ONLY:
        return "computes only";
    case TREE_HOOK_READS_ONLY:
        return "reads only";
    case TREE_HOOK_WRITES_OUTSIDE:
        return "writes outside";
    case TREE_HOOK_ONCE_PER:
        return "once per";
    case TREE_HOOK_TIMEOUT:
        return "timeout";
    case TREE_HOOK_RETRY:
        return "retry";
    case TREE_HOOK_UNDO_WITH:
        return "undo with";
    case TREE_HOOK_CANNOT_BE_UNDONE:
        return "cannot be undone";
    case TREE_HOOK_MAY_USE:
        return "may use";
    }
    WRIT_UNREACHABLE();
}

static void dump_hook_line(Dump *dump, const TreeHookLine *line)
{
    if (line->kind == TREE_HOOK_META) {
        dump_meta(dump, line->meta);
        return;
    }
    dump_begin(dump, line->span, hook_line_name(line->kind));
    dump_name(dump, NULL, line->name);
    dump_text(dump, "in", line->text);
    dump_params(dump, NULL, line->params);
    dump_names(dump, NULL, line->names);
    dump_paths(dump, NULL, line->paths);
    dump_path(dump, NULL, line->path);
    dump_literal(dump, NULL, line->number);
    dump_duration(dump, line->kind == TREE_HOOK_RETRY ? "every" : NULL, line->duration);
    dump_duration(dump, "up to", line->up_to);
    dump_end(dump);
}

static void dump_hook_lines(Dump *dump, TreeHookLines lines)
{
    for (const TreeHookLine *line = lines.first; line != NULL; line = line->next) {
        dump_hook_line(dump, line);
    }
}

static void dump_formula_line(Dump *dump, const TreeFormulaLine *line)
{
    switch (line->kind) {
    case TREE_FORMULA_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_FORMULA_GIVEN:
        dump_begin(dump, line->span, "given");
        break;
    case TREE_FORMULA_GIVES:
        dump_begin(dump, line->span, "gives");
        dump_type(dump, line->type);
        break;
    case TREE_FORMULA_IS:
        dump_begin(dump, line->span, "is");
        break;
    }
    dump_params(dump, NULL, line->params);
    dump_expr(dump, NULL, line->expr);
    dump_end(dump);
}

static void dump_formula_lines(Dump *dump, TreeFormulaLines lines)
{
    for (const TreeFormulaLine *line = lines.first; line != NULL; line = line->next) {
        dump_formula_line(dump, line);
    }
}

static void dump_measure_line(Dump *dump, const TreeMeasureLine *line)
{
    switch (line->kind) {
    case TREE_MEASURE_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_MEASURE_OWNER:
        dump_begin(dump, line->span, "measure owner");
        dump_party(dump, NULL, line->party);
        break;
    case TREE_MEASURE_OVER:
        dump_begin(dump, line->span, "over");
        dump_path(dump, NULL, line->path);
        dump_expr(dump, "where", line->expr);
        break;
    case TREE_MEASURE_IS:
        dump_begin(dump, line->span, "is");
        dump_expr(dump, NULL, line->expr);
        break;
    case TREE_MEASURE_TARGET_AT_LEAST:
        dump_begin(dump, line->span, "target at least");
        dump_expr(dump, NULL, line->expr);
        break;
    case TREE_MEASURE_TARGET_AT_MOST:
        dump_begin(dump, line->span, "target at most");
        dump_expr(dump, NULL, line->expr);
        break;
    }
    dump_end(dump);
}

static void dump_measure_lines(Dump *dump, TreeMeasureLines lines)
{
    for (const TreeMeasureLine *line = lines.first; line != NULL; line = line->next) {
        dump_measure_line(dump, line);
    }
}

// --- All of them --------------------------------------------------------------------------

const char *dump_decl_word(const TreeDecl *decl)
{
    switch (decl->kind) {
    case TREE_DECL_UNIT:
        return "unit";
    case TREE_DECL_CHOICE:
        return decl->choice.ordered ? "ordered choice" : "choice";
    case TREE_DECL_RECORD:
        return "record";
    case TREE_DECL_EVENT:
        return "event";
    case TREE_DECL_ROLE:
        return "role";
    case TREE_DECL_CALENDAR:
        return "calendar";
    case TREE_DECL_RATES:
        return "exchange rates";
    case TREE_DECL_LADDER:
        return "ladder";
    case TREE_DECL_MESSAGE:
        return "message";
    case TREE_DECL_HOOK:
        return "hook";
    case TREE_DECL_FORMULA:
        return "formula";
    case TREE_DECL_DECISION:
        return "decision";
    case TREE_DECL_COMMITTEE:
        return "committee";
    case TREE_DECL_MILESTONE:
        return "milestone";
    case TREE_DECL_TAG:
        return "tag";
    case TREE_DECL_RULE:
        return "rule";
    case TREE_DECL_MEASURE:
        return "measure";
    case TREE_DECL_PROCESS:
        return "process";
    case TREE_DECL_MIGRATION:
        return "migration";
    case TREE_DECL_SCENARIO:
        return "scenario";
    }
    WRIT_UNREACHABLE();
}

static void dump_heading(Dump *dump, const TreeDecl *decl)
{
    dump_begin(dump, decl->span, dump_decl_word(decl));
    dump_name(dump, NULL, decl->name);
    dump_path(dump, NULL, decl->kind == TREE_DECL_HOOK ? decl->hook.path : NULL);
    dump_literal(dump, "from", decl->kind == TREE_DECL_MIGRATION ? decl->migration.version : NULL);
    dump_text(dump, NULL, decl->title);
    if (decl->kind == TREE_DECL_CHOICE) {
        dump_names(dump, "is", decl->choice.values);
    }
    dump_end(dump);
}

static void dump_lines(Dump *dump, const TreeDecl *decl)
{
    switch (decl->kind) {
    case TREE_DECL_UNIT:
    case TREE_DECL_CHOICE:
    case TREE_DECL_MILESTONE:
    case TREE_DECL_TAG:
    case TREE_DECL_PROCESS:
        return;
    case TREE_DECL_RECORD:
        dump_fields(dump, decl->record.fields);
        return;
    case TREE_DECL_EVENT:
        dump_event_lines(dump, decl->event.lines);
        return;
    case TREE_DECL_ROLE:
        dump_role_lines(dump, decl->role.lines);
        return;
    case TREE_DECL_CALENDAR:
        dump_calendar_lines(dump, decl->calendar.lines);
        return;
    case TREE_DECL_RATES:
        dump_rates_lines(dump, decl->rates.lines);
        return;
    case TREE_DECL_LADDER:
        dump_rungs(dump, decl->ladder.rungs);
        return;
    case TREE_DECL_MESSAGE:
        dump_message_lines(dump, decl->message.lines);
        return;
    case TREE_DECL_HOOK:
        dump_hook_lines(dump, decl->hook.lines);
        return;
    case TREE_DECL_FORMULA:
        dump_formula_lines(dump, decl->formula.lines);
        return;
    case TREE_DECL_MEASURE:
        dump_measure_lines(dump, decl->measure.lines);
        return;
    case TREE_DECL_DECISION:
        dump_decision(dump, &decl->decision);
        return;
    case TREE_DECL_COMMITTEE:
        dump_committee(dump, &decl->committee);
        return;
    case TREE_DECL_RULE:
        dump_rule(dump, &decl->rule);
        return;
    case TREE_DECL_MIGRATION:
        dump_migration(dump, &decl->migration);
        return;
    case TREE_DECL_SCENARIO:
        dump_scenario(dump, &decl->scenario);
        return;
    }
}

static TreeMetas metas_of(const TreeDecl *decl)
{
    switch (decl->kind) {
    case TREE_DECL_CHOICE:
        return decl->choice.metas;
    case TREE_DECL_RECORD:
        return decl->record.metas;
    case TREE_DECL_EVENT:
        return decl->event.metas;
    case TREE_DECL_MILESTONE:
    case TREE_DECL_TAG:
        return decl->metas;
    case TREE_DECL_UNIT:
    case TREE_DECL_ROLE:
    case TREE_DECL_CALENDAR:
    case TREE_DECL_RATES:
    case TREE_DECL_LADDER:
    case TREE_DECL_MESSAGE:
    case TREE_DECL_HOOK:
    case TREE_DECL_FORMULA:
    case TREE_DECL_DECISION:
    case TREE_DECL_COMMITTEE:
    case TREE_DECL_RULE:
    case TREE_DECL_MEASURE:
    case TREE_DECL_PROCESS:
    case TREE_DECL_MIGRATION:
    case TREE_DECL_SCENARIO:
        return (TreeMetas){0};
    }
    WRIT_UNREACHABLE();
}

void dump_decl(Dump *dump, const TreeDecl *decl)
{
    dump_heading(dump, decl);
    dump_metas(dump, metas_of(decl));
    if (decl->kind == TREE_DECL_PROCESS) {
        dump_process(dump, &decl->process);
        return;
    }
    dump->depth++;
    dump_lines(dump, decl);
    dump->depth--;
}
