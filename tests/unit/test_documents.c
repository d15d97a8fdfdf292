// Documents through a whole host: what is attached is kept once and comes back as it was; nobody
// gets at one by knowing its hash; what is refused leaves nothing.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/host_fixture.h"

typedef struct Fixture {
    HostFixture host;
    WritBuffer files;
    WritBuffer body;
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){0};
    host_fixture_begin(&fixture.host, DOCUMENT_BOOK);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    host_fixture_end(&f->host);
    writ_buffer_dispose(&f->files);
    writ_buffer_dispose(&f->body);
    return 0;
}

// --- Requests ----------------------------------------------------------------------------------

static void attach(Fixture *f, const char *field, const char *file, WritText content)
{
    WritSentFile sent = {writ_text(field), writ_text(file), content};
    writ_request_add_file(&f->files, &sent);
}

static void attach_text(Fixture *f, const char *field, const char *file, const char *content)
{
    attach(f, field, file, writ_text(content));
}

static void add_known(WritBuffer *out, const char *name, const char *content)
{
    WritHash hash = writ_hash(writ_text(content));
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    writ_buffer_format(out, "{\"name\": \"%s\", \"size\": \"%zu\", \"hash\": \"%s\"}", name,
                       strlen(content), hex);
}

static WritStatus ask(Fixture *f, WritRequest request)
{
    WritError error = {0};
    request.person = writ_text("anna");
    request.files = writ_buffer_text(&f->files);
    f->host.reply.given = false;
    WritStatus status = host_ask(f->host.run.host, &request, &f->host.reply, &error);
    if (!f->host.reply.given) {
        f->host.reply.status = status;
        f->host.reply.error = error;
    }
    writ_buffer_clear(&f->files);
    return f->host.reply.status;
}

static void assert_taken(Fixture *f, WritStatus status)
{
    if (status != WRIT_OK) {
        fail_msg("%s (%s)", f->host.reply.error.text, f->host.reply.error.hint);
    }
}

static void assert_refused(Fixture *f, WritStatus found, WritStatus wanted, const char *words)
{
    if (found != wanted || strstr(f->host.reply.error.text, words) == NULL) {
        fail_msg("%s \"%s\", not \"%s\"", writ_status_name(found), f->host.reply.error.text, words);
    }
}

static WritStatus try_start(Fixture *f, const char *number, const char *licence)
{
    writ_buffer_clear(&f->body);
    writ_buffer_format(&f->body, "{\"number\": \"%s\", \"licence\": %s, \"others\": []}", number,
                       licence);
    return ask(f, host_run_start_request("papers", writ_buffer_text(&f->body), NULL));
}

static uint64_t start(Fixture *f, const char *number)
{
    attach_text(f, "", "in/licence.pdf", "licence");
    assert_taken(f, try_start(f, number, "{\"file\": \"in/licence.pdf\"}"));
    return host_reply_case(&f->host.reply);
}

static WritStatus try_answer(Fixture *f, uint64_t number, const char *body)
{
    HostView view = host_run_show(&f->host.run, number);
    WritRequest request = host_run_answer_request(number, view.task, "complete", "anna", NULL);
    request.body = writ_text(body);
    return ask(f, request);
}

static void answer(Fixture *f, uint64_t number)
{
    attach_text(f, "case_file", "papers/of/nord/case file.pdf", "all papers");
    assert_taken(f, try_answer(f, number, "{}"));
    assert_true(host_run_settle(&f->host.run, 10000));
}

static WritStatus try_read(Fixture *f, uint64_t number, const char *path, uint32_t piece)
{
    return ask(f, (WritRequest){.kind = WRIT_REQUEST_DOCUMENT,
                                .case_number = number,
                                .name = writ_text(path),
                                .frame = piece});
}

