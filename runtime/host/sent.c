#include "host/sent.h"

#include <assert.h>
#include <string.h>

#include "host/json_out.h"

enum { MICROS_A_MILLISECOND = 1000 };

void sent_open(Sent *sent, int64_t opened, int64_t last)
{
    *sent = (Sent){.opened = opened, .stood_from = last < opened ? last : opened};
}

WritText sent_source(WritText id)
{
    const char *slash = id.length == 0 ? NULL : memchr(id.data, '/', id.length);
    return (WritText){id.data, slash == NULL ? id.length : (size_t)(slash - id.data)};
}

// --- From when a message counts ----------------------------------------------------------------

// For how long the runtime ran between the two.
static int64_t running_time(const Sent *sent, int64_t from, int64_t to)
{
    int64_t stood_from = from > sent->stood_from ? from : sent->stood_from;
    int64_t stood_to = to < sent->opened ? to : sent->opened;
    return to - from - (stood_to > stood_from ? stood_to - stood_from : 0);
}

static WritStatus refuse_ahead(int64_t at, int64_t received, WritError *error)
{
    WritBuffer said = {0};
    WritBuffer now = {0};
    writ_instant_print(&said, at);
    writ_instant_print(&now, received);
    (void)writ_fail(error, WRIT_INVALID, "the message was sent at %s, and it is %s now",
                    writ_buffer_string(&said), writ_buffer_string(&now));
    writ_buffer_dispose(&said);
    writ_buffer_dispose(&now);
    return writ_hint(error, "Nothing was done. A sender's clock may be a minute ahead: set the "
                            "clocks, or send it without a time.");
}

WritStatus sent_read(const Sent *sent, const WritRequest *request, int64_t received, SentTime *time,
                     WritError *error)
{
    *time = (SentTime){.at = request->sent};
    if (request->sent == 0) {
        return WRIT_OK;
    }
    if (request->sent > received && request->sent - received > WRIT_HOST_SENT_AHEAD_MICROS_MAX) {
        return refuse_ahead(request->sent, received, error);
    }
    if (request->sent < received) {
        time->delay = running_time(sent, request->sent, received);
    }
    return WRIT_OK;
}

static const WritSender *find_sender(const WritPlan *plan, uint32_t event, WritText source)
{
    for (uint32_t i = 0; i < plan->sender_count; i++) {
        if (plan->senders[i].event == event && writ_text_equal(plan->senders[i].name, source)) {
            return &plan->senders[i];
        }
    }
    return NULL;
}

static int64_t counts_micros(const WritSender *sender)
{
    return sender->counts_ms * MICROS_A_MILLISECOND;
}

Counted sent_count(const WritPlan *plan, uint32_t event, WritText id, SentTime time,
                   int64_t received)
{
    if (time.at == 0) {
        return (Counted){WRIT_SENT_UNSAID, received};
    }
    const WritSender *sender = find_sender(plan, event, sent_source(id));
    if (sender == NULL) {
        return (Counted){WRIT_SENT_UNNAMED, received};
    }
    if (time.delay > counts_micros(sender)) {
        return (Counted){WRIT_SENT_LATE, received};
    }
    return (Counted){WRIT_SENT_COUNTS, time.at < received ? time.at : received};
}

static const char *reason(int64_t sent, Counted counted)
{
    switch (counted.as) {
    case WRIT_SENT_UNSAID:
        return "";
    case WRIT_SENT_COUNTS:
        return counted.from == sent  ? "it was sent then"
               : counted.from < sent ? "its sender's clock is ahead"
                                     : "the case had gone on by then";
    case WRIT_SENT_UNNAMED:
        return "the event does not name its source";
    case WRIT_SENT_LATE:
        return "it came later than its sent time counts";
    }
    WRIT_UNREACHABLE();
}

void sent_write(WritBuffer *json, int64_t sent, Counted counted)
{
    if (counted.as == WRIT_SENT_UNSAID) {
        return;
    }
    json_instant(json, "sent", sent);
    json_instant(json, "counted_from", counted.from);
    json_string(json, "counted_because", reason(sent, counted));
}

// --- How far sources are -----------------------------------------------------------------------

bool sent_is_named(const WritPlan *plan, WritText source)
{
    for (uint32_t i = 0; i < plan->sender_count; i++) {
        if (writ_text_equal(plan->senders[i].name, source)) {
            return true;
        }
    }
    return false;
}

// Where there is none, `source_count`.
static uint32_t find_source(const Sent *sent, WritText source)
{
    uint32_t at = 0;
    while (at < sent->source_count &&
           !writ_text_equal((WritText){sent->sources[at].name, sent->sources[at].name_bytes},
                            source)) {
        at++;
    }
    return at;
}

static int64_t latest_of(const Sent *sent, WritText source)
{
    uint32_t at = find_source(sent, source);
    return at < sent->source_count ? sent->sources[at].latest : INT64_MIN;
}

bool sent_note(Sent *sent, WritText source, int64_t at, int64_t *before)
{
    uint32_t number = find_source(sent, source);
    if (number == WRIT_HOST_SOURCES_MAX || source.length == 0 ||
        source.length > WRIT_SENDER_BYTES_MAX) {
        return false;
    }
    Source *known = &sent->sources[number];
    if (number == sent->source_count) {
        *known = (Source){.name_bytes = source.length, .latest = INT64_MIN};
        memcpy(known->name, source.data, source.length);
        sent->source_count++;
    }
    if (known->latest >= at) {
        return false;
    }
    *before = known->latest;
    known->latest = at;
    return true;
}

// --- How long deadlines wait -------------------------------------------------------------------

Hold sent_hold(const Sent *sent, const WritCase *state, const WritPlan *plan, int64_t due,
               int64_t from)
{
    Hold hold = {.until = INT64_MIN};
    uint32_t event = WRIT_NONE;
    bool awaited = false;
    for (uint32_t i = 0; i < plan->sender_count; i++) {
        const WritSender *sender = &plan->senders[i];
        if (sender->event != event) {
            event = sender->event;
            awaited = writ_case_awaits(state, event);
        }
        int64_t until = from + counts_micros(sender);
        if (awaited && until > hold.until && latest_of(sent, sender->name) <= due) {
            hold = (Hold){until, sender->name};
        }
    }
    return hold;
}

int64_t sent_known(const Sent *sent, const WritCase *state, const WritPlan *plan, int64_t now)
{
    int64_t known = now;
    for (uint32_t i = 0; i < plan->sender_count; i++) {
        const WritSender *sender = &plan->senders[i];
        int64_t latest = latest_of(sent, sender->name);
        int64_t until = latest == INT64_MIN ? INT64_MIN : latest - 1;
        int64_t over = now - counts_micros(sender) - 1; // Of what was due since this host came up.
        if (over >= sent->opened && over > until) {
            until = over;
        }
        if (until < known && writ_case_awaits(state, sender->event)) {
            known = until;
        }
    }
    return known;
}
