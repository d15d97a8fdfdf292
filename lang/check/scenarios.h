// Scenarios: from their sentences to scenes (model_scene.h).
//
// scenarios.c reads the lines in order and makes a scene for each row of `cases`; people, values,
// acts and checks have files of their own, which share what stands here.
#ifndef CHECK_SCENARIOS_H
#define CHECK_SCENARIOS_H

#include "check/exprs.h"

enum { CHECK_SCENE_VALUES_MAX = 10000 }; // Of one line, what is made up included.

// After all processes.
void check_scenario(Checker *checker, Symbol *symbol);

// --- What the files about scenarios share -----------------------------------------------------

typedef struct SceneReading {
    Checker *checker;
    Symbol *symbol;
    Scene *scene;
    NameTable persons; // To WritPerson.
    SceneNames names;
    uint32_t line_capacity;
    WritSpan clock_span;  // {0, 0}: no `clock` line so far.
    bool acted;           // Something was done: what is set up stands before.
    uint32_t check_count; // Lines that check something.
} SceneReading;

// A scope for the values of a line; `process` gives its calendar, and may be NULL.
Scope scene_scope(SceneReading *reading, const Process *process);
// The word that stands for an outcome or a row: what a column of that name says, or the word
// itself.
const TreeName *scene_word(SceneReading *reading, const TreeName *word);
// Shows the words of which `word` should be one: "Its outcomes are taken, refused."
typedef struct SceneWords {
    const char *what; // "Its outcomes are"
    const WritText *items;
    uint32_t count;
} SceneWords;
void scene_list(SceneReading *reading, WritText word, WritDiag *diag, const SceneWords *words);
SceneLine *scene_add(SceneReading *reading, WritSceneKind kind, WritSpan span);
// scenario_people.c: first everybody's name, then the lines in their order, then the end.
void scene_people_begin(SceneReading *reading, const TreeScenarioLines *lines);
void scene_person(SceneReading *reading, const TreeScenarioLine *line);
void scene_away(SceneReading *reading, const TreeScenarioLine *line);
// The person of this name; NULL: there is none (told).
const WritPerson *scene_find_person(SceneReading *reading, const TreeName *name);
void scene_people_end(SceneReading *reading);

// scenario_values.c: what `with` gives, for the fields of a record. Fields that are not given are
// made up where `missing` says so, and else left out.
typedef enum SceneMissing {
    SCENE_MAKE_UP,
    SCENE_LEAVE_OUT,
} SceneMissing;
typedef struct SceneGiven {
    const Record *record;
    const char *what; // Who takes them: "the hook erp.ship".
    WritSpan span;    // Of the line.
    const TreeArgs *args;
    SceneMissing missing;
} SceneGiven;
void scene_give_record(SceneReading *reading, Scope *scope, SceneLine *line,
                       const SceneGiven *given);
// The parameters of a process.
void scene_give_parameters(SceneReading *reading, Scope *scope, SceneLine *line,
                           const Process *process, const SceneGiven *given);
// What an answer fills in.
void scene_give_fills(SceneReading *reading, Scope *scope, SceneLine *line, const Step *step,
                      const SceneGiven *given);

// scenario_acts.c
void scene_system(SceneReading *reading, const TreeScenarioLine *line);
void scene_starts(SceneReading *reading, const TreeScenarioLine *line);
void scene_answers(SceneReading *reading, const TreeScenarioLine *line);
void scene_cancels(SceneReading *reading, const TreeScenarioLine *line);
void scene_arrives(SceneReading *reading, const TreeScenarioLine *line);
void scene_pass(SceneReading *reading, const TreeScenarioLine *line);
// A step that a path names, in the process that was started last and has one; NULL: none has
// (told).
typedef struct SceneStep {
    const Process *process;
    const Node *stage;
    const Node *node;
} SceneStep;
bool scene_find_step(SceneReading *reading, const TreePath *path, SceneStep *found);
// The process whose case is "the case"; NULL: none was started (told).
Process *scene_process(SceneReading *reading, WritSpan span);
Hook *scene_hook(SceneReading *reading, const TreePath *path);

// scenario_checks.c
void scene_check(SceneReading *reading, const TreeScenarioLine *line);

#endif
