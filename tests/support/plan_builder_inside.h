// What the files of the plan builder share.
#ifndef TESTS_PLAN_BUILDER_INSIDE_H
#define TESTS_PLAN_BUILDER_INSIDE_H

#include <stddef.h>

#include "support/plan_builder.h"

// Something that belongs to a step or row and is laid out beside its fellows at the end.
typedef struct BuildPiece {
    uint32_t owner;
    WritParty party;
    WritNeed need;
    WritShown shown;
    WritOutcomeHandler handler;
    WritRow row;
    uint32_t number; // Of a target, milestone.
} BuildPiece;

typedef struct BuildPieces {
    BuildPiece *pieces;
    uint32_t count;
} BuildPieces;

struct PlanBuilder {
    WritArena *arena;
    WritPlan plan;
    BuildPieces performers, nevers, needs, shows, handlers, fills, marks, rows;
    uint32_t next;    // The list `next step`, WRIT_NONE before it is asked for.
    uint32_t nothing; // The empty list.
};

WritText builder_text(PlanBuilder *b, const char *text);
// Adds to an array and its count, which may move.
uint32_t builder_push(PlanBuilder *b, size_t array_offset, size_t count_offset, const void *element,
                      size_t size);
void builder_piece(PlanBuilder *b, BuildPieces *pieces, BuildPiece piece);
_Noreturn void builder_give_up(const char *what, const char *which);
// The next of "a, b, c": trimmed. False at the end.
bool builder_next(WritText *rest, char separator, WritText *item);
WritTypeId builder_required(PlanBuilder *b, WritTypeId type);

#endif
