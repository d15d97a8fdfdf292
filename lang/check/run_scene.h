// Shared by the files that write a run as a scenario, and by nobody else.
#ifndef CHECK_RUN_SCENE_H
#define CHECK_RUN_SCENE_H

#include "check/checker.h"
#include "check/runs.h"

// What an item of the run must be given, so that conditions further on hold.
typedef struct RunGiven {
    uint32_t item; // 0: the start of the case.
    WritText path;
    WritText value; // As an author writes it.
    bool any;       // Any other value would do as well.
} RunGiven;

// Somebody in the scenario.
typedef struct RunPerson {
    WritText name;
    const Role *role; // NULL: of none.
    WritText unit;    // Empty: of none.
    const Node *only; // The one step that is this person's; NULL: whatever the role does.
} RunPerson;

typedef struct RunScene {
    Checker *checker;
    Process *process;
    const RunAsk *ask;
    const Run *run;
    WritBuffer out;
    RunGiven *given;
    uint32_t given_count, given_capacity;
    RunPerson *persons;
    uint32_t person_count, person_capacity;
    const Hook **answered; // That are answered beside the run.
    uint32_t answered_count, answered_capacity;
    bool *told; // One an item: what it needs cannot be given, and is said in a comment.
} RunScene;

// --- run_values.c ----------------------------------------------------------------------------

enum { RUN_CLOCK_DAY = 20514 }; // 2026-03-02, a Monday, in days since 1970.

// What must be given so that the run goes its way.
void check_run_scene_solve(RunScene *scene);
// What a place holds at an item, as an author writes it; empty where that is not known.
WritText check_run_scene_value(RunScene *scene, uint32_t item, const Expr *path);
// Adds " with a = 1, b = 2" for an item; nothing when it is given nothing.
void check_run_scene_with(RunScene *scene, uint32_t item);
// Another value for an item; what is given already stays, unless any value would do there.
void check_run_scene_give(RunScene *scene, uint32_t item, WritText path, WritText value);

// --- run_people.c ----------------------------------------------------------------------------

// Everybody whom the process may ask, and whoever starts the case: the first.
void check_run_scene_people(RunScene *scene);
// Who does a step: NULL where that cannot be told.
const RunPerson *check_run_scene_doer(RunScene *scene, const Node *node);
// Who is meant; NULL where that cannot be told.
const RunPerson *check_run_scene_party(RunScene *scene, const Party *party, const Node *only);

// --- run_lines.c -----------------------------------------------------------------------------

// The lines for an item of the run, none where it needs none: what systems answer on the way to the
// next one, then what happens.
void check_run_scene_happens(RunScene *scene, uint32_t item);
// What systems answer that branches beside the run may call.
void check_run_scene_beside(RunScene *scene);
// The name of a step, with its stage where several stages have one of that name.
void check_run_scene_step(RunScene *scene, const Node *node);

// --- run_scenes.c ----------------------------------------------------------------------------

// The name by which the scenario's module can call it; the module is used then.
WritText check_run_scene_name(RunScene *scene, const Symbol *symbol);

#endif
