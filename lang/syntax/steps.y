// Steps, performers and actions; a part of the grammar (parser.y).

// --- Steps --------------------------------------------------------------------------------

step_lines:
  step_line { $$ = build_step_lines(build, (TreeStepLines){0}, $1); }
| step_lines step_line { $$ = build_step_lines(build, $1, $2); }
;

step_line:
  meta { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_META, .meta = $1}); }
| act NL { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_ACT, .act = $1}); }
| timing
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_TIMING, .timing = $1}); }
| BY performer NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_BY, .performer = $2}); }
| NEVER_BY parties NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_NEVER_BY, .parties = $2}); }
| TWO_PEOPLE opt_when NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_TWO_PEOPLE, .expr = $2}); }
| SUBSTITUTES NL { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_SUBSTITUTES}); }
| NO_SUBSTITUTES NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_NO_SUBSTITUTES}); }
| powers NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_POWERS, .powers = $1}); }
| nobody NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_NOBODY, .actions = $1}); }
| SHOWS paths NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_SHOWS, .paths = $2}); }
| FILL fills NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_FILL, .fills = $2}); }
| OUTCOMES names NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_OUTCOMES, .names = $2}); }
| ON value actions NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_ON, .name = $2,
                                                   .actions = $3}); }
| ON_NO_ANSWER actions NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_ON_NO_ANSWER,
                                                   .actions = $2}); }
| IF_LATER path CHANGES_LATER actions NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_IF_LATER, .path = $2,
                                                   .actions = $4}); }
| UNDO_WITH qname opt_with NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_UNDO_WITH, .path = $2,
                                                   .args = $3}); }
| CANNOT_BE_UNDONE NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_CANNOT_BE_UNDONE}); }
| MARK names NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_MARK, .names = $2}); }
| TAGGED names NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_TAGGED, .names = $2}); }
| ONLY_IF expr NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_ONLY_IF, .expr = $2}); }
| NEEDS expr opt_because NL
  { $$ = build_step_line(build, @$, (TreeStepLine){.kind = TREE_STEP_NEEDS, .expr = $2,
                                                   .text = $3}); }
| skipped { $$ = NULL; }
;

opt_because:
  %empty { $$ = NULL; }
| BECAUSE text { $$ = $2; }
;

opt_as_of:
  %empty { $$ = NULL; }
| AS_OF coalesce { $$ = $2; }
;

act:
  DO text { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_DO, .text = $2}); }
| ASK_APPROVAL paths
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_ASK_APPROVAL, .paths = $2}); }
| VOTE_ON path opt_into
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_VOTE_ON, .path = $2, .into = $3}); }
| CALL qname opt_with opt_into
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_CALL, .path = $2, .args = $3,
                                        .into = $4}); }
| RUN qname opt_with opt_into
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_RUN, .path = $2, .args = $3,
                                        .into = $4}); }
| DECIDE path USING qname opt_as_of opt_with
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_DECIDE, .path = $2, .using = $4,
                                        .expr = $5, .args = $6}); }
| NOTIFY parties WITH qname
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_NOTIFY, .parties = $2, .path = $4}); }
| WAIT_FOR qname opt_where opt_into
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_WAIT_FOR, .path = $2, .where = $3,
                                        .into = $4}); }
| SET path TO expr
  { $$ = build_act(build, @$, (TreeAct){.kind = TREE_ACT_SET, .path = $2, .expr = $4}); }
;

opt_with:
  %empty { $$ = (TreeArgs){0}; }
| WITH args { $$ = $2; }
;

args:
  arg { $$ = build_args(build, (TreeArgs){0}, $1); }
| args COMMA arg { $$ = build_args(build, $1, $3); }
;

arg:
  path EQUAL expr { $$ = build_arg(build, @$, (TreeArg){.path = $1, .expr = $3}); }
| path EQUAL list { $$ = build_arg(build, @$, (TreeArg){.path = $1, .expr = $3}); }
;

