// The program that is killed: takes an order of the demo to its end, from wherever an earlier run
// left it.
//
//   fault_order PLOT DIRECTORY BOOK DEMO HOOK_PROGRAM [check]
//
// DIRECTORY keeps the store, the outside systems and `acknowledged`, to which every answer is
// added, with a sync, as it comes: "key<TAB>answer". With `check` the program looks afterwards
// whether everything that was acknowledged is there and nothing happened twice.
// Exit status: 0 done and well, 1 something is wrong, 4 it could not go on.
#include <stdio.h>
#include <string.h>

#include "support/answer_log.h"
#include "support/order_story.h"

static int check_all(OrderStory *story, const AnswerLog *log)
{
    HostCheck check = host_check(story->run->host);
    order_story_check(story, &check);
    (void)answer_log_check(log, story->run->host, &check);
    bool well = check.wrong.length == 0;
    (void)fputs(writ_buffer_string(&check.wrong), stdout);
    writ_buffer_dispose(&check.wrong);
    return well ? 0 : 1;
}

int main(int count, char **arguments)
{
    if (count < 6) {
        (void)fprintf(stderr, "usage: fault_order PLOT DIRECTORY BOOK DEMO HOOK_PROGRAM [check]\n");
        return 4;
    }
    AnswerLog log;
    char systems[HOST_RUN_PATH_BYTES];
    (void)snprintf(systems, sizeof systems, "%s/systems", arguments[4]);
    answer_log_open(&log, arguments[2], ANSWER_LOG_SYNCED);
    HostRun run = {.book = arguments[3], .program = arguments[5], .clock = writ_clock_system()};
    host_run_begin(&run, arguments[2], systems);
    host_run_open(&run);
    OrderStory story = {.run = &run,
                        .plot = strcmp(arguments[1], "cancelled") == 0 ? ORDER_CANCELLED
                                                                       : ORDER_PART_SHIPMENT,
                        .demo = arguments[4],
                        .acknowledged = answer_log_add,
                        .self = &log};
    WritError error = {0};
    if (order_story_run(&story, &error) != WRIT_OK) {
        (void)fprintf(stderr, "fault_order: %s %s\n", error.text, error.hint);
        return 4;
    }
    int status = count > 6 ? check_all(&story, &log) : 0;
    host_run_close(&run);
    return status;
}
