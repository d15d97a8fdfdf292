// Rules: sentences from a closed list that hold for every case of one process or of all.
//
// A rule is read twice, as a ladder is. By itself, so that its mistakes are told once, where they
// are, and also when no process has it. Then in every process in which it holds: what its names
// mean there, and what stands there under the names of its `given` lines.
#ifndef CHECK_RULES_H
#define CHECK_RULES_H

#include "check/process.h"

// Why no rule converts.
#define CHECK_RULE_NO_RATES                                                                        \
    "A rule is watched all the time, and must not hang on the rates of the day."

// rules.c: the declaration; messages are read already. Then, when all are, those of one name, which
// may only be in force one after the other.
void check_rule(Checker *checker, Symbol *symbol);
void check_rule_versions(Checker *checker);

// rule_uses.c: the rules that hold in the process of `scope`, whose stages are read.
void check_rules(Scope *scope);

// rule_verdicts.c: what is known when the flow was walked.
void check_rule_verdicts(Process *process);

// --- rule_names.c ---------------------------------------------------------------------------

// What a rule's names mean without a process; tells what can mean nothing, or cannot stand there.
void check_rule_names(Checker *checker, Rule *rule);
// What they mean in the process of `scope`: the occurrences of `use`. Tells steps that are not
// there.
void check_rule_occurrences(Scope *scope, RuleUse *use);
bool check_rule_has_group(const RuleUse *use, uint32_t group);
uint32_t check_rule_group_count(const RuleUse *use);

// A rule that is about who does things.
bool check_rule_is_of_people(WritRuleKind kind);

#endif
