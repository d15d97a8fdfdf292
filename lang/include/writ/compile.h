// From the files of a book to diagnostics, or to checked plans, the directory of its people and its
// calendars.
//
// Pure: the result follows from paths and bytes alone, whatever the order of the files. Everything
// lives in the arena; nothing else is kept, so that a book is compiled again by starting anew.
#ifndef WRIT_COMPILE_H
#define WRIT_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/calendar.h"
#include "writ/diag.h"
#include "writ/measure.h"
#include "writ/people.h"
#include "writ/plan.h"
#include "writ/rates.h"
#include "writ/scenario.h"
#include "writ/source.h"

enum {
    WRIT_COMPILE_BYTES_MAX = 16 << 20,      // Of all files together.
    WRIT_COMPILE_FILES_MAX = 4000,          // `.writ`, `.lua` and rate files together.
    WRIT_COMPILE_ARENA_BYTES_MAX = 1 << 30, // What an arena must allow to compile any book.
};

// At the top of a book: what its modules meant at their last release.
#define WRIT_COMPILE_LOCK_NAME "writ.lock"

// The module of writ_compile_runs.
#define WRIT_COMPILE_RUNS_MODULE "check_runs"

typedef struct WritCompilation WritCompilation;

WritCompilation *writ_compile_new(WritArena *arena);

// Adds a file of the book; path and bytes are copied. `path` runs from the top of the book with
// "/" between its parts, as in "processes/orders/orders.writ": hooks name Lua files so. Files that
// end neither in ".writ" nor in ".lua", are not WRIT_COMPILE_LOCK_NAME, and are no ".csv" in a
// folder with the name "rates", are left out. WRIT_CONFLICT when the path was added before,
// WRIT_LIMIT when a bound is reached.
WRIT_NODISCARD WritStatus writ_compile_add(WritCompilation *compilation, WritText path,
                                           WritText bytes, WritError *error);

// Reads and checks all files, and builds a plan for each process when there is no error. To be
// called once, after the last file was added.
void writ_compile_run(WritCompilation *compilation);

// Appends a module of scenarios, one for each run that shows what was told, to be kept as a file of
// the book. Nothing when there is no run.
void writ_compile_runs(const WritCompilation *compilation, WritBuffer *out);

// What was told; complete after writ_compile_run. Lives as long as the arena.
const WritDiags *writ_compile_diags(const WritCompilation *compilation);

typedef struct WritLockSummary {
    uint32_t module_count;
    uint32_t released_count; // Of these, new ones and those of another version.
} WritLockSummary;

// Appends the lock of these modules, to be kept as WRIT_COMPILE_LOCK_NAME when they are released:
// the same bytes whatever the layout, and wherever each module stands. `released` gets a line,
// "corp.policy 2.4.1", for each module that the book's lock does not have under that version. There
// was no error.
WritLockSummary writ_compile_lock(const WritCompilation *compilation, WritBuffer *out,
                                  WritBuffer *released);

// A Lua file that hooks name. Whether Lua understands it is not known here: whoever puts a plan in
// force finds out, and tells it, before plans are taken.
typedef struct WritLuaFile {
    WritText path;
    WritText bytes;
} WritLuaFile;

// By rising path; complete after writ_compile_run. Files that no hook names are left out.
uint32_t writ_compile_lua_count(const WritCompilation *compilation);
WritLuaFile writ_compile_lua(const WritCompilation *compilation, uint32_t index);

// Tells that Lua refuses a file: an error at its `line`, from 1; 0: no line is to blame. `reason`
// is copied. There are no plans after that. To be called once a file.
void writ_compile_refuse_lua(WritCompilation *compilation, uint32_t index, uint32_t line,
                             WritText reason);

// A calendar as its lines say it. Holidays and time zones are no part of what is compiled: whoever
// puts a book in force reads them, fills them in and makes the set (writ/calendar.h).
typedef struct WritBookCalendar {
    // Without holidays. Known from 1970-01-01 on, through the day that `valid through` says or
    // 2099-12-31, and not beyond any of its parts. The zone of a calendar that names none is that
    // of its parts. Openings are in the order of the lines.
    WritCalendarRules rules;
    const WritText *files; // Of its holidays: paths from the top of the book, each once, in the
    uint32_t file_count;   // order of the lines; each ends in ".csv" or ".ics".
} WritBookCalendar;

// By rising name; complete after writ_compile_run. None when there was an error then. Lives as long
// as the arena.
const WritBookCalendar *writ_compile_calendars(const WritCompilation *compilation, uint32_t *count);

// The exchange rates of the book with what their files say, sorted; complete after
// writ_compile_run, none when there was an error then. Lives as long as the arena.
const WritRates *writ_compile_rates(const WritCompilation *compilation);

// What a calendar is refused for, beside the number of one of its files.
enum {
    WRIT_CALENDAR_AT_NAME = UINT32_MAX,              // As a whole: too large, never known.
    WRIT_CALENDAR_AT_ZONE = UINT32_MAX - 1,          // Its time zone is not there, or not sound. At
                                                     // the name where it has that of its parts.
    WRIT_CALENDAR_AT_VALID_THROUGH = UINT32_MAX - 2, // The days that it is known do not go with
                                                     // its holidays.
};

// Tells that calendar number `index` cannot be used: an error at the line that `place` means.
// `line` is one of the holiday file, from 1; 0: none is to blame, or `place` is no file. `reason`
// is copied: a sentence without its full stop. There are no plans after that. May be called several
// times.
void writ_compile_refuse_calendar(WritCompilation *compilation, uint32_t index, uint32_t place,
                                  uint32_t line, WritText reason);

// What is known of a rule in one process before any case runs.
typedef struct WritRuleVerdict {
    WritText process;   // Qualified.
    WritText rule;      // Qualified.
    WritText sentence;  // As its author wrote it.
    bool proven;        // No case can break it; otherwise it is watched while cases run.
    const char *reason; // A clause: "it is asked while a case runs".
} WritRuleVerdict;

// By rising process, then rule, then when it comes into force: every rule in every process in which
// it holds; none when there was an error. Lives as long as the arena.
const WritRuleVerdict *writ_compile_rules(const WritCompilation *compilation, uint32_t *count);

// One plan a process, by rising qualified name; none when there was an error. Each keeps what
// writ_plan_validate asks.
uint32_t writ_compile_plan_count(const WritCompilation *compilation);
const WritPlan *writ_compile_plan(const WritCompilation *compilation, uint32_t index);

// The measures of the book, by rising qualified name; none when there was an error. Each keeps what
// writ_measure_validate asks.
const WritMeasure *writ_compile_measures(const WritCompilation *compilation, uint32_t *count);

// The people of the book; no persons when it has no directory. To be trusted when there was no
// error.
const WritDirectory *writ_compile_directory(const WritCompilation *compilation);

// The scenarios of the book; none when there was an error.
const WritScenarios *writ_compile_scenarios(const WritCompilation *compilation);

// The files, so that a span of a scenario can be shown where it stands.
WritSources *writ_compile_sources(const WritCompilation *compilation);

#endif
