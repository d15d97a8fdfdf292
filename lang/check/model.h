// The checked tree of a book: what the plan builder reads.
#ifndef CHECK_MODEL_H
#define CHECK_MODEL_H

#include "check/model_flow.h"
#include "check/model_measure.h"
#include "check/model_rates.h"
#include "check/model_scene.h"
#include "writ/people.h"

typedef enum SymbolKind {
    SYMBOL_UNIT,
    SYMBOL_CHOICE,
    SYMBOL_RECORD,
    SYMBOL_EVENT,
    SYMBOL_ROLE,
    SYMBOL_CALENDAR,
    SYMBOL_RATES,
    SYMBOL_LADDER,
    SYMBOL_MESSAGE,
    SYMBOL_HOOK,
    SYMBOL_DECISION,
    SYMBOL_FORMULA,
    SYMBOL_MILESTONE,
    SYMBOL_TAG,
    SYMBOL_RULE,
    SYMBOL_MEASURE,
    SYMBOL_PROCESS,
    SYMBOL_SCENARIO,
    SYMBOL_LATER, // A kind of declaration that a later version runs.
} SymbolKind;

struct Symbol {
    PlanEntry entry; // Of a milestone.
    SymbolKind kind;
    WritName name;
    WritText text;      // As declared.
    WritText qualified; // Module and name.
    WritSpan span;      // Of the name.
    Module *module;
    const TreeDecl *decl;
    bool used;
    bool clash;         // Declared before under this name: told.
    Symbol *version_of; // DECISION: the first of this name, which the name means; else NULL.
    Symbol *same_name;  // The next symbol of the book with this name.
    union {
        Unit *unit;
        Choice *choice;
        Record *record;
        Event *event;
        Role *role;
        Calendar *calendar;
        Rates *rates;
        Ladder *ladder;
        Message *message;
        Hook *hook;
        Decision *decision;
        Rule *rule;
        Measure *measure; // NULL where an error was told.
        Record *formula;  // What it is given, and last, computed, what it gives.
        Process *process;
    };
    const Process *marked_in; // MILESTONE: the last process that marks it.
};

typedef struct Use {
    const TreeUse *tree;
    Module *module; // NULL where it was refused.
    bool needed;    // Something of it is named.
} Use;

struct Module {
    const TreeFile *file;
    const TreeModule *tree;
    WritName name; // Of the whole path, dots included.
    WritText text;
    WritText version;
    WritText per;
    Use *uses; // One a `use` line.
    uint32_t use_count;
    NameTable uses_by_module; // By the module's whole name: to Use.
    NameTable uses_by_short;  // By the name after `as`: to Use.
    Symbol **symbols;         // In the order of the file.
    uint32_t symbol_count;
    bool sound;    // It and all that it uses could be read.
    uint8_t visit; // Of the search for cycles.
};

typedef struct Model {
    const WritDirectory *directory; // No persons when the book has none.
    WritType *types;
    uint32_t type_count;
    uint32_t type_capacity;
    Record **records;
    uint32_t record_count;
    uint32_t record_capacity;
    Choice **choices;
    uint32_t choice_count;
    uint32_t choice_capacity;
    Unit **units;
    uint32_t unit_count;
    uint32_t unit_capacity;
    Process **processes; // By qualified name.
    uint32_t process_count;
    Calendar **calendars; // By qualified name.
    uint32_t calendar_count;
    Measure **measures; // By qualified name.
    uint32_t measure_count;
    uint32_t measure_capacity;
    Rates **rates; // By qualified name.
    uint32_t rates_count;
    Module **modules; // Those that are sound.
    uint32_t module_count;
    Scene **scenes; // In the order of modules and lines.
    uint32_t scene_count;
    uint32_t scene_capacity;
    const Module **run_uses; // That scenarios of runs (runs.h) speak of.
    uint32_t run_use_count;
    uint32_t run_use_capacity;
} Model;

#endif