// Fails the test unless the case has this content at the path, under this name.
static void assert_document(Fixture *f, uint64_t number, const char *path, const char *name,
                            WritText content)
{
    char member[256];
    assert_taken(f, try_read(f, number, path, 0));
    (void)snprintf(member, sizeof member, "\"name\":\"%s\",\"size\":%zu,", name, content.length);
    assert_non_null(strstr(writ_buffer_string(&f->host.reply.json), member));
    size_t pieces =
        (content.length + WRIT_DOCUMENT_PIECE_BYTES - 1) / (size_t)WRIT_DOCUMENT_PIECE_BYTES;
    WritBuffer whole = {0};
    for (uint32_t i = 1; i <= pieces; i++) {
        assert_taken(f, try_read(f, number, path, i));
        const char *begin = strstr(writ_buffer_string(&f->host.reply.json), "\"content\":\"");
        assert_non_null(begin);
        begin += strlen("\"content\":\"");
        assert_true(writ_get_base64(&whole, (WritText){begin, strcspn(begin, "\"")}));
    }
    assert_true(writ_text_equal(writ_buffer_text(&whole), content));
    writ_buffer_dispose(&whole);
    assert_int_equal(try_read(f, number, path, (uint32_t)pieces + 1), WRIT_NOT_FOUND);
}

// --- The store ---------------------------------------------------------------------------------

static WritVisit count_row(void *context, WritText key, WritText value)
{
    (void)key;
    (void)value;
    (*(uint32_t *)context)++;
    return WRIT_VISIT_ON;
}

static uint32_t rows(Fixture *f, WritFamily family)
{
    uint32_t count = 0;
    WritError error;
    WritStoreRange range = {.family = family};
    assert_int_equal(writ_store_scan(f->host.run.host->store, &range, count_row, &count, &error),
                     WRIT_OK);
    return count;
}

static void put_content(Fixture *f, const char *content, const char *now)
{
    WritError error;
    WritStoreBatch batch = {0};
    WritHash hash = writ_hash(writ_text(content));
    WritText key = {(const char *)hash.bytes, WRIT_HASH_BYTES};
    if (now != NULL) {
        writ_store_batch_put(&batch, WRIT_FAMILY_DOCUMENTS, key, writ_text(now));
    } else {
        writ_store_batch_delete(&batch, WRIT_FAMILY_DOCUMENTS, key);
    }
    assert_int_equal(writ_store_write(f->host.run.host->store, &batch, &error), WRIT_OK);
    assert_int_equal(writ_store_flush(f->host.run.host->store, &error), WRIT_OK);
    writ_store_batch_dispose(&batch);
}

// --- Keeping -----------------------------------------------------------------------------------

static void what_is_attached_comes_back_as_it_was(void **state)
{
    Fixture *f = *state;
    uint64_t number = start(f, "same");
    answer(f, number);
    assert_document(f, number, "licence", "licence.pdf", writ_text("licence"));
    assert_document(f, number, "case_file", "case file.pdf", writ_text("all papers"));
    assert_document(f, number, "filed", "case file.pdf", writ_text("all papers"));
    // Once it has ended, and by another process over the same store.
    WritRequest scan = host_run_send_request(
        "scan_came", "{\"number\": \"same\", \"scan\": {\"file\": \"scan.tif\"}}", NULL);
    attach_text(f, "", "scan.tif", "a scan");
    assert_taken(f, ask(f, scan));
    assert_true(host_run_show(&f->host.run, number).ended);
    assert_document(f, number, "spare", "scan.tif", writ_text("a scan"));
    host_run_close(&f->host.run);
    host_run_open(&f->host.run);
    assert_document(f, number, "spare", "scan.tif", writ_text("a scan"));
}

static void the_same_content_is_kept_once(void **state)
{
    Fixture *f = *state;
    attach_text(f, "spare", "b.pdf", "licence");
    attach_text(f, "case_file", "a.pdf", "licence");
    uint64_t number = 0;
    {
        WritBuffer kept = f->files;
        f->files = (WritBuffer){0};
        number = start(f, "same");
        writ_buffer_dispose(&f->files);
        f->files = kept;
    }
    assert_taken(f, try_answer(f, number, "{}"));
    (void)start(f, "another");
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 1);
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS_OF), 4);
    assert_document(f, number, "spare", "b.pdf", writ_text("licence"));
    assert_document(f, number, "case_file", "a.pdf", writ_text("licence"));
}

static void what_is_refused_or_not_taken_leaves_nothing(void **state)
{
    Fixture *f = *state;
    attach_text(f, "", "licence.pdf", "licence");
    assert_refused(f, try_start(f, "x", "{\"file\": \"other.pdf\"}"), WRIT_INVALID,
                   "licence: there is no file \"other.pdf\" with the data");
    attach_text(f, "", "licence.pdf", "licence");
    assert_refused(f, try_start(f, "x\", \"colour\": \"red", "{\"file\": \"licence.pdf\"}"),
                   WRIT_INVALID, "colour");
    attach_text(f, "number", "licence.pdf", "licence");
    assert_refused(f, try_start(f, "x", "{\"file\": \"licence.pdf\"}"), WRIT_INVALID,
                   "cannot stand at \"number\"");
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 0);
    // One of two is taken.
    attach_text(f, "", "more.pdf", "more");
    (void)start(f, "y");
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 1);
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS_OF), 1);
}

