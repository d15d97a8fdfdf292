// One switch a way; everything else compares and tells.
#include "support/calendar_questions.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/calendar_sets.h"
#include "writ/value.h"

// A set comes back from its bytes, and those from it.
static const WritCalendars *through_bytes(WritArena *arena, const WritCalendars *set)
{
    WritBuffer bytes = {0};
    writ_calendars_encode(&bytes, set);
    WritText kept = writ_arena_text(arena, writ_buffer_text(&bytes));
    writ_buffer_clear(&bytes);
    WritCalendars *back = writ_arena_alloc(arena, sizeof *back);
    WritError error;
    if (writ_calendars_decode(back, arena, kept, &error) != WRIT_OK) {
        writ_buffer_dispose(&bytes);
        fail_msg("%s", error.text);
    }
    writ_calendars_encode(&bytes, back);
    bool same = writ_text_equal(writ_buffer_text(&bytes), kept);
    writ_buffer_dispose(&bytes);
    assert_true(same);
    return back;
}

BothWays both_ways_new(WritArena *arena, SlowZones *zones, const WritCalendars *set, WritText name)
{
    BothWays both = {.set = set, .slow = slow_calendar_new(zones, set, name)};
    WritError error;
    if (writ_calendar_compile(&both.fast, arena, through_bytes(arena, set), name, &error) !=
        WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return both;
}

void both_ways_free(BothWays *both)
{
    slow_calendar_free(both->slow);
}

Answer calendar_ask_fast(const BothWays *both, Question q)
{
    const WritCalendar *calendar = both->fast;
    Answer to = {0};
    switch (q.kind) {
    case QUESTION_ADD_TIME:
        to.status = writ_calendar_add_time(&to.value, calendar, q.a, q.b, &to.error);
        break;
    case QUESTION_SUBTRACT_TIME:
        to.status = writ_calendar_subtract_time(&to.value, calendar, q.a, q.b, &to.error);
        break;
    case QUESTION_TIME_BETWEEN:
        to.status = writ_calendar_time_between(&to.value, calendar, q.a, q.b, &to.error);
        break;
    case QUESTION_ADD_DAYS:
        to.status = writ_calendar_add_days(&to.value, calendar, q.a, q.b, &to.error);
        break;
    case QUESTION_MOVE_DAY:
        to.status = writ_calendar_move_day(&to.value, calendar, q.a, q.b, &to.error);
        break;
    case QUESTION_DAYS_BETWEEN:
        to.status = writ_calendar_days_between(&to.value, calendar, q.a, q.b, &to.error);
        break;
    case QUESTION_CLOSING:
        to.status = writ_calendar_closing(&to.value, calendar, q.a, &to.error);
        break;
    case QUESTION_DAY_OF_MONTH:
        to.status = writ_calendar_day_of_month(&to.value, calendar, (int32_t)(q.a / 12),
                                               (int32_t)(q.a % 12 + 1), (int32_t)q.b, &to.error);
        break;
    case QUESTION_KINDS:
        WRIT_UNREACHABLE();
    }
    return to;
}

static Answer ask_slow(const BothWays *both, Question q)
{
    SlowCalendar *calendar = both->slow;
    Answer to = {0};
    switch (q.kind) {
    case QUESTION_ADD_TIME:
        to.status = slow_calendar_add_time(&to.value, calendar, q.a, q.b);
        break;
    case QUESTION_SUBTRACT_TIME:
        to.status = slow_calendar_subtract_time(&to.value, calendar, q.a, q.b);
        break;
    case QUESTION_TIME_BETWEEN:
        to.status = slow_calendar_time_between(&to.value, calendar, q.a, q.b);
        break;
    case QUESTION_ADD_DAYS:
        to.status = slow_calendar_add_days(&to.value, calendar, q.a, q.b);
        break;
    case QUESTION_MOVE_DAY:
        to.status = slow_calendar_move_day(&to.value, calendar, q.a, q.b);
        break;
    case QUESTION_DAYS_BETWEEN:
        to.status = slow_calendar_days_between(&to.value, calendar, q.a, q.b);
        break;
    case QUESTION_CLOSING:
        to.status = slow_calendar_closing(&to.value, calendar, q.a);
        break;
    case QUESTION_DAY_OF_MONTH:
        to.status = slow_calendar_day_of_month(&to.value, calendar, (int32_t)(q.a / 12),
                                               (int32_t)(q.a % 12 + 1), (int32_t)q.b);
        break;
    case QUESTION_KINDS:
        WRIT_UNREACHABLE();
    }
    return to;
}

// --- Telling -----------------------------------------------------------------------------------

typedef enum NumberKind {
    NUMBER_INSTANT,
    NUMBER_DAY,
    NUMBER_MICROS,
    NUMBER_COUNT,
    NUMBER_MONTH,
    NUMBER_NONE,
} NumberKind;

typedef struct QuestionWords {
    const char *name;
    NumberKind a, b, answer;
} QuestionWords;

static const QuestionWords WORDS[QUESTION_KINDS] = {
    [QUESTION_ADD_TIME] = {"add_time", NUMBER_INSTANT, NUMBER_MICROS, NUMBER_INSTANT},
    [QUESTION_SUBTRACT_TIME] = {"subtract_time", NUMBER_INSTANT, NUMBER_MICROS, NUMBER_INSTANT},
    [QUESTION_TIME_BETWEEN] = {"time_between", NUMBER_INSTANT, NUMBER_INSTANT, NUMBER_MICROS},
    [QUESTION_ADD_DAYS] = {"add_days", NUMBER_INSTANT, NUMBER_COUNT, NUMBER_INSTANT},
    [QUESTION_MOVE_DAY] = {"move_day", NUMBER_DAY, NUMBER_COUNT, NUMBER_DAY},
    [QUESTION_DAYS_BETWEEN] = {"days_between", NUMBER_DAY, NUMBER_DAY, NUMBER_COUNT},
    [QUESTION_CLOSING] = {"closing", NUMBER_DAY, NUMBER_NONE, NUMBER_INSTANT},
    [QUESTION_DAY_OF_MONTH] = {"day_of_month", NUMBER_MONTH, NUMBER_COUNT, NUMBER_DAY},
};

// Numbers that are no time of ours stay numbers.
static bool is_instant(int64_t number)
{
    return number > -INT64_C(62000000000000000) && number < INT64_C(250000000000000000);
}

static void print_number(WritBuffer *out, NumberKind kind, int64_t number)
{
    static const int64_t DAY_MICROS = INT64_C(86400000000);
    if (kind == NUMBER_INSTANT && is_instant(number)) {
        writ_instant_print(out, number);
    } else if (kind == NUMBER_DAY && is_instant(number / 365 * DAY_MICROS) &&
               is_instant(number * DAY_MICROS)) {
        WritDate date = writ_date_from_days(number);
        writ_buffer_format(out, "%04d-%02u-%02u", date.year, date.month, date.day);
    } else if (kind == NUMBER_MICROS) {
        writ_buffer_format(out, "%lld:%02lld:%09.6f", (long long)(number / 3600000000),
                           (long long)(number / 60000000 % 60), (double)(number % 60000000) / 1e6);
    } else if (kind == NUMBER_MONTH) {
        writ_buffer_format(out, "%04d-%02d", (int)(number / 12), (int)(number % 12 + 1));
    } else if (kind != NUMBER_NONE) {
        writ_buffer_format(out, "%lld", (long long)number);
    }
}

static void print_answer(WritBuffer *out, NumberKind kind, Answer answer)
{
    if (answer.status == WRIT_OK) {
        print_number(out, kind, answer.value);
        return;
    }
    writ_buffer_format(out, "%s: %s", writ_status_name(answer.status), answer.error.text);
}

static void print_question(WritBuffer *out, const BothWays *both, Question q)
{
    const QuestionWords *words = &WORDS[q.kind];
    writ_buffer_format(out, "%.*s: %s(", WRIT_TEXT_ARGS(writ_calendar_rules(both->fast)->name),
                       words->name);
    print_number(out, words->a, q.a);
    writ_buffer_add_string(out, words->b == NUMBER_NONE ? "" : ", ");
    print_number(out, words->b, q.b);
    writ_buffer_add_string(out, ")");
}

// Longer than cmocka prints.
static void say(WritBuffer *out)
{
    (void)fprintf(stderr, "%s\n", writ_buffer_string(out));
    writ_buffer_dispose(out);
}

static void tell_difference(const BothWays *both, Question q, Answer fast, Answer slow)
{
    WritBuffer out = {0};
    calendar_set_print(&out, both->set);
    print_question(&out, both, q);
    writ_buffer_add_string(&out, "\n  fast: ");
    print_answer(&out, WORDS[q.kind].answer, fast);
    writ_buffer_add_string(&out, "\n  slow: ");
    print_answer(&out, WORDS[q.kind].answer, slow);
    say(&out);
    fail();
}

void calendar_tell(const BothWays *both, Question question)
{
    WritBuffer out = {0};
    print_question(&out, both, question);
    writ_buffer_add_string(&out, " = ");
    print_answer(&out, WORDS[question.kind].answer, calendar_ask_fast(both, question));
    say(&out);
}

static bool names_day(const WritError *error, int64_t day)
{
    char name[32];
    WritDate date = writ_date_from_days(day);
    (void)snprintf(name, sizeof name, "%04d-%02u-%02u", date.year, date.month, date.day);
    return strstr(error->text, name) != NULL;
}

// The calendar; where the count left what it knows, its first or its last day and what to do, too.
static bool says_why(const BothWays *both, const Answer *answer)
{
    const WritError *error = &answer->error;
    WritText name = writ_calendar_rules(both->fast)->name;
    bool named = memmem(error->text, strlen(error->text), name.data, name.length) != NULL;
    if (answer->status != WRIT_LIMIT) {
        return named;
    }
    return named && error->hint[0] != '\0' &&
           (names_day(error, slow_calendar_first_day(both->slow)) ||
            names_day(error, slow_calendar_last_day(both->slow)));
}

Answer calendar_ask_both(const BothWays *both, Question question)
{
    Answer fast = calendar_ask_fast(both, question);
    Answer slow = ask_slow(both, question);
    if (fast.status != slow.status || (fast.status == WRIT_OK && fast.value != slow.value) ||
        (fast.status != WRIT_OK && !says_why(both, &fast))) {
        tell_difference(both, question, fast, slow);
    }
    return fast;
}

// --- Days --------------------------------------------------------------------------------------

static void print_open(WritBuffer *out, const char *who, WritStatus status,
                       const WritCalendarDay *day)
{
    writ_buffer_format(out, "\n  %s: %s", who, writ_status_name(status));
    if (status != WRIT_OK) {
        return;
    }
    for (uint32_t i = 0; i < day->open_count; i++) {
        writ_buffer_add_string(out, " [");
        writ_instant_print(out, day->open[i].from);
        writ_buffer_add_string(out, " ");
        writ_instant_print(out, day->open[i].to);
        writ_buffer_add_string(out, ")");
    }
    writ_buffer_format(out, " holiday \"%.*s\"", WRIT_TEXT_ARGS(day->holiday));
}

static bool open_alike(const WritCalendarDay *fast, const WritCalendarDay *slow)
{
    if (fast->open_count != slow->open_count) {
        return false;
    }
    for (uint32_t i = 0; i < fast->open_count; i++) {
        if (fast->open[i].from != slow->open[i].from || fast->open[i].to != slow->open[i].to) {
            return false;
        }
    }
    return true;
}

void calendar_ask_day(const BothWays *both, int64_t day)
{
    WritCalendarDay fast = {0};
    WritCalendarDay slow = {0};
    WritError error;
    WritStatus fast_status = writ_calendar_day(&fast, both->fast, day, &error);
    WritStatus slow_status = slow_calendar_day(&slow, both->slow, day);
    const WritCalendarRules *rules = writ_calendar_rules(both->fast);
    bool alike = fast_status == slow_status;
    if (alike && fast_status == WRIT_OK) {
        alike = fast.day == slow.day && open_alike(&fast, &slow) &&
                writ_text_equal(fast.holiday, slow.holiday);
    }
    if (!alike) {
        WritBuffer out = {0};
        calendar_set_print(&out, both->set);
        writ_buffer_format(&out, "%.*s: day(", WRIT_TEXT_ARGS(rules->name));
        print_number(&out, NUMBER_DAY, day);
        writ_buffer_add_string(&out, ")");
        print_open(&out, "fast", fast_status, &fast);
        print_open(&out, "slow", slow_status, &slow);
        say(&out);
        fail();
    }
}
