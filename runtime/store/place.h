// Where a store lies in the file system, and what the system says when that does not work.
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include "writ/status.h"

// SQLite takes paths up to 512 bytes; its log and our temporary names are a little longer.
enum { PLACE_BYTES_MAX = 480 };

// Absolute, so that a later change of the working directory does not matter.
typedef struct Place {
    char directory[PLACE_BYTES_MAX];
    char file[PLACE_BYTES_MAX]; // In `directory`; need not exist.
} Place;

// Finds the directory of `path`, which must exist, be a directory and be searchable.
WritStatus place_find(Place *place, const char *path, WritError *error);

// The sentence for a failed system call: "cannot `doing` "path": why", with what to do about it.
WritStatus place_fail(WritError *error, int code, const char *doing, const char *path);

// Syncs the directory, so that a name that was made or changed in it stays.
WritStatus place_sync_directory(const Place *place, WritError *error);

#endif
