#include "support/case_run.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

typedef struct Row {
    WritText key, value;
} Row;

typedef struct Duties {
    WritDuty *items;
    uint32_t count, capacity;
} Duties;

enum { CALENDARS_MAX = 16, NOTICES_MAX = 4096, OWN_MAX = 8 };

typedef struct OwnCalendar {
    const char *whose;
    const char *calendar; // NULL: none.
} OwnCalendar;

struct CaseRun {
    const WritPlan *plan;
    WritProgram *program;
    WritCase *live;
    WritArena *arena; // Of the whole run.
    int64_t now;
    uint64_t nobody;
    bool taken_over;
    Row *rows; // By rising key.
    uint32_t row_count, row_capacity, written;
    uint32_t slices; // Of the last command.
    WritEvent *events;
    int64_t *instants;
    uint32_t event_count, event_capacity;
    WritPeople people;
    WritClockwork clockwork;
    const WritCalendars *calendars;
    WritText calendar_names[CALENDARS_MAX]; // Those that were asked for,
    const WritCalendar *compiled[CALENDARS_MAX];
    uint32_t compiled_count;
    OwnCalendar own[OWN_MAX];
    uint32_t own_count;
    WritNotice notices[NOTICES_MAX];
    uint32_t notice_count;
    Duties told; // What saves have reported.
    Duties found;
};

// --- People
// ---------------------------------------------------------------------------------------

static uint32_t permitted(const void *self, WritArena *arena, const WritPlan *plan,
                          const WritQuestion *question, WritPermitted **people)
{
    const CaseRun *run = self;
    (void)plan;
    *people = writ_arena_array(arena, 1, sizeof **people);
    bool role = question->asked.role != WRIT_NONE;
    WritText person = role ? writ_text("anna") : question->asked.person;
    for (uint32_t i = 0; i < question->barred_count; i++) {
        if (writ_text_equal(question->barred[i], person)) {
            return 0;
        }
    }
    (*people)[0].person = person;
    return role && (run->nobody >> question->asked.role & 1) != 0 ? 0 : 1;
}

static uint32_t members(const void *self, WritArena *arena, const WritPlan *plan, WritAsked asked,
                        WritText **people)
{
    (void)self;
    (void)plan;
    *people = writ_arena_array(arena, 1, sizeof **people);
    (*people)[0] = asked.role == WRIT_NONE ? asked.person : writ_text("anna");
    return 1;
}

static WritText name(const void *self, WritText person)
{
    (void)self;
    return person;
}

static const char *own_calendar(const CaseRun *run, WritText whose)
{
    for (uint32_t i = 0; i < run->own_count; i++) {
        if (writ_text_is(whose, run->own[i].whose)) {
            return run->own[i].calendar;
        }
    }
    return NULL;
}

static WritStatus calendar_of(const void *self, WritAsked asked, WritOwner *owner, WritError *error)
{
    const char *found = own_calendar(self, asked.role == WRIT_NONE ? asked.person : asked.unit);
    *owner = (WritOwner){.unit = asked.unit, .person = asked.person};
    if (found == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND, "nothing says whose calendar this is");
    }
    owner->calendar = writ_text(found);
    return WRIT_OK;
}

// --- Calendars
// ----------------------------------------------------------------------------------

static WritStatus find_calendar(const void *self, WritText wanted, const WritCalendar **calendar,
                                WritError *error)
{
    CaseRun *run = (CaseRun *)self;
    for (uint32_t i = 0; i < run->compiled_count; i++) {
        if (writ_text_equal(run->calendar_names[i], wanted)) {
            *calendar = run->compiled[i];
            return WRIT_OK;
        }
    }
    WritCalendars none = {0};
    WritStatus status = writ_calendar_compile(
        calendar, run->arena, run->calendars == NULL ? &none : run->calendars, wanted, error);
    if (status == WRIT_OK && run->compiled_count < CALENDARS_MAX) {
        run->calendar_names[run->compiled_count] = writ_arena_text(run->arena, wanted);
        run->compiled[run->compiled_count++] = *calendar;
    }
    return status;
}

void case_run_calendars(CaseRun *run, const WritCalendars *set)
{
    run->calendars = set;
    run->compiled_count = 0;
}

