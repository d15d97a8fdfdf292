// Requests and replies as bytes: what is written is read back, and nothing else is taken.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "writ/bytes.h"
#include "writ/host.h"

static WritRequest full_request(void)
{
    return (WritRequest){
        .kind = WRIT_REQUEST_ANSWER,
        .name = writ_text("released"),
        .body = writ_text("{\"order\":\"\xff\"}"),
        .body_name = writ_text("order.json"),
        .person = writ_text("anna"),
        .account = writ_text("ak"),
        .key = writ_text("k-1"),
        .source = writ_text("shop/17"),
        .comment = writ_text("Zahlung gepr\xc3\xbc"
                             "ft"),
        .revision = writ_text("abc"),
        .case_number = UINT64_MAX,
        .frame = UINT32_MAX,
        .limit = 7,
    };
}

static void assert_same_request(const WritRequest *a, const WritRequest *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_true(writ_text_equal(a->name, b->name));
    assert_true(writ_text_equal(a->body, b->body));
    assert_true(writ_text_equal(a->body_name, b->body_name));
    assert_true(writ_text_equal(a->person, b->person));
    assert_true(writ_text_equal(a->account, b->account));
    assert_true(writ_text_equal(a->key, b->key));
    assert_true(writ_text_equal(a->source, b->source));
    assert_true(writ_text_equal(a->comment, b->comment));
    assert_true(writ_text_equal(a->revision, b->revision));
    assert_true(a->case_number == b->case_number);
    assert_int_equal(a->frame, b->frame);
    assert_int_equal(a->limit, b->limit);
    assert_true(a->sent == b->sent);
}

static void requests_come_back_whole(void **state)
{
    (void)state;
    const WritRequest requests[] = {
        full_request(),
        {.kind = WRIT_REQUEST_STATUS},
        {.kind = WRIT_REQUEST_SEND, .source = writ_text("shop/17"), .sent = -5}};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        WritBuffer bytes = {0};
        WritRequest read;
        WritError error;
        writ_request_encode(&bytes, &requests[i]);
        assert_int_equal(writ_request_decode(&read, writ_buffer_text(&bytes), &error), WRIT_OK);
        assert_same_request(&read, &requests[i]);
        writ_buffer_dispose(&bytes);
    }
}

static void a_cut_or_longer_request_is_refused(void **state)
{
    (void)state;
    WritRequest request = full_request();
    WritBuffer bytes = {0};
    WritRequest read;
    writ_request_encode(&bytes, &request);
    for (size_t length = 0; length < bytes.length; length++) {
        WritText cut = {bytes.data, length};
        assert_int_equal(writ_request_decode(&read, cut, NULL), WRIT_INVALID);
    }
    writ_buffer_add_byte(&bytes, 0);
    assert_int_equal(writ_request_decode(&read, writ_buffer_text(&bytes), NULL), WRIT_INVALID);
    writ_buffer_dispose(&bytes);
}

static void request_texts_have_bounds(void **state)
{
    (void)state;
    const struct {
        size_t at;
        size_t bytes_max;
    } members[] = {
        {offsetof(WritRequest, name), WRIT_REQUEST_NAME_BYTES_MAX},
        {offsetof(WritRequest, body), WRIT_REQUEST_BODY_BYTES_MAX},
        {offsetof(WritRequest, body_name), WRIT_REQUEST_NAME_BYTES_MAX},
        {offsetof(WritRequest, person), WRIT_REQUEST_WORD_BYTES_MAX},
        {offsetof(WritRequest, account), WRIT_REQUEST_WORD_BYTES_MAX},
        {offsetof(WritRequest, key), WRIT_REQUEST_WORD_BYTES_MAX},
        {offsetof(WritRequest, source), WRIT_REQUEST_WORD_BYTES_MAX},
        {offsetof(WritRequest, comment), WRIT_REQUEST_COMMENT_BYTES_MAX},
        {offsetof(WritRequest, revision), WRIT_REQUEST_WORD_BYTES_MAX},
    };
    char *letters = malloc(WRIT_REQUEST_BODY_BYTES_MAX + 1);
    assert_non_null(letters);
    memset(letters, 'a', WRIT_REQUEST_BODY_BYTES_MAX + 1);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        WritRequest request = {.kind = WRIT_REQUEST_START};
        WritText text = {letters, members[i].bytes_max};
        memcpy((char *)&request + members[i].at, &text, sizeof text);
        assert_int_equal(writ_request_check(&request, NULL), WRIT_OK);
        text.length++;
        memcpy((char *)&request + members[i].at, &text, sizeof text);
        assert_int_equal(writ_request_check(&request, NULL), WRIT_LIMIT);
    }
    free(letters);
}

static void the_largest_request_fits_its_bound(void **state)
{
    (void)state;
    char *letters = malloc(WRIT_REQUEST_BODY_BYTES_MAX);
    assert_non_null(letters);
    memset(letters, 'a', WRIT_REQUEST_BODY_BYTES_MAX);
    WritText word = {letters, WRIT_REQUEST_WORD_BYTES_MAX};
    WritText name = {letters, WRIT_REQUEST_NAME_BYTES_MAX};
    WritRequest request = full_request();
    request.body = (WritText){letters, WRIT_REQUEST_BODY_BYTES_MAX};
    request.name = request.body_name = name;
    request.comment = (WritText){letters, WRIT_REQUEST_COMMENT_BYTES_MAX};
    request.person = request.account = request.key = request.source = request.revision = word;
    WritBuffer bytes = {0};
    writ_request_encode(&bytes, &request);
    assert_int_equal(writ_request_check(&request, NULL), WRIT_OK);
    assert_true(bytes.length <= WRIT_REQUEST_BYTES_MAX);
    writ_buffer_dispose(&bytes);
    free(letters);
}

