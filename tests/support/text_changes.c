// Changes whose effect is known beforehand. Each is told by how its line begins and by the words in
// it that others take the place of.
#include "support/text_mutate.h"

#include <assert.h>
#include <string.h>

typedef struct Change {
    const char *name;
    Meaning meaning;
    const char *begins;  // The line, behind its indentation.
    const char *has;     // These words of it
    const char *instead; // are these afterwards. NULL: the number behind them is greater by one.
} Change;

static const Change changes[] = {
    {"how often at most", MEANING_OTHER, "on overdue", " at most ", NULL},
    {"rounds of a loop", MEANING_OTHER, "repeat", " at most ", NULL},
    {"when a loop ends", MEANING_OTHER, "repeat", " >= ", NULL},
    {"returns", MEANING_OTHER, "go back to", " at most ", NULL},
    {"a deadline", MEANING_OTHER, "deadline", "deadline ", NULL},
    {"the unit of a deadline", MEANING_OTHER, "deadline", " hours", " days"},
    {"working time", MEANING_OTHER, "deadline", " working hours", " hours"},
    {"a deadline on a date", MEANING_OTHER, "deadline begun", " + ", NULL},
    {"a performer", MEANING_OTHER, "by clerk\n", "clerk", "chief"},
    {"a second performer", MEANING_OTHER, "by either", "clerk", "owner"},
    {"who may not", MEANING_OTHER, "never by", "order.barred", "order.asker"},
    {"substitutes", MEANING_OTHER, "no substitutes", "no substitutes", "substitutes allowed"},
    {"a result of a row", MEANING_OTHER, "| R10", "|| ", NULL},
    {"a bound of a row", MEANING_OTHER, "| R20", "or more", "or less"},
    {"a word of a row", MEANING_OTHER, "| R20", "small, middle", "small"},
    {"a result of a first row", MEANING_OTHER, "| F10", "|| ", NULL},
    {"the hit policy", MEANING_OTHER, "first row that matches", "first row that matches",
     "exactly one row must match"},
    {"an action more", MEANING_OTHER, "on yes_please", "on yes_please ",
     "on yes_please mark given_up, then "},
    {"an outcome's way", MEANING_OTHER, "on not_now", "next step",
     "notify chief with note, then end the case as stopped"},
    {"an outcome's mark", MEANING_OTHER, "on", "mark looked_at", "mark given_up"},
    {"an outcome's message", MEANING_OTHER, "on", "notify chief with note",
     "notify clerk with note"},
    {"how it ends", MEANING_OTHER, "end the case as done", "done", "stopped"},
    {"what is stored at the start", MEANING_OTHER, "stores first", "at start ", NULL},
    {"a condition", MEANING_OTHER, "if ", " = ", " <> "},
    {"what must be given", MEANING_OTHER, "needs", " >= ", NULL},
    {"what is asked for", MEANING_OTHER, "fill first", "first", "second"},
    {"a rung", MEANING_OTHER, "after 75%", "75%", "80%"},
    {"reminders", MEANING_OTHER, "every 1 hours", "every ", NULL},
    {"retries", MEANING_OTHER, "retry", "retry ", NULL},
    {"a timeout", MEANING_OTHER, "timeout", "timeout ", NULL},
    {"an undo", MEANING_OTHER, "undo with", "undo with shop.unbook", "cannot be undone"},
    {"what a condition of data says", MEANING_OTHER, "fixed : Number", " >= ", NULL},
    {"how a field is computed", MEANING_OTHER, "sum : Number", " + ", NULL},
    {"a formula", MEANING_OTHER, "is number", " * 0", " * 1"},
    {"all at once", MEANING_OTHER, "for each", " at the same time", " one at a time"},
    {"the first cancels", MEANING_OTHER, "at the same time, the first",
     ", the first one done cancels the others", ""},
    {"a message", MEANING_OTHER, "text", "It is in", "It stands in"},
    {"a standing deputy", MEANING_OTHER, "standing deputy", "chief", "owner"},
    {"until when it can be cancelled", MEANING_OTHER, "allowed only before", "sent_off",
     "looked_at"},
    {"who may cancel", MEANING_OTHER, "by either clerk or process.owner", "clerk", "chief"},
    {"spaces", MEANING_SAME, "", " ", "   "},
    {"a space that does not break", MEANING_SAME, "stores", " ", "\u00a0"},
    {"a comment at the end", MEANING_SAME, "", "\n", " # a remark: \"x\" {\n"},
    {"a comment above", MEANING_SAME, "step", "step", "# step x\n  step"},
    {"an empty line", MEANING_SAME, "", "\n", "\n\n"},
    {"another line end", MEANING_SAME, "", "\n", "\r\n"},
    {"no indentation", MEANING_SAME, "step", "step", "\nstep"},
    {"a line broken behind then", MEANING_SAME, "on ", ", then ", ", then\n"},
    {"a line broken behind a comma", MEANING_SAME, "outcomes", ", ", ",\n   "},
};

