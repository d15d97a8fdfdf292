// Data, people, time, messages, hooks, formulas, measures; a part of the grammar (parser.y).

// --- Data ---------------------------------------------------------------------------------

unit:
  UNIT name title NL
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_UNIT, .name = $2, .title = $3}); }
| UNIT skipped { $$ = NULL; }
;

milestone:
  MILESTONE name title NL metas
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_MILESTONE, .name = $2, .title = $3,
                                          .metas = $5}); }
| MILESTONE skipped metas { $$ = NULL; }
;

tag:
  TAG name title NL metas
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_TAG, .name = $2, .title = $3,
                                          .metas = $5}); }
| TAG skipped metas { $$ = NULL; }
;

choice:
  ordered type_name IS values NL metas
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_CHOICE, .name = $2,
                                          .choice = {.ordered = $1, .values = $4,
                                                     .metas = $6}}); }
| ordered skipped metas { $$ = NULL; }
;

ordered:
  CHOICE { $$ = false; }
| ORDERED_CHOICE { $$ = true; }
;

values:
  value { $$ = build_names(build, (TreeNames){0}, $1); }
| values COMMA value { $$ = build_names(build, $1, $3); }
;

value:
  name
| code
;

record:
  RECORD type_name title NL metas fields
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_RECORD, .name = $2, .title = $3,
                                          .record = {.metas = $5, .fields = $6}}); }
| RECORD skipped metas fields { $$ = NULL; }
;

fields:
  field_line { $$ = build_fields(build, (TreeFields){0}, $1); }
| fields field_line { $$ = build_fields(build, $1, $2); }
;

field_line:
  field
| skipped { $$ = NULL; }
;

field:
  name COLON type field_options NL
  { $$ = build_field(build, @$, (TreeField){.name = $1, .type = $3, .options = $4}); }
;

field_options:
  %empty { $$ = (TreeFieldOptions){0}; }
| field_options field_option { $$ = build_field_options(build, $1, $2); }
;

field_option:
  AT_START coalesce
  { $$ = build_field_option(build, @$,
                            (TreeFieldOption){.kind = TREE_FIELD_AT_START, .expr = $2}); }
| COMPUTED_AS expr
  { $$ = build_field_option(build, @$,
                            (TreeFieldOption){.kind = TREE_FIELD_COMPUTED_AS, .expr = $2}); }
| SUCH_THAT expr
  { $$ = build_field_option(build, @$,
                            (TreeFieldOption){.kind = TREE_FIELD_SUCH_THAT, .expr = $2}); }
;

type:
  OPTIONAL type
  { $$ = build_type(build, @$, (TreeType){.kind = TREE_TYPE_OPTIONAL, .of = $2}); }
| LIST_OF type { $$ = build_type(build, @$, (TreeType){.kind = TREE_TYPE_LIST, .of = $2}); }
| RESULT_OF qname
  { $$ = build_type(build, @$, (TreeType){.kind = TREE_TYPE_RESULT, .result_of = $2}); }
| type_name { $$ = build_type(build, @$, (TreeType){.kind = TREE_TYPE_NAMED, .name = $1}); }
| type_name IN code
  { $$ = build_type(build, @$, (TreeType){.kind = TREE_TYPE_NAMED, .name = $1, .in_code = $3}); }
| type_name IN path
  { $$ = build_type(build, @$, (TreeType){.kind = TREE_TYPE_NAMED, .name = $1, .in_path = $3}); }
;

// The second form stands alone in its line: its commas are its own.
params:
  param_list
| name COLON RECORD_WITH param_list { $$ = build_record_params(build, @$, @3, $1, $4); }
;

param_list:
  param { $$ = build_params(build, (TreeParams){0}, $1); }
| param_list COMMA param { $$ = build_params(build, $1, $3); }
;

param:
  name COLON type { $$ = build_param(build, @$, (TreeParam){.name = $1, .type = $3}); }
;

event:
  EVENT name title NL metas event_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_EVENT, .name = $2, .title = $3,
                                          .event = {.metas = $5, .lines = $6}}); }
| EVENT skipped metas event_lines { $$ = NULL; }
;

event_lines:
  %empty { $$ = (TreeEventLines){0}; }
