#include "support/host_check.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "support/document_check.h"

typedef struct Row {
    WritBuffer key;
    WritBuffer matches; // Of a wait: its value. What other values say is not looked at.
    bool found;
} Row;

// What must stand in a family, collected from the cases, or for early messages from themselves;
// what is found there is crossed out.
typedef struct Expected {
    WritFamily family;
    Row *rows;
    uint32_t count, capacity;
} Expected;

enum { FAMILIES = 7 };

typedef struct Known {
    WritCase *state; // Made again from the journal.
    const Definition *definition;
    uint64_t last;
} Known;

typedef struct Checking {
    WritHost *host;
    HostCheck *check;
    Known *known; // By case number.
    uint64_t known_count;
    Expected expected[FAMILIES];
    WritArena *arena;
    Instance *instance; // Whose duties are visited.
} Checking;

static const WritFamily families[FAMILIES] = {
    WRIT_FAMILY_TASKS_OF,  WRIT_FAMILY_WAITS,     WRIT_FAMILY_CALLS, WRIT_FAMILY_TIMERS,
    WRIT_FAMILY_INCIDENTS, WRIT_FAMILY_OPEN_KEYS, WRIT_FAMILY_EARLY,
};

// --- Rows that are expected --------------------------------------------------------------------

static Row *expect_row(Checking *c, WritFamily family)
{
    int which = 0;
    while (families[which] != family) {
        which++;
    }
    Expected *expected = &c->expected[which];
    if (expected->count == expected->capacity) {
        expected->capacity = expected->capacity == 0 ? 64 : 2 * expected->capacity;
        expected->rows = realloc(expected->rows, expected->capacity * sizeof *expected->rows);
        if (expected->rows == NULL) {
            abort();
        }
    }
    expected->rows[expected->count] = (Row){.found = false};
    return &expected->rows[expected->count++];
}

static WritBuffer *expect(Checking *c, WritFamily family)
{
    return &expect_row(c, family)->key;
}

static void expect_wait(Checking *c, const WritPlan *plan, const WritDuty *wait)
{
    Row *row = expect_row(c, WRIT_FAMILY_WAITS);
    WritText event = plan->events[wait->event].name;
    const WritRecordType *record = &plan->types.records[plan->events[wait->event].record];
    const uint32_t *fields = &plan->operands[plan->steps[plan->nodes[wait->node].step].match_start];
    if (wait->key_count == 0) {
        key_match_any(&row->key, event);
    }
    for (uint32_t i = 0; i < wait->key_count; i++) {
        KeyMatch match =
            key_match_of(record->fields[fields[2 * i]].name, &plan->types, wait->keys[i]);
        if (i == 0) {
            key_match(&row->key, event, &match);
        } else {
            writ_buffer_add(&row->matches, (WritText){(const char *)match.bytes, sizeof match});
        }
    }
    key_timed(&row->key, wait->since, c->instance->number, wait->frame);
}

static void expect_duty(void *self, const WritDuty *duty)
{
    Checking *c = self;
    const WritPlan *plan = &c->instance->definition->plan;
    uint64_t number = c->instance->number;
    switch (duty->kind) {
    case WRIT_DUTY_TASK:
        for (uint32_t i = 0; i < duty->asked_count; i++) {
            key_task_of(expect(c, WRIT_FAMILY_TASKS_OF), c->instance->definition->program,
                        &duty->asked[i], number, duty);
        }
        return;
    case WRIT_DUTY_WAIT:
        expect_wait(c, plan, duty);
        return;
    case WRIT_DUTY_CALL:
        key_timed(expect(c, WRIT_FAMILY_CALLS), duty->due == WRIT_NEVER ? 0 : duty->due, number,
                  duty->call);
        return;
    case WRIT_DUTY_TIMER:
        key_timed(expect(c, WRIT_FAMILY_TIMERS), duty->due, number, duty->frame);
        return;
    case WRIT_DUTY_INCIDENT:
        key_timed(expect(c, WRIT_FAMILY_INCIDENTS), duty->since, number, duty->frame);
        return;
    }
    WRIT_UNREACHABLE();
}

