// Decisions, committees, rules, migrations and scenarios; a part of the grammar (parser.y).

// --- Decisions ----------------------------------------------------------------------------

decision:
  DECISION name title NL decision_lines table
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_DECISION, .name = $2, .title = $3,
                                          .decision = {.lines = $5, .table = $6}}); }
| DECISION skipped decision_lines table { $$ = NULL; }
;

decision_lines:
  %empty { $$ = (TreeDecisionLines){0}; }
| decision_lines decision_line { $$ = build_decision_lines(build, $1, $2); }
;

decision_line:
  meta
  { $$ = build_decision_line(build, @$,
                             (TreeDecisionLine){.kind = TREE_DECISION_META, .meta = $1}); }
| GIVEN params NL
  { $$ = build_decision_line(build, @$,
                             (TreeDecisionLine){.kind = TREE_DECISION_GIVEN, .params = $2}); }
| GIVES params NL
  { $$ = build_decision_line(build, @$,
                             (TreeDecisionLine){.kind = TREE_DECISION_GIVES, .params = $2}); }
| ROWS_ONE NL
  { $$ = build_decision_line(build, @$, (TreeDecisionLine){.kind = TREE_DECISION_ONE_ROW}); }
| ROWS_FIRST NL
  { $$ = build_decision_line(build, @$, (TreeDecisionLine){.kind = TREE_DECISION_FIRST_ROW}); }
| ROWS_EVERY NL
  { $$ = build_decision_line(build, @$, (TreeDecisionLine){.kind = TREE_DECISION_EVERY_ROW}); }
| skipped { $$ = NULL; }
;

table:
  table_head rows { $$ = build_table_rows(build, @$, $1, $2); }
;

table_head:
  BAR TABLE_IF BAR columns BARS TABLE_THEN columns BAR NL
  { $$ = build_table(build, @$, (TreeTable){.conditions = $4, .results = $7}); }
| BAR skipped { $$ = build_table(build, @$, (TreeTable){0}); }
;

columns:
  path { $$ = build_paths(build, (TreePaths){0}, $1); }
| columns BAR path { $$ = build_paths(build, $1, $3); }
;

rows:
  row { $$ = build_rows(build, (TreeRows){0}, $1); }
| rows row { $$ = build_rows(build, $1, $2); }
;

row:
  BAR value BAR cells BARS cells BAR NL
  { $$ = build_row(build, @$, (TreeRow){.label = $2, .conditions = $4, .results = $6}); }
| BAR skipped { $$ = NULL; }
;

cells:
  cell { $$ = build_cells(build, (TreeCells){0}, $1); }
| cells BAR cell { $$ = build_cells(build, $1, $3); }
;

cell:
  ANY { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_ANY}); }
| MISSING { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_MISSING}); }
| PRESENT { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_PRESENT}); }
| BELOW coalesce
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_BELOW, .high = $2}); }
| UP_TO coalesce
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_UP_TO, .high = $2}); }
| ABOVE coalesce
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_ABOVE, .low = $2}); }
| ABOVE coalesce UP_TO coalesce
  { $$ = build_cell(build, @$,
                    (TreeCell){.kind = TREE_CELL_ABOVE_UP_TO, .low = $2, .high = $4}); }
| ABOVE coalesce BELOW coalesce
  { $$ = build_cell(build, @$,
                    (TreeCell){.kind = TREE_CELL_ABOVE_BELOW, .low = $2, .high = $4}); }
| coalesce OR_MORE
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_OR_MORE, .low = $1}); }
| coalesce TO coalesce
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_TO, .low = $1, .high = $3}); }
| coalesce TO_BELOW coalesce
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_TO_BELOW, .low = $1, .high = $3}); }
| expr_list
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_VALUES, .values = $1}); }
| NOT expr_list
  { $$ = build_cell(build, @$, (TreeCell){.kind = TREE_CELL_NOT_VALUES, .values = $2}); }
;

// --- Committees ---------------------------------------------------------------------------

committee:
  COMMITTEE name title NL committee_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_COMMITTEE, .name = $2, .title = $3,
                                          .committee = {.lines = $5}}); }
| COMMITTEE skipped committee_lines { $$ = NULL; }
;

committee_lines:
  %empty { $$ = (TreeCommitteeLines){0}; }
| committee_lines committee_line { $$ = build_committee_lines(build, $1, $2); }
;

committee_line:
  meta
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_META, .meta = $1}); }
| GIVEN params NL
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_GIVEN, .params = $2}); }
| CHAIR chairs NL
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_CHAIR, .parties = $2}); }
| MEMBERS parties NL
  { $$ = build_committee_line(build, @$, (TreeCommitteeLine){.kind = TREE_COMMITTEE_MEMBERS,
                                                             .parties = $2}); }
| ADVISERS parties NL
  { $$ = build_committee_line(build, @$, (TreeCommitteeLine){.kind = TREE_COMMITTEE_ADVISERS,
                                                             .parties = $2}); }