| event_lines event_line { $$ = build_event_lines(build, $1, $2); }
;

event_line:
  field
  { $$ = build_event_line(build, @$, (TreeEventLine){.kind = TREE_EVENT_FIELD, .field = $1}); }
| FOR_CASE_WITH paths NL
  { $$ = build_event_line(build, @$,
                          (TreeEventLine){.kind = TREE_EVENT_FOR_CASE_WITH, .paths = $2}); }
| FOR_LONGEST NL
  { $$ = build_event_line(build, @$, (TreeEventLine){.kind = TREE_EVENT_FOR_LONGEST}); }
| FOR_ALL_CASES NL
  { $$ = build_event_line(build, @$, (TreeEventLine){.kind = TREE_EVENT_FOR_ALL}); }
| EARLY_KEPT duration NL
  { $$ = build_event_line(build, @$,
                          (TreeEventLine){.kind = TREE_EVENT_EARLY_KEPT, .duration = $2}); }
| SENT_TIMES text COUNT_FOR duration NL
  { $$ = build_event_line(build, @$,
                          (TreeEventLine){.kind = TREE_EVENT_SENT_TIMES, .text = $2,
                                          .duration = $4}); }
| skipped { $$ = NULL; }
;

// --- People, time, messages ---------------------------------------------------------------

role:
  ROLE name title NL role_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_ROLE, .name = $2, .title = $3,
                                          .role = {.lines = $5}}); }
| ROLE skipped role_lines { $$ = NULL; }
;

role_lines:
  %empty { $$ = (TreeRoleLines){0}; }
| role_lines role_line { $$ = build_role_lines(build, $1, $2); }
;

role_line:
  meta { $$ = build_role_line(build, @$, (TreeRoleLine){.kind = TREE_ROLE_META, .meta = $1}); }
| FILLED_FROM text NL
  { $$ = build_role_line(build, @$, (TreeRoleLine){.kind = TREE_ROLE_FILLED_FROM, .text = $2}); }
| STAFFED_BY number NL
  { $$ = build_role_line(build, @$, (TreeRoleLine){.kind = TREE_ROLE_STAFFED_BY, .number = $2}); }
| DEPUTY parties NL
  { $$ = build_role_line(build, @$, (TreeRoleLine){.kind = TREE_ROLE_DEPUTY, .parties = $2}); }
| EXCLUDES parties NL
  { $$ = build_role_line(build, @$, (TreeRoleLine){.kind = TREE_ROLE_EXCLUDES, .parties = $2}); }
| skipped { $$ = NULL; }
;

calendar:
  CALENDAR name title NL calendar_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_CALENDAR, .name = $2, .title = $3,
                                          .calendar = {.lines = $5}}); }
| CALENDAR skipped calendar_lines { $$ = NULL; }
;

calendar_lines:
  %empty { $$ = (TreeCalendarLines){0}; }
| calendar_lines calendar_line { $$ = build_calendar_lines(build, $1, $2); }
;

calendar_line:
  meta
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_META, .meta = $1}); }
| TIME_ZONE text NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_TIME_ZONE, .text = $2}); }
| OPEN weekday TO weekday time TO time NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_OPEN, .first = $2,
                                                .last = $4, .from = $5, .to = $7}); }
| OPEN weekday time TO time NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_OPEN, .first = $2,
                                                .last = $2, .from = $3, .to = $5}); }
| HOLIDAYS_FROM text NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_HOLIDAYS, .text = $2}); }
| OPEN_ALL qnames NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_OPEN_ALL, .paths = $2}); }
| OPEN_ANY qnames NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_OPEN_ANY, .paths = $2}); }
| VALID_THROUGH date NL
  { $$ = build_calendar_line(build, @$,
                             (TreeCalendarLine){.kind = TREE_CALENDAR_VALID_THROUGH,
                                                .from = $2}); }
| skipped { $$ = NULL; }
;

weekday:
  WEEKDAY { $$ = build_weekday(build, @1); }
;

exchange_rates:
  EXCHANGE_RATES name title NL rates_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_RATES, .name = $2, .title = $3,
                                          .rates = {.lines = $5}}); }
| EXCHANGE_RATES skipped rates_lines { $$ = NULL; }
;