static void a_file_stands_where_the_request_says(void **state)
{
    Fixture *f = *state;
    attach_text(f, "licence", "a.pdf", "a");
    WritText body = writ_text("{\"number\": \"n\", \"others\": [{\"title\": \"t\", \"scan\": "
                              "{\"file\": \"./b.pdf\"}}]}");
    attach_text(f, "", "./b.pdf", "b");
    assert_taken(f, ask(f, host_run_start_request("papers", body, NULL)));
    uint64_t number = host_reply_case(&f->host.reply);
    assert_document(f, number, "licence", "a.pdf", writ_text("a"));
    assert_document(f, number, "others[1].scan", "b.pdf", writ_text("b"));
    static const char *const wrong[] = {"others.scan", "number", ".", "licence.x", "a..b", ""};
    for (size_t i = 0; i + 1 < sizeof wrong / sizeof wrong[0]; i++) {
        attach_text(f, wrong[i], "c.pdf", "c");
        assert_int_equal(ask(f, host_run_start_request("papers", body, NULL)), WRIT_INVALID);
    }
}

static void a_repeated_request_brings_the_same_files(void **state)
{
    Fixture *f = *state;
    WritText body = writ_text("{\"number\": \"n\", \"others\": []}");
    attach_text(f, "licence", "a.pdf", "a");
    assert_taken(f, ask(f, host_run_start_request("papers", body, "k")));
    attach_text(f, "licence", "a.pdf", "a");
    assert_taken(f, ask(f, host_run_start_request("papers", body, "k")));
    attach_text(f, "licence", "a.pdf", "b");
    assert_refused(f, ask(f, host_run_start_request("papers", body, "k")), WRIT_INVALID,
                   "was used for another request");
    assert_int_equal(rows(f, WRIT_FAMILY_CASES), 1);
}

// --- Whose it is -------------------------------------------------------------------------------

static void a_hash_alone_brings_no_document(void **state)
{
    Fixture *f = *state;
    WritBuffer known = {0};
    uint64_t first = start(f, "first");
    answer(f, first);
    add_known(&known, "case file.pdf", "all papers");
    assert_refused(f, try_start(f, "second", writ_buffer_string(&known)), WRIT_INVALID,
                   "the document \"case file.pdf\" did not come along");
    uint64_t second = start(f, "second");
    WritBuffer body = {0};
    writ_buffer_format(&body, "{\"case_file\": %s}", writ_buffer_string(&known));
    assert_refused(f, try_answer(f, second, writ_buffer_string(&body)), WRIT_INVALID,
                   "case_file: the document \"case file.pdf\" is none that the case has");
    writ_buffer_clear(&known);
    writ_buffer_clear(&body);
    add_known(&known, "licence.pdf", "licence");
    writ_buffer_format(&body, "{\"case_file\": %s}", writ_buffer_string(&known));
    assert_taken(f, try_answer(f, second, writ_buffer_string(&body)));
    assert_true(host_run_settle(&f->host.run, 10000));
    assert_document(f, second, "case_file", "licence.pdf", writ_text("licence"));
    writ_buffer_dispose(&known);
    writ_buffer_dispose(&body);
}

static void a_hook_gives_back_what_the_case_has_and_nothing_else(void **state)
{
    Fixture *f = *state;
    static const char *const wrong[] = {"rename", "resize", "invent", "attach"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint64_t number = start(f, wrong[i]);
        answer(f, number);
        assert_int_equal(try_read(f, number, "filed", 0), WRIT_NOT_FOUND);
        assert_taken(f,
                     ask(f, (WritRequest){.kind = WRIT_REQUEST_TIMELINE, .case_number = number}));
        const char *said = writ_buffer_string(&f->host.reply.json);
        assert_non_null(strstr(said, i == 3 ? "there is no file" : "is none that the case has"));
    }
}

