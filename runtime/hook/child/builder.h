// A text that grows inside one library function.
//
// The bytes lie in a userdata, so that an error leaves nothing behind and so that Lua collects its
// garbage before it says that memory has run out. luaL_Buffer gives up without collecting, and a
// hook would fail for garbage that it made before.
#ifndef WRIT_HOOK_CHILD_BUILDER_H
#define WRIT_HOOK_CHILD_BUILDER_H

#include <lua.h>
#include <stddef.h>

enum { BUILDER_SMALL_BYTES = 512 };

typedef struct Builder {
    lua_State *L;
    int slot; // Of the stack: what the bytes lie in once they are more than `small` holds.
    char *data;
    size_t length;
    size_t capacity;
    char small[BUILDER_SMALL_BYTES];
} Builder;

// Takes one slot of the stack, which stays where it is; what is pushed afterwards lies above it.
void builder_init(Builder *builder, lua_State *L);
// Room for `bytes` more at the result; what is used of it is added to `length` by the caller.
char *builder_reserve(Builder *builder, size_t bytes);
void builder_add(Builder *builder, const char *data, size_t length);
void builder_add_byte(Builder *builder, char byte);
// Adds the text (or number) on top of the stack and pops it.
void builder_add_top(Builder *builder);
// Pushes what was built.
void builder_push(const Builder *builder);

#endif
