// `lock`: what each module means, written down for its release.
#include "cli/checking.h"

#include "cli/new_file.h"

static WritText lock_before(const WritBookContents *contents)
{
    for (uint32_t i = 0; i < contents->file_count; i++) {
        if (writ_text_is(contents->files[i].path, WRIT_COMPILE_LOCK_NAME)) {
            return contents->files[i].bytes;
        }
    }
    return (WritText){NULL, 0};
}

// The modules that are new, or of another version than before, a line each.
static void list_released(WritBuffer *out, WritLockSummary summary, WritText released)
{
    writ_buffer_format(out, "%s: %u %s, %u new or of another version%s\n", WRIT_COMPILE_LOCK_NAME,
                       (unsigned)summary.module_count,
                       summary.module_count == 1 ? "module" : "modules",
                       (unsigned)summary.released_count, summary.released_count == 0 ? "" : ":");
    bool begins = true;
    for (size_t i = 0; i < released.length; i++) {
        writ_buffer_add_string(out, begins ? "  " : "");
        writ_buffer_add_byte(out, released.data[i]);
        begins = released.data[i] == '\n';
    }
}

static WritStatus write_lock(const Checking *checking, WritText bytes, WritError *error)
{
    WritBuffer path = {0};
    writ_buffer_format(&path, "%s/%s", checking->directory, WRIT_COMPILE_LOCK_NAME);
    WritStatus status = cli_replace_file(writ_buffer_string(&path), bytes, error);
    writ_buffer_dispose(&path);
    return status;
}

static CliExit lock_book(Cli *cli, const Checking *checking)
{
    WritError error;
    WritBuffer now = {0};
    WritBuffer out = {0};
    WritText before = lock_before(&checking->contents);
    WritBuffer released = {0};
    WritLockSummary summary = writ_compile_lock(checking->compilation, &now, &released);
    bool changed = !writ_text_equal(before, writ_buffer_text(&now));
    WritStatus status = changed ? write_lock(checking, writ_buffer_text(&now), &error) : WRIT_OK;
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        writ_buffer_format(&out, "{\"file\":\"%s\",\"changed\":%s}\n", WRIT_COMPILE_LOCK_NAME,
                           changed ? "true" : "false");
    } else {
        list_released(&out, summary, writ_buffer_text(&released));
    }
    if (status == WRIT_OK) {
        cli_write(cli->out, writ_buffer_text(&out));
    }
    writ_buffer_dispose(&out);
    writ_buffer_dispose(&released);
    writ_buffer_dispose(&now);
    return status == WRIT_OK ? CLI_DONE : cli_fail_place(cli, &error);
}

CliExit command_lock(Cli *cli)
{
    WritError error;
    Checking checking;
    if (checking_begin(&checking, cli, cli->arguments.operands[0], &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    CliExit end = CLI_INPUT_WRONG;
    if (writ_diags_error_count(writ_compile_diags(checking.compilation)) == 0) {
        end = lock_book(cli, &checking);
    } else {
        checking_print(cli, &checking, cli->err);
        (void)fprintf(cli->err, "writ: nothing was written; mend the book first\n");
    }
    checking_end(&checking);
    return end;
}
