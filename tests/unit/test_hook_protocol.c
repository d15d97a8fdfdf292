// Messages between pool and child: each comes back as it was put, and none that is cut, longer or
// changed in one byte is taken for a whole one that breaks a bound.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "hook/protocol.h"

enum { SAMPLE_COUNT = 14 };

// Puts one message of each kind, with every field in use.
static void put_samples(WritBuffer samples[], size_t count)
{
    assert_int_equal(count, SAMPLE_COUNT);
    protocol_put_source(&samples[0], &(SourceMessage){63, writ_text("hooks/erp.lua"),
                                                      writ_text("function f() end")});
    protocol_put_kind(&samples[1], &(KindMessage){.name = writ_text("files"),
                                                  .operations = {writ_text("read"), writ_text("w")},
                                                  .operation_count = 2});
    protocol_put_call(&samples[2],
                      &(CallMessage){.number = 1234567,
                                     .slot = 5,
                                     .attempt = 3,
                                     .call_id = writ_text("case-1/step/2"),
                                     .function = writ_text("reserve_stock"),
                                     .inputs = writ_text("{\"a\": \"1\"}"),
                                     .capabilities = {writ_text("files.erp"), writ_text("files.b")},
                                     .capability_count = 2});
    protocol_put_answer(&samples[3], &(AnswerMessage){.kind = ANSWER_NOTHING});
    protocol_put_answer(&samples[4],
                        &(AnswerMessage){.kind = ANSWER_TEXT, .text = writ_text("content\xff")});
    protocol_put_answer(&samples[5], &(AnswerMessage){.kind = ANSWER_BOOLEAN, .truth = true});
    protocol_put_answer(
        &samples[6],
        &(AnswerMessage){.kind = ANSWER_LIST, .item_count = 2, .items = writ_text("\1a\2bc")});
    protocol_put_answer(&samples[7],
                        &(AnswerMessage){.kind = ANSWER_ERROR, .text = writ_text("no")});
    protocol_put_ready(&samples[8]);
    protocol_put_host_call(&samples[9],
                           &(HostCallMessage){.number = 9,
                                              .capability = 1,
                                              .operation = writ_text("write"),
                                              .arguments = {writ_text("a.json"), writ_text("{}")},
                                              .argument_count = 2});
    protocol_put_result(&samples[10], &(ResultMessage){.number = 9,
                                                       .kind = RESULT_RETURNED,
                                                       .outcome = writ_text("reserved"),
                                                       .outputs = writ_text("{}"),
                                                       .log = writ_text("l\n")});
    protocol_put_result(&samples[11], &(ResultMessage){.number = 9,
                                                       .kind = RESULT_LIMIT,
                                                       .limit = WRIT_HOOK_LIMIT_MEMORY,
                                                       .message = writ_text("m"),
                                                       .log = writ_text("")});
    protocol_put_call(&samples[12],
                      &(CallMessage){.number = 10, .purpose = CALL_COMPILE, .slot = 63});
    protocol_put_result(&samples[13], &(ResultMessage){.number = 10,
                                                       .kind = RESULT_RAISED,
                                                       .message = writ_text("'end' expected"),
                                                       .line = 4000000000});
}

// Reads one message of any kind and puts it again. False when it is none.
static bool read_and_put(WritText bytes, WritBuffer *again)
{
    WritReader in = writ_reader(bytes);
    MessageKind kind;
    union {
        SourceMessage source;
        KindMessage kind;
        CallMessage call;
        AnswerMessage answer;
        HostCallMessage host_call;
        ResultMessage result;
        WritText failed;
    } message;
    bool good = false;
    memset(&message, 0, sizeof message);
    if (!protocol_get_kind_of(&in, &kind)) {
        return false;
    }
    switch (kind) {
    case MESSAGE_SOURCE:
        good = protocol_get_source(&in, &message.source);
        if (good) {
            protocol_put_source(again, &message.source);
        }
        return good;
    case MESSAGE_KIND:
        good = protocol_get_kind(&in, &message.kind);
        if (good) {
            protocol_put_kind(again, &message.kind);
        }
        return good;
    case MESSAGE_CALL:
        good = protocol_get_call(&in, &message.call);
        if (good) {
            protocol_put_call(again, &message.call);
        }
        return good;
    case MESSAGE_ANSWER:
        good = protocol_get_answer(&in, &message.answer);
        if (good) {
            protocol_put_answer(again, &message.answer);
        }
        return good;
    case MESSAGE_READY:
        good = protocol_get_ready(&in);
        if (good) {
            protocol_put_ready(again);
        }
        return good;
    case MESSAGE_FAILED:
        good = protocol_get_failed(&in, &message.failed);
        if (good) {
            protocol_put_failed(again, message.failed);
        }
        return good;
    case MESSAGE_HOST_CALL:
        good = protocol_get_host_call(&in, &message.host_call);
        if (good) {
            protocol_put_host_call(again, &message.host_call);
        }
        return good;
    case MESSAGE_RESULT:
        good = protocol_get_result(&in, &message.result);
        if (good) {
            protocol_put_result(again, &message.result);
        }
        return good;
    }
    return false;
}

