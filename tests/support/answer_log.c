#include "support/answer_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// An answer whose line a kill cut short was given to nobody.
static void drop_cut_line(int file)
{
    char last = '\n';
    off_t length = lseek(file, 0, SEEK_END);
    while (length > 0 && pread(file, &last, 1, length - 1) == 1 && last != '\n') {
        length--;
    }
    if (length >= 0 && ftruncate(file, length) != 0) {
        perror("acknowledged");
        exit(4);
    }
}

void answer_log_open(AnswerLog *log, const char *directory, AnswerLogSync sync)
{
    log->sync = sync;
    (void)snprintf(log->path, sizeof log->path, "%.500s/acknowledged", directory);
    log->file = open(log->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log->file < 0) {
        perror(log->path);
        exit(4);
    }
    drop_cut_line(log->file);
}

void answer_log_add(void *self, const char *key, WritText json)
{
    const AnswerLog *log = self;
    WritBuffer line = {0};
    writ_buffer_format(&line, "%s\t%.*s\n", key, WRIT_TEXT_ARGS(json));
    if (write(log->file, line.data, line.length) != (ssize_t)line.length ||
        (log->sync == ANSWER_LOG_SYNCED && fsync(log->file) != 0)) {
        perror(log->path);
        exit(4);
    }
    writ_buffer_dispose(&line);
}

static void check_line(WritHost *host, HostCheck *check, char *line)
{
    char *tab = strchr(line, '\t');
    if (tab == NULL) {
        writ_buffer_format(&check->wrong, "the log has a line without an answer\n");
        return;
    }
    *tab = '\0';
    WritText json = writ_text(tab + 1);
    bool is_message = strchr(line, '/') != NULL;
    if (!(is_message ? host_check_has_message(host, line, json)
                     : host_check_has_answer(host, line, json))) {
        writ_buffer_format(&check->wrong, "acknowledged and not there: %s\n", line);
    }
}

uint64_t answer_log_check(const AnswerLog *log, WritHost *host, HostCheck *check)
{
    WritBuffer bytes = {0};
    uint64_t count = 0;
    if (!host_run_read_file(&bytes, log->path)) {
        writ_buffer_format(&check->wrong, "%s cannot be read\n", log->path);
    }
    writ_buffer_add_byte(&bytes, '\0');
    char *text = bytes.data;
    for (char *end = strchr(text, '\n'); end != NULL; end = strchr(text, '\n')) {
        *end = '\0';
        check_line(host, check, text);
        count++;
        text = end + 1;
    }
    writ_buffer_dispose(&bytes);
    return count;
}
