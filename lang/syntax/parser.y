// The grammar of edition 2026. It builds the tree and does nothing else: an action is one call of
// a build function, or a constant.
//
// Two parsers are made from it. The fast one (prefix fast_) reads every file first and stays
// silent; only where it fails the careful one (prefix careful_) reads the file again with exact
// look-ahead, messages, layout as evidence and recovery (parse.c). There are no conflicts and no
// precedences: the rules of expressions are in layers. Recovery is in the list of lines on the
// inside; a broken heading still has its lines.
//
// The tokens are those of vocabulary.def; the build puts them in place of the line "%tokens".
%require "3.8"
%expect 0
%define api.pure full
%define api.prefix {careful_}
%define api.token.prefix {TOK_}
%define api.token.raw
%define api.location.type {WritSpan}
%define api.value.type union
%define parse.error custom
%define parse.lac full
%locations
%param {Build *build}

%code requires {
#include "syntax/build.h"
}

%code {
#include "syntax/scan.h"
#include "syntax/trouble.h"

// From the start of the first part to the end of the last; what is empty stands at the end of what
// came before it.
#define YYLLOC_DEFAULT(whole, parts, count)                                                        \
    do {                                                                                           \
        (whole).start = (count) ? YYRHSLOC(parts, 1).start : YYRHSLOC(parts, 0).end;               \
        (whole).end = YYRHSLOC(parts, count).end;                                                  \
    } while (0)

// Deep enough for TREE_DEPTH_MAX of anything; what is deeper is told as TOO_DEEP.
#define YYINITDEPTH 1000
#define YYMAXDEPTH 6000

static int yylex(YYSTYPE *value, WritSpan *span, Build *build)
{
    (void)value; // The tree takes what tokens say from their spans.
    return scan_next(build, span);
}

// Called for one thing only: the stack is full.
static void yyerror(const WritSpan *span, Build *build, const char *text)
{
    (void)text;
    build_limit(build, DIAG_TOO_DEEP, *span);
}
}

%tokens

