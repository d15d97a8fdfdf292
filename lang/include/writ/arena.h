// Bump allocator with a single lifetime.
//
// What one compilation or one command produces lives in one arena and dies with it, so that no
// type of the front end needs a destructor. Under AddressSanitizer every allocation is a block of
// its own, so that an overrun is seen.
#ifndef WRIT_ARENA_H
#define WRIT_ARENA_H

#include <stddef.h>

#include "writ/text.h"

typedef struct WritArena WritArena;

// `bytes_max` bounds the sum of all allocations; reaching it ends the program, so callers bound
// their input first. The caller owns the result and releases it with writ_arena_free.
WritArena *writ_arena_new(size_t bytes_max);
void writ_arena_free(WritArena *arena); // NULL is allowed.

// Gives back everything that was allocated and keeps the arena (and one block) for use.
void writ_arena_reset(WritArena *arena);

// For a program that makes arenas again and again, called once by its `main`: what is freed stays
// with the process, up to 128 MB, so that the next arena does not pay for fresh pages.
void writ_arena_keep_memory(void);

// Zeroed memory borrowed from `arena`, aligned for every type. Never NULL.
void *writ_arena_alloc(WritArena *arena, size_t size_bytes);

// As writ_arena_alloc, for `count` elements of `size_bytes`; the product is checked.
void *writ_arena_array(WritArena *arena, size_t count, size_t size_bytes);

// A copy of `text` in `arena`, followed by a NUL that is not counted.
WritText writ_arena_text(WritArena *arena, WritText text);

// Bytes handed out since the arena was made or reset.
size_t writ_arena_used(const WritArena *arena);

#endif
