// Processes, stages and their items; a part of the grammar (parser.y).

// --- Processes ----------------------------------------------------------------------------

process:
  PROCESS name title NL process_lines stages
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_PROCESS, .name = $2, .title = $3,
                                          .process = {.lines = $5, .stages = $6}}); }
| PROCESS skipped process_lines stages { $$ = NULL; }
;

process_lines:
  %empty { $$ = (TreeProcessLines){0}; }
| process_lines process_line { $$ = build_process_lines(build, $1, $2); }
;

process_line:
  meta
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_META, .meta = $1}); }
| PROCESS_OWNER party NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_OWNER, .party = $2}); }
| powers NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_POWERS, .powers = $1}); }
| STARTS start NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_STARTS, .start = $2}); }
| STARTS_WITH params NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_STARTS_WITH,
                                              .params = $2}); }
| STORES param NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_STORES, .param = $2}); }
| STORES param AT_START coalesce NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_STORES, .param = $2,
                                              .at_start = $4}); }
| ONE_OPEN_CASE paths second NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_ONE_OPEN_CASE,
                                              .second = $3, .paths = $2}); }
| ENDS_AS names NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_ENDS_AS, .names = $2}); }
| timing
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_TIMING, .timing = $1}); }
| cancellation
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_CANCELLATION,
                                              .cancellation = $1}); }
| happens NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_HAPPENS, .happens = $1}); }
| nobody NL
  { $$ = build_process_line(build, @$,
                            (TreeProcessLine){.kind = TREE_PROCESS_NOBODY, .actions = $1}); }
| skipped { $$ = NULL; }
;

powers:
  parties MAY power_list
  { $$ = build_powers(build, @$, (TreePowers){.parties = $1, .powers = $3}); }
;

power_list:
  power { $$ = build_power_list(build, (TreePowerList){0}, $1); }
| power_commas OR power { $$ = build_power_list(build, $1, $3); }
;

power_commas:
  power { $$ = build_power_list(build, (TreePowerList){0}, $1); }
| power_commas COMMA power { $$ = build_power_list(build, $1, $3); }
;

power:
  POWER_SKIP { $$ = build_power(build, @$, (TreePower){.kind = TREE_POWER_SKIP}); }
| POWER_FORCE { $$ = build_power(build, @$, (TreePower){.kind = TREE_POWER_FORCE}); }
| POWER_EXTEND { $$ = build_power(build, @$, (TreePower){.kind = TREE_POWER_EXTEND}); }
| POWER_REASSIGN { $$ = build_power(build, @$, (TreePower){.kind = TREE_POWER_REASSIGN}); }
;

second:
  REFUSE_SECOND { $$ = TREE_SECOND_REFUSED; }
| JOIN_SECOND { $$ = TREE_SECOND_JOINED; }
;

start:
  ON_EVENT qname opt_where
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_EVENT, .path = $2,
                                            .where = $3}); }
| ON_REQUEST parties
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_REQUEST, .parties = $2}); }
| EVERY MONTH ON WORKING_DAY number AT time
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_MONTH_DAY, .number = $5,
                                            .time = $7}); }
| EVERY MONTH ON LAST_WORKING_DAY AT time
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_MONTH_LAST_DAY, .time = $6}); }
| EVERY MONTH ON ordinal LAST_WORKING_DAY AT time
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_MONTH_LAST_DAY, .number = $4,
                                            .time = $7}); }
| EVERY WEEK ON weekday AT time
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_WEEK, .weekday = $4,
                                            .time = $6}); }
| EVERY DAY AT time
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_DAY, .time = $4}); }
| BY_RRULE text AT time
  { $$ = build_start(build, @$, (TreeStart){.kind = TREE_START_RRULE, .text = $2,
                                            .time = $4}); }
;

timing:
  USES_CALENDAR qname NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_CALENDAR, .path = $2}); }
| USES_OWN_CALENDAR NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_OWN_CALENDAR}); }
| DEADLINE expr opt_since whose NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_DEADLINE, .expr = $2,
                                              .since = $3, .whose = $4}); }
| NO_DEADLINE BECAUSE text NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_NO_DEADLINE, .text = $3}); }
| ESCALATE qname NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_ESCALATE, .path = $2}); }
| ON_OVERDUE actions NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_ON_OVERDUE, .actions = $2}); }
| PAUSES expr NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_PAUSES, .expr = $2}); }
| EVERY duration remind NL
  { $$ = build_timing(build, @$, (TreeTiming){.kind = TREE_TIMING_EVERY, .duration = $2,
                                              .remind = $3}); }
