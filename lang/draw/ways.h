// The ways of a process: every list of actions, with what leads to it.
#ifndef DRAW_WAYS_H
#define DRAW_WAYS_H

#include "draw/phrases.h"

typedef enum WayKind {
    WAY_OUTCOME, // `index`: the handler of a step,
    WAY_OVERDUE,
    WAY_RUNG, // the rung of the plan, of the deadline of `node`.
    WAY_NO_ANSWER,
    WAY_CHANGED, // `index`: into `bindings`: what was shown for approval changes.
    WAY_NOBODY,  // Node 0: of the process.
    WAY_HERE,    // The flow comes to it: a route, `if still not`, what a step does by itself.
    WAY_CANCELLATION,
    WAY_EVENT, // `index`: into `happens`.
} WayKind;

typedef struct Way {
    WayKind kind;
    uint32_t node; // 0: of the process as a whole.
    uint32_t index;
    uint32_t list;
} Way;

typedef void WayVisit(void *context, const Way *way);
// In the order of the nodes, then cancellation and events.
void ways_visit(const WritPlan *plan, WayVisit *visit, void *context);

typedef void WayActionVisit(void *context, const Way *way, const WritAction *action);
// Every action, those behind a bound included.
void ways_visit_actions(const WritPlan *plan, WayActionVisit *visit, void *context);

// What leads to it, in a word: "declined", "overdue", "every 6 hours"; nothing for WAY_HERE.
void phrase_add_way(Phrases *phrases, Phrase *phrase, const Way *way);

#endif
