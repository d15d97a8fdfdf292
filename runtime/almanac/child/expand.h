// From events to days.
#ifndef ALMANAC_CHILD_EXPAND_H
#define ALMANAC_CHILD_EXPAND_H

#include "almanac/child/events.h"

// Is told of each line before what it says is expanded, so that whoever waits knows where it is.
typedef struct ExpandProgress {
    void (*begin)(void *context, uint32_t line);
    void *context;
} ExpandProgress;

// The holidays of all events inside the window that was asked for, into `out` as
// talk_put_holiday writes them. `*count` is their number. What is wrong is in
// `events->problems`.
void expand_events(WritBuffer *out, uint32_t *count, Events *events, const EventsRequest *asked,
                   const ExpandProgress *progress);

#endif