static void an_early_message_keeps_its_files_until_a_case_takes_it(void **state)
{
    Fixture *f = *state;
    const char *body = "{\"number\": \"later\", \"scan\": {\"file\": \"in/scan.tif\"}}";
    attach_text(f, "", "unused.tif", "unused");
    attach_text(f, "", "in/scan.tif", "a scan");
    assert_taken(f, ask(f, host_run_send_request("scan_came", body, "wms/1")));
    attach_text(f, "", "in/scan.tif", "another scan");
    assert_taken(f, ask(f, host_run_send_request("scan_came", body, "wms/2")));
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 0);
    assert_true(rows(f, WRIT_FAMILY_EARLY) > 0);
    // Another process takes it up.
    host_run_close(&f->host.run);
    host_run_open(&f->host.run);
    uint64_t number = start(f, "later");
    answer(f, number);
    assert_true(host_run_show(&f->host.run, number).ended);
    assert_document(f, number, "spare", "scan.tif", writ_text("a scan"));
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 3);
}

static void an_early_message_that_nobody_takes_goes_with_its_files(void **state)
{
    Fixture *f = *state;
    const char *body = "{\"number\": \"never\", \"scan\": {\"file\": \"scan.tif\"}}";
    attach_text(f, "", "scan.tif", "a scan");
    assert_taken(f, ask(f, host_run_send_request("scan_came", body, NULL)));
    f->host.clock.now += INT64_C(3 * 86400) * 1000000;
    assert_taken(f, ask(f, host_run_send_request("scan_came", "{\"number\": \"x\"}", NULL)));
    uint64_t number = start(f, "never");
    answer(f, number);
    assert_false(host_run_show(&f->host.run, number).ended);
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 2);
}

static void files_that_a_row_has_no_room_for_are_not_kept_early(void **state)
{
    Fixture *f = *state;
    char *bytes = calloc(1, WRIT_DOCUMENT_BYTES_MAX);
    assert_non_null(bytes);
    const char *body = "{\"number\": \"later\", \"scan\": {\"file\": \"scan.tif\"}}";
    attach(f, "", "other.tif", (WritText){bytes, WRIT_DOCUMENT_BYTES_MAX});
    attach(f, "", "scan.tif", (WritText){bytes, WRIT_DOCUMENT_BYTES_MAX});
    assert_refused(f, ask(f, host_run_send_request("scan_came", body, NULL)), WRIT_LIMIT,
                   "are kept");
    attach(f, "", "scan.tif", (WritText){bytes, WRIT_DOCUMENT_BYTES_MAX});
    assert_taken(f, ask(f, host_run_send_request("scan_came", body, NULL)));
    free(bytes);
}

static void a_message_of_a_source_is_the_same_with_the_same_file(void **state)
{
    Fixture *f = *state;
    const char *body = "{\"number\": \"n\", \"scan\": {\"file\": \"scan.tif\"}}";
    answer(f, start(f, "n"));
    attach_text(f, "", "scan.tif", "a scan");
    assert_taken(f, ask(f, host_run_send_request("scan_came", body, "wms/1")));
    attach_text(f, "", "scan.tif", "a scan");
    assert_taken(f, ask(f, host_run_send_request("scan_came", body, "wms/1")));
    attach_text(f, "", "scan.tif", "another scan");
    assert_refused(f, ask(f, host_run_send_request("scan_came", body, "wms/1")), WRIT_INVALID,
                   "was taken before");
}

// --- Proof -------------------------------------------------------------------------------------

static void a_content_that_is_not_what_was_given_is_told(void **state)
{
    Fixture *f = *state;
    uint64_t number = start(f, "n");
    put_content(f, "licence", "licencE");
    assert_refused(f, try_read(f, number, "licence", 0), WRIT_IO,
                   "the content of \"licence.pdf\" is not what was given");
    put_content(f, "licence", "licence and more");
    assert_refused(f, try_read(f, number, "licence", 1), WRIT_IO, "is not what was given");
    put_content(f, "licence", NULL);
    assert_refused(f, try_read(f, number, "licence", 0), WRIT_IO, "is missing in the store");
    // Whoever brings it again puts it right.
    put_content(f, "licence", "licencE");
    (void)start(f, "m");
    assert_document(f, number, "licence", "licence.pdf", writ_text("licence"));
}

