// A file system for SQLite that fails where it is told to, and whose power can be cut.
//
// It lies over the system's own: the files are real, so what a fault or a cut leaves can be opened
// with or without it afterwards, also by another process. A store is opened with it by its name
// (WritStoreOptions.vfs). It needs no shared memory and offers none.
#ifndef SUPPORT_FAULT_VFS_H
#define SUPPORT_FAULT_VFS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct FaultVfs FaultVfs;

typedef enum FaultKind {
    FAULT_NONE,
    FAULT_IO_ERROR,  // EIO. A failing sync loses some of what it should have made durable.
    FAULT_DISK_FULL, // ENOSPC where the operation can have it, EIO elsewhere.
    FAULT_SHORT,     // As DISK_FULL, but half of a write is done.
    FAULT_DEATH,     // The process is gone: this operation and all later ones fail, half of a
                     // write is done.
} FaultKind;

typedef enum FaultSpan {
    FAULT_ONCE,
    FAULT_FOR_EVER,
} FaultSpan;

// The operations that are counted and fail.
typedef enum FaultTarget {
    FAULT_AT_ANY,    // Open, read, write, truncate, sync, size, lock, delete, look up.
    FAULT_AT_WRITES, // Write, truncate, sync, delete.
    FAULT_AT_SYNCS,
} FaultTarget;

typedef struct FaultPlan {
    FaultKind kind;
    FaultSpan span; // Of all kinds but DEATH.
    FaultTarget target;
    uint64_t at; // The operation that fails first, from 1.
} FaultPlan;

// Registers a file system of the given name, without a fault. The caller frees it when no file is
// open. Everything random comes from `seed`.
FaultVfs *fault_vfs_new(const char *name, uint64_t seed);
void fault_vfs_free(FaultVfs *vfs);

// From now on `plan` holds and operations are counted from 0. Brings a dead process back, or
// rather starts the next one.
void fault_vfs_plan(FaultVfs *vfs, const FaultPlan *plan);
// Operations of the plan's target since it was set.
uint64_t fault_vfs_count(const FaultVfs *vfs);
// True when the plan's fault has come to pass.
bool fault_vfs_fired(const FaultVfs *vfs);

// Cuts the power: the files on the disk become what synced writes and a random part of the others
// make of them. All stores must be closed (after a DEATH closing writes nothing).
void fault_vfs_cut_power(FaultVfs *vfs);

#endif
