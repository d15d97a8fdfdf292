// `backup`: copies the store.
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/reply.h"

static void print_backup(Page *page, const WritJson *reply)
{
    page_add_string(page, "The store was copied to ");
    page_add(page, reply_text(reply, "path"));
    uint64_t cases = reply_number(reply, "cases");
    page_format(page, " (%llu bytes, %llu case%s).",
                (unsigned long long)reply_number(reply, "bytes"), (unsigned long long)cases,
                cases == 1 ? "" : "s");
    page_end_line(page);
}

// The process that owns the store may be at home in another folder.
static void make_absolute(WritBuffer *path, const char *name)
{
    char *directory = name[0] == '/' ? NULL : getcwd(NULL, 0);
    if (directory != NULL) {
        writ_buffer_format(path, "%s/", directory);
    }
    writ_buffer_add_string(path, name);
    free(directory);
}

CliExit command_backup(Cli *cli)
{
    WritBuffer path = {0};
    make_absolute(&path, cli->arguments.operands[0]);
    WritRequest request = {.kind = WRIT_REQUEST_BACKUP, .name = writ_buffer_text(&path)};
    CliExit end = cli_ask_place(cli, &request, print_backup);
    writ_buffer_dispose(&path);
    return end;
}
