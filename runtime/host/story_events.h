// Events as lines.
#ifndef HOST_STORY_EVENTS_H
#define HOST_STORY_EVENTS_H

#include "host/story_line.h"

typedef struct Telling {
    WritHost *host;
    const WritPlan *plan;
    const WritCase *state;
    WritPeople people;
    const WritEntry *entry;
    uint64_t sequence;
    WritArena *arena; // Of the entry.
    Lines lines;
    bool went_back; // The stage that is entered next is one that was left before.
} Telling;

// Whether an event is told when it has been applied (it opens something, or its value has to be
// checked first) or before (it may close what it speaks of).
bool story_is_told_after(WritEventKind kind);
// Adds the lines of one event. What it refers to may be anything: it is not checked yet when it is
// told before it is applied.
void story_tell_event(Telling *t, const WritEvent *event);

// A new line about a block instance and a node; `_at` of the step that the instance is, or runs.
Line *story_add_line(Telling *t, const char *what, uint32_t frame, uint32_t node);
Line *story_add_line_at(Telling *t, const char *what, uint32_t frame);

// story_rules.c
void story_tell_breach(Telling *t, const WritEvent *event);
void story_tell_obligation(Telling *t, const WritEvent *event);
void story_tell_release(Telling *t, const WritEvent *event);
void story_tell_override(Telling *t, const WritEvent *event);
void story_tell_rule_trouble(Telling *t, const WritEvent *event);

#endif
