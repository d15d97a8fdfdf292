// What a decision of the book gives for given values, and why: for `writ explain NAME`.
#ifndef CLI_EXPLAIN_DECISION_H
#define CLI_EXPLAIN_DECISION_H

#include "cli/cli.h"
#include "writ/compile.h"
#include "writ/eval.h"

typedef struct Asking {
    Cli *cli;
    WritArena *arena;
    const WritCompilation *compilation;
    const WritPlan *plan;
    const WritDecision *decision;
    uint32_t number; // Of the decision, in the plan.
    WritValue input;
    WritVerdict verdict;
    WritExplanation explanation;
    WritResultSeen **results; // Of each row that decided.
    WritError refused;        // Why no row decided; status WRIT_OK: one did.
} Asking;

// True when a word is written as codes are: W1101.
bool explain_is_code(const char *word);
// Explains the decision that the first operand names; the others, and --with, are its values.
CliExit explain_decision(Cli *cli);

// The place of a row among those that decided, or WRIT_NONE.
uint32_t explain_decided_at(const Asking *asking, uint32_t row);
// "exactly one row must match"
const char *explain_policy(WritHitPolicy policy);

// explain_page.c, explain_json.c
void explain_print_asked(Page *page, const Asking *asking);
void explain_print_described(Page *page, const Asking *asking);
void explain_print_json(const Asking *asking, bool asked);

#endif