;

whose:
  %empty { $$ = TREE_WHOSE_UNSAID; }
| EACH { $$ = TREE_WHOSE_EACH; }
| IN_TOTAL { $$ = TREE_WHOSE_IN_TOTAL; }
;

remind:
  REMIND parties opt_message
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_REMIND, .parties = $2,
                                              .path = $3}); }
;

opt_message:
  %empty { $$ = NULL; }
| WITH qname { $$ = $2; }
;

nobody:
  IF_NOBODY actions { $$ = $2; }
;

cancellation:
  CANCELLATION title NL cancellation_lines
  { $$ = build_cancellation(build, @$, (TreeCancellation){.title = $2, .lines = $4}); }
| CANCELLATION skipped cancellation_lines
  { $$ = build_cancellation(build, @$, (TreeCancellation){.lines = $3}); }
;

cancellation_lines:
  cancellation_line { $$ = build_cancellation_lines(build, (TreeCancellationLines){0}, $1); }
| cancellation_lines cancellation_line { $$ = build_cancellation_lines(build, $1, $2); }
;

cancellation_line:
  BY performer NL
  { $$ = build_cancellation_line(build, @$,
                                 (TreeCancellationLine){.kind = TREE_CANCELLATION_BY,
                                                        .performer = $2}); }
| MARK names NL
  { $$ = build_cancellation_line(build, @$,
                                 (TreeCancellationLine){.kind = TREE_CANCELLATION_MARK,
                                                        .names = $2}); }
| ONLY_BEFORE name NL
  { $$ = build_cancellation_line(build, @$,
                                 (TreeCancellationLine){.kind = TREE_CANCELLATION_ONLY_BEFORE,
                                                        .name = $2}); }
| ON_CANCELLATION actions NL
  { $$ = build_cancellation_line(build, @$,
                                 (TreeCancellationLine){.kind = TREE_CANCELLATION_ACTIONS,
                                                        .actions = $2}); }
| BY skipped { $$ = NULL; }
| MARK skipped { $$ = NULL; }
| ONLY_BEFORE skipped { $$ = NULL; }
| ON_CANCELLATION skipped { $$ = NULL; }
;

happens:
  IF_HAPPENS qname HAPPENS opt_in_names opt_where stops actions
  { $$ = build_happens(build, @$, (TreeHappens){.event = $2, .stages = $4, .where = $5,
                                                .stops = $6, .actions = $7}); }
;

opt_in_names:
  %empty { $$ = (TreeNames){0}; }
| IN names { $$ = $2; }
;

opt_where:
  %empty { $$ = NULL; }
| WHERE expr { $$ = $2; }
;

stops:
  STOP_WORK THEN { $$ = true; }
| GO_ON COMMA AND { $$ = false; }
;

// --- Stages and their items ---------------------------------------------------------------

stages:
  stage { $$ = build_stages(build, (TreeStages){0}, $1); }
| stages stage { $$ = build_stages(build, $1, $2); }
;

stage:
  detour name title NL stage_lines items
  { $$ = build_stage(build, @$, (TreeStage){.detour = $1, .name = $2, .title = $3, .lines = $5,
                                            .items = $6}); }
| detour skipped stage_lines items { $$ = NULL; }
;

detour:
  STAGE { $$ = false; }
| DETOUR { $$ = true; }
;

stage_lines:
  %empty { $$ = (TreeStageLines){0}; }
| stage_lines stage_line { $$ = build_stage_lines(build, $1, $2); }
;

stage_line:
  meta { $$ = build_stage_line(build, @$, (TreeStageLine){.kind = TREE_STAGE_META, .meta = $1}); }
| timing
  { $$ = build_stage_line(build, @$, (TreeStageLine){.kind = TREE_STAGE_TIMING, .timing = $1}); }
| MARK names NL
  { $$ = build_stage_line(build, @$, (TreeStageLine){.kind = TREE_STAGE_MARK, .names = $2}); }
| skipped { $$ = NULL; }
;

items:
  item { $$ = build_items(build, (TreeItems){0}, $1); }
| items item { $$ = build_items(build, $1, $2); }
;

