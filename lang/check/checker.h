// What every pass of the check has at hand.
#ifndef CHECK_CHECKER_H
#define CHECK_CHECKER_H

#include "check/model.h"
#include "source/diag.h"
#include "writ/arena.h"
#include "writ/diag.h"
#include "writ/names.h"

// Bounds of a book beside those of its files (writ/source.h, syntax/tree.h).
enum {
    CHECK_MODULES_MAX = WRIT_SOURCES_MAX,

    CHECK_PATH_PARTS_MAX = 16, // Names in one path.
    CHECK_FACTS_MAX = 4096,    // What the flow of one process has to prove.
    CHECK_COUNT_MAX = 1000000, // Of a duration; `at most N times` has CHECK_TIMES_MAX.
    CHECK_TIMES_MAX = 1000,
    CHECK_ARENA_BYTES_MAX = 256 << 20, // Of a book's trees and what is made of them.
    CHECK_RUN_WORK_MAX = 1 << 20,      // Nodes and ways gone through for all runs of a book.
};

// Names that mean something to the checker.
typedef struct Words {
    WritName task;
    WritName case_word;
    WritName breach;
    WritName stage;
    WritName event;
    WritName process;
    WritName owner;
    WritName assignee;
    WritName manager;
    WritName name;
} Words;

typedef struct PlaceNode {
    PlaceId parent;    // 0 for a root.
    uint32_t step;     // Field number or STEP_ELEMENT; of a root its number.
    PlaceId alias;     // Of a root: the place that it stands for, or 0.
    PlaceId canonical; // 0 while not asked for.
    TypeId type;       // Of what stands there.
    Slot *slot;        // Of a root, may be NULL.
} PlaceNode;

typedef struct Places {
    PlaceNode *nodes;
    uint32_t count;
    uint32_t capacity;
    PlaceId *slots; // Hash of (parent, step).
    uint32_t slot_count;
} Places;

typedef struct Checker {
    WritArena *arena;
    WritNames *names;
    WritSources *sources;
    WritDiags *diags;
    Words words;
    Model *model;
    Places places;
    uint32_t *type_slots; // Hash of the types.
    uint32_t type_slot_count;
    NameTable builtin_types;     // To BuiltinType.
    NameTable builtin_functions; // To BuiltinFunction.
    NameTable context_words;     // To BuiltinWord, the first of its word.
    Module **modules;
    uint32_t module_count;
    NameTable modules_by_name; // To Module.
    NameTable symbols;         // To the first Symbol of that name.
    NameTable lua_files;       // By path, to LuaFile.
    WritText anonymous;        // The name by which the next `record with` is told from others.
    Message *reminders[4];     // Of messages without a declaration, by Reminded.
    uint32_t calendar_count;   // So far.
    uint32_t rates_count;      // So far.
    const RateFile *rate_files;
    uint32_t rate_file_count;
    const TreeDirectory *directory; // NULL when the book has none.
    struct OwedDuty *owed;          // Of own_calendars.c: what counts on whose calendar.
    bool full;                      // CHECK_ARENA_BYTES_MAX is reached, and told.
    bool unsound;                   // Some file could not be read: what seems unused may be used.
    WritBuffer *scratch;            // For wording.
    struct Mark *marks;             // Of races.c, one a place.
    uint32_t mark_count;
    uint32_t mark_epoch;
    WritArena *flow_scratch; // Given back after each stage that is walked.
    uint32_t run_work;       // Of runs.c: so far, of CHECK_RUN_WORK_MAX.
    NameTable run_names;     // Names of the scenarios that show runs.
} Checker;

// Room for one more element behind `count`: the array itself or a larger copy in `arena`.
void *check_grow(WritArena *arena, void *items, uint32_t count, uint32_t *capacity,
                 size_t size_bytes);
// Copies what the scratch buffer holds to the arena and empties it.
WritText check_scratch_text(Checker *checker);
// The number of a text; adds it when it is new.
WritName check_word(Checker *checker, const char *text);
// False when CHECK_ARENA_BYTES_MAX is reached, which is told at `span` once: what is not yet
// checked is left out. Asked before each declaration, item and row.
bool check_has_room(Checker *checker, WritSpan span);
// False when so many errors were told that nobody sees another: no need to look for what to say.
bool check_is_heard(const Checker *checker);

#endif
