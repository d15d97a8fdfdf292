// Whether the documents in a store are exactly those of the journal: the slow and obvious oracle.
#ifndef SUPPORT_DOCUMENT_CHECK_H
#define SUPPORT_DOCUMENT_CHECK_H

#include "writ/host.h"

// Adds to `wrong` a line for each thing that is: a document of an event without its content or its
// row, a content that is not what its hash says, a content or a row of no event.
void document_check(WritHost *host, WritBuffer *wrong);

#endif
