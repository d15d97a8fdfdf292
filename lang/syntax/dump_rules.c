// Decisions, committees, rules, migrations and scenarios.
#include "syntax/dump.h"

#include <assert.h>

// --- Decisions, committees, rules ---------------------------------------------------------

static void dump_decision_line(Dump *dump, const TreeDecisionLine *line)
{
    switch (line->kind) {
    case TREE_DECISION_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_DECISION_GIVEN:
        dump_begin(dump, line->span, "given");
        break;
    case TREE_DECISION_GIVES:
        dump_begin(dump, line->span, "gives");
        break;
    case TREE_DECISION_ONE_ROW:
        dump_begin(dump, line->span, "one row");
        break;
    case TREE_DECISION_FIRST_ROW:
        dump_begin(dump, line->span, "first row");
        break;
    case TREE_DECISION_EVERY_ROW:
        dump_begin(dump, line->span, "every row");
        break;
    }
    dump_params(dump, NULL, line->params);
    dump_end(dump);
}

void dump_decision(Dump *dump, const TreeDecision *decision)
{
    for (const TreeDecisionLine *line = decision->lines.first; line != NULL; line = line->next) {
        dump_decision_line(dump, line);
    }
    dump->depth--;
    dump_table(dump, decision->table);
    dump->depth++;
}

static const char *committee_line_name(TreeCommitteeLineKind kind)
{
    switch (kind) {
    case TREE_COMMITTEE_META:
        return "meta";
    case TREE_COMMITTEE_GIVEN:
        return "given";
    case TREE_COMMITTEE_CHAIR:
        return "chair";
    case TREE_COMMITTEE_MEMBERS:
        return "members";
    case TREE_COMMITTEE_ADVISERS:
        return "advisers";
    case TREE_COMMITTEE_SECRETARY:
        return "secretary";
    case TREE_COMMITTEE_QUORUM:
        return "quorum";
    case TREE_COMMITTEE_MAJORITY:
        return "majority";
    case TREE_COMMITTEE_TIE:
        return "tie";
    case TREE_COMMITTEE_VETO:
        return "veto";
    }
    WRIT_UNREACHABLE();
}

static void dump_committee_line(Dump *dump, const TreeCommitteeLine *line)
{
    if (line->kind == TREE_COMMITTEE_META) {
        dump_meta(dump, line->meta);
        return;
    }
    dump_begin(dump, line->span, committee_line_name(line->kind));
    dump_params(dump, NULL, line->params);
    dump_parties(dump, NULL, line->parties);
    if (line->kind == TREE_COMMITTEE_MAJORITY) {
        dump_word(dump, line->more_than ? "more than" : "at least");
    }
    dump_literal(dump, NULL, line->number);
    dump_literal(dump, "/", line->divisor);
    if (line->kind == TREE_COMMITTEE_MAJORITY) {
        dump_word(dump, line->of_all_members ? "of all members" : "of votes cast");
    }
    dump_word(dump, line->including_chair ? "including chair" : NULL);
    if (line->kind == TREE_COMMITTEE_TIE) {
        dump_word(dump, line->chair_decides ? "chair decides" : "motion fails");
    }
    dump_expr(dump, "when", line->when);
    dump_end(dump);
}

void dump_committee(Dump *dump, const TreeCommittee *committee)
{
    for (const TreeCommitteeLine *line = committee->lines.first; line != NULL; line = line->next) {
        dump_committee_line(dump, line);
    }
}

static const char *constraint_name(TreeConstraintKind kind)
{
    switch (kind) {
    case TREE_CONSTRAINT_BLOCKED_UNTIL:
        return "blocked until";
    case TREE_CONSTRAINT_BEFORE:
        return "before";
    case TREE_CONSTRAINT_NEVER_AFTER:
        return "never after";
    case TREE_CONSTRAINT_AFTER_ALWAYS:
        return "after always";
    case TREE_CONSTRAINT_NEVER_BOTH:
        return "never both";
    case TREE_CONSTRAINT_AT_MOST:
        return "at most";
    case TREE_CONSTRAINT_AT_LEAST:
        return "at least";
    case TREE_CONSTRAINT_NEVER_DOES:
        return "never does";
    case TREE_CONSTRAINT_DIFFERENT_PEOPLE:
        return "different people do";
    case TREE_CONSTRAINT_SAME_PERSON:
        return "same person does";
    case TREE_CONSTRAINT_ALWAYS:
        return "always";
    }
    WRIT_UNREACHABLE();
}

static void dump_occurrence(Dump *dump, const TreeOccurrence *occurrence)
{
    if (occurrence != NULL) {
        dump_path(dump, NULL, occurrence->path);
        dump_name(dump, "any", occurrence->any_tag);
        dump_word(dump, ";");
    }
}

static void dump_constraint(Dump *dump, const TreeConstraint *constraint)
{
    dump_begin(dump, constraint->span, constraint_name(constraint->kind));
    dump_occurrence(dump, constraint->first);
    dump_occurrence(dump, constraint->second);
    for (const TreeOccurrence *occurrence = constraint->occurrences.first; occurrence != NULL;
         occurrence = occurrence->next) {
        dump_occurrence(dump, occurrence);
    }
    dump_parties(dump, "reported to", constraint->parties);
    dump_literal(dump, NULL, constraint->number);
    dump_duration(dump, "within", constraint->within);
    dump_expr(dump, NULL, constraint->expr);
    dump_end(dump);
}

