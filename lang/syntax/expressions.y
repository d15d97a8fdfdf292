// Expressions and words; a part of the grammar (parser.y).

// --- Expressions, in layers ---------------------------------------------------------------

expr:
  or_expr
| quantified
;

quantified:
  EVERY name IN coalesce HAS expr
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_QUANTIFIED,
                                          .quantifier = TREE_QUANTIFIER_EVERY, .name = $2,
                                          .list = $4, .condition = $6}); }
| SOME name IN coalesce HAS expr
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_QUANTIFIED,
                                          .quantifier = TREE_QUANTIFIER_SOME, .name = $2,
                                          .list = $4, .condition = $6}); }
| NO name IN coalesce HAS expr
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_QUANTIFIED,
                                          .quantifier = TREE_QUANTIFIER_NO, .name = $2,
                                          .list = $4, .condition = $6}); }
| COUNT_OF name IN coalesce opt_where_or
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_COUNT, .name = $2, .list = $4,
                                          .condition = $5}); }
| SUM_OF coalesce FOR name IN coalesce opt_where_or
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_SUM, .left = $2, .name = $4,
                                          .list = $6, .condition = $7}); }
;

opt_where_or:
  %empty { $$ = NULL; }
| WHERE or_expr { $$ = $2; }
;

or_expr:
  and_expr
| or_expr OR and_expr { $$ = build_binary(build, @$, TREE_OP_OR, $1, $3); }
;

and_expr:
  not_expr
| and_expr AND not_expr { $$ = build_binary(build, @$, TREE_OP_AND, $1, $3); }
;

not_expr:
  comparison
| NOT not_expr { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_NOT, .left = $2}); }
;

comparison:
  coalesce
| coalesce relation coalesce { $$ = build_binary(build, @$, $2, $1, $3); }
| coalesce IS is_value { $$ = build_test(build, @$, $1, BUILD_AFFIRMED, $3); }
| coalesce IS_NOT is_value { $$ = build_test(build, @$, $1, BUILD_NEGATED, $3); }
| coalesce IN range { $$ = build_test(build, @$, $1, BUILD_AFFIRMED, $3); }
| coalesce NOT_IN range { $$ = build_test(build, @$, $1, BUILD_NEGATED, $3); }
;

relation:
  EQUAL { $$ = TREE_OP_EQUAL; }
| NOT_EQUAL { $$ = TREE_OP_NOT_EQUAL; }
| LESS { $$ = TREE_OP_LESS; }
| LESS_EQUAL { $$ = TREE_OP_AT_MOST; }
| GREATER { $$ = TREE_OP_GREATER; }
| GREATER_EQUAL { $$ = TREE_OP_AT_LEAST; }
;

is_value:
  MISSING
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IS, .is = TREE_IS_MISSING}); }
| PRESENT
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IS, .is = TREE_IS_PRESENT}); }
| EMPTY { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IS, .is = TREE_IS_EMPTY}); }
| coalesce
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IS, .is = TREE_IS_VALUE,
                                          .right = $1}); }
;

range:
  coalesce
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IN, .range = TREE_RANGE_VALUE,
                                          .right = $1}); }
| coalesce TO coalesce
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IN, .range = TREE_RANGE_TO,
                                          .right = $1, .high = $3}); }
| coalesce TO_BELOW coalesce
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IN, .range = TREE_RANGE_TO_BELOW,
                                          .right = $1, .high = $3}); }
| OPEN_BRACKET expr_list CLOSE_BRACKET
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_IN, .range = TREE_RANGE_VALUES,
                                          .values = $2}); }
;

coalesce:
  additive
| coalesce OR_ELSE additive { $$ = build_binary(build, @$, TREE_OP_OR_ELSE, $1, $3); }
;

additive:
  term
| additive PLUS term { $$ = build_binary(build, @$, TREE_OP_PLUS, $1, $3); }
| additive MINUS term { $$ = build_binary(build, @$, TREE_OP_MINUS, $1, $3); }
;

term:
  unary
| term STAR unary { $$ = build_binary(build, @$, TREE_OP_TIMES, $1, $3); }
| term SLASH unary { $$ = build_binary(build, @$, TREE_OP_DIVIDED, $1, $3); }
;

unary:
  moment