| SECRETARY one_party NL
  { $$ = build_committee_line(build, @$, (TreeCommitteeLine){.kind = TREE_COMMITTEE_SECRETARY,
                                                             .parties = $2}); }
| QUORUM number including_chair NL
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_QUORUM, .number = $2,
                                                  .including_chair = $3}); }
| majority
| TIE chair_decides opt_when NL
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_TIE,
                                                  .chair_decides = $2, .when = $3}); }
| VETO one_party opt_when NL
  { $$ = build_committee_line(build, @$, (TreeCommitteeLine){.kind = TREE_COMMITTEE_VETO,
                                                             .parties = $2, .when = $3}); }
| skipped { $$ = NULL; }
;

majority:
  MAJORITY more_or_least percent of_all_members opt_when NL
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_MAJORITY,
                                                  .more_than = $2, .number = $3,
                                                  .of_all_members = $4, .when = $5}); }
| MAJORITY more_or_least number SLASH number of_all_members opt_when NL
  { $$ = build_committee_line(build, @$,
                              (TreeCommitteeLine){.kind = TREE_COMMITTEE_MAJORITY,
                                                  .more_than = $2, .number = $3, .divisor = $5,
                                                  .of_all_members = $6, .when = $7}); }
;

chairs:
  one_party
| chairs OR_IF_NONE party { $$ = build_parties(build, $1, $3); }
;

including_chair:
  %empty { $$ = false; }
| INCLUDING_CHAIR { $$ = true; }
;

more_or_least:
  MORE_THAN { $$ = true; }
| AT_LEAST { $$ = false; }
;

of_all_members:
  OF_VOTES { $$ = false; }
| OF_MEMBERS { $$ = true; }
;

chair_decides:
  CHAIR_DECIDES { $$ = true; }
| MOTION_FAILS { $$ = false; }
;

opt_when:
  %empty { $$ = NULL; }
| WHEN expr { $$ = $2; }
;

// --- Rules: a closed list of sentences ----------------------------------------------------

rule:
  RULE name title NL rule_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_RULE, .name = $2, .title = $3,
                                          .rule = {.lines = $5}}); }
| RULE skipped rule_lines { $$ = NULL; }
;

rule_lines:
  rule_line { $$ = build_rule_lines(build, (TreeRuleLines){0}, $1); }
| rule_lines rule_line { $$ = build_rule_lines(build, $1, $2); }
;

rule_line:
  meta { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_META, .meta = $1}); }
| GIVEN params NL
  { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_GIVEN, .params = $2}); }
| APPLIES_TO EVERY_PROCESS NL
  { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_APPLIES_TO_ALL}); }
| APPLIES_TO qnames NL
  { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_APPLIES_TO, .paths = $2}); }
| WHEN expr NL
  { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_WHEN, .expr = $2}); }
| constraint NL
  { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_CONSTRAINT,
                                                   .constraint = $1}); }
| ON_BREACH actions NL
  { $$ = build_rule_line(build, @$, (TreeRuleLine){.kind = TREE_RULE_ON_BREACH,
                                                   .actions = $2}); }
| skipped { $$ = NULL; }
;

constraint:
  occurrence BLOCKED_UNTIL occurrence
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_BLOCKED_UNTIL,
                                                      .first = $1, .second = $3}); }
| occurrence BEFORE occurrence REPORTED_TO parties
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_BEFORE,
                                                      .first = $1, .second = $3,
                                                      .parties = $5}); }
| occurrence NEVER_AFTER occurrence
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_NEVER_AFTER,
                                                      .first = $1, .second = $3}); }
| AFTER occurrence ALWAYS occurrence
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_AFTER_ALWAYS,
                                                      .first = $2, .second = $4}); }
| AFTER occurrence ALWAYS occurrence WITHIN duration
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_AFTER_ALWAYS,
                                                      .first = $2, .second = $4,
                                                      .within = $6}); }
| NEVER_BOTH occurrence AND occurrence
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_NEVER_BOTH,
                                                      .first = $2, .second = $4}); }
| occurrence AT_MOST number TIMES
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_AT_MOST,
                                                      .first = $1, .number = $3}); }
| occurrence AT_LEAST number TIMES
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_AT_LEAST,
                                                      .first = $1, .number = $3}); }
| WHOEVER_DID occurrence NEVER_DOES occurrence
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_NEVER_DOES,
                                                      .first = $2, .second = $4}); }
| DIFFERENT_PEOPLE occurrences
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_DIFFERENT_PEOPLE,
                                                      .occurrences = $2}); }
| SAME_PERSON occurrences
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_SAME_PERSON,
                                                      .occurrences = $2}); }
| ALWAYS expr
  { $$ = build_constraint(build, @$, (TreeConstraint){.kind = TREE_CONSTRAINT_ALWAYS,
                                                      .expr = $2}); }
;

occurrence:
  qname { $$ = build_occurrence(build, @$, (TreeOccurrence){.path = $1}); }
| ANY name { $$ = build_occurrence(build, @$, (TreeOccurrence){.any_tag = $2}); }
;