static void an_earlier_one_is_named_by_its_hash(void **state)
{
    Fixture *f = *state;
    uint64_t number = start(f, "n");
    attach_text(f, "case_file", "one.pdf", "one");
    attach_text(f, "spare", "two.pdf", "two");
    assert_taken(f, try_answer(f, number, "{}"));
    assert_true(host_run_settle(&f->host.run, 10000));
    attach_text(f, "", "three.pdf", "three");
    assert_taken(f, ask(f, host_run_send_request(
                               "scan_came",
                               "{\"number\": \"n\", \"scan\": {\"file\": \"three.pdf\"}}", NULL)));
    assert_document(f, number, "spare", "three.pdf", writ_text("three"));
    WritHash hash = writ_hash(writ_text("two"));
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    assert_document(f, number, hex, "two.pdf", writ_text("two"));
    for (size_t length = 8; length < 16; length++) {
        hex[length] = '\0';
        writ_hash_hex(&hash, hex);
        hex[length] = '\0';
        assert_document(f, number, hex, "two.pdf", writ_text("two"));
    }
    hex[7] = '\0';
    assert_int_equal(try_read(f, number, hex, 0), WRIT_NOT_FOUND);
    uint64_t other = start(f, "m");
    writ_hash_hex(&hash, hex);
    assert_int_equal(try_read(f, other, hex, 0), WRIT_NOT_FOUND);
}

static void a_path_that_is_none_is_told_with_those_that_there_are(void **state)
{
    Fixture *f = *state;
    uint64_t number = start(f, "n");
    assert_refused(f, try_read(f, number, "licence.name", 0), WRIT_NOT_FOUND,
                   "has no document \"licence.name\"");
    assert_string_equal(f->host.reply.error.hint, "It has licence.");
    assert_int_equal(try_read(f, number, "", 0), WRIT_NOT_FOUND);
    assert_int_equal(try_read(f, number + 1, "licence", 0), WRIT_NOT_FOUND);
}

// --- Bounds ------------------------------------------------------------------------------------

static void contents_up_to_the_bound_are_taken(void **state)
{
    Fixture *f = *state;
    static const size_t sizes[] = {0,
                                   1,
                                   WRIT_DOCUMENT_PIECE_BYTES,
                                   WRIT_DOCUMENT_PIECE_BYTES + 1,
                                   WRIT_DOCUMENT_BYTES_MAX,
                                   WRIT_DOCUMENT_BYTES_MAX + 1};
    char *bytes = calloc(1, WRIT_DOCUMENT_BYTES_MAX + 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t at = 0; at < sizes[i]; at += 4096) {
            bytes[at] = (char)(at / 4096 * 37 + i);
        }
        WritText content = {bytes, sizes[i]};
        attach(f, "licence", "a.bin", content);
        WritText body = writ_text("{\"number\": \"n\", \"others\": []}");
        WritStatus status = ask(f, host_run_start_request("papers", body, NULL));
        if (sizes[i] > WRIT_DOCUMENT_BYTES_MAX) {
            assert_refused(f, status, WRIT_LIMIT, "has 8388609 bytes; at most 8388608 are taken");
            continue;
        }
        assert_taken(f, status);
        assert_document(f, host_reply_case(&f->host.reply), "licence", "a.bin", content);
    }
    free(bytes);
}

static void names_up_to_the_bound_are_taken(void **state)
{
    Fixture *f = *state;
    char name[WRIT_DOCUMENT_NAME_BYTES_MAX + 2];
    WritText body = writ_text("{\"number\": \"n\", \"others\": []}");
    memset(name, 'n', sizeof name);
    name[WRIT_DOCUMENT_NAME_BYTES_MAX] = '\0';
    attach_text(f, "licence", name, "a");
    assert_taken(f, ask(f, host_run_start_request("papers", body, NULL)));
    name[WRIT_DOCUMENT_NAME_BYTES_MAX] = 'n';
    name[WRIT_DOCUMENT_NAME_BYTES_MAX + 1] = '\0';
    attach_text(f, "licence", name, "a");
    assert_refused(f, ask(f, host_run_start_request("papers", body, NULL)), WRIT_LIMIT,
                   "has more than 200 bytes");
    static const char *const wrong[] = {"in/",
                                        "..",
                                        ".",
                                        "a\\b",
                                        "a\nb",
                                        "a\x1b[2Jb",
                                        " a",
                                        "a ",
                                        "a\xe2\x80\xae"
                                        "b",
                                        "\xef\xbb\xbf"
                                        "a"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        attach_text(f, "licence", wrong[i], "a");
        assert_int_equal(ask(f, host_run_start_request("papers", body, NULL)), WRIT_INVALID);
    }
    assert_int_equal(rows(f, WRIT_FAMILY_DOCUMENTS), 1);
}

