// Actions, loops and how a case begins.
#include <assert.h>

#include "draw/phrases.h"
#include "draw/wording.h"

// --- Actions -----------------------------------------------------------------------------------

static void add_number(Phrases *phrases, Phrase *phrase, uint64_t number)
{
    WritBuffer digits = {0};
    writ_buffer_add_number(&digits, number);
    phrase_add(phrases, phrase, PIECE_PLAIN, writ_buffer_text(&digits));
    writ_buffer_dispose(&digits);
}

static void add_notify(Phrases *phrases, Phrase *phrase, const WritAction *action)
{
    phrase_add_words(phrases, phrase, "notify ");
    phrase_add_parties(phrases, phrase, action->parties_start, action->party_count, ", ");
    if (action->message != WRIT_NONE) {
        phrase_add_words(phrases, phrase, " with ");
        phrase_add(phrases, phrase, PIECE_PLAIN,
                   writ_text_last_name(phrases->plan->messages[action->message].name));
    }
}

static void add_set(Phrases *phrases, Phrase *phrase, const WritAction *action)
{
    phrase_add_words(phrases, phrase, "set ");
    phrase_add(phrases, phrase, PIECE_PLAIN, phrases->plan->targets[action->target].text);
    phrase_add_words(phrases, phrase, " to ");
    phrase_add_expr(phrases, phrase, action->expr);
}

const char *phrases_unit_word(WritDurationUnit unit)
{
    switch (unit) {
    case WRIT_SECONDS:
        return "second";
    case WRIT_MINUTES:
        return "minute";
    case WRIT_HOURS:
        return "hour";
    case WRIT_DAYS:
        return "day";
    case WRIT_WEEKS:
        return "week";
    case WRIT_MONTHS:
        return "month";
    case WRIT_YEARS:
        return "year";
    }
    WRIT_UNREACHABLE();
}

static void add_extend(Phrases *phrases, Phrase *phrase, const WritAction *action)
{
    phrase_add_words(phrases, phrase, "extend by ");
    add_number(phrases, phrase, (uint64_t)action->count);
    phrase_add_words(phrases, phrase, action->working ? " working " : " ");
    phrase_add_words(phrases, phrase, phrases_unit_word(action->unit));
    phrase_add_words(phrases, phrase, action->count == 1 ? "" : "s");
}

// What a bounded action does once more than it may.
static void add_bound(Phrases *phrases, Phrase *phrase, const WritAction *action)
{
    phrase_add_words(phrases, phrase, " at most ");
    add_number(phrases, phrase, action->at_most);
    phrase_add_words(phrases, phrase,
                     action->at_most == 1 ? " time, the next time " : " times, the next time ");
    phrase_add_actions(phrases, phrase, action->after);
}

static void add_undo(Phrases *phrases, Phrase *phrase, const WritAction *action)
{
    phrase_add_words(phrases, phrase, "undo everything");
    if (action->node != WRIT_NONE) {
        phrase_add_words(phrases, phrase, " from ");
        phrase_add_stage(phrases, phrase, action->node);
        phrase_add_words(phrases, phrase, " on");
    }
}

static void add_name(Phrases *phrases, Phrase *phrase, const char *words, uint32_t node)
{
    phrase_add_words(phrases, phrase, words);
    phrase_add(phrases, phrase, PIECE_PLAIN, phrases->plan->nodes[node].name);
}

static void add_action(Phrases *phrases, Phrase *phrase, const WritAction *action)
{
    const WritPlan *plan = phrases->plan;
    switch (action->kind) {
    case WRIT_ACTION_NOTIFY:
        add_notify(phrases, phrase, action);
        return;
    case WRIT_ACTION_SET:
        add_set(phrases, phrase, action);
        return;
    case WRIT_ACTION_MARK:
        phrase_add_words(phrases, phrase, "mark ");
        phrase_add(phrases, phrase, PIECE_PLAIN,
                   writ_text_last_name(plan->milestones[action->milestone]));
        return;
    case WRIT_ACTION_REASSIGN:
        phrase_add_words(phrases, phrase, "reassign to ");
        phrase_add_parties(phrases, phrase, action->parties_start, action->party_count, ", ");
        return;
    case WRIT_ACTION_UNDO:
        add_undo(phrases, phrase, action);
        return;
    case WRIT_ACTION_EXTEND:
        add_extend(phrases, phrase, action);
        add_bound(phrases, phrase, action);
        return;
    case WRIT_ACTION_NEXT:
        phrase_add_words(phrases, phrase, "next step");
        return;
    case WRIT_ACTION_GO_TO:
    case WRIT_ACTION_GO_BACK:
        phrase_add_words(phrases, phrase,
                         action->kind == WRIT_ACTION_GO_TO ? "go to " : "go back to ");
        phrase_add_stage(phrases, phrase, action->node);
        if (action->kind == WRIT_ACTION_GO_BACK) {
            add_bound(phrases, phrase, action);
        }
        return;
    case WRIT_ACTION_END_CASE:
        phrase_add_words(phrases, phrase, "end as ");
        phrase_add(phrases, phrase, PIECE_END, plan->outcomes[action->outcome]);
        return;
    case WRIT_ACTION_SKIP_NEXT:
        add_name(phrases, phrase, "skip to the next ", action->node);
        return;
    case WRIT_ACTION_SKIP_END:
        add_name(phrases, phrase, "skip to the end of ", action->node);
        return;
    }
    WRIT_UNREACHABLE();
}