occurrences:
  occurrence { $$ = build_occurrences(build, (TreeOccurrences){0}, $1); }
| occurrences COMMA occurrence { $$ = build_occurrences(build, $1, $3); }
;

// --- Migrations and scenarios -------------------------------------------------------------

migration:
  MIGRATION version NL migration_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_MIGRATION,
                                          .migration = {.version = $2, .lines = $4}}); }
| MIGRATION skipped migration_lines { $$ = NULL; }
;

migration_lines:
  migration_line { $$ = build_migration_lines(build, (TreeMigrationLines){0}, $1); }
| migration_lines migration_line { $$ = build_migration_lines(build, $1, $2); }
;

migration_line:
  meta
  { $$ = build_migration_line(build, @$,
                              (TreeMigrationLine){.kind = TREE_MIGRATION_META, .meta = $1}); }
| RENAME_STAGE name TO name NL
  { $$ = build_migration_line(build, @$,
                              (TreeMigrationLine){.kind = TREE_MIGRATION_RENAME_STAGE,
                                                  .from = $2, .to = $4}); }
| RENAME_STEP name TO name NL
  { $$ = build_migration_line(build, @$,
                              (TreeMigrationLine){.kind = TREE_MIGRATION_RENAME_STEP,
                                                  .from = $2, .to = $4}); }
| SET path TO expr NL
  { $$ = build_migration_line(build, @$,
                              (TreeMigrationLine){.kind = TREE_MIGRATION_SET, .path = $2,
                                                  .expr = $4}); }
| CASES_IN names MOVE_HERE NL
  { $$ = build_migration_line(build, @$,
                              (TreeMigrationLine){.kind = TREE_MIGRATION_MOVE, .names = $2}); }
| CASES_IN names STAY_ON version NL
  { $$ = build_migration_line(build, @$,
                              (TreeMigrationLine){.kind = TREE_MIGRATION_STAY, .names = $2,
                                                  .version = $4}); }
| skipped { $$ = NULL; }
;

scenario:
  SCENARIO name title NL scenario_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_SCENARIO, .name = $2, .title = $3,
                                          .scenario = {.lines = $5}}); }
| SCENARIO skipped scenario_lines { $$ = NULL; }
;

scenario_lines:
  scenario_line { $$ = build_scenario_lines(build, (TreeScenarioLines){0}, $1); }
| scenario_lines scenario_line { $$ = build_scenario_lines(build, $1, $2); }
;

scenario_line:
  meta
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_META, .meta = $1}); }
| CLOCK date time NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CLOCK, .date = $2,
                                                .time = $3}); }
| PERSON name AS parties NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_PERSON, .name = $2,
                                                .parties = $4}); }
| PERSON name NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_PERSON, .name = $2}); }
| SYSTEM qname ANSWERS value opt_with NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_SYSTEM_ANSWERS,
                                                .path = $2, .value = $4, .args = $5}); }
| SYSTEM qname GIVES_NO_ANSWER NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_SYSTEM_SILENT,
                                                .path = $2}); }
| name STARTS qname opt_with NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_STARTS, .name = $1,
                                                .path = $3, .args = $4}); }
| name ANSWERS qname AS value opt_with NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_ANSWERS, .name = $1,
                                                .path = $3, .value = $5, .args = $6}); }
| name CANCELS NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CANCELS, .name = $1}); }
| name IS_AWAY_FROM date THROUGH date opt_replaced NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_AWAY, .name = $1,
                                                .date = $3, .through = $5, .value = $6}); }
| qname ARRIVES opt_with NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_ARRIVES, .path = $1,
                                                .args = $3}); }
| duration PASS NL
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_PASS, .duration = $1}); }
| check NL
| CASES NL table
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CASES, .table = $3}); }
| skipped { $$ = NULL; }
;

check:
  CHECK name HAS_TASK qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_HAS_TASK,
                                                .name = $2, .path = $4}); }
| CHECK name HAS_NO_TASK qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_NO_TASK,
                                                .name = $2, .path = $4}); }
| CHECK name GOT_MESSAGE qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_MESSAGE,
                                                .name = $2, .path = $4}); }
| CHECK name GOT_NO_MESSAGE qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_NO_MESSAGE,
                                                .name = $2, .path = $4}); }
| CHECK_STAGE name
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_STAGE,
                                                .name = $2}); }
| CHECK_ENDED value
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_ENDED,
                                                .value = $2}); }
| CHECK_BREACH qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_BREACH,
                                                .path = $2}); }
| CHECK_NO_BREACH qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_NO_BREACH,
                                                .path = $2}); }
| CHECK_CALL qname opt_with
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_CALL, .path = $2,
                                                .args = $3}); }
| CHECK_ROW value OF qname
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_ROW, .value = $2,
                                                .path = $4}); }
| CHECK_THAT expr
  { $$ = build_scenario_line(build, @$,
                             (TreeScenarioLine){.kind = TREE_SCENARIO_CHECK_THAT,
                                                .expr = $2}); }
;