static void files_of_a_request_are_bounded_and_whole(void **state)
{
    Fixture *f = *state;
    WritText body = writ_text("{\"number\": \"n\", \"others\": []}");
    attach_text(f, "licence", "a", "a");
    for (int i = 1; i < WRIT_REQUEST_FILES_MAX; i++) {
        attach_text(f, "", "b", "b");
    }
    assert_taken(f, ask(f, host_run_start_request("papers", body, NULL)));
    attach_text(f, "licence", "a", "a");
    for (int i = 1; i < WRIT_REQUEST_FILES_MAX + 1; i++) {
        attach_text(f, "", "b", "b");
    }
    assert_refused(f, ask(f, host_run_start_request("papers", body, NULL)), WRIT_LIMIT,
                   "at most 16 files");
    attach_text(f, "licence", "a", "content");
    f->files.length--;
    assert_refused(f, ask(f, host_run_start_request("papers", body, NULL)), WRIT_INVALID,
                   "the files of the request are none");
    attach_text(f, "licence", "a\xff", "content");
    assert_refused(f, ask(f, host_run_start_request("papers", body, NULL)), WRIT_INVALID,
                   "has no name, or a wrong one");
    attach_text(f, "licence", "a", "content");
    assert_refused(f, ask(f, (WritRequest){.kind = WRIT_REQUEST_CASES}), WRIT_INVALID,
                   "\"cases\" takes no files");
}

static void requests_with_files_are_read_back_and_changed_bytes_are_others(void **state)
{
    Fixture *f = *state;
    WritBuffer bytes = {0};
    WritBuffer again = {0};
    WritRequest read;
    attach_text(f, "licence", "a", "content");
    attach_text(f, "", "b", "");
    WritRequest request = host_run_start_request("papers", writ_text("{}"), NULL);
    request.files = writ_buffer_text(&f->files);
    writ_request_encode(&bytes, &request);
    assert_int_equal(writ_request_decode(&read, writ_buffer_text(&bytes), NULL), WRIT_OK);
    assert_true(writ_text_equal(read.files, request.files));
    for (size_t length = 0; length < bytes.length; length++) {
        WritStatus status = writ_request_decode(&read, (WritText){bytes.data, length}, NULL);
        assert_true(status != WRIT_OK || read.files.length == 0);
    }
    for (size_t at = 0; at < bytes.length; at++) {
        for (int change = 1; change < 256; change++) {
            bytes.data[at] = (char)(bytes.data[at] ^ change);
            if (writ_request_decode(&read, writ_buffer_text(&bytes), NULL) == WRIT_OK) {
                writ_buffer_clear(&again);
                writ_request_encode(&again, &read);
                assert_true(writ_text_equal(writ_buffer_text(&bytes), writ_buffer_text(&again)));
            }
            bytes.data[at] = (char)(bytes.data[at] ^ change);
        }
    }
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&again);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_attached_comes_back_as_it_was),
        TEST(the_same_content_is_kept_once),
        TEST(what_is_refused_or_not_taken_leaves_nothing),
        TEST(a_file_stands_where_the_request_says),
        TEST(a_repeated_request_brings_the_same_files),
        TEST(a_hash_alone_brings_no_document),
        TEST(a_hook_gives_back_what_the_case_has_and_nothing_else),
        TEST(an_early_message_keeps_its_files_until_a_case_takes_it),
        TEST(an_early_message_that_nobody_takes_goes_with_its_files),
        TEST(files_that_a_row_has_no_room_for_are_not_kept_early),
        TEST(a_message_of_a_source_is_the_same_with_the_same_file),
        TEST(a_content_that_is_not_what_was_given_is_told),
        TEST(an_earlier_one_is_named_by_its_hash),
        TEST(a_path_that_is_none_is_told_with_those_that_there_are),
        TEST(contents_up_to_the_bound_are_taken),
        TEST(names_up_to_the_bound_are_taken),
        TEST(files_of_a_request_are_bounded_and_whole),
        TEST(requests_with_files_are_read_back_and_changed_bytes_are_others),
    };
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