// A message holds what it is found by and when it goes; only its own row has more than a key.
static WritVisit expect_message(void *context, WritText key, WritText value)
{
    Checking *c = context;
    size_t name = strnlen(key.data, key.length);
    if (name == 0 || value.length == 0) {
        return WRIT_VISIT_ON;
    }
    WritText event = {key.data, name};
    WritReader number = writ_reader((WritText){key.data + key.length - 8, 8});
    uint64_t arrival = writ_get_ordered(&number);
    WritReader in = writ_reader(value);
    key_early_expiry(expect(c, WRIT_FAMILY_EARLY), writ_get_int(&in), arrival);
    key_early_body(expect(c, WRIT_FAMILY_EARLY), event, arrival);
    WritBuffer *any = expect(c, WRIT_FAMILY_EARLY);
    key_match_any(any, event);
    writ_put_ordered(any, arrival);
    WritText matches = writ_get_text(&in);
    for (size_t at = 0; at + KEY_MATCH_BYTES <= matches.length; at += KEY_MATCH_BYTES) {
        KeyMatch match;
        memcpy(match.bytes, matches.data + at, sizeof match.bytes);
        WritBuffer *found_by = expect(c, WRIT_FAMILY_EARLY);
        key_match(found_by, event, &match);
        writ_put_ordered(found_by, arrival);
    }
    return WRIT_VISIT_ON;
}

typedef struct Crossing {
    HostCheck *check;
    Expected *expected;
} Crossing;

static WritVisit cross_out(void *context, WritText key, WritText value)
{
    Crossing *crossing = context;
    Expected *expected = crossing->expected;
    for (uint32_t i = 0; i < expected->count; i++) {
        Row *row = &expected->rows[i];
        if (row->found || !writ_text_equal(writ_buffer_text(&row->key), key)) {
            continue;
        }
        row->found = true;
        if (expected->family == WRIT_FAMILY_WAITS &&
            !writ_text_equal(writ_buffer_text(&row->matches), value)) {
            writ_buffer_add_string(&crossing->check->wrong, "a wait compares other fields\n");
        }
        return WRIT_VISIT_ON;
    }
    writ_buffer_format(&crossing->check->wrong, "family %d has a row of %zu bytes too many\n",
                       (int)expected->family, key.length);
    return WRIT_VISIT_ON;
}

static void check_expected(Checking *c)
{
    WritError error = {0};
    for (int i = 0; i < FAMILIES; i++) {
        Expected *expected = &c->expected[i];
        expected->family = families[i];
        Crossing crossing = {c->check, expected};
        WritStoreRange range = {.family = families[i]};
        if (writ_store_scan(c->host->store, &range, cross_out, &crossing, &error) != WRIT_OK) {
            writ_buffer_format(&c->check->wrong, "family %d: %s\n", (int)families[i], error.text);
        }
        for (uint32_t j = 0; j < expected->count; j++) {
            if (!expected->rows[j].found) {
                writ_buffer_format(&c->check->wrong, "family %d lacks a row\n", (int)families[i]);
            }
            writ_buffer_dispose(&expected->rows[j].key);
            writ_buffer_dispose(&expected->rows[j].matches);
        }
        free(expected->rows);
    }
}

// --- The journal -------------------------------------------------------------------------------

static Known *known_of(Checking *c, uint64_t number)
{
    if (number >= c->known_count) {
        uint64_t count = 2 * number + 64;
        c->known = realloc(c->known, count * sizeof *c->known);
        if (c->known == NULL) {
            abort();
        }
        memset(c->known + c->known_count, 0, (count - c->known_count) * sizeof *c->known);
        c->known_count = count;
    }
    return &c->known[number];
}

static void count_event(HostCheck *check, const WritEvent *event)
{
    check->tasks_answered += event->kind == WRIT_EVENT_TASK_ANSWERED;
    check->calls_made += event->kind == WRIT_EVENT_CALL_MADE;
    check->calls_failed += event->kind == WRIT_EVENT_CALL_FAILED;
    check->messages_taken += event->kind == WRIT_EVENT_MESSAGE_TAKEN;
    check->cancelled += event->kind == WRIT_EVENT_CANCELLED;
    check->undone += event->kind == WRIT_EVENT_UNDO_CALLED;
    if (event->kind == WRIT_EVENT_CALL_ANSWERED) {
        check->calls_answered++;
        check->shipped += writ_text_is(event->text, "shipped");
    }
}

static void replay(Checking *c, const WritEntry *entry, Known *known, uint64_t sequence)
{
    WritError error = {0};
    Definition *definition = NULL;
    if (definitions_of_basis(c->host, entry->basis, &definition, &error) != WRIT_OK) {
        writ_buffer_format(&c->check->wrong, "entry %llu: its definition: %s\n",
                           (unsigned long long)sequence, error.text);
        return;
    }
    if (known->state == NULL) {
        known->state = writ_case_new(definition->program, entry->case_number);
        known->definition = definition;
    }
    for (uint32_t i = 0; i < entry->event_count; i++) {
        count_event(c->check, &entry->events[i]);
        if (writ_case_apply(known->state, &entry->events[i], entry->effective, &error) != WRIT_OK) {
            writ_buffer_format(&c->check->wrong, "entry %llu does not replay: %s\n",
                               (unsigned long long)sequence, error.text);
            return;
        }
    }
}

