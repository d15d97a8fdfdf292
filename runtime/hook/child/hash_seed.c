// Stock Lua seeds its text hashes with addresses and the time. Where a key comes to lie then
// decides when a table grows, and so what "#" answers for a list with gaps: in 40 runs of one
// script there were 39 different answers. The linker leads the only call of luaS_hash from another
// file, the one that makes the seed, to this function (-Wl,--wrap=luaS_hash). An author who makes
// texts collide only spends the hook's own budget.
#include <stddef.h>

unsigned int __wrap_luaS_hash(const char *text, size_t length, unsigned int seed);

unsigned int __wrap_luaS_hash(const char *text, size_t length, unsigned int seed)
{
    (void)text;
    (void)length;
    (void)seed;
    return 0x77726974;
}
