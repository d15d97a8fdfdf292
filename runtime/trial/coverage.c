// Each event that a line of the procedure stands behind is counted there: a stage entered, an
// outcome given, a deadline passed, a call given up, a row that decided.
//
// Events name block instances; which node of the plan each runs is remembered from the events that
// opened it.
#include "trial/coverage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// Which node a block instance or a call is of.
typedef struct Seat {
    uint64_t case_number;
    uint32_t number;
    uint32_t node;
} Seat;

typedef struct Seats {
    Seat *items;
    uint32_t count, capacity;
} Seats;

typedef struct Covering {
    const WritPlan *plan;
    WritCoverage told;
    WritCovered *items;
    uint32_t capacity;
    uint32_t *stage_of;     // Of a node its item, else WRIT_NONE; so the next ones.
    uint32_t *overdue_of;   // Of a node.
    uint32_t *no_answer_of; // Of a node.
    uint32_t *handler_of;   // Of a handler.
    uint32_t *row_of;       // Of a row.
    uint32_t *end_of;       // Of an outcome of the process.
} Covering;

struct Coverage {
    Covering *plans;
    uint32_t count;
    Seats frames, calls;
};

// --- What there is to go through ------------------------------------------------------------

static uint32_t *numbers(uint32_t count)
{
    uint32_t *made = malloc(((size_t)count + 1) * sizeof *made);
    assert(made != NULL);
    memset(made, 0xFF, ((size_t)count + 1) * sizeof *made);
    return made;
}

static uint32_t add(Covering *covering, WritCoveredKind kind, WritText name, WritText part)
{
    uint32_t count = covering->told.item_count;
    if (count == covering->capacity) {
        covering->capacity = count == 0 ? 32 : 2 * count;
        covering->items = realloc(covering->items, covering->capacity * sizeof *covering->items);
        assert(covering->items != NULL);
    }
    covering->items[count] = (WritCovered){.kind = kind, .name = name, .part = part};
    covering->told.item_count++;
    covering->told.items = covering->items;
    return count;
}

static void add_step(Covering *covering, uint32_t number)
{
    const WritPlan *plan = covering->plan;
    const WritNode *node = &plan->nodes[number];
    const WritStep *step = &plan->steps[node->step];
    WritText name = node->name.length > 0 ? node->name : node->title;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        uint32_t handler = step->handlers_start + i;
        covering->handler_of[handler] =
            add(covering, WRIT_COVERED_OUTCOME, name, plan->handlers[handler].outcome);
    }
    if (step->act == WRIT_ACT_CALL && step->on_no_answer != WRIT_NONE) {
        covering->no_answer_of[number] = add(covering, WRIT_COVERED_NO_ANSWER, name, (WritText){0});
    }
}

static void add_node(Covering *covering, uint32_t number)
{
    const WritNode *node = &covering->plan->nodes[number];
    if (node->kind == WRIT_NODE_STAGE || node->kind == WRIT_NODE_DETOUR) {
        covering->stage_of[number] = add(covering, WRIT_COVERED_STAGE, node->name, (WritText){0});
    }
    if (node->kind == WRIT_NODE_STEP) {
        add_step(covering, number);
    }
    bool timed = node->kind == WRIT_NODE_PROCESS || node->kind == WRIT_NODE_STAGE ||
                 node->kind == WRIT_NODE_DETOUR || node->kind == WRIT_NODE_STEP;
    if (timed && node->deadline.kind != WRIT_DEADLINE_NONE &&
        node->deadline.on_overdue != WRIT_NONE) {
        WritText name = node->name.length > 0 ? node->name : node->title;
        covering->overdue_of[number] = add(covering, WRIT_COVERED_OVERDUE, name, (WritText){0});
    }
}

static void add_decisions(Covering *covering)
{
    const WritPlan *plan = covering->plan;
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        const WritDecision *decision = &plan->decisions[i];
        for (uint32_t k = 0; k < decision->row_count; k++) {
            uint32_t row = decision->rows_start + k;
            covering->row_of[row] =
                add(covering, WRIT_COVERED_ROW, decision->name, plan->rows[row].label);
        }
    }
}

