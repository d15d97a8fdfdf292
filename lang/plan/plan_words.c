#include "plan/plan_words.h"

#include "writ/plan.h"

static const char *const type_words[] = {
    [WRIT_TYPE_BOOLEAN] = "boolean",   [WRIT_TYPE_NUMBER] = "number",
    [WRIT_TYPE_PERCENT] = "percent",   [WRIT_TYPE_MONEY] = "money",
    [WRIT_TYPE_QUANTITY] = "quantity", [WRIT_TYPE_DATE] = "date",
    [WRIT_TYPE_TIME] = "time",         [WRIT_TYPE_INSTANT] = "instant",
    [WRIT_TYPE_DURATION] = "duration", [WRIT_TYPE_WORKING_TIME] = "working time",
    [WRIT_TYPE_MONTH] = "month",       [WRIT_TYPE_TEXT] = "text",
    [WRIT_TYPE_CHOICE] = "choice",     [WRIT_TYPE_PERSON] = "person",
    [WRIT_TYPE_ROLE] = "role",         [WRIT_TYPE_COUNTRY] = "country",
    [WRIT_TYPE_CURRENCY] = "currency", [WRIT_TYPE_DOCUMENT] = "document",
    [WRIT_TYPE_LIST] = "list",         [WRIT_TYPE_RECORD] = "record",
    [WRIT_TYPE_CALENDAR] = "calendar",
};

static const char *const operation_words[] = {
    [WRIT_OP_CONSTANT] = "constant",
    [WRIT_OP_SLOT] = "slot",
    [WRIT_OP_LOCAL] = "local",
    [WRIT_OP_SELF] = "self",
    [WRIT_OP_FIELD] = "field",
    [WRIT_OP_EVENT] = "event",
    [WRIT_OP_CONTEXT] = "context",
    [WRIT_OP_PERSON_NAME] = "person name",
    [WRIT_OP_AND] = "and",
    [WRIT_OP_OR] = "or",
    [WRIT_OP_NOT] = "not",
    [WRIT_OP_EQUAL] = "equal",
    [WRIT_OP_NOT_EQUAL] = "not equal",
    [WRIT_OP_LESS] = "less",
    [WRIT_OP_LESS_EQUAL] = "less equal",
    [WRIT_OP_GREATER] = "greater",
    [WRIT_OP_GREATER_EQUAL] = "greater equal",
    [WRIT_OP_IS_MISSING] = "is missing",
    [WRIT_OP_IS_PRESENT] = "is present",
    [WRIT_OP_IS_EMPTY] = "is empty",
    [WRIT_OP_IN_LIST] = "in list",
    [WRIT_OP_IN_SET] = "in set",
    [WRIT_OP_IN_RANGE] = "in range",
    [WRIT_OP_IN_RANGE_BELOW] = "in range below",
    [WRIT_OP_OR_ELSE] = "or else",
    [WRIT_OP_ADD] = "add",
    [WRIT_OP_SUBTRACT] = "subtract",
    [WRIT_OP_MULTIPLY] = "multiply",
    [WRIT_OP_NEGATE] = "negate",
    [WRIT_OP_EVERY] = "every",
    [WRIT_OP_SOME] = "some",
    [WRIT_OP_NO] = "no",
    [WRIT_OP_COUNT] = "count",
    [WRIT_OP_SUM] = "sum",
    [WRIT_OP_CALL] = "call",
    [WRIT_OP_RECORD] = "record",
    [WRIT_OP_JOIN] = "join",
    [WRIT_OP_LIST] = "list",
};

static const char *const builtin_words[] = {
    [WRIT_BUILTIN_SHARE] = "share",
    [WRIT_BUILTIN_ROUNDED] = "rounded",
    [WRIT_BUILTIN_AMOUNT] = "amount",
    [WRIT_BUILTIN_TODAY] = "today",
    [WRIT_BUILTIN_ADD_WORKING_TIME] = "add working time",
    [WRIT_BUILTIN_SUBTRACT_WORKING_TIME] = "subtract working time",
    [WRIT_BUILTIN_ADD_DURATION] = "add duration",
    [WRIT_BUILTIN_SUBTRACT_DURATION] = "subtract duration",
    [WRIT_BUILTIN_WORKING_DAY] = "working day",
    [WRIT_BUILTIN_MOMENT] = "moment",
    [WRIT_BUILTIN_HIGHEST] = "highest",
    [WRIT_BUILTIN_LOWEST] = "lowest",
    [WRIT_BUILTIN_MONTH_OF] = "month_of",
    [WRIT_BUILTIN_CONVERTED] = "converted",
    [WRIT_BUILTIN_DOCUMENT_NAME] = "document name",
    [WRIT_BUILTIN_DOCUMENT_SIZE] = "document size",
    [WRIT_BUILTIN_DOCUMENT_HASH] = "document hash",
};