void phrase_add_actions(Phrases *phrases, Phrase *phrase, uint32_t list)
{
    if (list == WRIT_NONE) {
        return;
    }
    const WritActionList *actions = &phrases->plan->lists[list];
    phrase_add_words(phrases, phrase, actions->count == 0 ? "go on" : "");
    for (uint32_t i = 0; i < actions->count; i++) {
        phrase_add_words(phrases, phrase, i > 0 ? ", then " : "");
        add_action(phrases, phrase, &phrases->plan->actions[actions->start + i]);
    }
}

// --- Loops -------------------------------------------------------------------------------------

static void add_for_each(Phrases *phrases, Phrase *phrase, const WritNode *node)
{
    phrase_add_words(phrases, phrase, "for each ");
    phrase_add(phrases, phrase, PIECE_STRONG, node->name);
    phrase_add_words(phrases, phrase, " in ");
    phrase_add_expr(phrases, phrase, node->list_expr);
    if (node->condition != WRIT_NONE) {
        phrase_add_words(phrases, phrase, " where ");
        phrase_add_expr(phrases, phrase, node->condition);
    }
    phrase_add_words(phrases, phrase,
                     node->order == WRIT_EACH_SAME_TIME ? ", all at the same time"
                                                        : ", one at a time");
}

static void add_repeat(Phrases *phrases, Phrase *phrase, const WritNode *node)
{
    phrase_add_words(phrases, phrase, "repeat at most ");
    add_number(phrases, phrase, node->at_most);
    phrase_add_words(phrases, phrase, node->at_most == 1 ? " time until " : " times until ");
    phrase_add_expr(phrases, phrase, node->condition);
    phrase_add_words(phrases, phrase, ", if still not ");
    phrase_add_actions(phrases, phrase, node->actions);
}

void phrase_add_loop(Phrases *phrases, Phrase *phrase, const WritNode *node)
{
    assert(node->kind == WRIT_NODE_FOR_EACH || node->kind == WRIT_NODE_REPEAT);
    if (node->kind == WRIT_NODE_FOR_EACH) {
        add_for_each(phrases, phrase, node);
    } else {
        add_repeat(phrases, phrase, node);
    }
}

// --- How a case begins -------------------------------------------------------------------------

static void add_month_day(WritBuffer *out, int64_t working_day)
{
    if (working_day > 0) {
        writ_buffer_format(out, "every month on working day %lld", (long long)working_day);
    } else if (working_day == -1) {
        writ_buffer_add_string(out, "every month on the last working day");
    } else {
        writ_buffer_format(out, "every month on the %lld%s last working day",
                           (long long)-working_day, writ_ordinal_ending((uint64_t)-working_day));
    }
}

static void add_schedule(Phrases *phrases, WritBuffer *out)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    const WritSchedule *schedule = &phrases->plan->schedule;
    switch (schedule->kind) {
    case WRIT_SCHEDULE_DAY:
        writ_buffer_add_string(out, "every day");
        return;
    case WRIT_SCHEDULE_WEEK:
        writ_buffer_format(out, "every week on %s", days[schedule->weekday]);
        return;
    case WRIT_SCHEDULE_WORKING_DAY:
        add_month_day(out, schedule->working_day);
        return;
    case WRIT_SCHEDULE_RULE:
        writ_buffer_add_string(out, "by the rule ");
        writ_buffer_add(out, schedule->rule);
        return;
    }
    WRIT_UNREACHABLE();
}

static void add_scheduled(Phrases *phrases, Phrase *phrase)
{
    WritBuffer words = {0};
    add_schedule(phrases, &words);
    writ_buffer_add_string(&words, " at ");
    wording_add_clock(&words, phrases->plan->schedule.minute * MICROS_A_MINUTE);
    phrase_add(phrases, phrase, PIECE_PLAIN, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
}

WritText phrases_changed(Phrases *phrases, const WritBinding *binding)
{
    WritBuffer words = {0};
    writ_buffer_format(&words, "if %.*s changes", WRIT_TEXT_ARGS(binding->text));
    WritText kept = phrases_text(phrases, writ_buffer_text(&words));
    writ_buffer_dispose(&words);
    return kept;
}

void phrase_add_start(Phrases *phrases, Phrase *phrase)
{
    const WritPlan *plan = phrases->plan;
    switch (plan->start) {
    case WRIT_START_ON_EVENT:
        phrase_add_words(phrases, phrase, "on event ");
        phrase_add(phrases, phrase, PIECE_STRONG,
                   writ_text_last_name(plan->events[plan->start_event].name));
        for (uint32_t i = 0; i < plan->start_where_count; i++) {
            phrase_add_words(phrases, phrase, i == 0 ? " where " : " and ");
            phrase_add_expr(phrases, phrase, plan->operands[plan->start_wheres_start + i]);
        }
        return;
    case WRIT_START_ON_REQUEST:
        phrase_add_words(phrases, phrase, "on request by ");
        phrase_add_parties(phrases, phrase, plan->start_parties_start, plan->start_party_count,
                           " or ");
        return;
    case WRIT_START_ON_SCHEDULE:
        add_scheduled(phrases, phrase);
        return;
    }
    WRIT_UNREACHABLE();
}
