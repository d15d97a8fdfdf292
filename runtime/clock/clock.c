#include "writ/clock.h"

#include <assert.h>
#include <stddef.h>
#include <time.h>

static int64_t system_now(void *self)
{
    (void)self;
    struct timespec now;
    int failed = clock_gettime(CLOCK_REALTIME, &now);
    assert(failed == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

WritClock writ_clock_system(void)
{
    return (WritClock){.self = NULL, .now = system_now};
}

static int64_t manual_now(void *self)
{
    return ((WritManualClock *)self)->now;
}

WritClock writ_clock_manual(WritManualClock *clock)
{
    return (WritClock){.self = clock, .now = manual_now};
}
