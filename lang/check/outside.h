// Hooks, events and messages: what the book says to and hears from the outside.
#ifndef CHECK_OUTSIDE_H
#define CHECK_OUTSIDE_H

#include "check/exprs.h"

// hooks.c: reads a hook; then, when all are read, what undoes it and what it is once per.
void check_hook_shell(Checker *checker, Symbol *symbol);
void check_hook_undo(Checker *checker, Symbol *symbol);

// events.c: how an event finds its case, and from when its messages count.
void check_event_addressing(Checker *checker, Symbol *symbol);

// messages.c: what a message is given and says.
void check_message(Checker *checker, Symbol *symbol);
// What there is where a message is used.
typedef struct MessagePlace {
    bool task;     // A step runs.
    bool due;      // It has a deadline, or may have one.
    bool assignee; // A person has its task.
    bool any_step; // Several steps may be meant: what only some have is let pass.
} MessagePlace;
// The values for a message's givens from the names at the place of use; tells what is not there.
Exprs check_message_args(Scope *scope, const Message *message, WritSpan use, MessagePlace place);

// What a reminder without a message of its own is about.
typedef enum Reminded {
    REMINDED_OF_TASK,
    REMINDED_OF_STAGE,
    REMINDED_OF_CASE,
    REMINDED_COUNT,
} Reminded;
// The message of `remind PARTIES` without `with`: made when it is first asked for.
Message *check_reminder(Checker *checker, Reminded of);

// Tells that a line stands in its heading a second time.
void check_tell_line_twice(Checker *checker, WritSpan span, WritSpan before, const char *line);
// An elapsed time in milliseconds, 0 where its length is not fixed (months, years); tells of
// working time and returns false.
bool check_elapsed_ms(Checker *checker, const TreeDuration *tree, int64_t *ms);
// An elapsed time with a fixed length, in milliseconds, at most `most_ms`; tells otherwise and
// returns false.
bool check_fixed_ms(Checker *checker, const TreeDuration *tree, int64_t most_ms, int64_t *ms);

// The values of `with a = x, b = y` for the fields of a record of parameters, in their order; NULL
// items where one is wrong (told). `what` is who takes them ("the hook erp.validate_order").
Exprs check_args(Scope *scope, const TreeArgs *args, const Record *input, const char *what,
                 WritSpan span);

#endif