| MINUS unary { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_MINUS, .left = $2}); }
;

moment:
  primary
| primary AT time
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_AT_TIME, .left = $1, .time = $3}); }
;

primary:
  literal
| path { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_PATH, .path = $1}); }
| type_name OPEN_PAREN args CLOSE_PAREN
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_RECORD, .name = $1, .args = $3}); }
| name OPEN_PAREN CLOSE_PAREN
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_CALL, .name = $1}); }
| name OPEN_PAREN expr_list CLOSE_PAREN
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_CALL, .name = $1, .values = $3}); }
| OPEN_PAREN expr CLOSE_PAREN { $$ = build_parens(build, $2); }
| WORKING_DAY number OF path
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_WORKING_DAY, .literal = $2,
                                          .path = $4}); }
| LAST_WORKING_DAY OF path
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_LAST_WORKING_DAY, .path = $3}); }
| ordinal LAST_WORKING_DAY OF path
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_LAST_WORKING_DAY, .literal = $1,
                                          .path = $4}); }
;

expr_list:
  coalesce { $$ = build_exprs(build, (TreeExprs){0}, $1); }
| expr_list COMMA coalesce { $$ = build_exprs(build, $1, $3); }
;

literal:
  number { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_NUMBER, .literal = $1}); }
| number value
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_AMOUNT, .literal = $1,
                                          .name = $2}); }
| percent { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_PERCENT, .literal = $1}); }
| duration { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_DURATION, .duration = $1}); }
| date { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_DATE, .literal = $1}); }
| date time
  { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_DATE_TIME, .literal = $1,
                                          .time = $2}); }
| time { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_TIME, .literal = $1}); }
| code { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_CODE, .name = $1}); }
| YES { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_YES}); }
| NO { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_NO}); }
| NONE { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_NONE}); }
| text { $$ = build_expr(build, @$, (TreeExpr){.kind = TREE_EXPR_TEXT, .text = $1}); }
;

duration:
  number time_unit
  { $$ = build_duration(build, @$, (TreeDuration){.number = *$1, .unit = $2}); }
;

time_unit:
  SECOND { $$ = TREE_UNIT_SECOND; }
| MINUTE { $$ = TREE_UNIT_MINUTE; }
| HOUR { $$ = TREE_UNIT_HOUR; }
| DAY { $$ = TREE_UNIT_DAY; }
| WEEK { $$ = TREE_UNIT_WEEK; }
| MONTH { $$ = TREE_UNIT_MONTH; }
| YEAR { $$ = TREE_UNIT_YEAR; }
| WORKING_DAY { $$ = TREE_UNIT_WORKING_DAY; }
| WORKING_HOUR { $$ = TREE_UNIT_WORKING_HOUR; }
;

// --- Words --------------------------------------------------------------------------------

text:
  TEXT { $$ = build_text(build, @1); }
| open_text TEXT_TAIL { $$ = build_text_end(build, $1, @2); }
;

open_text:
  TEXT_HEAD expr { $$ = build_text_part(build, NULL, @1, $2); }
| open_text TEXT_MIDDLE expr { $$ = build_text_part(build, $1, @2, $3); }
;

number: NUMBER { $$ = build_literal(build, @1); } ;
percent: PERCENT { $$ = build_literal(build, @1); } ;
date: DATE { $$ = build_literal(build, @1); } ;
time: TIME { $$ = build_literal(build, @1); } ;
ordinal: ORDINAL { $$ = build_literal(build, @1); } ;
name: NAME { $$ = build_name(build, @1); } ;
type_name: TYPENAME { $$ = build_name(build, @1); } ;
code: CODE { $$ = build_name(build, @1); } ;

path:
  NAME { $$ = build_path(build, @1); }
| path DOT NAME { $$ = build_path_part(build, $1, @3); }
;

paths:
  path { $$ = build_paths(build, (TreePaths){0}, $1); }
| paths COMMA path { $$ = build_paths(build, $1, $3); }
;

qname: path ;

qnames:
  qname { $$ = build_paths(build, (TreePaths){0}, $1); }
| qnames COMMA qname { $$ = build_paths(build, $1, $3); }
;

names:
  value { $$ = build_names(build, (TreeNames){0}, $1); }
| names COMMA value { $$ = build_names(build, $1, $3); }
;
