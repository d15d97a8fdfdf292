// Everything that a store holds as one text, so that two states can be compared.
#ifndef SUPPORT_STORE_DUMP_H
#define SUPPORT_STORE_DUMP_H

#include "writ/store.h"

// Adds the journal and the rows of every family to `out`, in order.
WRIT_NODISCARD WritStatus store_dump(WritStore *store, WritBuffer *out, WritError *error);

#endif
