// What the makers of an explanation share: a sheet about one thing, made part by part.
//
// Of several plans the sheet speaks of one at a time: `explain_speak_of` says which. Its texts
// stay, for they live in the arena.
#ifndef DRAW_EXPLAIN_H
#define DRAW_EXPLAIN_H

#include "draw/sheet_parts.h"
#include "draw/things.h"
#include "writ/explain.h"

enum { EXPLAIN_PERSONS_SHOWN = 8 };

typedef struct Explaining {
    Sheet sheet;
    const WritCompilation *compilation;
    Thing thing;
    const WritDeclared *declared; // NULL of a stage, branch or step.
    WritWritten written;
} Explaining;

void explain_speak_of(Explaining *explaining, const WritPlan *plan);
// A fact that is a text, or words; nothing where they are empty.
void explain_add_text(Explaining *explaining, const char *what, WritText text);
void explain_add_words(Explaining *explaining, const char *what, const char *words);
// "Anna Kern, Ben Ott": who is in a group of the directory, with their units.
void explain_add_members(Explaining *explaining, Phrase *phrase, WritText group);
typedef enum ExplainLines {
    EXPLAIN_WITH_HEADING,
    EXPLAIN_BEHIND_HEADING,
} ExplainLines;
// The lines of the declaration, that of its purpose left out, as a part.
void explain_say_lines(Explaining *explaining, const char *heading, ExplainLines from);

// explain_flow.c: of processes, stages, branches.
void explain_process(Explaining *explaining);
void explain_stage(Explaining *explaining);
// explain_step.c
void explain_step(Explaining *explaining);
// Of a process, stage or step: deadline, clock, rungs.
void explain_say_time(Explaining *explaining, uint32_t node);

// explain_order.c
// When a node begins: 'behind "Check it"', 'if order.large, with the stage "Approval"'.
void explain_add_beginning(Explaining *explaining, Phrase *phrase, uint32_t node);
// What comes when a node is done and nothing else is said.
void explain_add_next(Phrases *phrases, Phrase *phrase, uint32_t node);

// explain_world.c
void explain_hook(Explaining *explaining);
void explain_event(Explaining *explaining);
void explain_role(Explaining *explaining);
void explain_calendar(Explaining *explaining);
void explain_ladder(Explaining *explaining);
void explain_message(Explaining *explaining);
// explain_data.c
void explain_decision(Explaining *explaining);
void explain_record(Explaining *explaining);
void explain_choice(Explaining *explaining);
void explain_unit(Explaining *explaining);

// The number of what is declared in the plan's table of its kind, or WRIT_NONE.
uint32_t explain_index(const WritPlan *plan, const WritDeclared *declared);
// False where another module has one that plans call by the same name: they do not say which they
// mean.
bool explain_is_told_apart(const Explaining *explaining);
// Speaks of the first plan that has the thing; says its number there. WRIT_NONE: none has, or it is
// not told apart.
uint32_t explain_speak_of_first(Explaining *explaining);
// explain_uses.c: where processes use the thing, as a part; a fact where none does.
void explain_say_uses(Explaining *explaining);

void explain_print_json(WritBuffer *out, Explaining *explaining);

#endif
