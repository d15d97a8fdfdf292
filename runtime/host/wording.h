// Things of a plan and a case in words that an operations person reads.
#ifndef HOST_WORDING_H
#define HOST_WORDING_H

#include "writ/engine.h"
#include "writ/text.h"

// "credit controller of north", or the person's name.
void word_asked(WritBuffer *out, const WritPlan *plan, const WritPeople *people,
                const WritAsked *asked);
// All who are asked, with "or" between them.
void word_all_asked(WritBuffer *out, const WritPlan *plan, const WritPeople *people,
                    const WritAsked *asked, uint32_t count);
// "line 2, round 3": which of several that run the same steps a block instance belongs to. Nothing
// where there is only one.
void word_where(WritBuffer *out, const WritCase *instance, uint32_t frame);
// The same in brackets, with a space before; nothing where there is only one.
void word_where_in(WritBuffer *out, const WritCase *instance, uint32_t frame);
// The title of a node, or its name where it has none; "See to what could not be undone" for
// WRIT_NONE.
WritText word_title(const WritPlan *plan, uint32_t node);
// The name of a step, stage or block, empty for WRIT_NONE.
WritText word_name(const WritPlan *plan, uint32_t node);
// An event's or hook's title, or its name where it has none.
WritText word_titled(WritText title, WritText name);
// The title of what begins in the middle of a sentence: "Credit controller" as "credit controller".
void word_inside(WritBuffer *out, WritText title);
// Where a call belongs that no block instance waits for any more, from its id
// ("…/fulfilment#1/picking/line:2/reserve"): the step's node (WRIT_NONE: unknown) and, appended to
// `where`, what word_where would say.
uint32_t word_call_place(WritBuffer *where, const WritPlan *plan, WritText call_id);
// Whether a name is meant by what somebody wrote: the whole of it, or its last part.
bool word_is_called(WritText qualified, WritText name);
// "1 task", "2 tasks".
void word_count(WritBuffer *out, uint64_t count, const char *one, const char *many);

#endif
