// Journal entries: what is in them comes back, also from entries of before.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "writ/event.h"

static WritEvent taken = {.kind = WRIT_EVENT_MESSAGE_TAKEN,
                          .frame = 7,
                          .node = WRIT_NONE,
                          .index = 1,
                          .list = WRIT_NONE,
                          .due = WRIT_NEVER};

static WritEntry entry(WritSent sent_as)
{
    return (WritEntry){.case_number = 3,
                       .previous = 9,
                       .at = 5000000,
                       .effective = 4000000,
                       .identity = WRIT_IDENTITY_ACCOUNT,
                       .source = writ_text("wms/4711"),
                       .sent = sent_as == WRIT_SENT_UNSAID ? 0 : 3000000,
                       .sent_as = sent_as,
                       .basis = 2,
                       .events = &taken,
                       .event_count = 1};
}

static void sent_times_come_back(void **state)
{
    (void)state;
    for (WritSent as = WRIT_SENT_UNSAID; as <= WRIT_SENT_LATE; as++) {
        WritArena *arena = writ_arena_new(1 << 20);
        WritBuffer bytes = {0};
        WritEntry written = entry(as);
        WritEntry read;
        writ_entry_encode(&bytes, &written);
        assert_int_equal(writ_entry_decode(&read, arena, writ_buffer_text(&bytes), NULL), WRIT_OK);
        assert_int_equal(read.sent, written.sent);
        assert_int_equal(read.sent_as, as);
        assert_int_equal(read.effective, written.effective);
        assert_int_equal(read.basis, 2);
        assert_int_equal(read.events[0].frame, 7);
        writ_buffer_dispose(&bytes);
        writ_arena_free(arena);
    }
}

// What has no sent time has the bytes that it had before there were any.
static void an_entry_without_a_sent_time_has_the_first_format(void **state)
{
    (void)state;
    static const unsigned char before[] = {
        1,                                                // Format.
        3, 9,   0x80, 0xad, 0xe2, 0x04, 0xff, 0x88, 0x7a, // Case, previous, at, effective - at.
        1, 0,   0,    0,                                  // Identity; nobody.
        8, 'w', 'm',  's',  '/',  '4',  '7',  '1',  '1',  // Source.
        2, 0,                                             // Basis, no events.
    };
    WritArena *arena = writ_arena_new(1 << 20);
    WritBuffer bytes = {0};
    WritEntry written = entry(WRIT_SENT_UNSAID);
    WritEntry read;
    written.event_count = 0;
    writ_entry_encode(&bytes, &written);
    assert_int_equal(bytes.length, sizeof before);
    assert_memory_equal(bytes.data, before, sizeof before);
    WritText text = {(const char *)before, sizeof before};
    assert_int_equal(writ_entry_decode(&read, arena, text, NULL), WRIT_OK);
    assert_int_equal(read.sent_as, WRIT_SENT_UNSAID);
    writ_buffer_dispose(&bytes);
    writ_arena_free(arena);
}

static WritStatus decode_changed(size_t at, unsigned char byte)
{
    WritArena *arena = writ_arena_new(1 << 20);
    WritBuffer bytes = {0};
    WritEntry written = entry(WRIT_SENT_LATE);
    WritEntry read;
    WritError error;
    writ_entry_encode(&bytes, &written);
    bytes.data[at] = (char)byte;
    WritStatus status = writ_entry_decode(&read, arena, writ_buffer_text(&bytes), &error);
    writ_buffer_dispose(&bytes);
    writ_arena_free(arena);
    return status;
}

static void what_is_no_entry_is_refused(void **state)
{
    (void)state;
    enum { SENT_AS = 23 }; // Behind the source.
    assert_int_equal(decode_changed(SENT_AS, WRIT_SENT_LATE), WRIT_OK);
    assert_int_equal(decode_changed(SENT_AS, WRIT_SENT_UNSAID), WRIT_INVALID);
    assert_int_equal(decode_changed(SENT_AS, WRIT_SENT_LATE + 1), WRIT_INVALID);
    assert_int_equal(decode_changed(0, 0), WRIT_INVALID);
    assert_int_equal(decode_changed(0, WRIT_ENTRY_FORMAT + 1), WRIT_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sent_times_come_back),
        cmocka_unit_test(an_entry_without_a_sent_time_has_the_first_format),
        cmocka_unit_test(what_is_no_entry_is_refused),
    };
    return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
