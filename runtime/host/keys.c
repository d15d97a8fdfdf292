#include "host/keys.h"

#include <assert.h>

static void add_four(WritBuffer *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        writ_buffer_add_byte(out, (char)(unsigned char)(number >> shift));
    }
}

static void add_two(WritBuffer *out, uint32_t number)
{
    writ_buffer_add_byte(out, (char)(unsigned char)(number >> 8));
    writ_buffer_add_byte(out, (char)(unsigned char)number);
}

void key_case(WritBuffer *out, uint64_t case_number)
{
    writ_put_ordered(out, case_number);
}

void key_case_part(WritBuffer *out, uint64_t case_number, uint32_t part)
{
    writ_put_ordered(out, case_number);
    add_four(out, part);
}

void key_asked(WritBuffer *out, const WritPlan *plan, const WritAsked *asked)
{
    if (asked->role == WRIT_NONE) {
        writ_buffer_add_byte(out, 'p');
        writ_buffer_add(out, asked->person);
    } else {
        writ_buffer_add_byte(out, 'r');
        writ_buffer_add(out, plan->roles[asked->role].name);
        writ_buffer_add_byte(out, 1);
        writ_buffer_add(out, asked->unit);
    }
    writ_buffer_add_byte(out, 0);
}

void key_task_of(WritBuffer *out, const WritPlan *plan, const WritAsked *asked,
                 uint64_t case_number, const WritDuty *duty)
{
    key_asked(out, plan, asked);
    key_timed(out, duty->since, case_number, duty->frame);
}

void key_timed(WritBuffer *out, int64_t at, uint64_t case_number, uint32_t part)
{
    assert(at >= 0);
    writ_put_ordered(out, (uint64_t)at);
    key_case_part(out, case_number, part);
}

void key_match(WritBuffer *out, WritText event, uint32_t field, const WritTypes *types,
               WritValue value)
{
    writ_buffer_add(out, event);
    writ_buffer_add_byte(out, 0);
    add_two(out, field);
    // The printed form, so that the same value has the same key under another version of the
    // process, whose types may be numbered otherwise. A hash bounds its length.
    WritBuffer text = {0};
    writ_value_print(&text, types, value);
    WritHash hash = writ_hash(writ_buffer_text(&text));
    writ_put_raw(out, hash.bytes, 16);
    writ_buffer_dispose(&text);
}

void key_match_any(WritBuffer *out, WritText event)
{
    writ_buffer_add(out, event);
    writ_buffer_add_byte(out, 0);
    add_two(out, KEY_NO_FIELD);
}

void key_early_body(WritBuffer *out, WritText event, uint64_t arrival)
{
    writ_buffer_add(out, event);
    writ_buffer_add_byte(out, 0);
    add_two(out, KEY_BODY);
    writ_put_ordered(out, arrival);
}

void key_open(WritBuffer *out, WritText process, WritText value)
{
    writ_buffer_add(out, process);
    writ_buffer_add_byte(out, 0);
    WritHash hash = writ_hash(value);
    writ_put_raw(out, hash.bytes, WRIT_HASH_BYTES);
}

void key_outbox(WritBuffer *out, uint64_t entry, uint32_t number)
{
    writ_put_ordered(out, entry);
    add_four(out, number);
}

KeyTail key_tail(WritText key)
{
    assert(key.length >= 20);
    WritReader in = writ_reader((WritText){key.data + key.length - 20, 20});
    KeyTail tail = {.at = (int64_t)writ_get_ordered(&in)};
    tail.case_number = writ_get_ordered(&in);
    for (int i = 0; i < 4; i++) {
        tail.part = tail.part << 8 | writ_get_u8(&in);
    }
    return tail;
}