static void check_basis(Checking *c, const WritJournalEntry *journal)
{
    WritBasis basis;
    WritError error = {0};
    c->check->bases++;
    if (journal->previous != 0 || writ_basis_decode(&basis, journal->bytes, &error) != WRIT_OK) {
        writ_buffer_format(&c->check->wrong, "entry %llu is of no case and no basis\n",
                           (unsigned long long)journal->sequence);
    }
}

static WritVisit take_entry(void *context, const WritJournalEntry *journal)
{
    Checking *c = context;
    WritEntry entry;
    WritError error = {0};
    writ_arena_reset(c->arena);
    if (journal->case_number == 0) {
        check_basis(c, journal);
        return WRIT_VISIT_ON;
    }
    c->check->entries++;
    if (writ_entry_decode(&entry, c->arena, journal->bytes, &error) != WRIT_OK) {
        writ_buffer_format(&c->check->wrong, "entry %llu: %s\n",
                           (unsigned long long)journal->sequence, error.text);
        return WRIT_VISIT_ON;
    }
    Known *known = known_of(c, entry.case_number);
    if (journal->previous != known->last || journal->case_number != entry.case_number ||
        entry.previous != journal->previous) {
        writ_buffer_format(&c->check->wrong, "entry %llu is not linked to the one before\n",
                           (unsigned long long)journal->sequence);
    }
    replay(c, &entry, known, journal->sequence);
    known->last = journal->sequence;
    return WRIT_VISIT_ON;
}

// --- Cases -------------------------------------------------------------------------------------

static void check_equal(Checking *c, uint64_t number, const WritCase *a, const WritCase *b)
{
    WritBuffer first = {0};
    WritBuffer second = {0};
    writ_case_dump(a, &first);
    writ_case_dump(b, &second);
    if (!writ_text_equal(writ_buffer_text(&first), writ_buffer_text(&second))) {
        writ_buffer_format(&c->check->wrong, "case %llu is not what its journal makes of it\n",
                           (unsigned long long)number);
    }
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&second);
}

static WritVisit count_row(void *context, WritText key, WritText value)
{
    (void)key;
    (void)value;
    (*(uint64_t *)context)++;
    return WRIT_VISIT_ON;
}

static void check_ended(Checking *c, uint64_t number)
{
    WritBuffer from = {0};
    WritBuffer to = {0};
    WritError error;
    uint64_t rows = 0;
    key_case(&from, number);
    key_case(&to, number + 1);
    WritStoreRange range = {WRIT_FAMILY_STATE, writ_buffer_text(&from), writ_buffer_text(&to), 0};
    if (writ_store_scan(c->host->store, &range, count_row, &rows, &error) != WRIT_OK || rows > 0) {
        writ_buffer_format(&c->check->wrong, "case %llu has ended and still has rows\n",
                           (unsigned long long)number);
    }
    c->check->ended++;
    writ_buffer_dispose(&from);
    writ_buffer_dispose(&to);
}

static void check_case(Checking *c, uint64_t number)
{
    WritError error = {0};
    Instance *instance = NULL;
    Known *known = known_of(c, number);
    c->check->cases++;
    if (known->state == NULL) {
        writ_buffer_format(&c->check->wrong, "case %llu has no history\n",
                           (unsigned long long)number);
        return;
    }
    // Once as it is in memory, once as its rows give it.
    for (int i = 0; i < 2; i++) {
        if (instances_get(c->host, number, &instance, &error) != WRIT_OK) {
            writ_buffer_format(&c->check->wrong, "case %llu does not load: %s\n",
                               (unsigned long long)number, error.text);
            return;
        }
        check_equal(c, number, instance->state, known->state);
        if (instance->last_entry != known->last) {
            writ_buffer_format(&c->check->wrong, "case %llu has another last entry\n",
                               (unsigned long long)number);
        }
        if (i == 0) {
            instances_drop(c->host, instance);
        }
    }
    c->instance = instance;
    if (writ_case_status(instance->state) == WRIT_CASE_ENDED) {
        check_ended(c, number);
        // It is known well enough; thousands of them need not stay in memory.
        instances_drop(c->host, instance);
        return;
    }
    if (instance->key.length > 0) {
        key_open(expect(c, WRIT_FAMILY_OPEN_KEYS), instance->definition->plan.name,
                 writ_buffer_text(&instance->key));
    }
    writ_case_duties(instance->state, c, expect_duty);
}

