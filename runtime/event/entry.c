// Journal entries as bytes:
//
//   format | case | previous | at | effective - at | identity | actor | on behalf | account |
//   source | basis | count | events
//
// In format 2 two more stand behind the source: whether the sent time counts | at - sent
#include "writ/event.h"

enum { FORMAT_WITHOUT_SENT = 1 };

void writ_entry_encode(WritBuffer *out, const WritEntry *entry)
{
    bool has_sent = entry->sent_as != WRIT_SENT_UNSAID;
    writ_put_u8(out, has_sent ? WRIT_ENTRY_FORMAT : FORMAT_WITHOUT_SENT);
    writ_put_uint(out, entry->case_number);
    writ_put_uint(out, entry->previous);
    writ_put_int(out, entry->at);
    writ_put_int(out, entry->effective - entry->at);
    writ_put_u8(out, (uint8_t)entry->identity);
    writ_put_text(out, entry->actor);
    writ_put_text(out, entry->on_behalf);
    writ_put_text(out, entry->account);
    writ_put_text(out, entry->source);
    if (has_sent) {
        writ_put_u8(out, (uint8_t)entry->sent_as);
        writ_put_int(out, entry->at - entry->sent);
    }
    writ_put_uint(out, entry->basis);
    writ_put_uint(out, entry->event_count);
    for (uint32_t i = 0; i < entry->event_count; i++) {
        writ_event_put(out, &entry->events[i]);
    }
}

static void get_sent(WritReader *in, WritEntry *entry)
{
    uint8_t sent_as = writ_get_u8(in);
    int64_t before = writ_get_int(in);
    if (sent_as == WRIT_SENT_UNSAID || sent_as > WRIT_SENT_LATE ||
        __builtin_sub_overflow(entry->at, before, &entry->sent)) {
        in->failed = true;
        return;
    }
    entry->sent_as = (WritSent)sent_as;
}

static void get_head(WritReader *in, uint8_t format, WritEntry *entry)
{
    entry->case_number = writ_get_uint(in);
    entry->previous = writ_get_uint(in);
    entry->at = writ_get_int(in);
    int64_t offset = writ_get_int(in);
    if (__builtin_add_overflow(entry->at, offset, &entry->effective)) {
        in->failed = true;
    }
    uint8_t identity = writ_get_u8(in);
    if (identity > WRIT_IDENTITY_ASSERTED) {
        in->failed = true;
        return;
    }
    entry->identity = (WritIdentity)identity;
    entry->actor = writ_get_text(in);
    entry->on_behalf = writ_get_text(in);
    entry->account = writ_get_text(in);
    entry->source = writ_get_text(in);
    if (format > FORMAT_WITHOUT_SENT) {
        get_sent(in, entry);
    }
    entry->basis = writ_get_uint(in);
}

WritStatus writ_entry_decode(WritEntry *entry, WritArena *arena, WritText bytes, WritError *error)
{
    *entry = (WritEntry){0};
    WritReader in = writ_reader(bytes);
    uint8_t format = writ_get_u8(&in);
    if (format > WRIT_ENTRY_FORMAT) {
        return writ_fail(error, WRIT_LIMIT,
                         "a journal entry has format %u, this writ reads up to %d", format,
                         WRIT_ENTRY_FORMAT);
    }
    get_head(&in, format, entry);
    size_t count = writ_get_count(&in);
    if (!in.failed && count > 0) {
        entry->events = writ_arena_array(arena, count, sizeof *entry->events);
    }
    for (size_t i = 0; i < count && !in.failed; i++) {
        if (!writ_event_get(&in, arena, &entry->events[i])) {
            in.failed = true;
        }
    }
    if (format == 0 || !writ_reader_done(&in)) {
        return writ_fail(error, WRIT_INVALID,
                         "a journal entry is damaged: its bytes do not read as one");
    }
    entry->event_count = (uint32_t)count;
    return WRIT_OK;
}
