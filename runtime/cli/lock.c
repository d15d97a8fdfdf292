// `lock`: what each module means, written down for its release.
#include "cli/checking.h"

#include <string.h>

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

static WritText take_line(WritText *rest)
{
    const char *end = rest->length == 0 ? NULL : memchr(rest->data, '\n', rest->length);
    WritText line = {rest->data, end == NULL ? rest->length : (size_t)(end - rest->data)};
    size_t taken = line.length + (end == NULL ? 0 : 1);
    *rest = (WritText){rest->data + taken, rest->length - taken};
    return line;
}

static bool has_line(WritText text, WritText wanted)
{
    while (text.length > 0) {
        if (writ_text_equal(take_line(&text), wanted)) {
            return true;
        }
    }
    return false;
}

static const char *module_of(WritText line)
{
    static const char WORD[] = "module ";
    size_t length = sizeof WORD - 1;
    return line.length > length && memcmp(line.data, WORD, length) == 0 ? line.data + length : NULL;
}

// "corp.policy 2.4.1" for each module that is new, or has another version than before.
static void list_released(WritBuffer *out, WritText before, WritText now)
{
    uint32_t count = 0;
    uint32_t released = 0;
    WritBuffer names = {0};
    for (WritText rest = now; rest.length > 0;) {
        WritText line = take_line(&rest);
        const char *module = module_of(line);
        if (module != NULL) {
            count++;
            if (!has_line(before, line)) {
                released++;
                writ_buffer_format(&names, "  %.*s\n", (int)(line.data + line.length - module),
                                   module);
            }
        }
    }
    writ_buffer_format(out, "%s: %u %s, %u new or of another version%s\n", WRIT_COMPILE_LOCK_NAME,
                       (unsigned)count, count == 1 ? "module" : "modules", (unsigned)released,
                       released == 0 ? "" : ":");
    writ_buffer_add(out, writ_buffer_text(&names));
    writ_buffer_dispose(&names);
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
    writ_compile_lock(checking->compilation, &now);
    bool changed = !writ_text_equal(before, writ_buffer_text(&now));
    WritStatus status = changed ? write_lock(checking, writ_buffer_text(&now), &error) : WRIT_OK;
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        writ_buffer_format(&out, "{\"file\":\"%s\",\"changed\":%s}\n", WRIT_COMPILE_LOCK_NAME,
                           changed ? "true" : "false");
    } else {
        list_released(&out, before, writ_buffer_text(&now));
    }
    if (status == WRIT_OK) {
        cli_write(cli->out, writ_buffer_text(&out));
    }
    writ_buffer_dispose(&out);
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
