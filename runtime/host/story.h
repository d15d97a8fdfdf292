// A case told from its journal: one line for each thing that happened, in words that an operations
// person reads. docs/host.md has the members of a line.
//
// The story replays the case beside its entries, so that every line knows the step, the element and
// the people as they were at that moment.
#ifndef HOST_STORY_H
#define HOST_STORY_H

#include "host/story_line.h"

typedef struct Story Story;

// The caller frees it; `definition` outlives it. Nothing is told yet.
Story *story_new(WritHost *host, const Definition *definition, uint64_t case_number);
void story_free(Story *story); // NULL is allowed.
uint64_t story_case(const Story *story);
// Sequence of the entry that was told last; 0: none.
uint64_t story_sequence(const Story *story);
// The data of a case as it ended, as JSON, once that was told: the case itself keeps none.
WritText story_final_data(const Story *story);

// The line, and the same as a JSON object; borrowed for the call.
typedef void StoryTold(void *self, const Line *line, WritText json);

// Tells the next entry of the case. WRIT_INVALID when it does not fit what was told before.
WRIT_NODISCARD WritStatus story_tell(Story *story, const WritJournalEntry *entry, StoryTold *told,
                                     void *self, WritError *error);

// Tells all entries up to `last`, the newest one, that were not told yet.
WRIT_NODISCARD WritStatus story_tell_until(Story *story, uint64_t last, StoryTold *told, void *self,
                                           WritError *error);

// Adds the data of a case as it stands, or as it ended, as JSON.
WRIT_NODISCARD WritStatus story_case_data(WritHost *host, const Instance *instance,
                                          WritBuffer *data, WritError *error);

#endif
