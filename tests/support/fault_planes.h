// What of written files is on the disk, and what only seems to be.
//
// The live plane is the real file: what a process that goes on running reads. The durable plane is
// an image in memory: what a power cut is sure to leave. A write is pending until a sync moves it
// to the durable plane; at the cut each sector of 512 bytes of what is pending is kept or lost. A
// sync that fails decides the same at once and for good: what it lost looks written, and no later
// sync brings it to the disk.
#ifndef SUPPORT_FAULT_PLANES_H
#define SUPPORT_FAULT_PLANES_H

#include <stddef.h>
#include <stdint.h>

enum { FAULT_SECTOR_BYTES = 512 };

typedef struct FaultPlanes FaultPlanes;
typedef struct FaultPlane FaultPlane; // Of one file, known by its path.

FaultPlanes *fault_planes_new(uint64_t seed);
void fault_planes_free(FaultPlanes *planes);

// The file `path` was opened; what it holds now is taken for durable when it is not known yet.
// Call before the file is created, so that a file which is new is known for it.
FaultPlane *fault_planes_open(FaultPlanes *planes, const char *path);
void fault_planes_close(FaultPlanes *planes, FaultPlane *plane);
void fault_planes_write(FaultPlanes *planes, FaultPlane *plane, const void *data, size_t length,
                        uint64_t offset);
void fault_planes_truncate(FaultPlanes *planes, FaultPlane *plane, uint64_t size);
void fault_planes_sync(FaultPlanes *planes, FaultPlane *plane);
void fault_planes_fail_sync(FaultPlanes *planes, FaultPlane *plane);

typedef enum FaultDeletion {
    FAULT_DELETION_PENDING, // The directory is not synced: after a cut the file may be back.
    FAULT_DELETION_DURABLE,
} FaultDeletion;

void fault_planes_delete(FaultPlanes *planes, const char *path, FaultDeletion deletion);

// Gives every file the content that a power cut could leave, and forgets all planes. No file may
// be open.
void fault_planes_cut(FaultPlanes *planes);

// A number from 0 to below `below`, from the seed.
uint32_t fault_planes_draw(FaultPlanes *planes, uint32_t below);

#endif
