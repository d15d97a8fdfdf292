#include "hook/child/builder.h"

#include <string.h>

#include "hook/child/limits.h"

void builder_init(Builder *builder, lua_State *L)
{
    builder->L = L;
    lua_pushnil(L);
    builder->slot = lua_gettop(L);
    builder->data = builder->small;
    builder->length = 0;
    builder->capacity = BUILDER_SMALL_BYTES;
}

char *builder_reserve(Builder *builder, size_t bytes)
{
    size_t left = builder->capacity - builder->length;
    if (bytes <= left) {
        return builder->data + builder->length;
    }
    if (bytes > WRIT_HOOK_MEMORY_BYTES_MAX) {
        limits_reach(builder->L, WRIT_HOOK_LIMIT_MEMORY);
    }
    size_t capacity = builder->capacity * 2;
    capacity = capacity < builder->length + bytes ? builder->length + bytes : capacity;
    char *data = lua_newuserdatauv(builder->L, capacity, 0);
    limits_charge_bytes(builder->L, builder->length);
    memcpy(data, builder->data, builder->length);
    lua_replace(builder->L, builder->slot);
    builder->data = data;
    builder->capacity = capacity;
    return data + builder->length;
}

void builder_add(Builder *builder, const char *data, size_t length)
{
    memcpy(builder_reserve(builder, length), data, length);
    builder->length += length;
}

void builder_add_byte(Builder *builder, char byte)
{
    *builder_reserve(builder, 1) = byte;
    builder->length++;
}

void builder_add_top(Builder *builder)
{
    size_t length = 0;
    const char *text = lua_tolstring(builder->L, -1, &length);
    // The text stays on the stack while room is made, so that it is not collected.
    builder_add(builder, text, length);
    lua_pop(builder->L, 1);
}

void builder_push(const Builder *builder)
{
    (void)lua_pushlstring(builder->L, builder->data, builder->length);
}
