#include "support/fault_planes.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "writ/text.h"

typedef struct Change {
    uint64_t serial; // Over all files, so that a prefix of everything can be kept.
    bool is_truncation;
    uint64_t offset; // Or the new size.
    char *data;
    size_t length;
} Change;

struct FaultPlane {
    FaultPlane *next;
    char *path;
    uint32_t open_count;
    bool exists;  // In the durable plane.
    bool differs; // A sync failed, so the planes may differ with nothing pending.
    WritBuffer image;
    bool may_return; // An earlier file of that path, deleted without a sync of the directory.
    WritBuffer earlier;
    Change *pending;
    size_t pending_count;
    size_t pending_capacity;
};

struct FaultPlanes {
    FaultPlane *first;
    uint64_t random;
    uint64_t serial;
};

typedef enum Fate {
    FATE_ALL_LOST,
    FATE_ALL_KEPT,
    FATE_PREFIX_KEPT,
    FATE_SOME_KEPT,
    FATE_COUNT,
} Fate;

// What happens to pending changes at a cut.
typedef struct Cut {
    Fate fate;
    uint64_t serial_kept; // Of PREFIX: the last change that is kept whole; the next is torn.
    uint32_t percent;     // Of SOME: of sectors.
} Cut;

FaultPlanes *fault_planes_new(uint64_t seed)
{
    FaultPlanes *planes = calloc(1, sizeof *planes);
    assert(planes != NULL);
    planes->random = (seed + 1) * 0x9e3779b97f4a7c15u;
    return planes;
}

uint32_t fault_planes_draw(FaultPlanes *planes, uint32_t below)
{
    // splitmix64
    uint64_t mixed = planes->random += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((mixed ^ (mixed >> 31)) >> 32) % below;
}

static void forget_changes(FaultPlane *plane)
{
    for (size_t i = 0; i < plane->pending_count; i++) {
        free(plane->pending[i].data);
    }
    plane->pending_count = 0;
}

static void free_plane(FaultPlane *plane)
{
    forget_changes(plane);
    free(plane->pending);
    writ_buffer_dispose(&plane->image);
    writ_buffer_dispose(&plane->earlier);
    free(plane->path);
    free(plane);
}

static void forget_planes(FaultPlanes *planes)
{
    while (planes->first != NULL) {
        FaultPlane *plane = planes->first;
        assert(plane->open_count == 0);
        planes->first = plane->next;
        free_plane(plane);
    }
}

void fault_planes_free(FaultPlanes *planes)
{
    forget_planes(planes);
    free(planes);
}

static FaultPlane *find_plane(FaultPlanes *planes, const char *path)
{
    FaultPlane *plane = planes->first;
    while (plane != NULL && strcmp(plane->path, path) != 0) {
        plane = plane->next;
    }
    return plane;
}

static void load_image(FaultPlane *plane)
{
    FILE *file = fopen(plane->path, "re");
    plane->exists = file != NULL;
    if (file == NULL) {
        return;
    }
    char chunk[65536];
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, file)) > 0) {
        writ_buffer_add(&plane->image, (WritText){chunk, length});
    }
    (void)fclose(file);
}

FaultPlane *fault_planes_open(FaultPlanes *planes, const char *path)
{
    FaultPlane *plane = find_plane(planes, path);
    if (plane == NULL) {
        plane = calloc(1, sizeof *plane);
        assert(plane != NULL);
        plane->path = strdup(path);
        assert(plane->path != NULL);
        load_image(plane);
        plane->next = planes->first;
        planes->first = plane;
    }
    plane->open_count++;
    return plane;
}

static void drop_plane(FaultPlanes *planes, FaultPlane *plane)
{
    FaultPlane **link = &planes->first;
    while (*link != plane) {
        link = &(*link)->next;
    }
    *link = plane->next;
    free_plane(plane);
}

void fault_planes_close(FaultPlanes *planes, FaultPlane *plane)
{
    plane->open_count--;
    // Where both planes are equal nothing must be remembered, and others may rename the file.
    if (plane->open_count == 0 && plane->pending_count == 0 && plane->exists && !plane->differs &&
        !plane->may_return) {
        drop_plane(planes, plane);
    }
}

static Change *add_change(FaultPlanes *planes, FaultPlane *plane)
{
    if (plane->pending_count == plane->pending_capacity) {
        plane->pending_capacity = plane->pending_capacity == 0 ? 64 : plane->pending_capacity * 2;
        plane->pending = reallocarray(plane->pending, plane->pending_capacity, sizeof(Change));
        assert(plane->pending != NULL);
    }
    Change *change = &plane->pending[plane->pending_count++];
    *change = (Change){.serial = ++planes->serial};
    return change;
}

void fault_planes_write(FaultPlanes *planes, FaultPlane *plane, const void *data, size_t length,
                        uint64_t offset)
{
    Change *change = add_change(planes, plane);
    change->offset = offset;
    change->length = length;
    change->data = malloc(length + 1);
    assert(change->data != NULL);
    memcpy(change->data, data, length);
}

void fault_planes_truncate(FaultPlanes *planes, FaultPlane *plane, uint64_t size)
{
    Change *change = add_change(planes, plane);
    change->is_truncation = true;
    change->offset = size;
}

