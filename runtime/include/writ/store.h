// A store: one append-only journal and rows beside it, both opaque bytes.
//
// What happened is in the journal; what follows from it is in rows, so that no step has to replay
// (architecture.md 6). The store keeps bytes and knows nothing of what they mean: the host does.
// It has no clock, no threads and no callbacks but the visitors below; a store is used by one
// thread at a time.
//
// A command is written as one batch: all of it or nothing, seen by reads at once, but not durable.
// A flush makes every batch written since the last one durable in one commit; until it returns
// WRIT_OK nothing of them may be told to anybody (settled.md 11). A batch that fails is dropped
// alone. A flush that fails, or a failure that leaves the store's state in doubt, stops the store:
// from then on every call fails with the first reason, and only closing and opening it again
// tells what is on the disk: the old history or the new one, nothing between.
//
// One process owns a store: opening takes `lock` in the database's directory and keeps it until
// the store is closed or the process ends (settled.md 12). The descriptor is closed on exec; a
// child that is forked without exec must close it, or it goes on owning the store.
#ifndef WRIT_STORE_H
#define WRIT_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "writ/status.h"
#include "writ/text.h"

typedef struct WritStore WritStore;

typedef enum WritFamily {
#define WRIT_FAMILY(NAME, number, keys, name, key, line) WRIT_FAMILY_##NAME = number,
#include "writ/families.def"
#undef WRIT_FAMILY
} WritFamily;

// "cases"; for messages. Never NULL.
const char *writ_family_name(WritFamily family);

typedef enum WritKeys {
    WRIT_KEYS_TEXT,
    WRIT_KEYS_NUMBER,
} WritKeys;

WritKeys writ_family_keys(WritFamily family);

#define WRIT_STORE_NUMBER_MAX ((UINT64_C(1) << 56) - 1)

enum {
    WRIT_STORE_FORMAT = 2,                  // What this version writes and reads.
    WRIT_STORE_KEY_BYTES_MAX = 1024,        // Keys have at least one byte.
    WRIT_STORE_VALUE_BYTES_MAX = 16 << 20,  // Of one row's value or one journal entry.
    WRIT_STORE_BATCH_BYTES_MAX = 64 << 20,  // Of all keys, values and entries of one batch.
    WRIT_STORE_GROUP_BYTES_MAX = 128 << 20, // Of all batches between two flushes.
    WRIT_STORE_SCANS_MAX = 4,               // Scans inside the visitors of scans.
};

// --- Opening -------------------------------------------------------------------------------

typedef enum WritStoreMode {
    WRIT_STORE_MUST_EXIST,
    WRIT_STORE_MAY_CREATE, // A missing file becomes an empty store; its directory must exist.
} WritStoreMode;

typedef struct WritStoreOptions {
    WritStoreMode mode;
    const char *vfs; // The name of a registered SQLite VFS, or NULL for the system's files.
} WritStoreOptions;

// Opens the SQLite store in the file `path` and takes `lock` beside it, so one directory holds one
// store. What a crash left in the write-ahead log is applied and synced before this returns. The
// caller owns the store and ends it with writ_store_close. Errors, each with what to do:
// WRIT_NOT_FOUND (no such file or directory), WRIT_CONFLICT (another process owns it, and which),
// WRIT_DENIED (permissions), WRIT_INVALID (no writ store, or of another format; such a file is
// never written to), WRIT_IO (damaged, or the disk failed).
WRIT_NODISCARD WritStatus writ_store_open(WritStore **store, const char *path,
                                          const WritStoreOptions *options, WritError *error);

// An empty store that lives in memory, ends with writ_store_close and cannot be backed up.
WritStore *writ_store_open_memory(void);

// Drops what was written since the last flush, closes the file and gives the lock back. NULL is
// allowed. Nothing that was flushed depends on it.
void writ_store_close(WritStore *store);

// --- Reading -------------------------------------------------------------------------------

// Reads see all batches that were written, flushed or not. Each fails with WRIT_IO when the disk
// fails or the file is damaged.

// Puts the value of (family, key) in `value`, whose content is replaced. WRIT_NOT_FOUND when there
// is no such row: an ordinary answer, for which `error` is left alone.
WRIT_NODISCARD WritStatus writ_store_find(WritStore *store, WritFamily family, WritText key,
                                          WritBuffer *value, WritError *error);

typedef enum WritVisit {
    WRIT_VISIT_ON,
    WRIT_VISIT_STOP,
} WritVisit;

// Keys from `from` to before `to`, by unsigned bytes. An empty `from` is the first key; an empty
// `to` is behind the last. In a family of numbers `from` is one, or empty.
typedef struct WritStoreRange {
    WritFamily family;
    WritText from;
    WritText to;
    uint32_t limit; // At most this many rows; 0 is no limit.
} WritStoreRange;

// `key` and `value` are borrowed for the call. A visitor may read the store (scans inside scans up
// to WRIT_STORE_SCANS_MAX) and must not write, flush, discard, back up or close it.
typedef WritVisit WritStoreVisitor(void *context, WritText key, WritText value);

// Calls `visit` for each row of the range in the order of keys. WRIT_OK also when there is none.
WRIT_NODISCARD WritStatus writ_store_scan(WritStore *store, const WritStoreRange *range,
                                          WritStoreVisitor *visit, void *context, WritError *error);

// Puts in `end` (content replaced) the first key behind every key that begins with `prefix`: the
// `to` of a scan by prefix. Empty, and so behind the last key, when there is none.
void writ_store_prefix_end(WritBuffer *end, WritText prefix);

