// What a back end of the store does, and how it is told what to write.
//
// The front (store.c) checks limits and sequences, keeps the batches since the last flush and
// knows when the store has stopped; a back end only keeps bytes. So back ends stay small, and the
// one in memory is the oracle for the others.
#ifndef STORE_BACK_END_H
#define STORE_BACK_END_H

#include <stdbool.h>

#include "writ/bytes.h"
#include "writ/store.h"

typedef enum StoreOperationKind {
    STORE_PUT,
    STORE_DELETE,
    STORE_APPEND,
} StoreOperationKind;

typedef struct StoreOperation {
    StoreOperationKind kind;
    WritFamily family; // Of PUT and DELETE.
    WritText key;
    WritText value;         // Of PUT.
    WritJournalEntry entry; // Of APPEND.
} StoreOperation;

// Reads the next operation of a batch's bytes; false at their end. The bytes are our own, so
// anything else in them is an assertion.
bool store_operation_next(WritReader *in, StoreOperation *operation);

// A change of `families.def` that needs more raises this.
enum { STORE_FAMILY_NUMBER_MAX = 63 };

// All errors are for the user: a back end says what failed, where, and what to do.
typedef struct StoreBackEnd {
    // As the public functions of the same names. WRIT_NOT_FOUND leaves `error` alone.
    WritStatus (*find)(void *state, WritFamily family, WritText key, WritBuffer *value,
                       WritError *error);
    WritStatus (*scan)(void *state, const WritStoreRange *range, WritStoreVisitor *visit,
                       void *context, WritError *error);
    WritStatus (*journal_read)(void *state, uint64_t sequence, WritJournalEntry *entry,
                               WritBuffer *bytes, WritError *error);
    WritStatus (*journal_scan)(void *state, uint64_t from, WritJournalVisitor *visit, void *context,
                               WritError *error);
    // Does the operations in order, not durably. After a failure the front rolls back, so what was
    // done of them may stay behind.
    WritStatus (*apply)(void *state, WritText operations, WritError *error);
    // Makes everything applied since the last commit or roll-back durable.
    WritStatus (*commit)(void *state, WritError *error);
    // Undoes everything applied since then. Also called when nothing was.
    WritStatus (*roll_back)(void *state, WritError *error);
    // True when a failed call, though it may only have read, undid everything applied since then.
    bool (*has_lost_writes)(void *state);
    // True when the log of commits has grown so long that `settle` should be called.
    bool (*is_unsettled)(void *state);
    WritStatus (*settle)(void *state, WritError *error);
    WritStatus (*backup)(void *state, const char *path, WritBackupProgress *progress, void *context,
                         WritError *error);
    // `stopped` is true after a failure: then nothing more may be written, on no account.
    void (*close)(void *state, bool stopped);
} StoreBackEnd;

// Takes over `state`. `last_sequence` is that of the journal's last entry, 0 when it is empty.
WritStore *store_new(const StoreBackEnd *back_end, void *state, uint64_t last_sequence);

#endif
