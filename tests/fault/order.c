// The program that is killed: takes an order of the demo to its end, from wherever an earlier run
// left it.
//
//   fault_order PLOT DIRECTORY BOOK DEMO HOOK_PROGRAM [check]
//
// DIRECTORY keeps the store, the outside systems and `acknowledged`, to which every answer is
// added, with a sync, as it comes: "key<TAB>answer". With `check` the program looks afterwards
// whether everything that was acknowledged is there and nothing happened twice.
// Exit status: 0 done and well, 1 something is wrong, 4 it could not go on.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/order_story.h"

enum { LOG_PATH_BYTES = HOST_RUN_PATH_BYTES + 16 };

static void log_answer(void *self, const char *key, WritText json)
{
    const int *log = self;
    WritBuffer line = {0};
    writ_buffer_format(&line, "%s\t%.*s\n", key, WRIT_TEXT_ARGS(json));
    if (write(*log, line.data, line.length) != (ssize_t)line.length || fsync(*log) != 0) {
        perror("acknowledged");
        exit(4);
    }
    writ_buffer_dispose(&line);
}

static void check_line(const HostRun *run, HostCheck *check, char *line)
{
    char *tab = strchr(line, '\t');
    if (tab == NULL) {
        return; // The line that a kill cut short.
    }
    *tab = '\0';
    WritText json = writ_text(tab + 1);
    bool is_message = strchr(line, '/') != NULL;
    if (!(is_message ? host_check_has_message(run->host, line, json)
                     : host_check_has_answer(run->host, line, json))) {
        writ_buffer_format(&check->wrong, "acknowledged and not there: %s\n", line);
    }
}

static void check_log(const HostRun *run, HostCheck *check, const char *path)
{
    WritBuffer log = {0};
    if (!host_run_read_file(&log, path)) {
        writ_buffer_format(&check->wrong, "%s cannot be read\n", path);
    }
    char *text = (char *)(uintptr_t)writ_buffer_string(&log);
    for (char *end = strchr(text, '\n'); end != NULL; end = strchr(text, '\n')) {
        *end = '\0';
        check_line(run, check, text);
        text = end + 1;
    }
    writ_buffer_dispose(&log);
}

static int check_all(OrderStory *story, const char *log)
{
    HostCheck check = host_check(story->run->host);
    order_story_check(story, &check);
    check_log(story->run, &check, log);
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
    char path[LOG_PATH_BYTES];
    char systems[HOST_RUN_PATH_BYTES];
    (void)snprintf(systems, sizeof systems, "%s/systems", arguments[4]);
    (void)snprintf(path, sizeof path, "%s/acknowledged", arguments[2]);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    HostRun run = {.book = arguments[3], .program = arguments[5], .clock = writ_clock_system()};
    host_run_begin(&run, arguments[2], systems);
    host_run_open(&run);
    OrderStory story = {.run = &run,
                        .plot = strcmp(arguments[1], "cancelled") == 0 ? ORDER_CANCELLED
                                                                       : ORDER_PART_SHIPMENT,
                        .demo = arguments[4],
                        .acknowledged = log_answer,
                        .self = &log};
    WritError error = {0};
    if (order_story_run(&story, &error) != WRIT_OK) {
        (void)fprintf(stderr, "fault_order: %s %s\n", error.text, error.hint);
        return 4;
    }
    int status = count > 6 ? check_all(&story, path) : 0;
    host_run_close(&run);
    return status;
}
