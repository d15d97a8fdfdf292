#include "host/keys.h"

#include <assert.h>
#include <string.h>

// Flipped, so that instants before 1970 come before later ones by their bytes too.
#define SIGN_BIT (UINT64_C(1) << 63)

static void add_four(WritBuffer *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        writ_buffer_add_byte(out, (char)(unsigned char)(number >> shift));
    }
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

void key_document_of(WritBuffer *out, const WritHash *hash, uint64_t case_number, WritText name)
{
    writ_put_raw(out, hash->bytes, WRIT_HASH_BYTES);
    writ_put_ordered(out, case_number);
    writ_buffer_add(out, name);
}

static void add_asked(WritBuffer *out, const WritPlan *plan, const WritAsked *asked)
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

void key_task_of(WritBuffer *out, const WritProgram *program, const WritAsked *asked,
                 uint64_t case_number, const WritDuty *duty)
{
    add_asked(out, writ_program_plan(program), asked);
    writ_put_raw(out, writ_program_hash(program)->bytes, KEY_DEFINITION_BYTES);
    key_timed(out, duty->since, case_number, duty->frame);
}

static uint32_t find_role(const WritPlan *plan, WritText name)
{
    for (uint32_t i = 0; i < plan->role_count; i++) {
        if (writ_text_equal(plan->roles[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

bool key_task_asked(WritText key, const WritPlan *plan, WritAsked *asked)
{
    const size_t behind = 1 + KEY_DEFINITION_BYTES + KEY_TAIL_BYTES;
    *asked = (WritAsked){.role = WRIT_NONE};
    if (key.length <= behind) {
        return false;
    }
    WritText name = {key.data + 1, key.length - 1 - behind};
    if (key.data[0] == 'p') {
        asked->person = name;
        return true;
    }
    const char *end = memchr(name.data, 1, name.length);
    if (key.data[0] != 'r' || end == NULL) {
        return false;
    }
    size_t length = (size_t)(end - name.data);
    asked->unit = (WritText){end + 1, name.length - length - 1};
    asked->role = find_role(plan, (WritText){name.data, length});
    return asked->role != WRIT_NONE;
}

void key_instant(WritBuffer *out, int64_t at)
{
    writ_put_ordered(out, (uint64_t)at ^ SIGN_BIT);
}

void key_timed(WritBuffer *out, int64_t at, uint64_t case_number, uint32_t part)
{
    key_instant(out, at);
    key_case_part(out, case_number, part);
}

KeyMatch key_match_of(WritText field, const WritTypes *types, WritValue value)
{
    WritBuffer text = {0};
    writ_buffer_add(&text, field);
    writ_buffer_add_byte(&text, 0);
    writ_value_print(&text, types, value);
    WritHash hash = writ_hash(writ_buffer_text(&text)); // Bounds its length.
    KeyMatch match;
    memcpy(match.bytes, hash.bytes, sizeof match.bytes);
    writ_buffer_dispose(&text);
    return match;
}

static void add_event(WritBuffer *out, WritText event, char sort)
{
    writ_buffer_add(out, event);
    writ_buffer_add_byte(out, 0);
    writ_buffer_add_byte(out, sort);
}

void key_match(WritBuffer *out, WritText event, const KeyMatch *match)
{
    add_event(out, event, 'f');
    writ_put_raw(out, match->bytes, sizeof match->bytes);
}

void key_match_any(WritBuffer *out, WritText event)
{
    add_event(out, event, 'a');
}

void key_early_body(WritBuffer *out, WritText event, uint64_t arrival)
{
    add_event(out, event, 'b');
    writ_put_ordered(out, arrival);
}

// No event's name begins with a zero byte.
void key_early_expiry(WritBuffer *out, int64_t expires, uint64_t arrival)
{
    writ_buffer_add_byte(out, 0);
    key_instant(out, expires);
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

void key_go_on(WritBuffer *out, uint64_t case_number)
{
    writ_buffer_add_string(out, KEY_GO_ON);
    writ_put_ordered(out, case_number);
}

uint64_t key_go_on_case(WritText key)
{
    size_t prefix = strlen(KEY_GO_ON);
    if (key.length != prefix + 8) {
        return 0;
    }
    WritReader in = writ_reader((WritText){key.data + prefix, 8});
    return writ_get_ordered(&in);
}

KeyTail key_tail(WritText key)
{
    assert(key.length >= KEY_TAIL_BYTES);
    WritText bytes = {key.data + key.length - KEY_TAIL_BYTES, KEY_TAIL_BYTES};
    WritReader in = writ_reader(bytes);
    KeyTail tail = {.at = (int64_t)(writ_get_ordered(&in) ^ SIGN_BIT)};
    tail.case_number = writ_get_ordered(&in);
    for (int i = 0; i < 4; i++) {
        tail.part = tail.part << 8 | writ_get_u8(&in);
    }
    return tail;
}
