// Work items: their queue, and the batch that one item writes.
#include "host/host.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DELAY_MICROS = 10 * 1000 * 1000 };

int64_t delay_end(const WritHost *host)
{
    return host->clock.now(host->clock.self) + DELAY_MICROS;
}

bool delay_is_over(const WritHost *host, int64_t end)
{
    int64_t now = host->clock.now(host->clock.self);
    return now >= end || end - now > DELAY_MICROS;
}

Item *item_new(ItemKind kind)
{
    Item *item = calloc(1, sizeof *item);
    assert(item != NULL);
    item->kind = kind;
    return item;
}

void item_push(WritHost *host, Item *item)
{
    item->next = NULL;
    if (host->last_item == NULL) {
        host->first_item = item;
    } else {
        host->last_item->next = item;
    }
    host->last_item = item;
    host->item_count++;
}

void item_push_first(WritHost *host, Item *item)
{
    item->next = host->first_item;
    host->first_item = item;
    if (host->last_item == NULL) {
        host->last_item = item;
    }
    host->item_count++;
}

void item_follow_up(WritHost *host, ItemKind kind, uint64_t case_number, uint32_t frame)
{
    Item *item = item_new(kind);
    item->case_number = case_number;
    item->frame = frame;
    item->next = host->follow_ups;
    host->follow_ups = item;
}

void item_delay(WritHost *host, Item *item)
{
    if (host->delayed_items == NULL) {
        host->delayed_until = delay_end(host);
    }
    item->next = host->delayed_items;
    host->delayed_items = item;
}

void items_take_delayed(WritHost *host)
{
    if (host->delayed_items == NULL || !delay_is_over(host, host->delayed_until)) {
        return;
    }
    // The newest stands first, so that each pushed before the last keeps their order.
    while (host->delayed_items != NULL) {
        Item *item = host->delayed_items;
        host->delayed_items = item->next;
        item_push_first(host, item);
    }
}

static WritVisit push_go_on(void *context, WritText key, WritText value)
{
    (void)value;
    Item *item = item_new(ITEM_GO_ON);
    item->case_number = key_go_on_case(key);
    item_push(context, item);
    return WRIT_VISIT_ON;
}

WritStatus items_load(WritHost *host, WritError *error)
{
    WritBuffer end = {0};
    WritText prefix = writ_text(KEY_GO_ON);
    writ_store_prefix_end(&end, prefix);
    WritStoreRange range = {WRIT_FAMILY_META, prefix, writ_buffer_text(&end), 0};
    WritStatus status = writ_store_scan(host->store, &range, push_go_on, host, error);
    writ_buffer_dispose(&end);
    return status;
}

static void free_list(Item *item)
{
    while (item != NULL) {
        Item *next = item->next;
        free(item);
        item = next;
    }
}

void answer_free(Answer *answer)
{
    writ_buffer_dispose(&answer->json);
    free(answer);
}

static void free_answers(Answer *first)
{
    while (first != NULL) {
        Answer *next = first->next;
        answer_free(first);
        first = next;
    }
}

void items_dispose(WritHost *host)
{
    free_answers(host->first_answer);
    free_answers(host->spare_answers);
    free_list(host->first_item);
    free_list(host->delayed_items);
    free_list(host->follow_ups);
    host->first_answer = host->last_answer = host->spare_answers = NULL;
    host->first_item = host->last_item = host->follow_ups = host->delayed_items = NULL;
    free(host->touched);
}

void item_begin(WritHost *host)
{
    writ_arena_reset(host->item_arena);
    writ_store_batch_clear(&host->batch);
    host->item_now = host->clock.now(host->clock.self);
    host->touched_count = 0;
    host->item_file_count = 0;
    host->first_heard = host->last_heard = NULL;
    timers_begin_item(host);
    host->next_sequence = writ_store_next_sequence(host->store);
    assert(host->follow_ups == NULL);
}

static void forget_touched(WritHost *host)
{
    for (uint32_t i = 0; i < host->touched_count; i++) {
        host->touched[i]->touched = false;
    }
    host->touched_count = 0;
}

// When the store holds too much that is not flushed, what was written before makes room.
static WritStatus write_batch(WritHost *host, WritError *error)
{
    WritStatus status = writ_store_write(host->store, &host->batch, error);
    if (status != WRIT_LIMIT || host->unflushed == 0 || host->batch.refused.status != WRIT_OK) {
        return status;
    }
    status = writ_store_flush(host->store, error);
    return status == WRIT_OK ? writ_store_write(host->store, &host->batch, error) : status;
}

void item_note_events(WritHost *host, const Instance *instance, const WritDecided *decided)
{
    if (host->options.listener.hear == NULL) {
        return;
    }
    Heard *entry = writ_arena_alloc(host->item_arena, sizeof *entry);
    entry->heard = (WritHeard){instance->number, &instance->definition->plan, decided->events,
                               decided->event_count};
    if (host->last_heard == NULL) {
        host->first_heard = entry;
    } else {
        host->last_heard->next = entry;
    }
    host->last_heard = entry;
}

static void tell_heard(const WritHost *host)
{
    for (const Heard *entry = host->first_heard; entry != NULL; entry = entry->next) {
        host->options.listener.hear(host->options.listener.self, &entry->heard);
    }
}

WritStatus item_end(WritHost *host, WritError *error)
{
    WritStatus status = write_batch(host, error);
    if (status != WRIT_OK) {
        item_abandon(host);
        return status;
    }
    host->unflushed++;
    tell_heard(host);
    forget_touched(host);
    bases_keep_noted(host);
    if (host->calls != NULL) {
        calls_keep_noted(host);
    }
    while (host->follow_ups != NULL) {
        Item *item = host->follow_ups;
        host->follow_ups = item->next;
        item_push_first(host, item);
    }
    return WRIT_OK;
}

void item_abandon(WritHost *host)
{
    // The cases ran ahead of what is written: they come back from the store.
    for (uint32_t i = 0; i < host->touched_count; i++) {
        instances_drop(host, host->touched[i]);
    }
    host->touched_count = 0;
    free_list(host->follow_ups);
    host->follow_ups = NULL;
    calls_forget_noted(host);
    bases_forget_noted(host);
    timers_abandon_item(host);
}