// --- Rows and duties
// ------------------------------------------------------------------------------

static uint32_t row_place(const CaseRun *run, WritText key)
{
    uint32_t place = 0;
    while (place < run->row_count && writ_text_compare(run->rows[place].key, key) < 0) {
        place++;
    }
    return place;
}

static void put(void *self, WritText key, WritText value)
{
    CaseRun *run = self;
    uint32_t place = row_place(run, key);
    run->written++;
    if (place < run->row_count && writ_text_equal(run->rows[place].key, key)) {
        run->rows[place].value = writ_arena_text(run->arena, value);
        return;
    }
    if (run->row_count == run->row_capacity) {
        run->row_capacity = run->row_capacity == 0 ? 64 : 2 * run->row_capacity;
        run->rows = realloc(run->rows, run->row_capacity * sizeof *run->rows);
        assert_non_null(run->rows);
    }
    memmove(&run->rows[place + 1], &run->rows[place], (run->row_count - place) * sizeof *run->rows);
    run->rows[place] = (Row){writ_arena_text(run->arena, key), writ_arena_text(run->arena, value)};
    run->row_count++;
}

static void drop(void *self, WritText key)
{
    CaseRun *run = self;
    uint32_t place = row_place(run, key);
    assert_true(place < run->row_count && writ_text_equal(run->rows[place].key, key));
    memmove(&run->rows[place], &run->rows[place + 1],
            (run->row_count - place - 1) * sizeof *run->rows);
    run->row_count--;
    run->written++;
}

static void add_duty(Duties *duties, const WritDuty *duty)
{
    if (duties->count == duties->capacity) {
        duties->capacity = duties->capacity == 0 ? 16 : 2 * duties->capacity;
        duties->items = realloc(duties->items, duties->capacity * sizeof *duties->items);
        assert_non_null(duties->items);
    }
    duties->items[duties->count++] = *duty;
}

static bool same_duty(const WritDuty *a, const WritDuty *b)
{
    return a->kind == b->kind && a->frame == b->frame && a->call == b->call && a->due == b->due &&
           a->since == b->since && a->attempt == b->attempt;
}

static void began(void *self, const WritDuty *duty)
{
    add_duty(&((CaseRun *)self)->told, duty);
}

static void ended(void *self, const WritDuty *duty)
{
    Duties *told = &((CaseRun *)self)->told;
    for (uint32_t i = 0; i < told->count; i++) {
        if (same_duty(&told->items[i], duty)) {
            told->items[i] = told->items[--told->count];
            return;
        }
    }
    fail_msg("a duty ended that never began: kind %d, frame %u", (int)duty->kind, duty->frame);
}

static void ignore_row(void *self, WritText key, WritText value)
{
    (void)self;
    (void)key;
    (void)value;
}

static void ignore_drop(void *self, WritText key)
{
    (void)self;
    (void)key;
}

static void ignore_duty(void *self, const WritDuty *duty)
{
    (void)self;
    (void)duty;
}

static void find(void *self, const WritDuty *duty)
{
    add_duty(&((CaseRun *)self)->found, duty);
}

// --- The three cases
// ------------------------------------------------------------------------------

static void assert_same(const WritCase *a, const WritCase *b)
{
    WritBuffer first = {0};
    WritBuffer second = {0};
    writ_case_dump(a, &first);
    writ_case_dump(b, &second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&second);
}

static void assert_loads(const CaseRun *run)
{
    WritError error = {0};
    if (writ_case_status(run->live) == WRIT_CASE_ENDED) {
        assert_int_equal(run->row_count, 0);
        assert_int_equal(run->told.count, 0);
        return;
    }
    WritCase *loaded = writ_case_new(run->program, writ_case_number(run->live));
    for (uint32_t i = 0; i < run->row_count; i++) {
        if (writ_case_load_row(loaded, run->rows[i].key, run->rows[i].value, &error) != WRIT_OK) {
            fail_msg("row %u does not load: %s", i, error.text);
        }
    }
    assert_int_equal(writ_case_load_end(loaded, &error), WRIT_OK);
    assert_same(run->live, loaded);
    writ_case_free(loaded);
}

