// A case as JSON, for the answers that show one: its head, its tasks, waits, calls and incidents.
// docs/host.md lists the members.
#ifndef HOST_VIEW_H
#define HOST_VIEW_H

#include "host/host.h"

typedef struct View {
    const WritHost *host;
    const Instance *instance;
    const WritPlan *plan;
    WritPeople people;
    WritClockwork clockwork;
    WritMoment moment;
    WritBuffer *json;
} View;

// How many rows a list may have at most.
uint32_t view_limit(const WritRequest *request);

// What looking at one case may take from an arena: a role may have all persons of a directory.
enum { VIEW_ARENA_BYTES = 256 << 20 };

// Lasts as long as the instance and `arena` do; `arena` is for work alone, and whoever lists many
// cases resets it between them. `json` is what the other functions add to.
View view_of(WritHost *host, const Instance *instance, WritArena *arena, WritBuffer *json);

// True where the timer of a case is only for what rules ask of it: it has no deadline.
bool view_is_of_rules(const View *view, const WritDuty *timer);

// What the engine is asked with: people and calendars lie in the view, which has to stay where it
// is.
WritMoment view_moment(const View *view);
// When the deadline of a timer's block instance passes, though a reminder may come before it; when
// the timer rings, where that is no deadline or cannot be counted.
int64_t view_deadline(const View *view, const WritDuty *timer);

// The members that every answer about the case begins with: number, process, key, status, stage,
// outcome, dates. The object must be open.
void view_head(const View *view);
// The same from the row of a case, which need not be in memory. `arena` is for work alone.
void view_row(WritBuffer *json, WritArena *arena, const WritPlan *plan, uint64_t number,
              const CaseRow *row);
// "definition", "commit", "version" and "per": which text of the process the case runs by.
void view_definition(const View *view);

// What is called by case and block instance: KEY "17.4", "case", "frame", and of which process.
void view_id(const View *view, const char *key, uint32_t frame);
// Where a duty stands: the step of its block instance, or the one that runs in that.
uint32_t view_node(const View *view, const WritDuty *duty);
// The step of a node; NULL for WRIT_NONE.
const WritStep *view_step_of(const View *view, uint32_t node);
// "step", "title" and "where" of what runs in a block instance.
void view_step(const View *view, uint32_t frame, uint32_t node);
// KEY: a person's id, KEY_name: the name. Left out when empty.
void view_person(const View *view, const char *key, WritText person);

// Who may answer a task now, in the order in which they were asked, each person once; in their own
// right where somebody may both ways. In the view's arena. Returns the count.
uint32_t view_permitted(const View *view, const WritDuty *task, WritPermitted **people);

// Each adds one object to the list that is open. `acting`: who asks and for whom, or NULL.
void view_task(const View *view, const WritDuty *duty, const WritPermitted *acting);
void view_wait(const View *view, const WritDuty *duty);
void view_call(const View *view, const WritDuty *duty);
void view_incident(const View *view, const WritDuty *duty);

// One place of data and its value, as an object: {"name","value","text"}.
void view_named_value(const View *view, WritText name, WritValue value);

#endif
