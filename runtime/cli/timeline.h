// A line of a timeline as people read it.
#ifndef CLI_TIMELINE_H
#define CLI_TIMELINE_H

#include "cli/cli.h"

// What happened, with its comment, date and delay.
void timeline_sentence(WritBuffer *out, const Page *page, const WritJson *line);
// When a message was sent and from when it counts, of a line or the answer to `send`; nothing where
// that was not said.
void timeline_sent(WritBuffer *out, const Page *page, const WritJson *told);
PageStyle timeline_style(const WritJson *line);

#endif
