// Where the time comes from: handed in, so that a test or a replay says what time it is.
#ifndef WRIT_CLOCK_H
#define WRIT_CLOCK_H

#include <stdint.h>

// Plain data; copied freely. `self` outlives every copy.
typedef struct WritClock {
    void *self;
    int64_t (*now)(void *self); // Microseconds since 1970-01-01T00:00Z.
} WritClock;

// The system's clock (CLOCK_REALTIME).
WritClock writ_clock_system(void);

// A clock that stands until it is moved. The caller owns the struct.
typedef struct WritManualClock {
    int64_t now; // Microseconds, UTC.
} WritManualClock;
WritClock writ_clock_manual(WritManualClock *clock);

#endif