%nterm <TreeFile *> file
%nterm <TreeLiteral *> edition version opt_through number percent date time ordinal
%nterm <TreeModule *> module
%nterm <TreeUses> uses
%nterm <TreeUse *> use
%nterm <TreeDecls> decls
%nterm <TreeDecl *> decl unit choice record event role calendar exchange_rates ladder message
%nterm <TreeDecl *> hook formula
%nterm <TreeDecl *> decision committee milestone tag rule measure process migration scenario
%nterm <TreeDirectory *> directory
%nterm <TreeDirectoryEntries> directory_entries
%nterm <TreePerson *> person
%nterm <TreePersonLines> person_lines unit_lines
%nterm <TreePersonLine *> person_line own_calendar
%nterm <TreeDirectoryUnit *> directory_unit
%nterm <TreeName *> name value type_name code opt_as opt_into opt_of_unit opt_replaced
%nterm <TreeNames> values names opt_in_names
%nterm <TreePath *> path qname opt_since opt_message
%nterm <TreePaths> paths qnames columns
%nterm <TreeText *> text open_text title opt_because
%nterm <TreeMetas> metas
%nterm <TreeMeta *> meta
%nterm <TreeType *> type
%nterm <TreeParams> params param_list
%nterm <TreeParam *> param
%nterm <TreeFields> fields
%nterm <TreeField *> field field_line
%nterm <TreeFieldOptions> field_options
%nterm <TreeFieldOption *> field_option
%nterm <TreeEventLines> event_lines
%nterm <TreeEventLine *> event_line
%nterm <TreeRoleLines> role_lines
%nterm <TreeRoleLine *> role_line
%nterm <TreeCalendarLines> calendar_lines
%nterm <TreeCalendarLine *> calendar_line
%nterm <TreeRatesLines> rates_lines
%nterm <TreeRatesLine *> rates_line
%nterm <TreeWeekday *> weekday
%nterm <TreeRungs> rungs
%nterm <TreeRung *> rung
%nterm <TreeMessageLines> message_lines
%nterm <TreeMessageLine *> message_line
%nterm <TreeHookLines> hook_lines
%nterm <TreeHookLine *> hook_line
%nterm <TreeFormulaLines> formula_lines
%nterm <TreeFormulaLine *> formula_line
%nterm <TreeMeasureLines> measure_lines
%nterm <TreeMeasureLine *> measure_line
%nterm <TreeDecisionLines> decision_lines
%nterm <TreeDecisionLine *> decision_line
%nterm <TreeTable *> table
%nterm <TreeTable *> table_head
%nterm <TreeRows> rows
%nterm <TreeRow *> row
%nterm <TreeCells> cells
%nterm <TreeCell *> cell
%nterm <TreeCommitteeLines> committee_lines
%nterm <TreeCommitteeLine *> committee_line majority
%nterm <bool> more_or_least including_chair of_all_members chair_decides stops detour ordered
%nterm <TreeExpr *> opt_as_of opt_when opt_where opt_where_or
%nterm <TreeRuleLines> rule_lines
%nterm <TreeRuleLine *> rule_line
%nterm <TreeConstraint *> constraint
%nterm <TreeOccurrence *> occurrence
%nterm <TreeOccurrences> occurrences
%nterm <TreeProcessLines> process_lines
%nterm <TreeProcessLine *> process_line
%nterm <TreePowers *> powers
%nterm <TreePowerList> power_list power_commas
%nterm <TreePower *> power
%nterm <TreeSecond> second
%nterm <TreeStart *> start
%nterm <TreeTiming *> timing
%nterm <TreeWhose> whose
%nterm <TreeAction *> remind
%nterm <TreeActions> nobody
%nterm <TreeCancellation *> cancellation
%nterm <TreeCancellationLines> cancellation_lines
%nterm <TreeCancellationLine *> cancellation_line
%nterm <TreeHappens *> happens
%nterm <TreeStages> stages
%nterm <TreeStage *> stage
%nterm <TreeStageLines> stage_lines
%nterm <TreeStageLine *> stage_line
%nterm <TreeItems> items
%nterm <TreeItem *> item step same_time for_each if repeat
%nterm <TreeAction *> route leaving go_back undo
%nterm <TreeJoin> join
%nterm <TreeBranches> branches
%nterm <TreeBranch *> branch
%nterm <TreeEachMode> each_mode
%nterm <TreeArms> arms
%nterm <TreeArm *> if_arm arm opt_otherwise
%nterm <TreeStepLines> step_lines
%nterm <TreeStepLine *> step_line
%nterm <TreeAct *> act
%nterm <TreeArgs> opt_with args
%nterm <TreeArg *> arg
%nterm <TreeFills> fills
%nterm <TreeFill *> fill
%nterm <TreePerformer *> performer
%nterm <TreeParties> one_party parties either in_turn chairs
%nterm <TreeOrder> order
%nterm <TreeParty *> party
%nterm <TreeActions> actions action_list
%nterm <TreeAction *> action last_action
%nterm <TreeMigrationLines> migration_lines
%nterm <TreeMigrationLine *> migration_line
%nterm <TreeScenarioLines> scenario_lines
%nterm <TreeScenarioLine *> scenario_line check
%nterm <TreeExpr *> expr quantified or_expr and_expr not_expr comparison coalesce additive term
%nterm <TreeExpr *> unary moment primary literal is_value range list
%nterm <TreeOp> relation
%nterm <TreeExprs> expr_list
%nterm <TreeDuration *> duration
%nterm <TreeUnit> time_unit

%%

// --- Files --------------------------------------------------------------------------------

file:
  edition module uses decls { $$ = build_module_file(build, $1, $2, $3, $4); }
| edition directory directory_entries { $$ = build_directory_file(build, $1, $2, $3); }
;

edition:
  WRIT NUMBER NL { $$ = build_literal(build, @2); }
;

module:
  MODULE qname VERSION_WORD version NL metas
  { $$ = build_module(build, @$, (TreeModule){.path = $2, .version = $4, .metas = $6}); }
| MODULE skipped metas { $$ = build_module(build, @$, (TreeModule){.metas = $3}); }
;

version:
  NUMBER { $$ = build_literal(build, @1); }
| VERSION { $$ = build_literal(build, @1); }
;

uses:
  %empty { $$ = (TreeUses){0}; }
| uses use { $$ = build_uses(build, $1, $2); }
| uses skipped { $$ = $1; }
;

