// Random messages and deadlines, beside two oracles: a model that goes minute by minute, and, where
// messages come in the order in which they were sent, sorting by source time, messages first.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/depot.h"
#include "support/random.h"

enum {
    ROUNDS = 300,
    CASES = 4,
    MESSAGES = 24,
    LAST_MINUTE = 130,
    SETTLED = 400, // A minute by which everything has passed.
    BEFORE_ALL = -1000,
    SOURCES = 3,
};
static const int64_t MINUTE = 60 * INT64_C(1000000);
static const char *const sources[SOURCES] = {"wms", "erp", "web"};
static const int counts[SOURCES] = {DEPOT_WMS_MINUTES, DEPOT_ERP_MINUTES, -1}; // -1: not named.
static const int lasts[DEPOT_WAITS] = {30, 60, 60};

typedef struct Message {
    int number, wait, source; // wait from 1
    int sent, received;
} Message;

typedef struct Scenario {
    int started[CASES];
    Message messages[MESSAGES]; // By receipt.
    int stands_from, stands_to; // No host runs in between; equal: one always does.
    bool in_order;              // Sent as they come, and soon enough.
    bool coincides;
} Scenario;

// --- The model ---------------------------------------------------------------------------------

typedef struct ModelCase {
    bool open[DEPOT_WAITS];
    int due[DEPOT_WAITS];
    int first_host[DEPOT_WAITS]; // When one came up first after it was due.
    int last;                    // Effective minute of what happened last.
    char order[64];
} ModelCase;

typedef struct Model {
    ModelCase cases[CASES];
    int latest[SOURCES];
    int opened, stood_from;
    int journalled; // The minute of the last entry.
} Model;

static void record(Model *model, ModelCase *c, char what, int wait, int effective, int now)
{
    size_t length = strlen(c->order);
    (void)snprintf(c->order + length, sizeof c->order - length, "%s%c%d", length > 0 ? " " : "",
                   what, wait + 1);
    c->open[wait] = false;
    c->last = effective > c->last ? effective : c->last;
    model->journalled = now;
}

static bool is_held(const Model *model, const ModelCase *c, int wait, int now)
{
    int from = c->first_host[wait] > c->due[wait] ? c->first_host[wait] : c->due[wait];
    for (int i = 0; i < SOURCES; i++) {
        if (counts[i] >= 0 && model->latest[i] <= c->due[wait] && from + counts[i] >= now) {
            return true;
        }
    }
    return false;
}

// The open wait that is due first, before `before`; -1: none.
static int first_due(const ModelCase *c, int before)
{
    int first = -1;
    for (int i = 0; i < DEPOT_WAITS; i++) {
        if (c->open[i] && c->due[i] < before && (first < 0 || c->due[i] < c->due[first])) {
            first = i;
        }
    }
    return first;
}

static void pass_due(Model *model, int now)
{
    for (int i = 0; i < CASES; i++) {
        ModelCase *c = &model->cases[i];
        int wait = first_due(c, now);
        while (wait >= 0 && !is_held(model, c, wait, now)) {
            record(model, c, 'd', wait, c->due[wait], now);
            wait = first_due(c, now);
        }
    }
}

static int running_minutes(const Model *model, int from, int to)
{
    int minutes = 0;
    for (int i = from; i < to; i++) {
        minutes += i < model->stood_from || i >= model->opened;
    }
    return minutes;
}

static void take(Model *model, const Message *message)
{
    ModelCase *c = &model->cases[message->number];
    int now = message->received;
    int wait = message->wait - 1;
    int *latest = &model->latest[message->source];
    *latest = message->sent > *latest ? message->sent : *latest;
    bool counted = running_minutes(model, message->sent, now) <= counts[message->source];
    int from = counted ? message->sent : now;
    if (!c->open[wait]) {
        return;
    }
    for (int due = first_due(c, from); due >= 0; due = first_due(c, from)) {
        record(model, c, 'd', due, c->due[due], now);
    }
    if (c->open[wait]) {
        record(model, c, 'm', wait, from, now);
    }
}

static void come_up(Model *model, int now)
{
    model->opened = now;
    model->stood_from = model->journalled;
    for (int i = 0; i < SOURCES; i++) {
        model->latest[i] = BEFORE_ALL;
    }
    for (int i = 0; i < CASES * DEPOT_WAITS; i++) {
        ModelCase *c = &model->cases[i / DEPOT_WAITS];
        int wait = i % DEPOT_WAITS;
        if (c->open[wait] && c->due[wait] < now) {
            c->first_host[wait] = now;
        }
    }
}

static void begin_case(Model *model, int number, int now)
{
    ModelCase *c = &model->cases[number];
    for (int i = 0; i < DEPOT_WAITS; i++) {
        c->open[i] = true;
        c->due[i] = now + lasts[i];
    }
    c->last = now;
    model->journalled = now;
}

// --- Both --------------------------------------------------------------------------------------

// Below `count`; in every other scenario a multiple of five, so that many things coincide.
static int some(Random *random, const Scenario *s, int count)
{
    int minutes = (int)random_below(random, (uint32_t)count);
    return s->coincides ? minutes / 5 * 5 : minutes;
}

