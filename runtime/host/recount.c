#include "host/recount.h"

static const char place[] = "recount";

// The next case, and when the calendars changed.
static void put_place(WritHost *host, uint64_t next, int64_t changed)
{
    writ_buffer_clear(&host->value);
    writ_put_uint(&host->value, next);
    writ_put_int(&host->value, changed);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text(place),
                         writ_buffer_text(&host->value));
}

void recount_begin(WritHost *host)
{
    put_place(host, 1, host->item_now);
}

WritStatus recount_load(WritHost *host, WritError *error)
{
    WritBuffer value = {0};
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text(place), &value, error);
    host->recount_next = 0;
    if (status == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&value));
        host->recount_next = writ_get_uint(&in);
        host->recount_changed = writ_get_int(&in);
        if (!writ_reader_done(&in)) {
            status = writ_fail(error, WRIT_INVALID,
                               "how far deadlines were counted anew is damaged in the store");
        }
    } else if (status == WRIT_NOT_FOUND) {
        status = WRIT_OK;
    }
    writ_buffer_dispose(&value);
    return status;
}

WritStatus recount_case(WritHost *host, Instance *instance, WritError *error)
{
    if (host->recount_next == 0 || instance->number < host->recount_next) {
        return WRIT_OK;
    }
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM, .person = writ_text("calendar")};
    WritCommand command = {.kind = WRIT_COMMAND_RECOUNT};
    WritDecided decided;
    // What was due before the change passes before it.
    WritStatus status =
        run_command(host, instance, &command, &actor, host->recount_changed, &decided, error);
    return status == WRIT_CONFLICT ? WRIT_OK : status;
}

static WritVisit keep_number(void *context, WritText key, WritText value)
{
    (void)value;
    WritReader in = writ_reader(key);
    *(uint64_t *)context = writ_get_ordered(&in);
    return WRIT_VISIT_STOP;
}

// The next open case; 0: none is left.
static WritStatus find_next(WritHost *host, uint64_t *number, WritError *error)
{
    writ_buffer_clear(&host->key);
    key_case(&host->key, host->recount_next);
    WritStoreRange range = {WRIT_FAMILY_CASES, writ_buffer_text(&host->key), {0}, 1};
    *number = 0;
    return writ_store_scan(host->store, &range, keep_number, number, error);
}

static WritStatus count_next(WritHost *host, uint64_t *number, WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = find_next(host, number, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (*number == 0) {
        writ_store_batch_delete(&host->batch, WRIT_FAMILY_META, writ_text(place));
        return WRIT_OK;
    }
    status = instances_get(host, *number, &instance, error);
    if (status == WRIT_OK) {
        status = recount_case(host, instance, error);
    }
    put_place(host, *number + 1, host->recount_changed);
    return status;
}

// A case that cannot be read keeps its deadlines and does not hold up the others.
static WritStatus go_past(WritHost *host, uint64_t number, WritError *error)
{
    item_begin(host);
    put_place(host, number + 1, host->recount_changed);
    return item_end(host, error);
}

bool recount_is_left(const WritHost *host)
{
    return host->recount_next != 0 && host->options.deadlines != WRIT_DEADLINES_HELD;
}

bool recount_take(WritHost *host)
{
    WritError error;
    uint64_t number = 0;
    if (!recount_is_left(host) || !delay_is_over(host, host->recount_again)) {
        return false;
    }
    item_begin(host);
    WritStatus status = count_next(host, &number, &error);
    if (status == WRIT_OK) {
        status = item_end(host, &error);
    } else {
        item_abandon(host);
        status = number != 0 && !may_pass(status) ? go_past(host, number, &error) : status;
    }
    if (status != WRIT_OK) {
        host->recount_again = delay_end(host);
        return false;
    }
    host->recount_next = number == 0 ? 0 : number + 1;
    return true;
}
