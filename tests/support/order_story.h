// An order of the demo from its receipt to its end, told so that it can be told again after any
// crash: the same keys, the same messages, the same goods receipt.
#ifndef SUPPORT_ORDER_STORY_H
#define SUPPORT_ORDER_STORY_H

#include "support/host_check.h"
#include "support/host_run.h"

typedef enum OrderPlot {
    ORDER_PART_SHIPMENT, // A line is short, a person waits for the goods, they come.
    ORDER_CANCELLED,     // Withdrawn while a reservation is on its way.
} OrderPlot;

// An answer that the host gave; `key`: of the request, or source of the message.
typedef void OrderAcknowledged(void *self, const char *key, WritText json);

typedef struct OrderStory {
    HostRun *run; // Open.
    OrderPlot plot;
    const char *demo; // Folder with orders/ and goods_receipt.json.
    OrderAcknowledged *acknowledged;
    void *self;
} OrderStory;

// Goes on from wherever the order stands. WRIT_OK: it has ended; WRIT_IO: the host has stopped;
// anything else is a refusal that should not be.
WRIT_NODISCARD WritStatus order_story_run(OrderStory *story, WritError *error);

// After the end: the order ended as its plot says, once, every outside effect is there once and
// stock and credit balance. Adds lines to check->wrong.
void order_story_check(OrderStory *story, HostCheck *check);

#endif
