// Scenarios: tests of processes, checked and resolved, beside the plans of a book.
//
// A scenario is no part of a plan, so that writing one never makes a new version of a process. It
// speaks to a running system as any client does, by the names that plans have and by values as
// JSON; only its own values and conditions are expressions, all in one table of their own
// (WritScenarios.exprs), which is no process and is never run.
#ifndef WRIT_SCENARIO_H
#define WRIT_SCENARIO_H

#include <stdint.h>

#include "writ/people.h"
#include "writ/plan.h"
#include "writ/source.h"
#include "writ/types.h"
#include "writ/value.h"

enum {
    WRIT_SCENARIOS_MAX = 10000, // Of a book; each row of `cases` counts.
};

// What the parts of a value are made from. The kinds from SOMEBODY on are made up, for what a
// scenario does not say.
typedef enum WritMadeKind {
    WRIT_MADE_EXPR,     // expr
    WRIT_MADE_RECORD,   // names, parts
    WRIT_MADE_LIST,     // parts
    WRIT_MADE_SOMEBODY, // Whoever does what the line says, else the first person of the scenario.
    WRIT_MADE_DATE,     // 30 days after the day of the scenario's clock.
    WRIT_MADE_INSTANT,  // 30 days after its clock.
    WRIT_MADE_MONTH,    // That after the month of its clock.
    WRIT_MADE_DOCUMENT, // expr: a text, what it is called; of what a system gives, one that it got.
} WritMadeKind;

typedef struct WritMade WritMade;
struct WritMade {
    WritMadeKind kind;
    uint32_t expr;
    WritText *names; // RECORD: of its parts.
    WritMade **parts;
    uint32_t part_count;
};

typedef struct WritSceneField {
    WritText name;
    WritText text; // As the author wrote the value; empty where it is made up.
    WritTypeId type;
    WritMade *made;
} WritSceneField;

typedef struct WritSceneShown {
    WritText text;
    uint32_t expr;
} WritSceneShown;

typedef enum WritSceneKind {
    WRIT_SCENE_SYSTEM,  // name: hook; value: outcome; fields: what it gives
    WRIT_SCENE_SILENT,  // name: hook
    WRIT_SCENE_STARTS,  // person, name: process, fields: its parameters
    WRIT_SCENE_ANSWERS, // person, name and stage: step, value: outcome, fields: what is filled
    WRIT_SCENE_ARRIVES, // name: event, fields
    WRIT_SCENE_CANCELS, // person, process
    WRIT_SCENE_PASS,    // duration, calendar
    WRIT_SCENE_TASK,    // person, name and stage: step
    WRIT_SCENE_NO_TASK, // the same
    WRIT_SCENE_MESSAGE, // person, name: message
    WRIT_SCENE_NO_MESSAGE,
    WRIT_SCENE_STAGE,  // name
    WRIT_SCENE_ENDED,  // value: outcome
    WRIT_SCENE_CALL,   // name: hook, fields
    WRIT_SCENE_ROW,    // name: decision, value: label
    WRIT_SCENE_BREACH, // name: rule
    WRIT_SCENE_NO_BREACH,
    WRIT_SCENE_THAT, // process, condition, shown
} WritSceneKind;

// Names are those of plans: qualified where these are. `process`: of which the case is that the
// line is about.
typedef struct WritSceneLine {
    WritSceneKind kind;
    WritSpan span;
    WritText person;
    WritText name;
    WritText stage;
    WritText value;
    WritText process;
    WritSceneField *fields;
    uint32_t field_count;
    WritValue duration;
    WritText calendar;
    uint32_t condition;
    WritSceneShown *shown;
    uint32_t shown_count;
} WritSceneLine;

typedef struct WritScenario {
    WritText name;      // As declared.
    WritText qualified; // Module and name.
    WritText title;
    WritText label; // Of its row of `cases`, or empty.
    WritSpan span;
    int64_t
        day; // Days since 1970-01-01, and minutes of that day, in the zone of `calendar` (empty:
    int64_t minute; // UTC).
    WritText calendar;
    WritDirectory directory; // Sorted, not decoded.
    WritText first_person;   // Empty: it has none.
    WritText *processes;     // Qualified names of those that it speaks of.
    uint32_t process_count;
    WritSceneLine *lines;
    uint32_t line_count;
} WritScenario;

// In a condition, WRIT_OP_SLOT is the value of the process's own field with the slot's name; all
// else is as in a plan.
typedef struct WritScenarios {
    const WritPlan *exprs;
    const WritScenario *items;
    uint32_t count;
} WritScenarios;

#endif
