// `calendar`: look at a calendar of the book as it stands in its files, and count on it. What is
// printed is made by lang/draw from one set of facts, as text, as JSON or as a picture.
#include "cli/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cli/calendar_set.h"
#include "cli/calendar_words.h"
#include "cli/whereabouts.h"
#include "writ/draw.h"
#include "writ/nearest.h"

typedef struct Question {
    Cli *cli;
    const WritCalendars *set;
    WritArena *arena;
    WritDrawn drawn;
    WritBuffer json;
    WritBuffer text;
} Question;

typedef WritStatus Answering(Question *question, WritError *error);

static const char *operand(const Question *question, int index)
{
    return question->cli->arguments.operands[index];
}

// Compiles the calendar that the operand names.
static WritStatus take_calendar(Question *question, int index, WritError *error)
{
    WritText name;
    WritStatus status = calendar_find(&name, question->set, operand(question, index), error);
    if (status != WRIT_OK) {
        return status;
    }
    question->drawn.set = question->set;
    return writ_calendar_compile(&question->drawn.calendar, question->arena, question->set, name,
                                 error);
}

static WritStatus take_instant(const Question *question, int64_t *instant, int index,
                               WritError *error)
{
    return calendar_read_instant(instant, writ_calendar_zone(question->drawn.calendar),
                                 operand(question, index), error);
}

// --- A month -----------------------------------------------------------------------------------

static WritStatus choose_month(const Question *question, int32_t *year, int32_t *month,
                               WritError *error)
{
    const Cli *cli = question->cli;
    const char *word = cli->arguments.options[CLI_OPTION_MONTH];
    if (word != NULL) {
        return calendar_read_month(year, month, word, error);
    }
    const WritZone *zone = writ_calendar_zone(question->drawn.calendar);
    WritLocalTime now = writ_zone_local(zone, cli->clock.now(cli->clock.self));
    WritDate date = writ_date_from_days(now.day);
    *year = date.year;
    *month = date.month;
    return WRIT_OK;
}

static WritStatus answer_show(Question *question, WritError *error)
{
    const WritMonthPicture *picture = NULL;
    const char *svg = question->cli->arguments.options[CLI_OPTION_SVG];
    int32_t year = 0;
    int32_t month = 0;
    WritStatus status = take_calendar(question, 1, error);
    if (status == WRIT_OK) {
        status = choose_month(question, &year, &month, error);
    }
    if (status == WRIT_OK) {
        status = writ_draw_month(&picture, question->arena, &question->drawn, year, month, error);
    }
    if (status == WRIT_OK && svg != NULL) {
        WritBuffer bytes = {0};
        writ_draw_month_svg(&bytes, picture);
        status = cli_write_file(svg, &bytes, error);
        writ_buffer_dispose(&bytes);
    }
    if (status == WRIT_OK) {
        writ_draw_month_json(&question->json, picture);
        writ_draw_month_text(&question->text, picture);
    }
    return status;
}

// --- Counting ----------------------------------------------------------------------------------

static void put_count(Question *question, const WritCountPicture *picture)
{
    writ_draw_count_json(&question->json, picture);
    writ_draw_count_text(&question->text, picture);
}

static WritStatus answer_add(Question *question, WritError *error)
{
    const WritCountPicture *picture = NULL;
    int64_t from = 0;
    WritValue span = {.kind = WRIT_VALUE_MISSING};
    WritStatus status = take_calendar(question, 3, error);
    if (status == WRIT_OK) {
        status = take_instant(question, &from, 1, error);
    }
    if (status == WRIT_OK) {
        status = calendar_read_span(&span, question->arena, operand(question, 2), error);
    }
    if (status == WRIT_OK) {
        status = writ_draw_add(&picture, question->arena, &question->drawn, from, span, error);
    }
    if (status == WRIT_OK) {
        put_count(question, picture);
    }
    return status;
}

static WritStatus answer_between(Question *question, WritError *error)
{
    const WritCountPicture *picture = NULL;
    int64_t from = 0;
    int64_t to = 0;
    WritStatus status = take_calendar(question, 3, error);
    if (status == WRIT_OK) {
        status = take_instant(question, &from, 1, error);
    }
    if (status == WRIT_OK) {
        status = take_instant(question, &to, 2, error);
    }
    if (status == WRIT_OK) {
        status = writ_draw_between(&picture, question->arena, &question->drawn, from, to, error);
    }
    if (status == WRIT_OK) {
        put_count(question, picture);
    }
    return status;
}

// --- Which of them -----------------------------------------------------------------------------