rates_lines:
  %empty { $$ = (TreeRatesLines){0}; }
| rates_lines rates_line { $$ = build_rates_lines(build, $1, $2); }
;

rates_line:
  meta
  { $$ = build_rates_line(build, @$, (TreeRatesLine){.kind = TREE_RATES_META, .meta = $1}); }
| AGAINST code NL
  { $$ = build_rates_line(build, @$, (TreeRatesLine){.kind = TREE_RATES_AGAINST, .code = $2}); }
| RATES_FROM text NL
  { $$ = build_rates_line(build, @$, (TreeRatesLine){.kind = TREE_RATES_FROM, .text = $2}); }
| NO_OLDER_THAN duration NL
  { $$ = build_rates_line(build, @$, (TreeRatesLine){.kind = TREE_RATES_AGE, .duration = $2}); }
| ROUNDED_TO_UNIT NL
  { $$ = build_rates_line(build, @$, (TreeRatesLine){.kind = TREE_RATES_TO_UNIT}); }
| ROUNDED_TO number PLACES NL
  { $$ = build_rates_line(build, @$, (TreeRatesLine){.kind = TREE_RATES_TO_PLACES,
                                                     .number = $2}); }
| skipped { $$ = NULL; }
;

ladder:
  LADDER name title NL rungs
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_LADDER, .name = $2, .title = $3,
                                          .ladder = {.rungs = $5}}); }
| LADDER skipped rungs { $$ = NULL; }
;

rungs:
  rung { $$ = build_rungs(build, (TreeRungs){0}, $1); }
| rungs rung { $$ = build_rungs(build, $1, $2); }
;

rung:
  meta { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_META, .meta = $1}); }
| GIVEN params NL
  { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_GIVEN, .params = $2}); }
| AFTER duration opt_since actions NL
  { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_AFTER, .duration = $2, .since = $3,
                                          .actions = $4}); }
| AFTER percent OF_DEADLINE actions NL
  { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_AFTER_PERCENT, .literal = $2,
                                          .actions = $4}); }
| AFTER_THE ordinal REMINDER actions NL
  { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_AFTER_REMINDER, .literal = $2,
                                          .actions = $4}); }
| EVERY duration actions NL
  { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_EVERY, .duration = $2,
                                          .actions = $3}); }
| duration BEFORE_DUE actions NL
  { $$ = build_rung(build, @$, (TreeRung){.kind = TREE_RUNG_BEFORE_DUE, .duration = $1,
                                          .actions = $3}); }
| skipped { $$ = NULL; }
;

opt_since:
  %empty { $$ = NULL; }
| SINCE qname BEGAN { $$ = $2; }
;

message:
  MESSAGE name title NL message_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_MESSAGE, .name = $2, .title = $3,
                                          .message = {.lines = $5}}); }
| MESSAGE skipped message_lines { $$ = NULL; }
;

message_lines:
  %empty { $$ = (TreeMessageLines){0}; }
| message_lines message_line { $$ = build_message_lines(build, $1, $2); }
;

message_line:
  GIVEN params NL
  { $$ = build_message_line(build, @$,
                            (TreeMessageLine){.kind = TREE_MESSAGE_GIVEN, .params = $2}); }
| SUBJECT text NL
  { $$ = build_message_line(build, @$,
                            (TreeMessageLine){.kind = TREE_MESSAGE_SUBJECT, .text = $2}); }
| TEXT_LINE text NL
  { $$ = build_message_line(build, @$,
                            (TreeMessageLine){.kind = TREE_MESSAGE_TEXT, .text = $2}); }
| skipped { $$ = NULL; }
;

// --- Hooks, formulas, measures ------------------------------------------------------------

hook:
  HOOK qname title NL hook_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_HOOK, .title = $3,
                                          .hook = {.path = $2, .lines = $5}}); }
| HOOK skipped hook_lines { $$ = NULL; }
;

hook_lines:
  %empty { $$ = (TreeHookLines){0}; }
| hook_lines hook_line { $$ = build_hook_lines(build, $1, $2); }
;

hook_line:
  meta { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_META, .meta = $1}); }
| LUA name IN text NL
  { $$ = build_hook_line(build, @$,
                         (TreeHookLine){.kind = TREE_HOOK_LUA, .name = $2, .text = $4}); }
