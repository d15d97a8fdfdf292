// `once per FIELDS` of a hook: one effect for ever, across all cases.
//
// Before the first call with a value goes out, the value is claimed for its id. Every later call
// with that value goes out under the same id, so that an effect which nobody knows to have happened
// is not had twice; once there is an answer, later calls get it and do not go out. When the effect
// is undone its record goes, and the next call is a new effect with an id of its own.
//
//   ledgers  "once" \0 hook \0 hash of the values(32)   id, 0 claimed or 1 answered, outcome,
//   outputs
//            "call" \0 hash of a call's own id(32)       key above, id that it goes out under
#ifndef HOST_ONCE_H
#define HOST_ONCE_H

#include "host/host.h"

// The key of a call, or nothing where its hook has no such line. False: the line has no value.
WRIT_NODISCARD bool once_key(const Instance *instance, const WritDuty *duty, WritBuffer *key);

// Claims the key of a call that begins, in the batch of the item, so that once_prepare need not.
// What cannot be claimed now, once_prepare sees to.
void once_begin(WritHost *host, const Instance *instance, const WritDuty *duty);

typedef enum OnceState {
    ONCE_MAY_GO_OUT,   // Under the id that once_prepare gave.
    ONCE_IS_CLAIMED,   // Just now: prepare it again after the flush.
    ONCE_IS_ANSWERED,  // The call was given the answer of an earlier one.
    ONCE_FAILED,       // The store failed, so that nothing is known or nothing could be kept.
    ONCE_FITS_NO_MORE, // The record is damaged or of another version of the hook.
} OnceState;

// Says what is to be done with the call whose key is `key`. An answer or a claim is written in an
// item of its own. `id` gets the id to call with.
WRIT_NODISCARD OnceState once_prepare(WritHost *host, Instance *instance, const WritDuty *duty,
                                      WritText key, WritBuffer *id);
// Records the answer to a call that went out under `id`, in the batch of the item.
typedef struct OnceAnswer {
    WritText id, outcome, outputs;
} OnceAnswer;
void once_record(WritHost *host, WritText key, const OnceAnswer *answer);

// What the call `call_id` did is undone: its key is free again, in the batch of the item. Nothing
// where the call's hook has no such line. WRIT_IO: the store failed.
WRIT_NODISCARD WritStatus once_undone(WritHost *host, WritText call_id, WritError *error);

#endif
