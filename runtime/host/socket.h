// Where the socket of a store is, and how it is opened from either side.
#ifndef HOST_SOCKET_H
#define HOST_SOCKET_H

#include "writ/text.h"

// Appends the path of the socket of the store at `store`.
void socket_path(WritBuffer *path, const char *store);

// Removes a socket that was left behind, and listens on a new one. WRIT_CONFLICT when something
// else has its name. The caller closes *fd and removes `path`.
WRIT_NODISCARD WritStatus socket_listen(int *fd, const char *path, WritError *error);

#endif