static const char *const context_words[] = {
    [WRIT_CONTEXT_CASE_NUMBER] = "case number",
    [WRIT_CONTEXT_TASK_TITLE] = "task title",
    [WRIT_CONTEXT_TASK_SINCE] = "task since",
    [WRIT_CONTEXT_TASK_DUE] = "task due",
    [WRIT_CONTEXT_TASK_ASSIGNEE_NAME] = "task assignee name",
    [WRIT_CONTEXT_STAGE_TITLE] = "stage title",
    [WRIT_CONTEXT_STAGE_SINCE] = "stage since",
    [WRIT_CONTEXT_BREACH_RULE] = "breach rule",
    [WRIT_CONTEXT_BREACH_SENTENCE] = "breach sentence",
    [WRIT_CONTEXT_BREACH_PROCESS] = "breach process",
    [WRIT_CONTEXT_BREACH_CASE] = "breach case",
    [WRIT_CONTEXT_BREACH_STEP] = "breach step",
    [WRIT_CONTEXT_OWED_CALENDAR] = "owed calendar",
};

static const char *const slot_words[] = {
    [WRIT_SLOT_PARAMETER] = "parameter", [WRIT_SLOT_STORED] = "stored",
    [WRIT_SLOT_RESULT] = "result",       [WRIT_SLOT_ELEMENT] = "element",
    [WRIT_SLOT_FILLED] = "filled",
};

static const char *const party_words[] = {
    [WRIT_PARTY_ROLE] = "role",
    [WRIT_PARTY_PERSON] = "person",
    [WRIT_PARTY_OWNER] = "owner",
    [WRIT_PARTY_ASSIGNEE] = "assignee",
    [WRIT_PARTY_ROLE_VALUE] = "role value",
};

static const char *const performer_words[] = {
    [WRIT_PERFORMER_ANY] = "any",
    [WRIT_PERFORMER_IN_TURN] = "in turn",
};

static const char *const effect_words[] = {
    [WRIT_EFFECT_COMPUTES] = "computes",
    [WRIT_EFFECT_READS] = "reads",
    [WRIT_EFFECT_WRITES] = "writes",
};

static const char *const addressing_words[] = {
    [WRIT_FOR_CASE_WITH] = "case with",
    [WRIT_FOR_LONGEST] = "longest",
    [WRIT_FOR_ALL] = "all",
};

static const char *const cell_words[] = {
    [WRIT_CELL_ANY] = "any",         [WRIT_CELL_MISSING] = "missing",
    [WRIT_CELL_PRESENT] = "present", [WRIT_CELL_BETWEEN] = "between",
    [WRIT_CELL_ONE_OF] = "one of",   [WRIT_CELL_NOT_ONE_OF] = "not one of",
};

static const char *const hit_words[] = {
    [WRIT_HIT_EXACTLY_ONE] = "exactly one",
    [WRIT_HIT_FIRST] = "first",
    [WRIT_HIT_EVERY] = "every",
};

static const char *const action_words[] = {
    [WRIT_ACTION_NOTIFY] = "notify",       [WRIT_ACTION_SET] = "set",
    [WRIT_ACTION_MARK] = "mark",           [WRIT_ACTION_REASSIGN] = "reassign",
    [WRIT_ACTION_UNDO] = "undo",           [WRIT_ACTION_EXTEND] = "extend",
    [WRIT_ACTION_NEXT] = "next",           [WRIT_ACTION_GO_TO] = "go to",
    [WRIT_ACTION_GO_BACK] = "go back",     [WRIT_ACTION_END_CASE] = "end case",
    [WRIT_ACTION_SKIP_NEXT] = "skip next", [WRIT_ACTION_SKIP_END] = "skip end",
};

static const char *const duration_words[] = {
    [WRIT_SECONDS] = "seconds", [WRIT_MINUTES] = "minutes", [WRIT_HOURS] = "hours",
    [WRIT_DAYS] = "days",       [WRIT_WEEKS] = "weeks",     [WRIT_MONTHS] = "months",
    [WRIT_YEARS] = "years",
};

static const char *const node_words[] = {
    [WRIT_NODE_PROCESS] = "process",
    [WRIT_NODE_STAGE] = "stage",
    [WRIT_NODE_DETOUR] = "detour",
    [WRIT_NODE_STEP] = "step",
    [WRIT_NODE_SAME_TIME] = "same time",
    [WRIT_NODE_BRANCH] = "branch",
    [WRIT_NODE_FOR_EACH] = "for each",
    [WRIT_NODE_IF] = "if",
    [WRIT_NODE_ARM] = "arm",
    [WRIT_NODE_REPEAT] = "repeat",
    [WRIT_NODE_ROUTE] = "route",
};

static const char *const join_words[] = {
    [WRIT_JOIN_ALL] = "all",
    [WRIT_JOIN_FIRST] = "first",
};

static const char *const order_words[] = {
    [WRIT_EACH_SAME_TIME] = "same time",
    [WRIT_EACH_ONE_AT_A_TIME] = "one at a time",
};

static const char *const deadline_words[] = {
    [WRIT_DEADLINE_NONE] = "none",
    [WRIT_DEADLINE_AFTER] = "after",
    [WRIT_DEADLINE_AT] = "at",
};