static void assert_replays(const CaseRun *run)
{
    WritError error = {0};
    WritCase *replayed = writ_case_new(run->program, writ_case_number(run->live));
    for (uint32_t i = 0; i < run->event_count; i++) {
        WritBuffer bytes = {0};
        WritEvent event;
        writ_event_put(&bytes, &run->events[i]);
        WritReader in = writ_reader(writ_buffer_text(&bytes));
        assert_true(writ_event_get(&in, run->arena, &event) && writ_reader_done(&in));
        if (writ_case_apply(replayed, &event, run->instants[i], &error) != WRIT_OK) {
            fail_msg("event %u does not replay: %s", i, error.text);
        }
        writ_buffer_dispose(&bytes);
    }
    assert_same(run->live, replayed);
    writ_case_free(replayed);
}

static void assert_duties_told(CaseRun *run)
{
    run->found.count = 0;
    writ_case_duties(run->live, run, find);
    assert_int_equal(run->found.count, run->told.count);
    for (uint32_t i = 0; i < run->found.count; i++) {
        bool told = false;
        for (uint32_t j = 0; j < run->told.count; j++) {
            told = told || same_duty(&run->found.items[i], &run->told.items[j]);
        }
        assert_true(told);
    }
}

static void keep_events(CaseRun *run, const WritDecided *decided, int64_t at)
{
    for (uint32_t i = 0; i < decided->event_count; i++) {
        if (run->event_count == run->event_capacity) {
            run->event_capacity = run->event_capacity == 0 ? 256 : 2 * run->event_capacity;
            run->events = realloc(run->events, run->event_capacity * sizeof *run->events);
            run->instants = realloc(run->instants, run->event_capacity * sizeof *run->instants);
            assert_true(run->events != NULL && run->instants != NULL);
        }
        run->events[run->event_count] = decided->events[i];
        run->instants[run->event_count++] = at;
    }
}

static WritMoment moment_at(CaseRun *run, int64_t effective)
{
    run->people = (WritPeople){run, permitted, members, name, calendar_of};
    run->clockwork = (WritClockwork){run, find_calendar};
    return (WritMoment){.now = run->now,
                        .effective = effective,
                        .people = &run->people,
                        .clockwork = &run->clockwork,
                        .arena = run->arena};
}

static WritStatus decide(CaseRun *run, const WritCommand *command, WritDecided *decided,
                         WritError *error)
{
    int64_t effective = command->kind == WRIT_COMMAND_DUE ? command->due : run->now;
    WritMoment moment = moment_at(run, effective);
    WritBuffer before = {0};
    bool may_be_refused = command->kind != WRIT_COMMAND_GO_ON;
    if (may_be_refused && writ_case_status(run->live) != WRIT_CASE_NEW) {
        writ_case_dump(run->live, &before);
    }
    WritStatus status = writ_case_decide(run->live, command, &moment, decided, error);
    if (status != WRIT_OK && before.length > 0) {
        WritBuffer after = {0};
        writ_case_dump(run->live, &after);
        assert_true(writ_text_equal(writ_buffer_text(&before), writ_buffer_text(&after)));
        writ_buffer_dispose(&after);
    }
    writ_buffer_dispose(&before);
    if (status == WRIT_OK) {
        keep_events(run, decided, effective);
        for (uint32_t i = 0; i < decided->notice_count && run->notice_count < NOTICES_MAX; i++) {
            run->notices[run->notice_count++] = decided->notices[i];
        }
    }
    return status;
}

WritStatus case_run_apply(CaseRun *run, const WritEvent *event, int64_t at, WritError *error)
{
    WritStatus status = writ_case_apply(run->live, event, at, error);
    if (status == WRIT_OK) {
        WritDecided applied = {.events = (WritEvent *)event, .event_count = 1};
        keep_events(run, &applied, at);
    }
    return status;
}

void case_run_save(CaseRun *run)
{
    if (run->taken_over) {
        WritRowSink sink = {run, ignore_row, ignore_drop, ignore_duty, ignore_duty};
        writ_case_save(run->live, &sink);
        return;
    }
    WritRowSink sink = {run, put, drop, began, ended};
    run->written = 0;
    writ_case_save(run->live, &sink);
    assert_loads(run);
    assert_replays(run);
    assert_duties_told(run);
}