static void begin(Covering *covering, const WritPlan *plan)
{
    covering->plan = plan;
    covering->told.process = plan->name;
    covering->told.title = plan->title;
    covering->stage_of = numbers(plan->node_count);
    covering->overdue_of = numbers(plan->node_count);
    covering->no_answer_of = numbers(plan->node_count);
    covering->handler_of = numbers(plan->handler_count);
    covering->row_of = numbers(plan->row_count);
    covering->end_of = numbers(plan->outcome_count);
    for (uint32_t i = 0; i < plan->outcome_count; i++) {
        covering->end_of[i] =
            add(covering, WRIT_COVERED_OUTCOME, writ_text_last_name(plan->name), plan->outcomes[i]);
    }
    for (uint32_t i = 0; i < plan->node_count; i++) {
        add_node(covering, i);
    }
    add_decisions(covering);
}

Coverage *coverage_new(const WritCompilation *compilation)
{
    Coverage *coverage = calloc(1, sizeof *coverage);
    assert(coverage != NULL);
    coverage->count = writ_compile_plan_count(compilation);
    coverage->plans = calloc((size_t)coverage->count + 1, sizeof *coverage->plans);
    assert(coverage->plans != NULL);
    for (uint32_t i = 0; i < coverage->count; i++) {
        begin(&coverage->plans[i], writ_compile_plan(compilation, i));
    }
    return coverage;
}

void coverage_free(Coverage *coverage)
{
    if (coverage == NULL) {
        return;
    }
    for (uint32_t i = 0; i < coverage->count; i++) {
        Covering *covering = &coverage->plans[i];
        free(covering->items);
        free(covering->stage_of);
        free(covering->overdue_of);
        free(covering->no_answer_of);
        free(covering->handler_of);
        free(covering->row_of);
        free(covering->end_of);
    }
    free(coverage->plans);
    free(coverage->frames.items);
    free(coverage->calls.items);
    free(coverage);
}

// --- Counting -------------------------------------------------------------------------------

void coverage_begin(Coverage *coverage)
{
    coverage->frames.count = 0;
    coverage->calls.count = 0;
}

static void sit(Seats *seats, uint64_t case_number, uint32_t number, uint32_t node)
{
    if (seats->count == seats->capacity) {
        seats->capacity = seats->capacity == 0 ? 64 : 2 * seats->capacity;
        seats->items = realloc(seats->items, seats->capacity * sizeof *seats->items);
        assert(seats->items != NULL);
    }
    seats->items[seats->count++] = (Seat){case_number, number, node};
}

// The newest counts: numbers of block instances are not given again within a case.
static uint32_t node_at(const Seats *seats, uint64_t case_number, uint32_t number)
{
    for (uint32_t i = seats->count; i-- > 0;) {
        const Seat *seat = &seats->items[i];
        if (seat->case_number == case_number && seat->number == number) {
            return seat->node;
        }
    }
    return WRIT_NONE;
}

uint32_t coverage_node(const Coverage *coverage, uint64_t case_number, uint32_t frame)
{
    return node_at(&coverage->frames, case_number, frame);
}

static void count(Covering *covering, const uint32_t *items, uint32_t number)
{
    if (number != WRIT_NONE && items[number] != WRIT_NONE) {
        covering->items[items[number]].times++;
    }
}

static void count_outcome(Covering *covering, uint32_t node, WritText outcome)
{
    const WritPlan *plan = covering->plan;
    if (node == WRIT_NONE || plan->nodes[node].kind != WRIT_NODE_STEP) {
        return;
    }
    const WritStep *step = &plan->steps[plan->nodes[node].step];
    for (uint32_t i = 0; i < step->handler_count; i++) {
        if (writ_text_equal(plan->handlers[step->handlers_start + i].outcome, outcome)) {
            count(covering, covering->handler_of, step->handlers_start + i);
        }
    }
}

