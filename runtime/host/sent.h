// When messages were sent: from when each counts, how far the sources are, and how long a deadline
// waits for what may still be under way (settled.md 2 and 3, N15).
//
// A source is what stands before the slash of "wms/4711". An event names those whose sent times
// count, and for how long; that is counted while the runtime ran. What a source has sent says that
// everything it sent before is there too: sources send in order.
#ifndef HOST_SENT_H
#define HOST_SENT_H

#include <stdint.h>

#include "writ/bytes.h"
#include "writ/engine.h"
#include "writ/event.h"
#include "writ/host.h"
#include "writ/plan.h"

enum {
    WRIT_HOST_SOURCES_MAX = 256, // Of which is known how far they are; for others time runs out.
    WRIT_HOST_SENT_AHEAD_MICROS_MAX = 60 * 1000 * 1000, // A sender's clock may be ahead so much.
};

typedef struct Source {
    char name[WRIT_SENDER_BYTES_MAX];
    size_t name_bytes;
    int64_t latest; // What it sent last was sent then, by the host's clock at the latest.
} Source;

typedef struct Sent {
    int64_t opened;     // When this host came up.
    int64_t stood_from; // What was journalled last before that, by whichever host.
    Source sources[WRIT_HOST_SOURCES_MAX];
    uint32_t source_count;
} Sent;

// What came with a message.
typedef struct SentTime {
    int64_t at;    // When it was sent, as was said; 0: nothing was.
    int64_t delay; // For how long the runtime ran from then to the message's receipt; microseconds.
} SentTime;

// From when a message counts.
typedef struct Counted {
    WritSent as;
    int64_t from; // When it was sent, or its receipt.
} Counted;

// Called once, at opening. `last` is when the last entry of the journal was written, INT64_MAX
// where there is none.
void sent_open(Sent *sent, int64_t opened, int64_t last);

// The source of a message's id.
WritText sent_source(WritText id);
// The time of a message that came at `received`. WRIT_INVALID: it is said to have been sent later
// than that.
WRIT_NODISCARD WritStatus sent_read(const Sent *sent, const WritRequest *request, int64_t received,
                                    SentTime *time, WritError *error);
// From when it counts as this event of a plan, when `received` is its receipt.
Counted sent_count(const WritPlan *plan, uint32_t event, WritText id, SentTime time,
                   int64_t received);

// Adds "sent", "counted_from" and "counted_because" to the object that is open; nothing where
// nothing was said. `counted.from` is from when it counts in the end.
void sent_write(WritBuffer *json, int64_t sent, Counted counted);

// Whether a plan names the source.
bool sent_is_named(const WritPlan *plan, WritText source);
// A source has come so far. False when that was known; else `*before` is how far it was.
WRIT_NODISCARD bool sent_note(Sent *sent, WritText source, int64_t at, int64_t *before);

// How long a deadline waits, and for whom.
typedef struct Hold {
    int64_t until; // The last instant at which such a message counts; INT64_MIN: it does not wait.
    WritText source;
} Hold;

// Of a deadline that is due at `due`. `from` is the same, or, where that was before this host came
// up, when one came up first after it: what the sources could not send meanwhile may still come.
Hold sent_hold(const Sent *sent, const WritCase *state, const WritPlan *plan, int64_t due,
               int64_t from);
// Until when it is known what messages bring to a case: what is due till then waits for nobody.
int64_t sent_known(const Sent *sent, const WritCase *state, const WritPlan *plan, int64_t now);

#endif
