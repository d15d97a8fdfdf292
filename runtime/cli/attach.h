// The data of a request: the file behind --with, and the files that it or --attach names.
#ifndef CLI_ATTACH_H
#define CLI_ATTACH_H

#include "cli/cli.h"

// What a request borrows.
typedef struct CliData {
    WritBuffer body;
    WritBuffer files;
} CliData;

// Reads all of it into `data`, which starts as zero, and has the request borrow it. An object
// {"file": "minutes.pdf"} in the data names a file beside them or in a folder there; one that is
// not there is left to the host, which knows whether a document was meant. WRIT_INVALID, WRIT_LIMIT
// and WRIT_IO say which file cannot be taken.
WRIT_NODISCARD WritStatus cli_read_data(const Cli *cli, CliData *data, WritRequest *request,
                                        WritError *error);
void cli_data_dispose(CliData *data);

#endif
