// Blocks double from 4 KB to 1 MB; a larger request has a block of its own.
#include "writ/arena.h"

#include <assert.h>
#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK_BYTES_FIRST = 4096, BLOCK_BYTES_MAX = 1 << 20, BLOCK_BYTES_PAGED_MIN = 1 << 17 };
enum { MAPPED_BYTES_MIN = 32 << 20, KEPT_BYTES_MAX = 128 << 20 };

#if defined(__SANITIZE_ADDRESS__)
enum { EVERY_ALLOCATION_ALONE = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { EVERY_ALLOCATION_ALONE = 1 };
#else
enum { EVERY_ALLOCATION_ALONE = 0 };
#endif
#else
enum { EVERY_ALLOCATION_ALONE = 0 };
#endif

typedef struct Block Block;
struct Block {
    Block *older;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct WritArena {
    Block *newest;
    size_t block_bytes;
    size_t used;
    size_t bytes_max;
};

static _Noreturn void give_up(const char *reason)
{
    (void)fprintf(stderr, "writ: %s\n", reason);
    abort();
}

WritArena *writ_arena_new(size_t bytes_max)
{
    WritArena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        give_up("out of memory");
    }
    arena->block_bytes = BLOCK_BYTES_FIRST;
    arena->bytes_max = bytes_max;
    return arena;
}

static void free_blocks(Block *block)
{
    while (block != NULL) {
        Block *older = block->older;
        free(block);
        block = older;
    }
}

void writ_arena_free(WritArena *arena)
{
    if (arena == NULL) {
        return;
    }
    free_blocks(arena->newest);
    free(arena);
}

// A page that comes at its first use costs many times one that comes with its neighbours, and a
// large block is likely to be used whole. An older kernel gives them one by one.
static void get_pages(const Block *block)
{
#ifdef MADV_POPULATE_WRITE
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = ((uintptr_t)block->bytes + page - 1) / page * page;
    uintptr_t to = ((uintptr_t)block->bytes + block->capacity) / page * page;
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    (void)madvise((void *)from, to - from, MADV_POPULATE_WRITE);
#else
    (void)block;
#endif
}

static Block *add_block(WritArena *arena, size_t capacity)
{
    Block *block = calloc(1, sizeof *block + capacity);
    if (block == NULL) {
        give_up("out of memory");
    }
    block->capacity = capacity;
    if (capacity >= BLOCK_BYTES_PAGED_MIN && capacity <= BLOCK_BYTES_MAX) {
        get_pages(block);
    }
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

// What took several blocks is likely to take as much again: one block that holds all of it.
static void begin_with_one_block(WritArena *arena, size_t used)
{
    while (arena->block_bytes < used && arena->block_bytes < BLOCK_BYTES_MAX) {
        arena->block_bytes *= 2;
    }
    if (used <= arena->block_bytes) {
        (void)add_block(arena, arena->block_bytes);
    }
}

void writ_arena_reset(WritArena *arena)
{
    size_t used = arena->used;
    arena->used = 0;
    Block *newest = arena->newest;
    if (newest == NULL) {
        return;
    }
    if (EVERY_ALLOCATION_ALONE || newest->older != NULL || newest->capacity > BLOCK_BYTES_MAX) {
        free_blocks(newest);
        arena->newest = NULL;
        if (!EVERY_ALLOCATION_ALONE) {
            begin_with_one_block(arena, used);
        }
        return;
    }
    memset(newest->bytes, 0, newest->used);
    newest->used = 0;
}

void writ_arena_keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES_MIN);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES_MAX);
}

static Block *block_for(WritArena *arena, size_t size)
{
    Block *newest = arena->newest;
    if (EVERY_ALLOCATION_ALONE) {
        return add_block(arena, size);
    }
    if (newest != NULL && newest->capacity - newest->used >= size) {
        return newest;
    }
    if (size > arena->block_bytes / 4) {
        // Large things go below the newest block, so that its rest stays in use.
        Block *alone = add_block(arena, size);
        if (newest != NULL) {
            alone->older = newest->older;
            newest->older = alone;
            arena->newest = newest;
        }
        return alone;
    }
    Block *block = add_block(arena, arena->block_bytes);
    if (arena->block_bytes < BLOCK_BYTES_MAX) {
        arena->block_bytes *= 2;
    }
    return block;
}

void *writ_arena_alloc(WritArena *arena, size_t size_bytes)
{
    assert(arena != NULL);
    size_t align = alignof(max_align_t);
    if (size_bytes > SIZE_MAX / 2) {
        give_up("an allocation is larger than memory");
    }
    size_t size = (size_bytes + align - 1) / align * align;
    if (size == 0) {
        size = align;
    }
    if (size > arena->bytes_max - arena->used) {
        give_up("an arena is full: a limit on input is missing or too high");
    }
    Block *block = block_for(arena, size);
    void *result = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return result;
}

void *writ_arena_array(WritArena *arena, size_t count, size_t size_bytes)
{
    assert(size_bytes > 0);
    if (count > SIZE_MAX / 2 / size_bytes) {
        give_up("an allocation is larger than memory");
    }
    return writ_arena_alloc(arena, count * size_bytes);
}

WritText writ_arena_text(WritArena *arena, WritText text)
{
    char *copy = writ_arena_alloc(arena, text.length + 1);
    if (text.length > 0) {
        memcpy(copy, text.data, text.length);
    }
    return (WritText){copy, text.length};
}

size_t writ_arena_used(const WritArena *arena)
{
    return arena->used;
}
