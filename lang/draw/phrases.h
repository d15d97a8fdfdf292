// What a plan says, in the words of its author: who, until when, on which conditions, what then.
//
// A phrase is a list of pieces, so that each picture may show a stage or an end in its own way. All
// of it lives in the arena. Texts are harmless: they are of one line, and hold nothing that moves a
// cursor or changes the direction of writing.
#ifndef DRAW_PHRASES_H
#define DRAW_PHRASES_H

#include <stdbool.h>

#include "writ/arena.h"
#include "writ/plan.h"

typedef enum PieceStyle {
    PIECE_PLAIN,
    PIECE_STRONG,
    PIECE_MUTED,
    PIECE_STAGE, // `node` is a stage or detour, `text` its name.
    PIECE_END,   // How the case ends.
} PieceStyle;

typedef struct Piece {
    PieceStyle style;
    WritText text;
    uint32_t node;
    struct Piece *next;
} Piece;

typedef struct Phrase {
    Piece *first, *last;
} Phrase;

// Who makes phrases: start it as `{.arena = arena, .plan = plan}`, end it with phrases_dispose.
typedef struct Phrases {
    WritArena *arena;
    const WritPlan *plan;
    WritBuffer scratch;
    WritText *labels; // One a node; NULL until one is asked for.
} Phrases;

void phrases_dispose(Phrases *phrases);

// --- Single texts ------------------------------------------------------------------------------

// A copy without anything harmful.
WritText phrases_text(Phrases *phrases, WritText text);
// The title, or the short name where there is none.
WritText phrases_title(Phrases *phrases, WritText title, WritText name);
WritText phrases_node_title(Phrases *phrases, uint32_t node);
// An expression as an author would write it.
WritText phrases_expr(Phrases *phrases, uint32_t expr);
// All of a phrase, with the names of stages and ends as they are.
WritText phrases_join(Phrases *phrases, const Phrase *phrase);
const char *phrases_unit_word(WritDurationUnit unit); // "day"
// "1", "2" … of a stage, "A", "B" … of a detour.
WritText phrases_label(Phrases *phrases, uint32_t stage);

// "if order.total changes"
WritText phrases_changed(Phrases *phrases, const WritBinding *binding);

// --- Adding to a phrase ------------------------------------------------------------------------

void phrase_add(Phrases *phrases, Phrase *phrase, PieceStyle style, WritText text);
void phrase_add_words(Phrases *phrases, Phrase *phrase, const char *words); // Plain.
void phrase_add_expr(Phrases *phrases, Phrase *phrase, uint32_t expr);
void phrase_add_stage(Phrases *phrases, Phrase *phrase, uint32_t node);

// "Credit controller", "order.entered_by", "process owner"
void phrase_add_party(Phrases *phrases, Phrase *phrase, const WritParty *party);
// "A, B"; joined by `between`.
void phrase_add_parties(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count,
                        const char *between);
// "A or B", "A, or if none is available B"
void phrase_add_performer(Phrases *phrases, Phrase *phrase, const WritPerformer *performer);
// "2 working days since examine began, on ro_wh"; the calendar only where it is not that of the
// process. Nothing where there is no deadline.
void phrase_add_deadline(Phrases *phrases, Phrase *phrase, const WritDeadline *deadline);
// "every 5 working days", "after 75% of the deadline"
void phrase_add_rung_when(Phrases *phrases, Phrase *phrase, const WritRung *rung);
// "set a to b, then go to STAGE"; "go on" for an empty list. Nothing for WRIT_NONE.
void phrase_add_actions(Phrases *phrases, Phrase *phrase, uint32_t list);
// "in order.lines where line.open, one at a time"
void phrase_add_loop(Phrases *phrases, Phrase *phrase, const WritNode *node);
// "on event order_received", "every month on working day 1 at 07:00"
void phrase_add_start(Phrases *phrases, Phrase *phrase);
// Texts of a table of numbers, joined by ", ".
void phrase_add_texts(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count);
void phrase_add_targets(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count);
void phrase_add_milestones(Phrases *phrases, Phrase *phrase, uint32_t start, uint32_t count);

#endif