use:
  USE qname VERSION_WORD version opt_as NL
  { $$ = build_use(build, @$, (TreeUse){.module = $2, .version = $4, .as = $5}); }
;

opt_as:
  %empty { $$ = NULL; }
| AS name { $$ = $2; }
;

decls:
  %empty { $$ = (TreeDecls){0}; }
| decls decl { $$ = build_decls(build, $1, $2); }
;

decl:
  unit
| choice
| record
| event
| role
| calendar
| exchange_rates
| ladder
| message
| hook
| formula
| decision
| committee
| milestone
| tag
| rule
| measure
| process
| migration
| scenario
;

title:
  %empty { $$ = NULL; }
| text
;

metas:
  %empty { $$ = (TreeMetas){0}; }
| metas meta { $$ = build_metas(build, $1, $2); }
;

meta:
  PURPOSE text NL
  { $$ = build_meta(build, @$, (TreeMeta){.kind = TREE_META_PURPOSE, .text = $2}); }
| PER text NL { $$ = build_meta(build, @$, (TreeMeta){.kind = TREE_META_PER, .text = $2}); }
| IN_FORCE date opt_through NL
  { $$ = build_meta(build, @$,
                    (TreeMeta){.kind = TREE_META_IN_FORCE, .from = $2, .through = $3}); }
;

opt_through:
  %empty { $$ = NULL; }
| THROUGH date { $$ = $2; }
;

// A line that cannot be read; whatever stands in it is left out.
skipped:
  error NL { yyerrok; }
;

// --- The directory ------------------------------------------------------------------------

directory:
  DIRECTORY title NL metas
  { $$ = build_directory(build, @$, (TreeDirectory){.title = $2, .metas = $4}); }
| DIRECTORY skipped metas { $$ = build_directory(build, @$, (TreeDirectory){.metas = $3}); }
;

directory_entries:
  %empty { $$ = (TreeDirectoryEntries){0}; }
| directory_entries person { $$ = build_directory_entry_person(build, $1, $2); }
| directory_entries directory_unit { $$ = build_directory_entry_unit(build, $1, $2); }
;

directory_unit:
  UNIT name title NL unit_lines
  { $$ = build_directory_unit(build, @$,
                              (TreeDirectoryUnit){.name = $2, .title = $3, .lines = $5}); }
| UNIT skipped unit_lines { $$ = NULL; }
;

unit_lines:
  %empty { $$ = (TreePersonLines){0}; }
| unit_lines own_calendar { $$ = build_person_lines(build, $1, $2); }
| unit_lines skipped { $$ = $1; }
;

own_calendar:
  USES_CALENDAR qname NL
  { $$ = build_person_line(build, @$,
                           (TreePersonLine){.kind = TREE_PERSON_CALENDAR, .path = $2}); }
;

person:
  PERSON name title NL person_lines
  { $$ = build_person(build, @$, (TreePerson){.name = $2, .title = $3, .lines = $5}); }
| PERSON skipped person_lines { $$ = NULL; }
;

person_lines:
  %empty { $$ = (TreePersonLines){0}; }
| person_lines person_line { $$ = build_person_lines(build, $1, $2); }
;

person_line:
  SIGNS_IN_AS text NL
  { $$ = build_person_line(build, @$,
                           (TreePersonLine){.kind = TREE_PERSON_SIGNS_IN, .text = $2}); }
| BELONGS_TO text opt_of_unit NL
  { $$ = build_person_line(build, @$,
                           (TreePersonLine){.kind = TREE_PERSON_BELONGS_TO, .text = $2,
                                            .unit = $3}); }
| REPORTS_TO name NL
  { $$ = build_person_line(build, @$,
                           (TreePersonLine){.kind = TREE_PERSON_REPORTS_TO, .name = $2}); }
| AWAY_FROM date THROUGH date opt_replaced NL
  { $$ = build_person_line(build, @$,
                           (TreePersonLine){.kind = TREE_PERSON_AWAY, .from = $2, .through = $4,
                                            .name = $5}); }
| own_calendar
| skipped { $$ = NULL; }
;

opt_of_unit:
  %empty { $$ = NULL; }
| OF name { $$ = $2; }
;

opt_replaced:
  %empty { $$ = NULL; }
| REPLACED_BY name { $$ = $2; }
;
