#include "support/fault_vfs.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "support/fault_planes.h"

struct FaultVfs {
    sqlite3_vfs vfs; // First, so that SQLite's pointer is ours.
    sqlite3_vfs *system;
    FaultPlanes *planes;
    FaultPlan plan;
    uint64_t count;
    bool fired;
};

typedef struct FaultFile {
    sqlite3_file file; // First, as above.
    FaultVfs *vfs;
    FaultPlane *plane;    // NULL for a temporary file.
    sqlite3_file *system; // Behind this struct.
} FaultFile;

typedef enum Operation {
    OPERATION_OTHER,
    OPERATION_WRITE, // Write, truncate, delete.
    OPERATION_SYNC,
} Operation;

static bool is_counted(FaultTarget target, Operation operation)
{
    switch (target) {
    case FAULT_AT_ANY:
        return true;
    case FAULT_AT_WRITES:
        return operation != OPERATION_OTHER;
    case FAULT_AT_SYNCS:
        return operation == OPERATION_SYNC;
    }
    return false;
}

// Counts the operation and says what happens to it.
static FaultKind meet_fault(FaultVfs *vfs, Operation operation)
{
    const FaultPlan *plan = &vfs->plan;
    if (plan->kind == FAULT_DEATH && vfs->fired) {
        return FAULT_DEATH;
    }
    if (!is_counted(plan->target, operation)) {
        return FAULT_NONE;
    }
    vfs->count++;
    bool fails =
        plan->kind != FAULT_NONE && plan->at > 0 &&
        (vfs->count == plan->at || (plan->span == FAULT_FOR_EVER && vfs->count > plan->at));
    vfs->fired = vfs->fired || fails;
    return fails ? plan->kind : FAULT_NONE;
}

// --- One file ------------------------------------------------------------------------------

static int close_file(sqlite3_file *opened)
{
    FaultFile *file = (FaultFile *)opened;
    if (file->plane != NULL) {
        fault_planes_close(file->vfs->planes, file->plane);
    }
    return file->system->pMethods->xClose(file->system);
}

static int read_file(sqlite3_file *opened, void *data, int length, sqlite3_int64 offset)
{
    FaultFile *file = (FaultFile *)opened;
    if (meet_fault(file->vfs, OPERATION_OTHER) != FAULT_NONE) {
        return SQLITE_IOERR_READ;
    }
    return file->system->pMethods->xRead(file->system, data, length, offset);
}

static int write_through(FaultFile *file, const void *data, int length, sqlite3_int64 offset)
{
    int code = file->system->pMethods->xWrite(file->system, data, length, offset);
    if (code == SQLITE_OK && file->plane != NULL && length > 0) {
        fault_planes_write(file->vfs->planes, file->plane, data, (size_t)length, (uint64_t)offset);
    }
    return code;
}

static int write_file(sqlite3_file *opened, const void *data, int length, sqlite3_int64 offset)
{
    FaultFile *file = (FaultFile *)opened;
    bool was_dead = file->vfs->plan.kind == FAULT_DEATH && file->vfs->fired;
    FaultKind fault = meet_fault(file->vfs, OPERATION_WRITE);
    switch (fault) {
    case FAULT_NONE:
        return write_through(file, data, length, offset);
    case FAULT_IO_ERROR:
        return SQLITE_IOERR_WRITE;
    case FAULT_DISK_FULL:
        return SQLITE_FULL;
    case FAULT_SHORT:
        (void)write_through(file, data, length / 2, offset);
        return SQLITE_FULL;
    case FAULT_DEATH:
        if (!was_dead) {
            (void)write_through(file, data, length / 2, offset);
        }
        return SQLITE_IOERR_WRITE;
    }
    return SQLITE_IOERR_WRITE;
}

static int truncate_file(sqlite3_file *opened, sqlite3_int64 size)
{
    FaultFile *file = (FaultFile *)opened;
    if (meet_fault(file->vfs, OPERATION_WRITE) != FAULT_NONE) {
        return SQLITE_IOERR_TRUNCATE;
    }
    int code = file->system->pMethods->xTruncate(file->system, size);
    if (code == SQLITE_OK && file->plane != NULL) {
        fault_planes_truncate(file->vfs->planes, file->plane, (uint64_t)size);
    }
    return code;
}

// The real file needs no sync: its power is never cut, only that of the planes.
static int sync_file(sqlite3_file *opened, int flags)
{
    (void)flags;
    FaultFile *file = (FaultFile *)opened;
    FaultKind fault = meet_fault(file->vfs, OPERATION_SYNC);
    if (fault == FAULT_NONE) {
        if (file->plane != NULL) {
            fault_planes_sync(file->vfs->planes, file->plane);
        }
        return SQLITE_OK;
    }
    if (fault != FAULT_DEATH && file->plane != NULL) {
        fault_planes_fail_sync(file->vfs->planes, file->plane);
    }
    return SQLITE_IOERR_FSYNC;
}

static int size_of_file(sqlite3_file *opened, sqlite3_int64 *size)
{
    FaultFile *file = (FaultFile *)opened;
    if (meet_fault(file->vfs, OPERATION_OTHER) != FAULT_NONE) {
        return SQLITE_IOERR_FSTAT;
    }
    return file->system->pMethods->xFileSize(file->system, size);
}