static const char *const rung_words[] = {
    [WRIT_RUNG_AFTER] = "after",
    [WRIT_RUNG_AFTER_SHARE] = "after share",
    [WRIT_RUNG_AFTER_REMINDER] = "after reminder",
    [WRIT_RUNG_EVERY] = "every",
    [WRIT_RUNG_BEFORE_DUE] = "before due",
};

static const char *const rule_words[] = {
    [WRIT_RULE_BLOCKED_UNTIL] = "blocked until",
    [WRIT_RULE_BEFORE] = "before",
    [WRIT_RULE_NEVER_AFTER] = "never after",
    [WRIT_RULE_AFTER_ALWAYS] = "after always",
    [WRIT_RULE_NEVER_BOTH] = "never both",
    [WRIT_RULE_AT_MOST] = "at most",
    [WRIT_RULE_AT_LEAST] = "at least",
    [WRIT_RULE_NEVER_DOES] = "never does",
    [WRIT_RULE_DIFFERENT_PEOPLE] = "different people",
    [WRIT_RULE_SAME_PERSON] = "same person",
    [WRIT_RULE_ALWAYS] = "always",
};

static const char *const occurrence_words[] = {
    [WRIT_OCCURS_STEP] = "step",
    [WRIT_OCCURS_MILESTONE] = "milestone",
    [WRIT_OCCURS_EVENT] = "event",
};

static const char *const schedule_words[] = {
    [WRIT_SCHEDULE_DAY] = "day",
    [WRIT_SCHEDULE_WEEK] = "week",
    [WRIT_SCHEDULE_WORKING_DAY] = "working day",
    [WRIT_SCHEDULE_RULE] = "rule",
};

static const char *const act_words[] = {
    [WRIT_ACT_DO] = "do",         [WRIT_ACT_APPROVE] = "approve", [WRIT_ACT_CALL] = "call",
    [WRIT_ACT_DECIDE] = "decide", [WRIT_ACT_WAIT] = "wait",       [WRIT_ACT_ACTIONS] = "actions",
};

static const char *const start_words[] = {
    [WRIT_START_ON_EVENT] = "on event",
    [WRIT_START_ON_REQUEST] = "on request",
    [WRIT_START_ON_SCHEDULE] = "on schedule",
};

static const char *const second_words[] = {
    [WRIT_SECOND_ALLOWED] = "allowed",
    [WRIT_SECOND_REFUSED] = "refused",
    [WRIT_SECOND_JOINED] = "joined",
};

const PlanWords plan_type_words = {type_words, sizeof type_words / sizeof type_words[0]};
const PlanWords plan_operation_words = {operation_words,
                                        sizeof operation_words / sizeof operation_words[0]};
const PlanWords plan_builtin_words = {builtin_words,
                                      sizeof builtin_words / sizeof builtin_words[0]};
const PlanWords plan_context_words = {context_words,
                                      sizeof context_words / sizeof context_words[0]};
const PlanWords plan_slot_words = {slot_words, sizeof slot_words / sizeof slot_words[0]};
const PlanWords plan_party_words = {party_words, sizeof party_words / sizeof party_words[0]};
const PlanWords plan_performer_words = {performer_words,
                                        sizeof performer_words / sizeof performer_words[0]};
const PlanWords plan_effect_words = {effect_words, sizeof effect_words / sizeof effect_words[0]};
const PlanWords plan_addressing_words = {addressing_words,
                                         sizeof addressing_words / sizeof addressing_words[0]};
const PlanWords plan_cell_words = {cell_words, sizeof cell_words / sizeof cell_words[0]};
const PlanWords plan_hit_words = {hit_words, sizeof hit_words / sizeof hit_words[0]};
const PlanWords plan_action_words = {action_words, sizeof action_words / sizeof action_words[0]};
const PlanWords plan_duration_words = {duration_words,
                                       sizeof duration_words / sizeof duration_words[0]};
const PlanWords plan_node_words = {node_words, sizeof node_words / sizeof node_words[0]};
const PlanWords plan_join_words = {join_words, sizeof join_words / sizeof join_words[0]};
const PlanWords plan_order_words = {order_words, sizeof order_words / sizeof order_words[0]};
const PlanWords plan_deadline_words = {deadline_words,
                                       sizeof deadline_words / sizeof deadline_words[0]};
const PlanWords plan_rung_words = {rung_words, sizeof rung_words / sizeof rung_words[0]};
const PlanWords plan_rule_words = {rule_words, sizeof rule_words / sizeof rule_words[0]};
const PlanWords plan_occurrence_words = {occurrence_words,
                                         sizeof occurrence_words / sizeof occurrence_words[0]};
const PlanWords plan_schedule_words = {schedule_words,
                                       sizeof schedule_words / sizeof schedule_words[0]};
const PlanWords plan_act_words = {act_words, sizeof act_words / sizeof act_words[0]};
const PlanWords plan_start_words = {start_words, sizeof start_words / sizeof start_words[0]};
const PlanWords plan_second_words = {second_words, sizeof second_words / sizeof second_words[0]};
