// Parts of a sheet, and what their makers share.
#ifndef DRAW_SHEET_PARTS_H
#define DRAW_SHEET_PARTS_H

#include "draw/sheet.h"
#include "draw/ways.h"

// Adds a part with the columns that `heads` names, up to a NULL.
SheetPart *sheet_add_table(Sheet *sheet, const char *heading, const char *const *heads);
// A row whose cells are empty: the phrases of its columns.
Phrase *sheet_add_row(Sheet *sheet, SheetPart *part);

// One more fact of the sheet: the phrase that says how it is.
Phrase *sheet_add_fact(Sheet *sheet, const char *what);

// Called for each node in a stage, in the order of stages, then of detours; or for those of
// `within` alone.
typedef void SheetVisit(Sheet *sheet, SheetPart *part, uint32_t node);
void sheet_visit_nodes(Sheet *sheet, SheetPart *part, SheetVisit *visit);
// The stage or detour that a node is in.
uint32_t sheet_stage_of(const WritPlan *plan, uint32_t node);
// "Check the order: Complete or withdraw it" of a step; of a stage its title.
void sheet_add_place(Sheet *sheet, Phrase *phrase, uint32_t node);
// "Check the order: declined", "the whole case: overdue", "cancellation"
void sheet_add_way(Sheet *sheet, Phrase *phrase, const Way *way);
// "approved: next step; declined: …"
void sheet_add_outcomes(Sheet *sheet, Phrase *phrase, const WritStep *step);

// "3 days", "no deadline: the contract says so"
void sheet_add_by_when(Sheet *sheet, Phrase *phrase, const WritDeadline *deadline);
// The rows of a decision, as a part of the sheet.
void sheet_say_decision(Sheet *sheet, const WritDecision *decision, const char *heading);

// "how many of a hundred: order.late" or "the mean of case.took", with its condition.
void sheet_add_measured(Phrases *phrases, Phrase *phrase, const WritMeasure *measure);
// "at least 95%"; nothing where there is no target.
void sheet_add_measure_target(Phrases *phrases, Phrase *phrase, const WritMeasure *measure);
void sheet_add_measure_owner(Phrases *phrases, Phrase *phrase, const WritMeasure *measure);

void sheet_say_facts(Sheet *sheet, const WritSheetSource *source);
void sheet_say_people(Sheet *sheet);
void sheet_say_limits(Sheet *sheet);
void sheet_say_systems(Sheet *sheet);
void sheet_say_waits(Sheet *sheet);
void sheet_say_silence(Sheet *sheet);
void sheet_say_absence(Sheet *sheet);
void sheet_say_events(Sheet *sheet);
void sheet_say_ends(Sheet *sheet);
// Those of `measures` that are over the process.
void sheet_say_measures(Sheet *sheet, const WritMeasure *measures, uint32_t count);

#endif
