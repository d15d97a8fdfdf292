// `once per FIELDS` of a hook: one effect for ever, across all cases. The first call that had a
// value is recorded; later ones get its answer.
#ifndef HOST_ONCE_H
#define HOST_ONCE_H

#include "host/host.h"

// The key of a call, or nothing where its hook has no such line. False: the line has no value.
bool once_key(const Instance *instance, const WritDuty *duty, WritBuffer *key);
// True when the key has an answer, which the call was given.
bool once_answer(WritHost *host, Instance *instance, const WritDuty *duty, WritText key);
// Records an answer in the batch of the item.
void once_record(WritHost *host, WritText key, WritText outcome, WritText outputs);

#endif
