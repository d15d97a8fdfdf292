// A child that was taken over: it answers what it likes. What it does is the name by which it is
// called; see the list at the end.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "almanac/talk.h"
#include "writ/confined.h"
#include "writ/value.h"

typedef struct Liar {
    WritConfined pipes;
    WritBuffer out;
    EventsRequest asked;
} Liar;

static void send(Liar *liar)
{
    if (!writ_confined_write(&liar->pipes, writ_buffer_text(&liar->out))) {
        _exit(1);
    }
    writ_buffer_clear(&liar->out);
}

static void send_holiday(Liar *liar, int64_t day, const char *name)
{
    WritBuffer holidays = {0};
    WritHoliday holiday = {day, writ_text(name)};
    talk_put_holiday(&holidays, &holiday);
    talk_put_holidays(&liar->out, writ_buffer_text(&holidays));
    send(liar);
    writ_buffer_dispose(&holidays);
}

static void send_done(Liar *liar)
{
    talk_put_done(&liar->out, NULL, 0);
    send(liar);
}

static void one_holiday(Liar *liar, int64_t day, const char *name)
{
    send_holiday(liar, day, name);
    send_done(liar);
}

static void tell_truth(Liar *liar)
{
    one_holiday(liar, liar->asked.first_day, "Christmas");
}

static void give_a_day_outside(Liar *liar)
{
    one_holiday(liar, liar->asked.last_day + 1, "Christmas");
}

static void give_no_name(Liar *liar)
{
    one_holiday(liar, liar->asked.first_day, "");
}

static void colour_the_name(Liar *liar)
{
    one_holiday(liar, liar->asked.first_day, "\x1b[31mred");
}

static void give_no_text(Liar *liar)
{
    one_holiday(liar, liar->asked.first_day, "\xff");
}

static void give_no_holidays_in_a_message(Liar *liar)
{
    talk_put_holidays(&liar->out, (WritText){0});
    send(liar);
    send_done(liar);
}

static void give_too_many(Liar *liar)
{
    for (int i = 0; i <= WRIT_CALENDAR_HOLIDAYS_MAX; i++) {
        send_holiday(liar, liar->asked.first_day, "Christmas");
    }
    send_done(liar);
}

static void tell_too_many_problems(Liar *liar)
{
    WritHolidayProblem problems[WRIT_HOLIDAY_PROBLEMS_MAX + 1];
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
        problems[i] = (WritHolidayProblem){.line = 1, .text = writ_text("x")};
    }
    talk_put_done(&liar->out, problems, WRIT_HOLIDAY_PROBLEMS_MAX + 1);
    send(liar);
}

static void colour_the_problem(Liar *liar)
{
    WritHolidayProblem problem = {
        .line = 7, .text = writ_text("\x1b[31mred \xe2\x80\xae!"), .hint = writ_text("a\nb")};
    talk_put_done(&liar->out, &problem, 1);
    send(liar);
}

static void fail_well(Liar *liar)
{
    WritError error = {.status = WRIT_OK, .text = "all is well"};
    talk_put_failed(&liar->out, &error);
    send(liar);
}

static void send_rubbish(Liar *liar)
{
    (void)liar;
    static const char rubbish[] = "\377\377\377\377 rubbish";
    (void)!write(STDOUT_FILENO, rubbish, sizeof rubbish);
}

static void send_unknown_message(Liar *liar)
{
    writ_buffer_add_string(&liar->out, "?");
    send(liar);
}

static void say_nothing(Liar *liar)
{
    (void)liar;
}

static void crash(Liar *liar)
{
    talk_put_progress(&liar->out, 9);
    send(liar);
    abort();
}

static void compute(Liar *liar)
{
    volatile unsigned count = 0;
    talk_put_progress(&liar->out, 9);
    send(liar);
    while (liar->pipes.frame_bytes_max > 0) {
        count++;
    }
}

int main(int argument_count, char **arguments)
{
    static const struct {
        const char *name;
        void (*tell)(Liar *liar);
    } lies[] = {
        {"tell_truth", tell_truth},
        {"give_a_day_outside", give_a_day_outside},
        {"give_no_name", give_no_name},
        {"colour_the_name", colour_the_name},
        {"give_no_text", give_no_text},
        {"give_no_holidays_in_a_message", give_no_holidays_in_a_message},
        {"give_too_many", give_too_many},
        {"tell_too_many_problems", tell_too_many_problems},
        {"colour_the_problem", colour_the_problem},
        {"fail_well", fail_well},
        {"send_rubbish", send_rubbish},
        {"send_unknown_message", send_unknown_message},
        {"say_nothing", say_nothing},
        {"crash", crash},
        {"compute", compute},
    };
    Liar liar = {.pipes = {.frame_bytes_max = TALK_BYTES_MAX}};
    WritText payload;
    if (argument_count < 1 || !writ_confined_read(&liar.pipes, &payload)) {
        return 1;
    }
    WritReader in = writ_reader(payload);
    if (talk_kind(&in) != TALK_EVENTS || !talk_get_events(&in, &liar.asked)) {
        return 1;
    }
    const char *name = strrchr(arguments[0], '/');
    for (size_t i = 0; name != NULL && i < sizeof lies / sizeof lies[0]; i++) {
        if (strcmp(name + 1, lies[i].name) == 0) {
            lies[i].tell(&liar);
            return 0;
        }
    }
    return 1;
}
