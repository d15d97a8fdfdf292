// The checked tree, second part: typed expressions and what they refer to.
#ifndef CHECK_MODEL_EXPR_H
#define CHECK_MODEL_EXPR_H

#include "check/model_calendar.h"
#include "check/model_data.h"

typedef struct Slot Slot;
typedef struct Role Role;

// One typed operation; the members that its operation uses are those of WritExpr, as pointers.
struct Expr {
    WritOperation operation;
    TypeId type; // Of what it gives where it stands: narrowed by `is present` around it.
    WritSpan span;
    PlaceId place;     // What it reads, 0 where it is no place.
    Currency currency; // Of money.
    bool
        asks_present; // An optional place that is used as if it were there: the flow must prove it.
    uint16_t height;  // Operands below and with it, computed fields that it reads included.
    bool asks_flow;   // It or an operand asks_present, or reads a slot that may hold nothing yet.
    uint32_t number;  // FIELD: field. LOCAL, EVERY …: local. CALL: builtin. CONTEXT: word.
    Expr *a;
    Expr *b;
    Expr *c;
    Expr **items; // IN_SET, CALL, RECORD, JOIN; NULL within RECORD where the start holds.
    uint32_t item_count;
    union {
        WritValue constant; // CONSTANT; tags are the model's indexes.
        Slot *slot;         // SLOT
    };
    union {
        Role *role;            // CONSTANT of type Role.
        const Calendar *named; // Of type Calendar: the one that a CONSTANT names, else NULL.
    };
};

struct Role {
    PlanEntry entry;
    WritText name; // Qualified.
    WritText title;
    WritText group;
    WritSpan span;
    const Symbol *symbol;
    Role **deputies;
    uint32_t deputy_count;
    uint32_t deputy_levels; // The longest chain of deputies below it.
    uint8_t visit; // Of the search for cycles.
};

typedef struct Party {
    WritPartyKind kind;
    WritSpan span;
    Role *role; // ROLE
    Expr *expr; // PERSON, ROLE_VALUE
    Expr *unit; // ROLE, ROLE_VALUE; may be NULL.
} Party;

typedef struct Parties {
    Party *items;
    uint32_t count;
} Parties;

typedef struct Performer {
    WritPerformerKind kind;
    WritSpan span;
    Parties parties;
} Performer;

typedef struct Exprs {
    Expr **items;
    uint32_t count;
} Exprs;

// --- Outside world, messages, decisions ---------------------------------------------------

typedef struct LuaFile {
    PlanEntry entry;
    WritText path;
    WritText bytes;
    WritSpan named; // In the first hook that names it; {0, 0} where none does.
} LuaFile;

typedef struct Hook Hook;
struct Hook {
    PlanEntry entry;
    WritText name; // As declared: erp.reserve_stock
    WritText title;
    const Symbol *symbol;
    WritText function;
    LuaFile *file; // NULL only where an error was told.
    Record *input;
    Record *output;
    ChoiceValue *outcomes;
    uint32_t outcome_count;
    NameTable by_outcome; // To ChoiceValue.
    WritEffect effect;
    int64_t timeout_ms;
    uint32_t retries;
    int64_t retry_every_ms;
    int64_t retry_up_to_ms;
    Hook *undo;
    Expr **undo_args; // One an input field of `undo`; local 0 its input, local 1 its output.
    Exprs once;
    WritText *uses;
    uint32_t use_count;
    WritSpan effect_span;
    const TreePath *undo_path; // Until undo hooks are matched.
    bool cannot_be_undone;
};

// `sent times of "wms" count for 10 minutes`
typedef struct Sender {
    WritText name;
    WritSpan span;
    int64_t counts_ms;
} Sender;

typedef struct Event {
    PlanEntry entry;
    WritText name; // Qualified.
    WritText title;
    const Symbol *symbol;
    Record *record;
    bool addressed;
    WritAddressing addressing;
    WritSpan addressing_span;
    uint32_t *keys;
    uint32_t key_count;
    int64_t kept_count;
    WritDurationUnit kept_unit;
    Sender *senders; // By their names.
    uint32_t sender_count;
} Event;

typedef struct Given {
    WritName name;
    WritText text;
    WritSpan span;
    TypeId type;
    RelativePath *reads; // What the message reads of it, for the search for races.
    uint32_t read_count;
    uint32_t read_capacity;
} Given;

typedef struct Message {
    PlanEntry entry;
    WritText name; // Qualified.
    const Symbol *symbol;
    Given *givens;
    uint32_t given_count;
    Expr *subject;
    Expr *text;
    WritSpan speaks_of_task; // Where it first does; {0, 0} where it does not.
    WritSpan speaks_of_assignee;
    WritSpan speaks_of_due;
} Message;

typedef struct Cell {
    WritCellKind kind;
    WritSpan span;
    const Expr *low;
    const Expr *high;
    bool low_open;
    bool high_open;
    Exprs values;
    WritText text;
} Cell;

typedef struct Row {
    WritText label;
    WritSpan span;
    Cell *cells;    // One a column.
    Expr **results; // One a result column.
} Row;

// What can come as one value of an input: from the `such that` of all that is ever handed to it.
typedef enum BoundsKnown {
    BOUNDS_UNUSED, // Nothing was handed to it so far.
    BOUNDS_KNOWN,
    BOUNDS_UNKNOWN, // Something that has no bounds.
} BoundsKnown;

typedef struct DomainBounds {
    BoundsKnown known;
    const Expr *low; // Constants; NULL: no bound on this side.
    const Expr *high;
    bool low_open;
    bool high_open;
    WritSpan said; // The field whose `such that` says so, one of them.
} DomainBounds;

typedef struct Decision Decision;
struct Decision {
    PlanEntry entry;
    WritText name; // Qualified.
    WritText title;
    const Symbol *symbol;
    Record *input;
    Record *output;
    WritHitPolicy policy;
    uint32_t *columns; // Number of the input field of a column.
    uint32_t column_count;
    uint32_t *results; // Number of the output field.
    uint32_t result_count;
    Row *rows;
    uint32_t row_count;
    bool reading; // Input and output are being read.
    bool later;   // Refused as a whole.
    bool checked; // Its rows could be read.
    TypeId result_type;
    DomainBounds *bounds; // One an input field.
    // `in force from … through …`, in days; WRIT_DATE_DAYS_MIN and _MAX where nothing is said.
    int64_t from;
    int64_t through;
    WritSpan dated; // The line; {0, 0} where there is none.
    // Of the one that its name means: all that have the name, by rising start. One alone without a
    // date has none.
    Decision **versions;
    uint32_t version_count;
};

#endif