typedef struct Verb {
    const char *name;
    const char *operands;
    int count;
    uint64_t options; // Of those that only some verbs take.
    const char *example;
    Answering *answer; // NULL: it is asked of the host.
} Verb;

static const Verb verbs[] = {
    {"show", "NAME", 1, CLI_BIT_MONTH | CLI_BIT_SVG, "writ calendar show lyon --month 2026-10",
     answer_show},
    {"add", "INSTANT DURATION NAME", 3, 0,
     "writ calendar add \"2026-10-23 16:00\" \"4 working hours\" lyon", answer_add},
    {"between", "A B NAME", 3, 0,
     "writ calendar between \"2026-10-23 16:00\" \"2026-10-27 10:00\" lyon", answer_between},
    {"preview", "A..B", 1, 0, "writ calendar preview ..", NULL},
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static WritStatus unknown_verb(const char *word, WritError *error)
{
    WritNearest nearest = writ_nearest(writ_text(word));
    for (int i = 0; i < VERBS; i++) {
        writ_nearest_offer(&nearest, writ_text(verbs[i].name));
    }
    (void)writ_fail(error, WRIT_INVALID, "writ calendar cannot \"%s\"", word);
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean writ calendar %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return writ_hint(error, "It can show, add, between and preview.");
}

static WritStatus check_usage(const Verb *verb, const CliArguments *arguments, WritError *error)
{
    static const CliOption some[] = {CLI_OPTION_MONTH, CLI_OPTION_SVG};
    if (arguments->operand_count != verb->count + 1) {
        (void)writ_fail(error, WRIT_INVALID, "writ calendar %s takes %s", verb->name,
                        verb->operands);
        return writ_hint(error, "For example: %s", verb->example);
    }
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        if (cli_has(arguments, some[i]) && (verb->options & (1ULL << some[i])) == 0) {
            (void)writ_fail(error, WRIT_INVALID, "writ calendar %s has no option --%s", verb->name,
                            cli_option_info(some[i])->name);
            return writ_hint(error, "--%s belongs to writ calendar show.",
                             cli_option_info(some[i])->name);
        }
    }
    return WRIT_OK;
}

static WritStatus choose_verb(const Verb **verb, const CliArguments *arguments, WritError *error)
{
    const char *word = arguments->operands[0];
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(verbs[i].name, word) == 0) {
            *verb = &verbs[i];
            return check_usage(*verb, arguments, error);
        }
    }
    return unknown_verb(word, error);
}

static void print(Cli *cli, const Question *question)
{
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        cli_write(cli->out, writ_buffer_text(&question->json));
        (void)fputc('\n', cli->out);
        return;
    }
    Page page = cli_page(cli);
    WritText text = writ_buffer_text(&question->text);
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.data + at, '\n', text.length - at);
        assert(end != NULL);
        page_add(&page, (WritText){text.data + at, (size_t)(end - text.data) - at});
        page_end_line(&page);
        at = (size_t)(end - text.data) + 1;
    }
    cli_print_page(cli, &page);
}

static CliExit answer(Cli *cli, const Verb *verb, const WritCalendars *set)
{
    assert(verb->answer != NULL);
    WritError error;
    Question question = {
        .cli = cli,
        .set = set,
        .arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES + WRIT_DRAW_ARENA_BYTES),
    };
    CliExit end = CLI_DONE;
    if (verb->answer(&question, &error) == WRIT_OK) {
        print(cli, &question);
    } else {
        end = cli_fail(cli, &error);
    }
    writ_buffer_dispose(&question.json);
    writ_buffer_dispose(&question.text);
    writ_arena_free(question.arena);
    return end;
}

CliExit calendar_answer(Cli *cli, const WritCalendars *set)
{
    WritError error;
    const Verb *verb = NULL;
    return choose_verb(&verb, &cli->arguments, &error) == WRIT_OK ? answer(cli, verb, set)
                                                                  : cli_fail_usage(cli, &error);
}

CliExit command_calendar(Cli *cli)
{
    WritError error;
    WritCalendars set;
    const Verb *verb = NULL;
    if (choose_verb(&verb, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    if (verb->answer == NULL) {
        return calendar_preview(cli);
    }
    char *directory = whereabouts_folder(cli->arguments.options[CLI_OPTION_BOOK]);
    WritArena *arena = writ_arena_new(CALENDAR_SET_ARENA_BYTES);
    WritStatus status = calendar_set_read(&set, arena, directory, cli->almanac_program, &error);
    CliExit end = status == WRIT_OK ? answer(cli, verb, &set) : cli_fail_opening(cli, &error);
    writ_arena_free(arena);
    free(directory);
    return end;
}