list:
  OPEN_BRACKET CLOSE_BRACKET
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_LIST}); }
| OPEN_BRACKET expr_list CLOSE_BRACKET
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_LIST, .values = $2}); }
;

opt_into:
  %empty { $$ = NULL; }
| INTO name { $$ = $2; }
;

fills:
  fill { $$ = build_fills(build, (TreeFills){0}, $1); }
| fills COMMA fill { $$ = build_fills(build, $1, $3); }
;

fill:
  path { $$ = build_fill(build, @$, (TreeFill){.path = $1}); }
| param { $$ = build_fill(build, @$, (TreeFill){.param = $1}); }
;

// --- Who, and what is done then -----------------------------------------------------------

performer:
  one_party
  { $$ = build_performer(build, @$, (TreePerformer){.kind = TREE_PERFORMER_PARTY,
                                                    .parties = $1}); }
| EITHER either
  { $$ = build_performer(build, @$, (TreePerformer){.kind = TREE_PERFORMER_EITHER,
                                                    .parties = $2}); }
| in_turn
  { $$ = build_performer(build, @$, (TreePerformer){.kind = TREE_PERFORMER_IN_TURN,
                                                    .parties = $1}); }
| EACH_OF path order
  { $$ = build_performer(build, @$, (TreePerformer){.kind = TREE_PERFORMER_EACH_OF, .each = $2,
                                                    .order = $3}); }
| EACH_OF path OF path order
  { $$ = build_performer(build, @$, (TreePerformer){.kind = TREE_PERFORMER_EACH_OF, .each = $2,
                                                    .of = $4, .order = $5}); }
;

either:
  one_party OR party { $$ = build_parties(build, $1, $3); }
| either OR party { $$ = build_parties(build, $1, $3); }
;

in_turn:
  one_party OR_IF_NONE BY party { $$ = build_parties(build, $1, $4); }
| in_turn OR_IF_NONE BY party { $$ = build_parties(build, $1, $4); }
;

order:
  ONE_AFTER_ANOTHER { $$ = TREE_ORDER_ONE_AFTER_ANOTHER; }
| SAME_TIME { $$ = TREE_ORDER_AT_THE_SAME_TIME; }
;

party:
  path { $$ = build_party(build, @$, (TreeParty){.path = $1}); }
| path OF path { $$ = build_party(build, @$, (TreeParty){.path = $1, .of = $3}); }
;

one_party:
  party { $$ = build_parties(build, (TreeParties){0}, $1); }
;

parties:
  one_party
| parties COMMA party { $$ = build_parties(build, $1, $3); }
;

// What leaves the step can only stand last.
actions:
  last_action { $$ = build_actions(build, (TreeActions){0}, $1); }
| action_list THEN last_action { $$ = build_actions(build, $1, $3); }
;

action_list:
  action { $$ = build_actions(build, (TreeActions){0}, $1); }
| action_list THEN action { $$ = build_actions(build, $1, $3); }
;

last_action:
  action
| EXTEND_BY duration AT_MOST number TIMES NEXT_TIME actions
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_EXTEND, .duration = $2,
                                              .number = $4, .actions = $7}); }
| NEXT_STEP { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_NEXT_STEP}); }
| leaving
;

action:
  BLOCK { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_BLOCK}); }
| NOTIFY parties WITH qname
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_NOTIFY, .parties = $2,
                                              .path = $4}); }
| remind
| SET path TO expr
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_SET, .path = $2,
                                              .expr = $4}); }
| MARK names
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_MARK, .names = $2}); }
| ESCALATE qname
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_ESCALATE, .path = $2}); }
| REASSIGN one_party
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_REASSIGN, .parties = $2}); }
| CALL qname opt_with
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_CALL, .path = $2,
                                              .args = $3}); }
| START qname opt_with
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_START, .path = $2,
                                              .args = $3}); }
| ANNOUNCE qname opt_with
  { $$ = build_action(build, @$, (TreeAction){.kind = TREE_ACTION_ANNOUNCE, .path = $2,
                                              .args = $3}); }
| undo
;
