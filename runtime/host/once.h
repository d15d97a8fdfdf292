// `once per FIELDS` of a hook: one effect for ever, across all cases. The first call that had a
// value is recorded; later ones get its answer.
#ifndef HOST_ONCE_H
#define HOST_ONCE_H

#include "host/host.h"

// The key of a call, or nothing where its hook has no such line. False: the line has no value.
bool once_key(const Instance *instance, const WritDuty *duty, WritBuffer *key);

typedef enum OnceState {
    ONCE_IS_NEW,      // No call with this key has an answer.
    ONCE_IS_ANSWERED, // The call was given the answer of the first one.
    ONCE_FAILED, // The store failed: whether there is an answer is not known, or it is not given.
    ONCE_FITS_NO_MORE, // The answer is damaged or of another version of the hook.
} OnceState;

// Gives the call, in an item of its own, the answer that the key has.
WRIT_NODISCARD OnceState once_answer(WritHost *host, Instance *instance, const WritDuty *duty,
                                     WritText key);
// Records an answer in the batch of the item.
void once_record(WritHost *host, WritText key, WritText outcome, WritText outputs);

#endif
