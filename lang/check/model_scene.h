// The checked tree, fourth part: scenarios.
//
// A scenario with `cases` is a scene for each of its rows, typed with what the row says; any other
// is one scene. What a scenario does not say of the data that it gives is made up (SceneValue).
#ifndef CHECK_MODEL_SCENE_H
#define CHECK_MODEL_SCENE_H

#include "check/model_flow.h"
#include "writ/people.h"
#include "writ/scenario.h"

typedef struct SceneValue SceneValue;
struct SceneValue {
    WritMadeKind kind;
    Expr *expr;           // EXPR
    const Record *record; // RECORD: a part for each field, NULL where it is left out.
    SceneValue **parts;   // RECORD, LIST
    uint32_t part_count;
};

// What a line gives under one name.
typedef struct SceneField {
    WritText name;
    WritText text; // As the author wrote it; empty where it is made up.
    TypeId type;
    SceneValue *value;
} SceneField;

// What is shown of a condition that does not hold.
typedef struct SceneShown {
    WritText text;
    Expr *expr;
} SceneShown;

typedef struct SceneLine {
    WritSceneKind kind;
    WritSpan span;
    WritText person;
    WritText name;  // Of what the line is about, as plans have it.
    WritText stage; // Of a step.
    WritText value; // Outcome, or label of a row.
    WritText process;
    SceneField *fields;
    uint32_t field_count;
    WritValue duration; // PASS
    WritText calendar;  // PASS of working time: on which it is counted.
    Expr *condition;    // CHECK_THAT
    SceneShown *shown;
    uint32_t shown_count;
} SceneLine;

typedef struct Scene {
    const Symbol *symbol;
    WritText title;
    WritText label; // Of the row of `cases`, or empty.
    WritSpan span;  // Of the name, or of the row.
    int64_t day;    // `clock`: the local date and time of day,
    int64_t minute;
    WritText calendar; // in whose zone; empty: UTC.
    WritDirectory directory;
    WritText first_person; // Empty: it has nobody.
    Process **processes;   // That its lines speak of, each once.
    uint32_t process_count;
    uint32_t process_capacity;
    SceneLine *lines;
    uint32_t line_count;
} Scene;

#endif