static void resize(WritBuffer *image, size_t size)
{
    if (size > image->length) {
        writ_buffer_reserve(image, size - image->length);
        memset(image->data + image->length, 0, size - image->length);
    }
    image->length = size;
}

static void overwrite(WritBuffer *image, const char *data, size_t length, size_t offset)
{
    if (offset + length > image->length) {
        resize(image, offset + length);
    }
    memcpy(image->data + offset, data, length);
}

static bool draw_kept(FaultPlanes *planes, const Cut *cut, uint64_t serial)
{
    switch (cut->fate) {
    case FATE_ALL_LOST:
    case FATE_COUNT:
        return false;
    case FATE_ALL_KEPT:
        return true;
    case FATE_PREFIX_KEPT:
        return serial <= cut->serial_kept ||
               (serial == cut->serial_kept + 1 && fault_planes_draw(planes, 2) == 0);
    case FATE_SOME_KEPT:
        return fault_planes_draw(planes, 100) < cut->percent;
    }
    return false;
}

// Does to the image what of `change` is kept. True when any of it is.
static bool keep_some(FaultPlanes *planes, FaultPlane *plane, const Change *change, const Cut *cut)
{
    if (change->is_truncation) {
        bool is_kept = draw_kept(planes, cut, change->serial);
        if (is_kept) {
            resize(&plane->image, change->offset);
        }
        return is_kept;
    }
    bool any = false;
    for (size_t done = 0; done < change->length;) {
        size_t offset = change->offset + done;
        size_t sector_left = FAULT_SECTOR_BYTES - offset % FAULT_SECTOR_BYTES;
        size_t left = change->length - done;
        size_t length = left < sector_left ? left : sector_left;
        if (draw_kept(planes, cut, change->serial)) {
            overwrite(&plane->image, change->data + done, length, offset);
            any = true;
        }
        done += length;
    }
    return any;
}

static bool keep_pending(FaultPlanes *planes, FaultPlane *plane, const Cut *cut)
{
    bool any = false;
    for (size_t i = 0; i < plane->pending_count; i++) {
        any = keep_some(planes, plane, &plane->pending[i], cut) || any;
    }
    forget_changes(plane);
    return any;
}

void fault_planes_sync(FaultPlanes *planes, FaultPlane *plane)
{
    Cut all = {.fate = FATE_ALL_KEPT};
    (void)keep_pending(planes, plane, &all);
    // The system's files sync the directory of a new file with it.
    plane->exists = true;
    plane->may_return = false;
}

void fault_planes_fail_sync(FaultPlanes *planes, FaultPlane *plane)
{
    Cut some = {.fate = FATE_SOME_KEPT, .percent = 50};
    (void)keep_pending(planes, plane, &some);
    plane->differs = true;
}

void fault_planes_delete(FaultPlanes *planes, const char *path, FaultDeletion deletion)
{
    FaultPlane *plane = fault_planes_open(planes, path);
    plane->open_count--;
    forget_changes(plane);
    if (deletion == FAULT_DELETION_DURABLE) {
        plane->may_return = false;
    } else if (plane->exists) {
        plane->may_return = true;
        writ_buffer_clear(&plane->earlier);
        writ_buffer_add(&plane->earlier, writ_buffer_text(&plane->image));
    }
    plane->exists = false;
    writ_buffer_clear(&plane->image);
}

static Cut draw_cut(FaultPlanes *planes)
{
    uint64_t first = UINT64_MAX;
    for (const FaultPlane *plane = planes->first; plane != NULL; plane = plane->next) {
        if (plane->pending_count > 0 && plane->pending[0].serial < first) {
            first = plane->pending[0].serial;
        }
    }
    Cut cut = {
        .fate = (Fate)fault_planes_draw(planes, FATE_COUNT),
        .percent = 5 + fault_planes_draw(planes, 91),
    };
    if (first <= planes->serial) {
        cut.serial_kept =
            first - 1 + fault_planes_draw(planes, (uint32_t)(planes->serial - first + 2));
    }
    return cut;
}

static void write_image(const FaultPlane *plane, const WritBuffer *image)
{
    // Over the file, not in its place, so that its rights stay.
    FILE *file = fopen(plane->path, "we");
    assert(file != NULL);
    size_t written = image->length == 0 ? 0 : fwrite(image->data, 1, image->length, file);
    assert(written == image->length);
    int closed = fclose(file);
    assert(closed == 0);
    (void)written;
    (void)closed;
}

static void cut_plane(FaultPlanes *planes, FaultPlane *plane, const Cut *cut)
{
    bool any = keep_pending(planes, plane, cut);
    if (plane->exists || any) {
        write_image(plane, &plane->image);
    } else if (plane->may_return && fault_planes_draw(planes, 2) == 0) {
        write_image(plane, &plane->earlier);
    } else {
        (void)unlink(plane->path);
    }
}

void fault_planes_cut(FaultPlanes *planes)
{
    Cut cut = draw_cut(planes);
    for (FaultPlane *plane = planes->first; plane != NULL; plane = plane->next) {
        assert(plane->open_count == 0);
        cut_plane(planes, plane, &cut);
    }
    forget_planes(planes);
}
