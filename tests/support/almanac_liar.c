// The almanac's child, taken over; see support/liar.h. Its lies are in the list at the end.
#include <stdlib.h>

#include "almanac/talk.h"
#include "support/liar.h"
#include "writ/value.h"

static const EventsRequest *asked(const Liar *liar)
{
    return liar->asked;
}

static void send_holiday(Liar *liar, int64_t day, const char *name)
{
    WritBuffer holidays = {0};
    WritHoliday holiday = {day, writ_text(name)};
    talk_put_holiday(&holidays, &holiday);
    talk_put_holidays(&liar->out, writ_buffer_text(&holidays));
    liar_send(liar);
    writ_buffer_dispose(&holidays);
}

static void send_done(Liar *liar)
{
    talk_put_done(&liar->out, NULL, 0);
    liar_send(liar);
}

static void one_holiday(Liar *liar, int64_t day, const char *name)
{
    send_holiday(liar, day, name);
    send_done(liar);
}

static void tell_truth(Liar *liar)
{
    one_holiday(liar, asked(liar)->first_day, "Christmas");
}

static void give_a_day_outside(Liar *liar)
{
    one_holiday(liar, asked(liar)->last_day + 1, "Christmas");
}

static void give_no_name(Liar *liar)
{
    one_holiday(liar, asked(liar)->first_day, "");
}

static void colour_the_name(Liar *liar)
{
    one_holiday(liar, asked(liar)->first_day, "\x1b[31mred");
}

static void give_no_text(Liar *liar)
{
    one_holiday(liar, asked(liar)->first_day, "\xff");
}

static void give_no_holidays_in_a_message(Liar *liar)
{
    talk_put_holidays(&liar->out, (WritText){0});
    liar_send(liar);
    send_done(liar);
}

static void give_too_many(Liar *liar)
{
    for (int i = 0; i <= WRIT_CALENDAR_HOLIDAYS_MAX; i++) {
        send_holiday(liar, asked(liar)->first_day, "Christmas");
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
    liar_send(liar);
}

static void colour_the_problem(Liar *liar)
{
    WritHolidayProblem problem = {
        .line = 7, .text = writ_text("\x1b[31mred \xe2\x80\xae!"), .hint = writ_text("a\nb")};
    talk_put_done(&liar->out, &problem, 1);
    liar_send(liar);
}

static void fail_well(Liar *liar)
{
    WritError error = {.status = WRIT_OK, .text = "all is well"};
    talk_put_failed(&liar->out, &error);
    liar_send(liar);
}

static void crash(Liar *liar)
{
    talk_put_progress(&liar->out, 9);
    liar_send(liar);
    abort();
}

static void compute(Liar *liar)
{
    talk_put_progress(&liar->out, 9);
    liar_send(liar);
    liar_compute(liar);
}

int main(int argument_count, char **arguments)
{
    static const Lie lies[] = {
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
        {"crash", crash},
        {"compute", compute},
    };
    EventsRequest request;
    Liar liar = {.pipes = {.frame_bytes_max = TALK_BYTES_MAX}, .asked = &request};
    WritReader in;
    if (argument_count < 1 || !liar_listen(&liar, &in) || talk_kind(&in) != TALK_EVENTS ||
        !talk_get_events(&in, &request)) {
        return 1;
    }
    return liar_tell(&liar, arguments[0], lies, sizeof lies / sizeof lies[0]);
}
