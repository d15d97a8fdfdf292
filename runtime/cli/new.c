// `new`: makes a book with a small working example.
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/embedded.h"
#include "writ/book.h"
#include "writ/server.h"

enum { MICROS_A_SECOND = 1000000, NEW_ARENA_BYTES = 1 << 20 };

// Stands in people.writ for the account of whoever makes the book.
#define ACCOUNT "ACCOUNT"

// An account that can stand in a text of the language as it is.
static bool is_plain(const char *account)
{
    return strpbrk(account, "\"{}\\#") == NULL;
}

static WritText with_account(WritArena *arena, WritText bytes, const char *account)
{
    const char *at = memmem(bytes.data, bytes.length, ACCOUNT, strlen(ACCOUNT));
    if (at == NULL || !is_plain(account)) {
        return bytes;
    }
    size_t before = (size_t)(at - bytes.data);
    size_t behind = before + strlen(ACCOUNT);
    WritBuffer changed = {0};
    writ_buffer_add(&changed, (WritText){bytes.data, before});
    writ_buffer_add_string(&changed, account);
    writ_buffer_add(&changed, (WritText){bytes.data + behind, bytes.length - behind});
    WritText kept = writ_arena_text(arena, writ_buffer_text(&changed));
    writ_buffer_dispose(&changed);
    return kept;
}

static WritStatus create(const Cli *cli, WritArena *arena, WritCommitId *id, WritError *error)
{
    char account[WRIT_ACCOUNT_BYTES];
    WritBuffer email = {0};
    writ_account_name(account, getuid());
    writ_buffer_format(&email, "%s@localhost", account);
    WritBookFile *files = writ_arena_array(arena, example_file_count, sizeof *files);
    for (unsigned i = 0; i < example_file_count; i++) {
        files[i].path = example_files[i].path;
        files[i].bytes = with_account(arena, example_files[i].bytes, account);
    }
    WritNewBook book = {
        .directory = cli->arguments.operands[0],
        .program = cli->book_program,
        .files = files,
        .file_count = example_file_count,
        .author = {.name = writ_text(account),
                   .email = writ_buffer_text(&email),
                   .at_seconds = cli->clock.now(cli->clock.self) / MICROS_A_SECOND},
        .subject = writ_text("purchase_approval: first version"),
    };
    WritStatus status = writ_book_create(id, &book, error);
    writ_buffer_dispose(&email);
    return status;
}

static void print_created(Cli *cli, const WritCommitId *id)
{
    const char *directory = cli->arguments.operands[0];
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        WritBuffer json = {0};
        writ_buffer_add_string(&json, "{\"book\":\"");
        writ_buffer_add_json(&json, writ_text(directory));
        writ_buffer_format(&json, "\",\"commit\":\"%s\"}\n", id->hex);
        cli_write(cli->out, writ_buffer_text(&json));
        writ_buffer_dispose(&json);
        return;
    }
    Page page = cli_page(cli);
    page_format(&page, "%s is a book now: a git repository with the process purchase_approval.",
                directory);
    page_end_line(&page);
    page_add_string(&page, "Next:");
    page_end_line(&page);
    page_format(&page, "  cd %s", directory);
    page_end_line(&page);
    page_add_string(&page, "  writ check");
    page_end_line(&page);
    page_add_string(&page, "  writ test");
    page_end_line(&page);
    page_add_string(&page, "  writ start purchase_approval --with request.json");
    page_end_line(&page);
    cli_print_page(cli, &page);
}

CliExit command_new(Cli *cli)
{
    WritCommitId id;
    WritError error;
    WritArena *arena = writ_arena_new(NEW_ARENA_BYTES);
    WritStatus status = create(cli, arena, &id, &error);
    writ_arena_free(arena);
    if (status != WRIT_OK) {
        return cli_fail_place(cli, &error);
    }
    print_created(cli, &id);
    return CLI_DONE;
}
