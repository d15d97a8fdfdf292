// writ-almanac: the only program of writ that links libical.
//
// Started by writ alone, with frames on descriptors 0 and 1 (almanac/talk.h). It is confined
// before it reads the first of them, answers one after the other, and ends with its pipe.
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "almanac/child/expand.h"
#include "writ/confined.h"

enum { EXIT_PIPE = 2, EXIT_CONFINE = 3, EXIT_USAGE = 64 };

#define CHILD_ARENA_BYTES ((size_t)128 << 20)

typedef struct Child {
    WritConfined pipes;
    WritBuffer out;
    WritArena *arena;
} Child;

static bool send(Child *child)
{
    bool sent = writ_confined_write(&child->pipes, writ_buffer_text(&child->out));
    writ_buffer_clear(&child->out);
    return sent;
}

static bool send_failed(Child *child, const WritError *error)
{
    talk_put_failed(&child->out, error);
    return send(child);
}

// Nobody listens any more when it cannot be sent; the answer then fails in the same way.
static void send_progress(void *context, uint32_t line)
{
    Child *child = context;
    talk_put_progress(&child->out, line);
    (void)send(child);
}

// In messages that are not too long, cut between two holidays.
static bool send_holidays(Child *child, WritText holidays, uint32_t count)
{
    WritReader in = writ_reader(holidays);
    const unsigned char *from = in.next;
    bool sent = true;
    for (uint32_t i = 0; i < count && sent; i++) {
        (void)writ_get_int(&in);
        (void)writ_get_text(&in);
        size_t bytes = (size_t)(in.next - from);
        if (bytes > TALK_HOLIDAYS_BYTES || i + 1 == count) {
            talk_put_holidays(&child->out, (WritText){(const char *)from, bytes});
            sent = send(child);
            from = in.next;
        }
    }
    return sent;
}

static bool answer_events(Child *child, const EventsRequest *asked)
{
    ExpandProgress progress = {send_progress, child};
    Events events = {.arena = child->arena};
    WritBuffer holidays = {0};
    uint32_t count = 0;
    events_read(&events, asked->bytes);
    if (events.problem_count == 0) {
        expand_events(&holidays, &count, &events, asked, &progress);
    }
    bool sent =
        events.problem_count > 0 || send_holidays(child, writ_buffer_text(&holidays), count);
    writ_buffer_dispose(&holidays);
    talk_put_done(&child->out, events.problems, events.problem_count);
    return sent && send(child);
}

static bool answer(Child *child, WritText request)
{
    EventsRequest events;
    WritError error;
    WritReader in = writ_reader(request);
    uint8_t kind = talk_kind(&in);
    if (kind == TALK_EVENTS && talk_get_events(&in, &events)) {
        return answer_events(child, &events);
    }
    (void)writ_fail(&error, WRIT_IO, "the request is malformed");
    return send_failed(child, &error);
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

// What libraries set up at their first use, before the door is shut: glibc asks the kernel for the
// size of the memory when it first sorts something that is not small.
static void warm_up(void)
{
    enum { NOT_SMALL = 1024 };
    int numbers[NOT_SMALL] = {1};
    qsort(numbers, NOT_SMALL, sizeof numbers[0], compare);
    icalerror_set_errors_are_fatal(0);
    struct icalrecurrencetype rule = icalrecurrencetype_from_string("FREQ=YEARLY;COUNT=1");
    icalrecur_iterator *iterator =
        icalrecur_iterator_new(rule, icaltime_from_string("20260101T000000Z"));
    if (iterator != NULL) {
        (void)icalrecur_iterator_next(iterator);
        icalrecur_iterator_free(iterator);
    }
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2 || strcmp(arguments[1], "read") != 0) {
        (void)fputs("writ-almanac reads holiday files for writ, which starts it by itself.\n",
                    stderr);
        return EXIT_USAGE;
    }
    Child child = {.pipes = {.frame_bytes_max = TALK_BYTES_MAX},
                   .arena = writ_arena_new(CHILD_ARENA_BYTES)};
    WritError error;
    WritText request;
    warm_up();
    if (writ_confined_enter(WRIT_PROFILE_COMPUTE, NULL, &error) != WRIT_OK) {
        (void)send_failed(&child, &error);
        return EXIT_CONFINE;
    }
    bool going = true;
    while (going && writ_confined_read(&child.pipes, &request)) {
        going = answer(&child, request);
        writ_arena_reset(child.arena);
    }
    writ_arena_free(child.arena);
    writ_confined_dispose(&child.pipes);
    writ_buffer_dispose(&child.out);
    return going ? 0 : EXIT_PIPE;
}