static void dump_rule_line(Dump *dump, const TreeRuleLine *line)
{
    switch (line->kind) {
    case TREE_RULE_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_RULE_GIVEN:
        dump_begin(dump, line->span, "given");
        break;
    case TREE_RULE_APPLIES_TO:
        dump_begin(dump, line->span, "applies to");
        break;
    case TREE_RULE_APPLIES_TO_ALL:
        dump_begin(dump, line->span, "applies to every process");
        break;
    case TREE_RULE_WHEN:
        dump_begin(dump, line->span, "when");
        break;
    case TREE_RULE_CONSTRAINT:
        dump_constraint(dump, line->constraint);
        return;
    case TREE_RULE_ON_BREACH:
        dump_begin(dump, line->span, "on breach");
        break;
    }
    dump_params(dump, NULL, line->params);
    dump_paths(dump, NULL, line->paths);
    dump_expr(dump, NULL, line->expr);
    dump_end(dump);
    dump_actions(dump, line->actions);
}

void dump_rule(Dump *dump, const TreeRule *rule)
{
    for (const TreeRuleLine *line = rule->lines.first; line != NULL; line = line->next) {
        dump_rule_line(dump, line);
    }
}

// --- Migrations ---------------------------------------------------------------------------

static void dump_migration_line(Dump *dump, const TreeMigrationLine *line)
{
    switch (line->kind) {
    case TREE_MIGRATION_META:
        dump_meta(dump, line->meta);
        return;
    case TREE_MIGRATION_RENAME_STAGE:
        dump_begin(dump, line->span, "rename stage");
        break;
    case TREE_MIGRATION_RENAME_STEP:
        dump_begin(dump, line->span, "rename step");
        break;
    case TREE_MIGRATION_SET:
        dump_begin(dump, line->span, "set");
        break;
    case TREE_MIGRATION_MOVE:
        dump_begin(dump, line->span, "move");
        break;
    case TREE_MIGRATION_STAY:
        dump_begin(dump, line->span, "stay");
        break;
    }
    dump_name(dump, NULL, line->from);
    dump_name(dump, "to", line->to);
    dump_path(dump, NULL, line->path);
    dump_expr(dump, "to", line->expr);
    dump_names(dump, NULL, line->names);
    dump_literal(dump, "on", line->version);
    dump_end(dump);
}

void dump_migration(Dump *dump, const TreeMigration *migration)
{
    for (const TreeMigrationLine *line = migration->lines.first; line != NULL; line = line->next) {
        dump_migration_line(dump, line);
    }
}

// --- Scenarios ----------------------------------------------------------------------------

static const char *scenario_line_name(TreeScenarioLineKind kind)
{
    switch (kind) {
    case TREE_SCENARIO_META:
        return "meta";
    case TREE_SCENARIO_CLOCK:
        return "clock";
    case TREE_SCENARIO_PERSON:
        return "person";
    case TREE_SCENARIO_SYSTEM_ANSWERS:
        return "system answers";
    case TREE_SCENARIO_SYSTEM_SILENT:
        return "system gives no answer";
    case TREE_SCENARIO_STARTS:
        return "starts";
    case TREE_SCENARIO_ANSWERS:
        return "answers";
    case TREE_SCENARIO_CANCELS:
        return "cancels";
    case TREE_SCENARIO_AWAY:
        return "is away";
    case TREE_SCENARIO_ARRIVES:
        return "arrives";
    case TREE_SCENARIO_PASS:
        return "pass";
    case TREE_SCENARIO_CHECK_HAS_TASK:
        return "check has task";
    case TREE_SCENARIO_CHECK_NO_TASK:
        return "check has no task";
    case TREE_SCENARIO_CHECK_MESSAGE:
        return "check got message";
    case TREE_SCENARIO_CHECK_NO_MESSAGE:
        return "check got no message";
    case TREE_SCENARIO_CHECK_STAGE:
        return "check stage";
    case TREE_SCENARIO_CHECK_ENDED:
        return "check ended";
    case TREE_SCENARIO_CHECK_BREACH:
        return "check breach";
    case TREE_SCENARIO_CHECK_NO_BREACH:
        return "check no breach";
    case TREE_SCENARIO_CHECK_CALL:
        return "check call";
    case TREE_SCENARIO_CHECK_ROW:
        return "check row";
    case TREE_SCENARIO_CHECK_THAT:
        return "check that";
    case TREE_SCENARIO_CASES:
        return "cases";
    }
    WRIT_UNREACHABLE();
}

static void dump_scenario_line(Dump *dump, const TreeScenarioLine *line)
{
    if (line->kind == TREE_SCENARIO_META) {
        dump_meta(dump, line->meta);
        return;
    }
    dump_begin(dump, line->span, scenario_line_name(line->kind));
    dump_name(dump, NULL, line->name);
    dump_path(dump, NULL, line->path);
    dump_name(dump, "value", line->value);
    dump_parties(dump, "as", line->parties);
    dump_args(dump, line->args);
    dump_literal(dump, NULL, line->date);
    dump_literal(dump, NULL, line->time);
    dump_literal(dump, "through", line->through);
    dump_duration(dump, NULL, line->duration);
    dump_expr(dump, NULL, line->expr);
    dump_end(dump);
    if (line->table != NULL) {
        dump_table(dump, line->table);
    }
}

void dump_scenario(Dump *dump, const TreeScenario *scenario)
{
    for (const TreeScenarioLine *line = scenario->lines.first; line != NULL; line = line->next) {
        dump_scenario_line(dump, line);
    }
}
