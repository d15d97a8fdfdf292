#include "format/merge_steps.h"

#include "syntax/tokens.h"
#include "writ/names.h"

enum { BASE, OURS, THEIRS, MERGED, TEXTS };

typedef uint32_t Counts[TEXTS];

static bool begins_step(const Piece *piece)
{
    return piece->kind == TOK_STEP || piece->kind == TOK_STAGE || piece->kind == TOK_DETOUR;
}

static size_t count_steps(const Units *const of[TEXTS])
{
    size_t count = 0;
    for (int i = 0; i < TEXTS; i++) {
        const Pieces *pieces = &of[i]->pieces;
        for (const Piece *piece = pieces->list; piece->kind != TOK_YYEOF; piece++) {
            count += begins_step(piece) ? 1 : 0;
        }
    }
    return count;
}

static bool adds_up(const Counts counts)
{
    if (counts[OURS] == counts[BASE] || counts[OURS] == counts[THEIRS]) {
        return counts[MERGED] == counts[THEIRS];
    }
    return counts[THEIRS] == counts[BASE] && counts[MERGED] == counts[OURS];
}

bool merge_steps_add_up(const Units *const of[4], WritArena *arena)
{
    WritNames *names = writ_names_new(arena);
    Counts *counts = writ_arena_array(arena, count_steps(of) + 1, sizeof *counts);
    for (int i = 0; i < TEXTS; i++) {
        const Pieces *pieces = &of[i]->pieces;
        for (const Piece *piece = pieces->list; piece->kind != TOK_YYEOF; piece++) {
            if (begins_step(piece)) {
                counts[writ_names_add(names, piece_text(pieces, piece + 1))][i]++;
            }
        }
    }
    for (size_t name = 0; name < writ_names_count(names); name++) {
        if (!adds_up(counts[name])) {
            return false;
        }
    }
    return true;
}