static void request_words_are_utf8_without_nul(void **state)
{
    (void)state;
    WritRequest request = full_request();
    request.person = (WritText){"an\0na", 5};
    assert_int_equal(writ_request_check(&request, NULL), WRIT_INVALID);
    request = full_request();
    request.comment = writ_text("\xc0\x80");
    assert_int_equal(writ_request_check(&request, NULL), WRIT_INVALID);
    request = full_request();
    request.kind = (WritRequestKind)0;
    assert_int_equal(writ_request_check(&request, NULL), WRIT_INVALID);
}

// Whatever is taken is what the writer would have written: one spelling for each request.
static void hostile_bytes_are_refused_or_canonical(void **state)
{
    (void)state;
    WritRequest request = full_request();
    WritBuffer good = {0};
    writ_request_encode(&good, &request);
    srand(1);
    for (int round = 0; round < 20000; round++) {
        WritBuffer bytes = {0};
        WritRequest read;
        writ_buffer_add(&bytes, writ_buffer_text(&good));
        for (int change = rand() % 4; change >= 0; change--) {
            bytes.data[(size_t)rand() % bytes.length] = (char)(rand() % 256);
        }
        if (writ_request_decode(&read, writ_buffer_text(&bytes), NULL) == WRIT_OK) {
            WritBuffer again = {0};
            assert_int_equal(writ_request_check(&read, NULL), WRIT_OK);
            writ_request_encode(&again, &read);
            assert_true(writ_text_equal(writ_buffer_text(&again), writ_buffer_text(&bytes)));
            writ_buffer_dispose(&again);
        }
        writ_buffer_dispose(&bytes);
    }
    writ_buffer_dispose(&good);
}

static void another_format_is_named(void **state)
{
    (void)state;
    WritBuffer bytes = {0};
    WritRequest request = full_request();
    WritRequest read;
    WritReply reply;
    WritError error;
    writ_request_encode(&bytes, &request);
    bytes.data[0] = 9;
    assert_int_equal(writ_request_decode(&read, writ_buffer_text(&bytes), &error), WRIT_INVALID);
    assert_non_null(strstr(error.text, "format 9"));
    assert_int_equal(writ_reply_decode(&reply, writ_buffer_text(&bytes), &error), WRIT_INVALID);
    assert_non_null(strstr(error.text, "format 9"));
    writ_buffer_dispose(&bytes);
}

static void replies_come_back_whole(void **state)
{
    (void)state;
    WritReply replies[2] = {{.status = WRIT_OK, .json = writ_text("{\"case\":1}")}, {0}};
    replies[1].status = writ_fail(&replies[1].error, WRIT_DENIED, "ben may not answer this task");
    (void)writ_hint(&replies[1].error, "writ why 17 says who may.");
    for (size_t i = 0; i < 2; i++) {
        WritBuffer bytes = {0};
        WritReply read;
        writ_reply_encode(&bytes, &replies[i]);
        assert_int_equal(writ_reply_decode(&read, writ_buffer_text(&bytes), NULL), WRIT_OK);
        assert_int_equal(read.status, replies[i].status);
        assert_true(writ_text_equal(read.json, replies[i].json));
        assert_string_equal(read.error.text, replies[i].error.text);
        assert_string_equal(read.error.hint, replies[i].error.hint);
        for (size_t length = 0; length < bytes.length; length++) {
            WritText cut = {bytes.data, length};
            assert_int_equal(writ_reply_decode(&read, cut, NULL), WRIT_INVALID);
        }
        writ_buffer_dispose(&bytes);
    }
}

static void a_reply_keeps_its_sentences_short_and_its_status_known(void **state)
{
    (void)state;
    char letters[WRIT_ERROR_BYTES];
    memset(letters, 'a', sizeof letters);
    WritReply read;
    for (int which = 0; which < 3; which++) {
        WritBuffer bytes = {0};
        writ_put_u8(&bytes, 1);
        writ_put_u8(&bytes, which == 0 ? WRIT_NO_MEMORY + 1 : WRIT_DENIED);
        writ_put_text(&bytes, (WritText){letters, which == 1 ? sizeof letters : 3});
        writ_put_text(&bytes, which == 2 ? (WritText){"a\0b", 3} : (WritText){letters, 3});
        assert_int_equal(writ_reply_decode(&read, writ_buffer_text(&bytes), NULL), WRIT_INVALID);
        assert_int_equal(read.status, WRIT_OK);
        writ_buffer_dispose(&bytes);
    }
}

static void every_request_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(writ_request_name(WRIT_REQUEST_START), "start");
    assert_string_equal(writ_request_name(WRIT_REQUEST_STATUS), "status");
    assert_null(writ_request_name(0));
    assert_null(writ_request_name(UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_come_back_whole),
        cmocka_unit_test(a_cut_or_longer_request_is_refused),
        cmocka_unit_test(request_texts_have_bounds),
        cmocka_unit_test(the_largest_request_fits_its_bound),
        cmocka_unit_test(request_words_are_utf8_without_nul),
        cmocka_unit_test(hostile_bytes_are_refused_or_canonical),
        cmocka_unit_test(another_format_is_named),
        cmocka_unit_test(replies_come_back_whole),
        cmocka_unit_test(a_reply_keeps_its_sentences_short_and_its_status_known),
        cmocka_unit_test(every_request_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
