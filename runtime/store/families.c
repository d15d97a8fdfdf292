#include <assert.h>

#include "store/back_end.h"

#define WRIT_FAMILY(NAME, number, keys, name, key, line)                                           \
    _Static_assert(number > 0 && number <= STORE_FAMILY_NUMBER_MAX, "family " name);
#include "writ/families.def"
#undef WRIT_FAMILY

const char *writ_family_name(WritFamily family)
{
    switch (family) {
#define WRIT_FAMILY(NAME, number, keys, name, key, line)                                           \
    case WRIT_FAMILY_##NAME:                                                                       \
        return name;
#include "writ/families.def"
#undef WRIT_FAMILY
    }
    WRIT_UNREACHABLE();
}

WritKeys writ_family_keys(WritFamily family)
{
    switch (family) {
#define WRIT_FAMILY(NAME, number, keys, name, key, line)                                           \
    case WRIT_FAMILY_##NAME:                                                                       \
        return WRIT_KEYS_##keys;
#include "writ/families.def"
#undef WRIT_FAMILY
    }
    WRIT_UNREACHABLE();
}