item:
  step
| same_time
| for_each
| if
| repeat
| route NL { $$ = build_item(build, @$, @2, (TreeItem){.kind = TREE_ITEM_ROUTE, .action = $1}); }
| route skipped { $$ = NULL; }
| GO_TO skipped { $$ = NULL; }
| GO_BACK_TO skipped { $$ = NULL; }
| END_CASE skipped { $$ = NULL; }
| SKIP_TO_NEXT skipped { $$ = NULL; }
| SKIP_TO_END skipped { $$ = NULL; }
| UNDO_FROM skipped { $$ = NULL; }
;

step:
  STEP name title NL step_lines
  { $$ = build_step(build, @$, @4, (TreeStep){.name = $2, .title = $3, .lines = $5}); }
| STEP skipped step_lines { $$ = NULL; }
;

route:
  leaving
| undo
;

leaving:
  GO_TO name
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_GO_TO, .name = $2}); }
| go_back
| END_CASE value
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_END_CASE, .name = $2}); }
| SKIP_TO_NEXT name
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_SKIP_TO_NEXT, .name = $2}); }
| SKIP_TO_END name
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_SKIP_TO_END, .name = $2}); }
;

go_back:
  GO_BACK_TO name AT_MOST number TIMES NEXT_TIME actions
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_GO_BACK_TO, .name = $2,
                                              .number = $4, .actions = $7}); }
;

undo:
  UNDO_ALL { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_UNDO_ALL}); }
| UNDO_FROM name ON
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_UNDO_FROM, .name = $2}); }
;

same_time:
  SAME_TIME join NL branches block_end
  { $$ = build_item(build, @$, @3, (TreeItem){.kind = TREE_ITEM_SAME_TIME, .join = $2,
                                              .branches = $4}); }
| SAME_TIME skipped branches block_end { $$ = NULL; }
;

join:
  %empty { $$ = TREE_JOIN_ALL; }
| FIRST_DONE { $$ = TREE_JOIN_FIRST; }
;

block_end:
  END NL
| END skipped
;

branches:
  branch { $$ = build_branches(build, (TreeBranches){0}, $1); }
| branches branch { $$ = build_branches(build, $1, $2); }
;

branch:
  BRANCH name title NL items
  { $$ = build_branch(build, @$, (TreeBranch){.name = $2, .title = $3, .items = $5}); }
| BRANCH skipped items { $$ = NULL; }
;

for_each:
  FOR_EACH name IN coalesce opt_where each_mode NL items block_end
  { $$ = build_item(build, @$, @7,
                    (TreeItem){.kind = TREE_ITEM_FOR_EACH, .name = $2, .list = $4, .where = $5,
                               .mode = $6, .items = $8}); }
| FOR_EACH skipped items block_end { $$ = NULL; }
;

each_mode:
  SAME_TIME { $$ = TREE_EACH_AT_THE_SAME_TIME; }
| ONE_AT_A_TIME { $$ = TREE_EACH_ONE_AT_A_TIME; }
;

if:
  if_arm arms opt_otherwise block_end { $$ = build_if(build, @$, $1, $2, $3); }
| IF skipped items arms opt_otherwise block_end { $$ = NULL; }
;

if_arm:
  IF expr NL items { $$ = build_arm(build, @$, @3, (TreeArm){.condition = $2, .items = $4}); }
;

arms:
  %empty { $$ = (TreeArms){0}; }
| arms arm { $$ = build_arms(build, $1, $2); }
;

arm:
  OTHERWISE_IF expr NL items
  { $$ = build_arm(build, @$, @3, (TreeArm){.condition = $2, .items = $4}); }
| OTHERWISE_IF skipped items { $$ = NULL; }
;

opt_otherwise:
  %empty { $$ = NULL; }
| OTHERWISE NL items { $$ = build_arm(build, @$, @2, (TreeArm){.items = $3}); }
| OTHERWISE skipped items { $$ = NULL; }
;

repeat:
  REPEAT AT_MOST number TIMES UNTIL expr IF_STILL_NOT actions NL items block_end
  { $$ = build_item(build, @$, @9,
                    (TreeItem){.kind = TREE_ITEM_REPEAT, .number = $3, .until = $6,
                               .if_still_not = $8, .items = $10}); }
| REPEAT skipped items block_end { $$ = NULL; }
;
