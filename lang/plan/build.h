// From the checked tree of a book to the plan of one process.
//
// A plan is built twice: the first time finds what the process uses, in the order in which it is
// met; then the tables are put in the order of their qualified names; the second time writes the
// numbers that follow from it. So the same meaning always gives the same plan.
#ifndef PLAN_BUILD_H
#define PLAN_BUILD_H

#include "check/model.h"
#include "writ/arena.h"
#include "writ/measure.h"
#include "writ/plan.h"
#include "writ/scenario.h"

// Builds one plan after the other from one tree. Lives in `arena`, and so do the plans, which
// point into the tree's texts.
typedef struct Builder Builder;
Builder *plan_builder_new(WritArena *arena, Model *model);
// The tree must be sound: no error was told. False when a table would have more entries than
// WRIT_PLAN_TABLE_MAX; then the plan is not to be used.
bool plan_build(Builder *builder, Process *process, WritPlan *plan);
// The scenarios of the model, after all its plans. As plan_build.
bool plan_build_scenarios(Builder *builder, WritScenarios *scenarios);
// As plan_build.
bool plan_build_measure(Builder *builder, const Measure *source, WritMeasure *measure);

// --- What the files of the builder share ------------------------------------------------------

// The entities of one table, in the order of their numbers.
typedef struct Entities {
    PlanEntry **items;
    uint32_t count;
    uint32_t capacity;
    uint32_t written; // Those before it have their entry in the plan.
} Entities;

// Room in the tables that are written one entry after the other.
typedef struct Room {
    uint32_t types, constants, exprs, operands, texts, slots, targets, parties, givens, rows;
    uint32_t cells, actions, lists, steps, handlers, needs, shown, rungs, senders;
    uint32_t occurrences;
} Room;

typedef struct Build {
    WritArena *arena;
    Model *model;
    const Process *process; // Of these three one is written; NULL: it is not this.
    WritScenario *scenarios;
    const Measure *source;
    WritMeasure *measure; // Of `source`.
    WritPlan *plan;
    uint32_t number;         // Of this plan, for PlanEntry.
    bool full;               // A table is longer than a plan's may be: no more is written.
    bool second;             // The second writing: entries of entities have their place.
    WritTypeId *known_types; // One a type of the model: its number in the plan, or WRIT_NONE.
    TypeId *type_order;      // The types of the model that the plan has.
    Entities records, choices, units, roles, hooks, files, events, messages, decisions, milestones;
    Room room;
} Build;

// build_entities.c: the number of an entity, which is added to its table when it is new.
uint32_t plan_make_entity(Build *build, Entities *entities, const PlanEntry *entity);
WritTypeId plan_make_type(Build *build, TypeId type);
void plan_make_sort_entities(Build *build);

// Room for one more entry behind `count`; once a table is full, its last entry is written again.
void *plan_room(Build *build, void *items, uint32_t *count, uint32_t *capacity, size_t size_bytes);

// build_exprs.c: the number of a new entry.
uint32_t plan_make_expr(Build *build, const Expr *expr);
uint32_t plan_make_optional_expr(Build *build, const Expr *expr); // WRIT_NONE for NULL.
uint32_t plan_make_constant(Build *build, const Expr *constant);
// The start of a list of numbers in `operands`.
uint32_t plan_make_operands(Build *build, const uint32_t *numbers, uint32_t count);
uint32_t plan_make_exprs(Build *build, Expr *const *exprs,
                         uint32_t count); // NULL items: WRIT_NONE.
uint32_t plan_make_text(Build *build, WritText text);

// build_world.c: writes the entries of entities that have none; false when all had one.
bool plan_make_write_entities(Build *build);

// build_actions.c
uint32_t plan_make_actions(Build *build, const Actions *actions); // WRIT_NONE for NULL.
uint32_t plan_make_target(Build *build, const Target *target);
uint32_t plan_make_parties(Build *build, const Parties *parties);
WritParty plan_make_party(Build *build, const Party *party);
WritPerformer plan_make_performer(Build *build, const Performer *performer);
uint32_t plan_make_marks(Build *build, const Marks *marks);

// build_steps.c: the number of a step.
uint32_t plan_make_step(Build *build, const Step *step);

// build_rules.c
void plan_make_rules(Build *build);
// build_measures.c
void plan_make_measure(Build *build);
// build_scenes.c
void plan_make_scenes(Build *build);

// build_flow.c: slots, nodes and the lines of the process.
void plan_make_process(Build *build);

#endif