| TAKES params NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_TAKES, .params = $2}); }
| GIVES params NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_GIVES, .params = $2}); }
| OUTCOMES names NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_OUTCOMES, .names = $2}); }
| COMPUTES_ONLY NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_COMPUTES_ONLY}); }
| READS_ONLY NL { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_READS_ONLY}); }
| WRITES_OUTSIDE NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_WRITES_OUTSIDE}); }
| ONCE_PER paths NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_ONCE_PER, .paths = $2}); }
| TIMEOUT duration NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_TIMEOUT, .duration = $2}); }
| RETRY number TIMES NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_RETRY, .number = $2}); }
| RETRY number TIMES EVERY duration NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_RETRY, .number = $2,
                                                   .duration = $5}); }
| RETRY number TIMES EVERY duration UP_TO duration NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_RETRY, .number = $2,
                                                   .duration = $5, .up_to = $7}); }
| UNDO_WITH qname NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_UNDO_WITH, .path = $2}); }
| CANNOT_BE_UNDONE NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_CANNOT_BE_UNDONE}); }
| MAY_USE paths NL
  { $$ = build_hook_line(build, @$, (TreeHookLine){.kind = TREE_HOOK_MAY_USE, .paths = $2}); }
| skipped { $$ = NULL; }
;

formula:
  FORMULA name title NL formula_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_FORMULA, .name = $2, .title = $3,
                                          .formula = {.lines = $5}}); }
| FORMULA skipped formula_lines { $$ = NULL; }
;

formula_lines:
  formula_line { $$ = build_formula_lines(build, (TreeFormulaLines){0}, $1); }
| formula_lines formula_line { $$ = build_formula_lines(build, $1, $2); }
;

formula_line:
  meta
  { $$ = build_formula_line(build, @$,
                            (TreeFormulaLine){.kind = TREE_FORMULA_META, .meta = $1}); }
| GIVEN params NL
  { $$ = build_formula_line(build, @$,
                            (TreeFormulaLine){.kind = TREE_FORMULA_GIVEN, .params = $2}); }
| GIVES type NL
  { $$ = build_formula_line(build, @$,
                            (TreeFormulaLine){.kind = TREE_FORMULA_GIVES, .type = $2}); }
| IS expr NL
  { $$ = build_formula_line(build, @$, (TreeFormulaLine){.kind = TREE_FORMULA_IS, .expr = $2}); }
| skipped { $$ = NULL; }
;

measure:
  MEASURE name title NL measure_lines
  { $$ = build_decl(build, @$, (TreeDecl){.kind = TREE_DECL_MEASURE, .name = $2, .title = $3,
                                          .measure = {.lines = $5}}); }
| MEASURE skipped measure_lines { $$ = NULL; }
;

measure_lines:
  measure_line { $$ = build_measure_lines(build, (TreeMeasureLines){0}, $1); }
| measure_lines measure_line { $$ = build_measure_lines(build, $1, $2); }
;

measure_line:
  meta
  { $$ = build_measure_line(build, @$,
                            (TreeMeasureLine){.kind = TREE_MEASURE_META, .meta = $1}); }
| MEASURE_OWNER party NL
  { $$ = build_measure_line(build, @$,
                            (TreeMeasureLine){.kind = TREE_MEASURE_OWNER, .party = $2}); }
| OVER qname opt_where NL
  { $$ = build_measure_line(build, @$, (TreeMeasureLine){.kind = TREE_MEASURE_OVER, .path = $2,
                                                         .expr = $3}); }
| IS expr NL
  { $$ = build_measure_line(build, @$, (TreeMeasureLine){.kind = TREE_MEASURE_IS, .expr = $2}); }
| TARGET AT_LEAST coalesce NL
  { $$ = build_measure_line(build, @$,
                            (TreeMeasureLine){.kind = TREE_MEASURE_TARGET_AT_LEAST,
                                              .expr = $3}); }
| TARGET AT_MOST coalesce NL
  { $$ = build_measure_line(build, @$,
                            (TreeMeasureLine){.kind = TREE_MEASURE_TARGET_AT_MOST,
                                              .expr = $3}); }
| skipped { $$ = NULL; }
;