// One entry of the journal. Numbers go up to INT64_MAX.
typedef struct WritJournalEntry {
    uint64_t sequence;    // From 1, rising by one over the whole store.
    uint64_t case_number; // The case it belongs to; 0 is the store's own history (deployments …).
    uint64_t previous;    // Sequence of the same case's entry before it; 0 for its first.
    WritText bytes;
} WritJournalEntry;

// The sequence that the next appended entry must have.
uint64_t writ_store_next_sequence(const WritStore *store);

// Reads one entry; its bytes are put in `bytes` (content replaced) and `entry->bytes` points
// there. WRIT_NOT_FOUND when the journal does not reach that far; `error` is left alone.
WRIT_NODISCARD WritStatus writ_store_journal_read(WritStore *store, uint64_t sequence,
                                                  WritJournalEntry *entry, WritBuffer *bytes,
                                                  WritError *error);

// As WritStoreVisitor; `entry` and its bytes are borrowed for the call.
typedef WritVisit WritJournalVisitor(void *context, const WritJournalEntry *entry);

// Calls `visit` for each entry from sequence `from` (0 counts as 1) upwards. A gap is damage.
WRIT_NODISCARD WritStatus writ_store_journal_scan(WritStore *store, uint64_t from,
                                                  WritJournalVisitor *visit, void *context,
                                                  WritError *error);

// Calls `visit` for the entry `last` of a case and then for each one before it, newest first. An
// entry of another case, or one that points forward, is damage. `last` 0 visits nothing.
WRIT_NODISCARD WritStatus writ_store_journal_walk(WritStore *store, uint64_t last,
                                                  WritJournalVisitor *visit, void *context,
                                                  WritError *error);

// --- Writing -------------------------------------------------------------------------------

// What one command changes. The caller owns it: start it as `WritStoreBatch batch = {0}`, end it
// with writ_store_batch_dispose; use its fields through the functions only. Building never fails:
// the first thing that breaks a limit is kept and writ_store_write refuses the batch for it.
typedef struct WritStoreBatch {
    WritBuffer operations;
    uint64_t first_sequence; // Of the first entry; 0 while nothing is appended.
    uint64_t append_count;
    WritError refused; // Status WRIT_OK while nothing broke a limit.
} WritStoreBatch;

void writ_store_batch_dispose(WritStoreBatch *batch);
void writ_store_batch_clear(WritStoreBatch *batch); // Keeps the memory.

// The operations take effect in the order of these calls. All bytes are copied.
// Adds the row, or replaces its value. The key of a family of numbers is one.
void writ_store_batch_put(WritStoreBatch *batch, WritFamily family, WritText key, WritText value);
// A row that is not there is no error.
void writ_store_batch_delete(WritStoreBatch *batch, WritFamily family, WritText key);
// The first entry of a batch has the sequence writ_store_next_sequence, later ones one more each;
// `previous` is below `sequence`.
void writ_store_batch_append(WritStoreBatch *batch, const WritJournalEntry *entry);

// Writes the whole batch, or nothing of it. The batch stays the caller's. Errors: WRIT_LIMIT (a
// limit above; flush when it is the group's), WRIT_CONFLICT (its first entry is not the next one:
// somebody else appended since it was built), WRIT_IO (the disk failed). After any of them the
// batches written before are still there, unless the store has stopped.
WRIT_NODISCARD WritStatus writ_store_write(WritStore *store, const WritStoreBatch *batch,
                                           WritError *error);

// Makes everything written so far durable: on WRIT_OK it survives a power cut. Nothing written is
// WRIT_OK and costs nothing. On failure the store is stopped.
WRIT_NODISCARD WritStatus writ_store_flush(WritStore *store, WritError *error);

// Drops what was written since the last flush.
WRIT_NODISCARD WritStatus writ_store_discard(WritStore *store, WritError *error);

// --- Care ----------------------------------------------------------------------------------

// Called between the steps of a backup with how many of `page_count` pages are copied. It may use
// the store in every way but back up and close, so that a server goes on serving; what it writes
// it must flush. Either count may grow meanwhile. WRIT_VISIT_STOP gives the backup up.
typedef WritVisit WritBackupProgress(void *context, uint64_t pages_done, uint64_t page_count);

// Copies the store as of the end of the call to the new file `path`: written under another name,
// synced, then renamed. `progress` may be NULL. Errors: WRIT_CONFLICT (`path` exists, something is
// written but not flushed, or `progress` gave up), WRIT_NOT_FOUND, WRIT_DENIED, WRIT_IO,
// WRIT_INVALID (a store in memory). A failed backup leaves no file and never stops the store.
WRIT_NODISCARD WritStatus writ_store_backup(WritStore *store, const char *path,
                                            WritBackupProgress *progress, void *context,
                                            WritError *error);

// Moves what is in the write-ahead log to its place in the file, which flushes also do now and
// then. For a quiet moment: the next start after a crash then has less to read.
WRIT_NODISCARD WritStatus writ_store_settle(WritStore *store, WritError *error);

// Counted since the store was opened.
typedef struct WritStoreCounters {
    uint64_t batches;     // Written.
    uint64_t flushes;     // That had something to flush: one sync each.
    uint64_t settlements; // Of the write-ahead log: three syncs each.
} WritStoreCounters;

WritStoreCounters writ_store_counters(const WritStore *store);

#endif
