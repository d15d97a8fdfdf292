// Files that come along with a request, and documents that cases keep.
//
// The content is a row under its hash, written by the batch of the command that brings it, so that
// neither is there without the other. A second row says which case has it under which name: by it a
// document that is given by name, size and hash is known to be one of the case.
#ifndef HOST_FILES_H
#define HOST_FILES_H

#include "host/host.h"

struct SentDocument {
    WritSentFile sent;
    WritDocument document;
    bool is_kept; // By the batch of the item.
};

// --- files.c -----------------------------------------------------------------------------------

// Reads what came along with a request into the item under way. WRIT_INVALID and WRIT_LIMIT: a name
// is none.
WRIT_NODISCARD WritStatus files_open(WritHost *host, const WritRequest *request, WritError *error);
// The file of the item that has this content; NULL: none.
SentDocument *files_find(const WritHost *host, const WritDocument *document);
// Puts the files of the item where the data names them and where the request says.
WRIT_NODISCARD WritStatus files_place(WritHost *host, const WritRequest *request, WritJson *json,
                                      WritError *error);

// --- documents.c -------------------------------------------------------------------------------

// Whether there is a document in the value, in depth.
bool documents_are_in(const WritValue *value);
// Whether the case has this document, name and all. Case 0 has none. WRIT_NOT_FOUND: no.
WRIT_NODISCARD WritStatus documents_find(WritHost *host, uint64_t case_number,
                                         const WritDocument *document, WritError *error);
// Adds to the batch that the case has what documents of `command` came along with the request.
// WRIT_IO when the store cannot be read.
WRIT_NODISCARD WritStatus documents_keep(WritHost *host, uint64_t case_number,
                                         const WritCommand *command, WritError *error);
// Puts the content in `content`, whose own content is replaced. WRIT_IO: it is not what it was.
WRIT_NODISCARD WritStatus documents_read(WritHost *host, const WritDocument *document,
                                         WritBuffer *content, WritError *error);
// The document of the case whose hash begins with these hexadecimal digits, under the first of its
// names. WRIT_NOT_FOUND: there is none; WRIT_CONFLICT: more than one. In the item's arena.
WRIT_NODISCARD WritStatus documents_find_hash(WritHost *host, uint64_t case_number, WritText digits,
                                              WritDocument *document, WritError *error);

#endif