WritStatus case_run_command(CaseRun *run, const WritCommand *command, WritError *error)
{
    WritDecided decided;
    WritStatus status = decide(run, command, &decided, error);
    if (status != WRIT_OK) {
        return status;
    }
    for (run->slices = 1;; run->slices++) {
        case_run_save(run);
        if (!decided.more) {
            return WRIT_OK;
        }
        WritCommand go_on = {.kind = WRIT_COMMAND_GO_ON};
        assert_int_equal(decide(run, &go_on, &decided, error), WRIT_OK);
    }
}

void case_run_must(CaseRun *run, const WritCommand *command)
{
    WritError error = {0};
    if (case_run_command(run, command, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
}

// --- Shorthands
// -----------------------------------------------------------------------------------

CaseRun *case_run_new(const WritPlan *plan)
{
    CaseRun *run = calloc(1, sizeof *run);
    assert_non_null(run);
    WritHash hash = {{0}};
    run->plan = plan;
    run->program = writ_program_new(plan, &hash);
    run->live = writ_case_new(run->program, 7);
    run->arena = writ_arena_new((size_t)1 << 30);
    run->now = CASE_RUN_START;
    return run;
}

CaseRun *case_run_take_over(const WritPlan *plan, WritProgram *program, WritCase *loaded)
{
    CaseRun *run = calloc(1, sizeof *run);
    assert_non_null(run);
    run->plan = plan;
    run->program = program;
    run->live = loaded;
    run->arena = writ_arena_new((size_t)1 << 30);
    run->now = CASE_RUN_START;
    run->taken_over = true;
    return run;
}

void case_run_free(CaseRun *run)
{
    writ_case_free(run->live);
    if (!run->taken_over) {
        writ_program_free(run->program);
    }
    writ_arena_free(run->arena);
    free(run->rows);
    free(run->events);
    free(run->instants);
    free(run->told.items);
    free(run->found.items);
    free(run);
}

WritCase *case_run_case(CaseRun *run)
{
    return run->live;
}

WritProgram *case_run_program(CaseRun *run)
{
    return run->program;
}

int64_t case_run_now(const CaseRun *run)
{
    return run->now;
}

void case_run_pass(CaseRun *run, int64_t micros)
{
    run->now += micros;
}

void case_run_own_calendar(CaseRun *run, const char *whose, const char *calendar)
{
    uint32_t at = 0;
    while (at < run->own_count && strcmp(run->own[at].whose, whose) != 0) {
        at++;
    }
    assert_true(at < OWN_MAX);
    run->own[at] = (OwnCalendar){whose, calendar};
    run->own_count = at == run->own_count ? at + 1 : run->own_count;
}

void case_run_nobody(CaseRun *run, uint64_t roles)
{
    run->nobody = roles;
}

void case_run_start(CaseRun *run, const WritValue *values, uint32_t count)
{
    WritValue *copies = writ_arena_array(run->arena, count + 1, sizeof *copies);
    for (uint32_t i = 0; i < count; i++) {
        copies[i] = writ_value_copy(run->arena, values[i]);
    }
    WritCommand command = {.kind = WRIT_COMMAND_START,
                           .values = copies,
                           .value_count = count,
                           .text = writ_text("test-7")};
    case_run_must(run, &command);
}

static bool is_called(const CaseRun *run, const WritDuty *duty, const char *wanted)
{
    if (wanted == NULL) {
        return true;
    }
    if (duty->kind == WRIT_DUTY_CALL) {
        return writ_text_is(run->plan->hooks[duty->hook].name, wanted);
    }
    return duty->node != WRIT_NONE && writ_text_is(run->plan->nodes[duty->node].name, wanted);
}

const WritDuty *case_run_find(CaseRun *run, WritDutyKind kind, const char *wanted)
{
    run->found.count = 0;
    writ_case_duties(run->live, run, find);
    for (uint32_t i = 0; i < run->found.count; i++) {
        if (run->found.items[i].kind == kind && is_called(run, &run->found.items[i], wanted)) {
            return &run->found.items[i];
        }
    }
    return NULL;
}

uint32_t case_run_duties(const CaseRun *run, WritDutyKind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->told.count; i++) {
        count += run->told.items[i].kind == kind ? 1 : 0;
    }
    return count;
}

void case_run_answer(CaseRun *run, const char *step, const char *outcome)
{
    const WritDuty *task = case_run_find(run, WRIT_DUTY_TASK, step);
    assert_non_null(task);
    WritText person = task->asked[0].role == WRIT_NONE ? task->asked[0].person : writ_text("anna");
    WritCommand command = {.kind = WRIT_COMMAND_ANSWER,
                           .frame = task->frame,
                           .person = person,
                           .text = writ_text(outcome)};
    case_run_must(run, &command);
}

void case_run_result(CaseRun *run, const char *hook, const char *outcome, WritValue output)
{
    const WritDuty *call = case_run_find(run, WRIT_DUTY_CALL, hook);
    assert_non_null(call);
    WritCommand command = {.kind = WRIT_COMMAND_RESULT,
                           .number = call->call,
                           .text = writ_text(outcome),
                           .value = output};
    case_run_must(run, &command);
}

void case_run_failure(CaseRun *run, const char *hook)
{
    const WritDuty *call = case_run_find(run, WRIT_DUTY_CALL, hook);
    assert_non_null(call);
    WritCommand command = {
        .kind = WRIT_COMMAND_FAILURE, .number = call->call, .text = writ_text("it did not answer")};
    case_run_must(run, &command);
}

WritCaseClock case_run_clock(CaseRun *run, WritDutyKind kind, const char *step)
{
    WritError error;
    WritCaseClock clock;
    const WritDuty *duty = case_run_find(run, kind, step);
    assert_non_null(duty);
    WritMoment moment = moment_at(run, run->now);
    if (writ_case_clock(run->live, duty->frame, &moment, &clock, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return clock;
}

uint32_t case_run_moves(CaseRun *run, WritMove **moves)
{
    WritMoment moment = moment_at(run, run->now);
    return writ_case_judge_recount(run->live, &moment, moves);
}

static const WritDuty *next_timer(CaseRun *run)
{
    run->found.count = 0;
    writ_case_duties(run->live, run, find);
    const WritDuty *next = NULL;
    for (uint32_t i = 0; i < run->found.count; i++) {
        const WritDuty *duty = &run->found.items[i];
        if (duty->kind == WRIT_DUTY_TIMER && (next == NULL || duty->due < next->due)) {
            next = duty;
        }
    }
    return next;
}

void case_run_until(CaseRun *run, int64_t instant)
{
    assert_true(instant >= run->now);
    run->now = instant;
    const WritDuty *next = next_timer(run);
    while (next != NULL && next->due <= instant) {
        WritCommand command = {.kind = WRIT_COMMAND_DUE, .frame = next->frame, .due = next->due};
        case_run_must(run, &command);
        next = next_timer(run);
    }
}

const WritNotice *case_run_notice(const CaseRun *run, uint32_t number)
{
    return number < run->notice_count ? &run->notices[number] : NULL;
}

void case_run_next_deadline(CaseRun *run)
{
    const WritDuty *next = next_timer(run);
    assert_non_null(next);
    run->now = next->due + 1;
    WritCommand command = {.kind = WRIT_COMMAND_DUE, .frame = next->frame, .due = next->due};
    case_run_must(run, &command);
}

const WritEvent *case_run_events(const CaseRun *run, uint32_t *count)
{
    *count = run->event_count;
    return run->events;
}

const int64_t *case_run_instants(const CaseRun *run)
{
    return run->instants;
}

uint32_t case_run_count(const CaseRun *run, WritEventKind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < run->event_count; i++) {
        count += run->events[i].kind == kind ? 1 : 0;
    }
    return count;
}

void case_run_row(const CaseRun *run, uint32_t row, WritText *key, WritText *value)
{
    *key = run->rows[row].key;
    *value = run->rows[row].value;
}

uint32_t case_run_rows(const CaseRun *run)
{
    return run->row_count;
}

uint32_t case_run_slices(const CaseRun *run)
{
    return run->slices;
}

uint32_t case_run_rows_written(const CaseRun *run)
{
    return run->written;
}

const char *case_run_outcome(const CaseRun *run)
{
    uint32_t outcome = writ_case_outcome(run->live);
    return outcome == WRIT_NONE ? ""
                                : writ_arena_text(run->arena, run->plan->outcomes[outcome]).data;
}
