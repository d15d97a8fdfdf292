// A case under test: every command is decided, saved, loaded from its rows and replayed from its
// events, and the three cases must be the same to the byte.
#ifndef TESTS_CASE_RUN_H
#define TESTS_CASE_RUN_H

#include "writ/engine.h"

enum { CASE_RUN_START = 1000000 }; // The clock at the start, in microseconds.

typedef struct CaseRun CaseRun;

// `plan` outlives the run. Everybody may act for every role but "nobody"; of a person asked by
// name, that person.
CaseRun *case_run_new(const WritPlan *plan);
void case_run_free(CaseRun *run);

// A run that takes over a loaded case, but not its program. Nothing is known of its past, so that
// nothing is compared: its commands only must not go wrong.
CaseRun *case_run_take_over(const WritPlan *plan, WritProgram *program, WritCase *loaded);

WritCase *case_run_case(CaseRun *run);
WritProgram *case_run_program(CaseRun *run);
int64_t case_run_now(const CaseRun *run);
void case_run_pass(CaseRun *run, int64_t micros);
// The calendars that are in force from now on; NULL: none. The set outlives the run.
void case_run_calendars(CaseRun *run, const WritCalendars *set);
// A unit or person has this calendar from now on; NULL: none. The texts outlive the run.
void case_run_own_calendar(CaseRun *run, const char *whose, const char *calendar);
// Roles in which nobody is permitted from now on: a bit a role.
void case_run_nobody(CaseRun *run, uint64_t roles);

// Carries out a command; its refusal is returned, and must have changed nothing.
WritStatus case_run_command(CaseRun *run, const WritCommand *command, WritError *error);
// The same where it must succeed.
void case_run_must(CaseRun *run, const WritCommand *command);

// Shorthands that must succeed.
void case_run_start(CaseRun *run, const WritValue *values, uint32_t count);
void case_run_answer(CaseRun *run, const char *step, const char *outcome);
void case_run_result(CaseRun *run, const char *hook, const char *outcome, WritValue output);
void case_run_failure(CaseRun *run, const char *hook);
// Lets time pass until the next deadline and fires it.
void case_run_next_deadline(CaseRun *run);
// The clock shows `instant`, and timers that are due by then fire in due order, as after downtime.
void case_run_until(CaseRun *run, int64_t instant);
// The clock of the first duty of a kind, of the step with this name; its counting must not fail.
WritCaseClock case_run_clock(CaseRun *run, WritDutyKind kind, const char *step);
// What counting anew would move.
uint32_t case_run_moves(CaseRun *run, WritMove **moves);
// The notices of all commands so far, in order; NULL past the last.
const WritNotice *case_run_notice(const CaseRun *run, uint32_t number);

// All events so far, in order. Borrowed until the next command.
const WritEvent *case_run_events(const CaseRun *run, uint32_t *count);
// The instants at which they counted.
const int64_t *case_run_instants(const CaseRun *run);
// How often an event of this kind has happened.
uint32_t case_run_count(const CaseRun *run, WritEventKind kind);
// The duties of one kind that stand now.
uint32_t case_run_duties(const CaseRun *run, WritDutyKind kind);
// The first of a kind, of a step (or hook, for calls) with this name; NULL name: any. Borrowed
// until the next command. NULL: none.
const WritDuty *case_run_find(CaseRun *run, WritDutyKind kind, const char *name);
// Applies an event as a replay would; one that does not fit is returned, and changed nothing.
WritStatus case_run_apply(CaseRun *run, const WritEvent *event, int64_t at, WritError *error);
// Saves what was applied; the case that its rows make and a replay must be the same.
void case_run_save(CaseRun *run);
// Row number `row` by rising key, borrowed until the next command.
void case_run_row(const CaseRun *run, uint32_t row, WritText *key, WritText *value);
// Rows of the case that stand in the store.
uint32_t case_run_rows(const CaseRun *run);
uint32_t case_run_rows_written(const CaseRun *run); // By the last command.
uint32_t case_run_slices(const CaseRun *run);       // Of the last command.
// The name of the outcome, or "" while the case is open.
const char *case_run_outcome(const CaseRun *run);

#endif