typedef struct Numbers {
    uint64_t *items;
    size_t count, capacity;
} Numbers;

static WritVisit keep_case(void *context, WritText key, WritText value)
{
    (void)value;
    Numbers *numbers = context;
    if (numbers->count == numbers->capacity) {
        numbers->capacity = numbers->capacity == 0 ? 64 : 2 * numbers->capacity;
        numbers->items = realloc(numbers->items, numbers->capacity * sizeof *numbers->items);
        if (numbers->items == NULL) {
            abort();
        }
    }
    WritReader in = writ_reader(key);
    numbers->items[numbers->count++] = writ_get_ordered(&in);
    return WRIT_VISIT_ON;
}

static void check_cases(Checking *c)
{
    WritError error = {0};
    Numbers numbers = {.count = 0};
    WritStoreRange open = {.family = WRIT_FAMILY_CASES};
    WritStoreRange ended = {.family = WRIT_FAMILY_ENDED};
    if (writ_store_scan(c->host->store, &open, keep_case, &numbers, &error) != WRIT_OK ||
        writ_store_scan(c->host->store, &ended, keep_case, &numbers, &error) != WRIT_OK) {
        writ_buffer_format(&c->check->wrong, "the cases: %s\n", error.text);
    }
    for (size_t i = 0; i < numbers.count; i++) {
        check_case(c, numbers.items[i]);
    }
    uint64_t with_history = 0;
    for (uint64_t i = 0; i < c->known_count; i++) {
        with_history += c->known[i].state != NULL;
    }
    if (with_history != numbers.count) {
        writ_buffer_format(&c->check->wrong, "%llu cases have a history, %zu have a row\n",
                           (unsigned long long)with_history, numbers.count);
    }
    free(numbers.items);
}

HostCheck host_check(WritHost *host)
{
    HostCheck check = {.entries = 0};
    Checking c = {.host = host, .check = &check, .arena = writ_arena_new((size_t)256 << 20)};
    WritError error = {0};
    if (writ_store_journal_scan(host->store, 1, take_entry, &c, &error) != WRIT_OK) {
        writ_buffer_format(&check.wrong, "the journal: %s\n", error.text);
    }
    check_cases(&c);
    WritStoreRange early = {.family = WRIT_FAMILY_EARLY};
    if (writ_store_scan(host->store, &early, expect_message, &c, &error) != WRIT_OK) {
        writ_buffer_format(&check.wrong, "early messages: %s\n", error.text);
    }
    check_expected(&c);
    if (writ_store_scan(host->store, &early, count_row, &check.kept_early, &error) != WRIT_OK) {
        writ_buffer_format(&check.wrong, "early messages: %s\n", error.text);
    }
    WritStoreRange requests = {.family = WRIT_FAMILY_REQUESTS};
    if (writ_store_scan(host->store, &requests, count_row, &check.recorded, &error) != WRIT_OK) {
        writ_buffer_format(&check.wrong, "recorded requests: %s\n", error.text);
    }
    document_check(host, &check.wrong);
    for (uint64_t i = 0; i < c.known_count; i++) {
        writ_case_free(c.known[i].state);
    }
    free(c.known);
    writ_arena_free(c.arena);
    return check;
}

// --- Recorded answers --------------------------------------------------------------------------

static bool ends_with(WritText text, WritText end)
{
    return text.length >= end.length &&
           memcmp(text.data + text.length - end.length, end.data, end.length) == 0;
}

bool host_check_same_answer(WritText first, WritText later)
{
    WritText said = writ_text(",\"again\":true}");
    if (ends_with(later, said) && !ends_with(first, said)) {
        return first.length == later.length - said.length + 1 && ends_with(first, writ_text("}")) &&
               memcmp(first.data, later.data, first.length - 1) == 0;
    }
    return writ_text_equal(first, later);
}

static bool has_record(WritHost *host, WritFamily family, const char *key, WritText json)
{
    WritBuffer value = {0};
    WritError error;
    bool same = false;
    if (writ_store_find(host->store, family, writ_text(key), &value, &error) == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&value));
        (void)writ_get_raw(&in, WRIT_HASH_BYTES);
        WritText recorded = writ_get_text(&in);
        same = writ_reader_done(&in) && host_check_same_answer(recorded, json);
    }
    writ_buffer_dispose(&value);
    return same;
}

bool host_check_has_answer(WritHost *host, const char *key, WritText json)
{
    return has_record(host, WRIT_FAMILY_REQUESTS, key, json);
}

bool host_check_has_message(WritHost *host, const char *source, WritText json)
{
    return has_record(host, WRIT_FAMILY_MESSAGES, source, json);
}
