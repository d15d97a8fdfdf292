// `document`: what a document of a case is, and the file itself.
#include "cli/cli.h"
#include "cli/new_file.h"
#include "cli/reply.h"
#include "cli/session.h"
#include "cli/words.h"

// --- Getting it --------------------------------------------------------------------------------

typedef struct Getting {
    Session *session;
    WritRequest request;
    WritBuffer content;
} Getting;

static WritStatus add_piece(Getting *getting, WritText json, WritError *error)
{
    WritJson reply;
    WritArena *arena = writ_arena_new(json.length * WRIT_JSON_ARENA_BYTES + 1024);
    WritStatus status = writ_json_parse(&reply, arena, json, "the answer", error);
    if (status == WRIT_OK && !writ_get_base64(&getting->content, reply_text(&reply, "content"))) {
        status = writ_fail(error, WRIT_IO, "what came of the document cannot be read");
    }
    writ_arena_free(arena);
    return status;
}

static WritStatus get_pieces(Getting *getting, uint64_t pieces, WritError *error)
{
    WritBuffer json = {0};
    WritStatus status = WRIT_OK;
    for (uint32_t i = 1; status == WRIT_OK && i <= pieces; i++) {
        getting->request.frame = i;
        writ_buffer_clear(&json);
        status = session_ask(getting->session, &getting->request, &json, error);
        if (status == WRIT_OK) {
            status = add_piece(getting, writ_buffer_text(&json), error);
        }
    }
    writ_buffer_dispose(&json);
    return status;
}

// Whoever gets a document has the proof that it is the one that was given.
static WritStatus check_content(const WritJson *reply, WritText content, WritError *error)
{
    WritHash hash = writ_hash(content);
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    if (writ_text_is(reply_text(reply, "hash"), hex)) {
        return WRIT_OK;
    }
    return writ_fail(error, WRIT_IO,
                     "what came is not the document \"%.*s\": its hash is another; nothing was "
                     "written",
                     WRIT_TEXT_ARGS(reply_text(reply, "name")));
}

static WritStatus write_out(Getting *getting, const char *path, WritText json, WritError *error)
{
    WritJson reply;
    WritArena *arena = writ_arena_new(json.length * WRIT_JSON_ARENA_BYTES + 1024);
    WritStatus status = writ_json_parse(&reply, arena, json, "the answer", error);
    if (status == WRIT_OK) {
        status = get_pieces(getting, reply_number(&reply, "pieces"), error);
    }
    if (status == WRIT_OK) {
        status = check_content(&reply, writ_buffer_text(&getting->content), error);
    }
    if (status == WRIT_OK) {
        status = cli_replace_file(path, writ_buffer_text(&getting->content), error);
    }
    writ_arena_free(arena);
    return status;
}

// --- Telling -----------------------------------------------------------------------------------

static void print_document(Page *page, const WritJson *reply)
{
    WritBuffer text = {0};
    words_count(&text, reply_number(reply, "size"), "byte");
    page_format(page, "%-8s", "name");
    page_add(page, reply_text(reply, "name"));
    page_end_line(page);
    page_format(page, "%-8s%s", "size", writ_buffer_string(&text));
    page_end_line(page);
    page_format(page, "%-8s", "SHA-256");
    page_add(page, reply_text(reply, "hash"));
    page_end_line(page);
    WritText out = reply_text(reply, "out");
    if (out.length > 0) {
        page_add_string(page, "It is as it was given, and is in ");
        page_add(page, out);
        page_add_string(page, ".");
    } else {
        page_add_string(page, "It is as it was given. --out FILE writes it.");
    }
    page_end_line(page);
    writ_buffer_dispose(&text);
}

static void add_out(WritBuffer *json, const char *path)
{
    json->length--; // The brace at the end.
    writ_buffer_add_string(json, ",\"out\":\"");
    writ_buffer_add_json(json, writ_text(path));
    writ_buffer_add_string(json, "\"}");
}

CliExit command_document(Cli *cli)
{
    const char *out = cli->arguments.options[CLI_OPTION_OUT];
    WritBuffer json = {0};
    WritError error;
    Getting getting = {
        .request = {.kind = WRIT_REQUEST_DOCUMENT, .name = writ_text(cli->arguments.operands[1])}};
    if (cli_read_case(&getting.request.case_number, cli->arguments.operands[0], &error) !=
        WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    if (session_open(&getting.session, cli, SESSION_ASK, &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    WritStatus status = session_ask(getting.session, &getting.request, &json, &error);
    if (status == WRIT_OK && out != NULL) {
        status = write_out(&getting, out, writ_buffer_text(&json), &error);
        if (status == WRIT_OK) {
            add_out(&json, out);
        }
    }
    session_close(getting.session);
    CliExit end = status == WRIT_OK ? cli_print_reply(cli, writ_buffer_text(&json), print_document)
                                    : cli_fail(cli, &error);
    writ_buffer_dispose(&json);
    writ_buffer_dispose(&getting.content);
    return end;
}
