// The lines of one journal entry while they are collected: what follows from a cause (fields that
// it set) is added to the cause's line.
#ifndef HOST_STORY_LINE_H
#define HOST_STORY_LINE_H

#include "host/host.h"

typedef struct Change Change;
struct Change {
    const WritTarget *target;
    WritValue value;
    Change *next;
};

typedef struct Line {
    const char *what; // One of the words that docs/host.md lists.
    uint32_t frame;   // 0: none.
    uint32_t node;    // WRIT_NONE: of no step.
    WritText where;
    WritBuffer text; // The sentence.
    bool is_trigger; // What the entry's actor did; the rest followed from it.
    bool is_round;   // The line of a stage that is entered again.
    WritText outcome, row, rule, message, subject, detail, call, event;
    int64_t due;     // WRIT_NEVER: none.
    int64_t late_us; // How much later than its time it happened.
    uint32_t attempt, attempts;
    uint32_t number; // Of a round.
    bool is_task;
    const WritText *to; // Whom a message goes to.
    uint32_t to_count;
    Change *changes, *last_change;
} Line;

typedef struct Lines {
    Line *lines;
    uint32_t count, capacity;
} Lines;

Line *lines_add(Lines *lines, const char *what, uint32_t frame, uint32_t node);
void lines_clear(Lines *lines);
void lines_dispose(Lines *lines);
// The newest line about a block instance, or NULL.
Line *lines_find(Lines *lines, uint32_t frame);
// The newest line of what the actor did, or NULL.
Line *lines_trigger(Lines *lines);
void line_add_change(Line *line, WritArena *arena, const WritTarget *target, WritValue value);

// What all lines of one entry share.
typedef struct LineContext {
    const WritPlan *plan;
    const WritPeople *people;
    const WritEntry *entry;
    const WritBasis *basis; // Of the entry.
    uint64_t sequence;
} LineContext;

// Appends the line as a JSON object.
void line_write(WritBuffer *json, const LineContext *context, const Line *line);

#endif
