// Small things that the pages of several commands show alike.
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "cli/page.h"
#include "writ/json.h"

// A list's members as "a, b, c", each by its text or, where they are objects, by `key`.
void words_list(WritBuffer *out, const WritJson *list, const char *key, const char *between);
// "name: value" lines, indented: the members "name" and "text" of each object of a list.
void words_values(Page *page, uint32_t indent, const WritJson *list);
// "Anna Kern for Ben Ott": a person and, where he or she acts for another, that one. "account x"
// where only the account is known.
void words_person(WritBuffer *out, const WritJson *object, const char *key);
// Who did what a line of a timeline tells: "Anna Kern", and where her account did not show that it
// was she, how it was shown: "Anna Kern (asserted by root)" (settled.md 28). Nobody: nothing.
void words_actor(WritBuffer *out, const WritJson *line);
// "Order to deliver 4711": what a case is about.
void words_about(WritBuffer *out, const WritJson *object);
// "Release the order by hand (line 2)"
void words_step(WritBuffer *out, const WritJson *object);
// "due in 2 days", red when it is over; nothing where there is no date.
void words_due(Page *page, const WritJson *object, const char *key);
// "12 345 bytes", "1 byte"
void words_count(WritBuffer *out, uint64_t count, const char *one);
// "minutes.pdf (12 345 bytes, 9f86d081884c)", as texts show a document. False: it is none.
bool words_document(WritBuffer *out, const WritJson *json);
// A line that says there is more, and how to get it.
void words_more(Page *page, const WritJson *reply);

#endif