const WritDecision *coverage_decision(const WritPlan *plan, const WritEvent *event)
{
    bool dated = event->kind == WRIT_EVENT_DECIDED_IN_FORCE;
    const WritStep *step = &plan->steps[plan->nodes[event->node].step];
    return &plan->decisions[dated ? event->number : step->callee];
}

bool coverage_next_row(WritText *labels, WritText *label)
{
    size_t length = 0;
    while (length < labels->length && labels->data[length] != ',') {
        length++;
    }
    *label = (WritText){labels->data, length};
    size_t taken = length + (length < labels->length ? 2 : 0); // ", "
    *labels = (WritText){labels->data + taken, labels->length - taken};
    return length > 0;
}

static void count_rows(Covering *covering, const WritEvent *event)
{
    const WritPlan *plan = covering->plan;
    const WritDecision *decision = coverage_decision(plan, event);
    WritText labels = event->text;
    WritText label;
    while (coverage_next_row(&labels, &label)) {
        for (uint32_t i = 0; i < decision->row_count; i++) {
            if (writ_text_equal(plan->rows[decision->rows_start + i].label, label)) {
                count(covering, covering->row_of, decision->rows_start + i);
            }
        }
    }
}

// Others name the block instance around what they are about.
static bool opens(WritEventKind kind)
{
    return kind == WRIT_EVENT_STAGE_ENTERED || kind == WRIT_EVENT_BLOCK_OPENED ||
           kind == WRIT_EVENT_PART_OPENED || kind == WRIT_EVENT_TASK_OPENED ||
           kind == WRIT_EVENT_CALL_MADE || kind == WRIT_EVENT_WAIT_OPENED;
}

static void note_seats(Coverage *coverage, uint64_t number, const WritEvent *event)
{
    if (event->kind == WRIT_EVENT_CALL_MADE) {
        sit(&coverage->calls, number, event->number, event->node);
    }
    if (opens(event->kind)) {
        sit(&coverage->frames, number, event->frame, event->node);
    }
}

static void hear_one(Coverage *coverage, Covering *covering, uint64_t number,
                     const WritEvent *event)
{
    note_seats(coverage, number, event);
    if (event->kind == WRIT_EVENT_CASE_STARTED) {
        covering->told.is_tried = true;
        sit(&coverage->frames, number, 1, 0); // The block instance of the process itself.
    } else if (event->kind == WRIT_EVENT_STAGE_ENTERED) {
        count(covering, covering->stage_of, event->node);
    } else if (event->kind == WRIT_EVENT_TASK_ANSWERED) {
        count_outcome(covering, node_at(&coverage->frames, number, event->frame), event->text);
    } else if (event->kind == WRIT_EVENT_CALL_ANSWERED) {
        count_outcome(covering, node_at(&coverage->calls, number, event->number), event->text);
    } else if (event->kind == WRIT_EVENT_CALL_GIVEN_UP) {
        count(covering, covering->no_answer_of, node_at(&coverage->calls, number, event->number));
    } else if (event->kind == WRIT_EVENT_DEADLINE_PASSED) {
        count(covering, covering->overdue_of, node_at(&coverage->frames, number, event->frame));
    } else if (event->kind == WRIT_EVENT_DECIDED || event->kind == WRIT_EVENT_DECIDED_IN_FORCE) {
        count_rows(covering, event);
    } else if (event->kind == WRIT_EVENT_CASE_ENDED) {
        count(covering, covering->end_of, event->index);
    }
}

void coverage_hear(Coverage *coverage, const WritHeard *heard)
{
    Covering *covering = NULL;
    for (uint32_t i = 0; i < coverage->count; i++) {
        if (writ_text_equal(coverage->plans[i].plan->name, heard->plan->name)) {
            covering = &coverage->plans[i];
        }
    }
    for (uint32_t i = 0; covering != NULL && i < heard->event_count; i++) {
        hear_one(coverage, covering, heard->case_number, &heard->events[i]);
    }
}

const WritCoverage *coverage_get(const Coverage *coverage, uint32_t process)
{
    assert(process < coverage->count);
    return &coverage->plans[process].told;
}

uint32_t coverage_count(const Coverage *coverage)
{
    return coverage->count;
}