static int lock_file(sqlite3_file *opened, int level)
{
    FaultFile *file = (FaultFile *)opened;
    if (meet_fault(file->vfs, OPERATION_OTHER) != FAULT_NONE) {
        return SQLITE_IOERR_LOCK;
    }
    return file->system->pMethods->xLock(file->system, level);
}

static int unlock_file(sqlite3_file *opened, int level)
{
    FaultFile *file = (FaultFile *)opened;
    return file->system->pMethods->xUnlock(file->system, level);
}

static int check_reserved_lock(sqlite3_file *opened, int *is_held)
{
    FaultFile *file = (FaultFile *)opened;
    return file->system->pMethods->xCheckReservedLock(file->system, is_held);
}

// Hints could change the real file past the planes.
static int control_file(sqlite3_file *opened, int request, void *argument)
{
    (void)opened;
    (void)request;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *opened)
{
    FaultFile *file = (FaultFile *)opened;
    return file->system->pMethods->xSectorSize(file->system);
}

static int device_characteristics(sqlite3_file *opened)
{
    FaultFile *file = (FaultFile *)opened;
    return file->system->pMethods->xDeviceCharacteristics(file->system);
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
};

// --- All files -----------------------------------------------------------------------------

static int open_file(sqlite3_vfs *self, const char *path, sqlite3_file *opened, int flags,
                     int *flags_out)
{
    FaultVfs *vfs = (FaultVfs *)self;
    FaultFile *file = (FaultFile *)opened;
    file->file.pMethods = NULL;
    if (meet_fault(vfs, OPERATION_OTHER) != FAULT_NONE) {
        return SQLITE_CANTOPEN;
    }
    file->vfs = vfs;
    file->system = (sqlite3_file *)(void *)(file + 1);
    file->plane = path == NULL ? NULL : fault_planes_open(vfs->planes, path);
    int code = vfs->system->xOpen(vfs->system, path, file->system, flags, flags_out);
    if (code != SQLITE_OK) {
        if (file->plane != NULL) {
            fault_planes_close(vfs->planes, file->plane);
        }
        return code;
    }
    file->file.pMethods = &file_methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *self, const char *path, int sync_directory)
{
    FaultVfs *vfs = (FaultVfs *)self;
    if (meet_fault(vfs, OPERATION_WRITE) != FAULT_NONE) {
        return SQLITE_IOERR_DELETE;
    }
    FaultDeletion deletion = sync_directory ? FAULT_DELETION_DURABLE : FAULT_DELETION_PENDING;
    fault_planes_delete(vfs->planes, path, deletion);
    return vfs->system->xDelete(vfs->system, path, 0);
}

static int look_up_file(sqlite3_vfs *self, const char *path, int flags, int *result)
{
    FaultVfs *vfs = (FaultVfs *)self;
    if (meet_fault(vfs, OPERATION_OTHER) != FAULT_NONE) {
        return SQLITE_IOERR_ACCESS;
    }
    return vfs->system->xAccess(vfs->system, path, flags, result);
}

static int full_path(sqlite3_vfs *self, const char *path, int bytes, char *full)
{
    sqlite3_vfs *system = ((FaultVfs *)self)->system;
    return system->xFullPathname(system, path, bytes, full);
}

static int get_randomness(sqlite3_vfs *self, int bytes, char *out)
{
    FaultVfs *vfs = (FaultVfs *)self;
    for (int i = 0; i < bytes; i++) {
        out[i] = (char)(unsigned char)fault_planes_draw(vfs->planes, 256);
    }
    return bytes;
}

static int rest(sqlite3_vfs *self, int microseconds)
{
    (void)self;
    return microseconds;
}

static int tell_time(sqlite3_vfs *self, sqlite3_int64 *milliseconds)
{
    sqlite3_vfs *system = ((FaultVfs *)self)->system;
    return system->xCurrentTimeInt64(system, milliseconds);
}

static int last_error(sqlite3_vfs *self, int bytes, char *text)
{
    (void)self;
    (void)bytes;
    (void)text;
    return 0;
}

FaultVfs *fault_vfs_new(const char *name, uint64_t seed)
{
    FaultVfs *vfs = calloc(1, sizeof *vfs);
    assert(vfs != NULL);
    vfs->system = sqlite3_vfs_find(NULL);
    vfs->planes = fault_planes_new(seed);
    vfs->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(FaultFile) + vfs->system->szOsFile,
        .mxPathname = vfs->system->mxPathname,
        .zName = name,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = look_up_file,
        .xFullPathname = full_path,
        .xRandomness = get_randomness,
        .xSleep = rest,
        .xGetLastError = last_error,
        .xCurrentTimeInt64 = tell_time,
    };
    int code = sqlite3_vfs_register(&vfs->vfs, 0);
    assert(code == SQLITE_OK);
    (void)code;
    return vfs;
}

void fault_vfs_free(FaultVfs *vfs)
{
    (void)sqlite3_vfs_unregister(&vfs->vfs);
    fault_planes_free(vfs->planes);
    free(vfs);
}

void fault_vfs_plan(FaultVfs *vfs, const FaultPlan *plan)
{
    vfs->plan = *plan;
    vfs->count = 0;
    vfs->fired = false;
}

uint64_t fault_vfs_count(const FaultVfs *vfs)
{
    return vfs->count;
}

bool fault_vfs_fired(const FaultVfs *vfs)
{
    return vfs->fired;
}

void fault_vfs_cut_power(FaultVfs *vfs)
{
    fault_planes_cut(vfs->planes);
}
