// Waiting calls: a ring of shares that take turns, each a list in order of arrival. A call that
// needs capabilities also stands in line for each of them, and goes only when it is first in all
// of its lines and nobody holds any: so no two calls can wait for each other, and none is overtaken
// for ever.
#include "hook/pool.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static _Noreturn void give_up(void)
{
    (void)fputs("writ: out of memory\n", stderr);
    abort();
}

Call *queue_new_call(WritHookPool *pool)
{
    Call *call = pool->free_calls;
    if (call == NULL) {
        call = calloc(1, sizeof *call);
        if (call == NULL) {
            give_up();
        }
        return call;
    }
    pool->free_calls = call->next;
    WritBuffer texts = call->texts;
    *call = (Call){.texts = texts};
    writ_buffer_clear(&call->texts);
    return call;
}

void queue_free_call(WritHookPool *pool, Call *call)
{
    enum { KEPT_BYTES_MAX = 16 << 10 };
    pool->bytes -= call->texts.length;
    if (call->texts.capacity > KEPT_BYTES_MAX) {
        writ_buffer_dispose(&call->texts);
    }
    call->next = pool->free_calls;
    pool->free_calls = call;
}

void queue_append(CallList *list, Call *call)
{
    call->next = NULL;
    if (list->last == NULL) {
        list->first = call;
    } else {
        list->last->next = call;
    }
    list->last = call;
    list->count++;
}

// Takes out the call behind `before`, or the first for NULL.
static Call *take_behind(CallList *list, Call *before)
{
    Call *call = before == NULL ? list->first : before->next;
    if (call == NULL) {
        return NULL;
    }
    if (before == NULL) {
        list->first = call->next;
    } else {
        before->next = call->next;
    }
    if (list->last == call) {
        list->last = before;
    }
    call->next = NULL;
    list->count--;
    return call;
}

Call *queue_take_first(CallList *list)
{
    return take_behind(list, NULL);
}

// The share with that key, added as the last whose turn it will be.
static Share *get_share(WritHookPool *pool, uint64_t key)
{
    Share *last = pool->shares;
    for (Share *share = pool->shares; share != NULL; share = share->next) {
        if (share->key == key) {
            return share;
        }
        last = share;
        if (share->next == pool->shares) {
            break;
        }
    }
    Share *share = calloc(1, sizeof *share);
    if (share == NULL) {
        give_up();
    }
    share->key = key;
    share->next = pool->shares == NULL ? share : pool->shares;
    if (last == NULL) {
        pool->shares = share;
    } else {
        last->next = share;
    }
    return share;
}

static void remove_share(WritHookPool *pool, Share *share)
{
    Share *before = share;
    while (before->next != share) {
        before = before->next;
    }
    if (before == share) {
        pool->shares = NULL;
    } else {
        before->next = share->next;
        if (pool->shares == share) {
            pool->shares = share->next;
        }
    }
    free(share);
}

void queue_add(WritHookPool *pool, Call *call)
{
    queue_append(&get_share(pool, call->share)->waiting, call);
    for (uint32_t i = 0; i < call->use_count; i++) {
        Capability *capability = call->uses[i].capability;
        Call *last = capability->last_waiting;
        capability->last_waiting = call;
        if (last == NULL) {
            capability->first_waiting = call;
            continue;
        }
        for (uint32_t j = 0; j < last->use_count; j++) {
            if (last->uses[j].capability == capability) {
                last->uses[j].next_waiting = call;
            }
        }
    }
}

static void put_first(CallList *list, Call *call)
{
    call->next = list->first;
    list->first = call;
    list->last = list->last == NULL ? call : list->last;
    list->count++;
}

void queue_put_back(WritHookPool *pool, CallList *calls)
{
    // From the last to the first, by turning the list around.
    CallList turned = {0};
    for (Call *call = queue_take_first(calls); call != NULL; call = queue_take_first(calls)) {
        assert(call->use_count == 0);
        put_first(&turned, call);
    }
    for (Call *call = queue_take_first(&turned); call != NULL; call = queue_take_first(&turned)) {
        put_first(&get_share(pool, call->share)->waiting, call);
    }
}

static bool may_go(const Call *call)
{
    for (uint32_t i = 0; i < call->use_count; i++) {
        const Capability *capability = call->uses[i].capability;
        if (capability->holder != NULL || capability->first_waiting != call) {
            return false;
        }
    }
    return true;
}

Call *queue_find(WritHookPool *pool, Share **share, Call **before)
{
    Share *turn = pool->shares;
    if (turn == NULL) {
        return NULL;
    }
    do {
        *before = NULL;
        for (Call *call = turn->waiting.first; call != NULL; call = call->next) {
            if (may_go(call)) {
                *share = turn;
                return call;
            }
            *before = call;
        }
        turn = turn->next;
    } while (turn != pool->shares);
    return NULL;
}

// Takes a call that is first in all its lines out of them.
static void leave_lines(Call *call)
{
    for (uint32_t i = 0; i < call->use_count; i++) {
        Capability *capability = call->uses[i].capability;
        assert(capability->first_waiting == call);
        capability->first_waiting = call->uses[i].next_waiting;
        if (capability->first_waiting == NULL) {
            capability->last_waiting = NULL;
        }
        call->uses[i].next_waiting = NULL;
    }
}

void queue_take(WritHookPool *pool, Share *share, Call *before, Call *call)
{
    Call *taken = take_behind(&share->waiting, before);
    assert(taken == call);
    leave_lines(call);
    for (uint32_t i = 0; i < call->use_count; i++) {
        assert(call->uses[i].capability->holder == NULL);
        call->uses[i].capability->holder = call;
    }
    pool->shares = share->next;
    if (share->waiting.count == 0) {
        remove_share(pool, share);
    }
}

void queue_release(Call *call)
{
    for (uint32_t i = 0; i < call->use_count; i++) {
        if (call->uses[i].capability->holder == call) {
            call->uses[i].capability->holder = NULL;
        }
    }
}

Call *queue_take_any(WritHookPool *pool)
{
    Share *share = pool->shares;
    if (share == NULL) {
        return NULL;
    }
    // All that waits is taken, one after the other, so the lines can be dropped at once.
    for (uint32_t i = 0; i < pool->capability_count; i++) {
        pool->capabilities[i].first_waiting = NULL;
        pool->capabilities[i].last_waiting = NULL;
    }
    Call *call = queue_take_first(&share->waiting);
    if (share->waiting.count == 0) {
        remove_share(pool, share);
    }
    return call;
}

void queue_free_list(CallList *list)
{
    for (Call *call = queue_take_first(list); call != NULL; call = queue_take_first(list)) {
        writ_buffer_dispose(&call->texts);
        free(call);
    }
}

void queue_dispose(WritHookPool *pool)
{
    while (pool->shares != NULL) {
        queue_free_list(&pool->shares->waiting);
        remove_share(pool, pool->shares);
    }
    while (pool->free_calls != NULL) {
        Call *call = pool->free_calls;
        pool->free_calls = call->next;
        writ_buffer_dispose(&call->texts);
        free(call);
    }
}