enum { CHANGES = sizeof changes / sizeof changes[0] };

uint32_t text_change_count(void)
{
    return CHANGES;
}

const char *text_change_name(uint32_t change)
{
    return changes[change].name;
}

Meaning text_change_meaning(uint32_t change)
{
    return changes[change].meaning;
}

static bool begins(WritText text, const char *with)
{
    size_t length = strlen(with);
    return text.length >= length && memcmp(text.data, with, length) == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Where in the line the words stand, outside of quotes but for a message; SIZE_MAX: nowhere.
static size_t find(const Change *change, WritText line)
{
    size_t start = 0;
    while (start < line.length && line.data[start] == ' ') {
        start++;
    }
    WritText rest = {line.data + start, line.length - start};
    bool in_quotes = strcmp(change->begins, "text") == 0;
    bool quoted = false;
    if (rest.length < 2 || !begins(rest, change->begins)) {
        return SIZE_MAX;
    }
    for (size_t i = start; i < line.length; i++) {
        WritText here = {line.data + i, line.length - i};
        quoted = quoted != (line.data[i] == '"');
        if ((!quoted || in_quotes) && begins(here, change->has)) {
            size_t behind = i + strlen(change->has);
            if (change->instead != NULL || (behind < line.length && is_digit(line.data[behind]))) {
                return i;
            }
        }
    }
    return SIZE_MAX;
}

// `behind` begins with a number; returns how long it is.
static size_t add_greater(WritText behind, WritBuffer *out)
{
    uint32_t number = 0;
    size_t length = 0;
    while (length < behind.length && is_digit(behind.data[length])) {
        number = number * 10 + (uint32_t)(behind.data[length++] - '0');
    }
    writ_buffer_format(out, "%u", number + 1);
    return length;
}

bool text_change(WritText text, uint32_t number, Random *random, WritBuffer *out)
{
    const Change *change = &changes[number];
    size_t place = SIZE_MAX;
    uint32_t count = 0;
    size_t end = 0;
    for (size_t at = 0; at < text.length; at = end) {
        const char *newline = memchr(text.data + at, '\n', text.length - at);
        end = newline == NULL ? text.length : (size_t)(newline - text.data) + 1;
        size_t found = find(change, (WritText){text.data + at, end - at});
        if (found != SIZE_MAX && random_below(random, ++count) == 0) {
            place = at + found;
        }
    }
    if (place == SIZE_MAX) {
        return false;
    }
    size_t behind = place + strlen(change->has);
    writ_buffer_add(out, (WritText){text.data, place});
    if (change->instead != NULL) {
        writ_buffer_add_string(out, change->instead);
    } else {
        writ_buffer_add_string(out, change->has);
        behind += add_greater((WritText){text.data + behind, text.length - behind}, out);
    }
    writ_buffer_add(out, (WritText){text.data + behind, text.length - behind});
    return true;
}