static void assert_comes_back(WritText bytes)
{
    WritBuffer again = {0};
    assert_true(read_and_put(bytes, &again));
    assert_int_equal(again.length, bytes.length);
    assert_memory_equal(again.data, bytes.data, bytes.length);
    writ_buffer_dispose(&again);
}

static void each_message_comes_back(void **state)
{
    (void)state;
    WritBuffer samples[SAMPLE_COUNT] = {{0}};
    put_samples(samples, SAMPLE_COUNT);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        assert_comes_back(writ_buffer_text(&samples[i]));
        writ_buffer_dispose(&samples[i]);
    }
    WritBuffer failed = {0};
    protocol_put_failed(&failed, writ_text("the kernel refuses"));
    assert_comes_back(writ_buffer_text(&failed));
    writ_buffer_dispose(&failed);
}

static void a_cut_or_longer_message_is_none(void **state)
{
    (void)state;
    WritBuffer samples[SAMPLE_COUNT] = {{0}};
    put_samples(samples, SAMPLE_COUNT);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        for (size_t length = 0; length < samples[i].length; length++) {
            // A copy of that length alone, so that a sanitizer sees a step over its end.
            char *cut = malloc(length + 1);
            memcpy(cut, samples[i].data, length);
            WritBuffer again = {0};
            assert_false(read_and_put((WritText){cut, length}, &again));
            free(cut);
            writ_buffer_dispose(&again);
        }
        writ_buffer_add_byte(&samples[i], '\0');
        WritBuffer again = {0};
        assert_false(read_and_put(writ_buffer_text(&samples[i]), &again));
        writ_buffer_dispose(&again);
        writ_buffer_dispose(&samples[i]);
    }
}

static void a_changed_byte_gives_another_message_or_none(void **state)
{
    (void)state;
    WritBuffer samples[SAMPLE_COUNT] = {{0}};
    put_samples(samples, SAMPLE_COUNT);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        for (size_t at = 0; at < samples[i].length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                WritBuffer again = {0};
                samples[i].data[at] = (char)(samples[i].data[at] ^ (1 << bit));
                if (read_and_put(writ_buffer_text(&samples[i]), &again)) {
                    assert_int_equal(again.length, samples[i].length);
                    assert_memory_equal(again.data, samples[i].data, again.length);
                }
                samples[i].data[at] = (char)(samples[i].data[at] ^ (1 << bit));
                writ_buffer_dispose(&again);
            }
        }
        writ_buffer_dispose(&samples[i]);
    }
}

static void what_is_above_a_bound_is_none(void **state)
{
    (void)state;
    char *large = calloc(1, WRIT_HOOK_FRAME_BYTES_MAX);
    memset(large, 'x', WRIT_HOOK_FRAME_BYTES_MAX);
    const struct {
        ResultMessage result;
        bool good;
    } results[] = {
        {{.kind = RESULT_RETURNED, .outputs = {large, WRIT_HOOK_RESULT_BYTES_MAX}}, true},
        {{.kind = RESULT_RETURNED, .outputs = {large, WRIT_HOOK_RESULT_BYTES_MAX + 1}}, false},
        {{.kind = RESULT_RETURNED, .outcome = {large, WRIT_HOOK_NAME_BYTES_MAX + 1}}, false},
        {{.kind = RESULT_RETURNED, .log = {large, WRIT_HOOK_LOG_BYTES_MAX}}, true},
        {{.kind = RESULT_RETURNED, .log = {large, WRIT_HOOK_LOG_BYTES_MAX + 1}}, false},
        {{.kind = RESULT_RAISED, .message = {large, WRIT_HOOK_MESSAGE_BYTES_MAX}}, true},
        {{.kind = RESULT_RAISED, .message = {large, WRIT_HOOK_MESSAGE_BYTES_MAX + 1}}, false},
        {{.kind = RESULT_LIMIT, .limit = WRIT_HOOK_LIMIT_LAST}, true},
        {{.kind = RESULT_LIMIT, .limit = WRIT_HOOK_LIMIT_LAST + 1}, false},
        {{.kind = RESULT_LIMIT, .limit = WRIT_HOOK_LIMIT_NONE}, false},
        {{.kind = RESULT_RETURNED, .outputs = {"\xff", 1}}, false},
        {{.kind = RESULT_RAISED, .message = {"\xff", 1}}, false},
        {{.kind = RESULT_RETURNED, .outcome = {"\xff", 1}}, false},
        {{.kind = RESULT_RETURNED, .log = {"\xff", 1}}, false},
    };
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        WritBuffer out = {0};
        WritBuffer again = {0};
        protocol_put_result(&out, &results[i].result);
        assert_int_equal(read_and_put(writ_buffer_text(&out), &again), results[i].good);
        writ_buffer_dispose(&out);
        writ_buffer_dispose(&again);
    }
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_message_comes_back),
        cmocka_unit_test(a_cut_or_longer_message_is_none),
        cmocka_unit_test(a_changed_byte_gives_another_message_or_none),
        cmocka_unit_test(what_is_above_a_bound_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
