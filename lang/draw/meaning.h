// What the makers of a meaning share: a sheet about one thing, made part by part.
//
// Of several plans the sheet speaks of one at a time: `meaning_speak_of` says which. Its texts
// stay, for they live in the arena.
#ifndef DRAW_MEANING_H
#define DRAW_MEANING_H

#include "draw/sheet_parts.h"
#include "draw/things.h"
#include "writ/explain.h"

enum { MEANING_PERSONS_SHOWN = 8 };

typedef struct Meaning {
    Sheet sheet;
    const WritCompilation *compilation;
    Thing thing;
    const WritDeclared *declared; // NULL of a stage, branch or step.
    WritWritten written;
} Meaning;

void meaning_speak_of(Meaning *meaning, const WritPlan *plan);
// A fact that is a text, or words; nothing where they are empty.
void meaning_add_text(Meaning *meaning, const char *what, WritText text);
void meaning_add_words(Meaning *meaning, const char *what, const char *words);
// "Anna Kern, Ben Ott": who is in a group of the directory, with their units.
void meaning_add_members(Meaning *meaning, Phrase *phrase, WritText group);
typedef enum MeaningLines {
    MEANING_WITH_HEADING,
    MEANING_BEHIND_HEADING,
} MeaningLines;
// The lines of the declaration, that of its purpose left out, as a part.
void meaning_say_lines(Meaning *meaning, const char *heading, MeaningLines from);

// meaning_flow.c: of processes, stages, branches.
void meaning_process(Meaning *meaning);
void meaning_stage(Meaning *meaning);
// meaning_step.c
void meaning_step(Meaning *meaning);
// Of a process, stage or step: deadline, clock, rungs.
void meaning_say_time(Meaning *meaning, uint32_t node);

// meaning_order.c
// When a node begins: 'behind "Check it"', 'if order.large, with the stage "Approval"'.
void meaning_add_beginning(Meaning *meaning, Phrase *phrase, uint32_t node);
// What comes when a node is done and nothing else is said.
void meaning_add_next(Phrases *phrases, Phrase *phrase, uint32_t node);

// meaning_world.c
void meaning_hook(Meaning *meaning);
void meaning_event(Meaning *meaning);
void meaning_role(Meaning *meaning);
void meaning_calendar(Meaning *meaning);
void meaning_rates(Meaning *meaning);
void meaning_ladder(Meaning *meaning);
// meaning_rule.c
void meaning_rule(Meaning *meaning);
// meaning_measure.c
void meaning_measure(Meaning *meaning);
// The measures over the process that is spoken of.
void meaning_say_measures(Meaning *meaning);
// The rules that speak of a step; nothing where none does.
void meaning_say_rules(Meaning *meaning, uint32_t node);
void meaning_message(Meaning *meaning);
// meaning_data.c
void meaning_decision(Meaning *meaning);
void meaning_formula(Meaning *meaning);
void meaning_record(Meaning *meaning);
void meaning_choice(Meaning *meaning);
void meaning_unit(Meaning *meaning);
void meaning_scenario(Meaning *meaning);

// The number of what is declared in the plan's table of its kind, or WRIT_NONE.
uint32_t meaning_index(const WritPlan *plan, const WritDeclared *declared);
// False where another module has one that plans call by the same name: they do not say which they
// mean.
bool meaning_is_told_apart(const Meaning *meaning);
// Speaks of the first plan that has the thing; says its number there. WRIT_NONE: none has, or it is
// not told apart.
uint32_t meaning_speak_of_first(Meaning *meaning);
// meaning_uses.c: where processes use the thing, as a part; a fact where none does.
void meaning_say_uses(Meaning *meaning);

void meaning_print_json(WritBuffer *out, Meaning *meaning);

#endif