static void make(Scenario *s, Random *random)
{
    *s = (Scenario){.in_order = random_below(random, 2) == 0,
                    .coincides = random_below(random, 2) == 0};
    for (int i = 0; i < CASES; i++) {
        s->started[i] = i == 0 ? 0 : s->started[i - 1] + some(random, s, 6);
    }
    if (!s->in_order && random_below(random, 2) == 0) {
        s->stands_from = 25 + some(random, s, 60);
        s->stands_to = s->stands_from + 5 + some(random, s, 40);
    }
    int sent = 20;
    int received = 20;
    for (int i = 0; i < MESSAGES; i++) {
        Message *m = &s->messages[i];
        *m = (Message){.number = (int)random_below(random, CASES),
                       .wait = 1 + (int)random_below(random, DEPOT_WAITS),
                       .source = s->in_order ? 0 : (int)random_below(random, SOURCES)};
        if (s->in_order) {
            sent += some(random, s, 8);
            received = received > sent ? received : sent;
            received += some(random, s, sent + DEPOT_WMS_MINUTES + 1 - received);
        } else {
            received += some(random, s, 8);
            sent = received - some(random, s, 25);
        }
        m->sent = sent;
        m->received = received;
        if (received > s->stands_from && received <= s->stands_to) {
            m->received = received = s->stands_to;
        }
    }
}

static bool runs(const Scenario *s, int minute)
{
    return minute < s->stands_from || minute >= s->stands_to;
}

typedef struct World {
    const Scenario *scenario;
    Depot depot;
    Model model;
    int64_t began;
} World;

static void go_to(World *world, int minute)
{
    const Scenario *s = world->scenario;
    world->depot.clock.now = world->began + minute * MINUTE;
    if (minute == s->stands_to && s->stands_to > s->stands_from) {
        depot_open(&world->depot);
        come_up(&world->model, minute);
    }
    depot_rest(&world->depot);
    pass_due(&world->model, minute);
}

static void live(World *world, int minute)
{
    const Scenario *s = world->scenario;
    go_to(world, minute);
    for (int i = 0; i < CASES; i++) {
        if (s->started[i] == minute) {
            assert_int_equal(depot_start(&world->depot), i + 1);
            begin_case(&world->model, i, minute);
        }
    }
    for (int i = 0; i < MESSAGES; i++) {
        const Message *m = &s->messages[i];
        if (m->received == minute && minute < LAST_MINUTE) {
            depot_send(&world->depot, (uint64_t)m->number + 1, m->wait, sources[m->source],
                       world->began + m->sent * MINUTE);
            assert_int_equal(world->depot.answer.status, WRIT_OK);
            depot_rest(&world->depot);
            take(&world->model, m);
            pass_due(&world->model, minute);
        }
    }
    if (minute + 1 == s->stands_from && s->stands_to > s->stands_from) {
        depot_close(&world->depot);
    }
}

// --- Sorting -----------------------------------------------------------------------------------

typedef struct Sorted {
    int at, rank, wait; // A message has the rank of its place, deadlines come behind all.
} Sorted;

static int by_time(const void *a, const void *b)
{
    const Sorted *first = a;
    const Sorted *second = b;
    if (first->at != second->at) {
        return first->at < second->at ? -1 : 1;
    }
    return first->rank < second->rank ? -1 : first->rank > second->rank;
}

static void sort_case(const Scenario *s, int number, char *order, size_t size)
{
    Sorted sorted[DEPOT_WAITS];
    for (int i = 0; i < DEPOT_WAITS; i++) {
        sorted[i] = (Sorted){s->started[number] + lasts[i], MESSAGES + i, i + 1};
        for (int j = 0; j < MESSAGES; j++) {
            const Message *m = &s->messages[j];
            Sorted came = {m->sent, j, m->wait};
            if (m->number == number && m->wait == i + 1 && m->received < LAST_MINUTE &&
                by_time(&came, &sorted[i]) < 0) {
                sorted[i] = came;
            }
        }
    }
    qsort(sorted, DEPOT_WAITS, sizeof sorted[0], by_time);
    order[0] = '\0';
    for (int i = 0; i < DEPOT_WAITS; i++) {
        size_t length = strlen(order);
        (void)snprintf(order + length, size - length, "%s%c%d", i == 0 ? "" : " ",
                       sorted[i].rank < MESSAGES ? 'm' : 'd', sorted[i].wait);
    }
}

// --- Rounds ------------------------------------------------------------------------------------

static void compare(World *world, uint64_t seed)
{
    for (int i = 0; i < CASES; i++) {
        const char *order = depot_order(&world->depot, (uint64_t)i + 1);
        if (strcmp(order, world->model.cases[i].order) != 0) {
            fail_msg("round %llu, case %d: %s, and the model says %s", (unsigned long long)seed,
                     i + 1, order, world->model.cases[i].order);
        }
        char sorted[64];
        sort_case(world->scenario, i, sorted, sizeof sorted);
        if (world->scenario->in_order && strcmp(order, sorted) != 0) {
            fail_msg("round %llu, case %d: %s, and sorted it is %s", (unsigned long long)seed,
                     i + 1, order, sorted);
        }
    }
}

static void n15_the_order_is_that_of_the_model_and_of_source_time(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        Random random = {seed};
        Scenario scenario;
        make(&scenario, &random);
        World world = {.scenario = &scenario};
        depot_begin(&world.depot);
        world.began = world.depot.clock.now;
        world.model.stood_from = 0;
        for (int i = 0; i < SOURCES; i++) {
            world.model.latest[i] = BEFORE_ALL;
        }
        for (int minute = 0; minute < LAST_MINUTE; minute++) {
            if (runs(&scenario, minute)) {
                live(&world, minute);
            }
        }
        go_to(&world, SETTLED);
        compare(&world, seed);
        depot_end(&world.depot);
    }
}

int main(void)
{
    // Nothing here asks what a disk does.
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n15_the_order_is_that_of_the_model_and_of_source_time),
    };
    return cmocka_run_group_tests_name("host_sent_random", tests, NULL, NULL);
}
